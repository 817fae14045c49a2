from __future__ import annotations

import pickle
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from builders import day, make, rel
from scenarios import AFTER, CAMPS, LONG, YEAR, defection, steady

from idlib_graph.analysis import analyze
from idlib_graph.robustness import sensitivity
from idlib_graph.robustness.sensitivity import GRIDS, Course, Trial, grid_values
from idlib_graph.settings import Settings

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis


def course(analysis: Analysis, setting: str) -> Course:
    """The course of one setting alone."""
    with patch.dict(sensitivity.GRIDS, {setting: GRIDS[setting]}, clear=True):
        (found,) = sensitivity.measure_sensitivity(analysis._headline)  # noqa: SLF001 - of one
    return found


def trials(*likes: bool, headline: int) -> Course:
    """A course whose values are 0, 1, 2 ..., of which some tell the headline's story."""
    told = (
        Trial(float(v), (), 1.0 if like else 0.9, lambda: (1.0, 0)) for v, like in enumerate(likes)
    )
    return Course("cut", float(headline), tuple(told))


@pytest.mark.parametrize(
    ("likes", "headline", "plateau", "verdict", "beyond"),
    [
        ([True, True, True], 1, (0, 2), "on a plateau", [None, None]),
        ([False, True, True, True, False], 2, (1, 3), "on a plateau", [0, 4]),
        ([True, False, True, True, True, False, True], 3, (2, 4), "on a plateau", [1, 5]),
        ([False, True, True], 1, (1, 2), "at an edge", [0, None]),
        ([True, True, False], 1, (0, 1), "at an edge", [None, 2]),
        ([True, True, True], 0, (0, 2), "at an edge", [None, None]),
        ([True, False, True, False, True], 2, (2, 2), "alone", [1, 3]),
        ([True], 0, (0, 0), "alone", [None, None]),
    ],
)
def test_the_plateau_is_the_run_of_like_values_around_the_headline(
    likes: list[bool],
    headline: int,
    plateau: tuple[int, int],
    verdict: str,
    beyond: list[int | None],
) -> None:
    found = trials(*likes, headline=headline)

    assert (found.plateau, found.verdict) == (plateau, verdict)
    assert [trial and trial.value for trial in found.beyond] == beyond


@pytest.mark.parametrize("setting", GRIDS)
def test_each_grid_has_the_headline_s_own_value_inside(setting: str) -> None:
    values = grid_values(Settings(), setting)
    own = {"resolution": 1.0}.get(setting) or getattr(Settings(), setting)

    assert list(values) == sorted(set(values))
    assert values[0] < own < values[-1]
    assert own in values


def test_a_grid_goes_with_the_headline_s_value() -> None:
    assert grid_values(Settings(half_life=2.0), "half_life") == (1.0, 1.5, 2.0, 3.0, 4.0)
    assert grid_values(Settings(objective="cpm"), "resolution")[2] == 0.05
    assert 0.07 in grid_values(Settings(coupling=0.07), "coupling")


def test_around_0_the_grid_is_that_of_the_default() -> None:
    assert grid_values(Settings(coupling=0.0), "coupling") == grid_values(Settings(), "coupling")
    assert grid_values(Settings(cut=0.0), "cut") == (0.0, *grid_values(Settings(), "cut"))


def leaning(strength: float = 0.5) -> Analysis:
    """Grey, linked to red1 by 0.4, falls out with it in June; nothing ends the link."""
    return analyze(
        make(
            *CAMPS,
            steady("linkage", "grey", "red1"),
            rel("defection", "grey", "red1", date="2015-06-10", strength=strength),
            steady("rivalry", "grey", "blue1"),
            period=YEAR,
        )
    )


