"""CDlib: Leiden on alliances, and its LifeCycle; WAY ``dynetx`` takes the slices from DyNetX.

Nodes are put in order first: CDlib 0.4.1 takes those of a graph whose nodes are 0 to n - 1 for
others where they are not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from cdlib import LifeCycle, TemporalClustering, algorithms

from peers.job import Job, perform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Ints

if "dynetx" in sys.argv:
    import dynetx


def _plain(job: Job) -> Iterator[nx.Graph[int]]:
    for window in job.windows():
        G: nx.Graph[int] = nx.Graph()
        G.add_nodes_from(np.unique(np.concatenate(window.allied[:2])).tolist())
        G.add_weighted_edges_from(zip(*(x.tolist() for x in window.allied), strict=True))
        yield G


def _dynetx(job: Job) -> Iterator[nx.Graph[int]]:
    """DyNetX keeps who was tied when; it has no weights."""
    graph = dynetx.DynGraph()
    for month, window in enumerate(job.windows()):
        a, b, _ = window.allied
        graph.add_interactions_from(zip(a.tolist(), b.tolist(), strict=True), t=month)
    for month in range(job.months):
        part = graph.time_slice(month)
        G: nx.Graph[int] = nx.Graph()
        G.add_nodes_from(sorted(part.nodes()))
        G.add_edges_from(part.edges())
        yield G


def _find(job: Job) -> Ints:
    timeline: Any = TemporalClustering()
    ways = {True: _dynetx, False: _plain}
    for month, G in enumerate(ways["dynetx" in sys.argv](job)):
        weights = "weight" if nx.is_weighted(G) else None
        timeline.add_clustering(algorithms.leiden(G, weights=weights, seed=0), month)
    life = LifeCycle(timeline)
    life.compute_events("facets")
    return _tracks(job, timeline, life.get_events())


def _tracks(job: Job, timeline: Any, events: Any) -> Ints:  # noqa: ANN401 - ships no types
    """One is the same as before where each is where most of the other's members went, or came."""
    labels = np.full((job.months, job.actors), -1)
    names: dict[str, int] = {}
    for month in range(job.months):
        for name, members in timeline.get_clustering_at(month).named_communities.items():
            came = _most(events[name].get_in_flow()) if name in events else None
            same = came is not None and _most(events[came].get_out_flow()) == name
            names[name] = names[came] if same and came else len(names)
            labels[month, members] = names[name]
    return labels


def _most(flow: dict[str, set[int]]) -> str | None:
    return max(flow, key=lambda name: (len(flow[name]), name)) if flow else None


if __name__ == "__main__":
    perform(_find)
