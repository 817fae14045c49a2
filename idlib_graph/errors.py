"""Everything that idlib_graph raises on purpose, under one base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class IdlibGraphError(Exception):
    """Base of every error that idlib_graph raises on purpose.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> try:
    ...     parse_date("2018-2")
    ... except IdlibGraphError as error:
    ...     print(error)
    date '2018-2' is not understood; did you mean '2018-02'?
    """


class DateError(IdlibGraphError, ValueError):
    """A date that is not in the supported subset of EDTF."""


class BackwardsDateError(DateError):
    """A date that ends before it starts."""


class SettingsError(IdlibGraphError, ValueError):
    """A setting or argument outside its range, or of an unknown name."""


class NotFoundError(IdlibGraphError, LookupError):
    """A faction, source, relation or data set that is not there."""


class OutputError(IdlibGraphError):
    """A file that could not be written; nothing was left half done."""


class TableError(IdlibGraphError, ValueError):
    """A file that is no table of events, or none that can be read to its end."""


class RowError(IdlibGraphError, ValueError):
    """A row of a table that is no event; the others are read all the same."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a data set something stands; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or doubtful, in a data set.

    Attributes
    ----------
    code : what kind of problem, e.g. ``D101``; stable from release to release
    message : one line, with a suggestion where there is one
    place : file, line and column; None for data sets made in Python
    record : the record at fault, e.g. ``relation zinki-leaves-hts``
    severity : ``error`` or ``warning``
    """

    code: str
    message: str
    place: Place | None = None
    record: str | None = None
    severity: str = "error"

    def __str__(self) -> str:
        where = f"{self.place} " if self.place else ""
        return f"{where}{self.code} {self.message}"


class DatasetError(IdlibGraphError):
    """A data set with problems; ``problems`` holds every one of them.

    Examples
    --------
    >>> found = Problem("D101", "'zinky' is no faction", Place("relations.yaml", 12, 9))
    >>> error = DatasetError([found])
    >>> error.problems[0].place.line, str(error)
    (12, "relations.yaml:12:9 D101 'zinky' is no faction")
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
