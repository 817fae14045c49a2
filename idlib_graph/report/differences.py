"""What differs between two analyses, in words and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from idlib_graph.phrases import join_names
from idlib_graph.report.ledger_shapes import shift_shape
from idlib_graph.report.shapes import dataset_shape
from idlib_graph.report.wording import counted, describe_moves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.differences import Differences, MembershipChange, RecordChange, ShiftChange

SIGNS = {"new": "+", "gone": "-", "changed": "~", "same": "="}
_PLURAL = {"type": "codebook types", "claim": "claim factors", "reliability": "reliability factors"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two analyses and what differs."""

    before: Analysis
    after: Analysis
    found: Differences


def summarise(compared: Compared) -> Iterator[str]:
    """What changed, in a few sentences, the most important first."""
    found = compared.found
    yield from _settings(compared)
    if found.none:
        yield "No difference in records, memberships or shifts."
        return
    yield from (text for record in ("source", "faction") if (text := _named(found, record)))
    yield _relations(compared)
    others = [record for record in _PLURAL if found.of(record)]
    yield from (f"{_PLURAL[r].capitalize()}: {_listed(found.of(r))}." for r in others)
    yield _memberships(found)
    yield _shifts(compared)


def _settings(compared: Compared) -> Iterator[str]:
    titles = (compared.before.dataset.title, compared.after.dataset.title)
    if titles[0] != titles[1]:
        yield f"From {titles[0]} to {titles[1]}."
    for name, old, new in compared.found.settings:
        yield f"Setting {name}: {_value(old)} before, {_value(new)} after."


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _named(found: Differences, record: str) -> str:
    parts = [
        f"{change} {join_names(c.id + _fields(c) for c in changes)}"
        for change in ("added", "removed", "changed")
        if (changes := found.of(record, change))
    ]
    return f"{record.capitalize()}s: {'; '.join(parts)}." if parts else ""


def _fields(change: RecordChange) -> str:
    return f" ({', '.join(change.fields)})" if change.fields else ""


def _listed(changes: tuple[RecordChange, ...]) -> str:
    return ", ".join(f"{c.id} {c.change}{_fields(c)}" for c in changes)


def _relations(compared: Compared) -> str:
    counts = [
        f"{len(compared.found.of('relation', change))} {change}"
        for change in ("added", "removed", "changed")
    ]
    if not compared.found.of("relation"):
        return f"Relations: the same {len(compared.after.snapshots.dataset.relations)}."
    sizes = [len(a.snapshots.dataset.relations) for a in (compared.before, compared.after)]
    return f"Relations: {', '.join(counts)} ({sizes[0]} before, {sizes[1]} after)."


def _memberships(found: Differences) -> str:
    if not found.days:
        return "Memberships: the two have no slice in common, so none are compared."
    slices = f"{counted(len(found.days), 'slice')} that both have"
    if not found.memberships:
        return f"Memberships: the same in all of {slices}."
    moved = {line for c in found.memberships for line in (*c.lines, *c.others)}
    return (
        f"Memberships: {len(moved)} of {counted(found.lines, 'faction')} sit in other company, "
        f"in {len(found.changed_days)} of the {slices}."
    )


def _shifts(compared: Compared) -> str:
    shifts = compared.found.shifts
    number = {change: sum(s.change == change for s in shifts) for change in SIGNS}
    outside = sum(not s.shared for s in shifts if s.change in {"new", "gone"})
    beyond = f"; {outside} of the new or gone lie where only one has slices" if outside else ""
    return (
        f"Shifts: {number['new']} new, {number['gone']} gone, {number['changed']} told otherwise, "
        f"{number['same']} the same{beyond}."
    )


def tell_shift(compared: Compared, change: ShiftChange) -> str:
    """A shift that is new, gone or told otherwise, in one sentence."""
    analysis = compared.after if change.after else compared.before
    shift = change.shift
    what = f" (differs in {join_names(change.fields)})" if change.fields else ""
    told = f"{shift.since} to {shift.day}, {shift.event}, {shift.basis}"
    return f"{told}: {describe_moves(analysis, shift)}{what}"


def tell_membership(compared: Compared, change: MembershipChange) -> str:
    """A run of other company, in one sentence."""
    span = str(change.first) if change.slices == 1 else f"{change.first} to {change.last}"
    who = join_names(_label(compared, line) for line in change.lines)
    others = join_names(_label(compared, line) for line in change.others)
    if change.change in {"present", "absent"}:
        ties = "with ties, before without" if change.change == "present" else "without ties now"
        return f"{span}: {who} {ties}"
    together = change.change == "together"
    if not others:
        return f"{span}: {who} now {'together' if together else 'apart from each other'}"
    return f"{span}: {who} now {'with' if together else 'apart from'} {others}"


def _label(compared: Compared, line: str) -> str:
    side = compared.after if line in compared.after.lines.by_id else compared.before
    return side.label(line, short=True)


def difference_shape(compared: Compared) -> dict[str, Any]:
    """What differs as JSON has it."""
    found = compared.found
    return {
        "before": _side(compared.before),
        "after": _side(compared.after),
        "settings": [{"name": n, "before": old, "after": new} for n, old, new in found.settings],
        "summary": {
            "slices": len(found.days),
            "changed_slices": len(found.changed_days),
            "relations": _counts(found, "relation"),
            "sources": _counts(found, "source"),
            "factions": _counts(found, "faction"),
            "memberships": len(found.memberships),
            "shifts": {c: sum(s.change == c for s in found.shifts) for c in SIGNS},
        },
        "records": [
            {"record": c.record, "id": c.id, "change": c.change, "fields": list(c.fields),
             "sources": list(c.sources)}
            for c in found.records
        ],
        "memberships": [_membership(change) for change in found.memberships],
        "shifts": [_shift(compared, change) for change in found.shifts],
    }  # fmt: skip


def _side(analysis: Analysis) -> dict[str, Any]:
    return {
        "dataset": dataset_shape(analysis.snapshots.dataset),
        "settings": analysis.settings.as_dict(),
        "first": analysis.days[0].isoformat(),
        "last": analysis.days[-1].isoformat(),
        "slices": len(analysis.days),
    }


def _counts(found: Differences, record: str) -> dict[str, int]:
    return {c: len(found.of(record, c)) for c in ("added", "removed", "changed")}


def _membership(change: MembershipChange) -> dict[str, Any]:
    return {
        "change": change.change,
        "lines": list(change.lines),
        "others": list(change.others),
        "first": change.first.isoformat(),
        "last": change.last.isoformat(),
        "slices": change.slices,
        "relations": list(change.relations),
        "sources": list(change.sources),
    }


def _shift(compared: Compared, change: ShiftChange) -> dict[str, Any]:
    return {
        "change": change.change,
        "fields": list(change.fields),
        "shared": change.shared,
        "before": shift_shape(compared.before, change.before) if change.before else None,
        "after": shift_shape(compared.after, change.after) if change.after else None,
        "relations": list(change.relations),
        "sources": list(change.sources),
    }
