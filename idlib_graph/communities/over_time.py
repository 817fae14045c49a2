"""Communities of a series of snapshots, each coupled to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities import find_in_ties
from idlib_graph.communities.objectives import Ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.snapshots import SnapshotSeries


def communities_over_time(series: SnapshotSeries) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling."""
    found: list[Communities] = []
    for weights in series.weights.T:
        found.append(communities_of(series, weights, found[-1] if found else None))
    return tuple(found)


def communities_of(
    series: SnapshotSeries, weights: NDArray[np.float64], before: Communities | None
) -> Communities:
    """The communities that follow from the weight of each relation, shape (relations,).

    Coupled to those of the slice before.
    """
    settings = series.settings
    return find_in_ties(
        ties_of(series, weights),
        objective=settings.objective,
        resolution=settings.resolution,
        previous=before.partition if before else None,
        coupling=settings.coupling,
        node_limit=settings.node_limit,
        seed=settings.seed,
    )


def ties_of(series: SnapshotSeries, weights: NDArray[np.float64]) -> Ties:
    """The ties that follow from the weight of each relation: those of ``series.graph``."""
    positive, negative = series.tie_weights(weights)
    kept = (positive > 0.0) | (negative > 0.0)
    ends = series.ends[kept]
    present = np.unique(ends)
    rows, cols = np.searchsorted(present, ends).T
    nodes = tuple(series.nodes[i] for i in present.tolist())
    return Ties(nodes, rows, cols, (positive - negative)[kept])
