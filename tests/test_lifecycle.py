from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import scenarios
from builders import day, make, rel
from hypothesis import given
from hypothesis import strategies as st
from scenarios import YEAR, bloc

from idlib_graph.analysis import analyze
from idlib_graph.shifts.lifecycle import (
    LIFECYCLE_EVENTS,
    THRESHOLD,
    Facets,
    event_weights,
    facets,
    lifecycle_events,
    nearest_event,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset

FIXTURES = Path(__file__).parent / "fixtures"


def recorded(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))["cases"]
    return found


def told(
    before: Iterable[str], after: Iterable[str], threshold: float = THRESHOLD
) -> list[tuple[Any, ...]]:
    """Events between clusterings of which each word is a community, each letter a member."""
    sides = [[set(word) for word in side] for side in (before, after)]
    return [(e.event, e.before, e.after) for e in lifecycle_events(*sides, threshold=threshold)]


# events


def test_birth_and_death_at_the_edges() -> None:
    assert told([], []) == []
    assert told([], ["ab"]) == [("birth", (), (0,))]
    assert told(["ab"], []) == [("death", (0,), ())]
    assert told(["ab"], ["cd"]) == [("death", (0,), ()), ("birth", (), (0,))]
    assert told(["", "ab"], ["ab", ""]) == [("continue", (1,), (0,))]


def test_merge_and_split() -> None:
    assert told(["abc", "de"], ["abcde"]) == [("merge", (0, 1), (0,))]
    assert told(["abcde"], ["abc", "de"]) == [("split", (0,), (0, 1))]


def test_one_may_split_and_the_other_take_in_the_part() -> None:
    assert told(["abcd", "ef"], ["ab", "cdef"]) == [
        ("split", (0,), (0, 1)),
        ("merge", (0, 1), (1,)),
    ]


@pytest.mark.parametrize(
    ("after", "event"),
    [("abcdefghijk", "continue"), ("abcdefghijkl", "grow"), ("abcdefghi", "continue"),
     ("abcdefgh", "shrink")],
)  # fmt: skip
def test_growing_is_more_than_a_tenth(after: str, event: str) -> None:
    assert told(["abcdefghij"], [after]) == [(event, (0,), (0,))]


def test_overlap_must_be_above_the_threshold() -> None:
    # one of four members in common: an overlap of a quarter
    assert told(["ab"], ["bcd"], threshold=0.25) == [("death", (0,), ()), ("birth", (), (0,))]
    assert told(["ab"], ["bcd"], threshold=0.24) == [("grow", (0,), (0,))]


def test_keys_of_the_communities_are_kept() -> None:
    (found,) = lifecycle_events({"reds": {1, 2}}, {"reds": {1, 2}, "none": set()})
    assert (found.event, found.before, found.after) == ("continue", ("reds",), ("reds",))


@pytest.mark.parametrize("case", recorded("cdlib-greene.json"))
def test_matches_are_those_of_cdlib(case: dict[str, Any]) -> None:
    sides = [[set(group) for group in case[side]] for side in ("before", "after")]
    for threshold, matches in case["matches"].items():
        events = lifecycle_events(*sides, threshold=float(threshold))
        pairs = {(a, b) for event in events for a in event.before for b in event.after}
        assert pairs == {tuple(pair) for pair in matches}


clusterings = st.lists(st.sets(st.integers(0, 12), min_size=1), max_size=5)


@given(clusterings, clusterings)
def test_every_community_is_told_of_and_only_in_such_events(
    before: Sequence[set[int]], after: Sequence[set[int]]
) -> None:
    events = lifecycle_events(before, after)
    assert {key for event in events for key in event.before} == set(range(len(before)))
    assert {key for event in events for key in event.after} == set(range(len(after)))
    assert {event.event for event in events} <= set(LIFECYCLE_EVENTS)


@given(clusterings, clusterings)
def test_backwards_in_time_birth_is_death_and_split_is_merge(
    before: Sequence[set[int]], after: Sequence[set[int]]
) -> None:
    mirror = {"birth": "death", "death": "birth", "split": "merge", "merge": "split"}
    forward, backward = lifecycle_events(before, after), lifecycle_events(after, before)
    assert {(mirror[e.event], e.after, e.before) for e in forward if e.event in mirror} == {
        (e.event, e.before, e.after) for e in backward if e.event in mirror
    }


# facets


