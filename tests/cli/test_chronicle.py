from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from commands import ask, lines

from idlib_graph import ledger
from idlib_graph.cli.chronicle import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Outcome

    Answer = Callable[..., Outcome]


@pytest.fixture(scope="module")
def entries(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer("shifts", "bundled", "--json").out)
    return found


@pytest.fixture
def asked(tiny: Path) -> Callable[..., list[dict[str, Any]]]:
    """The entries of the small data set: a pact of 2018, its break of 2019, a truce of 2020."""

    def ask_for(*options: str) -> list[dict[str, Any]]:
        outcome = ask("shifts", "-d", str(tiny), "--json", *options)
        assert (outcome.code, outcome.err) == (0, "")
        found: list[dict[str, Any]] = json.loads(outcome.out)
        return found

    return ask_for


def test_the_verdicts_one_can_ask_for_are_those_of_the_ledger() -> None:
    assert tuple(VERDICTS.values()) == ledger.VERDICTS


def test_the_list_is_the_ledger_in_order_of_date(entries: list[dict[str, Any]]) -> None:
    days = [entry["date"] for entry in entries if entry["date"]]
    assert days == sorted(days)
    assert {entry["verdict"] for entry in entries} == set(ledger.VERDICTS)
    undated = [entry["verdict"] == ledger.UNDATED for entry in entries]
    assert undated == sorted(undated)
    for entry in entries:
        alone = entry["verdict"] in {ledger.REPORTED, ledger.UNDATED}
        assert alone == (entry["moved"] == []) == (entry["basis"] is None)
        assert (entry["verdict"] == ledger.COMPUTED) == (entry["reported"] == [])
        if alone:
            assert entry["cause"] == entry["reported"]


@pytest.mark.parametrize(
    ("options", "whens"),
    [
        ([], ["2018", "2019-06", "2020-01"]),
        (["--verdict", "both"], ["2019-06", "2020-01"]),
        (["--verdict", "reported"], ["2018"]),
        (["--verdict", "computed"], []),
        (["--verdict", "undated"], []),
        (["--faction", "RB"], ["2018", "2019-06"]),
        (["--faction", "green-army"], ["2020-01"]),
        (["--since", "2019"], ["2019-06", "2020-01"]),
        (["--since", "2018-07", "--until", "2019-06-01"], ["2018", "2019-06"]),
        (["--until", "2017"], []),
        (["--faction", "blue-front", "--verdict", "both", "--until", "2019"], ["2019-06"]),
    ],
)
def test_what_is_asked_for_alone(
    options: list[str], whens: list[str], asked: Callable[..., list[dict[str, Any]]]
) -> None:
    assert [entry["when"] for entry in asked(*options)] == whens


def test_an_unknown_verdict_is_named_with_the_nearest() -> None:
    outcome = ask("shifts", "--verdict", "reportd")
    assert (outcome.code, outcome.out) == (2, "")
    assert "did you mean reported?" in outcome.err
    assert len(lines(outcome.err)) == 1


def test_an_empty_stretch_of_time_is_no_answer(tiny: Path) -> None:
    outcome = ask("shifts", "-d", str(tiny), "--since", "2019", "--until", "2018")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--since is after --until" in outcome.err
    same = ask("shifts", "-d", str(tiny), "--since", "2019", "--until", "2019")
    assert same.code == 0


def test_the_chronicle_fits_the_page_and_counts_what_it_leaves_out(answer: Answer) -> None:
    told = answer("shifts", "bundled").out
    assert max(map(len, told.splitlines())) <= 80
    assert "Not shown, as no source dates them: " in told
    assert "Undated" not in told
    years = [line for line in told.splitlines() if line.isdigit()]
    assert years == sorted(set(years)) != []


def test_each_sentence_is_cited_and_says_its_verdict(tiny: Path) -> None:
    told = lines(ask("shifts", "-d", str(tiny)).out)
    text = " ".join(line.strip() for line in told)
    assert (
        "In June 2019, according to Red Brigade, Red Brigade broke away from Blue Front "
        "[example-paper-2020 ¶3, ¶4 (reported by Red Brigade)]; as computed,"
    ) in text
    assert "Reported, and borne out by the ties. What set it off is told by one source" in text
    assert text.endswith("Memberships that flicker without news: 0.")


def test_the_relations_behind_an_entry_can_be_shown(tiny: Path) -> None:
    told, more = (ask("shifts", "-d", str(tiny), *asked).out for asked in ([], ["--relations"]))
    assert "red-leaves-blue" not in told
    assert "red-leaves-blue: Red Brigade → Blue Front: breakaway, 2019-06 (what" in more
    assert max(map(len, more.splitlines())) <= 80


def test_lifecycles_are_told_with_their_facets(
    tiny: Path, asked: Callable[..., list[dict[str, Any]]]
) -> None:
    told = ask("shifts", "-d", str(tiny), "--lifecycle").out
    assert max(map(len, told.splitlines())) <= 80
    found = asked("--lifecycle")
    assert [event["event"] for c in found for event in c["events"]] == ["death", "birth"]
    for change in found:
        assert set(change) == {"date", "since", "id", "name", "events", "came", "went"}
        assert change["came"] or change["went"]
        assert change["name"] in told
        for side in ("came", "went"):
            if change[side]:
                assert 0 <= change[side]["unicity"] <= 1
                assert f"nearest to {change[side]['nearest']}" in " ".join(told.split())
