"""How a storyline shares out its sheet: drawing, names, captions, legend and small print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.charts import captions, tiers
from idlib_graph.charts.alignment import align
from idlib_graph.charts.calendar import write_month
from idlib_graph.charts.clashes import clash_keys, clash_notes, gather_clashes
from idlib_graph.charts.crowd import NAME as CROWD
from idlib_graph.charts.crowd import Crowd, crowd_keys, gather_crowd
from idlib_graph.charts.furniture import AXIS, LEADING, MARGIN, SMALL, Key, plan_frame
from idlib_graph.charts.ordering import order_layers
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.strands import DOTS, HUES, THIN, strand_sample
from idlib_graph.charts.text import clip, widest, wrap
from idlib_graph.charts.tracks import SHORTEST, Tracks, plan_turns
from idlib_graph.errors import SettingsError
from idlib_graph.shifts.records import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.captions import Mark
    from idlib_graph.charts.clashes import Clashes
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.style import Theme

SUBTITLE = (
    "One line per faction, running on through changes of name. Coloured bands are communities: "
    "factions held together by more reported alliance than chance would give, and parted by "
    "reported splits and clashes."
)

_PITCHES = (12.5, 17.0)
_LEAST_PITCH = 3.0
_LOW, _SMALLEST = 10.0, 0.55  # points of a row under which signs are smaller, and how small
_DRAWING = 500.0
_NAME_SIZES = (3.5, 8.4)
NAME_ROOM = 172.0
PAD_ROWS = 0.9
_CAPTIONS = (260.0, 0.2)  # height of captions: points, and share of a sheet's height where given

_TURN = 9.0  # points of half a turn that looks smooth
_LEVEL = 4.0  # points that lines run level after the last turn
_FOLDED_LINES = 3


@dataclass(frozen=True)
class Scene:
    """What a storyline is made up of, before anything is drawn.

    Attributes
    ----------
    story, tracks : who stood with whom, and where the lines run
    clashes, crowd, marks : what is drawn besides the lines
    names : of the lines at the left and at the right edge
    """

    story: Story
    tracks: Tracks
    clashes: Clashes
    crowd: Crowd
    marks: Sequence[Mark]
    names: tuple[Mapping[str, str], Mapping[str, str]]
    plan: Plan
    frame: Frame

    @property
    def name_size(self) -> float:
        """Of the names at the edges."""
        return min(max((self.plan.pitch - 1.2) / 1.17, _NAME_SIZES[0]), _NAME_SIZES[1])

    @property
    def sign_size(self) -> float:
        """Of the signs on lines, as a share of their usual size."""
        return min(1.0, max(self.plan.pitch / _LOW, _SMALLEST))


def plan_scene(
    story: Story,
    size: tuple[float, float | None],
    theme: Theme,
    title: str | None,
    *,
    folded: bool,
    language: str = "",
) -> Scene:
    """Decide where everything of a storyline goes.

    Raises
    ------
    SettingsError
        Where the sheet is too small to draw on.
    """
    layers = order_layers(story.layers())
    rows = [{x: row + PAD_ROWS for x, row in layer.items()} for layer in align(layers)]
    names = _side_names(story)
    crowd = gather_crowd(story) if folded else Crowd(story.edges, ())
    depth = max((max(row.values(), default=0.0) for row in rows), default=0.0) + PAD_ROWS
    plan = _across(story, size[0], names, max(depth + crowd.rows, 2 * PAD_ROWS), language)
    drawn, plan = _with_arrival(story, plan)
    crowd = replace(crowd, edges=drawn.edges)
    turns = tuple(drawn.edges[index] for index in drawn.frames())
    reach = plan_turns(rows, turns, plan.last, _TURN / float(plan.x(1) - plan.x(0)))
    tracks = Tracks(layers, rows, turns, reach, plan.last)
    clashes = gather_clashes(story, tracks, plan)
    marks = captions.shift_marks(story.analysis, plan, reasons=True)
    marks = tiers.place_captions(marks, plan, height=_captions_height(size[1]))
    frame = plan_frame(
        story.analysis,
        plan.width,
        title=_title(story, language) if title is None else title,
        subtitle=SUBTITLE,
        keys=[
            *_keys(story, theme),
            *crowd_keys(crowd, theme),
            *clash_keys(clashes, theme),
            *captions.mark_keys(marks, theme),
        ],
        notes=[
            *_notes(story, plan.width, folded=folded),
            captions.sources_note(story.analysis, marks),
            *clash_notes(clashes),
        ],
    )
    plan = _down(plan, frame, tiers.height_of(marks), size[1])
    return Scene(drawn, tracks, clashes, crowd, marks, names, plan, frame)


def _captions_height(high: float | None) -> float:
    """The most that captions may take of the sheet."""
    return min(_CAPTIONS[0], high * _CAPTIONS[1]) if high else _CAPTIONS[0]


def _across(
    story: Story,
    wide: float,
    names: tuple[Mapping[str, str], Mapping[str, str]],
    rows: float,
    language: str,
) -> Plan:
    """A plan as wide as the sheet, its height still open."""
    left, right = (MARGIN + 8 + widest(side.values(), _NAME_SIZES[1]) for side in names)
    return Plan(
        width=wide,
        height=0.0,
        left=max(left, MARGIN + 8 + widest([CROWD], _NAME_SIZES[1])),
        right=max(right, MARGIN + 60.0),
        top=0.0,
        bottom=0.0,
        first=story.edges[0],
        last=story.edges[-1],
        rows=rows,
        language=language,
    )


def _with_arrival(story: Story, plan: Plan) -> tuple[Story, Plan]:
    """Both with the last slice as wide as it takes to see where lines arrive that turn into it.

    Half a step is often less than a turn takes.
    """
    turn = story.edges[story.frames()[-1]]
    across = plan.width - plan.left - plan.right
    needed = _TURN * SHORTEST + _LEVEL
    # Of days added all become narrower, hence not just as many as are missing.
    short = needed * (plan.last - plan.first) - across * (plan.last - turn)
    if turn == story.edges[0] or short <= 0 or across <= needed:
        return story, plan
    last = plan.last + short / (across - needed)
    return replace(story, edges=(*story.edges[:-1], last)), replace(plan, last=last)


def _down(plan: Plan, frame: Frame, above: float, high: float | None) -> Plan:
    """The plan with its height, of which captions take `above`."""
    top = frame.top + 8 + above + tiers.STRIP
    bottom = 2.2 * AXIS + frame.bottom + SMALL * LEADING
    pitch = min(max(_DRAWING / plan.rows, _PITCHES[0]), _PITCHES[1])
    high = high or top + bottom + pitch * plan.rows
    least = top + bottom + _LEAST_PITCH * plan.rows
    across = 2 * (plan.left + plan.right)
    if high < least or plan.width < across:
        msg = (
            f"{plan.width / 72:.1f} by {high / 72:.1f} inches are too small for this storyline; "
            f"it needs {across / 72:.1f} by {least / 72:.1f}"
        )
        raise SettingsError(msg)
    return replace(plan, height=high, top=top, bottom=bottom)


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
    analysis, notes = story.analysis, []
    if story.folded and folded:
        notes.append(_listed(analysis, f"{CROWD} at any time (grey lane): ", story.folded, room))
    if analysis.left_out:
        text = "Left out of communities by their type: "
        notes.append(_listed(analysis, text, analysis.left_out, room))
    if story.start:
        begin, first = analysis.slices[0].day, analysis.slices[story.start].day
        notes.append(f"No community before {first}: the slices from {begin} on are not drawn.")
    if not story.places:
        notes.append("No slice has a community.")
    return notes


def _listed(analysis: Analysis, head: str, lines: Sequence[str], room: float) -> str:
    """The names of `lines`, as many as a few lines of small print hold."""
    names = sorted((analysis.label(line, short=True) for line in lines), key=str.casefold)
    note = head
    for count in range(len(names), 0, -1):
        rest = len(names) - count
        note = head + ", ".join(names[:count]) + (f" and {rest} more." if rest else ".")
        if len(wrap(note, SMALL, room - 2 * MARGIN)) <= _FOLDED_LINES:
            break
    return note


def _keys(story: Story, theme: Theme) -> list[Key]:
    """What the lines and their signs mean, as far as the drawing has them."""
    parts = [part for line in story.places for part in story.stretches(line)]
    ink = {"markeredgecolor": theme.ink, "markerfacecolor": theme.background}
    solid = {"markeredgecolor": theme.background, "markerfacecolor": theme.ink, "size": 7.0}
    keys = [
        Key("in a community", strand_sample(theme, (0,))),
        Key(
            "the fainter, the longer no report repeats it; faintest after one half-life",
            strand_sample(theme, range(len(HUES))),
        ),
        Key("in none", ({"colors": theme.grey, "linewidths": THIN},)),
        Key(
            "no tie reported for a while",
            ({"colors": theme.grey, "linewidths": THIN, "linestyles": [DOTS]},),
        ),
        Key("first seen", sign="o", look=ink | {"size": 5.5, "markeredgewidth": 1.2}),
        Key("last seen", sign="X", look=solid),
        Key("new name", sign="d", look=ink | {"size": 6.5, "markeredgewidth": 1.2}),
    ]
    aligned = [part for part in parts if isinstance(part.place, CommunityId)]
    shown = (
        True,
        any(part.shade for part in aligned),
        any(part.place == UNALIGNED for part in parts),
        any(part.place == ABSENT for part in parts),
        any(story.births.values()),
        any(story.death(line) < story.count for line in story.places),
        any(story.renames(line) for line in story.places),
    )
    return [key for key, wanted in zip(keys, shown, strict=True) if wanted]
