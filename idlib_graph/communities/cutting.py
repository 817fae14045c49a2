"""Parts of a graph that are solved on their own, with those nodes joined that belong together.

Why a graph may be cut: link the pairs with ``B_ij > 0``. A community that spans two components of
that graph can be split along them, and every score lost is at most 0, so the split costs nothing.
Hence a finest optimum never spans two components. Since a score above 0 takes a positive tie
(``modularity`` apart, whose null model joins strangers with the same enemies), communities are
connected by positive ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import ranking
from idlib_graph.communities.objectives import ROUNDING
from idlib_graph.communities.ranking import components

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    # In which part, and between which two of its groups.
    Links: TypeAlias = tuple[Ints, Ints, Ints]

# Weights of two of the three moves that bring a pair together, in fifths; the third has the rest.
# Finer steps join hardly more.
WEIGHTS = np.array([(a, b) for a in range(6) for b in range(6 - a)]) / 5.0
# Those that join most often.
FEW_WEIGHTS = np.array([(0.0, 0.4), (0.4, 0.0), (0.2, 0.2)])
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
    members: dict[int, list[int]] = {}
    for node, first in enumerate(components(B > 0.0).tolist()):
        members.setdefault(first, []).append(node)
    parts = [
        Part([[node] for node in nodes], B[nodes][:, nodes].tolist())
        for nodes in members.values()
        if len(nodes) > 1
    ]
    found = [
        Block(tuple(tuple(sorted(group)) for group in part.groups), np.array(part.rows))
        for part in cut(parts, margin, ROUNDING * float(np.abs(B).max(initial=0.0)))
    ]
    return sorted(found, key=lambda block: block.groups[0])


def cut(parts: Iterable[Part], margin: float, negligible: float) -> Iterator[Part]:
    """Join groups of each part that belong together in any case, and cut what that leaves apart.

    Where a part has six groups or fewer, every partition of it can be looked at, and nothing more
    is joined.

    Examples
    --------
    Of nine friends of one another two belong together in any case:

    >>> rows = [[float(i != j) for j in range(9)] for i in range(9)]
    >>> rows[0][1] = rows[1][0] = 9.0
    >>> (part,) = cut([Part([[node] for node in range(9)], rows)], 0.0, 0.0)
    >>> part.groups[:2]
    [[0, 1], [2]]
    """
    todo = [*parts]
    while todo:
        part = todo.pop()
        if part.join_by_moving(margin, negligible) or part.join_by_weighing(margin, negligible):
            todo += split(part)  # joining can turn links negative
        else:
            yield part


@dataclass(frozen=True, slots=True)
class Part:
    """Groups of nodes in order of first member, and the scores between them, row by row.

    In lists, which for a handful of groups take less time than arrays.
    """

    groups: list[list[int]]
    rows: list[list[float]]

    def join_by_moving(self, margin: float, negligible: float) -> bool:
        """Join those of which one is surely better off next to the other; whether there are any.

        Until so few are left that every partition of them is looked at.

        Moving i next to j gains at least ``B_ij`` less the size of every other score of i. Where
        that is more than `margin`, no partition within `margin` of the best keeps them apart.
        """
        before = len(self.rows)
        settled, i = 0, 0
        while settled < len(self.rows) > FEW:
            i %= len(self.rows)
            row = self.rows[i]
            most = max(row)
            if 2.0 * most - sum(map(abs, row)) > margin:
                j = row.index(most)
                self.join(min(i, j), max(i, j), negligible)
                settled = 0
            else:
                settled, i = settled + 1, i + 1
        return len(self.rows) < before

    def join_by_weighing(self, margin: float, negligible: float) -> bool:
        """Join pairs by `weigh_moves`, where that takes less time than a linear program."""
        if len(self.rows) <= ranking.TABLE_LIMIT:
            return False
        linked = np.zeros((len(self.rows), len(self.rows)), dtype=np.bool_)
        _, i, j = weigh_moves(np.array([self.rows]), np.array([margin]))
        linked[i, j] = linked[j, i] = True
        first = components(linked).tolist()
        for at in reversed(range(len(first))):  # from the end, so that positions stay
            if first[at] < at:
                self.join(first[at], at, negligible)
        return len(self.rows) < len(first)

    def join(self, i: int, j: int, negligible: float) -> None:
        """Make group j part of group i, which comes before it."""
        gone = self.rows.pop(j)
        self.groups[i] += self.groups.pop(j)
        scores = zip(self.rows[i], gone, strict=True)
        together = [both if abs(both := a + b) > negligible else 0.0 for a, b in scores]
        together[i] = 0.0
        del together[j]
        for row, score in zip(self.rows, together, strict=True):
            del row[j]
            row[i] = score
        self.rows[i] = together


def split(part: Part) -> list[Part]:
    """The components by positive scores, single nodes left out."""
    found = []
    left = dict.fromkeys(range(len(part.rows)))
    while left:
        members = [next(iter(left))]
        del left[members[0]]
        for i in members:  # which grow on the way
            row = part.rows[i]
            ahead = [j for j in left if row[j] > 0.0]
            members += ahead
            for j in ahead:
                del left[j]
        groups = [part.groups[i] for i in sorted(members)]
        if len(groups) > 1 or len(groups[0]) > 1:
            found.append(Part(groups, _between(part.rows, sorted(members))))
    return found


def _between(rows: list[list[float]], members: list[int]) -> list[list[float]]:
    return [[row[j] for j in members] for row in map(rows.__getitem__, members)]


def weigh_moves(scores: Floats, margin: Floats, *, weights: Floats = WEIGHTS) -> Links:
    """Links between those that every partition within `margin` of the best has together.

    Where i and j are apart, three moves bring them together: i goes to j's community, j to i's,
    or both leave for one of their own. What a third node k adds to the gains is ``B_ik``, ``-B_jk``
    and ``-B_jk`` where it sits with j, ``-B_ik``, ``B_jk`` and ``-B_ik`` where it sits with i, and
    else nothing. So the mean gain, the moves weighted a, b and c, is at least

        ``B_ij + Σ_k min(0, a B_ik - (b + c) B_jk, b B_jk - (a + c) B_ik)``

    and where that is more than `margin` for any weights, one of the moves gains more.
    """
    a, b = weights.T[:, :, np.newaxis, np.newaxis]
    links = np.array(np.nonzero(np.triu(scores > 0.0)))
    sure = np.zeros(links.shape[1], dtype=np.bool_)
    for start in range(0, len(sure), PAIRS):
        some = slice(start, start + PAIRS)
        part, i, j = links[:, some]
        pair, one, other = np.arange(len(i)), scores[part, i], scores[part, j]
        one[pair, j] = other[pair, i] = 0.0  # neither is a third node
        least = np.minimum(a * one - (1.0 - a) * other, b * other - (1.0 - b) * one)
        gain = scores[part, i, j] + np.minimum(least, 0.0, out=least).sum(axis=2)
        sure[some] = (gain > margin[part]).any(axis=0)
    part, i, j = links[:, sure]
    return part, i, j
