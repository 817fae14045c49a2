"""How sure the headline is: who sits together in the draws, what falls without a source, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.charts import odds, tallies
from idlib_graph.charts.calendar import check_language, write_day
from idlib_graph.charts.company import gather_company
from idlib_graph.charts.furniture import (
    AXIS,
    LEADING,
    MARGIN,
    SMALL,
    Key,
    plan_frame,
)
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.parts import percent, plan_head
from idlib_graph.charts.roof import LEAST_PITCH, Roof
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.style import DARK, LIGHT
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE
from idlib_graph.robustness.ensemble import LEVEL, standard_error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.company import Company
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.odds import Row
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.parts import Head
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.style import Theme
    from idlib_graph.robustness.ensemble import Ensemble
    from idlib_graph.robustness.tally import SourceTally

DRAWS = 40
SUBTITLE = (
    "The headline takes every date in the middle of its box, and each word as far as it is "
    "credible. In a draw each date falls somewhere in its box, and each word is believed or not, "
    "as often as its claim and its source's reliability say."
)
TOGETHER = (
    "A sign stands where the lanes of two names meet: the larger, the more draws in which both sit "
    "together. After each name: in how many draws it sits with most of its fellows; bold where in "
    "less than half. Stability: the mean over all pairs of a community."
)
SOURCES = (
    "The evidence of one source left out at a time. Memberships are counted slice by slice: they "
    "hold, or the faction leaves most of its fellows, or no tie of it is left. What stands may "
    "still rest on little."
)
DAYS = (
    "How long before or after the headline's date they are first seen. Bars: in how many draws, "
    "the highest in {most}. Line below them: from the last slice before to the first after, in "
    "{level} of the draws that have it. At the right: how many have it."
)

_BETWEEN = 34.0
_GAP = 20.0
_AXIS = 2.6 * AXIS
_LEAST_ROOF, _ENOUGH_ROOF = 70.0, 125.0
_LEAST_FIRST = 230.0
_SPARE_WIDTH = 130.0  # that the right column needs for more than the least
_ROOF_HEIGHT = 300.0
_PITCHES = (10.8, 17.0)
_MOST_ROOF = 0.34


def robustness(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    draws: int = DRAWS,
    day: date | None = None,
) -> tuple[Figure, Axes]:
    """Draw how sure the headline is, in three parts.

    Who sits together on a day in how many draws (`Analysis.ensemble`); what holds, moves and falls
    without each source (`Analysis.source_tallies`); when the shifts told as events fall in the
    draws. Each draw, and each source left out, is an analysis of its own and takes its time, unless
    the analysis has been asked for them before.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    draws : of the ensemble
    day : of the first part: the last slice up to it; else the last slice

    Returns
    -------
    The figure, and its axes, whose coordinates are those of the third part: days after the
    headline's dates, and its rows.

    Raises
    ------
    SettingsError
        For less than one draw or an unknown language, or where the sheet is too small to draw on.
    """
    theme = DARK if dark else LIGHT
    check_language(language)
    ensemble, column = analysis.ensemble(draws), analysis.column(day)
    found = _Found(
        gather_company(analysis, ensemble, column),
        analysis.source_tallies(),
        odds.shift_rows(analysis, ensemble, language),
        write_day(analysis.days[column], language),
    )
    wide, high = sheet_size(ax, size)
    frame = plan_frame(
        analysis,
        wide,
        title=f"{analysis.dataset.title}: how sure communities and shifts are"
        if title is None
        else title,
        subtitle=SUBTITLE,
        keys=_keys(theme),
        notes=_notes(found, ensemble, _told_by(analysis, column, day, language)),
    )
    scene = _lay_out(found, frame, wide, high)
    fig, ax, sheet = open_sheet(ax, scene.plan, theme)
    _draw(analysis, scene, sheet)
    return fig, ax


@dataclass(frozen=True)
class _Found:
    """What the three parts show, and the day of the first, written."""

    company: Company
    tallies: Sequence[SourceTally]
    rows: Sequence[Row]
    day: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts stand, in points: the first beside the others, or above them.

    Attributes
    ----------
    first, second : width of the first part, and of the others
    left : where the others begin
    """

    first: float
    second: float
    left: float

    @property
    def stacked(self) -> bool:
        """Whether the first part stands above the others."""
        return self.left == MARGIN


