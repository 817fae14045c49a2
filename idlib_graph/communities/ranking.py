"""The best partitions of one block of pair scores, in order, with the proof.

Clique partitioning (Grötschel & Wakabayashi 1989): maximise ``Σ B_ij x_ij`` over equivalence
relations x. Every partition is looked at where there are few, else a 0-1 program is solved whose
rows are found as they are broken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.moves import climb, shake
from idlib_graph.communities.program import BROKEN, LazyProgram, Rows
from idlib_graph.communities.separation import LOOSE, TIGHT, shortest_paths, triangles, two_sides

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

# Partitions this close, in units of the largest score, are equally good.
TOLERANCE = 1e-6
# Taken off the sum of all pairs of a block, so that the finest of equal partitions wins: far above
# the rounding error of a sum of scores, far below what counts as a difference.
PENALTY = 1e-7
# Up to here every partition is looked at: 4,140 of them at 8 nodes, faster than one linear program.
TABLE_LIMIT = 8
NODE_LIMIT = 2_000
# Above this share of pairs with a score, all pairs get a column, which allows for stronger rows.
DENSE = 0.5
# How often to search on from a rounded point, and how much is torn out of a partition each time.
SEARCHES, TORN = 8, (0.3, 0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The finest partitions of a block, best first.

    Attributes
    ----------
    labels : the community of each group, (k,) each
    values : their scores, the pairs inside groups not counted
    bound : no partition of the block scores more
    proven : whether the first is the best, within tolerance
    capped : whether there are more than were asked for
    stopped : whether the node limit ended the search for more
    fractional : whether a linear relaxation ended fractional
    """

    labels: tuple[Ints, ...]
    values: tuple[float, ...]
    bound: float
    proven: bool = True
    capped: bool = False
    stopped: bool = False
    fractional: bool = False


def components(linked: Bools) -> Ints:
    """Return the first node of each node's component, (n,), from a symmetric (n, n) array.

    Rows are whole numbers with a bit for each node, so that one operation looks at all of them.

    Examples
    --------
    >>> import numpy as np
    >>> linked = np.zeros((4, 4), dtype=bool)
    >>> linked[0, 2] = linked[2, 0] = linked[2, 3] = linked[3, 2] = True
    >>> components(linked).tolist()
    [0, 1, 0, 0]
    """
    n = len(linked)
    packed = np.packbits(linked, axis=1, bitorder="little")
    text, width = packed.tobytes(), packed.shape[1]
    rows = [int.from_bytes(text[k : k + width], "little") for k in range(0, len(text), width or 1)]
    labels = list(range(n))
    left = (1 << n) - 1
    while left:
        reached = ahead = left & -left
        first = reached.bit_length() - 1
        while ahead:
            node = (ahead & -ahead).bit_length() - 1
            labels[node] = first
            ahead = (ahead & (ahead - 1)) | (rows[node] & ~reached)
            reached |= rows[node]
        left &= ~reached
    return np.array(labels, dtype=np.intp)


def rank(
    B: Floats, scale: float, *, epsilon: float = 0.0, cap: int = 1, node_limit: int = NODE_LIMIT
) -> Ranking:
    """Rank the finest partitions of a block whose score is within `epsilon` of the best.

    Finest: no refinement scores as much. A coarser partition than one ranked before is never
    finest, because it scores no more and splits into that one; so after each partition found all
    coarser ones are cut off, and the next best is finest again.

    Parameters
    ----------
    B : (k, k) scores, linked by positive ones
    scale : the largest score of the whole graph in size; tolerances are parts of it
    epsilon : in the unit of the scores
    cap : rank at most this many
    node_limit : linear programs, large ones counted as several, before giving up the proof

    Examples
    --------
    Two enemies with a common ally, who can sit with either:

    >>> import numpy as np
    >>> B = np.array([[0.0, 1.0, -1.0], [1.0, 0.0, 1.0], [-1.0, 1.0, 0.0]])
    >>> found = rank(B, 1.0, cap=10)
    >>> sorted(labels.tolist() for labels in found.labels), found.values
    ([[0, 0, 1], [0, 1, 1]], (1.0, 1.0))
    """
    if len(B) == 1:
        return Ranking((np.zeros(1, dtype=np.intp),), (0.0,), 0.0)
    within = epsilon / scale + TOLERANCE
    if len(B) <= TABLE_LIMIT:
        ranking = _rank_by_table(B / scale, within, cap)
    else:
        ranking = _rank_by_program(B / scale, within, cap, node_limit)
    values = tuple(scale * value for value in ranking.values)
    return replace(ranking, values=values, bound=scale * ranking.bound)


