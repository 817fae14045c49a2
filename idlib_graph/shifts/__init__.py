"""Shifts: who changed company when, what that was for the communities, and why it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.shifts.causes import CauseFinder, touched_by_news
from idlib_graph.shifts.identity import identify, short_name
from idlib_graph.shifts.lifecycle import (
    CommunityChange,
    Facets,
    LifecycleEvent,
    event_weights,
    facets,
    follow_communities,
    lifecycle_events,
    nearest_event,
)
from idlib_graph.shifts.moves import classify, find_moves, group_moves
from idlib_graph.shifts.records import (
    ABSENT,
    BASES,
    EVENTS,
    UNALIGNED,
    Community,
    CommunityId,
    Move,
    Order,
    Shift,
    Shifts,
    Slice,
    movers,
)
from idlib_graph.shifts.seeking import seek

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from idlib_graph.communities.courses import Labels, Memo
    from idlib_graph.snapshots import SnapshotSeries

__all__ = [
    "ABSENT",
    "BASES",
    "EVENTS",
    "UNALIGNED",
    "Change",
    "Community",
    "CommunityChange",
    "CommunityId",
    "Facets",
    "LifecycleEvent",
    "Move",
    "Order",
    "Shift",
    "Shifts",
    "Slice",
    "are_events",
    "bases_of",
    "count_flickers",
    "event_weights",
    "facets",
    "find_changes",
    "find_shifts",
    "follow_communities",
    "identify",
    "lifecycle_events",
    "movers",
    "nearest_event",
    "short_name",
    "take_orders",
    "take_slices",
]


def take_slices(series: SnapshotSeries) -> tuple[Slice, ...]:
    """The communities of each snapshot, coupled in time, with identity and name.

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> [part.where["zinki"].name for part in take_slices(series)]
    ['HTS bloc', 'JTS bloc']
    """
    found = communities_over_time(series)
    communities = identify(series, [result.communities for result in found])
    return tuple(
        Slice(day, groups, result.unaligned, result, partial(series.graphs.__getitem__, column))
        for column, (day, groups, result) in enumerate(
            zip(series.days, communities, found, strict=True)
        )
    )


def take_orders(series: SnapshotSeries, labels: Labels) -> tuple[Order, ...]:
    """Who sits with whom in each snapshot, with identity and name, from `labels_over_time`.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> from idlib_graph.communities.placing import labels_over_time
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> orders = take_orders(series, labels_over_time(series))
    >>> [order.where["zinki"].name for order in orders]
    ['HTS bloc', 'JTS bloc']
    """
    found = [_groups(series.nodes, row) for row in labels.tolist()]
    communities = identify(series, [groups for groups, _ in found])
    parts = zip(series.days, communities, found, strict=True)
    return tuple(Order(day, groups, alone) for day, groups, (_, alone) in parts)


def _groups(
    nodes: Sequence[str], labels: Sequence[int]
) -> tuple[list[frozenset[str]], tuple[str, ...]]:
    """The communities of two lines or more, largest first, and the lines on their own."""
    members: dict[int, list[str]] = {}
    for node, label in zip(nodes, labels, strict=True):
        if label >= 0:
            members.setdefault(label, []).append(node)
    found = sorted((m for m in members.values() if len(m) > 1), key=lambda m: (-len(m), m[0]))
    return [*map(frozenset, found)], tuple(m[0] for m in members.values() if len(m) == 1)


def find_shifts(series: SnapshotSeries, slices: Sequence[Order]) -> tuple[Shift, ...]:
    """Every dated change of who sits with whom, in order, with its basis and cause.

    Examples
    --------
    In 2016 al-Nusra Front left al-Qaeda, as the Long War Journal tells:

    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> first = find_shifts(told.snapshots, told.slices)[0]
    >>> str(first.since), str(first.day), first.basis, first.cause
    ('2016-01-01', '2017-01-01', 'news', ('nusra-leaves-al-qaeda',))
    """
    changes = [*find_changes(series, slices)]
    causes = seek(change.finder.cause_of(change.moves) for change in changes)
    return tuple(_shift(*found) for found in zip(changes, causes, strict=True))


@dataclass(frozen=True)
class Change:
    """A shift whose cause has not been sought: its finder can tell more of it.

    Attributes
    ----------
    finder : what finds its cause
    moves : who moves, with those who appear in a community born here
    event : what happened to the communities: one of `EVENTS`
    """

    finder: CauseFinder
    moves: tuple[Move, ...]
    event: str

    @property
    def day(self) -> date:
        """The first slice with the new order."""
        return self.finder.after.day


def find_changes(series: SnapshotSeries, slices: Sequence[Order]) -> Iterator[Change]:
    """The shifts, in order, before their causes are sought.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> changes = find_changes(told.snapshots, told.slices)
    >>> [change.moves for change in changes] == [shift.moves for shift in told.shifts]
    True
    """
    first, last = _lives(slices)
    for column in range(1, len(slices)):
        before, after = slices[column - 1], slices[column]
        born = {identity for identity, index in first.items() if index == column}
        gone = {identity for identity, index in last.items() if index == column - 1}
        groups = group_moves(find_moves(before, after), born, gone)
        finder = CauseFinder(series, slices, column) if groups else None
        for group in groups:
            if finder:
                yield Change(finder, group, classify(group, before, after, born, gone))


def bases_of(changes: Sequence[Change], *, memo: Memo | None = None) -> list[str]:
    """The basis of each shift, of any series.

    Parameters
    ----------
    memo : as for `idlib_graph.communities.placing.labels_of_each`

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> changes = [*find_changes(told.snapshots, told.slices)]
    >>> bases_of(changes) == [shift.basis for shift in told.shifts]
    True
    """
    return seek((change.finder.basis_for(change.moves) for change in changes), memo=memo)


def are_events(changes: Sequence[Change], *, memo: Memo | None = None) -> list[bool]:
    """Whether each shift, of any series, is told as an event.

    Parameters
    ----------
    memo : as for `idlib_graph.communities.placing.labels_of_each`

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> changes = [*find_changes(told.snapshots, told.slices)]
    >>> are_events(changes) == [shift.is_event for shift in told.shifts]
    True
    """
    return seek((change.finder.rests_on_news(change.moves) for change in changes), memo=memo)


def _lives(slices: Sequence[Order]) -> tuple[dict[CommunityId, int], dict[CommunityId, int]]:
    """The first and the last slice of each community."""
    first: dict[CommunityId, int] = {}
    last: dict[CommunityId, int] = {}
    for index, part in enumerate(slices):
        for community in part.communities:
            first.setdefault(community.id, index)
            last[community.id] = index
    return first, last


def _shift(change: Change, found: tuple[tuple[str, ...], bool]) -> Shift:
    finder, moves = change.finder, change.moves
    cause, exact = found
    lines = finder.series.lines
    ended_by = finder.ended_by(cause)
    relations = [finder.series.dataset.relations[rid] for rid in cause]
    told_by = [*relations, *(finder.series.dataset.relations[rid] for rid in ended_by)]
    involved = {move.line for move in moves}
    return Shift(
        day=change.day,
        since=finder.before.day,
        event=change.event,
        basis=finder.basis_of(cause, involved),
        moves=moves,
        cause=cause,
        indirect=tuple(r.id for r in relations if not involved.intersection(lines.pair(r))),
        sources=tuple(dict.fromkeys(source for r in told_by for source in r.sources)),
        exact=exact,
        news=tuple(rid for rid in cause if finder.basis[rid] == "news"),
        ended_by=ended_by,
    )


def count_flickers(
    series: SnapshotSeries, slices: Sequence[Order], shifts: Sequence[Shift], *, within: int = 3
) -> int:
    """Memberships that end and are back within `within` slices, neither on news.

    News that touches nobody who moved (an indirect cause) does not count as news here.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> count_flickers(told.snapshots, told.slices, told.shifts)
    0
    """
    told = {(shift.day, m.line) for shift in shifts if shift.has_own_news for m in shift.moves}
    flickers = 0
    for line in sorted({line for part in slices for line in part.where}):
        places = [part.position(line) for part in slices]
        for index in range(1, len(slices)):
            left = places[index - 1]
            if not isinstance(left, CommunityId) or places[index] == left:
                continue
            later = range(index + 1, min(index + within + 1, len(slices)))
            back = next((i for i in later if places[i] == left), None)
            if back and not any(
                (slices[i].day, line) in told
                or (ABSENT in places[i - 1 : i + 1] and touched_by_news(series, i, line))
                for i in (index, back)
            ):
                flickers += 1
    return flickers
