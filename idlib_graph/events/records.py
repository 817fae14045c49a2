"""An event table as a data set: one relation for each pair, kind, type and step of time.

The events of a month (year, day) between two organisations become one relation, dated with the
month. Its strength is ``1 - exp(-w)``, with `w` the sum of their weights: one event of weight 1
makes 0.63, three make 0.95, and no number of them passes 1. From there on an event table is what
any data set is: its relations fade by the codebook, and every answer is the one its YAML gives.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.dates import parse_date
from idlib_graph.errors import TableError
from idlib_graph.events.folding import STEPS, check_step, pair_of
from idlib_graph.events.table import directed_types
from idlib_graph.load import built_in_codebook
from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from idlib_graph.dates import DateBox
    from idlib_graph.events.table import Event

NAMED = 5
"""How many of its events' numbers a relation's note tells; its evidence cites every row."""
_STATES = re.compile("Government of ")
_FORCES = re.compile("(Military|Police) Forces of ")


class Key(NamedTuple):
    """What the events of one relation share; `text` is its date, empty where undated."""

    a: str
    b: str
    kind: str
    type: str
    text: str


@dataclass(slots=True)
class Group:
    """The events of one relation, summed up.

    Attributes
    ----------
    rows : their rows by source
    named : the first few of their numbers there
    """

    weight: float = 0.0
    events: int = 0
    rows: dict[str, list[int]] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)


def gather(rows: Iterable[tuple[int, Event]], step: str = "P1M") -> dict[Key, Group]:
    """Put events of one pair, kind, type and step together, citing their rows; sorted by key.

    Rows of kind ``review`` are left out.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.events.table import Event
    >>> clash = Event(date(2018, 3, 1), None, "Zinki", "HTS", "clash", source="UCDP")
    >>> [(key, group)] = gather([(2, clash), (3, clash)]).items()
    >>> key.a, key.b, key.type, key.text, group.weight, group.rows
    ('HTS', 'Zinki', 'battle', '2018-03', 2.0, {'UCDP': [2, 3]})
    """
    check_step(step)
    groups: dict[Key, Group] = defaultdict(Group)
    for number, event in rows:
        if event.kind == "review":
            continue
        text = event.day.isoformat()[: STEPS[step]] if event.day else ""
        group = groups[Key(*pair_of(event), text)]
        group.weight += event.weight
        group.events += 1
        group.rows.setdefault(event.source, []).append(number)
        if event.source_id and len(group.named) < NAMED:
            group.named.append(event.source_id)
    return dict(sorted(groups.items()))


def to_dataset(
    groups: Mapping[Key, Group],
    *,
    title: str,
    factions: Iterable[Faction] = (),
    published: DateBox | None = None,
    note: str = "",
) -> Dataset:
    """The data set that groups of events make.

    Parameters
    ----------
    factions : those known already, found by name or alias; others come into being, their ids made
        of their names. Names that begin as registers write governments (``Government of``) or
        their forces (``Military Forces of``) are states or state forces, all others armed groups
    published : of every source; the last day that a group covers where None
    note : of every source, such as what its paragraphs number

    Raises
    ------
    TableError
        Where there is nothing to make a data set of, or no day to say when it was published.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.events.table import Event
    >>> clash = Event(date(2018, 3, 1), None, "Zinki", "HTS", "clash", source="UCDP")
    >>> data = to_dataset(gather([(2, clash)]), title="One clash")
    >>> [relation] = data.relations.values()
    >>> relation.id, round(relation.strength, 2), relation.evidence[0].paragraphs
    ('hts-zinki-battle-2018-03', 0.63, (2,))
    """
    if not groups:
        msg = "no event of the table makes a tie; nothing to analyse"
        raise TableError(msg)
    published = published or _last_day(groups)
    known = _factions({name for key in groups for name in (key.a, key.b)}, factions)
    ids = _names({source for group in groups.values() for source in group.rows}, "event-table")
    return Dataset(
        title=title,
        codebook=built_in_codebook(),
        sources={
            id_: Source(
                id_,
                source or "Event table",
                published,
                reliability="A",
                reliability_reason="Rows count by their weight; another letter lowers them all.",
                note=note or None,
            )
            for source, id_ in ids.items()
        },
        factions={faction.id: faction for faction in known.values()},
        relations={r.id: r for r in _relations(groups, known, ids)},
    )


def _relations(
    groups: Mapping[Key, Group], known: Mapping[str, Faction], sources: Mapping[str, str]
) -> Iterator[Relation]:
    used: Counter[str] = Counter()
    happenings = Counter(_happening(group, sources) for group in groups.values())
    for key, group in groups.items():
        event = _happening(group, sources)
        a, b = known[key.a].id, known[key.b].id
        if a == b:
            msg = f"{key.a!r} and {key.b!r} are both {a!r}, which can have no tie to itself"
            raise TableError(msg)
        yield Relation(
            _unused("-".join(filter(None, (a, b, key.type, key.text))), used),
            key.kind,
            key.type,
            a,
            b,
            key.type in directed_types(),
            tuple(
                Evidence(sources[source], tuple(rows), "asserted")
                for source, rows in sorted(group.rows.items())
            ),
            date=parse_date(key.text) if key.text else None,
            event=event if happenings[event] > 1 else None,
            strength=1.0 - math.exp(-group.weight) if key.text else None,
            note=_note(group),
        )


def _happening(group: Group, sources: Mapping[str, str]) -> str | None:
    """The id of the one event that a relation is of, which others of its sides share."""
    if group.events > 1 or not group.named:
        return None
    return f"{sources[next(iter(group.rows))]}-{_letters(group.named[0]) or 'event'}"


def _note(group: Group) -> str:
    count = "1 event" if group.events == 1 else f"{group.events:,} events"
    told = f"{count}, weight {group.weight:g}"
    more = group.events - len(group.named)
    if not group.named:
        return told
    return f"{told}: {', '.join(group.named)}" + (f" and {more:,} more" if more else "")


def _last_day(groups: Iterable[Key]) -> DateBox:
    days: list[date] = [
        day for key in groups if key.text and (day := parse_date(key.text).latest) is not None
    ]
    if not days:
        msg = "no event of the table is dated; say when the register was published"
        raise TableError(msg)
    return parse_date(max(days).isoformat())


def _factions(names: Iterable[str], given: Iterable[Faction]) -> dict[str, Faction]:
    """The faction of each name: one of those given, else a new one."""
    given = tuple(given)
    known = {name: faction for faction in given for name in (*faction.aliases, faction.name)}
    new = _names([name for name in names if name not in known], "faction", {f.id for f in given})
    return {
        **{name: known[name] for name in sorted(names) if name in known},
        **{name: Faction(id_, name, _faction_type(name)) for name, id_ in new.items()},
    }


def _faction_type(name: str) -> str:
    if _STATES.match(name):
        return "state"
    return "state-force" if _FORCES.match(name) else "armed-group"


def _names(texts: Iterable[str], empty: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """An id for each text, made of its letters; numbered where others have the same."""
    used = Counter(taken)
    ids = {}
    for text in sorted(texts):
        ids[text] = _unused(_letters(text) or empty, used)
    return ids


def _letters(text: str) -> str:
    """What an id can hold of a text; empty where that is nothing."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _unused(stem: str, used: Counter[str]) -> str:
    """`stem`, with a number after it where somebody has it already; counted as used."""
    found = stem
    while found in used:
        used[stem] += 1
        found = f"{stem}-{used[stem]}"
    used[found] += 1
    return found
