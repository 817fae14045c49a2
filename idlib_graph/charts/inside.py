"""Names that stand in their own line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from idlib_graph.charts.style import TEXT_CONTRAST, contrast
from idlib_graph.charts.text import clip, width
from idlib_graph.shifts.records import CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idlib_graph.charts.room import Room
    from idlib_graph.charts.sheet import Box

SIZES = (5.5, 6.9)  # least and most

_SHARE = 1.35  # of half the width of a line
_WIDEST = 172.0
_AIR = 4.0
_STEPS = 12
_TONES = ("#000000", "#ffffff")


def write_inside(
    room: Room, line: str, name: str, begin: float, end: float, *, over_clashes: bool = False
) -> bool:
    """Write a name into its line between two days, as early as it has room there.

    Parameters
    ----------
    over_clashes : whether marks of clashes may run behind it

    Returns
    -------
    Whether there was room.
    """
    size = min(SIZES[1], _SHARE * room.thick)
    if size < SIZES[0]:
        return False
    text = clip(name, size, _WIDEST)
    wide = width(text, size)
    for left, right, y in _levels(room, line, begin, end):
        for step in range(_STEPS + 1) if right - left >= wide else ():
            box = room.sheet.box(left + (right - left - wide) * step / _STEPS, y, text, size)
            signs = room.signs_in(box, reach=_AIR, clashes=not over_clashes)
            if not signs and not room.hits(box, {line}) and room.sheet.is_free(box):
                _write(room, line, text, size, (box, y))
                return True
    return False


def _levels(
    room: Room, line: str, begin: float, end: float
) -> Iterator[tuple[float, float, float]]:
    """Where a line runs level in one community: from where to where, and how high."""
    edges = room.story.edges
    for since, until in room.tracks.levels(line):
        for place, group in groupby(room.story.stretches(line), key=lambda part: part.place):
            parts = list(group)
            first = max(since, begin, edges[parts[0].first])
            last = min(until, end, edges[parts[-1].last])
            if isinstance(place, CommunityId) and last > first:
                yield room.x(first) + _AIR, room.x(last) - _AIR, room.y(line, first)


def _write(room: Room, line: str, text: str, size: float, where: tuple[Box, float]) -> None:
    """Write a name into its line in black or white, whichever can be read on all of it.

    Where neither can, because the line fades behind it, the name has a rim of the line's hue.
    """
    box, y = where
    edges = room.story.edges
    begin, end = room.day(box[0]), room.day(box[2])
    behind = [
        (part.place, part.shade)
        for part in room.story.stretches(line)
        if edges[part.first] < end and edges[part.last] > begin
        if isinstance(part.place, CommunityId)
    ]
    hue = room.strands.fill(behind[0][0], 0)
    tone = _readable([room.strands.fill(place, shade) for place, shade in behind])
    room.strands.clear(line, room.day(box[0] - 2), room.day(box[2] + 2))
    ink, rim = (tone, "") if tone else (_readable([hue]), hue)
    room.sheet.text(box[0], y, text, size, colour=ink, rim=rim)
    room.note(line, box)


def _readable(fills: Sequence[str]) -> str:
    """Black or white, whichever can be read on all of `fills`; nothing where neither can."""
    worst = {tone: min(contrast(tone, fill) for fill in fills) for tone in _TONES}
    best = max(_TONES, key=worst.__getitem__)
    return best if worst[best] >= TEXT_CONTRAST else ""
