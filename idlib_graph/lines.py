"""Lines: names that one organisation bore in turn, and from when a line exists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from idlib_graph.errors import DatasetError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from idlib_graph.model import Dataset, Relation

RENAME_CREDIBILITY = 0.5

# What a day is in the life of a line. Of one day the first of these counts: who is founded on the
# day it leaves someone is founded, who fights on that day lived before.
_BEGINS, _PRESUPPOSES, _TAKES_PART = range(3)


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation through its names.

    Attributes
    ----------
    id : the id of its last name, and the node that stands for it in every snapshot
    names : faction ids in the order in which they were borne
    since : day each name was taken; None for the first, and where no source tells
    renames : for each name, ids of the relations that say so; none for the first
    """

    id: str
    names: tuple[str, ...]
    since: tuple[date | None, ...]
    renames: tuple[tuple[str, ...], ...]

    def borne(self, day: date) -> str:
        """The name it bears on `day`, as a faction id."""
        current = self.names[0]
        for name, start in zip(self.names[1:], self.since[1:], strict=True):
            if start is not None and start <= day:
                current = name
        return current


@dataclass(frozen=True)
class Lines:
    """All lines of a data set, keyed by line id; a faction without a rename is a line of one."""

    by_id: Mapping[str, Line]

    @cached_property
    def of(self) -> dict[str, str]:
        """The line id of each faction id."""
        return {name: line.id for line in self.by_id.values() for name in line.names}

    def borne(self, line: str, day: date) -> str:
        """The name that `line` bears on `day`, as a faction id."""
        return self.by_id[line].borne(day)

    def pair(self, relation: Relation) -> tuple[str, str]:
        """The two line ids of a relation, sorted; twice the same inside one line."""
        a, b = self.of[relation.a], self.of[relation.b]
        return (a, b) if a <= b else (b, a)


def trace_lines(dataset: Dataset) -> Lines:
    """Join names by the renames that are credible enough (at least 0.5).

    An undated rename takes effect at the new name's earliest dated mention, else at the earliest
    publication that names it.

    Raises
    ------
    DatasetError
        Where a name has two predecessors or two successors, or names run in a circle.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> lines = trace_lines(load_dataset())
    >>> lines.by_id["hts"].names, lines.of["nusra"], lines.borne("hts", date(2016, 12, 31))
    (('nusra', 'jfs', 'hts'), 'hts', 'jfs')
    """
    if conflicts := lineage_conflicts(dataset):
        raise DatasetError(
            Problem("D301", message, dataset.place("relations", rid), f"relation {rid}")
            for rid, message in conflicts
        )
    steps = _steps(dataset)
    successor = dict(steps.keys())
    renamed = set(successor.values())
    lines = {}
    for first in dataset.factions:
        if first in renamed:
            continue
        names = [first]
        while names[-1] in successor:
            names.append(successor[names[-1]])
        pairs = list(pairwise(names))
        lines[names[-1]] = Line(
            id=names[-1],
            names=tuple(names),
            since=(None, *(_taken(dataset, new, steps[old, new]) for old, new in pairs)),
            renames=((), *(tuple(r.id for r in steps[pair]) for pair in pairs)),
        )
    return Lines(lines)


def lineage_conflicts(dataset: Dataset) -> list[tuple[str, str]]:
    """Renames that contradict each other, as (relation id, one line that says how).

    Examples
    --------
    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> rename = data.relations["nusra-renamed-jfs"]
    >>> back = replace(rename, id="back", a="jfs", b="nusra")
    >>> lineage_conflicts(replace(data, relations={rename.id: rename, "back": back}))[0][1]
    "the names of 'nusra' run in a circle"
    """
    steps = _steps(dataset)
    conflicts = []
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for (old, new), relations in steps.items():
        rid = relations[0].id
        if after.setdefault(old, new) != new:
            conflicts.append((rid, f"{old!r} has two successors, {after[old]!r} and {new!r}"))
        if before.setdefault(new, old) != old:
            conflicts.append((rid, f"{new!r} has two predecessors, {before[new]!r} and {old!r}"))
    for (old, new), relations in steps.items():
        seen, name = {old}, new
        while name in after and name not in seen:
            seen.add(name)
            name = after[name]
        if name == old:
            conflicts.append((relations[0].id, f"the names of {old!r} run in a circle"))
    return conflicts


