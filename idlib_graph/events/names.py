"""Names of organisations: many spellings, one name, and never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.errors import DatasetError, TableError
from idlib_graph.events.reading import read_rows
from idlib_graph.load.files import FACTIONS
from idlib_graph.load.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.model import Faction

LIKE = 0.85
"""How alike two spellings are, by difflib's ratio, for one to be suggested for the other."""
MOST_SUGGESTED = 300
"""Unknown names, the most frequent first, for which a suggestion is looked for."""


@lru_cache(maxsize=100_000)  # a register has few names and many rows
def tidy(name: str) -> str:
    """A name with single spaces, and none around it.

    Examples
    --------
    >>> tidy("  Tahrir al- Sham   Army ")
    'Tahrir al- Sham Army'
    """
    return " ".join(name.split())


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """What two spellings have to share to be the same: all but case and white space.

    Examples
    --------
    >>> folded(" HAYAT Tahrir al-Sham") == folded("Hayat  Tahrir al-Sham")
    True
    """
    return unicodedata.normalize("NFC", tidy(name).casefold())


class Names:
    """Every known spelling of the organisations, and what was met while reading.

    Parameters
    ----------
    spellings : names by spelling
    ids : names by a register's number of an actor; consulted where no spelling is known

    Attributes
    ----------
    unknown : the names met that are no known spelling, with how often

    Examples
    --------
    >>> names = Names({"HTS": "Hayat Tahrir al-Sham"}, ids={"7118": "Huras al-Din"})
    >>> names.resolve("hts"), names.resolve("Tanzim Hurras ad-Din", "7118"), names.resolve("SDF")
    ('Hayat Tahrir al-Sham', 'Huras al-Din', 'SDF')
    >>> names.unknown
    Counter({'SDF': 1})
    """

    def __init__(
        self, spellings: Mapping[str, str] | None = None, ids: Mapping[str, str] | None = None
    ) -> None:
        given = dict(spellings or {})
        self._known = {folded(name): name for name in given.values()}
        self._known.update({folded(spelling): name for spelling, name in given.items()})
        self._ids = dict(ids or {})
        self.unknown: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._known or self._ids)

    def __contains__(self, name: str) -> bool:
        return folded(name) in self._known

    def resolve(self, text: str, number: str = "") -> str:
        """The name that a spelling stands for; the spelling itself, tidied, where it is unknown.

        Parameters
        ----------
        number : the actor's number in the register
        """
        name = self._known.get(folded(text)) or self._ids.get(number)
        if name is None:
            name = tidy(text)
            if self:
                self.unknown[name] += 1
        return name

    def suggestions(self) -> dict[str, str]:
        """A known name for each unknown one that is much like one of its spellings.

        They are for the reader's eyes: nothing is renamed by them.

        Examples
        --------
        >>> names = Names({"Huras al-Din": "Huras al-Din"})
        >>> names.resolve("Hurras al-Din")
        'Hurras al-Din'
        >>> names.suggestions()
        {'Hurras al-Din': 'Huras al-Din'}
        """
        found = {}
        for name, _ in sorted(self.unknown.items(), key=lambda item: (-item[1], item[0]))[
            :MOST_SUGGESTED
        ]:
            near = get_close_matches(folded(name), self._known, n=1, cutoff=LIKE)
            if near:
                found[name] = self._known[near[0]]
        return found


