"""UCDP GED: all 265 rows held against the rule in words, and named rows against what is known."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from events.tables import ACTORS, GED, events_of, plain, write_table, written

from idlib_graph.errors import TableError
from idlib_graph.events.importing import Dropped, Filters
from idlib_graph.events.names import Names, read_names, split_names
from idlib_graph.events.table import parse_day
from idlib_graph.events.ucdp_ged import COLUMNS, ged_release, ged_rules, read_actor_ids
from idlib_graph.load import bundled_dataset

if TYPE_CHECKING:
    from pathlib import Path

ROWS = plain(GED)
BY_ID = {row["id"].removesuffix(".0"): row for row in ROWS}
Key = tuple[str, str, str, frozenset[str]]


def in_words(rows: list[dict[str, str]]) -> Counter[Key]:
    """What the rule in docs/events.md makes of rows, computed anew and apart from the importer."""
    found: Counter[Key] = Counter()
    for row in rows:
        if row["type_of_violence"] == "3.0":
            continue
        sides = [
            [" ".join(name.split()) for name in row[side].split(",")]
            for side in ("side_a", "side_b")
        ]
        pairs = [("clash", *pair) for pair in product(*sides)]
        pairs += [("alliance", *pair) for side in sides for pair in combinations(side, 2)]
        coarse = row["date_prec"] in {"4.0", "5.0"}
        for kind, a, b in pairs:
            sign = "review" if coarse else kind
            number = row["id"].removesuffix(".0")
            found[number, row["date_start"], sign, frozenset((a, b))] += 1
    return found


def keys(table: list[dict[str, str]]) -> Counter[Key]:
    return Counter(
        (row["source_id"], row["date"], row["kind"], frozenset((row["a"], row["b"])))
        for row in table
    )


def of(number: str, **changed: str) -> list[tuple[str, str, str]]:
    """What becomes of one row of the sample."""
    return [(x.kind, x.a, x.b) for x in events_of(ged_rules(), BY_ID[number] | changed)]


def test_every_row_becomes_what_the_rule_says(tmp_path: Path) -> None:
    table, summary = written(ged_rules(source="UCDP GED"), tmp_path, GED)

    assert len(ROWS) == 265
    assert keys(table) == in_words(ROWS)
    assert not (tmp_path / "events.rejected.csv").exists()
    assert {row["source"] for row in table} == {"UCDP GED"}
    assert {row["weight"] for row in table} == {"1.0"}
    assert {row["type"] for row in table if row["kind"] == "clash"} == {"battle"}
    assert summary.rejected == 0


def test_the_account_adds_up_to_all_rows(tmp_path: Path) -> None:
    _, summary = written(ged_rules(), tmp_path, GED)
    told = summary.record()

    # By hand: 226 state-based and 29 non-state rows, of which two are dated to a month and longer,
    # and 10 one-sided ones. Eleven rows have a side of n organisations: 8, 10, 10, 5, 3, 4, 3, 2,
    # 3, 2 and 2 of them, against one; each gives n clashes and n(n-1)/2 alliances.
    sizes = [8, 10, 10, 5, 3, 4, 3, 2, 3, 2, 2]
    assert told["rows_by"] == {
        "alliance": 11, "split": 0, "clash": 253, "review": 2, "dropped": 10, "rejected": 0,
    }  # fmt: skip
    assert sum(told["rows_by"].values()) - told["rows_by"]["alliance"] == told["rows"] == 265
    assert told["events"]["clash"] == 253 - len(sizes) + sum(sizes) == 294
    assert told["events"]["alliance"] == sum(n * (n - 1) // 2 for n in sizes) == 146
    assert told["dropped"] == {"violence against civilians (type_of_violence 3)": 10}
    assert told["review"] == {
        "date known to the month only (date_prec 4)": 1,
        "date known to the year only (date_prec 5)": 1,
    }


def test_named_rows_are_what_is_known_of_them() -> None:
    assert of("300380") == [("clash", "Government of Syria", "Syrian insurgents")]
    assert of("448810") == [("clash", "SNA", "SDF")]
    assert of("206114") == [
        ("clash", "IS", "Jaysh al-Sanadid"),
        ("clash", "IS", "MFS"),
        ("clash", "IS", "PYD"),
        ("alliance", "Jaysh al-Sanadid", "MFS"),
        ("alliance", "Jaysh al-Sanadid", "PYD"),
        ("alliance", "MFS", "PYD"),
    ]
    assert of("303746") == [
        ("clash", "Jabhat Fateh al-Sham", "Jaysh al-Islam"),
        ("clash", "Rahman Corps", "Jaysh al-Islam"),
        ("alliance", "Jabhat Fateh al-Sham", "Rahman Corps"),
    ]


def test_the_sides_that_are_split_have_the_members_that_ucdp_actor_gives_them() -> None:
    members: dict[str, set[str]] = {}
    for actor in plain(ACTORS):
        for number in f"{actor['NSCoalitionID']},{actor['OSCoalitionID']}".split(","):
            members.setdefault(number.strip(), set()).add(" ".join(actor["NameData"].split()))
    sides = {
        row[f"side_{side}_new_id"].removesuffix(".0"): row[f"side_{side}"]
        for row in ROWS
        for side in "ab"
        if "," in row[f"side_{side}"]
    }
    differing = {n for n, text in sides.items() if {*split_names(text, Names())} != members[n]}

    assert len(sides) == 10
    assert differing == {"6495"}  # Fatah Halab is an operations room, there given by its members


def test_dates_of_several_days_keep_their_end(tmp_path: Path) -> None:
    table, _ = written(ged_rules(), tmp_path, GED)
    ends = {row["source_id"]: row["date_end"] for row in table}

    for number, row in BY_ID.items():
        if number in ends:
            several = row["date_end"] != row["date_start"]
            assert ends[number] == (row["date_end"] if several else "")
    assert Counter(row["precision"] for row in {r["source_id"]: r for r in table}.values()) == {
        "day": 249, "days": 4, "month": 1, "year": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("coarsest", "reviewed"), [("day", 6), ("days", 2), ("week", 2), ("month", 1), ("year", 0)]
)
def test_coarse_dates_are_review(coarsest: str, reviewed: int, tmp_path: Path) -> None:
    # date_prec of the rows that are no violence against civilians: 1 in 249, 2 in 4, 4 and 5 in one
    _, summary = written(ged_rules(filters=Filters(coarsest=coarsest)), tmp_path, GED)

    assert summary.fates["review"] == reviewed
    assert summary.fates["clash"] == 255 - reviewed


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(countries=("syria",)), bool),
        (Filters(countries=("Iraq",)), lambda row: not row),
        (Filters(regions=("idlib  governorate",)), lambda row: row["adm_1"].startswith("Idlib")),
        (Filters(since=parse_day("2018-01-01")), lambda row: row["date_end"] >= "2018-01-01"),
        (Filters(until=parse_day("2012-12-31")), lambda row: row["date_start"] <= "2012-12-31"),
    ],
)
def test_filters_leave_out_what_is_not_asked_for_and_count_it(
    filters: Filters, kept: object, tmp_path: Path
) -> None:
    assert callable(kept)
    table, summary = written(ged_rules(filters=filters), tmp_path, GED)
    asked = [row for row in ROWS if kept(row)]

    assert keys(table) == in_words(asked)
    assert summary.rows == 265
    fighting = sum(row["type_of_violence"] != "3.0" for row in asked)
    assert summary.fates["dropped"] == 265 - fighting == sum(summary.dropped.values())


def test_old_and_new_releases_differ_in_columns_and_in_how_they_write_numbers() -> None:
    row = BY_ID["206114"]
    old = {name.replace("_new_id", "_id"): value for name, value in row.items()}
    new = row | {
        "id": "206114", "type_of_violence": "2", "date_prec": "1",
        "date_start": "2015-06-06 00:00:00.000", "date_end": "2015-06-06 00:00:00.000",
    }  # fmt: skip

    assert list(ged_rules().apply(old)) == list(ged_rules().apply(row))
    assert list(ged_rules().apply(new)) == list(ged_rules().apply(row))


def test_candidate_releases_without_a_header_are_read_by_the_fixed_order(tmp_path: Path) -> None:
    bare = write_table(tmp_path / "bare.csv", ROWS, header=False)
    packed = tmp_path / "bare.csv.gz"
    packed.write_bytes(gzip.compress(bare.read_bytes()))
    table, summary = written(ged_rules(), tmp_path, packed)

    assert tuple(ROWS[0]) == COLUMNS
    assert keys(table) == in_words(ROWS)
    assert summary.rows == 265


def test_what_the_coders_have_not_cleared_is_review() -> None:
    assert of("448810", code_status="Check dyad") == [("review", "SNA", "SDF")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"type_of_violence": "4"}, "type_of_violence 4 is none of 1, 2, 3"),
        ({"type_of_violence": ""}, "type_of_violence '' is no whole number"),
        ({"date_prec": "6"}, "date_prec 6 is none of 1 to 5"),
        ({"date_start": "2022-02-30"}, "'2022-02-30' is no day"),
        ({"date_end": "2021-01-01"}, "ends on 2021-01-01, before it starts"),
        ({"side_b": " "}, "side_b is empty"),
    ],
)
def test_a_row_that_is_no_event_is_kept_aside(
    changed: dict[str, str], said: str, tmp_path: Path
) -> None:
    path = write_table(tmp_path / "ged.csv", [BY_ID["448810"], BY_ID["448810"] | changed])
    table, summary = written(ged_rules(), tmp_path, path)
    aside = plain(tmp_path / "events.rejected.csv")

    assert (len(table), summary.rejected, summary.fates["rejected"]) == (1, 1, 1)
    assert (aside[0]["row"], aside[0]["file"]) == ("3", str(path))
    assert said in aside[0]["reason"]
    assert '"SNA - SDF"' in aside[0]["record"]


def test_one_organisation_on_both_sides_is_no_tie() -> None:
    same = BY_ID["448810"] | {"side_b": "SNA"}
    both = BY_ID["448810"] | {"side_b": "SNA, SDF"}

    assert list(ged_rules().apply(same)) == [Dropped("one organisation on both sides")]
    assert [x.kind for x in events_of(ged_rules(), both)] == ["review"] * 2


def test_a_single_actor_with_commas_is_not_split_where_it_is_known_as_one(tmp_path: Path) -> None:
    row = BY_ID["448810"] | {"side_a": "Aid, Relief and Defence", "side_a_new_id": "9001"}
    listed = write_table(tmp_path / "actors.csv", [{"ActorId": "9001", "NameData": "x"}])
    alias = write_table(tmp_path / "a.csv", [{"alias": "Aid, Relief and Defence", "name": "ARD"}])

    def first(**options: object) -> str:
        rules = ged_rules(**options)  # type: ignore[arg-type] # one option at a time
        return events_of(rules, row)[0].a

    assert first() == "Aid"
    assert first(actors=read_actor_ids([listed])) == "Aid, Relief and Defence"
    assert first(names=read_names([alias])) == "ARD"


def test_names_are_those_of_the_data_set_where_it_knows_them(tmp_path: Path) -> None:
    names = read_names([bundled_dataset()], register="ucdp")
    table, summary = written(ged_rules(names=names), tmp_path, GED)
    met = {name for row in table for name in (row["a"], row["b"])}

    assert {"Hayat Tahrir al-Sham", "Jaysh al-Islam"} <= met  # by alias HTS, and as it is
    assert "HTS" not in met
    # UCDP's number 1170 is of two names of ours: the spelling decides, or nothing does.
    assert "Jabhat Fateh al-Sham" in met
    assert summary.suggestions["Jabhat Fateh al-Sham"] == "Jabhat Fatah al-Sham"
    assert summary.unknown["Jabhat Fateh al-Sham"] == sum(
        "Jabhat Fateh al-Sham" in row["side_a"] + row["side_b"] for row in ROWS
    )


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("GEDEvent_v24_1.csv", "UCDP GED 24.1"),
        ("ged251-csv.zip", "UCDP GED 25.1"),
        ("ged191.csv", "UCDP GED 19.1"),
        ("GEDEvent_v25_01_25_12.csv", "UCDP Candidate 25.01.25.12"),
        ("syria.csv", "UCDP GED"),
    ],
)
def test_the_release_is_read_from_the_file_name(name: str, release: str) -> None:
    assert ged_release(name) == release


def test_another_table_is_no_ged(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="has no column 'id'"):
        written(ged_rules(), tmp_path, ACTORS)
    assert list(tmp_path.iterdir()) == []
