"""Any table, its columns named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events.tables import events_of, plain, write_table, written

from idlib_graph import load_dataset
from idlib_graph.errors import RowError, SettingsError, TableError
from idlib_graph.events.generic import Columns, parse_span, table_rules
from idlib_graph.events.importing import Filters
from idlib_graph.events.table import parse_day

if TYPE_CHECKING:
    from pathlib import Path

POWERS = Columns(date="begin", date_end="end", a="a", b="b", kind="sign")
SIGNS = {"1.0": "alliance", "-1.0": "clash"}


def power(**changed: str) -> dict[str, str]:
    return {"a": "GBR", "b": "FRA", "sign": "-1.0", "begin": "1872.0", "end": "1904.0"} | changed


def test_years_of_a_signed_network() -> None:
    event = events_of(table_rules(POWERS, meanings=SIGNS), power())[0]

    assert event[:5] == (parse_day("1872-01-01"), parse_day("1904-12-31"), "GBR", "FRA", "clash")
    assert event.precision == "year"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2018-02-01", ("2018-02-01", "None", "day")),
        (" 2018-02-01T23:59:59 ", ("2018-02-01", "None", "day")),
        ("2020-02", ("2020-02-01", "2020-02-29", "month")),
        ("2018", ("2018-01-01", "2018-12-31", "year")),
        ("1904.0", ("1904-01-01", "1904-12-31", "year")),
    ],
)
def test_dates_as_tables_have_them(text: str, span: tuple[str, str, str]) -> None:
    assert tuple(map(str, parse_span(text))) == span


@pytest.mark.parametrize(
    "text", ["", "0000", "2018-13", "2018-1", "1904.5", "1/2/2018", "2018-W05"]
)
def test_other_dates_are_none(text: str) -> None:
    with pytest.raises(RowError):
        parse_span(text)


def test_the_account_of_a_table(tmp_path: Path) -> None:
    rows = [
        power(),
        power(sign="2"),
        power(begin="soon"),
        power(begin="", end=""),
        power(b="GBR"),
        power(sign="review"),
    ]
    path = write_table(tmp_path / "powers.csv", rows)
    table, summary = written(table_rules(POWERS, meanings=SIGNS, source="AKR"), tmp_path, path)

    assert [(row["kind"], row["date"], row["source"]) for row in table] == [
        ("clash", "1872-01-01", "AKR"), ("clash", "", "AKR"), ("review", "1872-01-01", "AKR"),
    ]  # fmt: skip
    assert (summary.rejected, summary.undated) == (3, 1)
    assert summary.reviewed == {"said to be for review": 1}
    reasons = [row["reason"] for row in plain(tmp_path / "events.rejected.csv")]
    assert "kind '2' is none of" in reasons[0]
    assert reasons[1:] == ["'soon' is no day, as 2018-02-01 is one", "a and b are the same: 'GBR'"]


def test_all_other_columns() -> None:
    columns = Columns("day", "x", "y", type="how", weight="w", source_id="n", note="said")
    cells = {
        "day": "2018-02-01",
        "x": "A",
        "y": "B",
        "how": "siege",
        "w": "2",
        "n": "7",
        "said": "!",
    }
    event = events_of(table_rules(columns, kind="clash"), cells)[0]

    assert (event.type, event.weight, event.source_id, event.note) == ("siege", 2.0, "7", "!")


def test_coarse_dates_are_review_where_that_is_asked_for() -> None:
    rules = table_rules(POWERS, meanings=SIGNS, filters=Filters(coarsest="month"))

    assert events_of(rules, power())[0].kind == "review"


@pytest.mark.parametrize(
    ("columns", "given", "said"),
    [
        (POWERS, {"kind": "clash"}, "either a column of kinds, or the kind"),
        (Columns("begin", "a", "b"), {}, "either a column of kinds, or the kind"),
        (Columns("begin", "a", "b"), {"kind": "war"}, "'war' is no kind"),
        (POWERS, {"meanings": {"1": "friend"}}, "'friend' is no kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    columns: Columns, given: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        table_rules(columns, **given)  # type: ignore[arg-type] # wrong on purpose


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = write_table(tmp_path / "powers.csv", [power()])

    with pytest.raises(TableError, match=r"no column 'sgn' \(did you mean 'sign'\?\)"):
        written(table_rules(Columns("begin", "a", "b", kind="sgn")), tmp_path, path)


def test_the_bundled_data_go_through_a_table(tmp_path: Path) -> None:
    dataset = load_dataset()
    rows = [
        {"day": str(one.date.earliest), "a": one.a, "b": one.b, "kind": one.kind, "type": one.type}
        for one in dataset.relations.values()
        if one.date and one.date.earliest
    ]
    path = write_table(tmp_path / "relations.csv", rows)
    columns = Columns("day", "a", "b", kind="kind", type="type")
    table, summary = written(table_rules(columns), tmp_path, path)

    assert summary.rejected == 0
    assert [(row["date"], row["a"], row["b"], row["type"]) for row in table] == [
        (row["day"], row["a"], row["b"], row["type"]) for row in rows
    ]
