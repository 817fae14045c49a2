"""Exact communities: the best partition of a signed graph, with the proof.

The problem is cut into blocks that are ranked on their own. Why that is allowed: link the pairs
with ``B_ij > 0``. A community that spans two components of that graph can be split along them,
and every score lost is at most 0, so the split costs nothing. Hence a finest optimum never spans
two components. Since a score above 0 takes a positive tie (``modularity`` apart, whose null model
joins strangers with the same enemies), communities are connected by positive ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.objectives import ROUNDING, labels_of
from idlib_graph.communities.ranking import NODE_LIMIT, TOLERANCE, Ranking, components, rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Scores

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# Equally good partitions of a block that the choice looks at; it must not depend on how many
# somebody asks to see.
CHOICE_CAP = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the graph that can be solved on its own.

    Attributes
    ----------
    groups : k groups of nodes, by position, that every good enough partition keeps together
    B : (k, k) scores between the groups
    """

    groups: tuple[tuple[int, ...], ...]
    B: Floats


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best partition found, and how sure that is.

    Attributes
    ----------
    nodes : sorted
    labels : (n,) the community of each node, numbered by first member
    quality : ``Σ B_ij`` inside communities, without coupling
    coupled_quality : the same with coupling, which is what was maximised
    bound : no partition has a larger coupled quality
    proven : whether this is the best of all partitions, within 1e-6 of the largest score
    fractional : whether a linear relaxation ended fractional
    """

    nodes: tuple[str, ...]
    labels: Ints
    quality: float
    coupled_quality: float
    bound: float
    proven: bool
    fractional: bool = False

    @property
    def gap(self) -> float:
        """How much better some partition could be at most; 0 for the best."""
        return max(0.0, self.bound - self.coupled_quality)

    @property
    def partition(self) -> tuple[frozenset[str], ...]:
        """All communities, those of one included, by first member."""
        return partition_of(self.nodes, self.labels)


def partition_of(nodes: tuple[str, ...], labels: Ints) -> tuple[frozenset[str], ...]:
    """Turn labels, (n,), into sets of nodes in order of first member."""
    members: dict[int, list[str]] = {}
    for node, label in zip(nodes, labels.tolist(), strict=True):
        members.setdefault(label, []).append(node)
    return tuple(frozenset(group) for group in members.values())


def blocks(B: Floats, margin: float) -> list[Block]:
    """Cut pair scores into blocks, and join nodes that belong together in any case.

    Nodes that are on their own in every case are in no block.

    Parameters
    ----------
    B : (n, n) pair scores, symmetric, with a zero diagonal
    margin : how far below the best partitions are still wanted, tolerance included
    """
    owner = np.arange(len(B))
    joined = True
    while joined:  # joining can turn links negative, so look for components once more
        labels = components(B > 0)
        B = np.where(labels[:, np.newaxis] == labels, B, 0.0)
        together = _together(B, margin)
        joined = int(together.max(initial=0)) + 1 < len(B)
        if joined:
            B, owner = _joined(B, together), together[owner]
    groups: dict[int, list[int]] = {}
    for node, group in enumerate(owner.tolist()):
        groups.setdefault(group, []).append(node)
    parts: dict[int, list[int]] = {}
    for group in groups:
        parts.setdefault(int(labels[group]), []).append(group)
    return [
        Block(tuple(tuple(groups[first]) for first in part), B[np.ix_(part, part)])
        for part in parts.values()
        if len(part) > 1 or len(groups[part[0]]) > 1
    ]


def _together(B: Floats, margin: float) -> Ints:
    """Number nodes so that those get one number who are together in every partition worth having.

    Moving i next to j gains at least ``B_ij`` less the size of every other score of i. Where that
    is more than `margin`, no partition within `margin` of the best keeps i and j apart. Numbers
    are in order of first member; shape (n,).
    """
    surely = 2.0 * B - np.abs(B).sum(axis=1)[:, np.newaxis] > margin
    first = components(surely | surely.T)
    numbers: Ints = np.cumsum(first == np.arange(len(B))) - 1
    return numbers[first]


def _joined(B: Floats, together: Ints) -> Floats:
    """The scores between groups of nodes, each numbered in `together`, (n,)."""
    negligible = ROUNDING * np.abs(B).max(initial=0.0)
    member = np.zeros((len(B), int(together.max()) + 1))
    member[np.arange(len(B)), together] = 1.0
    joined = member.T @ B @ member
    joined[np.abs(joined) <= negligible] = 0.0
    np.fill_diagonal(joined, 0.0)
    return joined


def solve(
    scores: Scores,
    *,
    previous: Iterable[Iterable[str]] | None = None,
    node_limit: int = NODE_LIMIT,
) -> Optimum:
    """Find the best partition; of equally good ones, the reproducible choice.

    Parameters
    ----------
    previous : decides between equally good partitions only; coupling is in `scores` already
    node_limit : linear programs a block may take
    """
    nodes = scores.ties.nodes
    B = scores.matrix()
    scale = float(np.abs(B).max(initial=0.0))
    before = labels_of(nodes, previous or ())
    labels = np.arange(len(nodes))
    missing, proven, fractional = 0.0, True, False
    for block in blocks(B, TOLERANCE * scale) if scale > 0 else ():
        ranking = rank(block.B, scale, cap=CHOICE_CAP, node_limit=node_limit)
        chosen = choose(block, ranking, before)
        spread(block, ranking.labels[chosen], labels)
        missing += ranking.bound - ranking.values[chosen]
        proven &= ranking.proven
        fractional |= ranking.fractional
    coupled = scores.value(labels, coupled=True)
    plain = scores.value(labels, coupled=False)
    return Optimum(nodes, labels, plain, coupled, coupled + missing, proven, fractional)


def spread(block: Block, groups: Ints, labels: Ints) -> None:
    """Write a block's communities into the labels of all nodes, each named by its first member."""
    members: dict[int, list[int]] = {}
    for group, label in zip(block.groups, groups.tolist(), strict=True):
        members.setdefault(label, []).extend(group)
    for community in members.values():
        labels[community] = min(community)


def choose(block: Block, ranking: Ranking, before: Ints) -> int:
    """Return which of equally good partitions to show.

    The one with the fewest pairs changed since the previous partition, among nodes present in
    both; then the first by member ids. Blocks can choose one by one: pairs between blocks are
    apart in every case, and the first of two sorted lists stays first when both get the same
    other communities.
    """
    if len(ranking.labels) == 1:
        return 0
    keys = [preference(block, groups, before) for groups in ranking.labels]
    return min(range(len(keys)), key=keys.__getitem__)


def preference(block: Block, groups: Ints, before: Ints) -> tuple[int, list[list[int]]]:
    """Return (pairs changed, communities as sorted positions): the smaller, the better."""
    part = np.array(sorted(node for group in block.groups for node in group), dtype=np.intp)
    labels = np.zeros(len(before), dtype=np.intp)
    spread(block, groups, labels)
    now, then = labels[part], before[part]
    known = then >= 0
    together = now[known, np.newaxis] == now[known]
    was = then[known, np.newaxis] == then[known]
    communities = [part[now == label].tolist() for label in np.unique(now)]
    return int((together != was).sum()) // 2, sorted(communities)
