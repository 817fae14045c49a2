"""Layers of members, one a community, that add up to everyone present."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.panels import PITCH, spread, write_name
from idlib_graph.charts.story import community_colours, slice_edges
from idlib_graph.charts.style import HATCHES, mix
from idlib_graph.charts.text import clip
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.panels import Place
    from idlib_graph.charts.sheet import Box, Sheet
    from idlib_graph.shifts.records import CommunityId

_NAME = 7.8
_PAD = (4.0, 2.2)
_ROOM = 130.0
_ALONG = (0.5, 0.35, 0.65, 0.2, 0.8)
_STEPS = np.linspace(0, 1, 60)[:, None]  # at which a lead is looked at
# Where above the stack a name may stand, how far up and aside in points, the nearest first.
_NEARBY = sorted(
    ((up * 12.0, aside * 12.0) for up in range(1, 11) for aside in range(-11, 12)),
    key=lambda spot: (spot[0] + 1.3 * abs(spot[1]), spot),
)


@dataclass(frozen=True)
class Layer:
    """The members of one community, or of none, in each slice, upon those below.

    Attributes
    ----------
    below, sizes : members in the layers below, and in this one, each of shape (slices,)
    """

    community: CommunityId | None
    name: str
    below: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @property
    def above(self) -> NDArray[np.int64]:
        """Members in this layer and below, shape (slices,)."""
        return self.below + self.sizes

    @property
    def last(self) -> int:
        """Members in the last slice."""
        return int(self.sizes[-1])

    def runs(self) -> list[tuple[int, int]]:
        """First slice, and slice after the last, of each stretch in which there are members."""
        found = []
        for there, run in groupby(range(len(self.sizes)), key=lambda i: bool(self.sizes[i])):
            if there:
                slices = list(run)
                found.append((slices[0], slices[-1] + 1))
        return found

    def outlines(self, edges: Sequence[float]) -> list[NDArray[np.float64]]:
        """Closed lines of (day, members) around each of its runs."""
        shapes = []
        for first, last in self.runs():
            days = np.repeat(edges[first : last + 1], 2)[1:-1]
            low = np.repeat(self.below[first:last], 2)
            high = np.repeat(self.above[first:last], 2)
            upper, lower = np.column_stack([days, high]), np.column_stack([days, low])
            shapes.append(np.vstack([upper, lower[::-1]]).astype(float))
        return shapes


def stack_layers(analysis: Analysis) -> list[Layer]:
    """A layer for each community, the first to appear lowest, and one for those in none."""
    slices = analysis.slices
    rows: dict[CommunityId | None, NDArray[np.int64]] = {
        identity: np.zeros(len(slices), dtype=np.int64) for identity in analysis.names
    }
    rows[None] = np.array([len(part.unaligned) for part in slices], dtype=np.int64)
    for index, part in enumerate(slices):
        for community in part.communities:
            rows[community.id][index] = len(community.members)
    below = np.zeros(len(slices), dtype=np.int64)
    layers = []
    for identity, sizes in rows.items():
        name = "in none" if identity is None else analysis.names[identity]
        layers.append(Layer(identity, name, below, sizes))
        below = below + sizes
    return layers


class Stack:
    """Layers being drawn in a panel."""

    def __init__(self, analysis: Analysis, sheet: Sheet, place: Place) -> None:
        self.sheet, self.place, self.theme = sheet, place, sheet.theme
        self.layers = stack_layers(analysis)
        self.edges = slice_edges(analysis.days)
        self.colours = community_colours(analysis)
        self.leads: list[NDArray[np.float64]] = []
        self.days = sheet.plan.x(self.edges)
        self.tops = np.array([place.y(float(number)) for number in self.layers[-1].above])

    def draw(self) -> list[str]:
        """Draw and name the layers; gives the names for which there was no room.

        Layers that reach the last slice are named beside their right ends, others inside them or
        above the stack.
        """
        for layer in self.layers:
            self._layer(layer)
        homeless = self._beside()
        for layer in self.layers:
            if layer.community and not layer.last and not self._inside(layer):
                homeless += [] if self._above(layer) else [layer.name]
        return homeless

    def _layer(self, layer: Layer) -> None:
        hue, edge, variant = self._look(layer)
        shapes = [self.place.path(self.sheet, line) for line in layer.outlines(self.edges)]
        look: dict[str, Any] = {"facecolors": hue, "edgecolors": edge, "linewidths": 0.8}
        if variant:
            look |= {"hatch": HATCHES[variant % len(HATCHES)], "linewidths": 0.0}
            look["edgecolors"] = mix(self.theme.background, hue, 0.75)
        self.sheet.areas(shapes, label=layer.name, zorder=2, **look)
        if variant:
            closed = [np.vstack([shape, shape[:1]]) for shape in shapes]
            self.sheet.strokes(closed, colors=edge, linewidths=0.8, zorder=2)

    def _look(self, layer: Layer) -> tuple[str, str, int]:
        """Colour, colour of the edge, and variant of a layer."""
        if layer.community is None:
            return self.theme.grid, self.theme.grey, 0
        shade, variant = self.colours[layer.community]
        return PALETTE[shade], self.theme.edge(PALETTE[shade]), variant

    def _beside(self) -> list[str]:
        """Name layers at their right ends, the largest if not all; gives the other names."""
        top, bottom = self.place.top, self.place.bottom
        alive = [layer for layer in self.layers if layer.last]
        fitting = max(int((bottom - top) / PITCH), 1)
        largest = sorted(alive, key=lambda layer: -layer.last)[:fitting]
        named = [
            (x.name, x.last, x.below[-1] + x.last / 2, self._look(x)[1])
            for x in alive
            if x in largest
        ]
        whole = self.layers[-1]
        named.append(("all", int(whole.above[-1]), whole.above[-1], self.theme.ink))
        ends = [self.place.y(float(value)) for _, _, value, _ in named]
        places = spread(ends, PITCH, top, bottom)
        for (name, number, _, colour), end, y in zip(named, ends, places, strict=True):
            write_name(self.sheet, name, str(number), y, colour, end=end)
        return [layer.name for layer in alive if layer not in largest]

    def _inside(self, layer: Layer) -> bool:
        """Name a layer where it has most room for that; whether it has any."""
        best: tuple[float, float, float] = 0.0, 0.0, 0.0
        text = clip(layer.name, _NAME, _ROOM, bold=True)
        box = self.sheet.box(0, 0, text, _NAME, bold=True)
        wide, high = box[2] - box[0] + 2 * _PAD[0] + 4, box[3] - box[1] + 2 * _PAD[1] + 2
        for begin, end in layer.runs():
            for first in range(begin, end):
                left, upper, lower = float(self.sheet.plan.x(self.edges[first])), -np.inf, np.inf
                for index in range(first, end):
                    upper = max(upper, self.place.y(float(layer.above[index])))
                    lower = min(lower, self.place.y(float(layer.below[index])))
                    length = float(self.sheet.plan.x(self.edges[index + 1])) - left
                    if lower - upper < high:
                        break
                    if length > max(best[0], wide):
                        best = length, left + length / 2, (upper + lower) / 2
        if best[0] == 0.0:
            return False
        self._pill(text, best[1], best[2], self._look(layer)[1])
        return True

    def _above(self, layer: Layer) -> bool:
        """Name a layer above the stack and lead there from inside it; whether there is room."""
        text, edge = clip(layer.name, _NAME, _ROOM, bold=True), self._look(layer)[1]
        for x, y in self._feet(layer):
            for up, aside in _NEARBY:
                box = self.sheet.box(x + aside, 0.0, text, _NAME, align="center", bold=True)
                at = self._roof(box) - up
                line = np.array([[x + aside, at], [x, y]])
                if self._is_open((box[0], box[1] + at, box[2], box[3] + at), line):
                    self._lead(line, edge)
                    self._pill(text, x + aside, at, edge)
                    return True
        return False

    def _feet(self, layer: Layer) -> list[tuple[float, float]]:
        """Where a lead may end: the middle of the longest run of a layer, and others along it."""
        first, last = max(layer.runs(), key=lambda run: (run[1] - run[0], -run[0]))
        slices = dict.fromkeys(first + int((last - first) * share) for share in _ALONG)
        return [
            (
                float(self.sheet.plan.x((self.edges[index] + self.edges[index + 1]) / 2)),
                self.place.y(float(layer.below[index] + layer.above[index]) / 2),
            )
            for index in slices
        ]

    def _lead(self, line: NDArray[np.float64], edge: str) -> None:
        """Draw a line from a name to what it names."""
        ground, (x, y) = self.theme.background, line[-1]
        self.sheet.strokes([line], colors=ground, linewidths=2.6, zorder=7)
        self.sheet.strokes([line], colors=edge, linewidths=1.1, zorder=7)
        self.sheet.marker(x, y, "o", 4.0, markerfacecolor=edge, markeredgecolor=ground)
        self.leads.append(line)

    def _roof(self, box: Box) -> float:
        """The highest point of the stack between the sides of a box."""
        inside = (self.days[1:] > box[0] - _PAD[0]) & (self.days[:-1] < box[2] + _PAD[0])
        return float(self.tops[inside].min(initial=self.place.bottom))

    def _is_open(self, box: Box, line: NDArray[np.float64]) -> bool:
        """Whether a name fits there within the panel, and it and the line to it cover no other."""
        plan = self.sheet.plan
        left, right = plan.left + _PAD[0], plan.width - plan.right - _PAD[0]
        inside = left <= box[0] and box[2] <= right and box[1] >= self.place.top + _PAD[1]
        if not (inside and self.sheet.is_free(box, spare=2 * _PAD[0] + 1)):
            return False
        feet = [_dot(lead[-1]) for lead in self.leads]
        return not _hits(line, [*self.sheet.boxes, *feet]) and not any(
            _hits(lead, [box, _dot(line[-1])]) for lead in self.leads
        )

    def _pill(self, text: str, x: float, y: float, edge: str) -> None:
        box = self.sheet.text(x, y, text, _NAME, align="center", bold=True, zorder=9)
        self.sheet.pill(box, pad=_PAD, edge=edge, zorder=8)


def _hits(line: NDArray[np.float64], boxes: Sequence[Box]) -> bool:
    """Whether a straight line passes over one of some boxes or close by."""
    points = (line[0] + _STEPS * (line[1] - line[0]))[:, None]
    found = np.array(boxes).reshape(-1, 4)
    low, high = found[:, :2] - _PAD, found[:, 2:] + _PAD
    return bool(((points > low) & (points < high)).all(axis=2).any())


def _dot(foot: NDArray[np.float64]) -> Box:
    x, y = foot.tolist()
    return (x, y, x, y)
