"""The filters of the lists keep what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from commands import ask


def asked(*arguments: str) -> list[dict[str, Any]]:
    outcome = ask(*arguments, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(outcome.out)
    return found


def ids(*arguments: str) -> set[str]:
    return {record["id"] for record in asked(*arguments)}


def test_kinds_and_types_narrow() -> None:
    splits = asked("relations", "--kind", "split")

    assert {record["kind"] for record in splits} == {"split"}
    assert ids("relations", "--kind", "split", "--kind", "clash") == ids(
        "relations", "--kind", "split"
    ) | ids("relations", "--kind", "clash")
    types = {record["type"] for record in asked("relations", "--type", "membership")}
    assert types == {"membership"}
    assert {f["type"] for f in asked("factions", "--type", "coalition")} == {"coalition"}


def test_a_faction_is_found_under_each_of_its_names() -> None:
    under = [ids("relations", "--faction", n) for n in ("hts", "HTS", "nusra", "jabhat al-nusra")]

    assert under[0]
    assert all(found == under[0] for found in under)


def test_between_takes_whole_months_and_years() -> None:
    assert "zinki-leaves-hts" in ids("relations", "--between", "2018-02", "2018-02")
    assert ids("relations", "--between", "2018", "2018") == ids(
        "relations", "--between", "2018-01-01", "2018-12-31"
    )
    assert all(record["date"] for record in asked("relations", "--between", "2013", "2020"))


@pytest.mark.parametrize("command", ["relations", "sources"])
def test_known_by_is_the_word_of_those_who_had_published(command: str) -> None:
    early = ids(command, "--known-by", "2018-10-01")

    assert early == ids(command, "--source", "long-war-journal-2017", "--source", "al-bawaba-2018")
    assert early <= ids(command)


def test_factions_known_by_a_day_are_those_named_by_then() -> None:
    told = asked("relations", "--known-by", "2018-10-01")

    named = {f["id"] for f in asked("factions", "--known-by", "2018-10-01")}
    assert named == {name for r in told for name in r.get("between", [r.get("from"), r.get("to")])}
    assert "taliban" in ids("factions") - named  # the article of 2020 names it


def test_a_source_left_out_is_not_heard() -> None:
    without = asked("relations", "--without-source", "newsgram-2020")

    assert without
    assert "newsgram-2020" not in {e["source"] for r in without for e in r["evidence"]}


def test_settings_reach_the_answer() -> None:
    answers = {
        name: json.loads(
            ask("communities", "--on", "2018-10-01", "--objective", name, "--json").out
        )
        for name in ("potts", "disagreement", "cpm")
    }

    assert {name: answer["objective"] for name, answer in answers.items()} == {
        name: name for name in answers
    }
    least = answers["disagreement"]["disagreement"]
    assert least == pytest.approx(answers["disagreement"]["least_disagreement"], abs=0.2)
    states = json.loads(ask("communities", "--only", "state", "--json").out)
    known = {f["id"] for f in asked("factions", "--type", "state")}
    assert {m for c in states["communities"] for m in c["members"]} <= known


def test_a_day_outside_of_the_period_is_said_to_be() -> None:
    outcome = ask("communities", "--on", "1800-01-01")

    assert "Communities on 1800-01-01 (outside of " in outcome.out
    assert "None on this date." in outcome.out
    assert "No ties, so nothing to divide." in outcome.out


def test_contested_matters_of_a_faction_under_each_of_its_names() -> None:
    every = asked("contested")
    under = [asked("contested", "--faction", n) for n in ("hts", "Nusra", "jabhat al-nusra")]

    assert 0 < len(under[0]) < len(every)
    assert under[0] == under[1] == under[2]
    assert all("hts" in matter["lines"] for matter in under[0])
    assert asked("contested", "--faction", "pkk") == []


def test_contested_is_what_the_sources_heard_contradict_each_other_on() -> None:
    heard = ("al-monitor-2019", "global-research-2019")
    found = asked("contested", "--source", heard[0], "--source", heard[1])
    told = {frozenset(side["sources"]) for matter in found for side in matter["sides"]}

    assert {source for sources in told for source in sources} <= set(heard)
    assert any(matter["event"] == "january-2019" for matter in found)
    assert not any(m["event"] == "january-2019" for m in asked("contested", "--known-by", "2018"))


def test_corroboration_lists_by_number_of_sources() -> None:
    def numbers(*options: str) -> list[int]:
        found = json.loads(ask("corroboration", "--json", *options).out)
        return [item["independent"] for item in found["relations"]]

    counts = json.loads(ask("corroboration", "--json").out)["counts"]
    assert numbers() == numbers("--least", "2") == sorted(numbers(), reverse=True)
    assert len(numbers()) == counts["2"] + counts["3+"]
    assert numbers("--single") == [1] * counts["1"]
    assert len(numbers("--least", "0")) == sum(counts.values())
    assert numbers("--least", "3") == [3] * counts["3+"]
    of_hts = json.loads(ask("corroboration", "--faction", "nusra", "--least", "0", "--json").out)
    assert {r["id"] for r in of_hts["relations"]} == ids("relations", "--faction", "hts")


def test_sources_tell_what_each_adds() -> None:
    added = {record["id"]: record for record in asked("sources")}
    relations = asked("relations")

    for name, record in added.items():
        cited = [r for r in relations if name in {e["source"] for e in r["evidence"]}]
        assert record["n_relations"] == len(cited)
        assert 0 < record["n_single_source"] < len(cited)
        assert 0 < record["n_contested"] < len(cited)
    assert sum(r["n_single_source"] for r in added.values()) == sum(
        r["independent"] == 1 for r in relations
    )
    alone = asked("sources", "--source", "newsgram-2020")
    assert alone[0]["n_single_source"] > added["newsgram-2020"]["n_single_source"]
    assert alone[0]["n_contested"] == 0
