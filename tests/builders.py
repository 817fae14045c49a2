"""Data sets in one line each, so that a test reads like what it says.

``make(rel("membership", "red", "green", date="2015/..", source="paper-2016-01-01"))`` is a data
set with the whole codebook, a source published on 1 January 2016 and two armed groups. Sources
carry their day of publication in their id and are fully reliable unless a test says otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from idlib_graph.dates import parse_date
from idlib_graph.model import (
    Codebook,
    Dataset,
    Evidence,
    Faction,
    Relation,
    RelationType,
    Source,
)
from idlib_graph.presence import compute_presence
from idlib_graph.settings import Settings
from idlib_graph.snapshots import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAPER = "paper-2016-01-01"

_LEAVING = ("membership", "branch", "pledge", "partnership", "arm", "linkage")
_PEACE = ("rivalry", "siege")
_FIGHT = ("partnership",)

# type: kind, duration, strength, half-life, directed, ends
_TYPES: dict[str, tuple[str, str, float, float, bool, tuple[str, ...]]] = {
    "membership": ("alliance", "state", 0.9, 12, True, ()),
    "branch": ("alliance", "state", 0.9, 12, True, ()),
    "arm": ("alliance", "state", 0.9, 12, True, ()),
    "sponsorship": ("alliance", "state", 0.8, 12, True, ()),
    "pledge": ("alliance", "state", 0.9, 12, True, ()),
    "partnership": ("alliance", "state", 0.5, 12, False, ()),
    "linkage": ("alliance", "state", 0.4, 12, False, ()),
    "founding": ("alliance", "event", 0.9, 12, True, ()),
    "merger": ("alliance", "event", 1.0, 12, True, ("rivalry",)),
    "rebrand": ("alliance", "event", 1.0, 12, True, ()),
    "succession": ("alliance", "event", 1.0, 12, True, ()),
    "cooperation": ("alliance", "event", 0.7, 6, False, ()),
    "truce": ("alliance", "event", 0.5, 6, False, _PEACE),
    "reconciliation": ("alliance", "event", 0.5, 6, False, _PEACE),
    "absorption": ("alliance", "event", 0.7, 12, True, ()),
    "aid": ("alliance", "event", 0.4, 6, True, ()),
    "breakaway": ("split", "event", 0.6, 12, True, _LEAVING),
    "offshoot": ("split", "event", 0.3, 12, True, ()),
    "defection": ("split", "event", 0.5, 12, True, ()),
    "severed-ties": (
        "split",
        "event",
        0.6,
        12,
        True,
        ("pledge", "branch", "membership", "linkage"),
    ),
    "withdrawal": ("split", "event", 0.4, 6, True, ("sponsorship",)),
    "rivalry": ("clash", "state", 0.5, 12, False, ()),
    "designation": ("clash", "state", 0.4, 12, True, ()),
    "siege": ("clash", "state", 0.9, 6, True, _FIGHT),
    "battle": ("clash", "event", 0.9, 6, False, _FIGHT),
    "raid": ("clash", "event", 0.9, 6, True, _FIGHT),
    "threat": ("clash", "event", 0.3, 3, True, ()),
    "accusation": ("clash", "event", 0.3, 3, True, ()),
}
_FOUNDS = {"founding": "to", "rebrand": "to", "succession": "to", "offshoot": "from"}

CODEBOOK = Codebook(
    types={
        name: RelationType(
            name=name,
            kind=kind,
            duration=duration,
            strength=strength,
            half_life=half_life,
            ends=ends,
            from_role="from" if directed else None,
            to_role="to" if directed else None,
            mutual=name == "merger",
            lineage=name in {"rebrand", "succession"},
            founds=_FOUNDS.get(name),
        )
        for name, (kind, duration, strength, half_life, directed, ends) in _TYPES.items()
    },
    claims={
        "asserted": 1.0,
        "reported": 0.8,
        "alleged": 0.5,
        "speculated": 0.25,
        "expected": 0.0,
        "denied": 0.0,
    },
    reliability={"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, "E": 0.25, "F": 0.5},
)


def word(source: str, claim: str = "asserted", *, via: str | None = None) -> Evidence:
    """One source's word."""
    return Evidence(source, (1,), claim, via=via)


def rel(
    kind_of: str,
    a: str,
    b: str,
    *,
    date: str | None = None,
    source: str | Iterable[str] = PAPER,
    evidence: Iterable[Evidence] = (),
    claim: str = "asserted",
    id: str = "",  # noqa: A002 - the records' own name for it
    **more: Any,  # noqa: ANN401 - any other field of a relation
) -> Relation:
    """A relation of type `kind_of`; its id is ``TYPE-A-B`` unless given."""
    kind = CODEBOOK.types[kind_of]
    sources = (source,) if isinstance(source, str) else tuple(source)
    return Relation(
        id=id or f"{kind_of}-{a}-{b}",
        kind=kind.kind,
        type=kind_of,
        a=a,
        b=b,
        directed=kind.has_direction,
        evidence=tuple(evidence) or tuple(word(s, claim) for s in sources),
        date=parse_date(date) if date else None,
        **more,
    )


def faction(name: str, *, type: str = "armed-group", active: str | None = None) -> Faction:  # noqa: A002 - the records' own name for it
    """A faction whose display name is its id with a capital."""
    box = parse_date(active) if active else None
    return Faction(name, name.capitalize(), type, active=box)


def make(
    *relations: Relation,
    factions: Iterable[Faction] = (),
    reliability: Mapping[str, str] | None = None,
    period: str | None = None,
    defaults: Mapping[str, object] | None = None,
) -> Dataset:
    """A data set of `relations`; factions and sources that they name come into being."""
    named = {item.id: item for item in factions}
    letters = reliability or {}
    sources = {}
    for relation in relations:
        for end in (relation.a, relation.b):
            named.setdefault(end, faction(end))
        for name in relation.sources:
            published = parse_date(name.split("-", 1)[1])
            sources[name] = Source(name, name, published, letters.get(name, "A"))
    by_id = {relation.id: relation for relation in relations}
    if len(by_id) < len(relations):
        msg = "two relations share an id; give one of them another"
        raise ValueError(msg)
    return Dataset(
        title="Made for a test",
        codebook=CODEBOOK,
        sources=sources,
        factions=named,
        relations=by_id,
        period=parse_date(period) if period else None,
        defaults=defaults or {},
    )


def day(text: str) -> date:
    """A day from its ISO form."""
    return date.fromisoformat(text)


def later(text: str, months: float) -> date:
    """The day that is `months` of 365.2425 / 12 days after (before, where negative) a day."""
    return day(text) + timedelta(days=round(months * 365.2425 / 12))


def present(dataset: Dataset, relation: str, on: str | date, **settings: Any) -> float:  # noqa: ANN401 - any setting
    """The presence of one relation on one day."""
    at = on if isinstance(on, date) else day(on)
    found = compute_presence(dataset, [at], settings=Settings(**settings))
    return float(found.values[found.relations.index(relation), 0])


def tie(dataset: Dataset, a: str, b: str, on: str, **settings: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any setting
    """The tie of two factions on one day; None where there is none."""
    G = snapshot(dataset, day(on), settings=Settings(**settings))
    return dict(G.edges[a, b]) if G.has_edge(a, b) else None
