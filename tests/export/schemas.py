"""What the schemata of GraphML 1.0 and GEXF 1.3 allow, written out as a table; no file of theirs.

Of GraphML: http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd, of GEXF: the grammar that
https://gexf.net/schema.html has. Each element has its attributes with their types, those that it
needs, and what may stand in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANY = r"(?s:.*)"
NAME = (  # xs:NMTOKEN, by https://www.w3.org/TR/xml/#NT-Nmtoken
    "[-.:0-9A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff"
    "\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]+"
)
DOUBLE = r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|[-+]?INF|NaN"
BYTE = r"\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]"
WAY = "directed|undirected"
FORM = "integer|double|date|dateTime"
TIMES = {"start": DOUBLE, "end": DOUBLE, "timestamp": DOUBLE}
TYPES = (
    "integer|long|double|float|boolean|bigdecimal|biginteger|byte|char|short|string|anyURI|"
    "list(string|boolean|integer|long|float|double|byte|short|bigdecimal|biginteger|char)"
)


@dataclass(frozen=True)
class Rule:
    """What one element may have.

    Attributes
    ----------
    needs, may : its attributes, each with the form of its value
    holds : the names of what stands in it, each with a space behind it
    once : whether nothing may stand in it twice
    """

    needs: Mapping[str, str] = field(default_factory=dict)
    may: Mapping[str, str] = field(default_factory=dict)
    holds: str = ""
    once: bool = False


GRAPHML: Mapping[str, Rule] = {
    "graphml": Rule(holds="(desc )?(key )*((data|graph) )*"),
    "key": Rule(
        {"id": NAME},
        {
            "for": "all|graph|node|edge|hyperedge|port|endpoint",
            "attr.name": ANY,
            "attr.type": "boolean|int|long|float|double|string",
        },
        "(desc )?(default )?",
    ),
    "graph": Rule({"edgedefault": WAY}, {"id": NAME}, "(desc )?((data|node|edge|hyperedge) )*"),
    "node": Rule({"id": NAME}, {}, "(desc )?((data|port) )*(graph )?"),
    "edge": Rule(
        {"source": NAME, "target": NAME},
        {"id": NAME, "directed": "true|false|0|1", "sourceport": NAME, "targetport": NAME},
        "(desc )?(data )*(graph )?",
    ),
    "data": Rule({"key": NAME}, {"id": NAME}),
}
_ELEMENT = "((attvalues|spells|viz:color|viz:size|viz:position|viz:shape|viz:thickness) )*"
GEXF: Mapping[str, Rule] = {
    "gexf": Rule({"version": r"1\.3"}, {"variant": ANY}, "(meta )?graph "),
    "meta": Rule({}, {"lastmodifieddate": ANY}, "((creator|keywords|description) )*", once=True),
    "creator": Rule(),
    "keywords": Rule(),
    "description": Rule(),
    "graph": Rule(
        {},
        {
            "defaultedgetype": f"{WAY}|mutual", "idtype": "integer|string", "timeformat": FORM,
            "mode": "static|dynamic|slice", "timerepresentation": "interval|timestamp",
            "timezone": ANY, **TIMES,
        },
        "(attributes )*nodes edges ",
    ),
    "attributes": Rule({"class": "node|edge"}, {"mode": "static|dynamic"}, "(attribute )*"),
    "attribute": Rule(
        {"id": ANY, "title": ANY, "type": TYPES}, {}, "((default|options) )*", once=True
    ),
    "nodes": Rule({}, {"count": r"\d+"}, "(node )*"),
    "edges": Rule({}, {"count": r"\d+"}, "(edge )*"),
    "node": Rule({"id": ANY}, {"label": ANY, **TIMES}, _ELEMENT, once=True),
    "edge": Rule(
        {"source": ANY, "target": ANY},
        {
            "id": ANY, "type": f"{WAY}|mutual", "label": ANY, "weight": DOUBLE, "kind": ANY,
            **TIMES,
        },
        _ELEMENT,
        once=True,
    ),
    "attvalues": Rule(holds="(attvalue )*"),
    "attvalue": Rule({"for": ANY, "value": ANY}, TIMES),
    "spells": Rule(holds="(spell )+"),
    "spell": Rule({}, TIMES),
    "viz:color": Rule({}, {"r": BYTE, "g": BYTE, "b": BYTE, "a": DOUBLE, "hex": ANY}),
    "viz:size": Rule({"value": DOUBLE}),
    "viz:position": Rule({"x": DOUBLE, "y": DOUBLE}, {"z": DOUBLE}),
}  # fmt: skip
PREFIXES = {
    "{http://graphml.graphdrawing.org/xmlns}": "",
    "{http://gexf.net/1.3}": "",
    "{http://gexf.net/1.3/viz}": "viz:",
}


def violations(content: bytes, grammar: Mapping[str, Rule]) -> list[str]:
    """Each way in which a file is no valid one, told once."""
    root = ET.fromstring(content)  # noqa: S314 - our own file
    first = next(iter(grammar))
    found = [] if _name(root) == first else [f"the root is {_name(root)}, not {first}"]
    return list(dict.fromkeys([*found, *(v for e in root.iter() for v in _of(e, grammar))]))


def _of(element: ET.Element, grammar: Mapping[str, Rule]) -> Iterator[str]:
    name = _name(element)
    rule = grammar.get(name)
    if rule is None:
        yield f"there is no {name}"
        return
    forms = {**rule.needs, **rule.may}
    yield from (f"{name} needs {want}" for want in rule.needs if want not in element.attrib)
    for attribute, value in element.attrib.items():
        if attribute not in forms:
            yield f"{name} has no {attribute}"
        elif not re.fullmatch(forms[attribute], value):
            yield f"{name}: {attribute} is not {value!r}"
    inside = [_name(child) for child in element]
    if not re.fullmatch(rule.holds, "".join(f"{child} " for child in inside)):
        yield f"{name} holds {rule.holds}"
    if rule.once and max(Counter(inside).values(), default=0) > 1:
        yield f"{name} holds nothing twice"
    if rule.holds and (element.text or "").strip():
        yield f"{name} holds no text"


def _name(element: ET.Element) -> str:
    namespace, _, local = element.tag.rpartition("}")
    return f"{PREFIXES.get(namespace + '}', '?')}{local}"
