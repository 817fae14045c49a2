"""Finding the factions that a paragraph names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.audit.words import forms, name_word, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.model import Faction

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What one paragraph names.

    Attributes
    ----------
    outer : factions by the longest names there; each word counts for one name
    all : these, and those whose shorter names stand inside longer ones: who writes "Islamic State
        cells" names the cells, and with them Islamic State
    keys : keys of all names seen
    """

    outer: frozenset[str]
    all: frozenset[str]
    keys: frozenset[Key]


class Names:
    """All names and aliases of a data set's factions, ready to be looked for.

    Names are matched word by word, without regard to case, accents, apostrophes, hyphens, plural
    and possessive. Abbreviations of two or three capitals (IS, US) are matched in capitals only.
    Names are tried from the longest, so that in "Islamic State cells" the cells are found first.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> found = Names(load_dataset().factions.values()).find("They caught IS cells.")
    >>> sorted(found.outer), sorted(found.all)
    (['is-cells-idlib'], ['is-cells-idlib', 'islamic-state'])
    """

    def __init__(self, factions: Iterable[Faction]) -> None:
        self._starts: defaultdict[str, dict[Key, set[str]]] = defaultdict(dict)
        for faction in factions:
            for name in (faction.name, *faction.aliases):
                if key := name_key(name):
                    self._starts[key[0]].setdefault(key, set()).add(faction.id)

    def find(self, text: str) -> Named:
        """The factions that the text names."""
        read = [forms(word) for word in words(text)]
        outer: set[str] = set()
        inner: set[str] = set()
        keys: set[Key] = set()
        end = 0
        for at in range(len(read)):
            for key, owners in self._at(read, at):
                keys.add(key)
                inner |= owners
                if at >= end:
                    outer |= owners
                    end = at + len(key)
        return Named(frozenset(outer), frozenset(inner), frozenset(keys))

    def _at(self, read: list[tuple[str, ...]], at: int) -> list[tuple[Key, set[str]]]:
        """The names that begin at a word, the longest first."""
        found = {
            key: owners
            for form in read[at]
            for key, owners in self._starts.get(form, {}).items()
            if at + len(key) <= len(read)
            and all(part in read[at + i] for i, part in enumerate(key))
        }
        return sorted(found.items(), key=lambda item: -len(item[0]))


def name_key(name: str) -> Key:
    """A name as it is looked for, word by word.

    Examples
    --------
    >>> name_key("U.S.-backed Rebels")
    ('US', 'backed', 'rebel')
    """
    return tuple(name_word(word) for word in words(name))
