"""What an analysis says of one faction, and of one pair of factions, over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.snapshots import snapshot

if TYPE_CHECKING:
    from datetime import date
    from typing import TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.contested import Contested
    from idlib_graph.model import Relation
    from idlib_graph.shifts import CommunityId

    Floats: TypeAlias = NDArray[np.float64]


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


@dataclass(frozen=True)
class Course:
    """A line's tie to another through the slices; every array has the shape (slices,).

    Attributes
    ----------
    other : the line at the other end
    positive, negative : weight of the two sides of the tie, as in the snapshots
    split, clash : what the splits alone, and the clashes alone, would weigh of `negative`
    allied, hostile : presence of the most present relation of each side
    """

    other: str
    positive: Floats
    negative: Floats
    split: Floats
    clash: Floats
    allied: Floats
    hostile: Floats

    @property
    def net(self) -> Floats:
        """Positive minus negative."""
        return self.positive - self.negative

    @property
    def most(self) -> float:
        """The largest weight that either side has in any slice."""
        return float(max(self.positive.max(initial=0.0), self.negative.max(initial=0.0)))


def courses(analysis: Analysis, line: str) -> tuple[Course, ...]:
    """The ties of `line` through all slices, with all it has a tie to in some slice, by id.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> for course in courses(told, "zinki"):
    ...     print(course.other, course.positive.any(), course.split.any(), course.clash.any())
    ahrar-al-sham True False False
    hts True True False
    jts True False False
    """
    series = analysis.snapshots
    sides = series.tie_weights(series.weights)
    found = []
    for row, (pair, (allied, hostile)) in enumerate(series.pairs.items()):
        positive, negative = (side[row] for side in sides)
        if line in pair and (positive.any() or negative.any()):
            kinds = [
                [r for r in hostile if _kind(analysis, r) == kind] for kind in ("split", "clash")
            ]
            split, clash = (_union(series.weights[rows]) * (negative > 0) for rows in kinds)
            presence = (series.presence.values[[*rows]] for rows in (allied, hostile))
            most = [values.max(axis=0, initial=0.0) for values in presence]
            other = pair[0] if pair[1] == line else pair[1]
            found.append(Course(other, positive, negative, split, clash, *most))
    return tuple(sorted(found, key=lambda course: course.other))


def _kind(analysis: Analysis, row: int) -> str:
    series = analysis.snapshots
    return series.dataset.relations[series.presence.relations[row]].kind


def _union(weights: Floats) -> Floats:
    """1 - prod(1 - w) over relations, for each slice."""
    union: Floats = 1.0 - (1.0 - weights).prod(axis=0)
    return union


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
    >>> [matter.ground for matter in contested_of(told, "russia", "turkey")]
    ['sign']
    """
    touching = {relation.id for relation in relations_of(analysis, *lines)}
    return tuple(c for c in analysis.contested if touching.intersection(c.relations))
