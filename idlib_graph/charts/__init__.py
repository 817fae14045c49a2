"""Charts of an analysis: each a plain function ``(analysis, ...) -> (fig, ax)``.

A chart is looked up by name and loaded, with matplotlib, when it is first asked for:

>>> from idlib_graph.charts import CHARTS
>>> sorted(CHARTS)
['alluvial', 'faction', 'matrix', 'robustness', 'series', 'snapshots', 'storyline', 'timeline']
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from idlib_graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis

    Chart: TypeAlias = Callable[..., tuple[Figure, Axes]]

__all__ = ["CHARTS", "draw_chart", "write_chart"]

_NAMES = (
    "alluvial", "faction", "matrix", "robustness", "series", "snapshots", "storyline", "timeline",
)  # fmt: skip


class _Charts(Mapping[str, Any]):
    """Chart functions by name; a chart's module is imported when it is asked for."""

    def __getitem__(self, name: str) -> Chart:
        if name not in _NAMES:
            raise KeyError(name)
        chart: Chart = getattr(import_module(f"{__name__}.{name}"), name)
        return chart

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


CHARTS: Mapping[str, Chart] = _Charts()


def draw_chart(analysis: Analysis, name: str, **options: Any) -> tuple[Figure, Axes]:  # noqa: ANN401 - any chart's
    """Draw a chart by name; it is neither shown nor saved.

    Parameters
    ----------
    name : one of `CHARTS`
    **options : the chart's own, as its function has them: ``ax``, ``size``, ``dark``, ``title``,
        ``language`` and more

    Raises
    ------
    NotFoundError
        For an unknown name.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> analysis = ig.analyze(ig.load_dataset(), every="P1Y")
    >>> fig, ax = draw_chart(analysis, "storyline", size=(12, 9), title="")
    >>> fig.get_size_inches().tolist()
    [12.0, 9.0]
    """
    if name not in CHARTS:
        msg = f"no chart {name!r}; one of {', '.join(CHARTS)}"
        raise NotFoundError(msg)
    return CHARTS[name](analysis, **options)


def write_chart(analysis: Analysis, name: str, **options: Any) -> bytes:  # noqa: ANN401 - any chart's
    """Draw a chart by name as SVG, in a fraction of the time that a figure takes.

    Parameters
    ----------
    name : one of `CHARTS`
    **options : as for `draw_chart`, but for ``ax``

    Raises
    ------
    NotFoundError
        For an unknown name.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> analysis = ig.analyze(ig.load_dataset(), every="P1Y")
    >>> b"<svg" in write_chart(analysis, "timeline")
    True
    """
    from idlib_graph.charts.page import Page  # noqa: PLC0415 - loads matplotlib

    page = Page()
    draw_chart(analysis, name, ax=page, **options)
    return page.content()
