"""Louvain on the alliances alone: what one gets by leaving the clashes out. Do not rely on it.

It stands here for comparison only, with the count of what is wrong with it: the clashes between
members of one community. Two enemies are put together wherever a chain of alliances joins them,
since nothing in the graph it looks at speaks against that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities.exact import partition_of
from idlib_graph.communities.objectives import read_ties
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    from idlib_graph.communities.objectives import Ties

    Tie: TypeAlias = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class UnsignedLouvain:
    """A partition found without looking at the clashes, and what they say against it.

    Attributes
    ----------
    communities : of two nodes or more, by size, largest first, then by first id
    unaligned : the nodes on their own, sorted
    clashes : how many negative ties the graph has
    clashes_inside : those between members of one community: (a, b, weight)
    alliances : how many positive ties the graph has
    alliances_cut : those between communities: (a, b, weight)
    """

    communities: tuple[frozenset[str], ...]
    unaligned: tuple[str, ...]
    clashes: int
    clashes_inside: tuple[Tie, ...]
    alliances: int
    alliances_cut: tuple[Tie, ...]

    @property
    def partition(self) -> tuple[frozenset[str], ...]:
        """All nodes, the unaligned as communities of one."""
        return self.communities + tuple(frozenset((node,)) for node in self.unaligned)

    @property
    def inside_weight(self) -> float:
        """``Σ |w|`` over the clashes inside communities."""
        return math.fsum(-weight for _, _, weight in self.clashes_inside)

    @property
    def cut_weight(self) -> float:
        """``Σ w`` over the alliances between communities."""
        return math.fsum(weight for _, _, weight in self.alliances_cut)


def unsigned_louvain(
    G: nx.Graph[str], *, seed: int = 0, resolution: float = 1.0
) -> UnsignedLouvain:
    """Find communities by modularity of the positive ties, and count the clashes inside them.

    ``networkx.community.louvain_communities`` on ``max(w, 0)`` (Blondel, Guillaume, Lambiotte &
    Lefebvre 2008); one run, as one would do it. The seed decides where several answers are in
    reach; the order in which the graph was built does not.

    Raises
    ------
    SettingsError
        for a resolution that is not above 0, or a graph that is directed or has a weight that is
        not a finite number

    Examples
    --------
    Enemies with a common ally:

    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    >>> found = unsigned_louvain(G)
    >>> [sorted(community) for community in found.communities], found.clashes_inside
    ([['a', 'b', 'c']], (('a', 'c', -1.0),))
    """
    import networkx as nx  # noqa: PLC0415 - start-up stays light: loaded where it is needed

    if not (math.isfinite(resolution) and resolution > 0):
        message = f"the resolution must be a number above 0, not {resolution}"
        raise SettingsError(message)
    ties, _ = read_ties(G).signed()
    # Numbered nodes: a set of names has another order in every process.
    positive: nx.Graph[int] = nx.Graph()
    positive.add_nodes_from(range(len(ties.nodes)))
    kept = ties.weights > 0
    columns = (ties.rows[kept].tolist(), ties.cols[kept].tolist(), ties.weights[kept].tolist())
    positive.add_weighted_edges_from(zip(*columns, strict=True))
    groups = (
        nx.community.louvain_communities(positive, seed=seed, resolution=resolution)
        if positive.number_of_edges()
        else []
    )
    labels = np.arange(len(ties.nodes))
    for group in groups:
        labels[list(group)] = min(group)
    return _describe(ties, labels)


def _describe(ties: Ties, labels: np.ndarray[tuple[int], np.dtype[np.intp]]) -> UnsignedLouvain:
    sets = partition_of(ties.nodes, labels)
    every = [
        (ties.nodes[i], ties.nodes[j], weight, bool(labels[i] == labels[j]))
        for i, j, weight in zip(
            ties.rows.tolist(), ties.cols.tolist(), ties.weights.tolist(), strict=True
        )
    ]
    return UnsignedLouvain(
        communities=tuple(sorted((s for s in sets if len(s) > 1), key=lambda s: (-len(s), min(s)))),
        unaligned=tuple(sorted(node for s in sets if len(s) == 1 for node in s)),
        clashes=sum(weight < 0 for _, _, weight, _ in every),
        clashes_inside=tuple((a, b, w) for a, b, w, inside in every if w < 0 and inside),
        alliances=sum(weight > 0 for _, _, weight, _ in every),
        alliances_cut=tuple((a, b, w) for a, b, w, inside in every if w > 0 and not inside),
    )
