"""Marks of the shifts along the top of a storyline: when, and in a few words what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.calendar import write_month
from idlib_graph.charts.furniture import Key
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import clip, widest, wrap
from idlib_graph.shifts.records import ABSENT, CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Plan, Sheet
    from idlib_graph.charts.style import Theme
    from idlib_graph.shifts.records import Shift

SIZE = 8.0
LINE = SIZE * 1.3
SIGNS = {
    "merge": (">", "communities merge"),
    "split": ("<", "a community splits"),
    "birth": ("o", "a community forms"),
    "death": ("s", "a community ends"),
    "switch": ("D", "factions change community"),
    "grow": ("^", "factions join"),
    "shrink": ("v", "factions leave"),
}

STRIP = 15.0

_WEIGHT = {"merge": 4, "split": 4, "birth": 3, "death": 3, "switch": 2, "grow": 1, "shrink": 1}
_NAMES = 2
_NAME_ROOM = 122.0
_WIDTH = 138.0
_NARROW = 64.0
_LINES = 3
_MOST_HEIGHT = 165.0
INDENT = 7.0
_SHORT_STEP = 45


@dataclass(frozen=True, slots=True)
class Mark:
    """All shifts between two slices.

    Attributes
    ----------
    day : half-way between the slices, in days since 1970
    event : the weightiest of what happened; empty where nothing is told as an event
    lines : the caption, without its date
    weight : by which captions are chosen where there is not room for all
    row : row of the caption, from the bottom; -1 for none
    side : 1 where the caption is to the right of its stem, -1 to the left
    """

    day: float
    date: str
    event: str
    lines: tuple[str, ...]
    weight: int
    row: int = -1
    side: int = 1

    @property
    def width(self) -> float:
        """Points from the stem to the end of the caption."""
        return INDENT + widest((self.date, *self.lines), SIZE)


def shift_marks(analysis: Analysis, plan: Plan) -> list[Mark]:
    """A mark for each pair of slices between which there were shifts, in order."""
    together: dict[tuple[date, date], list[Shift]] = {}
    for shift in analysis.shifts:
        together.setdefault((shift.since, shift.day), []).append(shift)
    marks = []
    for (since, until), shifts in sorted(together.items()):
        day = (since.toordinal() + until.toordinal()) / 2 - EPOCH
        if plan.first <= day <= plan.last:
            marks.append(_mark(analysis, shifts, day, plan))
    return marks


def place_captions(
    marks: Sequence[Mark], plan: Plan, *, height: float = _MOST_HEIGHT
) -> list[Mark]:
    """Give captions to the weightiest marks, in rows such that no stem crosses a caption.

    A caption stands to the right or to the left of its stem.

    Parameters
    ----------
    height : of all rows together at most, in points
    """
    placed: dict[int, Mark] = {}
    for index in sorted(range(len(marks)), key=lambda i: (-marks[i].weight, marks[i].day)):
        if not marks[index].event:
            continue
        sides = [replace(marks[index], side=side) for side in (1, -1)]
        tried = [_stack({**placed, index: mark}, plan) for mark in sides if _on_sheet(mark, plan)]
        fitting = [stack for stack in tried if stack and _height(stack.values()) <= height]
        placed = min(fitting, key=lambda stack: _height(stack.values()), default=placed)
    return [placed.get(index, mark) for index, mark in enumerate(marks)]


def row_heights(marks: Iterable[Mark]) -> list[float]:
    """Height of each row of captions, from the bottom, in points."""
    lines: dict[int, int] = {}
    for mark in marks:
        if mark.row >= 0:
            lines[mark.row] = max(lines.get(mark.row, 0), len(mark.lines) + 1)
    return [lines.get(row, 0) * LINE + 7 for row in range(max(lines, default=-1) + 1)]


def draw_marks(sheet: Sheet, marks: Iterable[Mark], *, every: bool = False) -> None:
    """Draw the marks along the upper edge, with stems through the drawing below captions.

    Parameters
    ----------
    every : whether marks that have no caption have a stem too, where they are told as events
    """
    plan, theme = sheet.plan, sheet.theme
    floors = [plan.top - STRIP]
    for height in row_heights(marks := list(marks)):
        floors.append(floors[-1] - height)
    for mark in marks:
        x, low = float(plan.x(mark.day)), plan.top - 5
        y = floors[mark.row + 1] + LINE * 0.7 if mark.row >= 0 else low
        if not mark.event:
            grey = {"markeredgecolor": theme.grey, "markeredgewidth": 1.2}
            sheet.marker(x, y, "|", 7.0, **grey)
            continue
        if every or mark.row >= 0:
            _stem(sheet, x, y)
        solid = {"markerfacecolor": theme.ink, "markeredgecolor": theme.background}
        sheet.marker(x, y, SIGNS[mark.event][0], 6.0 if mark.row < 0 else 6.5, **solid)
        for text in (mark.date, *mark.lines) if mark.row >= 0 else ():
            colour = theme.soft if text is mark.date else None
            at, align = x + INDENT * mark.side, "left" if mark.side > 0 else "right"
            sheet.text(at, y, text, SIZE, align=align, colour=colour)
            y += LINE


def mark_keys(marks: Iterable[Mark], theme: Theme) -> list[Key]:
    """What the signs of `marks` mean, for the legend."""
    events = {mark.event for mark in marks}
    solid = {"markeredgecolor": theme.background, "markerfacecolor": theme.ink, "size": 6.0}
    keys = [Key(text, sign=s, look=solid) for event, (s, text) in SIGNS.items() if event in events]
    if "" in events:
        look = {"markeredgecolor": theme.grey, "size": 7.0, "markeredgewidth": 1.2}
        text = "change on no new event (reports fade, or come later)"
        keys.append(Key(text, sign="|", look=look))
    return keys


def _stem(sheet: Sheet, x: float, y: float) -> None:
    """Draw a line from a mark at `y` to the drawing, and dots on through it."""
    plan, colour = sheet.plan, sheet.theme.soft
    above = np.array([[x, y], [x, plan.top]])
    through = np.array([[x, plan.top], [x, plan.height - plan.bottom]])
    sheet.strokes([above], colors=colour, linewidths=0.8, zorder=5)
    dots = {"linestyles": [(0, (1, 2.5))], "linewidths": 0.9, "zorder": 5}
    sheet.strokes([through], colors=colour, **dots)


def describe(analysis: Analysis, shift: Shift) -> str:
    """A shift in a few words.

    Only what the places before and after say is told; who acted is for the sources to say.
    """
    known = [m for m in shift.moves if ABSENT not in (m.origin, m.target)] or list(shift.moves)
    paths = Counter((m.origin, m.target) for m in known)
    if shift.event == "switch":
        both = {p: n for p, n in paths.items() if all(isinstance(x, CommunityId) for x in p)}
        path = max(sorted(both or paths, key=str), key=paths.__getitem__)
        known = [m for m in known if (m.origin, m.target) == path]
    origin, target = (
        _commonest(analysis, places)
        for places in ([m.origin for m in known], [m.target for m in known])
    )
    who = _who(analysis, [move.line for move in known], shift.day)
    s = "" if len(known) > 1 else "s"
    whole = {
        "merge": f"{origin} merges into {target}" if origin and target else "",
        "split": f"{target} splits from {origin}" if origin and target else "",
        "birth": f"{target} forms" if target else "",
        "death": f"{origin} ends" if origin else "",
    }.get(shift.event)
    if whole:
        return whole
    if origin and target:
        return f"{who} from {origin} to {target}"
    if target:
        return f"{who} join{s} {target}"
    return f"{who} leave{s} {origin}" if origin else who


def _commonest(analysis: Analysis, places: Sequence[CommunityId | str]) -> str:
    """The name of the community that is most often among `places`; empty where none is."""
    found = Counter(place for place in places if isinstance(place, CommunityId))
    if not found:
        return ""
    identity = max(sorted(found), key=found.__getitem__)
    return clip(analysis.names[identity], SIZE, _NAME_ROOM)


def _mark(analysis: Analysis, shifts: Sequence[Shift], day: float, plan: Plan) -> Mark:
    told = [shift for shift in shifts if shift.is_event]
    told.sort(key=lambda shift: -_weight(shift))
    room = plan.width - float(plan.x(day))
    width = max(min(_WIDTH, room - INDENT - 4), _NARROW)
    lines: list[str] = []
    for count in range(len(told), 0, -1):
        text = "; ".join(describe(analysis, shift) for shift in told[:count])
        rest = len(told) - count
        lines = wrap(f"{text}; {rest} more" if rest else text, SIZE, width)
        if len(lines) <= _LINES:
            break
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], clip(" ".join(lines[_LINES - 1 :]), SIZE, width)]
    return Mark(
        day=day,
        date=between(shifts[0].since, shifts[0].day, plan.language),
        event=told[0].event if told else "",
        lines=tuple(lines),
        weight=sum(_weight(shift) for shift in told),
    )


def _stack(chosen: dict[int, Mark], plan: Plan) -> dict[int, Mark] | None:
    """The captions in as few rows as they need; None where stems would cross them all the same.

    A caption that another's stem passes is above that one's.
    """
    stems = {index: float(plan.x(mark.day)) for index, mark in chosen.items()}
    spans = {index: _span(mark, plan) for index, mark in chosen.items()}
    above: dict[int, set[int]] = {index: set() for index in chosen}
    for one in chosen:
        for other in chosen:
            (left, right), (start, end) = spans[one], spans[other]
            if one == other or left >= end or start >= right:
                continue
            if left < stems[other] < right or (one < other and not start < stems[one] < end):
                above[one].add(other)
    rows: dict[int, int] = {}
    while len(rows) < len(chosen):
        ready = [i for i in above if i not in rows and above[i] <= rows.keys()]
        if not ready:
            return None
        rows |= {i: 1 + max((rows[j] for j in above[i]), default=-1) for i in ready}
    return {index: replace(mark, row=rows[index]) for index, mark in chosen.items()}


def _span(mark: Mark, plan: Plan) -> tuple[float, float]:
    """What stem and caption take, from left to right, with some air."""
    x = float(plan.x(mark.day))
    return (x - 5, x + mark.width + 8) if mark.side > 0 else (x - mark.width - 8, x + 5)


def _on_sheet(mark: Mark, plan: Plan) -> bool:
    left, right = _span(mark, plan)
    return left > 0 and right < plan.width + 4


def _height(marks: Iterable[Mark]) -> float:
    return sum(row_heights(marks))


def _weight(shift: Shift) -> int:
    return _WEIGHT[shift.event] * (1 + len(shift.moves))


def _who(analysis: Analysis, lines: Sequence[str], day: date) -> str:
    names = [clip(analysis.label(x, day, short=True), SIZE, _NAME_ROOM) for x in lines[:_NAMES]]
    rest = len(lines) - _NAMES
    if rest > 0:
        return f"{', '.join(names)} and {rest} more"
    return " and ".join(names)


def between(since: date, until: date, language: str) -> str:
    """The month in which it happened, or the months between which it did."""
    if (until - since).days <= _SHORT_STEP:
        return write_month(since, language)
    return f"{write_month(since, language)} \N{EN DASH} {write_month(until, language)}"
