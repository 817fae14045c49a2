"""The series: how many communities, how far apart, how balanced, how changed, slice by slice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.charts import captions, tiers
from idlib_graph.charts.calendar import check_language, write_month
from idlib_graph.charts.furniture import (
    AXIS,
    LEADING,
    MARGIN,
    SMALL,
    draw_time_axis,
    plan_frame,
)
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.panels import (
    LEADER,
    NAME,
    Curve,
    Panel,
    Place,
    count_scale,
    draw_curves,
    draw_ground,
    share_scale,
)
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.stack import Stack
from idlib_graph.charts.story import slice_edges
from idlib_graph.charts.style import DARK, LIGHT
from idlib_graph.charts.text import clip, printable, widest
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.captions import Mark
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.series import SliceFigures
    from idlib_graph.series.balance import BalanceFigures

SUBTITLE = (
    "Figures of each slice, a day for which communities are computed; a value is drawn from "
    "half-way to the slice before to half-way to the next. Dotted lines down the chart are shifts "
    "told as events."
)
GAPS = (
    "Gaps and dashes: not defined there, as nobody is present, there is no tie or no triad, or "
    "nobody was present in the slice before as well."
)

_CAPTION = (140.0, 190.0)
_CAPTION_SHARE = 0.165
_TICK_ROOM = 26.0
_NAME_ROOM = 165.0
_GAP = 15.0
_STACK = (76.0, 165.0)
_LEAST = 30.0
_LEAST_WIDTH = 240.0


def series(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
) -> tuple[Figure, Axes]:
    """Draw the figures of each slice over time, in panels one below the other.

    Who is present in which community; how many communities; how fragmented they are; structural
    balance; how far each slice is like the one before. All of it is in `Analysis.series` and
    `Analysis.balance_over_time`.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set, with the months drawn; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601

    Returns
    -------
    The figure, and its axes, whose coordinates are matplotlib's date numbers, and points down from
    the upper edge of the first panel.

    Raises
    ------
    SettingsError
        Where the sheet is too small to draw on, or for an unknown language.
    """
    theme = DARK if dark else LIGHT
    panels = plan_panels(analysis)
    wide, high = sheet_size(ax, size)
    edges = slice_edges(analysis.days)
    names = [printable(f"{name} 00") for name in analysis.names.values()]
    names += [f"{curve.name} {curve.last}" for panel in panels for curve in panel.curves]
    plan = Plan(
        width=wide,
        height=0.0,
        left=MARGIN + _caption_room(wide) + _TICK_ROOM,
        right=MARGIN + LEADER + min(widest(names, NAME) + 5, _NAME_ROOM),
        top=0.0,
        bottom=0.0,
        first=edges[0],
        last=edges[-1],
        rows=1.0,
        language=check_language(language),
    )
    marks = tiers.place_captions(captions.shift_marks(analysis, plan), plan)
    frame = plan_frame(
        analysis,
        wide,
        title=_title(analysis, language) if title is None else title,
        subtitle=SUBTITLE,
        keys=captions.mark_keys(marks, theme),
        notes=_notes(analysis),
    )
    scene = _lay_out(plan, panels, marks, frame, high)
    fig, ax, sheet = open_sheet(ax, scene.plan, theme)
    _draw(analysis, scene, sheet, frame)
    return fig, ax


def plan_panels(analysis: Analysis) -> list[Panel]:
    """The panels from top to bottom, the first of which is filled with layers."""
    figures = analysis.series.slices
    number = tuple(float(part.communities) for part in figures)
    fragments = tuple(part.fragmentation for part in figures)
    return [
        Panel(
            "Factions present",
            "Those with a tie, in layers by the community that they sit in; types left out of "
            "communities do not count.",
            count_scale(max(part.present for part in figures), whole=True),
            (),
            _STACK[1],
        ),
        Panel(
            "Communities",
            "How many there are of two factions or more.",
            count_scale(max(number), whole=True),
            (Curve("communities", number, digits=0),),
        ),
        Panel(
            "Fragmentation",
            "How likely two factions, drawn independently, are not in one community; those in none "
            "stand each for itself.",
            share_scale(fragments),
            (Curve("fragmentation", fragments),),
        ),
        _balance_panel(analysis.balance_over_time),
        *_change_panels(figures),
    ]


def _balance_panel(figures: Sequence[BalanceFigures]) -> Panel:
    triads = tuple(part.triads.strong_share for part in figures)
    # Without a tie there are no camps, and what they contradict is a share of nothing.
    two, free = (
        tuple(m.share if m.camps else None for m in measures)
        for measures in (
            [part.frustration.two_camps for part in figures],
            [part.frustration.free for part in figures],
        )
    )
    return Panel(
        "Structural balance",
        "Balanced triads: share of triangles with three positive ties, or with just one. Camps: "
        "the least share of tie weight that a division into two, or into as many as fit best, "
        "contradicts.",
        share_scale((*triads, *two, *free)),
        (
            Curve("balanced triads", triads),
            Curve("two camps", two, dash=(0, (5, 1.6))),
            Curve("any number of camps", free, dash=(0, (1.2, 1.2))),
        ),
        104.0,
    )


def _change_panels(figures: Sequence[SliceFigures]) -> list[Panel]:
    alike = tuple(part.mutual_information for part in figures)
    varied = tuple(part.variation for part in figures)
    return [
        Panel(
            "Likeness to the slice before",
            "Adjusted mutual information: 1 where nobody changed company, 0 where no more alike "
            "than by chance.",
            share_scale(alike),
            (Curve("AMI", alike),),
        ),
        Panel(
            "Change since the slice before",
            "Variation of information, in nats: 0 where nobody changed company.",
            count_scale(max((v for v in varied if v is not None), default=0.0)),
            (Curve("VI", varied),),
        ),
    ]


def _title(analysis: Analysis, language: str) -> str:
    months = dict.fromkeys(write_month(analysis.days[end], language) for end in (0, -1))
    return f"{analysis.dataset.title}: communities and balance, {' to '.join(months)}"


def _notes(analysis: Analysis) -> list[str]:
    notes = [GAPS]
    measures = [b.frustration for b in analysis.balance_over_time]
    unproven = sum(not (m.two_camps.proven and m.free.proven) for m in measures)
    if unproven:
        s = "s" * (unproven != 1)
        notes.append(f"In {unproven} slice{s} the least contradiction by camps is not proven.")
    return notes


def _caption_room(wide: float) -> float:
    return min(max(wide * _CAPTION_SHARE, _CAPTION[0]), _CAPTION[1])


@dataclass(frozen=True)
class _Scene:
    """What the chart is made up of, before anything is drawn."""

    plan: Plan
    panels: Sequence[Panel]
    places: Sequence[Place]
    marks: Sequence[Mark]


def _lay_out(
    plan: Plan, panels: Sequence[Panel], marks: Sequence[Mark], frame: Frame, high: float | None
) -> _Scene:
    """Share out the height; captions of shifts are left out where there is no room for them."""
    room = _caption_room(plan.width)
    least = [max(panel.least(room), _LEAST) for panel in panels]
    least[0] = max(least[0], _STACK[0])
    wanted = [max(panel.height, low) for panel, low in zip(panels, least, strict=True)]
    bottom = 2.7 * AXIS + frame.bottom + SMALL * LEADING
    gaps = _GAP * (len(panels) - 1)
    for captioned in (True, False):
        if not captioned:
            marks = [replace(mark, bottom=-1.0) for mark in marks]
        top = frame.top + 8 + tiers.height_of(marks) + tiers.STRIP
        full = high or top + bottom + gaps + sum(wanted)
        spare = full - top - bottom - gaps - sum(least)
        if spare >= sum(wanted) - sum(least) or (not captioned and spare >= 0):
            break
    else:
        needed = (full - spare) / 72
        msg = f"{full / 72:.1f} inches are too low for this series; it needs {needed:.1f}"
        raise SettingsError(msg)
    if plan.width - plan.left - plan.right < _LEAST_WIDTH:
        needed = (plan.left + plan.right + _LEAST_WIDTH) / 72
        msg = f"{plan.width / 72:.1f} inches are too narrow for this series; it needs {needed:.1f}"
        raise SettingsError(msg)
    share = spare / (sum(wanted) - sum(least))
    heights = [low + (want - low) * share for low, want in zip(least, wanted, strict=True)]
    plan = replace(plan, height=full, top=top, bottom=bottom, rows=full - top - bottom)
    places, y = [], top
    for panel, height in zip(panels, heights, strict=True):
        places.append(Place(panel.scale, y, y + height))
        y += height + _GAP
    return _Scene(plan, panels, places, marks)


def _draw(analysis: Analysis, scene: _Scene, sheet: Sheet, frame: Frame) -> None:
    """Draw all of it, from the back to the front."""
    plan = scene.plan
    floor, room = plan.height - plan.bottom, _caption_room(plan.width)
    draw_time_axis(sheet, floor + 1.7 * AXIS, top=plan.top, bottom=floor)
    for panel, place in zip(scene.panels, scene.places, strict=True):
        draw_ground(sheet, panel, place, room)
        draw_curves(sheet, panel, place, slice_edges(analysis.days))
    tiers.draw_marks(sheet, scene.marks, every=True)
    homeless = Stack(analysis, sheet, scene.places[0]).draw()
    note = f"Not labelled for want of room: {', '.join(homeless)}." if homeless else ""
    small = clip(note, SMALL, plan.width - 2 * MARGIN)
    replace(frame, notes=[*frame.notes, small]).draw(sheet)
