"""Communities of a series of snapshots, each coupled to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.communities import find_communities

if TYPE_CHECKING:
    import networkx as nx

    from idlib_graph.communities import Communities
    from idlib_graph.settings import Settings
    from idlib_graph.snapshots import SnapshotSeries


def communities_over_time(series: SnapshotSeries) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling."""
    found: list[Communities] = []
    for G in series.graphs:
        found.append(communities_in(G, series.settings, found[-1] if found else None))
    return tuple(found)


def communities_in(G: nx.Graph[str], settings: Settings, before: Communities | None) -> Communities:
    """The communities of one snapshot, coupled to those of the slice before."""
    return find_communities(
        G,
        objective=settings.objective,
        resolution=settings.resolution,
        previous=before.partition if before else None,
        coupling=settings.coupling,
        node_limit=settings.node_limit,
        seed=settings.seed,
    )
