"""D2xx and D3xx: relations that contradict their type, their sources, themselves or each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.checks.references import parties
from idlib_graph.checks.scope import Finding, rule
from idlib_graph.load.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.checks.scope import Path, Scope
    from idlib_graph.dates import DateBox
    from idlib_graph.model import Evidence, Relation


@rule("D201")
def kind_disagrees_with_type(scope: Scope) -> Iterator[Finding]:
    """A relation's kind is not that of its type."""
    types = scope.dataset.codebook.types
    for key, relation in scope.relations.items():
        kind = types[relation.type].kind if relation.type in types else ""
        if kind and relation.kind and kind != relation.kind:
            message = f"type {shown(relation.type)} is of kind {kind!r}, not {relation.kind!r}"
            yield Finding(f"{message}; correct one of them", ("relations", key, "kind"))


@rule("D202")
def direction_disagrees_with_type(scope: Scope) -> Iterator[Finding]:
    """A directed type is written with between, or a mutual one with from and to."""
    types = scope.dataset.codebook.types
    for key, relation in scope.relations.items():
        kind = types.get(relation.type)
        if kind is None or scope.damaged("types", relation.type):
            continue
        if kind.has_direction and not relation.directed and not kind.mutual:
            roles = f"from ({kind.from_role}) and to ({kind.to_role})"
            message = f"type {shown(relation.type)} has a direction; write {roles}"
            yield Finding(message, ("relations", key, "between"))
        elif relation.directed and not kind.has_direction and relation.a and relation.b:
            message = f"type {shown(relation.type)} has no direction; write between: [a, b]"
            yield Finding(message, ("relations", key, "from"))


@rule("D203")
def relation_with_itself(scope: Scope) -> Iterator[Finding]:
    """A relation joins a faction to itself."""
    for key, relation in scope.relations.items():
        if relation.a and relation.a == relation.b:
            message = f"both ends are {shown(relation.a)}; a relation is between two factions"
            yield Finding(message, parties(key, relation)[1][1])


@rule("D205")
def no_evidence(scope: Scope) -> Iterator[Finding]:
    """A relation rests on no evidence."""
    for key, relation in scope.relations.items():
        if not relation.evidence and not scope.damaged("relations", key):
            message = "no evidence; name a source and its claim, or remove the relation"
            yield Finding(message, ("relations", key, "evidence"))


@rule("D206")
def told_before_it_happened(scope: Scope) -> Iterator[Finding]:
    """A date lies after the publication of every source that tells of it, and is not expected."""
    for key, relation in scope.relations.items():
        items = [item for item in relation.evidence if item.claim != "expected"]
        if last := _last_published(scope, items):
            yield from _after(relation.date, last, ("relations", key, "date"))
        for number, item in enumerate(relation.evidence):
            if item.claim != "expected" and (last := _last_published(scope, [item])):
                yield from _after(item.date, last, ("relations", key, "evidence", number, "date"))


def _last_published(scope: Scope, items: list[Evidence]) -> date | None:
    """Return the last day on which one of the sources may have come out; None if unknown."""
    sources = scope.dataset.sources
    days = [sources[item.source].published.latest for item in items if item.source in sources]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(items) else None


def _after(box: DateBox | None, published: date, path: Path) -> Iterator[Finding]:
    day = (
        max((b.earliest for b in (box.start, box.end) if b.earliest), default=None) if box else None
    )
    if box and day and day > published:
        message = f"date {box.text!r} is after its sources came out ({published}); is it expected?"
        yield Finding(message, path)


@rule("D207")
def same_relation_twice(scope: Scope) -> Iterator[Finding]:
    """Two relations say the same, but for id and note."""
    seen: dict[object, str] = {}
    for key, relation in scope.sound_relations.items():
        if not relation.evidence:
            continue  # D205 says so
        content = (_act(relation), relation.evidence, relation.place, relation.event)
        first = seen.setdefault((*content, relation.strength), key)
        if first != key:
            message = f"says the same as relation {first!r}; remove one of the two"
            yield Finding(message, ("relations", key))


@rule("W410")
def one_act_in_two_relations(scope: Scope) -> Iterator[Finding]:
    """Two relations have parties, type and date in common, and are not joined by an event."""
    seen: dict[object, Relation] = {}
    for key, relation in scope.sound_relations.items():
        first = seen.setdefault(_act(relation), relation)
        joined = relation.event is not None and relation.event == first.event
        repeated = relation.evidence == first.evidence  # D207 says so, unless place or event differ
        if relation.date and first is not relation and not joined and not repeated:
            message = (
                f"parties, type and date are those of {first.id!r}; one relation, or an event?"
            )
            yield Finding(message, ("relations", key))


def _act(relation: Relation) -> tuple[object, ...]:
    ends = (relation.a, relation.b) if relation.directed else relation.pair
    return relation.type, ends, relation.directed, relation.date


@rule("D208")
def same_evidence_twice(scope: Scope) -> Iterator[Finding]:
    """A relation names the same evidence twice."""
    for key, relation in scope.sound_relations.items():
        if len(set(relation.evidence)) == len(relation.evidence):
            continue
        for number, item in enumerate(relation.evidence):
            if item in relation.evidence[:number]:
                path = ("relations", key, "evidence", number)
                yield Finding("the same evidence stands above; remove one of the two", path)


@rule("D301")
def lineage_conflict(scope: Scope) -> Iterator[Finding]:
    """Renames contradict each other: two predecessors, two successors, or a circle."""
    from idlib_graph.lines import lineage_conflicts  # noqa: PLC0415 - with the rule that needs it

    for name, message in lineage_conflicts(scope.sound_dataset):
        yield Finding(message, ("relations", name))
