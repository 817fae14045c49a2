"""Structural balance of a slice, as the report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.report.figures import balance_shape, behind, tell_strained
from idlib_graph.report.standing import slice_sources
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.figures import StrainedCard
    from idlib_graph.report.grounds import Grounds

STRAINED_SHOWN, FACTIONS_SHOWN = 5, 10
STANDING_LEGEND = (
    "Those with most ties. Broker: how often one lies on the shortest way from ally to ally "
    "between two others (betweenness). PN: centrality over positive and negative ties, 1 for who "
    "has neither; allies raise it, foes lower it (Everett and Borgatti 2014)."
)


@dataclass(frozen=True, slots=True)
class BalanceCard:
    """Triads and standing on one day.

    Attributes
    ----------
    triads : their number by pattern, in a sentence
    heading : how many are strained, and how many of these are shown
    strained : the firmest of those that are not balanced
    grounds : the relations behind these
    sources : of all ties of that day
    standing : of those with most ties: name, allies, foes, brokerage and PN centrality as text
    """

    day: date
    triads: str
    heading: str
    strained: tuple[StrainedCard, ...]
    grounds: tuple[Grounds, ...]
    sources: tuple[str, ...]
    standing: tuple[tuple[str, int, int, str, str], ...]


def tell_balance(analysis: Analysis) -> BalanceCard:
    """How balanced the last slice is, where it is not, and who stands where."""
    part = analysis.slices[-1]
    found, shape = analysis.balance(part), balance_shape(analysis, part)
    shown = found.strained[:STRAINED_SHOWN]
    cards = tuple(tell_strained(analysis, part, triad) for triad in shown)
    counts = ", ".join(f"{count} {name}" for name, count in shape["triads"].items())
    return BalanceCard(
        day=part.day,
        triads=(
            "A triad is three factions with a tie between each two, + a friendly and - a hostile "
            f"one: {counts}. Those with one hostile tie, or three, are strained: two friends of "
            "one faction are foes, or each of the three is the others' foe."
        ),
        heading=_heading(len(cards), len(found.strained)),
        strained=cards,
        grounds=behind(analysis, cards),
        sources=slice_sources(analysis, part),
        standing=tuple(
            (
                analysis.label(row["line"], part.day, short=True),
                row["positive"],
                row["negative"],
                f"{row['broker']:.2f}",
                f"{row['pn_centrality']:.2f}",
            )
            for row in shape["factions"][:FACTIONS_SHOWN]
        ),
    )


def _heading(shown: int, found: int) -> str:
    triads = counted(found, "strained triad")
    return f"The {triads}" if shown == found else f"The firmest {shown} of {triads}"
