from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from communities.brute import clique, coupled_graphs, pair_score, signed, signed_graphs
from hypothesis import given, settings

from idlib_graph.communities import (
    co_membership,
    find_alternatives,
    find_communities,
    find_joins,
    placements,
)

if TYPE_CHECKING:
    import networkx as nx


def told(*partitions: str) -> dict[str, dict[str, int]]:
    """Who sits with whom in how many of partitions as in ``"ab c"``."""
    sets = [[frozenset(group) for group in text.split()] for text in partitions]
    return {
        "".join(found.members): {"".join(sorted(fellows)): n for fellows, n in found.counts}
        for found in placements(sets)
    }


def test_one_who_sits_here_or_there() -> None:
    assert told("abx cd", "ab cdx", "abx cd") == {"x": {"ab": 2, "cd": 1}}


def test_one_who_may_be_alone() -> None:
    assert told("abc x", "abcx") == {"x": {"": 1, "abc": 1}}


def test_two_who_always_go_together() -> None:
    assert told("abxy cd", "ab cdxy", "ab cd xy") == {"xy": {"": 1, "ab": 1, "cd": 1}}


def test_a_whole_community_that_may_join_a_larger_one() -> None:
    assert told("abc de", "abcde") == {"de": {"": 1, "abc": 1}}


def test_who_is_left_when_a_community_falls_apart() -> None:
    # the heart is the larger group, and keeps its place
    assert told("abcde f", "abc de f") == {"de": {"": 1, "abc": 1}}


def test_two_loose_ones_may_sit_with_each_other() -> None:
    assert told("abc x y", "abc xy") == {"x": {"": 1, "y": 1}, "y": {"": 1, "x": 1}}


def test_one_partition_leaves_nothing_open() -> None:
    assert told("ab c") == {}


@settings(max_examples=60)
@given(G=signed_graphs(6))
def test_places_say_what_the_partitions_say(G: nx.Graph[str]) -> None:
    found = find_alternatives(G, epsilon=0.4, cap=10_000)
    pairs = co_membership(found)
    moving = placements(found.partitions)
    company = [{node: c for c in partition for node in c} for partition in found.partitions]
    for placement in moving:
        for fellows, where in zip(placement.places, company, strict=True):
            community = where[placement.members[0]]
            assert fellows.union(placement.members) <= community
            if not fellows:  # alone, or the heart of what was a community in the first as well
                alone = community == set(placement.members)
                assert alone or set(placement.members) <= company[0][placement.members[0]]
    named = {node for placement in moving for node in placement.members}
    assert all(named & set(pair) for pair in pairs.sometimes)
    assert {a for pair in pairs.sometimes for a in pair} >= {
        node for placement in moving for node in placement.members
    }


@settings(max_examples=60)
@given(G=signed_graphs(6))
def test_shares_count_partitions(G: nx.Graph[str]) -> None:
    found = find_alternatives(G, epsilon=0.4, cap=10_000)
    pairs = co_membership(found)
    for (a, b), share in zip(pairs.sometimes, pairs.shares, strict=True):
        together = [any({a, b} <= c for c in partition) for partition in found.partitions]
        assert share == sum(together) / len(together)
        assert 0 < share < 1
    n = len(G)
    assert len(pairs.always) + len(pairs.sometimes) + len(pairs.never) == n * (n - 1) // 2


@pytest.mark.parametrize("coupling", [0.0, 0.3])
@settings(max_examples=40)
@given(case=coupled_graphs(6))
def test_joining_costs_what_it_says(
    coupling: float, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    G, previous = case
    best = find_communities(G, previous=previous, coupling=coupling)
    found = find_joins(G, best.partition, previous=previous, coupling=coupling, epsilon=0.5)
    for join in found:
        pairs = [(a, b) for a in join.first for b in join.second]
        gain = sum(pair_score(G, a, b, "potts", previous, coupling) for a, b in pairs)
        assert join.loss == pytest.approx(-gain, abs=1e-9)
    assert all(-1e-6 <= join.loss <= 0.5 + 1e-6 for join in found)  # the best loses by any join


def test_joins_are_those_with_an_alliance_between_and_no_others() -> None:
    ties = [*clique("abc"), *clique("def"), ("c", "d", 0.25), ("x", "y", 1.0), ("y", "a", -0.1)]
    G = signed(ties)
    options = {"objective": "disagreement"}
    parts = ["abc", "def", "xy"]
    assert [j.loss for j in find_joins(G, parts, **options, epsilon=9)] == [-0.25]  # type: ignore[arg-type]
    (join,) = find_joins(G, parts, objective="cpm", resolution=0.25, epsilon=2)
    assert (join.first, join.second, join.loss) == (frozenset("abc"), frozenset("def"), 2.0)
    assert find_joins(G, parts, objective="cpm", resolution=0.25, epsilon=1.9) == ()
