"""Good communities for graphs too large to be sure: local moving with refinement.

The same objectives as the exact way, by repeated moving of nodes, refinement and aggregation
(Traag, Waltman & van Eck 2019), from several starts, and then from the best partition with some
nodes torn out (Lourenço, Martin & Stützle 2003). Work grows with the ties, not with the pairs:
null models enter as one sum a community. Nothing is proven, and of equally good partitions it
need not be the finest. With ``modularity`` on large graphs, strangers join only across a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.exact import Optimum
from idlib_graph.communities.parts import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Scores

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# How often to optimise anew: by the number of ties, not by the clock, so that runs repeat.
MOST_RUNS, LEAST_RUNS, TIES_IN_ALL = 60, 4, 200_000
# One run in four starts from nothing; the others tear these parts of the nodes out of the best.
FRESH = 4
TORN = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
# Up to this many nodes a null model that rewards pairs is tried on strangers, too.
STRANGERS_LIMIT = 300
# A move has to gain more than this part of the largest tie, or rounding errors move nodes forever.
WORTHWHILE = 1e-9


@dataclass(frozen=True, slots=True)
class Level:
    """A graph whose nodes are groups of nodes of the level below.

    Attributes
    ----------
    neighbours : per node, the tied nodes and the weights, coupling included
    factors : one for each null term
    shares : per node, its entry in each null term
    """

    neighbours: list[list[tuple[int, float]]]
    factors: list[float]
    shares: list[list[float]]


def solve(
    scores: Scores,
    *,
    before: Ints | None = None,
    seed: int = 0,
    runs: int | None = None,
) -> Optimum:
    """Look for a good partition from several starts; the same seed gives the same answer.

    Parameters
    ----------
    before : (n,) as for `score_ties`; one more start
    runs : how often to optimise anew; by the size of the graph where not given
    """
    nodes, n = scores.ties.nodes, len(scores.ties.nodes)
    level = _level(scores)
    random = np.random.default_rng(seed)
    if runs is None:
        affordable = TIES_IN_ALL // (len(scores.ties.weights) + 1)
        runs = min(MOST_RUNS, max(LEAST_RUNS, affordable))
    fresh = -(-runs // FRESH)
    best, best_value = np.arange(n), 0.0
    for run in range(runs + (before is not None)):
        if run == runs and before is not None:
            start = np.where(before >= 0, n + before, np.arange(n))
        elif run < fresh:
            start = np.arange(n)
        else:
            torn = random.random(n) < TORN[run % len(TORN)]
            start = np.where(torn, n + np.arange(n), best)
        labels = split(scores, _optimise(level, _renumber(start), random))
        value = scores.value(labels, coupled=True)
        if value > best_value:
            best, best_value = labels, value
    plain = scores.value(best, coupled=False)
    return Optimum(nodes, best, plain, best_value, ceiling(scores), proven=False)


def ceiling(scores: Scores) -> float:
    """Return a score that no partition can pass: every pair that scores above 0 together.

    Without an n x n array: a null term that rewards pairs is counted in full.
    """
    ties = scores.ties
    values = ties.weights + scores.bonus
    reward = 0.0
    for factor, vector in scores.null:
        if factor > 0:
            values = values - factor * vector[ties.rows] * vector[ties.cols]
        else:
            reward -= factor * float(vector.sum() ** 2 - vector @ vector) / 2.0
    return float(np.maximum(values, 0.0).sum()) + reward


def _level(scores: Scores) -> Level:
    n = len(scores.ties.nodes)
    weights = scores.ties.weights + scores.bonus
    shares = [[float(vector[i]) for _, vector in scores.null] for i in range(n)]
    level = Level([[] for _ in range(n)], [factor for factor, _ in scores.null], shares)
    _tie(level, scores.ties.rows, scores.ties.cols, weights)
    return level


def _tie(level: Level, rows: Ints, cols: Ints, weights: Floats) -> None:
    for i, j, weight in zip(rows.tolist(), cols.tolist(), weights.tolist(), strict=True):
        level.neighbours[i].append((j, weight))
        level.neighbours[j].append((i, weight))


def _renumber(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1]


def _optimise(level: Level, labels: Ints, random: np.random.Generator) -> Ints:
    """Move, refine and aggregate until nothing moves; (n,) labels to (n,) labels."""
    whole = np.arange(len(labels))  # the node of `level` that each original node is in
    while True:
        labels = _move(level, labels, random)
        alone = np.arange(len(labels))
        parts = _renumber(_move(level, alone, random, within=labels.tolist()))
        count = int(parts.max(initial=-1)) + 1
        if count == len(labels):
            return _renumber(labels[whole])
        upper = np.zeros(count, dtype=np.intp)
        upper[parts] = labels
        level, labels, whole = _aggregate(level, parts, count), _renumber(upper), parts[whole]


def _aggregate(level: Level, parts: Ints, count: int) -> Level:
    sums: list[dict[int, float]] = [{} for _ in range(count)]
    shares = [[0.0] * len(level.factors) for _ in range(count)]
    for i, part in enumerate(parts.tolist()):
        for j, weight in level.neighbours[i]:
            other = int(parts[j])
            if other != part:
                sums[part][other] = sums[part].get(other, 0.0) + weight
        for term, share in enumerate(level.shares[i]):
            shares[part][term] += share
    return Level([sorted(row.items()) for row in sums], level.factors, shares)


def _move(
    level: Level, start: Ints, random: np.random.Generator, within: list[int] | None = None
) -> Ints:
    """Move nodes to where they gain most until none gains; `within` keeps them in its groups.

    A node that moves puts its neighbours back in the queue.
    """
    labels = start.tolist()
    n = len(labels)
    sums = [[0.0] * len(level.factors) for _ in range(2 * n)]
    size = [0] * (2 * n)
    for i, label in enumerate(labels):
        _shift(sums[label], level.shares[i], 1.0)
        size[label] += 1
    empty = [label for label in range(2 * n) if size[label] == 0]
    largest = max((abs(w) for row in level.neighbours for _, w in row), default=0.0)
    queue = random.permutation(n).tolist()
    queued = [True] * n
    while queue:
        waiting, queue = queue, []
        for i in waiting:
            queued[i] = False
            own = labels[i]
            _shift(sums[own], level.shares[i], -1.0)
            size[own] -= 1
            target = _target(level, i, labels, sums, within, WORTHWHILE * largest)
            if target < 0:
                target = own if size[own] == 0 else empty.pop()
            _shift(sums[target], level.shares[i], 1.0)
            size[target] += 1
            if target == own:
                continue
            labels[i] = target
            if size[own] == 0:
                empty.append(own)
            for j, _ in level.neighbours[i]:
                if not queued[j]:
                    queued[j] = True
                    queue.append(j)
    return _renumber(np.array(labels, dtype=np.intp))


def _shift(sums: list[float], shares: list[float], sign: float) -> None:
    for term, share in enumerate(shares):
        sums[term] += sign * share


def _target(
    level: Level,
    i: int,
    labels: list[int],
    sums: list[list[float]],
    within: list[int] | None,
    worthwhile: float,
) -> int:
    """Return the community where node i, now taken out, gains most; -1 for one of its own."""
    own = labels[i]
    gains: dict[int, float] = {own: 0.0}
    if within is None and len(labels) <= STRANGERS_LIMIT and min(level.factors, default=0.0) < 0:
        gains = dict.fromkeys(sorted(set(labels)), 0.0)
    for j, weight in level.neighbours[i]:
        if within is None or within[j] == within[i]:
            gains[labels[j]] = gains.get(labels[j], 0.0) + weight
    for label in gains:
        for factor, share, total in zip(level.factors, level.shares[i], sums[label], strict=True):
            gains[label] -= factor * share * total
    best, best_gain = own, gains[own]
    for label, gain in gains.items():
        if gain > best_gain + worthwhile:
            best, best_gain = label, gain
    # On its own where nothing is gained: communities stay as fine as single moves can tell.
    return best if best_gain > worthwhile else -1


def split(scores: Scores, labels: Ints) -> Ints:
    """Split communities that no positive score holds together, which never loses."""
    if any(factor < 0 for factor, _ in scores.null):
        return labels  # a null term that rewards pairs joins strangers
    ties = scores.ties
    values = ties.weights + scores.bonus
    for factor, vector in scores.null:
        values = values - factor * vector[ties.rows] * vector[ties.cols]
    held = (values > 0) & (labels[ties.rows] == labels[ties.cols])
    return joined(len(labels), ties.rows[held], ties.cols[held])
