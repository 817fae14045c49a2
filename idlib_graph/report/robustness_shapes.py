"""What stands without each source and under other settings, as JSON has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph.report.values import number
from idlib_graph.robustness.sensitivity import LEAST_HELD

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.sensitivity import Course, Trial
    from idlib_graph.robustness.sources import ShiftWithout, WithoutSource
    from idlib_graph.robustness.support import Sufficient
    from idlib_graph.shifts import Shift


def sources_shape(analysis: Analysis, on: date | None = None) -> dict[str, Any]:
    """What falls without each source, and which sets of sources suffice; memberships of a day."""
    sets = analysis.sufficient_sources()
    return {
        **left_out_shape(analysis),
        "sufficient": {
            "largest": sets.size,
            "complete": sets.complete,
            "shifts": [
                {**_shift(analysis, item.shift), **_sets(item.sufficient)} for item in sets.shifts()
            ],
            "memberships": [
                {
                    "date": item.day.isoformat(),
                    "line": item.line,
                    "community": str(item.community),
                    **_sets(item.sufficient),
                }
                for item in sets.memberships(on)
            ],
        },
    }


def left_out_shape(analysis: Analysis) -> dict[str, Any]:
    """What falls without each source."""
    return {"without": [_without(analysis, without) for without in analysis.leave_one_out()]}


def _without(analysis: Analysis, without: WithoutSource) -> dict[str, Any]:
    return {
        "source": without.source,
        "relations": {
            "vanished": list(without.vanished),
            "weakened": list(without.weakened),
            "strengthened": list(without.strengthened),
        },
        "renames": [{"from": old, "to": new} for old, new in without.renames],
        "held": number(without.held),
        "memberships": [
            {
                "line": fall.line,
                "community": str(fall.community),
                "first": fall.first.isoformat(),
                "last": fall.last.isoformat(),
                "slices": fall.slices,
                "absent": fall.absent,
            }
            for fall in without.falls
        ],
        "shifts": [_fate(analysis, fate) for fate in without.shifts],
    }


def _fate(analysis: Analysis, fate: ShiftWithout) -> dict[str, Any]:
    found = {"since": fate.since, "date": fate.day}
    return {
        **_shift(analysis, fate.shift),
        "outcome": fate.outcome,
        "found": {name: day.isoformat() for name, day in found.items() if day} or None,
        "basis": fate.basis,
    }


def _shift(analysis: Analysis, shift: Shift) -> dict[str, Any]:
    """Which shift it is: its place among all shifts, its day, and who moved."""
    return {
        "shift": next(i for i, other in enumerate(analysis.shifts) if other is shift),
        "date": shift.day.isoformat(),
        "moved": [analysis.borne(move.line, shift.day) for move in shift.moves],
    }


def _sets(found: Sufficient) -> dict[str, Any]:
    return {
        "sets": [list(names) for names in found.sets],
        "minimal": found.minimal,
        "complete": found.complete,
    }


def sensitivity_shape(analysis: Analysis) -> dict[str, Any]:
    """What follows from each value of each setting, and whether the headline sits on a plateau."""
    return {
        "events": sum(shift.is_event for shift in analysis.shifts),
        "match_window": analysis.settings.match_window,
        "least_held": LEAST_HELD,
        "settings": [_course(analysis, course) for course in analysis.sensitivity()],
    }


def _course(analysis: Analysis, course: Course) -> dict[str, Any]:
    return {
        "setting": course.setting,
        "headline": number(course.headline),
        "verdict": course.verdict,
        "plateau": [number(value) for value in course.plateau],
        "values": [_trial(analysis, trial) for trial in course.trials],
    }


def _trial(analysis: Analysis, trial: Trial) -> dict[str, Any]:
    return {
        "value": number(trial.value),
        "lost": [_shift(analysis, shift) for shift in trial.lost],
        "held": number(trial.held),
        "agreement": number(trial.agreement),
        "events": trial.events,
    }
