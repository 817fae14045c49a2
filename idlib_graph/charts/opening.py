"""Opening a sheet for a chart: on axes, on a figure of its own, or as a page of SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from idlib_graph.charts.page import Page
from idlib_graph.charts.sheet import POINTS_PER_INCH, USUAL_WIDTH
from idlib_graph.charts.style import new_figure
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.charts.sheet import Plan, Sheet
    from idlib_graph.charts.style import Theme

    Size: TypeAlias = tuple[float | None, float | None]


def sheet_size(
    ax: Axes | Page | None, size: Size, *, usual: float = USUAL_WIDTH
) -> tuple[float, float | None]:
    """Width and height of the sheet in points; the height is None where it is left open.

    Parameters
    ----------
    ax : axes to fill, whose size it then is
    size : width and height in inches; None for the `usual` width, and for a height left open
    """
    if ax is not None and not isinstance(ax, Page):
        figure = root_figure(ax).get_size_inches() * POINTS_PER_INCH
        place = ax.get_position()
        return float(place.width * figure[0]), float(place.height * figure[1])
    wide, high = size
    return (wide or usual) * POINTS_PER_INCH, high and high * POINTS_PER_INCH


def open_sheet(
    ax: Axes | Page | None, plan: Plan, theme: Theme
) -> tuple[Figure | Any, Axes | Any, Sheet]:
    """The sheet of `plan` on `ax`, else on a figure of its own, with the figure and the axes.

    A page is both in one.
    """
    if isinstance(ax, Page):
        return ax, ax, ax.open(plan, theme)
    from idlib_graph.charts.artists import AxesSheet  # noqa: PLC0415 - a page needs none

    if ax is None:
        fig = new_figure((plan.width / POINTS_PER_INCH, plan.height / POINTS_PER_INCH))
        fig.set_facecolor(theme.background)
        ax = fig.add_axes((0.0, 0.0, 1.0, 1.0))
    return root_figure(ax), ax, AxesSheet(ax, plan, theme)


def root_figure(ax: Axes) -> Figure:
    """The figure that `ax` stands in, through any subfigures."""
    figure = ax.get_figure(root=True)
    if figure is None:
        msg = "the axes belong to no figure"
        raise SettingsError(msg)
    return figure
