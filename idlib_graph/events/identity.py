"""Which community of one slice is which of the slices before, in arrays.

The rule is that of `idlib_graph.shifts.identify`, for many actors: communities can be one where
they overlap enough; of these the assignment keeps most of the strength that members have had
inside over a community's life.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from idlib_graph.communities.assignment import LEADS, assign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]

NEARLY = 0.8


class Found(NamedTuple):
    """The communities of one slice.

    Attributes
    ----------
    label : (actors,) position of each actor's community among those of the slice; -1 for none
    groups : how many communities there are
    strength : (actors,) summed weight of each actor's positive ties
    inside : (actors,) that of the ties inside its community
    """

    label: Ints
    groups: int
    strength: Floats
    inside: Floats


class _Seen(NamedTuple):
    """A slice that was seen, and the number of the track of each actor, -1 for none."""

    column: int
    track: Ints
    strength: Floats


@dataclass(slots=True)
class Tracker:
    """Follows communities from slice to slice.

    Attributes
    ----------
    least : overlap from which a community can be one that was seen before
    window : slices that one may be unseen
    last : the last slice in which each track was seen, by number from 0
    """

    actors: int
    least: float
    window: int
    last: list[int] = field(default_factory=list)
    _seen: deque[_Seen] = field(default_factory=deque)
    _key: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    _life: Floats = field(default_factory=lambda: np.empty(0))

    def follow(self, column: int, found: Found) -> Ints:
        """The number of the track of each community of a slice, from 0; new ones are added."""
        track = self._match(column, found)
        for group in np.flatnonzero(track < 0).tolist():
            track[group] = len(self.last)
            self.last.append(column)
        for number in track.tolist():
            self.last[number] = column
        there = found.label >= 0
        own = np.where(there, track[found.label], -1) if found.groups else found.label
        self._live(own, found.inside)
        self._seen.append(_Seen(column, own, found.strength))
        while self._seen and self._seen[0].column <= column - self.window:
            self._seen.popleft()
        return track

    def lives(self) -> tuple[Ints, Ints, Floats]:
        """Track, member, and what strength the member has had inside; sorted by both."""
        track, member = np.divmod(self._key, self.actors)
        return track, member, self._life

    def central(self) -> list[tuple[Ints, Floats]]:
        """The members of each track, those with most strength inside over its life first."""
        if not self.last:
            return []
        track, member, life = self.lives()
        life = life.round(9)
        order = np.lexsort((member, -life, track))
        cuts = np.searchsorted(track[order], np.arange(1, len(self.last)))
        return [(member[rows], life[rows]) for rows in np.split(order, cuts)]

    def _match(self, column: int, found: Found) -> Ints:
        track = np.full(found.groups, -1, dtype=np.int64)
        if self._seen and self._seen[-1].column == column - 1:
            same = _same(self._seen[-1].track, found)
            if same is not None:
                return same  # the best match there can be, as it was then
        kept = {}
        for seen in self._seen if self.last else ():
            for group, number in self._overlapping(seen, found):
                kept[group, number] = 0.0
        if kept:
            self._weigh(kept, found)
        for group, number in assign(kept):
            track[group] = number
        return track

    def _overlapping(self, seen: _Seen, found: Found) -> list[tuple[int, int]]:
        """Groups with the tracks last seen in a slice that they overlap enough."""
        last = np.array(self.last)
        old = np.where((seen.track >= 0) & (last[seen.track] == seen.column), seen.track, -1)
        total = seen.strength + found.strength
        now, then = found.label >= 0, old >= 0
        in_group = np.bincount(found.label[now], total[now], found.groups)
        in_track = np.bincount(old[then], total[then], len(last))
        both = np.flatnonzero(now & then)
        key, at = np.unique(found.label[both] * len(last) + old[both], return_inverse=True)
        shared = np.bincount(at, total[both], len(key))
        group, number = np.divmod(key, len(last))
        union = in_group[group] + in_track[number] - shared
        enough = shared / np.where(union > 0, union, 1.0) >= self.least
        return list(zip(group[enough].tolist(), number[enough].tolist(), strict=True))

    def _weigh(self, kept: dict[tuple[int, int], float], found: Found) -> None:
        """Fill in what strength members of a group have had in a track's life."""
        track, member, life = self.lives()
        group = found.label[member]
        rows = np.flatnonzero(group >= 0)
        key, at = np.unique(group[rows] * len(self.last) + track[rows], return_inverse=True)
        sums = np.bincount(at, life[rows], len(key))
        for group_, number, weight in zip(
            *(part.tolist() for part in np.divmod(key, len(self.last))), sums.tolist(), strict=True
        ):
            if (group_, number) in kept:
                kept[group_, number] = weight
        if len({number for _, number in kept}) < len(kept):  # else nobody contests a track
            for number, (members, _) in enumerate(self.central()):
                lead = (int(found.label[members[0]]), number)
                if lead in kept:
                    kept[lead] *= LEADS

    def _live(self, own: Ints, inside: Floats) -> None:
        """Add to each community's life what strength each member has inside."""
        member = np.flatnonzero(own >= 0)
        keys = np.concatenate([self._key, own[member] * self.actors + member])
        values = np.concatenate([self._life, inside[member]])
        self._key, at = np.unique(keys, return_inverse=True)
        self._life = np.bincount(at, values, len(self._key)).astype(np.float64, copy=False)


def _same(old: Ints, found: Found) -> Ints | None:
    """The tracks of the groups where they are all what they were; None where one is not."""
    if not np.array_equal(old >= 0, found.label >= 0):
        return None
    track = np.full(found.groups, -1, dtype=np.int64)
    there = found.label >= 0
    track[found.label[there]] = old[there]
    same = np.array_equal(track[found.label[there]], old[there])
    return track if same and len(set(track.tolist())) == found.groups else None


def name_tracks(central: Sequence[tuple[Ints, Floats]], names: Sequence[str]) -> list[str]:
    """A name for each track, after the member with most strength inside over its life.

    Of members with at least 0.8 of the most, the first whose name no earlier track has.

    Parameters
    ----------
    central : of `Tracker.central`

    Examples
    --------
    >>> import numpy as np
    >>> led = (np.array([1, 0]), np.array([3.0, 1.0]))
    >>> name_tracks([led, led], ["HTS", "Zinki"])
    ['Zinki bloc', 'Zinki bloc 2']
    """
    used: Counter[str] = Counter()
    told = []
    for member, life in central:
        found = [f"{names[i]} bloc" for i in member[life >= NEARLY * life[0]].tolist()]
        name = next((one for one in found if not used[one]), found[0])
        used[name] += 1
        told.append(name if used[name] == 1 else f"{name} {used[name]}")
    return told
