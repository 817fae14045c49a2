"""Files are what the schemata of their formats allow, but for one attribute that Gephi needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from export.schemas import GEXF, GRAPHML, violations

from idlib_graph.export.gexf import render_gexf
from idlib_graph.export.graphml import render_graphml
from idlib_graph.export.views import VIEWS, gather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from export.schemas import Rule

    from idlib_graph.analysis import Analysis

FOR_GEPHI = ["edge has no label"]  # it reads the type of an edge there


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_a_file_is_what_its_schema_allows(
    name: str, view: str, request: pytest.FixtureRequest
) -> None:
    elements = gather(request.getfixturevalue(name), view=view)

    assert violations(render_graphml(elements), GRAPHML) == FOR_GEPHI
    assert violations(render_gexf(elements), GEXF) == []


def test_so_is_that_of_any_graph_whose_names_are_names() -> None:
    G: nx.MultiGraph[str] = nx.MultiGraph()
    G.add_edge("red", "blue", weight=-1.5, start=2015, **{"épée ²": 1, "<b>": "x", "a:b": True})
    G.add_node("green", note="&")
    elements = gather(G)

    assert violations(render_graphml(elements), GRAPHML) == FOR_GEPHI
    assert violations(render_gexf(elements), GEXF) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("<graphml xmlns", "<graph xmlns", "the root is graph, not graphml"),
        (' edgedefault="directed"', "", "graph needs edgedefault"),
        ('attr.type="int"', 'attr.type="integer"', "key: attr.type is not 'integer'"),
        ('<node id="inf">', '<node id="in f">', "node: id is not 'in f'"),
        ("<graph id=", "<desc>x</desc><graph id=", "graphml holds"),
        ('<node id="inf">', '<node id="inf"><data key="x">1</data><desc>x</desc>', "node holds"),
        ('<node id="inf">', '<node id="inf">text', "node holds no text"),
    ],
)
def test_what_the_schema_of_graphml_forbids_is_found(
    before: str, after: str, told: str, hostile: Analysis
) -> None:
    content = render_graphml(gather(hostile)).decode()
    content = content.replace("</graphml>", "</graph>") if "root" in told else content

    assert any(told in found for found in broken(content, before, after, GRAPHML))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('version="1.3"', 'version="1.2"', "gexf: version is not '1.2'"),
        ("<viz:size value", "<size value", "there is no size"),
        ("<spells>", "<spells/><spells>", "node holds nothing twice"),
        ('type="integer"', 'type="int"', "attribute: type is not 'int'"),
        ('spell start="', 'spell start="May ', "spell: start is not"),
        ('<viz:color r="', '<viz:color r="999', "viz:color: r is not"),
        ("<meta>", "<meta><creator>x</creator>", "meta holds nothing twice"),
        ("    <nodes>", "    <edges/><nodes>", "graph holds"),
        ('for="name" ', "", "attvalue needs for"),
    ],
)
def test_what_the_schema_of_gexf_forbids_is_found(
    before: str, after: str, told: str, hostile: Analysis
) -> None:
    content = render_gexf(gather(hostile)).decode()

    assert any(told in found for found in broken(content, before, after, GEXF))


def broken(content: str, before: str, after: str, grammar: Mapping[str, Rule]) -> list[str]:
    assert before in content
    return violations(content.replace(before, after, 1).encode(), grammar)
