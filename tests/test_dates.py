from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import days, edtf_intervals, edtf_points, edtf_spans, edtf_texts, nearly_edtf
from undate import Undate, UndateInterval

from idlib_graph.dates import (
    date_range,
    decimal_year,
    months_between,
    parse_date,
)
from idlib_graph.errors import BackwardsDateError, DateError

D = date.fromisoformat


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019-02-01", "2019-02-01", "2019-02-01"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019~", "2019-01-01", "2019-12-31"),
        ("2019-02%", "2019-02-01", "2019-02-28"),
        ("2018/2019-02", "2018-01-01", "2019-02-28"),
        ("2018-03/..", "2018-03-01", None),
        ("../2018-03", None, "2018-03-31"),
        ("[2018-01..2018-03-05]", "2018-01-01", "2018-03-05"),
        ("[..2018-03]", None, "2018-03-31"),
        ("../[..2018-03-05]", None, "2018-03-05"),
        ("[2019-01-01..2019-01-10]/[2019-01-10..2019-01-20]", "2019-01-01", "2019-01-20"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_box(text: str, earliest: str | None, latest: str | None) -> None:
    box = parse_date(text)
    assert box.earliest == (D(earliest) if earliest else None)
    assert box.latest == (D(latest) if latest else None)
    assert str(box) == text


def test_both_ends_of_an_interval_have_bounds_of_their_own() -> None:
    box = parse_date("[2019-01-01..2019-01-10]/2019-02")
    assert (box.start.earliest, box.start.latest) == (D("2019-01-01"), D("2019-01-10"))
    assert (box.end.earliest, box.end.latest) == (D("2019-02-01"), D("2019-02-28"))
    assert box.interval
    assert not box.ongoing


def test_intervals_that_overlap_themselves_are_no_error() -> None:
    assert parse_date("2018/2018-03").end.latest == D("2018-03-31")
    assert parse_date("2018-03/2018").start.earliest == D("2018-03-01")


def test_middle_of_a_span_and_none_where_open() -> None:
    assert parse_date("[2019-01-01..2019-01-11]").start.middle == D("2019-01-06")
    assert parse_date("[..2019-01-11]").start.middle is None


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain", "ongoing"),
    [
        ("2019", False, False, False),
        ("2019~", True, False, False),
        ("2019?", False, True, False),
        ("2019%", True, True, False),
        ("2018/2019?", False, True, False),
        ("2018~/..", True, False, True),
        ("../2018", False, False, False),
    ],
)
def test_flags(text: str, *, approximate: bool, uncertain: bool, ongoing: bool) -> None:
    box = parse_date(text)
    assert (box.approximate, box.uncertain, box.ongoing) == (approximate, uncertain, ongoing)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("2018-2", "2018-02"),
        ("2018-2-3", "2018-02-03"),
        ("2018/02/03", "2018-02-03"),
        ("2018.02", "2018-02"),
        ("2018/2", "2018-02"),
    ],
)
def test_suggestion(text: str, suggestion: str) -> None:
    with pytest.raises(DateError, match=f"did you mean '{suggestion}'"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "..", "../..", "/", "2019/", "/2019", "2018/2019/2020", "[]", "[..]"),
        *("[2018..]", "[2018", "2018]", "19", "20190", "2019-02-1", "2019-02-30", "2019-13"),
        *("2019-00", "2019-00-05", "0000", "1900-02-29", "2019-02-29", "2019X", "201X", "+2019"),
        *("-2019", "2019-02-01T10:00", "soon", "2019 ", "2019\n", "2019~?"),
        "\uff12\uff10\uff11\uff19",
        *("[2018..2019]~", "[2018..2019..2020]", "[../2019]"),
    ],
)
def test_outside_the_subset(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["2019/2018", "[2019..2018]", "2019-03-02/2019-03-01", "2019/[..2018]"]
)
def test_backwards(text: str) -> None:
    with pytest.raises(BackwardsDateError, match="backwards"):
        parse_date(text)


def undate_bounds(text: str) -> tuple[Any, Any]:
    parsed = Undate.parse(text, "EDTF")
    if isinstance(parsed, UndateInterval):
        return (
            parsed.earliest.earliest if parsed.earliest else None,
            parsed.latest.latest if parsed.latest else None,
        )
    return parsed.earliest, parsed.latest


