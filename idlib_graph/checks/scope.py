"""What a rule is given, what it gives, and the register that it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.errors import Problem
from idlib_graph.load.wording import did_you_mean, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.load import Reading
    from idlib_graph.model import Dataset, Evidence, Relation

Path = tuple[str | int, ...]

MAX_SUGGESTIONS = 200
"""Looking for a near name takes time: a data set with more unknown names gets no more help."""

_RECORDS = {
    "sources": "source",
    "factions": "faction",
    "relations": "relation",
    "types": "type",
    "claims": "claim",
    "reliability": "reliability",
}


class Finding(NamedTuple):
    """What a rule has to say, and of what: a path such as ``("relations", id, "date")``."""

    message: str
    path: Path = ()


Rule = Callable[["Scope"], Iterator[Finding]]
RULES: dict[str, Rule] = {}
"""Every rule by its code; the first line of its docstring is its help."""


def rule(code: str) -> Callable[[Rule], Rule]:
    """Enter a rule in the register."""

    def enter(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return enter


@dataclass(frozen=True)
class Scope:
    """A data set under check, with what reading it has found."""

    reading: Reading

    @property
    def dataset(self) -> Dataset:
        """The data set."""
        return self.reading.dataset

    def run(self, code: str) -> Iterator[Problem]:
        """Apply one rule."""
        severity = "warning" if code.startswith("W") else "error"
        for message, path in RULES[code](self):
            yield Problem(code, message, self.dataset.place(*path), _label(path), severity)

    def damaged(self, register: str, key: str) -> bool:
        """Tell whether reading had to mend a record."""
        return (register, key) in self.reading.damaged

    def whole(self, register: str) -> bool:
        """Tell whether all of a register could be read: only then is an unknown name unknown."""
        return register not in self.reading.incomplete

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """All relations, those that reading had to mend included."""
        return dict(self.dataset.relations)

    @cached_property
    def sound_relations(self) -> dict[str, Relation]:
        """The relations that were read whole and whose type, parties and sources are known."""
        return {key: one for key, one in self.dataset.relations.items() if self._is_sound(key, one)}

    @cached_property
    def sound_dataset(self) -> Dataset:
        """The data set with its sound relations only."""
        return replace(self.dataset, relations=self.sound_relations)

    @cached_property
    def told(self) -> dict[str, Relation]:
        """The sound relations that some evidence holds to be so: not only expected or denied."""
        return {key: one for key, one in self.sound_relations.items() if self._is_told(one)}

    def words(self, register: str) -> set[str]:
        """The names that a register knows, of records that could not be read too."""
        data = self.dataset
        registers: dict[str, Iterable[str]] = {
            "sources": data.sources,
            "factions": data.factions,
            "types": data.codebook.types,
            "claims": data.codebook.claims,
            "reliability": data.codebook.reliability,
        }
        return {*registers[register], *self.reading.known.get(register, ())}

    @cached_property
    def names(self) -> dict[str, str]:
        """The id of a faction by its id, name or alias, each without case and punctuation."""
        names: dict[str, str] = {}
        for key, faction in self.dataset.factions.items():
            for name in (key, faction.name, *faction.aliases):
                names.setdefault(bare(name), key)
        return names

    @cached_property
    def _suggestions(self) -> dict[str, str]:
        return {}

    def suggest_faction(self, word: str) -> str:
        """Return a suggestion for an unknown faction, by its names too; empty without one."""
        known = self._suggestions
        if word not in known:
            if len(known) >= MAX_SUGGESTIONS:
                return ""
            close = self.names.get(bare(word)) or nearest(word, self.dataset.factions)
            close = close or self.names.get(nearest(bare(word), self.names) or "")
            known[word] = f" (did you mean {shown(close)}?)" if close else ""
        return known[word]

    def suggest(self, word: str, words: Iterable[str]) -> str:
        """Return a suggestion for an unknown word; empty without one."""
        known = self._suggestions
        if word not in known:
            if len(known) >= MAX_SUGGESTIONS:
                return ""
            known[word] = did_you_mean(word, sorted(words))
        return known[word]

    def _is_sound(self, key: str, relation: Relation) -> bool:
        data = self.dataset
        return (
            not self.damaged("relations", key)
            and relation.type in data.codebook.types
            and relation.a in data.factions
            and relation.b in data.factions
            and all(self._is_sound_evidence(item) for item in relation.evidence)
        )

    def _is_sound_evidence(self, item: Evidence) -> bool:
        source, book = self.dataset.sources.get(item.source), self.dataset.codebook
        return bool(source and item.claim in book.claims and source.reliability in book.reliability)

    def _is_told(self, relation: Relation) -> bool:
        claims = self.dataset.codebook.claims
        return any(claims[item.claim] > 0 for item in relation.evidence)


def _label(path: Path) -> str | None:
    if len(path) < 2 or path[0] not in _RECORDS:  # noqa: PLR2004 - a register and a name
        return None
    name = str(path[1]).partition("#")[0]
    return f"{_RECORDS[str(path[0])]} {name}" if name else None


def bare(name: str) -> str:
    """Return a name without case, accents, spaces and punctuation.

    Examples
    --------
    >>> bare("Hay'at Taḥrīr al-Shām") == bare("Hayat Tahrir al Sham")
    True
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^\w]|_", "", "".join(c for c in letters if not unicodedata.combining(c)))
