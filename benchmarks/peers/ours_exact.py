"""`idlib_graph` with proof: a data set of the events, and its analysis.

A data set's ties fade by their half-lives, where the other methods have windows.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.analysis import analyze
from idlib_graph.events.records import gather, to_dataset
from idlib_graph.events.table import Event
from idlib_graph.shifts import CommunityId
from peers.job import Job, perform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.job import Ints

FIRST = 2010
KINDS = ("clash", "alliance")


def _events(job: Job) -> Iterator[tuple[int, Event]]:
    rows = zip(*(x.tolist() for x in (job.month, job.a, job.b, job.kind)), strict=True)
    for number, (month, a, b, kind) in enumerate(rows, start=1):
        day = date(FIRST + month // 12, month % 12 + 1, 15)
        yield number, Event(day, None, f"g{a}", f"g{b}", KINDS[kind])


def _find(job: Job) -> Ints:
    analysis = analyze(to_dataset(gather(_events(job)), title="A made war"))
    labels = np.full((job.months, job.actors), -1)
    for part in analysis.slices:
        month = 12 * (part.day.year - FIRST) + part.day.month - 2  # what was until this first day
        for actor in part.where if 0 <= month < job.months else ():
            place = part.position(actor)
            if isinstance(place, CommunityId):
                labels[month, int(actor[1:])] = place.number
    return labels


if __name__ == "__main__":
    perform(_find)
