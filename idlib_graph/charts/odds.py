"""How far from the headline's dates shifts fall in the draws, and how many draws have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.calendar import write_month
from idlib_graph.charts.captions import describe, when_told
from idlib_graph.charts.furniture import AXIS
from idlib_graph.charts.parts import percent
from idlib_graph.charts.sheet import Gathered
from idlib_graph.charts.text import clip, widest
from idlib_graph.dates import DAYS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.robustness.ensemble import Ensemble, ShiftOdds
    from idlib_graph.shifts import Shift

NAME, SMALL = 7.6, 6.9
ROWS = (11.0, 25.0)  # least and usual height of a row in points
FEWEST, MOST = 3, 24
SHARE = 44.0

_LINE = NAME * 1.26
_WORDS = (120.0, 300.0)
_LEAST_REACH = 2.5 * DAYS_PER_MONTH
_TICKS = (1, 2, 3, 6, 12, 24, 60, 120, 600)
_TICK_ROOM = 34.0


@dataclass(frozen=True)
class Row:
    """A shift, in words, with how often and when the draws have it.

    Days are counted from the middle between the two slices between which the headline has it.

    Attributes
    ----------
    text, month : what it was, and when, as the sources date it
    span : between which months it falls in most draws that have it; empty where none has it
    bars : for each slice in which it is first seen in some draw, the days of the slice before and
        of that one, and the share of all draws
    interval : the first and the last of the days of those draws; None where none has it
    """

    shift: Shift
    text: str
    month: str
    span: str
    odds: ShiftOdds
    bars: tuple[tuple[float, float, float], ...]
    interval: tuple[float, float] | None


def shift_rows(analysis: Analysis, ensemble: Ensemble, language: str) -> list[Row]:
    """A row for each shift told as an event, in order."""
    return [
        _row(analysis, ensemble, index, language)
        for index, shift in enumerate(analysis.shifts)
        if shift.is_event
    ]


def _row(analysis: Analysis, ensemble: Ensemble, index: int, language: str) -> Row:
    shift, days = analysis.shifts[index], ensemble.days
    odds = ensemble.shift_odds(index)
    middle = (shift.since.toordinal() + shift.day.toordinal()) / 2

    def away(day: date) -> float:
        return day.toordinal() - middle

    span, interval = "", None
    if odds.earliest and odds.latest:
        ends = (odds.earliest, odds.latest)
        interval = away(ends[0]), away(ends[1])
        span = " \N{EN DASH} ".join(dict.fromkeys(write_month(day, language) for day in ends))
    return Row(
        shift=shift,
        text=describe(analysis, shift),
        month=when_told(analysis, [shift], language),
        span=span,
        odds=odds,
        bars=tuple(
            (away(days[max(days.index(day) - 1, 0)]), away(day), count / ensemble.draws)
            for day, count in sorted(odds.days.items())
        ),
        interval=interval,
    )


def weightiest(rows: Sequence[Row], number: int) -> list[Row]:
    """The rows of shifts in which most factions move, at most `number` of them, in order."""
    ranked = sorted(range(len(rows)), key=lambda i: (-len(rows[i].shift.moves), i))
    return [rows[i] for i in sorted(ranked[:number])]


def reach(rows: Sequence[Row]) -> float:
    """How many days before and after the headline's dates are drawn."""
    ends = [end for row in rows for end in (*row.bars, row.interval or ())]
    return max([*(abs(day) for end in ends for day in end[:2]), _LEAST_REACH]) * 1.02


def plot_left(left: float, right: float) -> float:
    """Where the plot begins, of a part from `left` to `right`."""
    return left + min(max((right - left) * 0.42, _WORDS[0]), _WORDS[1])


