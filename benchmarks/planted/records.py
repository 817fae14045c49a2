"""What a scenario is asked to be, and the truth that was planted in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idlib_graph.dates import date_range, parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from idlib_graph.model import Dataset

MONTH_STEP = "P1M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large a scenario is, what happens in it, and how badly it is reported.

    The defaults are as sparse as the bundled data in its later years: somewhat over one alliance a
    faction in a month, of a mean weight of 0.4, that fades unless it is told again; a third of the
    relations without a date, two thirds resting on one source.

    Attributes
    ----------
    factions, blocs, months, sources : how many of each; sources are spread over the months
    defections, splits, mergers, rebrands : how many are planted
    coverage : chance that a source tells a tie that holds when it goes to print
    told : chance of each report of a shift that is not needed to see it at all
    parting : chance of a report that a mover's tie to a former fellow is over, too
    fights : battles and threats between blocs that are told, a month
    deals : weak deals between blocs that mean nothing
    quarrels : single clashes inside blocs that mean nothing
    precision : odds of a day, a month, a quarter and a year as the date of what happened
    letters : reliability of sources, one of which each of them has
    claims : odds that a source asserts, reports or alleges what it tells
    lies : factions that the false source moves to a bloc they are not in; 0 for no such source
    """

    factions: int = 36
    blocs: int = 5
    months: int = 48
    sources: int = 6
    defections: int = 4
    splits: int = 1
    mergers: int = 1
    rebrands: int = 1
    coverage: float = 0.25
    told: float = 0.6
    parting: float = 0.2
    fights: float = 1.0
    deals: int = 10
    quarrels: int = 6
    precision: tuple[float, float, float, float] = (0.25, 0.5, 0.15, 0.1)
    letters: str = "ABBCCD"
    claims: tuple[float, float, float] = (0.75, 0.15, 0.1)
    lies: int = 0


CLEAR = Plan(
    factions=20,
    blocs=5,
    months=36,
    sources=4,
    defections=1,
    coverage=1.0,
    told=1.0,
    parting=1.0,
    deals=0,
    quarrels=0,
    precision=(1, 0, 0, 0),
    letters="A",
    claims=(1, 0, 0),
)
"""A small world of which trusted sources tell everything, to the day, and nothing else."""


@dataclass(frozen=True, slots=True)
class PlantedShift:
    """A change of who stands with whom that really took place.

    Attributes
    ----------
    event : ``switch``, ``split`` or ``merge``
    day : when it took place
    dated : what sources say of when, EDTF; `day` lies within it
    movers : lines that moved; of a merger, the smaller side
    left : lines that they no longer stand with; none in a merger
    joined : lines that they stand with from then on; none in a split
    cause : ids of the relations that tell it
    """

    event: str
    day: date
    dated: str
    movers: tuple[str, ...]
    left: tuple[str, ...]
    joined: tuple[str, ...]
    cause: tuple[str, ...] = ()

    @property
    def told(self) -> date:
        """The day that an analysis takes it for: the middle of `dated`."""
        return parse_date(self.dated).begin or self.day


@dataclass(frozen=True, slots=True)
class Truth:
    """What really was the case.

    Attributes
    ----------
    spells : from each day on, the bloc of each line, until the next
    shifts : in order of day
    false : ids of the relations that are not true
    false_source : who tells them
    renames : day on which each line took its last name, for those that had another
    """

    spells: tuple[tuple[date, Mapping[str, str]], ...]
    shifts: tuple[PlantedShift, ...]
    false: frozenset[str] = frozenset()
    false_source: str | None = None
    renames: Mapping[str, date] = field(default_factory=dict)

    def where(self, day: date) -> Mapping[str, str]:
        """The bloc of each line on a day."""
        return [where for since, where in self.spells if since <= day][-1]

    def blocs(self, day: date) -> tuple[frozenset[str], ...]:
        """Who stands with whom on a day, in order of first id."""
        where = self.where(day)
        groups = (frozenset(x for x in where if where[x] == bloc) for bloc in {*where.values()})
        return tuple(sorted(groups, key=min))


@dataclass(frozen=True, slots=True)
class Planted:
    """A data set and the truth that it reports."""

    dataset: Dataset
    truth: Truth

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its monthly slices."""
        period = self.dataset.period
        if period is None or period.earliest is None or period.latest is None:
            return ()
        return date_range(period.earliest, period.latest, MONTH_STEP)

    def slice_of(self, day: date) -> int:
        """The number of the first monthly slice that can show what took place on `day`."""
        return sum(cut < day for cut in self.days)
