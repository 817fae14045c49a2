"""What makes a partition of a signed graph good: one sum over the pairs inside communities.

Every objective is ``Σ B_ij`` over the pairs ``i < j`` that sit together, with
``B_ij = w_ij - Σ_r c_r a_ri a_rj``: the tie, less what a null model expects. Keeping the null
model as a few vectors lets the heuristic work on large sparse graphs without an n x n matrix.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import networkx as nx
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Null: TypeAlias = tuple[tuple[Floats, Floats], ...]

DEFAULT_OBJECTIVE = "potts"
DEFAULT_COUPLING = 0.1
# Scores below this part of the largest one are rounding errors of w - k k / 2m, not scores.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Objective:
    """One way to score pairs.

    Attributes
    ----------
    null : summed positive and negative weights of each node, (..., n), and gamma to the terms
        (c, a) of the null model, each of which takes ``c a_i a_j`` from the score of every pair
    default_resolution : gamma where none is given; None for an objective without a gamma
    source : the paper that the formula is from
    """

    null: Callable[[Floats, Floats, float], Null]
    default_resolution: float | None
    source: str


def _share(strength: Floats) -> Floats:
    """Return 1 / 2m, or 0 in a graph without ties of this sign, where nothing is expected."""
    total = np.asarray(strength.sum(axis=-1))
    share: Floats = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return share


def _potts(positive: Floats, _negative: Floats, gamma: float) -> Null:
    return ((gamma * _share(positive), positive),)


def _disagreement(_positive: Floats, _negative: Floats, _gamma: float) -> Null:
    return ()


def _modularity(positive: Floats, negative: Floats, _gamma: float) -> Null:
    return ((_share(positive), positive), (-_share(negative), negative))


def _cpm(positive: Floats, _negative: Floats, gamma: float) -> Null:
    return ((np.full(positive.shape[:-1], gamma), np.ones_like(positive)),)


OBJECTIVES: Mapping[str, Objective] = {
    "potts": Objective(_potts, 1.0, "Traag & Bruggeman 2009, with no negative null model"),
    "disagreement": Objective(_disagreement, None, "Doreian & Mrvar 1996; Bansal et al. 2004"),
    "modularity": Objective(_modularity, None, "Gómez, Jensen & Arenas 2009"),
    "cpm": Objective(_cpm, 0.05, "Traag, Van Dooren & Nesterov 2011"),
}


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of a graph as arrays; nodes are sorted, so the order of building does not count.

    Attributes
    ----------
    rows, cols : (m,) positions in `nodes`
    weights : (m,) signed
    """

    nodes: tuple[str, ...]
    rows: Ints
    cols: Ints
    weights: Floats

    def strength(self, sign: int) -> Floats:
        """Return the summed weight of each node's ties of one sign, (n,), never negative."""
        weights = np.maximum(sign * self.weights, 0.0)
        ends = np.concatenate([self.rows, self.cols])
        summed = np.bincount(ends, np.concatenate([weights, weights]), len(self.nodes))
        return summed.astype(np.float64)

    def signed(self) -> tuple[Ties, int]:
        """Return the ties that have a sign, and how many weigh 0 and so have none."""
        kept = self.weights != 0.0
        ties = Ties(self.nodes, self.rows[kept], self.cols[kept], self.weights[kept])
        return ties, int((~kept).sum())


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of every pair, tie by tie and null term by null term.

    Attributes
    ----------
    bonus : (m,) what coupling adds to each tie
    null : terms (c, a), a of shape (n,), that take ``c a_i a_j`` from the score of every pair
    """

    ties: Ties
    bonus: Floats
    null: tuple[tuple[float, Floats], ...]

    def matrix(self, *, coupled: bool = True) -> Floats:
        """Return the scores B as a symmetric (n, n) array with a zero diagonal."""
        n = len(self.ties.nodes)
        B = np.zeros((n, n))
        B[self.ties.rows, self.ties.cols] = self.ties.weights + (self.bonus if coupled else 0.0)
        B += B.T
        for factor, vector in self.null:
            B -= factor * (vector[:, np.newaxis] * vector)
        B.ravel()[:: n + 1] = 0.0
        size = np.abs(B)
        B[size <= ROUNDING * size.max(initial=0.0)] = 0.0
        return B

    def value(self, labels: Ints, *, coupled: bool) -> float:
        """Return ``Σ B_ij`` over the pairs with equal labels, (n,), without an n x n array."""
        inside = labels[self.ties.rows] == labels[self.ties.cols]
        total = math.fsum(self.ties.weights[inside])
        if coupled:
            total += math.fsum(self.bonus[inside])
        for factor, vector in self.null:
            sums = np.bincount(labels, vector)
            total -= factor * float(sums @ sums - vector @ vector) / 2.0
        return total


def read_ties(G: nx.Graph[str]) -> Ties:
    """Read the signed ties of an undirected graph.

    A tie without a ``weight`` weighs 1. A self loop is ignored: it says nothing about who sits
    with whom.

    Raises
    ------
    SettingsError
        for a directed graph, a multigraph, or a weight that is not a finite number

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("b", "c", -0.5), ("b", "a", 1.0), ("a", "a", 3.0)])
    >>> ties = read_ties(G)
    >>> ties.nodes, ties.rows.tolist(), ties.cols.tolist(), ties.weights.tolist()
    (('a', 'b', 'c'), [0, 1], [1, 2], [1.0, -0.5])
    """
    if G.is_directed() or G.is_multigraph():
        message = "communities need an undirected nx.Graph with one signed weight a pair"
        raise SettingsError(message)
    nodes = tuple(sorted(G))
    position = {node: i for i, node in enumerate(nodes)}
    found = []
    for a, b, weight in G.edges(data="weight", default=1.0):
        if a != b:
            i, j = position[a], position[b]
            found.append((i, j, weight) if i < j else (j, i, weight))
    # Sums of floats depend on their order, so ties come in one order.
    found.sort(key=lambda tie: tie[:2])
    try:
        weights = np.array([tie[2] for tie in found], dtype=np.float64)
    except (TypeError, ValueError) as error:
        message = "a tie's weight is not a number"
        raise SettingsError(message) from error
    if not np.isfinite(weights).all():
        i, j = found[int(np.flatnonzero(~np.isfinite(weights))[0])][:2]
        message = f"the weight of the tie {nodes[i]} to {nodes[j]} is not finite"
        raise SettingsError(message)
    rows = np.array([tie[0] for tie in found], dtype=np.intp)
    cols = np.array([tie[1] for tie in found], dtype=np.intp)
    return Ties(nodes, rows, cols, weights)


def resolve(objective: str, resolution: float | None) -> tuple[Objective, float | None]:
    """Look an objective up and settle its gamma.

    Raises
    ------
    SettingsError
        for an unknown objective, a gamma that is negative or not finite (it would draw strangers
        together), or any gamma for an objective that has none

    Examples
    --------
    >>> resolve("potts", None)[1], resolve("cpm", 0.25)[1], resolve("disagreement", None)[1]
    (1.0, 0.25, None)
    """
    if objective not in OBJECTIVES:
        message = f"unknown objective {objective!r}; known are {', '.join(OBJECTIVES)}"
        raise SettingsError(message)
    entry = OBJECTIVES[objective]
    if resolution is None:
        return entry, entry.default_resolution
    if entry.default_resolution is None:
        message = f"the objective {objective} has no resolution"
        raise SettingsError(message)
    if not (math.isfinite(resolution) and resolution >= 0):
        message = f"the resolution must be a number of at least 0, not {resolution}"
        raise SettingsError(message)
    return entry, float(resolution)


def labels_of(nodes: tuple[str, ...], partition: Iterable[Iterable[str]]) -> Ints:
    """Return which set each node is in, (n,), -1 for none; sets may name strangers.

    Raises
    ------
    SettingsError
        when a node is in two sets

    Examples
    --------
    >>> labels_of(("a", "b", "c", "d"), [{"a", "c"}, {"d", "stranger"}]).tolist()
    [0, -1, 0, 1]
    """
    position = {node: i for i, node in enumerate(nodes)}
    labels = np.full(len(nodes), -1, dtype=np.intp)
    for label, members in enumerate(partition):
        for node in set(members):
            i = position.get(node)
            if i is None:
                continue
            if labels[i] >= 0:
                message = f"{node} is in two communities of one partition"
                raise SettingsError(message)
            labels[i] = label
    return labels


def _bonus(ties: Ties, before: Ints | None, coupling: float) -> Floats:
    if not (math.isfinite(coupling) and coupling >= 0):
        message = f"the coupling must be a number of at least 0, not {coupling}"
        raise SettingsError(message)
    if before is None:
        return np.zeros(len(ties.weights))
    a, b = before[ties.rows], before[ties.cols]
    return np.where((a >= 0) & (a == b) & (ties.weights > 0), coupling, 0.0)


def score(
    G: nx.Graph[str],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Iterable[Iterable[str]] | None = None,
    coupling: float = DEFAULT_COUPLING,
) -> Scores:
    """Score every pair of a signed graph, coupled to a previous partition where one is given.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", -0.5)])
    >>> score(G, objective="disagreement", previous=[{"a", "b", "c"}], coupling=0.25).bonus.tolist()
    [0.25, 0.0]
    """
    ties = read_ties(G)
    before = None if previous is None else labels_of(ties.nodes, previous)
    return score_ties(
        ties, objective=objective, resolution=resolution, before=before, coupling=coupling
    )


def score_ties(
    ties: Ties,
    *,
    objective: str,
    resolution: float | None,
    before: Ints | None,
    coupling: float,
) -> Scores:
    """Score every pair of ties that are read already.

    Parameters
    ----------
    before : (n,) the community of each node the time before, -1 for none; see `labels_of`

    Examples
    --------
    >>> import networkx as nx
    >>> ties = read_ties(nx.Graph([("a", "b")]))
    >>> scores = score_ties(ties, objective="cpm", resolution=0.25, before=None, coupling=0.0)
    >>> scores.matrix().tolist()
    [[0.0, 0.75], [0.75, 0.0]]
    """
    entry, gamma = resolve(objective, resolution)
    null = entry.null(ties.strength(1), ties.strength(-1), gamma or 0.0)
    kept = tuple((float(factor), vector) for factor, vector in null if factor != 0.0)
    return Scores(ties, _bonus(ties, before, coupling), kept)


def pair_scores(
    G: nx.Graph[str], *, objective: str = DEFAULT_OBJECTIVE, resolution: float | None = None
) -> tuple[tuple[str, ...], Floats]:
    """Return the sorted nodes and the score B_ij of each pair.

    With ``k⁺_i = Σ_j max(w_ij, 0)``, ``k⁻_i = Σ_j max(-w_ij, 0)`` and ``2m = Σ_i k_i``:
    ``potts`` is ``w_ij - gamma k⁺_i k⁺_j / 2m⁺`` (Traag & Bruggeman 2009), ``disagreement`` is
    ``w_ij`` (Doreian & Mrvar 1996; Bansal, Blum & Chawla 2004), ``modularity`` is
    ``w_ij - k⁺_i k⁺_j / 2m⁺ + k⁻_i k⁻_j / 2m⁻`` (Gómez, Jensen & Arenas 2009) and ``cpm`` is
    ``w_ij - gamma`` (Traag, Van Dooren & Nesterov 2011). Without ties of a sign its null term is 0.

    Returns
    -------
    the nodes, and B of shape (n, n), symmetric, with a zero diagonal, in the unit of the weights

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", -0.5)])
    >>> pair_scores(G, objective="cpm", resolution=0.25)[1].tolist()
    [[0.0, 0.75, -0.25], [0.75, 0.0, -0.75], [-0.25, -0.75, 0.0]]
    """
    scores = score(G, objective=objective, resolution=resolution)
    return scores.ties.nodes, scores.matrix()


def coupling_bonus(
    G: nx.Graph[str],
    previous: Iterable[Iterable[str]] | None,
    *,
    coupling: float = DEFAULT_COUPLING,
) -> Floats:
    """Return what the previous partition adds to each pair's score, (n, n), nodes sorted.

    ω for each pair that was together before *and* has a positive tie now (evolutionary
    clustering; Chakrabarti, Kumar & Tomkins 2006). Nodes of `previous` that are gone are ignored.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", -0.5)])
    >>> coupling_bonus(G, [{"a", "b", "c"}], coupling=0.25).tolist()
    [[0.0, 0.25, 0.0], [0.25, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    ties = read_ties(G)
    bonus = np.zeros((len(ties.nodes), len(ties.nodes)))
    before = None if previous is None else labels_of(ties.nodes, previous)
    bonus[ties.rows, ties.cols] = _bonus(ties, before, coupling)
    return bonus + bonus.T


def quality(
    G: nx.Graph[str],
    partition: Iterable[Iterable[str]],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
) -> float:
    """Return ``Σ B_ij`` over the pairs inside communities; nodes left out are on their own.

    Raises
    ------
    SettingsError
        when a node is in two communities or in none of the graph

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", -0.5)])
    >>> quality(G, [{"a", "b"}], objective="disagreement")
    1.0
    """
    sets = [set(members) for members in partition]
    strangers = set().union(*sets).difference(G)
    if strangers:
        message = f"not in the graph: {', '.join(sorted(strangers))}"
        raise SettingsError(message)
    scores = score(G, objective=objective, resolution=resolution)
    labels = labels_of(scores.ties.nodes, sets)
    alone = labels < 0
    labels[alone] = len(sets) + np.arange(int(alone.sum()))
    return scores.value(labels, coupled=False)
