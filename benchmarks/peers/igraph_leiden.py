"""igraph, bare: its Leiden in one call a slice, and greedy matching.

WAY ``positive`` is modularity of alliances; ``signed`` takes clashes off by way of CPM: its node
weights k+ / sqrt(2 m+) make the null model that of alliances, as `idlib_graph` has it.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import igraph
import numpy as np

from peers.job import Job, perform
from peers.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Ints, Window


def _slices(job: Job) -> Iterator[Ints]:
    way = _signed if "signed" in sys.argv else _positive
    for window in job.windows():
        a, b, _ = window.allied
        there = np.unique(np.concatenate((a, b)))
        place = np.full(job.actors, -1)
        place[there] = np.arange(len(there))
        random.seed(0)
        labels = np.full(job.actors, -1)
        labels[there] = way(window, place, len(there))
        yield labels


def _positive(window: Window, place: Ints, n: int) -> list[int]:
    a, b, weights = window.allied
    graph = igraph.Graph(n=n, edges=np.column_stack((place[a], place[b])).tolist())
    found = graph.community_leiden(objective_function="modularity", weights=weights.tolist())
    return list(found.membership)


def _signed(window: Window, place: Ints, n: int) -> list[int]:
    kept = (place[window.a] >= 0) & (place[window.b] >= 0)  # who only clashes has no company
    ends = [place[window.a][kept], place[window.b][kept]]
    positive, negative = window.positive[kept], window.negative[kept]
    strength = sum(np.bincount(end, positive, minlength=n) for end in ends)
    graph = igraph.Graph(n=n, edges=np.column_stack(ends).tolist())
    found = graph.community_leiden(
        objective_function="CPM",
        weights=(positive - negative).tolist(),
        node_weights=(strength / np.sqrt(np.sum(strength))).tolist(),
        resolution=1.0,
    )
    return list(found.membership)


if __name__ == "__main__":
    perform(lambda job: match(_slices(job)))
