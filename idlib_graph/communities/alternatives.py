"""Equally good partitions: what the best answer has in common with its equals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.cutting import blocks
from idlib_graph.communities.exact import preference, spread
from idlib_graph.communities.objectives import (
    DEFAULT_COUPLING,
    DEFAULT_OBJECTIVE,
    labels_of,
    score,
)
from idlib_graph.communities.ranking import NODE_LIMIT, TOLERANCE, rank
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    from numpy.typing import NDArray

    from idlib_graph.communities.cutting import Block
    from idlib_graph.communities.objectives import Scores

    Ints: TypeAlias = NDArray[np.intp]
    # The loss against the best, the pairs changed, and the partition chosen in each block.
    Combination: TypeAlias = tuple[float, int, tuple[Ints, ...]]

DEFAULT_CAP = 100


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Partitions as good as the best, or nearly.

    Attributes
    ----------
    partitions : all communities of each, those of one included; the one shown comes first
    losses : how much each scores below the best, coupling included
    epsilon : the loss that was allowed
    capped : whether there are more than these
    proven : False when the node limit ended the search
    """

    partitions: tuple[tuple[frozenset[str], ...], ...]
    losses: tuple[float, ...]
    epsilon: float
    capped: bool
    proven: bool


@dataclass(frozen=True, slots=True)
class Join:
    """Two communities that could be one, and what that costs."""

    first: frozenset[str]
    second: frozenset[str]
    loss: float


def find_alternatives(
    G: nx.Graph[str],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Iterable[Iterable[str]] | None = None,
    coupling: float = DEFAULT_COUPLING,
    epsilon: float = 0.0,
    cap: int = DEFAULT_CAP,
    node_limit: int = NODE_LIMIT,
) -> Alternatives:
    """List the finest partitions whose score is within `epsilon` of the best.

    Finest: no community can be split without loss. Scores within 1e-6 of the largest pair score
    of each other are equal.

    Raises
    ------
    SettingsError
        for a negative or infinite `epsilon` or a `cap` below 1

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    >>> found = find_alternatives(G, objective="disagreement")
    >>> [sorted(map(sorted, partition)) for partition in found.partitions]
    [[['a'], ['b', 'c']], [['a', 'b'], ['c']]]
    """
    if not (math.isfinite(epsilon) and epsilon >= 0):
        message = f"epsilon must be a number of at least 0, not {epsilon}"
        raise SettingsError(message)
    if cap < 1:
        message = f"the cap must be at least 1, not {cap}"
        raise SettingsError(message)
    earlier = None if previous is None else [frozenset(members) for members in previous]
    scores = score(
        G, objective=objective, resolution=resolution, previous=earlier, coupling=coupling
    )
    before = labels_of(scores.ties.nodes, earlier or ())
    return _enumerate(scores, before, epsilon, cap, node_limit)


def _enumerate(
    scores: Scores, before: Ints, epsilon: float, cap: int, node_limit: int
) -> Alternatives:
    B = scores.matrix()
    scale = float(np.abs(B).max(initial=0.0))
    limit = epsilon + TOLERANCE * scale
    parts = blocks(B, limit) if scale > 0 else []
    found: list[Combination] = [(0.0, 0, ())]
    capped, proven = False, True
    for block in parts:
        ranking = rank(block.B, scale, epsilon=epsilon, cap=cap, node_limit=node_limit)
        best = max(ranking.values)
        own = [
            (best - value, preference(block, labels, before)[0], labels)
            for labels, value in zip(ranking.labels, ranking.values, strict=True)
        ]
        found, more = _multiply(found, own, limit, cap)
        capped |= more or ranking.capped
        proven &= ranking.proven and not ranking.stopped
    listed = sorted(
        (_steps(loss, scale), changed, _communities(parts, chosen, len(B)), loss)
        for loss, changed, chosen in found
    )
    nodes = scores.ties.nodes
    partitions = tuple(
        tuple(frozenset(nodes[i] for i in members) for members in communities)
        for _, _, communities, _ in listed
    )
    losses = tuple(loss for _, _, _, loss in listed)
    return Alternatives(partitions, losses, epsilon, capped, proven)


def _multiply(
    found: list[Combination], own: list[tuple[float, int, Ints]], limit: float, cap: int
) -> tuple[list[Combination], bool]:
    """Combine partitions of the blocks so far with those of one more; the cap is on the product."""
    product = [
        (loss + more, changed + moved, (*chosen, labels))
        for loss, changed, chosen in found
        for more, moved, labels in own
        if loss + more <= limit
    ]
    product.sort(key=lambda combination: combination[:2])
    return product[:cap], len(product) > cap


def _steps(loss: float, scale: float) -> int:
    """Return a loss in units of what counts as a difference, so that rounding does not sort."""
    return round(loss / (TOLERANCE * scale)) if scale > 0 else 0


def _communities(parts: list[Block], chosen: tuple[Ints, ...], n: int) -> list[list[int]]:
    """Return the communities as sorted positions, by first member."""
    labels = np.arange(n)
    for block, groups in zip(parts, chosen, strict=True):
        spread(block, groups.tolist(), labels)
    members: dict[int, list[int]] = {}
    for i, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(i)
    return list(members.values())


def find_joins(
    G: nx.Graph[str],
    partition: Iterable[Iterable[str]],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Iterable[Iterable[str]] | None = None,
    coupling: float = DEFAULT_COUPLING,
    epsilon: float = 0.0,
) -> tuple[Join, ...]:
    """List the pairs of communities that lose at most `epsilon` by becoming one, least loss first.

    The counterpart of `find_alternatives`, which leaves out what only joins whole communities.
    Only communities with a positive tie between them count; those of one are communities, too.

    Raises
    ------
    SettingsError
        when a node is in two communities, or for whatever `find_communities` refuses

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.barbell_graph(3, 0)
    >>> found = find_joins(
    ...     nx.relabel_nodes(G, str), ["012", "345"], objective="cpm", resolution=0.25, epsilon=2
    ... )
    >>> [(sorted(join.first), sorted(join.second), join.loss) for join in found]
    [(['0', '1', '2'], ['3', '4', '5'], 1.25)]
    """
    sets = sorted((frozenset(members) for members in partition), key=sorted)
    earlier = None if previous is None else [frozenset(members) for members in previous]
    scores = score(
        G, objective=objective, resolution=resolution, previous=earlier, coupling=coupling
    )
    labels = labels_of(scores.ties.nodes, sets)
    member = (labels[:, np.newaxis] == np.arange(len(sets))).astype(np.float64)
    B = scores.matrix()
    losses = -(member.T @ B @ member)
    limit = epsilon + TOLERANCE * float(np.abs(B).max(initial=0.0))
    allied = scores.ties.weights > 0
    ends = np.stack([labels[scores.ties.rows[allied]], labels[scores.ties.cols[allied]]])
    tied = {(i, j) for i, j in np.sort(ends, axis=0).T.tolist() if 0 <= i < j}
    found = [Join(sets[i], sets[j], float(losses[i, j])) for i, j in sorted(tied)]
    return tuple(sorted((j for j in found if j.loss <= limit), key=lambda join: join.loss))
