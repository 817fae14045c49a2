"""From a register's files to an event table, with an account of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from idlib_graph.errors import RowError
from idlib_graph.events.names import Names, folded
from idlib_graph.events.reading import read_rows, reject
from idlib_graph.events.table import PRECISIONS, Event, find_fault, parse_day
from idlib_graph.events.writing import Aside, write_events

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from idlib_graph.events.reading import Progress, Row

FATES = ("alliance", "split", "clash", "review", "dropped", "rejected")
MOST_FAULTS = 5  # that a summary tells; the file of rejected rows has all


class Dropped(NamedTuple):
    """What a rule leaves out of a row, by reason; it is counted and not kept."""

    reason: str


class Doubted(NamedTuple):
    """Why the events of a row are ``review``; counted beside them."""

    reason: str


Result = Event | Dropped | Doubted


@dataclass(frozen=True)
class Filters:
    """Which events are asked for; all where nothing is said.

    Attributes
    ----------
    countries, regions : names of countries and of first-order regions, in any case
    since, until : the first and the last day; an event counts that has a day between them
    coarsest : the coarsest precision of dates that may become a tie
    met : the countries and regions of the rows so far, as they are spelt there

    Examples
    --------
    >>> filters = Filters(countries=("Syria", "Irak"), since=parse_day("2018-01-01"))
    >>> filters.place("syria", "Idlib"), filters.place("Iraq", "Ninawa")
    ('', 'in a country not asked for')
    >>> filters.missed()
    {'Irak': 'Iraq'}
    >>> filters.time(parse_day("2017-12-30"), parse_day("2018-01-02"))
    ''
    """

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    coarsest: str = "week"
    met: set[str] = field(default_factory=set, compare=False)

    def place(self, country: str, region: str = "") -> str:
        """Why a place is not asked for; several countries may be named, with commas."""
        self.met.update((country, region))
        if self.countries:
            there = {folded(one) for one in (country, *country.split(","))}
            if there.isdisjoint(map(folded, self.countries)):
                return "in a country not asked for"
        if self.regions and folded(region) not in map(folded, self.regions):
            return "in a region not asked for"
        return ""

    def missed(self) -> dict[str, str]:
        """The places asked for that no row so far is in, with a much like one that was met."""
        met = sorted(self.met)
        spelt = {folded(part): part for place in met for part in (*place.split(","), place)}
        asked = (*self.countries, *self.regions)
        missed = [place for place in asked if folded(place) not in spelt]
        near = {place: get_close_matches(folded(place), spelt, n=1) for place in missed}
        return {place: spelt[found[0]].strip() if found else "" for place, found in near.items()}

    def time(self, first: dt.date, last: dt.date | None) -> str:
        """Why days are not asked for."""
        if self.since and (last or first) < self.since:
            return f"before {self.since}"
        if self.until and first > self.until:
            return f"after {self.until}"
        return ""

    def is_coarse(self, precision: str) -> bool:
        """Whether a date is known too coarsely to become a tie.

        Examples
        --------
        >>> Filters().is_coarse("week"), Filters().is_coarse("month")
        (False, True)
        """
        known = precision if precision in PRECISIONS else PRECISIONS[0]
        return PRECISIONS.index(known) > PRECISIONS.index(self.coarsest)


@dataclass(frozen=True)
class Rules:
    """How the files of a register are read, and what becomes of a row.

    Attributes
    ----------
    apply : gives a row's events, and what it leaves out; raises RowError where it is no event
    needed : the columns that have to be there
    headerless : the columns of files without a header
    lower : whether names of columns are taken in lower case
    names : the spellings that `apply` resolves names by
    filters : those that `apply` asks
    """

    apply: Callable[[Mapping[str, str]], Iterable[Result]]
    needed: tuple[str, ...]
    headerless: tuple[str, ...] = ()
    lower: bool = True
    names: Names = field(default_factory=Names)
    filters: Filters = field(default_factory=Filters)


@dataclass
class Summary:
    """What became of every row of an import.

    Attributes
    ----------
    rows : how many rows there were
    events : how many rows of the event table there are, by kind
    fates : how many rows gave an event of each kind, or were dropped or rejected as a whole
    reviewed, dropped : how often each reason was met
    rejected : how many rows are no events, and were kept aside
    faults : the first few of them, each with its file, row and reason
    undated : how many rows of the event table have no date
    unknown : names that no alias table knows, with how often they were met
    suggestions : a known name for unknown ones that are much like it
    missed : places asked for that no row is in, with one that is much like it
    """

    rows: int = 0
    events: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    reviewed: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    faults: list[str] = field(default_factory=list)
    undated: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    suggestions: dict[str, str] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """It as JSON shows it, the most frequent first.

        Examples
        --------
        >>> Summary(rows=2, fates=Counter(clash=2), events=Counter(clash=5)).record()["rows_by"]
        {'alliance': 0, 'split': 0, 'clash': 2, 'review': 0, 'dropped': 0, 'rejected': 0}
        """
        return {
            "rows": self.rows,
            "rows_by": {fate: self.fates[fate] for fate in FATES},
            "events": {kind: self.events[kind] for kind in FATES[:4]},
            "undated": self.undated,
            "review": ranked(self.reviewed),
            "dropped": ranked(self.dropped),
            "rejected": self.rejected,
            "faults": self.faults,
            "unknown_names": ranked(self.unknown),
            "suggestions": self.suggestions,
            "missed_places": self.missed,
        }

    def reject(self, fault: str) -> None:
        """Take a row into account that is no event."""
        self.rejected += 1
        self.fates["rejected"] += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def count(self, results: Iterable[Result]) -> None:
        """Take one row into account."""
        fates = set()
        for result in results:
            match result:
                case Dropped(reason):
                    self.dropped[reason] += 1
                case Doubted(reason):
                    self.reviewed[reason] += 1
                case Event():
                    fates.add(result.kind)
                    self.events[result.kind] += 1
                    self.undated += result.date is None
        self.fates.update(fates or {"dropped"})


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts, the largest first, and in order of the alphabet where they are the same.

    Examples
    --------
    >>> ranked({"b": 1, "c": 2, "a": 1})
    {'c': 2, 'a': 1, 'b': 1}
    """
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def import_events(
    paths: Iterable[Path | str],
    rules: Rules,
    output: Path | str,
    *,
    rejected: Path | str | None = None,
    types: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    progress: Progress | None = None,
) -> Summary:
    r"""Write an event table from a register's files, row by row.

    Parameters
    ----------
    rules : of the register, as `idlib_graph.events.ucdp_ged.ged_rules` gives them
    output : a ``.csv`` or ``.parquet`` file, or ``-``
    rejected : a CSV file for rows that are no events; only made where there are any
    types : kinds by relation type; those of the built-in codebook where None
    encoding : of CSV files
    progress : told how much is read of each file, and of how much

    Raises
    ------
    NotFoundError
        Where there is no such file.
    OutputError
        Where the table cannot be written; nothing is left half done.
    TableError
        Where a file is no such table, or cannot be read to its end.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from idlib_graph.events.generic import Columns, table_rules
    >>> with TemporaryDirectory() as folder:
    ...     mine, table = Path(folder, "mine.csv"), Path(folder, "events.csv")
    ...     _ = mine.write_text("day,who,whom\n2018-02-20,SLF,HTS\n2018-02-31,SLF,HTS\n")
    ...     rules = table_rules(Columns(date="day", a="who", b="whom"), kind="clash")
    ...     summary = import_events([mine], rules, table)
    >>> summary.events, summary.rejected
    (Counter({'clash': 1}), 1)
    """
    summary = Summary()
    with Aside(rejected) as aside:
        events = (
            event
            for path in paths
            for row in read_rows(
                path,
                needed=rules.needed,
                headerless=rules.headerless,
                lower=rules.lower,
                encoding=encoding,
                progress=progress,
            )
            for event in _take(row, path, rules, summary, aside, types)
        )
        write_events(events, output, types=types)
    summary.unknown = rules.names.unknown
    summary.suggestions = rules.names.suggestions()
    summary.missed = rules.filters.missed()
    return summary


