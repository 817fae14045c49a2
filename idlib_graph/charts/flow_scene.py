"""How an alluvial chart shares out its sheet: columns, blocks, legend and small print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from idlib_graph.charts.calendar import write_day, write_month
from idlib_graph.charts.furniture import AXIS, MARGIN, Key, plan_frame
from idlib_graph.charts.ribbons import NAME_ROOM, NAME_SIZES
from idlib_graph.charts.sheet import POINTS_PER_INCH, USUAL_WIDTH, Plan
from idlib_graph.charts.streams import AGAIN, FIRST, LAST, PAUSE, sizes_of
from idlib_graph.charts.style import mix
from idlib_graph.charts.text import clip, widest
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import UNALIGNED

if TYPE_CHECKING:
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.streams import Streams
    from idlib_graph.charts.style import Theme

SUBTITLE = (
    "Blocks are communities on a date, as high as their members are many. Ribbons are factions on "
    "their way to where they are on the next date, in the colour of where they come from."
)
BLOCK, THIN = 15.0, 5.0  # width of blocks; of those in no community
STUB = 8.0
GAP = 17.0
TINTS = (0.26, 0.46)  # of ribbons of those who stay, and of those who go elsewhere
SIGNS = {FIRST: "o", AGAIN: ".", LAST: "X", PAUSE: "."}

_DRAWING, _PITCHES = 430.0, (6.5, 13.5)
_LEAST_PITCH, _MOST_PITCH = 1.6, 36.0
_COLUMN, _LEAST_COLUMN = 82.0, 46.0
_MOST_INCHES = 200.0


def usual_width(streams: Streams) -> float:
    """The width of the sheet in inches where none is asked for: more for many columns."""
    wide = 2 * NAME_ROOM + len(streams.parts) * _COLUMN
    return min(max(USUAL_WIDTH, wide / POINTS_PER_INCH), _MOST_INCHES)


def plan_flows(
    streams: Streams,
    size: tuple[float, float | None],
    theme: Theme,
    title: str | None,
    language: str,
) -> tuple[Plan, Frame]:
    """Share out the sheet between columns at equal distances, and what stands around them.

    Raises
    ------
    SettingsError
        Where the sheet is too narrow for the dates, or too low for their blocks.
    """
    wide, high = size
    frame = plan_frame(
        streams.analysis,
        wide,
        title=_title(streams, language) if title is None else title,
        subtitle=SUBTITLE,
        keys=_keys(streams, theme),
        notes=_notes(streams, language),
    )
    count = len(streams.parts)
    plan = Plan(
        width=wide,
        height=0.0,
        left=_side(streams, 0),
        right=_side(streams, -1),
        top=frame.top + 3.4 * AXIS + GAP,
        bottom=frame.bottom + 12,
        first=0.0 if count > 1 else -1.0,
        last=float(max(count - 1, 1)),
        rows=1.0,
        language=language,
    )
    _check_width(streams, plan)
    return _fit(streams, plan, high), frame


def sign_look(how: str, theme: Theme) -> dict[str, Any]:
    """How the sign of who comes from or goes to no column is drawn."""
    ink, ground = theme.ink, theme.background
    if how == FIRST:
        look = {"markerfacecolor": ground, "markeredgecolor": ink, "markeredgewidth": 1.1}
        return {**look, "size": 4.4}
    look = {"markerfacecolor": ink, "markeredgecolor": ground, "markeredgewidth": 0.5}
    return {**look, "size": 5.4 if how == LAST else 7.0}


def _side(streams: Streams, index: int) -> float:
    """Points beside the first or the last column, where its members are named."""
    part = streams.parts[index]
    names = (streams.analysis.label(x, part.day, short=True) for x in part.where)
    size = NAME_SIZES[0]
    return MARGIN + 12 + max(widest((clip(x, size, NAME_ROOM) for x in names), size), 44.0)


def _check_width(streams: Streams, plan: Plan) -> None:
    count = len(streams.parts)
    dates = widest((write_day(part.day, plan.language) for part in streams.parts), AXIS)
    least = plan.left + plan.right + max(_LEAST_COLUMN, dates + 6) * max(count - 1, 1)
    if plan.width < least:
        have, need = plan.width / POINTS_PER_INCH, least / POINTS_PER_INCH
        msg = f"{have:.1f} inches are too narrow for {count} dates; it needs {need:.1f}"
        raise SettingsError(msg)


def _fit(streams: Streams, plan: Plan, high: float | None) -> Plan:
    """Give each faction as much height as there is for the tallest column."""
    stacks = [(sum(c.values()), GAP * (len(c) - 1)) for c in sizes_of(streams.columns) if c]
    stacks = stacks or [(2, 0.0)]

    def needed(pitch: float) -> float:
        return plan.top + plan.bottom + max(pitch * number + gaps for number, gaps in stacks)

    most = max(number for number, _ in stacks)
    full = high or needed(min(max(_DRAWING / most, _PITCHES[0]), _PITCHES[1]))
    if full < needed(_LEAST_PITCH):
        have, need = full / POINTS_PER_INCH, needed(_LEAST_PITCH) / POINTS_PER_INCH
        msg = f"{have:.1f} inches are too low for these flows; it needs {need:.1f}"
        raise SettingsError(msg)
    room = full - plan.top - plan.bottom
    pitch = min([_MOST_PITCH, *((room - gaps) / number for number, gaps in stacks)])
    return replace(plan, height=full, rows=room / pitch)


def _title(streams: Streams, language: str) -> str:
    months = [write_month(streams.parts[i].day, language) for i in (0, -1)]
    span = " to ".join(dict.fromkeys(months))
    return f"{streams.analysis.dataset.title}: flows between communities, {span}"


def _notes(streams: Streams, language: str) -> list[str]:
    """How dates stand, and what the drawing leaves out."""
    analysis, notes = streams.analysis, []
    if len(streams.parts) > 2:  # noqa: PLR2004 - two dates have one distance
        notes.append("Dates stand at equal distances, whatever the time between them.")
    if not streams.ids:
        notes.append("No date has a community.")
    if undrawn := streams.undrawn():
        spans = {c: [write_month(day, language) for day in analysis.lives[c]] for c in undrawn}
        lives = (f"{analysis.names[c]} ({' to '.join(span)})" for c, span in spans.items())
        notes.append(f"Communities on none of these dates, not drawn: {', '.join(lives)}.")
    if unseen := streams.unseen():
        names = (analysis.label(x, short=True) for x in unseen)
        notes.append(f"Factions with no tie reported on any of these dates: {', '.join(names)}.")
    return notes


def _keys(streams: Streams, theme: Theme) -> list[Key]:
    """The legend, as far as the drawing needs it."""
    flows = [flow for taken in streams.flows for flow in taken]
    keys = []
    for hue, moving, text, shown in (
        (PALETTE[0], False, "stay in their community", any(a == b != UNALIGNED for a, b in flows)),
        (PALETTE[0], True, "go elsewhere", any(a not in (b, UNALIGNED) for a, b in flows)),
        (theme.grey, True, "come from no community", any(a == UNALIGNED for a, _ in flows)),
    ):
        rim = {"colors": hue if hue == theme.grey else theme.edge(hue), "linewidths": 8.0}
        inner = {"colors": mix(hue, theme.background, TINTS[moving]), "linewidths": 6.8}
        keys += [Key(text, (rim, inner))] * shown
    texts = {
        FIRST: "first seen since the date before",
        AGAIN: "seen before, with no tie reported on the date before",
        LAST: "last seen before the next date",
        PAUSE: "seen later, with no tie reported on the next date",
    }
    columns = range(len(streams.parts))
    found = {how for i in columns for _, how in (*streams.entries(i), *streams.exits(i))}
    return keys + [
        Key(text, sign=SIGNS[how], look=sign_look(how, theme))
        for how, text in texts.items()
        if how in found
    ]
