"""The lines of a storyline and the ground of its communities, as they look."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.story import community_colours
from idlib_graph.charts.style import HATCHES, VARIANT_DASHES, mix
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.story import Place, Story, Stretch
    from idlib_graph.charts.style import Theme
    from idlib_graph.charts.tracks import Tracks

THICK = (0.76, 11.0)  # of a row, and points at most
# For each shade how much of the hue is left in it, and how wide its rim is on both sides together.
HUES = (1.0, 0.66, 0.38, 0.12)
RIMS = (1.2, 1.5, 1.9, 2.4)
DOTS: Any = (0, (1, 2))
THIN = 1.5

_BAND = 0.56
_SEAM = 0.6


def shade_of(hue: str, shade: int, theme: Theme) -> str:
    """The colour in which a line of `hue` is filled where its reports have faded that far."""
    return mix(hue, theme.tint(hue), HUES[shade])


def strand_sample(theme: Theme, shades: Sequence[int]) -> tuple[dict[str, Any], ...]:
    """A piece of a line in each of `shades`, as strokes for the legend."""
    hue, thick = PALETTE[0], 7.0
    strokes: list[dict[str, Any]] = [{"colors": theme.edge(hue), "linewidths": thick}]
    for place, shade in enumerate(shades):
        span = (place / len(shades), (place + 1) / len(shades))
        look = {"colors": shade_of(hue, shade, theme), "linewidths": thick - RIMS[shade]}
        strokes.append(look | {"span": span})
    return tuple(strokes)


class Strands:
    """Draws lines and grounds on a sheet."""

    def __init__(self, story: Story, tracks: Tracks, sheet: Sheet) -> None:
        self.story, self.tracks, self.sheet, self.theme = story, tracks, sheet, sheet.theme
        self.colours = community_colours(story.analysis)
        self.thick = min(sheet.plan.pitch * THICK[0], THICK[1])

    def hue(self, identity: CommunityId) -> str:
        """The colour of a community."""
        return PALETTE[self.colours[identity][0]]

    def fill(self, identity: CommunityId, shade: int) -> str:
        """The colour that fills a line in a community."""
        return mix(self.hue(identity), self.theme.tint(self.hue(identity)), HUES[shade])

    def grounds(self) -> None:
        """Draw the tinted ground of each community."""
        frames = self.story.frames()
        down = np.array([0.0, self.sheet.plan.pitch * _BAND])
        for identity in self.story.communities():
            members = [
                [x for x in row if self.story.place(x, frame) == identity]
                for row, frame in zip(self.tracks.rows, frames, strict=True)
            ]
            shapes = [
                (self._points(upper) - down, self._points(lower) + down)
                for upper, lower in self.tracks.bands(members)
            ]
            hue, variant = self.hue(identity), self.colours[identity][1]
            look: dict[str, Any] = {"facecolors": self.theme.tint(hue), "zorder": 1}
            if variant:
                look |= {"hatch": HATCHES[variant % len(HATCHES)], "linewidths": 0.0}
                look["edgecolors"] = mix(hue, self.theme.background, 0.45)
            self.sheet.grounds(shapes, **look)

    def line(self, line: str) -> None:
        """Draw one line from its beginning to its end, place after place."""
        for place, parts in groupby(self.story.stretches(line), key=lambda part: part.place):
            self._run(line, place, list(parts))

    def clear(self, line: str, begin: float, end: float) -> None:
        """Take the dashes of a variant out of a line between two days, for a name to stand in."""
        edges = self.story.edges
        for part in self.story.stretches(line):
            first, last = max(begin, edges[part.first]), min(end, edges[part.last])
            if isinstance(part.place, CommunityId) and self.colours[part.place][1] and last > first:
                path = self._points(self.tracks.sample(line, first, last))
                look = {"edgecolors": self.fill(part.place, part.shade), "zorder": 3.5}
                self.sheet.curves([path], linewidths=self.thick * 0.3, **look)

    def _run(self, line: str, place: Place, parts: list[Stretch]) -> None:
        edges = self.story.edges
        begin, end = edges[parts[0].first], edges[parts[-1].last]
        whole = self._points(self.tracks.sample(line, begin, end))
        if not isinstance(place, CommunityId):
            dash = "solid" if place == UNALIGNED else DOTS
            look = {"edgecolors": self.theme.grey, "linewidths": THIN, "linestyles": [dash]}
            self.sheet.curves([whole], zorder=2, label=line, **look)
            return
        hue, variant = self.hue(place), self.colours[place][1]
        # Each shade runs on under the next one, so that no seam shows between them.
        seam = _SEAM / float(self.sheet.plan.x(1) - self.sheet.plan.x(0))
        insides = [
            self._points(
                self.tracks.sample(line, edges[part.first], min(edges[part.last] + seam, end))
            )
            for part in parts
        ]
        rims = [min(RIMS[part.shade], self.thick * 0.6) for part in parts]
        self.sheet.curves(
            [whole, *insides],
            edgecolors=[
                self.theme.edge(hue),
                *(shade_of(hue, part.shade, self.theme) for part in parts),
            ],
            linewidths=[self.thick, *(self.thick - rim for rim in rims)],
            zorder=3,
            label=line,
        )
        if variant:
            dash = VARIANT_DASHES[variant % len(VARIANT_DASHES)]
            look = {"linewidths": self.thick * 0.2, "linestyles": [dash], "zorder": 3}
            self.sheet.curves([whole], edgecolors=self.theme.background, **look)

    def _points(self, course: NDArray[np.float64]) -> NDArray[np.float64]:
        """Days and rows as points on the sheet."""
        plan = self.sheet.plan
        return np.column_stack([plan.x(course[:, 0]), plan.y(course[:, 1])])
