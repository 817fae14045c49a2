"""The names of communities, each in a frame on its band."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idlib_graph.charts.room import Room
    from idlib_graph.charts.sheet import Box
    from idlib_graph.shifts.records import CommunityId

    Run = tuple[int, int, frozenset[str]]

SIZES = (9.6, 8.4, 7.2)
PAD = (4.5, 2.6)

_AIR = 2 * PAD[0] + 1
_WIDEST = 210.0
_RUNS = 8
_SHARES = ((0.0, 0.5), (0.1, 0.35), (0.1, 0.65), (0.2, 0.2), (0.2, 0.8))
_OUTER, _OUTSIDE = 0.4, 0.8
_OFF = 9.0
_GOOD_ENOUGH = 2.5


def write_community(room: Room, identity: CommunityId, runs: Sequence[Run]) -> None:
    """Write a community's name into its band, where its members stay the same for longest.

    Where it would hide most of the band, it stands above or below.
    """
    name = room.story.analysis.names[identity]
    sizes = room.sizes(SIZES)
    for size in sizes:
        text = clip(name, size, _WIDEST, bold=True)
        cost, box = _best(room, runs, text, size)
        if box and (cost < _GOOD_ENOUGH or size == sizes[-1]):
            _draw(room, text, box, size, room.sheet.theme.edge(room.strands.hue(identity)))
            return
    room.homeless.append(name)


def _best(room: Room, runs: Sequence[Run], text: str, size: float) -> tuple[float, Box | None]:
    """The cheapest free place for a name, with its cost; of equals the first."""
    spots = enumerate(_spots(room, runs, text, size))
    best, at = (np.inf, 0), None
    for number, (least, box, members) in sorted(spots, key=lambda spot: spot[1][0]):
        if round(least, 9) > best[0]:
            break  # what it hides can only make it dearer
        if room.sheet.is_free(box, spare=_AIR):
            cost = least + room.hits(box, members) + 3 * room.signs_in(box, reach=4.0)
            if (round(cost, 9), number) < best:
                best, at = (round(cost, 9), number), box
    return best[0], at


def _spots(
    room: Room, runs: Sequence[Run], text: str, size: float
) -> Iterator[tuple[float, Box, frozenset[str]]]:
    """Places for a name, with what each costs at least, and whose lines it may hide."""
    life = max(sum(_length(room, run) for run in runs), 1.0)
    calm = sorted(runs, key=lambda run: (-_length(room, run), run[0]))[:_RUNS]
    for place, run in enumerate(calm):
        for cost, x, y in _places(room, run):
            box = _inside(room, room.sheet.box(x, y, text, size, align="center", bold=True))
            if _drawn(room, box):
                hidden = 4 * (box[2] - box[0]) / life - 2 if cost < _OUTSIDE else 0.0
                yield cost + 0.15 * place + max(hidden, 0.0), box, run[2]


def _places(room: Room, run: Run) -> Iterator[tuple[float, float, float]]:
    """Places in the middle of a band, on its outer lines, above and below it, with their cost."""
    first, last, members = run
    edges = room.story.edges
    for cost, share in _SHARES:
        day = edges[first] + (edges[last] - edges[first]) * share
        ys = sorted(room.y(line, day) for line in members)
        x, off = room.x(day), room.thick + _OFF
        yield cost, x, (ys[(len(ys) - 1) // 2] + ys[len(ys) // 2]) / 2
        yield cost + _OUTER, x, ys[0]
        yield cost + _OUTER, x, ys[-1]
        yield cost + _OUTSIDE, x, ys[0] - off
        yield cost + _OUTSIDE, x, ys[-1] + off


def _draw(room: Room, text: str, box: Box, size: float, edge: str) -> None:
    sheet = room.sheet
    sheet.pill(box, pad=PAD, edge=edge, zorder=9)
    middle = box[3] - sheet.box(0, 0, text, size, bold=True)[3]
    sheet.text((box[0] + box[2]) / 2, middle, text, size, align="center", bold=True)
    across, down = PAD
    sheet.boxes[-1] = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)


def _inside(room: Room, box: Box) -> Box:
    """`box`, moved sideways until it is within the drawing."""
    plan = room.sheet.plan
    left = min(max(box[0], plan.left + 4), plan.width - plan.right - 4 - (box[2] - box[0]))
    return (left, box[1], left + box[2] - box[0], box[3])


def _drawn(room: Room, box: Box) -> bool:
    """Whether `box` is between the upper and the lower edge of the drawing."""
    plan = room.sheet.plan
    return box[1] - PAD[1] > plan.top and box[3] + PAD[1] < plan.height - plan.bottom


def _length(room: Room, run: Run) -> float:
    return (room.story.edges[run[1]] - room.story.edges[run[0]]) * room.per_day
