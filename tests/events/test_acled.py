"""ACLED: invented rows in the layouts of its old and new exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events.tables import ACLED_NEW, ACLED_OLD, events_of, plain, written

from idlib_graph.errors import RowError
from idlib_graph.events.acled import acled_rules, parse_acled_day, read_inter
from idlib_graph.events.importing import Filters

if TYPE_CHECKING:
    from pathlib import Path

ARMY = "Military Forces of Ruritania (1999-)"
FRONT = "RF: Red Front"
NEW = {row["event_id_cnty"]: row for row in plain(ACLED_NEW)}


def by_number(table: list[dict[str, str]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in table:
        tie = (row["kind"], row["a"], row["b"], row["weight"])
        found.setdefault(row["source_id"], []).append(tie)
    return found


def test_every_row_of_a_new_export(tmp_path: Path) -> None:
    table, summary = written(acled_rules(), tmp_path, ACLED_NEW)

    assert by_number(table) == {
        "RUR1": [
            ("clash", FRONT, ARMY, "1.0"),
            ("alliance", FRONT, "Blue Brigade", "0.5"),
            ("alliance", FRONT, "Green Army", "0.5"),
        ],
        "RUR2": [("clash", "Air Forces of Graustark", FRONT, "1.0")],
        "RUR6": [("review", FRONT, ARMY, "1.0")],
        "RUR8": [("review", ARMY, FRONT, "1.0")],
        "RUR11": [("review", FRONT, ARMY, "1.0")],
        "RUR12": [
            ("clash", "Hill Clan Militia", "River Guard", "1.0"),
            ("review", "Hill Clan Militia", "Unidentified Armed Group (Ruritania)", "0.5"),
            ("review", "River Guard", "Civilians (Ruritania)", "0.5"),
        ],
        "RUR13": [("review", "Unidentified Armed Group (Ruritania)", ARMY, "1.0")],
        "RUR14": [("alliance", "Blue Brigade", "Green Army", "0.5")],
    }
    assert summary.record() | {"unknown_names": {}} == {
        "rows": 15,
        "rows_by": {
            "alliance": 2, "split": 0, "clash": 3, "review": 5, "dropped": 6, "rejected": 1,
        },
        "events": {"alliance": 3, "split": 0, "clash": 3, "review": 6},
        "undated": 0,
        "review": {
            "with an unidentified group": 2,
            "Agreement": 1,
            "Non-violent transfer of territory": 1,
            "date known to the month only": 1,
            "with people, not an organisation": 1,
        },
        "dropped": {
            "Battles: one organisation on both sides": 1,
            "Change to group/activity: one actor only": 1,
            "Explosions/Remote violence: not between two armed actors": 1,
            "Explosions/Remote violence: one actor only": 1,
            "Protests": 1,
            "Strategic developments": 1,
            "Violence against civilians": 1,
        },
        "rejected": 1,
        "faults": ["acled-new.csv, row 16: '31 February 2018' is no day"],
        "unknown_names": {},
        "suggestions": {},
        "missed_places": {},
    }  # fmt: skip
    assert plain(tmp_path / "events.rejected.csv")[0]["reason"] == "'31 February 2018' is no day"


def test_every_row_of_an_old_export(tmp_path: Path) -> None:
    table, summary = written(acled_rules(), tmp_path, ACLED_OLD)

    assert by_number(table) == {
        "RUR901": [
            ("clash", FRONT, ARMY, "1.0"),
            ("alliance", FRONT, "Blue Brigade", "0.5"),
            ("alliance", ARMY, "Police Forces of Ruritania (1999-)", "0.5"),
        ],
        "RUR902": [("clash", "Blue Brigade", "Hill Clan Militia", "1.0")],
        "RUR903": [("clash", "Air Forces of Graustark", "Blue Brigade", "1.0")],
        "RUR904": [("review", FRONT, ARMY, "1.0")],
    }
    assert [row["date"] for row in table[-3:]] == ["2013-03-02", "2013-03-03", "2013-03-04"]
    assert summary.dropped == {
        "Riots/Protests": 1,
        "Battles: not between two armed actors": 1,
    }
    assert "inter '9' is no type of actor" in (tmp_path / "events.rejected.csv").read_text()


def test_old_and_new_exports_go_into_one_table(tmp_path: Path) -> None:
    table, summary = written(acled_rules(), tmp_path, ACLED_OLD, ACLED_NEW)

    assert summary.rows == 7 + 15
    assert [row["source_id"] for row in table][:1] == ["RUR901"]
    assert table[-1]["source_id"] == "RUR14"


def test_columns_in_capitals_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "capitals.csv"
    header, rest = ACLED_OLD.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{header.upper()}\n{rest}", encoding="utf-8")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    one, two = (
        written(acled_rules(), tmp_path / name, file)[0]
        for name, file in (("one", path), ("two", ACLED_OLD))
    )
    assert one == two


def test_filters(tmp_path: Path) -> None:
    asked = Filters(regions=("South",), since=parse_acled_day("2018-02-08"))
    table, summary = written(acled_rules(filters=asked), tmp_path, ACLED_NEW)

    assert set(by_number(table)) == {"RUR6", "RUR8"}
    assert summary.dropped["in a region not asked for"] == 8
    assert summary.dropped["before 2018-02-08"] == 2


def test_dates_of_the_week_are_kept_unless_days_are_asked_for() -> None:
    asked = Filters(coarsest="day")
    kinds = {x.kind for x in events_of(acled_rules(filters=asked), NEW["RUR12"])}

    assert kinds == {"review"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "State forces"), (2, "Rebel group"), (2, "Rebel Groups"), (3, "Political militia"),
        (4, "Identity Militias"), (5, "Rioters"), (6, "Protesters"), (7, "Civilians"),
        (8, "External/Other forces"), (0, ""), (8, "8"), (1, "1.0"),
    ],
)  # fmt: skip
def test_types_of_actors_by_number_and_in_words(number: int, words: str) -> None:
    assert read_inter(words) == number


@pytest.mark.parametrize("text", ["9", "-1", "armed", "1.5", "State"])
def test_other_types_of_actors_are_none(text: str) -> None:
    with pytest.raises(RowError):
        read_inter(text)


@pytest.mark.parametrize(
    "text", ["03/04/2018", "2018", "32 May 2018", "5 Mai 2018", "5 Ma 2018", ""]
)
def test_other_dates_are_none(text: str) -> None:
    with pytest.raises(RowError):
        parse_acled_day(text)


def test_a_month_is_known_in_full_and_in_short() -> None:
    days = {parse_acled_day(text) for text in ("5 September 2018", "05-Sep-2018", "5 sept 2018")}

    assert days == {parse_acled_day("2018-09-05")} == {parse_acled_day("05-09-2018")}
