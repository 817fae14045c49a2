"""Sources, factions and relations: YAML nodes to records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import ScalarEvent

from idlib_graph.dates import Bounds, DateBox
from idlib_graph.load import fields
from idlib_graph.load.events import ListNode, MappingNode
from idlib_graph.model import FACTION_TYPES, KINDS, Evidence, Faction, Relation, Source

if TYPE_CHECKING:
    from idlib_graph.load.events import Node
    from idlib_graph.load.faults import Faults

UNKNOWN = DateBox("", Bounds(None, None), Bounds(None, None))
"""Stands in for a date that could not be read."""

SOURCE = fields.Table(
    {
        "id": fields.identifier,
        "title": fields.text,
        "publisher": fields.text,
        "author": fields.text,
        "published": fields.moment,
        "reliability": fields.text,
        "reliability_reason": fields.text,
        "url": fields.url,
        "accessed": fields.moment,
        "archive_url": fields.url,
        "sha256": fields.sha256,
        "note": fields.text,
    },
    required=("id", "title", "published", "reliability"),
)

FACTION = fields.Table(
    {
        "id": fields.identifier,
        "name": fields.text,
        "type": fields.one_of(FACTION_TYPES),
        "aliases": fields.list_of(fields.text),
        "active": fields.date,
        "ids": fields.mapping_of(fields.text),
        "native_name": fields.text,
        "note": fields.text,
    },
    required=("id", "name", "type"),
)

EVIDENCE = fields.Table(
    {
        "source": fields.text,
        "paragraphs": fields.list_of(fields.whole, filled=True),
        "claim": fields.text,
        "claimant": fields.text,
        "via": fields.text,
        "date": fields.date,
    },
    required=("source", "claim"),
)


def read_source(node: Node, faults: Faults) -> Source:
    """Read a source; where a part is missing, a stand-in keeps the rest checkable."""
    values = fields.read_keys(node, SOURCE, "a source", faults)
    return Source(**_stand_ins(SOURCE) | {"published": UNKNOWN} | values)


def read_faction(node: Node, faults: Faults) -> Faction:
    """Read a faction; where a part is missing, a stand-in keeps the rest checkable."""
    return Faction(**_stand_ins(FACTION) | fields.read_keys(node, FACTION, "a faction", faults))


def read_relation(node: Node, faults: Faults) -> Relation:
    """Read a relation; where a part is missing, a stand-in keeps the rest checkable."""
    values = fields.read_keys(node, RELATION, "a relation", faults)
    between = values.pop("between", None)
    a, b = values.pop("from", ""), values.pop("to", "")
    directed = between is None
    if isinstance(node, MappingNode):
        _check_form(node, faults)
    if between:
        a, b = between
    return Relation(**_RELATION_STAND_INS | values, a=a, b=b, directed=directed)


def _stand_ins(table: fields.Table) -> dict[str, Any]:
    return dict.fromkeys(table.required, "")


def _evidence(node: Node, name: str, faults: Faults) -> tuple[Evidence, ...] | None:
    if not isinstance(node, ListNode):
        fields.wrong_shape(node, f"{name} must be a list, each item beginning with '- '", faults)
        return None
    return tuple(_piece(item, faults) for item in node.items)


def _piece(node: Node, faults: Faults) -> Evidence:
    values: dict[str, Any] = {"source": "", "claim": "", "paragraphs": ()}
    return Evidence(**values | fields.read_keys(node, EVIDENCE, "evidence", faults))


def _between(node: Node, name: str, faults: Faults) -> tuple[str, str] | None:
    if not isinstance(node, ListNode):
        fields.wrong_shape(node, f"{name} must be a list of two factions, [a, b]", faults)
        return None
    if len(node.items) != 2:  # noqa: PLR2004 - a tie has two ends
        message = f"between names {len(node.items)} factions; it must be two, [a, b]"
        faults.add("D028", message, node.start_mark)
        return None
    first, second = (fields.text(item, name, faults) or "" for item in node.items)
    return first, second


def _check_form(node: MappingNode, faults: Faults) -> None:
    ends = [name for name in ("from", "to") if name in node.entries]
    if "between" in node.entries:
        if ends:
            message = "between stands beside from or to; keep from and to, or between alone"
            faults.add("D028", message, node.entries["between"][0].start_mark)
    elif not ends:
        message = "a relation has no parties; add from and to, or between: [a, b]"
        faults.add("D028", message, node.start_mark)
    elif len(ends) == 1:
        other = "to" if ends == ["from"] else "from"
        message = f"a relation has {ends[0]!r} and no {other!r}; add it"
        faults.add("D028", message, node.entries[ends[0]][0].start_mark)


RELATION = fields.Table(
    {
        "id": fields.identifier,
        "kind": fields.one_of(KINDS),
        "type": fields.text,
        "from": fields.text,
        "to": fields.text,
        "between": _between,
        "date": fields.date,
        "evidence": _evidence,
        "place": fields.text,
        "event": fields.identifier,
        "strength": fields.factor,
        "note": fields.text,
    },
    required=("id", "kind", "type"),
)
_RELATION_STAND_INS = _stand_ins(RELATION) | {"evidence": ()}


def written_id(node: Node) -> str | None:
    """Return the id as it is written, before anything is checked."""
    if isinstance(node, MappingNode) and "id" in node.entries:
        value = node.entries["id"][1]
        if isinstance(value, ScalarEvent) and value.value.strip():
            return value.value.strip()
    return None
