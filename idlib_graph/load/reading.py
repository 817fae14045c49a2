"""A folder of YAML to a data set, in one run, with every problem found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from idlib_graph.errors import NotFoundError
from idlib_graph.load import files, vocabulary
from idlib_graph.load.events import MappingNode, YamlReader
from idlib_graph.load.faults import Faults, in_order
from idlib_graph.load.places import Places
from idlib_graph.load.records import read_faction, read_relation, read_source, written_id
from idlib_graph.load.wording import shown
from idlib_graph.model import Codebook, Dataset, Faction, Relation, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from idlib_graph.errors import Problem
    from idlib_graph.load.events import Node

Record = TypeVar("Record", Source, Faction, Relation)
NO_WORDS = Codebook(types={}, claims={}, reliability={})
_SINGULAR = {"sources": "source", "factions": "faction", "relations": "relation"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a folder gave.

    Attributes
    ----------
    dataset : all that could be read; where there are errors, records in it may be mended with
        stand-ins (empty text, no date), so that the rest of them can still be checked
    problems : what is wrong with files and single records, in order of place
    damaged : the records that were mended, as ``("relations", id)``
    known : words used as names though what they name could not be read: no "unknown" follows
    incomplete : registers of which part could not be read, such as ``factions``
    """

    dataset: Dataset
    problems: tuple[Problem, ...] = ()
    damaged: frozenset[tuple[str, str]] = frozenset()
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()


def read_dataset(folder: Path | str | None = None) -> Reading:
    """Read a data set's folder; without one, the bundled data set.

    Raises
    ------
    NotFoundError
        Where there is no such folder. Faults in the data never raise: they are in the reading.
    """
    if folder is None:
        return _Run(files.bundled_dataset(), is_built_in=True).reading()
    return _Run(Path(folder)).reading()


class _Run:
    def __init__(self, path: Path, *, is_built_in: bool = False) -> None:
        self.is_built_in = is_built_in
        self.problems: list[Problem] = []
        self.folder = files.DataFolder(path, self.problems)
        self.places = Places()
        self.damaged: set[tuple[str, str]] = set()
        self.incomplete: set[str] = set()
        self.known: dict[str, frozenset[str]] = {}

    def reading(self) -> Reading:
        described = self._description()
        codebook = self._codebook()
        sources = self._register("sources", [files.SOURCES], read_source)
        factions = self._register("factions", [files.FACTIONS], read_faction)
        relations = self._register("relations", self.folder.relation_files, read_relation)
        if self.folder.ambiguous or not self.folder.relation_files:
            self.incomplete.add("relations")
        dataset = Dataset(
            codebook=codebook,
            sources=sources,
            factions=factions,
            relations=relations,
            places=self.places,
            fingerprint=self.folder.fingerprint,
            **described,
        )
        return Reading(
            dataset,
            tuple(in_order(self.problems)),
            frozenset(self.damaged),
            self.known,
            frozenset(self.incomplete),
        )

    def _reader(self, name: str) -> tuple[YamlReader, Faults] | None:
        if any(p.code == "D001" and p.place and p.place.file == name for p in self.problems):
            return None
        data = self.folder.content(name)
        faults = Faults(name, self.problems)
        return None if data is None else (YamlReader(data, faults), faults)

    def _mapping(self, name: str) -> tuple[MappingNode, Faults] | None:
        opened = self._reader(name)
        node = opened[0].mapping() if opened else None
        return (node, opened[1]) if opened and node else None

    def _description(self) -> dict[str, Any]:
        found = self._mapping(files.DESCRIPTION)
        if found is None:
            return {"title": ""}
        node, faults = found
        self.places.add(("dataset",), node, faults.file)
        return vocabulary.read_description(node, faults)

    def _codebook(self) -> Codebook:
        base = NO_WORDS if self.is_built_in else built_in_codebook()
        if not self.folder.has_codebook:
            return base
        found = self._mapping(files.CODEBOOK)
        if found is None:
            self.incomplete |= {"types", "claims", "reliability"}
            return base
        node, faults = found
        self._place_vocabulary(node, faults.file)
        codebook = vocabulary.read_codebook(node, faults).over(base)
        labels = {problem.record for problem in self.problems}
        self.damaged |= {("types", name) for name in codebook.types if f"type {name}" in labels}
        return codebook

    def _place_vocabulary(self, node: MappingNode, file: str) -> None:
        for part in ("types", "claims", "reliability"):
            words = node.entries[part][1] if part in node.entries else None
            if words is not None and not isinstance(words, MappingNode):
                self.incomplete.add(part)
            elif isinstance(words, MappingNode):
                self.known[part] = frozenset(words.entries)
                for word, (_, value) in words.entries.items():
                    self.places.add((part, word), value, file)

    def _register(
        self, register: str, names: Iterable[str], read: Callable[[Node, Faults], Record]
    ) -> dict[str, Record]:
        records: dict[str, Record] = {}
        for name in names:
            opened = self._reader(name)
            if opened is None:
                self.incomplete.add(register)
                continue
            reader, faults = opened
            seen = len(self.problems)
            for node in reader.records(register):
                key = self._key(register, node, records, faults)
                records[key] = read(node, faults)
                self.places.add((register, key), node, faults.file)
                if len(self.problems) > seen:
                    self.damaged.add((register, key))
                    seen = len(self.problems)
                faults.record = None
            if not reader.complete:
                self.incomplete.add(register)
        return records

    def _key(self, register: str, node: Node, records: dict[str, Record], faults: Faults) -> str:
        name = written_id(node)
        faults.record = f"{_SINGULAR[register]} {name}" if name else None
        if name is None:
            return f"#{len(records) + 1}"
        if name not in records:
            return name
        first = self.places[register, name]
        where = f"line {first.line}" if first.file == faults.file else str(first)
        mark = node.entries["id"][1].start_mark if isinstance(node, MappingNode) else None
        message = f"{_SINGULAR[register]} id {shown(name)} is taken ({where}); choose another"
        faults.add("D106", message, mark)
        return f"{name}#{len(records) + 1}"


@lru_cache(maxsize=1)
def built_in_codebook() -> Codebook:
    """Return the vocabulary that holds where a data set brings none: the bundled data set's."""
    try:
        path = files.bundled_dataset() / files.CODEBOOK
        data = path.read_bytes()
    except (NotFoundError, OSError):
        return NO_WORDS
    faults = Faults(str(path), [])
    node = YamlReader(data, faults).mapping()
    return vocabulary.read_codebook(node, faults).over(NO_WORDS) if node else NO_WORDS
