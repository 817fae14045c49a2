"""Frustration: the least contradiction that a division into camps leaves."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx
import numpy as np

from idlib_graph.balance.division import WIDTH, divide
from idlib_graph.communities import best_partition, disagreement_of
from idlib_graph.communities.objectives import Scores, Ties, read_ties
from idlib_graph.communities.partition import contradicts
from idlib_graph.communities.parts import solve_parts
from idlib_graph.communities.program import BROKEN, LazyProgram, Rows
from idlib_graph.communities.separation import shortest_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities import LeastDisagreement
    from idlib_graph.communities.exact import Optimum

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# A division is improved as long as that gains more than this part of the heaviest tie.
WORTHWHILE = 1e-9
# Linear programs for one part; sparse graphs of a hundred nodes take a handful.
NODE_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Frustration:
    """How far a signed graph is from balance.

    Attributes
    ----------
    count : the least number of contradicted ties, signs only
    weight : the least contradicted weight
    share : weight over the weight of all ties; 0 without ties
    camps : a division that contradicts the least weight; nodes without a tie are in none
    contradicted : the ties which that division contradicts: (a, b, weight)
    proven : whether count and weight are the least
    """

    count: int
    weight: float
    share: float
    camps: tuple[frozenset[str], ...]
    contradicted: tuple[tuple[str, str, float], ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Frustrations:
    """Frustration with two camps and with as many as fit best; ties of weight 0 are skipped."""

    two_camps: Frustration
    free: Frustration
    unsigned: int

    @property
    def by_name(self) -> dict[str, Frustration]:
        """Both of them by name."""
        return {"two_camps": self.two_camps, "free": self.free}


@dataclass(frozen=True, slots=True)
class _Counts:
    """The least numbers of contradicted ties, signs only, and whether they are proven to be."""

    two_camps: int
    two_camps_proven: bool
    free: int
    free_proven: bool


@dataclass(frozen=True, slots=True)
class Memo:
    """The counts of graphs so far, and the best partitions of their parts, signs only."""

    counts: dict[tuple[object, ...], _Counts] = field(default_factory=dict)
    parts: dict[tuple[object, ...], Optimum] = field(default_factory=dict)


def frustration(
    G: nx.Graph[str],
    *,
    node_limit: int = NODE_LIMIT,
    free: LeastDisagreement | None = None,
    memo: Memo | None = None,
) -> Frustrations:
    """Return the least contradiction that a division into camps leaves.

    With two camps this is the frustration index (Aref, Mason & Wilson 2020), with any number of
    camps the k-free line index (Doreian & Mrvar 1996), each once with every tie weighing 1 and
    once with its own weight.

    Parameters
    ----------
    node_limit : linear programs for each of the four numbers, in each independent part, large
        ones counted as several
    free : the least weight with any number of camps, where it is known already
    memo : counts so far, for graphs of which many differ in weights but not in signs; added to

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", -0.5), ("b", "c", -0.5), ("a", "c", -0.5)])
    >>> found = frustration(G)
    >>> found.two_camps.count, found.two_camps.weight, found.free.count
    (1, 0.5, 0)
    """
    ties, unsigned = read_ties(G).signed()
    cycles = _cyclic_parts(ties)
    least = _least_counts(ties, cycles, node_limit, memo or Memo())
    labels, proven = _two_camps(ties, cycles, node_limit)
    two = _summary(ties, labels, least.two_camps, proven=proven and least.two_camps_proven)
    free = free or disagreement_of(_unexpected(ties), node_limit=node_limit)
    membership = {node: c for c, camp in enumerate(free.partition) for node in camp}
    labels = np.array([membership[node] for node in ties.nodes], dtype=np.intp)
    many = _summary(ties, labels, least.free, proven=free.proven and least.free_proven)
    return Frustrations(two, many, unsigned)


def _least_counts(ties: Ties, cycles: Sequence[Ints], node_limit: int, memo: Memo) -> _Counts:
    signs = replace(ties, weights=np.sign(ties.weights))

    def solve(part: Scores, _: Ints | None) -> Optimum:
        asked = (node_limit, *_bytes_of(part.ties))
        if asked not in memo.parts:
            memo.parts[asked] = best_partition(part, None, node_limit=node_limit, seed=0)[0]
        return memo.parts[asked]

    asked = (node_limit, *_bytes_of(signs))
    if asked not in memo.counts:
        labels, proven = _two_camps(signs, cycles, node_limit)
        free = solve_parts(_unexpected(signs), None, solve)
        two_camps, many = (int(contradicts(signs, found).sum()) for found in (labels, free.labels))
        memo.counts[asked] = _Counts(two_camps, proven, many, free.proven)
    return memo.counts[asked]


def _bytes_of(ties: Ties) -> tuple[bytes, bytes, bytes]:
    return ties.rows.tobytes(), ties.cols.tobytes(), ties.weights.tobytes()


def _unexpected(ties: Ties) -> Scores:
    """Ties that count as they are: no coupling, and nothing is expected."""
    return Scores(ties, np.zeros(len(ties.weights)), ())


def _summary(ties: Ties, labels: Ints, count: int, *, proven: bool) -> Frustration:
    contradicted = tuple(
        (ties.nodes[ties.rows[e]], ties.nodes[ties.cols[e]], float(ties.weights[e]))
        for e in np.flatnonzero(contradicts(ties, labels)).tolist()
    )
    weight = math.fsum(abs(tie[2]) for tie in contradicted)
    total = math.fsum(np.abs(ties.weights))
    camps: dict[int, set[str]] = {}
    for i in sorted({*ties.rows.tolist(), *ties.cols.tolist()}):
        camps.setdefault(int(labels[i]), set()).add(ties.nodes[i])
    return Frustration(
        count=count,
        weight=weight,
        share=weight / total if total > 0 else 0.0,
        camps=tuple(frozenset(camp) for camp in camps.values()),
        contradicted=contradicted,
        proven=proven,
    )


def _cyclic_parts(ties: Ties) -> list[Ints]:
    """The ties of each biconnected part that has a cycle, as positions.

    Contradiction comes from cycles, and no cycle leaves a biconnected part.
    """
    ends = [*zip(ties.rows.tolist(), ties.cols.tolist(), strict=True)]
    graph: nx.Graph[int] = nx.Graph(ends)
    position = {pair: e for e, pair in enumerate(ends)}
    parts = (
        np.array(sorted(position[min(e), max(e)] for e in part), dtype=np.intp)
        for part in nx.biconnected_component_edges(graph)
    )
    return [part for part in parts if len(part) > 2]  # noqa: PLR2004 - a cycle takes three ties


def _two_camps(ties: Ties, cycles: Sequence[Ints], node_limit: int) -> tuple[Ints, bool]:
    """Divide the nodes in two with the least contradicted weight: labels (n,), and the proof.

    `cycles` are solved on their own. What is left of the ties afterwards is balanced.
    """
    broken = np.zeros(len(ties.weights))
    proven = True
    for edges in cycles:
        inner = replace(
            ties, rows=ties.rows[edges], cols=ties.cols[edges], weights=ties.weights[edges]
        )
        broken[edges], sure = _Cycles(inner).solve(node_limit)
        proven &= sure
    return _colour(ties, broken), proven


def _colour(ties: Ties, broken: Floats) -> Ints:
    """Divide the nodes along a tree of the least broken ties: (m,) to labels (n,), 0 or 1.

    The first node of each component is in camp 0. The tree grows from the least broken tie on
    (Kruskal 1956); of ties alike, those of the node that a tie names first come first.
    """
    named, first = np.unique(np.stack([ties.rows, ties.cols], axis=1), return_index=True)
    rank = np.zeros(len(ties.nodes), dtype=np.intp)
    rank[named] = first
    order = np.lexsort((np.minimum(rank[ties.rows], rank[ties.cols]), broken)).tolist()
    camps = [0] * len(ties.nodes)
    tree_of = [[node] for node in range(len(ties.nodes))]
    ends = [*zip(ties.rows.tolist(), ties.cols.tolist(), strict=True)]
    hostile = (ties.weights < 0).tolist()
    for e in order:
        a, b = ends[e]
        if tree_of[a] is not tree_of[b]:
            turn = camps[a] ^ camps[b] ^ hostile[e]
            fewer, more = sorted((tree_of[a], tree_of[b]), key=len)
            for node in fewer:
                camps[node] ^= turn
                tree_of[node] = more
            more += fewer
    labels = np.array(camps, dtype=np.intp)
    return labels ^ labels[[min(tree) for tree in tree_of]]


class _Cycles:
    """Two camps as a 0-1 program: a column for each tie, 1 for contradicted.

    A division exists exactly if every cycle with an odd number of negative ties holds a
    contradicted one. Such a cycle is a path from a node to its double in a graph of two layers,
    where negative ties change the layer; the shortest one is the row most broken.
    """

    def __init__(self, ties: Ties) -> None:
        used, ends = np.unique(np.concatenate([ties.rows, ties.cols]), return_inverse=True)
        self._n, m = len(used), len(ties.weights)
        rows, cols = ends[:m], ends[m:]
        nodes = tuple(str(i) for i in range(self._n))
        self._ties = Ties(nodes, rows, cols, ties.weights)
        self._size = np.abs(ties.weights) / np.abs(ties.weights).max()
        self._edge = np.full((self._n, self._n), -1, dtype=np.intp)
        self._edge[rows, cols] = self._edge[cols, rows] = np.arange(m)
        self._best = self._descend(np.zeros(m))

    def solve(self, node_limit: int) -> tuple[Floats, bool]:
        """Return which ties are contradicted, (m,), and whether no less weight can be."""
        if not self._best.any():
            return self._best, True
        labels = divide(self._ties, self._size, width=WIDTH)
        if labels is not None:
            return contradicts(self._ties, labels).astype(np.float64), True
        m = len(self._size)
        program = LazyProgram(
            -self._size,
            np.ones(m, dtype=np.bool_),
            self._separate,
            self._rounded,
            start=np.zeros(m),
            # Where ties count one each, anything better is better by one.
            slack=BROKEN - 1.0 if np.ptp(self._size) == 0 else 0.0,
        )
        for x in program.ranked(node_limit):
            return np.round(x), True
        return self._best, program.complete

    def _separate(self, x: Floats) -> Rows:
        n, ties = self._n, self._ties
        length = np.full((2 * n, 2 * n), np.inf)
        cross = np.where(ties.weights < 0, n, 0)
        for a, b in ((ties.rows, ties.cols), (ties.cols, ties.rows)):
            length[a, b + cross] = x
            length[a + n, (b + cross + n) % (2 * n)] = x
        distance, following = shortest_paths(length)
        found: dict[tuple[int, ...], None] = {}
        for i in range(n):
            if distance[i, i + n] < 1.0 - BROKEN:
                found[self._walk(i, following)] = None
        return Rows.of([(c, [-1.0] * len(c), -1.0) for c in found if c])

    def _walk(self, start: int, following: Ints) -> tuple[int, ...]:
        """Return the sorted columns of the walk from a node to its double."""
        node, columns = start, []
        while node != start + self._n:
            step = int(following[node, start + self._n])
            columns.append(int(self._edge[node % self._n, step % self._n]))
            node = step
        # A tie walked twice adds nothing to oddness and nothing to the shortest cycle inside.
        return tuple(sorted(c for c, times in Counter(columns).items() if times == 1))

    def _rounded(self, x: Floats) -> float:
        found = self._descend(x)
        if self._size @ found < self._size @ self._best:
            self._best = found
        return -float(self._size @ self._best)

    def _descend(self, x: Floats) -> Floats:
        """Divide along the ties broken least, then move nodes while that helps."""
        labels = _colour(self._ties, x)
        while True:
            against = contradicts(self._ties, labels).astype(np.float64)
            change = self._size * (1.0 - 2.0 * against)
            ends = np.concatenate([self._ties.rows, self._ties.cols])
            moved = np.bincount(ends, np.concatenate([change, change]), self._n)
            if moved.min() >= -WORTHWHILE:
                return against
            labels[int(moved.argmin())] ^= 1
