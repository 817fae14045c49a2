"""The Ibis expression on DuckDB: the reference's answer, from every kind of file."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pytest
from events.conformance import (
    COUNT,
    DAYS,
    HALF_LIVES,
    STEP,
    expected,
    hold_files_same,
    hold_same,
    read_rows,
)
from events.seeded import columns, events, write_csv, write_folder, write_parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from idlib_graph.cells import inert
from idlib_graph.errors import IdlibGraphError, OutputError, RowError, SettingsError, TableError
from idlib_graph.events.engines import (
    count_rows,
    fold_table,
    open_on_duckdb,
    open_on_spark,
    spread_table,
    write_table,
)
from idlib_graph.events.engines.contract import understand
from idlib_graph.events.folding import STEPS, fold, spread
from idlib_graph.events.reading import read_events
from idlib_graph.events.table import COLUMNS, LONGEST_TEXT, Event, parse_event

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS = {"events.csv": write_csv, "events.parquet": write_parquet, "events": write_folder}
SMALL = ({"date": "2018-03-02", "a": "x", "b": "y", "kind": "clash"},)


def table_of(rows: object) -> Any:  # noqa: ANN401 - Ibis ships no types
    """Rows of text as a table."""
    return ibis.memtable(pa.Table.from_pylist(rows))


def answer(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - Ibis ships no types
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


# the reference's answer


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_duckdb_finds_what_python_finds(name: str, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path / name, COUNT)
    table = open_on_duckdb(path, memory_limit="1GB")
    write_table(fold_table(table, STEP), tmp_path / "folded.parquet")
    folded = open_on_duckdb(tmp_path / "folded.parquet")
    write_table(spread_table(folded, DAYS, HALF_LIVES, step=STEP), tmp_path / "spread")

    hold_files_same(tmp_path / "folded.parquet", tmp_path / "spread")
    [counts] = answer(count_rows(table))
    assert counts["rows"] == COUNT
    assert counts["folded"] == sum(row.events for row in expected()[0])
    assert counts["undated"] > 0 < counts["review"]
    assert counts["broken"] == 0


ONE_PROCESS = """
import sys
from pathlib import Path
from events.conformance import DAYS, HALF_LIVES, STEP
from idlib_graph.events.engines import fold_table, open_on_duckdb, spread_table, write_table
events, folded, spread = map(Path, sys.argv[1:])
write_table(fold_table(open_on_duckdb(events, memory_limit="200MB"), STEP), folded)
table = open_on_duckdb(folded, memory_limit="200MB", threads=1)
write_table(spread_table(table, DAYS, HALF_LIVES, step=STEP), spread)
"""


@pytest.mark.slow
def test_duckdb_finds_it_in_200_megabytes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "events.csv", COUNT)
    folded, spread_ = tmp_path / "folded.parquet", tmp_path / "spread.parquet"
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n{ONE_PROCESS}"
    command = [sys.executable, "-c", code, *map(str, (path, folded, spread_))]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    hold_files_same(folded, spread_)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        (path.name, folded.name, spread_.name)
    )


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_that_of_python(step: str) -> None:
    rows = pa.Table.from_pylist([event._asdict() for event in events(3_000, seed=1)])
    found = answer(fold_table(ibis.memtable(rows), step))

    hold_same(sorted(tuple(row.values()) for row in found), fold(events(3_000, seed=1), step))


def test_the_same_events_for_the_same_seed() -> None:
    assert list(events(2_000, seed=5)) == list(events(2_000, seed=5))
    assert list(events(50, seed=5)) != list(events(50, seed=6))
    rows = list(events(20_000))
    crossing = [e for e in rows if e.date and e.date_end and e.date.year < e.date_end.year]
    assert len(crossing) > 50
    assert {row.kind for row in rows} == {"alliance", "split", "clash", "review"}
    assert len({name for row in rows for name in (row.a, row.b)}) == 200


def test_nothing_to_fold_is_an_empty_table() -> None:
    folded = fold_table(table_of([{**SMALL[0], "kind": "review"}]))

    assert answer(folded) == []
    assert answer(spread_table(folded, DAYS, HALF_LIVES)) == []


def test_a_type_without_a_half_life_is_refused() -> None:
    with pytest.raises(SettingsError, match="type 'battle' has no half-life"):
        spread_table(fold_table(table_of(SMALL)), DAYS, {"truce": 6.0})


def test_certain_ties_stay_certain() -> None:
    heavy = [{**SMALL[0], "weight": "1000"}, {**SMALL[0], "date": "2018-04-02", "weight": "900"}]
    found = answer(spread_table(fold_table(table_of(heavy)), [date(2018, 5, 1)], {"battle": None}))

    assert [(row["weight"], row["events"]) for row in found] == [(1.0, 2)]


# the contract

CELLS = {
    "date": ["2018-03-02", "2018-03-31", "", "2018-3-2", "2018-02-30", "2018-03-02T00:00", "yes"],
    "date_end": ["", "2018-03-02", "2018-03-31", "2018-03-01", "2018/04/01"],
    "a": ["x", "y", "", " ", "ÿ"],
    "b": ["y", "x", ""],
    "kind": ["clash", "alliance", "split", "review", "Clash", ""],
    "type": ["", "battle", "truce", "breakaway", "no-such-type"],
    "weight": ["", "1", "0.5", "1000", "1000.5", "0", "-1", "nan", "inf", "much", "1e-3"],
    "precision": ["", "day", "year", "hour"],
}
ANY = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})
GOOD = {name: cells[0] for name, cells in CELLS.items()}
NEARLY = st.builds(
    lambda row, names: {**GOOD, **{name: row[name] for name in names}},
    ANY, st.sets(st.sampled_from(sorted(CELLS)), max_size=2),
)  # fmt: skip


def is_event(cells: dict[str, str]) -> bool:
    try:
        parse_event(cells)
    except RowError:
        return False
    return True


@settings(max_examples=25)
@given(st.lists(ANY | NEARLY, min_size=1, max_size=30))
def test_a_row_is_broken_where_python_says_so(rows: list[dict[str, str]]) -> None:
    sound = [parse_event(row) for row in rows if is_event(row)]
    table = table_of(rows)
    [counts] = answer(count_rows(table))

    assert counts["broken"] == len(rows) - len(sound)
    assert counts["review"] == sum(event.kind == "review" for event in sound)
    found = answer(fold_table(table))
    hold_same(sorted(tuple(row.values()) for row in found), fold(sound))


def test_each_fault_alone_breaks_a_row_in_both() -> None:
    rows = [{**GOOD, name: cell} for name, cells in CELLS.items() for cell in cells]
    found = answer(understand(table_of(rows), None))

    assert [row["broken"] for row in found] == [not is_event(row) for row in rows]


def test_what_python_strips_is_blank_and_no_more() -> None:
    blanks = [chr(code) for code in range(sys.maxunicode + 1) if not chr(code).strip()]
    names = [*blanks, "".join(blanks), "\u200b", "\ufeff", " x\u00a0", "ÿ", "x" * LONGEST_TEXT]
    names.append("x" * (LONGEST_TEXT + 1))
    for side in ("a", "b"):
        rows = [{**GOOD, side: name} for name in names]
        found = answer(understand(table_of(rows), None).select("broken"))

        assert [row["broken"] for row in found] == [not is_event(row) for row in rows]


def test_weights_that_are_no_number_in_pandas_are_empty() -> None:
    weights = pa.array([float("nan"), None, 2.0], from_pandas=False)
    rows = pa.table({name: [cell] * 3 for name, cell in SMALL[0].items()}).append_column(
        "weight", weights
    )

    assert [(r["weight"], r["events"]) for r in answer(fold_table(ibis.memtable(rows)))] == [
        (4.0, 3)
    ]


def test_columns_that_are_not_required_may_be_missing_and_others_are_passed_over() -> None:
    row = {**SMALL[0], "fatalities": "3"}

    assert [r["events"] for r in answer(fold_table(table_of([row])))] == [1]
    del row["kind"]
    with pytest.raises(TableError, match="no table of events: it has no column kind"):
        fold_table(table_of([row]))


def test_types_of_another_codebook_count_where_they_are_given() -> None:
    row = {**SMALL[0], "type": "skirmish"}

    assert answer(fold_table(table_of([row]))) == []
    assert [
        r["type"] for r in answer(fold_table(table_of([row]), types={"skirmish": "clash"}))
    ] == ["skirmish"]


def test_moments_are_no_days() -> None:
    rows = pa.table(
        {**{k: [v] for k, v in SMALL[0].items()}, "date": pa.array([0], pa.timestamp("s"))}
    )

    with pytest.raises(TableError, match="date is of type timestamp"):
        fold_table(ibis.memtable(rows))


# files


def test_cells_of_csv_are_read_as_they_stand(tmp_path: Path) -> None:
    rows = [
        Event(date(2018, 3, 2), None, 'The "Free", one', "two\nlines", "clash", note="a\r\nb, c"),
        Event(date(2018, 3, 2), None, "NULL", "007", "clash"),
        Event(date(2018, 3, 2), None, "=1+1", "'@home", "clash"),
        Event(date(2018, 3, 2), None, "'Ayn", "\uff1dwide", "clash"),
    ]
    with (tmp_path / "e.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows[:2])
        writer.writerows([inert(str(cell or "")) for cell in row] for row in rows[2:])

    folded = fold_table(open_on_duckdb(tmp_path / "e.csv"))
    hold_same(sorted(tuple(row.values()) for row in answer(folded)), fold(rows))
    assert [*read_events(tmp_path / "e.csv")] == rows

    write_table(folded, tmp_path / "folded.csv")
    written = (tmp_path / "folded.csv").read_text(encoding="utf-8")
    assert "'=1+1" in written
    again = spread_table(open_on_duckdb(tmp_path / "folded.csv"), DAYS, HALF_LIVES)
    hold_same(
        sorted(tuple(row.values()) for row in answer(again)), spread(fold(rows), DAYS, HALF_LIVES)
    )


def test_a_pattern_and_a_folder_name_several_files(tmp_path: Path) -> None:
    write_folder(tmp_path / "parts", 500, rows=100)
    paths = (tmp_path / "parts" / "part-*-000[12]00.parquet", tmp_path / "parts")

    assert [answer(count_rows(open_on_duckdb(path)))[0]["rows"] for path in paths] == [200, 500]


def truncated(path: Path) -> None:
    write_parquet(path, 50)
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("none.csv", lambda _: None, "no such file or directory"),
        ("none.parquet", lambda _: None, "no such file or directory"),
        ("*.parquet", lambda _: None, "no such file or directory"),
        ("folder", Path.mkdir, "it holds no .parquet file"),
        ("cut.parquet", truncated, "cannot read"),
        ("text.parquet", lambda path: path.write_text("date,a,b,kind\n"), "cannot read"),
        (
            "latin.csv",
            lambda path: path.write_bytes(b"date,a,b,kind,\xe9\n"),
            "is not CSV in UTF-8",
        ),
        ("two.csv", lambda path: path.write_text("date,a,a,b,kind\n"), "two columns 'a'"),
        ("empty.csv", lambda path: path.write_text(""), "is empty"),
        ("other.csv", lambda path: path.write_text("day,a,b,kind\n1,2,3,4\n"), "no column date"),
    ],
)
def test_what_is_no_table_is_told_in_one_line(
    name: str, make: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    with pytest.raises(TableError, match=words) as told:
        fold_table(open_on_duckdb(tmp_path / name))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("target", ["out.csv", "out.parquet", "out"])
def test_a_table_that_cannot_be_computed_leaves_nothing(target: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"date,a,b,kind\n2018-03-02,x,y,clash\n2018-03-02,\xff,y,clash\n")
    with pytest.raises(OutputError, match="cannot write") as told:
        write_table(fold_table(open_on_duckdb(bad)), tmp_path / target)

    assert "\n" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


def test_results_are_written_in_order(tmp_path: Path) -> None:
    write_csv(tmp_path / "e.csv", 500)
    folded = fold_table(open_on_duckdb(tmp_path / "e.csv"))
    for name in ("a.csv", "a.parquet", "a"):
        write_table(folded, tmp_path / name)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))[1:]

    right = fold(events(500))
    assert [row[1:5] for row in cells] == [list(row[1:5]) for row in right]
    assert [row[0] for row in cells] == [str(row.bucket) for row in right]
    hold_same(read_rows(tmp_path / "a.parquet"), right)
    hold_same(read_rows(tmp_path / "a"), right)


def test_an_address_is_not_taken_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="only paths of this machine"):
        write_table(table_of(SMALL), "s3://bucket/folded")

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_connection(tmp_path: Path) -> None:
    write_csv(tmp_path / "e.csv", 100)
    table = open_on_duckdb(tmp_path / "e.csv", spill=tmp_path / "spill")
    assert len(list((tmp_path / "spill").iterdir())) == 1
    assert answer(count_rows(table))[0]["rows"] == 100
    del table
    with pytest.raises(SettingsError, match="DuckDB does not start with 'much' of memory"):
        open_on_duckdb(tmp_path / "e.csv", spill=tmp_path / "spill", memory_limit="much")
    assert list((tmp_path / "spill").iterdir()) == []


# packages that are not there


@pytest.mark.parametrize(
    ("package", "call", "extra"),
    [
        ("ibis", open_on_duckdb, "events"),
        ("duckdb", open_on_duckdb, "events"),
        ("pyspark", lambda path: open_on_spark(path, None), "spark"),
        (
            "pyarrow",
            lambda _: spread_table(fold_table(table_of(SMALL)), DAYS, HALF_LIVES),
            "events",
        ),
    ],
)
def test_a_missing_package_is_named_with_what_installs_it(
    package: str,
    call: Callable[[Path], object],
    extra: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_csv(tmp_path / "e.csv", 10)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(IdlibGraphError) as told:
        call(path)

    assert str(told.value) == f'{package} is not installed: pip install "idlib-graph[{extra}]"'


def test_seeded_columns_are_those_of_the_contract() -> None:
    [chunk] = columns(10)

    assert tuple(chunk) == COLUMNS
