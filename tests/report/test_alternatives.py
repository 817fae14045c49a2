"""What is said of equally good and nearly as good partitions."""

from __future__ import annotations

import pytest
from builders import make
from scenarios import BLUES, REDS, YEAR, steady

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.communities import placements
from idlib_graph.report.alternatives import (
    nearly_shape,
    sometimes_shape,
    tell_changes,
    tell_equals,
    tell_nearly,
)
from idlib_graph.report.standing import date_card


def torn(**more: float) -> Analysis:
    """Grey stands between reds and blues, drawn to both alike."""
    return analyze(
        make(
            *REDS,
            *BLUES,
            steady("rivalry", "red1", "blue1"),
            steady("linkage", "grey", "red1"),
            steady("linkage", "grey", "blue1", **more),
            period=YEAR,
        ),
        coupling=0.0,
    )


def test_the_equally_good_partitions_are_told() -> None:
    analysis = torn()
    part = analysis.slices[0]
    assert tell_equals(analysis, part) == (
        "Of all 2: Grey sits with the Blue1 bloc in 1 and with the Red1 bloc in 1."
    )
    assert date_card(analysis, part).equals == (
        "Equally good partitions besides this one: 1. "
        "Of all 2: Grey sits with the Blue1 bloc in 1 and with the Red1 bloc in 1."
    )
    pairs = sometimes_shape(analysis, part, analysis.alternatives(part))
    assert [(p["a"], p["b"], p["share"]) for p in pairs] == [
        *((f"blue{i}", "grey", 0.5) for i in (1, 2, 3)),
        *(("grey", f"red{i}", 0.5) for i in (1, 2, 3)),
    ]


def test_one_answer_needs_no_words() -> None:
    analysis = torn(strength=0.5)
    part = analysis.slices[0]
    assert tell_equals(analysis, part) == ""
    assert date_card(analysis, part).equals == "No other partition is as good."
    assert sometimes_shape(analysis, part, analysis.alternatives(part)) == []


def test_the_nearly_as_good_ones_are_told_with_their_loss() -> None:
    analysis = torn(strength=0.45)
    part = analysis.slices[0]
    assert tell_nearly(analysis, part, 0.001).rows == ()
    # Grey has 0.85 of all 12.5, the blues with it 5.85, the reds 5.8.
    blue, red = 0.45 - 0.85 * 5.85 / 12.5, 0.4 - 0.85 * 5.8 / 12.5
    near = tell_nearly(analysis, part, 0.05)
    ((loss, told),) = near.rows
    assert loss == pytest.approx(blue - red)
    assert told == "Grey moves from the Blue1 bloc to the Red1 bloc"
    assert near.placed == "Grey sits with the Blue1 bloc in 1 and with the Red1 bloc in 1"
    assert [row[0] for row in tell_nearly(analysis, part, 0.06).rows] == pytest.approx(
        [blue - red, blue]
    )
    assert tell_nearly(analysis, part, 0.06, most=1).more == 1
    shape = nearly_shape(analysis, part, 0.05)
    assert [p["loss"] for p in shape["partitions"]] == [0.0, round(loss, 6)]
    assert shape["partitions"][1]["communities"][0] == ["grey", "red1", "red2", "red3"]


def test_whole_communities_that_could_be_one() -> None:
    analysis = analyze(
        make(*REDS, *BLUES, steady("linkage", "red1", "blue1"), period=YEAR), coupling=0.0
    )
    part = analysis.slices[0]
    ((which, loss),) = tell_nearly(analysis, part, 9.0).joins
    assert which == "the Blue1 bloc and the Red1 bloc"
    # each bloc has three ties of 0.9 and half of one of 0.4, so K = 5.8 and 2m = 11.6
    assert loss == pytest.approx(5.8 * 5.8 / 11.6 - 0.4)


def test_changes_say_who_joins_leaves_moves_and_forms() -> None:
    analysis = torn(strength=0.5)
    part = analysis.slices[0]
    shown = part.result.partition
    groups = {name: frozenset({f"{name}{i}" for i in (1, 2, 3)}) for name in ("red", "blue")}
    blue = groups["blue"] | {"grey"}
    assert set(shown) == {groups["red"], blue}

    def told(*partition: set[str] | frozenset[str]) -> str:
        return tell_changes(analysis, part, shown, [frozenset(group) for group in partition])

    assert told(groups["red"], groups["blue"], {"grey"}) == "Grey leaves the Blue1 bloc"
    assert told(groups["red"] | {"grey"}, groups["blue"]) == (
        "Grey moves from the Blue1 bloc to the Red1 bloc"
    )
    joined = told(groups["red"] | blue)
    assert joined == "the Red1 bloc joins the Blue1 bloc through the tie of Red1 and Grey (+0.40)"
    assert told({"red1", "red2"}, {"blue1", "blue2", "blue3"}, {"red3", "grey"}) == (
        "Grey and Red3 form a community"
    )
    assert told(*shown) == ""
    assert placements([shown, shown]) == ()
