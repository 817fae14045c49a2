"""Who sits with whom, where that is clear at a glance: in many graphs at once.

Over many days, draws and settings most answers are clear: of every part of the graph one partition
is best by more than any tolerance, and few steps tell which. These steps are taken here, and
nothing else: no choice among equals. What is not clear is left to `idlib_graph.communities.exact`,
which would give the same answer wherever there is one here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import ranking
from idlib_graph.communities.bundles import (
    Bundle,
    components_by_size,
    components_of_days,
    cut_bundles,
    settled,
)
from idlib_graph.communities.objectives import ROUNDING
from idlib_graph.communities.ranking import TOLERANCE, every_partition, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Ints

    Floats: TypeAlias = NDArray[np.float64]
    Bools: TypeAlias = NDArray[np.bool_]

DEPTH = 3
FEW_PROGRAMS = 100
# So many days, and so many parts in a table, are looked at at once: more no longer fit the cache.
DAYS, PARTS = 256, 128


@dataclass(frozen=True)
class Glances:
    """What is clear at a glance on some days.

    Attributes
    ----------
    ends : the nodes of each pair that can have a tie, as positions, the smaller first, (pairs, 2)
    weights : the net weight of each such pair, (days, pairs)
    factors, vectors : (terms, days) and (terms, days, n), none below 0: each term (c, a) of the
        null model takes ``c a_i a_j`` from every score, so that only ties can score above 0
    coupling : what is added to the score of a positive tie that was together before, (days,)
    depth : so many pairs in turn are tried together and apart, where no table tells, (days,)

    Examples
    --------
    One day on which a and b are allies, and c is at war with a:

    >>> import numpy as np
    >>> none = np.zeros((0, 1)), np.zeros((0, 1, 3))
    >>> ends, weights = np.array([[0, 1], [0, 2]]), np.array([[1.0, -1.0]])
    >>> one = Glances(ends, weights, *none, np.array([0.1]), np.array([DEPTH]))
    >>> day, nobody = np.array([0]), np.array([[-1, -1, -1]])
    >>> one.settle(day, one.staying(day, nobody))
    (array([[0, 0, 2]]), array([ True]))
    """

    ends: Ints
    weights: Floats
    factors: Floats
    vectors: Floats
    coupling: Floats
    depth: Ints

    def staying(self, days: Ints, before: Ints) -> Bools:
        """Which ties keep together whom they joined before, (days, pairs), from (days, n)."""
        one, other = before[:, self.ends[:, 0]], before[:, self.ends[:, 1]]
        staying: Bools = (self.weights[days] > 0.0) & (one == other) & (one >= 0)
        return staying

    def settle(self, days: Ints, staying: Bools, asked: Bools | None = None) -> tuple[Ints, Bools]:
        """Who sits with whom on some days, and on which of them that is clear.

        Parameters
        ----------
        staying : of these days, (days, pairs)
        asked : which nodes are asked for, (days, n); parts without any may be left open

        Returns
        -------
        the first member of each node's community, (days, n), any where it is not clear; and (days,)
        """
        # No score is larger. A tolerance that is too large only makes less clear.
        most = np.abs(self.weights[days]).max(axis=1, initial=0.0) + self.coupling[days]
        largest = self.vectors[:, days].max(axis=2, initial=0.0)
        most += (np.abs(self.factors[:, days]) * largest**2).sum(axis=0)
        limits = Limits(TOLERANCE * most, ROUNDING * most, self.depth[days])
        heads = np.tile(np.arange(self.vectors.shape[2]), (len(days), 1))
        parts: list[Bundle] = []
        for start in range(0, len(days), DAYS):
            some = slice(start, start + DAYS)
            parts += self._parts(days[some], staying[some], limits.negligible[some], start)
        if asked is not None:
            wanted = (np.any(asked[part.graph[:, None], part.groups], axis=1) for part in parts)
            parts = [part[which] for part, which in zip(parts, wanted, strict=True)]
        clear = _settle(parts, heads, limits)
        return settled(heads), clear

    def _parts(
        self, days: Ints, staying: Bools, negligible: Floats, start: int
    ) -> Iterator[Bundle]:
        """The parts of some days, which are numbered from `start`."""
        n = self.vectors.shape[2]
        one, other = self.ends.T
        tied = self.weights[days] + self.coupling[days, np.newaxis] * staying
        null = [*zip(self.factors[:, days, np.newaxis], self.vectors[:, days], strict=True)]
        scores = tied - sum(factor * own[:, one] * own[:, other] for factor, own in null)
        links = np.zeros((len(days), n, n), dtype=np.bool_)
        links[:, one, other] = links[:, other, one] = scores > negligible[:, np.newaxis]
        tied = np.append(tied, np.zeros((len(days), 1)), axis=1)  # of strangers
        for day, nodes, inside in components_by_size(components_of_days(links)):
            row, m = day[:, np.newaxis], nodes.shape[1]
            scores = np.zeros((len(day), m, m))
            for factor, vector in null:
                own = vector[row, nodes]
                scores -= (factor[day] * own)[..., np.newaxis] * own[:, np.newaxis]
            pairs = self._pair_of.take(nodes[..., np.newaxis] * n + nodes[:, np.newaxis])
            scores += tied.take(pairs + row[..., np.newaxis] * tied.shape[1])
            scores[:, range(m), range(m)] = 0.0
            yield Bundle(start + day, nodes, scores * inside)

    @cached_property
    def _pair_of(self) -> Ints:
        """The number of each pair, (n, n), and that of no pair for strangers."""
        n = self.vectors.shape[2]
        one, other = self.ends.T
        pair_of = np.full((n, n), len(self.ends))
        pair_of[one, other] = pair_of[other, one] = np.arange(len(self.ends))
        return pair_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts in each graph, (graphs,).

    Attributes
    ----------
    margin : what is best by no more is not clear
    negligible : scores that are no larger are 0
    depth : as of `Glances`
    """

    margin: Floats
    negligible: Floats
    depth: Ints

    def of(self, graph: Ints, *, deeper: int = 0) -> Limits:
        """The same for some graphs, which are numbered anew."""
        return Limits(self.margin[graph], self.negligible[graph], self.depth[graph] - deeper)


