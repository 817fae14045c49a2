"""Communities of a series of snapshots, each coupled to the one before.

Who sits with whom is told by *labels*, one for each of the series' nodes: two lines sit together
where they have the same label, and -1 is a line without a tie. Where no more is asked for, nothing
else is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import EXACT_BLOCK, best_partition, describe, settle_scores
from idlib_graph.communities.glance import Glances, stayers
from idlib_graph.communities.objectives import Ties, labels_of, score_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.communities.objectives import Scores
    from idlib_graph.settings import Settings
    from idlib_graph.snapshots import SnapshotSeries
    from idlib_graph.snapshots.pairs import Frame

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Labels: TypeAlias = Ints
    Partition: TypeAlias = Iterable[Iterable[str]]
    Memo: TypeAlias = dict[tuple[object, ...], Ints]


def communities_over_time(series: SnapshotSeries) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling.

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> for found in communities_over_time(series):
    ...     print(any({"zinki", "hts"} <= community for community in found.communities))
    True
    False
    """
    found: list[Communities] = []
    for _, ties in ties_over_time(series, series.weights):
        earlier = found[-1].partition if found else None
        found.append(_communities(ties, earlier, series.settings))
    return tuple(found)


def communities_of(
    series: SnapshotSeries, weights: Floats, earlier: Partition | None
) -> Communities:
    """The communities that follow from the weight of each relation, shape (relations,).

    Coupled to an earlier partition.

    Examples
    --------
    Had nobody told that Zinki was in HTS:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1)])
    >>> weights = series.weights[:, 0].copy()
    >>> weights[series.rows["zinki-in-hts"]] = 0.0
    >>> found = communities_of(series, weights, None)
    >>> any({"zinki", "hts"} <= community for community in found.communities)
    False
    """
    _, ties = next(ties_over_time(series, weights[:, np.newaxis]))
    return _communities(ties, earlier, series.settings)


def _communities(ties: Ties, earlier: Partition | None, settings: Settings) -> Communities:
    before = None if earlier is None else labels_of(ties.nodes, earlier)
    scores = _score(ties, before, settings)
    best = best_partition(
        scores, before, method=settings.method, node_limit=settings.node_limit, seed=settings.seed
    )
    return describe(scores, *best, objective=settings.objective, resolution=settings.resolution)


def labels_over_time(series: SnapshotSeries, *, memo: Memo | None = None) -> Labels:
    """Who sits with whom in each snapshot, shape (slices, nodes of the series).

    Parameters
    ----------
    memo : answers so far, of any series and settings; added to

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> labels = labels_over_time(series)
    >>> zinki, hts = (labels[:, series.nodes.index(name)] for name in ("zinki", "hts"))
    >>> (zinki == hts).tolist()
    [True, False]
    """
    course = Course.of(series, series.weights)
    found = np.full((len(series.days) + 1, len(series.nodes)), -1, dtype=np.intp)
    for day in range(len(series.days)):
        found[day + 1] = course.labels(day, found[day], memo)
    return found[1:]


def labels_from(
    series: SnapshotSeries,
    weights: Floats,
    before: Ints,
    *,
    lines: Iterable[str] | None = None,
    memo: Memo | None = None,
) -> Iterator[list[int]]:
    """Who sits with whom, by each of several weights of the relations, shape (relations, cases).

    Parameters
    ----------
    before : the labels of the time before
    lines : those of whose fellows is asked; how the others sit may be left open
    memo : as for `labels_over_time`

    Examples
    --------
    The second slice from its weights and the first:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> first, second = labels_over_time(series)
    >>> (found,) = labels_from(series, series.weights[:, 1:], first)
    >>> found == second.tolist()
    True
    """
    course = Course.of(series, weights)
    asked = None if lines is None else frozenset(map(series.nodes.index, lines))
    for case in range(weights.shape[1]):
        yield course.labels(case, before, memo, asked).tolist()


