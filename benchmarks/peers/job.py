"""The timeline job that every peer does: dated signed events to labels that last over time.

Each peer is a program: ``python -m peers.NAME [WAY] EVENTS LABELS``. It reads the same arrays and
gets the same windows, added up by numpy and not by the peer's own means, which take longer.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from measuring import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from planted.wars import Events

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]

WINDOW = 6
"""Months in a window, the last of which is its slice."""


class Window(NamedTuple):
    """The pairs of actors that had an event in a window, and how many of each kind."""

    a: Ints
    b: Ints
    positive: Floats
    negative: Floats

    @property
    def allied(self) -> tuple[Ints, Ints, Floats]:
        """The pairs with an alliance, and how many."""
        kept = self.positive > 0
        return self.a[kept], self.b[kept], self.positive[kept]

    @property
    def hostile(self) -> tuple[Ints, Ints, Floats]:
        """The pairs with a clash, and how many."""
        kept = self.negative > 0
        return self.a[kept], self.b[kept], self.negative[kept]


@dataclass(frozen=True)
class Job:
    """Events in arrays, in order of month; kind is 0 for a clash and 1 for an alliance."""

    month: Ints
    a: Ints
    b: Ints
    kind: Ints
    months: int
    actors: int

    def windows(self) -> Iterator[Window]:
        """The window that ends with each month; those of the first months are shorter."""
        pairs, which = np.unique(self.a * self.actors + self.b, return_inverse=True)
        starts = np.searchsorted(self.month, np.arange(self.months + 1))
        for last in range(self.months):
            rows = slice(starts[max(0, last + 1 - WINDOW)], starts[last + 1])
            every, allied = (
                np.bincount(which[rows], weights, minlength=len(pairs)).astype(np.float64)
                for weights in (None, self.kind[rows])
            )
            kept = np.flatnonzero(every)
            a, b = np.divmod(pairs[kept], self.actors)
            yield Window(a, b, allied[kept], (every - allied)[kept])


def save(path: Path, events: Events) -> None:
    """Write events for `perform`."""
    months, actors = events.truth.shape
    arrays = {name: getattr(events, name) for name in ("month", "a", "b", "kind")}
    np.savez(path, **arrays, months=months, actors=actors)


def load(path: Path | str) -> Job:
    """Read what `save` wrote."""
    with np.load(path) as found:
        arrays = {name: found[name] for name in ("month", "a", "b", "kind")}
        return Job(**arrays, months=int(found["months"]), actors=int(found["actors"]))


def perform(find: Callable[[Job], Ints]) -> None:
    """Do the job and tell its CPU seconds: neither imports nor reading and writing files.

    Parameters
    ----------
    find : gives (slices, actors) labels, those of one community the same as long as it lasts; -1
        is an actor in none
    """
    events, labels = sys.argv[-2:]
    job = load(events)
    began = time.process_time()
    found = find(job)
    seconds = time.process_time() - began
    np.save(labels, found)
    tell(job=seconds)
