"""The grey lane of a storyline: how many factions are there that never are in a community."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.furniture import Key
from idlib_graph.charts.style import SHAPE_CONTRAST, ensure_contrast, mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.style import Theme

NAME = "In no community"
SIZE = 7.4

_EACH = 0.42  # rows for one faction
_MOST = 2.6  # rows for all
_ABOVE = 1.3  # rows between the lines and the lane
_STEP = 16.0  # points that a number needs across
_PALE = 0.35


@dataclass(frozen=True, slots=True)
class Crowd:
    """Factions that are folded together.

    Attributes
    ----------
    edges : days since 1970 between which each slice stands; one more than there are slices
    counts : how many of them are there in each slice
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def each(self) -> float:
        """Rows for one faction."""
        return min(_EACH, _MOST / max(self.counts, default=1))

    @property
    def rows(self) -> float:
        """Rows that the lane needs, with what parts it from the lines; 0 where nobody is in it."""
        most = max(self.counts, default=0)
        return most * self.each + _ABOVE if most else 0.0

    def spells(self) -> Iterator[tuple[float, float, int]]:
        """From when until when how many are there."""
        for count, group in groupby(range(len(self.counts)), key=self.counts.__getitem__):
            slices = list(group)
            yield self.edges[slices[0]], self.edges[slices[-1] + 1], count


def gather_crowd(story: Story) -> Crowd:
    """How many of the folded lines of a story are there in each slice drawn."""
    slices = story.analysis.slices[story.start :]
    counts = tuple(sum(line in part.where for line in story.folded) for part in slices)
    return Crowd(story.edges, counts)


def crowd_keys(crowd: Crowd, theme: Theme) -> list[Key]:
    """What the lane means, where there is one."""
    look = {"colors": _fill(theme), "linewidths": 6.0}
    text = "number of factions never in a community"
    return [Key(text, (look,))] if crowd.rows else []


def draw_crowd(sheet: Sheet, crowd: Crowd, bottom: float) -> None:
    """Draw the lane, its lower edge `bottom` rows down, with the numbers."""
    if not crowd.rows:
        return
    plan, theme = sheet.plan, sheet.theme
    base = float(plan.y(bottom))
    unit = crowd.each * plan.pitch
    spells = list(crowd.spells())
    for shape in _shapes(spells):
        points = np.column_stack([plan.x(shape[:, 0]), base - unit * shape[:, 1]])
        look = {"facecolors": _fill(theme), "edgecolors": theme.grey, "linewidths": 0.8}
        sheet.areas([points], label="crowd", **look)
    for begin, end, count in spells:
        left, right = plan.x([begin, end]).tolist()
        y = base - unit * count / 2 if unit * count > SIZE * 1.2 else base - unit * count - 5
        box = sheet.box((left + right) / 2, y, str(count), SIZE, align="center")
        if count and right - left > _STEP and sheet.is_free(box):
            sheet.text((left + right) / 2, y, str(count), SIZE, align="center")
    first = next(begin for begin, _, count in spells if count)
    height = unit * next(count for _, _, count in spells if count)
    x, y = float(plan.x(first)) - 6, base - max(height / 2, 3.0)
    sheet.text(x, y, NAME, SIZE, align="right", halo=first > plan.first)


def _shapes(spells: list[tuple[float, float, int]]) -> Iterator[np.ndarray]:
    """The outline of each stretch of time with anybody there: days and numbers."""
    for there, group in groupby(spells, key=lambda spell: spell[2] > 0):
        if there:
            part = list(group)
            top = [(day, count) for begin, end, count in part for day in (begin, end)]
            yield np.array([(part[0][0], 0), *top, (part[-1][1], 0)], dtype=float)


def _fill(theme: Theme) -> str:
    return ensure_contrast(mix(theme.grey, theme.background, _PALE), theme.ink, SHAPE_CONTRAST)
