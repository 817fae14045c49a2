"""GEXF 1.3 with time, for Gephi's timeline and Gephi Lite."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from idlib_graph.export.elements import edge_types, written
from idlib_graph.export.permitted import as_attribute, as_text
from idlib_graph.export.views import gather
from idlib_graph.output import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from idlib_graph.export.elements import Edge, Elements, Node, Span, Value
    from idlib_graph.export.views import Source

    Columns: TypeAlias = Mapping[str, tuple[str, str]]
    """The title and the type of each column; the title in quotation marks."""

NAMESPACE = "http://gexf.net/1.3"
_TYPES = {"int": "integer"}
_EDGE = {"rid": "string", "kind": "string", "interaction": "string"}
_DYNAMIC = ' timeformat="double" timerepresentation="interval"'


def write_gexf(
    source: Source,
    path: Path | str,
    *,
    view: str = "relations",
    on: date | None = None,
    positive: bool = False,
) -> None:
    """Write a data set, an analysis or any signed networkx graph as GEXF 1.3.

    Nodes and edges carry the times at which they are there, in decimal years, and nodes their
    community over time as ``community_at``. Of a networkx graph the times are the numbers (or
    dates) ``start`` and ``end`` of its nodes and edges; without any, the file has no time.

    Parameters
    ----------
    source : a data set, an analysis, or a graph with a signed ``weight`` or a ``sign`` on its
        edges; other attributes of any kind are written as they are, in one type a name
    path : the file, or ``-`` for standard output; it appears whole or not at all
    view : of a data set or analysis: ``relations`` (each relation an edge), ``ties`` (for each pair
        an edge of its alliances and one of its clashes and splits) or ``snapshot`` (those of a day)
    on : the day of the snapshot; that of the last slice without it
    positive : keep alliances only, for layouts and measures that misread signs

    Raises
    ------
    SettingsError
        For an unknown view, a day where the view is of the whole period, a view of a graph, a graph
        whose signs or weights cannot be told, or what is nothing of that kind at all.
    OutputError
        Where the file cannot be written.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.MultiDiGraph()
    >>> key = G.add_edge("red", "blue", weight=-2.0, start=2015, end=2016.5)
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_gexf(G, f"{folder}/two.gexf")
    ...     edge = nx.read_gexf(f"{folder}/two.gexf", version="1.3")["red"]["blue"]
    >>> edge["spells"], edge["sign"]
    ([(2015.0, 2016.5)], -1)
    """
    write_whole(path, render_gexf(gather(source, view=view, on=on, positive=positive)))


def render_gexf(elements: Elements) -> bytes:
    """Elements as the content of a GEXF file: the same bytes each time."""
    return "".join(_lines(elements)).encode()


def _lines(elements: Elements) -> Iterator[str]:
    mode = "dynamic" if elements.timed else "static"
    default = "directed" if elements.directed else "undirected"
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{NAMESPACE}/viz" version="1.3">\n'
        "  <meta>\n    <creator>idlib_graph</creator>\n"
        f"    <description>{as_text(elements.title or elements.name)}</description>\n  </meta>\n"
        f'  <graph mode="{mode}"{_DYNAMIC if elements.timed else ""} idtype="string"'
        f' defaultedgetype="{default}">\n'
    )
    if elements.has_history:  # before the static block: Gephi Lite reads the last one of a class
        yield from _declared("node", {"community_at": "string"}, "dynamic")
    yield from _declared("node", elements.node_types, "static")
    yield from _declared("edge", _EDGE | dict(elements.edge_types), "static")
    yield "    <nodes>\n"
    columns = _columns(elements.node_types)
    for node in elements.nodes:
        yield from _node(node, columns)
    yield "    </nodes>\n    <edges>\n"
    columns = _columns(_EDGE | dict(elements.edge_types))
    for edge, kind in zip(elements.edges, edge_types(elements), strict=True):
        yield from _edge(edge, kind, columns)
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declared(what: str, types: Mapping[str, str], mode: str) -> Iterator[str]:
    yield f'    <attributes class="{what}" mode="{mode}">\n'
    for name, kind in types.items():
        title = as_attribute(name)
        yield f'      <attribute id={title} title={title} type="{_TYPES.get(kind, kind)}"/>\n'
    yield "    </attributes>\n"


def _columns(types: Mapping[str, str]) -> Columns:
    return {name: (as_attribute(name), kind) for name, kind in types.items()}


def _node(node: Node, columns: Columns) -> Iterator[str]:
    yield f"      <node id={as_attribute(node.id)} label={as_attribute(node.label)}>\n"
    history = (
        f'          <attvalue for="community_at" value={as_attribute(name)}'
        f' start="{first}" end="{last}"/>\n'
        for first, last, name in node.history
    )
    if values := "".join([*_values(node.values, columns), *history]):
        yield f"        <attvalues>\n{values}        </attvalues>\n"
    yield from _spells(node.spans)
    yield (
        f'        <viz:size value="{node.size}"/>\n'
        f'        <viz:position x="{node.x}" y="{node.y}" z="0.0"/>\n'
        f"        {_colour(node.color)}\n      </node>\n"
    )


def _edge(edge: Edge, kind: str, columns: Columns) -> Iterator[str]:
    yield (
        f"      <edge id={as_attribute(edge.id)} source={as_attribute(edge.source)}"
        f" target={as_attribute(edge.target)} label={as_attribute(edge.label)}"
        f' kind={as_attribute(kind)} weight="{edge.weight}">\n        <attvalues>\n'
    )
    own: dict[str, Value] = {"rid": edge.id, "kind": edge.kind, "interaction": edge.kind}
    yield from _values(own | dict(edge.values), columns)
    yield "        </attvalues>\n"
    yield from _spells([edge.span] if edge.span else [])
    yield f"        {_colour(edge.color)}\n      </edge>\n"


def _values(values: Mapping[str, Value], columns: Columns) -> Iterator[str]:
    for name, value in values.items():
        if value != "":
            title, kind = columns[name]
            text = as_attribute(value) if isinstance(value, str) else f'"{written(value, kind)}"'
            yield f"          <attvalue for={title} value={text}/>\n"


def _spells(spans: Iterable[Span]) -> Iterator[str]:
    spells = [f'          <spell start="{first}" end="{last}"/>\n' for first, last in spans]
    if spells:
        yield f"        <spells>\n{''.join(spells)}        </spells>\n"


def _colour(color: str) -> str:
    r, g, b = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'
