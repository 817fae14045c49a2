from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from communities.brute import (
    OBJECTIVES,
    Brute,
    allies,
    coupled_graphs,
    random_signed,
    signed,
    weights,
)
from hypothesis import given, settings

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.communities import (
    cutting,
    exact,
    find_alternatives,
    find_communities,
    pair_scores,
    program,
    ranking,
)
from idlib_graph.communities.objectives import labels_of, score

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUTES = ("usual", "program", "whole program", "looking back")


def leave_apart(patch: pytest.MonkeyPatch) -> None:
    """Join nothing before a part is solved."""
    for way in ("join_by_moving", "join_by_weighing"):
        patch.setattr(cutting.Part, way, lambda *_: False)


@pytest.fixture(params=ROUTES, scope="module")
def route(request: pytest.FixtureRequest) -> Iterator[str]:
    """Small blocks are looked up in a table: send them through linear programs as well."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "usual":
            patch.setattr(ranking, "TABLE_LIMIT", 1)
            patch.setattr(cutting, "FEW", 1)
        if request.param == "looking back":  # each time, which only large programs do otherwise
            patch.setattr(program, "LOOK_BACK", 1)
        if request.param in {"whole program", "looking back"}:
            leave_apart(patch)
        yield request.param


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=40)
@given(case=coupled_graphs())
def test_best_of_all_partitions(
    route: str, objective: str, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    assert route
    G, previous = case
    alone = exact.solve(score(G, objective=objective))
    every = Brute(G, objective)
    assert alone.proven
    assert alone.quality == pytest.approx(every.best, abs=1e-9)
    assert frozenset(alone.partition) in every.finest()

    scores = score(G, objective=objective, previous=previous)
    coupled = exact.solve(scores, before=labels_of(scores.ties.nodes, previous))
    every = Brute(G, objective, previous)
    assert coupled.proven
    assert coupled.gap <= 1e-6
    assert coupled.coupled_quality == pytest.approx(every.best, abs=1e-9)
    assert frozenset(coupled.partition) in every.finest()


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(("density", "seed"), [(0.4, 1), (0.6, 2), (1.0, 3), (1.0, 4)])
def test_best_of_all_partitions_of_nine(
    route: str, objective: str, density: float, seed: int
) -> None:
    assert route
    G = random_signed(9, density, seed)
    found = exact.solve(score(G, objective=objective))
    assert found.proven
    assert found.quality == pytest.approx(Brute(G, objective).best, abs=1e-9)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", range(3))
def test_joining_and_splitting_change_nothing(
    objective: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    G = random_signed(18, 0.25, seed)
    usual = exact.solve(score(G, objective=objective))
    leave_apart(monkeypatch)
    monkeypatch.setattr(ranking, "TABLE_LIMIT", 1)
    plain = exact.solve(score(G, objective=objective))
    assert usual.proven
    assert plain.proven
    assert usual.partition == plain.partition


@pytest.mark.parametrize("objective", ["potts", "disagreement", "cpm"])
@pytest.mark.parametrize("seed", range(4))
def test_communities_are_connected_by_positive_ties(objective: str, seed: int) -> None:
    G = random_signed(30, 0.15, seed)
    positive = allies(G)
    for community in find_communities(G, objective=objective).communities:
        assert nx.is_connected(positive.subgraph(community))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_no_single_move_improves_the_optimum(objective: str) -> None:
    G = random_signed(24, 0.2, 5)
    nodes, B = pair_scores(G, objective=objective)
    found = exact.solve(score(G, objective=objective))
    for i in range(len(nodes)):
        gains = dict.fromkeys((*found.labels.tolist(), -1), 0.0)
        for j, label in enumerate(found.labels.tolist()):
            gains[label] += B[i, j]
        assert gains[int(found.labels[i])] >= max(gains.values()) - 1e-9


def test_node_limit_leaves_a_gap_and_says_so() -> None:
    G = random_signed(26, 1.0, 7, steps=1)
    stopped = find_communities(G, objective="disagreement", method="exact", node_limit=1)
    assert not stopped.proven
    assert stopped.gap > 0.5
    assert stopped.bound == pytest.approx(stopped.coupled_quality + stopped.gap)
    assert stopped.quality > 0
    unsolved = find_communities(G, objective="disagreement", method="exact", node_limit=0)
    assert not unsolved.proven
    assert unsolved.gap >= stopped.gap


def test_the_bound_of_a_stopped_search_holds() -> None:
    G = random_signed(16, 1.0, 3, steps=1)
    whole = find_communities(G, objective="disagreement", method="exact")
    assert whole.proven
    for limit in (0, 1, 2, 4, 8):
        part = find_communities(G, objective="disagreement", method="exact", node_limit=limit)
        assert part.quality <= whole.quality + 1e-9
        assert part.bound >= whole.quality - 1e-6


def test_more_programs_never_loosen_the_bound() -> None:
    G = random_signed(20, 0.5, 1, steps=8)
    whole = find_communities(G, objective="modularity", method="exact")
    assert whole.proven
    parts = [
        find_communities(G, objective="modularity", method="exact", node_limit=limit)
        for limit in (0, 1, 2, 3, 5, 8, 12)
    ]
    bounds = [part.bound for part in parts]
    assert bounds == sorted(bounds, reverse=True)
    assert min(bounds) >= whole.quality - 1e-6
    assert all(part.quality <= whole.quality + 1e-9 for part in parts)
    assert not parts[0].proven


def test_large_programs_count_as_several(monkeypatch: pytest.MonkeyPatch) -> None:
    G = random_signed(20, 0.5, 1, steps=8)
    assert find_communities(G, objective="modularity", node_limit=100).proven
    monkeypatch.setattr(program, "LARGE", 100)
    brief = find_communities(G, objective="modularity", node_limit=100)
    assert (brief.method, brief.proven) == ("exact", False)
    patient = find_communities(G, objective="modularity", node_limit=100, method="exact")
    assert patient.proven
    assert patient.quality >= brief.quality
    assert brief.gap > 0
    assert find_communities(G, objective="modularity", method="exact").proven
    assert find_communities(G, objective="disagreement").proven


@pytest.mark.parametrize(
    ("G", "published"),
    [
        (nx.karate_club_graph(), 0.4198),  # Brandes et al. 2008; 34 nodes
        (nx.les_miserables_graph(), 0.5600),  # Aloise et al. 2010; 77 nodes
    ],
)
def test_published_optima(G: nx.Graph[str], published: float) -> None:
    """With ties of weight 1; modularity as published counts loops and divides by 2m."""
    plain = signed((str(a), str(b), 1.0) for a, b in G.edges)
    found = find_communities(plain, objective="modularity")
    m = plain.number_of_edges()
    loops = sum(degree**2 for _, degree in plain.degree) / (2 * m) ** 2
    assert found.proven
    assert found.quality / m - loops == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("objective", ["potts", "modularity"])
@pytest.mark.parametrize("a", [3, 4])
def test_the_optima_of_a_cycle(objective: str, a: int) -> None:
    """Cut a cycle of n into k arcs: 1 - k/n - 1/k at best, the most for k = a and a + 1 alike
    where n = a (a + 1); arcs of one length can be laid in as many ways as they are long.
    """
    G = nx.relabel_nodes(nx.cycle_graph(a * (a + 1)), lambda i: f"n{i:02d}")
    found = find_alternatives(G, objective=objective)
    sizes = sorted({len(c) for c in p}.pop() for p in found.partitions)
    assert sizes == [a] * a + [a + 1] * (a + 1)
    assert all(len({len(c) for c in p}) == 1 for p in found.partitions)
    assert found.proven
    assert not found.capped


def test_every_slice_of_the_bundled_data_is_proven() -> None:
    slices = analyze(load_dataset(), objective="modularity").slices
    assert max(part.graph.number_of_nodes() for part in slices) > 30
    assert [part.day for part in slices if not part.result.proven] == []


def test_equal_scores_never_merge() -> None:
    # b gains as much from a as it loses to c: together or apart is the same, so apart
    G = signed([("a", "b", 1.0), ("a", "c", 1.0), ("b", "c", -1.0), ("a", "d", -1.0)])
    assert len(find_communities(G, objective="disagreement").communities) == 1
    square = signed([("a", "b", 1.0), ("c", "d", 1.0), ("a", "c", 1.0), ("b", "d", -1.0)])
    square.add_weighted_edges_from([("a", "d", 0.5), ("b", "c", -0.5)])
    found = find_communities(square, objective="disagreement")
    assert frozenset(found.partition) in Brute(square, "disagreement").finest()


@pytest.mark.parametrize("factor", [1e-3, 1.0, 1e4])
def test_the_unit_of_the_weights_does_not_matter(factor: float) -> None:
    G = random_signed(20, 0.3, 11)
    scaled = signed((a, b, w * factor) for a, b, w in weights(G))
    plain, other = find_communities(G), find_communities(scaled)
    assert plain.communities == other.communities
    assert other.quality == pytest.approx(plain.quality * factor)
