"""Dates as charts write them: ISO 8601, or in a language, as the Unicode CLDR has it (Babel)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from idlib_graph.charts.glyphs import FAMILY
from idlib_graph.charts.text import UNKNOWN, printable
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from babel import Locale

_MONTHS = tuple(date(2020, month, 1) for month in range(1, 13))


def write_year(day: date, language: str = "") -> str:
    """The year of `day`.

    Examples
    --------
    >>> from datetime import date
    >>> write_year(date(2018, 2, 1)), write_year(date(2018, 2, 1), "ja")
    ('2018', '2018年')
    """
    return _written(day, "y", language) if language else f"{day.year:04d}"


def write_month(day: date, language: str = "") -> str:
    """Month and year of `day`.

    Examples
    --------
    >>> from datetime import date
    >>> write_month(date(2018, 2, 1)), write_month(date(2018, 2, 1), "en")
    ('2018-02', 'Feb 2018')
    """
    return _written(day, "yMMM", language) if language else f"{day:%Y-%m}"


def write_day(day: date, language: str = "") -> str:
    """The whole date of `day`.

    Examples
    --------
    >>> from datetime import date
    >>> write_day(date(2018, 2, 1)), write_day(date(2018, 2, 1), "fr")
    ('2018-02-01', '1 févr. 2018')
    """
    return _written(day, "yMMMd", language) if language else f"{day:%Y-%m-%d}"


def check_language(language: str) -> str:
    """Give `language` back if charts can write dates in it.

    Raises
    ------
    SettingsError
        For a code that CLDR does not know, or whose script the charts' typeface does not have.
    """
    if language and UNKNOWN in "".join(printable(write_day(day, language)) for day in _MONTHS):
        msg = f"the typeface of the charts, {FAMILY}, cannot write dates in {language!r}"
        raise SettingsError(msg)
    return language


def _written(day: date, skeleton: str, language: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - most charts need none

    return format_skeleton(skeleton, day, locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - most charts need none

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        msg = f"no language {language!r}; codes are such as en, fr, de, ar, ru, tr"
        raise SettingsError(msg) from error
