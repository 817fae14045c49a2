from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from communities.test_cutting import drawn, partitions, worth_having
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.communities import cutting, ranking
from idlib_graph.communities.bundles import Bundle, components_of_each, cut_bundles, settled

if TYPE_CHECKING:
    from communities.test_cutting import Floats


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.integers(1, 12))
def test_components_are_those_of_each_graph(seeds: list[int], n: int) -> None:
    graphs = [nx.gnp_random_graph(n, 1.5 / n, seed=seed) for seed in seeds]
    links = np.array([nx.to_numpy_array(G) > 0 for G in graphs])
    for G, first in zip(graphs, components_of_each(links).tolist(), strict=True):
        expected = {node: min(group) for group in nx.connected_components(G) for node in group}
        assert first == [expected[node] for node in range(n)]


def test_components_of_a_long_chain_are_found_where_small_numbers_do_not_reach() -> None:
    n = 300
    chain = np.eye(n, k=1, dtype=bool)
    chain[200, 201] = False
    first = components_of_each((chain | chain.T)[np.newaxis])
    assert first.tolist() == [[0] * 201 + [201] * 99]


def test_large_components_are_filled_up_by_what_has_no_scores() -> None:
    """Of 3, of 9 and of 12 nodes, in two graphs: the larger two become one bundle."""
    first = np.array([[0] * 3 + [3] * 9 + [12], [0] * 12 + [12]])
    scores = np.equal.outer(first, first)[[0, 1], :, [0, 1]] * (1.0 - np.eye(13))
    whole = Bundle(np.array([5, 7]), np.tile(np.arange(13), (2, 1)), scores)
    three, more = whole.split()
    assert (three.graph.tolist(), three.groups.tolist()) == ([5], [[0, 1, 2]])
    assert more.graph.tolist() == [5, 7]
    assert more.groups.tolist() == [[*range(3, 12), 3, 3, 3], [*range(12)]]
    assert more.scores.sum(axis=2).tolist() == [[8.0] * 9 + [0.0] * 3, [11.0] * 12]


@pytest.mark.parametrize("margin", [1e-9, 1.5])
@pytest.mark.parametrize("limit", [1, 8])
def test_many_graphs_at_once_keep_every_partition_worth_having(
    limit: int, margin: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is joined is together in all of them, and the best of the parts are the best of all."""
    monkeypatch.setattr(ranking, "TABLE_LIMIT", limit)
    monkeypatch.setattr(cutting, "FEW", 1)
    count, n = 60, 6
    graphs = np.array([drawn(seed, n) for seed in range(count)])
    heads = np.tile(np.arange(n), (count, 1))
    whole = Bundle(np.arange(count), heads.copy(), graphs)
    left = [*cut_bundles(whole.split(), heads, np.full(count, margin), np.zeros(count))]
    assert sum(map(len, left)) > 5
    groups = settled(heads).tolist()
    values = [
        sum(B[i, j] for i, j in combinations(range(n), 2) if of[i] == of[j])
        for B, of in zip(graphs, groups, strict=True)
    ]
    for part in left:
        for graph, scores in zip(part.graph.tolist(), part.scores, strict=True):
            values[graph] += best(scores)
    for B, of, value in zip(graphs, groups, values, strict=True):
        assert value == pytest.approx(best(B))
        for labels in worth_having(B, margin):
            assert all(labels[node] == labels[head] for node, head in enumerate(of))


def best(B: Floats) -> float:
    pairs = list(combinations(range(len(B)), 2))
    every = partitions(len(B))
    return max(float(sum(B[i, j] for i, j in pairs if of[i] == of[j])) for of in every)
