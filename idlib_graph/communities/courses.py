"""Days of one series or more as arrays, among which it is asked who sits with whom.

It is told by *labels*, one for each node: two sit together where they have the same label, and -1
is a node without a tie.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from idlib_graph.communities import EXACT_BLOCK, best_partition, describe, exact
from idlib_graph.communities.glance import DEPTH, FEW_PROGRAMS, Glances
from idlib_graph.communities.objectives import Ties, resolve, score_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.communities.objectives import Null, Scores
    from idlib_graph.snapshots import SnapshotSeries

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Bools: TypeAlias = NDArray[np.bool_]
    Labels: TypeAlias = Ints
    Found: TypeAlias = tuple[exact.Optimum, str]

T = TypeVar("T", str, tuple[str, str])

NOBODY = -1
# Bytes that stand for all of a day: two days of the same ones are not to be expected ever.
_DIGEST = 16


@dataclass(frozen=True)
class Course:
    """Some days, or cases, of a series.

    Attributes
    ----------
    there : which pairs have a tie on which day, (days, pairs)
    weights : their net weights
    settled : what was found on the days that were not clear at a glance
    """

    series: SnapshotSeries
    there: Bools
    weights: Floats
    settled: dict[int, Found] = field(default_factory=dict)

    @classmethod
    def of(cls, series: SnapshotSeries, weights: Floats) -> Course:
        """The days that have these weights of relations, (relations, days)."""
        positive, negative = (side.T for side in series.tie_weights(weights))
        return cls(series, (positive > 0.0) | (negative > 0.0), positive - negative)

    @property
    def able(self) -> bool:
        """Whether an answer can be clear at a glance."""
        settings = self.series.settings
        # As what is found exactly; and of `modularity`, by which strangers score, too little is.
        able = settings.method != "heuristic" and settings.objective != "modularity"
        return able and len(self.series.nodes) <= EXACT_BLOCK

    def null(self) -> Null:
        """The terms (c, a) of the null model, (days,) and (days, nodes)."""
        settings, touches = self.series.settings, self.series.touches
        entry, gamma = resolve(settings.objective, settings.resolution)
        positive, negative = (np.maximum(w, 0.0) @ touches for w in (self.weights, -self.weights))
        return entry.null(positive, negative, gamma or 0.0)

    def ties(self, day: int) -> tuple[Ints, Ties]:
        """Which nodes have a tie on a day, and the ties."""
        frame = self.series.frame(self.there[day])
        weights = self.weights[day][self.there[day]]
        return frame.present, Ties(frame.nodes, frame.rows, frame.cols, weights)

    def settle(self, day: int, before: Labels) -> Found:
        """The best partition of a day, whether or not it is clear at a glance."""
        present, ties = self.ties(day)
        settings, then = self.series.settings, before[present]
        return best_partition(
            self._score(ties, then),
            then,
            method=settings.method,
            node_limit=settings.node_limit,
            seed=settings.seed,
        )

    def describe(self, day: int, before: Labels, labels: Labels) -> Communities:
        """The communities of a day by its labels, (nodes,), and how good they are."""
        present, ties = self.ties(day)
        settings, scores = self.series.settings, self._score(ties, before[present])
        found = self.settled.get(day)
        if found is None:  # clear at a glance, so the best by far
            found = exact.certain(scores, np.searchsorted(present, labels[present])), "exact"
        return describe(
            scores, *found, objective=settings.objective, resolution=settings.resolution
        )

    @property
    def question(self) -> tuple[object, ...]:
        """What an answer hangs on beside the day and the day before."""
        s = self.series.settings
        return s.objective, s.resolution, s.coupling, s.method, s.node_limit, s.seed

    def _score(self, ties: Ties, before: Labels) -> Scores:
        settings = self.series.settings
        return score_ties(
            ties,
            objective=settings.objective,
            resolution=settings.resolution,
            before=before,
            coupling=settings.coupling,
        )


class Memo:
    """Answers so far, by all that they hang on."""

    def __init__(self) -> None:
        self.glanced: dict[tuple[int, bytes], tuple[Labels, bool]] = {}
        self.settled: dict[tuple[int, bytes], Found] = {}
        self._names: dict[object, int] = {}

    def name(self, thing: object) -> int:
        """A number for a thing, the same each time."""
        return self._names.setdefault(thing, len(self._names))


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
    names : a number for all that the answers of each course hang on beside the day
    memo : answers so far, of this stack and others
    """

    courses: Sequence[Course]
    starts: Ints
    ends: Ints
    places: Sequence[Ints]
    present: Bools
    able: Bools
    glances: Glances
    names: Sequence[int]
    memo: Memo

    @classmethod
    def of(cls, courses: Sequence[Course], memo: Memo | None = None) -> Stack:
        """Put courses after one another, whatever nodes and pairs each has."""
        counts = [len(course.there) for course in courses]
        ends = np.cumsum(counts, dtype=np.intp)
        days = [slice(end - count, end) for end, count in zip(ends.tolist(), counts, strict=True)]
        # Most have the same pairs.
        several = {id(course.series.pairs): course.series for course in courses}
        nodes = _places(series.nodes for series in several.values())
        pairs = _places(series.pairs for series in several.values())
        place_of = {own: _at(nodes, series.nodes) for own, series in several.items()}
        columns = {own: _at(pairs, series.pairs) for own, series in several.items()}
        places = [place_of[id(course.series.pairs)] for course in courses]
        weights = np.zeros((sum(counts), len(pairs)))
        present = np.zeros((sum(counts), len(nodes)), dtype=np.bool_)
        able = np.zeros(sum(counts), dtype=np.bool_)
        coupling, depth = np.zeros(sum(counts)), np.zeros(sum(counts), dtype=np.intp)
        null = [course.null() for course in courses]
        factors = np.zeros((max(map(len, null), default=0), sum(counts)))
        vectors = np.zeros((len(factors), *present.shape))
        for course, own, place, terms in zip(courses, days, places, null, strict=True):
            settings = course.series.settings
            weights[own, columns[id(course.series.pairs)]] = course.weights
            present[own, place] = course.there @ course.series.touches > 0.0
            able[own], coupling[own] = course.able, settings.coupling
            for number, (factor, vector) in enumerate(terms):
                factors[number, own], vectors[number][own, place] = factor, vector
            # Trying stands for linear programs of the exact way: none where those are few.
            depth[own] = DEPTH if settings.node_limit >= FEW_PROGRAMS else 0
        joined = np.array([_at(nodes, pair) for pair in pairs], dtype=np.intp).reshape(-1, 2)
        glances = Glances(joined, weights, factors, vectors, coupling, depth)
        memo = Memo() if memo is None else memo
        names = [memo.name((*pairs, *course.question)) for course in courses]
        return cls(courses, ends - counts, ends, places, present, able, glances, names, memo)

    def staying(self, days: Ints, before: Labels) -> Bools:
        """Which ties keep together whom they joined before, (len(days), all pairs)."""
        staying: Bools = self.glances.staying(days, before) & self.able[days, np.newaxis]
        return staying

    def glance(
        self, days: Ints, staying: Bools, asked: Bools | None = None
    ) -> tuple[Labels, Bools]:
        """The labels of some days, (len(days), all nodes), and of which days they are clear."""
        able, labels = self.able[days], np.full((len(days), self.present.shape[1]), NOBODY)
        clear = able.copy()
        wanted = None if asked is None else asked[able]
        labels[able], clear[able] = self._glance(days[able], staying[able], wanted)
        return labels, clear

    def _glance(self, days: Ints, staying: Bools, asked: Bools | None) -> tuple[Labels, Bools]:
        known, keys = self.memo.glanced, self._keys(days, staying, asked)
        new = {key: at for at, key in enumerate(keys) if key not in known}
        at = np.array([*new.values()], dtype=np.intp)
        wanted = None if asked is None else asked[at]
        first, clear = self.glances.settle(days[at], staying[at], wanted)
        placed = np.where(self.present[days[at]], first, NOBODY)
        known.update(zip(new, zip(placed, clear.tolist(), strict=True), strict=True))
        found = [known[key] for key in keys]
        labels = np.array([row for row, _ in found], dtype=np.intp)
        labels = labels.reshape(len(days), self.present.shape[1])
        return labels, np.array([sure for _, sure in found], dtype=np.bool_)

    def settle(self, day: int, before: Labels) -> Labels:
        """Those of one day, (all nodes,), clear at a glance or not."""
        days, known = np.array([day]), self.memo.settled
        number = int(self.course_of(days)[0])
        course, places = self.courses[number], self.places[number]
        own = day - int(self.starts[number])
        (key,) = self._keys(days, before[np.newaxis, places])
        if key not in known:
            known[key] = course.settle(own, before[places])
        course.settled[own] = known[key]
        there = np.flatnonzero(self.present[day])
        labels = np.full(len(before), NOBODY)
        labels[there] = there[known[key][0].labels]
        return labels

    def _keys(self, days: Ints, *rows: NDArray[Any] | None) -> list[tuple[int, bytes]]:
        """What the answer of each day hangs on, these rows included: in short, as many are kept."""
        given = (row for row in rows if row is not None)
        parts = [
            np.packbits(row, axis=1) if row.dtype == np.bool_ else row.view(np.uint8)
            for row in (self.glances.weights[days], self.present[days], *given)
        ]
        told = np.concatenate(parts, axis=1)
        names = map(self.names.__getitem__, self.course_of(days).tolist())
        digests = (blake2b(row, digest_size=_DIGEST).digest() for row in told)
        return [*zip(names, digests, strict=True)]

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
