"""The five most important things, in sentences with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from idlib_graph.ledger import BOTH
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.chronicle import tell_entry
from idlib_graph.report.standing import slice_sources, tell_standing
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry

HEADLINES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with the ids of the sources it rests on."""

    text: str
    sources: tuple[str, ...]


def compose_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Who stands with whom at the end, the shifts that moved most, and how sure all that is."""
    last = analysis.slices[-1]
    standing = Finding(tell_standing(analysis, last), slice_sources(analysis, last))
    return (standing, *_headlines(analysis), *_doubts(analysis))


def tell_scope(analysis: Analysis) -> str:
    """How much there is, from how many sources."""
    dataset = analysis.snapshots.dataset
    relations = counted(len(dataset.relations), "relation")
    factions = counted(len(dataset.factions), "faction")
    return f"{relations} among {factions}, told by {counted(len(dataset.sources), 'source')}"


def _headlines(analysis: Analysis) -> Iterator[Finding]:
    """The weightiest shifts told as events, in order of time."""
    told = [analysis.ledger_by_shift[shift] for shift in analysis.shifts if shift.is_event]
    ensemble = analysis.ensemble(DRAWS)
    found = {shift: ensemble.shift_odds(i).found for i, shift in enumerate(analysis.shifts)}

    def weight(entry: LedgerEntry) -> tuple[bool, int, float]:
        """What sources report as well stands first, then who moved most, then how sure it is."""
        shift = entry.shift
        return (entry.verdict != BOTH, -len(shift.moves), -found[shift]) if shift else (True, 0, 0)

    chosen = sorted(told, key=weight)[:HEADLINES]
    for entry in sorted(chosen, key=lambda entry: entry.on or date.max):
        share = f"{found[entry.shift]:.0%}" if entry.shift else ""
        text = f"{tell_entry(analysis, entry).plain} (found in {share} of {DRAWS} draws)."
        yield Finding(text, entry.sources)


def _doubts(analysis: Analysis) -> Iterator[Finding]:
    """On how little the answer rests, and where the sources contradict each other."""
    events = sum(shift.is_event for shift in analysis.shifts)
    alone = sum(item.independent == 1 for item in analysis.corroboration.values())
    resting = f"{alone} of {counted(len(analysis.corroboration), 'relation')}"
    if events:
        single = len(analysis.single_source_shifts)
        resting += f" and {single} of {counted(events, 'shift')} told as events"
    matters = len(analysis.contested)
    where = f"on {counted(matters, 'matter')}" if matters else "nowhere"
    yield Finding(
        f"{resting} rest on a single source; the reports conflict {where}.",
        tuple(analysis.snapshots.dataset.sources),
    )
