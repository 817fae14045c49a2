"""What a report says, before it is Markdown or HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph import __version__
from idlib_graph.ledger import VERDICTS
from idlib_graph.phrases import join_names
from idlib_graph.report.balance import BalanceCard, tell_balance
from idlib_graph.report.cards import CardGroup, group_cards, shift_cards
from idlib_graph.report.chronicle import Told, tell_ledger
from idlib_graph.report.course import LifeRow, SeriesRow, life_rows, series_rows
from idlib_graph.report.definitions import Dependence, tell_dependence
from idlib_graph.report.doubts import Doubts, tell_doubts
from idlib_graph.report.findings import Finding, compose_findings, tell_scope
from idlib_graph.report.listing import (
    FactionRow,
    SourceRow,
    faction_rows,
    setting_rows,
    source_rows,
)
from idlib_graph.report.standing import DateCard, date_card, date_cards, tell_basis
from idlib_graph.report.testimony import Matter, SingleSource, tell_matter, tell_single_source
from idlib_graph.report.unborne import tell_unborne
from idlib_graph.report.wording import NO_REPORT, OBJECTIVE_MEANING, counted

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report says.

    Attributes
    ----------
    scope : how much there is
    caution : what to bear in mind from the first line on
    taking_part : of whom communities are made, where some are left out by their type
    basis : for which day the last slice is computed, and from reports of when
    latest : who stands with whom on that day
    dates : who sat with whom before and after the shifts that moved most
    shifts : those told as events, reported ones apart from computed ones
    quiet : those that only fade or are presumed
    reported : what sources report and no shift bears out
    undated : what sources report without a date
    verdicts : how many entries of the ledger have which verdict
    proofs : in how many slices the answer is proven best, and how many memberships flicker
    """

    title: str
    description: str
    first: date
    last: date
    scope: str
    license: str
    version: str
    fingerprint: str
    caution: str
    taking_part: str
    basis: str
    latest: DateCard
    findings: tuple[Finding, ...]
    shifts: tuple[CardGroup, ...]
    quiet: tuple[Told, ...]
    reported: tuple[Told, ...]
    undated: tuple[Told, ...]
    verdicts: str
    dates: tuple[DateCard, ...]
    dependence: Dependence | None
    proofs: str
    doubts: Doubts
    balance: BalanceCard
    series: tuple[SeriesRow, ...]
    lives: tuple[LifeRow, ...]
    contested: tuple[Matter, ...]
    single_source: SingleSource
    factions: tuple[FactionRow, ...]
    sources: tuple[SourceRow, ...]
    objective: str
    settings: tuple[tuple[str, str, str], ...]


def compose(analysis: Analysis) -> Content:
    """Everything that the report of `analysis` says."""
    dataset, told = analysis.dataset, tell_ledger(analysis)
    cards = tuple(shift_cards(analysis, told))
    reported, undated = tell_unborne(told, cards)
    parts = [analysis.slice_on(day) for day in analysis.key_dates()]
    return Content(
        title=dataset.title,
        description=dataset.description,
        first=analysis.days[0],
        last=analysis.days[-1],
        scope=tell_scope(analysis),
        license=dataset.license,
        version=__version__,
        fingerprint=dataset.fingerprint,
        caution=caution(analysis),
        taking_part=_taking_part(analysis),
        basis=tell_basis(analysis, analysis.slices[-1]),
        latest=date_card(analysis, analysis.slices[-1]),
        findings=compose_findings(analysis),
        shifts=group_cards(cards),
        quiet=tuple(t for t in told if t.entry.shift and not t.entry.told),
        reported=reported,
        undated=undated,
        verdicts=_verdicts(analysis),
        dates=date_cards(analysis, [part for part in parts if part.day != analysis.days[-1]]),
        dependence=tell_dependence(analysis, parts),
        proofs=_proofs(analysis),
        doubts=tell_doubts(analysis),
        balance=tell_balance(analysis),
        series=tuple(series_rows(analysis)),
        lives=tuple(life_rows(analysis)),
        contested=tuple(tell_matter(dataset, matter) for matter in analysis.contested),
        single_source=tell_single_source(analysis),
        factions=tuple(faction_rows(analysis)),
        sources=tuple(source_rows(analysis)),
        objective=OBJECTIVE_MEANING[analysis.settings.objective],
        settings=tuple(setting_rows(analysis)),
    )


def caution(analysis: Analysis) -> str:
    """What to bear in mind from the first line on: a selection, and of what day."""
    day = analysis.settings.known_by
    return f"As far as known by {day}. {NO_REPORT}" if day else NO_REPORT


def _taking_part(analysis: Analysis) -> str:
    """Of whom communities are made, and whose relations have no say in them."""
    dataset, out = analysis.snapshots.dataset, set(analysis.left_out)
    if not out:
        return ""
    of = analysis.lines.of
    left = [faction for faction in dataset.factions.values() if of[faction.id] in out]
    names = join_names(faction.name for faction in left)
    types = join_names(sorted({faction.type.replace("-", " ") for faction in left}))
    told = sum(not out.isdisjoint(of[end] for end in r.pair) for r in dataset.relations.values())
    return (
        f"Communities are computed from {counted(len(dataset.factions) - len(left), 'faction')}; "
        f"{counted(len(left), 'other')} ({names}), left out by type ({types}), and their "
        f"{counted(told, 'relation')} are listed but take no part."
    )


def _verdicts(analysis: Analysis) -> str:
    found = [entry.verdict for entry in analysis.ledger]
    return " ".join(f"{text.capitalize()}: {found.count(text)}." for text in VERDICTS)


def _proofs(analysis: Analysis) -> str:
    proven = sum(part.result.proven for part in analysis.slices)
    return (
        f"In {proven} of {len(analysis.slices)} slices no division scores higher (proven). "
        f"Memberships that end and return within three slices without news: {analysis.flickers}."
    )
