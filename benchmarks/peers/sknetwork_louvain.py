"""scikit-network: Louvain on alliances, seeded, and greedy matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sknetwork.clustering import Louvain

from peers.job import Job, perform
from peers.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Ints


def _slices(job: Job) -> Iterator[Ints]:
    for window in job.windows():
        a, b, weights = window.allied
        there, ends = np.unique(np.concatenate((a, b)), return_inverse=True)
        i, j = np.split(ends, 2)
        shape = (len(there), len(there))
        half = sparse.csr_matrix((weights, (i, j)), shape=shape)
        labels = np.full(job.actors, -1)
        labels[there] = Louvain(random_state=0).fit_predict(half + half.T)
        yield labels


if __name__ == "__main__":
    perform(lambda job: match(_slices(job)))
