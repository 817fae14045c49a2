"""The event table: what a row of it is, and what makes a row none."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.errors import RowError
from idlib_graph.load.wording import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("alliance", "split", "clash", "review")
PRECISIONS = ("day", "days", "week", "month", "year")
DEFAULT_TYPES = {"alliance": "cooperation", "split": "breakaway", "clash": "battle"}
"""The relation type of a row that names none: fighting side by side, leaving, fighting."""
MOST_WEIGHT = 1000.0
LONGEST_TEXT = 131_072
"""The most characters of one cell, which is the most that Python's csv module reads."""


class Event(NamedTuple):
    """One row: what a register reports of two organisations.

    Attributes
    ----------
    date, date_end : the first and the last day; no end is one day, no date is undated
    a, b : names of organisations; in a split `a` leaves `b`, else their order means nothing
    kind : alliance, split, clash, or ``review`` for what is kept and never becomes a tie
    type : a relation type of the codebook; empty for the one in `DEFAULT_TYPES`
    weight : how much of an event it is, above 0 and up to 1000
    source, source_id : the register, and the number of the event there
    precision : what `date` is known to: day, days, week, month, year, or nothing said

    Examples
    --------
    >>> from datetime import date
    >>> event = Event(date(2018, 2, 1), date(2018, 2, 4), "Zinki", "HTS", "clash")
    >>> event.day.isoformat(), event.weight, event.type
    ('2018-02-02', 1.0, '')
    """

    date: dt.date | None
    date_end: dt.date | None
    a: str
    b: str
    kind: str
    type: str = ""
    weight: float = 1.0
    source: str = ""
    source_id: str = ""
    precision: str = ""
    note: str = ""

    @property
    def day(self) -> dt.date | None:
        """The middle of its days, the earlier of two; None where it is undated."""
        if self.date is None or self.date_end is None:
            return self.date
        return self.date + (self.date_end - self.date) // 2


COLUMNS = Event._fields
REQUIRED = ("date", "a", "b", "kind")


class Rejected(NamedTuple):
    """A row that is no event, kept as it stood.

    Attributes
    ----------
    row : its number in the file, from 1; in a CSV file the header is row 1
    reason : why it is no event
    record : its cells by column, those that hold something
    """

    row: int
    reason: str
    record: Mapping[str, str]


def parse_event(cells: Mapping[str, str], types: Mapping[str, str] | None = None) -> Event:
    """The event that cells of text are.

    Parameters
    ----------
    cells : text by column; columns that are missing are empty
    types : kinds by relation type; those of the built-in codebook where None

    Raises
    ------
    RowError
        Where they are none, with the reason.

    Examples
    --------
    >>> parse_event({"date": "2018-02-01", "a": "Zinki", "b": "HTS", "kind": "clash"}).weight
    1.0
    >>> parse_event({"date": "2018-02-01", "a": "HTS", "b": "HTS", "kind": "clash"})
    Traceback (most recent call last):
    idlib_graph.errors.RowError: a and b are the same: 'HTS'
    """
    text = cells.get
    first, last = text("date"), text("date_end")
    event = Event(
        parse_day(first) if first else None,
        parse_day(last) if last else None,
        text("a", ""),
        text("b", ""),
        text("kind", ""),
        text("type", ""),
        parse_weight(text("weight", "")),
        text("source", ""),
        text("source_id", ""),
        text("precision", ""),
        text("note", ""),
    )
    if reason := find_fault(event, types):
        raise RowError(reason)
    return event


def find_fault(event: Event, types: Mapping[str, str] | None = None) -> str:
    """Why a row is no event; empty where it is one.

    Parameters
    ----------
    types : kinds by relation type; those of the built-in codebook where None

    Examples
    --------
    >>> find_fault(Event(None, None, "Zinki", "HTS", "clash", "breakaway"))
    "type 'breakaway' is a split, not a clash"
    """
    known = built_in_types() if types is None else types
    return _doubt_days(event) or _doubt_text(event) or _doubt_words(event, known)


@lru_cache(maxsize=100_000)  # a register has few days and many rows
def parse_day(text: str) -> dt.date:
    """The day that ``YYYY-MM-DD`` names.

    Raises
    ------
    RowError
        Where it names none.

    Examples
    --------
    >>> parse_day("2018-02-01")
    datetime.date(2018, 2, 1)
    """
    if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-" and text.isascii():
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    msg = f"{shown(text)} is no day, as 2018-02-01 is one"
    raise RowError(msg)


def parse_weight(text: str) -> float:
    """The weight that a cell holds; 1 where it is empty.

    Raises
    ------
    RowError
        Where it holds no number.

    Examples
    --------
    >>> parse_weight("0.5"), parse_weight("")
    (0.5, 1.0)
    """
    try:
        return float(text) if text else 1.0
    except ValueError:
        msg = f"weight {shown(text)} is no number"
        raise RowError(msg) from None


@cache
def built_in_types() -> Mapping[str, str]:
    """The kinds of the built-in codebook's relation types, by type.

    Examples
    --------
    >>> built_in_types()["breakaway"]
    'split'
    """
    from idlib_graph.load import built_in_codebook  # noqa: PLC0415 - YAML only where rows are read

    return {name: type_.kind for name, type_ in built_in_codebook().types.items()}


@cache
def directed_types() -> frozenset[str]:
    """The built-in codebook's types whose two ends play different parts.

    Examples
    --------
    >>> "breakaway" in directed_types(), "battle" in directed_types()
    (True, False)
    """
    from idlib_graph.load import built_in_codebook  # noqa: PLC0415 - YAML only where rows are read

    return frozenset(name for name, of in built_in_codebook().types.items() if of.has_direction)


def _doubt_days(event: Event) -> str:
    for day in (event.date, event.date_end):
        if isinstance(day, dt.datetime):
            return f"{day} is a moment, not a day"
    if event.date_end is not None:
        if event.date is None:
            return "date_end without date"
        if event.date_end < event.date:
            return f"ends on {event.date_end}, before it starts on {event.date}"
    return ""


def _doubt_text(event: Event) -> str:
    if not event.a.strip():
        return "a is empty"
    if not event.b.strip():
        return "b is empty"
    if event.a == event.b:
        return f"a and b are the same: {shown(event.a)}"
    texts = (event.a, event.b, event.source, event.source_id, event.note)
    joined = "".join(texts)
    if len(joined) > LONGEST_TEXT and max(map(len, texts)) > LONGEST_TEXT:
        return f"a text of more than {LONGEST_TEXT:,} characters"
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:
            return "half a character, which cannot be written as UTF-8"
    return ""


def _doubt_words(event: Event, types: Mapping[str, str]) -> str:
    if event.kind not in KINDS:
        return f"kind {shown(event.kind)} is none of {', '.join(KINDS)}"
    if event.type and event.type not in types:
        return f"type {shown(event.type)} is not in the codebook{did_you_mean(event.type, types)}"
    if event.type and event.kind not in ("review", types[event.type]):
        kind = types[event.type]
        return f"type {shown(event.type)} is {_article(kind)}, not {_article(event.kind)}"
    if not (math.isfinite(event.weight) and 0 < event.weight <= MOST_WEIGHT):
        return f"weight {event.weight:g} is not above 0 and up to {MOST_WEIGHT:g}"
    if event.precision and event.precision not in PRECISIONS:
        return f"precision {shown(event.precision)} is none of {', '.join(PRECISIONS)}"
    return ""


def _article(kind: str) -> str:
    return f"{'an' if kind[:1] == 'a' else 'a'} {kind}"
