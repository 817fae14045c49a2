"""What ``diff`` says of changes that are known."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from commands import ask, lines

if TYPE_CHECKING:
    from pathlib import Path


def compared(*arguments: str) -> dict[str, Any]:
    outcome = ask("diff", *arguments, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def test_the_first_lines_say_what_an_article_changed(tiny: Path, second: Path) -> None:
    told = lines(ask("diff", str(tiny), str(second)).out)

    assert told[0] == "Sources: added other-paper-2020."
    assert told[1] == "Relations: 1 added, 0 removed, 0 changed (4 before, 5 after)."
    assert told[2].startswith("Memberships: 3 of 3 factions sit in other company")
    assert any(line.startswith("Shifts: 2 new, 0 gone, 0 told") for line in told)
    assert any("other-paper-2020 (1): red-with-green" in line for line in told)


def test_json_says_who_sits_with_whom_and_through_which_source(tiny: Path, second: Path) -> None:
    found = compared(str(tiny), str(second))
    new = [shift for shift in found["shifts"] if shift["change"] == "new"]

    assert [shift["after"]["moved"][0]["faction"] for shift in new] == ["blue-front", "red-brigade"]
    for shift in new:
        assert (shift["before"], shift["after"]["date"]) == (None, "2020-03-01")
        assert shift["sources"] == ["other-paper-2020"]
    assert [(c["change"], c["lines"], c["others"]) for c in found["memberships"]] == [
        ("apart", ["blue-front"], ["green-army"]),
        ("together", ["green-army"], ["red-brigade"]),
    ]
    for change in found["memberships"]:
        assert (change["first"], change["last"]) == ("2020-03-01", "2020-05-01")
        assert change["sources"] == ["other-paper-2020"]  # on the first, by way of green-army
    assert found["settings"] == []
    assert found["summary"]["relations"] == {"added": 1, "removed": 0, "changed": 0}


def test_a_data_set_and_itself(tiny: Path) -> None:
    outcome = ask("diff", str(tiny), str(tiny))

    assert outcome.out == "No difference in records, memberships or shifts.\n"


def test_one_source_left_out_on_the_first_side_only() -> None:
    found = compared("--before", "without_source=newsgram-2020", "--every", "P6M")

    assert found["settings"] == [
        {"name": "without_source", "before": ["newsgram-2020"], "after": []}
    ]
    assert {r["id"] for r in found["records"] if r["record"] == "source"} == {"newsgram-2020"}
    assert {r["change"] for r in found["records"]} <= {"added", "changed"}


def test_settings_are_named_as_options_or_as_in_python_and_lists_add_up(tiny: Path) -> None:
    one = compared("-d", str(tiny), "--before", "half-life=2")
    two = compared(str(tiny), "--before", "half_life=2")
    types = compared("-d", str(tiny), "--after", "without=state,media", "--after", "without=cell")

    assert one == two
    assert types["settings"] == [
        {"name": "without", "before": [], "after": ["state", "media", "cell"]}
    ]


def test_an_empty_list_takes_back_what_the_data_set_leaves_out() -> None:
    found = compared("--after", "without=", "--every", "P1Y")

    assert found["settings"] == [{"name": "without", "before": ["collective"], "after": []}]
    present = [change for change in found["memberships"] if change["change"] == "present"]
    assert any("idlib-rebels" in change["lines"] for change in present)


def test_what_is_common_holds_for_both_sides() -> None:
    found = compared("--every", "P1Y", "--objective", "cpm", "--after", "resolution=0.5")

    for side in ("before", "after"):
        assert found[side]["settings"]["objective"] == "cpm"
        assert found[side]["settings"]["every"] == "P1Y"
    assert [setting["name"] for setting in found["settings"]] == ["resolution"]


def test_known_by_two_dates_says_what_only_one_side_covers() -> None:
    outcome = ask("diff", "--before", "known_by=2018-10-01", "--after", "known_by=2019-02")

    assert lines(outcome.out)[0] == "Setting known_by: 2018-10-01 before, 2019-02-28 after."
    assert lines(outcome.out)[1] == "Sources: added al-monitor-2019 and global-research-2019."
    assert "lie where only one has slices" in " ".join(outcome.out.split())
    assert "smaller ones are not shown (--all)." in outcome.out
    assert [line for line in outcome.out.splitlines() if len(line) > 80] == []


def test_all_changes_of_membership_on_demand(tiny: Path) -> None:
    options = ("--before", "known_by=2018-10-01", "--every", "P6M")
    number = len(compared(*options)["memberships"])
    told = ask("diff", *options, "--all").out
    section = told.split("Memberships, the largest")[1].split("Relations added")[0]

    assert number > 12
    assert sum(line.startswith("- ") for line in section.splitlines()) == number
    assert "not shown" not in told
    assert "not shown" not in ask("diff", str(tiny), "--after", "half_life=2").out


def test_slices_without_a_day_in_common(tiny: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(tiny, tmp_path / "moved")
    with (moved / "dataset.yaml").open("a", encoding="utf-8") as file:
        file.write("period: 2030/2031\n")
    outcome = ask("diff", str(tiny), str(moved))

    assert outcome.code == 0
    assert "the two have no slice in common" in outcome.out
