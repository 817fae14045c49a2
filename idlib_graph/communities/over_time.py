"""Communities of a series of snapshots, each coupled to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import find_in_ties
from idlib_graph.communities.objectives import Ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.snapshots import SnapshotSeries

    Memo: TypeAlias = dict[tuple[object, ...], Communities]


def communities_over_time(
    series: SnapshotSeries, *, memo: Memo | None = None
) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling.

    Parameters
    ----------
    memo : answers so far, for series of the same settings that have much in common; added to

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
    for weights in series.weights.T:
        found.append(communities_of(series, weights, found[-1] if found else None, memo=memo))
    return tuple(found)


def communities_of(
    series: SnapshotSeries,
    weights: NDArray[np.float64],
    before: Communities | None,
    *,
    memo: Memo | None = None,
) -> Communities:
    """The communities that follow from the weight of each relation, shape (relations,).

    Coupled to those of the slice before.

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
    ties, earlier = ties_of(series, weights), before.partition if before else None
    key = (ties.nodes, *(x.tobytes() for x in (ties.rows, ties.cols, ties.weights)), earlier)
    if memo is not None and key in memo:
        return memo[key]
    settings = series.settings
    found = find_in_ties(
        ties,
        objective=settings.objective,
        resolution=settings.resolution,
        previous=earlier,
        coupling=settings.coupling,
        node_limit=settings.node_limit,
        seed=settings.seed,
    )
    if memo is not None:
        memo[key] = found
    return found


def ties_of(series: SnapshotSeries, weights: NDArray[np.float64]) -> Ties:
    """The ties that follow from the weight of each relation: those of ``series.graph``.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1)])
    >>> ties = ties_of(series, series.weights[:, 0])
    >>> len(ties.weights) == series.graphs[0].number_of_edges()
    True
    """
    positive, negative = series.tie_weights(weights)
    kept = (positive > 0.0) | (negative > 0.0)
    ends = series.ends[kept]
    present = np.unique(ends)
    rows, cols = np.searchsorted(present, ends).T
    nodes = tuple(series.nodes[i] for i in present.tolist())
    return Ties(nodes, rows, cols, (positive - negative)[kept])