@dataclass(frozen=True)
class _Scene:
    """What the chart is made up of, before anything is drawn.

    Attributes
    ----------
    rows : those of the third part that are drawn
    heads : of the three parts
    tops : where each part begins
    pitch, line : height of a name in the first part, and of a source in the second
    """

    plan: Plan
    found: _Found
    frame: Frame
    columns: _Columns
    rows: Sequence[Row]
    heads: tuple[Head, Head, Head]
    tops: tuple[float, float, float]
    pitch: float
    line: float


@dataclass(frozen=True)
class _Heights:
    """What the parts need of the height, in points: `shifts` are the rows of the third."""

    heads: tuple[Head, Head, Head]
    names: float
    sources: int
    shifts: int
    stacked: bool

    def first(self, pitch: float) -> float:
        """Height of the first part."""
        return self.heads[0].height + self.names * pitch

    def table(self, share: float) -> float:
        """Height of the second part."""
        rows = self.sources * _between(tallies.ROWS, share)
        return self.heads[1].height + tallies.HEADS + rows

    def others(self, share: float) -> float:
        """Height of the second and the third part, their rows from the least to the usual."""
        rows = self.shifts * _between(odds.ROWS, share)
        return self.table(share) + _GAP + self.heads[2].height + _AXIS + rows

    def all(self, pitch: float, share: float) -> float:
        """Height of all parts."""
        if self.stacked:
            return self.first(pitch) + _GAP + self.others(share)
        return max(self.first(pitch), self.others(share))

    def fit(self, pitch: float, room: float) -> tuple[float, float]:
        """Pitch and share for a given height: names first, the others take what is left."""
        beside = _GAP + self.others(0.0) if self.stacked else 0.0
        pitch = min(pitch, (room - beside - self.heads[0].height) / max(self.names, 1.0))
        above = _GAP + self.first(pitch) if self.stacked else 0.0
        spare = room - above - self.others(0.0)
        return pitch, min(spare / max(self.others(1.0) - self.others(0.0), 1.0), 1.0)


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share


def _lay_out(found: _Found, frame: Frame, wide: float, high: float | None) -> _Scene:
    """Share out the sheet between the parts."""
    names = found.company.rows
    pitch = min(max(_ROOF_HEIGHT / max(names, 1.0), _PITCHES[0]), _PITCHES[1])
    columns = _columns(found.company, wide, pitch)
    heads = _heads(found, columns)
    rows = odds.weightiest(found.rows, odds.MOST)
    need = _Heights(heads, names, len(found.tallies), len(rows), columns.stacked)
    top, bottom = frame.top + 10, frame.bottom + SMALL * LEADING + 14
    full = high or top + need.all(pitch, 1.0) + bottom
    room, least = full - top - bottom, min(pitch, LEAST_PITCH)
    while need.shifts > odds.FEWEST and need.all(least, 0.0) > room:
        need = replace(need, shifts=need.shifts - 1)
    if (lack := need.all(least, 0.0) - room) > 0:
        needed = (full + lack) / 72
        msg = f"{full / 72:.1f} inches are too low for this chart; it needs {needed:.1f}"
        raise SettingsError(msg)
    rows = odds.weightiest(rows, need.shifts)
    pitch, share = need.fit(pitch, room)
    second = top + (need.first(pitch) + _GAP if columns.stacked else 0.0)
    third = second + need.table(share) + _GAP
    begin = third + heads[2].height + _AXIS
    plan = Plan(
        width=wide,
        height=full,
        left=odds.plot_left(columns.left, wide - MARGIN),
        right=MARGIN + odds.SHARE,
        top=begin,
        bottom=full - begin - _between(odds.ROWS, share) * max(len(rows), 1),
        first=-odds.reach(rows),
        last=odds.reach(rows),
        rows=float(max(len(rows), 1)),
    )
    line = _between(tallies.ROWS, share)
    return _Scene(plan, found, frame, columns, rows, heads, (top, second, third), pitch, line)


def _columns(found: Company, wide: float, pitch: float) -> _Columns:
    """Share out the width: the first part beside the others where both have room enough."""
    inside, wanted = wide - 2 * MARGIN, found.rows * pitch / 2
    least = min(wanted, _LEAST_ROOF)
    room = inside - _BETWEEN - tallies.LEAST_WIDTH - found.width
    if room >= min(wanted, _ENOUGH_ROOF):
        roof = min(wanted, max(_MOST_ROOF * wide, least), max(room - _SPARE_WIDTH, _ENOUGH_ROOF))
        first = max(found.width + min(roof, room), _LEAST_FIRST)
        return _Columns(first, inside - first - _BETWEEN, MARGIN + first + _BETWEEN)
    lack = max(found.width + least, tallies.LEAST_WIDTH) - inside
    if lack > 0:
        needed = (wide + lack) / 72
        msg = f"{wide / 72:.1f} inches are too narrow for this chart; it needs {needed:.1f}"
        raise SettingsError(msg)
    return _Columns(inside, inside, MARGIN)


