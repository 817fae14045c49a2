"""What is already where on a storyline, for names to keep clear of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from idlib_graph.charts.sheet import Box, Sheet
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.strands import Strands
    from idlib_graph.charts.tracks import Floats, Tracks

SIGN = 0.4  # what it costs to cover a sign
CLASH = 0.15  # and a point at which the mark of a clash passes a line

_LOW = 10.0  # points; under lower rows type is smaller
_SMALLEST = 0.62


@dataclass
class Room:
    """The lines, signs and names of a storyline being drawn.

    Attributes
    ----------
    signs : line and place of each sign, which names should rather not cover; of marks of clashes
        the points at which they pass lines, without a line
    named : for each line the days at which its name stands
    homeless : names for which there was no room
    """

    sheet: Sheet
    story: Story
    tracks: Tracks
    strands: Strands
    signs: Sequence[tuple[str, float, float]]
    named: dict[str, list[float]]
    homeless: list[str] = field(default_factory=list)

    @property
    def thick(self) -> float:
        """Half the width of a line, in points."""
        return self.strands.thick / 2

    def sizes(self, sizes: Sequence[float]) -> list[float]:
        """Sizes of type, all smaller where the rows are low."""
        share = min(1.0, max(self.sheet.plan.pitch / _LOW, _SMALLEST))
        return [size * share for size in sizes]

    def hits(self, box: Box, skip: Collection[str] = ()) -> float:
        """How many lines, those in `skip` aside, run behind `box`."""
        left, upper, right, lower = box
        days, lines, ys = self._grid
        first, last = np.searchsorted(days, left - 2), np.searchsorted(days, right + 2, "right")
        behind = ys[:, first:last]
        touched = (behind > upper - self.thick) & (behind < lower + self.thick)
        found = np.flatnonzero(touched.any(axis=1)).tolist()
        return float(sum(lines[index] not in skip for index in found))

    def signs_in(
        self, box: Box, *, reach: float, own: str | None = None, clashes: bool = True
    ) -> float:
        """What it costs that `box` is nearer than `reach` to signs, those of line `own` aside."""
        left, upper, right, lower = box
        near = [
            line
            for line, x, y in self.signs
            if left - reach < x < right + reach and upper - 4 < y < lower + 4
        ]
        return sum(SIGN if line else CLASH for line in near if line != own and (line or clashes))

    def note(self, line: str, box: Box) -> None:
        """Remember that the name of `line` stands in `box`."""
        self.named.setdefault(line, []).append(self.day((box[0] + box[2]) / 2))

    @cached_property
    def per_day(self) -> float:
        """Points across of one day."""
        plan = self.sheet.plan
        return (plan.width - plan.left - plan.right) / (plan.last - plan.first)

    def day(self, x: float) -> float:
        """The day that is `x` points from the left edge of the sheet."""
        plan = self.sheet.plan
        return plan.first + (x - plan.left) / self.per_day

    def x(self, day: float) -> float:
        """Points from the left edge of the sheet to `day`."""
        return float(self.sheet.plan.x(day))

    def y(self, line: str, day: float) -> float:
        """Points from the upper edge of the sheet to `line` on `day`."""
        return float(self.sheet.plan.y(self.tracks.row(line, day)))

    @cached_property
    def _grid(self) -> tuple[Floats, tuple[str, ...], Floats]:
        days, lines, rows = self.tracks.grid
        far = np.where(np.isnan(rows), np.inf, rows)  # a line hits nothing where it is not
        return self.sheet.plan.x(days), lines, self.sheet.plan.y(far)
