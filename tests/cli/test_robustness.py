"""What ``robustness`` says, on data of which the truth is known."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from builders import make, rel
from commands import ask
from jsonschema import Draft202012Validator

from idlib_graph import analyze
from idlib_graph.report.robustness import tell_course
from idlib_graph.robustness.sensitivity import Course, Trial
from idlib_graph.schema import read_schema

if TYPE_CHECKING:
    from pathlib import Path

TWO = ("--source", "al-bawaba-2018", "--source", "newsgram-2020", "--every", "P2Y")


@cache
def told(*options: str) -> str:
    outcome = ask("robustness", *options)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def answer(*options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*options, "--json"))
    return found


def test_json_is_what_its_schema_says(second: Path) -> None:
    schema = json.loads(read_schema("analysis"))
    check = Draft202012Validator({"$ref": "#/$defs/robustness", "$defs": schema["$defs"]})
    found = answer("-d", str(second))

    assert list(found) == ["ensemble", "sources", "sensitivity"]
    check.validate(found)
    found["sources"]["without"][0]["shifts"][0]["outcome"] = "wobbles"
    found["sources"]["sufficient"]["memberships"][0]["sets"] = None
    del found["sensitivity"]["settings"][0]["verdict"]
    found["ensemble"]["draws"] = 0
    assert len(list(check.iter_errors(found))) == 4


def test_what_falls_without_a_source_and_what_suffices(second: Path) -> None:
    found = answer("-d", str(second), "--sources")["sources"]
    without = {item["source"]: item for item in found["without"]}["other-paper-2020"]
    red = [item for item in found["sufficient"]["memberships"] if item["line"] == "red-brigade"]

    assert without["relations"] == {
        "vanished": ["red-with-green"], "weakened": [], "strengthened": []
    }  # fmt: skip
    assert [(m["line"], m["first"], m["last"]) for m in without["memberships"]] == [
        ("green-army", "2020-03-01", "2020-05-01"),  # which is with blue-front by the other
        ("red-brigade", "2020-03-01", "2020-05-01"),
    ]
    assert [(item["date"], item["sets"]) for item in red] == [
        ("2020-05-01", [["other-paper-2020"]])
    ]


def test_company_is_as_sure_as_the_words_for_it() -> None:
    options = ("--source", "long-war-journal-2017", "--every", "P5Y", "--draws", "60")
    found = answer(*options, "--ensemble", "--on", "2017-07-01")["ensemble"]
    text = told(*options, "--ensemble")

    assert (found["draws"], found["seed"]) == (60, 0)
    pairs = {(pair["a"], pair["b"]): pair["together"] for pair in found["pairs"]}
    assert all(0 < share <= 1 for share in pairs.values())
    for community in found["communities"]:
        lines = [member["line"] for member in community["members"]]
        shares = [pairs.get((a, b), 0.0) for a, b in combinations(sorted(lines), 2)]
        assert community["stability"] == pytest.approx(sum(shares) / len(shares), abs=0.005)
    assert "60 draws (seed 0)" in text
    assert answer(*options, "--ensemble", "--seed", "4")["ensemble"]["seed"] == 4


def test_parts_are_given_one_by_one_or_together(tiny: Path) -> None:
    assert list(answer("-d", str(tiny), "--sources")) == ["sources"]
    assert list(answer("-d", str(tiny), "--ensemble", "--draws", "3")) == ["ensemble"]
    assert list(answer("-d", str(tiny), "--sensitivity")) == ["sensitivity"]
    text = told("-d", str(tiny), "--sensitivity")
    assert "Other settings, one at a time" in text
    assert "One source left out" not in text


def test_memberships_of_the_day_that_is_asked_for(second: Path) -> None:
    early = answer("-d", str(second), "--sources", "--on", "2018-12-15")["sources"]

    assert {item["date"] for item in early["sufficient"]["memberships"]} == {"2018-12-01"}
    assert "Who sits where on 2018-12-01" in told(
        "-d", str(second), "--sources", "--on", "2018-12-15"
    )


@pytest.mark.parametrize("data", ["tiny", "second", "bundled"])
def test_it_fits_80_columns_and_has_no_colour(data: str, tiny: Path, second: Path) -> None:
    where = {"tiny": ("-d", str(tiny)), "second": ("-d", str(second)), "bundled": TWO}[data]
    text = told(*where, *(("--sources",) if data == "bundled" else ()))

    assert [line for line in text.splitlines() if len(line) > 80 or line != line.rstrip()] == []
    assert "\x1b" not in text
    assert "Survival is not support" in " ".join(text.split())


def test_the_longest_falls_or_all_of_them() -> None:
    found = answer(*TWO, "--sources")["sources"]["without"][0]
    groups = {(m["community"], m["first"], m["last"]) for m in found["memberships"]}
    short, whole = (told(*TWO, "--sources", *more) for more in ((), ("--all",)))

    def listed(text: str) -> int:
        part = text.split("Without al-bawaba-2018")[1].split("Without newsgram", maxsplit=1)[0]
        return sum(line.startswith("- ") for line in part.splitlines())

    assert (listed(short), listed(whole)) == (5, len(groups))
    assert f"{len(groups) - 5} shorter ones are not shown (--all)." in short
    assert "not shown" not in whole


def test_a_rename_that_one_source_tells_is_marked() -> None:
    text = " ".join(told(*TWO, "--sources").split())

    assert "Only this source tells that al-Nusra Front became Jabhat Fatah al-Sham" in text
    assert "they stay one line all the same" in text


def test_no_communities_on_the_day(tiny: Path) -> None:
    text = told("-d", str(tiny), "--sources", "--on", "2019-12-01")

    assert "None on this day." in text


def test_without_events_nothing_is_said_to_stand(tiny: Path) -> None:
    text = told("-d", str(tiny), "--sources", "--only", "state")

    assert "of 0 events" in text
    assert "all stand" not in text


def test_a_share_that_is_too_small_is_not_rounded_to_what_would_do() -> None:
    same = Trial(1.0, (), 1.0, lambda: (1.0, 0))
    course = Course("half_life", 1.0, (same, Trial(2.0, (), 0.9475, lambda: (1.0, 0))))

    assert "At 2: 94% of memberships hold." in tell_course(
        analyze(make(rel("membership", "red", "green"))), course
    )
