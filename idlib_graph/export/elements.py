"""What a graph file says, whatever its format: nodes and edges with typed attributes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Value: TypeAlias = bool | int | float | str
Span: TypeAlias = tuple[float, float]
"""First and last moment, in decimal years."""

LEAST_WEIGHT = 0.001
"""What an edge of weight 0 is written with: Gephi drops edges that weigh nothing."""

_PLAIN = {str: "string", float: "double", bool: "boolean"}
_INTEGERS = 2**31
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Node:
    """A faction, a line, or any node.

    Attributes
    ----------
    values : further attributes by name; what is not known is left out
    spans : when it is there, in order and apart; none where the graph has no time
    history : its communities as (first, last, name)
    """

    id: str
    label: str
    x: float
    y: float
    size: float
    color: str
    values: Mapping[str, Value]
    spans: tuple[Span, ...] = ()
    history: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation, one side of a tie, or any edge.

    Attributes
    ----------
    kind : how it pulls; edges of one kind have one colour
    weight : how strongly, above 0 whatever the sign
    values : further attributes by name, the sign among them
    span : when it is drawn; None where the graph has no time
    """

    id: str
    source: str
    target: str
    label: str
    kind: str
    weight: float
    color: str
    values: Mapping[str, Value]
    span: Span | None = None


@dataclass(frozen=True)
class Elements:
    """A whole graph file.

    Attributes
    ----------
    title : what it shows
    directed : whether its edges are; a mutual relation then says ``symmetric``
    timed : whether every node and edge has a time
    """

    title: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    name: str = "graph"
    directed: bool = True
    timed: bool = True
    node_types: Mapping[str, str] = field(init=False)
    edge_types: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        for name, items in (("node_types", self.nodes), ("edge_types", self.edges)):
            object.__setattr__(self, name, infer_types(item.values for item in items))

    @property
    def has_history(self) -> bool:
        """Whether any node has communities over time."""
        return any(node.history for node in self.nodes)

    def positive(self) -> Elements:
        """The same without what is not positive; every node stays."""
        kept = [edge for edge in self.edges if edge.values["sign"] == 1]
        return replace(self, edges=kept)


def infer_types(rows: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """One type for each attribute name: boolean, int, double or string.

    Numbers of both kinds are double, and so are whole ones past 32 bits; past 53 bits, which a
    double cannot hold, they are text, and so is what is of several types.

    Examples
    --------
    >>> infer_types([{"a": 1, "b": True, "c": 1}, {"a": 2.5, "c": "x"}])
    {'a': 'double', 'b': 'boolean', 'c': 'string'}
    """
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            kind = _PLAIN.get(type(value)) or _type_of(value)
            if name not in found:
                found[name] = {kind}
            elif kind not in found[name]:
                found[name].add(kind)
    return {name: _common(types) for name, types in found.items()}


def _type_of(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        small = -_INTEGERS <= value < _INTEGERS
        return "int" if small else "double" if abs(value) <= _EXACT else "string"
    return "double" if isinstance(value, float) else "string"


def _common(types: set[str]) -> str:
    if len(types) == 1:
        return next(iter(types))
    return "double" if types == {"int", "double"} else "string"


def written(value: Value, kind: str) -> str:
    """A value as text of its column's type.

    Examples
    --------
    >>> written(2, "double"), written(True, "boolean"), written(True, "string")
    ('2.0', 'true', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if kind == "double" else str(value)


def joined(values: Iterable[str]) -> str:
    r"""A list as one text, ``a|b``; a ``|`` or ``\`` inside an item is escaped by a ``\``.

    Examples
    --------
    >>> print(joined(["a|b", "c"]))
    a\|b|c
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def spans_text(spans: Iterable[Span]) -> str:
    """Times as text: ``[2013.0,2014.5];[2016.0,2017.0]``."""
    return ";".join(f"[{first},{last}]" for first, last in spans)


def history_text(history: Iterable[tuple[float, float, str]]) -> str:
    r"""Communities as text, ``[2013.0,2014.5]=HTS bloc;…``; a ``;`` or ``\`` in a name is escaped.

    Examples
    --------
    >>> history_text([(2013.0, 2014.5, "HTS bloc"), (2014.6, 2015.0, "unaligned")])
    '[2013.0,2014.5]=HTS bloc;[2014.6,2015.0]=unaligned'
    """
    return ";".join(
        f"[{first},{last}]=" + name.replace("\\", "\\\\").replace(";", "\\;")
        for first, last, name in history
    )


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same times with those that overlap or touch made one.

    Examples
    --------
    >>> merge_spans([(3.0, 4.0), (1.0, 2.0), (1.5, 2.5)])
    ((1.0, 2.5), (3.0, 4.0))
    """
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def edge_types(elements: Elements) -> list[str]:
    """For each edge its kind, numbered from the second of one (source, target, kind) on.

    Gephi takes edges of one type between the same two nodes for one edge, and adds them up.
    """
    used: Counter[tuple[str, str, str]] = Counter()
    taken: set[tuple[str, str, str]] = set()
    types = []
    for edge in elements.edges:
        ends = (edge.source, edge.target)
        source, target = ends if elements.directed else sorted(ends)
        for number in count(used[source, target, edge.kind] + 1):
            name = edge.kind if number == 1 else f"{edge.kind} #{number}"
            if (source, target, name) not in taken:
                break
        used[source, target, edge.kind] = number
        taken.add((source, target, name))
        types.append(name)
    return types
