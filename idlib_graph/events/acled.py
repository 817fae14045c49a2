"""The rules of ACLED, the Armed Conflict Location & Event Data.

What its columns mean is in the ACLED Codebook (https://acleddata.com/knowledge-base/codebook).
ACLED's terms of use forbid passing its rows on: a table made from them is for the user alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from idlib_graph.errors import RowError
from idlib_graph.events.importing import (
    Doubted,
    Dropped,
    Filters,
    Result,
    Rules,
    parse_moment,
    parse_whole,
)
from idlib_graph.events.names import Names
from idlib_graph.events.table import DEFAULT_TYPES, Event
from idlib_graph.load.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "country", "admin1",
)  # fmt: skip
PRECISIONS = {1: "day", 2: "week", 3: "month"}
"""``time_precision``: the day; the week; the month."""
ARMED = frozenset({1, 2, 3, 4, 8})
"""``inter`` of who bears arms: state forces, rebels, political and identity militias, others."""
INTER = {
    "state forces": 1, "rebel group": 2, "political militia": 3, "identity militia": 4,
    "communal militia": 4, "rioters": 5, "protesters": 6, "civilians": 7,
    "external/other forces": 8, "": 0,
}  # fmt: skip
"""The numbers of old exports by the words of new ones, both in the singular."""
ASSOCIATED = 0.5
"""The weight of an alliance with an associated actor."""
FOR_REVIEW = {"agreement", "change to group/activity", "non-violent transfer of territory"}

_UNARMED = ("civilians", "protesters", "rioters")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(r"(\d{1,2})[ -](\d{1,2}|[A-Za-z]{3,9})[ -](\d{4})", re.ASCII)


def acled_rules(
    *,
    names: Names | None = None,
    filters: Filters | None = None,
    source: str = "ACLED",
) -> Rules:
    """The rules of ACLED, in exports of before and after 2024.

    Battles, and explosions or remote violence, between two armed actors are clashes; an actor and
    each of its associated actors are allies of weight 0.5. Agreements, changes to a group and
    transfers of territory without violence are review, and so are clashes with unidentified
    groups, and dates coarser than asked for. All else is dropped.

    Parameters
    ----------
    names : the spellings that names are resolved by
    filters : which events are asked for

    Examples
    --------
    >>> row = {"event_id_cnty": "XXX1", "event_date": "16 May 2025", "time_precision": "1",
    ...        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Reds",
    ...        "assoc_actor_1": "Pinks", "inter1": "Rebel group", "actor2": "Blues",
    ...        "assoc_actor_2": "", "inter2": "1", "country": "Nowhere", "admin1": "North"}
    >>> [(event.a, event.b, event.kind, event.weight) for event in acled_rules().apply(row)]
    [('Reds', 'Blues', 'clash', 1.0), ('Reds', 'Pinks', 'alliance', 0.5)]
    """
    known = Names() if names is None else names
    asked = filters or Filters()

    def apply(row: Mapping[str, str]) -> Iterator[Result]:
        if why := asked.place(row["country"], row["admin1"]):
            yield Dropped(why)
            return
        day = parse_acled_day(row["event_date"])
        if why := asked.time(day, None):
            yield Dropped(why)
            return
        event = row["event_type"].strip().lower()
        sub = row["sub_event_type"].strip().lower()
        if event.startswith("battle") or "remote violence" in event:
            yield from _fights(row, day, known, asked, source)
        elif sub in FOR_REVIEW or event in FOR_REVIEW:
            yield from _turns(row, day, known, source)
        else:
            yield Dropped(row["event_type"].strip() or "no event_type")

    return Rules(apply, NEEDED, names=known, filters=asked)


def parse_acled_day(text: str) -> dt.date:
    """The day that a date of ACLED names: ``2025-05-16``, ``16 May 2025``, ``16-05-2025``.

    Slashes are not taken: spreadsheets write them with the day or the month first.

    Raises
    ------
    RowError
        Where it names none.

    Examples
    --------
    >>> print(parse_acled_day("16 May 2025"), parse_acled_day("16-May-2025"))
    2025-05-16 2025-05-16
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        return parse_moment(text)
    word = found[2].lower()
    named = (number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word))
    month = int(word) if word.isdecimal() else next(named, 0)
    try:
        return dt.date(int(found[3]), month, int(found[1]))
    except ValueError:
        msg = f"{shown(text)} is no day"
        raise RowError(msg) from None


