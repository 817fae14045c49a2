"""What an answer is: a partition of a signed graph, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.display import Shown, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Ints, Ties


@dataclass(frozen=True, slots=True)
class Communities(Shown):
    """A partition of a signed graph, its quality, and what speaks against it.

    Attributes
    ----------
    communities : of two nodes or more, by size, largest first, then by first id
    unaligned : the nodes on their own, sorted
    quality : ``Σ B_ij`` over the pairs inside communities
    coupled_quality : the same with the bonus for staying together, which is what was maximised
    bound : no partition has a larger coupled quality
    gap : how much better some partition could be at most
    proven : whether this is the best of all partitions for the coupled scores
    proven_nodes : how many nodes are in parts, held together by positive scores, whose own
        partition is proven best; all of them where `proven`
    method : ``exact``, ``heuristic`` or ``leiden``: what found the parts that are least sure
    ties : how many ties the graph has, self loops not counted
    weight : ``Σ |w|`` over them
    contradicting : positive ties between communities and negative ones inside: (a, b, weight)
    disagreement : ``Σ |w|`` over those

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph import find_communities
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -0.25)])
    >>> found = find_communities(G, objective="disagreement")
    >>> [sorted(community) for community in found.communities], found.contradicting
    ([['a', 'b', 'c']], (('a', 'c', -0.25),))
    """

    objective: str
    resolution: float | None
    communities: tuple[frozenset[str], ...]
    unaligned: tuple[str, ...]
    quality: float
    coupled_quality: float
    bound: float
    gap: float
    proven: bool
    proven_nodes: int
    method: str
    ties: int
    weight: float
    contradicting: tuple[tuple[str, str, float], ...]
    disagreement: float

    @property
    def partition(self) -> tuple[frozenset[str], ...]:
        """All nodes, the unaligned as communities of one: what `previous` takes."""
        return self.communities + tuple(frozenset((node,)) for node in self.unaligned)

    @property
    def proof(self) -> str:
        """How good it is, and how much speaks against it, in a sentence."""
        best = "Best of all partitions (proven)"
        if not self.proven:
            best = f"Good, not proven best (at most {self.gap:.3f} below it{self._sure})"
        against = len(self.contradicting)
        verb = "contradicts" if against == 1 else "contradict"
        return (
            f"{best}; {against} of {self.ties} ties {verb} it, weight {self.disagreement:.1f} of "
            f"{self.weight:.1f}"
        )

    @property
    def _sure(self) -> str:
        """How much of it is proven, where that is something."""
        nodes = sum(map(len, self.communities)) + len(self.unaligned)
        return f"; proven for {self.proven_nodes:,} of {nodes:,}" if self.proven_nodes else ""

    def to_table(self) -> Table:
        """Who sits with whom; how good that is stands below."""
        rows = [("together", len(group), tuple(sorted(group))) for group in self.communities]
        if self.unaligned:
            rows.append(("unaligned", len(self.unaligned), self.unaligned))
        title, columns = f"Communities by {self.objective}", ("how", "size", "members")
        return Table(title, columns, tuple(rows), self.proof)


def contradicts(ties: Ties, labels: Ints) -> NDArray[np.bool_]:
    """Which ties a partition, (n,), contradicts, (m,): negative ones inside, positive ones between.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import read_ties
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -0.25)])
    >>> contradicts(read_ties(G), np.array([0, 0, 0])).tolist()  # a with b, a with c, b with c
    [False, True, False]
    """
    inside = labels[ties.rows] == labels[ties.cols]
    return np.where(inside, ties.weights < 0, ties.weights > 0)
