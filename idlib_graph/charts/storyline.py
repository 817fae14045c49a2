"""The storyline: who stood with whom from beginning to end, one line per faction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts import captions
from idlib_graph.charts.alignment import align as align_layers
from idlib_graph.charts.calendar import check_language
from idlib_graph.charts.furniture import (
    AXIS,
    MARGIN,
    SMALL,
    draw_time_axis,
)
from idlib_graph.charts.labels import Labeller
from idlib_graph.charts.ordering import order_layers
from idlib_graph.charts.scene import NAME_ROOM, PAD_ROWS, plan_scene
from idlib_graph.charts.sheet import open_sheet, sheet_size
from idlib_graph.charts.story import community_colours, tell_story
from idlib_graph.charts.style import (
    DARK,
    HATCHES,
    LIGHT,
    VARIANT_DASHES,
    mix,
)
from idlib_graph.charts.text import clip
from idlib_graph.charts.tracks import Tracks, plan_turns
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import UNALIGNED, CommunityId

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.scene import Scene
    from idlib_graph.charts.sheet import Sheet, Size
    from idlib_graph.charts.story import Story

_TURN = 9.0
_THICK = (0.7, 10.5)
_BAND = 0.56


def storyline(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    unaligned: str = "fold",
) -> tuple[Figure, Axes]:
    """Draw who stood with whom, from the first slice with a community to the last slice.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set, with the months drawn; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    unaligned : factions never in a community: ``fold`` names them below, ``show`` draws them,
        ``hide`` leaves them out

    Returns
    -------
    The figure, and its axes, whose coordinates are matplotlib's date numbers and rows.

    Raises
    ------
    SettingsError
        For another word for `unaligned` or an unknown language, or where the sheet is too small
        to draw on.
    """
    if unaligned not in {"fold", "show", "hide"}:
        msg = f"unaligned is {unaligned!r}; it must be fold, show or hide"
        raise SettingsError(msg)
    theme = DARK if dark else LIGHT
    story = tell_story(analysis, unaligned=unaligned)
    layers = order_layers(story.layers())
    rows = [{x: row + PAD_ROWS for x, row in layer.items()} for layer in align_layers(layers)]
    room = sheet_size(ax, size)
    how: dict[str, Any] = {"folded": unaligned == "fold", "language": check_language(language)}
    scene = plan_scene(story, rows, room, theme, title, **how)
    plan = scene.plan
    turns = tuple(story.edges[index] for index in story.frames())
    unit = _TURN / float(plan.x(plan.first + 1) - plan.x(plan.first))
    reach = plan_turns(rows, turns, plan.last, unit)
    tracks = Tracks(layers, rows, turns, reach, plan.last)
    fig, sheet = open_sheet(ax, plan, theme)
    _Drawing(story, scene, tracks, sheet).draw()
    return fig, sheet.ax


class _Drawing:
    """A storyline being drawn."""

    def __init__(self, story: Story, scene: Scene, tracks: Tracks, sheet: Sheet) -> None:
        self.story, self.scene, self.tracks, self.sheet = story, scene, tracks, sheet
        self.theme, self.plan = sheet.theme, scene.plan
        self.runs = story.communities()
        self.colours = community_colours(story.analysis)
        self.thick = min(self.plan.pitch * _THICK[0], _THICK[1])
        self.signs: list[tuple[str, float, float]] = []

    def draw(self) -> None:
        """Draw all of it, from the back to the front."""
        plan, sheet = self.plan, self.sheet
        floor = plan.height - plan.bottom
        draw_time_axis(sheet, floor + 1.2 * AXIS, top=plan.top, bottom=floor)
        captions.draw_marks(sheet, self.scene.marks)
        self._bands()
        for line in self.story.places:
            self._line(line)
        for line in self.story.places:
            self._ends(line)
        homeless = self._labels()
        note = f"Not labelled for want of room: {', '.join(homeless)}." if homeless else ""
        small = [clip(note, SMALL, plan.width - 2 * MARGIN)] if note else []
        frame = self.scene.frame
        replace(frame, notes=[*frame.notes, *(small or [""])]).draw(sheet)

    def _bands(self) -> None:
        """Draw the tinted ground of each community."""
        frames = self.story.frames()
        down = np.array([0.0, self.plan.pitch * _BAND])
        for identity in self.runs:
            shade, variant = self.colours[identity]
            members = [
                [x for x in row if self.story.place(x, frame) == identity]
                for row, frame in zip(self.tracks.rows, frames, strict=True)
            ]
            shapes = []
            for upper, lower in self.tracks.bands(members):
                top, low = self._points(upper), self._points(lower)
                shapes.append(np.vstack([top - down, (low + down)[::-1]]))
            look: dict[str, Any] = {"facecolors": self.theme.tint(PALETTE[shade]), "zorder": 1}
            if variant:
                look |= {"hatch": HATCHES[variant % len(HATCHES)], "linewidths": 0.0}
                look["edgecolors"] = mix(PALETTE[shade], self.theme.background, 0.45)
            self.sheet.areas(shapes, **look)

    def _line(self, line: str) -> None:
        """Draw one line, stretch by stretch."""
        edges = self.story.edges
        for part in self.story.stretches(line):
            path = self._points(self.tracks.sample(line, edges[part.first], edges[part.last]))
            if isinstance(part.place, CommunityId):
                self._ribbon(path, part.place, attested=part.attested)
            else:
                dash = "solid" if part.place == UNALIGNED else (0, (1, 2))
                look = {"colors": self.theme.grey, "linewidths": 1.5, "linestyles": [dash]}
                self.sheet.strokes([path], zorder=2, **look)

    def _ribbon(self, path: NDArray[np.float64], identity: CommunityId, *, attested: bool) -> None:
        shade, variant = self.colours[identity]
        hue = PALETTE[shade]
        rim = 1.2 if attested else 2.4
        inner = hue if attested else self.theme.tint(hue)
        self.sheet.strokes([path], colors=self.theme.edge(hue), linewidths=self.thick, zorder=3)
        inside = max(self.thick - rim, self.thick * 0.4)
        self.sheet.strokes([path], colors=inner, linewidths=inside, zorder=3)
        if variant:
            dash = {"linestyles": [VARIANT_DASHES[variant % len(VARIANT_DASHES)]]}
            core = self.theme.background if attested else self.theme.edge(hue)
            self.sheet.strokes([path], colors=core, linewidths=self.thick * 0.2, zorder=3, **dash)

    def _ends(self, line: str) -> None:
        """Draw the signs of a line: first seen, last seen, new name."""
        begin, end = self.tracks.span(line)
        ink, ground = self.theme.ink, self.theme.background
        hollow = {"markerfacecolor": ground, "markeredgecolor": ink, "markeredgewidth": 1.2}
        solid = {"markerfacecolor": ink, "markeredgecolor": ground, "markeredgewidth": 0.7}
        signs: list[tuple[float, str, float, dict[str, Any]]] = [
            (day, "d", 6.5, hollow) for day, _ in self.story.renames(line)
        ]
        if self.story.births[line] > 0:
            signs.append((begin, "o", 4.8, hollow))
        if self.story.death(line) < self.story.count:
            signs.append((end, "X", 6.5, solid))
        for day, sign, size, look in signs:
            x, y = self._point(line, day)
            self.signs.append((line, x, y))
            self.sheet.marker(x, y, sign, size, **look)

    def _labels(self) -> list[str]:
        """Write all names; gives those for which there was no room."""
        left, right = self.scene.names
        plan, size = self.plan, self.scene.name_size
        for line, name in left.items():
            _, y = self._point(line, plan.first)
            self.sheet.text(plan.left - 6, y, clip(name, size, NAME_ROOM), size, align="right")
        for line, name in right.items():
            _, y = self._point(line, plan.last)
            self.sheet.text(plan.width - plan.right + 6, y, clip(name, size, NAME_ROOM), size)
        labeller = Labeller(self.sheet, self.story, self.tracks, self.thick / 2, [], self.signs)
        for identity, runs in self.runs.items():
            edge = self.theme.edge(PALETTE[self.colours[identity][0]])
            labeller.community(self.story.analysis.names[identity], runs, edge)
        for line in self.story.places:
            for day, name in self.story.renames(line):
                labeller.rename(line, name, day)
        for needed in (True, False):
            for line, birth in self.story.births.items():
                if birth > 0 and needed is (line not in right):
                    labeller.birth(line, self.story.label(line, birth), needed=needed)
        return labeller.homeless

    def _points(self, course: NDArray[np.float64]) -> NDArray[np.float64]:
        """Days and rows as points on the sheet."""
        return np.column_stack([self.plan.x(course[:, 0]), self.plan.y(course[:, 1])])

    def _point(self, line: str, day: float) -> tuple[float, float]:
        row = self.tracks.run(line, np.array([day]))[0]
        return float(self.plan.x(day)), float(self.plan.y(row))