@given(st.one_of(edtf_points(), edtf_intervals()))
def test_bounds_equal_those_of_undate(text: str) -> None:
    box = parse_date(text)
    ours = [str(day) if day else None for day in (box.earliest, box.latest)]
    assert ours == [str(day) if day else None for day in undate_bounds(text)]


@given(edtf_texts)
def test_bounds_are_in_order_and_the_text_survives(text: str) -> None:
    box = parse_date(text)
    assert parse_date(str(box)) == box
    for bounds in (box.start, box.end):
        if bounds.earliest and bounds.latest:
            assert bounds.earliest <= bounds.latest
            assert bounds.middle
            assert bounds.earliest <= bounds.middle <= bounds.latest
    if box.earliest and box.latest:
        assert box.earliest <= box.latest


@given(days)
def test_a_day_is_its_own_box(day: date) -> None:
    box = parse_date(day.isoformat())
    assert box.start == box.end
    assert box.earliest == box.latest == box.start.middle == day


@given(edtf_spans())
def test_an_interval_may_end_in_a_span(span: str) -> None:
    box = parse_date(f"../{span}")
    assert box.end == parse_date(span).start


@given(st.one_of(st.text(max_size=40), nearly_edtf))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        box = parse_date(text)
    except DateError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert box.text == text


def test_months_between() -> None:
    assert months_between(D("2018-01-01"), D("2018-01-01")) == 0
    assert months_between(D("2000-01-01"), D("2400-01-01")) == pytest.approx(4800)
    assert months_between(D("2018-02-01"), D("2018-01-01")) == pytest.approx(-31 * 12 / 365.2425)


@given(days, days)
def test_months_between_is_antisymmetric(first: date, last: date) -> None:
    assert months_between(first, last) == -months_between(last, first)


@given(days, days)
def test_decimal_years_are_in_the_order_of_days(first: date, last: date) -> None:
    assume(first < last)
    assert decimal_year(first) < decimal_year(last)
    assert int(decimal_year(first)) == first.year


@pytest.mark.parametrize(
    ("first", "last", "every", "expected"),
    [
        ("2018-01-01", "2018-03-01", "P1M", "2018-01-01 2018-02-01 2018-03-01"),
        ("2018-01-15", "2018-03-15", "P1M", "2018-02-01 2018-03-01 2018-03-15"),
        ("2018-11-01", "2019-03-01", "P2M", "2018-11-01 2019-01-01 2019-03-01"),
        ("2018-12-02", "2018-12-30", "P1M", "2018-12-30"),
        ("2018-01-01", "2020-02-29", "P1Y", "2018-01-01 2019-01-01 2020-01-01 2020-02-29"),
        ("2018-01-01", "2018-01-20", "P1W", "2018-01-01 2018-01-08 2018-01-15 2018-01-20"),
        ("2020-02-28", "2020-03-01", "P1D", "2020-02-28 2020-02-29 2020-03-01"),
        ("2018-01-01", "2018-01-01", "P3M", "2018-01-01"),
    ],
)
def test_date_range(first: str, last: str, every: str, expected: str) -> None:
    assert " ".join(str(day) for day in date_range(D(first), D(last), every)) == expected


@given(days, st.integers(0, 2000), st.sampled_from(["P1M", "P5M", "P1Y", "P7D", "P2W"]))
def test_a_date_range_rises_within_the_horizon_and_ends_with_it(
    first: date, length: int, every: str
) -> None:
    assume(first <= date.max - timedelta(days=length))
    last = first + timedelta(days=length)
    found = date_range(first, last, every)
    assert found[-1] == last
    assert first <= found[0]
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("every", ["", "P0M", "P1H", "1M", "P1M1D", "month", "P-1M", "P1m", "P٣M"])
def test_a_step_that_is_none(every: str) -> None:
    with pytest.raises(DateError, match="is not understood"):
        date_range(D("2018-01-01"), D("2018-02-01"), every)


def test_a_horizon_that_runs_backwards() -> None:
    with pytest.raises(DateError, match="runs backwards"):
        date_range(D("2018-02-01"), D("2018-01-01"), "P1M")
