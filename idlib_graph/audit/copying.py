"""Whether the coder's own texts share a run of words with an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.audit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from idlib_graph.audit.articles import Article
    from idlib_graph.model import Dataset

RUN = 6
"""So many words in a row are a quotation."""

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """A run of words that a text of the data set shares with an article."""

    record: str
    field: str
    source: str
    paragraph: int
    words: str


def copied_runs(
    dataset: Dataset, articles: Mapping[str, Article], more: Iterable[tuple[str, str, str]] = ()
) -> Iterator[Copied]:
    """Runs of six words or more, compared without case and punctuation.

    Runs that lie wholly inside a faction's name or alias or a source's title are exempt.

    Parameters
    ----------
    more : further texts as (record, field, text)

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.audit import Article
    >>> article = Article("paper", ("They met in the old town by night.",))
    >>> note = ("relation r1", "note", "The two met in the old town by day.")
    >>> [run.words for run in copied_runs(load_dataset(), {"paper": article}, [note])]
    ['met in the old town by']
    """
    index = _index(articles)
    exempt = {gram for name in _proper_names(dataset) for gram in _grams(_plain(name))}
    for record, field, text in (*_texts(dataset), *more):
        plain = _plain(text)
        grams = _grams(plain)
        at = 0
        while at < len(grams):
            if grams[at] not in index or grams[at] in exempt:
                at += 1
                continue
            end = at
            while end < len(grams) and grams[end] in index and grams[end] not in exempt:
                end += 1
            source, paragraph = index[grams[at]]
            yield Copied(record, field, source, paragraph, " ".join(plain[at : end + RUN - 1]))
            at = end


def _plain(text: str) -> list[str]:
    return [word.casefold() for word in words(text)]


def _grams(plain: list[str]) -> list[Gram]:
    return [tuple(plain[at : at + RUN]) for at in range(len(plain) - RUN + 1)]


def _index(articles: Mapping[str, Article]) -> dict[Gram, tuple[str, int]]:
    """Where each run of six words first stands."""
    index: dict[Gram, tuple[str, int]] = {}
    for article in articles.values():
        for number, paragraph in enumerate(article.paragraphs, start=1):
            for gram in _grams(_plain(paragraph)):
                index.setdefault(gram, (article.source, number))
    return index


def _proper_names(dataset: Dataset) -> Iterator[str]:
    for faction in dataset.factions.values():
        yield from (faction.name, *faction.aliases)
    for source in dataset.sources.values():
        yield source.title


def _texts(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Every text of the coder's own wording, with where it stands."""
    yield "dataset", "description", dataset.description
    for source in dataset.sources.values():
        yield f"source {source.id}", "reliability_reason", source.reliability_reason
        yield f"source {source.id}", "note", source.note or ""
    for faction in dataset.factions.values():
        yield f"faction {faction.id}", "note", faction.note or ""
    for relation in dataset.relations.values():
        yield f"relation {relation.id}", "note", relation.note or ""
        yield f"relation {relation.id}", "place", relation.place or ""
        for item in relation.evidence:
            yield f"relation {relation.id}", "claimant", item.claimant or ""
            yield f"relation {relation.id}", "via", item.via or ""
    for kind in dataset.codebook.types.values():
        yield f"type {kind.name}", "meaning", kind.meaning
