"""Pairs of lines as arrays: which relations weigh on each, and between whom ties are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """Between which lines the ties of a day are.

    Attributes
    ----------
    lines : the nodes of the series
    ends : the ends of each tie, as positions in `lines`, (ties, 2)
    """

    lines: Sequence[str]
    ends: NDArray[np.intp]

    @cached_property
    def present(self) -> NDArray[np.intp]:
        """The lines that have a tie, as positions, sorted."""
        return np.flatnonzero(np.bincount(self.ends.ravel()))

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The same by name."""
        return tuple(self.lines[i] for i in self.present.tolist())

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The first end of each tie, as a position in `nodes`."""
        return np.searchsorted(self.present, self.ends[:, 0])

    @cached_property
    def cols(self) -> NDArray[np.intp]:
        """The second end of each tie."""
        return np.searchsorted(self.present, self.ends[:, 1])


@dataclass(frozen=True, slots=True)
class Sides:
    """The relations of each pair, those of one sign after those of the other.

    Attributes
    ----------
    pairs : how many pairs there are
    known : those that have a relation of a sign; of the second sign from `pairs` on
    rows : the rows of their relations, end to end
    starts : where each of `known` begins in `rows`
    """

    pairs: int
    known: NDArray[np.intp]
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, by_pair: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> Sides:
        """Lay the rows of all pairs end to end."""
        groups = [sides[sign] for sign in (0, 1) for sides in by_pair]
        sizes = np.array([len(rows) for rows in groups], dtype=np.intp)
        known = np.flatnonzero(sizes)
        starts = np.cumsum(sizes[known]) - sizes[known]
        rows = np.array([row for rows in groups for row in rows], dtype=np.intp)
        return cls(len(by_pair), known, rows, starts)

    def union(self, weights: Floats) -> Floats:
        """1 - prod(1 - w) of each sign and pair, (2, pairs, ...).

        So more reports of one thing do not add up without end.
        """
        union = np.zeros((2 * self.pairs, *weights.shape[1:]))
        if len(self.rows):
            rest = np.multiply.reduceat(1.0 - weights.take(self.rows, axis=0), self.starts, axis=0)
            union[self.known] = 1.0 - rest
        return union.reshape(2, self.pairs, *weights.shape[1:])
