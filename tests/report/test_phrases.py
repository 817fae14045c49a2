from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import make, rel

from idlib_graph.checks import load_dataset
from idlib_graph.ledger import BEGAN, ENDED, HAPPENED, HELD
from idlib_graph.phrases import is_many, tell, when_words, with_article
from idlib_graph.shifts import short_name

if TYPE_CHECKING:
    from idlib_graph.model import Relation


def said(*told: tuple[Relation, str]) -> str:
    return tell(make(*(relation for relation, _ in told)), told)


def happened(*relations: Relation) -> str:
    return said(*((relation, HAPPENED) for relation in relations))


def test_who_did_the_same_is_told_in_one_clause() -> None:
    assert happened(
        rel("breakaway", "ahrar", "hts"),
        rel("breakaway", "zinki", "hts"),
        rel("founding", "ahrar", "jts"),
        rel("founding", "zinki", "jts"),
        rel("cooperation", "ahrar", "zinki"),
    ) == "Ahrar and Zinki broke away from Hts and founded Jts"  # fmt: skip


def test_what_only_one_of_them_did_is_told_apart() -> None:
    assert happened(
        rel("breakaway", "huras", "hts"),
        rel("breakaway", "loyal", "hts"),
        rel("founding", "loyal", "huras"),
    ) == "Huras broke away from Hts, and Loyal broke away from Hts and founded Huras"  # fmt: skip


def test_several_objects_stand_in_one_phrase() -> None:
    assert happened(rel("raid", "a", "b"), rel("raid", "a", "c")) == "A raided B and C"


def test_of_a_mutual_tie_who_has_part_in_more_stands_second() -> None:
    assert happened(
        rel("truce", "hub", "a"), rel("truce", "b", "hub"), rel("truce", "hub", "c")
    ) == "A, B and C entered a truce with Hub"  # fmt: skip


@pytest.mark.parametrize(
    ("what", "clause"), [(HELD, "belonged to"), (BEGAN, "joined"), (ENDED, "left")]
)
def test_a_state_held_began_or_ended(what: str, clause: str) -> None:
    assert said((rel("membership", "a", "b"), what)) == f"A {clause} B"


def test_many_were_where_one_was() -> None:
    one, two = rel("succession", "a", "c"), rel("succession", "b", "c")
    assert happened(one) == "A was succeeded by C"
    assert happened(one, two) == "A and B were succeeded by C"


@pytest.mark.parametrize(
    ("what", "verb"), [(HAPPENED, "was reported"), (BEGAN, "began"), (ENDED, "ended")]
)
def test_a_type_without_a_phrase_is_told_by_its_name(what: str, verb: str) -> None:
    known = rel("truce", "a", "b")
    unheard = replace(known, type="joint-venture")
    assert tell(make(known), [(unheard, what)]) == f"joint-venture of A and B {verb}"
    directed = replace(unheard, directed=True)
    assert tell(make(known), [(directed, what)]) == f"joint-venture of A towards B {verb}"


def test_every_type_of_the_handbook_has_a_phrase() -> None:
    dataset = load_dataset()
    ends = make(rel("truce", "a", "b"))
    for name, kind in dataset.codebook.types.items():
        relation = replace(rel("truce", "a", "b"), type=name, directed=kind.has_direction)
        for what in (HAPPENED,) if kind.duration == "event" else (HELD, BEGAN, ENDED):
            clause = tell(ends, [(relation, what)])
            assert clause.startswith("A "), name
            assert "B" in clause


def test_a_note_follows_a_phrase_of_a_broad_type_once() -> None:
    story = [
        (rel("aid", "a", "b", note="Medicine."), HAPPENED),
        (rel("aid", "c", "b", note="Medicine."), HAPPENED),
        (rel("raid", "d", "b", note="By night."), HAPPENED),
    ]
    dataset = make(*(relation for relation, _ in story))
    assert tell(dataset, story) == "A and C helped B, and D raided B"
    assert tell(dataset, story, notes=True) == "A and C helped B (note: Medicine), and D raided B"


def test_names_of_the_bundled_data_have_the_article_that_they_need() -> None:
    """Read off the list of factions: these, and no others, take one in an English sentence."""
    names = {short_name(faction) for faction in load_dataset().factions.values()}
    assert {name for name in names if with_article(name) != name} == {
        "Free Syrian Army", "Salvation Government", "Syrian government", "Taliban",
        "US-led coalition", "United States",
    }  # fmt: skip
    assert with_article("The Army") == "The Army"
    assert with_article("") == ""


def test_names_of_the_bundled_data_are_of_many_where_they_are() -> None:
    names = {short_name(faction) for faction in load_dataset().factions.values()}
    assert {name for name in names if is_many(name)} == {
        '"Moderate rebels"', "Extremist groups in Idlib", "Foreign fighters in Idlib",
        "Groups moved to Idlib from other provinces", "HTS hardliners", "Idlib's rebel factions",
        "Iran-backed militias", "Islamic State cells in Idlib", "Islamic State supporters",
        "Islamist groups in HTS", "Jihadi groups in Idlib",
        "Jund al-Aqsa splinter cells with Huras al-Din",
        "Militias allied with the Iraqi armed forces", "Shia militias", "Turkey-backed rebels",
        "al-Qaeda loyalists in Syria",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018?", "perhaps in 2018"),
        ("2018-02-03%", "perhaps around 3 February 2018"),
        ("../[..2018-09]", "by September 2018"),
        ("2016-01/[..2017-07]", "from January 2016 to July 2017 at the latest"),
        ("[2016-01..2016-03]/..", "from some time between January 2016 and March 2016 on"),
        (
            "[2019-01-01..2019-01-10]/[2019-01-10..2019-01-20]",
            "from 1-10 January 2019 to 10-20 January 2019",
        ),
        (
            "[2018-12-30..2019-01-10]/2020",
            "from some time between 30 December 2018 and 10 January 2019 to 2020",
        ),
        ("[2019-01..2019-03]", "between January 2019 and March 2019"),
    ],
)
def test_dates_as_one_says_them(text: str, words: str) -> None:
    assert when_words(text) == words
