"""What a picture of one day's network shows: who is there, which ties, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from idlib_graph.charts.calendar import write_day
from idlib_graph.charts.captions import describe
from idlib_graph.charts.story import ATTESTED, community_colours
from idlib_graph.charts.style import HATCHES
from idlib_graph.charts.text import clip, wrap
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.records import CommunityId, Shift, Slice

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Strand:
    """One side of a tie: what draws two lines together, or what stands between them.

    Attributes
    ----------
    pair : the two lines
    kind : ``alliance``, ``clash``, or ``split`` where a split and no clash is told
    weight : from 0 to 1
    attested : whether a report is less than a half-life away
    double : whether the tie has the other side as well
    """

    pair: tuple[str, str]
    kind: str
    weight: float
    attested: bool
    double: bool


def gather_strands(analysis: Analysis, part: Slice) -> list[Strand]:
    """The sides of all ties of a day that weigh enough to count."""
    relations, least = analysis.snapshots.dataset.relations, analysis.settings.tie_threshold
    presence = analysis.presence_on(part.day)
    strands = []
    for a, b, tie in part.graph.edges(data=True):
        allied = [rid for rid in tie["relations"] if relations[rid].kind == "alliance"]
        hostile = [rid for rid in tie["relations"] if relations[rid].kind != "alliance"]
        clash = any(relations[rid].kind == "clash" for rid in hostile)
        sides = (
            ("clash" if clash else "split", tie["negative"], hostile),
            ("alliance", tie["positive"], allied),
        )
        shown = [side for side in sides if side[1] >= least]
        for kind, weight, behind in shown:
            attested = max(presence[rid] for rid in behind) >= ATTESTED
            strands.append(Strand((a, b), kind, weight, attested, len(shown) > 1))
    return strands


def colours_on(analysis: Analysis, parts: Iterable[Slice]) -> dict[CommunityId, tuple[int, int]]:
    """The colour of each community in every chart, and of those seen only between slices."""
    colours = community_colours(analysis)
    for part in parts:
        known = {colours[c.id] for c in part.communities if c.id in colours}
        free = (
            x for x in product(range(len(HATCHES)), range(len(PALETTE))) if x[::-1] not in known
        )
        for community in part.communities:
            if community.id not in colours:
                colours[community.id] = next(free)[::-1]
    return colours


def by_importance(part: Slice, strands: Iterable[Strand]) -> list[str]:
    """The lines of a day, those with most weight of ties first."""
    weights: Mapping[str, float] = dict.fromkeys(sorted(part.where), 0.0)
    total = dict(weights)
    for strand in strands:
        for line in strand.pair:
            total[line] += strand.weight
    return sorted(total, key=lambda line: (-round(total[line], 9), line))


def tell_change(
    analysis: Analysis, before: Slice | None, part: Slice, size: float, room: float, language: str
) -> list[str]:
    """In a few lines of at most `room` points, what is new since the day before shown."""
    if before is None:
        return wrap(_standing(part), size, room)[:MOST_LINES]
    since = f"Since {write_day(before.day, language)}: "
    shifts = _between(analysis, before, part)
    told = [shift for shift in shifts if shift.is_event]
    passing = _passing(before, part)
    for count in range(len(told), 0, -1):
        texts = [describe(analysis, shift) for shift in told[:count]]
        rest = len(shifts) - count
        more = f"{rest} more change{'s' * (rest != 1)}" if rest else ""
        lines = wrap(since + "; ".join(filter(None, [*texts, more, passing])), size, room)
        if len(lines) <= MOST_LINES:
            return lines
    if told:
        kept = lines[: MOST_LINES - 1]
        return [*kept, clip(" ".join(lines[MOST_LINES - 1 :]), size, room)]
    s = "s" * (len(shifts) != 1)
    quiet = f"{len(shifts)} change{s} on no new event" if shifts else "nobody changed company"
    return wrap(since + "; ".join(filter(None, [quiet, passing])), size, room)[:MOST_LINES]


def _standing(part: Slice) -> str:
    """How many communities there are, of how many factions."""
    count, inside = len(part.communities), sum(len(c.members) for c in part.communities)
    alone = f"{len(part.unaligned)} in none" if part.unaligned else ""
    together = f"{count} communit{'y' if count == 1 else 'ies'} of {inside} factions"
    if not part.where:
        return "No tie reported"
    return "; ".join(filter(None, [together if count else "No community", alone]))


def _between(analysis: Analysis, before: Slice, part: Slice) -> list[Shift]:
    """The shifts between two days that can be seen in them, those with most movers first."""
    found = [
        shift
        for shift in analysis.shifts
        if shift.day > before.day
        and shift.since < part.day
        and any(before.position(m.line) != part.position(m.line) for m in shift.moves)
    ]
    return sorted(found, key=lambda shift: (-len(shift.moves), shift.day))


def _passing(before: Slice, part: Slice) -> str:
    """On how many more factions there are reports, and on how many no longer."""
    more = len(part.where.keys() - before.where.keys())
    fewer = len(before.where.keys() - part.where.keys())
    parts = [
        f"reports on {more} more faction{'s' * (more != 1)}" if more else "",
        f"{'' if more else 'reports '}no longer on {fewer}" if fewer else "",
    ]
    return ", ".join(filter(None, parts))


def day_notes(analysis: Analysis, days: Iterable[date], language: str) -> list[str]:
    """A word of warning for each day that the analysis does not cover."""
    first, last = (write_day(day, language) for day in (analysis.days[0], analysis.days[-1]))
    outside = [day for day in days if not analysis.days[0] <= day <= analysis.days[-1]]
    return [f"{write_day(x, language)} is outside of {first} to {last}." for x in outside]
