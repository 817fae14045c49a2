"""Where the captions of shifts stand: above a chart, and such that no stem crosses a caption."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.captions import INDENT, LINE, SIGNS, SIZE, shaped
from idlib_graph.charts.sheet import Gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idlib_graph.charts.captions import Mark
    from idlib_graph.charts.sheet import Plan, Sheet

STRIP = 15.0  # points between captions and drawing, for signs without captions

_SIGN = 5.0
_WIDTHS = (190.0, 140.0, 105.0)
_MOST_HEIGHT = 165.0
_AIR = 8.0
_STEM = 5.0
_CUT = 3 * LINE
_YIELDING = 4  # captions for which others may make room


def place_captions(
    marks: Sequence[Mark], plan: Plan, *, height: float = _MOST_HEIGHT
) -> list[Mark]:
    """Give captions to the weightiest marks, as low as their stems allow.

    Each stands to the right or to the left of its stem, as wide as keeps the whole low.

    Parameters
    ----------
    height : of all captions together at most, in points
    """
    placed: dict[int, Mark] = {}
    told = [index for index, mark in enumerate(marks) if mark.event]
    told.sort(key=lambda index: (-marks[index].weight, marks[index].day))
    shapes = {index: _shapes(marks[index], plan) for index in told}
    for index in [*told, *told]:  # the second time knowing all the others
        tried = [{**placed, index: mark} for mark in shapes[index]]
        placed = _best(tried, plan, height) or placed
    for index in [index for index in told if index not in placed][:_YIELDING]:
        tried = [
            {**placed, other: yielding, index: mark}
            for other in placed
            for yielding, mark in product(shapes[other], shapes[index])
        ]
        placed = _best(tried, plan, height) or placed
    return [placed.get(index, mark) for index, mark in enumerate(marks)]


def _shapes(mark: Mark, plan: Plan) -> list[Mark]:
    """The shapes that a caption can have."""
    right = [shaped(mark, room, 1) for room in _WIDTHS]
    found = [replace(one, side=side) for one in right for side in (1, -1)]
    return [one for one in dict.fromkeys(found) if _on_sheet(one, plan)]


def _best(tried: Iterable[dict[int, Mark]], plan: Plan, height: float) -> dict[int, Mark] | None:
    """The lowest of the stacks tried; None where all are too high or impossible."""
    lowest, best = (np.inf, np.inf), None
    for chosen in tried:
        bottoms = _stack(chosen, plan)
        if bottoms is not None:
            high = max(bottoms[index] + mark.height for index, mark in chosen.items())
            # What is cut short counts as some lines.
            cut = sum(not mark.whole for mark in chosen.values())
            size = (high + cut * _CUT, sum(bottoms.values()))
            if high <= height and size < lowest:
                lowest, best = size, (chosen, bottoms)
    if best is None:
        return None
    chosen, bottoms = best
    return {index: replace(mark, bottom=bottoms[index]) for index, mark in chosen.items()}


def height_of(marks: Iterable[Mark]) -> float:
    """Height of all captions, in points."""
    return max((mark.bottom + mark.height for mark in marks if mark.bottom >= 0), default=0.0)


def draw_marks(sheet: Sheet, marks: Iterable[Mark], *, every: bool = False) -> None:
    """Draw the marks along the upper edge, with stems through the drawing below captions.

    Parameters
    ----------
    every : whether marks that have no caption have a stem too, where they are told as events
    """
    plan, theme, stems = sheet.plan, sheet.theme, Gathered(sheet.strokes)
    for mark in marks:
        x, y = float(plan.x(mark.day)), plan.top - _SIGN
        if not mark.event:
            grey = {"markeredgecolor": theme.grey, "markeredgewidth": 1.2}
            sheet.marker(x, y, "|", 7.0, **grey)
            continue
        captioned = mark.bottom >= 0
        if captioned:
            y = plan.top - STRIP - mark.bottom - mark.height + LINE * 0.7
        if every or captioned:
            _stem(sheet, stems, x, y)
        solid = {"markerfacecolor": theme.ink, "markeredgecolor": theme.background}
        sheet.marker(x, y, SIGNS[mark.event][0], 6.5 if captioned else 6.0, **solid)
        if captioned:
            _caption(sheet, mark, x, y)
    stems.draw()


def _caption(sheet: Sheet, mark: Mark, x: float, y: float) -> None:
    """Write when it was, what it was and on what news; the second stands out."""
    at, align = x + INDENT * mark.side, "left" if mark.side > 0 else "right"
    soft, ink = sheet.theme.soft, sheet.theme.ink
    for colour, lines in ((soft, (mark.date,)), (ink, mark.lines), (soft, mark.reason_lines)):
        for text in lines:
            sheet.text(at, y, text, SIZE, align=align, colour=colour)
            y += LINE


def _stem(sheet: Sheet, stems: Gathered, x: float, y: float) -> None:
    """Add a line from a mark at `y` to the drawing, and dots on through it."""
    plan, colour = sheet.plan, sheet.theme.soft
    above = np.array([[x, y], [x, plan.top]])
    through = np.array([[x, plan.top], [x, plan.height - plan.bottom]])
    stems.add(above, colors=colour, linewidths=0.8, zorder=5)
    dots = {"linestyles": [(0, (1, 2.5))], "linewidths": 0.9, "zorder": 5}
    stems.add(through, colors=colour, **dots)


def _stack(chosen: Mapping[int, Mark], plan: Plan) -> dict[int, float] | None:
    """How low each caption can stand; None where stems would cross them all the same.

    A caption that another's stem passes is above that one's.
    """
    stems = {index: float(plan.x(mark.day)) for index, mark in chosen.items()}
    spans = {index: _span(mark, plan) for index, mark in chosen.items()}
    below: dict[int, set[int]] = {index: set() for index in chosen}
    for one in chosen:
        for other in chosen:
            (left, right), (start, end) = spans[one], spans[other]
            if one == other or left >= end or start >= right:
                continue
            if left < stems[other] < right or (one < other and not start < stems[one] < end):
                below[one].add(other)
    bottoms: dict[int, float] = {}
    while len(bottoms) < len(chosen):
        ready = [i for i in below if i not in bottoms and below[i] <= bottoms.keys()]
        if not ready:
            return None
        for i in ready:
            bottoms[i] = max((bottoms[j] + chosen[j].height for j in below[i]), default=0.0)
    return bottoms


def _span(mark: Mark, plan: Plan) -> tuple[float, float]:
    """What stem and caption take, from left to right, with some air."""
    x = float(plan.x(mark.day))
    if mark.side > 0:
        return x - _STEM, x + mark.width + _AIR
    return x - mark.width - _AIR, x + _STEM


def _on_sheet(mark: Mark, plan: Plan) -> bool:
    left, right = _span(mark, plan)
    return left > 0 and right < plan.width + _AIR / 2
