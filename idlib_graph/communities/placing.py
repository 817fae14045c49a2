"""Who sits with whom, and nothing else, on many days, draws and settings at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from idlib_graph.communities.courses import NOBODY, Course, Memo, Stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities.courses import Bools, Floats, Ints, Labels
    from idlib_graph.snapshots import SnapshotSeries

T = TypeVar("T")

# So many scores are worked on at once: 48 MB of them.
AT_ONCE = 6_000_000


def labels_over_time(series: SnapshotSeries) -> Labels:
    """Who sits with whom in each snapshot, shape (slices, nodes of the series).

    Two lines sit together where they have the same label; -1 is a line without a tie.

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> labels = labels_over_time(series)
    >>> zinki, hts = (labels[:, series.nodes.index(name)] for name in ("zinki", "hts"))
    >>> (zinki == hts).tolist()
    [True, False]
    """
    (found,) = labels_of_each([series])
    return found


def labels_of_each(
    several: Sequence[SnapshotSeries],
    near: Iterable[NDArray[np.integer[Any]]] | None = None,
    *,
    memo: Memo | None = None,
) -> Iterator[Labels]:
    """The same of several series at once, which takes less time than one by one.

    Parameters
    ----------
    several : as many as memory holds, see `fitting`
    near : of each the labels of something alike: the more of them are right, the less is to do
    memo : answers so far, of any series and settings; added to

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> (own,) = labels_of_each([series])
    >>> (again,) = labels_of_each([series], [own])
    >>> (own == again).all().item()
    True
    """
    return walk([Course.of(series, series.weights) for series in several], near, memo=memo)


def walk(
    courses: Sequence[Course],
    near: Iterable[NDArray[np.integer[Any]]] | None = None,
    *,
    memo: Memo | None = None,
) -> Iterator[Labels]:
    """The same of days, (days, nodes), of which each hangs on the day before.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> (found,) = walk([Course.of(series, series.weights)])
    >>> (found == labels_over_time(series)).all().item()
    True
    """
    guesses = near or [np.array([NOBODY]) for _ in courses]
    return _Walk(Stack.of(courses, memo), guesses).finish()


def fitting(
    several: Iterable[tuple[T, SnapshotSeries]],
) -> Iterator[tuple[list[T], list[SnapshotSeries]]]:
    """Series with what they are known by, as many together as `labels_of_each` takes at once.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset())
    >>> [names for names, some in fitting([("one", series), ("other", series)])]
    [['one', 'other']]
    """
    names: list[T] = []
    some: list[SnapshotSeries] = []
    scores = 0
    for name, series in several:
        names.append(name)
        some.append(series)
        scores += len(series.days) * len(series.nodes) ** 2
        if scores > AT_ONCE:
            yield names, some
            names, some, scores = [], [], 0
    if some:
        yield names, some


@dataclass(frozen=True)
class Question:
    """Who sits with whom in some cases.

    Attributes
    ----------
    weights : of the relations, (relations, cases)
    before : the labels of the time before, (cases, nodes)
    asked : of whose fellows is asked, (cases, nodes); how the others sit may be left open
    """

    series: SnapshotSeries
    weights: Floats
    before: Labels
    asked: Bools


class Answers:
    """The labels of a question's cases, each (nodes,).

    What is not clear at a glance is settled when it is looked at: often it need not be.
    """

    def __init__(
        self, stack: Stack, number: int, before: Labels, found: tuple[Labels, Bools]
    ) -> None:
        self._stack, self._places, self._before = stack, stack.places[number], before
        self._first, (self._found, self._clear) = int(stack.starts[number]), found
        self._settled: set[int] = set()

    def __getitem__(self, case: int) -> Labels:
        row = self._first + case
        if not (self._clear[row] or row in self._settled):
            self._found[row] = self._stack.settle(row, self._before[row])
            self._settled.add(row)
        labels: Labels = self._found[row, self._places]
        return labels

    def is_clear(self, case: int) -> bool:
        """Whether no other partition is as good, as far as that is known."""
        return bool(self._clear[self._first + case])


def answer(questions: Sequence[Question], *, memo: Memo | None = None) -> list[Answers]:
    """The labels of each question's cases.

    Parameters
    ----------
    memo : as for `labels_of_each`

    Examples
    --------
    The second slice from its weights and the first:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> first, second = labels_over_time(series)
    >>> before, everybody = first[np.newaxis], np.ones((1, len(series.nodes)), dtype=bool)
    >>> (found,) = answer([Question(series, series.weights[:, 1:], before, everybody)])
    >>> (found[0] == second).all().item()
    True
    """
    stack = Stack.of([Course.of(each.series, each.weights) for each in questions], memo)
    before = stack.spread((each.before for each in questions), NOBODY)
    asked = stack.spread((each.asked for each in questions), fill=False)
    cases = np.arange(len(before))
    found = stack.glance(cases, stack.staying(cases, before), asked)
    return [Answers(stack, number, before, found) for number in range(len(questions))]


class _Walk:
    """Days of which each hangs on the day before.

    All are settled at once, each as if the labels of the day before were right, and again where
    those turn out otherwise, until nothing changes.
    """

    def __init__(self, stack: Stack, near: Iterable[NDArray[np.integer[Any]]]) -> None:
        self._stack = stack
        self._labels = stack.spread(near, NOBODY)
        # Of those that are settled: who was taken to stay together, and whether it was clear.
        self._staying = np.zeros(stack.glances.weights.shape, dtype=np.bool_)
        self._settled = ~stack.able
        self._clear = np.zeros_like(stack.able)

    def finish(self) -> Iterator[Labels]:
        """Walk to the end: the labels of each course."""
        days = np.arange(len(self._labels))
        while True:
            while len(days):
                days = self._glance(days)
            unclear = np.flatnonzero(~self._clear)
            if not len(unclear):
                return self._stack.gather(self._labels)
            first = np.unique(self._stack.course_of(unclear), return_index=True)[1]
            days = self._settle(unclear[first])

    def _before(self, days: Ints) -> Labels:
        first = np.isin(days, self._stack.starts)
        return np.where(first[:, np.newaxis], NOBODY, self._labels[days - 1])

    def _glance(self, days: Ints) -> Ints:
        """Settle those of some days that are not, or not rightly; the days that hang on them."""
        days = days[~self._settled[days] | self._clear[days]]  # the others have to be settled
        if not len(days):
            return days
        staying = self._stack.staying(days, self._before(days))
        # A bonus gained inside of a community, or lost between two, only speaks for the answer.
        inside = self._stack.staying(days, self._labels[days])
        against = (staying != self._staying[days]) & (staying != inside)
        self._staying[days] = staying
        stale = ~self._settled[days] | against.any(axis=1)
        days, staying = days[stale], staying[stale]
        labels, self._clear[days] = self._stack.glance(days, staying)
        self._settled[days] = True
        return self._tell(days, labels)

    def _settle(self, days: Ints) -> Ints:
        """Settle days that are not clear, all before them right; the days that hang on them."""
        before = self._before(days)
        found = [self._stack.settle(*of) for of in zip(days.tolist(), before, strict=True)]
        self._clear[days] = True
        return self._tell(days, np.array(found, dtype=np.intp).reshape(before.shape))

    def _tell(self, days: Ints, labels: Labels) -> Ints:
        """Take the labels of some days; the days after those of which they are new."""
        new = (labels != self._labels[days]).any(axis=1)
        self._labels[days] = labels
        after = days[new] + 1
        inside: Ints = after[~np.isin(after, self._stack.ends)]
        return inside