def _settle(parts: Iterable[Bundle], heads: Ints, limits: Limits) -> Bools:
    """Join the best communities of each part in `heads`; whether each graph is clear, (graphs,)."""
    clear = np.ones(len(heads), dtype=np.bool_)
    for left in cut_bundles(parts, heads, limits.margin, limits.negligible):
        find = _look_up if left.size <= ranking.TABLE_LIMIT else _try_both
        first, sure = find(left, limits.of(left.graph))
        left.tell(first, heads)
        clear[left.graph[~sure]] = False
    return clear


def _look_up(parts: Bundle, limits: Limits) -> tuple[Ints, Bools]:
    """The best partition of each part, as first members, (k, m), and whether it is clear."""
    firsts, together = _table(parts.size)
    best, sure = np.zeros(len(parts), dtype=np.intp), np.zeros(len(parts), dtype=np.bool_)
    rows, cols = pairs_of(parts.size)
    for start in range(0, len(parts), PARTS):
        some = slice(start, start + PARTS)
        values = parts.scores[some, rows, cols] @ together
        best[some] = values.argmax(axis=1)
        close = values >= (values.max(axis=1) - limits.margin[some])[:, np.newaxis]
        sure[some] = np.count_nonzero(close, axis=1) == 1
    return firsts[best], sure


@cache
def _table(n: int) -> tuple[Ints, Floats]:
    """Every partition of n nodes: first members (p, n), and pairs together (n (n - 1) / 2, p)."""
    labels, together = every_partition(n)
    same = labels[:, :, np.newaxis] == labels[:, np.newaxis]
    return same.argmax(axis=2), np.ascontiguousarray(together.T)


def _try_both(parts: Bundle, limits: Limits) -> tuple[Ints, Bools]:
    """The same with the two that score most together, and apart.

    Apart, they may as well score nothing together, so what is best then bounds what can be.
    """
    k, m = parts.groups.shape
    own = np.tile(np.arange(m), (k, 1))
    tried = limits.depth > 0
    if not tried.any():
        return own, tried
    number = np.arange(k)
    i, j = np.divmod(parts.scores.reshape(k, -1).argmax(axis=1), m)
    together, deeper = own.copy(), limits.of(number, deeper=1)
    joined = Bundle(number, own, parts.scores).join((number, i, j), together, limits.negligible)
    sure = tried & _settle(joined, together, deeper)
    loose = parts.scores.copy()
    loose[number, i, j] = loose[number, j, i] = 0.0
    apart = own.copy()
    sure &= _settle(Bundle(number, own, loose)[sure].split(), apart, deeper)
    together, apart = settled(together), settled(apart)
    loss = _value(loose, apart) - _value(parts.scores, together)
    parted = (loss > limits.margin) & (apart[number, i] != apart[number, j])
    sure &= parted | (loss < -limits.margin)
    return np.where(parted[:, np.newaxis], apart, together), sure


def _value(scores: Floats, first: Ints) -> Floats:
    """What each partition scores, (k,)."""
    same = first[:, :, np.newaxis] == first[:, np.newaxis]
    value: Floats = (scores * same).sum(axis=(1, 2)) / 2.0
    return value
