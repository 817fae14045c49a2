"""Who keeps company with whom on one day, in how many draws: what a roof is drawn of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.charts.text import clip, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.ensemble import Ensemble
    from idlib_graph.shifts.records import Community, CommunityId

NAME = 8.0
INDENT = 12.0  # of members' names below headings, in points
WAVERS = 0.5  # keeps its company in fewer draws than not
HEADING_ROWS = 1.75

_NAME_ROOM = 175.0
_STABILITY_ROOM = 74.0
_VALUE = 28.0


@dataclass(frozen=True, slots=True)
class Member:
    """One line in the list, and the share of draws in which it keeps its company.

    `kept` is None where the headline gives it no company on that day.
    """

    line: str
    name: str
    kept: float | None

    @property
    def wavers(self) -> bool:
        """Whether it keeps its company in less than half of the draws."""
        return self.kept is not None and self.kept < WAVERS


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one community, the firmest first, or lines in none, under a heading."""

    community: CommunityId | None
    name: str
    heading: str
    members: tuple[Member, ...]


Placed: TypeAlias = tuple[Group, float, list[float]]


@dataclass(frozen=True)
class Company:
    """What is drawn of one day.

    Attributes
    ----------
    together : the probability of each pair of members to sit together, in the order of the list
    hidden : lines without a tie on that day that sit with somebody in some draw, and are not listed
    """

    groups: tuple[Group, ...]
    together: NDArray[np.float64]
    hidden: int

    @property
    def members(self) -> list[Member]:
        """All of the list."""
        return [member for group in self.groups for member in group.members]

    @property
    def rows(self) -> float:
        """Height of the list in rows, those of headings included."""
        return len(self.members) + HEADING_ROWS * len(self.groups)

    def places(self) -> list[Placed]:
        """Each group with the row at which it begins, and those of its members' middles."""
        found, row = [], 0.0
        for group in self.groups:
            first = row + HEADING_ROWS
            found.append((group, row, [first + n + 0.5 for n in range(len(group.members))]))
            row = first + len(group.members)
        return found

    def most_together(self, one: Group, other: Group) -> float:
        """The probability to sit together of those of two groups who do so most often."""
        place = {member.line: n for n, member in enumerate(self.members)}
        rows, columns = ([place[m.line] for m in group.members] for group in (one, other))
        return float(self.together[np.ix_(rows, columns)].max())

    @property
    def width(self) -> float:
        """Points that names and numbers take."""
        names = [INDENT + width(x.name, NAME, bold=x.wavers) + _VALUE for x in self.members]
        heads = [width(group.heading, NAME, bold=True) + 8 for group in self.groups]
        return max([*names, *heads], default=0.0) + 8


def gather_company(analysis: Analysis, ensemble: Ensemble, column: int) -> Company:
    """The lines of one slice by community, and how probably they sit together.

    Communities that mix stand next to each other. Of lines without a tie on that day those are
    listed that have one in most draws.
    """
    part = analysis.slices[column]
    index = {line: n for n, line in enumerate(ensemble.lines)}
    together = ensemble.together(column)
    blocks = [[index[line] for line in community.members] for community in part.communities]
    groups = [
        _community(analysis, ensemble, column, part.communities[n])
        for n in _mixing(blocks, together)
    ]
    absent = [line for line in ensemble.lines if line not in part.where]
    late = [line for line in absent if together[index[line], index[line]] >= WAVERS]
    for name, heading, lines in (
        ("those in none", "In no community", part.unaligned),
        ("those without a tie", "Without a tie, but with one in most draws", late),
    ):
        alone = [Member(line, _name(analysis, line, column), None) for line in lines]
        if alone:
            members = tuple(sorted(alone, key=lambda member: member.name))
            groups.append(Group(None, name, heading, members))
    order = [index[member.line] for group in groups for member in group.members]
    company = together.sum(axis=1) - together.diagonal()
    hidden = sum(bool(company[index[line]] > 0) for line in absent if line not in late)
    return Company(tuple(groups), together[np.ix_(order, order)], hidden)


def _community(analysis: Analysis, ensemble: Ensemble, column: int, community: Community) -> Group:
    kept = dict(zip(ensemble.lines, ensemble.membership[column].tolist(), strict=True))
    members = [Member(x, _name(analysis, x, column), kept[x]) for x in community.members]
    name = clip(community.name, NAME, _NAME_ROOM + _VALUE - _STABILITY_ROOM, bold=True)
    told = f"{name}, stability {ensemble.stability(column, community.members):.2f}"
    order = sorted(members, key=lambda member: (-kept[member.line], member.name))
    return Group(community.id, name, told, tuple(order))


def _name(analysis: Analysis, line: str, column: int) -> str:
    name = analysis.label(line, analysis.days[column], short=True)
    return clip(name, NAME, _NAME_ROOM - INDENT, bold=True)


def _mixing(blocks: Sequence[Sequence[int]], together: NDArray[np.float64]) -> Iterator[int]:
    """The first block, and always next the one whose lines sit most often with the last one's.

    Of equals the first.
    """
    left, last = list(range(len(blocks))), 0
    while left:
        yield last
        left.remove(last)
        mixed = {n: float(together[np.ix_(blocks[last], blocks[n])].sum()) for n in left}
        last = max(mixed, key=lambda n: (mixed[n], -n), default=0)
