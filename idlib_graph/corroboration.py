"""On how many independent words each relation rests, and what each source adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.contested import Contested
    from idlib_graph.model import Dataset

MANY = 3


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The independent words that affirm a relation.

    Attributes
    ----------
    origins : what they rest on: a source, or the report or agency behind it
    sources : ids of the sources that affirm it
    """

    relation: str
    origins: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def independent(self) -> int:
        """How many independent words there are; 0 for what is only expected or denied."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source adds to a data set; relations by id.

    Attributes
    ----------
    relations : those that cite it, for or against
    single : of these, those that rest on its word alone
    contradicted : of these, those on which its word stands in a contested matter
    """

    source: str
    relations: tuple[str, ...]
    single: tuple[str, ...]
    contradicted: tuple[str, ...]


def corroborate(dataset: Dataset) -> dict[str, Corroboration]:
    """The independent words that affirm each relation; evidence with one `via` is one word.

    Examples
    --------
    One article, which tells it after a monitor and of its own accord:

    >>> from idlib_graph import load_dataset
    >>> corroborate(load_dataset())["government-moves-is-to-idlib"].origins
    ('Syrian Observatory for Human Rights', 'al-bawaba-2018')
    """
    claims = dataset.codebook.claims
    found = {}
    for relation in dataset.relations.values():
        affirming = (item.source for item in relation.evidence if claims[item.claim] > 0)
        found[relation.id] = Corroboration(
            relation.id, dataset.origins(relation), tuple(dict.fromkeys(affirming))
        )
    return found


def count_corroboration(found: Iterable[Corroboration]) -> dict[str, int]:
    """How many relations have 0, 1, 2 and 3 or more independent sources.

    Examples
    --------
    >>> count_corroboration([Corroboration("a", ("x",), ("x",)), Corroboration("b", (), ())])
    {'0': 1, '1': 1, '2': 0, '3+': 0}
    """
    counts = {str(number): 0 for number in range(MANY)} | {f"{MANY}+": 0}
    for item in found:
        counts[str(item.independent) if item.independent < MANY else f"{MANY}+"] += 1
    return counts


def contributions(dataset: Dataset, contested: Iterable[Contested]) -> dict[str, Contribution]:
    """What each source of a data set adds, given its contested matters.

    Examples
    --------
    >>> from idlib_graph import find_contested, load_dataset
    >>> data = load_dataset()
    >>> added = contributions(data, find_contested(data))["al-bawaba-2018"]
    >>> "zinki-leaves-hts" in added.single, "jts-hts-clashes" in added.contradicted
    (True, True)
    """
    words = {(w.source, w.relation) for c in contested for side in c.sides for w in side.words}
    rests = corroborate(dataset)
    found = {}
    for source in dataset.sources:
        cited = tuple(r.id for r in dataset.relations.values() if source in r.sources)
        found[source] = Contribution(
            source,
            cited,
            tuple(r for r in cited if rests[r].independent == 1 and source in rests[r].sources),
            tuple(r for r in cited if (source, r) in words),
        )
    return found
