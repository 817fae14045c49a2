"""What a timeline shows: the dated relations of each line, packed into tracks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import clip, width
from idlib_graph.dates import DAYS_PER_MONTH
from idlib_graph.errors import NotFoundError
from idlib_graph.shifts.identity import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Plan
    from idlib_graph.model import Relation
    from idlib_graph.shifts.records import CommunityId

LABEL = 6.6
DOUBTFUL = 0.5

_LABEL_ROOM = 88.0
_WIDE_ROOM = 200.0
_BESIDE = 5.5
_AIR = 5.0


@dataclass(frozen=True, slots=True)
class Item:
    """One relation in the lane of one of its ends; days since 1970.

    Attributes
    ----------
    boxes : between which days it lies that it began, and that it ended
    mark : the day in the middle, or the one known
    held : first and last day on which it is said to hold; None for an event
    fades : until when it is half presumed to hold after that; None where it does not
    doubtful : whether it is less credible than not
    label : the other end
    track : row inside the lane
    side : where the label stands: ``right`` or ``left`` of it, or ``inside``
    thin : whether its date is open to one side
    """

    kind: str
    boxes: tuple[tuple[float, float], ...]
    mark: float
    held: tuple[float, float] | None
    fades: float | None
    doubtful: bool
    label: str
    track: int = 0
    side: str = "right"
    thin: bool = False

    @property
    def begin(self) -> float:
        """The first day that anything is drawn on."""
        days: list[float] = [self.mark, *(box[0] for box in self.boxes), *(self.held or ())]
        return min(days)

    @property
    def end(self) -> float:
        """The last day that anything is drawn on."""
        days: list[float] = [self.mark, *(box[1] for box in self.boxes), *(self.held or ())]
        return max([*days, self.mark if self.fades is None else self.fades])


@dataclass(frozen=True, slots=True)
class Lane:
    """A line with its items; `community` is that of most of its slices."""

    line: str
    community: CommunityId | None
    items: tuple[Item, ...]

    @property
    def tracks(self) -> int:
        """The number of rows that its items need."""
        return max(item.track for item in self.items) + 1


@dataclass(frozen=True, slots=True)
class Lanes:
    """All lanes of a timeline in order, and how many relations and lines are not in it."""

    lanes: tuple[Lane, ...]
    undated: int
    outside: int
    empty: int


def gather_lanes(
    analysis: Analysis, first: float, last: float, *, factions: Sequence[str] | None = None
) -> Lanes:
    """The dated relations of each line between two days.

    Raises
    ------
    NotFoundError
        Where one of `factions` is neither a faction nor a line.
    """
    chosen = _chosen(analysis, factions)
    found: dict[str, list[Item]] = {line: [] for line in chosen}
    undated = outside = 0
    for relation in analysis.snapshots.dataset.relations.values():
        ends = [line for line in dict.fromkeys(analysis.lines.pair(relation)) if line in found]
        if not ends:
            continue
        item = _item(analysis, relation, first, last)
        if item is None:
            undated += 1
        elif item.end < first or item.begin > last:
            outside += 1
        else:
            for line in ends:
                label = _label(analysis, relation, line, typed=factions is not None)
                found[line].append(_within(replace(item, label=label), first, last))
    of = homes(analysis)
    lanes = [
        Lane(line, of.get(line), tuple(sorted(items, key=lambda i: (i.begin, i.mark, i.label))))
        for line, items in found.items()
        if items
    ]
    if factions is None:
        order: dict[CommunityId | None, int] = {c: i for i, c in enumerate(analysis.names)}
        lanes.sort(key=lambda x: (order.get(x.community, len(order)), x.items[0].mark, x.line))
    return Lanes(tuple(lanes), undated, outside, len(found) - len(lanes))


def pack(lane: Lane, plan: Plan, *, labelled: bool, wide: bool) -> Lane:
    """Give each item of a lane the first track with room for it and its label."""
    ends: list[float] = []
    packed = []
    for item in lane.items:
        text = clip(item.label, LABEL, _WIDE_ROOM if wide else _LABEL_ROOM) if labelled else ""
        begin, end = float(plan.x(item.begin)) - 4, float(plan.x(item.end)) + 4
        room = width(text, LABEL) + _BESIDE - 2 if text else 0.0
        side = "inside"
        if end + room <= plan.width - 6:
            side, end = "right", end + room
        elif begin - room >= plan.left - 4:
            side, begin = "left", begin - room
        track = next((t for t, taken in enumerate(ends) if taken + _AIR <= begin), len(ends))
        ends[track : track + 1] = [end]
        packed.append(replace(item, label=text, track=track, side=side))
    return replace(lane, items=tuple(packed))


def label_place(item: Item, plan: Plan) -> tuple[float, str]:
    """Where the label of an item begins or ends, and which of both."""
    if item.side == "left":
        return float(plan.x(item.begin)) - _BESIDE, "right"
    if item.side == "inside":
        return float(plan.x(item.end)) - _BESIDE - 3, "right"
    return float(plan.x(item.end)) + _BESIDE, "left"


def _chosen(analysis: Analysis, factions: Iterable[str] | None) -> list[str]:
    if factions is None:
        return list(analysis.lines.by_id)
    of = analysis.lines.of
    for name in factions:
        if name not in of:
            msg = f"unknown faction {name!r}"
            raise NotFoundError(msg)
    return list(dict.fromkeys(of[name] for name in factions))


def _item(analysis: Analysis, relation: Relation, first: float, last: float) -> Item | None:
    """What is drawn of a relation; None where it has no date."""
    box = relation.date
    if box is None:
        return None
    bounds = [box.start, box.end] if box.interval else [box.start]
    known = [side for side in bounds if side.earliest or side.latest]
    boxes = tuple(
        (
            _number(side.earliest, min(first, _number(side.latest, first))),
            _number(side.latest, last),
        )
        for side in known
    )
    profile = analysis.snapshots.presence.profiles.get(relation.id)
    state = analysis.dataset.codebook.types[relation.type].duration == "state"
    held = fades = None
    if profile and (state or box.interval):
        held = (_number(profile.start, first), _number(profile.end, last))
        if profile.fades and state:
            fades = held[1] + profile.half_life * DAYS_PER_MONTH
            ended = [e.day for e in analysis.snapshots.presence.endings.get(relation.id, ())]
            fades = min([fades, *(max(_number(day, last), held[1]) for day in ended)])
    middle = known[0].middle or known[0].latest or known[0].earliest
    return Item(
        kind=relation.kind,
        boxes=boxes,
        mark=_number(middle, first),
        held=held,
        fades=fades,
        doubtful=analysis.snapshots.dataset.credibility(relation) < DOUBTFUL,
        label="",
        thin=any(side.earliest is None or side.latest is None for side in known),
    )


def _within(item: Item, first: float, last: float) -> Item:
    """`item`, cut off at the edges of the drawing."""

    def cut(day: float) -> float:
        return min(max(day, first), last)

    return replace(
        item,
        boxes=tuple((cut(a), cut(b)) for a, b in item.boxes if b >= first and a <= last),
        mark=cut(item.mark),
        held=(cut(item.held[0]), cut(item.held[1])) if item.held else None,
        fades=None if item.fades is None else cut(item.fades),
    )


def _label(analysis: Analysis, relation: Relation, line: str, *, typed: bool) -> str:
    """The other end of a relation, with the way it points, and its type where there is room."""
    here = analysis.lines.of[relation.a] == line
    other = relation.b if here else relation.a
    name = short_name(analysis.dataset.factions[other])
    arrow = ("\N{RIGHTWARDS ARROW} " if here else "\N{LEFTWARDS ARROW} ") * relation.directed
    return f"{arrow}{name}, {relation.type}" if typed else f"{arrow}{name}"


def homes(analysis: Analysis) -> dict[str, CommunityId]:
    """The community in which each line is in most slices; of equals the first."""
    counts: dict[str, Counter[CommunityId]] = {}
    for part in analysis.slices:
        for community in part.communities:
            for line in community.members:
                counts.setdefault(line, Counter())[community.id] += 1
    return {line: found.most_common(1)[0][0] for line, found in counts.items()}


def _number(day: date | None, default: float) -> float:
    return default if day is None else float(day.toordinal() - EPOCH)
