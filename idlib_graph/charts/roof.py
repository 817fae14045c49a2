"""Who sits together in how many draws: half a matrix on its side, a roof over a list of names.

The lanes of two names lead up and down to the right; where they meet is the sign of the pair.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.company import HEADING_ROWS, INDENT, NAME
from idlib_graph.charts.parts import percent
from idlib_graph.charts.story import community_colours
from idlib_graph.charts.style import HATCHES
from idlib_graph.charts.text import clip
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.company import Company, Group, Placed
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.shifts.records import CommunityId

LEAST_PITCH = 5.8
ACROSS = 6.9
OFTEN = 0.25  # from here on a pair of two communities is worth a word

_LEAST_NAME = 4.4
_BESIDE = 28.0
_ACROSS_ROOM = (48.0, 96.0)
_FULL = 0.94  # of a cell


class Roof:
    """A roof being drawn: names from `left` on, and the roof from its eaves to `right`.

    Parameters
    ----------
    place : left, upper and right edge in points
    pitch : height of a row in points
    """

    def __init__(
        self,
        analysis: Analysis,
        sheet: Sheet,
        company: Company,
        place: tuple[float, float, float],
        pitch: float,
    ) -> None:
        self.sheet, self.theme, self.company, self.pitch = sheet, sheet.theme, company, pitch
        self.left, self.top, right = place
        self.limit = right + _BESIDE
        self.colours = community_colours(analysis)
        self.eaves = self.left + company.width
        depth = company.rows * pitch / 2
        self.squeeze = min(1.0, (right - self.eaves) / depth) if depth else 1.0
        self.size = min(NAME, max((pitch - 1.2) / 1.17, _LEAST_NAME))

    def draw(self) -> None:
        """Draw all of it."""
        places = self.company.places()
        self._lanes([row for _, _, rows in places for row in rows])
        for group, row, rows in places:
            self._ground(group, row)
            self._names(group, row, rows)
        self._pairs(places)
        for one, other in combinations(places, 2):
            self._across(one, other)

    def _y(self, row: float) -> float:
        return self.top + row * self.pitch

    def _meet(self, one: float, other: float) -> tuple[float, float]:
        """Where the lanes of two rows meet."""
        away = abs(other - one) / 2 * self.pitch * self.squeeze
        return self.eaves + away, self._y((one + other) / 2)

    def _lanes(self, rows: list[float]) -> None:
        """Draw the lanes of all names, faintly."""
        ends = [(row, end) for row in rows for end in (rows[0], rows[-1])]
        lines = [np.array([self._meet(row, row), self._meet(row, end)]) for row, end in ends]
        self.sheet.strokes(lines, colors=self.theme.grid, linewidths=0.5, zorder=0.2)

    def _edge(self, community: CommunityId | None) -> str:
        """The colour of a community's signs, grey for none."""
        if community is None:
            return self.theme.grey
        return self.theme.edge(PALETTE[self.colours[community][0]])

    def _ground(self, group: Group, row: float) -> None:
        """Draw the ground of the pairs inside one community."""
        if group.community is None:
            return
        shade, variant = self.colours[group.community]
        edge, fill = self._edge(group.community), self.theme.tint(PALETTE[shade])
        first, last = row + HEADING_ROWS, row + HEADING_ROWS + len(group.members)
        corners = [self._meet(*rows) for rows in ((first, first), (last, last), (first, last))]
        look: dict[str, Any] = {"facecolors": fill, "edgecolors": edge, "linewidths": 0.8}
        if variant:
            look["hatch"] = HATCHES[variant % len(HATCHES)]
        self.sheet.areas([np.array(corners)], zorder=0.4, label=group.name, **look)

    def _names(self, group: Group, row: float, rows: list[float]) -> None:
        """Write the names of a group, and draw its colour along them."""
        size, room = self.size, self.eaves - self.left - 4
        heading = clip(group.heading, size, room, bold=True)
        self.sheet.text(self.left, self._y(row + HEADING_ROWS - 0.62), heading, size, bold=True)
        ends = [[self.left + 3, self._y(end)] for end in (rows[0] - 0.5, rows[-1] + 0.5)]
        self.sheet.strokes([np.array(ends)], colors=self._edge(group.community), linewidths=3.4)
        for member, at in zip(group.members, rows, strict=True):
            y, bold = self._y(at), member.wavers
            self.sheet.text(self.left + INDENT, y, member.name, size, bold=bold)
            if member.kept is not None:
                kept = percent(member.kept)
                self.sheet.text(self.eaves - 9, y, kept, size, align="right", bold=bold)

    def _pairs(self, places: list[Placed]) -> None:
        """Draw the sign of each pair, as large as it is often together."""
        listed = [(group.community, row) for group, _, rows in places for row in rows]
        corners = np.array([[-self.squeeze, 0.0], [0.0, -1.0], [self.squeeze, 0.0], [0.0, 1.0]])
        signs: dict[str, list[NDArray[np.float64]]] = {}
        for (i, (home, row)), (j, (other, below)) in combinations(enumerate(listed), 2):
            share = float(self.company.together[i, j])
            if share > 0:
                colour = self._edge(home) if home and home == other else self.theme.soft
                # The area of the sign, not its side, is to the cell's as the share is to 1.
                shape = corners * (self.pitch / 2 * _FULL * share**0.5)
                signs.setdefault(colour, []).append(np.array(self._meet(row, below)) + shape)
        for colour, shapes in signs.items():
            self.sheet.areas(shapes, facecolors=colour, linewidths=0.0, zorder=3, label="pairs")

    def _across(self, one: Placed, other: Placed) -> None:
        """Frame and name the pairs of two groups, where some of them are often together."""
        (first, _, rows), (second, _, below) = one, other
        if self.company.most_together(first, second) < OFTEN:
            return
        sides, ends = ([x[0] - 0.5, x[-1] + 0.5] for x in (rows, below))
        corners = [(sides[0], ends[0]), (sides[0], ends[1]), (sides[1], ends[1])]
        corners += [(sides[1], ends[0]), corners[0]]
        frame = np.array([self._meet(*corner) for corner in corners])
        self.sheet.strokes([frame], colors=self.theme.soft, linewidths=0.7, zorder=2)
        x, middle = self._meet(sides[0], ends[1])
        room = min(self.limit - x - 4, _ACROSS_ROOM[1])
        for text, line in ((first.name, -0.66), (f"with {second.name}", 0.66)):
            y, shown = middle + line * ACROSS, clip(text, ACROSS, room)
            free = self.sheet.is_free(self.sheet.box(x + 4, y, shown, ACROSS))
            if room >= _ACROSS_ROOM[0] and free:
                self.sheet.text(x + 4, y, shown, ACROSS, colour=self.theme.soft, halo=True)
