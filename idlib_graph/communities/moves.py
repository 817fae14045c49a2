"""Local search on dense pair scores: a good partition early spares linear programs later."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# A move has to gain more than this part of the largest score, or rounding errors go in circles.
WORTHWHILE = 1e-6


def climb(B: Floats, labels: Ints) -> Ints:
    """Move single nodes, then join whole communities, until neither gains.

    Labels, (n,) to (n,), are numbers below n.
    """
    n = len(B)
    nodes = np.arange(n)
    labels = labels.copy()
    sums = B @ (labels[:, np.newaxis] == nodes)  # what a node scores with each community
    least = WORTHWHILE * np.abs(B).max(initial=0.0)
    while True:
        gain = sums - sums[nodes, labels][:, np.newaxis]
        node, label = divmod(int(gain.argmax()), n)
        if gain[node, label] > least:
            sums[:, labels[node]] -= B[node]
            sums[:, label] += B[node]
            labels[node] = label
        elif not _join(labels, sums, least):
            return labels


def _join(labels: Ints, sums: Floats, least: float) -> bool:
    """Join communities in place, always the two that gain most together."""
    n = len(labels)
    between = np.zeros((n, n))
    np.add.at(between, labels, sums)
    np.fill_diagonal(between, 0.0)
    joined = False
    while True:
        a, b = divmod(int(between.argmax()), n)
        if between[a, b] <= least:
            return joined
        joined = True
        labels[labels == b] = a
        for array in (sums, between, between.T):
            array[:, a] += array[:, b]
            array[:, b] = 0.0
        between[a, a] = 0.0


def shake(B: Floats, labels: Ints, share: float, random: np.random.Generator) -> Ints:
    """Strew a share of the nodes about and climb again (Lourenço, Martin & Stützle 2003)."""
    n = len(labels)
    torn = random.random(n) < share
    return climb(B, np.where(torn, random.integers(0, n, n), labels))
