from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from case_folders import CASES, INVALID, PLAIN, VALID, expected, lay_out
from hypothesis import given
from strategies import plain_datasets, write_dataset

from idlib_graph.checks import (
    ADVISORY,
    check_dataset,
    codes,
    failures,
    load_dataset,
    validate,
)
from idlib_graph.dates import parse_date
from idlib_graph.errors import DatasetError, NotFoundError, Problem
from idlib_graph.model import Evidence, Faction

if TYPE_CHECKING:
    from pathlib import Path

UNTESTABLE_BY_FOLDER = {"D001", "D002"}  # missing and unreadable files: see test_load


@pytest.mark.parametrize("name", VALID)
def test_valid(name: str, tmp_path: Path) -> None:
    folder = lay_out(name, tmp_path / name)
    problems = validate(folder)
    assert [f"{one.place} {one.code}" for one in problems] == expected(name)
    assert {one.severity for one in problems} <= {"warning"}
    assert load_dataset(folder).fingerprint


@pytest.mark.parametrize("name", INVALID)
def test_invalid(name: str, tmp_path: Path) -> None:
    folder = lay_out(name, tmp_path / name)
    with pytest.raises(DatasetError) as raised:
        load_dataset(folder)
    problems = raised.value.problems
    assert [f"{one.place} {one.code}" for one in problems] == expected(name)
    assert {one.severity for one in problems} == {"error"}
    assert str(raised.value).count("\n") == len(problems) - 1


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    lines = [line for name in (*VALID, *INVALID) for line in expected(name)]
    seen = {line.rsplit(" ", 1)[1] for line in lines}
    assert seen | UNTESTABLE_BY_FOLDER == set(codes())


def test_every_code_has_one_line_of_help() -> None:
    for meaning in codes().values():
        assert meaning.endswith(".")
        assert len(meaning) < 95


def test_every_invalid_case_says_what_is_expected() -> None:
    assert [name for name in INVALID if not expected(name)] == []
    assert (CASES / "README.md").exists()


@pytest.mark.parametrize("name", INVALID)
def test_messages_are_one_printable_line(name: str, tmp_path: Path) -> None:
    for one in validate(lay_out(name, tmp_path / name)):
        assert one.message.isprintable()
        assert len(one.message) < 300


def test_problems_come_in_order_of_place(tmp_path: Path) -> None:
    places = [one.place for one in validate(lay_out("unknown-keys", tmp_path / "a")) if one.place]
    assert places == sorted(places)


def test_strict_makes_warnings_errors() -> None:
    folder = CASES / "valid" / "doubts"
    assert load_dataset(folder).title == "Doubts"
    with pytest.raises(DatasetError) as raised:
        load_dataset(folder, strict=True)
    found = {one.code for one in raised.value.problems}
    assert {"W401", "W403"} <= found
    assert found.isdisjoint(ADVISORY)


def test_strict_lets_summaries_pass() -> None:
    folder = CASES / "valid" / "complete"
    assert {one.code for one in validate(folder)} == {"W402", "W406"}
    assert load_dataset(folder, strict=True).title == "Five colours"


def test_failures() -> None:
    problems = [
        Problem("D101", ""),
        Problem("W401", "", severity="warning"),
        Problem("W402", "", severity="warning"),
    ]
    assert [one.code for one in failures(problems)] == ["D101"]
    assert [one.code for one in failures(problems, strict=True)] == ["D101", "W401"]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no data set folder"):
        load_dataset(tmp_path / "nowhere")
    with pytest.raises(NotFoundError, match="is a file"):
        validate(PLAIN / "dataset.yaml")
    (tmp_path / "events.csv").touch()
    with pytest.raises(NotFoundError, match=r"has tables; name one, as 'events\.csv'"):
        load_dataset(tmp_path)


def test_the_bundled_data_set_has_no_errors() -> None:
    assert failures(validate()) == []
    assert load_dataset().relations


