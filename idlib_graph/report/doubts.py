"""How sure the answer is and how it goes over time, as the report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.report.ensemble import odds_on, shift_rows, tell_draws
from idlib_graph.report.robustness import source_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.ensemble import CommunityOdds
    from idlib_graph.shifts import Shift

DRAWS = 40

LEFT_OUT = (
    "Only the evidence of that source goes; slices, lines and dates of all others stay. Survival "
    "is not support: what stands without each source in turn may still rest on little."
)
SERIES_LEGEND = (
    "Fragmentation is the chance that two factions drawn from those present are not in one "
    "community. Agreement is adjusted mutual information with the month (or other step) before. "
    "Balanced is the share of triads that are structurally balanced; frustration the share of tie "
    "weight that no division into camps can avoid contradicting, two camps or any number."
)


@dataclass(frozen=True, slots=True)
class ShiftDoubt:
    """A shift told as an event, with the share of draws that have it and when they do."""

    day: date
    sentence: str
    found: float
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Doubts:
    """How sure the answer is.

    Attributes
    ----------
    draws : what was drawn
    day : the slice that `communities` are of
    sources : for each source left out its id, the share of memberships that hold, and what
        becomes of the shifts told as events
    """

    draws: str
    shifts: tuple[ShiftDoubt, ...]
    day: date
    communities: tuple[CommunityOdds, ...]
    sources: tuple[tuple[str, str, str], ...]
    left_out: str = LEFT_OUT


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


def tell_doubts(analysis: Analysis) -> Doubts:
    """What the draws and the sources left out say; takes as long as `DRAWS` analyses."""
    ensemble = analysis.ensemble(DRAWS)
    return Doubts(
        draws=tell_draws(ensemble),
        shifts=tuple(
            ShiftDoubt(shift.day, sentence, odds.found, odds.earliest, odds.latest)
            for shift, sentence, odds in shift_rows(analysis, ensemble)
        ),
        day=analysis.days[-1],
        communities=tuple(odds_on(analysis, ensemble)),
        sources=tuple((str(r[1]), str(r[3]), str(r[4])) for r in source_rows(analysis)),
    )


def tell_odds(analysis: Analysis) -> dict[Shift, str]:
    """For each shift in how many draws it is found, as words to put beside it."""
    ensemble = analysis.ensemble(DRAWS)
    odds = (ensemble.shift_odds(index) for index in range(len(analysis.shifts)))
    shares = (f"in {found.found:.0%} of {DRAWS} draws" for found in odds)
    return dict(zip(analysis.shifts, shares, strict=True))


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


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
