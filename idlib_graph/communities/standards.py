"""What the answers of a series are held against: of all slices at once, as far as it is clear.

One by one the same is told by `find_alternatives`, `coupling_loss` and `least_disagreement`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities import EXACT_BLOCK, Alternatives, LeastDisagreement
from idlib_graph.communities.courses import NOBODY, Course
from idlib_graph.communities.exact import partition_of
from idlib_graph.communities.objectives import labels_of, score_ties
from idlib_graph.communities.partition import contradicts
from idlib_graph.communities.placing import Question, answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idlib_graph.communities import Communities
    from idlib_graph.communities.courses import Labels
    from idlib_graph.communities.objectives import Ties
    from idlib_graph.snapshots import SnapshotSeries


@dataclass(frozen=True, slots=True)
class Standards:
    """What one answer is held against; None what is not clear at a glance.

    Attributes
    ----------
    equals : the answer alone, which has no equals
    loss : what coupling cost
    least : the least that any partition contradicts
    """

    equals: Alternatives | None
    loss: float | None
    least: LeastDisagreement | None


def standards_over_time(
    series: SnapshotSeries, answers: Sequence[Communities]
) -> Iterator[Standards]:
    """What each answer of a series is held against, where it is clear at a glance.

    Parameters
    ----------
    answers : of each slice, coupled to the one before

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> from idlib_graph.communities.over_time import communities_over_time
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> found = [*standards_over_time(series, communities_over_time(series))]
    >>> [ig.least_disagreement(G) == one.least for G, one in zip(series.graphs, found)]
    [True, True]
    """
    if len(series.nodes) > EXACT_BLOCK:  # where nothing is, and all at once would be much
        yield from repeat(Standards(None, None, None), len(answers))
        return
    settings = replace(series.settings, method="auto")
    own = replace(series, settings=settings)
    other = replace(settings, objective="disagreement", resolution=None)
    signs = replace(series, settings=other)
    earlier = [(), *(found.partition for found in answers)][: len(answers)]
    before = np.array([labels_of(series.nodes, partition) for partition in earlier])
    before = before.reshape(len(answers), len(series.nodes))
    nobody, everybody = np.full_like(before, NOBODY), np.ones(before.shape, dtype=np.bool_)
    asked = ((own, before), (own, nobody), (signs, nobody))
    coupled, free, least = answer([
        Question(each, series.weights, then, everybody) for each, then in asked
    ])  # fmt: skip
    course = Course.of(series, series.weights)
    for day, found in enumerate(answers):
        present, ties = course.ties(day)
        equals, alone, fewest = (
            np.searchsorted(present, told[day][present]) if told.is_clear(day) else None
            for told in (coupled, free, least)
        )
        yield Standards(
            None if equals is None else _alone(ties, equals),
            None if alone is None else _loss(ties, alone, found),
            None if fewest is None else _contradicted(ties, fewest),
        )


def _alone(ties: Ties, labels: Labels) -> Alternatives:
    partition = partition_of(ties.nodes, labels)
    return Alternatives((partition,), (0.0,), epsilon=0.0, capped=False, proven=True)


def _loss(ties: Ties, free: Labels, found: Communities) -> float:
    scores = score_ties(
        ties, objective=found.objective, resolution=found.resolution, before=None, coupling=0.0
    )
    return max(0.0, scores.value(free, coupled=False) - found.quality)


def _contradicted(ties: Ties, labels: Labels) -> LeastDisagreement:
    weight = math.fsum(np.abs(ties.weights[contradicts(ties, labels)]))
    return LeastDisagreement(
        weight, weight, proven=True, partition=partition_of(ties.nodes, labels)
    )
