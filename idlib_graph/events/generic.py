"""Any table whose columns the user names."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from idlib_graph.errors import RowError, SettingsError
from idlib_graph.events.importing import Doubted, Dropped, Filters, Result, Rules, parse_moment
from idlib_graph.events.names import Names
from idlib_graph.events.table import KINDS, Event, parse_weight
from idlib_graph.load.wording import listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MONTH = re.compile(r"(\d{4})(?:-(\d{2})|\.0)?", re.ASCII)


@dataclass(frozen=True)
class Columns:
    """Which column of a table holds what; empty where none does.

    Examples
    --------
    >>> Columns(date="day", a="who", b="whom", note="remark").used
    ('day', 'who', 'whom', 'remark')
    """

    date: str
    a: str
    b: str
    date_end: str = ""
    kind: str = ""
    type: str = ""
    weight: str = ""
    source_id: str = ""
    note: str = ""

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read."""
        named = (getattr(self, one.name) for one in fields(self))
        return tuple(name for name in named if name)


def table_rules(
    columns: Columns,
    *,
    kind: str = "",
    meanings: Mapping[str, str] | None = None,
    source: str = "",
    names: Names | None = None,
    filters: Filters | None = None,
) -> Rules:
    """The rules of a table of the user's own.

    Dates are days, months or years (``2018-02-01``, ``2018-02``, ``2018``, ``2018.0``), or
    moments, of which the day counts. None is dropped for being coarse unless `filters` say so.

    Parameters
    ----------
    kind : the kind of every row, where no column holds it
    meanings : kinds by what stands in the column of kinds, beside the kinds' own names
    source : the short name of where the table is from
    names : the spellings that names are resolved by

    Raises
    ------
    SettingsError
        Where there is neither a kind nor a column of kinds, or both, or a kind that is none.

    Examples
    --------
    >>> columns = Columns(date="begin", a="a", b="b", kind="sign")
    >>> rules = table_rules(columns, meanings={"-1": "clash"})
    >>> row = {"begin": "1904", "a": "GBR", "b": "FRA", "sign": "-1"}
    >>> for event in rules.apply(row):
    ...     print(event.kind, event.date, event.date_end, event.precision)
    clash 1904-01-01 1904-12-31 year
    """
    said = {**{one: one for one in KINDS}, **(meanings or {})}
    for value in (*said.values(), kind or KINDS[0]):
        if value not in KINDS:
            msg = f"{shown(value)} is no kind; one of {', '.join(KINDS)}"
            raise SettingsError(msg)
    if bool(kind) == bool(columns.kind):
        msg = "name either a column of kinds, or the kind of every row"
        raise SettingsError(msg)
    known = Names() if names is None else names
    asked = filters or Filters(coarsest="year")

    def apply(row: Mapping[str, str]) -> Iterator[Result]:
        first, last, precision = _days(row, columns)
        if first and (why := asked.time(first, last)):
            yield Dropped(why)
            return
        meant = kind or _kind(row[columns.kind], said)
        if asked.is_coarse(precision):
            meant = "review"
            yield Doubted(f"date known to the {precision} only")
        elif meant == "review":
            yield Doubted("said to be for review")
        yield Event(
            first,
            last,
            known.resolve(row[columns.a]),
            known.resolve(row[columns.b]),
            meant,
            row.get(columns.type, ""),
            parse_weight(row.get(columns.weight, "")),
            source,
            row.get(columns.source_id, ""),
            precision,
            row.get(columns.note, ""),
        )

    return Rules(apply, columns.used, lower=False, names=known, filters=asked)


def parse_span(text: str) -> tuple[dt.date, dt.date | None, str]:
    """The first and the last day of a date, and how precise it is.

    Raises
    ------
    RowError
        Where it is no date.

    Examples
    --------
    >>> first, last, precision = parse_span("2018-02")
    >>> print(first, last, precision)
    2018-02-01 2018-02-28 month
    """
    found = _MONTH.fullmatch(text.strip())
    if not found:
        return parse_moment(text), None, "day"
    year, month = int(found[1]), int(found[2] or 0)
    try:
        first = dt.date(year, month or 1, 1)
    except ValueError:
        msg = f"{shown(text)} is no date"
        raise RowError(msg) from None
    last = month or 12
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return first, end, "month" if found[2] else "year"


def _days(row: Mapping[str, str], columns: Columns) -> tuple[dt.date | None, dt.date | None, str]:
    begin, end = row[columns.date].strip(), row.get(columns.date_end, "").strip()
    if not begin:
        if end:
            msg = "an end without a date"
            raise RowError(msg)
        return None, None, ""
    first, last, precision = parse_span(begin)
    if end:
        final = parse_span(end)
        last = final[1] or final[0]
        precision = "" if precision == "day" and last != first else precision
    return first, None if last == first else last, precision


def _kind(text: str, said: Mapping[str, str]) -> str:
    kind = said.get(text.strip()) or said.get(text.strip().lower())
    if kind is None:
        msg = f"kind {shown(text)} is none of {listed(map(shown, said))}"
        raise RowError(msg)
    return kind