def _take(
    row: Row,
    path: Path | str,
    rules: Rules,
    summary: Summary,
    aside: Aside,
    types: Mapping[str, str] | None,
) -> Iterator[Event]:
    """The events of one row, which is taken into account."""
    summary.rows += 1
    try:
        results = _results(row, rules, types)
    except RowError as error:
        summary.reject(f"{Path(path).name}, row {row.number}: {error}")
        aside.add(path, reject(row, str(error)))
        return
    summary.count(results)
    yield from (result for result in results if isinstance(result, Event))


def _results(row: Row, rules: Rules, types: Mapping[str, str] | None) -> tuple[Result, ...]:
    if row.fault:
        raise RowError(row.fault)
    results = tuple(rules.apply(row.cells))
    for result in results:
        if isinstance(result, Event) and (fault := find_fault(result, types)):
            raise RowError(fault)
    return results


def parse_moment(text: str) -> dt.date:
    """The day of a day or of a moment, ``2013-01-03 00:00:00.000``.

    Raises
    ------
    RowError
        Where it names none.

    Examples
    --------
    >>> parse_moment("2013-01-03 00:00:00.000")
    datetime.date(2013, 1, 3)
    """
    day, separator, _ = text.strip().replace("T", " ").partition(" ")
    return parse_day(day if separator else text.strip())


def parse_whole(text: str, what: str) -> int:
    """The whole number that a cell holds, also as ``2.0``.

    Raises
    ------
    RowError
        Where it holds none.

    Examples
    --------
    >>> parse_whole("2.0", "date_prec")
    2
    """
    whole, _, rest = text.strip().partition(".")
    if whole.isdecimal() and whole.isascii() and not rest.strip("0"):
        return int(whole)
    msg = f"{what} {text!r} is no whole number"
    raise RowError(msg)