@pytest.mark.parametrize("case", recorded("cdlib-facets.json"))
def test_facets_and_weights_are_those_of_cdlib(case: dict[str, Any]) -> None:
    before, after = ([set(group) for group in case[side]] for side in ("before", "after"))
    sides = (("forward", before, after), ("backward", after, before))
    for direction, targets, others in sides:
        for target, wanted in zip(targets, case[direction], strict=True):
            found = facets(target, others)
            assert found.size == wanted["facets"]["size"] == len(target)
            for name in ("unicity", "identity", "outflow"):
                assert getattr(found, name) == pytest.approx(wanted["facets"][name.capitalize()])
            weights = event_weights(found, forward=direction == "forward")
            assert weights == pytest.approx(
                {name.lower(): weight for name, weight in wanted["weights"].items()}
            )


def test_facets_of_a_community_that_comes_whole_out_of_a_larger_one() -> None:
    found = facets(set("cd"), [set("abcd")])
    assert found == Facets(unicity=1.0, identity=0.5, outflow=0.0, size=2)
    assert event_weights(found, forward=False)["offspring"] == 0.5


def test_facets_without_any_other_are_those_of_a_birth() -> None:
    found = facets({"a", "b"}, [])
    assert found == Facets(unicity=1.0, identity=0.0, outflow=1.0, size=2)
    assert nearest_event(found, forward=False) == ("birth", 1.0)
    assert nearest_event(found, forward=True) == ("death", 1.0)


@given(st.sets(st.integers(0, 12), min_size=1), clusterings)
def test_weights_add_up_to_one(target: set[int], others: Sequence[set[int]]) -> None:
    for forward in (True, False):
        assert sum(event_weights(facets(target, others), forward=forward).values()) == (
            pytest.approx(1.0)
        )


# communities of an analysis, followed by identity


def events(analysis: Analysis) -> list[tuple[str, str]]:
    """Each event once, with the day."""
    found = {(c.day.isoformat(), e) for c in analysis.lifecycle for e in c.events}
    return sorted((on, event.event) for on, event in found)


def test_a_new_name_is_no_birth() -> None:
    assert analyze(scenarios.rebrand()).lifecycle == ()


def test_without_the_rename_the_new_name_would_be_someone_new() -> None:
    data = make(
        *bloc("red", "grey", date="2014/2015-06-10"),
        *bloc("rose", "gold", date="2015-06-10/.."),
        period=YEAR,
    )
    assert events(analyze(data)) == [("2015-07-01", "birth"), ("2015-07-01", "death")]


@pytest.mark.parametrize(
    ("story", "event"), [(scenarios.merger(), "merge"), (scenarios.split(), "split")]
)
def test_merger_and_split_are_told_of_both_communities(story: Dataset, event: str) -> None:
    analysis = analyze(story)
    assert events(analysis) == [("2015-07-01", event)]
    assert len(analysis.lifecycle) == 2
    for change in analysis.lifecycle:
        assert change.name == analysis.names[change.id]
        assert (change.since, change.day) == (day("2015-06-01"), day("2015-07-01"))


def test_facets_of_the_two_halves_of_a_split() -> None:
    changes = analyze(scenarios.split()).lifecycle
    (stays,) = [change for change in changes if change.went]
    (new,) = [change for change in changes if not change.went]
    assert stays.went == Facets(unicity=0.0, identity=1.0, outflow=0.0, size=4)
    assert stays.came == new.came == Facets(unicity=1.0, identity=0.5, outflow=0.0, size=2)


@pytest.mark.parametrize("gone_for", [1, 2])
def test_who_is_unseen_for_a_while_is_neither_dead_nor_born(gone_for: int) -> None:
    analysis = analyze(scenarios.seen_again(gone_for))
    assert events(analysis) == [(f"2015-{7 + gone_for:02}-01", "continue")]


def test_who_is_unseen_for_long_has_died_and_is_born_anew() -> None:
    analysis = analyze(scenarios.seen_again(3))
    assert events(analysis) == [("2015-07-01", "death"), ("2015-10-01", "birth")]


def test_being_there_first_is_no_birth_and_being_there_last_no_death() -> None:
    analysis = analyze(make(*bloc("red1", "red2"), period=YEAR))
    assert analysis.slices[0].communities
    assert analysis.slices[-1].communities
    assert analysis.lifecycle == ()


def test_a_member_more_is_growth_with_the_newcomer_from_outside() -> None:
    joins = rel("pledge", "grey", "red1", date="2015-06-10/..", source=scenarios.AFTER)
    (change,) = analyze(make(*bloc("red1", "red2", "red3"), joins, period=YEAR)).lifecycle
    assert [event.event for event in change.events] == ["grow"]
    assert change.came == Facets(unicity=1.0, identity=1.0, outflow=0.25, size=4)
    assert change.went == Facets(unicity=1.0, identity=0.75, outflow=0.0, size=3)
