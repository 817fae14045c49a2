"""The five most important things, in sentences with their sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from idlib_graph.ledger import BOTH
from idlib_graph.report.cards import DRAWS, tell_share
from idlib_graph.report.chronicle import tell_entry
from idlib_graph.report.standing import slice_sources, tell_standing
from idlib_graph.report.wording import counted
from idlib_graph.shifts import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.shifts import Shift

HEADLINES = 3
_HALF, _NEARLY_ALL = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with the ids of the sources it rests on."""

    text: str
    sources: tuple[str, ...]


def compose_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Who stands with whom at the end, the surest shifts, and how sure all that is."""
    last = analysis.slices[-1]
    standing = Finding(tell_standing(analysis, last), slice_sources(analysis, last))
    found = (standing, *_headlines(analysis), *_doubts(analysis))
    return tuple(_spelled_out(analysis, found))


def tell_scope(analysis: Analysis) -> str:
    """How much there is, from how many sources."""
    dataset = analysis.snapshots.dataset
    relations = counted(len(dataset.relations), "relation")
    factions = counted(len(dataset.factions), "faction")
    return f"{relations} among {factions}, told by {counted(len(dataset.sources), 'source')}"


def _headlines(analysis: Analysis) -> Iterator[Finding]:
    """The surest shifts told as events, in order of time."""
    told = [analysis.ledger_by_shift[shift] for shift in analysis.shifts if shift.is_event]
    found = _found(analysis)

    def weight(entry: LedgerEntry) -> tuple[bool, bool, float, int]:
        """Found in most draws first; of these, what is reported first; then how sure it is."""
        if not entry.shift:
            return True, True, 0.0, 0
        share = found[entry.shift]
        return share <= _HALF, entry.verdict != BOTH, -share, -len(entry.shift.moves)

    chosen = sorted(told, key=weight)[:HEADLINES]
    for entry in sorted(chosen, key=lambda entry: entry.on or date.max):
        share = f" (found in {tell_share(found[entry.shift])})" if entry.shift else ""
        text = tell_entry(analysis, entry, named=len(entry.sources) == 1).plain
        yield Finding(f"{text}{share}.", entry.sources)


def _found(analysis: Analysis) -> dict[Shift, float]:
    """In what share of the draws each shift is found."""
    ensemble = analysis.ensemble(DRAWS)
    return {shift: ensemble.shift_odds(i).found for i, shift in enumerate(analysis.shifts)}


def _doubts(analysis: Analysis) -> Iterator[Finding]:
    """On how little the answer rests, and where the sources contradict each other."""
    shares = [share for shift, share in _found(analysis).items() if shift.is_event]
    alone = sum(item.independent == 1 for item in analysis.corroboration.values())
    resting = f"{alone} of {counted(len(analysis.corroboration), 'relation')}"
    sure = ""
    if shares:
        many = sum(share > _HALF for share in shares)
        nearly = sum(share >= _NEARLY_ALL for share in shares)
        events = f"{counted(len(shares), 'shift')} told as events"
        sure = (
            f"{many} of {events} {'is' if many == 1 else 'are'} found in more than half of the "
            f"{DRAWS} draws, {nearly or 'none'} in at least nine of ten; "
        )
        resting += f" and what set off {len(analysis.single_source_shifts)} of these shifts"
    matters = len(analysis.contested)
    where = f"on {counted(matters, 'matter')}" if matters else "nowhere"
    yield Finding(
        f"{sure}{resting} rest on a single source; the reports conflict {where}.",
        tuple(analysis.snapshots.dataset.sources),
    )


def _spelled_out(analysis: Analysis, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings in which an abbreviated faction has its full name where it first stands."""
    factions = analysis.dataset.factions.values()
    full = {short_name(f): f.name for f in factions if short_name(f) != f.name}
    if not full:
        yield from findings
        return
    names = "|".join(re.escape(name) for name in sorted(full, key=len, reverse=True))
    known = set[str]()

    def spell(found: re.Match[str]) -> str:
        name = found[0]
        if name in known:
            return name
        known.add(name)
        return f"{full[name]} ({name})"

    for finding in findings:
        yield replace(finding, text=re.sub(rf"(?<!\w)(?:{names})(?!\w)", spell, finding.text))
