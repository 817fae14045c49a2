"""What differs between two analyses: records, memberships, shifts, and whose word is behind it.

For "I added a source: what changed?", and for one data set under two settings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idlib_graph.differences.behind import Behind, changed_records, changed_settings
from idlib_graph.differences.companies import changed_days, changed_memberships, common_lines
from idlib_graph.differences.records import (
    Differences,
    MembershipChange,
    RecordChange,
    ShiftChange,
)
from idlib_graph.differences.shifts import changed_shifts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis

__all__ = [
    "Differences",
    "MembershipChange",
    "RecordChange",
    "ShiftChange",
    "find_differences",
]


def find_differences(before: Analysis, after: Analysis) -> Differences:
    """What differs from one analysis to another, with the sources behind it.

    Memberships are compared over the slices that both have, and lines by all names that either
    side joins.

    Examples
    --------
    What a second article adds to the first:

    >>> import idlib_graph as ig
    >>> heard = [("newsgram-2020",), ("newsgram-2020", "long-war-journal-2017")]
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", source=s) for s in heard)
    >>> found = find_differences(before, after)
    >>> [change.id for change in found.of("source", "added")], found.memberships[0].sources
    (['long-war-journal-2017'], ('long-war-journal-2017',))
    """
    days = tuple(day for day in after.days if day in set(before.days))
    key = common_lines(before, after)
    records = changed_records(before, after)
    behind = Behind(before, after, records, key)
    return Differences(
        settings=changed_settings(before, after),
        records=records,
        memberships=tuple(_explained(before, after, behind, days)),
        shifts=tuple(_traced(before, after, behind, days)),
        days=days,
        lines=_present(before, after, behind, days),
        changed_days=changed_days(before, after, key, days),
    )


def _explained(
    before: Analysis, after: Analysis, behind: Behind, days: tuple[date, ...]
) -> Iterator[MembershipChange]:
    for change in changed_memberships(before, after, behind.key, days):
        span = [day for day in days if change.first <= day <= change.last]
        alone = change.change in {"present", "absent"}
        relations = behind.relations(change.lines, span, None if alone else change.others)
        yield replace(change, relations=relations, sources=behind.sources(relations))


def _traced(
    before: Analysis, after: Analysis, behind: Behind, days: tuple[date, ...]
) -> Iterator[ShiftChange]:
    """The shifts, those that are not the same with the changed relations behind them.

    These are the ones among its causes; where there are none, those that touch who moved.
    """
    for change in changed_shifts(before, after, behind.key, days):
        if change.change == "same":
            yield change
            continue
        sides = [shift for shift in (change.before, change.after) if shift]
        causes = {rid for shift in sides for rid in (*shift.cause, *shift.ended_by)}
        movers = {behind.key[move.line] for shift in sides for move in shift.moves}
        moments = [day for shift in sides for day in (shift.since, shift.day)]
        found = tuple(sorted(causes & behind.whose.keys())) or behind.relations(movers, moments)
        yield replace(change, relations=found, sources=behind.sources(found))


def _present(before: Analysis, after: Analysis, behind: Behind, days: tuple[date, ...]) -> int:
    """How many lines have a tie in any of `days`, on either side."""
    parts = (part for side in (before, after) for part in side.slices if part.day in set(days))
    return len({behind.key[line] for part in parts for line in part.where})
