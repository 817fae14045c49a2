"""How sure the answer is, as the report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.cards import DRAWS, tell_sets
from idlib_graph.report.ensemble import odds_on, tell_draws
from idlib_graph.report.robustness import source_rows, tell_course, tell_falls, tell_rule
from idlib_graph.report.standing import firmness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis

FALLS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """Members of one community who rest on the same sources.

    Attributes
    ----------
    community : its name
    stability : whether it is firm, with the mean share of draws in which two members sit together
    members : each with the share of draws in which it keeps most of its company
    without : sources without which the membership falls
    suffices : the smallest sets of sources that lead to it
    """

    community: str
    stability: str
    members: str
    without: str
    suffices: str


@dataclass(frozen=True, slots=True)
class SourceFall:
    """What becomes of the answer without one source.

    Attributes
    ----------
    held : the share of memberships, slice by slice, that hold
    shifts : what becomes of the shifts told as events
    falls : the memberships that fall for longest
    """

    source: str
    held: str
    shifts: str
    falls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubts:
    """How sure the answer is.

    Attributes
    ----------
    draws : what was drawn
    day : the slice that `companies` are of
    rule : what it takes for another setting to tell the same story
    settings : for each setting varied, whether the headline sits on a plateau
    """

    draws: str
    day: date
    companies: tuple[CompanyRow, ...]
    sources: tuple[SourceFall, ...]
    rule: str
    settings: tuple[str, ...]


def tell_doubts(analysis: Analysis) -> Doubts:
    """What draws, sources left out and other settings say; each is an analysis of its own."""
    return Doubts(
        draws=tell_draws(analysis.ensemble(DRAWS)),
        day=analysis.days[-1],
        companies=tuple(company_rows(analysis)),
        sources=tuple(_sources(analysis)),
        rule=tell_rule(analysis),
        settings=tuple(tell_course(analysis, course) for course in analysis.sensitivity()),
    )


def company_rows(analysis: Analysis) -> Iterator[CompanyRow]:
    """Who sits where on the last day: how firmly, and on which sources that rests."""
    day, part = analysis.days[-1], analysis.slices[-1]
    falls = {
        (fall.line, without.source)
        for without in analysis.leave_one_out()
        for fall in without.falls
        if fall.first <= day <= fall.last
    }
    support = {item.line: item.sufficient for item in analysis.sufficient_sources().memberships()}
    found = odds_on(analysis, analysis.ensemble(DRAWS))
    for community, odds in zip(part.communities, found, strict=True):
        kept = dict(odds.members)
        groups: dict[tuple[str, str], list[str]] = {}
        for line in community.members:
            gone = [s for s in analysis.snapshots.dataset.sources if (line, s) in falls]
            key = (join_names(gone) or "-", tell_sets(support[line]))
            groups.setdefault(key, []).append(analysis.label(line, day, short=True))
        for (without, suffices), names in sorted(groups.items()):
            told = ", ".join(f"{n} {kept[n]:.0%}" for n in sorted(names, key=lambda n: -kept[n]))
            yield CompanyRow(community.name, firmness(odds.stability), told, without, suffices)


def _sources(analysis: Analysis) -> Iterator[SourceFall]:
    for row, without in zip(source_rows(analysis), analysis.leave_one_out(), strict=True):
        falls = tuple(tell_falls(analysis, without)[:FALLS_SHOWN])
        yield SourceFall(without.source, str(row[3]), str(row[4]), falls)
