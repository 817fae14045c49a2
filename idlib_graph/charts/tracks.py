"""The smooth course of lines and bands between the layers of a storyline.

A line that changes its row does so by the cubic 3t² - 2t³, and what is made of cubics is drawn as
Bézier curves, which are exact: a turn takes four points however large it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from idlib_graph.charts.ordering import Layers

    Floats = NDArray[np.float64]

GRID = 600
SHORTEST = 0.6  # of the turn that looks smooth


@dataclass(frozen=True)
class Tracks:
    """Where every line runs.

    All lines turn at the same time and by the same curve, so none crosses another unless their
    order changes.

    Attributes
    ----------
    layers, rows : the order of each layer, and the row of each line in it
    turns : the day around which each layer takes over from the one before
    reach : days before and after that in which it does
    end : the last day
    """

    layers: Layers
    rows: Sequence[Mapping[str, float]]
    turns: tuple[float, ...]
    reach: tuple[float, ...]
    end: float

    @cached_property
    def lives(self) -> dict[str, tuple[int, int]]:
        """The first and the last layer of each line."""
        lives: dict[str, tuple[int, int]] = {}
        for index, row in enumerate(self.rows):
            for line in row:
                lives[line] = (lives.get(line, (index,))[0], index)
        return lives

    def span(self, line: str) -> tuple[float, float]:
        """The days between which `line` is drawn."""
        first, last = self.lives[line]
        return self.turns[first], self.until(last)

    def until(self, layer: int) -> float:
        """The day on which `layer` ends."""
        return self.turns[layer + 1] if layer + 1 < len(self.turns) else self.end

    def run(self, line: str, days: Floats) -> Floats:
        """The row of `line` on `days`, which are within its span."""
        first, values = self._courses[line]
        return self._blend(first, values, days)[0]

    def row(self, line: str, day: float) -> float:
        """The row of `line` on one day, or at the nearer end of its span."""
        begin, end = self.span(line)
        first, values = self._courses[line]
        row = values[0]
        for change, turn, reach in self._turns(first, values):
            share = min(max((min(max(day, begin), end) - turn + reach) / (2 * reach), 0.0), 1.0)
            row += change * share**2 * (3 - 2 * share)
        return row

    def sample(self, line: str, begin: float, end: float) -> Floats:
        """The course of `line` between two days, as control points of cubic curves.

        Returns
        -------
        Days and rows, shape (3 n + 1, 2): of each of n curves its beginning and two controls, and
        the end of the last.
        """
        first, values = self._courses[line]
        return self._sampled(first, values, begin, end)

    def levels(self, line: str) -> list[tuple[float, float]]:
        """The days from and until which `line` runs level, in order."""
        first, values = self._courses[line]
        begin, end = self.span(line)
        bends = [
            (turn - reach, turn + reach)
            for _, turn, reach in self._turns(first, values)
            if turn + reach > begin and turn - reach < end
        ]
        starts = [begin, *(until for _, until in bends)]
        stops = [*(since for since, _ in bends), end]
        return [(a, b) for a, b in zip(starts, stops, strict=True) if b > a]

    def bands(self, members: Sequence[Sequence[str]]) -> list[tuple[Floats, Floats]]:
        """Upper and lower edge of a community's band, for each spell without a gap.

        Both are control points as `sample` gives them.

        Parameters
        ----------
        members : who is in the community in each layer
        """
        spells: list[list[int]] = []
        for layer, found in enumerate(members):
            if found and spells and spells[-1][-1] == layer - 1:
                spells[-1].append(layer)
            elif found:
                spells.append([layer])
        bands = []
        for spell in spells:
            begin, end = self.turns[spell[0]], self.until(spell[-1])
            rows = [[self.rows[layer][line] for line in members[layer]] for layer in spell]
            edges = [[edge(row) for row in rows] for edge in (min, max)]
            upper, lower = (self._sampled(spell[0], edge, begin, end) for edge in edges)
            bands.append((upper, lower))
        return bands

    @cached_property
    def grid(self) -> tuple[Floats, tuple[str, ...], Floats]:
        """Days, lines, and the row of each line on each day (nan outside its span)."""
        days = np.linspace(self.turns[0], self.end, GRID)
        lines = tuple(self.lives)
        rows = np.full((len(lines), GRID), np.nan)
        for index, line in enumerate(lines):
            begin, end = self.span(line)
            inside = (days >= begin) & (days <= end)
            rows[index, inside] = self.run(line, days[inside])
        return days, lines, rows

    @cached_property
    def _courses(self) -> dict[str, tuple[int, list[float]]]:
        """For each line the rows it goes through, from which layer on.

        A line comes and goes among neighbours that may be turning: it turns with them, from a
        place before its first and to one after its last.
        """
        courses = {}
        for line, (first, last) in self.lives.items():
            values = [self.rows[layer][line] for layer in range(first, last + 1)]
            if first > 0:
                values.insert(0, self._beside(line, first, first - 1))
            if last + 1 < len(self.rows):
                values.append(self._beside(line, last, last + 1))
            courses[line] = (first - (first > 0), values)
        return courses

    def _beside(self, line: str, here: int, there: int) -> float:
        """Where `line` would be in the layer `there`, between its neighbours of layer `here`."""
        order = [other for group in self.layers[here] for other in group]
        place = order.index(line)
        known = [other for other in order if other in self.rows[there]]
        above = next((x for x in reversed(order[:place]) if x in self.rows[there]), None)
        below = next((x for x in order[place + 1 :] if x in self.rows[there]), None)
        row = self.rows[here][line]
        if not known or (above is None and below is None):
            return row
        moved = [self.rows[there][x] - self.rows[here][x] for x in (above, below) if x is not None]
        if above is None or below is None:
            return row + moved[0]
        upper, lower = self.rows[here][above], self.rows[here][below]
        share = (row - upper) / (lower - upper)
        return row + moved[0] * (1 - share) + moved[1] * share

    def _sampled(self, first: int, values: Sequence[float], begin: float, end: float) -> Floats:
        turns = self._turns(first, values)
        corners = [turn + side * reach for _, turn, reach in turns for side in (-1, 1)]
        bends = (day for day in corners if begin < day < end)
        days = np.array(sorted({begin, end, *bends}))
        rows, slopes = self._blend(first, values, days)
        third = (days[1:] - days[:-1]) / 3
        points = np.empty((3 * len(third) + 1, 2))
        points[::3, 0], points[::3, 1] = days, rows
        points[1::3, 0], points[1::3, 1] = days[:-1] + third, rows[:-1] + third * slopes[:-1]
        points[2::3, 0], points[2::3, 1] = days[1:] - third, rows[1:] - third * slopes[1:]
        return points

    def _blend(self, first: int, values: Sequence[float], days: Floats) -> tuple[Floats, Floats]:
        """The rows of a course on some days, and how steep it is there."""
        rows, slopes = np.full(len(days), values[0]), np.zeros(len(days))
        for change, turn, reach in self._turns(first, values):
            share = ((days - turn + reach) / (2 * reach)).clip(0.0, 1.0)
            rows += change * share**2 * (3 - 2 * share)
            slopes += change * 6 * share * (1 - share) / (2 * reach)
        return rows, slopes

    def _turns(self, first: int, values: Sequence[float]) -> list[tuple[float, float, float]]:
        """By how many rows a course turns, around which day, and how long before and after it."""
        return [
            (after - before, self.turns[layer], self.reach[layer])
            for layer, (before, after) in enumerate(pairwise(values), start=first + 1)
            if after != before
        ]


def plan_turns(
    rows: Sequence[Mapping[str, float]], turns: Sequence[float], end: float, unit: float
) -> tuple[float, ...]:
    """How long before and after each turn the lines move: longer where they have far to go.

    Parameters
    ----------
    unit : days of the shortest turn that looks smooth
    """
    reach = []
    bounds = [*turns, end]
    for index, turn in enumerate(turns):
        before = rows[index - 1] if index else {}
        moved = [abs(rows[index][x] - before[x]) for x in rows[index] if x in before]
        wanted = unit * (1 + 0.09 * max(moved, default=0.0))
        room = bounds[index + 1] - turn
        near = min(turn - bounds[index - 1], room) if index else room
        full = max(min(wanted, near * 0.5), min(wanted, unit * SHORTEST))
        reach.append(min(full, end - turn))
    return tuple(reach)
