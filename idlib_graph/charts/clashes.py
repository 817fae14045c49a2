"""Dated clashes between communities, as marks on a storyline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.furniture import Key
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.style import KIND_DASHES, KIND_MARKERS
from idlib_graph.ledger import ENDED, occurrences
from idlib_graph.shifts.records import CommunityId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idlib_graph.charts.sheet import Plan, Sheet
    from idlib_graph.charts.story import Story
    from idlib_graph.charts.style import Theme
    from idlib_graph.charts.tracks import Tracks
    from idlib_graph.model import Relation

DOUBTFUL = 0.5

_VAGUE = 184  # days; a date wider than that cannot stand as one day
_TOGETHER = 8.0  # points within which marks of the same two communities are one
_APART = 4.0  # points between marks of others that pass each other
_LINE = 1.1
_CASING = 2.8
_SIGN = 6.0
_END = 3.0


@dataclass(frozen=True, slots=True)
class Clash:
    """Reports on clashes of members of two communities, so near in time that one mark does.

    Attributes
    ----------
    day : the middle of the days on which it can have been, since 1970
    sides : the two communities
    lines : those who clashed
    reports : how many relations it stands for
    credibility : of the most credible of them
    """

    day: float
    sides: tuple[CommunityId, CommunityId]
    lines: frozenset[str]
    reports: int
    credibility: float


@dataclass(frozen=True, slots=True)
class Clashes:
    """What is marked of the clashes reported, and how many reports are not, and why."""

    marks: tuple[Clash, ...]
    undated: int
    crowded: int


def gather_clashes(story: Story, tracks: Tracks, plan: Plan) -> Clashes:
    """The marks of all clashes that a source affirms, between lines in two communities that day.

    Of marks that would run through each other the more credible one stays, of equals the shorter.
    """
    found, undated = [], 0
    for relation in _between_lines(story):
        days = _days(story, relation)
        undated += not days
        found += [clash for day in days if (clash := _clash(story, relation, day))]
    per_day = float(plan.x(1) - plan.x(0))
    marks = _thinned(_merged(found, _TOGETHER / per_day), tracks, _APART / per_day)
    marked = sum(clash.reports for clash in marks)
    return Clashes(tuple(marks), undated, len(found) - marked)


def clash_notes(clashes: Clashes) -> list[str]:
    """How many reports of clashes are not marked, and why."""
    told = []
    if clashes.crowded:
        told.append(f"for want of room {clashes.crowded}")
    if clashes.undated:
        told.append(f"for want of a date within half a year {clashes.undated}")
    return [f"Reports of clashes not marked: {', '.join(told)}."] if told else []


def clash_keys(clashes: Clashes, theme: Theme) -> list[Key]:
    """What the marks mean, as far as there are any."""
    look = {"size": _SIGN, **_sign(theme, doubtful=False)}
    line = {
        "colors": theme.kind("clash"),
        "linewidths": _LINE,
        "linestyles": [KIND_DASHES["clash"]],
    }
    keys = [Key("clash reported between communities", (line,), KIND_MARKERS["clash"], look)]
    if any(clash.credibility < DOUBTFUL for clash in clashes.marks):
        look = {"size": _SIGN, **_sign(theme, doubtful=True)}
        text = f"with credibility below {DOUBTFUL:g}"
        keys.append(Key(text, (line,), KIND_MARKERS["clash"], look))
    return keys if clashes.marks else []


def draw_clashes(
    sheet: Sheet, tracks: Tracks, clashes: Sequence[Clash]
) -> list[tuple[str, float, float]]:
    """Draw each mark between those who clashed; gives its sign, and where it passes lines."""
    theme, plan = sheet.theme, sheet.plan
    colour, signs = theme.kind("clash"), []
    for clash in clashes:
        x = float(plan.x(clash.day))
        heights = {line: _height(tracks, plan, line, clash.day) for line in clash.lines}
        ends = sorted(heights.values())
        path = np.array([[x, ends[0]], [x, ends[-1]]])
        sheet.strokes([path], colors=theme.background, linewidths=_CASING, zorder=4, alpha=0.8)
        dash = {"linestyles": [KIND_DASHES["clash"]]}
        sheet.strokes([path], colors=colour, linewidths=_LINE, zorder=4, label="clash", **dash)
        filled = {"markerfacecolor": colour, "markeredgecolor": theme.background, "zorder": 4.5}
        for y in ends:
            sheet.marker(x, y, "o", _END, markeredgewidth=0.5, **filled)
        passed = _passed(tracks, plan, clash.day, ends[0], ends[-1])
        y = _widest_gap(passed)
        look = _sign(theme, doubtful=clash.credibility < DOUBTFUL)
        sheet.marker(x, y, KIND_MARKERS["clash"], _SIGN, label="clash", **look)
        signs += [*(("", x, height) for height in passed), (KIND_MARKERS["clash"], x, y)]
    return signs


def _between_lines(story: Story) -> Iterator[Relation]:
    """Clashes that a source affirms, between two lines that are drawn."""
    series = story.analysis.snapshots
    for relation in series.dataset.relations.values():
        a, b = series.lines.pair(relation)
        drawn = a != b and {a, b} <= story.places.keys()
        if relation.kind == "clash" and drawn and series.dataset.credibility(relation) > 0:
            yield relation


def _days(story: Story, relation: Relation) -> list[float]:
    """The middle of the days on which a clash happened, began or held, where these are few."""
    series = story.analysis.snapshots
    found = occurrences(series.dataset, series.lines, relation)
    days = [one.day for one in found if one.width <= (0, _VAGUE) and one.what != ENDED]
    return [float(day.toordinal() - EPOCH) for day in days if day]


def _clash(story: Story, relation: Relation, day: float) -> Clash | None:
    """The clash of a day; None unless two communities are drawn there."""
    if not story.edges[0] <= day <= story.edges[-1]:
        return None
    pair = story.analysis.lines.pair(relation)
    first, second = (story.place_on(line, day) for line in pair)
    if not (isinstance(first, CommunityId) and isinstance(second, CommunityId)) or first == second:
        return None
    sides = (min(first, second), max(first, second))
    credibility = story.analysis.snapshots.dataset.credibility(relation)
    return Clash(day, sides, frozenset(pair), 1, credibility)


def _merged(clashes: Sequence[Clash], days: float) -> list[Clash]:
    """Clashes of the same communities within `days` as one, on the day of the most credible."""
    merged: list[Clash] = []
    for clash in sorted(clashes, key=lambda x: (-x.credibility, x.day, sorted(x.lines))):
        near = (
            place
            for place, other in enumerate(merged)
            if other.sides == clash.sides and abs(other.day - clash.day) < days
        )
        place = next(near, -1)
        if place < 0:
            merged.append(clash)
        else:
            known = merged[place]
            lines = known.lines | clash.lines
            merged[place] = replace(known, lines=lines, reports=known.reports + clash.reports)
    return merged


def _thinned(clashes: Sequence[Clash], tracks: Tracks, days: float) -> list[Clash]:
    """Clashes of which no two pass each other within `days`, in order."""
    rows = {}
    for clash in clashes:
        found = [tracks.row(line, clash.day) for line in clash.lines]
        rows[clash] = (min(found), max(found))
    kept: list[Clash] = []
    for clash, (top, bottom) in sorted(rows.items(), key=lambda item: _rank(*item)):
        near = (rows[other] for other in kept if abs(other.day - clash.day) < days)
        if not any(top <= lower and upper <= bottom for upper, lower in near):
            kept.append(clash)
    return sorted(kept, key=lambda clash: (clash.day, clash.sides))


def _rank(clash: Clash, rows: tuple[float, float]) -> tuple[object, ...]:
    return -clash.credibility, rows[1] - rows[0], clash.day, clash.sides


def _passed(tracks: Tracks, plan: Plan, day: float, top: float, bottom: float) -> list[float]:
    """The heights of all lines on a day from `top` to `bottom`, both included."""
    alive = (line for line in tracks.lives if tracks.span(line)[0] <= day <= tracks.span(line)[1])
    found = (_height(tracks, plan, line, day) for line in alive)
    return sorted(y for y in found if top <= y <= bottom)


def _widest_gap(heights: Sequence[float]) -> float:
    """The middle of the widest gap between heights, the uppermost of equals."""
    gaps = [(round(a - b, 3), b) for b, a in pairwise(heights)]
    wide, top = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    return top + wide / 2


def _height(tracks: Tracks, plan: Plan, line: str, day: float) -> float:
    return float(plan.y(tracks.row(line, day)))


def _sign(theme: Theme, *, doubtful: bool) -> dict[str, Any]:
    colour = theme.kind("clash")
    edge = colour if doubtful else theme.background
    fill = theme.background if doubtful else colour
    return {"markerfacecolor": fill, "markeredgecolor": edge, "markeredgewidth": 0.8}
