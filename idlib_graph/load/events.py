"""YAML text to nodes that remember where they stand, through libyaml's events.

Scalars stay text and nothing is guessed at. Compared with ``yaml.load`` this keeps line and column
of every key and value, finds repeated keys, and is several times faster. It is also the guard
against hostile files: tags are errors, and nesting and what aliases expand to are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from idlib_graph.load.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.events import CollectionStartEvent, Event

    from idlib_graph.load.faults import Faults, Mark

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML built without libyaml: the same events, some ten times slower
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

MAX_DEPTH = 20
MAX_EXPANDED = 10_000

_CONTROL = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_PLAIN_WORDS = {
    "mapping values are not allowed": "put quotes around text that holds ': ', or indent evenly",
    "cannot start any token": "quote the text, and indent with spaces, not tabs",
    "did not find expected '-' indicator": "start each item of the list with '- ' in one column",
    "did not find expected key": "indent the keys of one record evenly",
    "could not find expected ':'": "a key needs ': ' and a value; quote text of several lines",
    "found unexpected end of stream": "a quote or bracket is opened and never closed",
    "did not find expected ',' or": "a bracket is opened and never closed",
}


@dataclass(slots=True)
class MappingNode:
    """Keys with their values, in the order of the file; `mark` is where it begins."""

    entries: dict[str, tuple[ScalarEvent, Node]]
    start_mark: Mark


@dataclass(slots=True)
class ListNode:
    """Items in the order of the file; `mark` is where the list begins."""

    items: list[Node]
    start_mark: Mark


Node = ScalarEvent | MappingNode | ListNode
"""A scalar is libyaml's own event: making another object of each would cost a third more."""


class UnreadScalar(ScalarEvent):
    """Stands for a value that could not be read, and whose problem is already taken down."""


class _StopReadingError(Exception):
    """The rest of a file is not worth reading, or not safe to."""


