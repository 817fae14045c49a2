"""What a community, a slice and a shift are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

import networkx as nx

from idlib_graph.display import Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from idlib_graph.communities import Communities

UNALIGNED = "unaligned"
ABSENT = "absent"
BASES = ("news", "mixed", "fading", "presumed")
EVENTS = ("merge", "split", "birth", "death", "switch", "grow", "shrink")


@dataclass(frozen=True, slots=True, order=True)
class CommunityId:
    """A community's identity over time; numbered by first appearance, from 1."""

    number: int

    def __str__(self) -> str:
        return f"c{self.number}"


@dataclass(frozen=True, slots=True)
class Community:
    """One community in one slice; `members` are line ids, sorted."""

    id: CommunityId
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """Who sits with whom on one day.

    Attributes
    ----------
    communities : those of two members or more, largest first
    unaligned : lines that are present and have no community
    """

    day: date
    communities: tuple[Community, ...]
    unaligned: tuple[str, ...]

    @cached_property
    def where(self) -> Mapping[str, Community | None]:
        """The community of each line present; None for the unaligned."""
        found: dict[str, Community | None] = dict.fromkeys(self.unaligned)
        for community in self.communities:
            found.update(dict.fromkeys(community.members, community))
        return found

    @cached_property
    def positions(self) -> Mapping[str, CommunityId | str]:
        """The community id of each line present, else ``unaligned``."""
        return {line: place.id if place else UNALIGNED for line, place in self.where.items()}

    def position(self, line: str) -> CommunityId | str:
        """The community id of `line`, else ``unaligned`` or ``absent``."""
        return self.positions.get(line, ABSENT)

    def fellows(self, line: str) -> frozenset[str]:
        """The others in the community of `line`."""
        community = self.where.get(line)
        return frozenset(community.members) - {line} if community else frozenset()

    @property
    def partition(self) -> tuple[frozenset[str], ...]:
        """All communities, those of one included."""
        groups = [frozenset(community.members) for community in self.communities]
        return (*groups, *(frozenset((line,)) for line in self.unaligned))


@dataclass(frozen=True)
class Slice(Order, Shown):
    """Who sits with whom on one day, and how good that answer is.

    Attributes
    ----------
    result : the partition with its quality, proof and contradicting ties
    draw : gives the snapshot it was found in
    """

    result: Communities
    draw: Callable[[], nx.Graph[str]] = field(default=nx.Graph, repr=False, compare=False)

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """The snapshot it was found in, drawn when first asked for: of many, few are."""
        return self.draw()

    def to_table(self) -> Table:
        """Who sits with whom that day; how good that answer is stands below."""
        groups = [(c.name, len(c.members), c.members) for c in self.communities]
        alone = [("unaligned", len(self.unaligned), self.unaligned)] if self.unaligned else []
        columns = ("community", "size", "members")
        return Table(f"Communities on {self.day}", columns, (*groups, *alone), self.result.proof)


@dataclass(frozen=True, slots=True)
class Move:
    """One line's change of place: each side a community, ``unaligned`` or ``absent``."""

    line: str
    origin: CommunityId | str
    target: CommunityId | str

    @property
    def appears(self) -> bool:
        """Whether the line was not there before."""
        return self.origin == ABSENT

    @property
    def vanishes(self) -> bool:
        """Whether the line is not there any more."""
        return self.target == ABSENT


@dataclass(frozen=True, slots=True)
class Shift:
    """A dated change of who sits with whom.

    Attributes
    ----------
    day : the first slice with the new order
    since : the last slice with the old one
    event : what happened to the communities: one of `EVENTS`
    basis : why it is believed: ``news``, ``mixed``, ``fading`` or ``presumed``
    moves : who moved, by line id; with those who appear in a community born here
    cause : the smallest set of relations that, undone, undoes the moves; by id
    indirect : those of `cause` that touch nobody who moved
    sources : ids of the sources of `cause` and `ended_by`
    exact : whether `cause` is proven to be the smallest; else not every set was tried
    news : those of `cause` that began, happened or ended between the two slices
    ended_by : the relations that ended a state of `cause` between the two slices
    """

    day: date
    since: date
    event: str
    basis: str
    moves: tuple[Move, ...]
    cause: tuple[str, ...]
    indirect: tuple[str, ...]
    sources: tuple[str, ...]
    exact: bool
    news: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()

    @property
    def has_own_news(self) -> bool:
        """Whether news that touches a mover is among the causes."""
        return bool(set(self.news) - set(self.indirect))

    @property
    def is_event(self) -> bool:
        """Whether it is told as an event: something was reported to have happened."""
        return self.basis in {"news", "mixed"}


def movers(moves: Iterable[Move]) -> frozenset[str]:
    """The lines that move; appearing and vanishing is no moving.

    Examples
    --------
    >>> sorted(movers([Move("zinki", UNALIGNED, CommunityId(1)), Move("jts", ABSENT, UNALIGNED)]))
    ['zinki']
    """
    return frozenset(move.line for move in moves if not (move.appears or move.vanishes))


class Shifts(tuple[Shift, ...], Shown):  # noqa: SLOT001 - a tuple has no room for slots
    """Shifts in order, with the names of the communities they lead from and to."""

    names: Mapping[CommunityId, str]

    def __new__(cls, shifts: Iterable[Shift], names: Mapping[CommunityId, str]) -> Self:
        """`names` are those of all communities; others are called by their ids."""
        made = super().__new__(cls, tuple(shifts))
        made.names = names
        return made

    def __getnewargs__(self) -> tuple[tuple[Shift, ...], Mapping[CommunityId, str]]:
        """What copies and pickles are made of."""
        return tuple(self), self.names

    def to_table(self) -> Table:
        """When, who moved from where to where, why that is believed, and the cause."""
        return Table(
            f"Shifts: {len(self)}",
            ("since", "day", "event", "basis", "moved", "cause", "sources"),
            tuple(
                (
                    s.since,
                    s.day,
                    s.event,
                    s.basis,
                    self._moved(s),
                    (*s.cause, *s.ended_by),
                    s.sources,
                )
                for s in self
            ),
        )

    def _moved(self, shift: Shift) -> str:
        flows: dict[tuple[str, str], list[str]] = {}
        for move in shift.moves:
            flows.setdefault((self._place(move.origin), self._place(move.target)), []).append(
                move.line
            )
        return "; ".join(f"{', '.join(who)}: {old} → {new}" for (old, new), who in flows.items())

    def _place(self, place: CommunityId | str) -> str:
        return self.names.get(place, str(place)) if isinstance(place, CommunityId) else place
