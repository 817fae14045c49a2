"""Pairs of lines as arrays: which relations weigh on each, and between whom ties are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """Between which lines the ties of a day are.

    Attributes
    ----------
    present : the lines that have a tie, as positions in the nodes of the series, sorted
    nodes : the same by name
    rows, cols : the ends of each tie, as positions in `nodes`
    """

    present: NDArray[np.intp]
    nodes: tuple[str, ...]
    rows: NDArray[np.intp]
    cols: NDArray[np.intp]

    @classmethod
    def of(cls, nodes: Sequence[str], ends: NDArray[np.intp]) -> Frame:
        """The frame of ties between these positions in `nodes`, shape (ties, 2)."""
        present = np.unique(ends)
        rows, cols = np.searchsorted(present, ends).T
        return cls(present, tuple(nodes[i] for i in present.tolist()), rows, cols)


@dataclass(frozen=True, slots=True)
class Side:
    """The relations of one sign, pair by pair.

    Attributes
    ----------
    pairs : how many pairs there are in all
    known : those that have a relation of this sign
    rows : the rows of their relations, pair after pair
    starts : where each of `known` begins in `rows`
    """

    pairs: int
    known: NDArray[np.intp]
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, by_pair: Sequence[tuple[int, ...]]) -> Side:
        """Lay the rows of each pair end to end."""
        sizes = np.array([len(rows) for rows in by_pair], dtype=np.intp)
        known = np.flatnonzero(sizes)
        starts = np.cumsum(sizes[known]) - sizes[known]
        rows = np.array([row for rows in by_pair for row in rows], dtype=np.intp)
        return cls(len(by_pair), known, rows, starts)

    def union(self, weights: Floats) -> Floats:
        """1 - prod(1 - w) of each pair: more reports of one thing do not add up without end."""
        union = np.zeros((self.pairs, *weights.shape[1:]))
        if len(self.rows):
            rest = np.multiply.reduceat(1.0 - weights[self.rows], self.starts, axis=0)
            union[self.known] = 1.0 - rest
        return union
