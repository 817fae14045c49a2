from __future__ import annotations

import math
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest
import scenarios
from builders import day, make, rel
from hypothesis import given
from hypothesis import strategies as st
from scenarios import AFTER, LONG, bloc, steady

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.balance import brokers, degree_by_sign, pn_centrality
from idlib_graph.checks import load_dataset
from idlib_graph.series import LineFigures, SliceFigures, measure_series

POWERS = Path(__file__).parent / "cases" / "valid" / "european-powers"
STORIES = [story.__name__ for story in scenarios.ALL]
# year: frustration with two camps, and with as many as fit best (Antal, Krapivsky & Redner 2006)
PUBLISHED = {1872: (1, 0), 1882: (1, 0), 1890: (1, 0), 1891: (1, 0), 1904: (1, 1), 1907: (0, 0)}


@cache
def told(story: str) -> Analysis:
    return analyze(getattr(scenarios, story)())


@cache
def bundled() -> Analysis:
    return analyze(load_dataset())


def line(analysis: Analysis, name: str) -> LineFigures:
    return next(figures for figures in analysis.series.lines if figures.line == name)


def sized(*sizes: int, unaligned: int = 0) -> SliceFigures:
    return SliceFigures(date(2015, 1, 1), sizes, unaligned, 0, None, None)


# Slices


def test_a_merger_month_by_month() -> None:
    slices = told("merger").series.slices
    assert [figures.sizes for figures in slices] == [(2, 2)] * 6 + [(4,)] * 6
    assert [figures.fragmentation for figures in slices] == [0.5] * 6 + [0.0] * 6
    assert [figures.effective_number for figures in slices] == [2.0] * 6 + [1.0] * 6
    # one community tells nothing of two halves; to say in which half a line was takes log 2
    assert [figures.mutual_information for figures in slices] == [None, *[1.0] * 5, 0.0, *[1.0] * 5]
    assert [figures.variation for figures in slices] == [
        None, *[0.0] * 5, pytest.approx(math.log(2)), *[0.0] * 5,
    ]  # fmt: skip


def test_a_split_is_a_merger_backwards() -> None:
    merger, split = told("merger").series.slices, told("split").series.slices
    assert [f.sizes for f in split] == [f.sizes for f in reversed(merger)]
    assert split[6].variation == pytest.approx(merger[6].variation)


def test_one_of_seven_changes_sides() -> None:
    # grey: from {grey + 3} and {3} to {3} and {grey + 3}
    changed = told("defection").series.slices[6]
    assert (changed.sizes, changed.common) == ((4, 3), 7)
    three, one = 3 / 7 * math.log(4 / 3), 1 / 7 * math.log(4)
    assert changed.variation == pytest.approx(2 * (three + one))
    assert 0 < (changed.mutual_information or 0) < 1
    assert changed.fragmentation == pytest.approx(1 - (16 + 9) / 49)


def test_the_unaligned_count_each_for_itself() -> None:
    dataset = make(*bloc("red1", "red2"), steady("rivalry", "grey", "red1"), period="2015/2015-02")
    first = analyze(dataset).series.slices[0]
    assert (first.communities, first.sizes, first.unaligned, first.present) == (1, (2,), 1, 3)
    assert first.fragmentation == pytest.approx(4 / 9)  # 1 - (2/3)^2 - (1/3)^2
    assert first.effective_number == pytest.approx(9 / 5)


@given(st.lists(st.integers(2, 6), max_size=4), st.integers(0, 5))
def test_fragmentation_is_the_chance_to_draw_two_of_different_communities(
    sizes: list[int], unaligned: int
) -> None:
    figures = sized(*sizes, unaligned=unaligned)
    groups = [c for c, size in enumerate([*sizes, *[1] * unaligned]) for _ in range(size)]
    if not groups:
        assert figures.fragmentation is figures.effective_number is None
        return
    draws = [a != b for a, b in product(groups, repeat=2)]
    assert figures.fragmentation == pytest.approx(float(Fraction(sum(draws), len(draws))))
    assert figures.effective_number == pytest.approx(len(draws) / (len(draws) - sum(draws)))


@pytest.mark.parametrize(("number", "size"), [(1, 5), (4, 2), (3, 7)])
def test_communities_of_equal_size_are_as_many_as_are_effective(number: int, size: int) -> None:
    assert sized(*[size] * number).effective_number == number


