"""How a storyline shares out its sheet: drawing, names, captions, legend and small print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.charts import captions
from idlib_graph.charts.calendar import write_month
from idlib_graph.charts.furniture import (
    AXIS,
    LEADING,
    MARGIN,
    SMALL,
    Key,
    plan_frame,
)
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.text import clip, widest, wrap
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.charts.captions import Mark
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.style import Theme

SUBTITLE = (
    "One line per faction, running on through changes of name. Coloured bands are communities: "
    "factions held together by more reported alliance than chance would give, and parted by "
    "reported splits and clashes."
)

_PITCHES = (11.5, 17.0)
_LEAST_PITCH = 3.0
_DRAWING = 500.0
_NAME_SIZES = (3.5, 8.4)
NAME_ROOM = 172.0
PAD_ROWS = 0.9
_FOLDED_LINES = 3


@dataclass(frozen=True)
class Scene:
    """What a storyline is made up of, before anything is drawn."""

    plan: Plan
    names: tuple[Mapping[str, str], Mapping[str, str]]
    name_size: float
    frame: Frame
    marks: Sequence[Mark]


def plan_scene(
    story: Story,
    rows: Sequence[Mapping[str, float]],
    size: tuple[float, float | None],
    theme: Theme,
    title: str | None,
    *,
    folded: bool,
    language: str = "",
) -> Scene:
    """Share out the sheet between drawing, names, captions, legend and small print."""
    wide, high = size
    names = _side_names(story)
    depth = max((max(row.values(), default=0.0) for row in rows), default=0.0) + PAD_ROWS
    left, right = (MARGIN + 8 + widest(side.values(), _NAME_SIZES[1]) for side in names)
    plan = Plan(
        width=wide,
        height=0.0,
        left=left,
        right=max(right, MARGIN + 60.0),
        top=0.0,
        bottom=0.0,
        first=story.edges[0],
        last=story.edges[-1],
        rows=max(depth, 2 * PAD_ROWS),
        language=language,
    )
    marks = captions.place_captions(captions.shift_marks(story.analysis, plan), plan)
    frame = plan_frame(
        story.analysis,
        wide,
        title=_title(story, language) if title is None else title,
        subtitle=SUBTITLE,
        keys=_keys(story, marks, theme),
        notes=_notes(story, wide, folded=folded),
    )
    top = frame.top + 8 + sum(captions.row_heights(marks)) + captions.STRIP
    bottom = 2.2 * AXIS + frame.bottom + SMALL * LEADING
    pitch = min(max(_DRAWING / plan.rows, _PITCHES[0]), _PITCHES[1])
    high = high or top + bottom + pitch * plan.rows
    if high - top - bottom < _LEAST_PITCH * plan.rows or wide < 2 * (plan.left + plan.right):
        msg = f"{wide / 72:.1f} by {high / 72:.1f} inches are too small for this storyline"
        raise SettingsError(msg)
    plan = replace(plan, height=high, top=top, bottom=bottom)
    name_size = min(max((plan.pitch - 1.2) / 1.17, _NAME_SIZES[0]), _NAME_SIZES[1])
    return Scene(plan, names, name_size, frame, marks)


def _side_names(story: Story) -> tuple[dict[str, str], dict[str, str]]:
    """Names at the left of lines there from the beginning, and at the right of those there yet."""
    size, room = _NAME_SIZES[1], NAME_ROOM
    left = {x: story.label(x, 0) for x, birth in story.births.items() if birth == 0}
    last = story.count - 1
    right = {x: story.label(x, last) for x in story.places if story.death(x) > last}
    clipped = [{x: clip(name, size, room) for x, name in side.items()} for side in (left, right)]
    return clipped[0], clipped[1]


def _title(story: Story, language: str) -> str:
    days = (story.analysis.slices[story.start].day, story.analysis.slices[-1].day)
    first, last = (write_month(day, language) for day in days)
    return f"{story.analysis.dataset.title}: communities, {first} to {last}"


def _notes(story: Story, room: float, *, folded: bool) -> list[str]:
    """What the drawing leaves out."""
    notes = []
    analysis = story.analysis
    if story.folded and folded:
        names = sorted((analysis.label(x, short=True) for x in story.folded), key=str.casefold)
        head = "In no community at any time, not drawn: "
        for count in range(len(names), 0, -1):
            rest = len(names) - count
            note = head + ", ".join(names[:count]) + (f" and {rest} more." if rest else ".")
            if len(wrap(note, SMALL, room - 2 * MARGIN)) <= _FOLDED_LINES:
                break
        notes.append(note)
    if story.start:
        begin, first = analysis.slices[0].day, analysis.slices[story.start].day
        notes.append(f"No community before {first}: the slices from {begin} on are not drawn.")
    if not story.places:
        notes.append("No slice has a community.")
    return notes


def _keys(story: Story, marks: Sequence[Mark], theme: Theme) -> list[Key]:
    """The legend, as far as the drawing needs it."""
    edge, fill, tint = theme.edge(PALETTE[0]), PALETTE[0], theme.tint(PALETTE[0])
    parts = [part for line in story.places for part in story.stretches(line)]
    outer = {"colors": edge, "linewidths": 7.0}
    ink = {"markeredgecolor": theme.ink, "markerfacecolor": theme.background}
    solid = {"markeredgecolor": theme.background, "markerfacecolor": theme.ink, "size": 7.0}
    keys = [
        Key("in a community", (outer, {"colors": fill, "linewidths": 5.6})),
        Key(
            "in it by reports more than a half-life away",
            (outer, {"colors": tint, "linewidths": 4.8}),
        ),
        Key("in none", ({"colors": theme.grey, "linewidths": 1.6},)),
        Key(
            "no tie reported for a while",
            ({"colors": theme.grey, "linewidths": 1.6, "linestyles": [(0, (1, 2))]},),
        ),
        Key("first seen", sign="o", look=ink | {"size": 5.5, "markeredgewidth": 1.2}),
        Key("last seen", sign="X", look=solid),
        Key("new name", sign="d", look=ink | {"size": 6.5, "markeredgewidth": 1.2}),
    ]
    aligned = [part for part in parts if isinstance(part.place, CommunityId)]
    shown = (
        True,
        not all(part.attested for part in aligned),
        any(part.place == UNALIGNED for part in parts),
        any(part.place == ABSENT for part in parts),
        any(story.births.values()),
        any(story.death(line) < story.count for line in story.places),
        any(story.renames(line) for line in story.places),
    )
    keys = [key for key, wanted in zip(keys, shown, strict=True) if wanted]
    return [*keys, *captions.mark_keys(marks, theme)]
