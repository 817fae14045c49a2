"""What stays true from draw to draw, in words and as JSON has it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from idlib_graph.report.values import number
from idlib_graph.report.wording import describe_moves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.ensemble import Ensemble, ShiftOdds
    from idlib_graph.shifts import Community, Shift, Slice

PAIR_DIGITS = 2


@dataclass(frozen=True, slots=True)
class CommunityOdds:
    """How firmly a community of one slice holds together, and each of its members in it.

    Attributes
    ----------
    stability : mean probability of co-membership over all pairs of members
    members : each member's name that day, and the share of draws in which it keeps its company
    """

    name: str
    stability: float
    members: tuple[tuple[str, float], ...]


def tell_draws(ensemble: Ensemble) -> str:
    """What was drawn, in a sentence or two."""
    return (
        f"{ensemble.draws} draws (seed {ensemble.seed}): each date falls somewhere in its box, and "
        "each word is believed as often as its claim and its source's reliability say. Shares are "
        f"good to {round(100 / ensemble.draws**0.5)} percentage points either way (two standard "
        "errors) at most."
    )


def odds_on(analysis: Analysis, ensemble: Ensemble, on: date | None = None) -> list[CommunityOdds]:
    """How firmly each community of a slice holds together, the firmest member first."""
    part, column = _slice(analysis, on)
    shares = dict(zip(ensemble.lines, ensemble.membership[column].tolist(), strict=True))

    def member(line: str) -> tuple[str, float]:
        return analysis.label(line, part.day, short=True), shares[line]

    return [
        CommunityOdds(
            community.name,
            ensemble.stability(column, community.members),
            tuple(sorted(map(member, community.members), key=lambda item: (-item[1], item[0]))),
        )
        for community in part.communities
    ]


def shift_rows(analysis: Analysis, ensemble: Ensemble) -> Iterator[tuple[Shift, str, ShiftOdds]]:
    """Each shift told as an event, in words, with how often and when the draws have it."""
    for index, shift in enumerate(analysis.shifts):
        if shift.is_event:
            yield shift, describe_moves(analysis, shift), ensemble.shift_odds(index)


def ensemble_shape(
    analysis: Analysis, ensemble: Ensemble, on: date | None = None
) -> dict[str, Any]:
    """The whole of it as JSON: communities and pairs of one slice, and every shift."""
    part, column = _slice(analysis, on)
    stable = ensemble.community_stability(analysis.slices)
    return {
        "draws": ensemble.draws,
        "seed": ensemble.seed,
        "date": part.day.isoformat(),
        "communities": [
            _community(ensemble, community, column, stable[community.id])
            for community in part.communities
        ],
        "pairs": _pairs(ensemble, column),
        "shifts": [
            _shift(shift, ensemble.shift_odds(i)) for i, shift in enumerate(analysis.shifts)
        ],
    }


def _slice(analysis: Analysis, on: date | None) -> tuple[Slice, int]:
    """The last slice up to a day, and its number; the first where there is none so early."""
    column = analysis.column(on)
    return analysis.slices[column], column


def _community(
    ensemble: Ensemble, community: Community, column: int, life: float
) -> dict[str, Any]:
    return {
        "id": str(community.id),
        "name": community.name,
        "stability": number(ensemble.stability(column, community.members)),
        "life_stability": number(life),
        "members": [
            {
                "line": line,
                "kept": number(float(ensemble.membership[column, ensemble.lines.index(line)])),
            }
            for line in community.members
        ],
    }


def _pairs(ensemble: Ensemble, column: int) -> list[dict[str, Any]]:
    """Pairs that sit together in some draw, with how often; two digits."""
    shares = ensemble.together(column).round(PAIR_DIGITS)
    return [
        {"a": a, "b": b, "together": float(shares[i, j])}
        for (i, a), (j, b) in combinations(enumerate(ensemble.lines), 2)
        if shares[i, j] > 0
    ]


def _shift(shift: Shift, odds: ShiftOdds) -> dict[str, Any]:
    return {
        "date": shift.day.isoformat(),
        "since": shift.since.isoformat(),
        "moved": sorted(move.line for move in shift.moves),
        "found": number(odds.found),
        "error": number(odds.error),
        "earliest": odds.earliest.isoformat() if odds.earliest else None,
        "latest": odds.latest.isoformat() if odds.latest else None,
        "days": {day.isoformat(): count for day, count in odds.days.items()},
    }
