"""Every partition looked at, with formulas written out once more and nothing shared."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

Partition = frozenset[frozenset[str]]
Pair = tuple[str, str]
OBJECTIVES = ("potts", "disagreement", "modularity", "cpm")
CLOSE = 1e-6


@cache
def all_labels(n: int) -> NDArray[np.int64]:
    rows = [[0]]
    for _ in range(1, n):
        rows = [[*row, label] for row in rows for label in range(max(row) + 2)]
    return np.array(rows)


def weights(G: nx.Graph[str]) -> list[tuple[str, str, float]]:
    return [(a, b, float(data["weight"])) for a, b, data in G.edges(data=True)]


def allies(G: nx.Graph[str]) -> nx.Graph[str]:
    return signed((a, b, w) for a, b, w in weights(G) if w > 0)


def pair_score(
    G: nx.Graph[str],
    a: str,
    b: str,
    objective: str,
    previous: Iterable[Iterable[str]] = (),
    coupling: float = 0.1,
) -> float:
    def strength(node: str, sign: int) -> float:
        return sum(max(sign * w, 0.0) for x, y, w in weights(G) if node in {x, y} and x != y)

    def null(sign: int) -> float:
        total = sum(strength(node, sign) for node in G)
        return strength(a, sign) * strength(b, sign) / total if total else 0.0

    w = float(G.edges[a, b]["weight"]) if G.has_edge(a, b) else 0.0
    score = w
    if objective == "potts":
        score -= null(1)
    elif objective == "modularity":
        score += null(-1) - null(1)
    elif objective == "cpm":
        score -= 0.05
    if w > 0 and any(a in members and b in members for members in map(set, previous)):
        score += coupling
    return score


class Brute:
    """All partitions of a small graph with their scores."""

    def __init__(
        self,
        G: nx.Graph[str],
        objective: str,
        previous: Iterable[Iterable[str]] = (),
        coupling: float = 0.1,
    ) -> None:
        self.nodes = sorted(G)
        self.labels = all_labels(len(self.nodes))
        pairs = list(combinations(range(len(self.nodes)), 2))
        scores = [
            pair_score(G, self.nodes[i], self.nodes[j], objective, previous, coupling)
            for i, j in pairs
        ]
        same = [self.labels[:, i] == self.labels[:, j] for i, j in pairs]
        self.together = np.array(same).T.reshape(len(self.labels), len(pairs))
        self.values: NDArray[np.float64] = self.together @ np.array(scores)
        self.best = float(self.values.max())

    def finest(self, epsilon: float = 0.0) -> set[Partition]:
        """Return the partitions within epsilon that no refinement equals."""
        kept = set()
        for i in np.flatnonzero(self.values >= self.best - epsilon - CLOSE):
            finer = (self.together <= self.together[i]).all(axis=1)
            finer[i] = False
            if not (self.values[finer] >= self.values[i] - CLOSE).any():
                kept.add(self._partition(int(i)))
        return kept

    def value(self, partition: Iterable[frozenset[str]]) -> float:
        """Return the score of one partition."""
        label = {node: i for i, members in enumerate(partition) for node in members}
        row = [label[a] == label[b] for a, b in combinations(self.nodes, 2)]
        return float(self.values[(self.together == row).all(axis=1)][0])

    def _partition(self, i: int) -> Partition:
        groups: dict[int, set[str]] = {}
        for node, label in zip(self.nodes, self.labels[i].tolist(), strict=True):
            groups.setdefault(label, set()).add(node)
        return frozenset(frozenset(group) for group in groups.values())


def signed(ties: Iterable[tuple[str, str, float]], nodes: Iterable[str] = ()) -> nx.Graph[str]:
    G: nx.Graph[str] = nx.Graph()
    G.add_nodes_from(nodes)
    G.add_weighted_edges_from(ties)
    return G


def clique(nodes: str, weight: float = 1.0) -> list[tuple[str, str, float]]:
    return [(a, b, weight) for a, b in combinations(nodes, 2)]


def random_signed(n: int, density: float, seed: int, *, steps: int = 8) -> nx.Graph[str]:
    """Return a graph whose weights are multiples of 1 / steps, so that equals are common."""
    chance = random.Random(seed)  # noqa: S311 - a test graph is no secret
    nodes = [f"n{i:02d}" for i in range(n)]
    sizes = [s / steps for s in range(-steps, steps + 1) if s]
    ties = [
        (a, b, chance.choice(sizes)) for a, b in combinations(nodes, 2) if chance.random() < density
    ]
    return signed(ties, nodes)


@st.composite
def signed_graphs(draw: st.DrawFn, most: int = 7) -> nx.Graph[str]:
    """Draw small graphs; few sizes of weight, so that equally good partitions are common."""
    nodes = "abcdefghi"[: draw(st.integers(1, most))]
    sizes = st.sampled_from([0.0, 0.0, 1.0, -1.0, 0.5, -0.5, 0.25, -0.75])
    ties = [(a, b, draw(sizes)) for a, b in combinations(nodes, 2)]
    return signed([tie for tie in ties if tie[2]], nodes)


@st.composite
def coupled_graphs(draw: st.DrawFn, most: int = 7) -> tuple[nx.Graph[str], list[set[str]]]:
    """Draw a graph and a partition of some of its nodes, and of one that is gone."""
    G = draw(signed_graphs(most))
    labels = draw(st.lists(st.integers(0, 3), min_size=len(G), max_size=len(G)))
    groups: dict[int, set[str]] = {0: {"gone"}}
    for node, label in zip(sorted(G), labels, strict=True):
        if label < 3:
            groups.setdefault(label, set()).add(node)
    return G, list(groups.values())
