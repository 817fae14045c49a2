"""The contract of the event table, and its files read back as they were written."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph import Event, check_events, read_events, write_events
from idlib_graph.errors import OutputError, RowError, SettingsError
from idlib_graph.events.table import (
    DEFAULT_TYPES,
    KINDS,
    LONGEST_TEXT,
    PRECISIONS,
    built_in_types,
    find_fault,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2018, 2, 1)
GOOD = Event(DAY, None, "Zinki", "HTS", "clash")

days = st.dates(min_value=dt.date(1, 1, 1))
texts = st.text(st.characters(codec="utf-8"), max_size=40)
names = texts.filter(str.strip)


@st.composite
def events(draw: st.DrawFn) -> Event:
    first = draw(st.none() | days)
    last = draw(st.none() | st.dates(min_value=first)) if first else None
    a = draw(names)
    kind = draw(st.sampled_from(KINDS))
    types = [name for name, of in built_in_types().items() if kind in ("review", of)]
    return Event(
        first,
        last,
        a,
        draw(names.filter(lambda b: b != a)),
        kind,
        draw(st.sampled_from(["", *types])),
        draw(st.floats(min_value=0, max_value=1000, exclude_min=True)),
        draw(texts),
        draw(texts),
        draw(st.sampled_from(["", *PRECISIONS])),
        draw(texts),
    )


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@given(rows=st.lists(events(), max_size=6))
def test_what_is_written_is_read_again(
    ending: str, rows: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("table") / f"events.{ending}"

    assert write_events(rows, path) == len(rows)
    assert list(read_events(path)) == rows


@given(rows=st.lists(events(), max_size=6))
def test_csv_and_parquet_say_the_same(
    rows: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("table")
    write_events(rows, folder / "a.csv")
    write_events(rows, folder / "a.parquet")

    assert check_events(folder / "a.csv") == check_events(folder / "a.parquet")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"a": " "}, "a is empty"),
        ({"b": ""}, "b is empty"),
        ({"b": "Zinki"}, "a and b are the same"),
        ({"kind": "war"}, "kind 'war' is none of"),
        ({"kind": ""}, "kind '' is none of"),
        ({"type": "batle"}, "did you mean 'battle'?"),
        ({"type": "breakaway"}, "is a split, not a clash"),
        ({"weight": 0.0}, "weight 0 is not above 0"),
        ({"weight": -1.0}, "weight -1 is not above 0"),
        ({"weight": 1000.1}, "weight 1000.1 is not above 0 and up to 1000"),
        ({"weight": math.nan}, "weight nan"),
        ({"weight": math.inf}, "weight inf"),
        ({"date_end": dt.date(2018, 1, 31)}, "ends on 2018-01-31, before it starts"),
        ({"date": None, "date_end": DAY}, "date_end without date"),
        ({"date": dt.datetime(2018, 2, 1, tzinfo=dt.UTC)}, "is a moment, not a day"),
        ({"precision": "hour"}, "precision 'hour' is none of"),
        ({"note": "x" * (LONGEST_TEXT + 1)}, "more than 131,072 characters"),
        ({"a": "\ud800"}, "half a character"),
    ],
)
def test_a_row_that_is_no_event_says_why(
    changed: dict[str, object], said: str, tmp_path: Path
) -> None:
    row = GOOD._replace(**changed)  # type: ignore[arg-type] # wrong on purpose

    assert said in find_fault(row)
    with pytest.raises(RowError, match="row 2: "):
        write_events([GOOD, row], tmp_path / "events.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_limits_themselves_are_events() -> None:
    assert find_fault(GOOD._replace(weight=1000.0, date_end=DAY)) == ""
    assert find_fault(GOOD._replace(weight=5e-324, note="x" * LONGEST_TEXT)) == ""
    assert find_fault(GOOD._replace(kind="review", type="breakaway", date=None)) == ""


def test_default_types_are_of_their_kind() -> None:
    assert {kind: built_in_types()[name] for kind, name in DEFAULT_TYPES.items()} == {
        kind: kind for kind in ("alliance", "split", "clash")
    }


@pytest.mark.parametrize(
    ("last", "middle"),
    [(None, 1), (1, 1), (2, 1), (3, 2), (4, 2), (28, 14)],
)
def test_the_day_of_an_event_is_its_middle(last: int | None, middle: int) -> None:
    end = dt.date(2018, 2, last) if last else None

    assert GOOD._replace(date_end=end).day == dt.date(2018, 2, middle)


def test_types_of_another_codebook_are_known_where_it_is_given() -> None:
    duel = GOOD._replace(type="duel")

    assert "is not in the codebook" in find_fault(duel)
    assert find_fault(duel, {"duel": "clash"}) == ""


def test_a_table_is_not_written_over_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    write_events([GOOD], tmp_path / "events.parquet")
    (tmp_path / "events.parquet").rename(path)

    with pytest.raises(OutputError, match="is a Parquet file, not a text file"):
        write_events([GOOD], path)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"must end in \.csv or \.parquet"):
        write_events([GOOD], tmp_path / "events.xlsx")


def test_an_error_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    write_events([GOOD], path)
    before = path.read_bytes()

    with pytest.raises(RowError):
        write_events([GOOD, GOOD._replace(a="")], path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["events.csv"]


def test_text_that_a_spreadsheet_computes_is_made_inert_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    bomb = '=HYPERLINK("http://example.org","x")'
    rows = [GOOD._replace(a=bomb), GOOD._replace(a="'=1"), GOOD._replace(a="'Ayn al-Arab")]
    write_events(rows, path)

    assert "\"'=HYPERLINK(" in path.read_text(encoding="utf-8")
    assert [row[2] for row in read_events(path)] == [bomb, "'=1", "'Ayn al-Arab"]


def test_the_bytes_are_the_same_again(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "a.parquet", "b.parquet"):
        write_events([GOOD, GOOD._replace(note="x\r\ny")], tmp_path / name)

    for ending in ("csv", "parquet"):
        first, second = (tmp_path / f"{name}.{ending}" for name in "ab")
        assert first.read_bytes() == second.read_bytes()
