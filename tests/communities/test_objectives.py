from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from communities.brute import OBJECTIVES, clique, pair_score, random_signed, signed, signed_graphs
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.communities import coupling_bonus, pair_scores, quality
from idlib_graph.communities.objectives import score
from idlib_graph.errors import SettingsError


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(G=signed_graphs())
def test_scores_are_the_formulas(objective: str, G: nx.Graph[str]) -> None:
    nodes, B = pair_scores(G, objective=objective)
    assert nodes == tuple(sorted(G))
    assert (B == B.T).all()
    for i, a in enumerate(nodes):
        assert B[i, i] == 0
        for j, b in enumerate(nodes[:i]):
            assert B[i, j] == pytest.approx(pair_score(G, a, b, objective), abs=1e-12)


def test_scores_of_potts_by_hand() -> None:
    G = signed([("a", "b", 1.0), ("b", "c", 0.5), ("a", "c", -0.5)])
    _, B = pair_scores(G, resolution=2.0)
    # k+ is 1, 1.5 and 0.5, 2m+ is 3
    assert B[0, 1] == pytest.approx(1 - 2 * 1 * 1.5 / 3)
    assert B[1, 2] == pytest.approx(0.5 - 2 * 1.5 * 0.5 / 3)
    assert B[0, 2] == pytest.approx(-0.5 - 2 * 1 * 0.5 / 3)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_without_ties_of_a_sign_nothing_is_expected_of_it(objective: str) -> None:
    for weight in (1.0, -1.0):
        _, B = pair_scores(signed([("a", "b", weight)]), objective=objective)
        assert np.isfinite(B).all()
    assert pair_scores(nx.Graph(), objective=objective)[1].shape == (0, 0)


def test_a_tie_without_weight_weighs_1_and_a_self_loop_nothing() -> None:
    G: nx.Graph[str] = nx.Graph([("a", "b"), ("a", "a")])
    assert pair_scores(G, objective="disagreement")[1].tolist() == [[0, 1], [1, 0]]
    assert pair_scores(G)[1].tolist() == [[0, 0.5], [0.5, 0]]


def test_bonus_needs_a_common_past_and_a_positive_tie_now() -> None:
    G = signed([("a", "b", 0.5), ("b", "c", -0.5), ("c", "d", 0.5), ("a", "e", 0.5)])
    bonus = coupling_bonus(G, [{"a", "b", "c", "gone"}, {"d"}], coupling=0.25)
    expected = np.zeros((5, 5))
    expected[0, 1] = expected[1, 0] = 0.25
    assert (bonus == expected).all()
    assert not coupling_bonus(G, None).any()


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(G=signed_graphs(), data=st.data())
def test_quality_is_the_sum_inside(objective: str, G: nx.Graph[str], data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(G), max_size=len(G)))
    groups = [{n for n, own in zip(sorted(G), labels, strict=True) if own == k} for k in range(3)]
    nodes, B = pair_scores(G, objective=objective)
    inside = sum(B[i, j] for i in range(len(nodes)) for j in range(i) if labels[i] == labels[j])
    assert quality(G, groups, objective=objective) == pytest.approx(inside, abs=1e-12)


def test_quality_counts_nodes_left_out_as_alone() -> None:
    G = signed(clique("abc"))
    assert quality(G, [], objective="disagreement") == 0
    assert quality(G, [{"a", "b"}], objective="disagreement") == 1


def test_the_order_of_building_does_not_matter() -> None:
    G = random_signed(12, 0.4, 1)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(G)))
    turned.add_edges_from((b, a, d) for a, b, d in reversed(list(G.edges(data=True))))
    assert pair_scores(G)[0] == pair_scores(turned)[0]
    assert (pair_scores(G)[1] == pair_scores(turned)[1]).all()
    assert (score(G).ties.weights == score(turned).ties.weights).all()


@pytest.mark.parametrize("weight", [math.nan, math.inf, "strong", None])
def test_weights_must_be_finite_numbers(weight: object) -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", weight=weight)
    with pytest.raises(SettingsError, match="weight"):
        pair_scores(G)


def test_the_graph_must_be_simple() -> None:
    with pytest.raises(SettingsError, match="undirected"):
        pair_scores(nx.DiGraph([("a", "b")]))
    with pytest.raises(SettingsError, match="undirected"):
        pair_scores(nx.MultiGraph([("a", "b")]))


def test_settings_out_of_range_are_refused() -> None:
    G = signed([("a", "b", 1.0)])
    with pytest.raises(SettingsError, match="known are potts"):
        pair_scores(G, objective="louvain")
    with pytest.raises(SettingsError, match="no resolution"):
        pair_scores(G, objective="modularity", resolution=1.0)
    with pytest.raises(SettingsError, match="resolution"):
        pair_scores(G, resolution=-1.0)
    with pytest.raises(SettingsError, match="coupling"):
        coupling_bonus(G, [{"a"}], coupling=-0.1)
    with pytest.raises(SettingsError, match="two communities"):
        quality(G, [{"a"}, {"a", "b"}])
    with pytest.raises(SettingsError, match="not in the graph: z"):
        quality(G, [{"a", "z"}])
