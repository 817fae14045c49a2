"""GEXF and CSV as Gephi's own importers read them, where somebody has its toolkit at hand.

``IDLIB_GEPHI_TOOLKIT`` names its jar (``gephi-toolkit-VERSION-all.jar``, 0.9.2 or later).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from idlib_graph.export.elements import edge_types
from idlib_graph.export.gexf import render_gexf
from idlib_graph.export.tables import edges_csv
from idlib_graph.export.views import VIEWS, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Edge, Node, Value

TOOLKIT = os.environ.get("IDLIB_GEPHI_TOOLKIT", "")
READ = Path(__file__).parents[1] / "gephi" / "Read.java"
ESCAPED = {"\\t": "\t", "\\r": "\r", "\\n": "\n", "\\\\": "\\"}

pytestmark = pytest.mark.skipif(
    not (TOOLKIT and shutil.which("java")),
    reason="IDLIB_GEPHI_TOOLKIT names no toolkit of Gephi, or Java is not installed",
)


def opened(path: Path) -> tuple[list[list[str]], dict[str, dict[str, dict[str, str]]]]:
    """The issues that the import report tells; nodes and edges by id, with all that Gephi has."""
    command = ["java", "-Djava.awt.headless=true", "-cp", TOOLKIT, str(READ), str(path)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    issues: list[list[str]] = []
    found: dict[str, dict[str, dict[str, str]]] = {"node": {}, "edge": {}}
    for line in done.stdout.rstrip("\n").split("\n"):
        what, key, *fields = line.split("\t")
        if what == "issue":
            issues.append([key, *fields])
        else:
            pairs = (unescaped(text).partition("=") for text in fields)
            found[what][unescaped(key)] = {name: value for name, _, value in pairs}
    return issues, found


def unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda match: ESCAPED[match[0]], text)


def said(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def spans(times: Iterable[tuple[float, float]]) -> str:
    return "".join(f"[{first},{last}];" for first, last in times)


def as_gephi_has_it(item: Node | Edge) -> dict[str, str]:
    """What of an element Gephi has as text: all but numbers of single precision."""
    return {
        "label": item.label,
        "color": item.color,
        **{name: said(value) for name, value in item.values.items()},
    }


def text_of(row: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    # some versions of Gephi take INF in a text for a number
    return {name: row[name].replace("Infinity", "INF") for name in names if name in row}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_gephi_has_all_that_was_written(
    name: str, view: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    elements = gather(request.getfixturevalue(name), view=view)
    path = tmp_path / "all.gexf"
    path.write_bytes(render_gexf(elements))
    issues, found = opened(path)

    assert issues == [["INFO", "GEXF version 1.3"]]
    nodes, edges = found["node"], found["edge"]
    assert (set(nodes), set(edges)) == (
        {node.id for node in elements.nodes},
        {edge.id for edge in elements.edges},
    )
    for node in elements.nodes:
        row, told = nodes[node.id], as_gephi_has_it(node)
        stays = "".join(f"[{first},{last}]={place};" for first, last, place in node.history)
        assert text_of(row, told) == told
        assert [float(row[at]) for at in ("x", "y", "size")] == pytest.approx(
            [node.x, node.y, node.size], abs=0.01
        )  # its auto-scale, on by default, has changed nothing
        assert row["interval"] == spans(node.spans)
        assert row.get("community_at", "").replace("Infinity", "INF") == stays
    for edge, kind in zip(elements.edges, edge_types(elements), strict=True):
        row, told = edges[edge.id], as_gephi_has_it(edge) | {"kind": edge.kind, "rid": edge.id}
        assert text_of(row, told) == told
        assert (row["source"], row["target"]) == (edge.source, edge.target)
        assert (row["directed"], row["gephi type"]) == ("true", kind)
        assert float(row["weight"]) == pytest.approx(edge.weight, rel=1e-6)
        assert row["interval"] == spans([edge.span] if edge.span else [])


def test_gephi_keeps_every_row_of_the_table_of_edges_apart(
    bundled: Analysis, tmp_path: Path
) -> None:
    path, dataset = tmp_path / "edges.csv", bundled.dataset
    path.write_text(edges_csv(dataset), encoding="utf-8")
    issues, found = opened(path)

    assert issues == []
    assert set(found["edge"]) == set(dataset.relations)
    for key, row in found["edge"].items():
        told = dataset.relations[key]
        a, b = (told.a, told.b) if told.directed else told.pair
        assert (row["source"], row["target"], row["directed"]) == (a, b, said(told.directed))
        assert row["gephi type"].split()[0] == row["interaction"] == told.kind
        assert float(row["weight"]) == dataset.strength(told)
