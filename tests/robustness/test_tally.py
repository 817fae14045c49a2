from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import make, rel
from scenarios import CAMPS, LONG, YEAR, defection, steady

from idlib_graph.analysis import analyze

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.tally import SourceTally

ONE = "gazette-2017-02-01"


def tally(analysis: Analysis, source: str) -> SourceTally:
    return next(found for found in analysis.source_tallies() if found.source == source)


@pytest.mark.parametrize("known", [True, False])
def test_seven_lines_of_which_one_rests_on_the_source(known: bool) -> None:  # noqa: FBT001 - a parameter
    """Grey is with the reds all year by the gazette alone; others may know it as a foe."""
    fact = [steady("rivalry", "grey", "blue1")] if known else []
    own = rel("membership", "grey", "red1", date=LONG, source=ONE)
    found = tally(analyze(make(*CAMPS, own, *fact, period=YEAR)), ONE)

    assert (found.memberships, found.held) == (7 * 12, 6 * 12)
    assert (found.elsewhere, found.gone) == ((12, 0) if known else (0, 12))
    assert found.events == 0


def test_the_source_of_a_defection_takes_it_along() -> None:
    analysis = analyze(defection())
    (shift,) = [s for s in analysis.shifts if s.is_event]
    for found, without in zip(analysis.source_tallies(), analysis.leave_one_out(), strict=True):
        assert found.source == without.source
        assert found.held / found.memberships == pytest.approx(without.held)
        (fate,) = [f for f in without.shifts if f.shift is shift]
        assert (found.fall, found.move) == (fate.outcome == "falls", fate.outcome == "moves")
        assert found.stand + found.no_event + found.move + found.fall == found.events == 1
    assert any(found.fall or found.no_event for found in analysis.source_tallies())


def test_nothing_to_count() -> None:
    found = analyze(make(rel("rivalry", "red", "green", date="2015/.."))).source_tallies()
    assert [(t.memberships, t.held, t.events) for t in found] == [(0, 0, 0)]
