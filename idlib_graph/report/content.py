"""What a report says, before it is Markdown, HTML or a terminal's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from idlib_graph import __version__
from idlib_graph.ledger import BOTH, VERDICTS
from idlib_graph.report.alternatives import tell_equals
from idlib_graph.report.balance import BalanceCard, tell_balance
from idlib_graph.report.chronicle import Told, tell_entry, tell_ledger
from idlib_graph.report.definitions import Dependence, tell_dependence
from idlib_graph.report.doubts import (
    SERIES_LEGEND,
    Doubts,
    SeriesRow,
    series_rows,
    tell_doubts,
    tell_odds,
)
from idlib_graph.report.grounds import Grounds, grounds_of
from idlib_graph.report.testimony import Matter, SingleSource, tell_matter, tell_single_source
from idlib_graph.report.wording import (
    EVENT_MEANING,
    NO_REPORT,
    OBJECTIVE_MEANING,
    SUPPORT_LEGEND,
    counted,
    join_names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.analysis import Analysis, Proof
    from idlib_graph.communities import Communities
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.shifts import Shift, Slice

KEY_DATES = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with the ids of the sources it rests on."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A community at a date; members by the names they bear that day."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateCard:
    """Who sits with whom on a date, and how good that answer is."""

    day: date
    groups: tuple[GroupCard, ...]
    unaligned: tuple[str, ...]
    proof: str
    equals: str
    contradicting: tuple[tuple[str, float, tuple[Grounds, ...]], ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, how reliable it is and what it adds: how many relations, of these how many alone.

    `contested` is how many of these other sources contradict.
    """

    id: str
    title: str
    by: str
    published: str
    letter: str
    reason: str
    relations: int
    alone: int
    contested: int


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report says."""

    title: str
    description: str
    first: date
    last: date
    version: str
    fingerprint: str
    caution: str
    findings: tuple[Finding, ...]
    events: tuple[Told, ...]
    quiet: tuple[Told, ...]
    reported: tuple[Told, ...]
    dates: tuple[DateCard, ...]
    dependence: Dependence | None
    doubts: Doubts
    odds: Mapping[Shift, str]
    events_mean: Mapping[str, str]
    balance: BalanceCard
    series: tuple[SeriesRow, ...]
    series_legend: str
    contested: tuple[Matter, ...]
    single_source: SingleSource
    support_legend: str
    factions: tuple[tuple[str, str, str, str, int], ...]
    sources: tuple[SourceRow, ...]
    objective: str
    settings: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def compose(analysis: Analysis) -> Content:
    """Everything that the report of `analysis` says."""
    told = tell_ledger(analysis)
    shifts = [card for card in told if card.entry.shift]
    parts = [analysis.slice_on(day) for day in key_dates(analysis)]
    return Content(
        title=analysis.dataset.title,
        description=analysis.dataset.description,
        first=analysis.days[0],
        last=analysis.days[-1],
        version=__version__,
        fingerprint=analysis.dataset.fingerprint,
        caution=caution(analysis),
        findings=tuple(compose_findings(analysis)),
        events=tuple(card for card in shifts if card.entry.told),
        quiet=tuple(card for card in shifts if not card.entry.told),
        reported=tuple(card for card in told if not card.entry.shift),
        dates=tuple(date_card(analysis, part) for part in parts),
        dependence=tell_dependence(analysis, parts),
        doubts=tell_doubts(analysis),
        odds=tell_odds(analysis),
        events_mean=EVENT_MEANING,
        balance=tell_balance(analysis),
        series=tuple(series_rows(analysis)),
        series_legend=SERIES_LEGEND,
        contested=tuple(tell_matter(analysis.dataset, c) for c in analysis.contested),
        single_source=tell_single_source(analysis),
        support_legend=SUPPORT_LEGEND,
        factions=tuple(_faction_rows(analysis)),
        sources=tuple(_source_rows(analysis)),
        objective=OBJECTIVE_MEANING[analysis.settings.objective],
        settings=tuple(_setting_rows(analysis)),
        left_out=tuple(analysis.label(line) for line in analysis.left_out),
    )


def caution(analysis: Analysis) -> str:
    """What to bear in mind from the first line on: a selection, and of what day."""
    day = analysis.settings.known_by
    return f"As far as known by {day}. {NO_REPORT}" if day else NO_REPORT


def key_dates(analysis: Analysis, count: int = KEY_DATES) -> tuple[date, ...]:
    """The last slice and those just before and after the largest shifts told as events."""
    told = [shift for shift in analysis.shifts if shift.is_event]
    days: list[date] = [analysis.days[-1]]
    for shift in sorted(told, key=lambda s: (-len(s.moves), s.day)):
        for day in (shift.since, shift.day):
            if day not in days and len(days) < count:
                days.append(day)
    return tuple(sorted(days))


def proof_line(result: Communities, proof: Proof) -> str:
    """How good a partition is, in words."""
    if not result.ties:
        return "No ties, so nothing to divide"
    count = len(result.contradicting)
    best = "Best of all partitions (proven)"
    if not result.proven:
        best = f"Good, not proven best (at most {result.gap:.3f} below it)"
    return (
        f"{best}; {count} of {result.ties} ties {'contradicts' if count == 1 else 'contradict'} "
        f"it, weight {result.disagreement:.1f} of {result.weight:.1f}; the least any partition "
        f"could have is {proof.least_disagreement:.1f}"
    )


def compose_findings(analysis: Analysis) -> list[Finding]:
    """The headline findings, the most important first."""
    dataset, last = analysis.snapshots.dataset, analysis.slices[-1]
    relations = dataset.relations.values()
    alone = sum(c.independent == 1 for c in analysis.corroboration.values())
    proven = sum(part.result.proven for part in analysis.slices)
    told = [shift for shift in analysis.shifts if shift.is_event]
    odds = tell_odds(analysis)
    findings = [
        Finding(
            f"{counted(len(relations), 'relation')} among "
            f"{counted(len(dataset.factions), 'faction')}, told by "
            f"{counted(len(dataset.sources), 'source')}; resting on a single source: {alone}.",
            tuple(dataset.sources),
        ),
        Finding(_standing(last), _slice_sources(analysis, last)),
    ]
    entries = [analysis.ledger_by_shift[shift] for shift in told]
    findings += [
        Finding(f"{tell_entry(analysis, entry).plain} ({odds[entry.shift]}).", entry.sources)
        for entry in sorted(entries, key=_weight)[:3]
        if entry.shift
    ]
    if matters := analysis.contested:
        disputed = "is 1 matter" if len(matters) == 1 else f"are {len(matters)} matters"
        told_by = tuple(sorted({source for matter in matters for source in matter.sources}))
        text = f"There {disputed} on which the sources contradict each other."
        findings.append(Finding(text, told_by))
    findings.append(
        Finding(
            f"Shifts told as events: {len(told)}; only fading, or presumed from later reports: "
            f"{len(analysis.shifts) - len(told)}. Slices whose answer is proven best: {proven} of "
            f"{len(analysis.slices)}. Memberships that flicker without news: {analysis.flickers}. "
            f"{_ledger_counts(analysis)}"
        )
    )
    return findings


def _weight(entry: LedgerEntry) -> tuple[bool, int, date]:
    """Headlines first: what sources report as well, then who moved most."""
    moves = entry.shift.moves if entry.shift else ()
    return entry.verdict != BOTH, -len(moves), entry.on or date.max


def _ledger_counts(analysis: Analysis) -> str:
    verdicts = [entry.verdict for entry in analysis.ledger]
    return " ".join(f"{text.capitalize()}: {verdicts.count(text)}." for text in VERDICTS)


def _standing(part: Slice) -> str:
    groups = join_names(f"{c.name} ({len(c.members)})" for c in part.communities)
    count = len(part.communities)
    if not count:
        return f"On {part.day} no report gives any alliance community."
    communities = counted(count, "alliance community", "alliance communities")
    return (
        f"On {part.day} there {'is' if count == 1 else 'are'} {communities}: {groups}. "
        f"Unaligned: {len(part.unaligned)}."
    )


def _slice_sources(analysis: Analysis, part: Slice) -> tuple[str, ...]:
    relations = analysis.snapshots.dataset.relations
    behind = (rid for a, b in part.graph.edges for rid in part.graph[a][b]["relations"])
    found = {source for rid in behind for source in relations[rid].sources}
    return tuple(sorted(found))


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
    )


def _equals(analysis: Analysis, part: Slice) -> str:
    proof = analysis.proof(part)
    if proof.alternatives == 1:
        return "No other partition is as good."
    count = f"{'more than ' if proof.capped else ''}{proof.alternatives - 1}"
    told = f"Equally good partitions besides this one: {count}."
    return f"{told} {tell_equals(analysis, part)}"


def _faction_rows(analysis: Analysis) -> list[tuple[str, str, str, str, int]]:
    relations = analysis.snapshots.dataset.relations.values()
    return [
        (f.id, f.name, f.type, ", ".join(f.aliases), sum(f.id in r.pair for r in relations))
        for f in analysis.dataset.factions.values()
    ]


def _source_rows(analysis: Analysis) -> list[SourceRow]:
    return [
        SourceRow(
            id=source.id,
            title=source.title,
            by=", ".join(text for text in (source.author, source.publisher) if text),
            published=source.published.text,
            letter=source.reliability,
            reason=source.reliability_reason,
            relations=len(added.relations),
            alone=len(added.single),
            contested=len(added.contradicted),
        )
        for source in analysis.snapshots.dataset.sources.values()
        for added in [analysis.contributions[source.id]]
    ]


def _setting_rows(analysis: Analysis) -> list[tuple[str, str]]:
    def show(value: object) -> str:
        if isinstance(value, list):
            return ", ".join(str(item) for item in value) or "none"
        return "none" if value is None else str(value)

    used = {"resolution": analysis.slices[-1].result.resolution}  # the objective's own, if not set
    return [(name, show(value)) for name, value in {**analysis.settings.as_dict(), **used}.items()]
