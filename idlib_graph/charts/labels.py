"""The names of lines inside a storyline: on free ground, or in their own line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.inside import write_inside
from idlib_graph.charts.text import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.charts.room import Room

    Spot = tuple[float, float, float, str]  # cost, place, and how text is aligned to it

SIZES = (7.6, 6.6)

_WIDEST = 200.0
_STEPS = 41
_FREE = 0.5
_OWN_LINE = 0.45
_SHORT = 200.0  # points; a name at the end of so short a line is enough
_NEAR = 120.0  # points from one name of a line to the next


def write_birth(room: Room, line: str, name: str) -> None:
    """Write a line's name where it begins, or along it, where it is not soon named anyway."""
    begin, end = room.tracks.span(line)
    needed = not room.named.get(line)
    if not needed and _soon_named(room, line, begin, end):
        return
    x, y = room.x(begin), room.y(line, begin)
    off = room.thick + 6.5
    near = [(0.0, x - 6, y, "right")]
    beside = [*near, (0.3, x - 2, y - off, "left"), (0.3, x - 2, y + off, "left")]
    done = (
        _write_near(room, line, name, near, most=_FREE)
        or write_inside(room, line, name, begin, end)
        or _write_near(room, line, name, beside, most=1.0 if needed else _FREE)
        or write_inside(room, line, name, begin, end, over_clashes=True)
    )
    if needed and not done:
        along = [*beside, *_along(room, line, (begin, end))]
        if not _write_near(room, line, name, along):
            room.homeless.append(name)


def write_rename(room: Room, line: str, name: str, day: float) -> None:
    """Write a line's new name beside the day on which it was taken."""
    _, end = room.tracks.span(line)
    until = min([end, *(later for later, _ in room.story.renames(line) if later > day)])
    x, y = room.x(day), room.y(line, day)
    off = room.thick + 7
    near = [
        (cost, x + dx, y + dy, align)
        for cost, dx, align in ((0.0, 0, "center"), (0.2, -3, "left"), (0.3, 3, "right"))
        for dy in (-off, off)
    ]
    near.append((0.1, x + 7, y, "left"))
    soon = min(until, day + _NEAR / room.per_day)
    if not (
        write_inside(room, line, name, day, soon)
        or _write_near(room, line, name, near, most=1.0)
        or write_inside(room, line, name, day, until, over_clashes=True)
        or _write_near(room, line, name, [*near, *_along(room, line, (day, until))])
    ):
        room.homeless.append(name)


def write_moves(room: Room, line: str) -> None:
    """Write a line's name into it again wherever it has moved since it was last named."""
    for begin, end in room.tracks.levels(line):
        named = room.named.get(line, [])
        before = max((day for day in named if day <= end), default=None)
        after = min((day for day in named if day > begin), default=None)
        if before is None or before >= begin:
            continue
        near = after is not None and (after - begin) * room.per_day < _NEAR
        if not near and abs(room.y(line, before) - room.y(line, begin)) > room.thick:
            index = int(np.searchsorted(room.story.edges, begin, side="right")) - 1
            name = room.story.label(line, min(index, room.story.count - 1))
            write_inside(room, line, name, begin, end)


def _soon_named(room: Room, line: str, begin: float, end: float) -> bool:
    """Whether a line is so short and level that the name at its end names it all."""
    level = abs(room.y(line, begin) - room.y(line, end)) < room.thick
    level = level and len(room.tracks.levels(line)) == 1
    return level and (end - begin) * room.per_day < _SHORT


def _write_near(
    room: Room, line: str, name: str, spots: Sequence[Spot], *, most: float = np.inf
) -> bool:
    """Write a name on the cheapest of `spots` that costs less than `most`, if there is one."""
    for size in room.sizes(SIZES):
        text = clip(name, size, _WIDEST)
        found = _best(room, line, text, size, spots)
        if found and found[0] < most:
            _, x, y, align = found
            room.note(line, room.sheet.text(x, y, text, size, align=align, halo=True))
            return True
    return False


def _best(room: Room, line: str, text: str, size: float, spots: Sequence[Spot]) -> Spot | None:
    """The cheapest free spot, with its cost."""
    best = None
    for cost, x, y, align in spots:
        box = room.sheet.box(x, y, text, size, align=align)
        if room.sheet.is_free(box):
            others = room.hits(box, {line})
            total = cost + others + _OWN_LINE * (room.hits(box) - others)
            total += room.signs_in(box, reach=9.0, own=line)
            if best is None or total < best[0] - 1e-9:
                best = total, x, y, align
    return best


def _along(room: Room, line: str, span: tuple[float, float]) -> list[Spot]:
    """Spots on, over and under a line."""
    days, off = np.linspace(*span, _STEPS), room.thick + 6.5
    spots = []
    for step, day in enumerate(days.tolist()):
        x, y = room.x(day), room.y(line, day)
        for cost, dy in ((0.35, 0.0), (0.5, -off), (0.5, off)):
            spots.append((cost + 0.5 * step / _STEPS, x + 6, y + dy, "left"))
            spots.append((cost + 0.5 * step / _STEPS, x - 6, y + dy, "right"))
    return spots
