"""Shifts that only one side has, and the same ones told otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from idlib_graph.differences.records import ShiftChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import CommunityId, Shift

    Mark = tuple[tuple[str, str, str], ...]

NEAR = timedelta(days=184)


def changed_shifts(
    before: Analysis, after: Analysis, key: Mapping[str, str], days: Sequence[date]
) -> list[ShiftChange]:
    """The shifts of both sides in order, each new, gone, told otherwise or the same.

    A shift is the same where the same lines move between the same kinds of place on the same
    day; else the one of these moves that is nearest in time, within half a year, which is then
    told otherwise.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> from idlib_graph.differences.companies import common_lines
    >>> heard = [("newsgram-2020",), ("newsgram-2020", "long-war-journal-2017")]
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", source=s) for s in heard)
    >>> first = changed_shifts(before, after, common_lines(before, after), after.days)[0]
    >>> first.change, first.shift.cause
    ('new', ('nusra-leaves-al-qaeda',))
    """
    old, new = list(before.shifts), list(after.shifts)
    found = []
    for exact in (True, False):
        for one, other in list(_same(old, new, key, exact=exact)):
            differing = tuple(_differing(before, after, one, other))
            found.append(ShiftChange("changed" if differing else "same", one, other, differing))
            old.remove(one)
            new.remove(other)
    shared = set(days)
    found += [ShiftChange("gone", s, None, (), {s.since, s.day} <= shared) for s in old]
    found += [ShiftChange("new", None, s, (), {s.since, s.day} <= shared) for s in new]
    return sorted(found, key=lambda c: (c.shift.day, c.change, _mark(c.shift, key)))


def _same(
    old: Sequence[Shift], new: Sequence[Shift], key: Mapping[str, str], *, exact: bool
) -> Iterator[tuple[Shift, Shift]]:
    """The shifts of both sides with the same moves, the nearest in time first."""
    pairs = [
        (abs(one.day - other.day), i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if abs(one.day - other.day) <= (timedelta() if exact else NEAR)
        and _mark(one, key) == _mark(other, key)
    ]
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(pairs):
        if not taken & {("old", i), ("new", j)}:
            taken |= {("old", i), ("new", j)}
            yield old[i], new[j]


def _mark(shift: Shift, key: Mapping[str, str]) -> Mark:
    """Who moves, and between which kinds of place."""
    return tuple(sorted((key[m.line], _kind(m.origin), _kind(m.target)) for m in shift.moves))


def _kind(place: CommunityId | str) -> str:
    return place if isinstance(place, str) else "community"


def _differing(before: Analysis, after: Analysis, one: Shift, other: Shift) -> Iterator[str]:
    if (one.since, one.day) != (other.since, other.day):
        yield "date"
    if one.event != other.event:
        yield "event"
    if one.basis != other.basis:
        yield "basis"
    if (one.cause, one.ended_by) != (other.cause, other.ended_by):
        yield "cause"
    if _places(before, one) != _places(after, other):
        yield "company"


def _places(analysis: Analysis, shift: Shift) -> set[tuple[str, str]]:
    name = analysis.place_name
    return {(name(move.origin), name(move.target)) for move in shift.moves}
