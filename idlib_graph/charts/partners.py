"""What a faction's chart shows of each other faction: its tie through the slices, and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.charts.lanes import DOUBTFUL, homes
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.errors import NotFoundError
from idlib_graph.histories import courses, relations_of
from idlib_graph.ledger import ENDED, occurrences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.histories import Course, Floats
    from idlib_graph.model import Relation
    from idlib_graph.shifts.records import CommunityId

WEAK = 0.2
ALLIED, HOSTILE = "allied", "hostile"


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A day since 1970 that a relation gives: when it was, began or ended.

    `hollow` where it is less credible than not, or contested.
    """

    day: float
    kind: str
    ends: bool
    hollow: bool


@dataclass(frozen=True)
class Partner:
    """One side of the ties to another line: the lane in which it is drawn.

    Attributes
    ----------
    line : the other line
    side : ``allied`` or ``hostile``
    course : its tie through the slices; None where it has none in any
    dates : what relations of this side date, in order
    home : the community it is in for most slices
    left_out : whether the other line takes no part in communities, and so can have no tie
    begin : the first day since 1970 on which anything is drawn; infinity where nothing is
    """

    line: str
    side: str
    course: Course | None
    dates: tuple[Dated, ...]
    home: CommunityId | None
    left_out: bool
    begin: float

    @property
    def most(self) -> float:
        """The largest weight that this side of the tie has in any slice."""
        return 0.0 if self.course is None else float(_weights(self.course, self.side).max())


@dataclass(frozen=True)
class Partners:
    """All lanes of a faction's chart.

    Attributes
    ----------
    line : whose ties they are
    lanes : from the top of each side to its foot, the allied ones first
    weak : sides of ties never above `WEAK`, which have no lane
    untold : others that some relation names, with neither a tie nor a date within the slices
    reported : the sides of which there is any relation
    undated, outside : how many relations have no date, or one before or after the slices
    """

    line: str
    lanes: tuple[Partner, ...]
    weak: tuple[Partner, ...]
    untold: tuple[str, ...]
    reported: frozenset[str]
    undated: int
    outside: int

    def side(self, name: str) -> list[Partner]:
        """The lanes of one side."""
        return [lane for lane in self.lanes if lane.side == name]


def find_line(analysis: Analysis, faction: str) -> str:
    """The line of a faction, by any of its names' ids.

    Raises
    ------
    NotFoundError
        Where there is no such faction.
    """
    if faction not in analysis.lines.of:
        msg = f"unknown faction {faction!r}"
        raise NotFoundError(msg)
    return analysis.lines.of[faction]


def gather_partners(analysis: Analysis, line: str, first: float, last: float) -> Partners:
    """The others that `line` has ties to or relations with, between two days since 1970."""
    touching = [r for r in relations_of(analysis, line) if len({*analysis.lines.pair(r)}) > 1]
    contested = {rid for matter in analysis.contested for rid in matter.relations}
    dates: dict[tuple[str, str], list[Dated]] = {}
    undated = outside = 0
    for relation in touching:
        found = _dates(analysis, relation, contested)
        within = [one for one in found if first <= one.day <= last]
        undated += not found
        outside += bool(found) and not within
        side = ALLIED if relation.kind == "alliance" else HOSTILE
        dates.setdefault((_other(analysis, relation, line), side), []).extend(within)
    lanes = _lanes(analysis, line, dates)
    shown = [lane for lane in lanes if lane.most > 0 or lane.dates]
    tieless = line in analysis.left_out
    strong = [x for x in shown if x.most >= WEAK or x.left_out or tieless] or shown
    named = {lane.line for lane in shown}
    return Partners(
        line=line,
        lanes=tuple(_ordered(strong)),
        weak=tuple(lane for lane in shown if lane not in strong),
        untold=tuple(dict.fromkeys(lane.line for lane in lanes if lane.line not in named)),
        reported=frozenset(side for _, side in dates),
        undated=undated,
        outside=outside,
    )


def _lanes(
    analysis: Analysis, line: str, dates: Mapping[tuple[str, str], Sequence[Dated]]
) -> list[Partner]:
    of, left_out = homes(analysis), set(analysis.left_out)
    by_other = {course.other: course for course in courses(analysis, line)}
    return [
        Partner(
            line=other,
            side=side,
            course=by_other.get(other),
            dates=tuple(sorted(found)),
            home=of.get(other),
            left_out=other in left_out,
            begin=_begin(analysis, by_other.get(other), side, found),
        )
        for (other, side), found in sorted(dates.items())
    ]


def _other(analysis: Analysis, relation: Relation, line: str) -> str:
    a, b = analysis.lines.pair(relation)
    return b if a == line else a


def _dates(analysis: Analysis, relation: Relation, contested: Collection[str]) -> list[Dated]:
    """What a relation dates; none where it has no date."""
    dataset = analysis.snapshots.dataset
    hollow = dataset.credibility(relation) < DOUBTFUL or relation.id in contested
    return [
        Dated(float(day.toordinal() - EPOCH), relation.kind, one.what == ENDED, hollow)
        for one in occurrences(dataset, analysis.lines, relation)
        if one.bounds and (day := one.day or one.bounds.earliest)
    ]


def _weights(course: Course, side: str) -> Floats:
    return course.positive if side == ALLIED else course.negative


def _begin(analysis: Analysis, course: Course | None, side: str, dates: Iterable[Dated]) -> float:
    weights = [] if course is None else _weights(course, side).tolist()
    held = (day for day, weight in zip(analysis.days, weights, strict=False) if weight)
    days = [*(one.day for one in dates), *(float(day.toordinal() - EPOCH) for day in held)]
    return min(days, default=float("inf"))


def _ordered(lanes: Sequence[Partner]) -> list[Partner]:
    """By side, then by community as these come into the chart, then by first day."""
    first: dict[tuple[str, CommunityId | None], float] = {}
    for lane in lanes:
        key = (lane.side, lane.home)
        first[key] = min(lane.begin, first.get(key, float("inf")))

    def rank(lane: Partner) -> tuple[str, bool, bool, float, str, float, str]:
        begin, alone = first[lane.side, lane.home], lane.home is None
        return lane.side, lane.left_out, alone, begin, str(lane.home), lane.begin, lane.line

    return sorted(lanes, key=rank)
