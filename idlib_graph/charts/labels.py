"""Where names go inside a storyline: on free ground, or on their own line, never on each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.text import clip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from idlib_graph.charts.sheet import Box, Sheet
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.tracks import Floats, Tracks

NAME_SIZES = (7.6, 6.6)
PILL_SIZES = (9.6, 8.4, 7.2)
NAME_ROOM = 172.0
PILL_PAD = (4.5, 2.6)

_STEPS = 41
_FREE = 0.5
_OWN_LINE = 0.45
_SIGN = 0.4


@dataclass
class Labeller:
    """Finds room for names among the lines of a storyline.

    Attributes
    ----------
    thick : half the width of a line, in points
    homeless : names for which there was no room
    signs : line and place of each sign, which names should rather not cover
    """

    sheet: Sheet
    story: Story
    tracks: Tracks
    thick: float
    homeless: list[str]
    signs: Sequence[tuple[str, float, float]] = ()

    def community(
        self, name: str, runs: Sequence[tuple[int, int, frozenset[str]]], edge: str
    ) -> None:
        """Write a community's name into its band, where its members stay the same for longest."""
        members = {line for _, _, found in runs for line in found}
        calm = sorted(runs, key=lambda run: (-self._length(run), run[0]))
        for size in PILL_SIZES:
            text = clip(name, size, 210.0, bold=True)
            best: tuple[float, Box] | None = None
            for place, run in enumerate(calm[:8]):
                for cost, x, y in self._spots(run):
                    box = self.sheet.box(x, y, text, size, align="center", bold=True)
                    box = self._inside(box)
                    if not self.sheet.is_free(box, spare=2 * PILL_PAD[0] + 1):
                        continue
                    wide = max(0.0, box[2] - box[0] - self._length(run)) / 40
                    total = (
                        cost
                        + wide
                        + 0.15 * place
                        + self.hits(box, members)
                        + self._signs_in(box, reach=4.0)
                    )
                    if best is None or total < best[0] - 1e-9:
                        best = total, box
            if best and (best[0] < 2.5 or size == PILL_SIZES[-1]):  # noqa: PLR2004 - good enough
                self._pill(text, best[1], size, edge)
                return
        self.homeless.append(name)

    def birth(self, line: str, name: str, *, needed: bool) -> None:
        """Write a line's name where it begins, or along it; not at all where it is not needed."""
        begin, end = self.tracks.span(line)
        x, y = float(self.sheet.plan.x(begin)), self._y(line, begin)
        off = self.thick + 6.5
        near = [(0.0, x - 6, y, "right"), (0.3, x - 2, y - off, "left")]
        near.append((0.3, x - 2, y + off, "left"))
        self._name(line, name, near, (begin, end), needed=needed)

    def rename(self, line: str, name: str, day: float) -> None:
        """Write a line's new name beside the day on which it was taken."""
        _, end = self.tracks.span(line)
        x, y = float(self.sheet.plan.x(day)), self._y(line, day)
        off = self.thick + 7
        near = [
            (cost, x + dx, y + dy, align)
            for cost, dx, align in ((0.0, 0, "center"), (0.2, -3, "left"), (0.3, 3, "right"))
            for dy in (-off, off)
        ]
        near.append((0.1, x + 7, y, "left"))
        self._name(line, name, near, (day, end), needed=True)

    def hits(self, box: Box, skip: Collection[str] = ()) -> float:
        """How many lines, those in `skip` aside, run behind `box`."""
        left, upper, right, lower = box
        days, lines, ys = self._grid
        behind = ys[:, (days >= left - 2) & (days <= right + 2)]
        with np.errstate(invalid="ignore"):
            touched = (behind > upper - self.thick) & (behind < lower + self.thick)
        own = np.array([line in skip for line in lines], dtype=bool)
        return float((touched.any(axis=1) & ~own).sum())

    def _signs_in(self, box: Box, *, reach: float, own: str = "") -> float:
        """What it costs that `box` is nearer than `reach` to signs, those of line `own` aside."""
        left, upper, right, lower = box
        near = [
            line != own and left - reach < x < right + reach and upper - 4 < y < lower + 4
            for line, x, y in self.signs
        ]
        return _SIGN * sum(near)

    @cached_property
    def _grid(self) -> tuple[Floats, tuple[str, ...], Floats]:
        days, lines, rows = self.tracks.grid
        return self.sheet.plan.x(days), lines, self.sheet.plan.y(rows)

    def _name(
        self,
        line: str,
        name: str,
        near: Iterable[tuple[float, float, float, str]],
        span: tuple[float, float],
        *,
        needed: bool,
    ) -> None:
        for size in NAME_SIZES:
            text = clip(name, size, NAME_ROOM)
            found = self._best(line, text, size, near)
            if found is None or (needed and found[0] >= 1.0):
                along = self._best(line, text, size, self._along(line, span))
                found = min((f for f in (found, along) if f), default=None)
            if found and (needed or found[0] < _FREE):
                _, x, y, align = found
                self.sheet.text(x, y, text, size, align=align, halo=True)
                return
            if not needed:
                return
        self.homeless.append(name)

    def _best(
        self, line: str, text: str, size: float, spots: Iterable[tuple[float, float, float, str]]
    ) -> tuple[float, float, float, str] | None:
        """The cheapest free spot, with its cost."""
        best = None
        for cost, x, y, align in spots:
            box = self.sheet.box(x, y, text, size, align=align)
            if self.sheet.is_free(box):
                own = _OWN_LINE * (self.hits(box) - self.hits(box, {line}))
                total = cost + own + self.hits(box, {line})
                total += self._signs_in(box, reach=9.0, own=line)
                if best is None or total < best[0] - 1e-9:
                    best = total, x, y, align
        return best

    def _along(self, line: str, span: tuple[float, float]) -> list[tuple[float, float, float, str]]:
        """Spots on, over and under a line."""
        days, off = np.linspace(*span, _STEPS), self.thick + 6.5
        spots = []
        for step, day in enumerate(days):
            x, y = float(self.sheet.plan.x(day)), self._y(line, float(day))
            for cost, dy in ((0.35, 0.0), (0.5, -off), (0.5, off)):
                spots.append((cost + 0.5 * step / _STEPS, x + 6, y + dy, "left"))
                spots.append((cost + 0.5 * step / _STEPS, x - 6, y + dy, "right"))
        return spots

    def _spots(self, run: tuple[int, int, frozenset[str]]) -> list[tuple[float, float, float]]:
        """Spots in the middle of a band, between two lines or on one, with their cost."""
        first, last, members = run
        edges = self.story.edges
        spots = []
        for cost, share in ((0.0, 0.5), (0.1, 0.35), (0.1, 0.65), (0.2, 0.2), (0.2, 0.8)):
            day = edges[first] + (edges[last] - edges[first]) * share
            ys = sorted(self._y(line, day) for line in members)
            middle = (ys[(len(ys) - 1) // 2] + ys[len(ys) // 2]) / 2
            x = float(self.sheet.plan.x(day))
            spots.append((cost, x, middle))
            spots.append((cost + 0.4, x, ys[0]))
            spots.append((cost + 0.4, x, ys[-1]))
            spots.append((cost + 0.8, x, ys[0] - 14))
            spots.append((cost + 0.8, x, ys[-1] + 14))
        return spots

    def _pill(self, text: str, box: Box, size: float, edge: str) -> None:
        self.sheet.pill(box, pad=PILL_PAD, edge=edge, zorder=9)
        middle = box[3] - self.sheet.box(0, 0, text, size, bold=True)[3]
        self.sheet.text((box[0] + box[2]) / 2, middle, text, size, align="center", bold=True)
        across, down = PILL_PAD
        self.sheet.boxes[-1] = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)

    def _inside(self, box: Box) -> Box:
        """`box`, moved sideways until it is within the drawing."""
        plan = self.sheet.plan
        left = min(max(box[0], plan.left + 4), plan.width - plan.right - 4 - (box[2] - box[0]))
        return (left, box[1], left + box[2] - box[0], box[3])

    def _length(self, run: tuple[int, int, frozenset[str]]) -> float:
        begin, end = self.sheet.plan.x([self.story.edges[run[0]], self.story.edges[run[1]]])
        return float(end - begin)

    def _y(self, line: str, day: float) -> float:
        begin, end = self.tracks.span(line)
        row = self.tracks.run(line, np.array([min(max(day, begin), end)]))
        return float(self.sheet.plan.y(row)[0])
