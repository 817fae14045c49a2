"""How a faction's chart shares out its sheet: lanes, axis, captions, legend and small print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from idlib_graph.charts import captions, tiers
from idlib_graph.charts.bands import FADED, FRESH, OUTWEIGHED
from idlib_graph.charts.calendar import write_day, write_month
from idlib_graph.charts.causes import company_marks
from idlib_graph.charts.furniture import AXIS, LEADING, MARGIN, SMALL, Key, plan_frame
from idlib_graph.charts.lanes import DOUBTFUL
from idlib_graph.charts.partners import ALLIED, HOSTILE, WEAK, gather_partners
from idlib_graph.charts.sheet import POINTS_PER_INCH, Plan
from idlib_graph.charts.story import slice_edges
from idlib_graph.charts.style import KIND_DASHES, KIND_MARKERS, mix
from idlib_graph.charts.text import clip, widest, width
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.captions import Mark
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.partners import Partner, Partners
    from idlib_graph.charts.style import Theme

SUBTITLE = (
    "Alliances above the axis, splits and clashes below it, in a lane for each other faction: the "
    "stronger a tie by the reports, the higher its band. The axis is the community of the faction."
)
NAME, NAME_ROOM = 8.0, 160.0
OWN = 9.0
GROUP, GROUP_ROOM = 7.2, 118.0
ZONE = 44.0  # height of the axis with its names
FILLS = {FRESH: 0.6, FADED: 0.2, OUTWEIGHED: 0.0}  # share of the kind's colour
LEFT_OUT, ALONE = "not in communities", "in none"

_DRAWING, _PITCHES = 500.0, (10.0, 15.0)
_LEAST_PITCH, _MOST_PITCH = 6.0, 26.0
_CAPTIONS = (235.0, 130.0, 65.0, 0.0)  # height of all at most; less on a low sheet


@dataclass(frozen=True)
class Scene:
    """What a faction's chart is made up of, before anything is drawn.

    Attributes
    ----------
    partners : all lanes
    plan, frame : the sheet, and what stands around the drawing
    marks : the shifts along the upper edge
    """

    partners: Partners
    plan: Plan
    frame: Frame
    marks: Sequence[Mark]

    @property
    def above(self) -> int:
        """Rows of lanes above the axis; one for words where there is none."""
        return max(len(self.partners.side(ALLIED)), 1)

    @property
    def axis(self) -> float:
        """Points from the upper edge of the sheet to the middle of the axis."""
        return float(self.plan.y(self.above)) + ZONE / 2

    def middle(self, side: str, index: int) -> float:
        """Points from the upper edge of the sheet to the middle of a lane of a side."""
        row = index + 0.5 if side == ALLIED else index + 0.5 + self.above
        return float(self.plan.y(row)) + (0.0 if side == ALLIED else ZONE)


def plan_ties(
    analysis: Analysis,
    line: str,
    size: tuple[float, float | None],
    theme: Theme,
    title: str | None,
    language: str,
) -> Scene:
    """Share out the sheet between the lanes of a faction and what stands around them.

    Raises
    ------
    SettingsError
        Where the sheet is too small to draw on.
    """
    wide, high = size
    edges = slice_edges(analysis.days)
    partners = gather_partners(analysis, line, edges[0], edges[-1])
    own = clip(analysis.label(line, short=True), OWN, NAME_ROOM, bold=True)
    names = [clip(x, NAME, NAME_ROOM) for x in lane_names(analysis, partners.lanes)]
    groups = [group_name(analysis, lane) for lane in partners.lanes]
    plan = Plan(
        width=wide,
        height=0.0,
        left=MARGIN + 10 + max(widest(names, NAME), width(own, OWN, bold=True), 84.0),
        right=MARGIN + 16 + widest((clip(x, GROUP, GROUP_ROOM) for x in groups), GROUP),
        top=0.0,
        bottom=0.0,
        first=edges[0],
        last=edges[-1],
        rows=1.0,
        language=language,
    )
    for most in _CAPTIONS:
        marks = company_marks(analysis, line, plan, height=most)
        frame = plan_frame(
            analysis,
            wide,
            title=_title(analysis, line, language) if title is None else title,
            subtitle=SUBTITLE,
            keys=[*_keys(analysis, partners, theme), *captions.mark_keys(marks, theme)],
            notes=[*_notes(analysis, partners, language), *_uncaptioned(marks)],
        )
        top = frame.top + 8 + tiers.height_of(marks) + tiers.STRIP
        plan = replace(plan, top=top, bottom=frame.bottom + 2.4 * AXIS + SMALL * LEADING)
        if high is None or _needed(plan, partners) <= high:
            break
    return Scene(partners, _fit(plan, partners, high), frame, marks)


def lane_names(analysis: Analysis, lanes: Sequence[Partner]) -> list[str]:
    """What the other faction of each lane is called."""
    return [analysis.label(lane.line, short=True) for lane in lanes]


def group_name(analysis: Analysis, lane: Partner) -> str:
    """The community that the other faction of a lane is in for most slices."""
    if lane.left_out:
        return LEFT_OUT
    return ALONE if lane.home is None else analysis.names[lane.home]


def _rows(partners: Partners) -> int:
    return sum(max(len(partners.side(side)), 1) for side in (ALLIED, HOSTILE))


def _needed(plan: Plan, partners: Partners) -> float:
    """The least height of the sheet, in points."""
    return plan.top + plan.bottom + ZONE + _rows(partners) * _LEAST_PITCH


def _fit(plan: Plan, partners: Partners, high: float | None) -> Plan:
    count, around = _rows(partners), plan.top + plan.bottom + ZONE
    full = high or around + count * min(max(_DRAWING / count, _PITCHES[0]), _PITCHES[1])
    need = _needed(plan, partners)
    if full < need or plan.width < 2 * (plan.left + plan.right):
        across, have, down = (x / POINTS_PER_INCH for x in (plan.width, full, need))
        least = 2 * (plan.left + plan.right) / POINTS_PER_INCH
        msg = (
            f"{across:.1f} by {have:.1f} inches are too small for these ties; they need "
            f"{max(least, across):.1f} by {max(down, have):.1f}"
        )
        raise SettingsError(msg)
    pitch = min((full - around) / count, _MOST_PITCH)
    return replace(plan, height=full, rows=(full - plan.top - plan.bottom) / pitch)


def _title(analysis: Analysis, line: str, language: str) -> str:
    months = [write_month(day, language) for day in (analysis.days[0], analysis.days[-1])]
    return f"{analysis.label(line)}: ties, {' to '.join(dict.fromkeys(months))}"


def _notes(analysis: Analysis, partners: Partners, language: str) -> list[str]:
    """The faction's names, and what the drawing leaves out."""
    record = analysis.lines.by_id[partners.line]
    notes = []
    if any(lane.course for lane in partners.lanes):
        notes.append("A band as high as its lane would be a tie of 1, the strongest there can be.")
    if any(lane.dates for lane in partners.lanes):
        notes.append(
            "A mark stands in the middle of the days on which, as told, a relation may have begun, "
            "happened or ended."
        )
    notes = [" ".join(notes)] if notes else []
    if len(record.names) > 1:
        names = [
            analysis.dataset.factions[name].name
            + (f" (from {write_day(since, language)})" if since else "")
            for name, since in zip(record.names, record.since, strict=True)
        ]
        notes.append(f"Names: {', '.join(names)}.")
    if partners.line in analysis.left_out:
        kind = analysis.dataset.factions[partners.line].type
        notes.append(f"Left out of communities and ties, being a {kind}: dates alone are drawn.")
    if partners.weak:
        told = (
            f"{analysis.label(x.line, short=True)} ({_side_word(x)}, "
            + (f"{x.most:.2f} at most)" if x.most else "no tie counted)")
            for x in partners.weak
        )
        notes.append(f"Ties always below {WEAK:g}, not drawn: {', '.join(told)}.")
    if partners.untold:
        others = (analysis.label(x, short=True) for x in partners.untold)
        notes.append(
            f"In reports that give neither a tie nor a date, not drawn: {', '.join(others)}."
        )
    parts = []
    if partners.undated:
        parts.append(f"{_counted(partners.undated)} without a date")
    if partners.outside:
        parts.append(f"{_counted(partners.outside)} dated before or after the slices")
    if parts:
        notes.append(f"Without a mark: {' and '.join(parts)}.")
    return notes