def read_inter(text: str) -> int:
    """The number of an actor's type, from the number of old exports or the words of new ones.

    Raises
    ------
    RowError
        Where it is neither.

    Examples
    --------
    >>> read_inter("8"), read_inter("State forces"), read_inter("Rebel groups")
    (8, 1, 2)
    """
    words = " ".join(text.lower().split())
    number = INTER.get(words, INTER.get(words.removesuffix("s")))
    if number is None and words[:1].isdecimal():
        number = parse_whole(words, "inter")
    if number is None or number not in INTER.values():
        msg = f"inter {shown(text)} is no type of actor"
        raise RowError(msg)
    return number


def _fights(
    row: Mapping[str, str], day: dt.date, known: Names, asked: Filters, source: str
) -> Iterator[Result]:
    what = row["event_type"].strip()
    if not (row["actor1"].strip() and row["actor2"].strip()):
        yield Dropped(f"{what}: one actor only")
        return
    if not {read_inter(row["inter1"]), read_inter(row["inter2"])} <= ARMED:
        yield Dropped(f"{what}: not between two armed actors")
        return
    one, other = known.resolve(row["actor1"]), known.resolve(row["actor2"])
    pairs = [("clash", one, other, 1.0)] if one != other else []
    if one == other:
        yield Dropped(f"{what}: one organisation on both sides")
    for actor, column in ((one, "assoc_actor_1"), (other, "assoc_actor_2")):
        for friend in _associated(row[column]):
            if (name := known.resolve(friend)) not in {one, other}:
                pairs.append(("alliance", actor, name, ASSOCIATED))
            else:
                yield Dropped("associated with an actor of the same event")
    precision = _precision(row)
    coarse = _coarse(precision, asked)
    doubts = {pair: coarse or _nameless(*pair[1:3]) for pair in pairs}
    yield from (Doubted(doubt) for doubt in dict.fromkeys(doubts.values()) if doubt)
    for (kind, a, b, weight), doubt in doubts.items():
        signed = "review" if doubt else kind
        yield _event(row, day, a, b, signed, precision, source)._replace(
            type=DEFAULT_TYPES[kind], weight=weight, note=doubt
        )


def _turns(row: Mapping[str, str], day: dt.date, known: Names, source: str) -> Iterator[Result]:
    what = row["sub_event_type"].strip() or row["event_type"].strip()
    if not (row["actor1"].strip() and row["actor2"].strip()):
        yield Dropped(f"{what}: one actor only")
        return
    one, other = known.resolve(row["actor1"]), known.resolve(row["actor2"])
    if one == other:
        yield Dropped(f"{what}: one organisation on both sides")
    else:
        yield Doubted(what)
        yield _event(row, day, one, other, "review", _precision(row), source)._replace(note=what)


def _associated(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _precision(row: Mapping[str, str]) -> str:
    code = parse_whole(row["time_precision"], "time_precision")
    if code not in PRECISIONS:
        msg = f"time_precision {code} is none of 1, 2, 3"
        raise RowError(msg)
    return PRECISIONS[code]


def _coarse(precision: str, asked: Filters) -> str:
    return f"date known to the {precision} only" if asked.is_coarse(precision) else ""


def _nameless(a: str, b: str) -> str:
    """Why two names are not those of two organisations."""
    names = (a.lower(), b.lower())
    if any(name.startswith("unidentified") for name in names):
        return "with an unidentified group"
    if any(name.startswith(_UNARMED) for name in names):
        return "with people, not an organisation"
    return ""


def _event(
    row: Mapping[str, str], day: dt.date, a: str, b: str, kind: str, precision: str, source: str
) -> Event:
    number = row["event_id_cnty"].strip()
    return Event(day, None, a, b, kind, "", 1.0, source, number, precision)
