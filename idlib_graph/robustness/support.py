"""Which sources suffice: the smallest sets of sources that alone lead to a conclusion.

That a conclusion stands without each source in turn does not say that it is well supported: two
sources may each stand in for the other. So each set of sources is heard on its own, and for each
conclusion those are told that suffice and of which no smaller part does. More sources can undo
what fewer say, so a set that holds a sufficient one need not be sufficient itself.

Here a membership takes more than half of *all* the line's fellows: sources that never speak of
most of them do not tell who the line sits with. (Leaving a source out, those of whom nothing is
left do not count: a line does not leave them.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, TypeAlias

from idlib_graph.communities.placing import fitting
from idlib_graph.robustness.conclusions import memberships_held
from idlib_graph.robustness.sources import hear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from idlib_graph.robustness.conclusions import Bools, Headline
    from idlib_graph.robustness.sources import Progress
    from idlib_graph.shifts import CommunityId, Shift

    Names: TypeAlias = frozenset[str]

MOST_SETS = 255
"""So many sets of sources are heard at most before a search goes on: all, up to 8 sources."""


@dataclass(frozen=True, slots=True)
class Sufficient:
    """The sets of sources that suffice for one conclusion, the smallest first.

    Attributes
    ----------
    sets : each in the order of the data set
    minimal : whether nothing inside a set suffices; else only no single source can be spared
    complete : whether these are all there are; else there may be others, larger than were tried
    """

    sets: tuple[tuple[str, ...], ...]
    minimal: bool = True
    complete: bool = True


@dataclass(frozen=True)
class ShiftSupport:
    """What suffices for a shift to be found, within ``match_window`` slices of its day."""

    shift: Shift
    sufficient: Sufficient


@dataclass(frozen=True, slots=True)
class MembershipSupport:
    """What suffices for a line to sit with most of its fellows on a day."""

    line: str
    community: CommunityId
    day: date
    sufficient: Sufficient


@dataclass(frozen=True)
class Outcome:
    """What holds where only some sources are heard.

    Attributes
    ----------
    memberships : which of the headline's do, shape (slices, lines)
    shifts : which of its shifts are found within ``match_window`` slices
    """

    memberships: Bools
    shifts: tuple[bool, ...]


@dataclass(frozen=True)
class SourceSets:
    """The sets of sources that were heard on their own, and what follows from each.

    Attributes
    ----------
    size : every set of so many sources or fewer was heard
    """

    headline: Headline
    size: int
    _heard: dict[Names, Outcome] = field(default_factory=dict, repr=False, compare=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that the headline hears."""
        return tuple(self.headline.snapshots.dataset.sources)

    @property
    def complete(self) -> bool:
        """Whether every set was heard."""
        return self.size >= len(self.sources)

    def outcome(self, names: Iterable[str]) -> Outcome:
        """What holds where only these are heard; worked out once for each set."""
        heard = frozenset(names)
        if heard not in self._heard:
            list(self.hear([heard]))
        return self._heard[heard]

    def hear(self, sets: Iterable[Names]) -> Iterator[Names]:
        """Hear each set of sources on its own; yields it once it was heard."""
        headline, sources = self.headline, self.sources
        told = ((s, hear(headline.snapshots, [n for n in sources if n in s])) for s in sets)
        for some, variants in fitting(told):
            for names, (_, labels) in zip(some, headline.labels_in(variants), strict=True):
                turns = enumerate(headline.probe.find(labels))
                self._heard[names] = Outcome(
                    memberships_held(headline.labels, labels, of_all=True),
                    tuple(headline.is_near(index, turn) for index, turn in turns),
                )
                yield names

    def shifts(self) -> tuple[ShiftSupport, ...]:
        """What suffices for each shift that is told as an event."""
        return tuple(
            ShiftSupport(shift, self._for_shift(index))
            for index, shift in enumerate(self.headline.shifts)
            if shift.is_event
        )

    def day(self, on: date | None = None) -> date:
        """The last slice up to a day, else the first; the last where no day is given."""
        days = self.headline.days
        return max((day for day in days if on is None or day <= on), default=days[0])

    def memberships(self, on: date | None = None) -> tuple[MembershipSupport, ...]:
        """What suffices for each membership of a slice: that of `day`."""
        row = self.headline.days.index(self.day(on))
        part = self.headline.slices[row]
        return tuple(
            MembershipSupport(line, community.id, part.day, self._for_membership(row, column))
            for column, line in enumerate(self.headline.lines)
            if (community := part.where.get(line))
        )

    def _for_shift(self, index: int) -> Sufficient:
        return self._search(lambda names: self.outcome(names).shifts[index])

    def _for_membership(self, row: int, column: int) -> Sufficient:
        return self._search(lambda names: bool(self.outcome(names).memberships[row, column]))

    def _search(self, holds: Callable[[Names], bool]) -> Sufficient:
        """The minimal sets among those heard; where none suffices, one without what can go."""
        found: list[Names] = []
        for names in _sets(self.sources, self.size):
            if not any(smaller <= names for smaller in found) and holds(names):
                found.append(names)
        minimal = bool(found) or self.complete
        if not minimal:
            found = [self._spared(holds)]
        ordered = tuple(tuple(s for s in self.sources if s in names) for names in found)
        return Sufficient(ordered, minimal, self.complete)

    def _spared(self, holds: Callable[[Names], bool]) -> Names:
        """Leave out one source after the other, the last first, as long as it holds."""
        kept = frozenset(self.sources)
        for source in reversed(self.sources):
            if holds(kept - {source}):
                kept -= {source}
        return kept


def find_sufficient(
    headline: Headline, *, most: int = MOST_SETS, progress: Progress | None = None
) -> SourceSets:
    """Hear every set of sources on its own, the smallest first.

    Parameters
    ----------
    most : no larger sets are heard once all of the next size would make more than this
    progress : told after each set how many are done, and of how many

    Examples
    --------
    >>> import idlib_graph as ig
    >>> two = ("al-bawaba-2018", "newsgram-2020")
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=two)
    >>> found = find_sufficient(ig.Headline(told.snapshots, told.slices, told.shifts))
    >>> [one.sufficient.sets for one in found.memberships() if one.line == "jts"]
    [(('al-bawaba-2018',),)]
    """
    number = len(headline.snapshots.dataset.sources)
    size = 1
    while size < number and sum(comb(number, k) for k in range(1, size + 2)) <= most:
        size += 1
    found = SourceSets(headline, size)
    total = sum(comb(number, k) for k in range(1, size + 1))
    for done, _ in enumerate(found.hear(_sets(found.sources, size)), start=1):
        if progress:
            progress(done, total)
    return found


def _sets(sources: tuple[str, ...], size: int) -> Iterator[Names]:
    """Every set of up to `size` sources, the smallest first."""
    for number in range(1, size + 1):
        yield from map(frozenset, combinations(sources, number))
