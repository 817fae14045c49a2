"""All that the page holds, fit for JSON: every number is the analysis' own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph import __version__
from idlib_graph.explorer import happenings, records, slices
from idlib_graph.explorer.numbers import Numbers
from idlib_graph.explorer.runs import SIGNS
from idlib_graph.explorer.strip import lay_strip

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.ensemble import Ensemble


def compose(analysis: Analysis, ensemble: Ensemble | None = None) -> dict[str, Any]:
    """Everything that the page of `analysis` shows; the rows come last, as all parts add to them.

    Numbers of a slice are hundredths; a place is 0 for absent, 1 for unaligned, and from 2 on the
    community of that number less 2.
    """
    numbers = Numbers(analysis)
    content = {
        **_about(analysis),
        "days": [day.isoformat() for day in analysis.days],
        "types": records.type_rows(numbers),
        "claims": list(numbers.claims),
        "factionTypes": list(numbers.faction_types),
        "sources": records.source_rows(numbers),
        "factions": records.faction_rows(numbers),
        "lines": records.line_rows(numbers),
        "communities": slices.community_rows(numbers),
        "relations": records.relation_rows(numbers),
        "ties": slices.tie_rows(numbers),
        "slices": slices.slice_rows(numbers),
        "shifts": happenings.shift_rows(numbers),
        "contested": happenings.contested_rows(numbers),
        "ensemble": happenings.ensemble_record(numbers, ensemble) if ensemble else None,
        "strip": _strip(numbers),
    }
    return {**content, "signs": SIGNS, "runs": numbers.runs.rows}


def _about(analysis: Analysis) -> dict[str, Any]:
    """What was analysed, and how."""
    dataset, settings = analysis.dataset, analysis.settings
    used = {"resolution": analysis.slices[-1].result.resolution}  # the objective's own, if not set
    return {
        "title": dataset.title,
        "description": dataset.description,
        "license": dataset.license,
        "version": __version__,
        "fingerprint": dataset.fingerprint,
        "knownBy": settings.known_by.isoformat() if settings.known_by else "",
        "settings": [
            [name.replace("_", "-"), _shown(value)]
            for name, value in {**settings.as_dict(), **used}.items()
        ],
    }


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _strip(numbers: Numbers) -> dict[str, Any]:
    rows, lines = lay_strip(numbers.analysis.slices)
    return {
        "rows": rows,
        "lines": [[numbers.lines[line], numbers.runs.add(found)] for line, found in lines.items()],
    }
