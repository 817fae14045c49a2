"""Names in the picture of a network: beside dots and hulls, on no dot and on no other name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.hulls import convex_hull, surrounds
from idlib_graph.charts.sheet import text_box
from idlib_graph.charts.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from idlib_graph.charts.sheet import Box

    Floats = NDArray[np.float64]
    Place = tuple[float, float]

LEADING = 1.16

_GAPS = ((0.8, 0.0), (5.0, 0.25))
# Sides of a dot: across and down, how the name is aligned, and what it costs.
_SIDES = (
    (1.0, 0.0, "left", 0.0),
    (-1.0, 0.0, "right", 0.05),
    (0.0, -1.0, "center", 0.1),
    (0.0, 1.0, "center", 0.12),
    (0.75, -0.75, "left", 0.15),
    (0.75, 0.75, "left", 0.17),
    (-0.75, -0.75, "right", 0.2),
    (-0.75, 0.75, "right", 0.22),
)
_ANGLES = np.arange(32) * 2 * np.pi / 32
_WAYS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
_ALONG = np.array([[0.25], [0.5], [0.75]])
_OUTSIDE = ((2.0, 0.0), (8.0, 0.2), (18.0, 0.5))
_ANYWHERE = (14, 24)
_CROSSED, _MOST_CROSSED = 0.06, 0.6
_FOREIGN = 0.5
_BESIDE = 0.35
_MOVED = 0.3
_NEAR = 2.0
_FAR = 90.0
_BELOW = 0.4


@dataclass(frozen=True)
class Ground:
    """What names have to keep clear of in a picture; in points from its upper left corner.

    Attributes
    ----------
    wide, high : of the picture
    dots : where each faction stands
    radius : half the width of the square around a dot that no name may cover
    ties : begin and end of each tie, shape (ties, 2, 2)
    reach : how far a hull reaches beyond its members
    hulls : the outer rings of each community's outline, by its members
    """

    wide: float
    high: float
    dots: Mapping[str, Place]
    radius: float
    ties: Floats
    reach: float
    hulls: Mapping[tuple[str, ...], Sequence[Floats]]

    @cached_property
    def squares(self) -> Floats:
        """What each dot covers, shape (dots, 4)."""
        at = np.array(list(self.dots.values())).reshape(-1, 2)
        return np.hstack([at - self.radius, at + self.radius])

    @cached_property
    def bounds(self) -> Floats:
        """The edges of what each ring of `hulls` takes, shape (rings, 4)."""
        rings = [ring for found in self.hulls.values() for ring in found]
        edges = [np.concatenate([ring.min(axis=0), ring.max(axis=0)]) for ring in rings]
        return np.array(edges).reshape(-1, 4)

    def free(self, boxes: Floats) -> NDArray[np.bool_]:
        """Which of `boxes`, shape (boxes, 4), are within the picture and cover no dot."""
        room = [self.wide, self.high, self.wide, self.high]
        within = np.all((boxes >= 0) & (boxes <= room), axis=1)
        found: NDArray[np.bool_] = within & ~np.any(_overlaps(boxes, self.squares), axis=1)
        return found

    def cost(self, boxes: Floats, members: Collection[str]) -> Floats:
        """What it costs to cover ties, or ground of others than `members`, or to be beside them."""
        crossed = np.minimum(_crossings(boxes, self.ties) * _CROSSED, _MOST_CROSSED)
        own = set(members)
        others = self.squares[[line not in own for line in self.dots]]
        cost: Floats = crossed + _BESIDE * _overlaps(boxes, others, _NEAR).any(axis=1)
        rings = [(group, ring) for group, found in self.hulls.items() for ring in found]
        covered: dict[tuple[str, ...], NDArray[np.bool_]] = {}
        for (group, ring), near in zip(rings, _overlaps(boxes, self.bounds).T, strict=True):
            if near.any() and own.isdisjoint(group):
                hidden = covered.setdefault(group, np.zeros(len(boxes), dtype=bool))
                hidden[near] |= _covered(boxes[near], ring)
        for hidden in covered.values():
            cost += _FOREIGN * hidden
        return cost


def faction_spots(
    ground: Ground, line: str, lines: Sequence[str], size: float, before: Spot | None
) -> list[Spot]:
    """The free spots for a name, in `lines`, around a faction's dot.

    Parameters
    ----------
    before : where it stood in the picture before, and should rather stay
    """
    x, y = ground.dots[line]
    tried = []
    for gap, farther in _GAPS:
        for across, down, align, cost in _SIDES:
            off = ground.radius + gap
            rise = down * (off + size * (0.36 + (len(lines) - 1) * LEADING / 2))
            tried.append((x + across * off, y + rise, align, cost + farther))
    moved = [
        (*spot[:3], spot[3] + _MOVED * (before is not None and spot[:2] != (before.x, before.y)))
        for spot in tried
    ]
    return _priced(ground, moved, lines, size, {line})


def community_spots(
    ground: Ground, members: Sequence[str], name: str, size: float, before: Spot | None
) -> list[Spot]:
    """The free spots for a community's name around its hull, above it rather than below.

    Where there is none, any free spot will do, the nearer to a member the better.
    """
    at = np.array([ground.dots[line] for line in members])
    left, upper, right, lower = text_box(0, 0, name, size, bold=True)
    half = np.array([right - left, lower - upper]) / 2
    feet, ways = _feet(at)
    deep, below = np.abs(ways) @ half, (_BELOW * (1 + ways[:, 1]) / 2).tolist()
    tried = []
    for gap, farther in _OUTSIDE:
        places = feet + ways * (ground.reach + gap + deep)[:, None]
        pairs = zip(places.tolist(), below, strict=True)
        tried += [(x, y, "center", farther + cost) for (x, y), cost in pairs]
    spots = _priced(ground, tried, [name], size, members, bold=True)
    if not spots:
        across, down = (
            np.linspace(0, room, n)
            for room, n in zip((ground.wide, ground.high), _ANYWHERE, strict=True)
        )
        tried = [
            (x, y, "center", float(np.hypot(*(at - [x, y]).T).min()) / _FAR)
            for x in across.tolist()
            for y in down.tolist()
        ]
        spots = _priced(ground, tried, [name], size, members, bold=True)
    if before is None:
        return spots
    return [
        replace(
            s, cost=s.cost + _MOVED * min(1, float(np.hypot(s.x - before.x, s.y - before.y)) / _FAR)
        )
        for s in spots
    ]


def _feet(members: Floats) -> tuple[Floats, Floats]:
    """Points of a convex hull, and the way out from each: its corners, and along its sides."""
    feet, ways = [members[(members @ _WAYS.T).argmax(axis=0)]], [_WAYS]
    corners = convex_hull(members)
    for begin, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - begin
        way = np.array([along[1], -along[0]]) / np.hypot(*along)
        feet.append(begin + _ALONG * along)
        ways.append(np.tile(way, (len(_ALONG), 1)))
    return np.concatenate(feet), np.concatenate(ways)


def block(x: float, y: float, lines: Sequence[str], size: float, *, align: str, bold: bool) -> Box:
    """What a name in `lines` covers that is centred on `y`."""
    boxes = [
        text_box(x, at, text, size, align=align, bold=bold) for at, text in in_lines(y, lines, size)
    ]
    left, upper, right, lower = zip(*boxes, strict=True)
    return min(left), min(upper), max(right), max(lower)


def in_lines(y: float, lines: Sequence[str], size: float) -> list[tuple[float, str]]:
    """The middle of each line of a name that is centred on `y`."""
    top = y - (len(lines) - 1) * LEADING * size / 2
    return [(top + k * LEADING * size, text) for k, text in enumerate(lines)]


def _priced(
    ground: Ground,
    tried: Sequence[tuple[float, float, str, float]],
    lines: Sequence[str],
    size: float,
    members: Collection[str],
    *,
    bold: bool = False,
) -> list[Spot]:
    """Those of the spots tried that are free, with what they cost in all."""
    aligns = dict.fromkeys(align for _, _, align, _ in tried)
    ways = {align: block(0, 0, lines, size, align=align, bold=bold) for align in aligns}
    boxes = np.array([ways[align] for _, _, align, _ in tried]).reshape(-1, 4)
    boxes += np.array([(x, y, x, y) for x, y, _, _ in tried]).reshape(-1, 4)
    free = ground.free(boxes)
    costs = ground.cost(boxes[free], members).tolist()
    kept = [
        (spot, box) for spot, box, fits in zip(tried, boxes.tolist(), free, strict=True) if fits
    ]
    return [
        Spot(tuple(box), cost + more, x, y, align)
        for ((x, y, align, cost), box), more in zip(kept, costs, strict=True)
    ]


def _covered(boxes: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Which of `boxes` cover ground within a ring."""
    sides = np.stack([ring[:-1], ring[1:]], axis=1)
    found: NDArray[np.bool_] = _crossings(boxes, sides) > 0
    return found | surrounds(ring, boxes[:, :2])


def _overlaps(boxes: Floats, others: Floats, spare: float = 0.0) -> NDArray[np.bool_]:
    """Which boxes overlap which others, shape (boxes, others)."""
    left, upper, right, lower = boxes.T[:, :, None]
    x, y, far, deep = others.T[:, None]
    across = (left < far + spare) & (x < right + spare)
    found: NDArray[np.bool_] = across & (upper < deep + spare) & (y < lower + spare)
    return found


def _crossings(boxes: Floats, ties: Floats) -> Floats:
    """How many ties cross each box (Liang & Barsky 1984)."""
    enter, leave = np.zeros((len(boxes), len(ties))), np.ones((len(boxes), len(ties)))
    for axis in (0, 1):
        begin, along = ties[:, 0, axis], ties[:, 1, axis] - ties[:, 0, axis]
        along = np.where(along == 0, 1e-9, along)
        one, other = ((boxes[:, edge, None] - begin) / along for edge in (axis, axis + 2))
        enter = np.maximum(enter, np.minimum(one, other))
        leave = np.minimum(leave, np.maximum(one, other))
    crossed: Floats = (enter <= leave).sum(axis=1).astype(float)
    return crossed
