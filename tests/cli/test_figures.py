"""``balance`` and ``series`` as a user calls them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from builders import make, rel
from commands import ask, lines

from idlib_graph.checks import load_dataset
from idlib_graph.saving import save_dataset
from idlib_graph.shifts import short_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Outcome

    Answer = Callable[..., Outcome]

ON = "2019-02-01"
TITLE = re.compile(r"^(.*)  \((\+\+-|---), strain (\d+\.\d\d)\)$", re.MULTILINE)
ROW = re.compile(r"^\d{4}-\d\d-\d\d.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def balance() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask("balance", "--on", ON, "--json").out)
    return found


def test_json_has_every_strained_triad_with_its_relations(balance: dict[str, Any]) -> None:
    relations = load_dataset().relations
    strained, triads = balance["strained"], balance["triads"]

    assert len(strained) == triads["++-"] + triads["---"] > 10
    assert [t["strain"] for t in strained] == sorted((t["strain"] for t in strained), reverse=True)
    for triad in strained:
        weights = [tie["weight"] for tie in triad["ties"]]
        assert triad["strain"] == min(map(abs, weights))
        assert triad["pattern"].count("-") == sum(weight < 0 for weight in weights)
        assert {end for tie in triad["ties"] for end in (tie["a"], tie["b"])} == {
            *triad["factions"]
        }
        for tie in triad["ties"]:
            assert tie["relations"]
            assert {*tie["relations"]} <= relations.keys()


def test_the_share_of_balanced_triads(balance: dict[str, Any]) -> None:
    triads = balance["triads"]
    balanced = triads["+++"] + triads["+--"]

    assert balance["balanced"] == pytest.approx(balanced / sum(triads.values()), abs=1e-6)


def test_ten_strained_triads_are_shown_and_the_rest_counted(balance: dict[str, Any]) -> None:
    first, whole = (ask("balance", "--on", ON, *more).out for more in ([], ["--all"]))
    number = len(balance["strained"])

    assert f"Strained triads ({number})" in first
    assert len(TITLE.findall(first)) == 10
    assert f"{number - 10} less strained ones are not shown (--all)." in first
    assert len(TITLE.findall(whole)) == number
    assert "not shown" not in whole
    told = [float(strain) for _, _, strain in TITLE.findall(whole)]
    assert told == [round(t["strain"], 2) for t in balance["strained"]]


def test_each_relation_behind_the_strained_is_cited_once(balance: dict[str, Any]) -> None:
    dataset = load_dataset()
    listed = ask("balance", "--on", ON, "--all").out.split("Relations behind them")[1]
    listed = listed.split("\nFactions\n")[0]
    named = {r for t in balance["strained"] for tie in t["ties"] for r in tie["relations"]}

    assert [line.strip() for line in lines(listed) if line.strip() in named] == sorted(named)
    words = " ".join(listed.split())
    for name in named:
        for item in dataset.relations[name].evidence:
            assert f"{item.source} ¶" in words


def test_without_strained_triads_nothing_is_said_of_them() -> None:
    early = ask("balance", "--on", "2013-06-01")

    assert early.code == 0
    assert "Strained" not in early.out
    assert "Relations behind" not in early.out


def test_a_date_and_all_of_time_exclude_each_other() -> None:
    for more in (["--on", ON], ["--all"]):
        outcome = ask("balance", "--over-time", *more)
        assert (outcome.code, outcome.out) == (2, "")
        assert "--over-time has no use for --on or --all" in outcome.err


def test_over_time_each_slice_is_what_its_date_says(answer: Answer) -> None:
    over_time = json.loads(answer("balance over time", "bundled", "--json").out)
    last = json.loads(answer("balance", "bundled", "--json").out)
    slices = {figures["date"]: figures for figures in over_time["slices"]}
    least = {
        name: {key: value for key, value in found.items() if key != "camps"}
        for name, found in last["frustration"].items()
    }

    same = slices[last["date"]]
    assert (same["triads"], same["balanced"]) == (last["triads"], last["balanced"])
    assert same["frustration"] == least
    here = [
        {**standing, "line": faction["line"]}
        for faction in over_time["factions"]
        for standing in faction["course"]
        if standing.pop("date") == last["date"]
    ]
    assert here == sorted(last["factions"], key=lambda faction: str(faction["line"]))


def test_over_time_the_table_has_a_row_for_each_slice(answer: Answer) -> None:
    shape = json.loads(answer("balance over time", "bundled", "--json").out)
    rows = ROW.findall(answer("balance over time", "bundled").out)

    assert [row.split()[0] for row in rows] == [figures["date"] for figures in shape["slices"]]
    assert [row.split()[1:5] for row in rows] == [
        [str(count) for count in figures["triads"].values()] for figures in shape["slices"]
    ]


def test_what_is_not_proven_is_said(tmp_path: Path) -> None:
    """Of twenty who all have a tie, tables would be too wide, and no linear program is allowed."""
    folder = tmp_path / "set"
    pairs = [(i, j) for j in range(20) for i in range(j)]
    ties = [
        rel(
            "battle" if (i * i + 3 * j) % 5 < 2 else "cooperation",
            f"f{i:02}", f"f{j:02}", date="2014/2015", id=f"tie-{i}-{j}",
        )
        for i, j in pairs
    ]  # fmt: skip
    save_dataset(make(*ties, period="2014/2016", defaults={"node_limit": 0}), folder)
    yearly = ["balance", "--over-time", "--every", "P1Y", "-d", str(folder)]
    slices = json.loads(ask(*yearly, "--json").out)["slices"]
    open_days = [f["date"] for f in slices if not f["frustration"]["two_camps"]["proven"]]

    told = " ".join(ask(*yearly).out.split())
    assert len(open_days) > 1
    assert f"Not proven to be the least on {', '.join(open_days)}." in told


def test_series_has_a_row_for_each_slice(answer: Answer) -> None:
    shape = json.loads(answer("series", "bundled", "--json").out)
    rows = ROW.findall(answer("series", "bundled").out)

    assert [row.split()[:2] for row in rows] == [
        [figures["date"], str(figures["communities"])] for figures in shape["slices"]
    ]
    last = shape["slices"][-1]
    assert f"{last['fragmentation']:.2f}" in rows[-1].split()
    assert " ".join(map(str, last["sizes"])) in rows[-1]


def test_factions_that_switch_most_come_first(answer: Answer) -> None:
    shape = json.loads(answer("series", "bundled", "--json").out)
    most = max(shape["factions"], key=lambda figures: int(figures["switches"]))
    name = short_name(load_dataset().factions[most["line"]])
    first = lines(answer("series of factions", "bundled").out)[3].split()

    assert first[0] == name.split()[0]
    assert str(most["switches"]) in first
    assert len(shape["factions"]) == len({figures["line"] for figures in shape["factions"]})


def test_series_follows_the_step_between_slices() -> None:
    monthly, yearly = (
        json.loads(ask("series", "--every", e, "--json").out) for e in ("P1M", "P1Y")
    )

    days = [figures["date"] for figures in monthly["slices"]]
    assert [figures["date"] for figures in yearly["slices"]] == [
        *(day for day in days if day.endswith("-01-01")), days[-1],
    ]  # fmt: skip
    assert {f["line"] for f in yearly["factions"]} <= {f["line"] for f in monthly["factions"]}
