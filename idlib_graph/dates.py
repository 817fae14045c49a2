"""Dates as sources give them: EDTF text to boxes of earliest and latest days.

The subset of EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/) that a data set may
use: days, months and years, each with ``~`` (approximate), ``?`` (uncertain) or ``%`` (both);
intervals ``A/B``, ``A/..`` and ``../B``; one of a span, ``[A..B]`` and ``[..B]``. As an
extension a span may stand as an end of an interval.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from idlib_graph.errors import BackwardsDateError, DateError

DAYS_PER_MONTH = 365.2425 / 12

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)", re.ASCII)
_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)
_DURATION = re.compile(r"P(\d{1,4})([DWMY])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest day that a date can be; None where that side is open.

    Examples
    --------
    >>> from datetime import date
    >>> Bounds(date(2018, 2, 1), date(2018, 2, 28)).middle
    datetime.date(2018, 2, 14)
    """

    earliest: date | None
    latest: date | None

    @property
    def middle(self) -> date | None:
        """The day in the middle; None where a side is open, which has no middle."""
        if self.earliest == self.latest:
            return self.earliest
        if self.earliest is None or self.latest is None:
            return None
        return self.earliest + (self.latest - self.earliest) // 2


@dataclass(frozen=True, slots=True)
class DateBox:
    """A date as known: bounds for its start and bounds for its end.

    Attributes
    ----------
    text : the EDTF text
    start, end : bounds of the first and of the last day; equal unless ``interval``
    interval : whether the text is an interval, ``A/B``
    ongoing : whether it is an interval that goes on, ``A/..``
    approximate, uncertain : whether ``~``, ``?`` or ``%`` stands anywhere in it

    Examples
    --------
    >>> box = parse_date("[2018-01..2018-03]/..")  # began in one of three months, and goes on
    >>> str(box.earliest), str(box.begin), box.latest, box.ongoing
    ('2018-01-01', '2018-02-14', None, True)
    """

    text: str
    start: Bounds
    end: Bounds
    interval: bool = False
    ongoing: bool = False
    approximate: bool = False
    uncertain: bool = False

    @property
    def begin(self) -> date | None:
        """The middle of its start, clipped to its end; None where the start is open."""
        start, end = self.start.middle, self.end.middle or self.end.latest
        return min(start, end) if start and end else start

    @property
    def earliest(self) -> date | None:
        """The first day it can cover."""
        return self.start.earliest

    @property
    def latest(self) -> date | None:
        """The last day it can cover."""
        return self.end.latest

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=8192)
def parse_date(text: str) -> DateBox:
    """Read EDTF text into a box.

    Raises
    ------
    DateError
        Where the text is outside the subset or names a day that does not exist.
    BackwardsDateError
        Where it ends before it starts.

    Examples
    --------
    >>> box = parse_date("2018-02")
    >>> box.earliest, box.latest
    (datetime.date(2018, 2, 1), datetime.date(2018, 2, 28))
    >>> parse_date("2017-01/..").ongoing
    True
    """
    sides = text.split("/", maxsplit=1)
    interval = "/" in text
    if interval and _LOOSE.fullmatch(text):
        raise _malformed(text)
    if sides == ["..", ".."]:
        msg = f"date {text!r} says nothing; leave the date out"
        raise DateError(msg)
    bounds = [_side(side, text, within_interval=interval) for side in sides]
    start, end = bounds[0], bounds[-1]
    first, last = start.earliest or start.latest, end.latest or end.earliest
    if first and last and first > last:
        msg = f"date {text!r} runs backwards: its start is after its end"
        raise BackwardsDateError(msg)
    return DateBox(
        text=text,
        start=start,
        end=end,
        interval=interval,
        ongoing=interval and sides[1] == "..",
        approximate="~" in text or "%" in text,
        uncertain="?" in text or "%" in text,
    )


def _side(side: str, text: str, *, within_interval: bool) -> Bounds:
    if side == ".." and within_interval:
        return Bounds(None, None)
    if side.startswith("[") and side.endswith("]") and side.count("..") == 1:
        first, last = side[1:-1].split("..")
        earliest = _day(first, text).earliest if first else None
        latest = _day(last, text).latest
        if earliest and latest and earliest > latest:
            msg = f"date {text!r} runs backwards: [{first}..{last}]"
            raise BackwardsDateError(msg)
        return Bounds(earliest, latest)
    return _day(side, text)