def clear_best(gain: Floats, n: int, margin: float) -> list[int] | None:
    """The best partition of n nodes, (n,), where none is within `margin` of it.

    None as well for more nodes than every partition can be looked at.

    Parameters
    ----------
    gain : the scores of their pairs, as in `pairs_of`

    Examples
    --------
    >>> import numpy as np
    >>> clear_best(np.array([1.0, -1.0, 0.5]), 3, 1e-6), clear_best(np.zeros(3), 3, 1e-6)
    ([0, 0, 1], None)
    """
    if n > TABLE_LIMIT:
        return None
    labels, together = every_partition(n)
    values = together @ gain
    best = values.argmax()
    if np.count_nonzero(values >= values[best] - margin) > 1:
        return None
    found: list[int] = labels[best].tolist()
    return found


@cache
def pairs_of(n: int) -> tuple[Ints, Ints]:
    """Return the pairs of n nodes, first and second of each, in order.

    Examples
    --------
    >>> [side.tolist() for side in pairs_of(3)]
    [[0, 0, 1], [1, 2, 2]]
    """
    rows, cols = np.triu_indices(n, 1)
    return rows, cols


@cache
def every_partition(n: int) -> tuple[Ints, Floats]:
    """Return every partition of n nodes: labels (p, n), and pairs together (p, n (n - 1) / 2).

    Examples
    --------
    >>> [labels.tolist() for labels in every_partition(2)[0]], every_partition(2)[1].tolist()
    ([[0, 0], [0, 1]], [[1.0], [0.0]])
    """
    labels = np.zeros((1, 1), dtype=np.intp)
    for _ in range(1, n):  # a node joins any community so far, or opens the next
        choices = labels.max(axis=1) + 2
        first = np.repeat(np.cumsum(choices) - choices, choices)
        last = np.arange(int(choices.sum())) - first
        labels = np.column_stack([np.repeat(labels, choices, axis=0), last])
    rows, cols = pairs_of(n)
    return labels, (labels[:, rows] == labels[:, cols]).astype(np.float64)


def _rank_by_table(B: Floats, within: float, cap: int) -> Ranking:
    labels, together = every_partition(len(B))
    values = together @ B[pairs_of(len(B))]
    best = float(values.max())
    close = np.flatnonzero(values >= best - within)
    if len(close) == 1:
        return Ranking((labels[close[0]],), (best,), best)
    cost = PENALTY / together.shape[1] * together[close].sum(axis=1)
    kept: list[int] = []
    for i in close[np.argsort(cost - values[close], kind="stable")].tolist():
        if not any((together[i] >= together[j]).all() for j in kept):
            kept.append(i)
        if len(kept) > cap:
            break
    capped = len(kept) > cap
    kept = kept[:cap]
    found = tuple(labels[i] for i in kept)
    return Ranking(found, tuple(values[kept].tolist()), best, capped=capped)


def _rank_by_program(B: Floats, within: float, cap: int, node_limit: int) -> Ranking:
    pairs = _Pairs(B)
    program = LazyProgram(
        pairs.gain - PENALTY / len(pairs.gain),
        pairs.gain > 0,
        pairs.separate,
        pairs.rounded,
        start=(pairs.gain > 0).astype(np.float64),
        slack=within + PENALTY,
    )
    labels: list[Ints] = []
    capped = False
    for x in program.ranked(node_limit):
        if len(labels) == cap:
            capped = True
            break
        labels.append(pairs.labels(x))
        if (labels[-1] == np.arange(len(B))).all():
            break  # everything else is coarser
        program.cut(pairs.not_coarser(labels[-1]))
    stopped = not program.complete
    proven = len(labels) > 0
    if proven:
        bound = max(pairs.value(found) for found in labels)
    else:  # the node limit came before the first
        pairs.rounded((pairs.gain > 0).astype(np.float64))
        labels.append(pairs.best)
        bound = min(program.bound + PENALTY, float(pairs.gain[pairs.gain > 0].sum()))
        bound = max(bound, pairs.value(pairs.best))
    values = tuple(pairs.value(found) for found in labels)
    # Not by the bound alone: what was found on the way can be as good and yet not the finest.
    return Ranking(tuple(labels), values, bound, proven, capped, stopped, program.fractional)