def draw_axis(sheet: Sheet, y: float) -> None:
    """Draw a line down the plot for each tick, and write at `y` how far that is."""
    plan, theme = sheet.plan, sheet.theme
    month = float(plan.x(DAYS_PER_MONTH) - plan.x(0.0))
    step = next((s for s in _TICKS if s * month >= _TICK_ROOM), _TICKS[-1])
    unit, size = ("years", 12) if step >= 12 else ("months", 1)  # noqa: PLR2004 - of a year
    ends = plan.top - 2, plan.height - plan.bottom
    for number in range(
        -int(plan.last / DAYS_PER_MONTH / step), int(plan.last / DAYS_PER_MONTH / step) + 1
    ):
        x = float(plan.x(number * step * DAYS_PER_MONTH))
        path = np.array([[x, ends[0]], [x, ends[1]]])
        colour = theme.grid if number else theme.soft
        sheet.strokes([path], colors=colour, linewidths=0.8, zorder=0)
        count = number * step // size
        text = f"{count:+d}".replace("-", "\N{MINUS SIGN}") if number else "headline"
        sheet.text(x, y, text, SMALL + 0.6, align="center", colour=theme.soft)
    names = f"{unit} before", f"{unit} after"
    room = widest(names, SMALL)
    for side, name in zip((-1, 1), names, strict=True):
        x = float(plan.x(side * plan.last))
        box = sheet.box(x, y - AXIS * 1.2, name, SMALL, align="left" if side < 0 else "right")
        if room * 2 < plan.width - plan.right - plan.left and sheet.is_free(box):
            sheet.text(
                x,
                y - AXIS * 1.2,
                name,
                SMALL,
                align="left" if side < 0 else "right",
                colour=theme.soft,
            )


class OddsDrawing:
    """The rows being drawn: words from `left` on, the plot where the plan of the sheet has it."""

    def __init__(self, sheet: Sheet, rows: Sequence[Row], left: float) -> None:
        self.sheet, self.theme, self.plan = sheet, sheet.theme, sheet.plan
        self.rows, self.left = rows, left
        self.most = max((share for row in rows for *_, share in row.bars), default=1.0)

    def draw(self) -> None:
        """Draw all rows."""
        right = self.plan.width - self.plan.right + SHARE
        lines = Gathered(self.sheet.strokes)
        for index, row in enumerate(self.rows):
            top, low = float(self.plan.y(index)), float(self.plan.y(index + 1))
            rule = np.array([[self.left, low], [right, low]])
            lines.add(rule, colors=self.theme.grid, linewidths=0.7, zorder=0)
            self._words(row, (top + low) / 2, low - top)
            self._plot(row, top, low)
            self._share(row, (top + low) / 2, right, lines)
        lines.draw()

    def _words(self, row: Row, y: float, high: float) -> None:
        """Write what it was and when, in two lines where there is room for them."""
        room = self.plan.left - self.left - 10
        if high < 2 * _LINE + 1:
            size = min(NAME, (high - 1) / 1.2)
            self.sheet.text(self.left, y, clip(f"{row.month}: {row.text}", size, room), size)
            return
        drawn = f"; in the draws {row.span}" if row.span else "; in no draw"
        self.sheet.text(self.left, y - _LINE / 2, clip(row.text, NAME, room), NAME)
        when = clip(f"{row.month}{drawn}", SMALL, room)
        self.sheet.text(self.left, y + _LINE / 2, when, SMALL, colour=self.theme.soft)

    def _plot(self, row: Row, top: float, low: float) -> None:
        """Draw the days of the draws as bars, and the interval of most of them below."""
        floor, room, name = low - 4.6, low - top - 7.0, f"{row.month}: {row.text}"
        bars = []
        for begin, end, share in row.bars:
            left, right = float(self.plan.x(begin)) + 0.3, float(self.plan.x(end)) - 0.3
            y = floor - room * share / self.most
            bars.append(np.array([[left, floor], [left, y], [right, y], [right, floor]]))
        self.sheet.areas(bars, facecolors=self.theme.grey, linewidths=0.0, zorder=2, label=name)
        if row.interval:
            left, right = (float(self.plan.x(day)) for day in row.interval)
            line = np.array([[left, floor + 1.7], [right, floor + 1.7]])
            look = {"colors": self.theme.ink, "linewidths": 1.7, "zorder": 3}
            self.sheet.strokes([line], label=f"interval: {name}", **look)

    def _share(self, row: Row, y: float, right: float, lines: Gathered) -> None:
        """Write in how many draws it is, over a bar as long."""
        left, size = right - SHARE + 10, min(NAME, self.plan.pitch * 0.6)
        self.sheet.text(right, y - 1.6, percent(row.odds.found), size, align="right", bold=True)
        under = y + size * 0.62
        whole = np.array([[left, under], [right, under]])
        part = np.array([[left, under], [left + (right - left) * row.odds.found, under]])
        lines.add(whole, colors=self.theme.grid, linewidths=2.2, zorder=1)
        lines.add(part, colors=self.theme.ink, linewidths=2.2, zorder=2)
