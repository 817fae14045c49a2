"""Communities known again from slice to slice, for peers that have no matching of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]

OVERLAP = 0.3
"""Least Jaccard overlap with the community before, as `idlib_graph` has it."""


def match(slices: Iterable[Ints]) -> Ints:
    """Labels that last, (slices, actors), from those of each slice; -1 is an actor in none.

    Greedy: the pair of communities with the largest Jaccard overlap first, each once.

    Examples
    --------
    >>> match([np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]), np.array([0, 0, 0, -1])]).tolist()
    [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, -1]]
    """
    found: list[Ints] = []
    unused = 0
    for labels in slices:
        there = labels >= 0
        names, group, sizes = np.unique(labels[there], return_inverse=True, return_counts=True)
        tracks = np.full(len(names), -1)
        taken: set[int] = set()
        for new, old in _pairs(group, sizes, found[-1], there) if found else ():
            if tracks[new] < 0 and old not in taken:
                tracks[new] = old
                taken.add(old)
        fresh = tracks < 0
        tracks[fresh] = unused + np.arange(fresh.sum())
        unused += int(fresh.sum())
        row = np.full(len(labels), -1)
        row[there] = tracks[group]
        found.append(row)
    return np.array(found)


def _pairs(
    group: Ints, sizes: Ints, before: Ints, there: NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """Communities now and tracks before that overlap enough, the most first."""
    both = before[there] >= 0
    old_sizes = np.bincount(before[before >= 0])
    keys, shared = np.unique(group[both] * len(old_sizes) + before[there][both], return_counts=True)
    new, old = np.divmod(keys, max(len(old_sizes), 1))
    overlap = shared / (sizes[new] + old_sizes[old] - shared)
    order = [i for i in np.argsort(-overlap, kind="stable") if overlap[i] >= OVERLAP]
    return [(int(new[i]), int(old[i])) for i in order]
