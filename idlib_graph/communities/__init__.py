"""Communities of a signed graph: who stands with whom, and how sure that is.

Never feed a signed graph to an algorithm that ignores or misreads signs: on two allied cliques
at war, ``networkx.community.louvain_communities`` pairs up enemies. Everything here scores a
clash inside a community as what it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities import exact, heuristic, leiden
from idlib_graph.communities.alternatives import (
    Alternatives,
    Join,
    find_alternatives,
    find_joins,
)
from idlib_graph.communities.cutting import blocks
from idlib_graph.communities.objectives import (
    DEFAULT_COUPLING,
    DEFAULT_OBJECTIVE,
    OBJECTIVES,
    coupling_bonus,
    labels_of,
    pair_scores,
    quality,
    read_ties,
    resolve,
    score,
    score_ties,
)
from idlib_graph.communities.partition import Communities, contradicts
from idlib_graph.communities.parts import solve_parts
from idlib_graph.communities.ranking import NODE_LIMIT, TOLERANCE
from idlib_graph.communities.resolution import Plateau, Sweep, sweep_resolution
from idlib_graph.communities.side_by_side import SideBySide, compare_objectives
from idlib_graph.communities.togetherness import (
    CoMembership,
    Placement,
    co_membership,
    placements,
)
from idlib_graph.communities.unsigned import UnsignedLouvain, unsigned_louvain
from idlib_graph.errors import SettingsError
from idlib_graph.settings import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from idlib_graph.communities.objectives import Ints, Scores

__all__ = [
    "DEFAULT_COUPLING",
    "DEFAULT_OBJECTIVE",
    "METHODS",
    "NODE_LIMIT",
    "OBJECTIVES",
    "Alternatives",
    "CoMembership",
    "Communities",
    "Join",
    "LeastDisagreement",
    "Placement",
    "Plateau",
    "SideBySide",
    "Sweep",
    "UnsignedLouvain",
    "co_membership",
    "compare_objectives",
    "coupling_bonus",
    "coupling_loss",
    "find_alternatives",
    "find_communities",
    "find_joins",
    "least_disagreement",
    "pair_scores",
    "placements",
    "quality",
    "sweep_resolution",
    "unsigned_louvain",
]

# `auto` looks for the exact answer up to these sizes: nodes in all (an n x n array), and nodes
# left in one block after the reductions (a linear program over their pairs).
EXACT_NODES = 400
EXACT_BLOCK = 100
# The same where the null model rewards pairs (`modularity`), since most pairs then score.
EXACT_BLOCK_REWARDED = 40
# Who asks for nothing less than a proof waits longer.
PATIENCE = 100


@dataclass(frozen=True, slots=True)
class LeastDisagreement:
    """The least weight of contradicted ties that any partition leaves.

    Attributes
    ----------
    weight : what the best partition found leaves
    lower : no partition leaves less; `weight` itself where proven
    partition : all communities, those of one included
    """

    weight: float
    lower: float
    proven: bool
    partition: tuple[frozenset[str], ...]


def find_communities(
    G: nx.Graph[str],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Iterable[Iterable[str]] | None = None,
    coupling: float = DEFAULT_COUPLING,
    method: str = "auto",
    node_limit: int = NODE_LIMIT,
    seed: int = 0,
) -> Communities:
    """Find the communities of a signed graph.

    Parameters
    ----------
    G : undirected, with a signed, finite ``weight`` on each tie (1 where there is none)
    objective : ``potts``, ``disagreement``, ``modularity`` or ``cpm``; see `pair_scores`
    resolution : gamma, for ``potts`` (1 by default) and ``cpm`` (0.05)
    previous : the communities of the time before, those of one included as far as known; a node
        in none counts as absent then
    coupling : ω, added to each pair that was together before and has a positive tie now
    method : ``exact`` proves its answer, ``heuristic`` does not; ``auto`` proves each part, held
        together by positive scores, that is small enough, and looks for the others as
        ``heuristic`` does; ``leiden`` does so by igraph, an extra, for very large graphs
    node_limit : linear programs that one block may take, large ones counted as several; not a
        time, so that the same input gives the same answer everywhere. With ``exact`` a hundred
        times as many
    seed : of the heuristic

    Raises
    ------
    SettingsError
        for a setting out of its range, a graph that is directed or has a weight that is not a
        finite number, or ``leiden`` without igraph or for ``modularity``

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("c", "d", 1.0), ("b", "c", -1.0)])
    >>> found = find_communities(G)
    >>> [sorted(community) for community in found.communities], found.proven
    ([['a', 'b'], ['c', 'd']], True)
    """
    if method not in METHODS:
        message = f"unknown method {method!r}; known are {', '.join(METHODS)}"
        raise SettingsError(message)
    if node_limit < 0:
        message = f"the node limit must be at least 0, not {node_limit}"
        raise SettingsError(message)
    ties = read_ties(G)
    before = None if previous is None else labels_of(ties.nodes, previous)
    scores = score_ties(
        ties, objective=objective, resolution=resolution, before=before, coupling=coupling
    )
    found, method = best_partition(scores, before, method=method, node_limit=node_limit, seed=seed)
    return describe(scores, found, method, objective=objective, resolution=resolution)


def best_partition(
    scores: Scores, before: Ints | None, *, method: str = "auto", node_limit: int, seed: int
) -> tuple[exact.Optimum, str]:
    """Find the best partition for scores that are known already, and the method it takes.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import read_ties, score_ties
    >>> ties = read_ties(nx.Graph([("a", "b"), ("c", "d")]))
    >>> scores = score_ties(ties, objective="potts", resolution=1, before=None, coupling=0)
    >>> found, method = best_partition(scores, None, node_limit=100, seed=0)
    >>> [sorted(group) for group in found.partition], found.proven, method
    ([['a', 'b'], ['c', 'd']], True, 'exact')
    """
    if method == "heuristic":
        return heuristic.solve(scores, before=before, seed=seed), method
    lean = method == "leiden"  # made for speed: no long look whether a part could be proven
    if method == "exact" or _small(scores, lean=lean):
        limit = node_limit * (PATIENCE if method == "exact" else 1)
        return _prove(scores, before, node_limit=limit, seed=seed), "exact"
    name, search = ("leiden", leiden.solve) if lean else ("heuristic", heuristic.solve)
    if _rewarded(scores):  # strangers may score: no parts
        return search(scores, before=before, seed=seed), name

    def solve(part: Scores, then: Ints | None) -> exact.Optimum:
        if _small(part, lean=lean):
            return _prove(part, then, node_limit=node_limit, seed=seed)
        return search(part, before=then, seed=seed)

    found = solve_parts(scores, before, solve)
    return found, "exact" if found.proven else name


def _prove(scores: Scores, before: Ints | None, *, node_limit: int, seed: int) -> exact.Optimum:
    found = exact.solve(scores, before=before, node_limit=node_limit)
    if found.proven:
        return found
    better = _better(scores, before, found.coupled_quality, seed=seed)
    return replace(better, bound=found.bound) if better else found


def _better(
    scores: Scores, before: Ints | None, quality: float, *, seed: int
) -> exact.Optimum | None:
    """A partition of more than this coupled quality, if the heuristic finds one."""
    other = heuristic.solve(scores, before=before, seed=seed)
    return other if other.coupled_quality > quality else None


def _rewarded(scores: Scores) -> bool:
    return any(factor < 0 for factor, _ in scores.null)


def _small(scores: Scores, *, lean: bool = False) -> bool:
    """Whether it can be proven best; `lean`: as far as the number of nodes alone tells."""
    limit = EXACT_BLOCK_REWARDED if _rewarded(scores) else EXACT_BLOCK
    if len(scores.ties.nodes) <= limit:
        return True
    if lean or len(scores.ties.nodes) > EXACT_NODES:
        return False
    B = scores.matrix()
    parts = blocks(B, TOLERANCE * float(np.abs(B).max(initial=0.0)))
    return max((len(part.groups) for part in parts), default=0) <= limit


def describe(
    scores: Scores,
    found: exact.Optimum,
    method: str,
    *,
    objective: str,
    resolution: float | None,
) -> Communities:
    """Tell what was found, how good it is and what speaks against it.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import read_ties, score_ties
    >>> ties = read_ties(nx.Graph([("a", "b"), ("c", "d")]))
    >>> scores = score_ties(ties, objective="potts", resolution=1, before=None, coupling=0)
    >>> best = best_partition(scores, None, node_limit=100, seed=0)
    >>> describe(scores, *best, objective="potts", resolution=1.0).proof
    'Best of all partitions (proven); 0 of 2 ties contradict it, weight 0.0 of 2.0'
    """
    sets = found.partition
    communities = sorted((s for s in sets if len(s) > 1), key=lambda s: (-len(s), min(s)))
    contradicting = _contradicting(scores, found)
    return Communities(
        objective=objective,
        resolution=resolve(objective, resolution)[1],
        communities=tuple(communities),
        unaligned=tuple(sorted(node for s in sets if len(s) == 1 for node in s)),
        quality=found.quality,
        coupled_quality=found.coupled_quality,
        bound=found.bound,
        gap=found.gap,
        proven=found.proven,
        proven_nodes=found.proven_nodes,
        method=method,
        ties=len(scores.ties.weights),
        weight=math.fsum(np.abs(scores.ties.weights)),
        contradicting=contradicting,
        disagreement=math.fsum(abs(weight) for _, _, weight in contradicting),
    )


def _contradicting(scores: Scores, found: exact.Optimum) -> tuple[tuple[str, str, float], ...]:
    ties = scores.ties
    return tuple(
        (ties.nodes[ties.rows[e]], ties.nodes[ties.cols[e]], float(ties.weights[e]))
        for e in np.flatnonzero(contradicts(ties, found.labels)).tolist()
    )


def coupling_loss(G: nx.Graph[str], found: Communities, *, node_limit: int = NODE_LIMIT) -> float:
    """Return how much quality coupling cost: the uncoupled optimum less the quality of `found`.

    Takes no second solution where the bonus decided nothing (``quality == coupled_quality``).
    In any case the loss is at most ``coupled_quality - quality``. With a heuristic answer, or
    where the node limit is reached, it is measured against the best partition found.

    Examples
    --------
    Alone, b would go with c; coupled, it stays with a:

    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 0.95), ("b", "c", 1.0), ("a", "c", -2.0)])
    >>> before = [{"a", "b"}, {"c"}]
    >>> stays = find_communities(G, objective="disagreement", previous=before, coupling=0.1)
    >>> [sorted(community) for community in stays.communities], round(coupling_loss(G, stays), 6)
    ([['a', 'b']], 0.05)
    """
    if found.coupled_quality == found.quality and found.proven:
        return 0.0
    free = find_communities(
        G,
        objective=found.objective,
        resolution=found.resolution,
        method="leiden" if found.method == "leiden" else "auto",
        node_limit=node_limit,
    )
    return max(0.0, free.quality - found.quality)


def least_disagreement(G: nx.Graph[str], *, node_limit: int = NODE_LIMIT) -> LeastDisagreement:
    """Return the least contradicted weight: the k-free line index of balance.

    Doreian & Mrvar 1996; Bansal, Blum & Chawla 2004 (correlation clustering).

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -0.25)])
    >>> least_disagreement(G).weight
    0.25
    """
    return disagreement_of(score(G, objective="disagreement"), node_limit=node_limit)


def disagreement_of(scores: Scores, *, node_limit: int = NODE_LIMIT) -> LeastDisagreement:
    """Return the least contradicted weight for ties that are read already.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 0.5), ("a", "c", -1.0)])
    >>> disagreement_of(score(G, objective="disagreement")).weight
    0.5
    """
    found, _ = best_partition(scores, None, node_limit=node_limit, seed=0)
    contradicted = _contradicting(scores, found)
    weight = math.fsum(abs(tie[2]) for tie in contradicted)
    lower = weight if found.proven else max(0.0, weight - found.gap)
    return LeastDisagreement(weight, lower, found.proven, found.partition)
