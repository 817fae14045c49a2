"""When nodes and edges are there, in decimal years: as told, and as drawn on a timeline."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from idlib_graph.dates import DAYS_PER_MONTH, decimal_year
from idlib_graph.export.elements import merge_spans
from idlib_graph.histories import stays
from idlib_graph.lines import first_day, first_days, last_days
from idlib_graph.selection import horizon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Span, Value
    from idlib_graph.model import Relation
    from idlib_graph.presence import Profile

_DAY = timedelta(days=1)
_MONTH = timedelta(days=DAYS_PER_MONTH)
_HALF = 0.5
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Times:
    """The times of what an analysis holds."""

    analysis: Analysis

    @cached_property
    def horizon(self) -> tuple[date, date]:
        """First and last day of the analysis, at which what is not known begins and ends."""
        return horizon(self.analysis.snapshots.dataset, self.analysis.settings)

    @cached_property
    def births(self) -> Mapping[str, date | None]:
        """From when each line is known to exist."""
        return first_days(self.analysis.snapshots.dataset, self.analysis.lines)

    @cached_property
    def deaths(self) -> Mapping[str, date]:
        """When each line ended, where a source says so."""
        return last_days(self.analysis.snapshots.dataset, self.analysis.lines)

    def told(self, relation: Relation) -> dict[str, Value]:
        """Start and end of a relation as its sources give them.

        What something dated ended ends on that day. Of a date that is only bounded, the bound
        counts, and it is not known; what has no bound either begins or ends with the horizon.
        """
        start = first_day(self.analysis.snapshots.dataset, relation)
        end, known = self._told_end(relation)
        if over := self._over(relation):
            end, known = (end, known) if end and end <= over else (over, True)
        first, last = self.horizon
        begin = start or min(first, end or first)
        return {
            "start": years(begin),
            "end": years(max(end or last, begin)),
            "start_known": start is not None,
            "end_known": known,
        }

    def _told_end(self, relation: Relation) -> tuple[date | None, bool]:
        """The last day that a relation's date gives, and whether it is more than a bound."""
        box = relation.date
        if box is None or box.ongoing:
            return None, False
        kind = self.analysis.dataset.codebook.types[relation.type]
        if not box.interval and box.begin:
            return (box.latest if kind.duration == "state" else box.begin), True
        return box.end.middle or box.end.latest, box.end.middle is not None

    def drawn(self, relation: Relation) -> Span:
        """When a relation is drawn on a timeline: while its presence is at least one half.

        An event lasts its half-life, a state until half a life after its last report, half as long
        before the first where that is presumed; never past what ended it, nor past the horizon,
        but always for a month.
        """
        presence = self.analysis.snapshots.presence
        profile = presence.profiles[relation.id]
        if profile is None:
            told = relation.date.latest if relation.date else None
            last = told or self.horizon[1]
            return span(_back(last, _MONTH), last)
        start, end = self._held(relation, profile)
        if over := self._over(relation):
            end = min(end, over)
        return wide(start, min(end, self.horizon[1]))

    def _held(self, relation: Relation, profile: Profile) -> tuple[date, date]:
        """From when to when presence would be at least one half, if nothing ended it."""
        life = profile.half_life * _MONTH
        start, end = profile.start, profile.end
        if profile.presumed:
            begun = [day for line in self._lines(relation) if (day := self.births.get(line))]
            start = min(start, max(_back(start, life / 2), self.horizon[0], *begun))
        return start, _on(end, life) if profile.fades else end

    def _over(self, relation: Relation) -> date | None:
        """The last day of a state that something more likely than not has ended."""
        presence = self.analysis.snapshots.presence
        ends = [
            _back(e.day, _DAY)
            for e in presence.endings.get(relation.id, ())
            if e.credibility > _HALF
        ]
        ends += [presence.closed[relation.id]] if relation.id in presence.closed else []
        return min(ends, default=None)

    def _lines(self, relation: Relation) -> tuple[str, str]:
        return self.analysis.lines.pair(relation)

    def life(self, name: str) -> tuple[date | None, date | None]:
        """First and last day of one name of a line; None where it is not known."""
        line = self.analysis.lines.by_id[self.analysis.lines.of[name]]
        at = line.names.index(name)
        following = next((day for day in line.since[at + 1 :] if day), None)
        begun = self.births.get(line.id) if at == 0 else line.since[at]
        return begun, _back(following, _DAY) if following else self.deaths.get(line.id)

    def lives(self, line: str) -> tuple[date | None, date | None]:
        """First and last day of a line; None where it is not known."""
        return self.births.get(line), self.deaths.get(line)

    def node(
        self, life: tuple[date | None, date | None], drawn: Iterable[Span]
    ) -> tuple[tuple[Span, ...], dict[str, Value]]:
        """When a node is there: its life, and whenever an edge of it is drawn."""
        first, last = self.horizon
        start, end = life
        begin = start or min(first, end or first)
        lived = span(begin, max(end or last, begin))
        return merge_spans([lived, *drawn]), {
            "start": lived[0],
            "end": lived[1],
            "start_known": start is not None,
            "end_known": end is not None,
        }

    @cached_property
    def histories(self) -> Mapping[str, tuple[tuple[float, float, str], ...]]:
        """Where each line sat, from slice to slice; each stay to the day before the next slice."""
        return {line: self._history(line) for line in self.analysis.lines.by_id}

    def _history(self, line: str) -> tuple[tuple[float, float, str], ...]:
        found = []
        for stay in stays(self.analysis, line):
            times = span(stay.first, self.lasts(stay.last))
            found.append((*times, self.analysis.place_name(stay.place)))
        return tuple(found)

    def lasts(self, day: date) -> date:
        """The day before the slice after `day`, until which what is in a slice is taken to last."""
        days = self.analysis.days
        at = bisect_right(days, day)
        return _back(days[at], _DAY) if at < len(days) else day


@cache
def years(day: date) -> float:
    """A day in decimal years, to the nearest hour or so."""
    return round(decimal_year(day), 4)


def span(first: date, last: date) -> Span:
    """Two days in decimal years."""
    return years(first), years(last)


def wide(first: date, last: date) -> Span:
    """Two days in decimal years, a month apart at least, so that there is something to see."""
    return span(first, max(last, _on(first, _MONTH)))


def _on(day: date, much: timedelta) -> date:
    """`day` and so much, as far as the calendar reaches."""
    return day + min(much, _LAST - day)


def _back(day: date, much: timedelta) -> date:
    """`day` less so much, as far as the calendar reaches."""
    return day - min(much, day - _FIRST)
