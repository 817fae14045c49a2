"""Labels that a method gives over time, held against those that were planted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools: TypeAlias = NDArray[np.bool_]
    Ints: TypeAlias = NDArray[np.int64]


def adjusted_rand(a: Ints, b: Ints) -> float:
    """Adjusted Rand index of two labellings of the same things.

    Hubert & Arabie 1985: the pairs that both put together, less those expected by chance, as a
    share of the most that there could be. 1 where all that is there is the same, even one group.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([7, 7, 3, 3]))
    1.0
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    -0.5
    """
    a, b = (np.unique(labels, return_inverse=True)[1] for labels in (a, b))
    both = np.unique(a * (b.max(initial=0) + 1) + b, return_counts=True)[1]
    together, first, second = (_pairs(counts) for counts in (both, np.bincount(a), np.bincount(b)))
    every = len(a) * (len(a) - 1) / 2
    expected = first * second / every if every else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def slice_agreement(truth: Ints, labels: Ints, counted: Bools) -> float:
    """The mean over slices of the adjusted Rand index of the actors that count in each.

    Parameters
    ----------
    truth, labels : (slices, actors); -1 in `labels` is an actor in no community, alone
    counted : (slices, actors), who counts when; slices with fewer than two are left out

    Examples
    --------
    Both halves are right, whatever they are called in each slice:

    >>> truth = np.array([[0, 0, 1, 1], [0, 0, 1, 1]])
    >>> labels = np.array([[0, 0, 1, 1], [1, 1, 0, 0]])
    >>> slice_agreement(truth, labels, np.ones((2, 4), dtype=bool))
    1.0
    """
    labels = _apart(labels)
    rows = [t for t in range(len(truth)) if counted[t].sum() > 1]
    return float(
        np.mean([adjusted_rand(truth[t][counted[t]], labels[t][counted[t]]) for t in rows])
    )


def tracked_agreement(truth: Ints, labels: Ints, counted: Bools) -> float:
    """The adjusted Rand index of all pairs (slice, actor) that count, at once.

    So a community has to keep its name as long as it is the same, and no longer.

    Examples
    --------
    The names are swapped halfway:

    >>> truth = np.array([[0, 0, 1, 1], [0, 0, 1, 1]])
    >>> labels = np.array([[0, 0, 1, 1], [1, 1, 0, 0]])
    >>> round(tracked_agreement(truth, labels, np.ones((2, 4), dtype=bool)), 3)
    -0.167
    """
    return adjusted_rand(truth[counted], _apart(labels)[counted])


def _apart(labels: Ints) -> Ints:
    """Who is in no community is in one of its own."""
    alone = labels < 0
    return np.where(
        alone, labels.max(initial=0) + 1 + np.arange(labels.size).reshape(labels.shape), labels
    )


def _pairs(counts: Ints) -> float:
    return float((counts.astype(float) * (counts - 1) / 2).sum())
