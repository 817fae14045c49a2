"""Many graphs cut at once, as `idlib_graph.communities.cutting` cuts one.

Parts of one size make a bundle, whatever graphs they are of: one part is small, and a bundle takes
hardly more time than one by arrays. One graph alone takes less by lists.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import cutting, ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from idlib_graph.communities.cutting import Links

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

# So few graphs are looked at one by one.
FEW_GRAPHS = 4
# Parts too large for a table are brought to a multiple of so many groups: fewer bundles.
STEP = 4


@dataclass(frozen=True, slots=True)
class Bundle:
    """k parts of m groups of nodes each, of any graphs.

    A part of fewer groups has its first one several times more at the end, without scores.

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
    def together(cls, parts: Iterable[Bundle]) -> Bundle:
        """All parts of some of the same size."""
        fields = zip(*((p.graph, p.groups, p.scores) for p in parts), strict=True)
        return cls(*map(np.concatenate, fields))

    def __len__(self) -> int:
        return len(self.graph)

    def __getitem__(self, which: Bools | slice) -> Bundle:
        return Bundle(self.graph[which], self.groups[which], self.scores[which])

    @property
    def size(self) -> int:
        """How many groups each has at most."""
        size: int = self.groups.shape[1]
        return size

    def split(self) -> Iterator[Bundle]:
        """The components by positive scores, single groups left out."""
        m = self.size
        for part, inside, own in components_by_size(components_of_each(self.scores > 0.0)):
            at = inside + m * part[:, np.newaxis]
            scores = self.scores.take(at[..., np.newaxis] * m + inside[:, np.newaxis])
            yield Bundle(self.graph[part], self.groups.take(at), scores * own)

    def join(self, links: Links, heads: Ints, negligible: Floats) -> Iterator[Bundle]:
        """Join what is linked, tell the `heads`, and split what that leaves apart."""
        part, i, j = links
        linked = np.zeros(self.scores.shape, dtype=np.bool_)
        linked[part, i, j] = linked[part, j, i] = True
        first = components_of_each(linked)
        self.tell(first, heads)
        into = (first[..., np.newaxis] == np.arange(self.size)).astype(np.float64)
        scores = into.transpose(0, 2, 1) @ self.scores @ into
        scores[np.abs(scores) <= negligible[self.graph, np.newaxis, np.newaxis]] = 0.0
        scores[:, range(self.size), range(self.size)] = 0.0
        return Bundle(self.graph, self.groups, scores).split()  # joining can turn links negative

    def tell(self, first: Ints, heads: Ints) -> None:
        """Write into the `heads` which group each sits with, (k, m), by the first of them."""
        firsts = self.groups[np.arange(len(self))[:, np.newaxis], first]
        heads[self.graph[:, np.newaxis], self.groups] = firsts


