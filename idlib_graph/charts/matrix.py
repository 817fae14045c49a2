"""The matrix: every pair's tie on a day, factions listed community by community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.calendar import check_language
from idlib_graph.charts.cells import step_of
from idlib_graph.charts.furniture import MARGIN
from idlib_graph.charts.lattice import (
    BESIDE,
    BRACKET,
    COLUMN_ROOM,
    GROUP,
    STRIP,
    fill_of,
    frame_of,
    lay_out,
    plan_cells,
    sign_colour,
    title_of,
)
from idlib_graph.charts.network import colours_on
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.sheet import POINTS_PER_INCH
from idlib_graph.charts.style import DARK, HATCHES, LIGHT, TEXT_CONTRAST, ensure_contrast
from idlib_graph.charts.text import clip, wrap
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.blocks import Block
    from idlib_graph.charts.cells import Cell
    from idlib_graph.charts.lattice import Lattice
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.sheet import Sheet

    Floats = NDArray[np.float64]

_SIGN = 0.22  # half of a sign's width, of a cell's
_LARGEST_SIGN = 4.5
_LEADING = 1.2
# Corners of a cell along which each side of a tie is drawn: all round, or half by half.
_PARTS = {1: ([0, 1, 2, 3, 0],), 2: ([3, 0, 1], [1, 2, 3])}


def matrix(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    day: date | None = None,
) -> tuple[Figure, Axes]:
    """Draw the tie of every pair on a day as a square of cells.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set, with the day; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    day : which to draw; else the last slice

    Returns
    -------
    The figure, and its axes, whose coordinates are columns and rows.

    Raises
    ------
    SettingsError
        Where the sheet is too small to draw on, or for an unknown language.
    """
    theme = DARK if dark else LIGHT
    check_language(language)
    part = analysis.slice_on(analysis.days[-1] if day is None else day)
    lattice = lay_out(analysis, part)
    wide, high = sheet_size(ax, size, usual=lattice.width / POINTS_PER_INCH)
    frame = frame_of(analysis, lattice, wide, theme, title, language)
    plan, name_size = plan_cells(lattice, frame, wide, high, language)
    fig, ax, sheet = open_sheet(ax, plan, theme)
    _Drawing(analysis, lattice, sheet, name_size).draw()
    frame.draw(sheet)
    return fig, ax


class _Drawing:
    """A matrix being drawn."""

    def __init__(
        self, analysis: Analysis, lattice: Lattice, sheet: Sheet, name_size: float
    ) -> None:
        self.lattice, self.sheet, self.theme = lattice, sheet, sheet.theme
        self.plan, self.pitch = sheet.plan, sheet.plan.pitch
        self.colours = colours_on(analysis, [lattice.part])
        self.size = name_size

    def draw(self) -> None:
        """Draw grounds, cells and names, from the back to the front."""
        first, starts = 0, []
        for block in self.lattice.blocks:
            starts.append(first)
            first += len(block.lines)
        blocks = list(zip(self.lattice.blocks, starts, strict=True))
        for block, start in blocks:
            self._ground(block, start)
        self._rules([*starts, first])
        self._cells()
        for block, start in blocks:
            self._edges(block, start)
        for index, name in enumerate(self.lattice.names):
            x, y = float(self.plan.x(index + 0.5)), float(self.plan.y(index + 0.5))
            off = STRIP + 2 + BESIDE
            self.sheet.text(self.plan.left - off, y, name, self.size, align="right")
            above = clip(name, self.size, COLUMN_ROOM)
            self.sheet.text(x, self.plan.top - off, above, self.size, upward=True)
        if not self.lattice.names:
            x, y = self.plan.left + 6, float(self.plan.y(0.5))
            self.sheet.text(x, y, "No tie reported", GROUP, colour=self.theme.soft)

    def _square(self, row: float, column: float, size: float = 1, inset: float = 0.0) -> Floats:
        """The corners of a square of cells, clockwise, moved inwards by `inset` points."""
        (x0, x1), (y0, y1) = self.plan.x([column, column + size]), self.plan.y([row, row + size])
        x0, x1, y0, y1 = x0 + inset, x1 - inset, y0 + inset, y1 - inset
        return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])

    def _ground(self, block: Block, start: int) -> None:
        if block.community:
            tint = self.theme.tint(PALETTE[self.colours[block.community.id][0]])
            square = self._square(start, start, len(block.lines))
            self.sheet.areas([square], facecolors=tint, linewidths=0, zorder=1)

    def _rules(self, starts: list[int]) -> None:
        """Draw rules between cells, stronger ones between blocks, and fill the diagonal."""
        count = self.lattice.count
        thin, strong = (
            [path for i in at for path in self._rule(i)] for at in (range(count + 1), starts)
        )
        own = [self._square(i, i) for i in range(len(self.lattice.names))]
        self.sheet.areas(own, facecolors=self.theme.grid, linewidths=0, zorder=2)
        self.sheet.strokes(thin, colors=self.theme.grid, linewidths=0.6, zorder=2)
        self.sheet.strokes(strong, colors=self.theme.grey, linewidths=0.8, zorder=2.5)

    def _rule(self, at: int) -> list[Floats]:
        """A rule across and one down the matrix, before row and column `at`."""
        ends, here = [0, self.lattice.count], [at, at]
        across = np.stack([self.plan.x(ends), self.plan.y(here)], axis=1)
        return [across, np.stack([self.plan.x(here), self.plan.y(ends)], axis=1)]

    def _cells(self) -> None:
        """Draw the ties, each side in its half where there are two, with their signs."""
        shapes: dict[tuple[str, int], list[Floats]] = {}
        edges: dict[str, list[Floats]] = {}
        signs: dict[str, list[Floats]] = {}
        for cell in self.lattice.cells:
            square = self._square(cell.row, cell.column, inset=0.8)
            steps = [(kind, step_of(weight)) for kind, weight in cell.sides]
            for drawn, corners in zip(steps, _PARTS[len(steps)], strict=True):
                shapes.setdefault(drawn, []).append(square[corners])
                edges.setdefault(drawn[0], []).append(square[corners])
            fills = [fill_of(self.theme, *drawn) for drawn in steps]
            strokes = signs.setdefault(sign_colour(self.theme, *fills), [])
            strokes += self._sign(cell, square.mean(axis=0))
        for (kind, step), found in sorted(shapes.items()):
            fill = fill_of(self.theme, kind, step)
            self.sheet.areas(found, facecolors=fill, linewidths=0, zorder=3)
        for kind, paths in sorted(edges.items()):
            look: dict[str, Any] = {"linewidths": 0.7, "joinstyle": "miter"}
            self.sheet.strokes(paths, colors=self.theme.kind(kind), zorder=4, **look)
        thick = min(1.1, 0.075 * self.pitch)
        for colour, strokes in sorted(signs.items()):
            self.sheet.strokes(strokes, colors=colour, linewidths=thick, zorder=5)
        self._frames([cell for cell in self.lattice.cells if cell.contested])

    @property
    def _reach(self) -> float:
        return min(_SIGN * self.pitch, _LARGEST_SIGN)

    def _sign(self, cell: Cell, middle: Floats) -> list[Floats]:
        """The strokes of a plus, a minus or both."""
        reach = self._reach
        across = np.array([[-reach, 0.0], [reach, 0.0]])
        if len(cell.sides) > 1:
            plus = [across * 0.9 - [0, 0.35 * reach], across[:, ::-1] * 0.9 - [0, 0.35 * reach]]
            parts = [*plus, across * 0.9 + [0, 1.1 * reach]]
        elif cell.sides[0][0] == "alliance":
            parts = [across, across[:, ::-1]]
        else:
            parts = [across]
        return [middle + stroke for stroke in parts]

    def _frames(self, cells: list[Cell]) -> None:
        """Frame the cells that are contested."""
        squares = [self._square(cell.row, cell.column, inset=0.9) for cell in cells]
        thick = min(1.7, 0.1 * self.pitch)
        look: dict[str, Any] = {"colors": self.theme.ink, "linewidths": thick, "zorder": 6}
        closed = [square[[0, 1, 2, 3, 0]] for square in squares]
        self.sheet.strokes(closed, joinstyle="miter", capstyle="projecting", **look)

    def _edges(self, block: Block, start: int) -> None:
        """Draw a block's colour along both edges, its frame, and its name beside a bracket."""
        hue, edge, ink, hatch = self.theme.grey, self.theme.grey, self.theme.soft, ""
        if block.community:
            shade, variant = self.colours[block.community.id]
            hue, edge = PALETTE[shade], self.theme.edge(PALETTE[shade])
            hatch = HATCHES[variant % len(HATCHES)]
            ink = ensure_contrast(hue, self.theme.tint(hue), TEXT_CONTRAST)
            frame = self._square(start, start, len(block.lines))[[0, 1, 2, 3, 0]]
            self.sheet.strokes([frame], colors=edge, linewidths=1.6, zorder=4.5)
        size = len(block.lines)
        x, y = self.plan.x([start, start + size]), self.plan.y([start, start + size])
        out = np.array([-2 - STRIP, -2])
        for across, down in ((self.plan.left + out, y), (x, self.plan.top + out)):
            (left, right), (upper, lower) = across, down
            strip = np.array([[left, upper], [right, upper], [right, lower], [left, lower]])
            rim = self.theme.background if hatch else edge  # hatches have the colour of the rim
            look = {"facecolors": hue, "edgecolors": rim, "linewidths": 0.8}
            self.sheet.areas([strip], hatch=hatch, zorder=4, **look)
        at = MARGIN + self.lattice.groups + BRACKET / 2
        bracket = np.array([[at, y[0] + 1.5], [at, y[1] - 1.5]])
        self.sheet.strokes([bracket], colors=edge, linewidths=2.0, zorder=4)
        self._title(block, float(y[0]), float(y[1]), ink)

    def _title(self, block: Block, upper: float, lower: float, colour: str) -> None:
        """Write a block's name in as many lines as its rows have room for."""
        size = min(GROUP, (lower - upper - 1.2) / 1.17)
        room = max(int((lower - upper) / (size * _LEADING)), 1)
        lines = wrap(title_of(block), size, self.lattice.groups, bold=True)
        if len(lines) > room:
            rest = " ".join(lines[room - 1 :])
            lines = [*lines[: room - 1], clip(rest, size, self.lattice.groups, bold=True)]
        y = (upper + lower) / 2 - (len(lines) - 1) * size * _LEADING / 2
        for index, line in enumerate(lines):
            look: dict[str, Any] = {"align": "right", "bold": True, "colour": colour}
            at = y + index * size * _LEADING
            self.sheet.text(MARGIN + self.lattice.groups, at, line, size, **look)
