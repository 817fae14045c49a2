"""How communities go over time: figures slice by slice, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.report.lifecycles import tell_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis

SERIES_LEGEND = (
    "Fragmentation is the chance that two factions drawn from those present are not in one "
    "community. Agreement is adjusted mutual information with the step before: 1 where nobody "
    "changed company, about 0 where no more is alike than by chance. "
    "Balanced is the share of triads (three factions with a tie between each two) without strain: "
    "three friendly ties, or one. Frustration is the share of tie "
    "weight that no division into camps can avoid contradicting, two camps or any number."
)


LIFE_LEGEND = (
    "Events are those of Greene, Doyle and Cunningham (2010). Beside them stand three facets of "
    "Failla, Cazabet, Rossetti and Citraro (2024), from 0 to 1, held against the slice before and "
    "the slice after. Unicity: how far the largest of its parts there outweighs the second; 1 "
    "where it is whole. Identity: how far its parts make up the communities that they are in. "
    "Outflow: the share of its members that are in no community there. Each is given twice: "
    "against the slice before, against the slice after."
)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One slice in figures, as text."""

    day: date
    present: int
    communities: int
    unaligned: int
    fragmentation: str
    agreement: str
    balanced: str
    two_camps: str
    free: str


@dataclass(frozen=True, slots=True)
class LifeRow:
    """What became of a community between two slices.

    Its facets are text: against the slice before, and against the slice after.
    """

    since: date
    day: date
    community: str
    events: str
    unicity: str
    identity: str
    outflow: str


def series_rows(analysis: Analysis) -> Iterator[SeriesRow]:
    """The first slice of each year, and the last of all."""
    chosen: dict[int, int] = {}
    for column, day in enumerate(analysis.days):
        chosen.setdefault(day.year, column)
    for column in dict.fromkeys((*chosen.values(), len(analysis.days) - 1)):
        figures, balance = analysis.series.slices[column], analysis.balance_over_time[column]
        yield SeriesRow(
            day=figures.day,
            present=figures.present,
            communities=figures.communities,
            unaligned=figures.unaligned,
            fragmentation=_two(figures.fragmentation),
            agreement=_two(figures.mutual_information),
            balanced=_percent(balance.triads.strong_share),
            two_camps=_percent(balance.frustration.two_camps.share),
            free=_percent(balance.frustration.free.share),
        )


def life_rows(analysis: Analysis) -> Iterator[LifeRow]:
    """What became of each community, wherever that is more than going on as it was."""
    for change in analysis.lifecycle:
        events = [found for found in change.events if found.event != "continue"]
        if events:
            told = "; ".join(tell_event(analysis, found) for found in events)
            facets = (change.came, change.went)
            yield LifeRow(
                since=change.since,
                day=change.day,
                community=change.name,
                events=told,
                unicity=", ".join(_two(f.unicity if f else None) for f in facets),
                identity=", ".join(_two(f.identity if f else None) for f in facets),
                outflow=", ".join(_two(f.outflow if f else None) for f in facets),
            )


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
