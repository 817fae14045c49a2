"""W4xx: what need not be wrong and should be looked at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from idlib_graph.checks.scope import Finding, rule
from idlib_graph.load.wording import listed, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from idlib_graph.checks.scope import Scope
    from idlib_graph.model import Relation

ADVISORY = ("W402", "W406", "W408")
"""One line on the whole data set: these describe it, doubt no record, and pass --strict."""


@rule("W401")
def lonely_faction(scope: Scope) -> Iterator[Finding]:
    """A faction takes part in no relation."""
    related = {name for relation in scope.relations.values() for name in relation.pair}
    for key in scope.dataset.factions if scope.whole("relations") else ():
        if key not in related and "#" not in key:
            yield Finding(f"no relation names faction {shown(key)}", ("factions", key))


@rule("W402")
def single_source(scope: Scope) -> Iterator[Finding]:
    """How many relations rest on one source only; one line for the whole data set."""
    origins = {key: {item.origin for item in one.evidence} for key, one in scope.told.items()}
    single = [key for key, found in origins.items() if len(found) == 1]
    if single:
        message = f"resting on one source: {_count(single)} of {len(scope.told)}: "
        yield Finding(message + listed(single, most=5), ("dataset",))


@rule("W406")
def only_expected_or_denied(scope: Scope) -> Iterator[Finding]:
    """How many relations are only expected or denied, never a tie; one line for the data set."""
    names = [key for key in scope.sound_relations if key not in scope.told]
    if names:
        message = f"only expected or denied, and never a tie: {_count(names)}: "
        yield Finding(message + listed(names, most=5), ("dataset",))


@rule("W408")
def no_paragraphs(scope: Scope) -> Iterator[Finding]:
    """How much evidence names no paragraphs, so that nobody can check it; one line for all."""
    names = [
        key
        for key, relation in scope.sound_relations.items()
        if any(not item.paragraphs for item in relation.evidence)
    ]
    if names:
        message = f"evidence without paragraphs, which nobody can check: {_count(names)}: "
        yield Finding(message + listed(names, most=5), ("dataset",))


def _count(names: list[str]) -> str:
    return f"{len(names)} relation{'' if len(names) == 1 else 's'}"


@rule("W403")
def anachronism(scope: Scope) -> Iterator[Finding]:
    """A dated relation lies before a party existed under its name, or after it no longer did."""
    births, deaths = _lifetimes(scope)
    for key, relation in scope.told.items():
        box, path = relation.date, ("relations", key, "date")
        kind = scope.dataset.codebook.types[relation.type]
        if box is None or kind.lineage or kind.founds:
            continue
        for name in relation.pair:
            birth, death = births.get(name), deaths.get(name)
            if birth and box.latest and box.latest < birth:
                message = f"date {box.text!r} is before {name!r} existed ({birth})"
                yield Finding(f"{message}; correct it, or say so in note", path)
            elif death and box.earliest and box.earliest > death:
                message = f"date {box.text!r} is after {name!r} ended or was renamed ({death})"
                yield Finding(f"{message}; correct it, or say so in note", path)


def _lifetimes(scope: Scope) -> tuple[Mapping[str, date], Mapping[str, date]]:
    """Return the first day that each name is known to have had, and its last."""
    births: dict[str, date] = {}
    deaths: dict[str, date] = {}
    for key, faction in scope.dataset.factions.items():
        if faction.active:
            if faction.active.start.earliest:
                births[key] = faction.active.start.earliest
            if faction.active.interval and faction.active.end.latest:
                deaths[key] = faction.active.end.latest
    for relation in scope.told.values():
        kind = scope.dataset.codebook.types[relation.type]
        if relation.date is None or not relation.directed:
            continue
        born = relation.b if kind.lineage or kind.founds == "to" else None
        born = relation.a if kind.founds == "from" else born
        first, last = relation.date.start.earliest, relation.date.start.latest
        if born and first:
            births[born] = min(first, births.get(born, first))
        if kind.lineage and last:
            deaths[relation.a] = max(last, deaths.get(relation.a, last))
    return births, deaths


@rule("W404")
def uncited_source(scope: Scope) -> Iterator[Finding]:
    """A source is cited by no relation."""
    cited = {item.source for one in scope.relations.values() for item in one.evidence}
    for key in scope.dataset.sources if scope.whole("relations") else ():
        if key not in cited and "#" not in key:
            yield Finding(f"no relation cites source {shown(key)}", ("sources", key))


@rule("W405")
def date_in_evidence_only(scope: Scope) -> Iterator[Finding]:
    """Evidence has a date of its own though the relation has none to differ from."""
    for key, relation in scope.sound_relations.items():
        for number, item in enumerate(relation.evidence):
            if item.date and not relation.date:
                path = ("relations", key, "evidence", number, "date")
                yield Finding("the relation has no date; give it this one", path)


@rule("W407")
def one_event_on_two_dates(scope: Scope) -> Iterator[Finding]:
    """Relations that share an event have dates that exclude each other."""
    for name, shared in _events(scope).items():
        first = next((one for _, one in shared if one.date), None)
        for key, relation in shared:
            if first and _apart(first, relation):
                message = f"event {name!r} has another date in {first.id!r} ({first.date})"
                yield Finding(f"{message}; one event is one date", ("relations", key, "date"))


def _apart(one: Relation, other: Relation) -> bool:
    if one.date is None or other.date is None:
        return False
    return any(
        a.latest and b.earliest and a.latest < b.earliest
        for a, b in ((one.date, other.date), (other.date, one.date))
    )


@rule("W411")
def event_of_one_relation(scope: Scope) -> Iterator[Finding]:
    """An event is named by one relation only, and is spelt nearly like another."""
    events = _events(scope)
    single = [name for name, shared in events.items() if len(shared) == 1]
    for name in single[:200]:  # looking for near names takes time
        if near := nearest(name, [other for other in events if other != name]):
            message = f"only this relation names event {shown(name)} (did you mean {shown(near)}?)"
            yield Finding(message, ("relations", events[name][0][0], "event"))


def _events(scope: Scope) -> dict[str, list[tuple[str, Relation]]]:
    events = defaultdict(list)
    for key, relation in scope.sound_relations.items():
        if relation.event:
            events[relation.event].append((key, relation))
    return events


@rule("W412")
def told_and_denied_by_one_source(scope: Scope) -> Iterator[Finding]:
    """One source both tells a relation and denies it."""
    for key, relation in scope.told.items():
        denied = {item.source for item in relation.evidence if item.claim == "denied"}
        factors = scope.dataset.codebook.claims
        told = {item.source for item in relation.evidence if factors[item.claim] > 0}
        for source in sorted(denied & told):
            message = f"source {source!r} both tells and denies it; is the claimant named?"
            yield Finding(message, ("relations", key, "evidence"))


@rule("W413")
def accessed_before_published(scope: Scope) -> Iterator[Finding]:
    """A source was accessed before it was published."""
    for key, source in scope.dataset.sources.items():
        accessed, first = source.accessed, source.published.earliest
        if accessed and accessed.latest and first and accessed.latest < first:
            message = f"accessed on {accessed}, before it was published ({source.published})"
            yield Finding(f"{message}; correct one of them", ("sources", key, "accessed"))
