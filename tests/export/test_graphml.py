"""GraphML keeps the rules, and comes back attribute by attribute from every reader."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from builders import faction, make, rel
from export.hostile import hostile_dataset
from export.lint import lint_graphml
from export.readers import with_graphology, with_igraph, with_networkx

from idlib_graph.analysis import analyze
from idlib_graph.errors import OutputError, SettingsError
from idlib_graph.export.elements import history_text, spans_text
from idlib_graph.export.graphml import render_graphml, write_graphml
from idlib_graph.export.slices import write_slices
from idlib_graph.export.views import VIEWS, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from export.readers import Rows

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Elements


def expected(elements: Elements) -> tuple[Rows, Rows]:
    """What a reader should give: every attribute, text that is empty left out."""
    nodes = {
        node.id: _said(
            {
                "label": node.label,
                **node.values,
                "lifespans": spans_text(node.spans),
                "community_history": history_text(node.history),
                **{name: getattr(node, name) for name in ("x", "y", "size", "color")},
            }
        )
        for node in elements.nodes
    }
    edges = {
        edge.id: _said(
            {
                "rid": edge.id,
                "interaction": edge.kind,
                **{name: getattr(edge, name) for name in ("label", "kind", "weight", "color")},
                **edge.values,
                "ends": (edge.source, edge.target),
            }
        )
        for edge in elements.edges
    }
    return nodes, edges


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != ""}


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_a_file_keeps_every_rule(
    name: str,
    view: str,
    positive: bool,  # noqa: FBT001 - pytest passes by name
    request: pytest.FixtureRequest,
) -> None:
    elements = gather(request.getfixturevalue(name), view=view, positive=positive)

    assert lint_graphml(render_graphml(elements)) == []


@pytest.mark.parametrize("read", [with_networkx, with_igraph, with_graphology])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_every_attribute_comes_back(
    name: str, view: str, read: Callable[[Path], tuple[Rows, Rows]], tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    elements = gather(request.getfixturevalue(name), view=view)
    path = tmp_path / "all.graphml"
    path.write_bytes(render_graphml(elements))

    assert read(path) == expected(elements)


def test_networkx_gives_each_value_in_its_own_type(hostile: Analysis, tmp_path: Path) -> None:
    elements = gather(hostile)
    path = tmp_path / "all.graphml"
    path.write_bytes(render_graphml(elements))

    for found, told in zip(with_networkx(path), expected(elements), strict=True):
        for key, row in told.items():
            assert {n: type(v) for n, v in found[key].items()} == {
                n: type(v) for n, v in row.items()
            }


def test_parallel_relations_are_edges_of_their_own(hostile: Analysis, tmp_path: Path) -> None:
    write_graphml(hostile, tmp_path / "all.graphml")
    text = (tmp_path / "all.graphml").read_text(encoding="utf-8")
    _, edges = with_igraph(tmp_path / "all.graphml")

    same = {key: edge["kind"] for key, edge in edges.items() if edge["ends"] == ("markup", "rtl")}
    clashes = ("battle-markup-rtl", "raid-markup-rtl", "siege-markup-rtl")
    assert same == {**dict.fromkeys(clashes, "clash"), "partnership-rtl-markup": "alliance"}
    assert [text.count(f'label="{kind}"') for kind in ("clash #2", "clash #3")] == [1, 1]


def test_positive_keeps_alliances_only_and_every_node(bundled: Analysis) -> None:
    kept, every = gather(bundled, positive=True), gather(bundled)

    assert {edge.kind for edge in kept.edges} == {"alliance"}
    assert len(kept.edges) == sum(edge.kind == "alliance" for edge in every.edges)
    assert [(n.id, n.x, n.size) for n in kept.nodes] == [(n.id, n.x, n.size) for n in every.nodes]


def test_what_xml_forbids_is_replaced_and_told_in_one_line(tmp_path: Path) -> None:
    odd = replace(faction("red"), name="re\x00d\ud800", aliases=("\x1b",))
    dataset = make(rel("battle", "red", "blue", note="\ufffe!\t"), factions=[odd])

    with pytest.warns(UserWarning, match=r"^characters .*: node red \(label\), .* and \d more$"):
        write_graphml(dataset, tmp_path / "odd.graphml")

    nodes, edges = with_networkx(tmp_path / "odd.graphml")
    assert (nodes["red"]["name"], nodes["red"]["aliases"]) == ("re\ufffdd\ufffd", "\ufffd")
    assert edges["battle-red-blue"]["note"] == "\ufffd!\t"
    assert lint_graphml((tmp_path / "odd.graphml").read_bytes()) == []


def test_ids_that_xml_forbids_stay_apart() -> None:
    dataset = make(
        rel("battle", "a\x00", "a\x01", id="r\x00"), rel("raid", "a\x01", "b", id="r\x01")
    )

    with pytest.warns(UserWarning, match="forbids"):
        elements = gather(dataset)

    assert [node.id for node in elements.nodes] == ["a\ufffd", "a\ufffd #2", "b"]
    assert [(e.id, e.source, e.target) for e in elements.edges] == [
        ("r\ufffd", "a\ufffd", "a\ufffd #2"),
        ("r\ufffd #2", "a\ufffd #2", "b"),
    ]


def test_a_bar_in_an_alias_can_be_told_from_one_between_two(hostile: Analysis) -> None:
    values = {node.id: node.values["aliases"] for node in gather(hostile).nodes}

    assert values["inf"] == r"a\|b INF|c\\\|d"


def test_each_slice_is_a_file_with_the_same_nodes_at_the_same_places(
    bundled: Analysis, tmp_path: Path
) -> None:
    files = write_slices(bundled, tmp_path / "slices")
    assert [file.stem for file in files] == [str(day) for day in bundled.days]

    places, active = set(), set()
    for file, part in zip(files[::20], bundled.slices[::20], strict=True):
        assert lint_graphml(file.read_bytes()) == []
        nodes, edges = with_networkx(file)
        places.add(tuple((key, row["x"], row["y"], row["size"]) for key, row in nodes.items()))
        active |= {key for key, row in nodes.items() if row["active"]}
        assert {key for key, row in nodes.items() if row["active"]} == set(part.where)
        assert {frozenset(e["ends"]) for e in edges.values()} == set(
            map(frozenset, part.graph.edges)
        )
    assert len(places) == 1
    assert active < set(bundled.lines.by_id)


def test_the_same_data_set_gives_the_same_bytes(bundled: Analysis) -> None:
    again = analyze(bundled.dataset)

    for view in VIEWS:
        one, other = (render_graphml(gather(a, view=view)) for a in (bundled, again))
        assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_nothing_of_another_kind_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes.graphml"
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(OutputError, match="a JSON file, not a GraphML file"):
        write_graphml(hostile_dataset(), path)
    assert path.read_text(encoding="utf-8") == "{}"


def test_what_is_asked_for_must_exist(bundled: Analysis) -> None:
    with pytest.raises(SettingsError, match="unknown view 'matrix'; one of relations, ties"):
        gather(bundled, view="matrix")
    with pytest.raises(SettingsError, match="'ties' is of the whole period"):
        gather(bundled, view="ties", on=bundled.days[3])
