"""The rules of a graph file that opens right, as measured on importers; each broken one is told.

Gephi sums parallel edges of one type, drops edges of weight 0, takes some names for its own and
rescales what is not laid out its way; Gephi Lite stops at repeated edge ids and reads the last
block of attributes only. The rules keep clear of all of that. They are written from what the
readers do, and share no code with the writers.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
TAKEN = {"id", "source", "target", "timeset", "r", "g", "b"}
NODE_NAMES = {
    "label", "name", "type", "start", "end", "start_known", "end_known", "lifespans", "community",
    "line", "active", "x", "y", "size", "color",
}  # fmt: skip
EDGE_NAMES = {
    "rid", "label", "kind", "type", "interaction", "weight", "sign", "signed_weight", "start",
    "end", "start_known", "end_known", "credibility", "claims", "symmetric", "sources",
    "n_relations", "color",
}  # fmt: skip
SIGNS = {"alliance": "1", "split": "-1", "clash": "-1"}
COLOUR = re.compile(r"#[0-9a-f]{6}")
DECIMAL = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
TIMES = re.compile(r"\[[\d.]+,[\d.]+\](;\[[\d.]+,[\d.]+\])*")
HISTORY = re.compile(r"\[[\d.]+,[\d.]+\]=([^;\\]|\\.)+(;\[[\d.]+,[\d.]+\]=([^;\\]|\\.)+)*")

Values = dict[str, str]


def lint_graphml(content: bytes, *, own: bool = True) -> list[str]:
    """Every rule that a GraphML file breaks; `own`: of a data set, not of just any graph."""
    root = ET.fromstring(content)  # noqa: S314 - our own file
    if wrong := list(_head(content, root, GRAPHML, "graphml")):
        return wrong
    return [*_graphml_shape(root, own=own), *_graphml_values(root, own=own)]


def lint_gexf(content: bytes, *, own: bool = True) -> list[str]:
    """Every rule that a GEXF file breaks."""
    root = ET.fromstring(content)  # noqa: S314 - our own file
    if wrong := list(_head(content, root, GEXF, "gexf")):
        return wrong
    return [*_gexf_shape(root, own=own), *_gexf_values(root, own=own)]


def _head(content: bytes, root: ET.Element, namespace: str, tag: str) -> Iterator[str]:
    if not content.startswith(b"<?xml "):
        yield "the XML declaration stands at byte 0"
    if not re.search(rf'<{tag} xmlns="{re.escape(namespace[1:-1])}"'.encode(), content):
        yield "the default namespace stands on the root"
    if root.tag != f"{namespace}{tag}":
        yield f"the root is {tag}"


# GraphML


def _graphml_shape(root: ET.Element, *, own: bool) -> Iterator[str]:
    tags = [child.tag.removeprefix(GRAPHML) for child in root]
    if tags != ["key"] * (len(tags) - 1) + ["graph"]:
        yield "keys stand first, then one graph"
    graph = root.find(f"{GRAPHML}graph")
    assert graph is not None
    if not graph.get("id"):
        yield "the graph has an id"
    if own and graph.get("edgedefault") != "directed":
        yield "edges are directed by default"
    inside = [child.tag.removeprefix(GRAPHML) for child in graph]
    if inside != sorted(inside, key="node edge".find) or set(inside) - {"node", "edge"}:
        yield "all nodes stand first, then all edges, and nothing else"
    for item in graph:
        if {child.tag for child in item} - {f"{GRAPHML}data"}:
            yield "nothing but data stands in a node or edge"
        allowed = {"id", "source", "target", "label"} if item.tag.endswith("edge") else {"id"}
        if set(item.keys()) - allowed:
            yield "no edge says by itself whether it is directed"
    yield from _graphml_keys(root, own=own)
    yield from _ids(graph.iter(f"{GRAPHML}node"), graph.iter(f"{GRAPHML}edge"))


def _graphml_keys(root: ET.Element, *, own: bool) -> Iterator[str]:
    ids: Counter[str] = Counter()
    names: Counter[tuple[str, str]] = Counter()
    types: dict[str, set[str]] = defaultdict(set)  # nodes and edges of just any graph differ
    for key in root.iter(f"{GRAPHML}key"):
        of, name = key.get("for", ""), key.get("attr.name", "")
        ids[key.get("id", "")] += 1
        names[of, name.lower()] += 1
        types[name if own else f"{of} {name}"].add(key.get("attr.type", ""))
        if of not in {"node", "edge"}:
            yield "a key is for nodes or for edges"
        if re.fullmatch(r"\w+", name) and key.get("id") != f"{of[:1]}_{name}":
            yield "key ids are n_NAME and e_NAME"
        if key.get("attr.type") not in {"boolean", "int", "double", "string"}:
            yield "types are boolean, int, double and string"
        if name.lower() in TAKEN:
            yield f"no attribute is called {name}"
        if len(key):
            yield "a key has neither default nor desc"
    if ids and max(ids.values()) > 1:
        yield "key ids are never shared"
    if names and max(names.values()) > 1:
        yield "names differ by more than case"
    if own_types := [name for name, found in types.items() if len(found) > 1]:
        yield f"one type a name: {own_types}"


def _graphml_values(root: ET.Element, *, own: bool) -> Iterator[str]:
    keys = {key.get("id", ""): key for key in root.iter(f"{GRAPHML}key")}
    for what in ("node", "edge"):
        declared = {
            key.get("attr.name", ""): key.get("attr.type", "")
            for key in keys.values()
            if key.get("for") == what
        }
        rows = []
        for item in root.iter(f"{GRAPHML}{what}"):
            row: Values = {}
            for data in item.iter(f"{GRAPHML}data"):
                key = keys.get(data.get("key", ""))
                if key is None or key.get("for") != what or key.get("attr.name", "") in row:
                    yield "each data has a key of its own kind, each key once"
                    continue
                row[key.get("attr.name", "")] = data.text or ""
            rows.append((item, row))
        yield from _columns([row for _, row in rows], declared, everywhere=own)
        yield from (_nodes if what == "node" else _edges)([r for _, r in rows], own=own)
        if what == "edge":
            yield from _types(
                (i.get("source", ""), i.get("target", ""), r.get("kind", ""), i.get("label", ""))
                for i, r in rows
            )
            if any(row.get("rid") != item.get("id") for item, row in rows):
                yield "rid is the XML id"
            yield from _canonical(rows)


# GEXF


def _gexf_shape(root: ET.Element, *, own: bool) -> Iterator[str]:
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    if root.get("version") != "1.3":
        yield "the version is 1.3"
    expected = {"mode": "dynamic", "timeformat": "double", "timerepresentation": "interval",
                "idtype": "string", "defaultedgetype": "directed"}  # fmt: skip
    if own and dict(graph.attrib) != expected:
        yield "the graph is dynamic, in decimal years and intervals, with text ids, and directed"
    blocks = [(b.get("class"), b.get("mode")) for b in graph.iter(f"{GEXF}attributes")]
    if own and blocks != [("node", "dynamic"), ("node", "static"), ("edge", "static")]:
        yield "the dynamic block stands before the static one"
    for attribute in graph.iter(f"{GEXF}attribute"):
        name = attribute.get("title", "")
        if attribute.get("id") != name:
            yield "the id of an attribute is its title"
        if name == "spells" or name.lower() in TAKEN or re.fullmatch(r"[-+.\d]+", name):
            yield f"no attribute is called {name}"
        if attribute.get("type") not in {"boolean", "integer", "double", "string"}:
            yield "types are boolean, integer, double and string"
    for block in graph.iter(f"{GEXF}attributes"):
        names = Counter(a.get("title", "").lower() for a in block)
        if names and max(names.values()) > 1:
            yield "names differ by more than case"
    yield from _ids(graph.iter(f"{GEXF}node"), graph.iter(f"{GEXF}edge"))


def _gexf_values(root: ET.Element, *, own: bool) -> Iterator[str]:
    lives: dict[str, list[tuple[float, float]]] = {}
    for what in ("node", "edge"):
        declared = {
            attribute.get("id", ""): attribute.get("type", "")
            for block in root.iter(f"{GEXF}attributes")
            if block.get("class") == what and block.get("mode") == "static"
            for attribute in block
        }
        rows = []
        for item in root.iter(f"{GEXF}{what}"):
            row = {a.get("for", ""): a.get("value", "") for a in item.iter(f"{GEXF}attvalue")}
            history = [a for a in item.iter(f"{GEXF}attvalue") if a.get("for") == "community_at"]
            row.pop("community_at", None)
            yield from _history(history)
            looks = {k: v for k, v in item.attrib.items() if k in {"label", "weight"}}
            rows.append((item, row | looks | _viz(item)))
            yield from _spells(item, what, lives, own=own)
        plain = [{k: v for k, v in row.items() if k in declared} for _, row in rows]
        yield from _columns(plain, declared, everywhere=own)
        yield from (_nodes if what == "node" else _edges)([r for _, r in rows], own=own)
        if what == "edge":
            yield from _types(
                (i.get("source", ""), i.get("target", ""), r.get("kind", ""), i.get("kind", ""))
                for i, r in rows
            )
            if any(row.get("rid") != item.get("id") for item, row in rows):
                yield "rid is the XML id"
            yield from _canonical(rows)


def _viz(item: ET.Element) -> Values:
    found: Values = {}
    for child in item:
        tag = child.tag.removeprefix(VIZ)
        if child.tag == f"{VIZ}color":
            channels = [int(child.get(part, "-1")) for part in "rgb"]
            found["color"] = "#" + "".join(f"{channel:02x}" for channel in channels)
        elif child.tag == f"{VIZ}size":
            found["size"] = child.get("value", "")
        elif child.tag.startswith(VIZ):
            assert tag == "position"
            found |= {axis: child.get(axis, "") for axis in "xy"}
    return found


def _history(history: Iterable[ET.Element]) -> Iterator[str]:
    last = -math.inf
    for stay in history:
        start, end = float(stay.get("start", "nan")), float(stay.get("end", "nan"))
        if not last < start <= end:
            yield "stays in communities are in order and apart"
        last = end


def _spells(
    item: ET.Element, what: str, lives: dict[str, list[tuple[float, float]]], *, own: bool
) -> Iterator[str]:
    spells = list(item.iter(f"{GEXF}spell"))
    if not own and not spells:
        return
    if any(set(spell.keys()) != {"start", "end"} for spell in spells) or not spells:
        yield "spells have both a start and an end"
        return
    if not all(DECIMAL.fullmatch(value) for spell in spells for value in spell.attrib.values()):
        yield "times are decimal years"
        return
    spans = [(float(spell.get("start", "")), float(spell.get("end", ""))) for spell in spells]
    if any(start > end for start, end in spans):
        yield "a spell starts before it ends"
    if any(b[0] <= a[1] for a, b in pairwise(spans)):
        yield "spells that overlap are one"
    if what == "node":
        lives[item.get("id", "")] = spans
        return
    if len(spans) != 1:
        yield "an edge has one spell"
    if own and spans[0][0] == spans[0][1]:
        yield "an event has a visible width"
    ends = (lives.get(item.get(side, ""), []) for side in ("source", "target"))
    if any(not any(s <= spans[0][0] and spans[0][1] <= e for s, e in life) for life in ends):
        yield "an edge is there while its ends are"


# Both


def _ids(nodes: Iterable[ET.Element], edges: Iterable[ET.Element]) -> Iterator[str]:
    known = Counter(node.get("id", "") for node in nodes)
    found = list(edges)
    used = Counter(edge.get("id", "") for edge in found)
    if max(known.values(), default=1) > 1 or "" in known:
        yield "node ids are unique"
    if max(used.values(), default=1) > 1 or "" in used:
        yield "edge ids are unique"
    if any(edge.get(side) not in known for edge in found for side in ("source", "target")):
        yield "an edge has nodes at both ends"


def _columns(
    rows: Iterable[Values], types: Mapping[str, str], *, everywhere: bool
) -> Iterator[str]:
    for row in rows:
        if unknown := set(row) - set(types):
            yield f"every value is declared: {unknown}"
        if "" in row.values():
            yield "no value is empty"
        for name, kind in types.items():
            value = row.get(name)
            if value is None:
                if everywhere and kind != "string":
                    yield f"numbers are present everywhere: {name}"
            elif not _is_of(value, kind):
                yield f"{value!r} is no {kind}"


def _is_of(value: str, kind: str) -> bool:
    if kind == "boolean":
        return value in {"true", "false"}
    if kind in {"int", "integer"}:
        return bool(re.fullmatch(r"-?\d+", value)) and -(2**31) <= int(value) < 2**31
    if kind == "double":
        return bool(re.fullmatch(r"-?\d+\.?\d*(e[-+]?\d+)?", value)) and math.isfinite(float(value))
    return True


def _nodes(rows: list[Values], *, own: bool) -> Iterator[str]:
    for row in rows:
        missing = (
            NODE_NAMES - {"lifespans"} - set(row) if own else {"label", "x", "size"} - set(row)
        )
        if missing:
            yield f"nodes have {missing}"
            return
        if not row["label"]:
            yield "a label is not empty"
        if not COLOUR.fullmatch(row["color"]):
            yield "colours are #rrggbb"
        if "lifespans" in row and not TIMES.fullmatch(row["lifespans"]):
            yield "lifespans are [s,e];[s,e]"
        if "community_history" in row and not HISTORY.fullmatch(row["community_history"]):
            yield "communities are [s,e]=name;..."
        if own and float(row["start"]) > float(row["end"]):
            yield "a start is before its end"
    yield from _looks(rows)


def _looks(rows: list[Values]) -> Iterator[str]:
    """What Gephi leaves as it is: its scaler measures exactly this."""
    if not rows:
        return
    sizes = [float(row["size"]) for row in rows]
    if (min(sizes), max(sizes)) not in {(4.0, 100.0), (4.0, 4.0)}:
        yield "sizes span 4 to 100, or are all 4"
    for axis in ("x", "y"):
        places = [float(row[axis]) for row in rows]
        if abs(sum(places) / len(places)) > 0.01:
            yield "the centre of gravity is at 0, 0"
        if max(map(abs, places)) > 5000:
            yield "nodes stand within 5000 of the middle"


def _edges(rows: list[Values], *, own: bool) -> Iterator[str]:
    colours: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        missing = EDGE_NAMES - set(row) if own else {"rid", "kind", "sign", "weight"} - set(row)
        if missing - {"interaction"}:
            yield f"edges have {missing}"
            return
        weight, signed = float(row["weight"]), float(row["signed_weight"])
        if not weight > 0:
            yield "weights are above 0"
        if signed != int(row["sign"]) * weight and (signed != 0 or weight > 0.001):
            yield "the signed weight is sign times weight"
        if row.get("interaction", row["kind"]) != row["kind"]:
            yield "interaction is the kind"
        if not COLOUR.fullmatch(row["color"]):
            yield "colours are #rrggbb"
        if own:
            yield from _own_edge(row)
            colours[row["kind"]].add(row["color"])
    if any(len(found) > 1 for found in colours.values()):
        yield "edges of one kind have one colour"
    if len(set().union(*colours.values())) < len(colours):
        yield "each kind has its own colour"


def _own_edge(row: Values) -> Iterator[str]:
    if SIGNS.get(row["kind"]) != row["sign"]:
        yield "an alliance is positive, a split or clash negative"
    if float(row["start"]) > float(row["end"]):
        yield "a start is before its end"
    if set(row["claims"].split("|")) <= {"denied", "expected"}:
        yield "what is only denied or expected is no edge"


def _types(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for source, target, kind, label in rows:
        seen[source, target, kind] += 1
        number = seen[source, target, kind]
        if label != (kind if number == 1 else f"{kind} #{number}"):
            yield "later edges of one pair and kind are numbered"


def _canonical(rows: Iterable[tuple[ET.Element, Values]]) -> Iterator[str]:
    for edge, row in rows:
        if row.get("symmetric") == "true" and edge.get("source", "") > edge.get("target", ""):
            yield "a mutual edge runs from the smaller id to the larger"
