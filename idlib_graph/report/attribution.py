"""Whose word it is, where it stands, and what is doubtful about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names, when_words
from idlib_graph.report.wording import counted, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Evidence, Relation

    Citation = tuple[str, str]


def attributed(analysis: Analysis, relations: Sequence[Relation], *, named: bool = False) -> str:
    """Whose word it is, where no source states it as a fact or the only one is in doubt.

    That is a source that others contradict, or one of less reliability than C, which is named
    with its letter.

    Parameters
    ----------
    named : whether the only source is named whatever its reliability
    """
    claims = analysis.dataset.codebook.claims
    words = [item for relation in relations for item in relation.evidence if claims[item.claim] > 0]
    certain = max(claims.values())
    best = max((claims[item.claim] for item in words), default=certain)
    only = _only(analysis, words, named=named)
    alone = len({item.origin for item in words}) == 1
    disputed = alone and contested_count(analysis, [r.id for r in relations])
    if best == certain and not (only or disputed):
        return ""
    first = next(item for item in words if claims[item.claim] == best)
    speakers = (_speaker(analysis, item) for item in words if item.claim == first.claim)
    by, publisher = list(dict.fromkeys(speakers)), _publisher(analysis, first.source)
    as_told = f" in {only}" if only and publisher not in by else ""
    names = join_names(only if only and name == publisher else name for name in by)
    start = "according to" if best == certain or first.claim == "reported" else None
    return f"{start or f'as {first.claim} by'} {names}{as_told}"


def _only(analysis: Analysis, words: Sequence[Evidence], *, named: bool) -> str:
    """The only source with its letter, where it is to be named; else nothing."""
    sources = {item.source for item in words}
    if len(sources) != 1:
        return ""
    source = sources.pop()
    if not named and not _weak(analysis, source):
        return ""
    return f"{_publisher(analysis, source)} (reliability {_letter(analysis, source)})"


def _weak(analysis: Analysis, source: str) -> bool:
    """Whether a source counts for less than one of reliability C."""
    worth = analysis.dataset.codebook.reliability
    return worth[_letter(analysis, source)] < worth["C"]


def _letter(analysis: Analysis, source: str) -> str:
    return analysis.dataset.sources[source].reliability


def _publisher(analysis: Analysis, source: str) -> str:
    found = analysis.dataset.sources[source]
    return found.publisher or found.title


def _speaker(analysis: Analysis, item: Evidence) -> str:
    name, _, day = (item.via or "").partition(", ")
    via = f"{name} ({day})" if day else name
    return item.claimant or via or _publisher(analysis, item.source)


def publishers(analysis: Analysis, sources: Iterable[str]) -> str:
    """Who published sources, with the letter of one that counts for less than C."""
    names = dict.fromkeys(
        f"{_publisher(analysis, source)}"
        f"{f', reliability {_letter(analysis, source)}' if _weak(analysis, source) else ''}"
        for source in sources
    )
    return join_names(names)


def only_origin(analysis: Analysis, ids: Iterable[str]) -> str:
    """The one independent source that alone affirms every one of `ids`; else nothing."""
    origins = {analysis.corroboration[rid].origins for rid in ids}
    if len(origins) != 1 or any(len(one) != 1 for one in origins):
        return ""
    ((origin,),) = origins
    return origin


def only_told(analysis: Analysis, ids: Sequence[str], start: str) -> Iterable[str]:
    """That one independent source alone tells of all of `ids`, where it does.

    A report or agency behind a source is named as it is coded, with the source it stands in.
    """
    if origin := only_origin(analysis, ids):
        sources = (source for rid in ids for source in analysis.corroboration[rid].sources)
        name = publishers(analysis, dict.fromkeys(sources))
        behind = origin not in analysis.dataset.sources
        yield f"{start} by one source only: {f'{origin} (in {name})' if behind else name}"


def disputes(analysis: Analysis, ids: Sequence[str]) -> Iterable[str]:
    """On how many contested matters the relations behind an entry stand, if on any."""
    if number := contested_count(analysis, ids):
        yield f"Contested ({counted(number, 'matter')})"


def contested_count(analysis: Analysis, ids: Sequence[str]) -> int:
    """On how many contested matters relations stand."""
    return sum(bool({*ids}.intersection(matter.relations)) for matter in analysis.contested)


def cite_all(relations: Sequence[Relation]) -> tuple[Citation, ...]:
    """Each source once, with all its paragraphs; that it asserts goes unsaid."""
    places: dict[str, dict[str, set[int]]] = {}
    for relation in relations:
        for item in relation.evidence:
            said = f"{item.claim} by {item.claimant}" if item.claimant else item.claim
            via = f"via {item.via}" if item.via else ""
            dated = f"its date: {when_words(item.date.text)}" if item.date else ""
            remark = ", ".join(t for t in (said if said != "asserted" else "", via, dated) if t)
            of_source = places.setdefault(item.source, {})
            of_source.setdefault(remark, set()).update(item.paragraphs)
    return tuple((source, f"{source} {_placed(said)}") for source, said in places.items())


def _placed(said: dict[str, set[int]]) -> str:
    """Paragraphs by what is remarked on them, those without a remark first."""
    return ", ".join(
        f"{numbered(sorted(said[remark]))}{f' ({remark})' if remark else ''}"
        for remark in sorted(said, key=bool)
    )
