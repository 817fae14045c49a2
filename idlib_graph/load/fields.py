"""Readers of single values: a node to text, a date, a number, a list, with its problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yaml.events import ScalarEvent

from idlib_graph.dates import parse_date
from idlib_graph.errors import BackwardsDateError, DateError
from idlib_graph.load.events import ListNode, MappingNode, UnreadScalar, is_null
from idlib_graph.load.wording import did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from idlib_graph.dates import DateBox
    from idlib_graph.load.events import Node
    from idlib_graph.load.faults import Faults

    Reader = Callable[[Node, str, Faults], Any]

LONGEST_DATE = 60
ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
URL_PATTERN = r"^https?://[^\s/]+\.?[^\s]*$"
SHA256_PATTERN = "^[0-9a-f]{64}$"
NUMBER_PATTERN = r"^[0-9]*\.?[0-9]+([eE][-+]?[0-9]{1,2})?$"

_ID = re.compile(ID_PATTERN.replace("$", r"\Z"), re.ASCII)
_URL = re.compile(URL_PATTERN.replace("$", r"\Z"))
_SHA256 = re.compile(SHA256_PATTERN.replace("$", r"\Z"), re.ASCII)
_NUMBER = re.compile(NUMBER_PATTERN.replace("$", r"\Z"), re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}\Z", re.ASCII)
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])


@dataclass(frozen=True, slots=True)
class Table:
    """The keys that a mapping may have, each with its reader, and those it must have."""

    readers: Mapping[str, Reader]
    required: Sequence[str] = ()


def read_keys(node: Node, table: Table, what: str, faults: Faults) -> dict[str, Any]:
    """Read a mapping by its table; what could not be read is left out, and taken down."""
    if not isinstance(node, MappingNode):
        wrong_shape(node, f"{what} must be a mapping of keys such as {table_hint(table)}", faults)
        return {}
    values: dict[str, Any] = {}
    readers = table.readers
    for name, (key, value) in node.entries.items():
        reader = readers.get(name)
        if reader is None:
            _unknown_key(key, readers, what, faults)
        elif (found := reader(value, name, faults)) is not None:
            values[name] = found
    for name in table.required:
        if name not in node.entries:
            faults.add("D022", f"{what} has no {name!r}; add it", node.start_mark)
    return values


def table_hint(table: Table) -> str:
    """Name the keys that a message shows as an example."""
    return listed(table.required or list(table.readers)[:3])


def _unknown_key(key: ScalarEvent, known: Mapping[str, Reader], what: str, faults: Faults) -> None:
    if key.value == "<<":
        hint = "; merge keys are not read, write the keys out"
    else:
        hint = did_you_mean(key.value, known) or f"; it may have {listed(known, most=20)}"
    faults.add("D021", f"{what} has an unknown key {shown(key.value)}{hint}", key.start_mark)


def wrong_shape(node: Node, message: str, faults: Faults) -> None:
    """Take down a value of the wrong shape, or an empty one."""
    if isinstance(node, UnreadScalar):
        return
    if isinstance(node, ScalarEvent) and is_null(node):
        faults.add("D023", "empty value; give one, or leave the key out", node.start_mark)
    else:
        faults.add("D020", message, node.start_mark)


def text(node: Node, name: str, faults: Faults) -> str | None:
    """Read text: any scalar but an empty one."""
    if type(node) is not ScalarEvent:
        wrong_shape(node, f"{name} must be a single value, not a list or mapping", faults)
        return None
    value = node.value.strip()
    if value in _NULLS and (not value or is_null(node)):
        message = f"empty value for {shown(name)}; give one, or leave the key out"
        faults.add("D023", message, node.start_mark)
        return None
    return value


def identifier(node: Node, name: str, faults: Faults) -> str | None:
    """Read an id; a malformed one is returned too, so that references to it are no follow-up."""
    value = text(node, name, faults)
    if value is not None and not _ID.match(value):
        slug = re.sub(r"[^a-z0-9]+", "-", value[:60].casefold()).strip("-")
        hint = f" (did you mean {shown(slug)}?)" if slug else ""
        message = f"id {shown(value)} may hold only lower-case letters, digits and single hyphens"
        faults.add("D024", message + hint, node.start_mark)
    return value


def date(node: Node, name: str, faults: Faults) -> DateBox | None:
    """Read a date in EDTF."""
    value = text(node, name, faults)
    if value is None:
        return None
    if len(value) > LONGEST_DATE:
        faults.add("D027", f"date {shown(value)} is too long to be one", node.start_mark)
        return None
    try:
        return parse_date(value)
    except BackwardsDateError as error:
        faults.add("D204", str(error), node.start_mark)
    except DateError as error:
        faults.add("D027", str(error), node.start_mark)
    return None


def moment(node: Node, name: str, faults: Faults) -> DateBox | None:
    """Read a date in EDTF that is one time with both bounds, not an interval."""
    box = date(node, name, faults)
    if box is None or not (box.interval or box.earliest is None or box.latest is None):
        return box
    message = f"{name} {shown(box.text)} must be one time: YYYY-MM-DD, YYYY-MM, YYYY or [A..B]"
    faults.add("D027", message, node.start_mark)
    return None


def one_of(allowed: Sequence[str]) -> Reader:
    """Make a reader of one of the words."""

    def read(node: Node, name: str, faults: Faults) -> str | None:
        value = text(node, name, faults)
        if value is None or value in allowed:
            return value
        hint = did_you_mean(value, allowed)
        message = f"{name} {shown(value)} is not one of {listed(allowed)}{hint}"
        faults.add("D025", message, node.start_mark)
        return None

    return read


def truth(node: Node, name: str, faults: Faults) -> bool | None:
    """Read true or false."""
    value = one_of(("true", "false"))(node, name, faults)
    return None if value is None else value == "true"


def _matching(pattern: re.Pattern[str], wanted: str) -> Reader:
    def read(node: Node, name: str, faults: Faults) -> str | None:
        value = text(node, name, faults)
        if value is None or pattern.match(value):
            return value
        faults.add("D030", f"{name} {shown(value)} must be {wanted}", node.start_mark)
        return None

    return read


url = _matching(_URL, "an address that begins with http:// or https://")
sha256 = _matching(_SHA256, "64 hexadecimal digits in lower case")


def number(*, above: float | None = None, most: float | None = None) -> Reader:
    """Make a reader of a finite number from 0 (or above a bound) to the largest allowed."""
    low = f"more than {above:g}" if above is not None else "at least 0"
    wanted = low if most is None else f"from 0 to {most:g}"

    def read(node: Node, name: str, faults: Faults) -> float | None:
        value = text(node, name, faults)
        if value is None:
            return None
        if _NUMBER.match(value):
            found = float(value)
            if (above is None or found > above) and (most is None or found <= most):
                return found
        faults.add("D026", f"{name} {shown(value)} must be a number {wanted}", node.start_mark)
        return None

    return read


factor = number(most=1)


def whole(node: Node, name: str, faults: Faults) -> int | None:
    """Read a whole number from 1."""
    value = text(node, name, faults)
    if value is None:
        return None
    if _WHOLE.match(value) and int(value) > 0:
        return int(value)
    message = f"{name} {shown(value)} must be a whole number of at least 1"
    faults.add("D026", message, node.start_mark)
    return None


def list_of(reader: Reader, *, filled: bool = False) -> Reader:
    """Make a reader of a list without repetitions; `filled` where it may not be empty."""

    def read(node: Node, name: str, faults: Faults) -> tuple[Any, ...] | None:
        if not isinstance(node, ListNode):
            example = node.value if isinstance(node, ScalarEvent) else "..."
            wrong_shape(node, f"{name} must be a list, such as [{shown(example)[1:-1]}]", faults)
            return None
        if filled and not node.items:
            message = f"empty list for {shown(name)}; fill it, or leave the key out"
            faults.add("D023", message, node.start_mark)
        values: dict[Any, None] = {}
        for item in node.items:
            value = reader(item, name, faults)
            if value in values:
                message = f"{name} names {shown(str(value))} twice; keep one of them"
                faults.add("D029", message, item.start_mark)
            elif value is not None:
                values[value] = None
        return tuple(values)

    return read


def mapping_of(reader: Reader) -> Reader:
    """Make a reader of a mapping with keys of any name."""

    def read(node: Node, name: str, faults: Faults) -> dict[str, Any] | None:
        if not isinstance(node, MappingNode):
            wrong_shape(node, f"{name} must be a mapping of 'key: value' pairs", faults)
            return None
        values = {}
        for key, (event, value) in node.entries.items():
            if not key.strip() or is_null(event):
                faults.add("D023", f"empty key in {shown(name)}; name it", event.start_mark)
            if (found := reader(value, key, faults)) is not None:
                values[key] = found
        return values

    return read
