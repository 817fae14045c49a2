"""The tables for Gephi, Cytoscape and spreadsheets, read again by the rules they are written by."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from builders import faction, make, rel
from export.hostile import hostile_dataset
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.cells import inert, read_cell, read_list
from idlib_graph.checks import load_dataset
from idlib_graph.export.tables import EDGE_COLUMNS, NODE_COLUMNS, edges_csv, nodes_csv, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.model import Dataset

SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
FORMULAS = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0",
    "\uff1d1+1", "'=1+1", "''@SUM(A1)", '=HYPERLINK("http://example.org?"&A1)',
)  # fmt: skip
ODD = (
    *FORMULAS, "a|b", "a\\|b\\", 'say "no", twice', "one\ntwo\r\nthree", "\u202eabc", "النصرة",
    "'Ayn al-Arab", "\x00", "\ufeffx",
)  # fmt: skip
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def read(text: str) -> list[dict[str, str]]:
    """The rows of a table, as any CSV reader gives them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    signs = cell.lstrip("'")
    return cell[1:] if cell.startswith("'") and signs[:1] and signs[0] in SIGNS else cell


def listed(cell: str) -> list[str]:
    r"""The items of a cell ``a|b``; ``\|`` is a bar and ``\\`` a backslash inside of an item."""
    items, escaped = [""], False
    for character in plain(cell):
        if escaped or character not in "\\|":
            items[-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            items.append("")
    return items if cell else []


def with_text(text: str) -> Dataset:
    named = replace(faction("red"), name=text, aliases=(text, f"x{text}"), note=text)
    return make(
        rel("battle", "red", "blue", date="2015", note=text, place=text),
        rel("membership", "blue", "green", claim="denied"),
        rel("partnership", "green", "blue", claim="expected", date="2016/.."),
        factions=[named],
    )


@pytest.mark.parametrize("text", ODD)
def test_text_comes_back_as_it_was(text: str) -> None:
    dataset = with_text(text)
    node, edge = read(nodes_csv(dataset))[0], read(edges_csv(dataset))[0]

    assert [plain(node["Label"]), plain(node["note"])] == [text, text]
    assert [plain(edge["place"]), plain(edge["note"])] == [text, text]
    assert listed(node["aliases"]) == [text, f"x{text}"]


def test_hostile_names_and_notes_come_back_as_they_were() -> None:
    dataset = hostile_dataset()
    nodes, edges = read(nodes_csv(dataset)), read(edges_csv(dataset))

    assert [
        (row["Id"], plain(row["Label"]), tuple(listed(row["aliases"])), row["relations"])
        for row in nodes
    ] == [
        (f.id, f.name, f.aliases, str(sum(f.id in r.pair for r in dataset.relations.values())))
        for f in dataset.factions.values()
    ]
    assert {row["Id"]: (plain(row["note"]), row["interaction"]) for row in edges} == {
        r.id: (r.note or "", r.kind) for r in dataset.relations.values()
    }


@given(st.text(alphabet=f"a'|{SIGNS}", max_size=5))
def test_any_text_can_be_told_from_its_cell(text: str) -> None:
    assert read_cell(inert(text)) == plain(inert(text)) == text
    assert not inert(text).startswith(tuple(SIGNS))


def test_an_apostrophe_that_hides_no_formula_stays_alone() -> None:
    assert inert("'Ayn al-Arab") == "'Ayn al-Arab"


@given(st.lists(st.text(alphabet="a|\\=+-@\t\r\n\"',;é", min_size=1, max_size=6), max_size=4))
def test_any_list_of_aliases_comes_back(aliases: list[str]) -> None:
    dataset = make(factions=[replace(faction("red"), aliases=tuple(aliases))])

    (node,) = read(nodes_csv(dataset))
    assert listed(node["aliases"]) == aliases
    assert list(read_list(node["aliases"])) == aliases


@pytest.mark.parametrize("text", ODD)
def test_no_cell_is_a_formula(text: str) -> None:
    dataset = with_text(text)

    for row in (*read(nodes_csv(dataset)), *read(edges_csv(dataset))):
        for cell in row.values():
            assert not cell.startswith(tuple(SIGNS)) or NUMBER.fullmatch(cell)


def test_numbers_stay_numbers() -> None:
    dataset = load_dataset()

    for row, relation in zip(read(edges_csv(dataset)), dataset.relations.values(), strict=True):
        assert float(row["Weight"]) == dataset.strength(relation) > 0
        assert int(row["sign"]) == (1 if relation.kind == "alliance" else -1)
        assert float(row["credibility"]) == pytest.approx(dataset.credibility(relation), abs=1e-6)
    assert "-1" in {row["sign"] for row in read(edges_csv(dataset))}


def test_all_factions_and_relations_are_there_denied_and_expected_ones_too() -> None:
    dataset = load_dataset()
    nodes, edges = read(nodes_csv(dataset)), read(edges_csv(dataset))

    assert [row["Id"] for row in nodes] == list(dataset.factions)
    assert [row["Id"] for row in edges] == list(dataset.relations)
    assert {"denied", "expected"} <= {claim for row in edges for claim in listed(row["claims"])}
    assert list(nodes[0]) == list(NODE_COLUMNS)
    assert list(edges[0]) == list(EDGE_COLUMNS)


def test_every_row_says_what_its_record_says() -> None:
    dataset = load_dataset()
    for row, relation in zip(read(edges_csv(dataset)), dataset.relations.values(), strict=True):
        ends = (relation.a, relation.b) if relation.directed else relation.pair
        assert (row["Source"], row["Target"]) == ends
        assert row["Type"] == ("Directed" if relation.directed else "Undirected")
        assert plain(row["date"]) == (relation.date.text if relation.date else "")
        assert listed(row["sources"]) == list(relation.sources)
        assert len(listed(row["citations"])) == len(relation.evidence)
    for row, one in zip(read(nodes_csv(dataset)), dataset.factions.values(), strict=True):
        assert listed(row["aliases"]) == list(one.aliases)
        assert row["Label"] == one.name
        assert row["line"] in dataset.factions


@pytest.mark.parametrize("columns", [NODE_COLUMNS, EDGE_COLUMNS])
def test_no_two_columns_differ_by_case_alone(columns: tuple[str, ...]) -> None:
    # Gephi takes such for one
    assert len({name.lower() for name in columns}) == len(columns)


def test_gephi_finds_no_two_edges_of_one_pair_with_the_same_kind() -> None:
    dataset = make(
        rel("battle", "red", "blue", date="2015"),
        rel("battle", "blue", "red", date="2016"),
        rel("raid", "blue", "red", date="2017"),
        rel("aid", "blue", "red", date="2018"),
        rel("battle", "red", "green", date="2016"),
    )
    rows = read(edges_csv(dataset))

    kinds = ["clash", "clash #2", "clash #3", "alliance", "clash"]
    assert [row["Kind"] for row in rows] == kinds
    assert [row["interaction"] for row in rows] == [kind.split()[0] for kind in kinds]
    whole = [frozenset((row["Source"], row["Target"], row["Kind"]))
             for row in read(edges_csv(load_dataset()))]  # fmt: skip
    assert len(set(whole)) == len(whole)


def test_a_relation_without_strength_still_has_a_weight() -> None:
    (row,) = read(edges_csv(make(rel("battle", "red", "blue", strength=0))))

    assert float(row["strength"]) == 0 < float(row["Weight"]) < 0.01


def test_registers_and_the_number_of_relations_are_told() -> None:
    named = replace(faction("red", active="2014/2015-06"), ids={"ucdp": "118", "acled": "a|b"})
    red = read(nodes_csv(make(rel("battle", "red", "blue"), factions=[named])))[0]

    assert listed(red["ids"]) == ["ucdp:118", "acled:a|b"]
    assert (red["relations"], red["earliest"], red["latest"]) == ("1", "2014-01-01", "2015-06-30")


def test_both_tables_are_written(tmp_path: Path) -> None:
    dataset = with_text("=1+1")
    files = write_csv(dataset, tmp_path / "tables")

    assert [file.name for file in files] == ["nodes.csv", "edges.csv"]
    assert [file.read_text("utf-8") for file in files] == [nodes_csv(dataset), edges_csv(dataset)]


def test_networkx_reads_them_as_one_graph() -> None:
    dataset = load_dataset()
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    G.add_nodes_from((row["Id"], row) for row in read(nodes_csv(dataset)))
    known = set(G)
    for row in read(edges_csv(dataset)):
        G.add_edge(row["Source"], row["Target"], key=row["Id"], **row)

    assert set(G) == known
    assert G.number_of_edges() == len(dataset.relations)
