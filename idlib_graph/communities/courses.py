"""Days of one series or more as arrays, among which it is asked who sits with whom.

It is told by *labels*, one for each node: two sit together where they have the same label, and -1
is a node without a tie.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from idlib_graph.communities import EXACT_BLOCK, best_partition, describe, exact
from idlib_graph.communities.glance import DEPTH, FEW_PROGRAMS, Glances
from idlib_graph.communities.objectives import Ties, resolve, score_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.communities.objectives import Scores
    from idlib_graph.snapshots import SnapshotSeries

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]
    Labels: TypeAlias = Ints

T = TypeVar("T", str, tuple[str, str])

NOBODY = -1


@dataclass(frozen=True)
class Course:
    """Some days, or cases, of a series.

    Attributes
    ----------
    there : which pairs have a tie on which day, (days, pairs)
    weights : their net weights
    settled : what was found of the days that were not clear at a glance
    """

    series: SnapshotSeries
    there: Bools
    weights: Floats
    settled: dict[int, tuple[exact.Optimum, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, series: SnapshotSeries, weights: Floats) -> Course:
        """The days that have these weights of relations, (relations, days)."""
        positive, negative = (side.T for side in series.tie_weights(weights))
        return cls(series, (positive > 0.0) | (negative > 0.0), positive - negative)

    @property
    def able(self) -> bool:
        """Whether an answer can be clear at a glance."""
        settings = self.series.settings
        # As what is found exactly; and strangers, whom `modularity` rewards, are in no part.
        able = settings.method != "heuristic" and settings.objective != "modularity"
        return able and len(self.series.nodes) <= EXACT_BLOCK

    def null(self) -> tuple[Floats, Floats]:
        """What the null model takes from the score of a pair: c a_i a_j, (days,), (days, nodes)."""
        settings, touches = self.series.settings, self.series.touches
        entry, gamma = resolve(settings.objective, settings.resolution)
        positive, negative = (np.maximum(w, 0.0) @ touches for w in (self.weights, -self.weights))
        terms = entry.null(positive, negative, gamma or 0.0)
        if terms:
            return terms[0]
        return np.zeros(len(self.there)), np.zeros((len(self.there), touches.shape[1]))

    def ties(self, day: int) -> tuple[Ints, Ties]:
        """Which nodes have a tie on a day, and the ties."""
        frame = self.series.frame(self.there[day])
        weights = self.weights[day][self.there[day]]
        return frame.present, Ties(frame.nodes, frame.rows, frame.cols, weights)

    def settle(self, day: int, before: Labels) -> Labels:
        """Who sits with whom on a day, (nodes,), clear at a glance or not; remembered."""
        present, ties = self.ties(day)
        settings, then = self.series.settings, before[present]
        found = self.settled[day] = best_partition(
            self._score(ties, then),
            then,
            method=settings.method,
            node_limit=settings.node_limit,
            seed=settings.seed,
        )
        labels = np.full(len(before), NOBODY)
        labels[present] = present[found[0].labels]
        return labels

    def describe(self, day: int, before: Labels, labels: Labels) -> Communities:
        """The communities of a day by its labels, (nodes,), and how good they are."""
        present, ties = self.ties(day)
        scores = self._score(ties, before[present])
        if day in self.settled:
            best = self.settled[day]
        else:  # clear at a glance, so the best by far
            best = exact.certain(scores, np.searchsorted(present, labels[present])), "exact"
        settings = self.series.settings
        return describe(scores, *best, objective=settings.objective, resolution=settings.resolution)

    def _score(self, ties: Ties, before: Labels) -> Scores:
        settings = self.series.settings
        return score_ties(
            ties,
            objective=settings.objective,
            resolution=settings.resolution,
            before=before,
            coupling=settings.coupling,
        )


@dataclass(frozen=True)
class Stack:
    """The days of several courses, one course after the other.

    Attributes
    ----------
    starts, ends : the first day of each course, and the first after it
    places : of each course, where its nodes are among those of all
    present : which nodes have a tie, (days, all nodes)
    able : on which days an answer can be clear at a glance, (days,)
    glances : the same days
    """

    courses: Sequence[Course]
    starts: Ints
    ends: Ints
    places: Sequence[Ints]
    present: Bools
    able: Bools
    glances: Glances

    @classmethod
    def of(cls, courses: Sequence[Course]) -> Stack:
        """Put courses after one another, whatever nodes and pairs each has."""
        counts = [len(course.there) for course in courses]
        ends = np.cumsum(counts, dtype=np.intp)
        days = [slice(end - count, end) for end, count in zip(ends.tolist(), counts, strict=True)]
        nodes = _places(course.series.nodes for course in courses)
        pairs = _places(course.series.pairs for course in courses)
        places = [_at(nodes, course.series.nodes) for course in courses]
        weights = np.zeros((sum(counts), len(pairs)))
        present = np.zeros((sum(counts), len(nodes)), dtype=np.bool_)
        able = np.zeros(sum(counts), dtype=np.bool_)
        coupling, factors = np.zeros((2, sum(counts)))
        depth = np.zeros(sum(counts), dtype=np.intp)
        vectors = np.zeros(present.shape)
        for course, own, place in zip(courses, days, places, strict=True):
            settings = course.series.settings
            weights[own, _at(pairs, course.series.pairs)] = course.weights
            present[own, place] = course.there @ course.series.touches > 0.0
            able[own], coupling[own] = course.able, settings.coupling
            factors[own], vectors[own, place] = course.null()
            # Trying stands for linear programs of the exact way: none where those are few.
            depth[own] = DEPTH if settings.node_limit >= FEW_PROGRAMS else 0
        joined = np.array([_at(nodes, pair) for pair in pairs], dtype=np.intp).reshape(-1, 2)
        glances = Glances(joined, weights, factors, vectors, coupling, depth)
        return cls(courses, ends - counts, ends, places, present, able, glances)

    def staying(self, days: Ints, before: Labels) -> Bools:
        """Which ties keep together whom they joined before, (len(days), all pairs)."""
        staying: Bools = self.glances.staying(days, before) & self.able[days, np.newaxis]
        return staying

    def glance(
        self, days: Ints, staying: Bools, asked: Bools | None = None
    ) -> tuple[Labels, Bools]:
        """The labels of some days, (len(days), all nodes), and of which days they are clear."""
        able = self.able[days]
        wanted = None if asked is None else asked[able]
        labels, clear = np.full((len(days), self.present.shape[1]), NOBODY), able.copy()
        first, clear[able] = self.glances.settle(days[able], staying[able], wanted)
        labels[able] = np.where(self.present[days[able]], first, NOBODY)
        return labels, clear

    def settle(self, day: int, before: Labels) -> Labels:
        """Those of one day, (all nodes,), clear at a glance or not."""
        number = int(self.course_of(np.array(day)))
        places = self.places[number]
        found = self.courses[number].settle(day - int(self.starts[number]), before[places])
        labels = np.full(len(before), NOBODY)
        labels[places] = np.where(found < 0, NOBODY, places[found])
        return labels

    def course_of(self, days: Ints) -> Ints:
        """The number of the course that each day is of."""
        return self.ends.searchsorted(days, side="right")

    def spread(self, rows: Iterable[NDArray[Any]], fill: Any) -> NDArray[Any]:  # noqa: ANN401
        """What each course tells of its nodes, told of all nodes, (days, all nodes)."""
        spread = np.full(self.present.shape, fill)
        for row, places, start, end in zip(rows, self.places, self.starts, self.ends, strict=True):
            spread[start:end, places] = row
        return spread

    def gather(self, labels: Labels) -> Iterator[Labels]:
        """The labels of each course, (its days, its nodes), from those of all."""
        for places, start, end in zip(self.places, self.starts, self.ends, strict=True):
            yield labels[start:end, places]


def _places(several: Iterable[Iterable[T]]) -> dict[T, int]:
    """The place of each thing among all, sorted."""
    return {thing: i for i, thing in enumerate(sorted({t for things in several for t in things}))}


def _at(places: Mapping[T, int], things: Iterable[T]) -> Ints:
    return np.array([places[thing] for thing in things], dtype=np.intp)
