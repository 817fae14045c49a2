"""What a storyline shows: whose line runs from when to when, in which community, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.charts.sheet import EPOCH
from idlib_graph.shifts.records import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.ordering import Layers

Place: TypeAlias = CommunityId | str

ATTESTED = 0.5  # presence to which a report falls in one half-life
# Down to which presence a line is drawn in each shade: for a quarter of a half-life after the last
# report, for half of one, for one, and from then on.
FADING = (ATTESTED**0.25, ATTESTED**0.5, ATTESTED, 0.0)

_LONE_SPAN = 30.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line's run, in one place and in one shade.

    `first` and `last` are slices counted from the first one drawn; `last` is not included. `shade`
    is a place in `FADING`, 0 outside of communities.
    """

    first: int
    last: int
    place: Place
    shade: int


@dataclass(frozen=True)
class Story:
    """The lines of a storyline and where each is in each slice.

    Attributes
    ----------
    analysis : what it was made from
    start : the first slice drawn
    edges : days since 1970 between which each slice stands; one more than there are slices
    places : for each line drawn, its place in each slice from its first to its last
    births : the slice in which each line is first seen
    folded : lines never in a community, which are not drawn
    """

    analysis: Analysis
    start: int
    edges: tuple[float, ...]
    places: dict[str, tuple[Place, ...]]
    births: dict[str, int]
    folded: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number of slices drawn."""
        return len(self.edges) - 1

    def place(self, line: str, index: int) -> Place:
        """Where `line` is in slice `index`; absent before its first and after its last."""
        since = index - self.births[line]
        return self.places[line][since] if 0 <= since < len(self.places[line]) else ABSENT

    def place_on(self, line: str, day: float) -> Place:
        """Where `line` is on a day since 1970."""
        index = int(np.searchsorted(self.edges, day, side="right")) - 1
        return self.place(line, min(max(index, 0), self.count - 1))

    def death(self, line: str) -> int:
        """The slice after the last in which `line` is seen."""
        return self.births[line] + len(self.places[line])

    def label(self, line: str, index: int) -> str:
        """The short name of `line` in slice `index`."""
        return self.analysis.label(line, self.analysis.slices[self.start + index].day, short=True)

    def frames(self) -> list[int]:
        """The slices from which on the lines run in another arrangement."""
        columns = [
            tuple(
                (line, self._kept(line, index)) for line in self.places if self.alive(line, index)
            )
            for index in range(self.count)
        ]
        return [
            index
            for index in range(self.count)
            if index == 0 or columns[index] != columns[index - 1]
        ]

    def layers(self) -> Layers:
        """For each frame its groups: the members of a community, or one line outside any."""
        return [self._groups(index) for index in self.frames()]

    def alive(self, line: str, index: int) -> bool:
        """Whether slice `index` is within the run of `line`."""
        return self.births[line] <= index < self.death(line)

    def communities(self) -> dict[CommunityId, list[tuple[int, int, frozenset[str]]]]:
        """For each community drawn, its runs of unchanged members: first, last, who."""
        runs: dict[CommunityId, list[tuple[int, int, frozenset[str]]]] = {}
        for index in range(self.count):
            members: dict[CommunityId, set[str]] = {}
            for line in self.places:
                if isinstance(place := self.place(line, index), CommunityId):
                    members.setdefault(place, set()).add(line)
            for identity, found in members.items():
                known = runs.setdefault(identity, [])
                if known and known[-1][1] == index and known[-1][2] == found:
                    known[-1] = (known[-1][0], index + 1, known[-1][2])
                else:
                    known.append((index, index + 1, frozenset(found)))
        return runs

    def stretches(self, line: str) -> list[Stretch]:
        """The run of `line` in parts of one place and one shade."""
        return self._stretches[line]

    @cached_property
    def _stretches(self) -> dict[str, list[Stretch]]:
        return {line: self._parts(line) for line in self.places}

    def _parts(self, line: str) -> list[Stretch]:
        index = self.births[line]
        keys = [
            (place, self._shade(line, index + since) if isinstance(place, CommunityId) else 0)
            for since, place in enumerate(self.places[line])
        ]
        found = []
        for (place, shade), part in groupby(keys):
            length = len(list(part))
            found.append(Stretch(index, index + length, place, shade))
            index += length
        return found

    def renames(self, line: str) -> list[tuple[float, str]]:
        """Each later name of `line` taken within its run: the day since 1970, and the name."""
        record = self.analysis.lines.by_id[line]
        begin, end = self.edges[self.births[line]], self.edges[self.death(line)]
        days = [(float(since.toordinal() - EPOCH), since) for since in record.since[1:] if since]
        return [
            (day, self.analysis.label(line, since, short=True))
            for day, since in days
            if begin < day < end
        ]

    def _kept(self, line: str, index: int) -> Place:
        """The place as far as it matters for the arrangement: outside is outside."""
        place = self.place(line, index)
        return place if isinstance(place, CommunityId) else UNALIGNED

    def _groups(self, index: int) -> list[list[str]]:
        groups: dict[Place, list[str]] = {}
        for line in self.places:
            if self.alive(line, index):
                place = self._kept(line, index)
                groups.setdefault(place if isinstance(place, CommunityId) else line, []).append(
                    line
                )
        return list(groups.values())

    def _shade(self, line: str, index: int) -> int:
        """How far the reports of alliance with its fellows have faded, by the freshest of them."""
        series = self.analysis.snapshots
        column = self.start + index
        G = series.graphs[column]
        if line not in G:
            return 0
        presences = [
            series.presence.values.item(series.rows[rid], column)
            for fellow in self.analysis.slices[column].fellows(line)
            for rid in G.get_edge_data(line, fellow, default={}).get("relations", ())
            if series.dataset.relations[rid].kind == "alliance"
        ]
        presence = max(presences, default=0.0)
        return next(shade for shade, least in enumerate(FADING) if presence >= least)


def tell_story(analysis: Analysis, *, unaligned: str = "fold") -> Story:
    """Gather what a storyline of `analysis` shows, from the first slice with a community on."""
    slices = analysis.slices
    aligned = {line for part in slices for c in part.communities for line in c.members}
    start = next((index for index, part in enumerate(slices) if part.communities), 0)
    seen = sorted({line for part in slices for line in part.where})
    drawn = [line for line in seen if line in aligned or unaligned == "show"]
    places, births = {}, {}
    for line in drawn:
        present = [i for i, part in enumerate(slices[start:]) if line in part.where]
        if present:
            births[line] = present[0]
            whole = slices[start + present[0] : start + present[-1] + 1]
            places[line] = tuple(part.position(line) for part in whole)
    return Story(
        analysis=analysis,
        start=start,
        edges=slice_edges([part.day for part in slices[start:]]),
        places=places,
        births=births,
        folded=tuple(line for line in seen if line not in places),
    )


def slice_edges(days: Sequence[date]) -> tuple[float, ...]:
    """Between which days (since 1970) each slice stands: half-way to the slices beside it.

    A change seen between two slices happened some day between them.
    """
    numbers = np.array([day.toordinal() - EPOCH for day in days], dtype=float)
    if len(numbers) == 0:
        return (0.0, _LONE_SPAN)
    if len(numbers) == 1:
        return (float(numbers[0]) - _LONE_SPAN / 2, float(numbers[0]) + _LONE_SPAN / 2)
    middles = (numbers[1:] + numbers[:-1]) / 2
    return tuple(float(day) for day in (numbers[0], *middles, numbers[-1]))


def community_colours(analysis: Analysis) -> dict[CommunityId, tuple[int, int]]:
    """The colour of each community, the same in every chart: index in the palette, variant."""
    return dict(analysis.colours)
