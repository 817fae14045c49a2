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
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

# Weights of two of the three moves that bring a pair together, in fifths; the third has the rest.
# Finer steps join hardly more.
WEIGHTS = np.array([(a, b) for a in range(6) for b in range(6 - a)]) / 5.0
# So many pairs are weighed at once.
PAIRS = 1_000


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
    owner = np.arange(len(B))
    joined = True
    while joined:  # joining can turn links negative, so look for components once more
        parts = components(B > 0)
        B = np.where(parts[:, np.newaxis] == parts, B, 0.0)
        together = _together(B, margin)
        joined = int(together.max(initial=0)) + 1 < len(B)
        if joined:
            B, owner = _joined(B, together), together[owner]
    groups = _members(owner.tolist())
    return [
        Block(tuple(tuple(groups[group]) for group in part), B[np.ix_(part, part)])
        for part in _members(parts.tolist()).values()
        if len(part) > 1 or len(groups[part[0]]) > 1
    ]


def _members(labels: list[int]) -> dict[int, list[int]]:
    """The positions with each label, by first position."""
    found: dict[int, list[int]] = {}
    for position, label in enumerate(labels):
        found.setdefault(label, []).append(position)
    return found


def _together(B: Floats, margin: float) -> Ints:
    """Number nodes so that those get one number who are together in every partition worth having.

    Moving i next to j gains at least ``B_ij`` less the size of every other score of i. Where that
    is more than `margin`, no partition within `margin` of the best keeps i and j apart. Numbers
    are in order of first member; shape (n,).
    """
    surely = 2.0 * B - np.abs(B).sum(axis=1)[:, np.newaxis] > margin
    if not surely.any():
        surely = _surely_in_large_parts(B, margin)
    first = components(surely | surely.T)
    numbers: Ints = np.cumsum(first == np.arange(len(B))) - 1
    return numbers[first]


def _surely_in_large_parts(B: Floats, margin: float) -> Bools:
    """Look closer where it takes less time than a linear program, (n, n)."""
    surely = np.zeros(B.shape, dtype=np.bool_)
    for part in _members(components(B > 0).tolist()).values():
        if len(part) > ranking.TABLE_LIMIT:
            index = np.ix_(part, part)
            surely[index] = _weigh_moves(B[index], margin)
    return surely


def _weigh_moves(B: Floats, margin: float) -> Bools:
    """Which pairs every partition within `margin` of the best has together, (n, n).

    Where i and j are apart, three moves bring them together: i goes to j's community, j to i's,
    or both leave for one of their own. What a third node k adds to the gains is ``B_ik``, ``-B_jk``
    and ``-B_jk`` where it sits with j, ``-B_ik``, ``B_jk`` and ``-B_ik`` where it sits with i, and
    else nothing. So the mean gain, the moves weighted a, b and c, is at least

        ``B_ij + Σ_k min(0, a B_ik - (b + c) B_jk, b B_jk - (a + c) B_ik)``

    and where that is more than `margin` for any weights, one of the moves gains more.
    """
    surely = np.zeros(B.shape, dtype=np.bool_)
    a, b = WEIGHTS.T[:, :, np.newaxis, np.newaxis]
    rows, cols = np.nonzero(np.triu(B > 0))
    for start in range(0, len(rows), PAIRS):
        i, j = rows[start : start + PAIRS], cols[start : start + PAIRS]
        pair, one, other = np.arange(len(i)), B[i], B[j]
        one[pair, j] = other[pair, i] = 0.0  # neither is a third node
        least = np.minimum(a * one - (1.0 - a) * other, b * other - (1.0 - b) * one)
        gain = B[i, j] + np.minimum(least, 0.0, out=least).sum(axis=2)
        surely[i, j] = (gain > margin).any(axis=0)
    return surely


def _joined(B: Floats, together: Ints) -> Floats:
    """The scores between groups of nodes, each numbered in `together`, (n,)."""
    negligible = ROUNDING * np.abs(B).max(initial=0.0)
    member = np.zeros((len(B), int(together.max()) + 1))
    member[np.arange(len(B)), together] = 1.0
    joined = member.T @ B @ member
    joined[np.abs(joined) <= negligible] = 0.0
    np.fill_diagonal(joined, 0.0)
    return joined
