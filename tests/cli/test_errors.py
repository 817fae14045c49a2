"""Whatever is wrong is said in one line on stderr, with the exit code that scripts rely on."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from case_folders import PLAIN
from commands import ask, lines, start

if TYPE_CHECKING:
    from pathlib import Path

TYPOS = {
    "command": (["comunities"], "did you mean 'communities'"),
    "option": (["communities", "--objektive", "cpm"], "did you mean"),
    "faction": (["faction", "hst"], "did you mean hts"),
    "alias": (["pair", "hts", "Jabat al-Nusra"], "did you mean nusra"),
    "relation type": (["relations", "--type", "membrship"], "did you mean membership"),
    "faction type": (["factions", "--type", "armd-group"], "did you mean armed-group"),
    "left-out type": (["shifts", "--without", "collectve"], "did you mean collective"),
    "kind": (["relations", "--kind", "aliance"], "did you mean alliance"),
    "objective": (["communities", "--objective", "modularty"], "did you mean modularity"),
    "chart": (["chart", "storylin"], "did you mean storyline"),
    "format": (["export", "jsn"], "did you mean json"),
    "schema": (["schema", "relation"], "did you mean relations"),
    "contested faction": (["contested", "--faction", "hst"], "did you mean hts"),
    "setting": (["diff", "--before", "knwn_by=2018"], "did you mean 'known_by'"),
    "setting's source": (["diff", "--after", "source=al-bawaba-2017"], "'al-bawaba-2018'"),
    "source": (["sources", "--source", "al-bawaba"], "al-bawaba-2018"),
    "source left out": (["shifts", "--without-source", "newsgram"], "newsgram-2020"),
}

WRONG_USAGE = {
    "missing folder": (["communities", "-d", "nowhere"], "no data set folder 'nowhere'"),
    "empty folder name": (["communities", "-d", ""], "the path is empty"),
    "file for a folder": (["validate", "-d", __file__], "is a file"),
    "no such day": (["communities", "--on", "2018-13"], "'2018-13'"),
    "two dates": (["communities", "--on", "2018/2019"], "is not one date"),
    "not a date": (["shifts", "--known-by", "yesterday"], "'yesterday'"),
    "dates backwards": (["relations", "--between", "2019", "2018"], "is before"),
    "one date of two": (["relations", "--between", "2019"], "requires 2 arguments"),
    "step": (["shifts", "--every", "1M"], "step '1M' is not understood"),
    "resolution": (["communities", "--resolution", "-1"], "resolution is -1"),
    "resolution no number": (["communities", "--resolution", "nan"], "resolution is nan"),
    "half-life": (["communities", "--half-life", "0"], "half_life is 0"),
    "seed": (["communities", "--seed", "x"], "not a valid integer"),
    "before all sources": (["communities", "--known-by", "1990"], "nothing to analyse"),
    "pair of one line": (["pair", "hts", "nusra"], "names of one line"),
    "chart of another kind": (["chart", "storyline", "-o", "a.jpg"], "must end in .png"),
    "chart without a name": (["chart", "storyline", "-o", ""], "the path is empty"),
    "missing argument": (["pair", "hts"], "missing argument"),
    "nothing to compare": (["diff"], "nothing to compare"),
    "two ways to name it": (["diff", "-d", "a", "b", "--after", "cut=0"], "name the data set once"),
    "setting without value": (["diff", "--before", "known_by"], "write NAME=VALUE"),
    "empty setting": (["diff", "--before", "known_by="], "known_by has no value"),
    "setting given twice": (["diff", "--after", "cut=0", "--after", "cut=1"], "cut is given twice"),
    "setting out of range": (["diff", "--after", "cut=2"], "cut is 2"),
    "setting no number": (["diff", "--after", "cut=much"], "cut is 'much'; it must be a number"),
    "setting no whole number": (["diff", "--after", "seed=1.5"], "must be a whole number"),
    "setting no date": (["diff", "--before", "known_by=soon"], "'soon'"),
    "open date": (["diff", "--before", "known_by=2018/.."], "must have an end"),
    "single and least": (["corroboration", "--single", "--least", "2"], "exclude each other"),
    "less than none": (["corroboration", "--least", "-1"], "-1"),
}


@pytest.mark.parametrize("case", TYPOS)
def test_a_typo_is_answered_with_what_was_meant(case: str) -> None:
    arguments, meant = TYPOS[case]
    outcome = ask(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert meant in outcome.err.lower().replace("did you mean 'hts", "did you mean hts")
    assert len(lines(outcome.err)) == 1


@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_is_exit_2_and_one_line(case: str) -> None:
    arguments, told = WRONG_USAGE[case]
    outcome = ask(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert outcome.err.startswith("idlib-graph: ")
    assert len(lines(outcome.err)) == 1


def test_names_are_told_as_they_are_written(tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    table.write_text("date,a,b,kind,type\n2018-02-20,Alpha,Beta,alliance,rebrand\n")
    told = ask("pair", "Alpha", "Beta", "-d", str(table)).err
    assert told.startswith("idlib-graph: Alpha and Beta are names of one line")


def test_a_typo_far_from_everything_lists_what_there_is() -> None:
    assert "one of storyline, " in ask("chart", "qqq").err
    assert "see 'idlib-graph factions'" in ask("faction", "qqqqqq").err
    mine = str(PLAIN)
    assert f"see 'idlib-graph factions -d {mine}'" in ask("faction", "qqqqqq", "-d", mine).err


def test_wrong_usage_names_the_help() -> None:
    assert ask("comunities").err.rstrip().endswith("See 'idlib-graph --help'")
    assert ask("pair", "hts").err.rstrip().endswith("; see 'idlib-graph pair --help'")


def test_a_name_with_control_characters_is_shown_harmlessly() -> None:
    outcome = ask("faction", "\x1b[31mred\x07\nsecond line")

    assert "\x1b" not in outcome.err
    assert "\x07" not in outcome.err
    assert len(lines(outcome.err)) == 1


@pytest.mark.parametrize(
    "command",
    [
        ["communities"], ["shifts", "--json"], ["report", "-o", "out"], ["export", "json"],
        ["factions"], ["faction", "red-brigade"], ["chart", "storyline"],
    ],
)  # fmt: skip
def test_a_broken_data_set_is_exit_1_with_every_problem(
    command: list[str], tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    broken = shutil.copytree(tiny, tmp_path / "broken")
    relations = broken / "relations.yaml"
    relations.write_text(
        relations.read_text(encoding="utf-8")
        .replace("to: blue-front", "to: blue-frnt")
        .replace("date: 2020-01", "date: 2020-13"),
        encoding="utf-8",
    )

    outcome = ask(*command, "-d", str(broken))

    assert (outcome.code, outcome.out) == (1, "")
    *problems, last = lines(outcome.err)
    assert len([line for line in problems if "'blue-frnt'" in line]) == 2
    assert all(line.startswith("relations.yaml:") for line in problems)
    assert last.startswith("idlib-graph: the data set has errors")
    assert [path.name for path in tmp_path.iterdir()] == ["broken"]


def test_validate_is_1_for_errors_and_with_strict_for_warnings(tiny: Path, tmp_path: Path) -> None:
    doubtful = shutil.copytree(tiny, tmp_path / "doubtful")
    with (doubtful / "factions.yaml").open("a", encoding="utf-8") as file:
        file.write("- {id: lone-wolves, name: Lone Wolves, type: cell}\n")

    assert ask("validate", "-d", str(doubtful)).code == 0
    assert ask("validate", "-d", str(doubtful), "--strict").code == 1

    (doubtful / "sources.yaml").unlink()
    outcome = ask("validate", "-d", str(doubtful), "--json")
    assert (outcome.code, outcome.err) == (1, "")
    assert "D001" in {problem["code"] for problem in json.loads(outcome.out)}


@pytest.mark.parametrize(
    ("defaults", "told"),
    [
        ("{objective: modularty}", "modularty"),
        ("{resolution: -1}", "-1"),
        ("{every: 1M}", "1M"),
        ("{sed: 3}", "sed"),
        ("{without: [colective]}", "colective"),
        ("{known_by: soon}", "soon"),
    ],
)
def test_bad_defaults_of_a_data_set_are_the_data_at_fault(
    defaults: str, told: str, tiny: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny, tmp_path / "set")
    with (folder / "dataset.yaml").open("a", encoding="utf-8") as file:
        file.write(f"defaults: {defaults}\n")

    outcome = ask("communities", "-d", str(folder))

    assert (outcome.code, outcome.out) == (1, "")
    assert told in outcome.err
    assert "Traceback" not in outcome.err


def test_a_default_that_cannot_be_met_is_told_in_one_line(tiny: Path, tmp_path: Path) -> None:
    """A value that is fine in itself, and fails only with the data it stands in."""
    folder = shutil.copytree(tiny, tmp_path / "set")
    with (folder / "dataset.yaml").open("a", encoding="utf-8") as file:
        file.write("defaults: {known_by: 1990}\n")

    outcome = ask("communities", "-d", str(folder))

    assert outcome.code in {1, 2}
    assert len(lines(outcome.err)) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["validate"], 0), (["faction", "hst"], 2), (["export", "json", "-o", "/"], 1)],
)
def test_the_installed_command_hands_its_exit_code_to_the_shell(
    arguments: list[str], code: int, tmp_path: Path
) -> None:
    done = start(*arguments, cwd=tmp_path)

    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