class YamlReader:
    """Reads one file, record by record, so that a large file is never in memory as nodes.

    Attributes
    ----------
    complete : False once part of the file could not be read
    """

    def __init__(self, data: bytes, faults: Faults) -> None:
        self.complete = True
        self._data = data
        self._faults = faults
        self._anchors: dict[str, Node] = {}
        self._expanded = 0
        self._next: Callable[[], Event]

    def records(self, what: str) -> Iterator[Node]:
        """Yield the items of the list that the file is; `what` says what it lists."""
        try:
            start = self._open()
            if not isinstance(start, SequenceStartEvent):
                message = f"the file must be a list of {what}, each beginning with '- '"
                self._stop("D020", message, start.start_mark)
            self._check_tag(start)
            while type(event := self._next()) is not SequenceEndEvent:
                yield self._node(event, 1)
            self._close()
        except _StopReadingError:
            self.complete = False
        except yaml.YAMLError as error:
            self._explain(error)

    def mapping(self) -> MappingNode | None:
        """Return the mapping that the file is; None where it is none."""
        try:
            node = self._node(self._open(), 0)
            self._close()
            if isinstance(node, MappingNode):
                return node
            message = "the file must be a mapping: 'key: value' lines"
            self._stop("D020", message, node.start_mark)
        except _StopReadingError:
            self.complete = False
        except yaml.YAMLError as error:
            self._explain(error)
        return None

    def _open(self) -> Event:
        self._next = cast("Callable[[], Event]", Parser(self._data).get_event)
        self._next()  # the start of the stream
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            event = self._next()
        if isinstance(event, StreamEndEvent) or (isinstance(event, ScalarEvent) and is_null(event)):
            self._stop("D006", "the file is empty; write [] where there is nothing to list")
        return event

    def _close(self) -> None:
        event = self._next()
        if isinstance(event, DocumentEndEvent):
            event = self._next()
        if not isinstance(event, StreamEndEvent):
            message = "a second document begins here; a data file is one document, without '---'"
            self._stop("D007", message, event.start_mark)

    def _stop(self, code: str, message: str, mark: Mark | None = None) -> NoReturn:
        self._faults.add(code, message, mark)
        raise _StopReadingError

    def _node(self, event: Event, depth: int) -> Node:
        node: Node
        if isinstance(event, ScalarEvent):
            node = event
        elif isinstance(event, AliasEvent):
            return self._resolve(event)
        elif depth >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep; reading stops here"
            self._stop("D010", message, event.start_mark)
        elif isinstance(event, MappingStartEvent):
            node = self._mapping(event, depth + 1)
        else:
            node = self._list(cast("SequenceStartEvent", event), depth + 1)
        opening = cast("NodeEvent", event)
        self._check_tag(opening)
        if opening.anchor is not None:
            self._anchors[opening.anchor] = node
        return node

    def _mapping(self, start: CollectionStartEvent, depth: int) -> MappingNode:
        read = self._next
        entries: dict[str, tuple[ScalarEvent, Node]] = {}
        while True:  # the innermost loop of all loading: scalars are dealt with in place
            key = read()
            if type(key) is not ScalarEvent:
                if type(key) is MappingEndEvent:
                    return MappingNode(entries, cast("Mark", start.start_mark))
                self._odd_key(key, depth)
                continue
            if key.tag is not None or key.anchor is not None:
                self._node(key, depth)
            value = read()
            node: Node
            if type(value) is not ScalarEvent or value.tag is not None or value.anchor is not None:
                node = self._node(value, depth)
            else:
                node = value
            name = key.value
            if name in entries:
                self._repeated(key, entries[name][0])
            else:
                entries[name] = (key, node)

    def _list(self, start: SequenceStartEvent, depth: int) -> ListNode:
        read = self._next
        items: list[Node] = []
        while True:
            event = read()
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                items.append(event)
            elif type(event) is SequenceEndEvent:
                return ListNode(items, cast("Mark", start.start_mark))
            else:
                items.append(self._node(event, depth))

    def _odd_key(self, key: Event, depth: int) -> None:
        message = "a key must be plain text, not a list, a mapping or an alias"
        self._faults.add("D012", message, key.start_mark)
        if not isinstance(key, AliasEvent):
            self._node(key, depth)
        self._node(self._next(), depth)

    def _repeated(self, key: ScalarEvent, first: ScalarEvent) -> None:
        line = cast("Mark", first.start_mark).line + 1
        message = f"key {shown(key.value)} stands twice (first on line {line}); keep one of them"
        self._faults.add("D011", message, key.start_mark)

    def _check_tag(self, event: NodeEvent) -> None:
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            name = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            self._faults.add("D008", f"YAML tag {name} is not read; remove it", event.start_mark)

    def _resolve(self, alias: AliasEvent) -> Node:
        name = cast("str", alias.anchor)
        node = self._anchors.get(name)
        if node is None:
            message = f"alias {shown('*' + name)} refers to no anchor before it; quote the text"
            self._faults.add("D009", message, alias.start_mark)
            return UnreadScalar(None, None, (True, False), "", alias.start_mark, alias.end_mark)
        self._expanded += size(node)
        if self._expanded > MAX_EXPANDED:
            message = f"aliases expand to more than {MAX_EXPANDED:,} values; write the values out"
            self._stop("D009", message, alias.start_mark)
        return node

    def _explain(self, error: yaml.YAMLError) -> None:
        self.complete = False
        if isinstance(error, yaml.MarkedYAMLError):
            reason = " ".join(part for part in (error.context, error.problem) if part)
            hint = next((hint for words, hint in _PLAIN_WORDS.items() if words in reason), None)
            message = f"not valid YAML: {reason}" + (f"; {hint}" if hint else "")
            opened = "never closed" in message and error.context_mark
            self._faults.add("D005", message, opened or error.problem_mark or error.context_mark)
            return
        text = self._data.decode("utf-8", "replace")
        found = re.search(_CONTROL, text)
        if found is None:
            self._faults.add("D005", f"not valid YAML: {' '.join(str(error).split())}")
            return
        message = f"control character U+{ord(found[0]):04X} may not stand in a data file; remove it"
        self._faults.add("D004", message, position(text, found.start()))


class Position(NamedTuple):
    """A line and a column, from 0."""

    line: int
    column: int


def position(text: str, index: int) -> Position:
    """Return the line and column of a character of the text."""
    before = text[:index]
    return Position(before.count("\n"), index - (before.rfind("\n") + 1))


def is_null(scalar: ScalarEvent) -> bool:
    """Tell whether the scalar is YAML's null: nothing at all, ``~`` or ``null``, unquoted."""
    return scalar.implicit[0] and scalar.value in {"", "~", "null", "Null", "NULL"}


def size(node: Node) -> int:
    """Count the values within a node, itself included."""
    if isinstance(node, MappingNode):
        return 1 + sum(1 + size(value) for _, value in node.entries.values())
    if isinstance(node, ListNode):
        return 1 + sum(size(item) for item in node.items)
    return 1
