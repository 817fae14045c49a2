"""Which community of one slice is which of the slices before, and what it is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from idlib_graph.shifts.records import Community, CommunityId, Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idlib_graph.communities import Communities
    from idlib_graph.model import Faction
    from idlib_graph.snapshots import SnapshotSeries

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_SHORT = 18
NEARLY = 0.8


@dataclass(slots=True)
class _Track:
    """A community being followed: its last known members, and the strength of each."""

    number: int
    members: frozenset[str]
    strength: Mapping[str, float]
    seen: int
    life: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


def identify(series: SnapshotSeries, found: Sequence[Communities]) -> tuple[Slice, ...]:
    """Give each community its identity over time and its name.

    A community can be one of those seen in the last ``match_window`` slices where their Jaccard
    overlap, weighted by k+, is at least ``match_overlap``. Among these the assignment is chosen
    that keeps most of the positive strength which members have had inside over the community's
    life. Its name is that of the member with most of that strength; of members with at least 0.8
    of the most, the first whose name no earlier community has.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> from idlib_graph.communities.over_time import communities_over_time
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> then, now = identify(series, communities_over_time(series))
    >>> then.position("hts") == now.position("hts"), now.where["hts"].name
    (True, 'HTS bloc')
    """
    tracks: list[_Track] = []
    numbered: list[list[tuple[_Track, frozenset[str]]]] = []
    for column, result in enumerate(found):
        G = series.graphs[column]
        strength = positive_strength(G)
        groups = [frozenset(group) for group in result.communities]
        before = {group: track for track, group in numbered[-1]} if numbered else {}
        if before.keys() == set(groups):  # the best match there can be, as it was then
            matched = dict(before)
        else:
            recent = [t for t in tracks if column - t.seen <= series.settings.match_window]
            matched = _assign(groups, strength, recent, series.settings.match_overlap)
        for group in groups:
            if group not in matched:
                matched[group] = _Track(len(tracks) + 1, group, strength, column)
                tracks.append(matched[group])
            track = matched[group]
            track.members, track.strength, track.seen = group, strength, column
        _live(G, {line: track for group, track in matched.items() for line in group})
        numbered.append([(matched[group], group) for group in groups])
    names = _names(series, tracks)
    return tuple(
        Slice(
            day=series.days[column],
            communities=tuple(
                Community(CommunityId(t.number), names[t.number], tuple(sorted(group)))
                for t, group in row
            ),
            unaligned=tuple(found[column].unaligned),
            result=found[column],
            graph=series.graphs[column],
        )
        for column, row in enumerate(numbered)
    )


def positive_strength(G: nx.Graph[str]) -> dict[str, float]:
    """k+ of each node: the sum of its positive tie weights.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 0.5), ("a", "c", 0.25), ("b", "c", -1.0)])
    >>> positive_strength(G)
    {'a': 0.75, 'b': 0.5, 'c': 0.25}
    """
    strength = dict.fromkeys(G.nodes, 0.0)
    for a, b, weight in G.edges(data="weight", default=0.0):
        strength[a] += max(weight, 0.0)
        strength[b] += max(weight, 0.0)
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

    return total(group & other) / (total(group | other) or 1.0)


def _assign(
    groups: Sequence[frozenset[str]],
    strength: Mapping[str, float],
    tracks: Sequence[_Track],
    least: float,
) -> dict[frozenset[str], _Track]:
    """The best one-to-one matching of communities to tracks: most strength kept in total.

    Overlap decides which may be matched; which are, the strength that members have had inside
    over the community's life. Overlap alone would hand the identity of a community that loses a
    part and takes in another to whichever is larger that month, and its namesake would "leave" it.
    """
    matching: nx.Graph[tuple[str, int]] = nx.Graph()
    for row, group in enumerate(groups):
        for column, track in enumerate(tracks):
            if overlap(group, strength, track.members, track.strength) >= least:
                kept = sum(track.life[member] for member in sorted(group))
                matching.add_edge(("now", row), ("then", column), weight=kept)
    pairs = (sorted(pair) for pair in nx.max_weight_matching(matching))
    return {groups[now[1]]: tracks[then[1]] for now, then in pairs}


def _live(G: nx.Graph[str], track_of: Mapping[str, _Track]) -> None:
    """Add to each community's life the positive strength of each member inside it."""
    for line, track in track_of.items():
        track.life[line] += 0.0  # `modularity` joins strangers, who have no strength inside
    for a, b, weight in G.edges(data="weight", default=0.0):
        own = track_of.get(a)
        if weight > 0 and own and own is track_of.get(b):
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
