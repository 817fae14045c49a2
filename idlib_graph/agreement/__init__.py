"""Two codings of the same articles compared, to see whether a second coder finds the same things.

Existence is compared on units (article, pair of factions that both coders have there, kind), by
Dice's coefficient over the units that are filled, and by Krippendorff's alpha over all of them; no
percentage is taken over empty units, of which there are always most. What is said of a relation
(type, claim, date, direction) is compared on relations aligned by the paragraphs they cite. Before
all that, the factions of the second coding are mapped to those of the first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from idlib_graph.agreement.alignment import align
from idlib_graph.agreement.alpha import krippendorff_alpha
from idlib_graph.agreement.factions import FactionMap, map_factions, read_mapping
from idlib_graph.agreement.figures import Figures, measure, measure_kind
from idlib_graph.agreement.mentions import Mention, dates_meet, direction, mentions
from idlib_graph.errors import NotFoundError
from idlib_graph.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from idlib_graph.agreement.alignment import Pairs
    from idlib_graph.agreement.figures import Aligned
    from idlib_graph.model import Dataset

__all__ = [
    "Agreement",
    "Difference",
    "FactionMap",
    "Figures",
    "Mention",
    "agreement_record",
    "compare_codings",
    "krippendorff_alpha",
    "map_factions",
    "read_mapping",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two codings differ.

    Attributes
    ----------
    what : ``only-first``, ``only-second``, ``type``, ``claim``, ``date`` or ``direction``
    first, second : what either says; None where it has nothing
    counted : whether both factions are in both codings of the article, so that figures on
        existence count it
    """

    what: str
    first: Mention | None
    second: Mention | None
    counted: bool

    @property
    def mention(self) -> Mention:
        """What the first says, else the second."""
        found = self.first or self.second
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two codings agree, and every single thing on which they do not.

    Attributes
    ----------
    factions : how the factions of the second were mapped to the first
    sources : ids of the articles that both have, which alone are compared
    sources_first, sources_second : ids of those that only one has
    overall, by_source, by_kind : the figures
    differences : in order of article and paragraph
    """

    factions: FactionMap
    sources: tuple[str, ...]
    sources_first: tuple[str, ...]
    sources_second: tuple[str, ...]
    overall: Figures
    by_source: Mapping[str, Figures]
    by_kind: Mapping[str, Figures]
    differences: tuple[Difference, ...]


def compare_codings(
    first: Dataset, second: Dataset, mapping: Mapping[str, str | None] | None = None
) -> Agreement:
    """Compare two codings of the same articles.

    Parameters
    ----------
    first, second : the codings; neither is taken to be right
    mapping : for faction ids of `second` the id in `first`, or None for no counterpart; goes
        before what ids and names say

    Raises
    ------
    NotFoundError
        Where the codings have no source in common, or `mapping` names an unknown faction.

    Examples
    --------
    A second coder who coded no split:

    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset
    >>> first = load_dataset()
    >>> kept = {rid: one for rid, one in first.relations.items() if one.kind != "split"}
    >>> found = compare_codings(first, replace(first, relations=kept))
    >>> found.by_kind["clash"].existence.dice, found.by_kind["split"].existence.dice
    (1.0, 0.0)
    """
    sources = tuple(name for name in first.sources if name in second.sources)
    if not sources:
        msg = "the two codings have no source id in common; there is nothing to compare"
        raise NotFoundError(msg)
    factions = map_factions(first, second, mapping)
    mine, theirs = mentions(first, sources), mentions(second, sources, factions.to_first)
    common = {name: _factions_in(mine, name) & _factions_in(theirs, name) for name in sources}
    pairs = align(mine, theirs)
    return Agreement(
        factions=factions,
        sources=sources,
        sources_first=tuple(name for name in first.sources if name not in sources),
        sources_second=tuple(name for name in second.sources if name not in sources),
        overall=measure(mine, theirs, pairs, common),
        by_source={name: _of_source(name, mine, theirs, pairs, common) for name in sources},
        by_kind={kind: measure_kind(mine, theirs, pairs, common, kind) for kind in KINDS},
        differences=_differences(mine, theirs, pairs, common),
    )


def agreement_record(agreement: Agreement) -> dict[str, Any]:
    """The agreement, fit for JSON.

    ``{"sources", "sources_first", "sources_second", "factions": {"mapping", "kept",
    "unmapped_first", "unmapped_second"}, "overall": figures, "by_source": {id: figures},
    "by_kind": {kind: figures}, "differences": [{"what", "source", "pair", "kind", "counted",
    "first", "second"}]}``, where figures are ``{"existence": {...}, "relations": {...}}`` with the
    attributes of `Existence` and `Aligned`, undefined numbers are null, and ``first`` and
    ``second`` are null or ``{"relation", "type", "from"|"between", "to", "claim", "date",
    "paragraphs"}``.

    Examples
    --------
    A coding agrees with itself:

    >>> from idlib_graph import load_dataset
    >>> coding = load_dataset()
    >>> record = agreement_record(compare_codings(coding, coding))
    >>> record["overall"]["relations"]["dice"], record["differences"]
    (1.0, [])
    """
    factions = agreement.factions
    return {
        "sources": list(agreement.sources),
        "sources_first": list(agreement.sources_first),
        "sources_second": list(agreement.sources_second),
        "factions": {
            "mapping": dict(factions.to_first),
            "kept": sorted(factions.kept),
            "unmapped_first": list(factions.unmapped_first),
            "unmapped_second": list(factions.unmapped_second),
        },
        "overall": _figures_record(agreement.overall),
        "by_source": {name: _figures_record(x) for name, x in agreement.by_source.items()},
        "by_kind": {name: _figures_record(x) for name, x in agreement.by_kind.items()},
        "differences": [_difference_record(item) for item in agreement.differences],
    }


def _factions_in(items: list[Mention], source: str) -> set[str]:
    return {name for x in items if x.mapped and x.source == source for name in x.pair}


def _of_source(
    name: str,
    first: list[Mention],
    second: list[Mention],
    pairs: Pairs,
    common: Mapping[str, set[str]],
) -> Figures:
    firsts, seconds = ([x for x in side if x.source == name] for side in (first, second))
    within = [pair for pair in pairs if pair[0].source == name]
    return measure(firsts, seconds, within, {name: common[name]})


def _differences(
    first: list[Mention],
    second: list[Mention],
    pairs: Pairs,
    common: Mapping[str, set[str]],
) -> tuple[Difference, ...]:
    found = [
        Difference(what, one, other, counted=True)
        for one, other in pairs
        for what in _unlike(one, other)
    ]
    matched = [{(x.source, x.relation) for x in side} for side in zip(*pairs, strict=True)]
    ones, others = matched or [set(), set()]
    for item in first:
        if (item.source, item.relation) not in ones:
            counted = common[item.source].issuperset(item.pair)
            found.append(Difference("only-first", item, None, counted))
    for item in second:
        if (item.source, item.relation) not in others:
            counted = item.mapped and common[item.source].issuperset(item.pair)
            found.append(Difference("only-second", None, item, counted))
    order = {source: number for number, source in enumerate(common)}
    return tuple(sorted(found, key=lambda x: _place(x, order)))


def _place(item: Difference, order: Mapping[str, int]) -> tuple[object, ...]:
    told = item.mention
    return (order[told.source], told.paragraphs, told.pair, told.kind, told.relation, item.what)


def _unlike(one: Mention, other: Mention) -> Iterator[str]:
    if one.type != other.type:
        yield "type"
    if one.claim != other.claim:
        yield "claim"
    if not dates_meet(one.date, other.date):
        yield "date"
    if direction(one, other) == "opposite":
        yield "direction"


def _figures_record(figures: Figures) -> dict[str, Any]:
    relations: Aligned = figures.relations
    shares = {
        "dice": relations.dice,
        "date_share": relations.date_share,
        "direction_share": relations.direction_share,
    }
    return {"existence": asdict(figures.existence), "relations": asdict(relations) | shares}


def _difference_record(item: Difference) -> dict[str, Any]:
    told = item.mention
    return {
        "what": item.what,
        "source": told.source,
        "pair": list(told.pair),
        "kind": told.kind,
        "counted": item.counted,
        "first": _mention_record(item.first),
        "second": _mention_record(item.second),
    }


def _mention_record(item: Mention | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "relation": item.relation,
        "type": item.type,
        **({"from": item.a, "to": item.b} if item.directed else {"between": [item.a, item.b]}),
        "claim": item.claim,
        "date": item.date.text if item.date else None,
        "paragraphs": list(item.paragraphs),
    }
