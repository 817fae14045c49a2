"""`events` as a user meets it: tables made and checked, one line for every error."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import COMMAND, ask, python, start
from events.tables import ACLED_NEW, ACTORS, GED, plain

from idlib_graph.cli.event_imports import PRECISIONS
from idlib_graph.cli.event_options import KINDS
from idlib_graph.events import table
from idlib_graph.scaffold import make_dataset

HEADER = "date,a,b,kind\n"


def kept(tmp_path: Path, text: str, name: str = "mine.csv") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def test_the_words_of_the_command_are_those_of_the_library() -> None:
    assert table.KINDS == KINDS
    assert table.PRECISIONS == PRECISIONS


def test_an_import_tells_what_became_of_every_row(tmp_path: Path) -> None:
    target = tmp_path / "syria.csv"
    outcome = ask("events", "import", "ucdp-ged", str(GED), "-o", str(target))

    assert (outcome.code, outcome.err) == (0, f"wrote {target}\n")
    assert outcome.out.splitlines() == [
        "265 rows read",
        "  alliance        11 rows      146 events",
        "  split            0 rows",
        "  clash          253 rows      294 events",
        "  review           2 rows        2 events",
        "  dropped         10 rows",
        "  rejected         0 rows",
        "review, why:",
        "  date known to the month only (date_prec 4)  1",
        "  date known to the year only (date_prec 5)  1",
        "dropped, why:",
        "  violence against civilians (type_of_violence 3)  10",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["syria.csv"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_is_imported_is_valid(ending: str, tmp_path: Path) -> None:
    target = str(tmp_path / f"events.{ending}")
    for name, source in (("ucdp-ged", GED), ("ucdp-actor", ACTORS), ("acled", ACLED_NEW)):
        made = ask("events", "import", name, str(source), "-o", target, "--json")
        checked = ask("events", "validate", target, "--json")

        assert (made.code, checked.code) == (0, 0)
        told = json.loads(checked.out)
        assert told["events"] == json.loads(made.out)["events"]
        assert (told["rejected"], told["undated"]) == (0, json.loads(made.out)["undated"])


def test_the_summary_as_json(tmp_path: Path) -> None:
    target = tmp_path / "events.csv"
    told = json.loads(
        ask("events", "import", "acled", str(ACLED_NEW), "-o", str(target), "--json").out
    )

    assert list(told) == [
        "output", "rejected_file", "rows", "rows_by", "events", "undated", "review", "dropped",
        "rejected", "faults", "unknown_names", "suggestions", "missed_places",
    ]  # fmt: skip
    assert told["rejected_file"] == str(tmp_path / "events.rejected.csv")
    assert plain(Path(told["rejected_file"]))[0]["file"] == str(ACLED_NEW)


def test_a_country_that_no_row_is_in(tmp_path: Path) -> None:
    target = str(tmp_path / "events.csv")
    asked = ("events", "import", "ucdp-ged", str(GED), "-o", target, "--country")
    missed, met = ask(*asked, "Sirya"), ask(*asked, "syria")

    assert (missed.code, met.code) == (1, 0)
    assert "idlib-graph: no row is in 'Sirya'; did you mean 'Syria'?" in missed.err.splitlines()
    assert "no row is in" not in met.err


def test_why_rows_are_rejected_is_told_at_once(tmp_path: Path) -> None:
    rows = "".join(f"2018-02-{day},SLF,HTS\n" for day in (20, 30, 31, 32, 33, 34, 35))
    source = kept(tmp_path, f"day,who,whom\n{rows}")
    columns = ("--date", "day", "--a", "who", "--b", "whom", "--kind-is", "clash")
    outcome = ask("events", "import", "table", source, *columns, "-o", str(tmp_path / "events.csv"))
    told = outcome.out.splitlines()

    assert outcome.code == 0
    assert told[-7] == "rejected, why:"
    assert told[-6].startswith(f"  {Path(source).name}, row 3: '2018-02-30' is no day")
    assert told[-1].startswith("1 more; rejected rows: kept in ")


def test_a_table_with_named_columns(tmp_path: Path) -> None:
    source = kept(tmp_path, "day;who;whom;how\n2018-02-20;SLF;HTS;foe\n2018-02-21;SLF;Zinki;ally\n")
    target = tmp_path / "events.csv"
    columns = ("--date", "day", "--a", "who", "--b", "whom", "--kind", "how")
    meanings = ("--meaning", "foe=clash", "--meaning", "ally=alliance")
    outcome = ask("events", "import", "table", source, *columns, *meanings, "-o", str(target))

    assert outcome.code == 0
    assert [(row["date"], row["kind"], row["b"]) for row in plain(target)] == [
        ("2018-02-20", "clash", "HTS"), ("2018-02-21", "alliance", "Zinki"),
    ]  # fmt: skip


def test_types_of_a_data_set_of_ones_own_are_known(tmp_path: Path) -> None:
    make_dataset(tmp_path / "data")
    text = "types:\n  duel:\n    kind: clash\n    duration: event\n    strength: 0.5\n"
    (tmp_path / "data" / "codebook.yaml").write_text(
        f"{text}    half_life: 6\n    meaning: They duel.\n", encoding="utf-8"
    )
    file = kept(tmp_path, "date,a,b,kind,type\n2018-02-01,A,B,clash,duel\n")

    assert ask("events", "validate", file).code == 1
    assert ask("events", "validate", file, "-d", str(tmp_path / "data")).code == 0


def test_aliases_and_near_misses(tmp_path: Path) -> None:
    spellings = kept(tmp_path, "alias,name\nSNA,Syrian National Army\nSyrian insurgent,Rebels\n")
    target = tmp_path / "events.csv"
    outcome = ask(
        "events", "import", "ucdp-ged", str(GED), "--aliases", spellings, "-o", str(target)
    )

    assert "  'Syrian insurgents': did you mean 'Rebels'?" in outcome.out.splitlines()
    met = {name for row in plain(target) for name in (row["a"], row["b"])}
    assert {"Syrian National Army", "Syrian insurgents"} <= met
    assert not {"SNA", "Rebels"} & met


def test_standard_output_is_the_table_alone(tmp_path: Path) -> None:
    outcome = ask("events", "import", "ucdp-ged", str(GED), "-o", "-")

    assert outcome.out.startswith("date,date_end,a,b,kind,")
    assert len(outcome.out.splitlines()) == 1 + 294 + 146 + 2
    assert outcome.err.startswith("265 rows read\n")
    assert list(tmp_path.iterdir()) == []


def test_validate_lists_rows_that_are_no_events(tmp_path: Path) -> None:
    file = kept(tmp_path, HEADER + "2018-02-01,A,B,clash\n" + "2018-02-01,A,A,clash\n" * 25)
    outcome = ask("events", "validate", file)

    assert outcome.code == 1
    assert "25 rows that are no events:" in outcome.out
    assert "  row 3: a and b are the same: 'A'" in outcome.out
    assert outcome.out.endswith("  and 5 more\n")
    assert len(json.loads(ask("events", "validate", file, "--json").out)["examples"]) == 20


def test_an_old_file_of_rejected_rows_never_tells_of_another_run(tmp_path: Path) -> None:
    target = str(tmp_path / "events.csv")
    ask("events", "import", "acled", str(ACLED_NEW), "-o", target)
    assert len(plain(tmp_path / "events.rejected.csv")) == 1

    ask("events", "import", "ucdp-ged", str(GED), "-o", target)
    assert plain(tmp_path / "events.rejected.csv") == []


def test_all_rows_rejected_is_an_error(tmp_path: Path) -> None:
    source = kept(tmp_path, "day,who,whom\nsoon,A,B\n")
    columns = ("--date", "day", "--a", "who", "--b", "whom", "--kind-is", "clash")
    outcome = ask("events", "import", "table", source, *columns, "-o", str(tmp_path / "e.csv"))

    assert outcome.code == 1
    assert f"rejected rows: kept in {tmp_path / 'e.rejected.csv'}" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("import ucdp-ged nothing.csv", 2, "there is no file 'nothing.csv'"),
        ("import ucdp-ged empty.csv", 1, "empty.csv is empty"),
        ("import ucdp-ged mine.csv", 1, "mine.csv has no column 'id'"),
        ("import ucdp-ged mine.csv -o events.xlsx", 2, "must end in .csv or .parquet"),
        ("import ucdp-ged mine.csv -o mine.csv", 2, "mine.csv is read from; name another file"),
        ("import ucdp-ged mine.csv -o - --json", 2, "both want standard output"),
        ("import ucdp-ged mine.csv --from 2019 --until 2018", 2, "2018-12-31 is before 2019-01-01"),
        ("import ucdp-ged mine.csv --precision hour", 2, "'hour' is not known"),
        ("import ucdp-ged", 2, "missing argument"),
        ("import ucdp-get mine.csv", 2, "did you mean ucdp-ged or ucdp-actor?"),
        ("import acled mine.csv --aliases mine.csv", 1, "has no column 'alias'"),
        ("import acled mine.csv --encoding klingon", 2, "no encoding 'klingon'"),
        ("import table mine.csv --date date --a a --b b", 2, "either a column of kinds"),
        (
            "import table mine.csv --date date --a a --b b --kind kind --meaning x=war", 2,
            "'x=war' is not VALUE=KIND",
        ),
        ("validate nothing.csv", 2, "there is no file"),
        ("validate cut.parquet", 1, "is no Parquet file that can be read to its end"),
        ("validate latin.csv", 1, "is not UTF-8"),
        ("vali mine.csv", 2, "did you mean validate?"),
    ],
)  # fmt: skip
def test_errors_are_one_line_and_leave_nothing(
    arguments: str, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept(tmp_path, HEADER + "2018-02-01,A,B,clash\n")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "cut.parquet").write_bytes(b"PAR1\x15\x04")
    (tmp_path / "latin.csv").write_bytes(HEADER.encode() + b"2018-02-01,Zink\xed,B,clash\n")
    before = sorted(tmp_path.iterdir())
    outcome = ask("events", *arguments.split())

    assert outcome.code == code
    assert said in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def test_without_the_extra_parquet_is_one_clear_line_and_csv_works(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['pyarrow'] = None; from idlib_graph.cli import main; main({})"
    make = ["events", "import", "ucdp-ged", str(GED), "-o"]
    csv = python(hidden.format([*make, "events.csv"]), cwd=tmp_path)
    parquet = python(hidden.format([*make, "events.parquet"]), cwd=tmp_path)

    assert csv.returncode == 0
    assert parquet.returncode == 1
    assert parquet.stderr == (
        "idlib-graph: Parquet needs pyarrow: pip install 'idlib-graph[events]', or use CSV\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{COMMAND} events import ucdp-ged {GED} -o - | head -1"
    done = python(f"import os; os.system({command!r})", cwd=tmp_path)

    assert done.stdout.startswith("date,date_end")
    assert "Traceback" not in done.stderr


def test_the_installed_command_writes_where_one_is(tmp_path: Path) -> None:
    done = start("events", "import", "ucdp-ged", str(GED), cwd=tmp_path)

    assert done.returncode == 0
    assert done.stderr == "wrote events.csv\n"
    assert not re.search("\x1b", done.stdout)
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]
