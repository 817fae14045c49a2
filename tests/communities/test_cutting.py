from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.communities import cutting, ranking
from idlib_graph.communities.cutting import Parts, blocks, cut, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]


def drawn(seed: int, n: int) -> Floats:
    """Scores of which many are alike or 0, so that ties come up."""
    random = np.random.default_rng(seed)
    upper = np.triu(random.integers(-4, 5, (n, n)) * random.choice([0.0, 1.0, 1.1], (n, n)), 1)
    scores: Floats = upper + upper.T
    return scores


def partitions(n: int) -> Iterator[list[int]]:
    """Every partition of n nodes as labels, each label at most one above those before it."""
    if n == 0:
        yield []
        return
    for labels in partitions(n - 1):
        for label in range(max(labels, default=-1) + 2):
            yield [*labels, label]


def worth_having(B: Floats, margin: float) -> list[list[int]]:
    """The partitions within `margin` of the best."""
    every = list(partitions(len(B)))
    pairs = list(combinations(range(len(B)), 2))
    values = [sum(B[i, j] for i, j in pairs if labels[i] == labels[j]) for labels in every]
    best = max(values)
    return [one for one, value in zip(every, values, strict=True) if value >= best - margin]


@pytest.mark.parametrize("margin", [1e-9, 1.5])
@pytest.mark.parametrize("limit", [1, 8])
@pytest.mark.parametrize("seed", range(40))
def test_joined_are_together_in_every_partition_worth_having(
    seed: int, limit: int, margin: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit of 1 a closer look is taken at every part, else only the quick one."""
    monkeypatch.setattr(ranking, "TABLE_LIMIT", limit)
    monkeypatch.setattr(cutting, "FEW", 1)
    B = drawn(seed, 6)
    good = worth_having(B, margin)
    for block in blocks(B, margin):
        for group in block.groups:
            assert all(len({labels[node] for node in group}) == 1 for labels in good)


def test_a_closer_look_joins_twins_which_a_quick_one_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two allies of one friend and one foe, who are friends with each other.

    Either twin has more to lose than the other is worth, but not by being where the other is.
    """
    B = np.zeros((4, 4))
    for i, j, score in ((0, 1, 1.0), (0, 2, 2.0), (1, 2, 2.0), (0, 3, -3.0), (1, 3, -3.0)):
        B[i, j] = B[j, i] = score
    B[2, 3] = B[3, 2] = 1.0
    assert not (2.0 * B - np.abs(B).sum(axis=1)[:, np.newaxis] > 0.0).any()
    monkeypatch.setattr(ranking, "TABLE_LIMIT", 1)
    monkeypatch.setattr(cutting, "FEW", 1)
    margin, one = np.zeros(1), B[np.newaxis]
    assert not cutting._by_moving(one, margin).any()  # noqa: SLF001 - what blocks() rests on
    assert cutting._by_weighing(one, margin)[0, 0, 1]  # noqa: SLF001 - likewise


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.integers(1, 12))
def test_components_are_those_of_each_graph(seeds: list[int], n: int) -> None:
    graphs = [nx.gnp_random_graph(n, 1.5 / n, seed=seed) for seed in seeds]
    links = np.array([nx.to_numpy_array(G) > 0 for G in graphs])
    for G, first in zip(graphs, cutting.components_of_each(links).tolist(), strict=True):
        expected = {node: min(group) for group in nx.connected_components(G) for node in group}
        assert first == [expected[node] for node in range(n)]


@pytest.mark.parametrize("margin", [1e-9, 1.5])
def test_many_graphs_at_once_are_cut_as_one_by_one(
    margin: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "TABLE_LIMIT", 3)
    monkeypatch.setattr(cutting, "FEW", 3)
    graphs = np.array([drawn(seed, 9) for seed in range(60)])
    heads = np.tile(np.arange(9), (60, 1))
    whole = Parts(np.arange(60), heads.copy(), graphs)
    limits = np.full(60, margin), np.zeros(60)
    left: list[list[tuple[int, ...]]] = [[] for _ in graphs]
    parts = [*cut(whole.split(), heads, *limits)]
    groups = settled(heads)
    for part in parts:
        for graph, firsts in zip(part.graph.tolist(), part.groups.tolist(), strict=True):
            left[graph].append(tuple(firsts))
    assert sum(map(len, left)) > 60
    for B, of, members in zip(graphs, left, groups.tolist(), strict=True):
        found = blocks(B, margin)
        firsts = [tuple(group[0] for group in block.groups) for block in found]
        assert sorted(of) == sorted(f for f in firsts if len(f) > 1)
        for group in (group for block in found for group in block.groups):
            assert {members[node] for node in group} == {group[0]}
