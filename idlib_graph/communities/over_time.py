"""Communities of a series of snapshots, each coupled to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.communities import find_communities

if TYPE_CHECKING:
    from idlib_graph.communities import Communities
    from idlib_graph.snapshots import SnapshotSeries


def communities_over_time(series: SnapshotSeries) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling."""
    settings = series.settings
    found: list[Communities] = []
    for G in series.graphs:
        found.append(
            find_communities(
                G,
                objective=settings.objective,
                resolution=settings.resolution,
                previous=found[-1].communities if found else None,
                coupling=settings.coupling,
                node_limit=settings.node_limit,
                seed=settings.seed,
            )
        )
    return tuple(found)
