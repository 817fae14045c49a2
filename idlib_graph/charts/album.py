"""How a chart of snapshots fills its sheet: pictures, their headings, legend and small print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.calendar import write_day
from idlib_graph.charts.furniture import LEADING, MARGIN, SMALL, Key, absent_note, plan_frame
from idlib_graph.charts.multiples import Need, share_out
from idlib_graph.charts.network import day_notes, tell_change
from idlib_graph.charts.pictures import number_gap, paint, set_scene
from idlib_graph.charts.style import KIND_DASHES, SHAPE_CONTRAST, ensure_contrast, fade
from idlib_graph.charts.text import wrap
from idlib_graph.layout import ROOM
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.multiples import Multiples
    from idlib_graph.charts.pictures import Picture, Scene
    from idlib_graph.charts.style import Theme
    from idlib_graph.shifts.records import Slice

ON_DAYS = (
    "Who was allied, and who at odds, on each day. Everybody stands in the same place throughout: "
    "near those allied with over the whole period, far from foes. Shaded areas are communities."
)
ON_A_DAY = (
    "Who was allied, and who at odds. Allies over the whole period stand near one another, foes "
    "far apart. Shaded areas are communities."
)
DATE, TOLD, TOLD_LEADING = 10.0, 7.6, 1.34

_AIR = 8.0
_STRONG = 5.0


@dataclass(frozen=True)
class Album:
    """All that is drawn.

    Attributes
    ----------
    headings : what is told above each picture, in lines
    panels : where the pictures stand, from `top` down
    numbers : the number that stands for a name for which there is no room
    top, height : where the first panel begins, and where the sheet ends, in points
    """

    pictures: Sequence[Picture]
    headings: Sequence[Sequence[str]]
    panels: Multiples
    frame: Frame
    numbers: Mapping[str, int]
    top: float
    height: float


def fill_album(
    analysis: Analysis,
    parts: Sequence[Slice],
    room: tuple[float, float | None],
    theme: Theme,
    title: str | None,
    language: str,
) -> Album:
    """Share out the sheet between the pictures of `parts` and what stands around them.

    Names without room stand in a note, which takes room from the pictures: on a sheet of a given
    height they are painted again until all fits.
    """
    wide, high = room
    scenes = [set_scene(analysis, part) for part in parts]
    here = {line for part in parts for line in part.where}
    layout = {line: at for line, at in analysis.layout.items() if line in here}
    told = _Told(analysis, parts, language)
    span, nearest = _measure(layout)
    need = Need(len(parts), span, number_gap(len(here)) / nearest, told.height)
    heading = _title(analysis, parts, language) if title is None else title
    subtitle = ON_DAYS if len(parts) > 1 else ON_A_DAY
    look: dict[str, Any] = {"title": heading, "subtitle": subtitle, "keys": _keys(scenes, theme)}
    fixed = [
        *day_notes(analysis, [part.day for part in parts], language),
        *absent_note(analysis, len(here), "on these days" if len(parts) > 1 else "that day"),
    ]
    reserved = 0 if high is None else 1  # most sheets of a given height need a note
    while True:
        frame = plan_frame(analysis, wide, **look, notes=fixed)
        around = frame.top + frame.bottom + reserved * SMALL * LEADING + 2 * _AIR
        panels = share_out(need, wide - 2 * MARGIN, high and high - around, around=around)
        pictures = _paint(scenes, panels, layout, nearest)
        numbers = _number(pictures)
        note = _numbered(pictures, numbers)
        lines = sum(len(wrap(text, SMALL, wide - 2 * MARGIN)) for text in note)
        if high is None or lines <= reserved:
            break
        reserved = lines
    frame = plan_frame(analysis, wide, **look, notes=[*note, *fixed])
    top = frame.top + _AIR
    height = high or top + panels.height + _AIR + frame.bottom
    return Album(pictures, told.lines(panels.wide), panels, frame, numbers, top, height)


def tie_colour(theme: Theme, kind: str, *, attested: bool) -> str:
    """The colour of alliances, splits or clashes, paler where no report is near."""
    strong = ensure_contrast(theme.kind(kind), theme.background, _STRONG)
    return strong if attested else fade(strong, theme.background, SHAPE_CONTRAST)


@dataclass(frozen=True)
class _Told:
    """What is told above the pictures."""

    analysis: Analysis
    parts: Sequence[Slice]
    language: str

    def lines(self, across: float) -> list[list[str]]:
        """What is told above each, in lines of at most `across` points."""
        pairs = zip([None, *self.parts], self.parts, strict=False)
        return [tell_change(self.analysis, *pair, TOLD, across, self.language) for pair in pairs]

    def height(self, across: float) -> float:
        """Height of what stands above each, the date included."""
        return DATE * 1.7 + max(map(len, self.lines(across))) * TOLD * TOLD_LEADING


def _measure(layout: Mapping[str, tuple[float, float]]) -> tuple[tuple[float, float], float]:
    """Width and height of a layout, and the least distance of two nodes."""
    at = np.array(list(layout.values())).reshape(-1, 2)
    across, down = np.ptp(at, axis=0).tolist() if len(at) else (0.0, 0.0)
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    return (across, down), min(apart[np.triu_indices(len(at), 1)].tolist(), default=ROOM)


def _paint(
    scenes: Sequence[Scene],
    panels: Multiples,
    layout: Mapping[str, tuple[float, float]],
    nearest: float,
) -> list[Picture]:
    pictures: list[Picture] = []
    for scene in scenes:
        before = pictures[-1] if pictures else None
        pictures.append(paint(scene, panels, layout, nearest, before))
    return pictures


def _number(pictures: Sequence[Picture]) -> dict[str, int]:
    """A number for each name that finds no room in a picture, in the order of the alphabet."""
    names = {p.scene.labels[x] for p in pictures for x, (_, spot) in p.names.items() if not spot}
    return {name: 1 + i for i, name in enumerate(sorted(names, key=lambda x: (x.casefold(), x)))}


def _numbered(pictures: Sequence[Picture], numbers: Mapping[str, int]) -> list[str]:
    """The names for which there is no room in the pictures."""
    listed = [f"{number} {name}" for name, number in numbers.items()]
    lost = dict.fromkeys(name for p in pictures for name, spot in p.groups if spot is None)
    notes = [f"Numbered: {', '.join(listed)}."] if listed else []
    return notes + ([f"Not named for want of room: {', '.join(lost)}."] if lost else [])


def _title(analysis: Analysis, parts: Sequence[Slice], language: str) -> str:
    first, last = (write_day(part.day, language) for part in (parts[0], parts[-1]))
    days = f"on {len(parts)} days, {first} to {last}" if len(parts) > 1 else f"on {first}"
    return f"{analysis.dataset.title}: the network {days}"


def _keys(scenes: Sequence[Scene], theme: Theme) -> list[Key]:
    """The legend, as far as the pictures need it."""
    strands = [strand for scene in scenes for strand in scene.strands]
    kinds = [kind for kind in KIND_DASHES if any(strand.kind == kind for strand in strands)]
    lines = {line for scene in scenes for line in scene.part.where}
    edge, tint = theme.edge(PALETTE[0]), theme.tint(PALETTE[0])
    area = ({"colors": edge, "linewidths": 9.0}, {"colors": tint, "linewidths": 7.2})
    hollow = {"markerfacecolor": theme.background, "markeredgecolor": theme.grey, "size": 6.0}
    dot = {"markerfacecolor": theme.grey, "markeredgecolor": theme.grey, "size": 2.0}
    thick = {"colors": theme.soft, "linewidths": 3.0}
    keys = [
        Key("community", area),
        *(Key(kind, (_stroke(theme, kind, attested=True),)) for kind in kinds),
        Key("wider: stronger, more credible or more lately told", (thick,)),
        Key("paler: no report within a half-life", (_stroke(theme, "alliance", attested=False),)),
        Key("in no community", sign="o", look=hollow),
        Key("no tie reported that day", sign="o", look=dot),
    ]
    shown = [
        any(scene.part.communities for scene in scenes),
        *[True] * len(kinds),
        bool(strands),
        any(not strand.attested for strand in strands),
        any(scene.part.unaligned for scene in scenes),
        any(lines - scene.part.where.keys() for scene in scenes),
    ]
    return [key for key, wanted in zip(keys, shown, strict=True) if wanted]


def _stroke(theme: Theme, kind: str, *, attested: bool) -> dict[str, Any]:
    colour = tie_colour(theme, kind, attested=attested)
    return {"colors": colour, "linewidths": 1.8, "linestyles": [KIND_DASHES[kind]]}
