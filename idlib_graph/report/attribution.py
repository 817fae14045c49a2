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


def attributed(analysis: Analysis, relations: Sequence[Relation]) -> str:
    """Whose word it is, where no source states it as a fact or others contradict the only one."""
    claims = analysis.dataset.codebook.claims
    words = [item for relation in relations for item in relation.evidence if claims[item.claim] > 0]
    certain = max(claims.values())
    best = max((claims[item.claim] for item in words), default=certain)
    alone = len({item.origin for item in words}) == 1
    if best == certain and not (alone and contested_count(analysis, [r.id for r in relations])):
        return ""
    first = next(item for item in words if claims[item.claim] == best)
    by = dict.fromkeys(_speaker(analysis, item) for item in words if item.claim == first.claim)
    if best == certain or first.claim == "reported":
        return f"according to {join_names(by)}"
    return f"as {first.claim} by {join_names(by)}"


def _speaker(analysis: Analysis, item: Evidence) -> str:
    source = analysis.dataset.sources[item.source]
    name, _, day = (item.via or "").partition(", ")
    via = f"{name} ({day})" if day else name
    return item.claimant or via or source.publisher or source.title


def doubts(analysis: Analysis, ids: Sequence[str]) -> Iterable[str]:
    """What else a reader should know of the words behind an entry."""
    origins = {analysis.corroboration[rid].origins for rid in ids}
    if len(origins) == 1 and all(len(one) == 1 for one in origins):
        yield "Rests on a single source"
    if number := contested_count(analysis, ids):
        yield f"Contested ({counted(number, 'matter')})"


def contested_count(analysis: Analysis, ids: Sequence[str]) -> int:
    """On how many contested matters relations stand."""
    return sum(bool({*ids}.intersection(matter.relations)) for matter in analysis.contested)


def cite_all(relations: Sequence[Relation]) -> tuple[Citation, ...]:
    """Each source's words, once each, with all paragraphs; that it asserts goes unsaid."""
    places: dict[Citation, set[int]] = {}
    for relation in relations:
        for item in relation.evidence:
            said = f"{item.claim} by {item.claimant}" if item.claimant else item.claim
            via = f"via {item.via}" if item.via else ""
            dated = f"its date: {when_words(item.date.text)}" if item.date else ""
            remark = ", ".join(t for t in (said if said != "asserted" else "", via, dated) if t)
            places.setdefault((item.source, remark), set()).update(item.paragraphs)
    return tuple(
        (source, f"{source} {numbered(sorted(numbers))}{f' ({remark})' if remark else ''}")
        for (source, remark), numbers in places.items()
    )
