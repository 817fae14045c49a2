from __future__ import annotations

import random
from itertools import combinations

import pytest
import scenarios
from builders import make, rel

from idlib_graph.analysis import analyze
from idlib_graph.charts.captions import SIZE, Mark, shaped, when_told
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.text import width
from idlib_graph.charts.tiers import height_of, place_captions

PLAN = Plan(1152.0, 0.0, 100.0, 120.0, 0.0, 0.0, 0.0, 1000.0, 10.0)
WORDS = ["Harakat", "Nour", "al-Din", "al-Zinki", "broke", "away", "from", "the", "Coalition"]


def mark(day: float, *, told: int = 4, reason: int = 12, weight: int = 1, seed: int = 0) -> Mark:
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    happened, why = (" ".join(rng.choices(WORDS, k=count)) for count in (told, reason))
    return Mark(day, "2016-07", "merge", weight, (happened,), why, "[1,2]", (1, 2))


def random_marks(seed: int, count: int = 14) -> list[Mark]:
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    days = sorted(rng.uniform(0, 1000) for _ in range(count))
    return [
        mark(day, told=rng.randint(2, 14), reason=rng.randint(0, 30), weight=rng.randint(1, 9),
             seed=index)
        for index, day in enumerate(days)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_no_caption_covers_another_or_the_stem_of_another(seed: int) -> None:
    placed = [x for x in place_captions(random_marks(seed), PLAN) if x.bottom >= 0]
    assert len(placed) > 2
    boxes = {}
    for one in placed:
        x = float(PLAN.x(one.day))
        left, right = sorted((x, x + one.side * one.width))
        assert left >= 0
        assert right <= PLAN.width
        boxes[one] = (left, right, one.bottom, one.bottom + one.height)
    for one, other in combinations(placed, 2):
        (left, right, low, high), (start, end, under, top) = boxes[one], boxes[other]
        assert right < start or end < left or high <= under or top <= low
    for one in placed:
        stem = float(PLAN.x(one.day))
        for other in placed:
            left, right, _, high = boxes[other]
            # A stem runs from the drawing up to its caption.
            assert one is other or not left < stem < right or high > boxes[one][3]
            if one is not other and left < stem < right:
                assert boxes[other][2] >= boxes[one][3]


@pytest.mark.parametrize("most", [80.0, 165.0, 250.0])
def test_captions_are_no_higher_than_they_may_be(most: float) -> None:
    placed = place_captions(random_marks(1), PLAN, height=most)
    assert 0 < height_of(placed) <= most


def test_lines_that_are_given_stay_as_they_are() -> None:
    given = Mark(500, "2016", "merge", 1, lines=("as it is", "in two lines"))
    (placed,) = place_captions([given], PLAN)
    assert placed.lines == given.lines
    assert placed.bottom == 0


def test_the_weightiest_have_captions_where_there_is_not_room_for_all() -> None:
    marks = [mark(500 + 2 * i, weight=i, seed=i) for i in range(10)]
    placed = place_captions(marks, PLAN)
    told = [x.weight for x in placed if x.bottom >= 0]
    assert 0 < len(told) < 10
    assert max(told) == 9
    assert [x.day for x in placed] == [x.day for x in marks]


@pytest.mark.parametrize("room", [105.0, 140.0, 190.0])
def test_however_long_the_news_its_sources_are_given(room: float) -> None:
    whole, cut = (shaped(mark(0, reason=count), room, 1) for count in (3, 60))
    assert whole.whole
    assert not cut.whole
    for one in (whole, cut):
        assert one.reason_lines[-1].endswith("[1,2]")
        assert all(width(line, SIZE) <= room for line in (*one.lines, *one.reason_lines))
    assert "…" in cut.reason_lines[-1]
    assert len(cut.reason_lines) == 4


def test_what_does_not_fit_is_counted() -> None:
    many = Mark(0, "2016", "merge", 1, ("one merges into two",) * 9)  # two of them a line
    assert "; 4 more" in " ".join(shaped(many, 190.0, 1).lines)


def test_a_caption_makes_room_for_another_where_both_fit() -> None:
    """Two that together are too high on one side stand side by side."""
    heavy, light = mark(400.0, told=14, weight=9), mark(440.0, told=14, weight=1, seed=1)
    most = max(shaped(one, 190.0, 1).height for one in (heavy, light))
    placed = place_captions([heavy, light], PLAN, height=most)
    assert all(one.bottom == 0 for one in placed)
    assert [one.side for one in placed] == [-1, 1]


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        ("2015-06-10", "2015-06"),
        ("2015", "2015"),
        ("[2015-05..2015-07]", "2015-05 \N{EN DASH} 2015-07"),
    ],
)
def test_a_shift_is_dated_no_closer_than_its_source_does(dated: str, told: str) -> None:
    analysis = analyze(
        make(
            *scenarios.CAMPS,
            rel("pledge", "grey", "red1", date="2014-01-01/..", source="paper-2015-01-01"),
            rel("breakaway", "grey", "red1", date=dated),
            period=scenarios.YEAR,
        )
    )
    shifts = [shift for shift in analysis.shifts if shift.is_event]
    assert shifts
    assert {when_told(analysis, [shift], "") for shift in shifts} == {told}
