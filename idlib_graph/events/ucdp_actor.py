"""The rules of the UCDP Actor Dataset: who allied, joined, split off or changed its name.

What its columns mean is in the UCDP Actor Dataset Codebook
(https://ucdp.uu.se/downloads/actor/ucdp-actor-codebook-261.pdf). It gives no dates.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.errors import RowError
from idlib_graph.events.importing import Doubted, Dropped, Filters, Result, Rules
from idlib_graph.events.names import Names, folded, tidy
from idlib_graph.events.reading import read_rows
from idlib_graph.events.table import DEFAULT_TYPES, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Statement(NamedTuple):
    """Three columns that say one thing: whether, with whom by name, and with whom by number."""

    flag: str
    names: str
    numbers: str
    kind: str


STATEMENTS = (
    Statement("alliance", "namealliance", "actoridalliance", "alliance"),
    Statement("joingroup", "groupname", "actoridgroup", "alliance"),
    Statement("splinter", "nameprev", "actoridprev", "split"),
    Statement("splittemp", "namesplittemp", "actoridsplittemp", "split"),
)
_WORDS = {
    "alliance": "Alliance", "joingroup": "JoinGroup", "splinter": "Splinter",
    "splittemp": "SplitTemp",
}  # fmt: skip
NEEDED = (
    "actorid", "namedata", "nameorig", "namechange", "newname",
    *(name for one in STATEMENTS for name in one[:3]),
)  # fmt: skip


def actor_rules(
    actors: Mapping[str, str],
    *,
    names: Names | None = None,
    filters: Filters | None = None,
    source: str = "UCDP Actor",
) -> Rules:
    """The rules of the UCDP Actor Dataset.

    ``Alliance`` and ``JoinGroup`` are alliances, ``Splinter`` and ``SplitTemp`` splits of the actor
    from whom it left, ``NameChange`` is a rebrand from each name to the next. A partner is who has
    the number given; where the number is of nobody in the file, the name at the same place.

    Parameters
    ----------
    actors : names by number, as `read_actors` gives them
    names : the spellings that names are resolved by
    filters : countries that are asked for, of those an actor was active in

    Examples
    --------
    >>> rules = actor_rules({"7118": "Tanzim Hurras ad-Din", "6815": "HTS"})
    >>> row = {"actorid": "7118", "namedata": "Tanzim Hurras ad-Din", "splinter": "1",
    ...        "nameprev": "HTS", "actoridprev": "6815"}
    >>> for event in rules.apply(row):
    ...     print(event.kind, event.a, "from", event.b)
    split Tanzim Hurras ad-Din from HTS
    """
    known = Names() if names is None else names
    asked = filters or Filters()

    def apply(row: Mapping[str, str]) -> Iterator[Result]:
        if why := asked.place(row.get("location", "")):
            yield Dropped(why)
            return
        version = row.get("version", "").strip()
        register = f"{source} {version}" if version else source
        number = row["actorid"].strip()
        found = [*_told(row, number, actors, known), *_renamed(row, number, known)]
        for one in found:
            yield one._replace(source=register) if isinstance(one, Event) else one
        if not found:
            yield Dropped("no alliance, joining, split or change of name")

    return Rules(apply, NEEDED, names=known, filters=asked)


def read_actors(paths: Iterable[Path | str], *, encoding: str = "utf-8") -> dict[str, str]:
    r"""Read the names of all actors, by number.

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it is no such table.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "ucdp-actor.csv")
    ...     _ = path.write_text("ActorId,NameData\n6815,HTS\n")
    ...     read_actors([path])
    {'6815': 'HTS'}
    """
    needed = ("actorid", "namedata")
    return {
        row.cells["actorid"].strip(): tidy(row.cells["namedata"])
        for path in paths
        for row in read_rows(path, needed=needed, lower=True, encoding=encoding)
        if not row.fault
    }


def _told(
    row: Mapping[str, str], number: str, actors: Mapping[str, str], known: Names
) -> Iterator[Result]:
    me = known.resolve(row["namedata"], number)
    for statement in STATEMENTS:
        word = _WORDS[statement.flag]
        if not _is_said(row, statement.flag):
            continue
        partners = list(_partners(row, statement, actors))
        if not partners:
            yield Dropped(f"{word} without saying with whom")
        for name, other in partners:
            partner = known.resolve(name, other or "")
            if partner == me:
                yield Dropped(f"{word} with itself")
            elif other is None:
                yield Doubted(f"{word}: names and numbers do not match")
                yield _event(me, partner, "review", statement.kind, number, word)
            else:
                yield _event(me, partner, statement.kind, statement.kind, number, word)


def _partners(
    row: Mapping[str, str], statement: Statement, actors: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Names of partners with their numbers; the text as it is, with None, where they differ."""
    text = row.get(statement.names, "")
    names = [part.strip() for part in text.split(",") if part.strip()]
    numbers = [part.strip() for part in row.get(statement.numbers, "").split(",") if part.strip()]
    if not numbers and len(names) <= 1:
        yield from ((name, "") for name in names)
    elif all(number in actors for number in numbers) and numbers:
        yield from ((actors[number], number) for number in numbers)
    elif len(names) == len(numbers):
        for name, number in zip(names, numbers, strict=True):
            yield actors.get(number, name), number
    elif len(numbers) == 1:  # one partner, in whose name there are commas
        yield text, numbers[0]
    elif text.strip():
        yield text, None


def _renamed(row: Mapping[str, str], number: str, known: Names) -> Iterator[Result]:
    if not _is_said(row, "namechange"):
        return
    line = _line_of_names(row)
    if line is None:
        a, b = known.resolve(row["nameorig"]), known.resolve(row["namedata"])
        if a == b:
            yield Dropped("NameChange with itself")
            return
        yield Doubted("NameChange: the names do not end in the present one")
        yield _event(a, b, "review", "alliance", number, "NameChange")._replace(type="rebrand")
        return
    names = list(dict.fromkeys(known.resolve(name) for name in line))
    if len(names) == 1:
        yield Dropped("NameChange that leaves the short name as it was")
    for old, new in pairwise(names):
        event = _event(old, new, "alliance", "alliance", number, "NameChange")
        yield event._replace(type="rebrand")


def _line_of_names(row: Mapping[str, str]) -> list[str] | None:
    """The names in order, which end in the present one; None where they do not."""
    first, last, later = row["nameorig"], row["namedata"], row["newname"]
    if folded(later) == folded(last):
        return [first, last]
    parts = [part for part in later.split(",") if part.strip()]
    return [first, *parts] if parts and folded(parts[-1]) == folded(last) else None


def _is_said(row: Mapping[str, str], flag: str) -> bool:
    text = row.get(flag, "").strip().removesuffix(".0")
    if text not in {"", "0", "1"}:
        msg = f"{flag} {text!r} is neither 0 nor 1"
        raise RowError(msg)
    return text == "1"


def _event(a: str, b: str, kind: str, means: str, number: str, word: str) -> Event:
    return Event(None, None, a, b, kind, DEFAULT_TYPES[means], source_id=number, note=word)
