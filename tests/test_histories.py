"""A faction's and a pair's history, on a data set small enough to know the truth by heart."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from builders import faction, make, rel

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.histories import contested_of, courses, relations_of, stays, tie_course, ties_on
from idlib_graph.model import Evidence

EARLY, LATE = "paper-2018-06-01", "paper-2019-12-01"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Red and blue are allies; then red, renamed crimson, leaves blue and fights it."""
    return analyze(
        make(
            rel("partnership", "red", "blue", date="2018-01/2018-12", source=LATE),
            rel("rebrand", "red", "crimson", date="2018-06", source=LATE),
            rel("battle", "crimson", "blue", date="2019-03", source=LATE),
            rel("rivalry", "blue", "green", date="2018-02", evidence=(
                Evidence(EARLY, (1,), "asserted"), Evidence(LATE, (2,), "denied"))),
            rel("threat", "green", "blue", date="2019-06", claim="denied", source=LATE),
            factions=[faction("lonely")],
            period="2018/2019",
        ),
        every="P1M",
    )  # fmt: skip


def test_a_stay_is_a_run_of_slices_in_one_place(analysis: Analysis) -> None:
    runs = stays(analysis, "crimson")

    assert runs
    for run in runs:
        assert run.first <= run.last
    for one, two in pairwise(runs):
        assert one.last < two.first
        gap = [day for day in analysis.days if one.last < day < two.first]
        assert gap or one.place != two.place
    told = [(part.day, part.position("crimson")) for part in analysis.slices
            if "crimson" in part.where]  # fmt: skip
    again = [(day, run.place) for run in runs for day in analysis.days
             if run.first <= day <= run.last]  # fmt: skip
    assert again == told


def test_who_is_in_no_slice_has_no_stay(analysis: Analysis) -> None:
    assert stays(analysis, "lonely") == ()
    assert ties_on(analysis, "lonely", date(2018, 6, 1)) == ()


def test_ties_of_a_day_go_from_the_strongest_alliance_to_the_strongest_clash(
    analysis: Analysis,
) -> None:
    (ally,) = [tie for tie in ties_on(analysis, "blue", date(2018, 5, 1)) if tie.weight > 0]
    ties = ties_on(analysis, "blue", date(2018, 5, 1))

    assert ally.other == "crimson"
    assert ally.relations == ("partnership-red-blue",)
    assert [tie.weight for tie in ties] == sorted((tie.weight for tie in ties), reverse=True)
    assert all(tie.weight == tie.positive - tie.negative for tie in ties)


def test_the_course_of_a_pair_turns_where_its_story_does(analysis: Analysis) -> None:
    course = {tie.day: tie for tie in tie_course(analysis, "crimson", "blue")}

    assert course[date(2018, 6, 1)].weight > 0
    assert course[date(2019, 4, 1)].weight < 0
    assert list(course) == sorted(course)
    assert tie_course(analysis, "crimson", "lonely") == ()


def test_a_course_is_the_same_from_both_sides(analysis: Analysis) -> None:
    one = tie_course(analysis, "crimson", "blue")
    other = tie_course(analysis, "blue", "crimson")

    assert [(t.day, t.weight, t.relations) for t in one] == [
        (t.day, t.weight, t.relations) for t in other
    ]


def test_relations_are_found_under_every_name_of_the_line(analysis: Analysis) -> None:
    assert [r.id for r in relations_of(analysis, "crimson", "blue")] == [
        "partnership-red-blue", "battle-crimson-blue",
    ]  # fmt: skip
    assert "rebrand-red-crimson" in {r.id for r in relations_of(analysis, "crimson")}


def test_the_contested_matters_of_a_line_and_of_a_pair(analysis: Analysis) -> None:
    (matter,) = analysis.contested

    assert matter.relations == ("rivalry-blue-green",)  # the threat is only denied
    assert contested_of(analysis, "blue") == contested_of(analysis, "green", "blue") == (matter,)
    assert contested_of(analysis, "crimson") == contested_of(analysis, "crimson", "blue") == ()


def test_a_course_is_the_tie_of_every_slice(analysis: Analysis) -> None:
    (course,) = courses(analysis, "crimson")
    ties = {tie.day: tie for tie in tie_course(analysis, "crimson", "blue")}

    assert course.other == "blue"
    for column, day in enumerate(analysis.days):
        tie = ties.get(day)
        assert course.positive[column] == pytest.approx(tie.positive if tie else 0.0)
        assert course.negative[column] == pytest.approx(tie.negative if tie else 0.0)
        assert course.net[column] == pytest.approx(tie.weight if tie else 0.0)
    assert course.most == max(max(t.positive, t.negative) for t in ties.values())


def test_a_course_tells_splits_from_clashes_and_how_present_each_side_is() -> None:
    analysis = analyze(
        make(
            rel("breakaway", "red", "blue", date="2018-01-01", source=LATE),
            rel("battle", "red", "blue", date="2018-07-01", source=LATE),
            rel("battle", "green", "red", date="2018-07-01", source=LATE),
            period="2018/2019",
        ),
        every="P1M",
    )
    course, other = courses(analysis, "red")
    assert (course.other, other.other) == ("blue", "green")
    assert 1 - (1 - course.split) * (1 - course.clash) == pytest.approx(course.negative)
    months = {day: i for i, day in enumerate(analysis.days)}
    before, after = months[date(2018, 6, 1)], months[date(2018, 7, 1)]
    assert course.clash[before] == 0 < course.split[before]
    assert course.clash[after] == pytest.approx(other.clash[after]) == other.negative[after]
    assert course.hostile[after] == 1
    assert course.hostile[before] == pytest.approx(
        analysis.snapshots.presence.values[analysis.snapshots.rows["breakaway-red-blue"], before]
    )
    assert not course.positive.any()
    assert not course.allied.any()


def test_who_has_no_tie_has_no_course(analysis: Analysis) -> None:
    assert courses(analysis, "lonely") == ()
