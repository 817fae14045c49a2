"""`idlib_graph` in arrays: the communities of events over time, signed and coupled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.events.arrays import arrange
from idlib_graph.events.tracking import track_communities
from idlib_graph.settings import Settings
from peers.job import WINDOW, Job, perform

if TYPE_CHECKING:
    from peers.job import Ints

DAYS = round(WINDOW * 365.2425 / 12)
FIRST = np.datetime64("2010-01")


def _find(job: Job) -> Ints:
    actors = [str(actor) for actor in range(job.actors)]
    events = arrange(
        FIRST + job.month, job.a, job.b, job.kind, actors=actors, kinds=["clash", "alliance"]
    )
    found = track_communities(events, window=DAYS, settings=Settings(seed=0))
    labels = found.community.astype(np.int64)
    return np.where(labels > 0, labels, -1)


if __name__ == "__main__":
    perform(_find)
