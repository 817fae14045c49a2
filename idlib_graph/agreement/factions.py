"""Which faction of the second coding is which of the first."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yaml.events import ScalarEvent

from idlib_graph.errors import DatasetError, NotFoundError
from idlib_graph.load.events import YamlReader, is_null
from idlib_graph.load.faults import Faults
from idlib_graph.load.fields import text
from idlib_graph.load.wording import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.load.events import Node
    from idlib_graph.model import Dataset, Faction

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʿʾʼ′")  # noqa: RUF001 - the signs themselves


@dataclass(frozen=True, slots=True)
class FactionMap:
    """The factions of the second coding by the ids of the first.

    Attributes
    ----------
    to_first : id in the first coding of each mapped faction of the second; several may share one
    kept : ids of the second that were decided by hand
    unmapped_second, unmapped_first : ids of either coding without a counterpart
    """

    to_first: Mapping[str, str]
    kept: frozenset[str]
    unmapped_second: tuple[str, ...]
    unmapped_first: tuple[str, ...]


def map_factions(
    first: Dataset, second: Dataset, kept: Mapping[str, str | None] | None = None
) -> FactionMap:
    """Map each faction of `second` to one of `first`.

    What is `kept` (None: no counterpart) goes before everything; then the same id; then a name or
    alias that a faction of `first` bears as its name or alias; then, of the factions that share an
    alias, the one that shares most. Where two share as many, the faction stays unmapped. Names are
    compared without case, accents, apostrophes, hyphens and article.

    Raises
    ------
    NotFoundError
        Where `kept` speaks of a faction that is in neither.

    Examples
    --------
    The second coder has another id, and the same name:

    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset
    >>> first = load_dataset()
    >>> hayat = replace(first.factions["hts"], id="hayat")
    >>> map_factions(first, replace(first, factions={"hayat": hayat})).to_first
    {'hayat': 'hts'}
    """
    kept = kept or {}
    _check_kept(first, second, kept)
    owners = _owners(first)
    found: dict[str, str] = {}
    for faction in second.factions.values():
        own = kept[faction.id] if faction.id in kept else _counterpart(faction, first, owners)
        if own is not None:
            found[faction.id] = own
    taken = set(found.values())
    return FactionMap(
        to_first=found,
        kept=frozenset(kept),
        unmapped_second=tuple(name for name in second.factions if name not in found),
        unmapped_first=tuple(name for name in first.factions if name not in taken),
    )


def read_mapping(path: Path | str, first: Dataset, second: Dataset) -> dict[str, str | None]:
    r"""Read a kept mapping: YAML with an id of `second` and an id of `first`, or null, a line.

    Raises
    ------
    DatasetError
        With every fault, and where it stands.
    NotFoundError
        Where there is no such file.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from idlib_graph import load_dataset
    >>> coding = load_dataset()
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "mapping.yaml")
    ...     _ = path.write_text("nlf: jts\nzinki: null\n", encoding="utf-8")
    ...     read_mapping(path, coding, coding)
    {'nlf': 'jts', 'zinki': None}
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        msg = f"cannot read the mapping {path}: {(error.strerror or str(error)).lower()}"
        raise NotFoundError(msg) from error
    faults = Faults(str(path), [])
    node = YamlReader(data.removeprefix(b"\xef\xbb\xbf"), faults).mapping()
    mapping: dict[str, str | None] = {}
    for key, (mark, value) in node.entries.items() if node else ():
        if key not in second.factions:
            hint = did_you_mean(key, second.factions)
            message = f"{shown(key)} is no faction of the second coding{hint}"
            faults.add("D101", message, mark.start_mark)
        mapping[key] = _own_id(value, first, faults)
    if faults.problems:
        raise DatasetError(faults.problems)
    return mapping


def plain(name: str) -> str:
    """The name without case, accents, apostrophes, hyphens and article.

    Examples
    --------
    >>> plain("The Hay'at Tahrir al-Shām") == plain("hayat tahrir al sham")
    True
    """
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_APOSTROPHES)
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", kept)).removeprefix("the ")


def _own_id(value: Node, first: Dataset, faults: Faults) -> str | None:
    if isinstance(value, ScalarEvent) and is_null(value):
        return None
    name = text(value, "the counterpart", faults)
    if name is not None and name not in first.factions:
        hint = did_you_mean(name, first.factions)
        message = f"{shown(name)} is no faction of the first coding{hint}"
        faults.add("D101", message, value.start_mark)
    return name


def _check_kept(first: Dataset, second: Dataset, kept: Mapping[str, str | None]) -> None:
    for name, own in kept.items():
        for faction, coding, which in ((name, second, "second"), (own, first, "first")):
            if faction is not None and faction not in coding.factions:
                hint = did_you_mean(faction, coding.factions)
                msg = f"the mapping names {shown(faction)}, no faction of the {which} coding{hint}"
                raise NotFoundError(msg)


def _owners(first: Dataset) -> dict[str, Counter[str]]:
    """The factions of the first coding that bear each plain name."""
    owners: dict[str, Counter[str]] = {}
    for faction in first.factions.values():
        for name in {plain(name): None for name in (faction.name, *faction.aliases)}:
            owners.setdefault(name, Counter())[faction.id] += 1
    return owners


def _counterpart(
    faction: Faction, first: Dataset, owners: Mapping[str, Counter[str]]
) -> str | None:
    if faction.id in first.factions:
        return faction.id
    by_name = owners.get(plain(faction.name), Counter())
    if len(by_name) == 1:
        return next(iter(by_name))
    votes: Counter[str] = Counter()
    for name in {plain(name): None for name in (faction.name, *faction.aliases)}:
        votes.update(owners.get(name, ()))
    leaders = [name for name, count in votes.items() if count == max(votes.values())]
    return leaders[0] if len(leaders) == 1 else None
