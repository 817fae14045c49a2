"""What can differ between two analyses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.shifts import Shift

CHANGES = ("added", "removed", "changed")
SHIFT_CHANGES = ("new", "gone", "changed", "same")


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that only one side has, or that differs.

    Attributes
    ----------
    record : ``source``, ``faction``, ``relation``, or of the codebook ``type``, ``claim`` or
        ``reliability``
    change : ``added``, ``removed`` or ``changed``
    fields : which fields differ, where both sides have it
    sources : of a relation, the sources whose evidence differs; else all of its sources
    """

    record: str
    id: str
    change: str
    fields: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """A run of slices over which some sit with others on one side only.

    Attributes
    ----------
    change : ``together`` or ``apart``, what the second side has; ``present`` or ``absent`` of
        lines that have ties on one side only
    lines : line ids, each of which is now with, or apart from, each of `others`
    others : line ids; none where `lines` are together, or apart, among themselves
    first, last : the slices it holds from and to, both included
    slices : how many these are
    relations : the changed relations behind it, by id: those between the two, else those that
        touch either
    sources : whose word for these differs
    """

    change: str
    lines: tuple[str, ...]
    others: tuple[str, ...]
    first: date
    last: date
    slices: int
    relations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Pairs, or lines that come or go, times slices."""
        count, among = len(self.lines), len(self.lines) * (len(self.lines) - 1) // 2
        if self.change in {"present", "absent"}:
            return count * self.slices
        return (count * len(self.others) or among) * self.slices


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A shift on either side, or the same one on both.

    Attributes
    ----------
    change : ``new``, ``gone``, ``changed`` or ``same``; the same where the same lines move
        between the same kinds of place
    before, after : the shift as each side has it
    fields : what differs: ``date``, ``event``, ``basis``, ``cause`` or ``company``
    shared : whether both sides have both of its slices
    relations : the changed relations behind it, by id
    sources : whose word for these differs
    """

    change: str
    before: Shift | None
    after: Shift | None
    fields: tuple[str, ...] = ()
    shared: bool = True
    relations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def shift(self) -> Shift:
        """The shift, as the second side has it where it does."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs from one analysis to another.

    Attributes
    ----------
    settings : name, value before, value after, of each setting that differs
    records : sources, factions, relations and words of the codebook that differ
    memberships : the largest first; over the slices that both have
    shifts : those of either side in order of day, the same ones included
    days : the slices that both have
    lines : how many lines have a tie in any of these slices, on either side
    changed_days : those of `days` on which some line sits in other company
    """

    settings: tuple[tuple[str, Any, Any], ...]
    records: tuple[RecordChange, ...]
    memberships: tuple[MembershipChange, ...]
    shifts: tuple[ShiftChange, ...]
    days: tuple[date, ...]
    lines: int
    changed_days: tuple[date, ...]

    def of(self, record: str, change: str = "") -> tuple[RecordChange, ...]:
        """The changes of one kind of record."""
        return tuple(c for c in self.records if c.record == record and change in {"", c.change})

    @property
    def none(self) -> bool:
        """Whether nothing differs but perhaps settings."""
        told = any(shift.change != "same" for shift in self.shifts)
        return not (self.records or self.memberships or told)
