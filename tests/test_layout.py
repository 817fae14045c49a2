"""Allies together, foes apart, everybody readable: what the shared layout promises."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.layout import GAP, ROOM, signed_layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Places = Mapping[Any, Any]

ROUNDED = 0.002  # two coordinates rounded to a thousandth


def distance(places: Places, a: object, b: object) -> float:
    return float(np.hypot(*np.subtract(places[a], places[b])))


def ties(G: nx.Graph[Any]) -> list[tuple[Any, Any, float]]:
    return [(a, b, float(tie["weight"])) for a, b, tie in G.edges(data=True)]


def allied_to_hostile(G: nx.Graph[int], places: Places) -> float:
    """Mean distance of allies over mean distance of foes."""
    found: dict[bool, list[float]] = {True: [], False: []}
    for a, b, weight in ties(G):
        found[weight > 0].append(distance(places, a, b))
    return float(np.mean(found[True]) / np.mean(found[False]))


def camps(sizes: list[int], inside: float, between: float, seed: int) -> nx.Graph[int]:
    """Allied camps at war with each other; one tie in twenty has the wrong sign."""
    draw = random.Random(seed)  # noqa: S311 - a test's graph
    G: nx.Graph[int] = nx.Graph()
    of = [camp for camp, size in enumerate(sizes) for _ in range(size)]
    G.add_nodes_from((node, {"camp": camp}) for node, camp in enumerate(of))
    for a, b in combinations(range(len(of)), 2):
        same = of[a] == of[b]
        if draw.random() < (inside if same else between):
            sign = 1 if same != (draw.random() < 0.05) else -1
            G.add_edge(a, b, weight=sign * draw.uniform(0.1, 1))
    return G


def strangers(G: nx.Graph[int], places: Places) -> float:
    """Share of nodes that lie nearer to the middle of another camp than to that of their own."""
    of = nx.get_node_attributes(G, "camp")
    middles = {
        camp: np.mean([places[v] for v in G if of[v] == camp], axis=0) for camp in set(of.values())
    }
    nearest = {
        v: min(middles, key=lambda c: float(np.hypot(*np.subtract(places[v], middles[c]))))
        for v in G
    }
    return float(np.mean([nearest[v] != of[v] for v in G]))


def crowding(places: Places) -> float:
    """The extent of a layout over the least distance in it."""
    closest = min(distance(places, a, b) for a, b in combinations(places, 2))
    return float(np.ptp(array(places), axis=0).max()) / closest


signed_graphs = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)),
    st.sampled_from([-3.0, -1.0, -0.01, 0.0, 0.01, 1.0, 50.0]),
    max_size=14,
)


def graph_of(weights: Mapping[tuple[int, int], float]) -> nx.Graph[int]:
    G: nx.Graph[int] = nx.empty_graph(9)
    G.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    return G


def array(places: Places) -> NDArray[np.float64]:
    return np.array(list(places.values()))


# allies and foes


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("sizes", "between"), [([20, 20], 0.25), ([12, 8, 20, 10], 0.15)])
def test_camps_stand_apart(sizes: list[int], between: float, seed: int) -> None:
    G = camps(sizes, 0.4, between, seed)
    places = signed_layout(G, seed=seed)

    assert allied_to_hostile(G, places) < 0.5
    assert strangers(G, places) <= 0.05


def test_camps_stand_apart_where_nodes_take_turns_to_repel() -> None:
    G = camps([75] * 4, 0.12, 0.03, 5)
    places = signed_layout(G)

    assert allied_to_hostile(G, places) < 0.5
    assert strangers(G, places) < 0.01


def test_a_layout_that_knows_no_signs_does_worse() -> None:
    G = camps([12, 8, 20, 10], 0.4, 0.15, 0)
    theirs = nx.spring_layout(G, weight=None, seed=0)

    assert allied_to_hostile(G, signed_layout(G)) < 0.5 * allied_to_hostile(G, theirs)


def test_signs_in_a_layout_made_for_distances_leave_no_room() -> None:
    G = camps([12, 8, 20, 10], 0.4, 0.15, 0)
    theirs = nx.spring_layout(G, seed=0)  # takes a negative weight for a push
    ours = signed_layout(G)

    assert allied_to_hostile(G, ours) < allied_to_hostile(G, theirs)
    assert crowding(ours) < crowding(theirs)


def test_friend_of_a_friend_is_nearer_than_foe_of_a_friend() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from([("a", "b", 1), ("b", "c", 1), ("b", "x", -1), ("c", "x", -1)])
    places = signed_layout(G)

    assert distance(places, "a", "b") < distance(places, "b", "x")
    assert distance(places, "a", "c") < distance(places, "a", "x")


def test_stronger_allies_stand_nearer() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from([("hub", "near", 1.0), ("hub", "far", 0.04)])
    places = signed_layout(G)

    assert distance(places, "hub", "near") < distance(places, "hub", "far")


# room, middle, shape


@given(signed_graphs)
@settings(max_examples=40)
def test_whatever_the_graph_all_have_room_and_strangers_more(
    weights: dict[tuple[int, int], float],
) -> None:
    G = graph_of(weights)
    places = signed_layout(G)
    at = array(places)
    tied = nx.Graph((a, b) for a, b, weight in ties(G) if weight and a != b)
    tied.add_nodes_from(G)
    part = {v: i for i, members in enumerate(nx.connected_components(tied)) for v in members}

    assert list(places) == list(G)
    assert np.isfinite(at).all()
    assert at.min(axis=0) + at.max(axis=0) == pytest.approx(0, abs=ROUNDED)
    for a, b in combinations(G, 2):
        lone = not tied[a] and not tied[b]
        least = ROOM if part[a] == part[b] or lone else GAP - ROUNDED
        assert distance(places, a, b) >= least


@pytest.mark.parametrize("n", [40, 120])
def test_everyone_has_room_in_the_densest_of_graphs(n: int) -> None:
    places = signed_layout(nx.complete_graph(n))

    assert min(distance(places, a, b) for a, b in combinations(range(n), 2)) >= ROOM


def test_lone_nodes_stand_around_the_others() -> None:
    G = camps([8, 8], 0.6, 0.2, 1)
    G.add_nodes_from(range(100, 190))
    places = signed_layout(G)
    half = np.abs([places[node] for node in range(16)]).max(axis=0)

    for node in range(100, 190):
        assert (np.abs(places[node]) > half).any()
    assert {tuple(np.sign(places[node])) for node in range(100, 190)} >= {
        (1, 1), (1, -1), (-1, 1), (-1, -1),
    }  # fmt: skip


def test_a_lone_node_more_moves_nobody() -> None:
    G = camps([8, 8], 0.6, 0.2, 1)
    before = signed_layout(G)
    G.add_node(99)
    after = signed_layout(G)

    for a, b in combinations(range(16), 2):
        assert distance(after, a, b) == pytest.approx(distance(before, a, b), abs=2 * ROUNDED)


def test_small_parts_crowd_around_the_large_one() -> None:
    G = camps([10, 10], 0.6, 0.3, 2)
    alone = np.ptp(array(signed_layout(G)), axis=0)
    G.add_edges_from((a, a + 1) for a in range(100, 140, 2))
    wide, high = np.ptp(array(signed_layout(G)), axis=0)

    # with the room around it a pair takes about 8 x 6
    assert wide * high < 2 * (np.prod(alone + GAP) + 20 * 48)
    assert wide > high


def test_a_long_graph_lies_across() -> None:
    wide, high = np.ptp(array(signed_layout(nx.path_graph(12))), axis=0)

    assert wide > high


# the same for the same graph


def test_order_of_nodes_and_edges_changes_nothing() -> None:
    for G in (camps([8, 8, 4], 0.5, 0.2, 3), camps([150, 150], 0.04, 0.02, 3)):
        nodes, edges = list(G), ties(G)
        draw = random.Random(7)  # noqa: S311 - a test's order
        draw.shuffle(nodes)
        draw.shuffle(edges)
        H: nx.Graph[int] = nx.Graph()
        H.add_nodes_from(nodes)
        H.add_weighted_edges_from((b, a, weight) for a, b, weight in edges)

        places = signed_layout(H)
        assert places == signed_layout(G)
        assert list(places) == nodes


def test_only_the_ratio_of_weights_counts() -> None:
    G = camps([8, 8, 4], 0.5, 0.2, 3)
    larger: nx.Graph[int] = nx.Graph((a, b, {"weight": 64 * weight}) for a, b, weight in ties(G))

    places = signed_layout(larger)
    assert {node: places[node] for node in G} == signed_layout(G)


def test_another_seed_is_another_layout() -> None:
    G = camps([8, 8, 4], 0.5, 0.2, 3)

    assert signed_layout(G, seed=1) == signed_layout(G, seed=1) != signed_layout(G, seed=2)


# what counts as a tie


def test_parallel_edges_of_both_directions_are_summed() -> None:
    M: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    M.add_weighted_edges_from(
        [("a", "b", 0.5), ("b", "a", 0.75), ("b", "c", 1), ("b", "c", -2), ("a", "a", 9)]
    )
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from([("a", "b", 1.25), ("b", "c", -1)])

    assert signed_layout(M) == signed_layout(G)


def test_ties_that_cancel_are_none() -> None:
    M: nx.MultiGraph[str] = nx.MultiGraph()
    M.add_weighted_edges_from([("a", "b", 1), ("a", "b", -1)])
    pair: nx.Graph[str] = nx.Graph()
    pair.add_nodes_from("ab")

    assert signed_layout(M) == signed_layout(pair)


def test_a_missing_weight_is_one() -> None:
    G = nx.path_graph(4)
    weighted = nx.Graph((a, b, {"weight": 1}) for a, b in G.edges)

    assert signed_layout(G) == signed_layout(weighted)


def test_small_graphs_have_a_layout() -> None:
    assert signed_layout(nx.Graph()) == {}
    assert signed_layout(nx.empty_graph(1)) == {0: (0, 0)}


@pytest.mark.parametrize("weight", [float("nan"), float("inf")])
def test_a_weight_must_be_a_number(weight: float) -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", weight=weight)

    with pytest.raises(ValueError, match="finite"):
        signed_layout(G)


# the layout of an analysis


def test_the_bundled_data_are_laid_out_by_their_communities() -> None:
    analysis = analyze(load_dataset())
    places = analysis.layout
    homes: dict[str, Counter[str]] = {}
    for part in analysis.slices:
        for community in part.communities:
            for line in community.members:
                homes.setdefault(line, Counter())[analysis.names[community.id]] += 1
    main = {line: found.most_common(1)[0][0] for line, found in homes.items()}
    together: list[float] = []
    apart: list[float] = []
    for a, b in combinations(sorted(main), 2):
        (together if main[a] == main[b] else apart).append(distance(places, a, b))

    assert set(places) == set(analysis.lines.by_id)
    assert np.mean(together) < 0.6 * np.mean(apart)
