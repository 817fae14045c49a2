"""A tie through the slices as a band, as high as it is strong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.charts.partners import ALLIED
from idlib_graph.charts.story import ATTESTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from idlib_graph.histories import Course

    Floats: TypeAlias = NDArray[np.float64]
    Mask: TypeAlias = NDArray[np.bool_]

FRESH, FADED, OUTWEIGHED = "fresh", "faded", "outweighed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a band that is drawn in one way.

    Attributes
    ----------
    kind : alliance, split or clash
    state : ``fresh`` where a report is less than a half-life away, ``faded`` where none is, and
        ``outweighed`` for all of a band of which the other side of the tie takes something off
    days : days since 1970, shape (points,)
    upper, lower : its edges, from -1 to 1 where the tie is as strong as can be, shape (points,)
    """

    kind: str
    state: str
    days: Floats
    upper: Floats
    lower: Floats


@dataclass(frozen=True, slots=True)
class Slots:
    """When the slices are: the day of each, and between which days it stands; since 1970."""

    days: Floats
    edges: Sequence[float]

    def corners(self, first: int, last: int) -> Floats:
        """The days at which a band over the slices from `first` to before `last` has corners."""
        return np.unique(np.array([*self.days[first:last], *self.edges[first : last + 1]]))

    def course(self, values: Floats, run: tuple[int, int], at: Floats) -> Floats:
        """`values` of the slices of a run on the days `at`.

        From slice to slice it goes straight from value to value; before the first slice of the
        run, and after its last, there is nothing to go to, and the value stays what it is.
        """
        found: Floats = np.interp(at, self.days[slice(*run)], values[slice(*run)])
        return found


def band_pieces(course: Course, side: str, slots: Slots) -> Iterator[Piece]:
    """The parts of one side of a tie, those that lie behind first.

    What the other side of the tie leaves of it stands in the middle of what it would be alone.
    Splits are the upper part of a band, clashes the lower one, in proportion to their weights.
    """
    allied = side == ALLIED
    whole = course.positive if allied else course.negative
    net = np.maximum(course.net if allied else -course.net, 0.0)
    fresh = (course.allied if allied else course.hostile) >= ATTESTED
    states = (
        (OUTWEIGHED, whole, net < whole),
        (FADED, net, (net > 0) & ~fresh),
        (FRESH, net, (net > 0) & fresh),
    )
    kinds = {"alliance": whole} if allied else {"split": course.split, "clash": course.clash}
    for run in runs(whole > 0):
        for state, values, mask in states:
            for first, last in runs(mask & _within(run, len(mask))):
                at = slots.corners(first, last)
                high = slots.course(values, run, at)
                weights = {kind: slots.course(w, run, at) for kind, w in kinds.items()}
                below = np.zeros(len(at))
                for kind, weight in weights.items():
                    above = below
                    below = above + weight / sum(weights.values())
                    if (below > above).any():
                        yield Piece(kind, state, at, high * (2 * above - 1), high * (2 * below - 1))


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Each run of slices in which `mask` is true: its first, and the one after its last.

    Examples
    --------
    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    turns = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(turns[::2], turns[1::2], strict=True)]


def _within(run: tuple[int, int], count: int) -> Mask:
    inside = np.zeros(count, dtype=bool)
    inside[slice(*run)] = True
    return inside
