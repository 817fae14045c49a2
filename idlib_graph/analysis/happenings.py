"""What happened, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from idlib_graph.analysis.frame import Frame
from idlib_graph.contested import find_contested
from idlib_graph.corroboration import contributions, corroborate
from idlib_graph.shifts import Move, Shifts, count_flickers, find_shifts
from idlib_graph.shifts.moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from idlib_graph.contested import Contested
    from idlib_graph.corroboration import Contribution, Corroboration
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.shifts import Shift, Slice
    from idlib_graph.shifts.lifecycle import CommunityChange


@dataclass(frozen=True)
class Passage:
    """A line's appearing or vanishing between two slices, which is no shift."""

    day: date
    move: Move


@dataclass(frozen=True)
class Happenings(Frame):
    """Shifts and the reports beside them, and how well each is told."""

    @cached_property
    def shifts(self) -> Shifts:
        """Every change of who sits with whom, with basis and cause, in order."""
        return Shifts(find_shifts(self.snapshots, self.slices), self.names)

    def key_dates(self, count: int = 6) -> tuple[date, ...]:
        """The last slice, and those before and after the shifts told as events that moved most.

        Parameters
        ----------
        count : how many days at most. Of a shift both days are among them or neither; the largest
            is the one with most movers, of equals the earliest
        """
        told = [shift for shift in self.shifts if shift.is_event]
        days = {self.days[-1]}
        for shift in sorted(told, key=lambda shift: (-len(shift.moves), shift.day)):
            both = days | {shift.since, shift.day}
            if len(both) > count:
                break
            days = both
        return tuple(sorted(days))

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Shifts beside the events that sources report: borne out, or one without the other."""
        from idlib_graph.ledger import take_ledger  # noqa: PLC0415 - most answers need none

        return take_ledger(self.snapshots, self.slices, self.shifts)

    @cached_property
    def ledger_by_shift(self) -> Mapping[Shift, LedgerEntry]:
        """The entry of each shift in the ledger."""
        return {entry.shift: entry for entry in self.ledger if entry.shift}

    @cached_property
    def lifecycle(self) -> tuple[CommunityChange, ...]:
        """What became of each community that changed, slice by slice: events and facets."""
        from idlib_graph.shifts.lifecycle import follow_communities  # noqa: PLC0415 - likewise

        return follow_communities(self.slices)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Who appeared and who vanished, which is no shift, in order."""
        return tuple(
            Passage(after.day, move)
            for before, after in pairwise(self.slices)
            for move in find_moves(before, after)
            if move.appears or move.vanishes
        )

    @cached_property
    def flickers(self) -> int:
        """Memberships that ended and returned within three slices on no news (aim: 0)."""
        return count_flickers(self.snapshots, self.slices, self.shifts)

    @cached_property
    def contested(self) -> tuple[Contested, ...]:
        """The matters on which the sources heard contradict each other."""
        return find_contested(self.snapshots.dataset, settings=self.settings, lines=self.lines)

    @cached_property
    def corroboration(self) -> Mapping[str, Corroboration]:
        """The independent words that each relation heard rests on, by relation."""
        return corroborate(self.snapshots.dataset)

    def newest_evidence(self, part: Slice) -> Mapping[str, float]:
        """The tie weight of a slice by when the newest source behind each tie was published.

        Months are ISO 8601's, a date that no month holds is as its source has it; in order of
        time.
        """
        found: dict[tuple[date, str], float] = {}
        ties: list[tuple[str, str, float]] = list(part.graph.edges(data="weight"))
        for a, b, weight in ties:
            if when := self._newest(part.graph[a][b]["relations"]):
                found[when] = found.get(when, 0.0) + abs(weight)
        return {text: found[day, text] for day, text in sorted(found)}

    def _newest(self, relations: Iterable[str]) -> tuple[date, str] | None:
        """The latest publication behind some relations: the first day of its month, and its name.

        What no single month holds goes by the latest day that it can be.
        """
        dataset = self.snapshots.dataset
        told = (word for rid in relations for word in dataset.relations[rid].evidence)
        boxes = (dataset.sources[w.source].published for w in told if dataset.believed(w) > 0)
        newest = max(((box.latest, box) for box in boxes if box.latest), default=None,
                     key=itemgetter(0))  # fmt: skip
        if newest is None:
            return None
        last, box = newest
        first = box.earliest.replace(day=1) if box.earliest else None
        return (first, f"{last:%Y-%m}") if first == last.replace(day=1) else (last, box.text)

    @cached_property
    def contributions(self) -> Mapping[str, Contribution]:
        """What each source heard adds, by source."""
        return contributions(self.snapshots.dataset, self.contested)

    @cached_property
    def single_source_shifts(self) -> tuple[Shift, ...]:
        """Shifts told as events of whose cause every relation rests on the same single source."""
        return tuple(shift for shift in self.shifts if shift.is_event and self._rests_on_one(shift))

    def _rests_on_one(self, shift: Shift) -> bool:
        """Whether one and the same origin alone affirms all that a shift is put down to."""
        told = {self.corroboration[rid].origins for rid in (*shift.cause, *shift.ended_by)}
        return len(told) == 1 and all(len(origins) == 1 for origins in told)
