"""The way by arrays: numpy as one more engine, held to plain Python's answer."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from events.conformance import COUNT, DAYS, HALF_LIVES, STEP, expected, hold_same
from events.seeded import events, write_csv, write_folder, write_parquet
from events.test_engines import ANY, CELLS, GOOD, NEARLY, is_event
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from idlib_graph.errors import SettingsError, TableError
from idlib_graph.events import arrays, columns
from idlib_graph.events.arrays import Counts, arrange, arrange_events, fold_arrays
from idlib_graph.events.columns import read_arrays
from idlib_graph.events.folding import STEPS, fold, spread
from idlib_graph.events.table import LONGEST_TEXT, Event, parse_event
from idlib_graph.events.ties import spread_arrays, ties_by_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from idlib_graph.events.arrays import EventArrays
    from idlib_graph.events.ties import Left

Rows = list[tuple[Any, ...]]


def folded_rows(folded: EventArrays) -> Rows:
    """Rows as `fold` gives them."""
    table = zip(
        folded.when, folded.a, folded.b, folded.type, folded.weight, folded.events, strict=True
    )
    steps = folded.steps.tolist()
    return [
        (steps[s], folded.actors[a], folded.actors[b], *folded.types[t], w.item(), n.item())
        for s, a, b, t, w, n in table
    ]


def spread_rows(folded: EventArrays, days: Iterable[Left]) -> Rows:
    """Rows as `spread` gives them."""
    return [
        (left.day, folded.actors[a], folded.actors[b], *folded.types[t], w.item(), n.item())
        for left in days
        for a, b, t, w, n in zip(*left[1:], strict=True)
    ]


# the reference's answer


@pytest.mark.slow
def test_numpy_finds_what_python_finds() -> None:
    folded = fold_arrays(arrange_events(events(COUNT), step=STEP))

    hold_same(folded_rows(folded), expected()[0])
    hold_same(spread_rows(folded, spread_arrays(folded, DAYS, HALF_LIVES)), expected()[1])


WRITERS = {"events.csv": write_csv, "events.parquet": write_parquet, "events": write_folder}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("memory", [None, "200MB"])
def test_every_file_is_read_as_python_reads_it(
    name: str, memory: str | None, tmp_path: Path
) -> None:
    found = read_arrays(WRITERS[name](tmp_path / name, 3_000, seed=2), memory_limit=memory)

    hold_same(folded_rows(fold_arrays(found)), fold(events(3_000, seed=2)))
    counts = found.counts
    undated = sum(e.date is None and e.kind != "review" for e in events(3_000, seed=2))
    assert (counts.rows, counts.undated, counts.broken) == (3_000, undated, 0)
    assert counts.rows == counts.folded + counts.undated + counts.review


def test_large_files_go_to_duckdb_and_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write_csv(tmp_path / "e.csv", 500), write_parquet(tmp_path / "e.parquet", 500)]
    small = [folded_rows(fold_arrays(read_arrays(path))) for path in paths]
    monkeypatch.setattr(columns, "SMALL_CSV", 10)
    monkeypatch.setattr(columns, "SMALL_PARQUET", 10)
    monkeypatch.setattr(columns, "_row_by_row", None)
    large = [folded_rows(fold_arrays(read_arrays(path))) for path in paths]

    for found, same in zip(large, small, strict=True):
        hold_same(found, same)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("more", [{}, {"cut": 0.01}, {"window": 400}, {"window": 40, "cut": 0.9}])
# (a cut of 0 leaves weights of 1e-9, of which plain Python's 1 - (1 - w) has lost digits)
def test_every_step_cut_and_window_is_that_of_python(step: str, more: dict[str, Any]) -> None:
    rows = list(events(2_000, seed=1))
    folded = fold_arrays(arrange_events(rows, step=step))
    days = DAYS[::6]

    hold_same(folded_rows(folded), fold(rows, step))
    hold_same(
        spread_rows(folded, spread_arrays(folded, days, HALF_LIVES, **more)),
        spread(fold(rows, step), days, HALF_LIVES, step=step, **more),
    )


def test_types_that_do_not_fade_and_certain_ties() -> None:
    heavy = [
        Event(date(2018, month, 2), None, "x", "y", "clash", weight=1000.0) for month in (3, 4)
    ]
    folded = fold_arrays(arrange_events(heavy))
    [left] = spread_arrays(folded, [date(2018, 5, 1)], {"battle": None})

    assert (left.weight.tolist(), left.events.tolist()) == ([1.0], [2])


def test_folding_twice_changes_nothing() -> None:
    once = fold_arrays(arrange_events(events(1_000)))

    assert folded_rows(fold_arrays(once)) == folded_rows(once)


def test_keys_too_many_for_one_number_are_sorted_column_by_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrays, "MOST_KEYS", 1)

    hold_same(folded_rows(fold_arrays(arrange_events(events(500)))), fold(events(500)))


# the ties of snapshots: a pair has two sides


def test_both_orders_and_all_types_of_a_pair_are_one_tie() -> None:
    rows = [
        Event(date(2018, 3, 2), None, "x", "y", "split"),
        Event(date(2018, 3, 2), None, "y", "x", "split"),
        Event(date(2018, 3, 2), None, "x", "y", "clash"),
        Event(date(2018, 3, 2), None, "y", "x", "alliance", weight=2.0),
    ]
    [ties] = ties_by_day(fold_arrays(arrange_events(rows)), [date(2018, 3, 16)], HALF_LIVES)

    assert (ties.a.tolist(), ties.b.tolist()) == ([0], [1])
    assert ties.positive.tolist() == pytest.approx([1 - np.exp(-2)])
    assert ties.negative.tolist() == pytest.approx([1 - np.exp(-3)])


def test_splits_may_weigh_less_and_weak_ties_are_dropped() -> None:
    rows = [
        Event(date(2018, 3, 2), None, "x", "y", "split"),
        Event(date(2018, 3, 2), None, "y", "z", "alliance", weight=0.04),
    ]
    folded = fold_arrays(arrange_events(rows))
    day, half = [date(2018, 3, 16)], 0.5 * (1 - np.exp(-1))

    [ties] = ties_by_day(folded, day, HALF_LIVES, split_strength=0.5)
    assert ties.negative.tolist() == pytest.approx([half])
    [ties] = ties_by_day(folded, day, HALF_LIVES, split_strength=9.0, tie_threshold=0.0)
    assert ties.negative.tolist() == [1.0, 0.0]
    assert ties.positive.tolist() == pytest.approx([0.0, 1 - np.exp(-0.04)])


def test_a_day_before_all_events_has_no_ties() -> None:
    folded = fold_arrays(arrange_events([Event(date(2018, 3, 2), None, "x", "y", "clash")]))

    assert [len(t.a) for t in ties_by_day(folded, [date(2018, 3, 15)], HALF_LIVES)] == [0]


# the contract


def written(rows: list[dict[str, str]], tmp_path: Path, suffix: str) -> Path:
    path = tmp_path / f"events{suffix}"
    if suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@settings(max_examples=25)
@given(st.lists(ANY | NEARLY, min_size=1, max_size=30))
def test_a_row_is_broken_where_python_says_so(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    sound = [parse_event(row) for row in rows if is_event(row)]
    found = read_arrays(written(rows, tmp_path_factory.mktemp("rows"), ".parquet"))

    assert found.counts.broken == len(rows) - len(sound)
    assert found.counts.review == sum(event.kind == "review" for event in sound)
    hold_same(folded_rows(fold_arrays(found)), fold(sound))


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_each_fault_alone_breaks_a_row(suffix: str, tmp_path: Path) -> None:
    rows = [{**GOOD, name: cell} for name, cells in CELLS.items() for cell in cells]
    found = read_arrays(written(rows, tmp_path, suffix))

    assert found.counts.rows == len(rows)
    assert found.counts.broken == sum(not is_event(row) for row in rows)


def test_rows_of_arrays_that_are_no_events_are_counted() -> None:
    months = np.array(["2018-02", "2018-02", "2018-02", "2018-02", "NaT"], dtype="M8[M]")
    found = arrange(
        months, ["x", "x", "x", " ", "x"], ["y", "x", "y", "y", "y"],
        ["clash", "clash", "war", "clash", "clash"], weight=[1, 1, 1, 1, 1],
    )  # fmt: skip
    wrong = arrange(months[:3], [0, 0, 1], [1] * 3, [0] * 3, weight=[0, np.nan, 1], actors="xy",
                    kinds=["clash"])  # fmt: skip

    assert (found.counts.folded, found.counts.broken, found.counts.undated) == (1, 3, 1)
    assert (wrong.counts.folded, wrong.counts.broken) == (0, 3)


def test_numbers_of_nobody_are_refused() -> None:
    month = np.array(["2018-02"], dtype="M8[M]")

    with pytest.raises(TableError, match="number 2 of 2 that are known"):
        arrange(month, [0], [2], [0], actors=["x", "y"], kinds=["clash"])
    with pytest.raises(TableError, match="number -1 of 2 that are known"):
        arrange(month.repeat(2), [0, 0], [1, -1], [0, 0], actors=["x", "y"], kinds=["clash"])
    with pytest.raises(SettingsError, match="P1W"):
        arrange(month, ["x"], ["y"], ["clash"], step="P1W")


def test_numbers_as_dates_and_missing_columns_are_told(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    row = {"date": [date(2018, 2, 1)], "a": ["x"], "b": ["y"], "kind": ["clash"]}
    parquet.write_table(pa.table({**row, "date": pa.array([0], pa.timestamp("s"))}), path)
    with pytest.raises(TableError, match="a date is of type timestamp"):
        read_arrays(path)
    parquet.write_table(pa.table({**row, "date": [20180201]}), path)
    for memory in (None, "200MB"):
        with pytest.raises(TableError, match="date is of type int64; it must be date, or text"):
            read_arrays(path, memory_limit=memory)
    parquet.write_table(pa.table({k: v for k, v in row.items() if k != "kind"}), path)
    with pytest.raises(TableError, match="has no column 'kind'"):
        read_arrays(path)
    path.write_bytes(b"PAR1\x15\x04")
    with pytest.raises(TableError, match="is no Parquet file that can be read to its end"):
        read_arrays(path)


ODD = [
    ("x", "y", "clash", 2.0),
    ("x", "\u00a0", "clash", 3.0),
    ("\u2003\x1c\x85", "z", "clash", 4.0),
    ("u", "v", "review", 5.0),
    ("", "w", "clash", 6.0),
    ("b", "c", "clash", float("nan")),
    ("a", "d" * (LONGEST_TEXT + 1), "clash", 7.0),
    ("c", "d", "alliance", 8.0),
]


def odd_table(tmp_path: Path) -> Path:
    a, b, kind, weight = (list(column) for column in zip(*ODD, strict=True))
    rows = {"date": ["2018-03-02"] * len(ODD), "a": a, "b": b, "kind": kind, "weight": weight}
    path = tmp_path / "odd.parquet"
    parquet.write_table(pa.table(rows), path)
    return path


def test_odd_rows_are_the_same_to_every_reader(tmp_path: Path) -> None:
    path = odd_table(tmp_path)
    readers = [
        read_arrays(path),
        read_arrays(path, memory_limit="200MB"),
        columns._row_by_row(path, "P1M", None),  # noqa: SLF001 - else for CSV
    ]

    for found in readers:
        assert found.actors == ("b", "c", "d", "x", "y")
        assert found.counts == Counts(rows=8, folded=3, review=1, broken=4)
        assert [(row[1], row[2], row[5]) for row in folded_rows(fold_arrays(found))] == [
            ("b", "c", 1.0), ("c", "d", 8.0), ("x", "y", 2.0),
        ]  # fmt: skip


@pytest.mark.parametrize("memory", [None, "200MB"])
def test_what_arrays_leave_out_after_reading_is_broken_and_shifts_no_weight(
    memory: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.csv"
    names = [("a", "long", 5), ("a", "b", 2), ("c", "long", 7), ("c", "long", 7), ("c", "d", 3)]
    rows = [f"2018-03-02,{a},{b},clash,{weight}\n" for a, b, weight in names]
    path.write_text("date,a,b,kind,weight\n" + "".join(rows) + "no day,a,b,clash,1\n")
    monkeypatch.setattr(arrays, "LONGEST_TEXT", 3)
    found = fold_arrays(read_arrays(path, memory_limit=memory))

    assert found.actors == ("a", "b", "c", "d")
    assert found.weight.tolist() == [2.0, 3.0]
    assert found.counts == Counts(rows=6, folded=2, broken=4)


def test_columns_of_the_same_names_in_another_order_are_sorted(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    rows = [("z", "z"), ("y", "z"), ("z", "y")]  # the first is none
    split = [{"date": "2018-03-02", "a": a, "b": b, "kind": "clash"} for a, b in rows]
    parquet.write_table(pa.Table.from_pylist(split), path)

    assert read_arrays(path).actors == ("y", "z")


def test_missing_names_are_counted_and_left_out() -> None:
    months = np.array(["2018-02"] * 4, dtype="M8[M]")
    a = np.array(["x", None, float("nan"), np.nan], dtype=object)
    kind = np.array(["clash", "clash", "clash", None], dtype=object)
    found = arrange(months, a, ["y", "x", "y", "x"], kind)

    assert found.actors == ("x", "y")
    assert (found.counts.folded, found.counts.broken) == (1, 3)


def test_given_actors_stay_in_their_order_with_those_without_a_row() -> None:
    month = np.array(["2018-02"], dtype="M8[M]")
    found = arrange(month, [2], [0], ["clash"], actors=["z", "y", "x"])

    assert (found.actors, found.a.tolist(), found.b.tolist()) == (("z", "y", "x"), [0], [2])


@pytest.mark.parametrize(
    ("a", "more", "words"),
    [
        ([0.0, 1.0], {"actors": ["x", "y"]}, "whole numbers from 0, not float64"),
        (["x", "y"], {"actors": ["x", "y"]}, "whole numbers from 0, not <U1"),
        ([0, 1], {"actors": ["x", "y", "x"]}, "actors has 'x' twice"),
        ([0, 1], {}, "0 is no text; numbers are positions where actors is given"),
        (["x"], {}, "must be of one length; they have 2, 1, 2, 2, 2"),
        (["x", "z"], {"weight": [1.0]}, "must be of one length; they have 2, 2, 2, 2, 1"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    a: list[Any], more: dict[str, Any], words: str
) -> None:
    months = np.array(["2018-02", "2018-03"], dtype="M8[M]")
    b = [1, 0] if "actors" in more else ["y", "y"]

    with pytest.raises(TableError, match=words):
        arrange(months, a, b, ["clash"] * 2, **more)