class _Pairs:
    """Communities as a 0-1 program: a column for each pair with a score, 1 for together.

    The rows say that distance, ``1 - x``, is a metric as far as it matters: no pair is further
    apart than any path of positive pairs between its ends. (Only such paths can bind, since the
    optimum keeps every positive pair as near, and every negative pair as far, as the rest lets
    it.) Where most pairs have a score, triangles with a positive side say the same in fewer terms,
    and rows over two sides say more.
    """

    def __init__(self, B: Floats) -> None:
        self._B, self._positive = B, B > 0
        n = len(B)
        rows, cols = pairs_of(n)
        scored = B[rows, cols] != 0.0
        self._dense = bool(scored.mean() > DENSE)
        scored |= self._dense
        self._rows, self._cols = rows[scored], cols[scored]
        self._column = np.full((n, n), -1, dtype=np.int32)
        self._column[self._rows, self._cols] = np.arange(len(self._rows))
        self._column = np.maximum(self._column, self._column.T)
        self.gain: Floats = B[self._rows, self._cols]
        self.best = np.arange(n)
        self._roundings = 0

    def labels(self, x: Floats) -> Ints:
        """Return the communities that x keeps together, (k,), named by first member."""
        kept = (x > 0.5) & (self.gain > 0)  # noqa: PLR2004 - half way between apart and together
        linked = np.zeros_like(self._positive)
        linked[self._rows[kept], self._cols[kept]] = True
        return components(linked | linked.T)

    def value(self, labels: Ints) -> float:
        """Return the score of a partition."""
        return float(self.gain[labels[self._rows] == labels[self._cols]].sum())

    def rounded(self, x: Floats) -> float:
        """Round x, improve it move by move, and remember the best partition seen.

        The first few times the search goes on from there and from the best.
        """
        near = climb(self._B, self.labels(x))
        self._keep(near)
        self._roundings += 1
        if self._roundings <= SEARCHES:
            random = np.random.default_rng(self._roundings)
            for share in TORN:
                self._keep(shake(self._B, near, share, random))
                self._keep(shake(self._B, self.best, share, random))
        return self.value(self.best) - PENALTY

    def _keep(self, labels: Ints) -> None:
        if self.value(labels) > self.value(self.best):
            self.best = labels

    def not_coarser(self, labels: Ints) -> Rows:
        """Return the row that forbids a partition and all coarser ones.

        At least one positive pair of a tree through each community has to come apart.
        """
        tree: list[int] = []
        reached = np.arange(len(labels))
        inside = (labels[self._rows] == labels[self._cols]) & (self.gain > 0)
        for column in np.flatnonzero(inside).tolist():
            a, b = reached[self._rows[column]], reached[self._cols[column]]
            if a != b:
                reached[reached == b] = a
                tree.append(column)
        return Rows.of([(tree, [1.0] * len(tree), len(tree) - 1.0)])

    def separate(self, x: Floats) -> Rows:
        """Find rows that x breaks; without fractions in x, none only if it breaks none."""
        n = len(self._B)
        apart = np.zeros((n, n))
        apart[self._rows, self._cols] = 1.0 - x
        apart += apart.T
        if not self._dense:
            return self._paths(apart)
        rows = self._triangles(apart)
        # One does not wait for the last triangle: either kind helps the other along.
        if len(rows.upper) > n or not ((x > LOOSE) & (x < TIGHT)).any():
            return rows
        return rows + self._two_sides(1.0 - apart)

    def _triangles(self, apart: Floats) -> Rows:
        i, j, k = triangles(apart, self._positive)
        column = self._column
        columns = np.column_stack([column[i, k], column[k, j], column[i, j]]).ravel()
        starts = np.arange(0, 3 * len(i), 3, dtype=np.int32)
        return Rows(starts, columns, np.tile([1.0, 1.0, -1.0], len(i)), np.ones(len(i)))

    def _two_sides(self, x: Floats) -> Rows:
        sides = two_sides(x)
        terms = -sides[:, self._rows] * sides[:, self._cols]
        row, column = np.nonzero(terms)
        starts = np.searchsorted(row, np.arange(len(sides)))
        upper = np.minimum((sides > 0).sum(axis=1), (sides < 0).sum(axis=1))
        return Rows(
            starts.astype(np.int32),
            column.astype(np.int32),
            terms[row, column].astype(np.float64),
            upper.astype(np.float64),
        )

    def _paths(self, apart: Floats) -> Rows:
        """Rows ``Σ x_path - x_ij <= length - 1`` for shortest paths of positive pairs."""
        distance, following = shortest_paths(np.where(self._positive, apart, np.inf))
        excess = apart[self._rows, self._cols] - distance[self._rows, self._cols]
        rows = []
        for pair in np.flatnonzero(excess > BROKEN).tolist():
            node, end = int(self._rows[pair]), int(self._cols[pair])
            path = []
            while node != end:
                step = int(following[node, end])
                path.append(int(self._column[node, step]))
                node = step
            rows.append(([*path, pair], [1.0] * len(path) + [-1.0], len(path) - 1.0))
        return Rows.of(rows)
