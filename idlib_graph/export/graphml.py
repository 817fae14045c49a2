"""GraphML that Gephi, Gephi Lite, Cytoscape, networkx and igraph read alike.

``networkx.write_graphml`` is not enough for signed multigraphs: Gephi adds up parallel edges, so
that a clash and an alliance of one pair become one edge, and drops edges of weight 0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idlib_graph.export.elements import edge_types, history_text, spans_text, written
from idlib_graph.export.permitted import as_attribute, as_text
from idlib_graph.export.views import gather
from idlib_graph.output import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from idlib_graph.export.elements import Edge, Elements, Node, Value
    from idlib_graph.export.views import Source

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"label": "string"}
_LOOK = {"x": "double", "y": "double", "size": "double", "color": "string"}
_EDGE = {
    "rid": "string",
    "label": "string",
    "kind": "string",
    "interaction": "string",
    "weight": "double",
}
_NO_NAME = re.compile(  # what no id may have, https://www.w3.org/TR/xml/#NT-NameChar, and colons
    "[^-.0-9A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff"
    "\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)


def write_graphml(
    source: Source,
    path: Path | str,
    *,
    view: str = "relations",
    on: date | None = None,
    positive: bool = False,
) -> None:
    """Write a data set, an analysis or any signed networkx graph as GraphML.

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
    >>> G = nx.Graph()
    >>> G.add_edge("red", "blue", weight=-2.0)
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_graphml(G, f"{folder}/two.graphml")
    ...     edge = nx.read_graphml(f"{folder}/two.graphml")["red"]["blue"]
    >>> edge["weight"], edge["sign"], edge["signed_weight"]
    (2.0, -1, -2.0)
    """
    write_whole(path, render_graphml(gather(source, view=view, on=on, positive=positive)))


def render_graphml(elements: Elements) -> bytes:
    """Elements as the content of a GraphML file: the same bytes each time."""
    return "".join(_lines(elements)).encode()


def _lines(elements: Elements) -> Iterator[str]:
    times = {"lifespans": "string"} if elements.timed else {}
    times |= {"community_history": "string"} if elements.has_history else {}
    nodes = _NODE | dict(elements.node_types) | times | _LOOK
    edges = _EDGE | dict(elements.edge_types) | {"color": "string"}
    node_keys, edge_keys = _keys("n", nodes), _keys("e", edges)
    default = "directed" if elements.directed else "undirected"
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    yield from _declared("node", nodes, node_keys)
    yield from _declared("edge", edges, edge_keys)
    yield f'  <graph id={as_attribute(elements.name)} edgedefault="{default}">\n'
    for node in elements.nodes:
        yield f"    <node id={as_attribute(node.id)}>\n"
        yield from _data(_node_values(node), nodes, node_keys)
        yield "    </node>\n"
    for edge, kind in zip(elements.edges, edge_types(elements), strict=True):
        yield (
            f"    <edge id={as_attribute(edge.id)} source={as_attribute(edge.source)}"
            f" target={as_attribute(edge.target)} label={as_attribute(kind)}>\n"
        )
        yield from _data(_edge_values(edge), edges, edge_keys)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _keys(prefix: str, types: Mapping[str, str]) -> dict[str, str]:
    """The key id of each attribute name, in letters that an id may have."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for name in types:
        key = f"{prefix}_{_NO_NAME.sub('_', name)}"
        while key in taken:
            key += "_"
        keys[name] = key
        taken.add(key)
    return keys


def _declared(what: str, types: Mapping[str, str], keys: Mapping[str, str]) -> Iterator[str]:
    for name, kind in types.items():
        yield (
            f'  <key id={as_attribute(keys[name])} for="{what}"'
            f' attr.name={as_attribute(name)} attr.type="{kind}"/>\n'
        )


def _data(
    values: Mapping[str, Value], types: Mapping[str, str], keys: Mapping[str, str]
) -> Iterator[str]:
    for name, value in values.items():
        if value != "":
            text = as_text(value) if isinstance(value, str) else written(value, types[name])
            yield f'      <data key="{keys[name]}">{text}</data>\n'


def _node_values(node: Node) -> dict[str, Value]:
    return {
        "label": node.label,
        **node.values,
        "lifespans": spans_text(node.spans),
        "community_history": history_text(node.history),
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "color": node.color,
    }


def _edge_values(edge: Edge) -> dict[str, Value]:
    return {
        "rid": edge.id,
        "label": edge.label,
        "kind": edge.kind,
        "interaction": edge.kind,
        "weight": edge.weight,
        **edge.values,
        "color": edge.color,
    }
