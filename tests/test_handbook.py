"""The coder's handbook: its tables agree with the codebook, its examples with the data.

A change that is meant is written with ``GOLDEN=write python -m pytest tests/test_handbook.py``.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from handbook import HANDBOOK, rows, section, with_types

from idlib_graph.checks import failures, load_dataset, validate
from idlib_graph.dates import parse_date
from idlib_graph.load import bundled_dataset
from idlib_graph.model import FACTION_TYPES
from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from pathlib import Path

DATASET = load_dataset()
BOOK = DATASET.codebook
TEXT = HANDBOOK.read_text(encoding="utf-8")
README = (bundled_dataset() / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`\n]+)`")
ID = re.compile(r"(?!\d{4}-)[a-z0-9]+(?:-[a-z0-9]+)+")


def table(text: str, heading: str) -> list[list[str]]:
    return [row for row in rows(section(text, heading)) if len(row) > 1]


def test_the_tables_of_types_are_those_of_the_codebook() -> None:
    meant = with_types(TEXT, DATASET)
    if os.environ.get("GOLDEN") == "write":
        HANDBOOK.write_text(meant, encoding="utf-8")

    assert meant == HANDBOOK.read_text(encoding="utf-8")


def test_every_type_has_an_example_of_that_type() -> None:
    found = {row[0]: CODE.findall(row[-1])[0] for row in table(TEXT, "Types") if len(row) == 7}

    assert list(found) == list(BOOK.types)
    assert {name: DATASET.relations[key].type for name, key in found.items()} == {
        name: name for name in BOOK.types
    }


def test_what_is_weighed_against_what_are_types() -> None:
    compared = {
        name for row in table(TEXT, "Types") if len(row) == 2 for name in row[0].split(", ")
    }  # fmt: skip
    assert compared - {"between"} <= BOOK.types.keys()


def test_every_claim_has_its_factor_and_an_example_with_that_claim() -> None:
    found = table(TEXT, "Claims")

    assert {row[0]: float(row[1]) for row in found} == BOOK.claims
    for row in found:
        (example,) = CODE.findall(row[-1])
        assert row[0] in {item.claim for item in DATASET.relations[example].evidence}


def test_every_letter_has_its_factor() -> None:
    assert {row[0]: float(row[1]) for row in table(TEXT, "Reliability")} == BOOK.reliability


def test_every_way_to_write_a_date_is_read_and_has_an_example() -> None:
    for row in table(TEXT, "Dates"):
        written = CODE.findall(row[0])
        assert all(parse_date(text).text == text for text in written)
        (example,) = CODE.findall(row[-1])
        date = DATASET.relations[example].date
        assert date
        assert date.text == written[0]


def test_every_type_of_faction_is_told() -> None:
    told = [name for row in table(TEXT, "What is coded") for name in CODE.findall(row[0])]

    assert sorted(told) == sorted(FACTION_TYPES)


@pytest.mark.parametrize("text", [TEXT, README], ids=["CODEBOOK.md", "README.md"])
def test_every_id_that_is_told_is_there(text: str) -> None:
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    told = {word for word in CODE.findall(prose) if ID.fullmatch(word)}
    known = {
        *DATASET.relations, *DATASET.factions, *DATASET.sources, *BOOK.types, *FACTION_TYPES,
    }  # fmt: skip

    assert told <= known


def test_the_worked_example_is_a_valid_coding(tmp_path: Path) -> None:
    """In the data set that `new` makes, whose factions it uses."""
    (example,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", TEXT)
    make_dataset(tmp_path / "set")
    (tmp_path / "set" / "relations.yaml").write_text(example, encoding="utf-8")

    assert failures(validate(tmp_path / "set"), strict=True) == []
    told = load_dataset(tmp_path / "set").relations.values()
    assert len(told) == 5
    assert "five relations" in TEXT
    assert len({one.type for one in told}) == 5


def test_it_stands_on_its_own() -> None:
    """It is copied to where no other file of the bundled data set is."""
    links = re.findall(r"\]\(([^)]+)\)", TEXT)

    assert [link for link in links if not link.startswith("https://")] == []


def test_the_readme_counts_what_is_there() -> None:
    assert f"| {len(DATASET.factions)} factions " in README
    assert f"| {len(DATASET.relations)} relations," in README
    known = sum("ucdp" in one.ids for one in DATASET.factions.values())
    assert f"the UCDP actor of {known} of them" in README


def test_every_source_says_why_it_has_its_letter() -> None:
    for source in DATASET.sources.values():
        assert f"| {source.published.text} | {source.reliability} |" in README
        assert 25 < len(source.reliability_reason.split()) < 70
