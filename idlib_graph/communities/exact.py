"""Exact communities: the best partition of a signed graph, with the proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.cutting import Block, blocks
from idlib_graph.communities.ranking import (
    NODE_LIMIT,
    TOLERANCE,
    Ranking,
    clear_best,
    pairs_of,
    rank,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Scores

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# Equally good partitions of a block that the choice looks at; it must not depend on how many
# somebody asks to see.
CHOICE_CAP = 100


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
    proven_nodes : how many nodes are in parts whose own partition is proven best
    """

    nodes: tuple[str, ...]
    labels: Ints
    quality: float
    coupled_quality: float
    bound: float
    proven: bool
    fractional: bool = False
    proven_nodes: int = 0

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


@dataclass(frozen=True, slots=True)
class Settled:
    """Who sits with whom, before anything is counted.

    Attributes
    ----------
    labels : (n,) the first member of each node's community
    missing : how much more some partition could score at most
    proven, fractional : as of `Optimum`
    """

    labels: Ints
    missing: float
    proven: bool
    fractional: bool


def settle(scores: Scores, *, before: Ints | None = None, node_limit: int = NODE_LIMIT) -> Settled:
    """Find the best partition; of equally good ones, the reproducible choice.

    Parameters
    ----------
    before : (n,) as for `score_ties`; decides between equally good partitions only, since
        coupling is in `scores` already
    node_limit : linear programs a block may take, large ones counted as several
    """
    B = scores.matrix()
    scale = float(np.abs(B).max(initial=0.0))
    labels = np.arange(len(B))
    before = np.full(len(B), -1) if before is None else before
    missing, proven, fractional = 0.0, True, False
    for block in blocks(B, TOLERANCE * scale) if scale > 0 else ():
        if len(block.groups) == 1:
            labels[[*block.groups[0]]] = block.groups[0][0]
            continue
        n = len(block.B)
        clear = clear_best(block.B[pairs_of(n)], n, TOLERANCE * scale)
        if clear is not None:
            spread(block, clear, labels)
            continue
        ranking = rank(block.B, scale, cap=CHOICE_CAP, node_limit=node_limit)
        chosen = choose(block, ranking, before)
        spread(block, ranking.labels[chosen].tolist(), labels)
        missing += ranking.bound - ranking.values[chosen]
        proven &= ranking.proven
        fractional |= ranking.fractional
    return Settled(labels, missing, proven, fractional)


def certain(scores: Scores, labels: Ints) -> Optimum:
    """A partition of which it is known that none is as good, by first members, (n,)."""
    coupled = scores.value(labels, coupled=True)
    plain = scores.value(labels, coupled=False)
    nodes = scores.ties.nodes
    sure = len(nodes)
    return Optimum(nodes, labels, plain, coupled, bound=coupled, proven=True, proven_nodes=sure)


def solve(scores: Scores, *, before: Ints | None = None, node_limit: int = NODE_LIMIT) -> Optimum:
    """Find the best partition as `settle` does, and how good it is."""
    found = settle(scores, before=before, node_limit=node_limit)
    labels, nodes = found.labels, scores.ties.nodes
    coupled = scores.value(labels, coupled=True)
    plain = scores.value(labels, coupled=False)
    bound = coupled + found.missing
    sure = len(nodes) if found.proven else 0
    return Optimum(nodes, labels, plain, coupled, bound, found.proven, found.fractional, sure)


def spread(block: Block, groups: Sequence[int], labels: Ints) -> None:
    """Write a block's communities into the labels of all nodes, each named by its first member."""
    members: dict[int, list[int]] = {}
    for group, label in zip(block.groups, groups, strict=True):
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
    spread(block, groups.tolist(), labels)
    now, then = labels[part], before[part]
    known = then >= 0
    together = now[known, np.newaxis] == now[known]
    was = then[known, np.newaxis] == then[known]
    communities = [part[now == label].tolist() for label in np.unique(now)]
    return int((together != was).sum()) // 2, sorted(communities)
