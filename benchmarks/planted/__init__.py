"""Data sets with a planted truth: who stood with whom, what changed when, and who tells lies.

``plant(seed)`` makes one of realistic difficulty, ``plant(seed, CLEAR)`` one that leaves no doubt,
``plant(seed, Plan(...))`` any other; ``planted_dates(seed)`` one with a single clear defection of
which only a span of time is known. ``idlib_graph.save_dataset`` writes any as YAML.
"""

from __future__ import annotations

import random

from planted.dates import planted_dates
from planted.measures import Score, measure
from planted.records import CLEAR, Plan, Planted, PlantedShift, Truth
from planted.reports import report

__all__ = [
    "CLEAR",
    "Plan",
    "Planted",
    "PlantedShift",
    "Score",
    "Truth",
    "measure",
    "plant",
    "planted_dates",
]


def plant(seed: int, plan: Plan | None = None) -> Planted:
    """A world as `plan` has it, and what sources tell of it; the same for the same seed."""
    return report(plan or Plan(), random.Random(seed))  # noqa: S311 - a repeatable draw, no secret
