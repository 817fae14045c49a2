"""Rows of the clique partitioning program that a point breaks.

``x`` and ``apart = 1 - x`` are symmetric (n, n) arrays over the nodes of a block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.program import BROKEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]

# Where the search for two sides starts: from pairs neither together nor apart, the least decided
# first; and which rows are worth another round: broken by enough, the most for their length.
LOOSE, TIGHT, WORTH_A_ROW = 0.01, 0.99, 0.02
STARTS, ROWS_A_NODE = 1_000, 3


def triangles(apart: Floats, positive: Bools) -> tuple[Ints, Ints, Ints]:
    """Find, for each pair i, j, the k for which ``x_ik + x_kj - x_ij <= 1`` is broken most.

    Only k with i, k a positive pair: the optimum keeps positive pairs as near, and negative ones
    as far, as the rest lets it, so no other triangle can bind.
    """
    first = np.where(positive, apart, np.inf)
    detour = first[:, :, np.newaxis] + apart[np.newaxis, :, :]
    via = detour.argmin(axis=1)
    excess = apart - detour.min(axis=1)
    # The pair is met from both ends: keep the worse, or either of two alike.
    worse = np.triu(excess >= excess.T) | np.tril(excess > excess.T)
    i, j = np.nonzero(worse & (excess > BROKEN))
    return i, j, via[i, j]


def two_sides(x: Floats) -> Ints:
    """Find rows ``Σ x_st - Σ x_ss' - Σ x_tt' <= min(|S|, |T|)`` that x breaks.

    The 2-partition rows of Grötschel & Wakabayashi 1990, which close most of what triangles leave
    open: s in S, t in T, each pair once. Where S is one node they say that friends of it who are
    strangers cannot all join it. Local search from every undecided pair: first T grows alone, then
    both sides change.

    Returns
    -------
    (r, n), 1 for S, -1 for T, else 0
    """
    x = x.copy()
    np.fill_diagonal(x, 0.0)
    away = np.abs(x - 0.5)
    starts = np.flatnonzero(((x > LOOSE) & (x < TIGHT)).ravel())
    starts = starts[np.argsort(away.ravel()[starts], kind="stable")[:STARTS]]
    sides = np.zeros((len(starts), len(x)))
    each = np.arange(len(starts))
    for side, nodes in zip((1.0, -1.0), divmod(starts, len(x)), strict=True):
        sides[each, nodes] = side
    stars, star_excess = _ascend(x, sides, (-1.0,))
    both, excess = _ascend(x, stars, (-1.0, 0.0, 1.0))
    return _best_rows(np.concatenate([stars, both]), np.concatenate([star_excess, excess]))


def _ascend(x: Floats, sides: Floats, targets: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Move, in each row, one node at a time so that it is broken most: (sides, excess).

    `targets` are the sides to move to; a single one takes only nodes that are on neither side.
    """
    sides = sides.copy()
    excess = np.zeros(len(sides))
    live = np.arange(len(sides))
    while len(live):
        s = sides[live]
        pull = s @ x
        first, second = s > 0, s < 0
        a, b = first.sum(axis=1, keepdims=True), second.sum(axis=1, keepdims=True)
        bound = np.minimum(a, b)
        excess[live] = -0.5 * (s * pull).sum(axis=1) - bound[:, 0]
        gains = np.stack(
            [
                (s - t) * pull - np.minimum(a - first + (t > 0), b - second + (t < 0)) + bound
                for t in targets
            ],
            axis=1,
        )
        if len(targets) == 1:
            gains[:, 0][s != 0] = 0.0
        gains = gains.reshape(len(live), -1)
        best = gains.argmax(axis=1)
        moving = gains[np.arange(len(live)), best] > BROKEN
        live, best = live[moving], best[moving]
        kind, node = divmod(best, len(x))
        sides[live, node] = np.array(targets)[kind]
    return sides, excess


def _best_rows(sides: Floats, excess: Floats) -> Ints:
    """Keep the rows that are broken most for their length, each once."""
    broken = np.flatnonzero(excess > WORTH_A_ROW)
    found = sides[broken].astype(np.intp)
    leading = found[np.arange(len(found)), (found != 0).argmax(axis=1)]
    found, index = np.unique(found * leading[:, np.newaxis], axis=0, return_index=True)
    members = (found != 0).sum(axis=1)
    merit = excess[broken[index]] / (members * (members - 1))
    return found[np.argsort(-merit, kind="stable")[: ROWS_A_NODE * found.shape[1]]]


def shortest_paths(length: Floats) -> tuple[Floats, Ints]:
    """Return all distances, (n, n), and the next node on the way (Floyd 1962, Warshall 1962).

    A tiny extra length a step prefers short paths and keeps zero lengths from running in circles.
    """
    n = len(length)
    distance = length + BROKEN / (4 * n)
    np.fill_diagonal(distance, 0.0)
    following = np.tile(np.arange(n), (n, 1))
    for k in range(n):
        detour = distance[:, k, np.newaxis] + distance[k]
        better = detour < distance
        np.copyto(distance, detour, where=better)
        np.copyto(following, following[:, k, np.newaxis].copy(), where=better)
    return distance, following
