"""What an alluvial chart shows: who was where on a few dates, and who went where between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from idlib_graph.dates import date_range
from idlib_graph.errors import DateError, SettingsError
from idlib_graph.shifts.records import ABSENT, UNALIGNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.records import CommunityId, Slice

    Members: TypeAlias = Mapping[str, tuple[str, ...]]
    Taken: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]

FIRST, AGAIN, LAST, PAUSE = "first", "again", "last", "pause"


@dataclass(frozen=True)
class Streams:
    """Columns of blocks and the flows between them.

    A block is a community, or those in none, under the text of its id.

    Attributes
    ----------
    analysis : what it was made from
    parts : the slice of each column
    names : what each block is called
    ids : the community of each block that is one
    """

    analysis: Analysis
    parts: tuple[Slice, ...]
    names: Mapping[str, str]
    ids: Mapping[str, CommunityId]

    @cached_property
    def columns(self) -> list[Members]:
        """The members of each block, column by column."""
        return [_members(part) for part in self.parts]

    @cached_property
    def flows(self) -> list[Taken]:
        """Who went from which block to which, between one column and the next."""
        return [
            _gathered((before.position(x), after.position(x), x) for x in before.where)
            for before, after in pairwise(self.parts)
        ]

    def entries(self, column: int) -> Taken:
        """Who is in a block and was not seen in the column before: by block, and how.

        ``first`` where no slice up to then saw them, else ``again``; none in the first column.
        """
        if column == 0:
            return {}
        before, here = self.parts[column - 1 : column + 1]
        new = (x for x in here.where if x not in before.where)
        return _sorted_in(
            (str(here.position(x)), FIRST if self._spans[x][0] > before.day else AGAIN, x)
            for x in new
        )

    def exits(self, column: int) -> Taken:
        """Who is in a block and is not seen in the next column: by block, and how.

        ``last`` where no slice from then on sees them, else ``pause``; none in the last column.
        """
        if column + 1 == len(self.parts):
            return {}
        here, after = self.parts[column : column + 2]
        gone = (x for x in here.where if x not in after.where)
        return _sorted_in(
            (str(here.position(x)), LAST if self._spans[x][1] < after.day else PAUSE, x)
            for x in gone
        )

    def unseen(self) -> list[str]:
        """Lines that some slice sees and no column does."""
        shown = {line for part in self.parts for line in part.where}
        return sorted({x for part in self.analysis.slices for x in part.where} - shown)

    def undrawn(self) -> list[CommunityId]:
        """Communities that no column has."""
        shown = set(self.ids.values())
        return [identity for identity in self.analysis.names if identity not in shown]

    @cached_property
    def _spans(self) -> Mapping[str, tuple[date, date]]:
        """The first and the last day on which each line is seen."""
        spans: dict[str, tuple[date, date]] = {}
        for part in sorted((*self.analysis.slices, *self.parts), key=lambda part: part.day):
            for line in part.where:
                spans[line] = (spans.get(line, (part.day,))[0], part.day)
        return spans


def gather_streams(
    analysis: Analysis, *, every: str = "P1Y", days: Sequence[date] | None = None
) -> Streams:
    """The slices on `days`; else the first slice of each step of time, and the last slice.

    Steps are counted from the first of January of the first slice's year.

    Raises
    ------
    SettingsError
        Where `every` is not a step such as ``P1Y``, or `days` is empty.
    """
    if days is not None and not days:
        msg = "days is empty; an alluvial chart needs at least one"
        raise SettingsError(msg)
    if days is None:
        parts = _first_of_each(analysis, every)
    else:
        parts = [analysis.slice_on(day) for day in sorted(set(days))]
    known = {str(c.id): c for part in parts for c in part.communities}
    names = {key: community.name for key, community in known.items()}
    return Streams(
        analysis=analysis,
        parts=tuple(parts),
        names=names | {UNALIGNED: "in none"},
        ids={key: community.id for key, community in known.items()},
    )


def _first_of_each(analysis: Analysis, every: str) -> list[Slice]:
    """The first slice of each step, and the last slice of all."""
    slices = analysis.slices
    try:
        steps = date_range(date(slices[0].day.year, 1, 1), slices[-1].day, every)
    except DateError as error:
        raise SettingsError(str(error)) from error
    bounds = [*steps[:-1], slices[-1].day]
    firsts = {
        next((i for i, part in enumerate(slices) if begin <= part.day < end), None)
        for begin, end in pairwise(bounds)
    }
    return [slices[i] for i in sorted({*(i for i in firsts if i is not None), len(slices) - 1})]


def _members(part: Slice) -> Members:
    found: dict[str, tuple[str, ...]] = {str(c.id): c.members for c in part.communities}
    if part.unaligned:
        found[UNALIGNED] = tuple(sorted(part.unaligned))
    return found


def _gathered(moves: Iterable[tuple[CommunityId | str, CommunityId | str, str]]) -> Taken:
    return _sorted_in((str(a), str(b), line) for a, b, line in moves if ABSENT not in (a, b))


def _sorted_in(items: Iterable[tuple[str, str, str]]) -> Taken:
    found: dict[tuple[str, str], list[str]] = {}
    for one, other, line in sorted(items):
        found.setdefault((one, other), []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def sizes_of(columns: Sequence[Members]) -> list[dict[str, int]]:
    """How many are in each block."""
    return [{key: len(lines) for key, lines in column.items()} for column in columns]


def numbers_in(flows: Sequence[Taken]) -> list[dict[tuple[str, str], int]]:
    """How many take each flow."""
    return [{key: len(lines) for key, lines in taken.items()} for taken in flows]