def _day(part: str, text: str) -> Bounds:
    match = _DAY.fullmatch(part)
    if not match:
        raise _malformed(text)
    year, month, day = (int(group) if group else None for group in match.groups()[:3])
    try:
        if day and month:
            only = date(year or 0, month, day)
            return Bounds(only, only)
        first_month, last_month = (month, month) if month is not None else (1, 12)
        first = date(year or 0, first_month, 1)
        return Bounds(first, date(year or 0, last_month, monthrange(first.year, last_month)[1]))
    except ValueError:
        msg = f"date {text!r} names a day that does not exist"
        raise DateError(msg) from None


def _malformed(text: str) -> DateError:
    loose = _LOOSE.fullmatch(text)
    hint = "use YYYY, YYYY-MM or YYYY-MM-DD, an interval A/B, A/.. or ../B, or [A..B]"
    if loose:
        parts = [loose[1], *(group.zfill(2) for group in loose.groups()[1:] if group)]
        hint = f"did you mean {'-'.join(parts)!r}?"
    return DateError(f"date {text!r} is not understood; {hint}")


def date_words(box: DateBox | None) -> str:
    """A date as one would say it; EDTF is exact and hard to read.

    Examples
    --------
    >>> [date_words(parse_date(text)) for text in ("../2018-02", "2017/..", "[..2018-09]", "2018~")]
    ['until 2018-02', 'since 2017', 'by 2018-09', 'about 2018']
    >>> date_words(parse_date("../[..2018-09]"))
    'ended by 2018-09'
    >>> date_words(parse_date("[2019-01-01..2019-01-10]/[2019-01-12..2019-01-20]"))
    'began between 2019-01-01 and 2019-01-10, ended between 2019-01-12 and 2019-01-20'
    """
    if box is None:
        return "undated"
    first, _, last = box.text.partition("/")
    if not box.interval:
        return _day_words(first)
    began = f"{'began' if first.startswith('[') else 'since'} {_day_words(first)}"
    ended = f"{'ended' if last.startswith('[') else 'until'} {_day_words(last)}"
    if first == "..":
        return ended
    if box.ongoing:
        return began
    if "[" in box.text:
        return f"{began}, {ended}"
    return f"{_day_words(first)} to {_day_words(last)}"


def _day_words(text: str) -> str:
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return f"between {_day_words(first)} and {_day_words(last)}" if first else f"by {last}"
    marks = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
    return marks.get(text[-1], "") + text.rstrip("~?%")


def months_between(first: date, last: date) -> float:
    """Months from one day to another, a month being 365.2425 / 12 days.

    Examples
    --------
    >>> from datetime import date
    >>> round(months_between(date(2018, 1, 1), date(2020, 1, 1)), 2)
    23.98
    """
    return (last - first).days / DAYS_PER_MONTH


def decimal_year(day: date) -> float:
    """The day as a fraction of its year.

    Examples
    --------
    >>> from datetime import date
    >>> decimal_year(date(2018, 7, 2))
    2018.4986301369863
    """
    length = 366 if isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length


def date_range(first: date, last: date, every: str) -> tuple[date, ...]:
    """The days on which slices are cut: each step's first day, and the last day itself.

    Parameters
    ----------
    first, last : the horizon, both included
    every : an ISO 8601 duration of one unit, such as ``P1M``, ``P3M``, ``P1Y``, ``P7D``

    Months and years are cut on the first day of a month, the first of them not before `first`.

    Raises
    ------
    DateError
        Where `every` is not such a duration, or `last` is before `first`.

    Examples
    --------
    >>> from datetime import date
    >>> [str(day) for day in date_range(date(2018, 1, 1), date(2018, 2, 28), "P1M")]
    ['2018-01-01', '2018-02-01', '2018-02-28']
    """
    match = _DURATION.fullmatch(every)
    if not match or int(match[1]) == 0:
        msg = f"step {every!r} is not understood; use P1M, P3M, P1Y, P7D or the like"
        raise DateError(msg)
    if last < first:
        msg = f"the horizon runs backwards: {first} to {last}"
        raise DateError(msg)
    count, unit = int(match[1]), match[2]
    if unit in "DW":
        step = timedelta(days=count * (7 if unit == "W" else 1))
        days = [first + step * i for i in range((last - first) // step + 1)]
    else:
        months = count * (12 if unit == "Y" else 1)
        start = first.year * 12 + first.month - (first.day == 1)
        stop = last.year * 12 + last.month - 1
        days = [date(m // 12, m % 12 + 1, 1) for m in range(start, stop + 1, months)]
    return tuple(days) if days and days[-1] == last else (*days, last)
