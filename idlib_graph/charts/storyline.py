"""The storyline: who stood with whom from beginning to end, one line per faction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from idlib_graph.charts.calendar import check_language
from idlib_graph.charts.clashes import draw_clashes
from idlib_graph.charts.crowd import draw_crowd
from idlib_graph.charts.furniture import AXIS, MARGIN, SMALL, draw_time_axis
from idlib_graph.charts.labels import write_birth, write_moves, write_rename
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.pills import write_community
from idlib_graph.charts.room import Room
from idlib_graph.charts.scene import NAME_ROOM, PAD_ROWS, plan_scene
from idlib_graph.charts.story import tell_story
from idlib_graph.charts.strands import Strands
from idlib_graph.charts.style import DARK, LIGHT
from idlib_graph.charts.text import clip
from idlib_graph.charts.tiers import draw_marks
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.scene import Scene
    from idlib_graph.charts.sheet import Sheet


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
    unaligned : factions never in a community: ``fold`` counts them in one grey lane and names
        them below, ``show`` draws them, ``hide`` leaves them out

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
    how: dict[str, Any] = {"folded": unaligned == "fold", "language": check_language(language)}
    scene = plan_scene(story, sheet_size(ax, size), theme, title, **how)
    fig, ax, sheet = open_sheet(ax, scene.plan, theme)
    _Drawing(scene, sheet).draw()
    return fig, ax


class _Drawing:
    """A storyline being drawn."""

    def __init__(self, scene: Scene, sheet: Sheet) -> None:
        self.scene, self.sheet = scene, sheet
        self.story, self.tracks, self.plan = scene.story, scene.tracks, scene.plan
        self.theme = sheet.theme
        self.strands = Strands(self.story, self.tracks, sheet)
        self.signs: list[tuple[str, float, float]] = []

    def draw(self) -> None:
        """Draw all of it, from the back to the front."""
        plan, sheet = self.plan, self.sheet
        floor = plan.height - plan.bottom
        draw_time_axis(sheet, floor + 1.2 * AXIS, top=plan.top, bottom=floor)
        draw_marks(sheet, self.scene.marks)
        self.strands.grounds()
        for line in self.story.places:
            self.strands.line(line)
        self.signs += draw_clashes(sheet, self.tracks, self.scene.clashes.marks)
        for line in self.story.places:
            self._ends(line)
        draw_crowd(sheet, self.scene.crowd, plan.rows - PAD_ROWS / 2)
        homeless = self._labels()
        note = f"Not labelled for want of room: {', '.join(homeless)}." if homeless else ""
        small = [clip(note, SMALL, plan.width - 2 * MARGIN)] if note else []
        frame = self.scene.frame
        replace(frame, notes=[*frame.notes, *(small or [""])]).draw(sheet)

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
            self.sheet.marker(x, y, sign, size * self.scene.sign_size, **look)

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
        named = {line: [plan.first] for line in left}
        for line in right:
            named.setdefault(line, []).append(plan.last)
        room = Room(self.sheet, self.story, self.tracks, self.strands, self.signs, named)
        for identity, runs in self.story.communities().items():
            write_community(room, identity, runs)
        for line in self.story.places:
            for day, name in self.story.renames(line):
                write_rename(room, line, name, day)
        born = [line for line, birth in self.story.births.items() if birth > 0]
        for line in sorted(born, key=lambda line: line in right):
            write_birth(room, line, self.story.label(line, self.story.births[line]))
        for line in self.story.places:
            write_moves(room, line)
        return room.homeless

    def _point(self, line: str, day: float) -> tuple[float, float]:
        return float(self.plan.x(day)), float(self.plan.y(self.tracks.row(line, day)))
