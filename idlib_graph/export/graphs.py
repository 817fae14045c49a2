"""Any signed networkx graph as nodes and edges of a graph file."""

from __future__ import annotations

import warnings
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from idlib_graph.errors import SettingsError
from idlib_graph.export.columns import is_colour, is_lost, number, numbers, plain, safe_names
from idlib_graph.export.elements import LEAST_WEIGHT, Edge, Elements, Node, merge_spans
from idlib_graph.export.looks import (
    SIGN_COLOURS,
    colour_groups,
    keep_places,
    place,
    scale_sizes,
)
from idlib_graph.export.nodes import drawn_times
from idlib_graph.layout import signed_layout
from idlib_graph.palette import GREY

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from idlib_graph.export.columns import Attributes
    from idlib_graph.export.elements import Span, Value

_NODE_OWN = {"label", "x", "y", "size", "color"}
_TIMES = {"start", "end", "start_known", "end_known"}
_TIMED_OWN = {"lifespans", "community_history", "community_at"}
_EDGE_OWN = {"rid", "label", "kind", "interaction", "weight", "sign", "signed_weight", "color"}
_EDGE_USED = {"label", "kind", "weight", "sign", "signed_weight"}
_LEAST = 1e-37  # what is nearer to 0 is 0 to Gephi, which counts in single precision
_KINDS = {1: "positive", -1: "negative", 0: "neutral"}


class _Link(NamedTuple):
    """One edge of a graph: the ids of its ends, its key, its attributes."""

    source: str
    target: str
    key: Hashable
    data: Attributes


def graph_elements(G: nx.Graph[Any]) -> Elements:
    """The nodes and edges of `G`, with their attributes as far as a file can hold them.

    The sign of an edge is its ``sign``, else that of its ``weight``; its strength the size of its
    ``weight``, else its ``strength``, else 1. Nodes stand at ``x`` and ``y`` where all have them,
    else in a signed layout; their size tells of ``size``, else of degree; their colour is
    ``color``, else one for each ``community``. Times are ``start`` and ``end``, numbers or dates.

    Raises
    ------
    SettingsError
        Where a weight is no finite number, a sign none of 1, 0 and -1, or the two disagree.
    """
    ids = _node_ids(G)
    links = _links(G, ids)
    rows = {ids[node]: dict(data) for node, data in G.nodes.items()}
    _warn_of_lost(rows, links)
    whole = _whole([*rows.values(), *(link.data for link in links)])
    edges = _edges(links, whole)
    nodes = _nodes(rows, edges, whole)
    title = str(G.graph.get("title") or G.graph.get("name") or "")
    return Elements(title, nodes, edges, directed=G.is_directed(), timed=whole is not None)


def _node_ids(G: nx.Graph[Any]) -> dict[Hashable, str]:
    """A text for each node, no two the same."""
    ids: dict[Hashable, str] = {}
    taken = set()
    for node in G:
        text = str(node) or "_"
        tries = (text if n == 1 else f"{text} #{n}" for n in count(1))
        ids[node] = next(name for name in tries if name not in taken)
        taken.add(ids[node])
    return ids


def _links(G: nx.Graph[Any], ids: Mapping[Hashable, str]) -> list[_Link]:
    """The edges; those of an undirected graph from the smaller id to the larger."""
    found = []
    edges = G.edges(keys=True, data=True) if isinstance(G, nx.MultiGraph) else G.edges(data=True)
    for a, b, *key, data in edges:
        ends = (ids[a], ids[b])
        source, target = ends if G.is_directed() else sorted(ends)
        found.append(_Link(source, target, key[0] if key else None, dict(data)))
    return found


def _warn_of_lost(rows: Mapping[str, Attributes], links: Iterable[_Link]) -> None:
    """Say in one line which numbers are left out since they are not finite."""
    named = [(f"node {node}", data) for node, data in rows.items()]
    named += [(f"edge {link.source} to {link.target}", link.data) for link in links]
    lost = [f"{what} ({key})" for what, data in named for key in data if is_lost(data[key])]
    if lost:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        msg = f"numbers that are not finite are left out: {lost[0]}{more}"
        warnings.warn(" ".join(msg.split()), stacklevel=5)  # whoever called `write_graphml`


def _whole(rows: Iterable[Attributes]) -> Span | None:
    """The first and the last moment that `rows` tell; None where they tell none, or in words."""
    told = [row[name] for row in rows for name in ("start", "end") if row.get(name) is not None]
    moments = [moment for value in told if (moment := number(value)) is not None]
    if not moments or len(moments) < sum(not is_lost(value) for value in told):
        return None
    return min(moments), max(moments)


def _span(row: Attributes, whole: Span) -> Span:
    """When something is there; what it does not tell is the first or last moment of all."""
    start, end = number(row.get("start")), number(row.get("end"))
    first = whole[0] if start is None else start
    return first, max(first, whole[1] if end is None else end)


def _told(row: Attributes, whole: Span | None) -> dict[str, Value]:
    """Start and end of what has a time, and whether they are its own."""
    if whole is None:
        return {}
    told: dict[str, Value] = dict(zip(("start", "end"), _span(row, whole), strict=True))
    return told | {
        f"{name}_known": bool(row.get(f"{name}_known", number(row.get(name)) is not None))
        for name in ("start", "end")
    }


