"""Which community of one slice is which of the slices before, and what it is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from idlib_graph.communities.assignment import LEADS, assign
from idlib_graph.shifts.records import Community, CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from idlib_graph.model import Faction
    from idlib_graph.snapshots import SnapshotSeries

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_SHORT = 18
NEARLY = 0.8


@dataclass(slots=True)
class _Track:
    """A community being followed: its members when it was last seen, in which slice that was."""

    number: int
    members: frozenset[str]
    seen: int
    life: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


def identify(
    series: SnapshotSeries, found: Sequence[Sequence[frozenset[str]]]
) -> tuple[tuple[Community, ...], ...]:
    """Give each community of each slice its identity over time and its name.

    A community can be one of those seen in the last ``match_window`` slices where their Jaccard
    overlap, weighted by k+, is at least ``match_overlap``. Among these the assignment is chosen
    that keeps most of the positive strength which members have had inside over the community's
    life; of equal ones, that which follows the member with most of it, the first by id. Its name
    is that of the member with most of that strength; of members with at least 0.8 of the most,
    the first whose name no earlier community has.

    Parameters
    ----------
    found : the communities of two members or more in each slice

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> from idlib_graph.communities.over_time import communities_over_time
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> found = [part.communities for part in communities_over_time(series)]
    >>> then, now = identify(series, found)
    >>> [[one.name for one in part if "hts" in one.members] for part in (then, now)]
    [['HTS bloc'], ['HTS bloc']]
    """
    tracks: list[_Track] = []
    numbered: list[dict[frozenset[str], _Track]] = []
    allied = [*_allied(series)]
    for column, groups in enumerate(found):
        before = numbered[-1] if numbered else {}
        if before.keys() == {*groups}:  # the best match there can be, as it was then
            matched = before
        else:
            matched = _match(series, groups, tracks, allied, column)
        for group in groups:
            if group not in matched:
                matched[group] = _Track(len(tracks) + 1, group, column)
                tracks.append(matched[group])
            matched[group].members, matched[group].seen = group, column
        _live(allied[column], {line: matched[group] for group in groups for line in group})
        numbered.append({group: matched[group] for group in groups})
    names = _names(series, tracks)

    @cache  # most stay as they are for many slices
    def community(group: frozenset[str], number: int) -> Community:
        return Community(CommunityId(number), names[number], tuple(sorted(group)))

    return tuple(
        tuple(community(group, track.number) for group, track in row.items()) for row in numbered
    )


def _allied(series: SnapshotSeries) -> Iterator[list[tuple[str, str, float]]]:
    """The positive ties of each slice."""
    positive, negative = series.tie_weights(series.weights)
    for weights in (positive - negative).T.tolist():
        ties = zip(series.pairs, weights, strict=True)
        yield [(a, b, weight) for (a, b), weight in ties if weight > 0]


def _strength(allied: Sequence[tuple[str, str, float]]) -> Mapping[str, float]:
    """k+ of each node: the sum of its positive tie weights."""
    strength: defaultdict[str, float] = defaultdict(float)
    for a, b, weight in allied:
        strength[a] += weight
        strength[b] += weight
    return strength


def overlap(
    group: frozenset[str],
    strength: Mapping[str, float],
    other: frozenset[str],
    other_strength: Mapping[str, float],
) -> float:
    """Jaccard overlap of two communities, each member weighing its k+ in both slices.

    Examples
    --------
    >>> then, now = {"a": 3.0, "b": 1.0}, {"a": 3.0, "c": 1.0}
    >>> overlap(frozenset("ab"), then, frozenset("ac"), now)  # of 8 in all, a has 6
    0.75
    """

    def total(members: Iterable[str]) -> float:
        return sum(strength.get(m, 0.0) + other_strength.get(m, 0.0) for m in sorted(members))

    if group.isdisjoint(other):
        return 0.0
    return total(group & other) / (total(group | other) or 1.0)


def _match(
    series: SnapshotSeries,
    groups: Sequence[frozenset[str]],
    tracks: Sequence[_Track],
    allied: Sequence[Sequence[tuple[str, str, float]]],
    column: int,
) -> dict[frozenset[str], _Track]:
    """The best one-to-one matching of communities to tracks: most strength kept in total.

    Overlap decides which may be matched; which are, the strength that members have had inside
    over the community's life. Overlap alone would hand the identity of a community that loses a
    part and takes in another to whichever is larger that month, and its namesake would "leave" it.
    Where a pair of equals parts, the first of the two by id keeps it.
    """
    recent = [t for t in tracks if column - t.seen <= series.settings.match_window]
    strength = {seen: _strength(allied[seen]) for seen in {column, *(t.seen for t in recent)}}
    kept: dict[tuple[int, int], float] = {}
    for row, group in enumerate(groups):
        for number, track in enumerate(recent):
            shared = overlap(group, strength[column], track.members, strength[track.seen])
            if shared >= series.settings.match_overlap:
                kept[row, number] = sum(track.life[member] for member in sorted(group))
                if (
                    min(track.life, key=lambda member: (-round(track.life[member], 9), member))
                    in group
                ):
                    kept[row, number] *= LEADS
    return {groups[row]: recent[number] for row, number in assign(kept)}


def _live(allied: Sequence[tuple[str, str, float]], track_of: Mapping[str, _Track]) -> None:
    """Add to each community's life the positive strength of each member inside it."""
    for line, track in track_of.items():
        track.life[line] += 0.0  # `modularity` joins strangers, who have no strength inside
    for a, b, weight in allied:
        own = track_of.get(a)
        if own and own is track_of.get(b):
            own.life[a] += weight
            own.life[b] += weight


def _names(series: SnapshotSeries, tracks: Sequence[_Track]) -> dict[int, str]:
    """A name for each track, after its strongest member.

    Of members nearly as strong the first whose name is still free; numbered where none is.
    """
    used: Counter[str] = Counter()
    names = {}
    for track in tracks:
        found = [f"{name} bloc" for name in _leaders(series, track)]
        name = next((name for name in found if not used[name]), found[0])
        used[name] += 1
        names[track.number] = name if used[name] == 1 else f"{name} {used[name]}"
    return names


def _leaders(series: SnapshotSeries, track: _Track) -> list[str]:
    """Names of the members with most strength inside over the community's life."""
    life = {line: round(strength, 9) for line, strength in track.life.items()}
    least = NEARLY * max(life.values())
    lines = sorted((line for line in life if life[line] >= least), key=lambda x: (-life[x], x))
    day = series.days[track.seen]
    return [short_name(series.dataset.factions[series.lines.borne(line, day)]) for line in lines]


def short_name(faction: Faction) -> str:
    """The faction's name, or its abbreviation where the name is long and it has one.

    Examples
    --------
    >>> from idlib_graph import Faction
    >>> short_name(Faction("hts", "Hayat Tahrir al-Sham", "armed-group", aliases=("HTS",)))
    'HTS'
    """
    if len(faction.name) <= _SHORT:
        return faction.name
    return next((alias for alias in faction.aliases if _ACRONYM.fullmatch(alias)), faction.name)
