"""The JSON shapes of shifts, of the ledger and of lifecycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph.report.values import number
from idlib_graph.shifts.lifecycle import nearest_event

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.shifts import Move, Shift
    from idlib_graph.shifts.lifecycle import CommunityChange, Facets


def entry_shape(analysis: Analysis, entry: LedgerEntry) -> dict[str, Any]:
    """One entry of the ledger; one that is only reported has the keys of a shift as well.

    Its event is the type of the relation that it is named after, its cause the relations reported.
    """
    if entry.shift:
        return shift_shape(analysis, entry.shift)
    (event,) = entry.reported
    return {
        "date": entry.on.isoformat() if entry.on else None,
        "since": entry.since.isoformat() if entry.since else None,
        "when": entry.dated.text if entry.dated else None,
        "event": analysis.snapshots.dataset.relations[event.lead.relation].type,
        "basis": None,
        "moved": [],
        "cause": list(entry.relations),
        "ended_by": [],
        "indirect": [],
        "exact": None,
        "reported": list(entry.relations),
        "sources": list(entry.sources),
        "verdict": entry.verdict,
    }


def shift_shape(analysis: Analysis, shift: Shift) -> dict[str, Any]:
    """One shift: when, who moved, why it is believed, what caused it, and whether it is reported.

    `when` is the EDTF date of what dates it best, `reported` the relations that it bears out.
    """
    entry = analysis.ledger_by_shift[shift]
    return {
        "date": shift.day.isoformat(),
        "since": shift.since.isoformat(),
        "when": entry.dated.text if entry.dated else None,
        "event": shift.event,
        "basis": shift.basis,
        "moved": [move_shape(analysis, move, shift.day) for move in shift.moves],
        "cause": list(shift.cause),
        "ended_by": list(shift.ended_by),
        "indirect": list(shift.indirect),
        "exact": shift.exact,
        "reported": list(entry.relations),
        "sources": list(entry.sources),
        "verdict": entry.verdict,
    }


def move_shape(analysis: Analysis, move: Move, day: date) -> dict[str, str]:
    """A faction's change of place, by the name it bears that day."""
    return {
        "faction": analysis.borne(move.line, day),
        "from": str(move.origin),
        "to": str(move.target),
    }


def lifecycle_shape(change: CommunityChange) -> dict[str, Any]:
    """What became of one community between two slices."""
    return {
        "date": change.day.isoformat(),
        "since": change.since.isoformat(),
        "id": str(change.id),
        "name": change.name,
        "events": [
            {
                "event": found.event,
                "before": [str(key) for key in found.before],
                "after": [str(key) for key in found.after],
            }
            for found in change.events
        ],
        "came": _facets(change.came, forward=False),
        "went": _facets(change.went, forward=True),
    }


def _facets(found: Facets | None, *, forward: bool) -> dict[str, Any] | None:
    if found is None:
        return None
    name, weight = nearest_event(found, forward=forward)
    return {
        "unicity": number(found.unicity),
        "identity": number(found.identity),
        "outflow": number(found.outflow),
        "size": found.size,
        "nearest": name,
        "weight": number(weight),
    }