def newcomers() -> Analysis:
    """Gold is there from July on; grey, only fought before, joins the reds in June."""
    return analyze(
        make(
            *bloc("red1", "red2", "red3"),
            *bloc("blue1", "blue2"),
            steady("rivalry", "grey", "blue1"),
            rel("pledge", "grey", "red1", date="2015-06-10/..", source=AFTER),
            rel("membership", "gold", "blue1", date="2015-08-10/..", source=AFTER),
            period=scenarios.YEAR,
        )
    )


def test_who_appears_changes_no_likeness() -> None:
    slices = newcomers().series.slices
    appears = next(i for i, (a, b) in enumerate(pairwise(slices), 1) if b.present > a.present)
    assert slices[appears].day == day("2015-09-01")
    assert (slices[appears].common, slices[appears].present) == (6, 7)
    assert (slices[appears].mutual_information, slices[appears].variation) == (1.0, 0.0)


def test_slices_without_anyone_in_both_are_not_compared() -> None:
    dataset = make(
        *bloc("red1", "red2", date="2015-01/2015-02-10"),
        *bloc("blue1", "blue2", date="2015-03-10/.."),
        period="2015/2015-05",
    )
    slices = analyze(dataset).series.slices
    gap = next(figures for figures in slices if not figures.present)
    assert (gap.fragmentation, gap.effective_number, gap.mutual_information) == (None, None, None)
    after = slices[slices.index(gap) + 1]
    assert (after.present, after.common, after.variation) == (2, 0, None)


def test_no_slices_no_figures() -> None:
    assert measure_series([]).slices == ()
    assert measure_series([]).lines == ()


# Lines


def test_a_defector_is_half_as_loyal() -> None:
    analysis = told("defection")
    grey = line(analysis, "grey")
    assert (grey.slices, grey.steps, grey.switches, grey.unaligned) == (12, 11, 1, 0)
    assert (grey.flexibility, grey.loyalty) == (1 / 11, 0.5)
    assert grey.main
    assert analysis.place_name(grey.main) == "Red1 bloc"  # as long with the blues, but later
    others = [figures for figures in analysis.series.lines if figures.line != "grey"]
    assert {(f.switches, f.flexibility, f.loyalty) for f in others} == {(0, 0.0, 1.0)}


def test_a_new_name_is_no_switch() -> None:
    lines = told("rebrand").series.lines
    assert "red" not in {figures.line for figures in lines}
    assert {(f.slices, f.switches, f.loyalty) for f in lines} == {(12, 0, 1.0)}


def test_joining_from_unaligned_is_a_switch_and_appearing_is_none() -> None:
    analysis = newcomers()
    grey, gold = line(analysis, "grey"), line(analysis, "gold")
    assert (grey.slices, grey.unaligned, grey.switches, grey.in_main) == (12, 6, 1, 6)
    assert (grey.flexibility, grey.loyalty) == (1 / 11, 0.5)
    assert (gold.slices, gold.first, gold.last) == (4, day("2015-09-01"), day("2015-12-01"))
    assert (gold.steps, gold.switches, gold.flexibility, gold.loyalty) == (3, 0, 0.0, 1.0)


@pytest.mark.parametrize(("gone_for", "slices", "steps", "in_main"), [(2, 10, 8, 10), (5, 7, 5, 6)])
def test_to_come_back_after_a_gap_is_no_switch(
    gone_for: int, slices: int, steps: int, in_main: int
) -> None:
    """After two months the reds are known again, after five they are a new community."""
    red = line(analyze(scenarios.seen_again(gone_for)), "red1")
    assert (red.slices, red.steps, red.switches, red.in_main) == (slices, steps, 0, in_main)
    assert red.loyalty == in_main / slices
    assert (red.first, red.last) == (day("2015-01-01"), day("2015-12-01"))


def test_who_is_always_alone_has_no_loyalty() -> None:
    alone = line(analyze(make(steady("rivalry", "grey", "red"), period="2015/2015-03")), "grey")
    assert (alone.main, alone.loyalty, alone.in_main) == (None, None, 0)
    assert (alone.flexibility, alone.unaligned) == (0.0, alone.slices)


