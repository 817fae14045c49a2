"""What an analysis says of one faction, and of one pair of factions, over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.snapshots import snapshot

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.contested import Contested
    from idlib_graph.model import Relation
    from idlib_graph.shifts import CommunityId


@dataclass(frozen=True, slots=True)
class Stay:
    """A run of slices that a line spends in one place, from `first` to `last` included."""

    place: CommunityId | str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tie:
    """A line's tie to another on one day; the numbers are those of the snapshot's edge."""

    day: date
    other: str
    positive: float
    negative: float
    relations: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Positive minus negative."""
        return self.positive - self.negative


def stays(analysis: Analysis, line: str) -> tuple[Stay, ...]:
    """Where `line` was over time; slices from which it is absent are left out.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> [(told.place_name(stay.place), str(stay.first)) for stay in stays(told, "zinki")]
    [('HTS bloc', '2018-01-01'), ('JTS bloc', '2019-01-01')]
    """
    runs: list[Stay] = []
    previous = None
    for part in analysis.slices:
        place = part.position(line) if line in part.where else None
        if place is not None:
            if place == previous:
                runs[-1] = Stay(place, runs[-1].first, part.day)
            else:
                runs.append(Stay(place, part.day, part.day))
        previous = place
    return tuple(runs)


def ties_on(analysis: Analysis, line: str, day: date) -> tuple[Tie, ...]:
    """The ties of `line` on `day`, the strongest alliance first, the strongest clash last.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> [(tie.other, tie.weight > 0) for tie in ties_on(told, "zinki", date(2018, 11, 1))]
    [('jts', True), ('ahrar-al-sham', True), ('hts', False)]
    """
    G = snapshot(analysis.dataset, day, settings=analysis.settings)
    if line not in G:
        return ()
    found = (
        Tie(day, other, edge["positive"], edge["negative"], edge["relations"])
        for other, edge in G[line].items()
    )
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.other)))


def tie_course(analysis: Analysis, a: str, b: str) -> tuple[Tie, ...]:
    """The tie between lines `a` and `b` in each slice in which there is one.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> [(str(tie.day), tie.weight > 0) for tie in tie_course(told, "zinki", "hts")][:2]
    [('2018-01-01', True), ('2019-01-01', False)]
    """
    found = []
    for day, G in zip(analysis.days, analysis.snapshots.graphs, strict=True):
        if G.has_edge(a, b):
            edge = G[a][b]
            found.append(Tie(day, b, edge["positive"], edge["negative"], edge["relations"]))
    return tuple(found)


def relations_of(analysis: Analysis, *lines: str) -> tuple[Relation, ...]:
    """The relations heard that touch all of `lines`, under any of their names.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> [relation.id for relation in relations_of(told, "zinki", "hts")]
    ['zinki-in-hts', 'zinki-leaves-hts']
    """
    of = analysis.lines.of
    return tuple(
        relation
        for relation in analysis.snapshots.dataset.relations.values()
        if set(lines) <= {of[relation.a], of[relation.b]}
    )


def contested_of(analysis: Analysis, *lines: str) -> tuple[Contested, ...]:
    """The contested matters in which some relation touches all of `lines`.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y")
    >>> [matter.ground for matter in contested_of(told, "hts", "al-qaeda")]
    ['ending']
    """
    touching = {relation.id for relation in relations_of(analysis, *lines)}
    return tuple(c for c in analysis.contested if touching.intersection(c.relations))