def test_a_conclusion_that_hangs_on_one_number_is_lost_beyond_it() -> None:
    """A falling out of 0.5 outweighs the link of 0.4; half of it does not."""
    analysis = leaning()
    (shift,) = [shift for shift in analysis.shifts if shift.is_event]
    found = course(analysis, "split_strength")
    lost = {trial.value: trial.lost for trial in found.trials}

    assert shift.day == day("2015-07-01")
    assert lost == {0.0: (shift,), 0.5: (shift,), 1.0: (), 1.5: (), 2.0: ()}
    assert found.plateau[0] == 1.0
    assert found.verdict != "on a plateau"


def test_a_shift_with_much_to_spare_sits_on_a_plateau() -> None:
    found = course(analyze(defection()), "tie_threshold")

    assert (found.plateau, found.verdict) == ((0.0, 0.1), "on a plateau")
    assert {(t.held, t.agreement, t.events) for t in found.trials} == {(1.0, 1.0, 1)}


def test_a_value_is_tried_as_if_it_were_asked_for() -> None:
    analysis = leaning()
    for trial in course(analysis, "half_life").trials:
        other = analyze(analysis.dataset, half_life=trial.value)
        assert trial.events == sum(shift.is_event for shift in other.shifts)
        same = [a.where.keys() == b.where.keys() and a.result.partition == b.result.partition
                for a, b in zip(analysis.slices, other.slices, strict=True)]  # fmt: skip
        assert (trial.held == trial.agreement == 1.0) == all(same)


def test_a_coarser_answer_keeps_memberships_and_shows_in_the_agreement() -> None:
    """A chain of three ties of 0.9 is two pairs where gamma is above 2/3, and one below.

    Joining the pairs gains 0.9 - gamma x 2.7 x 2.7 / 5.4.
    """
    chain = [("a", "b"), ("b", "c"), ("c", "d")]
    ties = [rel("membership", *pair, date=LONG, source=AFTER) for pair in chain]
    found = course(analyze(make(*ties, period=YEAR)), "resolution")
    agreement = {trial.value: trial.agreement for trial in found.trials}

    assert {trial.held for trial in found.trials if trial.value <= 1} == {1.0}
    assert agreement[0.5] < agreement[0.75] == agreement[1.0] == 1.0


def test_sources_left_out_stay_left_out() -> None:
    data = make(
        *CAMPS, rel("siege", "red1", "red2", date=LONG, source="gazette-2017-02-01"), period=YEAR
    )
    analysis = analyze(data, without_source=("gazette-2017-02-01",))
    found = course(analysis, "tie_threshold")

    assert {trial.held for trial in found.trials} == {1.0}


def test_all_settings_are_tried_but_gamma_where_there_is_none() -> None:
    told: list[tuple[int, int]] = []
    analysis = analyze(make(*CAMPS, period="2015/2015-03-01"), objective="disagreement")
    courses = analysis.sensitivity(progress=lambda done, total: told.append((done, total)))
    values = sum(len(found.trials) for found in courses)

    assert [found.setting for found in courses] == [s for s in GRIDS if s != "resolution"]
    assert told == [(n, values) for n in range(1, values + 1)]
    assert analysis.sensitivity() is courses


def test_what_takes_long_is_worked_out_value_by_value() -> None:
    told: list[tuple[int, int]] = []
    analysis = analyze(defection(), coupling=0.05)
    courses = analysis.sensitivity()
    sensitivity.work_out(courses, progress=lambda done, total: told.append((done, total)))
    values = sum(len(found.trials) for found in courses)
    assert told == [(n, values) for n in range(1, values + 1)]
    assert {t.events for c in courses for t in c.trials if t.value == c.headline} == {1}


def test_what_has_not_been_asked_for_comes_back_from_a_pickle() -> None:
    courses = analyze(defection(), coupling=0.05).sensitivity()
    again = pickle.loads(pickle.dumps(courses))  # noqa: S301 - our own
    told = [[(t.agreement, t.events) for t in found.trials] for found in courses]
    assert [[(t.agreement, t.events) for t in found.trials] for found in again] == told
