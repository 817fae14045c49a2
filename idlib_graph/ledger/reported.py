"""What the sources report to have happened to alliances, as far as it is an event.

By the codebook and by no type's name: relations of kind alliance or split that are events, and
the dated beginning and the dated end of those that are states. A state with one date began and
ended on no day that a source gives. Clashes are no such events: they tell who fought, not who sat
with whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import networkx as nx

from idlib_graph.dates import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation

HAPPENED, BEGAN, ENDED, HELD = "happened", "began", "ended", "held"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a relation dates: itself, its beginning or its end.

    Attributes
    ----------
    relation : id
    what : ``happened``, ``began`` or ``ended``; ``held`` of a state with one date
    pair : the two lines
    together : whether it brings the two together or sets them apart; None inside one line
    bounds : the days on which it can have been; None where it is undated
    text : the same as EDTF
    """

    relation: str
    what: str
    pair: tuple[str, str]
    together: bool | None
    bounds: Bounds | None
    text: str | None

    @property
    def day(self) -> date | None:
        """The day it stands under: the middle of its bounds, else the last one."""
        return (self.bounds.middle or self.bounds.latest) if self.bounds else None

    @property
    def width(self) -> tuple[int, int]:
        """How little its date says: 0 and days, 1 where one side is open, 2 without a date."""
        if self.bounds is None:
            return 2, 0
        if self.bounds.earliest is None or self.bounds.latest is None:
            return 1, 0
        return 0, (self.bounds.latest - self.bounds.earliest).days

    def can_be(self, since: date, until: date) -> bool:
        """Whether it can have been after `since` and up to `until`.

        Of a date that is open on one side only the known side counts; else it could be anywhere.
        """
        known = self.bounds and (self.bounds.latest or self.bounds.earliest)
        if not self.bounds or not known:
            return False
        # The last day of a state still belongs to it: its end shows after that day.
        late = known >= since if self.what == ENDED else known > since
        return late and (self.bounds.earliest or known) <= until


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """Occurrences that are one event, the one it is named after first."""

    occurrences: tuple[Occurrence, ...]

    @property
    def lead(self) -> Occurrence:
        """The occurrence that it is named after: the happening of the strongest type."""
        return self.occurrences[0]

    @property
    def relations(self) -> tuple[str, ...]:
        """Ids of its relations, each once."""
        return tuple(dict.fromkeys(found.relation for found in self.occurrences))

    @property
    def dated(self) -> bool:
        """Whether any part of it has a date."""
        return any(found.bounds for found in self.occurrences)

    @property
    def narrowest(self) -> Occurrence:
        """The occurrence whose date says most."""
        return min(self.occurrences, key=lambda found: found.width)


def occurrences(dataset: Dataset, lines: Lines, relation: Relation) -> tuple[Occurrence, ...]:
    """What a relation of any kind dates; also an event without a date, but no such state.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> (began,) = occurrences(data, trace_lines(data), data.relations["zinki-in-jts"])
    >>> began.what, began.text, began.together
    ('began', '2018-02', True)
    """
    kind, box = dataset.codebook.types[relation.type], relation.date
    pair, brings = lines.pair(relation), relation.kind == "alliance"
    inside = pair[0] == pair[1]

    def told(what: str, bounds: Bounds | None, text: str | None) -> Occurrence:
        together = None if inside else brings == (what != ENDED)
        return Occurrence(relation.id, what, pair, together, bounds, text)

    if kind.duration == "event":
        if box is None:
            return (told(HAPPENED, None, None),)
        days = Bounds(box.start.earliest, box.end.latest or box.start.latest)
        return (told(HAPPENED, days, box.text),)
    if box is None:
        return ()
    if not box.interval:
        return (told(HELD, box.start, box.text),)
    first, _, last = box.text.partition("/")
    found = []
    if box.start.latest:
        found.append(told(BEGAN, box.start, first))
    earliest = box.end.earliest or box.start.earliest
    if box.end.latest and earliest:
        found.append(told(ENDED, Bounds(earliest, box.end.latest), last))
    return tuple(found)


def reported_events(dataset: Dataset, lines: Lines) -> tuple[ReportedEvent, ...]:
    """The events that sources report, in the order of the data set.

    Relations that share an ``event`` are one. So are a happening and the state of the same pair
    that begins with it, or that it ends by the codebook. What no source affirms is left out, and
    inside one line of names all but renames and foundings.

    Examples
    --------
    One event of many relations: two groups leave HTS and found another:

    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> events = reported_events(data, trace_lines(data))
    >>> (found,) = [event for event in events if "zinki-leaves-hts" in event.relations]
    >>> "ahrar-leaves-hts" in found.relations, found.lead.text
    (True, '2018-02')
    """
    found = [o for r in dataset.relations.values() for o in _reported(dataset, lines, r)]
    begun = {one.relation for one in found if one.what == BEGAN}
    of_pair: dict[tuple[str, str], list[int]] = {}
    links: nx.Graph[int | str] = nx.Graph()
    for index, one in enumerate(found):
        links.add_node(index)
        of_pair.setdefault(one.pair, []).append(index)
        event = dataset.relations[one.relation].event
        if event and (one.what != ENDED or one.relation not in begun):
            links.add_edge(index, event)
    for group in of_pair.values():
        for index, other in permutations(group, 2):
            if _brought_about(dataset, found[index], found[other]):
                links.add_edge(index, other)
    parts = nx.connected_components(links)
    groups = [sorted(node for node in part if isinstance(node, int)) for part in parts]
    return tuple(
        ReportedEvent(tuple(sorted((found[i] for i in group), key=lambda o: _rank(dataset, o))))
        for group in sorted(groups)
    )


def _reported(dataset: Dataset, lines: Lines, relation: Relation) -> Iterator[Occurrence]:
    """The occurrences of a relation that are events of an alliance."""
    if relation.kind == "clash" or not dataset.credibility(relation):
        return
    kind = dataset.codebook.types[relation.type]
    for one in occurrences(dataset, lines, relation):
        if one.what != HELD and (one.together is not None or kind.lineage or kind.founds):
            yield one


def _brought_about(dataset: Dataset, happening: Occurrence, other: Occurrence) -> bool:
    """Whether a happening brought about the beginning or the end of a state of the same pair."""
    if happening.what != HAPPENED or other.what == HAPPENED:
        return False
    began = other.what == BEGAN
    if happening.together != other.together or not _meet(happening, other, bounded=began):
        return False
    types, relations = dataset.codebook.types, dataset.relations
    ends = types[relations[happening.relation].type].ends
    return began or relations[other.relation].type in ends


def _meet(happening: Occurrence, state: Occurrence, *, bounded: bool) -> bool:
    """Whether two dates can be the same; where `bounded`, an open one is none."""
    one, other = happening.bounds, state.bounds
    if one is None or other is None:
        return False
    if bounded and not (one.earliest and other.earliest):
        return False
    pairs = ((one.earliest, other.latest), (other.earliest, one.latest))
    return all(not first or not last or first <= last for first, last in pairs)


def _rank(dataset: Dataset, one: Occurrence) -> tuple[bool, float, str]:
    """Happenings before beginnings and ends, the strongest first."""
    strength = dataset.strength(dataset.relations[one.relation])
    return one.what != HAPPENED, -strength, one.relation
