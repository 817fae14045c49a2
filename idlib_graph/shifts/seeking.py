"""Searches for the causes of shifts, all of which ask what they have to ask at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import numpy as np

from idlib_graph.communities.placing import Question, answer
from idlib_graph.snapshots import rewind

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from idlib_graph.shifts.causes import CauseFinder

# So many cases are worked on at once.
AT_ONCE = 2_000
T = TypeVar("T")
_Case: TypeAlias = "tuple[CauseFinder, tuple[str, ...], frozenset[str]]"
Steps: TypeAlias = "Generator[Sequence[Sequence[str]], Sequence[bool], T]"


@dataclass(frozen=True)
class Search(Generic[T]):
    """A search for what makes lines move.

    Attributes
    ----------
    lines : who moves
    steps : gives sets of relations, and is told of each whether it brings all of `lines` back
        where it is set back, until it returns what was sought
    """

    finder: CauseFinder
    lines: tuple[str, ...]
    steps: Steps[T]


def seek(searches: Iterable[Search[T]]) -> list[T]:
    """Carry out searches, of any series: all that they ask at one time is answered at once.

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
    said: dict[int, Sequence[bool]] = {}
    found: dict[int, T] = {}
    known: dict[_Case, bool] = {}
    while going:
        asked: dict[int, list[_Case]] = {}
        for number, search in tuple(going.items()):
            try:
                sets = search.steps.send(said[number]) if number in said else next(search.steps)
            except StopIteration as end:
                found[number] = end.value
                del going[number]
            else:
                asked[number] = [(search.finder, search.lines, frozenset(some)) for some in sets]
        new = {case: None for cases in asked.values() for case in cases if case not in known}
        known.update(zip(new, _restore([*new]), strict=True))
        said = {number: [known[case] for case in cases] for number, cases in asked.items()}
    return [found[number] for number in sorted(found)]


def _restore(cases: Sequence[_Case]) -> Iterator[bool]:
    """Whether each case brings back everyone who moved."""
    for start in range(0, len(cases), AT_ONCE):
        yield from _restore_at_once(cases[start : start + AT_ONCE])


def _restore_at_once(cases: Sequence[_Case]) -> Iterator[bool]:
    by_series: dict[int, list[_Case]] = {}
    for case in cases:
        by_series.setdefault(id(case[0].series), []).append(case)
    answers = answer([_question(some) for some in by_series.values()])
    found = {}
    for some, labels in zip(by_series.values(), answers, strict=True):
        for case, row in zip(some, labels.tolist(), strict=True):
            finder, lines, _ = case
            found[case] = all(finder.restored(line, row) for line in lines)
    return map(found.__getitem__, cases)


def _question(cases: Sequence[_Case]) -> Question:
    """Who sits with whom once the relations of each case are set back."""
    series = cases[0][0].series
    weights = [rewind(series, finder.column, relations) for finder, _, relations in cases]
    before = np.array([finder.then for finder, _, _ in cases])
    asked = np.zeros(before.shape, dtype=np.bool_)
    for row, (_, lines, _) in zip(asked, cases, strict=True):
        row[[*map(series.nodes.index, lines)]] = True
    return Question(series, np.array(weights).T, before, asked)
