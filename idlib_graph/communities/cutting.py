"""Parts of graphs that are solved on their own, with those nodes joined that belong together.

Why a graph may be cut: link the pairs with ``B_ij > 0``. A community that spans two components of
that graph can be split along them, and every score lost is at most 0, so the split costs nothing.
Hence a finest optimum never spans two components. Since a score above 0 takes a positive tie
(``modularity`` apart, whose null model joins strangers with the same enemies), communities are
connected by positive ties.

Parts of one size are cut at once, whatever graphs they are of: one part is small, and many take
hardly more time than one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import ranking
from idlib_graph.communities.objectives import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

# Weights of two of the three moves that bring a pair together, in fifths; the third has the rest.
# Finer steps join hardly more.
WEIGHTS = np.array([(a, b) for a in range(6) for b in range(6 - a)]) / 5.0
# So few groups are left unjoined, and every partition of them looked at.
FEW = 6
# So many pairs are weighed at once.
PAIRS = 500


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


def blocks(B: Floats, margin: float) -> list[Block]:
    """Cut pair scores into blocks, and join nodes that belong together in any case.

    Nodes that are on their own in every case are in no block.

    Parameters
    ----------
    B : (n, n) pair scores, symmetric, with a zero diagonal
    margin : how far below the best partitions are still wanted, tolerance included
    """
    heads = np.arange(len(B))[np.newaxis]
    whole = Parts(np.zeros(1, dtype=np.intp), heads.copy(), B[np.newaxis])
    negligible = np.array([ROUNDING * np.abs(B).max(initial=0.0)])
    found = [*cut(whole.split(), heads, np.array([margin]), negligible)]
    members: dict[int, list[int]] = {}
    for node, head in enumerate(settled(heads)[0].tolist()):
        members.setdefault(head, []).append(node)
    parts = [
        Block(tuple(tuple(members.pop(head)) for head in groups), scores)
        for part in found
        for groups, scores in zip(part.groups.tolist(), part.scores, strict=True)
    ]
    parts += [Block((tuple(m),), np.zeros((1, 1))) for m in members.values() if len(m) > 1]
    return sorted(parts, key=lambda block: block.groups[0])


@dataclass(frozen=True, slots=True)
class Parts:
    """k parts of m groups of nodes each, of any graphs.

    Attributes
    ----------
    graph : (k,) the number of the graph that each is of
    groups : (k, m) the first node of each group, in order
    scores : (k, m, m) the scores between the groups, symmetric, with a zero diagonal
    """

    graph: Ints
    groups: Ints
    scores: Floats

    @classmethod
    def together(cls, parts: Iterable[Parts]) -> Parts:
        """All parts of some of the same size."""
        fields = zip(*((p.graph, p.groups, p.scores) for p in parts), strict=True)
        return cls(*map(np.concatenate, fields))

    def __len__(self) -> int:
        return len(self.graph)

    def __getitem__(self, which: Bools | slice) -> Parts:
        return Parts(self.graph[which], self.groups[which], self.scores[which])

    @property
    def size(self) -> int:
        """How many groups each has."""
        size: int = self.groups.shape[1]
        return size

    def split(self, least: Floats | float = 0.0) -> Iterator[Parts]:
        """The components by scores above `least`, (k,), size by size, single groups left out."""
        links = self.scores > np.reshape(least, (-1, 1, 1))
        # One day has mostly the links of the day before.
        new = np.append([True], (links[1:] != links[:-1]).any(axis=(1, 2)))[: len(links)]
        component = components_of_each(links[new])[np.cumsum(new) - 1]
        k, m = component.shape
        number = (component + m * np.arange(k)[:, np.newaxis]).ravel()
        members = np.argsort(number, kind="stable")
        sizes = np.bincount(number, minlength=k * m)
        ends = np.cumsum(sizes)
        for size in np.flatnonzero(np.bincount(sizes)).tolist():
            if size > 1:
                which = np.flatnonzero(sizes == size)
                inside = members[ends[which, np.newaxis] + np.arange(-size, 0)] % m
                part = which // m
                row = part[:, np.newaxis]
                scores = self.scores[row[..., np.newaxis], inside[..., np.newaxis], inside[:, None]]
                yield Parts(self.graph[part], self.groups[row, inside], scores)

    def join(self, links: Bools, heads: Ints, negligible: Floats) -> Iterator[Parts]:
        """Join what is linked, (k, m, m), tell the `heads`, and split what that leaves apart."""
        first = components_of_each(links)
        self.tell(first, heads)
        into = (first[..., np.newaxis] == np.arange(self.size)).astype(np.float64)
        scores = into.transpose(0, 2, 1) @ self.scores @ into
        scores[np.abs(scores) <= negligible[self.graph, np.newaxis, np.newaxis]] = 0.0
        scores[:, range(self.size), range(self.size)] = 0.0
        return Parts(self.graph, self.groups, scores).split()  # joining can turn links negative

    def tell(self, first: Ints, heads: Ints) -> None:
        """Write into the `heads` which group each sits with, (k, m), by the first of them."""
        firsts = self.groups[np.arange(len(self))[:, np.newaxis], first]
        heads[self.graph[:, np.newaxis], self.groups] = firsts


def cut(parts: Iterable[Parts], heads: Ints, margin: Floats, negligible: Floats) -> Iterator[Parts]:
    """Join groups of each part that belong together in any case, and cut what that leaves apart.

    Where a part has few groups, every partition of it can be looked at, and no more are joined.

    Parameters
    ----------
    heads : a node of each node's group, (graphs, n): what is joined is written into it
    margin, negligible : of each graph, (graphs,)

    Yields
    ------
    what is left, the largest parts first; single groups are left out

    Examples
    --------
    Of nine friends of one another two belong together in any case:

    >>> scores = 1.0 - np.eye(9)
    >>> scores[0, 1] = scores[1, 0] = 9.0
    >>> heads = np.arange(9)[np.newaxis]
    >>> whole = Parts(np.array([0]), heads.copy(), scores[np.newaxis])
    >>> [part.size for part in cut([whole], heads, np.zeros(1), np.zeros(1))]
    [8]
    >>> heads
    array([[0, 0, 2, 3, 4, 5, 6, 7, 8]])
    """
    waiting: dict[int, list[Parts]] = defaultdict(list)
    for part in parts:
        waiting[part.size].append(part)
    while waiting:
        left = Parts.together(waiting.pop(max(waiting)))
        for links_of in (_by_moving, _by_weighing):
            links = links_of(left.scores, margin[left.graph])
            linked: Bools = np.any(links, axis=(1, 2))
            if linked.any():
                for part in left[linked].join(links[linked], heads, negligible):
                    waiting[part.size].append(part)
                left = left[~linked]
        if len(left):
            yield left


def settled(heads: Ints) -> Ints:
    """The first node of each node's group, (graphs, n), from a node of it that may have another.

    Examples
    --------
    >>> settled(np.array([[0, 0, 1, 2]]))
    array([[0, 0, 0, 0]])
    """
    row = np.arange(len(heads))[:, np.newaxis]
    while True:
        first = heads[row, heads]
        if (first == heads).all():
            return first
        heads = first


def components_of_each(links: Bools) -> Ints:
    """The first node of each node's component, (k, m), in k graphs of links, (k, m, m).

    Examples
    --------
    >>> chain = np.eye(4, k=1, dtype=bool)[np.newaxis]
    >>> chain[0, 1, 2] = False
    >>> components_of_each(chain | chain.transpose(0, 2, 1))
    array([[0, 0, 2, 2]])
    """
    m = links.shape[1]
    kind = np.min_scalar_type(m)  # small numbers are many times faster
    far = np.where(links, kind.type(0), kind.type(m))
    first = np.broadcast_to(np.arange(m, dtype=kind), links.shape[:2])
    while True:
        near = np.maximum(far, first[..., np.newaxis]).min(axis=1, initial=m)
        near = np.minimum(near, first)
        if (near == first).all():
            return first.astype(np.intp)
        first = near[np.arange(len(near))[:, np.newaxis], near]


def _by_moving(scores: Floats, margin: Floats) -> Bools:
    """Links between groups of which one is surely better off next to the other, (k, m, m).

    Moving i next to j gains at least ``B_ij`` less the size of every other score of i. Where
    that is more than `margin`, no partition within `margin` of the best keeps them apart.
    """
    links = np.zeros(scores.shape, dtype=np.bool_)
    if scores.shape[1] > FEW:
        sure = 2.0 * scores.max(axis=1) - np.abs(scores).sum(axis=1) > margin[:, np.newaxis]
        part, i = np.nonzero(sure)
        j = scores[part, i].argmax(axis=1)
        links[part, i, j] = links[part, j, i] = True
    return links


def _by_weighing(scores: Floats, margin: Floats) -> Bools:
    """Links between those that every partition within `margin` of the best has together.

    Where i and j are apart, three moves bring them together: i goes to j's community, j to i's,
    or both leave for one of their own. What a third node k adds to the gains is ``B_ik``, ``-B_jk``
    and ``-B_jk`` where it sits with j, ``-B_ik``, ``B_jk`` and ``-B_ik`` where it sits with i, and
    else nothing. So the mean gain, the moves weighted a, b and c, is at least

        ``B_ij + Σ_k min(0, a B_ik - (b + c) B_jk, b B_jk - (a + c) B_ik)``

    and where that is more than `margin` for any weights, one of the moves gains more.
    """
    links = np.zeros(scores.shape, dtype=np.bool_)
    if scores.shape[1] <= ranking.TABLE_LIMIT:
        return links
    a, b = WEIGHTS.T[:, :, np.newaxis, np.newaxis]
    pairs = np.array(np.nonzero(np.triu(scores > 0.0)))
    for start in range(0, pairs.shape[1], PAIRS):
        part, i, j = pairs[:, start : start + PAIRS]
        pair, one, other = np.arange(len(i)), scores[part, i], scores[part, j]
        one[pair, j] = other[pair, i] = 0.0  # neither is a third node
        least = np.minimum(a * one - (1.0 - a) * other, b * other - (1.0 - b) * one)
        gain = scores[part, i, j] + np.minimum(least, 0.0, out=least).sum(axis=2)
        links[part, i, j] = links[part, j, i] = (gain > margin[part]).any(axis=0)
    return links