def first_day(dataset: Dataset, relation: Relation) -> date | None:
    """The first day on which a dated relation is said to hold; None where its start is open.

    The middle of its start, clipped to its end, which is the last report of what goes on. A state
    with one date holds in all of it.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> first_day(data, data.relations["zinki-in-jts"])  # 2018-02/..
    datetime.date(2018, 2, 14)
    >>> first_day(data, data.relations["zinki-in-hts"]) is None  # ../2018-02
    True
    """
    box = relation.date
    begin = box and box.begin
    if not (box and begin):
        return None
    if not box.interval and dataset.codebook.types[relation.type].duration == "state":
        return box.earliest
    if box.ongoing and (reports := dataset.reports(relation)):
        return max(box.earliest or begin, min(begin, reports[-1]))
    return begin


def first_days(dataset: Dataset, lines: Lines) -> dict[str, date | None]:
    """From when each line is known to exist; None where nothing tells, which cuts nothing.

    The earliest of the first name's ``active`` date, a founding, offshoot or rename into it, and
    any dated relation it takes part in. What presupposes a life before it (a split, the founder's
    side of a founding, a state with an unknown start, an undated report, a later name) does not
    bound that life.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> found = first_days(data, trace_lines(data))
    >>> found["jts"], found["zinki"]  # founded in 2018-02; there before its first report
    (datetime.date(2018, 2, 14), None)
    """
    known: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for faction in dataset.factions.values():
        if faction.active and (day := faction.active.begin):
            known[lines.of[faction.id]].append((day, _begins(faction.id, lines)))
    for relation in dataset.relations.values():
        if any(dataset.believed(item) > 0 for item in relation.evidence):
            for end, day, how in _mentions(dataset, relation):
                known[lines.of[end]].append((day, _begins(end, lines) if how == _BEGINS else how))
            if relation.date is None:
                told = (dataset.reports(relation)[0], _PRESUPPOSES)
                for end in lines.pair(relation):
                    known[end].append(told)
    for line in lines.by_id.values():
        known[line.id].extend((day, _PRESUPPOSES) for day in line.since[1:] if day)
    earliest = {line: min(days, default=None) for line, days in known.items()}
    return {
        line: found[0] if found and found[1] != _PRESUPPOSES else None
        for line, found in earliest.items()
    }


def _begins(name: str, lines: Lines) -> int:
    """What the beginning of `name` is for its line, which may have had a name before."""
    return _BEGINS if lines.by_id[lines.of[name]].names[0] == name else _PRESUPPOSES


def last_days(dataset: Dataset, lines: Lines) -> dict[str, date]:
    """The day on which a line ended, for those of which a source says so.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset, parse_date
    >>> data = load_dataset()
    >>> jts = replace(data.factions["jts"], active=parse_date("2018-02/2018-08-01"))
    >>> data = replace(data, factions={**data.factions, "jts": jts})
    >>> last_days(data, trace_lines(data))
    {'jts': datetime.date(2018, 8, 1)}
    """
    days = {}
    for line in lines.by_id.values():
        active = dataset.factions[line.id].active
        if active and active.interval and (end := active.end.middle or active.end.latest):
            days[line.id] = end
    return days


def _mentions(dataset: Dataset, relation: Relation) -> Iterator[tuple[str, date, int]]:
    """Each end of a dated relation, its day, and what the day is in the life of that end."""
    if relation.date is None:
        return
    kind = dataset.codebook.types[relation.type]
    start, end = first_day(dataset, relation), relation.date.end
    day = start or relation.date.start.latest or end.middle or end.latest
    if day is None:
        return
    presupposes = start is None or kind.kind == "split" or kind.founds is not None
    other = _PRESUPPOSES if presupposes else _TAKES_PART
    yield relation.a, day, _BEGINS if kind.founds == "from" else other
    yield relation.b, day, _BEGINS if kind.founds == "to" else other


def _steps(dataset: Dataset) -> dict[tuple[str, str], list[Relation]]:
    """The credible renames by (old name, new name)."""
    steps: dict[tuple[str, str], list[Relation]] = {}
    for relation in dataset.relations.values():
        if (
            dataset.codebook.types[relation.type].lineage
            and relation.directed
            and dataset.credibility(relation) >= RENAME_CREDIBILITY
        ):
            steps.setdefault((relation.a, relation.b), []).append(relation)
    return steps


def _taken(dataset: Dataset, name: str, renames: list[Relation]) -> date | None:
    """The day on which `name` was taken."""
    dated = [r.date.begin or r.date.start.latest or r.date.end.latest for r in renames if r.date]
    if days := [day for day in dated if day]:
        return min(days)
    own = [r for r in dataset.relations.values() if name in r.pair and dataset.credibility(r) > 0]
    mentions = [m[1] for r in own if r not in renames for m in _mentions(dataset, r)]
    published = (dataset.sources[source].published.earliest for r in own for source in r.sources)
    return min(mentions, default=None) or min((day for day in published if day), default=None)
