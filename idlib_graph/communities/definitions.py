"""How much the answer hangs on the definition of a community, over a whole period."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.comparison import adjusted_mutual_information
from idlib_graph.communities.objectives import OBJECTIVES, labels_of, resolve
from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.communities.placing import Question, answer
from idlib_graph.communities.resolution import ROOM, sweep_resolution
from idlib_graph.communities.side_by_side import compare_objectives, hold_side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from idlib_graph.communities import Communities
    from idlib_graph.communities.side_by_side import SideBySide
    from idlib_graph.settings import Settings
    from idlib_graph.snapshots import SnapshotSeries

    Partition: TypeAlias = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every objective's answers over time.

    Attributes
    ----------
    answers : the communities of each slice by objective, the headline's first; each objective is
        coupled to its own past
    agreement : mean adjusted mutual information over the slices between each two, (4, 4)
    sits : in how many slices the headline's resolution sits on a plateau; None without one
    slices : of how many
    """

    answers: Mapping[str, tuple[Communities, ...]]
    agreement: tuple[tuple[float, ...], ...]
    sits: int | None
    slices: int


def compare_over_time(
    series: SnapshotSeries, headline: Sequence[Communities] | None = None
) -> Definitions:
    """Find the communities of each snapshot under every objective, and how far they agree.

    Parameters
    ----------
    headline : the answers under the settings of `series`, where they are known already

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> found = compare_over_time(ig.take_snapshots(ig.load_dataset(), [date(2018, 11, 1)]))
    >>> list(found.answers), found.slices
    (['potts', 'disagreement', 'modularity', 'cpm'], 1)
    >>> found.agreement[0][0]  # of the headline with itself
    1.0
    """
    settings = series.settings
    own = tuple(headline) if headline is not None else communities_over_time(series)
    answers = {settings.objective: own}
    for name in OBJECTIVES:
        if name != settings.objective:
            other = replace(
                settings, objective=name, resolution=None, method=_method(settings, name)
            )
            answers[name] = communities_over_time(replace(series, settings=other))
    return Definitions(answers, _agreement(answers), _sits(series, own), len(own))


def _method(settings: Settings, objective: str) -> str:
    """How another objective's communities are found: as the headline's, where that can do it."""
    able = settings.method != "leiden" or objective != "modularity"
    return settings.method if able else "auto"


def objectives_on(
    found: Definitions, G: nx.Graph[str], settings: Settings, column: int, *, known: bool
) -> SideBySide:
    """Hold the objectives side by side in one snapshot, each coupled to its own past.

    Parameters
    ----------
    column : the slice that it is, or that comes after it
    known : whether it is that slice, whose answers are found already

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 11, 1)])
    >>> found = compare_over_time(series)
    >>> beside = objectives_on(found, series.graphs[0], series.settings, 0, known=True)
    >>> beside.headline.objective, beside.agreement == found.agreement
    ('potts', True)
    """
    if known:
        answers = [course[column] for course in found.answers.values()]
        return hold_side_by_side(G, answers, seed=settings.seed)
    own = {name: course[column - 1].partition for name, course in found.answers.items() if column}
    return compare_objectives(
        G,
        objective=settings.objective,
        resolution=settings.resolution,
        previous=own,
        coupling=settings.coupling,
        node_limit=settings.node_limit,
        seed=settings.seed,
    )


def _agreement(answers: Mapping[str, Sequence[Communities]]) -> tuple[tuple[float, ...], ...]:
    courses = [[found.partition for found in course] for course in answers.values()]

    def mean(one: Sequence[Partition], other: Sequence[Partition]) -> float:
        if one is other:
            return 1.0
        return math.fsum(map(adjusted_mutual_information, one, other)) / len(one)

    return tuple(tuple(mean(one, other) for other in courses) for one in courses)


def _sits(series: SnapshotSeries, own: Sequence[Communities]) -> int | None:
    """In how many slices nobody moves within a factor `ROOM` of the resolution."""
    settings = series.settings
    gamma = resolve(settings.objective, settings.resolution)[1]
    if gamma is None:
        return None
    between = (gamma / ROOM, gamma * ROOM or 1.0)
    before = [None, *(found.partition for found in own)][: len(own)]
    alike = _settle_alike(series, before, between)
    return sum(
        sure
        or sweep_resolution(
            series.graphs[day],
            objective=settings.objective,
            resolution=gamma,
            previous=before[day],
            coupling=settings.coupling,
            between=between,
            node_limit=settings.node_limit,
        ).sits
        for day, sure in enumerate(alike)
    )


def _settle_alike(
    series: SnapshotSeries, before: Sequence[Partition | None], gammas: tuple[float, float]
) -> list[bool]:
    """In which slices two resolutions have one answer, which all between them have then."""
    labels = np.array([labels_of(series.nodes, partition or ()) for partition in before])
    everybody = np.ones(labels.shape, dtype=np.bool_)
    low, high = answer([
        Question(
            replace(series, settings=replace(series.settings, resolution=gamma, method="auto")),
            series.weights, labels, everybody,
        )
        for gamma in gammas
    ])  # fmt: skip
    return [bool((low[day] == high[day]).all()) for day in range(len(series.days))]
