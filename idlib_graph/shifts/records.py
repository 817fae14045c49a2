"""What a community, a slice and a shift are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping
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
class Slice:
    """Who sat with whom on one day.

    Attributes
    ----------
    communities : those of two members or more, largest first
    unaligned : lines that are present and have no community
    result : the partition with its quality, proof and contradicting ties
    graph : the snapshot it was found in
    """

    day: date
    communities: tuple[Community, ...]
    unaligned: tuple[str, ...]
    result: Communities
    graph: nx.Graph[str] = field(default_factory=nx.Graph, repr=False, compare=False)

    @cached_property
    def where(self) -> Mapping[str, Community | None]:
        """The community of each line present; None for the unaligned."""
        found: dict[str, Community | None] = dict.fromkeys(self.unaligned)
        for community in self.communities:
            found.update(dict.fromkeys(community.members, community))
        return found

    def position(self, line: str) -> CommunityId | str:
        """The community id of `line`, else ``unaligned`` or ``absent``."""
        community = self.where.get(line, ABSENT)
        if isinstance(community, Community):
            return community.id
        return UNALIGNED if community is None else ABSENT

    def fellows(self, line: str) -> frozenset[str]:
        """The others in the community of `line`."""
        community = self.where.get(line)
        return frozenset(community.members) - {line} if community else frozenset()


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