def _edges(links: Sequence[_Link], whole: Span | None) -> list[Edge]:
    rows = [link.data for link in links]
    ids, source = _edge_ids(links)
    used = _EDGE_USED | {source} | _usable_colours(rows)
    if all(row.get("interaction") == row.get("kind") for row in rows):
        used.add("interaction")
    if all(row.get("rid", edge) == edge for row, edge in zip(rows, ids, strict=True)):
        used.add("rid")
    times = _TIMES if whole else set()
    names = safe_names(rows, used=used | times, own=_EDGE_OWN | times)
    return [_edge(link, edge, names, whole) for link, edge in zip(links, ids, strict=True)]


def _edge_ids(links: Sequence[_Link]) -> tuple[list[str], str | None]:
    """An id for each edge: its key, ``rid`` or ``id`` where these are texts, all different.

    With it the attribute that it is taken from, if any.
    """
    for name in (None, "rid", "id"):
        found = [link.data.get(name) if name else link.key for link in links]
        texts = [text for text in found if isinstance(text, str) and text]
        if len(set(texts)) == len(links):
            return texts, name
    return [f"e{n}" for n in range(1, len(links) + 1)], None


def _edge(link: _Link, edge: str, names: Mapping[Hashable, str], whole: Span | None) -> Edge:
    data = link.data
    sign, weight = _pull(link)
    kind = str(plain(data.get("kind")) or _KINDS[sign])
    pull: dict[str, Value] = {"sign": sign, "signed_weight": sign * weight + 0.0}
    return Edge(
        id=edge,
        source=link.source,
        target=link.target,
        label=str(plain(data.get("label")) or kind),
        kind=kind,
        weight=weight or LEAST_WEIGHT,
        color=data["color"].lower() if is_colour(data.get("color")) else SIGN_COLOURS[sign],
        values=pull | _values(data, names) | _told(data, whole),
        span=_span(data, whole) if whole else None,
    )


def _pull(link: _Link) -> tuple[int, float]:
    """The sign of an edge, and how strong it is."""
    data, ends = link.data, f"the edge {link.source} to {link.target}"
    given = data.get("weight", data.get("strength", 1.0))
    weight = number(given)
    if weight is None:
        msg = f"{ends} has the weight {given!r}, which is no finite number"
        raise SettingsError(msg)
    own = (weight > 0) - (weight < 0)
    sign = number(data.get("sign", own))
    if sign is None or sign not in _KINDS or (own < 0 and sign != own):
        msg = f"{ends} has the sign {data['sign']!r} and the weight {given!r}; a sign is 1, 0 or -1"
        raise SettingsError(msg)
    return int(sign), abs(weight) if abs(weight) > _LEAST else 0.0


def _nodes(rows: Mapping[str, Attributes], edges: Sequence[Edge], whole: Span | None) -> list[Node]:
    data = list(rows.values())
    places, placed = _places(rows, edges)
    sizes, sized = _sizes(rows, edges)
    own = _NODE_OWN | (_TIMED_OWN | _TIMES if whole else set())
    used = {"label", *placed, *sized} | _usable_colours(data) | (own - _NODE_OWN)
    names = safe_names(data, used=used, own=own)
    groups = {node: _group(row) for node, row in rows.items()}
    colours, drawn = colour_groups(groups), drawn_times(edges)
    return [
        Node(
            id=node,
            label=str(plain(row.get("label")) or node),
            x=places[node][0],
            y=places[node][1],
            size=sizes[node],
            color=_node_colour(row, colours),
            values=_values(row, names) | _told(row, whole),
            spans=merge_spans([_span(row, whole), *drawn.get(node, ())]) if whole else (),
        )
        for node, row in rows.items()
    ]


def _group(row: Attributes) -> str | None:
    group = plain(row.get("community"))
    return None if group is None else str(group)


def _node_colour(row: Attributes, colours: Mapping[str, str]) -> str:
    own = row.get("color")
    return own.lower() if own and is_colour(own) else colours.get(_group(row) or "", GREY)


def _places(
    rows: Mapping[str, Attributes], edges: Iterable[Edge]
) -> tuple[dict[str, tuple[float, float]], tuple[str, ...]]:
    """Where each node stands, and the attributes that say so."""
    x, y = (numbers(list(rows.values()), name) for name in ("x", "y"))
    if x and y:
        return keep_places(dict(zip(rows, zip(x, y, strict=True), strict=True))), ("x", "y")
    G: nx.MultiGraph[str] = nx.MultiGraph()
    G.add_nodes_from(rows)
    pulls = ((e.source, e.target, float(e.values["signed_weight"])) for e in edges)
    G.add_weighted_edges_from(pulls)
    return place(signed_layout(G)), ()


def _sizes(
    rows: Mapping[str, Attributes], edges: Iterable[Edge]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """How large each node is, and the attribute that says so."""
    own = numbers(list(rows.values()), "size")
    if own and min(own) >= 0:
        return scale_sizes(dict(zip(rows, own, strict=True))), ("size",)
    degree = dict.fromkeys(rows, 0)
    for edge in edges:
        for end in {edge.source, edge.target}:
            degree[end] += 1
    return scale_sizes(degree), ()


def _usable_colours(rows: Iterable[Attributes]) -> set[str]:
    """``color`` where every one of them is a colour."""
    given = [row["color"] for row in rows if "color" in row]
    return {"color"} if all(map(is_colour, given)) else set()


def _values(data: Attributes, names: Mapping[Hashable, str]) -> dict[str, Value]:
    """The attributes of one element by column; what says nothing is left out."""
    found: dict[str, Value] = {}
    for key, name in names.items():
        if (value := plain(data.get(key))) is not None:
            found[name] = value
    return found
