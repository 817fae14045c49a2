"""One frozen object that holds every number any output shows, and the settings behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.errors import NotFoundError
from idlib_graph.lines import trace_lines
from idlib_graph.settings import settings_for
from idlib_graph.shifts import (
    CommunityId,
    Move,
    count_flickers,
    find_shifts,
    identify,
    short_name,
)
from idlib_graph.shifts.moves import find_moves
from idlib_graph.snapshots import left_out, take_snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset
    from idlib_graph.settings import Settings
    from idlib_graph.shifts import Shift, Slice
    from idlib_graph.snapshots import SnapshotSeries


@dataclass(frozen=True)
class Passage:
    """A line's appearing or vanishing between two slices, which is no shift."""

    day: date
    move: Move


@dataclass(frozen=True)
class Analysis:
    """Who stood with whom over time, and all that any output says of it.

    Attributes
    ----------
    dataset : the whole data set
    settings : what was asked for
    series : the snapshots, with the presence of every relation; its data set is the part heard
    slices : the communities of each snapshot, with identity, name, quality and proof
    shifts : every change of who sits with whom, with basis and cause
    passages : who appeared or vanished, and when
    flickers : memberships that ended and returned within three slices on no news (aim: 0)
    left_out : lines that take no part in communities, by the type of the faction
    """

    dataset: Dataset
    settings: Settings
    series: SnapshotSeries
    slices: tuple[Slice, ...]
    shifts: tuple[Shift, ...]
    passages: tuple[Passage, ...]
    flickers: int
    left_out: tuple[str, ...]

    @property
    def lines(self) -> Lines:
        """The lines of names."""
        return self.series.lines

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each slice."""
        return self.series.days

    @cached_property
    def names(self) -> Mapping[CommunityId, str]:
        """The name of each community."""
        return {c.id: c.name for part in self.slices for c in part.communities}

    def slice_on(self, day: date) -> Slice:
        """The last slice up to `day`.

        Raises
        ------
        NotFoundError
            Where `day` is before the first slice.
        """
        found = [part for part in self.slices if part.day <= day]
        if not found:
            msg = f"no slice up to {day}; the first is {self.days[0]}"
            raise NotFoundError(msg)
        return found[-1]

    def borne(self, line: str, day: date) -> str:
        """The name that `line` bears on `day`, as a faction id."""
        return self.lines.borne(line, day)

    def label(self, line: str, day: date | None = None, *, short: bool = False) -> str:
        """The display name of `line` on `day`, or its last one."""
        faction = self.dataset.factions[self.borne(line, day) if day else line]
        return short_name(faction) if short else faction.name

    def place_name(self, place: CommunityId | str) -> str:
        """The name of a community, or ``unaligned`` or ``absent``."""
        return self.names[place] if isinstance(place, CommunityId) else place


def analyze(dataset: Dataset, settings: Settings | None = None, **given: Any) -> Analysis:  # noqa: ANN401 - any setting's value
    """Analyse a data set: snapshots, communities, shifts.

    Parameters
    ----------
    dataset : what `load_dataset` gives
    settings : a whole `Settings`; or else name single ones as keywords, and the data set's own
        defaults hold for the rest

    Raises
    ------
    SettingsError, NotFoundError
        Where a setting is out of range, or names what the data set does not have.
    """
    settings = settings or settings_for(dataset, **given)
    lines = trace_lines(dataset)
    series = take_snapshots(dataset, settings=settings, lines=lines)
    slices = identify(series, communities_over_time(series))
    shifts = find_shifts(series, slices)
    return Analysis(
        dataset=dataset,
        settings=settings,
        series=series,
        slices=slices,
        shifts=shifts,
        passages=tuple(_passages(slices)),
        flickers=count_flickers(slices, shifts),
        left_out=tuple(sorted(left_out(dataset, settings, lines))),
    )


def _passages(slices: tuple[Slice, ...]) -> list[Passage]:
    return [
        Passage(after.day, move)
        for before, after in pairwise(slices)
        for move in find_moves(before, after)
        if move.appears or move.vanishes
    ]
