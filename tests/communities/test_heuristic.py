from __future__ import annotations

import networkx as nx
import pytest
from communities.brute import OBJECTIVES, allies, coupled_graphs, random_signed, signed
from hypothesis import given, settings

from idlib_graph.communities import find_communities, heuristic, quality
from idlib_graph.communities.objectives import score


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_finds_the_optimum_of_two_thirds_of_graphs_without_any_structure(objective: str) -> None:
    hits = 0
    for seed in range(15):
        G = random_signed(24, 0.2, seed)
        exact = find_communities(G, objective=objective, method="exact")
        found = find_communities(G, objective=objective, method="heuristic")
        assert exact.proven
        assert found.quality <= exact.quality + 1e-6
        hits += found.quality >= exact.quality - 1e-6
    assert hits >= 10


@pytest.mark.parametrize("objective", ["potts", "disagreement", "cpm"])
def test_finds_the_optimum_of_three_quarters_of_graphs_with_camps(objective: str) -> None:
    hits = 0
    for seed in range(12):
        G = random_signed(36, 0.15, seed)
        for a, b, data in G.edges(data=True):
            allied = int(a[1:]) % 4 == int(b[1:]) % 4
            chance = (int(a[1:]) * 7 + int(b[1:]) * 3 + seed) % 8 == 0
            data["weight"] = abs(data["weight"]) * (1 if allied != chance else -1)
        exact = find_communities(G, objective=objective, method="exact")
        found = find_communities(G, objective=objective, method="heuristic")
        assert exact.proven
        hits += found.quality >= exact.quality - 1e-6
    assert hits >= 9


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=15)
@given(case=coupled_graphs())
def test_invariants(objective: str, case: tuple[nx.Graph[str], list[set[str]]]) -> None:
    G, previous = case
    found = find_communities(G, objective=objective, method="heuristic", previous=previous)
    assert sorted(node for community in found.partition for node in community) == sorted(G)
    assert found.coupled_quality >= 0
    assert found.quality == pytest.approx(
        quality(G, found.communities, objective=objective), abs=1e-9
    )
    best = find_communities(G, objective=objective, method="exact", previous=previous)
    assert found.coupled_quality <= best.coupled_quality + 1e-9 <= found.bound + 2e-9
    assert not found.proven
    again = find_communities(G, objective=objective, method="heuristic", previous=previous)
    assert again == found


def test_seeds_are_used_and_repeat() -> None:
    scores = score(random_signed(60, 0.3, 1), objective="disagreement")
    answers = [heuristic.solve(scores, seed=seed, runs=1) for seed in (0, 1, 2, 3, 0)]
    assert answers[0].quality == answers[4].quality
    assert len({answer.quality for answer in answers}) > 1


def test_more_runs_are_never_worse() -> None:
    scores = score(random_signed(60, 0.3, 1), objective="disagreement")
    few, many = (heuristic.solve(scores, seed=0, runs=runs) for runs in (1, 20))
    assert many.quality >= few.quality


def test_a_large_sparse_graph_of_planted_blocs() -> None:
    ties: list[tuple[str, str, float]] = []
    blocs = [[f"{b:03d}-{i}" for i in range(8)] for b in range(150)]
    for b, bloc in enumerate(blocs):
        ties += [(a, c, 1.0) for i, a in enumerate(bloc) for c in bloc[i + 1 :]]
        ties += [(bloc[0], blocs[b - 1][1], 0.25), (bloc[2], blocs[b - 7][3], -1.0)]
    found = find_communities(signed(ties))
    assert found.method == "heuristic"
    assert set(found.communities) == {frozenset(bloc) for bloc in blocs}


@pytest.mark.parametrize("objective", ["potts", "disagreement", "cpm"])
def test_communities_are_connected_by_positive_ties(objective: str) -> None:
    G = random_signed(80, 0.08, 2)
    positive = allies(G)
    for community in find_communities(G, objective=objective, method="heuristic").communities:
        assert nx.is_connected(positive.subgraph(community))
