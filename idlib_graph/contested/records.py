"""What a contested matter is: two sides, with every word that stands for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from idlib_graph.model import Dataset, Evidence, Relation

GROUNDS = {
    "sign": (
        "One source tells of something friendly, another of something hostile, over the same time"
    ),
    "parties": "One happening, with other parties in each source",
    "date": "One happening, with dates that cannot both be right",
    "ending": "Over by one source, holding later by another",
    "denial": "Affirmed, and denied",
}


class Word(NamedTuple):
    """One source's word for, or against, a relation."""

    relation: str
    evidence: Evidence

    @property
    def source(self) -> str:
        """Id of the source."""
        return self.evidence.source


@dataclass(frozen=True, slots=True)
class Side:
    """What stands for one of two versions."""

    words: tuple[Word, ...]

    @property
    def relations(self) -> tuple[str, ...]:
        """Ids of its relations, each once."""
        return tuple(dict.fromkeys(word.relation for word in self.words))

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of its sources, each once."""
        return tuple(dict.fromkeys(word.source for word in self.words))


@dataclass(frozen=True, slots=True)
class Contested:
    """A matter on which the sources contradict each other.

    Attributes
    ----------
    ground : in what they do, one of `GROUNDS`
    lines : the lines that its relations are about, sorted
    sides : the two versions; on ``date`` and ``denial`` mostly of one relation
    event : the happening, where its relations share one
    first, last : the time over which both versions hold, on ``sign``
    """

    ground: str
    lines: tuple[str, ...]
    sides: tuple[Side, Side]
    event: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def relations(self) -> tuple[str, ...]:
        """Ids of all relations concerned, each once."""
        return tuple(dict.fromkeys(rid for side in self.sides for rid in side.relations))

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of all sources concerned, each once."""
        return tuple(dict.fromkeys(source for side in self.sides for source in side.sources))


def words_for(dataset: Dataset, relation: Relation) -> list[Word]:
    """The words that affirm a relation.

    Examples
    --------
    Told and denied in one article:

    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> told = data.relations["turkey-treats-hts-leader"]
    >>> len(told.evidence) - len(words_for(data, told))
    1
    """
    claims = dataset.codebook.claims
    return [Word(relation.id, item) for item in relation.evidence if claims[item.claim] > 0]


def tellers(dataset: Dataset, relations: Iterable[Relation]) -> set[str]:
    """The sources that affirm any of `relations`.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> sorted(tellers(data, [data.relations["huras-al-din-breaks-with-hts"]]))
    ['al-bawaba-2018', 'al-monitor-2019']
    """
    return {word.source for relation in relations for word in words_for(dataset, relation)}


def make_side(words: Iterable[Word]) -> Side:
    """A side of `words`, each once, in order of source and paragraph.

    Examples
    --------
    >>> from idlib_graph import Evidence
    >>> one, other = (Word("r1", Evidence(source, (1,), "asserted")) for source in ("b", "a"))
    >>> make_side([one, other, one]).sources
    ('a', 'b')
    """
    once = dict.fromkeys(words)
    return Side(tuple(sorted(once, key=lambda w: (w.source, w.relation, w.evidence.paragraphs))))
