from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from builders import day, make, rel
from planted import planted_dates
from scenarios import ALL, BLUES, bloc, defection, steady

from idlib_graph.analysis import analyze
from idlib_graph.errors import NotFoundError, SettingsError
from idlib_graph.robustness.ensemble import standard_error

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

AFTER = "paper-2017-01-01"
DOUBTED = "gazette-2016-01-01"
JOINED = "2015-01-15"


def rumour(period: str = "2015-06-01/2015-07-01", **settings: Any) -> Analysis:  # noqa: ANN401 - any setting
    """Grey sits with the reds by a word that is believed in 3 of 8 cases, else alone."""
    return analyze(
        make(
            *bloc("red1", "red2", "red3"),
            steady("rivalry", "grey", "gold"),
            rel("pledge", "grey", "red1", date=f"{JOINED}/..", source=DOUBTED, claim="alleged"),
            reliability={DOUBTED: "C"},
            period=period,
        ),
        objective="disagreement",
        **settings,
    )


def within(share: float, draws: int) -> object:
    """Four standard errors either way."""
    return pytest.approx(share, abs=4 * standard_error(share, draws) + 1e-9)


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.__name__)
def test_without_doubt_every_draw_is_the_headline(story: object) -> None:
    analysis = analyze(story())  # type: ignore[operator] # a story makes a data set
    ensemble = analysis.ensemble(5)
    for draw in ensemble.labels:
        same = ensemble.headline[:, :, None] == ensemble.headline[:, None, :]
        assert ((draw[:, :, None] == draw[:, None, :]) == same).all()
        assert ((draw < 0) == (ensemble.headline < 0)).all()
    for index, shift in enumerate(analysis.shifts):
        odds = ensemble.shift_odds(index)
        assert (odds.found, odds.error) == (1.0, 0.0)
        assert (odds.earliest, odds.latest) == (shift.since, shift.day)
        assert odds.days == {shift.day: 5}


def test_company_is_as_probable_as_the_word_it_rests_on() -> None:
    analysis = rumour()
    ensemble = analysis.ensemble(400)
    together = ensemble.co_membership("grey", "red1")
    assert together.shape == (2,)
    assert together[0] == within(0.375, 400)
    assert ensemble.co_membership("red1", "red2").tolist() == [1.0, 1.0]
    assert ensemble.co_membership("grey", "red2").tolist() == together.tolist()


def test_one_matrix_a_slice_holds_every_pair() -> None:
    ensemble = rumour().ensemble(50)
    matrix = ensemble.together(1)
    for (i, a), (j, b) in combinations(enumerate(ensemble.lines), 2):
        assert matrix[i, j] == matrix[j, i] == ensemble.co_membership(a, b)[1]


def test_company_over_the_period_is_the_share_of_days_that_both_are_there() -> None:
    """Without doubt it is the share of slices together, of those that have both."""
    analysis = analyze(make(*bloc("red1", "red2", date="2015-07-01/.."), *BLUES, period="2015"))
    ensemble = analysis.ensemble(2)
    one, two, blue = (ensemble.lines.index(line) for line in ("red1", "red2", "blue1"))
    assert len([part for part in analysis.slices if "red1" in part.where]) < len(analysis.slices)
    assert ensemble.company[one, two] == ensemble.company[two, one] == 1.0
    assert ensemble.company[one, blue] == 0.0

    moved = analyze(defection())
    ensemble = moved.ensemble(2)
    grey, red = (ensemble.lines.index(line) for line in ("grey", "red1"))
    with_reds = [part for part in moved.slices if "red1" in part.fellows("grey")]
    assert ensemble.company[grey, red] == pytest.approx(len(with_reds) / len(moved.slices))
    assert 0 < len(with_reds) < len(moved.slices)


def test_the_company_of_those_who_never_meet_is_not_known() -> None:
    met = make(*bloc("red1", "red2", date="2013/2013-06"), *bloc("blue1", "blue2", date="2019/.."))
    ensemble = analyze(met, every="P1Y").ensemble(1)
    red, blue = (ensemble.lines.index(line) for line in ("red1", "blue1"))
    assert np.isnan(ensemble.company[red, blue])


def test_membership_is_how_often_a_line_keeps_its_company() -> None:
    ensemble = rumour().ensemble(100)
    membership = dict(zip(ensemble.lines, ensemble.membership[0].tolist(), strict=True))
    assert membership["grey"] == ensemble.co_membership("grey", "red1")[0]
    assert membership["red1"] == 1.0


def test_stability_is_the_mean_over_pairs() -> None:
    analysis = rumour()
    ensemble = analysis.ensemble(100)
    (community,) = analysis.slices[0].communities
    chance = float(ensemble.co_membership("grey", "red1")[0])
    # six pairs, three of them with grey
    assert ensemble.stability(0, community.members) == pytest.approx((3 + 3 * chance) / 6)
    assert np.isnan(ensemble.stability(0, ["grey"]))
    (stable,) = ensemble.community_stability(analysis.slices).values()
    assert stable == pytest.approx((3 + 3 * chance) / 6)


