"""What an analysis stands on: the data set as heard, its snapshots and its slices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from idlib_graph.palette import assign_colours
from idlib_graph.presence import compute_presence
from idlib_graph.shifts import CommunityId, short_name
from idlib_graph.snapshots import left_out, whole_period_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset
    from idlib_graph.settings import Settings
    from idlib_graph.shifts import Slice
    from idlib_graph.snapshots import SnapshotSeries

T = TypeVar("T")


@dataclass(frozen=True)
class Frame:
    """The data set, its snapshots and slices, and what everything in them is called.

    Attributes
    ----------
    dataset : the whole data set, or as much of it as was known by the day asked for
    settings : what was asked for
    snapshots : the graph of each slice, presence of each relation, and the data set as heard
    slices : the communities of each snapshot, with identity, name, quality and proof
    """

    dataset: Dataset
    settings: Settings
    snapshots: SnapshotSeries
    slices: tuple[Slice, ...]
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lines(self) -> Lines:
        """The lines of names."""
        return self.snapshots.lines

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each slice."""
        return self.snapshots.days

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Lines that take no part in communities, by the type of the faction."""
        return tuple(sorted(left_out(self.dataset, self.settings, self.lines)))

    @cached_property
    def names(self) -> Mapping[CommunityId, str]:
        """The name of each community."""
        return {c.id: c.name for part in self.slices for c in part.communities}

    @cached_property
    def lives(self) -> Mapping[CommunityId, tuple[date, date]]:
        """The first and the last slice of each community."""
        found: dict[CommunityId, tuple[date, date]] = {}
        for part in self.slices:
            for community in part.communities:
                first = found.get(community.id, (part.day,))[0]
                found[community.id] = (first, part.day)
        return found

    @cached_property
    def layout(self) -> Mapping[str, tuple[float, float]]:
        """Where each line stands in every picture: one signed layout of the whole period."""
        from idlib_graph.layout import signed_layout  # noqa: PLC0415 - most answers need none

        return signed_layout(whole_period_graph(self.snapshots), seed=self.settings.seed)

    def presence_on(self, day: date) -> Mapping[str, float]:
        """How present each relation heard is on any day, from 0 to 1."""
        series = self.snapshots
        if day in series.days:
            presence, column = series.presence, series.days.index(day)
        else:
            settings, lines = self.settings, self.lines
            presence = compute_presence(series.dataset, [day], settings=settings, lines=lines)
            column = 0
        return dict(zip(presence.relations, presence.values[:, column].tolist(), strict=True))

    @cached_property
    def colours(self) -> Mapping[CommunityId, tuple[int, int]]:
        """The colour of each community in every picture: its place in the palette, and variant."""
        lives: dict[CommunityId, tuple[int, int]] = {}
        for index, part in enumerate(self.slices):
            for community in part.communities:
                lives[community.id] = (lives.get(community.id, (index,))[0], index)
        return assign_colours(lives)

    def previous(self, part: Slice) -> Slice | None:
        """The slice that `part` is coupled to; None for the first."""
        earlier = [other for other in self.slices if other.day < part.day]
        return earlier[-1] if earlier else None

    def column(self, day: date | None = None) -> int:
        """The number of the last slice up to `day`, the first where there is none; None: the last.

        Figures over many slices, as those of the ensemble, are by that number.
        """
        return max((i for i, d in enumerate(self.days) if day is None or d <= day), default=0)

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

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made when first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept
