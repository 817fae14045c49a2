"""Structural balance of a signed graph: its triads, its frustration, and where nodes stand.

Cartwright & Harary 1956 (balance), Davis 1967 (weak balance). A tie of weight 0 has no sign: it
is skipped, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.balance.camps import NODE_LIMIT, Frustration, Frustrations, frustration
from idlib_graph.balance.standing import SignedDegree, brokers, degree_by_sign, pn_centrality
from idlib_graph.balance.triads import (
    StrainedTriad,
    TriadCensus,
    strained_triads,
    triad_census,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "NODE_LIMIT",
    "Balance",
    "Frustration",
    "Frustrations",
    "SignedDegree",
    "StrainedTriad",
    "TriadCensus",
    "brokers",
    "degree_by_sign",
    "frustration",
    "measure_balance",
    "pn_centrality",
    "strained_triads",
    "triad_census",
]


@dataclass(frozen=True, slots=True)
class Balance:
    """Every measure of structural balance of one snapshot; the mappings are by node."""

    triads: TriadCensus
    strained: tuple[StrainedTriad, ...]
    frustration: Frustrations
    degrees: dict[str, SignedDegree]
    brokers: dict[str, float]
    pn_centrality: dict[str, float]


def measure_balance(G: nx.Graph[str], *, node_limit: int = NODE_LIMIT) -> Balance:
    """Measure the structural balance of a signed graph in every way that this module knows.

    Examples
    --------
    Two enemies with a common ally:

    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -0.5)])
    >>> found = measure_balance(G)
    >>> found.triads.counts["++-"], found.frustration.two_camps.weight, found.brokers["b"]
    (1, 0.5, 1.0)
    """
    return Balance(
        triads=triad_census(G),
        strained=strained_triads(G),
        frustration=frustration(G, node_limit=node_limit),
        degrees=degree_by_sign(G),
        brokers=brokers(G),
        pn_centrality=pn_centrality(G),
    )
