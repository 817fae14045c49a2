"""The alluvial chart: who went from which community to which, from one date to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.calendar import check_language, write_day
from idlib_graph.charts.flow_scene import (
    BLOCK,
    GAP,
    SIGNS,
    STUB,
    THIN,
    TINTS,
    plan_flows,
    sign_look,
    usual_width,
)
from idlib_graph.charts.flows import flow_ends, order_columns, place_columns
from idlib_graph.charts.furniture import AXIS, MARGIN
from idlib_graph.charts.network import colours_on
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.ribbons import NAME_ROOM, NAME_SIZES, Names, Ribbon
from idlib_graph.charts.sheet import Gathered
from idlib_graph.charts.streams import FIRST, LAST, gather_streams, numbers_in, sizes_of
from idlib_graph.charts.style import DARK, HATCHES, LIGHT
from idlib_graph.charts.text import clip, width
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import UNALIGNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.streams import Streams, Taken

_LABELS = (7.8, 6.6)


def alluvial(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    every: str = "P1Y",
    days: Sequence[date] | None = None,
) -> tuple[Figure, Axes]:
    """Draw the communities of a few dates, and who went from which to which between them.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set, with the months drawn; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    every : draw the first slice of each such step of time, and the last slice
    days : those to draw instead

    Returns
    -------
    The figure, and its axes, whose coordinates are columns from 0 on, and factions.

    Raises
    ------
    SettingsError
        For a step that is none, no `days` or an unknown language, or where the sheet is too small
        to draw on.
    """
    theme = DARK if dark else LIGHT
    streams = gather_streams(analysis, every=every, days=days)
    room = sheet_size(ax, size, usual=usual_width(streams))
    plan, frame = plan_flows(streams, room, theme, title, check_language(language))
    fig, ax, sheet = open_sheet(ax, plan, theme)
    _Drawing(streams, sheet).draw()
    frame.draw(sheet)
    return fig, ax


@dataclass(frozen=True, slots=True)
class _Block:
    """A block on the sheet, in points: its middle across, its upper edge, its size."""

    key: str
    members: Sequence[str]
    x: float
    y: float
    wide: float
    high: float


class _Drawing:
    """An alluvial chart being drawn."""

    def __init__(self, streams: Streams, sheet: Sheet) -> None:
        self.streams, self.sheet = streams, sheet
        self.plan, self.theme = sheet.plan, sheet.theme
        self.colours = colours_on(streams.analysis, streams.parts)
        self.step = float(self.plan.x(1) - self.plan.x(0))
        self.flows = streams.flows
        sizes, taken = sizes_of(streams.columns), numbers_in(self.flows)
        self.order = order_columns(sizes, taken, last=UNALIGNED)
        gap, rows = GAP / self.plan.pitch, self.plan.rows
        tops = place_columns(self.order, sizes, taken, gap=gap, height=rows)
        self.blocks = [
            {key: self._block(index, key, top) for key, top in column.items()}
            for index, column in enumerate(tops)
        ]
        self.ribbons = [
            self._lay(index, flow_ends(here, there, taken[index]))
            for index, (here, there) in enumerate(pairwise(self.order))
        ]
        self.lines = Gathered(sheet.strokes)
        self.names = Names(sheet, [r for found in self.ribbons for r in found.values()])

    def draw(self) -> None:
        """Draw all of it: shapes from the back to the front, then names, the needed ones first."""
        for index, found in enumerate(self.ribbons):
            for (origin, target), ribbon in found.items():
                self._ribbon(ribbon, origin, moving=origin != target)
            self._passing(index, self.streams.exits(index), 1)
            self._passing(index + 1, self.streams.entries(index + 1), -1)
        for index, blocks in enumerate(self.blocks):
            self._head(index)
            for block in blocks.values():
                self._bar(block)
        self.lines.draw()
        self._name_blocks()
        self._name_sides()
        for index in range(1, len(self.ribbons)):  # those of the outer columns are named there
            self._name_passing(index, self.streams.exits(index), 1)
            self._name_passing(index, self.streams.entries(index), -1)
        for moving in (True, False):
            for index, found in enumerate(self.ribbons):
                for (origin, target), ribbon in found.items():
                    if (origin != target) is moving:
                        self._name_flow(index, ribbon, origin, target)

    def _block(self, index: int, key: str, top: float) -> _Block:
        members = self.streams.columns[index][key]
        wide = THIN if key == UNALIGNED else BLOCK
        x, y = float(self.plan.x(index)), float(self.plan.y(top))
        return _Block(key, members, x, y, wide, len(members) * self.plan.pitch)

    def _lay(
        self, index: int, ends: Mapping[tuple[str, str], tuple[float, float]]
    ) -> dict[tuple[str, str], Ribbon]:
        """The ribbons after a column, the largest first."""
        pitch, found = self.plan.pitch, {}
        for flow, lines in sorted(self.flows[index].items(), key=lambda x: (-len(x[1]), x[0])):
            here, there = self.blocks[index][flow[0]], self.blocks[index + 1][flow[1]]
            begin, end = ends[flow]
            found[flow] = Ribbon(
                left=here.x + here.wide / 2,
                right=there.x - there.wide / 2,
                begin=here.y + begin * pitch,
                end=there.y + end * pitch,
                high=len(lines) * pitch,
            )
        return found

    def _look(self, key: str) -> tuple[str, str, str]:
        """Fill, edge and hatch of a block."""
        if key == UNALIGNED:
            return self.theme.grey, self.theme.grey, ""
        shade, variant = self.colours[self.streams.ids[key]]
        hue = PALETTE[shade]
        return hue, self.theme.edge(hue), HATCHES[variant % len(HATCHES)]

    def _head(self, index: int) -> None:
        """Write the date of a column and how many factions were seen, over a line down to it."""
        part, plan = self.streams.parts[index], self.plan
        x, y = float(plan.x(index)), plan.top - GAP - 2.1 * AXIS
        down = np.array([[x, plan.top - GAP], [x, plan.height - plan.bottom + 6]])
        self.lines.add(down, colors=self.theme.grid, linewidths=0.8, zorder=0)
        self.sheet.text(x, y, write_day(part.day, plan.language), AXIS, align="center")
        count, size = len(part.where), NAME_SIZES[0]
        text = f"{count} faction{'s' * (count != 1)}"
        text = text if width(text, size) < self.step - 4 else str(count)
        self.sheet.text(x, y + 1.25 * AXIS, text, size, align="center", colour=self.theme.soft)

    def _bar(self, block: _Block) -> None:
        hue, edge, hatch = self._look(block.key)
        look: dict[str, Any] = {"facecolors": hue, "edgecolors": edge, "hatch": hatch or None}
        area = _rectangle(block.x - block.wide / 2, block.y, block.wide, block.high)
        self.sheet.areas([area], linewidths=0.9, zorder=4, **look)

    def _name_blocks(self) -> None:
        """Write name and size above each block; whole names where a community comes first."""
        seen: set[str] = set()
        first = []
        for block in (block for column in self.blocks for block in column.values()):
            if block.key in seen:
                self._label(block)
            else:
                first.append(block)
            seen.add(block.key)
        for block in first:
            if not self._label(block, whole=True):
                self._label(block)

    def _label(self, block: _Block, *, whole: bool = False) -> bool:
        """Write name and size over a block; a name too long for its column to the left of it.

        Whether that was done: a `whole` name is written only where there is room.
        """
        name, count = self.streams.names[block.key], str(len(block.members))
        bold = block.key != UNALIGNED
        for size in _LABELS:
            beside = width(count, size) + 4
            room = NAME_ROOM if whole else self.step - 6 - beside
            text = clip(name, size, room, bold=bold)
            if text == name and width(name, size, bold=bold) <= self.step - 6 - beside:
                break
        wide = width(text, size, bold=bold) + beside
        right = block.x + min(wide, self.step - 6) / 2
        y = block.y - 7.5
        left, upper, _, lower = self.sheet.box(right - wide, y, text, size, bold=bold)
        if whole and not self.sheet.is_free((left - 4, upper, right, lower)):
            return False
        colour = None if bold else self.theme.soft
        self.sheet.text(left, y, text, size, bold=bold, halo=True, colour=colour)
        self.sheet.text(right, y, count, size, align="right", halo=True, colour=colour)
        return True

    def _ribbon(self, ribbon: Ribbon, key: str, *, moving: bool) -> None:
        hue, edge, hatch = self._look(key)
        upper, lower = ribbon.edges()
        look: dict[str, Any] = {"facecolors": hue, "alpha": TINTS[moving], "linewidths": 0.0}
        if hatch:
            look |= {"hatch": hatch, "edgecolors": edge}
        self.sheet.areas([np.vstack([upper, lower[::-1]])], zorder=2, **look)
        self.lines.add(upper, lower, colors=edge, linewidths=0.6, zorder=2.5)

    def _passing(self, index: int, taken: Taken, side: int) -> None:
        """Draw stubs and signs at the foot of blocks for who is not seen in the next column."""
        for key, how, top, lines in self._places(index, taken):
            block, pitch = self.blocks[index][key], self.plan.pitch
            hue, edge, _ = self._look(key)
            near = block.x + side * block.wide / 2
            far, high = near + side * STUB, len(lines) * pitch
            area = _rectangle(min(near, far), top, STUB, high)
            self.sheet.areas([area], facecolors=hue, alpha=TINTS[1], linewidths=0.0, zorder=2)
            edges = [np.array([[near, y], [far, y]]) for y in (top, top + high)]
            self.lines.add(*edges, colors=edge, linewidths=0.6, zorder=2.5)
            look = sign_look(how, self.theme)
            apart = pitch >= look["size"]
            for row in range(len(lines)) if apart else [(len(lines) - 1) / 2]:
                self.sheet.marker(far, top + (row + 0.5) * pitch, SIGNS[how], **look)

    def _places(self, index: int, taken: Taken) -> list[tuple[str, str, float, Sequence[str]]]:
        """Block, how, upper edge and who, of all that pass on one side of a column."""
        found: list[tuple[str, str, float, Sequence[str]]] = []
        for key, block in self.blocks[index].items():
            own = [(how, lines) for (k, how), lines in taken.items() if k == key]
            own.sort(key=lambda item: item[0] in {FIRST, LAST})
            top = block.y + block.high - sum(len(x) for _, x in own) * self.plan.pitch
            for how, lines in own:
                found.append((key, how, top, lines))
                top += len(lines) * self.plan.pitch
        return found

    def _name_passing(self, index: int, taken: Taken, side: int) -> None:
        for key, _, top, lines in self._places(index, taken):
            block, high = self.blocks[index][key], len(lines) * self.plan.pitch
            x = block.x + side * (block.wide / 2 + STUB + 5.5)
            room = (self.step - block.wide / 2 - STUB - BLOCK, high)
            align = "right" if side < 0 else "left"
            self.names.beside(self._labels(index, lines), (x, top + high / 2), room, align)

    def _name_flow(self, index: int, ribbon: Ribbon, origin: str, target: str) -> None:
        names = self._labels(index, self.flows[index][origin, target])
        moving, hatched = origin != target, bool(self._look(origin)[2])
        self.names.on(ribbon, names, needed=moving, halo=hatched)

    def _name_sides(self) -> None:
        """Name the members of the first column to its left, and those of the last to its right."""
        last = len(self.blocks) - 1
        for index, side in ((0, -1), (last, 1)) if last else ((0, 1),):
            for key, block in self.blocks[index].items():
                x = block.x + side * (BLOCK / 2 + 5)
                room = (self.plan.left if side < 0 else self.plan.right) - MARGIN - 6
                names = self._labels(index, self._in_order(index, key, side))
                at, align = (x, block.y + block.high / 2), "right" if side < 0 else "left"
                self.names.beside(names, at, (room, block.high), align)

    def _in_order(self, index: int, key: str, side: int) -> list[str]:
        """The members of a block of the first or last column, as its flows lie side by side."""
        if not self.flows:
            return list(self.blocks[index][key].members)
        taken, far = (self.flows[0], 1) if side < 0 else (self.flows[-1], -2)
        pairs = [(key, other) if side < 0 else (other, key) for other in self.order[far]]
        passing = [line for pair in pairs for line in taken.get(pair, ())]
        return passing + [x for x in self.blocks[index][key].members if x not in passing]

    def _labels(self, index: int, lines: Iterable[str]) -> list[str]:
        day = self.streams.parts[index].day
        names = (self.streams.analysis.label(x, day, short=True) for x in lines)
        return [clip(name, NAME_SIZES[0], NAME_ROOM) for name in names]


def _rectangle(left: float, top: float, wide: float, high: float) -> np.ndarray[Any, Any]:
    right, low = left + wide, top + high
    return np.array([[left, top], [right, top], [right, low], [left, low]])
