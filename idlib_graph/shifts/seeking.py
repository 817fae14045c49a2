"""Searches for the causes of shifts, all of which ask what they have to ask at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import numpy as np

from idlib_graph.communities.placing import Answers, Question, answer
from idlib_graph.snapshots import rewind

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from idlib_graph.communities.courses import Memo
    from idlib_graph.shifts.causes import CauseFinder

# So many cases are worked on at once.
AT_ONCE = 2_000
T = TypeVar("T")
_Case: TypeAlias = "tuple[CauseFinder, tuple[str, ...], frozenset[str]]"
Steps: TypeAlias = "Generator[Sequence[Sequence[str]], Iterator[bool], T]"


@dataclass(frozen=True)
class Search(Generic[T]):
    """A search for what makes lines move.

    Attributes
    ----------
    lines : who moves
    steps : gives sets of relations, and is told of each in turn whether it brings all of `lines`
        back where it is set back, until it returns what was sought
    """

    finder: CauseFinder
    lines: tuple[str, ...]
    steps: Steps[T]


def seek(searches: Iterable[Search[T]], *, memo: Memo | None = None) -> list[T]:
    """Carry out searches, of any series: all that they ask at one time is looked at at once.

    Parameters
    ----------
    memo : as for `idlib_graph.communities.placing.labels_of_each`

    Examples
    --------
    >>> import idlib_graph as ig
    >>> from idlib_graph.shifts.causes import CauseFinder
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> finder = CauseFinder(told.snapshots, told.slices, 4)  # from 2016 to 2017
    >>> moved = [shift.moves for shift in told.shifts if shift.day == finder.after.day]
    >>> seek(finder.rests_on_news(moves) for moves in moved)  # the last is presumed
    [True, True, False]
    """
    going = dict(enumerate(searches))
    told: dict[int, Iterator[bool]] = {}
    found: dict[int, T] = {}
    known: dict[_Case, tuple[Answers, int]] = {}
    while going:
        asked: dict[int, list[_Case]] = {}
        for number, search in tuple(going.items()):
            try:
                sets = search.steps.send(told[number]) if number in told else next(search.steps)
            except StopIteration as end:
                found[number] = end.value
                del going[number]
            else:
                asked[number] = [(search.finder, search.lines, frozenset(some)) for some in sets]
        new = {case: None for cases in asked.values() for case in cases if case not in known}
        known.update(_look_at([*new], memo))
        told = {
            number: (_restores(case, *known[case]) for case in cases)
            for number, cases in asked.items()
        }
    return [found[number] for number in sorted(found)]


def _restores(case: _Case, answers: Answers, number: int) -> bool:
    """Whether everyone is back who moved."""
    finder, lines, _ = case
    labels = answers[number].tolist()
    return all(finder.restored(line, labels) for line in lines)


def _look_at(
    cases: Sequence[_Case], memo: Memo | None
) -> Iterator[tuple[_Case, tuple[Answers, int]]]:
    """Each case with the answers among which its own is."""
    for start in range(0, len(cases), AT_ONCE):
        by_series: dict[int, list[_Case]] = {}
        for case in cases[start : start + AT_ONCE]:
            by_series.setdefault(id(case[0].series), []).append(case)
        answers = answer([_question(some) for some in by_series.values()], memo=memo)
        for some, told in zip(by_series.values(), answers, strict=True):
            for number, case in enumerate(some):
                yield case, (told, number)


def _question(cases: Sequence[_Case]) -> Question:
    """Who sits with whom once the relations of each case are set back."""
    series = cases[0][0].series
    weights = [rewind(series, finder.column, relations) for finder, _, relations in cases]
    before = np.array([finder.then for finder, _, _ in cases])
    asked = np.zeros(before.shape, dtype=np.bool_)
    for row, (_, lines, _) in zip(asked, cases, strict=True):
        row[[*map(series.nodes.index, lines)]] = True
    return Question(series, np.array(weights).T, before, asked)
