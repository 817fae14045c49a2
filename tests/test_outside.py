"""The Idlib data held against what nobody here wrote: the UCDP Actor Dataset."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from handbook import section
from ucdp import (
    BELONGING,
    KEPT,
    match_actors,
    match_by_name,
    read_actors,
    statements,
    unsaid,
    weigh,
)

from idlib_graph.checks import load_dataset
from idlib_graph.load import bundled_dataset

DATASET = load_dataset()
ACTORS = read_actors()
MATCHED = match_actors(ACTORS, DATASET)
SAID = tuple(statements(ACTORS, MATCHED))
README = section((bundled_dataset() / "README.md").read_text(encoding="utf-8"), "Held against UCDP")


def test_factions_are_matched_by_name_but_for_a_few_kept_by_hand() -> None:
    by_name = match_by_name(ACTORS, DATASET)
    assert len(ACTORS) == 107
    assert (len(by_name), len(KEPT), len(MATCHED)) == (12, 6, 18)
    assert not by_name.keys() & KEPT.keys()
    assert {key for key, factions in MATCHED.items() if len(factions) > 1} == {"1170", "6037"}
    assert len(DATASET.factions) - sum(map(len, MATCHED.values())) == 29


def test_their_ids_stand_in_the_data() -> None:
    ids = {one.id: one.ids["ucdp"] for one in DATASET.factions.values() if "ucdp" in one.ids}
    assert ids == {name: key for key, factions in MATCHED.items() for name in factions}


# What UCDP says of two factions that both hold, read off its rows by hand.
BY_HAND = {
    ("name change", "Jabhat al-Nusra li al-Sham", "Jabhat Fateh al-Sham"): "agrees",
    ("alliance", "Jabhat Fateh al-Sham", "HTS"): "agrees",
    ("alliance", "PYD", "SDF"): "says less",
    ("joining", "Ahrar al-Sham", "Syrian Liberation Front"): "agrees",
    ("name change", "Jund al-Aqsa", "Liwa al-Aqsa"): "differs",
    ("splinter", "Liwa al-Aqsa", "Jabhat Fateh al-Sham"): "differs",
    ("joining", "Liwa al-Aqsa", "IS"): "says less",
    ("splinter", "Nour al-Din Zenki", "HTS"): "agrees",
    ("alliance", "Nour al-Din Zenki", "HTS"): "agrees",
    ("joining", "Nour al-Din Zenki", "Syrian Liberation Front"): "agrees",
    ("joining", "Syrian Liberation Front", "National Front for Liberation"): "silent",
    ("splinter", "Tanzim Hurras ad-Din", "HTS"): "agrees",
}


def test_every_statement_has_the_verdict_found_by_hand() -> None:
    assert {(x.what, x.a, x.b): weigh(x, DATASET).verdict for x in SAID} == BY_HAND
    assert len(SAID) == len(BY_HAND)


@pytest.mark.parametrize("verdict", ["agrees", "says less", "differs", "silent"])
def test_the_readme_counts_the_verdicts(verdict: str) -> None:
    count = Counter(BY_HAND.values())[verdict]
    words = {"agrees": "agree with", "says less": "say less in", "differs": "differ in",
             "silent": "are silent on"}  # fmt: skip
    assert f"{words[verdict]} {count}" in README


def test_the_readme_tells_each_statement_with_our_relations() -> None:
    told = [row for row in _rows() if len(row) == 5]
    expected = [
        [x.what, x.a, x.b, _listed(weigh(x, DATASET).relations), weigh(x, DATASET).verdict]
        for x in SAID
    ]
    assert told == expected


def test_the_readme_lists_what_only_our_data_have() -> None:
    told = {row[0].strip("`"): row[2] for row in _rows() if len(row) == 3}
    assert told == unsaid(SAID, MATCHED, DATASET)
    assert Counter(told.values()) == {"silent": 8, "differs": 4}
    held = {name for factions in MATCHED.values() for name in factions}
    ours = [
        one for one in DATASET.relations.values()
        if one.type in BELONGING and set(one.pair) <= held and DATASET.credibility(one) > 0
    ]  # fmt: skip
    assert f"{len(ours)} relations of ours" in README
    assert f"UCDP has {len(ours) - len(told)} of them" in README
    assert f"These {len(told)} it has not" in README


def test_what_only_ucdp_has_is_not_in_the_data() -> None:
    silent = [x for x in SAID if weigh(x, DATASET).verdict == "silent"]
    assert [(x.factions_a, x.factions_b) for x in silent] == [(("jts",), ("nlf",))]
    assert not [one for one in DATASET.relations.values() if one.pair == ("jts", "nlf")]


def _rows() -> list[list[str]]:
    lines = [line for line in README.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] not in {"UCDP", "our relation"}]


def _listed(relations: tuple[str, ...]) -> str:
    return re.sub(r"([^ ,]+)", r"`\1`", ", ".join(relations)) or "–"  # noqa: RUF001 - a dash
