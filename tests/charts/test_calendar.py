from __future__ import annotations

from datetime import date

import pytest

from idlib_graph.charts.calendar import check_language, write_day, write_month, write_year
from idlib_graph.errors import SettingsError

DAY = date(2018, 2, 1)


def test_digits_where_no_language_is_asked_for() -> None:
    assert [write(DAY) for write in (write_year, write_month, write_day)] == [
        "2018", "2018-02", "2018-02-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "month"),
    [("de", "Feb. 2018"), ("tr", "Şub 2018"), ("ar", "فبراير 2018"), ("pt-BR", "fev. de 2018")],
)
def test_months_are_named_in_a_language(language: str, month: str) -> None:
    assert write_month(DAY, check_language(language)) == month


def test_a_language_the_typeface_cannot_write_is_refused() -> None:
    assert write_month(DAY, "ja") == "2018年2月"
    with pytest.raises(SettingsError, match="DejaVu Sans, cannot write dates in 'ja'"):
        check_language("ja")


@pytest.mark.parametrize("language", ["xx", "not a language", "1"])
def test_an_unknown_language_is_refused(language: str) -> None:
    with pytest.raises(SettingsError, match="no language"):
        check_language(language)
