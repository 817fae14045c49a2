"""D1xx: whether names refer to something, and whether the vocabulary makes sense."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idlib_graph.checks.scope import Finding, bare, rule
from idlib_graph.errors import IdlibGraphError
from idlib_graph.load.wording import listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.checks.scope import Path, Scope
    from idlib_graph.model import Relation


def parties(key: str, relation: Relation) -> tuple[tuple[str, Path], tuple[str, Path]]:
    """Return the two ends of a relation, each with where it is written."""
    here: Path = ("relations", key)
    if relation.directed:
        return (relation.a, (*here, "from")), (relation.b, (*here, "to"))
    return (relation.a, (*here, "between", 0)), (relation.b, (*here, "between", 1))


@rule("D101")
def unknown_faction(scope: Scope) -> Iterator[Finding]:
    """A relation names a faction that is not in factions.yaml."""
    known = scope.words("factions")
    for key, relation in scope.relations.items() if scope.whole("factions") else ():
        for name, path in parties(key, relation):
            if name and name not in known:
                hint = scope.suggest_faction(name) or "; add it to factions.yaml"
                yield Finding(f"unknown faction {shown(name)}{hint}", path)


@rule("D102")
def unknown_source(scope: Scope) -> Iterator[Finding]:
    """Evidence or a default names a source that is not in sources.yaml."""
    if not scope.whole("sources"):
        return
    known = scope.words("sources")
    for name, path in _cited(scope):
        if name and name not in known:
            hint = scope.suggest(name, known) or "; add it to sources.yaml"
            yield Finding(f"unknown source {shown(name)}{hint}", path)


def _cited(scope: Scope) -> Iterator[tuple[str, Path]]:
    for key, relation in scope.relations.items():
        for number, item in enumerate(relation.evidence):
            yield item.source, ("relations", key, "evidence", number, "source")
    for setting in ("source", "without_source"):
        names = scope.dataset.defaults.get(setting, ())
        for number, name in enumerate(names if isinstance(names, (list, tuple)) else (names,)):
            yield str(name), ("dataset", "defaults", setting, number)


@rule("D103")
def unknown_type(scope: Scope) -> Iterator[Finding]:
    """A relation's type is not in the codebook."""
    known = scope.words("types")
    for key, relation in scope.relations.items() if scope.whole("types") else ():
        name = relation.type
        if name and name not in known:
            hint = scope.suggest(name, known) or "; add it to codebook.yaml"
            yield Finding(f"unknown type {shown(name)}{hint}", ("relations", key, "type"))


@rule("D104")
def unknown_claim(scope: Scope) -> Iterator[Finding]:
    """A claim is not in the codebook."""
    known = scope.words("claims")
    for key, relation in scope.relations.items() if scope.whole("claims") else ():
        for number, item in enumerate(relation.evidence):
            if item.claim and item.claim not in known:
                hint = scope.suggest(item.claim, known) or f"; it may be {listed(sorted(known))}"
                path = ("relations", key, "evidence", number, "claim")
                yield Finding(f"unknown claim {shown(item.claim)}{hint}", path)


@rule("D105")
def unknown_reliability(scope: Scope) -> Iterator[Finding]:
    """A source's reliability is not in the codebook."""
    known = scope.words("reliability")
    for key, source in scope.dataset.sources.items() if scope.whole("reliability") else ():
        letter = source.reliability
        if letter and letter not in known:
            message = f"unknown reliability {shown(letter)}; it may be {listed(sorted(known))}"
            yield Finding(message, ("sources", key, "reliability"))


@rule("D107")
def shared_alias(scope: Scope) -> Iterator[Finding]:
    """Two factions share a name or an alias, but for case."""
    owner = {key.casefold(): key for key in scope.dataset.factions}
    for key, faction in scope.dataset.factions.items():
        names: list[tuple[str, Path]] = [(faction.name, ("factions", key, "name"))]
        for number, alias in enumerate(faction.aliases):
            names.append((alias, ("factions", key, "aliases", number)))
        for name, path in names if not _is_repeat(key) else ():
            first = owner.setdefault(" ".join(name.casefold().split()), key)
            if first != key and name:
                message = f"{shown(name)} is also a name of faction {first!r}; leave it to one"
                yield Finding(message, path)


@rule("W409")
def same_name_but_for_spelling(scope: Scope) -> Iterator[Finding]:
    """Two factions have names that differ only in accents, spaces or punctuation."""
    owner: dict[str, tuple[str, str]] = {}
    for key, faction in scope.dataset.factions.items():
        if _is_repeat(key):
            continue
        for name in dict.fromkeys((faction.name, *faction.aliases)):
            first, spelling = owner.setdefault(bare(name) or name, (key, name))
            if first != key and spelling.casefold() != name.casefold():
                message = f"{shown(name)} is nearly {shown(spelling)} of {first!r}; one faction?"
                yield Finding(message, ("factions", key))


def _is_repeat(key: str) -> bool:
    return "#" in key


@rule("D108")
def ends_unknown_type(scope: Scope) -> Iterator[Finding]:
    """A type's `ends` names a type that is not in the codebook."""
    known = scope.words("types")
    for name, kind in scope.dataset.codebook.types.items():
        for number, ended in enumerate(kind.ends):
            if ended not in known:
                message = f"ends names an unknown type {shown(ended)}{scope.suggest(ended, known)}"
                yield Finding(message, ("types", name, "ends", number))


@rule("D109")
def ends_an_event(scope: Scope) -> Iterator[Finding]:
    """A type's `ends` names an event, which nothing can end."""
    types = scope.dataset.codebook.types
    for name, kind in types.items():
        for number, ended in enumerate(kind.ends):
            if ended in types and types[ended].duration == "event":
                message = f"ends names {shown(ended)}, an event; only states can be ended"
                yield Finding(message, ("types", name, "ends", number))


@rule("D110")
def type_at_odds_with_itself(scope: Scope) -> Iterator[Finding]:
    """A type has one of from and to only, or needs a direction that it does not have."""
    for name, kind in scope.dataset.codebook.types.items():
        path: Path = ("types", name)
        if scope.damaged("types", name):
            continue
        if (kind.from_role is None) != (kind.to_role is None):
            yield Finding("a type has from and to, or neither; add the other", path)
        elif not kind.has_direction:
            if kind.lineage:
                yield Finding("a lineage type needs from and to: old name and new name", path)
            if kind.founds:
                message = f"founds: {kind.founds} needs from and to, to say who comes into being"
                yield Finding(message, path)


@rule("D111")
def invalid_default(scope: Scope) -> Iterator[Finding]:
    """A default of the data set is no valid setting."""
    from idlib_graph.settings import settings_for  # noqa: PLC0415 - only where there are defaults

    for name, value in scope.dataset.defaults.items():
        try:
            settings_for(replace(scope.dataset, defaults={name: value}))
        except IdlibGraphError as error:
            yield Finding(str(error), ("dataset", "defaults", name))
