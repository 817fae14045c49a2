"""Where every record and value of a data set stands, kept small."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from yaml.events import ScalarEvent

from idlib_graph.errors import Place
from idlib_graph.load.events import ListNode, MappingNode

if TYPE_CHECKING:
    from idlib_graph.load.events import Node

PlacePath = tuple[str | int, ...]


class Places(Mapping[PlacePath, Place]):
    """Places by path, such as ``("relations", "zinki-leaves-hts", "date")``.

    Records with the same keys share one index of them; of each only two numbers a value are kept,
    and a `Place` is made when it is asked for.
    """

    __slots__ = ("_records", "_shapes")

    def __init__(self) -> None:
        self._records: dict[PlacePath, tuple[str, dict[PlacePath, int], array[int]]] = {}
        self._shapes: dict[tuple[PlacePath, ...], dict[PlacePath, int]] = {}

    def add(self, path: PlacePath, node: Node, file: str) -> None:
        """Keep where the record and everything in it stand; `path` has one part or two."""
        keys: list[PlacePath] = []
        numbers: array[int] = array("L")
        _walk(node, (), keys, numbers)
        shape = tuple(keys)
        index = self._shapes.get(shape)
        if index is None:
            index = self._shapes[shape] = {key: number for number, key in enumerate(shape)}
        self._records[path] = (file, index, numbers)

    def __getitem__(self, path: PlacePath) -> Place:
        for length in (2, 1):
            record = self._records.get(path[:length])
            if record is not None:
                file, index, numbers = record
                at = index[path[length:]]
                return Place(file, numbers[2 * at], numbers[2 * at + 1])
        raise KeyError(path)

    def __iter__(self) -> Iterator[PlacePath]:
        for path, (_, index, _) in self._records.items():
            for rest in index:
                yield (*path, *rest)

    def __len__(self) -> int:
        return sum(len(index) for _, index, _ in self._records.values())


def _walk(node: Node, path: PlacePath, keys: list[PlacePath], numbers: array[int]) -> None:
    mark = node.start_mark
    keys.append(path)
    numbers.append(mark.line + 1 if mark else 1)
    numbers.append(mark.column + 1 if mark else 1)
    inside: Iterable[tuple[str | int, Node]]
    if isinstance(node, MappingNode):
        inside = ((name, value) for name, (_, value) in node.entries.items())
    else:
        inside = enumerate(node.items) if isinstance(node, ListNode) else ()
    for part, value in inside:
        if type(value) is ScalarEvent:  # most values are: a call for each would double the time
            keys.append((*path, part))
            mark = value.start_mark
            numbers.append(mark.line + 1 if mark else 1)
            numbers.append(mark.column + 1 if mark else 1)
        else:
            _walk(value, (*path, part), keys, numbers)