@dataclass(frozen=True)
class Course:
    """Who sits with whom on some days, told one by one.

    Attributes
    ----------
    there : which pairs have a tie on which day, (days, pairs)
    weights : their net weights
    glances : None where no answer is clear at a glance
    """

    series: SnapshotSeries
    there: NDArray[np.bool_]
    weights: Floats
    glances: Glances | None

    @classmethod
    def of(cls, series: SnapshotSeries, weights: Floats) -> Course:
        """The days that have these weights of relations, (relations, days)."""
        positive, negative = (side.T for side in series.tie_weights(weights))
        there, net = (positive > 0.0) | (negative > 0.0), positive - negative
        settings = series.settings
        # As what is found exactly; and strangers, whom `modularity` rewards, are in no part.
        able = settings.method != "heuristic" and settings.objective != "modularity"
        few = len(series.nodes) <= EXACT_BLOCK
        return cls(series, there, net, Glances.at(series, net) if able and few else None)

    def labels(
        self, day: int, before: Ints, memo: Memo | None, asked: frozenset[int] | None = None
    ) -> Ints:
        """Who sits with whom on a day, from the day before, (n,); -1 where absent.

        Where `asked` are given, the fellows of others may be left open.
        """
        frame = self.series.frame(self.there[day])
        found = self._found(day, frame, before, {} if memo is None else memo, asked)
        labels = np.full(len(before), -1)
        labels[frame.present] = found[frame.present]
        return labels

    def _found(
        self, day: int, frame: Frame, before: Ints, memo: Memo, asked: frozenset[int] | None
    ) -> Ints:
        """The first member of each node's community, (n,), the absent on their own."""
        staying = stayers(self.series.ends, self.weights[day], before)
        key = (*self._settings, asked, self.weights[day].tobytes(), staying.tobytes())
        if key in memo:
            return memo[key]
        clear = self.glances and self.glances.settle(day, staying, len(before), asked)
        found, only = self._settle(day, frame, before) if clear is None else (np.array(clear), True)
        if only:  # else it hangs on more of the time before than on the coupling
            memo[key] = found
        return found

    @cached_property
    def _settings(self) -> tuple[object, ...]:
        """What an answer hangs on beside the day."""
        s, ends = self.series.settings, self.series.ends
        return s.objective, s.resolution, s.coupling, self.series.nodes, ends.tobytes()

    def _settle(self, day: int, frame: Frame, before: Ints) -> tuple[Ints, bool]:
        """The same for all, exactly, and whether nothing else is as good."""
        settings = self.series.settings
        ties = Ties(frame.nodes, frame.rows, frame.cols, self.weights[day][self.there[day]])
        then = before[frame.present]
        found, only = settle_scores(
            _score(ties, then, settings),
            then,
            method=settings.method,
            node_limit=settings.node_limit,
            seed=settings.seed,
        )
        labels = np.arange(len(before))
        labels[frame.present] = frame.present[found]
        return labels, only


def _score(ties: Ties, before: Ints | None, settings: Settings) -> Scores:
    return score_ties(
        ties,
        objective=settings.objective,
        resolution=settings.resolution,
        before=before,
        coupling=settings.coupling,
    )


def ties_over_time(series: SnapshotSeries, weights: Floats) -> Iterator[tuple[Ints, Ties]]:
    """The ties of each day, those of ``series.graph``, from the weights, (relations, days).

    Yields
    ------
    the lines that have one, as positions in ``series.nodes``, and the ties

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1)])
    >>> [(_, ties)] = ties_over_time(series, series.weights)
    >>> len(ties.weights) == series.graphs[0].number_of_edges()
    True
    """
    positive, negative = (side.T for side in series.tie_weights(weights))
    kept = (positive > 0.0) | (negative > 0.0)
    for there, signed in zip(kept, positive - negative, strict=True):
        frame = series.frame(there)
        yield frame.present, Ties(frame.nodes, frame.rows, frame.cols, signed[there])
