"""GEXF keeps the rules, and comes back with its times from networkx and Gephi Lite's reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from builders import make, rel
from export.lint import lint_gexf
from export.readers import with_graphology, with_networkx

from idlib_graph.export.elements import Node
from idlib_graph.export.gexf import render_gexf, write_gexf
from idlib_graph.export.views import VIEWS, gather

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Edge

GEXF = "{http://gexf.net/1.3}"


def rgb(color: str) -> dict[str, int]:
    return {name: int(color[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [])}


def as_networkx_has_it(item: Node | Edge) -> dict[str, Any]:
    """What `networkx.read_gexf` should give of a node or an edge."""
    if isinstance(item, Node):
        return said(
            {
                "label": item.label,
                **item.values,
                "spells": list(item.spans),
                "community_at": [(name, first, last) for first, last, name in item.history],
                "viz": {
                    "color": rgb(item.color) | {"a": 1.0},
                    "size": item.size,
                    "position": {"x": item.x, "y": item.y, "z": 0.0},
                },
            }
        )
    return said(
        {
            "id": item.id,
            "rid": item.id,
            "label": item.label,
            "kind": item.kind,
            "interaction": item.kind,
            "weight": item.weight,
            **item.values,
            "spells": [item.span],
            "ends": (item.source, item.target),
        }
    )


def as_gephi_lite_has_it(item: Node | Edge) -> dict[str, Any]:
    """What graphology should give of a node or an edge."""
    color = "rgb({r},{g},{b})".format(**rgb(item.color))
    if isinstance(item, Node):
        last = {"community_at": item.history[-1][2]} if item.history else {}
        look = {"x": item.x, "y": item.y, "z": 0, "size": item.size, "color": color}
        return said({"label": item.label, **item.values, **last, **look})
    told = {"rid": item.id, "interaction": item.kind, "ends": (item.source, item.target)}
    looks = {name: getattr(item, name) for name in ("label", "kind", "weight")}
    return said({**told, **looks, **item.values, "color": color})


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

    assert lint_gexf(render_gexf(elements)) == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_every_attribute_comes_back_from_networkx(
    name: str, view: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    elements = gather(request.getfixturevalue(name), view=view)
    path = tmp_path / "all.gexf"
    path.write_bytes(render_gexf(elements))

    nodes, edges = with_networkx(path)
    assert nodes == {node.id: as_networkx_has_it(node) for node in elements.nodes}
    assert edges == {edge.id: as_networkx_has_it(edge) for edge in elements.edges}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_every_attribute_comes_back_from_gephi_lite(
    name: str, view: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    elements = gather(request.getfixturevalue(name), view=view)
    path = tmp_path / "all.gexf"
    path.write_bytes(render_gexf(elements))

    nodes, edges = with_graphology(path)
    assert nodes == {node.id: as_gephi_lite_has_it(node) for node in elements.nodes}
    assert edges == {edge.id: as_gephi_lite_has_it(edge) for edge in elements.edges}


def test_a_title_may_be_anything(tmp_path: Path) -> None:
    path = tmp_path / "odd.gexf"
    dataset = replace(make(rel("battle", "red", "blue", date="2015")), title="\x00<b>&")

    with pytest.warns(UserWarning, match="U\\+FFFD: the title$"):
        write_gexf(dataset, path)

    assert lint_gexf(path.read_bytes()) == []
    assert "\ufffd&lt;b&gt;&amp;</description>" in path.read_text(encoding="utf-8")


def test_communities_over_time_are_those_of_the_slices(bundled: Analysis, tmp_path: Path) -> None:
    write_gexf(bundled, tmp_path / "ties.gexf", view="ties")
    root = ET.parse(tmp_path / "ties.gexf").getroot()  # noqa: S314 - our own file

    seen = 0
    for node in root.iter(f"{GEXF}node"):
        stays = [
            (float(a.get("start", "")), float(a.get("end", "")), a.get("value", ""))
            for a in node.iter(f"{GEXF}attvalue")
            if a.get("for") == "community_at"
        ]
        for part in bundled.slices[:-1:7]:
            later = part.day + timedelta(days=10)  # each slice stands for its month
            moment = later.year + later.timetuple().tm_yday / 366
            found = [name for start, end, name in stays if start <= moment <= end]
            place = bundled.place_name(part.position(node.get("id", "")))
            assert found == ([] if place == "absent" else [place])
            seen += len(found)
    assert seen > 100
