"""The codebook and the description of a data set: YAML nodes to values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from idlib_graph.load import fields
from idlib_graph.load.events import MappingNode
from idlib_graph.load.wording import did_you_mean, shown
from idlib_graph.model import DURATIONS, FACTION_TYPES, KINDS, Codebook, RelationType

if TYPE_CHECKING:
    from idlib_graph.load.events import Node
    from idlib_graph.load.faults import Faults

SETTING_NAMES = (
    "coupling",
    "cut",
    "every",
    "half_life",
    "known_by",
    "match_overlap",
    "match_window",
    "method",
    "node_limit",
    "objective",
    "only",
    "resolution",
    "seed",
    "source",
    "split_strength",
    "tie_threshold",
    "without",
    "without_source",
)
"""The settings that a data set may name under ``defaults``."""

RELATION_TYPE = fields.Table(
    {
        "kind": fields.one_of(KINDS),
        "duration": fields.one_of(DURATIONS),
        "strength": fields.factor,
        "half_life": fields.number(above=0),
        "ends": fields.list_of(fields.text),
        "from": fields.text,
        "to": fields.text,
        "mutual": fields.truth,
        "lineage": fields.truth,
        "founds": fields.one_of(("from", "to")),
        "meaning": fields.text,
    },
    required=("kind", "duration", "strength", "half_life"),
)
_TYPE_STAND_INS: dict[str, Any] = {"kind": "", "duration": "", "strength": 0.0, "half_life": 1.0}


@dataclass(slots=True)
class CodebookDraft:
    """The vocabulary that a data set brings, as far as it could be read."""

    types: dict[str, RelationType] = field(default_factory=dict)
    claims: dict[str, float] = field(default_factory=dict)
    reliability: dict[str, float] = field(default_factory=dict)

    def over(self, base: Codebook) -> Codebook:
        """Return the codebook `base` with this one's words added, or put in place of its own."""
        return Codebook(
            types={**base.types, **self.types},
            claims={**base.claims, **self.claims},
            reliability={**base.reliability, **self.reliability},
        )


def read_codebook(node: Node, faults: Faults) -> CodebookDraft:
    """Read a codebook; where a part of a type is missing, a stand-in keeps the rest checkable."""
    return CodebookDraft(**fields.read_keys(node, CODEBOOK, "a codebook", faults))


def _types(node: Node, name: str, faults: Faults) -> dict[str, RelationType] | None:
    if not isinstance(node, MappingNode):
        fields.wrong_shape(node, f"{name} must be a mapping of type names", faults)
        return None
    types = {}
    for key, (event, value) in node.entries.items():
        faults.record = f"type {key}"
        fields.identifier(event, "type", faults)
        types[key] = _relation_type(key, value, faults)
    faults.record = None
    return types


def _relation_type(name: str, node: Node, faults: Faults) -> RelationType:
    values = fields.read_keys(node, RELATION_TYPE, "a type", faults)
    from_role, to_role = values.pop("from", None), values.pop("to", None)
    merged = _TYPE_STAND_INS | values
    return RelationType(name=name, from_role=from_role, to_role=to_role, **merged)


CODEBOOK = fields.Table(
    {
        "types": _types,
        "claims": fields.mapping_of(fields.factor),
        "reliability": fields.mapping_of(fields.factor),
    }
)


def read_description(node: Node, faults: Faults) -> dict[str, Any]:
    """Read dataset.yaml to the fields of a `Dataset`."""
    return {"title": ""} | fields.read_keys(node, DESCRIPTION, "the data set", faults)


def _defaults(node: Node, name: str, faults: Faults) -> dict[str, object] | None:
    if not isinstance(node, MappingNode):
        fields.wrong_shape(node, f"{name} must be a mapping of settings", faults)
        return None
    settings: dict[str, object] = {}
    for key, (event, value) in node.entries.items():
        if key not in SETTING_NAMES:
            hint = did_you_mean(key, SETTING_NAMES)
            faults.add(
                "D021", f"{name} has an unknown setting {shown(key)}{hint}", event.start_mark
            )
        elif (found := _setting(value, key, faults)) is not None:
            settings[key] = found
    return settings


def _setting(node: Node, name: str, faults: Faults) -> object:
    if name in {"only", "without"}:
        return fields.list_of(fields.one_of(FACTION_TYPES))(node, name, faults)
    if name in {"source", "without_source"}:
        return fields.list_of(fields.text)(node, name, faults)
    return fields.text(node, name, faults)


DESCRIPTION = fields.Table(
    {
        "title": fields.text,
        "description": fields.text,
        "period": fields.date,
        "license": fields.text,
        "defaults": _defaults,
    },
    required=("title",),
)