def message(name: str, code: str, tmp_path: Path) -> list[str]:
    return [one.message for one in validate(lay_out(name, tmp_path / name)) if one.code == code]


def test_suggestions_know_aliases_and_names(tmp_path: Path) -> None:
    assert message("unknown-names", "D101", tmp_path) == [
        "unknown faction 'Reds' (did you mean 'red'?)",
        "unknown faction 'bleu' (did you mean 'blue'?)",
        "unknown faction 'The green council' (did you mean 'green'?)",
        "unknown faction 'nobody-at-all'; add it to factions.yaml",
    ]


def test_a_problem_names_its_record(tmp_path: Path) -> None:
    problems = validate(lay_out("kind-and-direction", tmp_path / "a"))
    assert [one.record for one in problems if one.code == "D201"] == ["relation green-in-red"]
    repeats = validate(lay_out("duplicate-ids", tmp_path / "b"))
    assert {one.record for one in repeats if one.code == "D103"} == {"relation red-fights-blue"}


def test_a_broken_record_makes_no_unknown_names(tmp_path: Path) -> None:
    for name in ("broken-records-are-known", "unread-file-is-no-unknown", "empty-file"):
        found = {one.code for one in validate(lay_out(name, tmp_path / name))}
        assert not any(code.startswith("D1") for code in found)


def test_many_unknown_names_take_no_time(tmp_path: Path) -> None:
    def relation(number: int) -> dict[str, Any]:
        evidence = [{"source": "s", "paragraphs": [1], "claim": "asserted"}]
        ends = [f"ghost-{number}", f"phantom-{number}"]
        name = f"r{number}"
        return {
            "id": name,
            "kind": "clash",
            "type": "battle",
            "between": ends,
            "evidence": evidence,
        }

    sources = [{"id": "s", "title": "S", "published": "2019", "reliability": "A"}]
    factions = [{"id": f"f{n}", "name": f"F {n}", "type": "cell"} for n in range(300)]
    data = {"dataset": {"title": "x"}, "sources": sources, "factions": factions}
    folder = write_dataset(
        tmp_path / "data", data | {"relations": [relation(n) for n in range(2000)]}
    )
    found = [one.code for one in validate(folder)]
    assert found.count("D101") == 4000


def test_a_data_set_made_in_python_is_checked_too() -> None:
    good = load_dataset(PLAIN)
    assert check_dataset(good) == []
    green = replace(good.relations["green-in-red"], b="grey")
    bad = replace(good, relations={"green-in-red": green}, places={})
    problems = check_dataset(bad)
    assert [one.code for one in problems] == ["D101", "W401", "W401"]
    assert problems[0].place is None
    assert problems[0].record == "relation green-in-red"


def test_a_date_is_no_anachronism_where_it_may_overlap() -> None:
    good = load_dataset(PLAIN)
    factions = {
        **good.factions,
        "red": Faction("red", "Red", "cell", active=parse_date("2019-02-20/..")),
    }
    assert check_dataset(replace(good, factions=factions)) == []


def test_what_is_expected_may_come_after_the_news() -> None:
    good = load_dataset(PLAIN)
    fight = good.relations["red-fights-blue"]
    piece = Evidence("gazette", (1,), "expected")
    later = replace(fight, date=parse_date("2030"), evidence=(piece,))
    found = check_dataset(replace(good, relations={**good.relations, fight.id: later}))
    assert {one.code for one in found} == {"W406"}
    told = replace(later, evidence=(replace(piece, claim="asserted"),))
    found = check_dataset(replace(good, relations={**good.relations, fight.id: told}))
    assert {one.code for one in found} == {"D206", "W402"}


@given(plain_datasets())
def test_any_data_set_can_be_checked(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    folder = write_dataset(tmp_path_factory.mktemp("data"), data)
    problems = validate(folder)
    allowed = {"D107", "D206", "D207", "W409"}  # what chance may bring about
    assert {one.code for one in problems if one.severity == "error"} <= allowed
