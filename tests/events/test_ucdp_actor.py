"""UCDP Actor: the 107 actors in Syria, and what its columns can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events.tables import ACTORS, events_of, plain, written

from idlib_graph.errors import RowError
from idlib_graph.events.importing import Doubted, Dropped, Filters
from idlib_graph.events.names import read_names
from idlib_graph.events.ucdp_actor import NEEDED, actor_rules, read_actors
from idlib_graph.load import bundled_dataset

if TYPE_CHECKING:
    from pathlib import Path

ROWS = plain(ACTORS)
NUMBERS = {"1": "Reds", "2": "Blues, United", "3": "Greens"}
Tie = tuple[str, str, str, str]


def row(**cells: str) -> dict[str, str]:
    blank = dict.fromkeys(NEEDED, "")
    return blank | {"actorid": "1", "namedata": "Reds", "nameorig": "Reds"} | cells


def ties(**cells: str) -> list[Tie]:
    rules = actor_rules(NUMBERS)
    return [(x.kind, x.type, x.a, x.b) for x in events_of(rules, row(**cells))]


def test_every_statement_on_syria_becomes_a_row(tmp_path: Path) -> None:
    table, summary = written(actor_rules(read_actors([ACTORS])), tmp_path, ACTORS)
    said = {
        (flag, actor["ActorId"]): len(actor[numbers].split(","))
        for actor in ROWS
        for flag, numbers in (
            ("Alliance", "ActorIdAlliance"), ("JoinGroup", "ActorIdGroup"),
            ("Splinter", "ActorIdPrev"), ("SplitTemp", "ActorIdSplitTemp"),
        )
        if actor[flag] == "1"
    }  # fmt: skip
    by_word = {
        word: sum(row["note"] == word for row in table)
        for word in dict.fromkeys(k[0] for k in said)
    }

    for word, count in by_word.items():
        assert count == sum(number for key, number in said.items() if key[0] == word), word
    # By hand: eight changes of name, of which that of Ahrar al-Sham leaves the name as it was, and
    # that of IS goes through four names.
    assert sum(row["type"] == "rebrand" for row in table) == 6 + 4
    assert summary.undated == len(table)
    assert {row["source"] for row in table} == {"UCDP Actor 22.1"}
    silent = sum(
        all(actor[flag] == "0" for flag in ("Alliance", "JoinGroup", "Splinter", "SplitTemp"))
        and actor["NameChange"] == "0"
        for actor in ROWS
    )
    assert summary.fates["dropped"] == silent
    assert summary.fates["rejected"] == summary.fates["review"] == 0


@pytest.mark.parametrize(
    "known",
    [
        ("split", "breakaway", "Tanzim Hurras ad-Din", "HTS"),
        ("split", "breakaway", "Nour al-Din Zenki", "HTS"),
        ("split", "breakaway", "Nour al-Din Zenki", "Mujahideen Army"),  # two numbers in one cell
        ("split", "breakaway", "Ahrar al-Sharqiya", "SNA"),  # a split for a time
        ("alliance", "cooperation", "Jaysh al-Islam", "Islamic Front"),
        ("alliance", "cooperation", "Jaysh al-Islam", "SNA"),
        ("alliance", "cooperation", "National Front for Liberation", "SNA"),  # joined
        ("alliance", "rebrand", "Jabhat al-Nusra li al-Sham", "Jabhat Fateh al-Sham"),
        ("alliance", "rebrand", "ISIS", "IS"),
        ("alliance", "rebrand", "Jama\u2019at Al-Tawhid wa Al-Jihad", "TQJBR"),
    ],
)
def test_what_is_known_of_syria_is_there(known: Tie, tmp_path: Path) -> None:
    table, _ = written(actor_rules(read_actors([ACTORS])), tmp_path, ACTORS)

    assert known in {(row["kind"], row["type"], row["a"], row["b"]) for row in table}


def test_several_partners_are_told_apart_by_their_numbers() -> None:
    both = ties(alliance="1", namealliance="Blues, United, Greens", actoridalliance="2, 3")

    assert [tie[3] for tie in both] == ["Blues, United", "Greens"]


def test_a_number_of_nobody_takes_the_name_at_its_place() -> None:
    found = ties(splinter="1", nameprev="Greens of Old, Pinks", actoridprev="3, 99")

    assert [tie[3] for tie in found] == ["Greens", "Pinks"]


def test_one_number_of_nobody_is_one_partner_whatever_its_commas() -> None:
    assert ties(joingroup="1", groupname="Aid, Relief", actoridgroup="99") == [
        ("alliance", "cooperation", "Reds", "Aid, Relief")
    ]


def test_names_and_numbers_that_do_not_match_are_review() -> None:
    told = row(alliance="1", namealliance="A, B, C", actoridalliance="98, 99")
    doubt, event = actor_rules(NUMBERS).apply(told)

    assert doubt == Doubted("Alliance: names and numbers do not match")
    assert not isinstance(event, Doubted | Dropped)
    assert (event.kind, event.b) == ("review", "A, B, C")


def test_a_tie_with_nobody_or_itself_is_dropped_and_told() -> None:
    told = row(alliance="1", splinter="1", nameprev="Reds", actoridprev="1")

    assert list(actor_rules(NUMBERS).apply(told)) == [
        Dropped("Alliance without saying with whom"),
        Dropped("Splinter with itself"),
    ]


def test_names_that_do_not_end_in_the_present_one_are_review() -> None:
    told = {"namechange": "1", "nameorig": "Old Reds", "newname": "Crimsons, Scarlets"}

    assert ties(**told) == [("review", "rebrand", "Old Reds", "Reds")]


def test_a_flag_that_is_neither_is_no_event() -> None:
    with pytest.raises(RowError, match="alliance '2' is neither 0 nor 1"):
        ties(alliance="2")


def test_countries_are_those_an_actor_was_active_in(tmp_path: Path) -> None:
    rules = actor_rules(read_actors([ACTORS]), filters=Filters(countries=("lebanon",)))
    _, summary = written(rules, tmp_path, ACTORS)
    there = [row for row in ROWS if "Lebanon" in row["Location"].split(", ")]

    assert summary.dropped["in a country not asked for"] == 107 - len(there)
    assert 0 < len(there) < 107


def test_numbers_in_a_data_set_name_its_factions(tmp_path: Path) -> None:
    names = read_names([bundled_dataset()], register="ucdp")
    table, _ = written(actor_rules(read_actors([ACTORS]), names=names), tmp_path, ACTORS)

    assert ("Huras al-Din", "Hayat Tahrir al-Sham") in {
        (row["a"], row["b"]) for row in table if row["kind"] == "split"
    }
