"""networkx: Louvain on alliances, seeded, and greedy matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from peers.job import Job, perform
from peers.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Ints


def _slices(job: Job) -> Iterator[Ints]:
    for window in job.windows():
        G: nx.Graph[int] = nx.Graph()
        G.add_weighted_edges_from(zip(*(x.tolist() for x in window.allied), strict=True))
        labels = np.full(job.actors, -1)
        for number, members in enumerate(nx.community.louvain_communities(G, seed=0)):
            labels[list(members)] = number
        yield labels


if __name__ == "__main__":
    perform(lambda job: match(_slices(job)))
