"""The axes of a chart as a sheet of paper: all is placed in points from its upper left corner.

The axes fill the whole figure, or whatever axes were given. Their own coordinates are days since
1970 across (matplotlib's date numbers) and rows down, so that more can be drawn on top.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import TransformedPatchPath

from idlib_graph.charts.glyphs import font
from idlib_graph.charts.lettering import Lettering
from idlib_graph.charts.style import new_figure
from idlib_graph.charts.text import extent, printable
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

    from idlib_graph.charts.style import Theme

    Box: TypeAlias = tuple[float, float, float, float]
    Points: TypeAlias = NDArray[np.float64]
    Size: TypeAlias = tuple[float | None, float | None]

EPOCH = date(1970, 1, 1).toordinal()
POINTS_PER_INCH = 72.0
USUAL_WIDTH = 16.0  # inches
CAPITAL = 0.73  # height of DejaVu's capitals as a share of its size
SPARE = 1.0  # least room between two texts, in points

_LEVEL = 1e-6  # rows


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the drawing stands on the sheet, in points, and what it spans.

    Attributes
    ----------
    width, height : of the sheet
    left, right, top, bottom : margins around the drawing
    first, last : days since 1970 at the drawing's left and right edge
    rows : rows from its upper to its lower edge
    language : of its dates; empty for ISO 8601
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    rows: float
    language: str = ""

    @property
    def pitch(self) -> float:
        """Height of a row."""
        return (self.height - self.top - self.bottom) / self.rows

    @overload
    def x(self, day: float) -> float: ...
    @overload
    def x(self, day: ArrayLike) -> NDArray[np.float64]: ...
    def x(self, day: float | ArrayLike) -> float | NDArray[np.float64]:
        """Points from the left edge of the sheet to `day`."""
        scale = (self.width - self.left - self.right) / (self.last - self.first)
        days = day if isinstance(day, float | int) else np.asarray(day, dtype=float)
        return self.left + (days - self.first) * scale

    @overload
    def y(self, row: float) -> float: ...
    @overload
    def y(self, row: ArrayLike) -> NDArray[np.float64]: ...
    def y(self, row: float | ArrayLike) -> float | NDArray[np.float64]:
        """Points from the upper edge of the sheet to `row`."""
        rows = row if isinstance(row, float | int) else np.asarray(row, dtype=float)
        return self.top + rows * self.pitch


@dataclass
class Sheet:
    """An axes to draw on in points.

    Attributes
    ----------
    boxes : what each text drawn so far covers: left, upper, right and lower edge
    """

    ax: Axes
    plan: Plan
    theme: Theme
    boxes: list[Box] = field(default_factory=list)

    def at(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        """Points on the sheet as coordinates of the axes, shape (points, 2)."""
        return self._moved(np.stack(np.broadcast_arrays(np.atleast_1d(x), y), axis=1))

    def _moved(self, path: ArrayLike) -> Points:
        """The same of points that stand in an array of shape (..., 2)."""
        origin, scale, begin = self._frame
        moved: Points = (np.asarray(path, dtype=float) - origin) * scale + begin
        return moved

    @cached_property
    def _frame(self) -> tuple[Points, Points, Points]:
        """The upper left corner of the drawing in points; its scale; and what it is on the axes."""
        plan = self.plan
        scale = (plan.last - plan.first) / (plan.width - plan.left - plan.right)
        corners = (plan.left, plan.top), (scale, 1 / plan.pitch), (plan.first, 0.0)
        return np.array(corners[0]), np.array(corners[1]), np.array(corners[2])

    def box(self, x: float, y: float, text: str, size: float, **how: Any) -> Box:  # noqa: ANN401 - as `text` takes it
        """What `text` would cover, drawn with its capitals centred on `y`."""
        return text_box(x, y, text, size, **how)

    def is_free(self, box: Box, *, spare: float = SPARE) -> bool:
        """Whether `box` is on the sheet and covers no text."""
        left, upper, right, lower = box
        if left < 0 or upper < 0 or right > self.plan.width or lower > self.plan.height:
            return False
        return not any(
            left < r + spare and x < right + spare and upper < b + spare and y < lower + spare
            for x, y, r, b in self.boxes
        )

    def text(  # noqa: PLR0913 - type has many sides
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        align: str = "left",
        bold: bool = False,
        colour: str | None = None,
        halo: bool = False,
        rim: str = "",
        upward: bool = False,
        zorder: float = 10,
    ) -> Box:
        """Write one line with its capitals centred on `y`; or upward from there, centred on `x`.

        A rim is a colour around the letters, a halo one in the colour of the background.
        """
        text = printable(text)
        base = CAPITAL * size / 2
        day, row = self._moved((x + base, y) if upward else (x, y + base)).tolist()
        item = Lettering(
            day,
            row,
            text,
            rim=self.theme.background if halo else rim,
            fontproperties=font(bold=bold),
            color=colour or self.theme.ink,
            horizontalalignment=align,
            verticalalignment="baseline",
            rotation=90 if upward else 0,
            rotation_mode="anchor",
            zorder=zorder,
            parse_math=False,
            usetex=False,
            clip_on=False,
            transform=self.ax.transData,
        )
        item.set_fontsize(size)
        self._add(item)
        box = self.box(x, y, text, size, align=align, bold=bold)
        if upward:
            left, upper, right, lower = box
            box = (x + upper - y, y + x - right, x + lower - y, y + x - left)
        self.boxes.append(box)
        return box

    def strokes(self, paths: Sequence[NDArray[np.float64]], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines, each of shape (points, 2)."""
        look = {"capstyle": "butt", "joinstyle": "round"} | look
        lines = [self._moved(path) for path in paths if len(path)]
        if lines:
            self._add(LineCollection(lines, **look))

    def areas(self, paths: Sequence[NDArray[np.float64]], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw filled polygons, each of shape (points, 2)."""
        shapes = [self._moved(path) for path in paths if len(path)]
        if shapes:
            self._add(PolyCollection(shapes, **look))

    def curves(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines made of cubic curves, each given by its control points, (3 n + 1, 2)."""
        look = {"facecolors": "none", "capstyle": "butt", "joinstyle": "round"} | look
        self._curved([_bent(self._moved(path)) for path in paths], **look)

    def grounds(
        self,
        edges: Sequence[tuple[Points, Points]],
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Fill what lies between upper and lower edges made of cubic curves."""
        sides = [(self._moved(upper), self._moved(lower[::-1])) for upper, lower in edges]
        self._curved([_bent(upper, lower) for upper, lower in sides], **look)

    def shape(self, rings: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw an area with holes, of which each ring ends where it begins."""
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
        path = Path(self._moved(np.concatenate(rings)), np.concatenate(codes))
        self._add(PathPatch(path, **look))

    def _curved(self, paths: Sequence[Path], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        if paths:
            self._add(PathCollection(paths, **look))

    def _add(self, artist: Artist) -> None:
        """Add an artist, clipped to the axes; with a clip of its own each would take longer."""
        artist.set_clip_path(self._patch)
        self.ax.add_artist(artist)
        artist.set_clip_path(None)
        artist.set_clip_box(self.ax.bbox)

    @cached_property
    def _patch(self) -> TransformedPatchPath:
        return TransformedPatchPath(self.ax.patch)

    def marker(self, x: float, y: float, sign: str, size: float, **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw one sign, `size` points high."""
        self.markers([(x, y)], sign=sign, size=size, **look)

    def markers(
        self,
        points: Sequence[tuple[float, float]],
        *,
        sign: str,
        size: float,
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Draw the same sign at several points."""
        days, rows = self._moved(points).T
        style: dict[str, Any] = {"linestyle": "none", "zorder": 8} | look
        self._add(Line2D(days, rows, marker=sign, markersize=size, **style))

    def pill(self, box: Box, *, pad: tuple[float, float], edge: str, zorder: float) -> None:
        """Draw a rounded frame around `box`, `pad` away from it, filled with the background."""
        left, upper, right, lower = box
        (x0, y0), (x1, y1) = self.at(
            [left - pad[0], right + pad[0]], [upper - pad[1], lower + pad[1]]
        )
        # Rounded in points, which the axes' own coordinates are not: hence the aspect.
        across, down = (self.at([0, 1], [0, 1])[1] - self.at(0, 0)[0]).tolist()
        self._add(
            FancyBboxPatch(
                (x0, y0),
                x1 - x0,
                y1 - y0,
                boxstyle=f"round,pad=0,rounding_size={3 * across}",
                mutation_aspect=down / across,
                facecolor=self.theme.background,
                edgecolor=edge,
                linewidth=1.2,
                zorder=zorder,
            )
        )


class Gathered:
    """What looks the same, gathered to be drawn at once: it takes time for each artist.

    Parameters
    ----------
    draw : `Sheet.strokes` or another that draws several of a look
    """

    def __init__(self, draw: Callable[..., None]) -> None:
        self._draw = draw
        self._found: dict[str, tuple[list[Any], dict[str, Any]]] = {}

    def add(self, *what: Any, **look: Any) -> None:  # noqa: ANN401 - as it is drawn
        """Keep something to be drawn."""
        self._found.setdefault(repr(look), ([], look))[0].extend(what)

    def draw(self) -> None:
        """Draw all of it, look by look in the order in which each was first seen."""
        for what, look in self._found.values():
            self._draw(what, **look)


def _bent(*parts: Points) -> Path:
    """One path through the control points of each part; curves that are level become straight."""
    vertices: list[Points] = []
    codes: list[np.uint8] = []
    for points in parts:
        rest = points[1:].reshape(-1, 3, 2)
        flat: NDArray[np.bool_] = np.abs(rest[:, :, 1] - points[:-1:3, None, 1]) < _LEVEL
        vertices.append(points[:1])
        codes.append(Path.LINETO if codes else Path.MOVETO)
        for index, straight in enumerate(np.all(flat, axis=1).tolist()):
            vertices.append(rest[index, 2:] if straight else rest[index])
            codes += [Path.LINETO] if straight else [Path.CURVE4] * 3
    return Path(np.vstack(vertices), codes)


def text_box(
    x: float, y: float, text: str, size: float, *, align: str = "left", bold: bool = False
) -> Box:
    """What one line of text covers whose capitals are centred on `y`."""
    wide, up, down = extent(text, size, bold=bold)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    base = y + CAPITAL * size / 2
    return (left, base - up, left + wide, base + down)


def sheet_size(
    ax: Axes | None, size: Size, *, usual: float = USUAL_WIDTH
) -> tuple[float, float | None]:
    """Width and height of the sheet in points; the height is None where it is left open.

    Parameters
    ----------
    ax : axes to fill, whose size it then is
    size : width and height in inches; None for the `usual` width, and for a height left open
    """
    if ax is not None:
        figure = root_figure(ax).get_size_inches() * POINTS_PER_INCH
        place = ax.get_position()
        return float(place.width * figure[0]), float(place.height * figure[1])
    wide, high = size
    return (wide or usual) * POINTS_PER_INCH, high and high * POINTS_PER_INCH


def open_sheet(ax: Axes | None, plan: Plan, theme: Theme) -> tuple[Figure, Sheet]:
    """The sheet of `plan` on `ax`, else on a figure of its own."""
    if ax is None:
        fig = new_figure((plan.width / POINTS_PER_INCH, plan.height / POINTS_PER_INCH))
        fig.set_facecolor(theme.background)
        ax = fig.add_axes((0.0, 0.0, 1.0, 1.0))
    sheet = Sheet(ax, plan, theme)
    (x0, y0), (x1, y1) = sheet.at([0.0, plan.width], [0.0, plan.height])
    ax.set_xlim(x0, x1)
    ax.set_ylim(y1, y0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(theme.background)
    ax.set_aspect("auto")
    for spine in ax.spines.values():
        spine.set_visible(False)
    return root_figure(ax), sheet


def root_figure(ax: Axes) -> Figure:
    """The figure that `ax` stands in, through any subfigures."""
    figure = ax.get_figure(root=True)
    if figure is None:
        msg = "the axes belong to no figure"
        raise SettingsError(msg)
    return figure