def test_a_shift_falls_where_its_date_may() -> None:
    """A defection some time from March to August: each month has its days' share of the draws."""
    story = make(
        *bloc("red1", "red2", "red3"),
        *bloc("blue1", "blue2", "blue3"),
        rel("pledge", "grey", "red1", date="2014-01-01/..", source="paper-2015-01-01"),
        rel("breakaway", "grey", "red1", date="[2015-03-01..2015-08-31]", event="turn"),
        rel("pledge", "grey", "blue1", date="[2015-03-01..2015-08-31]/..", event="turn"),
        period="2015/2015-12-01",
    )
    analysis = analyze(story)
    (index,) = [i for i, s in enumerate(analysis.shifts) if s.is_event]
    odds = analysis.ensemble(300).shift_odds(index, level=0.9)
    assert odds.found == 1.0
    assert sum(odds.days.values()) == 300
    for month, length in zip(range(3, 9), (31, 30, 31, 30, 31, 31), strict=True):
        # seen on the first of the next month; what happens on a first is seen on that day
        share = odds.days.get(day(f"2015-{month + 1:02}-01"), 0) / 300
        assert share == within(length / 184, 300)
    assert odds.earliest is not None
    assert odds.latest is not None
    assert odds.earliest <= day("2015-04-01")
    assert odds.latest >= day("2015-08-01")
    assert odds.latest <= day("2015-09-01")


def test_a_shift_is_as_probable_as_its_cause() -> None:
    analysis = rumour(period="2014-11-01/2015-03-01")
    (index,) = [i for i, s in enumerate(analysis.shifts) if s.is_event]
    draws = 400
    odds = analysis.ensemble(draws).shift_odds(index)
    assert odds.found == within(0.375, draws)
    assert odds.error == standard_error(odds.found, draws)


def test_same_seed_gives_the_same_draws_and_more_of_them_begin_alike() -> None:
    few, again, many = (rumour().ensemble(n) for n in (20, 20, 30))
    assert (few.labels == again.labels).all()
    assert (many.labels[:20] == few.labels).all()
    assert many.turns[:20] == few.turns == again.turns


def test_another_seed_moves_figures_within_their_error() -> None:
    draws = 300
    one, other = (rumour(seed=seed).ensemble(draws) for seed in (1, 2))
    assert (one.labels != other.labels).any()
    p, q = (float(e.co_membership("grey", "red1")[0]) for e in (one, other))
    assert p != 0.375  # a figure, not the formula
    assert abs(p - q) <= 4 * np.hypot(standard_error(p, draws), standard_error(q, draws))


def test_an_ensemble_is_drawn_once() -> None:
    analysis = rumour()
    assert analysis.ensemble(10) is analysis.ensemble(10)


def test_progress_is_told_draw_by_draw() -> None:
    told: list[tuple[int, int]] = []
    rumour().ensemble(3, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "settings", [{"without_source": (AFTER,)}, {"known_by": day("2016-06-01")}]
)
def test_what_is_not_heard_is_not_drawn(settings: dict[str, Any]) -> None:
    ensemble = rumour(**settings).ensemble(30)
    assert set(ensemble.lines) == {"grey", "red1"}
    assert ensemble.co_membership("grey", "red1")[0] == within(0.375, 30)


def test_questions_without_an_answer_are_told() -> None:
    with pytest.raises(SettingsError, match="at least 1 draw, not 0"):
        rumour().ensemble(0)
    with pytest.raises(NotFoundError, match="no line 'pink'"):
        rumour().ensemble(1).co_membership("grey", "pink")


def test_a_defector_is_somewhere_in_every_draw() -> None:
    ensemble = analyze(defection()).ensemble(3)
    grey = ensemble.lines.index("grey")
    assert (ensemble.labels[:, :, grey] >= 0).all()


def test_intervals_of_nine_tenths_hold_the_truth_in_about_nine_tenths_of_worlds() -> None:
    """Worlds whose only doubt is the day of one defection, drawn from a span of it.

    Of 24 at 0.9 each, 17 or more hold it with a probability of 0.998. Slices are months, so that
    an interval can only be wider than asked for, by less than a month on either side.
    """
    held = []
    for seed in range(24):
        planted = planted_dates(seed)
        (truth,) = planted.truth.shifts
        # whose fights have no bearing on the blocs: without them most slices of the draws are alike
        told = {k: r for k, r in planted.dataset.relations.items() if r.kind != "clash"}
        analysis = analyze(replace(planted.dataset, relations=told))
        (index,) = [
            i for i, s in enumerate(analysis.shifts) if {m.line for m in s.moves} == {*truth.movers}
        ]
        odds = analysis.ensemble(40).shift_odds(index, level=0.9)
        assert odds.found == 1.0
        assert odds.earliest is not None
        assert odds.latest is not None
        held.append(odds.earliest < truth.day <= odds.latest)
    assert sum(held) >= 17
    assert not all(held)  # intervals that always hold the truth would be too wide
