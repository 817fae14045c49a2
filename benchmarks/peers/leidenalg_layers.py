"""leidenalg: modularity of alliances less that of clashes, as two layers, or all slices at once.

WAY ``positive`` and ``signed`` take slice by slice and match greedily; ``temporal`` couples all
slices of alliances, and ``temporal-signed`` those of both kinds, in one optimisation. There the
quality is that of ``RBConfigurationVertexPartition``: ``ModularityVertexPartition`` divides it by
2m, and then hardly anything but the coupling counts.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import igraph
import leidenalg
import numpy as np

from peers.job import Job, perform
from peers.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Floats, Ints

COUPLING = 1.0


def _graph(actors: int, pairs: tuple[Ints, Ints, Floats]) -> Any:  # noqa: ANN401 - ships no types
    a, b, weights = pairs
    graph = igraph.Graph(n=actors, edges=np.column_stack((a, b)).tolist())
    graph.es["weight"] = weights.tolist()
    graph.vs["id"] = list(range(actors))
    return graph


def _slices(job: Job) -> Iterator[Ints]:
    for window in job.windows():
        parts = [_modularity(_graph(job.actors, window.allied))]
        if "signed" in sys.argv:
            parts.append(_modularity(_graph(job.actors, window.hostile)))
        optimiser = leidenalg.Optimiser()
        optimiser.set_rng_seed(0)
        optimiser.optimise_partition_multiplex(parts, layer_weights=[1, -1][: len(parts)])
        labels = np.full(job.actors, -1)
        there = _there(window.allied)
        labels[there] = np.array(parts[0].membership)[there]
        yield labels


def _modularity(graph: Any) -> Any:  # noqa: ANN401 - ships no types
    return leidenalg.ModularityVertexPartition(graph, weights="weight")


def _there(pairs: tuple[Ints, Ints, Floats]) -> Ints:
    """Who has an alliance; the same for all peers."""
    return np.unique(np.concatenate(pairs[:2]))


def _temporal(job: Job) -> Ints:
    windows = list(job.windows())
    graphs = [_graph(job.actors, window.allied) for window in windows]
    if "temporal-signed" in sys.argv:
        found = _all_layers(graphs, [_graph(job.actors, window.hostile) for window in windows])
    else:
        found, _ = leidenalg.find_partition_temporal(
            graphs, leidenalg.RBConfigurationVertexPartition, interslice_weight=COUPLING, seed=0
        )
    labels = np.full((job.months, job.actors), -1)
    for month, window in enumerate(windows):
        there = _there(window.allied)
        labels[month, there] = np.array(found[month])[there]
    return labels


def _all_layers(allied: list[Any], hostile: list[Any]) -> Ints:
    """As leidenalg's manual couples slices, with a layer of clashes for each that counts less."""
    layers, coupling, _ = leidenalg.time_slices_to_layers(allied, interslice_weight=COUPLING)
    against, _, _ = leidenalg.time_slices_to_layers(hostile, interslice_weight=COUPLING)
    whole = leidenalg.RBConfigurationVertexPartition
    parts = [whole(layer, weights="weight") for layer in (*layers, *against)]
    between = leidenalg.CPMVertexPartition(
        coupling, resolution_parameter=0, node_sizes="node_size", weights="weight"
    )
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(0)
    signs = [1] * len(layers) + [-1] * len(against) + [1]
    optimiser.optimise_partition_multiplex([*parts, between], layer_weights=signs)
    return np.array(parts[0].membership).reshape(len(allied), -1)


if __name__ == "__main__":
    together = {"temporal", "temporal-signed"} & {*sys.argv}
    perform(_temporal if together else lambda job: match(_slices(job)))
