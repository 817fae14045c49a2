"""The timeline: every dated relation by how well its date is known, in lanes by faction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.calendar import check_language
from idlib_graph.charts.furniture import (
    AXIS,
    MARGIN,
    Key,
    draw_time_axis,
    plan_frame,
)
from idlib_graph.charts.lanes import DOUBTFUL, LABEL, gather_lanes, label_place, pack
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.sheet import Gathered, Plan
from idlib_graph.charts.story import community_colours, slice_edges
from idlib_graph.charts.style import (
    DARK,
    KIND_DASHES,
    KIND_MARKERS,
    LIGHT,
    mix,
)
from idlib_graph.charts.text import clip, widest
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.lanes import Item, Lane, Lanes
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.style import Theme
    from idlib_graph.shifts.records import CommunityId

SUBTITLE = (
    "Every dated relation, in the lane of each of its two ends and named after the other; an arrow "
    "tells which way it goes. Bars span the days on which it may have begun, happened or ended. "
    "Earlier names of a faction share its lane."
)
ORDER = (
    " Lanes stand by the community that the faction is in for most slices, then by the first date."
)
FADING = (0, (0.8, 2.2))

_PITCH = 8.8
_LABELLED_PITCH = 7.9
_LEAST_PITCH = 5.2
_NAME = 8.0
_NAME_ROOM = 165.0
_HEADING = 8.6
_HEADING_ROWS = 1.9
_LANE_PAD = 0.55
_BAR = 4.6
_THIN = 0.4


def timeline(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    factions: Sequence[str] | None = None,
) -> tuple[Figure, Axes]:
    """Draw every dated relation between the first and the last slice.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    factions : ids of those to draw lanes of, in this order; else all, by community

    Returns
    -------
    The figure, and its axes, whose coordinates are matplotlib's date numbers and rows.

    Raises
    ------
    NotFoundError
        Where one of `factions` is not in the data set.
    SettingsError
        Where the sheet is too small to draw on, or for an unknown language.
    """
    theme = DARK if dark else LIGHT
    edges = slice_edges(analysis.days)
    lanes = gather_lanes(analysis, edges[0], edges[-1], factions=factions)
    wide, high = sheet_size(ax, size)
    frame = plan_frame(
        analysis,
        wide,
        title=f"{analysis.dataset.title}: dated relations" if title is None else title,
        subtitle=SUBTITLE + ORDER * (factions is None),
        keys=_keys(theme),
        notes=_notes(lanes),
    )
    names = [clip(analysis.label(x.line), _NAME, _NAME_ROOM) for x in lanes.lanes]
    plan = Plan(
        width=wide,
        height=0.0,
        left=MARGIN + widest(names, _NAME) + 24,
        right=MARGIN + 12,
        top=frame.top + 2.6 * AXIS,
        bottom=frame.bottom + 8,
        first=edges[0],
        last=edges[-1],
        rows=1.0,
        language=check_language(language),
    )
    grouped = factions is None
    plan, packed = _fit(lanes, plan, high, grouped=grouped)
    fig, ax, sheet = open_sheet(ax, plan, theme)
    floor = plan.height - plan.bottom
    draw_time_axis(sheet, plan.top - 1.2 * AXIS, top=plan.top - 3, bottom=floor)
    _Drawing(analysis, sheet, grouped=grouped).lanes(packed)
    frame.draw(sheet)
    return fig, ax


def _fit(lanes: Lanes, plan: Plan, high: float | None, *, grouped: bool) -> tuple[Plan, list[Lane]]:
    """Pack the lanes, with labels where there is height for them."""
    for labelled in (True, False):
        packed = [pack(x, plan, labelled=labelled, wide=not grouped) for x in lanes.lanes]
        heads = len({lane.community for lane in packed}) if grouped else 0
        rows = sum(lane.tracks + _LANE_PAD for lane in packed) + heads * _HEADING_ROWS
        sized = replace(plan, rows=max(rows, 2.0))
        full = high or plan.top + plan.bottom + _PITCH * sized.rows
        sized = replace(sized, height=full)
        if sized.pitch >= _LABELLED_PITCH:
            return sized, packed
    if sized.pitch < _LEAST_PITCH:
        needed = (plan.top + plan.bottom + _LEAST_PITCH * sized.rows) / 72
        msg = f"{full / 72:.1f} inches are too low for this timeline; it needs {needed:.1f}"
        raise SettingsError(msg)
    return sized, packed


def _notes(lanes: Lanes) -> list[str]:
    """What the drawing leaves out."""
    parts = [
        (lanes.undated, "relation{s} without a date {are} not drawn"),
        (
            lanes.outside,
            "relation{s} dated before the first or after the last slice {are} not drawn",
        ),
        (lanes.empty, "faction{s} without a dated relation {have} no lane"),
    ]
    told = [
        f"{count} {text.format(s='s' * (count != 1), **_verbs(count))}"
        for count, text in parts
        if count
    ]
    return [". ".join(told) + "."] if told else []


def _verbs(count: int) -> dict[str, str]:
    return {"are": "is", "have": "has"} if count == 1 else {"are": "are", "have": "have"}


def _keys(theme: Theme) -> list[Key]:
    keys = []
    for kind, sign in KIND_MARKERS.items():
        colour = theme.kind(kind)
        line = {"colors": colour, "linewidths": 1.6, "linestyles": [KIND_DASHES[kind]]}
        keys.append(Key(kind, (line,), sign, {"size": 5.0, **_filled(theme, kind)}))
    bar = {"colors": mix(theme.soft, theme.background, 0.35), "linewidths": _BAR}
    ink = {"colors": theme.soft, "linewidths": 1.6}
    hollow = {"markerfacecolor": theme.background, "markeredgecolor": theme.soft, "size": 5.0}
    return [
        *keys,
        Key("may lie within", (bar,)),
        Key("may lie before or after", (bar | {"linewidths": _BAR * _THIN},)),
        Key("holds", (ink,)),
        Key("no longer reported, for one half-life", (ink | {"linestyles": [FADING]},)),
        Key(f"credibility below {DOUBTFUL:g}", sign="o", look=hollow),
    ]


def _filled(theme: Theme, kind: str) -> dict[str, Any]:
    colour = theme.kind(kind)
    return {"markerfacecolor": colour, "markeredgecolor": colour, "markeredgewidth": 0.8}


class _Drawing:
    """A timeline being drawn."""

    def __init__(self, analysis: Analysis, sheet: Sheet, *, grouped: bool) -> None:
        self.analysis, self.sheet, self.grouped = analysis, sheet, grouped
        self.plan, self.theme = sheet.plan, sheet.theme
        self.colours = community_colours(analysis)
        lowest = (1 + _LANE_PAD) * self.plan.pitch
        self.name_size = min(_NAME, (lowest - 1.2) / 1.17)
        self.strokes, self.signs = Gathered(sheet.strokes), Gathered(sheet.markers)

    def lanes(self, lanes: Sequence[Lane]) -> None:
        """Draw the lanes from top to bottom, with a heading for each community."""
        row = 0.0
        for before, lane in zip([None, *lanes], lanes, strict=False):
            if self.grouped and (before is None or lane.community != before.community):
                together = sum(x.tracks + _LANE_PAD for x in lanes if x.community == lane.community)
                self._heading(lane.community, row, row + _HEADING_ROWS + together)
                row += _HEADING_ROWS
            self._lane(lane, row)
            row += lane.tracks + _LANE_PAD
        self.strokes.draw()
        self.signs.draw()

    def _heading(self, community: CommunityId | None, top: float, bottom: float) -> None:
        """Write a community's name above its lanes, and draw its colour along them."""
        begin, end = self.plan.y(top + 0.35), self.plan.y(bottom - _LANE_PAD / 2)
        name = "In no community" if community is None else self.analysis.names[community]
        hue = self.theme.grey if community is None else PALETTE[self.colours[community][0]]
        edge = hue if community is None else self.theme.edge(hue)
        x = MARGIN + 2
        path = np.array([[x, begin], [x, end]])
        self.sheet.strokes([path], colors=edge, linewidths=4.0, zorder=3)
        size = min(_HEADING, _HEADING_ROWS * self.plan.pitch * 0.6)
        y = float(self.plan.y(top + _HEADING_ROWS * 0.55))
        text = clip(name, size, self.plan.width * 0.6, bold=True)
        self.sheet.text(x + 7, y, text, size, bold=True)

    def _lane(self, lane: Lane, row: float) -> None:
        top, pitch = float(self.plan.y(row)), self.plan.pitch
        right = self.plan.width - self.plan.right
        line = np.array([[MARGIN + 9, top], [right, top]])
        self.strokes.add(line, colors=self.theme.grid, linewidths=0.7, zorder=0)
        name = clip(self.analysis.label(lane.line), self.name_size, _NAME_ROOM)
        y = float(self.plan.y(row + (1 + _LANE_PAD) / 2))
        self.sheet.text(self.plan.left - 8, y, name, self.name_size, align="right")
        for item in lane.items:
            self._item(item, top + (_LANE_PAD / 2 + 0.5 + item.track) * pitch)

    def _item(self, item: Item, y: float) -> None:
        """Draw one relation: bars for its dates, a line while it holds, a mark, the other end."""
        colour = self.theme.kind(item.kind)
        bar = min(_BAR, self.plan.pitch * 0.6) * (_THIN if item.thin else 1.0)
        pale = mix(colour, self.theme.background, 0.32)
        bars = [self._flat(begin, end, y) for begin, end in item.boxes if end > begin]
        self.strokes.add(*bars, colors=pale, linewidths=bar, zorder=2)
        if not item.thin:
            up = np.array([0.0, bar / 2])
            ends = [np.array([end - up, end + up]) for path in bars for end in path]
            self.strokes.add(*ends, colors=colour, linewidths=0.9, zorder=2)
        if item.held:
            look: dict[str, Any] = {"linewidths": 1.6, "linestyles": [KIND_DASHES[item.kind]]}
            held = self._flat(*item.held, y)
            self.strokes.add(held, colors=colour, zorder=3, **look)
            if item.fades is not None and item.fades > item.held[1]:
                look["linestyles"] = [FADING]
                tail = self._flat(item.held[1], item.fades, y)
                self.strokes.add(tail, colors=colour, zorder=3, **look)
        fill = self.theme.background if item.doubtful else colour
        look = {"markerfacecolor": fill, "markeredgecolor": colour, "markeredgewidth": 0.9}
        look |= {"sign": KIND_MARKERS[item.kind], "size": min(4.8, self.plan.pitch * 0.6)}
        self.signs.add((float(self.plan.x(item.mark)), y), **look)
        if item.label:
            x, side = label_place(item, self.plan)
            self.sheet.text(x, y, item.label, LABEL, align=side, halo=item.side == "inside")

    def _flat(self, begin: float, end: float, y: float) -> NDArray[np.float64]:
        return np.array([[float(self.plan.x(begin)), y], [float(self.plan.x(end)), y]])
