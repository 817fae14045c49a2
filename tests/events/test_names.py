"""Spellings: one name for many, and nothing renamed by likeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph import load_dataset
from idlib_graph.errors import DatasetError, NotFoundError, TableError
from idlib_graph.events.names import Names, read_names, split_names, tidy
from idlib_graph.load import bundled_dataset

if TYPE_CHECKING:
    from pathlib import Path

words = st.text(st.characters(codec="utf-8", exclude_characters=",()[]"), min_size=1).filter(
    lambda text: tidy(text) == text
)


def table(tmp_path: Path, text: str, name: str = "names.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_case_and_white_space_are_no_difference(tmp_path: Path) -> None:
    names = read_names([table(tmp_path, "alias,name\nH.T.S.,Hayat  Tahrir al-Sham\n")])

    for spelling in ("h.t.s.", " H.T.S. ", "HAYAT tahrir al-sham", "Hayat\u00a0Tahrir al-Sham"):
        assert names.resolve(spelling) == "Hayat Tahrir al-Sham"
    assert names.unknown == {}


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert Names({"Cafe\u0301": "Bar"}).resolve("Caf\u00e9") == "Bar"


def test_a_near_miss_is_suggested_and_not_renamed() -> None:
    names = Names({"Hurras al-Din": "Huras al-Din"})

    assert names.resolve("Huras ad-Din") == "Huras ad-Din"
    assert names.suggestions() == {"Huras ad-Din": "Huras al-Din"}
    assert names.resolve("Free Idlib Army") == "Free Idlib Army"
    assert "Free Idlib Army" not in names.suggestions()


def test_without_any_spelling_nothing_is_unknown() -> None:
    names = Names()

    assert names.resolve("  anybody  at all ") == "anybody at all"
    assert (names.unknown, names.suggestions()) == ({}, {})


def test_every_spelling_of_the_bundled_factions_is_known() -> None:
    dataset = load_dataset()
    names = read_names([bundled_dataset()], register="ucdp")

    for faction in dataset.factions.values():
        for spelling in (faction.id, faction.name, *faction.aliases):
            assert names.resolve(spelling) == faction.name
    numbers = [faction.ids["ucdp"] for faction in dataset.factions.values() if faction.ids]
    for faction in dataset.factions.values():
        if "ucdp" in faction.ids:
            alone = numbers.count(faction.ids["ucdp"]) == 1
            found = names.resolve("as nobody writes it", faction.ids["ucdp"])
            assert found == (faction.name if alone else "as nobody writes it")


def test_the_file_of_factions_is_enough(tmp_path: Path) -> None:
    text = (bundled_dataset() / "factions.yaml").read_text(encoding="utf-8")
    alone = table(tmp_path, text, "factions.yaml")

    assert read_names([alone]).resolve("Al Nusrah") == "al-Nusra Front"


def test_faulty_factions_are_told_with_their_place(tmp_path: Path) -> None:
    path = table(tmp_path, "- id: hts\n  nam: HTS\n", "factions.yaml")

    with pytest.raises(DatasetError, match=r"factions\.yaml:2:3"):
        read_names([path])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alias,name\nX,A\nx,B\n", r"'x' stands for 'B', and for 'A' in .*row 2"),
        ("alias,name\nX,A\nA,B\n", "'A' is a name here, and stands for 'B'"),
        ("alias,name\nX,\n", "row 2: an alias and a name are needed"),
        ("alias,nam\nX,A\n", "has no column 'name'"),
    ],
)
def test_a_table_of_spellings_that_contradicts_itself_is_refused(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=said):
        read_names([table(tmp_path, text)])


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_names([tmp_path / "nothing.csv"])
    with pytest.raises(TableError, match=r"read from a data set's factions\.yaml, or from CSV"):
        read_names([table(tmp_path, "", "sources.yaml")])


@given(st.lists(words, min_size=1, max_size=5))
def test_names_joined_by_commas_come_apart_again(names: list[str]) -> None:
    assert split_names(", ".join(names), Names()) == tuple(names)


@given(st.lists(words, min_size=1, max_size=5))
def test_a_side_that_is_known_as_a_whole_is_never_split(names: list[str]) -> None:
    side = ", ".join(names)

    assert split_names(side, Names({side: "One"})) == (side,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A, B", ("A", "B")),
        ("A , B ,  C", ("A", "B", "C")),
        ("A,B", ("A,B",)),
        ("Faction (of X, and Y), B", ("Faction (of X, and Y)", "B")),
        ("Faction [of X, B", ("Faction [of X, B",)),
        ("A), B", ("A)", "B")),
        ("A, , B,", ("A", "B,")),
        ("", ()),
    ],
)
def test_where_a_side_is_split(text: str, parts: tuple[str, ...]) -> None:
    assert split_names(text, Names()) == parts