def test_a_life_of_one_slice_has_no_flexibility() -> None:
    dataset = make(*bloc("red1", "red2"), period="2015-01-01/2015-01-01")
    only = line(analyze(dataset), "red1")
    assert (only.slices, only.steps, only.flexibility, only.loyalty) == (1, 0, None, 1.0)


@pytest.mark.parametrize("story", [*STORIES, "bundled"])
def test_switches_are_the_moves_of_all_shifts(story: str) -> None:
    analysis = bundled() if story == "bundled" else told(story)
    moves = Counter(m.line for s in analysis.shifts for m in s.moves if not m.appears)
    assert {f.line: f.switches for f in analysis.series.lines if f.switches} == dict(moves)


@pytest.mark.parametrize("story", [*STORIES, "bundled"])
def test_lives_and_slices_add_up(story: str) -> None:
    analysis = bundled() if story == "bundled" else told(story)
    series = analysis.series
    assert sum(f.slices for f in series.lines) == sum(f.present for f in series.slices)
    assert sum(f.unaligned for f in series.lines) == sum(f.unaligned for f in series.slices)
    assert sum(f.steps for f in series.lines) == sum(f.common for f in series.slices)
    moved = {shift.day for shift in analysis.shifts}
    assert {f.day for f in series.slices if f.variation} <= moved


# Balance


def test_balance_of_the_european_powers_is_as_published() -> None:
    analysis = analyze(load_dataset(POWERS), objective="disagreement", every="P1Y")
    by_year = {figures.day.year: figures for figures in analysis.balance_over_time}
    assert [f.day for f in analysis.balance_over_time] == list(analysis.days)
    for year, (two, free) in PUBLISHED.items():
        found = by_year[year + 1].frustration  # a slice is the first of January
        assert (found.two_camps.count, found.free.count) == (two, free)
        assert (found.two_camps.weight, found.free.weight) == pytest.approx((two, free))
        assert found.two_camps.proven
        assert found.free.proven


def rift() -> Analysis:
    """Two allies of the middle fall out on 10 June."""
    return analyze(
        make(
            rel("membership", "left", "middle", date=LONG, source=AFTER),
            rel("membership", "right", "middle", date=LONG, source=AFTER),
            rel("rivalry", "left", "right", date="2015-06-10/..", source=AFTER),
            period=scenarios.YEAR,
        )
    )


def test_balance_before_and_after_a_rift() -> None:
    balance = rift().balance_over_time
    before, after = balance[5], balance[6]
    assert (before.triads.total, before.triads.strong_share) == (0, None)
    assert (before.frustration.free.count, before.frustration.free.weight) == (0, 0.0)
    assert after.triads.counts == {"+++": 0, "++-": 1, "+--": 0, "---": 0}
    assert after.triads.strong_share == 0.0
    for found in after.frustration.by_name.values():  # the rivalry of 0.5 gives way, of 2.3 in all
        assert (found.count, found.proven) == (1, True)
        assert (found.weight, found.share) == pytest.approx((0.5, 0.5 / 2.3))


def test_standing_before_and_after_a_rift() -> None:
    standing = rift().standing_over_time
    assert list(standing) == ["left", "middle", "right"]
    before, after = standing["left"][5], standing["left"][6]
    assert (before.day, after.day) == (day("2015-06-01"), day("2015-07-01"))
    assert (before.degree.positive, before.degree.negative) == (1, 0)
    assert (after.degree.positive, after.degree.negative) == (1, 1)
    assert after.degree.negative_strength == pytest.approx(0.5)
    assert after.pn_centrality < before.pn_centrality
    assert {s.broker for s in standing["middle"]} == {1.0}  # the only way between the two
    assert {s.broker for s in standing["right"]} == {0.0}


def test_standing_is_that_of_each_snapshot() -> None:
    analysis = bundled()
    standing = analysis.standing_over_time
    assert list(standing) == sorted(standing)
    for number in (20, 60, 86):
        part = analysis.slices[number]
        here = {name: s for name, course in standing.items() for s in course if s.day == part.day}
        G = part.graph
        assert {name: s.degree for name, s in here.items()} == degree_by_sign(G)
        assert {name: s.broker for name, s in here.items()} == brokers(G)
        assert {name: s.pn_centrality for name, s in here.items()} == pn_centrality(G)
