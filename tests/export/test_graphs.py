"""Any signed networkx graph is written by the same rules, and comes back as it was."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from export.lint import lint_gexf, lint_graphml
from export.readers import with_graphology, with_igraph, with_networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from idlib_graph.checks import load_dataset
from idlib_graph.errors import SettingsError
from idlib_graph.export.gexf import render_gexf, write_gexf
from idlib_graph.export.graphml import render_graphml, write_graphml
from idlib_graph.export.views import gather
from idlib_graph.snapshots import snapshot, to_multidigraph

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.export.elements import Edge

CLASSES: tuple[type[nx.Graph[Any]], ...] = (
    nx.Graph,
    nx.DiGraph,
    nx.MultiGraph,
    nx.MultiDiGraph,
)
LOOK = {"label", "x", "y", "size", "color"}
PULL = {"rid", "label", "kind", "interaction", "weight", "sign", "signed_weight", "color"}

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**31), 2**31 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)
names = st.sampled_from(["alpha", "beta", "gamma", "Delta", "épsilon", "zeta.eta", "theta iota"])
attributes = st.dictionaries(names, values, max_size=4)


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph[Any]:
    """A graph of any class with any attributes, each edge with a signed weight."""
    G: nx.Graph[Any] = draw(st.sampled_from(CLASSES))()
    nodes = draw(st.lists(texts.filter(bool), min_size=1, max_size=5, unique=True))
    for number, node in enumerate(nodes):
        G.add_node(node, x=number, y=0, **draw(attributes))  # a layout takes its time
    weights = st.floats(-9, 9).filter(lambda weight: abs(weight) > 0.01)
    for _ in range(draw(st.integers(0, 7))):
        a, b = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        G.add_edge(a, b, weight=draw(weights), **draw(attributes))
    return G


def columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What comes back of attributes: one type a name, nothing for None and empty text."""
    kept = [{k: v for k, v in row.items() if v is not None and v != ""} for row in rows]
    types: dict[str, set[type]] = {}
    for row in kept:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    return [{name: _as(value, types[name]) for name, value in row.items()} for row in kept]


