"""Text that XML can hold: what it forbids becomes U+FFFD, and somebody is told."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from idlib_graph.export.elements import Edge, Elements, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idlib_graph.export.elements import Value

Item = TypeVar("Item", Node, Edge)

REPLACEMENT = "\ufffd"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Some readers make a line feed of each break, and in attributes a space of that.
_BREAKS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", **_BREAKS})
_IN_QUOTES = _IN_TEXT | str.maketrans({"\n": "&#10;", "\t": "&#9;"})
_SPECIAL = re.compile('[&<>"\t\n\r\x85\u2028]')  # most texts have none, and need no escaping
_SHOWN = 3


def permit(elements: Elements) -> Elements:
    """The same with U+FFFD in place of each character that XML forbids.

    Ids that would then be the same are numbered. A warning of one line says where it was.
    """
    where = [
        f"{what} {cleaned(item.id)} ({name})"
        for what, items in (("node", elements.nodes), ("edge", elements.edges))
        for item in items
        if _FORBIDDEN.search("".join(text for _, text in _texts(item)))  # of hardly any
        for name, text in _texts(item)
        if _FORBIDDEN.search(text)
    ]
    where += ["the title"] if _FORBIDDEN.search(elements.title) else []
    if not where:
        return elements
    shown = ", ".join(where[:_SHOWN])
    more = f" and {len(where) - _SHOWN} more" if len(where) > _SHOWN else ""
    msg = f"characters that XML forbids are written as U+FFFD: {shown}{more}"
    warnings.warn(" ".join(msg.split()), stacklevel=4)  # whoever called `write_graphml`
    ids = unique(node.id for node in elements.nodes)
    own = unique(edge.id for edge in elements.edges)
    return replace(
        elements,
        title=cleaned(elements.title),
        nodes=[_permitted(node, ids[node.id]) for node in elements.nodes],
        edges=[
            replace(
                _permitted(edge, own[edge.id]), source=ids[edge.source], target=ids[edge.target]
            )
            for edge in elements.edges
        ],
    )


def unique(names: Iterable[str]) -> dict[str, str]:
    """For each name one that XML can hold, no two the same.

    Examples
    --------
    >>> list(unique(["a", chr(0), chr(1)]).values())
    ['a', '�', '� #2']
    """
    given = list(dict.fromkeys(names))
    taken = {name for name in given if not _FORBIDDEN.search(name)}
    found = {}
    for name in given:
        text = cleaned(name)
        if text != name:
            tries = (text if n == 1 else f"{text} #{n}" for n in count(1))
            text = next(t for t in tries if t not in taken)
            taken.add(text)
        found[name] = text
    return found


def _texts(item: Node | Edge) -> Iterator[tuple[str, str]]:
    """Every text of a node or edge, with its name."""
    yield "id", item.id
    yield "label", item.label
    if isinstance(item, Edge):
        yield "kind", item.kind
    else:
        yield from (("community", name) for _, _, name in item.history)
    for name, value in item.values.items():
        if isinstance(value, str):
            yield name, value


def _permitted(item: Item, own: str) -> Item:
    values = {name: _permitted_value(value) for name, value in item.values.items()}
    if isinstance(item, Edge):
        kind = cleaned(item.kind)
        return replace(item, id=own, label=cleaned(item.label), kind=kind, values=values)
    history = tuple((first, last, cleaned(name)) for first, last, name in item.history)
    return replace(item, id=own, label=cleaned(item.label), values=values, history=history)


def _permitted_value(value: Value) -> Value:
    return cleaned(value) if isinstance(value, str) else value


def as_text(text: str) -> str:
    """Text as XML writes it between tags; a line break of any kind stays what it is."""
    return text.translate(_IN_TEXT) if _SPECIAL.search(text) else text


def as_attribute(text: str) -> str:
    """Text as XML writes it in an attribute, quotation marks included."""
    if not _SPECIAL.search(text):
        return f'"{text}"'
    written = text.translate(_IN_QUOTES)
    if '"' not in written:
        return f'"{written}"'
    if "'" not in written:
        return f"'{written}'"
    return '"{}"'.format(written.replace('"', "&quot;"))


def cleaned(text: str) -> str:
    """The text with U+FFFD for each character that XML forbids."""
    return _FORBIDDEN.sub(REPLACEMENT, text)