def cut_bundles(
    parts: Iterable[Bundle], heads: Ints, margin: Floats, negligible: Floats
) -> Iterator[Bundle]:
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
    >>> whole = Bundle(np.array([0]), heads.copy(), scores[np.newaxis])
    >>> [part.size for part in cut_bundles([whole], heads, np.zeros(1), np.zeros(1))]
    [8]
    >>> heads
    array([[0, 0, 2, 3, 4, 5, 6, 7, 8]])
    """
    many = ranking.TABLE_LIMIT
    ways = ((_by_moving, cutting.FEW), (_by_weighing_few, many), (cutting.weigh_moves, many))
    waiting: dict[int, list[Bundle]] = defaultdict(list)
    done: dict[int, list[Bundle]] = defaultdict(list)
    for part in parts:
        waiting[part.size].append(part)
    while waiting:
        size = max(waiting)
        left = Bundle.together(waiting.pop(size))
        for look, few in ways:
            if size <= few or not len(left):
                continue
            which, i, j = look(left.scores, margin[left.graph])
            if len(which):
                linked = np.zeros(len(left), dtype=np.bool_)
                linked[which] = True
                links = (np.cumsum(linked) - 1)[which], i, j
                for smaller in left[linked].join(links, heads, negligible):
                    waiting[smaller.size].append(smaller)
                left = left[~linked]
        if len(left):
            done[size].append(left)
    for size in sorted(done, reverse=True):
        yield Bundle.together(done[size])


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


def components_of_days(links: Bools) -> Ints:
    """The same as `components_of_each` of days, of which most have the links of the day before.

    Examples
    --------
    >>> two = np.eye(2, dtype=bool)
    >>> components_of_days(np.array([two, two, ~two])).tolist()
    [[0, 1], [0, 1], [0, 0]]
    """
    flat = links.reshape(len(links), -1)
    new = np.append([True], (flat[1:] != flat[:-1]).any(axis=1))[: len(links)]
    of_each: Ints = components_of_each(links[new])[np.cumsum(new) - 1]
    return of_each


def components_by_size(first: Ints) -> Iterator[tuple[Ints, Ints, Bools]]:
    """Components of more than one node, those of one size together, from each node's first, (k, m).

    Yields
    ------
    the graph that each is of; its nodes in order, a row for each, as many columns as `Bundle` has;
    and which pairs of these are its own, the others being there to fill up

    Examples
    --------
    >>> graphs = np.array([[0, 1, 0], [0, 1, 2], [0, 0, 0], [0, 1, 1]])
    >>> [(graph.tolist(), nodes.tolist()) for graph, nodes, _ in components_by_size(graphs)]
    [([0, 3], [[0, 2], [1, 2]]), ([2], [[0, 1, 2]])]
    """
    k, m = first.shape
    number = (first + m * np.arange(k)[:, np.newaxis]).ravel()
    nodes = np.argsort(number, kind="stable") % m
    sizes = np.bincount(number, minlength=k * m)
    starts = np.cumsum(sizes) - sizes
    wide = np.where(sizes > ranking.TABLE_LIMIT, -(-sizes // STEP) * STEP, sizes)
    for width in np.flatnonzero(np.bincount(wide)).tolist():
        if width > 1:
            which = np.flatnonzero(wide == width)
            own = np.arange(width) < sizes[which, np.newaxis]
            at = starts[which, np.newaxis] + np.arange(width) * own
            yield which // m, nodes[at], own[..., np.newaxis] & own[:, np.newaxis]


def components_of_each(links: Bools) -> Ints:
    """The first node of each node's component, (k, m), in k graphs of links, (k, m, m).

    Examples
    --------
    >>> chain = np.eye(4, k=1, dtype=bool)[np.newaxis]
    >>> chain[0, 1, 2] = False
    >>> components_of_each(chain | chain.transpose(0, 2, 1))
    array([[0, 0, 2, 2]])
    """
    k, m = links.shape[:2]
    if k <= FEW_GRAPHS:
        return np.array([*map(ranking.components, links)], dtype=np.intp).reshape(k, m)
    kind = np.min_scalar_type(m)  # small numbers are many times faster
    far = np.empty((m, k, m), dtype=kind)  # one after another in memory, they are fastest as well
    np.multiply(~links.transpose(1, 0, 2), kind.type(m), out=far)
    first = np.broadcast_to(np.arange(m, dtype=kind), (k, m))
    while True:
        near = np.maximum(far, first.T[..., np.newaxis]).min(axis=0, initial=m)
        near = np.minimum(near, first)
        if (near == first).all():
            return first.astype(np.intp)
        first = near[np.arange(k)[:, np.newaxis], near]


def _by_moving(scores: Floats, margin: Floats) -> Links:
    """Links between groups of which one is surely better off next to the other.

    Moving i next to j gains at least ``B_ij`` less the size of every other score of i. Where
    that is more than `margin`, no partition within `margin` of the best keeps them apart.
    """
    sure = 2.0 * scores.max(axis=1) - np.abs(scores).sum(axis=1) > margin[:, np.newaxis]
    part, i = np.nonzero(sure)
    return part, i, scores[part, i].argmax(axis=1)


def _by_weighing_few(scores: Floats, margin: Floats) -> Links:
    """The links that `weigh_moves` finds by few weights, which is most."""
    return cutting.weigh_moves(scores, margin, weights=cutting.FEW_WEIGHTS)
