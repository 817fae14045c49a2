"""How communities go over time: figures slice by slice, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.report.lifecycles import tell_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.lifecycle import Facets

SERIES_LEGEND = (
    "Fragmentation is the chance that two factions drawn from those present are not in one "
    "community. Agreement is adjusted mutual information with the month (or other step) before. "
    "Balanced is the share of triads that are structurally balanced; frustration the share of tie "
    "weight that no division into camps can avoid contradicting, two camps or any number."
)


LIFE_LEGEND = (
    "Events are those of Greene, Doyle and Cunningham (2010). Beside them stand three facets of "
    "Failla, Cazabet, Rossetti and Citraro (2024), from 0 to 1, held against the slice before and "
    "the slice after. Unicity: how far the largest of its parts there outweighs the second; 1 "
    "where it is whole. Identity: how far its parts make up the communities that they are in. "
    "Outflow: the share of its members that are in no community there."
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
    """What became of a community between two slices, with the facets of it as text."""

    since: date
    day: date
    community: str
    events: str
    came: str
    went: str


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
            came, went = _facets(change.came), _facets(change.went)
            yield LifeRow(change.since, change.day, change.name, told, came, went)


def _facets(found: Facets | None) -> str:
    if found is None:
        return "-"
    return f"{found.unicity:.2f} / {found.identity:.2f} / {found.outflow:.2f}"


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
