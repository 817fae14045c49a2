"""Who sits with whom, where that is clear at a glance.

Over many days, draws and settings most answers are clear: of every part of the graph one partition
is best by more than any tolerance, and few steps tell which. These steps are taken here, and
nothing else: no proof of how good the answer is, no choice among equals. What is not clear is left
to `idlib_graph.communities.exact`, which would give the same answer wherever there is one here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import ranking
from idlib_graph.communities.cutting import Part, cut, split
from idlib_graph.communities.objectives import ROUNDING, resolve
from idlib_graph.communities.ranking import TOLERANCE, clear_best

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Ints
    from idlib_graph.snapshots import SnapshotSeries

    Floats: TypeAlias = NDArray[np.float64]

DEPTH = 3
FEW_PROGRAMS = 100


@dataclass(frozen=True)
class Glances:
    """What is clear at a glance on some days.

    Attributes
    ----------
    ends : the nodes of each pair that can have a tie, as positions, the smaller first, (pairs, 2)
    weights : the net weight of each such pair, (days, pairs)
    null : the terms (c, a) of the null model, (days,) and (days, n)
    coupling : what is added to the score of a positive tie that was together the day before
    depth : so many pairs in turn are tried together and apart, where no table tells

    Examples
    --------
    One day on which a and b are allies, and c is at war with a:

    >>> import numpy as np
    >>> one = Glances(np.array([[0, 1], [0, 2]]), np.array([[1.0, -1.0]]), (), coupling=0.1)
    >>> one.settle(0, stayers(one.ends, one.weights[0], np.array([-1, -1, -1])), 3)
    [0, 0, 2]
    """

    ends: Ints
    weights: Floats
    null: Sequence[tuple[Floats, Floats]]
    coupling: float
    depth: int = DEPTH

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """`ends` as tuples."""
        return [(i, j) for i, j in self.ends.tolist()]

    @classmethod
    def at(cls, series: SnapshotSeries, weights: Floats) -> Glances:
        """Take the days that have these net weights of the pairs of a series, (days, pairs)."""
        settings, touches = series.settings, series.touches
        entry, gamma = resolve(settings.objective, settings.resolution)
        positive, negative = (np.maximum(side, 0.0) @ touches for side in (weights, -weights))
        null = entry.null(positive, negative, gamma or 0.0)
        # Trying stands for linear programs of the exact way: none where those are few.
        depth = DEPTH if settings.node_limit >= FEW_PROGRAMS else 0
        return cls(series.ends, weights, null, settings.coupling, depth)

    def settle(
        self, day: int, staying: Ints, n: int, asked: AbstractSet[int] | None = None
    ) -> list[int] | None:
        """The first member of each node's community, (n,); None where that is not clear.

        Where `asked` are given, parts without any of them are left as they are.
        """
        null = [(factor[day], vector[day]) for factor, vector in self.null]
        # No score is larger. A tolerance that is too large only makes less clear.
        most = np.abs(self.weights[day]).max(initial=0.0) + self.coupling
        most += sum(abs(factor) * vector.max(initial=0.0) ** 2 for factor, vector in null)
        margin, negligible = float(TOLERANCE * most), float(ROUNDING * most)
        labels = list(range(n))
        parts = self._parts(day, staying, null, asked, negligible)
        return labels if _label(parts, labels, margin, negligible, self.depth) else None

    def _parts(
        self,
        day: int,
        staying: Ints,
        null: Sequence[tuple[float, Floats]],
        asked: AbstractSet[int] | None,
        negligible: float,
    ) -> Iterator[Part]:
        """The parts of two nodes or more that positive scores hold together."""
        rows, cols = self.ends.T
        scores = self.weights[day].copy()
        scores[staying] += self.coupling
        for factor, vector in null:
            scores -= factor * vector[rows] * vector[cols]
        tied = dict(zip(self.pairs, scores.tolist(), strict=True))
        groups = _linked(pair for pair, score in tied.items() if score > negligible)
        expected = [(float(factor), vector.tolist()) for factor, vector in null]
        for group in groups:
            if asked is None or not asked.isdisjoint(group):
                part = [[0.0] * len(group) for _ in group]
                for (a, i), (b, j) in combinations(enumerate(group), 2):
                    score = tied.get((i, j))
                    if score is None:
                        score = -sum(c * vector[i] * vector[j] for c, vector in expected)
                    part[a][b] = part[b][a] = score
                yield Part([[node] for node in group], part)


def stayers(ends: Ints, weights: Floats, before: Ints) -> Ints:
    """Which of the positive ties, (pairs,), are between those who were together, (n,), before.

    Examples
    --------
    >>> import numpy as np
    >>> ends, weights = np.array([[0, 1], [0, 2]]), np.array([1.0, 1.0])
    >>> stayers(ends, weights, np.array([5, 5, 7])).tolist()
    [0]
    """
    one, other = before[ends.T]
    return np.flatnonzero((weights > 0.0) & (one == other) & (one >= 0))


def _linked(pairs: Iterable[Sequence[int]]) -> list[list[int]]:
    """The components that pairs make, sorted."""
    group_of: dict[int, list[int]] = {}
    for i, j in pairs:
        one, other = group_of.setdefault(i, [i]), group_of.setdefault(j, [j])
        if one is not other:
            one += other
            group_of.update(dict.fromkeys(other, one))
    return [sorted(group) for group in {id(group): group for group in group_of.values()}.values()]


def _label(
    parts: Iterable[Part], labels: list[int], margin: float, negligible: float, depth: int
) -> bool:
    """Write the best partition of each part into the labels of its nodes; whether it is clear."""
    for part in cut(parts, margin, negligible):
        rows, n = part.rows, len(part.rows)
        found: Sequence[int] | None
        if n == 1:
            found = [0]
        elif n > ranking.TABLE_LIMIT:
            found = _branch(rows, margin, negligible, depth) if depth else None
        else:
            gain = np.array([score for i, row in enumerate(rows) for score in row[i + 1 :]])
            found = clear_best(gain, n, margin)
        if found is None:
            return False
        first: dict[int, int] = {}
        for group, label in zip(part.groups, found, strict=True):
            name = first.setdefault(label, group[0])
            for node in group:
                labels[node] = name
    return True


def _branch(
    rows: list[list[float]], margin: float, negligible: float, depth: int
) -> list[int] | None:
    """The best partition, with the two that score most together or apart; None if not clear.

    Apart, they may as well score nothing together, so what is best then bounds what can be.
    """
    n = len(rows)
    i, j = max(combinations(range(n), 2), key=lambda pair: rows[pair[0]][pair[1]])
    joined, loose = (Part([[k] for k in range(n)], [[*row] for row in rows]) for _ in range(2))
    joined.join(i, j, negligible)
    loose.rows[i][j] = loose.rows[j][i] = 0.0
    together, apart = list(range(n)), list(range(n))
    for part, labels in ((joined, together), (loose, apart)):
        if not _label(split(part), labels, margin, negligible, depth - 1):
            return None
    loss = _value(loose.rows, apart) - _value(rows, together)
    if loss < -margin:
        return together
    return apart if loss > margin and apart[i] != apart[j] else None


def _value(rows: list[list[float]], labels: Sequence[int]) -> float:
    """What a partition scores."""
    pairs = combinations(range(len(rows)), 2)
    return sum(rows[i][j] for i, j in pairs if labels[i] == labels[j])
