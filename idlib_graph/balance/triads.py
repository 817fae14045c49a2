"""Triangles by their signs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.communities.objectives import read_ties

if TYPE_CHECKING:
    import networkx as nx

PATTERNS = ("+++", "++-", "+--", "---")


@dataclass(frozen=True, slots=True)
class TriadCensus:
    """Triangles by their signs.

    Attributes
    ----------
    counts : triads of each pattern: ``+++``, ``++-``, ``+--``, ``---``
    strong : balanced after Cartwright & Harary 1956: ``+++`` and ``+--``
    weak : balanced after Davis 1967: those, and ``---``
    strained : the triads that are not strongly balanced: three sorted nodes and the pattern
    unsigned : ties skipped because their weight is 0
    """

    counts: dict[str, int]
    strong: int
    weak: int
    strained: tuple[tuple[str, str, str, str], ...]
    unsigned: int

    @property
    def total(self) -> int:
        """All triads of three signed ties."""
        return sum(self.counts.values())

    @property
    def strong_share(self) -> float | None:
        """Share of the triads that are strongly balanced; None without triads."""
        return self.strong / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class StrainedTriad:
    """A triad that is not strongly balanced.

    Attributes
    ----------
    nodes : the three of them, sorted
    pattern : ``++-``, or ``---``, which is weakly balanced
    strain : the least of its three ``|w|``: no triad is firmer than its weakest tie
    ties : (a, b, weight) of the three pairs
    """

    nodes: tuple[str, str, str]
    pattern: str
    strain: float
    ties: tuple[tuple[str, str, float], ...]


def triad_census(G: nx.Graph[str]) -> TriadCensus:
    """Count triangles by their signs.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    >>> triad_census(G).strained
    (('a', 'b', 'c', '++-'),)
    """
    ties, unsigned = read_ties(G).signed()
    positive: dict[tuple[int, int], bool] = {}
    later: dict[int, set[int]] = {}
    for i, j, weight in zip(ties.rows.tolist(), ties.cols.tolist(), ties.weights, strict=True):
        positive[i, j] = bool(weight > 0)
        later.setdefault(i, set()).add(j)
    counts: Counter[str] = Counter()
    strained = []
    for (i, j), ally in positive.items():
        for k in sorted(later[i] & later.get(j, set())):
            allied = ally + positive[i, k] + positive[j, k]
            pattern = "+" * allied + "-" * (3 - allied)
            counts[pattern] += 1
            if pattern in {"++-", "---"}:
                strained.append((ties.nodes[i], ties.nodes[j], ties.nodes[k], pattern))
    strong = counts["+++"] + counts["+--"]
    return TriadCensus(
        counts={pattern: counts[pattern] for pattern in PATTERNS},
        strong=strong,
        weak=strong + counts["---"],
        strained=tuple(sorted(strained)),
        unsigned=unsigned,
    )


def strained_triads(G: nx.Graph[str]) -> tuple[StrainedTriad, ...]:
    """List the triads that are not strongly balanced, the most strained first, then by id.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 0.5), ("a", "c", -0.75)])
    >>> [(triad.nodes, triad.strain) for triad in strained_triads(G)]
    [(('a', 'b', 'c'), 0.5)]
    """
    found = []
    for *nodes, pattern in triad_census(G).strained:
        ties = tuple((a, b, float(G[a][b].get("weight", 1.0))) for a, b in combinations(nodes, 2))
        a, b, c = nodes
        strain = min(abs(weight) for _, _, weight in ties)
        found.append(StrainedTriad((a, b, c), pattern, strain, ties))
    return tuple(sorted(found, key=lambda triad: (-triad.strain, triad.nodes)))
