"""Who sits with whom on a date, and how good that answer is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.alternatives import tell_equals
from idlib_graph.report.grounds import Grounds, grounds_of
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis, Proof
    from idlib_graph.communities import Communities
    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A community at a date; members by the names they bear that day."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateCard:
    """Who sits with whom on a date, and how good that answer is.

    Attributes
    ----------
    contradicting : each tie against it with its weight and the relations behind it
    sources : of all ties of that day
    """

    day: date
    groups: tuple[GroupCard, ...]
    unaligned: tuple[str, ...]
    proof: str
    equals: str
    contradicting: tuple[tuple[str, float, tuple[Grounds, ...]], ...]
    sources: tuple[str, ...]


def proof_line(result: Communities, proof: Proof) -> str:
    """How good a partition is, in words."""
    if not result.ties:
        return "No ties, so nothing to divide"
    return f"{result.proof}; the least any partition could have is {proof.least_disagreement:.1f}"


def tell_standing(part: Slice) -> str:
    """The communities of a slice with their sizes, in a sentence."""
    groups = join_names(f"{c.name} ({len(c.members)})" for c in part.communities)
    count = len(part.communities)
    if not count:
        return f"On {part.day} no report gives any alliance community."
    communities = counted(count, "alliance community", "alliance communities")
    alone = f" Unaligned: {len(part.unaligned)}." if part.unaligned else ""
    return f"On {part.day} there {'is' if count == 1 else 'are'} {communities}: {groups}.{alone}"


def slice_sources(analysis: Analysis, part: Slice) -> tuple[str, ...]:
    """The sources of all ties of a slice, in the order of the data set."""
    relations = analysis.snapshots.dataset.relations
    behind = (rid for a, b in part.graph.edges for rid in part.graph[a][b]["relations"])
    found = {source for rid in behind for source in relations[rid].sources}
    return tuple(source for source in analysis.snapshots.dataset.sources if source in found)


def date_card(analysis: Analysis, part: Slice) -> DateCard:
    """Who sits with whom in a slice, and how good that answer is."""
    relations = analysis.snapshots.dataset.relations
    proof = analysis.proof(part)

    def label(line: str) -> str:
        return analysis.label(line, part.day)

    def contradiction(a: str, b: str, weight: float) -> tuple[str, float, tuple[Grounds, ...]]:
        behind = part.graph[a][b]["relations"]
        grounds = tuple(grounds_of(analysis.dataset, relations[rid]) for rid in behind)
        return f"{label(a)} / {label(b)}", weight, grounds

    return DateCard(
        day=part.day,
        groups=tuple(
            GroupCard(c.name, tuple(label(line) for line in c.members)) for c in part.communities
        ),
        unaligned=tuple(label(line) for line in part.unaligned),
        proof=proof_line(part.result, proof),
        equals=_equals(analysis, part) if part.result.ties else "",
        contradicting=tuple(contradiction(*tie) for tie in part.result.contradicting),
        sources=slice_sources(analysis, part),
    )


def _equals(analysis: Analysis, part: Slice) -> str:
    proof = analysis.proof(part)
    if proof.alternatives == 1:
        return "No other partition is as good."
    count = f"{'more than ' if proof.capped else ''}{proof.alternatives - 1}"
    told = f"Equally good partitions besides this one: {count}."
    return f"{told} {tell_equals(analysis, part)}"