def read_names(paths: Iterable[Path | str], *, register: str = "") -> Names:
    r"""Read spellings from CSV files ``alias,name`` and from data sets.

    Of a data set, its folder or its ``factions.yaml``, every name, alias and id of a faction stands
    for the faction's name. A number of the register that several factions share stands for none.

    Parameters
    ----------
    register : whose numbers of actors count, as in a faction's ``ids``: ``ucdp``

    Raises
    ------
    DatasetError
        Where the factions have errors.
    NotFoundError
        Where there is no such file.
    TableError
        Where a file is no such table, or two names share a spelling.

    Examples
    --------
    >>> from idlib_graph.load import bundled_dataset
    >>> read_names([bundled_dataset()], register="ucdp").resolve("Al Nusrah")
    'al-Nusra Front'
    """
    spellings: dict[str, tuple[str, str]] = {}
    numbers: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        if Path(path).is_dir() or Path(path).suffix in {".yaml", ".yml"}:
            for faction in _factions(path):
                for spelling in (faction.name, faction.id, *faction.aliases, *_native(faction)):
                    _note(spellings, spelling, faction.name, str(path))
                if register in faction.ids:
                    numbers[faction.ids[register]].add(faction.name)
        else:
            for row in read_rows(path, needed=("alias", "name"), lower=True):
                alias, name = row.cells.get("alias", ""), row.cells.get("name", "")
                if not (tidy(alias) and tidy(name)):
                    msg = f"{path}, row {row.number}: an alias and a name are needed"
                    raise TableError(msg)
                _note(spellings, alias, tidy(name), f"{path}, row {row.number}")
    _check_chains(spellings)
    one = {number: names.pop() for number, names in numbers.items() if len(names) == 1}
    return Names({text: name for text, (name, _) in spellings.items()}, one)


def split_names(text: str, known: Names) -> tuple[str, ...]:
    """The organisations that a side of names joined by commas is made of.

    A side that is a known name as a whole is one organisation, commas or not; so are parts of it
    that are a known name together. A comma in brackets, or with no space behind it, joins nothing.

    Examples
    --------
    >>> split_names("Ahrar al-Sham, Front (east, west), IS", Names())
    ('Ahrar al-Sham', 'Front (east, west)', 'IS')
    >>> split_names("Aid, Relief, IS", Names({"Aid, Relief": "Aid and Relief"}))
    ('Aid, Relief', 'IS')
    """
    parts = _parts(text) if "," in text else [tidy(text)] if tidy(text) else []
    found = []
    while parts:
        lengths = range(len(parts), 1, -1)
        size = next((n for n in lengths if ", ".join(parts[:n]) in known), 1)
        found.append(", ".join(parts[:size]))
        parts = parts[size:]
    return tuple(found)


def _parts(text: str) -> list[str]:
    """A text cut at commas outside of brackets."""
    parts, depth = [""], 0
    for piece in re.split(r"([(\[)\]]|,\s+)", text):
        depth += (piece in {"(", "["}) - (piece in {")", "]"})
        if piece.startswith(",") and piece[1:].isspace() and depth <= 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [tidy(part) for part in parts if tidy(part)]


def _factions(path: Path | str) -> Iterable[Faction]:
    from idlib_graph.load import read_dataset  # noqa: PLC0415 - YAML only where it is asked for

    given = Path(path)
    if not given.is_dir() and given.name != FACTIONS:
        msg = f"{path}: names are read from a data set's {FACTIONS}, or from CSV"
        raise TableError(msg)
    reading = read_dataset(given if given.is_dir() else given.parent)
    errors = [
        problem
        for problem in reading.problems
        if problem.severity == "error" and problem.place and problem.place.file == FACTIONS
    ]
    if errors:
        raise DatasetError(errors)
    return reading.dataset.factions.values()


def _native(faction: Faction) -> tuple[str, ...]:
    return (faction.native_name,) if faction.native_name else ()


def _note(spellings: dict[str, tuple[str, str]], spelling: str, name: str, where: str) -> None:
    key = folded(spelling)
    before = spellings.setdefault(key, (name, where))
    if before[0] != name:
        msg = (
            f"{where}: {shown(tidy(spelling))} stands for {shown(name)}, "
            f"and for {shown(before[0])} in {before[1]}"
        )
        raise TableError(msg)


def _check_chains(spellings: Mapping[str, tuple[str, str]]) -> None:
    """See to it that no name is itself an alias of another."""
    for name, where in spellings.values():
        further = spellings.get(folded(name), (name, where))
        if folded(further[0]) != folded(name):
            msg = (
                f"{where}: {shown(name)} is a name here, "
                f"and stands for {shown(further[0])} in {further[1]}"
            )
            raise TableError(msg)