def _as(value: Any, types: set[type]) -> Any:  # noqa: ANN401 - any attribute
    if len(types) == 1:
        return value
    if types == {int, float}:
        return float(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def ends(G: nx.Graph[Any], a: str, b: str) -> tuple[str, str]:
    """The ends of an edge; of an undirected graph the smaller first."""
    return (a, b) if G.is_directed() else (min(a, b), max(a, b))


@settings(max_examples=40)
@given(graphs())
def test_any_graph_comes_back_from_networkx(G: nx.Graph[Any]) -> None:
    content = render_graphml(gather(G))
    assert lint_graphml(content, own=False) == []
    H = nx.parse_graphml(content.decode(), force_multigraph=True)

    assert H.is_directed() == G.is_directed()
    told = columns([{k: v for k, v in d.items() if k not in LOOK} for d in G.nodes.values()])
    found = [{k: v for k, v in data.items() if k not in LOOK} for data in H.nodes.values()]
    assert dict(zip(H, found, strict=True)) == dict(zip(G, told, strict=True))
    data = [dict(item) for item in G.edges.values()]
    back = {item["rid"]: (ends(G, *key[:2]), item) for key, item in H.edges.items()}
    expected = columns([{k: v for k, v in item.items() if k != "weight"} for item in data])
    for number, (key, item, row) in enumerate(zip(G.edges, data, expected, strict=True), 1):
        between, got = back[f"e{number}"]
        assert between == ends(G, *key[:2])
        assert (got["signed_weight"], got["weight"]) == (item["weight"], abs(item["weight"]))
        assert got["sign"] == (1 if item["weight"] > 0 else -1)
        assert {k: v for k, v in got.items() if k not in PULL} == row
    assert len(back) == len(data)


@settings(max_examples=20)
@given(graphs())
def test_any_graph_keeps_the_rules_of_gexf(G: nx.Graph[Any]) -> None:
    content = render_gexf(gather(G))

    assert lint_gexf(content, own=False) == []
    assert b'mode="static"' in content


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_of_graph_is_read_by_every_reader(
    kind: type[nx.Graph[Any]], tmp_path: Path
) -> None:
    G = kind()
    G.add_edge("red", "blue", weight=-2.0, since=2015)
    G.add_edge("blue", "green", weight=0.5)
    write_graphml(G, tmp_path / "g.graphml")
    write_gexf(G, tmp_path / "g.gexf")

    for read, name in ((with_networkx, "g.graphml"), (with_igraph, "g.graphml"),
                       (with_networkx, "g.gexf"), (with_graphology, "g.gexf")):  # fmt: skip
        nodes, edges = read(tmp_path / name)
        assert set(nodes) == {"red", "blue", "green"}
        weights = {e["signed_weight"]: (e["weight"], e["sign"]) for e in edges.values()}
        assert weights == {-2.0: (2.0, -1), 0.5: (0.5, 1)}


def only_edge(**data: Any) -> Edge:  # noqa: ANN401 - any attribute
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", **data)
    return gather(G).edges[0]


@pytest.mark.parametrize(
    ("data", "sign", "weight"),
    [
        ({}, 1, 1.0),
        ({"weight": -0.5}, -1, 0.5),
        ({"weight": 2, "sign": -1}, -1, 2.0),
        ({"weight": -2, "sign": -1}, -1, 2.0),
        ({"sign": -1}, -1, 1.0),
        ({"sign": -1, "strength": 0.3}, -1, 0.3),
        ({"weight": np.float32(-0.5)}, -1, 0.5),
        ({"weight": Fraction(1, 4)}, 1, 0.25),
        ({"weight": 0.0}, 0, 0.001),
        ({"weight": -1e-320}, -1, 0.001),
    ],
)
def test_sign_and_strength_of_an_edge(data: dict[str, Any], sign: int, weight: float) -> None:
    edge = only_edge(**data)

    assert (edge.values["sign"], edge.weight) == (sign, weight)
    assert edge.kind == {1: "positive", -1: "negative", 0: "neutral"}[sign]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"weight": "strong"}, "edge a to b has the weight 'strong', which is no finite number"),
        ({"weight": float("inf")}, "which is no finite number"),
        ({"weight": None}, "which is no finite number"),
        ({"sign": 2}, "has the sign 2 and the weight 1.0; a sign is 1, 0 or -1"),
        ({"sign": "-"}, "has the sign '-'"),
        ({"sign": 1, "weight": -3}, "has the sign 1 and the weight -3"),
    ],
)
@pytest.mark.filterwarnings("ignore:numbers that are not finite")
def test_a_sign_or_weight_that_cannot_be_told_is_an_error(
    data: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        only_edge(**data)


def test_names_that_readers_take_for_something_else_are_changed() -> None:
    G: nx.Graph[Any] = nx.Graph()
    G.add_node("a", id=1, source=2, R=3, **{"Label": "x", "2015": 4, "xpos": 5, "": 6, "La": 7})
    G.add_node("b", la=8)
    elements = gather(G)

    assert elements.nodes[0].values == {
        "id_": 1, "source_": 2, "R_": 3, "Label_2": "x", "_2015": 4, "xpos_": 5, "_": 6, "La": 7,
    }  # fmt: skip
    assert elements.nodes[1].values == {"la_2": 8}
    assert lint_graphml(render_graphml(elements), own=False) == []
    assert lint_gexf(render_gexf(elements), own=False) == []


def test_values_of_any_kind_become_text_or_numbers() -> None:
    G: nx.Graph[Any] = nx.Graph()
    G.add_node(
        "a", flag=np.bool_(True), count=np.int64(3), share=np.float32(0.5), day=date(2015, 1, 2),  # noqa: FBT003 - a value
        listed=["x|y", 1], some={"b", "a"}, array=np.array([1, 2]), big=2**40, huge=2**60,
        none=None,
    )  # fmt: skip
    elements = gather(G)

    assert elements.nodes[0].values == {
        "flag": True, "count": 3, "share": 0.5, "day": "2015-01-02", "listed": "x\\|y|1",
        "some": "a|b", "array": "1|2", "big": 2**40, "huge": 2**60,
    }  # fmt: skip
    found = nx.parse_graphml(render_graphml(elements).decode()).nodes["a"]
    assert (found["big"], found["huge"]) == (float(2**40), str(2**60))


def test_numbers_that_are_not_finite_are_left_out_and_told() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_node("a", share=float("nan"), other=float("inf"))

    with pytest.warns(UserWarning, match=r"left out: node a \(share\) and 1 more$"):
        elements = gather(G)
    assert elements.nodes[0].values == {}


def test_nodes_that_read_the_same_stay_apart() -> None:
    G: nx.Graph[Any] = nx.Graph([(1, "1"), ("1 #2", 1)])

    elements = gather(G)
    assert [node.id for node in elements.nodes] == ["1", "1 #2", "1 #2 #2"]
    assert lint_graphml(render_graphml(elements), own=False) == []


def test_times_of_a_graph_are_its_start_and_end() -> None:
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    G.add_node("a", start=2010)
    G.add_edge("a", "b", start=date(2015, 1, 1), end=2016.5)
    G.add_edge("b", "a", end=2014)
    elements = gather(G)

    assert [edge.span for edge in elements.edges] == [(2015.0, 2016.5), (2010.0, 2014.0)]
    assert [edge.values["start_known"] for edge in elements.edges] == [True, False]
    assert [node.spans for node in elements.nodes] == [((2010.0, 2016.5),), ((2010.0, 2016.5),)]
    content = render_gexf(elements)
    assert b'mode="dynamic"' in content
    assert lint_gexf(content, own=False) == []


def test_times_in_words_are_no_times() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_edge("a", "b", start="early")
    G.add_edge("b", "c", start=2015)

    assert [edge.values["start"] for edge in gather(G).edges] == ["early", 2015]
    assert not gather(G).timed


def test_places_sizes_and_colours_of_a_graph_are_kept_in_gephis_measure() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_node("a", x=0.0, y=0.0, size=1, color="#FF0000")
    G.add_node("b", x=200.0, y=0.0, size=9, community=1)
    G.add_node("c", x=100.0, y=300, size=4, community=1)
    nodes = gather(G).nodes

    assert [(n.x, n.y) for n in nodes] == [(-100.0, -100.0), (100.0, -100.0), (0.0, 200.0)]
    assert [n.size for n in nodes] == [4.0, 100.0, 52.0]
    assert nodes[0].color == "#ff0000"
    assert nodes[1].color == nodes[2].color != nodes[0].color


def test_a_colour_that_is_none_is_kept_beside() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_node("a", color="red")

    assert gather(G).nodes[0].values == {"color_2": "red"}


@pytest.mark.parametrize("make", [to_multidigraph, lambda d: snapshot(d, date(2018, 11, 1))])
def test_the_graphs_of_a_data_set_are_written_as_any_other(make: Any) -> None:  # noqa: ANN401 - a function
    G = make(load_dataset())
    elements = gather(G)

    assert len(elements.edges) == G.number_of_edges()
    assert lint_graphml(render_graphml(elements), own=False) == []
    if isinstance(G, nx.MultiDiGraph):
        assert {edge.id for edge in elements.edges} == {key for *_, key in G.edges}


def test_a_file_read_and_written_again_is_the_same(tmp_path: Path) -> None:
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    G.add_edge("a", "b", key="r1", weight=-2.0, start=2015.0, note="x")
    G.add_edge("a", "b", key="r2", weight=0.5, end=2016.0)
    path = tmp_path / "g.graphml"
    write_graphml(G, path)
    first = path.read_bytes()
    write_graphml(nx.read_graphml(path), path)

    told = [line for line in sorted(first.decode().splitlines()) if 'key="' in line]
    again = [line for line in sorted(path.read_text().splitlines()) if 'key="' in line]
    assert [line for line in told if "start_known" not in line] == [
        line for line in again if "start_known" not in line
    ]


@pytest.mark.parametrize("source", [["a"], "my-data", None])
def test_what_is_no_graph_is_an_error(source: Any, tmp_path: Path) -> None:  # noqa: ANN401 - anything
    with pytest.raises(SettingsError, match=f"can be written, not a {type(source).__name__}$"):
        write_graphml(source, tmp_path / "none.graphml")


def test_a_graph_has_no_views() -> None:
    with pytest.raises(SettingsError, match="a graph is written as it is"):
        gather(nx.Graph(), view="ties")


def test_an_empty_graph_is_a_file(tmp_path: Path) -> None:
    write_graphml(nx.Graph(), tmp_path / "none.graphml")
    write_gexf(nx.Graph(), tmp_path / "none.gexf")

    assert len(nx.read_graphml(tmp_path / "none.graphml")) == 0
    assert len(nx.read_gexf(tmp_path / "none.gexf", version="1.3")) == 0