def _uncaptioned(marks: Sequence[Mark]) -> list[str]:
    """The shifts that are told as events and have no caption for want of room."""
    without = [mark for mark in marks if mark.event and mark.bottom < 0]
    told = [f"{mark.date}: {' '.join(mark.lines)}" for mark in without]
    return [f"Shifts without a caption for want of room. {'. '.join(told)}"] if told else []


def _side_word(lane: Partner) -> str:
    return "alliance" if lane.side == ALLIED else "split or clash"


def _counted(number: int) -> str:
    return f"{number} relation{'s' * (number != 1)}"


def _keys(analysis: Analysis, partners: Partners, theme: Theme) -> list[Key]:
    """The legend of bands and marks, as far as the drawing needs it."""
    dates = [one for lane in partners.lanes for one in lane.dates]
    ties = [lane for lane in partners.lanes if lane.course is not None]
    kinds = {"alliance"} if any(x.side == ALLIED for x in ties) else set()
    for lane in ties:
        if lane.side == HOSTILE and lane.course is not None:
            kinds |= {k for k in ("split", "clash") if getattr(lane.course, k).any()}
    kinds |= {one.kind for one in dates}
    keys = [_kind_key(kind, theme) for kind in KIND_MARKERS if kind in kinds]
    grey = theme.soft
    rim = {"colors": grey, "linewidths": 8.0}
    pale = mix(grey, theme.background, FILLS[FADED])
    ink = {"markeredgecolor": grey, "markeredgewidth": 1.0}
    if ties:
        keys.append(
            Key("by reports more than a half-life away", (rim, {"colors": pale, "linewidths": 6.6}))
        )
    if any(((x.course.positive > 0) & (x.course.negative > 0)).any() for x in ties if x.course):
        empty = {"colors": theme.background, "linewidths": 6.6}
        keys.append(Key("outweighed by reports of the other side", (rim, empty)))
    if any(one.hollow for one in dates):
        look = ink | {"markerfacecolor": theme.background, "size": 5.0}
        keys.append(Key(f"contested, or credibility below {DOUBTFUL:g}", sign="o", look=look))
    if any(one.ends for one in dates):
        keys.append(Key("ends", sign="|", look=ink | {"size": 8.0, "markeredgewidth": 1.6}))
    if any(analysis.lines.by_id[partners.line].since[1:]):
        look = {"markeredgecolor": theme.ink, "markerfacecolor": theme.background, "size": 6.5}
        keys.append(Key("new name", sign="d", look=look | {"markeredgewidth": 1.2}))
    return keys


def _kind_key(kind: str, theme: Theme) -> Key:
    colour = theme.kind(kind)
    band: list[dict[str, Any]] = [
        {"colors": colour, "linewidths": 8.0},
        {"colors": mix(colour, theme.background, FILLS[FRESH]), "linewidths": 6.6},
    ]
    if kind == "split":
        band.append({"colors": colour, "linewidths": 6.6, "linestyles": [KIND_DASHES["clash"]]})
    look = {"markerfacecolor": colour, "markeredgecolor": theme.background, "size": 5.6}
    return Key(kind, tuple(band), KIND_MARKERS[kind], look | {"markeredgewidth": 0.8})
