"""Shifts and contested matters, and the draws of the ensemble, as the page holds them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.contested import GROUNDS
from idlib_graph.explorer.numbers import HUNDRED, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.explorer.numbers import Numbers
    from idlib_graph.robustness.ensemble import Ensemble, ShiftOdds
    from idlib_graph.shifts import Shift

    Row = list[Any]


def shift_rows(numbers: Numbers) -> list[Row]:
    """Every shift.

    Slice before and after, event, basis, verdict, moves (line, from, to), the reported relations,
    those of the cause, those that ended one of these, those of the cause that touch nobody who
    moved, and whether the cause was searched for and may not be the smallest.
    """
    return [_shift(numbers, shift) for shift in numbers.analysis.shifts]


def _shift(numbers: Numbers, shift: Shift) -> Row:
    entry = numbers.analysis.ledger_by_shift[shift]
    return [
        numbers.days[shift.since],
        numbers.days[shift.day],
        shift.event,
        shift.basis,
        entry.verdict,
        [
            [numbers.lines[m.line], numbers.place(m.origin), numbers.place(m.target)]
            for m in shift.moves
        ],
        *(
            _relations(numbers, ids)
            for ids in (entry.relations, shift.cause, shift.ended_by, shift.indirect)
        ),
        int(not shift.exact),
    ]


def _relations(numbers: Numbers, ids: Iterable[str]) -> list[int]:
    return [numbers.relations[rid] for rid in ids]


def contested_rows(numbers: Numbers) -> list[Row]:
    """Every matter on which the sources contradict each other: in what, both sides, and when."""
    return [
        [
            GROUNDS[matter.ground],
            [_relations(numbers, side.relations) for side in matter.sides],
            *(day.isoformat() if day else "" for day in (matter.first, matter.last)),
        ]
        for matter in numbers.analysis.contested
    ]


def ensemble_record(numbers: Numbers, ensemble: Ensemble) -> dict[str, Any]:
    """How sure it all is, by draws, in hundredths.

    For each pair that is ever together its company over the period; for each line in which share
    of draws it keeps its company, by slice; the stability of each community; the odds of each
    shift.
    """
    analysis = numbers.analysis
    stable = ensemble.community_stability(analysis.slices)
    kept = hundredths(np.nan_to_num(ensemble.membership, nan=0.0))
    return {
        "draws": ensemble.draws,
        "seed": ensemble.seed,
        "pairs": _company(numbers, ensemble),
        "kept": [
            [numbers.lines[line], numbers.runs.add(kept[:, column].tolist())]
            for column, line in enumerate(ensemble.lines)
        ],
        "stability": [round(HUNDRED * stable[one]) for one in numbers.communities],
        "shifts": [_odds(ensemble.shift_odds(index)) for index in range(len(analysis.shifts))],
    }


def _company(numbers: Numbers, ensemble: Ensemble) -> list[list[int]]:
    """Both lines of each pair, and their company: only what is not 0 in two digits."""
    company = hundredths(np.nan_to_num(ensemble.company, nan=0.0)).tolist()
    return [
        [numbers.lines[a], numbers.lines[b], company[i][j]]
        for (i, a), (j, b) in combinations(enumerate(ensemble.lines), 2)
        if company[i][j]
    ]


def _odds(odds: ShiftOdds) -> list[Any]:
    """The share of draws that have a shift, and between which days most of them do."""
    days = (odds.earliest, odds.latest)
    return [round(HUNDRED * odds.found), *(day.isoformat() if day else "" for day in days)]
