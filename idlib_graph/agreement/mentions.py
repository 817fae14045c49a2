"""What one coding says in one article: the unit that two codings are compared by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Relation

Cell = tuple[str, tuple[str, str], str]
"""An article, a pair of factions and a kind."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A relation as one article has it.

    Attributes
    ----------
    source : the article
    relation : the relation's id in its own coding
    a, b : the two factions, by the ids of the first coding where they have one there
    claim : its strongest claim in the article
    date : the date in the article, else the relation's
    paragraphs : all that are cited for it in the article, in order
    mapped : whether both factions have a counterpart, and not the same one
    """

    source: str
    relation: str
    kind: str
    type: str
    a: str
    b: str
    directed: bool
    claim: str
    date: DateBox | None
    paragraphs: tuple[int, ...]
    mapped: bool = True

    @property
    def pair(self) -> tuple[str, str]:
        """The two faction ids, sorted."""
        return (self.a, self.b) if self.a <= self.b else (self.b, self.a)

    @property
    def cell(self) -> Cell:
        """The unit of existence that it fills."""
        return (self.source, self.pair, self.kind)


def mentions(
    dataset: Dataset, sources: Iterable[str], to_first: Mapping[str, str] | None = None
) -> list[Mention]:
    """What a coding says in each of `sources`, a relation once an article, in the files' order.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> told = {item.relation: item for item in mentions(load_dataset(), ["al-bawaba-2018"])}
    >>> told["zinki-leaves-hts"].pair, told["zinki-leaves-hts"].paragraphs
    (('hts', 'zinki'), (17,))
    """
    wanted = set(sources)
    found = []
    for relation in dataset.relations.values():
        for source in relation.sources:
            if source in wanted:
                evidence = [item for item in relation.evidence if item.source == source]
                found.append(_mention(dataset, relation, evidence, to_first))
    return found


def dates_meet(one: DateBox | None, other: DateBox | None) -> bool:
    """Whether two dates can be the same: neither is given, or their boxes overlap.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> dates_meet(parse_date("2018"), parse_date("2018-02")), dates_meet(parse_date("2018"), None)
    (True, False)
    """
    if one is None or other is None:
        return one is other
    first, second = _days(one), _days(other)
    return first[0] <= second[1] and second[0] <= first[1]


def direction(one: Mention, other: Mention) -> str:
    """How two relations of one pair stand to each other in direction.

    Examples
    --------
    >>> from dataclasses import replace
    >>> one = Mention("paper", "r1", "clash", "raid", "a", "b", True, "reported", None, (1,))
    >>> direction(one, replace(one, a="b", b="a")), direction(one, replace(one, directed=False))
    ('opposite', 'one')
    """
    if one.directed != other.directed:
        return "one"
    if not one.directed:
        return "none"
    return "same" if one.a == other.a else "opposite"


def _mention(
    dataset: Dataset,
    relation: Relation,
    evidence: list[Evidence],
    to_first: Mapping[str, str] | None,
) -> Mention:
    a, b, mapped = relation.a, relation.b, True
    if to_first is not None:
        mapped = a in to_first and b in to_first and to_first[a] != to_first[b]
        a, b = to_first.get(a, a), to_first.get(b, b)
    return Mention(
        source=evidence[0].source,
        relation=relation.id,
        kind=relation.kind,
        type=relation.type,
        a=a,
        b=b,
        directed=relation.directed,
        claim=max((item.claim for item in evidence), key=dataset.codebook.claims.__getitem__),
        date=next((item.date for item in evidence if item.date), relation.date),
        paragraphs=tuple(sorted({number for item in evidence for number in item.paragraphs})),
        mapped=mapped,
    )


def _days(box: DateBox) -> tuple[date, date]:
    return (box.earliest or date.min, box.latest or date.max)
