"""A sheet made of matplotlib's artists, on axes that more can be drawn on.

The axes fill the whole figure, or whatever axes were given. Their own coordinates are days since
1970 across (matplotlib's date numbers) and rows down.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.transforms import TransformedPatchPath

from idlib_graph.charts.lettering import Lettering, font
from idlib_graph.charts.paths import bent, ringed
from idlib_graph.charts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from numpy.typing import ArrayLike, NDArray

    from idlib_graph.charts.sheet import Box, Plan, Points
    from idlib_graph.charts.style import Theme
    from idlib_graph.charts.words import Words


class AxesSheet(Sheet):
    """Axes as a sheet."""

    def __init__(self, ax: Axes, plan: Plan, theme: Theme) -> None:
        super().__init__(plan, theme)
        self.ax = ax
        (x0, y0), (x1, y1) = self.at([0.0, plan.width], [0.0, plan.height])
        ax.set_xlim(x0, x1)
        ax.set_ylim(y1, y0)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_facecolor(theme.background)
        ax.set_aspect("auto")
        for spine in ax.spines.values():
            spine.set_visible(False)

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

    def letters(self, words: Words, place: tuple[float, float], zorder: float) -> None:
        """Draw one line of text, its baseline from `place` on."""
        day, row = self._moved(place).tolist()
        item = Lettering(
            day,
            row,
            words.text,
            rim=words.rim,
            fontproperties=font(bold=words.bold),
            color=words.colour,
            horizontalalignment=words.align,
            verticalalignment="baseline",
            rotation=-words.turn,
            rotation_mode="anchor",
            zorder=zorder,
            parse_math=False,
            usetex=False,
            clip_on=False,
            transform=self.ax.transData,
        )
        item.set_fontsize(words.size)
        self._add(item)

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
        self._curved([bent(self._moved(path)) for path in paths], **look)

    def grounds(
        self,
        edges: Sequence[tuple[Points, Points]],
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Fill what lies between upper and lower edges made of cubic curves."""
        sides = [(self._moved(upper), self._moved(lower[::-1])) for upper, lower in edges]
        self._curved([bent(upper, lower) for upper, lower in sides], **look)

    def shape(self, rings: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw an area with holes, of which each ring ends where it begins."""
        self._add(PathPatch(ringed([self._moved(ring) for ring in rings]), **look))

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
