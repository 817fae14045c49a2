"""What differs between two analyses: relations, memberships and shifts, and whose word it rests on.

For "I added a source: what changed?", and for one data set under two settings.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from idlib_graph.model import Relation

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import Shift, Slice


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A relation that only one side has, or that differs.

    Attributes
    ----------
    change : ``added``, ``removed`` or ``changed``
    fields : which fields differ, where both sides have it
    sources : the sources whose evidence differs; else all of its sources
    """

    relation: str
    change: str
    fields: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """A run of slices over which a faction sits in other company than before.

    Attributes
    ----------
    line : the line id
    first, last : the slices it holds from and to, both included
    before, after : its fellows on the first of these days; None where it is absent
    sources : the sources of the changed relations that touch the line or its fellows
    """

    line: str
    first: date
    last: date
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs from one analysis to another.

    Attributes
    ----------
    relations : added, removed and changed relations, by id
    memberships : factions in other company, by line and date; slices that both have
    shifts_gone, shifts_new : shifts that only the first, or only the second, has
    """

    relations: tuple[RelationChange, ...]
    memberships: tuple[MembershipChange, ...]
    shifts_gone: tuple[Shift, ...]
    shifts_new: tuple[Shift, ...]


def find_differences(before: Analysis, after: Analysis) -> Differences:
    """What differs from one analysis to another, with the sources behind it."""
    relations = _relations(before, after)
    old, new = ({_mark(s): s for s in a.shifts} for a in (before, after))
    return Differences(
        relations=relations,
        memberships=tuple(_memberships(before, after, relations)),
        shifts_gone=tuple(shift for mark, shift in old.items() if mark not in new),
        shifts_new=tuple(shift for mark, shift in new.items() if mark not in old),
    )


def _relations(before: Analysis, after: Analysis) -> tuple[RelationChange, ...]:
    old, new = before.series.dataset.relations, after.series.dataset.relations
    found = []
    for rid in sorted({*old, *new}):
        a, b = old.get(rid), new.get(rid)
        if a is None or b is None:
            only = a or b
            change = "added" if a is None else "removed"
            found.append(RelationChange(rid, change, (), only.sources if only else ()))
        elif differing := _differing(a, b):
            told = set(a.evidence) ^ set(b.evidence)
            sources = tuple(
                dict.fromkeys(e.source for e in (*a.evidence, *b.evidence) if e in told)
            )
            found.append(RelationChange(rid, "changed", differing, sources or b.sources))
    return tuple(found)


def _differing(a: Relation, b: Relation) -> tuple[str, ...]:
    names = (field.name for field in fields(Relation))
    return tuple(name for name in names if getattr(a, name) != getattr(b, name))


def _memberships(
    before: Analysis, after: Analysis, relations: tuple[RelationChange, ...]
) -> list[MembershipChange]:
    old = {part.day: part for part in before.slices}
    shared = [(old[part.day], part) for part in after.slices if part.day in old]
    found: list[MembershipChange] = []
    for line in sorted({line for pair in shared for part in pair for line in part.where}):
        run: MembershipChange | None = None
        for a, b in shared:
            companies = (_company(a, line), _company(b, line))
            if companies[0] == companies[1]:
                run = None
            elif run is not None and (run.before, run.after) == companies:
                run = found[-1] = MembershipChange(
                    line, run.first, b.day, run.before, run.after, run.sources
                )
            else:
                told = _told_by(before, after, relations, {line, *_all(companies)})
                run = MembershipChange(line, b.day, b.day, *companies, told)
                found.append(run)
    return found


def _company(part: Slice, line: str) -> tuple[str, ...] | None:
    return tuple(sorted(part.fellows(line))) if line in part.where else None


def _all(companies: tuple[tuple[str, ...] | None, ...]) -> list[str]:
    return [line for company in companies for line in company or ()]


def _told_by(
    before: Analysis, after: Analysis, relations: tuple[RelationChange, ...], lines: set[str]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for change in relations:
        side = before if change.change == "removed" else after
        relation = side.series.dataset.relations[change.relation]
        if lines.issuperset(side.lines.pair(relation)):
            found.update(dict.fromkeys(change.sources))
    return tuple(sorted(found))


def _mark(shift: Shift) -> tuple[object, ...]:
    """What makes two shifts the same: the day, who moved, and between which kinds of place."""
    moves = (
        (m.line, isinstance(m.origin, str) and m.origin, isinstance(m.target, str) and m.target)
        for m in shift.moves
    )
    return (shift.day, *moves)
