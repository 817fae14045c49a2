from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from communities.brute import coupled_graphs, random_signed
from communities.test_cutting import partitions
from hypothesis import given, settings

from idlib_graph.communities import bundles, cutting, exact, find_alternatives, glance, ranking
from idlib_graph.communities.glance import Glances
from idlib_graph.communities.objectives import OBJECTIVES, labels_of, read_ties, score_ties

if TYPE_CHECKING:
    import networkx as nx

COUPLING = 0.1
# By `modularity` strangers can score together.
TIED = [name for name in OBJECTIVES if name != "modularity"]


def both_ways(
    G: nx.Graph[str], objective: str, previous: list[set[str]], depth: int = glance.DEPTH
) -> tuple[list[int] | None, exact.Settled]:
    """Who sits with whom at a glance, and exactly."""
    ties = read_ties(G)
    before = labels_of(ties.nodes, previous)
    entry = OBJECTIVES[objective]
    positive, negative = (ties.strength(sign)[np.newaxis] for sign in (1, -1))
    null = entry.null(positive, negative, entry.default_resolution or 0.0)
    factors = np.array([factor for factor, _ in null]).reshape(-1, 1)
    vectors = np.array([vector for _, vector in null]).reshape(-1, *positive.shape)
    ends = np.stack([ties.rows, ties.cols], axis=1)
    coupling, depths = np.array([COUPLING]), np.array([depth])
    one = Glances(ends, ties.weights[np.newaxis], factors, vectors, coupling, depths)
    scores = score_ties(
        ties, objective=objective, resolution=None, before=before, coupling=COUPLING
    )
    day = np.zeros(1, dtype=np.intp)
    (found,), (clear,) = one.settle(day, one.staying(day, before[np.newaxis]))
    return found.tolist() if clear else None, exact.settle(scores, before=before)


def is_only_best(G: nx.Graph[str], objective: str, previous: list[set[str]]) -> bool:
    """Whether no other partition is as good, as the ranking of all has it."""
    found = find_alternatives(G, objective=objective, previous=previous, coupling=COUPLING)
    return len(found.partitions) == 1


@pytest.mark.parametrize("limit", [1, 3, 8])
@pytest.mark.parametrize("objective", TIED)
@settings(max_examples=60)
@given(case=coupled_graphs())
def test_what_is_clear_is_the_only_best(
    objective: str, limit: int, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    """With a limit below the size of a part, pairs are tried together and apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "TABLE_LIMIT", limit)
        patch.setattr(cutting, "FEW", min(limit, cutting.FEW))
        found, expected = both_ways(case[0], objective, case[1])
    if found is not None:
        assert found == expected.labels.tolist()
        assert is_only_best(case[0], objective, case[1])


@pytest.mark.parametrize("objective", TIED)
def test_many_larger_graphs_are_clear(objective: str) -> None:
    clear = 0
    for seed in range(20):
        G = random_signed(24, 0.15, seed)
        nodes = sorted(G)
        found, expected = both_ways(G, objective, [set(nodes[:9]), set(nodes[9:20])])
        if found is not None:
            clear += 1
            assert found == expected.labels.tolist()
            assert is_only_best(G, objective, [set(nodes[:9]), set(nodes[9:20])])
    assert clear > 5


def test_equals_are_not_clear() -> None:
    """A friend of two foes can sit with either."""
    G = random_signed(0, 0.0, 0)
    G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -2.0)])
    assert both_ways(G, "disagreement", [])[0] is None
    assert both_ways(G, "disagreement", [{"a", "b"}])[0] == [0, 0, 2]


def test_parts_not_asked_for_are_left_open() -> None:
    ends, none = np.array([[0, 1], [2, 3]]), (np.zeros((0, 2)), np.zeros((0, 2, 4)))
    coupling, depth = np.full(2, COUPLING), np.full(2, glance.DEPTH)
    two = Glances(ends, np.ones((2, 2)), *none, coupling, depth)
    days, nobody = np.arange(2), np.zeros((2, 2), dtype=bool)
    assert two.settle(days, nobody)[0].tolist() == [[0, 0, 2, 2]] * 2
    asked = np.array([[True] * 4, [False, False, False, True]])
    found, clear = two.settle(days, nobody, asked)
    assert found.tolist() == [[0, 0, 2, 2], [0, 1, 2, 2]]
    assert clear.all()


@pytest.mark.parametrize("limit", [1, 3])
def test_together_or_apart_gives_the_only_best(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against all partitions, where the two that score most together are often apart."""
    monkeypatch.setattr(ranking, "TABLE_LIMIT", limit)
    monkeypatch.setattr(cutting, "FEW", 1)
    count = 300
    random = np.random.default_rng(0)
    upper = np.triu(random.uniform(-1.0, 1.0, (count, 6, 6)), 1)
    B = upper + upper.transpose(0, 2, 1)
    parts = bundles.Bundle(np.arange(count), np.tile(np.arange(6), (count, 1)), B)
    limits = glance.Limits(np.full(count, 1e-9), np.zeros(count), np.full(count, 5))
    found, sure = glance._try_both(parts, limits)  # noqa: SLF001 - rarely gone so deep
    every = np.array([np.equal.outer(labels, labels) for labels in partitions(6)])
    best = every[np.einsum("kij,pij->kp", upper, every).argmax(axis=1)]
    same = found[:, :, np.newaxis] == found[:, np.newaxis]
    assert (same == best)[sure].all()
    assert sure.sum() > count / 3
    together = same.reshape(count, -1)[np.arange(count), B.reshape(count, -1).argmax(axis=1)]
    assert (~together[sure]).sum() > 5
