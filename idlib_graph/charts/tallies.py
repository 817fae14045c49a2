"""What holds, moves and falls without each source: bars with every number beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.parts import percent
from idlib_graph.charts.style import mix
from idlib_graph.charts.text import clip, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.style import Theme
    from idlib_graph.robustness.tally import SourceTally

NAME, HEAD = 7.8, 7.0
ROWS = (10.4, 15.0)  # least and usual height of a row in points

_COLUMN = 30.5
_BAR = 7.0
_GAP = 14.0
_LEAST_BAR = 30.0
_LINE = HEAD * 1.25


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a conclusion, and how that is drawn."""

    word: str
    ink: float
    hatch: str = ""

    def look(self, theme: Theme) -> dict[str, Any]:
        """How the part of a bar looks."""
        fill = mix(theme.ink, theme.background, self.ink)
        look: dict[str, Any] = {"facecolors": fill, "edgecolors": theme.soft, "linewidths": 0.7}
        return look | ({"hatch": self.hatch * 2} if self.hatch else {})


HOLD, LEAVE, NO_TIE = Fate("hold", 0.12), Fate("leave", 0.3, "///"), Fate("no tie", 0.85)
STAND, NO_EVENT = Fate("stand", 0.12), Fate("no event", 0.12, "...")
MOVE, FALL = Fate("move", 0.3, "///"), Fate("fall", 0.85)


@dataclass(frozen=True)
class Half:
    """One of the two bars of each source: its heading, its fates, and how many of each."""

    heading: str
    fates: tuple[Fate, ...]
    counts: tuple[tuple[int, ...], ...]
    shares: bool

    def numbers(self, row: int) -> list[str]:
        """The numbers of a source, written."""
        counts = self.counts[row]
        whole = sum(counts)
        if not whole:
            return ["\N{EN DASH}"] * len(counts)
        return [percent(n / whole) if self.shares else str(n) for n in counts]


def halves(tallies: Sequence[SourceTally]) -> tuple[Half, Half]:
    """Memberships in shares of all, and shifts told as events in numbers."""
    memberships = tuple((t.held, t.elsewhere, t.gone) for t in tallies)
    shifts = tuple((t.stand, t.no_event, t.move, t.fall) for t in tallies)
    events = max((t.events for t in tallies), default=0)
    return (
        Half("memberships", (HOLD, LEAVE, NO_TIE), memberships, shares=True),
        Half(
            f"{events} shift{'s' * (events != 1)} told as event{'s' * (events != 1)}",
            (STAND, NO_EVENT, MOVE, FALL),
            shifts,
            shares=False,
        ),
    )


HEADS = 4.1 * _LINE  # height of the column heads in points
LEAST_WIDTH = 2 * _LEAST_BAR + 7 * _COLUMN + _GAP + 100.0


class TallyDrawing:
    """The table being drawn between `left` and `right`."""

    def __init__(
        self, sheet: Sheet, tallies: Sequence[SourceTally], left: float, right: float
    ) -> None:
        self.sheet, self.theme, self.tallies = sheet, sheet.theme, tallies
        self.left = left
        room = right - left - 7 * _COLUMN - _GAP
        self.name = min(widest((t.source for t in tallies), NAME) + 8, room - 2 * _LEAST_BAR)
        self.bar = (room - self.name) / 2

    def draw(self, top: float, row: float) -> None:
        """Draw heads and rows, each `row` points high."""
        x = self.left + self.name
        for half in halves(self.tallies):
            self._heads(half, x, top)
            for index in range(len(self.tallies)):
                y = top + HEADS + (index + 0.5) * row
                self._bar(half, index, x, y, min(_BAR, row * 0.62))
                self._numbers(half, index, x + self.bar, y)
            x += self.bar + _COLUMN * len(half.fates) + _GAP
        for index, tally in enumerate(self.tallies):
            y = top + HEADS + (index + 0.5) * row
            self.sheet.text(self.left, y, clip(tally.source, NAME, self.name - 6), NAME)

    def _heads(self, half: Half, x: float, top: float) -> None:
        """Write what is counted, and over each number what became of that."""
        room = self.bar + _COLUMN * len(half.fates)
        self.sheet.text(
            x,
            top + _LINE / 2,
            clip(half.heading, HEAD + 0.6, room, bold=True),
            HEAD + 0.6,
            bold=True,
        )
        for number, fate in enumerate(half.fates):
            right = x + self.bar + _COLUMN * (number + 1)
            lines = wrap(fate.word, HEAD, _COLUMN - 2)
            y = top + _LINE * 2.35
            self._part(fate, (right - 9, right), top + _LINE * 1.45, 6.0)
            for line in lines:
                self.sheet.text(right, y, line, HEAD, align="right", colour=self.theme.soft)
                y += _LINE

    def _bar(self, half: Half, index: int, x: float, y: float, high: float) -> None:
        counts = half.counts[index]
        whole, done = sum(counts), 0
        for fate, count in zip(half.fates, counts, strict=True):
            if count:
                ends = (x + self.bar * done / whole, x + self.bar * (done + count) / whole)
                self._part(fate, ends, y, high, label=f"{self.tallies[index].source}: {fate.word}")
            done += count

    def _part(
        self, fate: Fate, ends: tuple[float, float], y: float, high: float, label: str = ""
    ) -> None:
        """Draw a part of a bar, or its sample."""
        (left, right), up = ends, high / 2
        corners = [[left, y - up], [right, y - up], [right, y + up], [left, y + up]]
        self.sheet.areas([np.array(corners)], zorder=2, label=label, **fate.look(self.theme))

    def _numbers(self, half: Half, index: int, x: float, y: float) -> None:
        for number, text in enumerate(half.numbers(index)):
            worst = number == len(half.fates) - 1 and half.counts[index][number] > 0
            colour = self.theme.ink if half.counts[index][number] else self.theme.soft
            self.sheet.text(
                x + _COLUMN * (number + 1), y, text, NAME, align="right", bold=worst, colour=colour
            )
