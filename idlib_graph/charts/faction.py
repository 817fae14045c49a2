"""One faction's chart: its ties over time, allies above the axis and foes below."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts import tiers
from idlib_graph.charts.bands import OUTWEIGHED, Slots, band_pieces
from idlib_graph.charts.calendar import check_language
from idlib_graph.charts.furniture import AXIS, MARGIN, SMALL, draw_time_axis
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.partners import ALLIED, HOSTILE, find_line
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.story import community_colours, slice_edges
from idlib_graph.charts.style import DARK, HATCHES, KIND_MARKERS, LIGHT, mix
from idlib_graph.charts.text import clip
from idlib_graph.charts.tie_scene import (
    ALONE,
    FILLS,
    GROUP,
    GROUP_ROOM,
    NAME,
    NAME_ROOM,
    OWN,
    group_name,
    lane_names,
    plan_ties,
)
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.identity import short_name
from idlib_graph.shifts.records import ABSENT, CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.bands import Piece
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.partners import Dated, Partner
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.tie_scene import Scene

_BAND = 0.42  # half the height of the strongest tie, as a share of its lane
_AXIS_BAND = 6.0
_BESIDE_AXIS = 14.0
_TOGETHER = 5.0
_COUNT = 5.8
_SILENCE = {ALLIED: "No report of an alliance.", HOSTILE: "No report of a split or a clash."}
_VAGUE = {
    ALLIED: "Reports of alliances, but none that gives a tie or a date in this time.",
    HOSTILE: "Reports of splits or clashes, but none that gives a tie or a date in this time.",
}


def faction(
    analysis: Analysis,
    faction: str,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
) -> tuple[Figure, Axes]:
    """Draw the ties of one faction from the first to the last slice.

    Parameters
    ----------
    analysis : what to draw
    faction : id of any of its names; ties are those of the whole line
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else its name, with the months drawn; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601

    Returns
    -------
    The figure, and its axes, whose coordinates are matplotlib's date numbers and rows.

    Raises
    ------
    NotFoundError
        Where there is no such faction.
    SettingsError
        Where the sheet is too small to draw on, or for an unknown language.
    """
    theme = DARK if dark else LIGHT
    line = find_line(analysis, faction)
    room = sheet_size(ax, size)
    scene = plan_ties(analysis, line, room, theme, title, check_language(language))
    fig, ax, sheet = open_sheet(ax, scene.plan, theme)
    _Drawing(analysis, scene, sheet).draw()
    return fig, ax


class _Drawing:
    """A faction's chart being drawn."""

    def __init__(self, analysis: Analysis, scene: Scene, sheet: Sheet) -> None:
        self.analysis, self.scene, self.sheet = analysis, scene, sheet
        self.theme, self.plan = sheet.theme, sheet.plan
        self.line = scene.partners.line
        self.edges = slice_edges(analysis.days)
        days = np.array([float(day.toordinal() - EPOCH) for day in analysis.days])
        self.slots = Slots(days, self.edges)
        self.colours = community_colours(analysis)
        self.size = min(NAME, (self.plan.pitch - 1.0) / 1.17)
        self.homeless: list[str] = []
        self.named_to = 0.0  # where the last name above the axis ends

    def draw(self) -> None:
        """Draw all of it."""
        plan = self.plan
        floor = plan.height - plan.bottom
        draw_time_axis(self.sheet, floor + 1.2 * AXIS, top=plan.top, bottom=floor)
        tiers.draw_marks(self.sheet, self.scene.marks)
        for side in (ALLIED, HOSTILE):
            lanes = self.scene.partners.side(side)
            self._side(side, lanes)
            self._groups(side, lanes)
        self._axis()
        frame = self.scene.frame
        note = f"Not labelled for want of room: {', '.join(self.homeless)}."
        last = clip(note, SMALL, plan.width - 2 * MARGIN) if self.homeless else ""
        replace(frame, notes=[*frame.notes, last]).draw(self.sheet)

    def _side(self, side: str, lanes: Sequence[Partner]) -> None:
        """Draw the lanes of one side; words where there is none."""
        if not lanes:
            y = self.scene.middle(side, 0)
            words = (_VAGUE if side in self.scene.partners.reported else _SILENCE)[side]
            self.sheet.text(self.plan.left + 6, y, words, NAME, colour=self.theme.soft)
        for index, (lane, name) in enumerate(
            zip(lanes, lane_names(self.analysis, lanes), strict=True)
        ):
            y = self.scene.middle(side, index)
            x = self.plan.left - 8
            self.sheet.text(x, y, clip(name, self.size, NAME_ROOM), self.size, align="right")
            path = np.array([[self.plan.left, y], [self.plan.width - self.plan.right, y]])
            self.sheet.strokes([path], colors=self.theme.grid, linewidths=0.7, zorder=1)
            if lane.course is not None:
                for piece in band_pieces(lane.course, side, self.slots):
                    self._piece(piece, y)
            self._dates(lane.dates, y)

    def _piece(self, piece: Piece, y: float) -> None:
        """Draw a part of a band around the height `y`."""
        x, half = self.plan.x(piece.days), self.plan.pitch * _BAND
        upper = np.column_stack([x, y + piece.upper * half])
        lower = np.column_stack([x, y + piece.lower * half])
        edge = self.theme.kind(piece.kind)
        look: dict[str, Any] = {"edgecolors": edge, "linewidths": 0.7, "zorder": 3}
        if piece.state == OUTWEIGHED:
            look |= {"facecolors": self.theme.background, "zorder": 2}
        else:
            look["facecolors"] = mix(edge, self.theme.background, FILLS[piece.state])
            look["hatch"] = "/////" if piece.kind == "split" else None
        self.sheet.areas([np.vstack([upper, lower[::-1]])], **look)

    def _dates(self, dates: Sequence[Dated], y: float) -> None:
        """Draw the marks of a lane; those of a kind that would cover each other are one."""
        size = min(5.4, self.plan.pitch * 0.55)
        for found in _together(dates, _TOGETHER / float(self.plan.x(1) - self.plan.x(0))):
            one = found[0]
            x = float(self.plan.x(sum(each.day for each in found) / len(found)))
            colour = self.theme.kind(one.kind)
            if one.ends:
                look: dict[str, Any] = {"markeredgecolor": colour, "markeredgewidth": 1.7}
                self.sheet.marker(x, y, "|", self.plan.pitch * 0.72, **look)
            else:
                fill, rim = (self.theme.background, colour) if one.hollow else (colour, None)
                look = {"markerfacecolor": fill, "markeredgecolor": rim or self.theme.background}
                wide = 1.1 if one.hollow else 0.7
                self.sheet.marker(x, y, KIND_MARKERS[one.kind], size, **look, markeredgewidth=wide)
            if len(found) > 1:
                self._count(x, y, len(found))

    def _count(self, x: float, y: float, number: int) -> None:
        """Write how many dates one mark stands for."""
        for at, align in ((x + 4.2, "left"), (x - 4.2, "right")):
            box = self.sheet.box(at, y, str(number), _COUNT, align=align)
            if self.sheet.is_free(box):
                self.sheet.text(at, y, str(number), _COUNT, align=align, halo=True)
                return

    def _groups(self, side: str, lanes: Sequence[Partner]) -> None:
        """Draw, beside the lanes, which communities the other factions are in."""
        index, half = 0, self.plan.pitch / 2
        x = self.plan.width - self.plan.right + 8
        size = min(GROUP, self.size)
        for (_, home), found in groupby(lanes, key=lambda lane: (lane.left_out, lane.home)):
            group = list(found)
            top = self.scene.middle(side, index) - half
            index += len(group)
            low = self.scene.middle(side, index - 1) + half
            hue = self.theme.grey if home is None else PALETTE[self.colours[home][0]]
            edge = self.theme.grey if home is None else self.theme.edge(hue)
            path = np.array([[x, top + 1.5], [x, low - 1.5]])
            self.sheet.strokes([path], colors=edge, linewidths=4.0, zorder=3)
            name = clip(group_name(self.analysis, group[0]), size, GROUP_ROOM)
            self.sheet.text(x + 6, (top + low) / 2, name, size, colour=self.theme.soft)

    def _axis(self) -> None:
        """Draw the axis: the faction's communities as a band, and its names."""
        y, left = self.scene.axis, self.plan.left - 8
        name = clip(self.analysis.label(self.line, short=True), OWN, NAME_ROOM, bold=True)
        self.sheet.text(left, y, name, OWN, align="right", bold=True)
        soft: dict[str, Any] = {"align": "right", "colour": self.theme.soft}
        self.sheet.text(left, y - _BESIDE_AXIS, "alliances \N{UPWARDS ARROW}", GROUP, **soft)
        self.sheet.text(
            left, y + _BESIDE_AXIS, "splits, clashes \N{DOWNWARDS ARROW}", GROUP, **soft
        )
        for place, first, last in self._stays():
            begin, end = self.plan.x([self.edges[first], self.edges[last]]).tolist()
            if isinstance(place, CommunityId):
                self._community(place, begin, end)
            else:
                path = np.array([[begin, y], [end, y]])
                dash = (0, (1, 2)) if place == ABSENT else "solid"
                look = {"colors": self.theme.grey, "linewidths": 1.6, "linestyles": [dash]}
                self.sheet.strokes([path], zorder=4, **look)
                self._axis_name("" if place == ABSENT else ALONE, begin, end)
        self._names()

    def _stays(self) -> Iterator[tuple[CommunityId | str, int, int]]:
        """Where the faction is, from which slice to before which, from its first to its last."""
        slices = self.analysis.slices
        seen = [i for i, part in enumerate(slices) if self.line in part.where]
        index = seen[0] if seen else 0
        whole = slices[index : seen[-1] + 1] if seen else ()
        for place, parts in groupby(whole, key=lambda part: part.position(self.line)):
            count = len(list(parts))
            yield place, index, index + count
            index += count

    def _community(self, place: CommunityId, begin: float, end: float) -> None:
        shade, variant = self.colours[place]
        hue, y = PALETTE[shade], self.scene.axis
        top, low = y - _AXIS_BAND, y + _AXIS_BAND
        corners = np.array([[begin, top], [end, top], [end, low], [begin, low]])
        look: dict[str, Any] = {"facecolors": hue, "edgecolors": self.theme.edge(hue)}
        if variant:
            look["hatch"] = HATCHES[variant % len(HATCHES)]
        self.sheet.areas([corners], linewidths=0.8, zorder=4, **look)
        self._axis_name(self.analysis.names[place], begin, end, bold=True)

    def _axis_name(self, name: str, begin: float, end: float, *, bold: bool = False) -> None:
        """Write where the faction is above the axis, where there is room."""
        y, most = self.scene.axis - _BESIDE_AXIS, max(end - begin, 60.0)
        whole = clip(name, GROUP, GROUP_ROOM, bold=bold)
        for text in (whole, clip(name, GROUP, most, bold=bold)) if name else ():
            after = min(max(begin + 1, self.named_to + 5), end)
            for x, align in ((after, "left"), (end - 1, "right")):
                box = self.sheet.box(x, y, text, GROUP, align=align, bold=bold)
                inside = self.plan.left <= box[0] and box[2] <= self.plan.width - MARGIN
                if inside and self.sheet.is_free((box[0] - 2, box[1], box[2] + 2, box[3])):
                    self.sheet.text(x, y, text, GROUP, align=align, bold=bold, halo=True)
                    self.named_to = box[2]
                    return
        if name and name not in self.homeless:
            self.homeless.append(name)

    def _names(self) -> None:
        """Mark first and last sight of the faction and each new name, and write its names."""
        slices = self.analysis.slices
        seen = [i for i, part in enumerate(slices) if self.line in part.where]
        y, ink, ground = self.scene.axis, self.theme.ink, self.theme.background
        hollow = {"markerfacecolor": ground, "markeredgecolor": ink, "markeredgewidth": 1.2}
        solid = {"markerfacecolor": ink, "markeredgecolor": ground, "markeredgewidth": 0.7}
        if seen and seen[0] > 0:
            self.sheet.marker(float(self.plan.x(self.edges[seen[0]])), y, "o", 5.0, **hollow)
        if seen and seen[-1] + 1 < len(slices):
            self.sheet.marker(float(self.plan.x(self.edges[seen[-1] + 1])), y, "X", 6.5, **solid)
        record = self.analysis.lines.by_id[self.line]
        if len(record.names) == 1:
            return
        for name, since in zip(record.names, record.since, strict=True):
            begin = self.edges[seen[0]] if seen else self.plan.first
            day = float(since.toordinal() - EPOCH) if since else begin
            if not self.plan.first <= day <= self.plan.last:
                continue
            x = float(self.plan.x(day))
            if since:
                self.sheet.marker(x, y, "d", 6.5, **hollow)
            self._name(short_name(self.analysis.dataset.factions[name]), x)

    def _name(self, name: str, x: float) -> None:
        """Write one of the faction's names below the axis, from the day it was taken."""
        y = self.scene.axis + _BESIDE_AXIS
        for room in (NAME_ROOM, 90.0, 48.0):
            text = clip(name, GROUP, room)
            for at, align in ((x, "left"), (x, "center"), (x, "right")):
                box = self.sheet.box(at, y, text, GROUP, align=align)
                if self.sheet.is_free((box[0] - 3, box[1], box[2] + 3, box[3])):
                    self.sheet.text(at, y, text, GROUP, align=align, halo=True)
                    return
        self.homeless.append(name)


def _together(dates: Sequence[Dated], reach: float) -> list[list[Dated]]:
    """Dates of a kind that are less than `reach` days from the one before, as one."""
    found: list[list[Dated]] = []
    for _, alike in groupby(
        sorted(dates, key=lambda one: (one.kind, one.ends, one.hollow, one.day)),
        key=lambda one: (one.kind, one.ends, one.hollow),
    ):
        last = None
        for one in alike:
            if last is not None and one.day - last < reach:
                found[-1].append(one)
            else:
                found.append([one])
            last = one.day
    return found
