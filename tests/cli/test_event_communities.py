"""``events communities``: what it tells, what it writes, and what it leaves."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from commands import ask, python

from idlib_graph.cli.event_communities import _proof

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "date,a,b,kind\n"
ROWS = (
    "2018-02-02,HTS,Zinki,alliance\n"
    "2018-02-05,SLF,=Sham,alliance\n"
    "2018-04-05,SLF,Zinki,alliance\n"
    "2018-04-06,SLF,=Sham,alliance\n"
    "2018-04-07,HTS,SLF,clash\n"
)
ODD = "2018-04-07,HTS,HTS,clash\n2018-04-07,HTS,SLF,review\n,HTS,SLF,clash\n"


def table(folder: Path, rows: str = ROWS) -> str:
    path = folder / "events.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return str(path)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_tell_who_was_where_and_what_became_of_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ask(
        "events", "communities", table(tmp_path), "-o", str(out), "--window", "60"
    )  # fmt: skip

    assert (done.code, done.err) == (0, "")
    assert "Every slice is the best of all partitions (proven)" in done.out
    assert "2 communities over time; 0 births, 0 deaths, 1 merge, 0 splits" in done.out
    assert sorted(path.name for path in out.iterdir()) == [
        "changes.csv", "communities.csv", "memberships.csv", "slices.csv",
    ]  # fmt: skip
    assert read(out / "slices.csv")[-1] == {
        "date": "2018-04-30", "actors": "4", "ties": "3", "positive": "2", "negative": "1",
        "communities": "1", "proven": "4",
    }  # fmt: skip
    seats = {(row["date"], row["actor"]): row["community"] for row in read(out / "memberships.csv")}
    assert [seats["2018-03-01", name] for name in ("HTS", "Zinki", "SLF", "'=Sham")] == [
        "c2", "c2", "c1", "c1",
    ]  # fmt: skip
    assert [seats["2018-04-30", name] for name in ("HTS", "Zinki")] == ["", "c1"]
    named = {row["community"]: row for row in read(out / "communities.csv")}
    assert (named["c1"]["born"], named["c1"]["last_seen"]) == ("2018-03-01", "2018-04-30")
    assert (named["c1"]["largest"], named["c1"]["size"], named["c1"]["slices"]) == ("3", "3", "3")
    assert named["c1"]["central"] == "SLF|=Sham|Zinki"
    assert [(row["change"], row["before"], row["after"]) for row in read(out / "changes.csv")] == [
        ("merge", "c1|c2", "c1")
    ]


def test_json_has_what_the_tables_have_but_who_was_where(tmp_path: Path) -> None:
    done = ask("events", "communities", table(tmp_path, ROWS + ODD), "--json", "--seed", "3")
    told = json.loads(done.out)

    assert done.code == 0
    assert list(told) == [
        "table", "output", "rows", "settings", "window", "method", "slices", "communities",
        "changes",
    ]  # fmt: skip
    assert told["rows"] == {"rows": 8, "folded": 5, "undated": 1, "review": 1, "broken": 1}
    assert (told["output"], told["settings"]["seed"]) == (None, 3)
    assert told["communities"][0]["central"]
    assert {path.name for path in tmp_path.iterdir()} == {"events.csv"}


def test_rows_that_are_no_events_are_told(tmp_path: Path) -> None:
    file = table(tmp_path, ROWS + ODD)
    done = ask("events", "communities", file)

    assert done.code == 0
    assert done.err == (
        f"idlib-graph: 1 row is no event and was left out; "
        f"see 'idlib-graph events validate {file}'\n"
    )
    assert "8 rows" in done.out
    assert "1 event for review" in done.out
    assert "1 event without a date" in done.out


def test_a_table_of_clashes_alone_has_no_communities(tmp_path: Path) -> None:
    out = tmp_path / "out"
    rows = "2018-02-02,HTS,Zinki,clash\n2018-04-05,SLF,Zinki,clash\n"
    done = ask("events", "communities", table(tmp_path, rows), "-o", str(out))

    assert (done.code, done.err) == (0, "")
    assert "0 communities over time; 0 births, 0 deaths, 0 merges, 0 splits" in done.out
    assert read(out / "communities.csv") == read(out / "changes.csv") == []
    assert {row["community"] for row in read(out / "memberships.csv")} == {""}


@pytest.mark.parametrize(
    ("proven", "said"), [(0, "0%"), (500, "50%"), (999, "99%"), (1_000, "all partitions (proven)")]
)
def test_not_all_is_never_told_as_all(proven: int, said: str) -> None:
    assert said in _proof(1_000, proven, "leiden")
    assert ("100%" in _proof(1_000, proven, "leiden")) is False


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("no-such.csv", 2, "there is no file"),
        ("events.csv -o full", 1, "full exists and is not an empty folder; nothing written"),
        ("events.csv -o events.csv/x", 1, "the file events.csv is in the way"),
        ("events.csv --every P0M", 2, "step 'P0M' is not understood"),
        ("events.csv --coupling -1", 2, "coupling is -1"),
        ("events.csv --window 0", 2, "0 is not in the range"),
        ("events.csv --objective modularity", 2, "'modularity' is not known"),
        ("events.csv --memory-limit much", 2, "does not start with 'much'"),
        ("empty.csv", 1, "no event of the table makes a tie"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    arguments: str, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path)
    (tmp_path / "empty.csv").write_text(HEADER, encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    before = sorted(tmp_path.rglob("*"))
    done = ask("events", "communities", *arguments.split())

    assert done.code == code
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_memory_limit_lets_duckdb_read_and_tells_the_same(tmp_path: Path) -> None:
    file = table(tmp_path, ROWS + ODD)
    one, other = (
        json.loads(ask("events", "communities", file, "--json", *more).out)
        for more in ((), ("--memory-limit", "500MB"))
    )

    assert one == other


def test_arrays_load_nothing_that_draws_or_counts_rows(tmp_path: Path) -> None:
    code = """
import sys, numpy as np
from idlib_graph import arrange, track_communities
months = np.datetime64("2018-01") + np.arange(3)
track_communities(arrange(months, ["a"] * 3, ["b", "c", "d"], ["alliance"] * 3))
heavy = {"networkx", "matplotlib", "pandas", "pyarrow", "ibis", "duckdb", "click", "rich"}
print(*sorted(heavy & {*sys.modules}))
"""
    done = python(code, cwd=tmp_path)

    assert (done.stdout.strip(), done.stderr) == ("", "")
