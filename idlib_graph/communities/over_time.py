"""Communities of a series of snapshots, each coupled to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.courses import NOBODY, Course
from idlib_graph.communities.objectives import labels_of
from idlib_graph.communities.placing import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.communities.objectives import Ties
    from idlib_graph.snapshots import SnapshotSeries

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Partition: TypeAlias = Iterable[Iterable[str]]


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
    (found,) = communities_of_each([series])
    return found


def communities_of_each(several: Sequence[SnapshotSeries]) -> Iterator[tuple[Communities, ...]]:
    """The same of several series at once, which takes less time than one by one.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> list(communities_of_each([series, series])) == [communities_over_time(series)] * 2
    True
    """
    courses = [Course.of(series, series.weights) for series in several]
    for course, labels in zip(courses, walk(courses), strict=True):
        before = np.concatenate([np.full((1, labels.shape[1]), NOBODY), labels[:-1]])
        days = enumerate(zip(before, labels, strict=True))
        yield tuple(course.describe(day, *placed) for day, placed in days)


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
    course = Course.of(series, weights[:, np.newaxis])
    before = np.full(len(series.nodes), NOBODY)
    if earlier is not None:
        before = labels_of(series.nodes, earlier)
    course.settled[0] = course.settle(0, before)
    return course.describe(0, before, before)


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
    course = Course.of(series, weights)
    return map(course.ties, range(len(course.there)))
