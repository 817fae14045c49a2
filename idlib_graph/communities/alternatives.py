"""Equally good partitions: what the best answer has in common with its equals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.exact import blocks, preference, spread
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

    from idlib_graph.communities.exact import Block
    from idlib_graph.communities.objectives import Scores

    Ints: TypeAlias = NDArray[np.intp]
    Pair: TypeAlias = tuple[str, str]
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
class CoMembership:
    """Pairs by how many of the equally good partitions have them together; each pair sorted."""

    always: tuple[Pair, ...]
    sometimes: tuple[Pair, ...]
    never: tuple[Pair, ...]


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
        spread(block, groups, labels)
    members: dict[int, list[int]] = {}
    for i, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(i)
    return list(members.values())


def co_membership(alternatives: Alternatives) -> CoMembership:
    """Tell which pairs sit together in all, some or none of equally good partitions.

    Where `alternatives` is capped, this speaks of the listed ones only.
    """
    counts: dict[Pair, int] = {}
    nodes = sorted(node for community in alternatives.partitions[0] for node in community)
    for partition in alternatives.partitions:
        for community in partition:
            for pair in combinations(sorted(community), 2):
                counts[pair] = counts.get(pair, 0) + 1
    every = len(alternatives.partitions)
    return CoMembership(
        always=tuple(sorted(pair for pair, count in counts.items() if count == every)),
        sometimes=tuple(sorted(pair for pair, count in counts.items() if count < every)),
        never=tuple(pair for pair in combinations(nodes, 2) if pair not in counts),
    )
