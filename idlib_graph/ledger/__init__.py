"""The ledger: shifts as computed, beside the events of alliances that sources report.

A reported event is *reported and computed* where a shift bears it out: somebody whom it names
moves, in its direction, within its date box and one slice around it. A shift that bears out no
reported event is *computed only*, whatever its cause; an event that no shift bears out is
*reported only*, and where it has no date *reported, undated*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from idlib_graph.ledger.matching import Standing, match_events, standing_of
from idlib_graph.ledger.reported import (
    BEGAN,
    ENDED,
    HAPPENED,
    HELD,
    Occurrence,
    ReportedEvent,
    occurrences,
    reported_events,
)
from idlib_graph.snapshots import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.shifts import Shift, Slice
    from idlib_graph.snapshots import SnapshotSeries

__all__ = [
    "BEGAN",
    "BOTH",
    "COMPUTED",
    "ENDED",
    "HAPPENED",
    "HELD",
    "REPORTED",
    "UNDATED",
    "VERDICTS",
    "LedgerEntry",
    "Occurrence",
    "ReportedEvent",
    "Standing",
    "occurrences",
    "reported_events",
    "take_ledger",
]

BOTH, REPORTED, COMPUTED = "reported and computed", "reported only", "computed only"
UNDATED = "reported, undated"
VERDICTS = (BOTH, REPORTED, COMPUTED, UNDATED)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: a shift, reported events, or both.

    Attributes
    ----------
    verdict : one of `VERDICTS`
    since, day : the slices between which it falls; both None where it is undated or lies outside
    shift : the shift; None where it is only reported
    reported : the reported events that the shift bears out, else the one that no shift does
    dated : what dates it best: of the reported events, else of the news that caused the shift
    standing : how those whom a reported-only event is about sat before and after it
    sources : ids of the sources of all its relations
    """

    verdict: str
    since: date | None
    day: date | None
    shift: Shift | None
    reported: tuple[ReportedEvent, ...]
    dated: Occurrence | None
    standing: Standing | None
    sources: tuple[str, ...]

    @property
    def relations(self) -> tuple[str, ...]:
        """Ids of the reported relations, each once."""
        return tuple(dict.fromkeys(rid for event in self.reported for rid in event.relations))

    @property
    def on(self) -> date | None:
        """The day it stands under: the slice after it, else its own; None where it is undated."""
        return self.day or (self.dated.day if self.dated else None)

    @property
    def at(self) -> date | None:
        """The day it is told under: that of what dates it, within its slices."""
        day = self.dated.day if self.dated else None
        if self.since and self.day:
            return min(max(day or self.since, self.since), self.day)
        return day

    @property
    def told(self) -> bool:
        """Whether a source dates it: a dated report, or a shift on news."""
        return self.shift.is_event if self.shift else self.verdict == REPORTED


def take_ledger(
    series: SnapshotSeries, slices: Sequence[Slice], shifts: Sequence[Shift]
) -> tuple[LedgerEntry, ...]:
    """All shifts and all reported events, in order of the slice in which they show.

    Undated reports stand at the end.

    Examples
    --------
    An event borne out by who sits with whom, and a new name, which changes nobody's company:

    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> found = take_ledger(told.snapshots, told.slices, told.shifts)
    >>> verdicts = {rid: entry.verdict for entry in found for rid in entry.relations}
    >>> verdicts["nusra-leaves-al-qaeda"], verdicts["jfs-succeeded-by-hts"]
    ('reported and computed', 'reported only')
    """
    events = reported_events(series.dataset, series.lines)
    matched = match_events(slices, shifts, events)
    borne_out = {event for found in matched.values() for event in found}
    entries = [_computed(series, shift, matched.get(shift, ())) for shift in shifts]
    entries += [_reported(series, slices, event) for event in events if event not in borne_out]
    return tuple(sorted(entries, key=_place))


def _place(entry: LedgerEntry) -> tuple[bool, date, date, bool]:
    """Where an entry stands: by slice, then by its own day, reported ones first."""
    return entry.on is None, entry.on or date.max, entry.at or date.max, entry.shift is not None


def _computed(
    series: SnapshotSeries, shift: Shift, events: tuple[ReportedEvent, ...]
) -> LedgerEntry:
    told = (*shift.cause, *shift.ended_by, *(rid for event in events for rid in event.relations))
    return LedgerEntry(
        verdict=BOTH if events else COMPUTED,
        since=shift.since,
        day=shift.day,
        shift=shift,
        reported=events,
        dated=_dated(series, shift, events),
        standing=None,
        sources=_sources(series, told),
    )


def _reported(series: SnapshotSeries, slices: Sequence[Slice], event: ReportedEvent) -> LedgerEntry:
    without = left_out(series.dataset, series.settings, series.lines)
    standing = standing_of(slices, event, without) if event.dated else None
    return LedgerEntry(
        verdict=REPORTED if event.dated else UNDATED,
        since=standing.since if standing else None,
        day=standing.day if standing else None,
        shift=None,
        reported=(event,),
        dated=event.narrowest if event.dated else None,
        standing=standing,
        sources=_sources(series, event.relations),
    )


def _dated(
    series: SnapshotSeries, shift: Shift, events: tuple[ReportedEvent, ...]
) -> Occurrence | None:
    """What dates a shift best: of the reported events, else of the news of its cause."""
    found = [event.narrowest for event in events if event.dated]
    if not found:
        news = (series.dataset.relations[rid] for rid in (*shift.news, *shift.ended_by))
        told = [occurrences(series.dataset, series.lines, relation) for relation in news]
        found = [one for dates in told for one in dates if one.can_be(shift.since, shift.day)]
    return min(found, key=lambda one: one.width, default=None)


def _sources(series: SnapshotSeries, relations: Sequence[str]) -> tuple[str, ...]:
    told = (source for rid in relations for source in series.dataset.relations[rid].sources)
    return tuple(dict.fromkeys(told))
