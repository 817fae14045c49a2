"""Who sits with whom on a date, and how good that answer is, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.phrases import day_words, join_names, when_words
from idlib_graph.report.alternatives import tell_equals
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.ensemble import odds_on
from idlib_graph.report.grounds import Grounds, grounds_of
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from idlib_graph.analysis import Analysis, Proof
    from idlib_graph.communities import Communities
    from idlib_graph.shifts import Slice


FIRM = 0.75
FIRM_MEANING = (
    f"A community is firm where two of its members sit together in {FIRM:.0%} of {DRAWS} draws or "
    "more, on the mean of all pairs; else it is loose. The number is that mean, from 0 to 1."
)
_NAMED = 4


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A community at a date; members by the names they bear that day, in order of these."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateCard:
    """Who sits with whom on a date, and how good that answer is.

    Attributes
    ----------
    proof, verdict : the same in short, and for readers who know nothing of partitions
    since : the date that only what changed is told against; None where all is told
    same : the communities that are as they were then
    gone : those that were there then and no longer are
    contradicting : each tie against it with its weight and the relations behind it
    sources : of all ties of that day
    """

    day: date
    groups: tuple[GroupCard, ...]
    unaligned: tuple[str, ...]
    proof: str
    verdict: str
    equals: str
    contradicting: tuple[tuple[str, float, tuple[Grounds, ...]], ...]
    sources: tuple[str, ...]
    since: date | None = None
    same: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def proof_line(result: Communities, proof: Proof) -> str:
    """How good a partition is, in words."""
    if not result.ties:
        return "No ties, so nothing to divide"
    return f"{result.proof}; the least any partition could have is {proof.least_disagreement:.1f}"


def verdict(result: Communities) -> str:
    """How good a partition is, for readers who know nothing of partitions."""
    if not result.ties:
        return "No ties, so nothing to divide."
    best = "No division scores higher under this definition (proven; this says nothing of how true "
    best += "the reports are)."
    if not result.proven:
        best = f"Another division may score higher under this definition, by {result.gap:.3f} at "
        best += "most."
    against = len(result.contradicting)
    if not against:
        return f"{best} No tie runs against it."
    verb = "runs" if against == 1 else "run"
    return f"{best} {against} of {counted(result.ties, 'tie')} {verb} against it."


def tell_standing(analysis: Analysis, part: Slice) -> str:
    """The communities of a slice with their sizes, how firm each is and on reports of when."""
    count = len(part.communities)
    opening = f"{tell_basis(analysis, part)},"
    if not count:
        return f"{opening} there is no alliance community."
    communities = counted(count, "alliance community", "alliance communities")
    firmness = tell_firmness(analysis, part)
    groups = join_names(
        f"{c.name} ({counted(len(c.members), 'member')}, {firmness[c.name]})"
        for c in part.communities
    )
    verb = "is" if count == 1 else "are"
    return f"{opening} there {verb} {communities}: {groups}.{_alone(analysis, part)}"


def tell_basis(analysis: Analysis, part: Slice) -> str:
    """That a slice is computed, for which day, and from reports of when."""
    return f"As computed for {day_words(part.day)}{_reports(analysis, part)}"


def tell_firmness(analysis: Analysis, part: Slice) -> Mapping[str, str]:
    """How firmly each community of a slice holds together from draw to draw, by its name."""
    return {
        odds.name: firmness(odds.stability)
        for odds in odds_on(analysis, analysis.ensemble(DRAWS), part.day)
    }


def firmness(stability: float) -> str:
    """How firm a community is, in a word and a number.

    Examples
    --------
    >>> firmness(0.92), firmness(0.44)
    ('firm 0.92', 'loose 0.44')
    """
    return f"{'firm' if stability >= FIRM else 'loose'} {stability:.2f}"


def _reports(analysis: Analysis, part: Slice) -> str:
    """When what the ties of a slice rest on was published, as far as one month has most of it."""
    found = analysis.newest_evidence(part)
    if not found:
        return ""
    months = [when_words(text).removeprefix("in ") for text in found]
    if len(months) == 1:
        return f", from reports of {months[0]}"
    most = max(found, key=lambda text: found[text])
    behind = "the newest evidence behind the ties, by weight"
    if 2 * found[most] > sum(found.values()):
        return f", mostly from reports of {when_words(most).removeprefix('in ')} ({behind})"
    return f", from reports of {months[0]} to {months[-1]} ({behind})"


def _alone(analysis: Analysis, part: Slice) -> str:
    """Who is in no community, by name where these are few."""
    names = sorted_names(analysis.label(line, part.day, short=True) for line in part.unaligned)
    if not names:
        return ""
    return f" Unaligned: {join_names(names) if len(names) <= _NAMED else len(names)}."


def sorted_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names in the order of the alphabet, whatever their case and quotation marks.

    Examples
    --------
    >>> sorted_names(["Turkey", "al-Qaeda", '"Moderate rebels"'])
    ('al-Qaeda', '"Moderate rebels"', 'Turkey')
    """
    return tuple(sorted(names, key=lambda name: (name.casefold().lstrip("\"'"), name)))


def slice_sources(analysis: Analysis, part: Slice) -> tuple[str, ...]:
    """The sources of all ties of a slice, in the order of the data set."""
    relations = analysis.snapshots.dataset.relations
    behind = (rid for a, b in part.graph.edges for rid in part.graph[a][b]["relations"])
    found = {source for rid in behind for source in relations[rid].sources}
    return tuple(source for source in analysis.snapshots.dataset.sources if source in found)


def date_cards(analysis: Analysis, parts: Iterable[Slice]) -> tuple[DateCard, ...]:
    """Who sits with whom in some slices; where one follows the other, only what changed."""
    cards: list[DateCard] = []
    before: Slice | None = None
    for part in parts:
        card = date_card(analysis, part)
        near = before and analysis.column(part.day) == analysis.column(before.day) + 1
        if before and near:
            known = {(c.name, c.members) for c in before.communities}
            same = tuple(c.name for c in part.communities if (c.name, c.members) in known)
            groups = tuple(group for group in card.groups if group.name not in same)
            here = {c.id for c in part.communities}
            gone = tuple(c.name for c in before.communities if c.id not in here)
            card = replace(card, since=before.day, same=same, groups=groups, gone=gone)
        cards.append(card)
        before = part
    return tuple(cards)


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
            GroupCard(c.name, sorted_names(map(label, c.members))) for c in part.communities
        ),
        unaligned=sorted_names(map(label, part.unaligned)),
        proof=proof_line(part.result, proof),
        verdict=verdict(part.result),
        equals=_equals(analysis, part) if part.result.ties else "",
        contradicting=tuple(contradiction(*tie) for tie in part.result.contradicting),
        sources=slice_sources(analysis, part),
    )


def _equals(analysis: Analysis, part: Slice) -> str:
    proof = analysis.proof(part)
    if proof.alternatives == 1:
        unsought = "Whether another is as good was not looked for."
        return unsought if proof.capped else "No other partition is as good."
    count = f"{'more than ' if proof.capped else ''}{proof.alternatives - 1}"
    told = f"Equally good partitions besides this one: {count}."
    return f"{told} {tell_equals(analysis, part)}"