def _heads(found: _Found, columns: _Columns) -> tuple[Head, Head, Head]:
    """The headings of the three parts, or what is said where there is nothing to show."""
    most = max((share for row in found.rows for *_, share in row.bars), default=0.0)
    days = DAYS.format(most=percent(most), level=f"{LEVEL:.0%}")
    return (
        plan_head(
            f"Who sits together on {found.day}",
            TOGETHER if found.company.members else "No faction has a tie on that day.",
            columns.first,
        ),
        plan_head(
            "What falls without each source",
            SOURCES if found.tallies else "No source is heard.",
            columns.second,
        ),
        plan_head(
            "When the shifts told as events fall in the draws",
            days if found.rows else "No shift is told as an event.",
            columns.second,
        ),
    )


def _keys(theme: Theme) -> list[Key]:
    """The legend: signs of pairs, and what is drawn of the days."""
    edge = theme.edge(PALETTE[0])
    keys = []
    for share, text in ((1.0, "together in all draws"), (0.5, "in half"), (0.1, "in one of ten")):
        look = {"markerfacecolor": edge, "markeredgecolor": edge, "size": 6.5 * share**0.5}
        keys.append(Key(text, sign="D", look=look | {"markeredgewidth": 0.0}))
    apart = {"markerfacecolor": theme.soft, "markeredgecolor": theme.soft, "size": 4.6}
    return [
        *keys,
        Key("not together in the headline", sign="D", look=apart | {"markeredgewidth": 0.0}),
        Key("draws that have the shift then", ({"colors": theme.grey, "linewidths": 7.0},)),
        Key(f"when, in {LEVEL:.0%} of them", ({"colors": theme.ink, "linewidths": 1.5},)),
    ]


def _notes(found: _Found, ensemble: Ensemble, told_by: str) -> list[str]:
    """How many draws and how good they are, and what is not drawn of the first part."""
    error = round(200 * standard_error(0.5, ensemble.draws))
    s = "s" * (ensemble.draws != 1)
    told = f"{ensemble.draws} draw{s}, seed {ensemble.seed}: shares of draws are good to {error} "
    parts = [f"{told}percentage points either way (two standard errors) at most."]
    parts += [told_by] if told_by else []
    if found.company.hidden:
        some = (
            "1 faction is" if found.company.hidden == 1 else f"{found.company.hidden} factions are"
        )
        parts.append(f"Not drawn: {some} without a tie on that day, but with others in some draws.")
    return [" ".join(parts)]


def _told_by(analysis: Analysis, column: int, day: date | None, language: str) -> str:
    """By which slice a day is told that is none itself; else nothing."""
    if day is None or day == analysis.days[column]:
        return ""
    asked, told = (write_day(one, language) for one in (day, analysis.days[column]))
    if analysis.days[0] <= day <= analysis.days[-1]:
        return f"{asked} is told by the last slice up to it, {told}."
    return f"{asked} is outside of the slices, of which {told} is the nearest."


def _draw(analysis: Analysis, scene: _Scene, sheet: Sheet) -> None:
    """Draw the three parts and what stands around them."""
    found, columns, heads = scene.found, scene.columns, scene.heads
    right = scene.plan.width - MARGIN
    for head, x, y in zip(heads, (MARGIN, columns.left, columns.left), scene.tops, strict=True):
        head.draw(sheet, x, y)
    names, table, axis = (y + head.height for y, head in zip(scene.tops, heads, strict=True))
    place = (MARGIN, names, MARGIN + columns.first)
    Roof(analysis, sheet, found.company, place, scene.pitch).draw()
    if found.tallies:
        drawing = tallies.TallyDrawing(sheet, found.tallies, columns.left, right)
        drawing.draw(table, scene.line)
    if scene.rows:
        odds.draw_axis(sheet, axis + _AXIS - 0.9 * AXIS)
        odds.OddsDrawing(sheet, scene.rows, columns.left).draw()
    left_out = len(found.rows) - len(scene.rows)
    shifts = f"{left_out} more shift{'s' * (left_out != 1)}"
    note = f"Not drawn: {shifts} told as events, in which no more factions move than in these."
    frame = scene.frame
    replace(frame, notes=[*frame.notes, note if left_out else ""]).draw(sheet)
