"""For which resolutions the answer is the same: exact plateaus instead of a grid.

For a fixed graph (and a fixed partition of the time before) a partition scores ``A - gamma N``:
the ties and bonuses inside it less gamma times what its null model expects. The best score is
therefore the largest of finitely many straight lines in gamma: convex, and bent only where one
partition takes over from another. The bends are found by Eisner & Severance (1976): solve where
two known lines meet; either no partition is better there, and the meeting point is a bend, or a
better one is found, and its line joins the known ones. A partition that is best at two resolutions
is best at all between them, so nothing is missed between bends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph import communities
from idlib_graph.communities.comparison import adjusted_mutual_information
from idlib_graph.communities.objectives import (
    DEFAULT_COUPLING,
    DEFAULT_OBJECTIVE,
    ROUNDING,
    labels_of,
    read_ties,
    resolve,
    score_ties,
)
from idlib_graph.communities.ranking import NODE_LIMIT, TOLERANCE
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

    from idlib_graph.communities.objectives import Ints, Scores, Ties

    Partition: TypeAlias = tuple[frozenset[str], ...]

# A resolution sits on a plateau where it can be a tenth larger or smaller and nobody moves.
ROOM = 1.1
# Partitions that agree at least this much (adjusted mutual information) tell the same story.
ALIKE = 0.9
# Plateaus narrower than this part of gamma are rounding errors.
NARROW = 1e-9


@dataclass(frozen=True, slots=True)
class Plateau:
    """A range of resolutions with one answer.

    Attributes
    ----------
    low, high : gamma; `high` is infinite where everyone stays alone for good
    partition : all communities, those of one included
    agreement : adjusted mutual information with the partition of the headline's plateau
    """

    low: float
    high: float
    partition: Partition
    agreement: float

    @property
    def count(self) -> int:
        """How many communities of two or more there are."""
        return sum(len(members) > 1 for members in self.partition)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The answers for a range of resolutions.

    Attributes
    ----------
    resolution : the headline's gamma
    plateaus : side by side from the low end of the range to its high end
    proven : whether each is proven to be the best of all partitions
    """

    objective: str
    resolution: float
    plateaus: tuple[Plateau, ...]
    proven: bool

    @property
    def headline(self) -> Plateau:
        """The plateau of the headline's gamma; the lower one where two meet there."""
        return next(p for p in self.plateaus if self.resolution <= p.high)

    @property
    def sits(self) -> bool:
        """Whether nobody moves for a gamma a tenth larger or smaller (factor `ROOM`)."""
        own, rounding = self.headline, 1.0 + NARROW
        below = own.low * ROOM <= self.resolution * rounding
        return below and self.resolution * ROOM <= own.high * rounding

    @property
    def alike(self) -> tuple[float, float]:
        """The range around the headline in which every answer agrees with it by `ALIKE`."""
        first = last = self.plateaus.index(self.headline)
        while first > 0 and self.plateaus[first - 1].agreement >= ALIKE:
            first -= 1
        while last + 1 < len(self.plateaus) and self.plateaus[last + 1].agreement >= ALIKE:
            last += 1
        return self.plateaus[first].low, self.plateaus[last].high


@dataclass(frozen=True, slots=True)
class _Line:
    """A partition and its score as a function of gamma."""

    partition: Partition
    ties: float
    null: float
    proven: bool = True

    def at(self, gamma: float) -> float:
        return self.ties - gamma * self.null


def sweep_resolution(
    G: nx.Graph[str],
    *,
    objective: str = DEFAULT_OBJECTIVE,
    resolution: float | None = None,
    previous: Iterable[Iterable[str]] | None = None,
    coupling: float = DEFAULT_COUPLING,
    between: tuple[float, float] = (0.0, math.inf),
    node_limit: int = NODE_LIMIT,
    seed: int = 0,
) -> Sweep:
    """Find every resolution at which the best partition changes, and the plateaus between.

    Takes about three exact solutions a plateau. Of equally good partitions a plateau has the one
    that `find_communities` gives inside it. Gains below 1e-6 of the largest pair score at that
    gamma count as none, here as there.

    Parameters
    ----------
    G, objective, previous, coupling, node_limit, seed : as for `find_communities`
    resolution : the headline's gamma; the objective's own where none is given
    between : the range of gamma to look at; it has to hold the headline's

    Raises
    ------
    SettingsError
        for an objective without a resolution, a range that does not hold the headline's, or
        whatever `find_communities` refuses

    Examples
    --------
    Two triangles of weight 1 joined by one tie of 1: merging them gains 1 - 9 gamma under ``cpm``.

    >>> import networkx as nx
    >>> G = nx.barbell_graph(3, 0)
    >>> found = sweep_resolution(nx.relabel_nodes(G, str), objective="cpm")
    >>> [(round(p.low, 4), round(p.high, 4), p.count) for p in found.plateaus]
    [(0.0, 0.1111, 1), (0.1111, 1.0, 2), (1.0, inf, 0)]
    >>> found.headline.count, found.sits
    (1, True)
    """
    gamma = resolve(objective, resolution)[1]
    low, high = between
    if gamma is None:
        message = f"the objective {objective} has no resolution"
        raise SettingsError(message)
    if not (0.0 <= low <= gamma <= high and low < high):
        message = f"the range {low:g} to {high:g} does not hold the resolution {gamma:g}"
        raise SettingsError(message)
    ties = read_ties(G)
    before = None if previous is None else labels_of(ties.nodes, previous)
    problem = _Problem.of(
        ties, before, objective=objective, coupling=coupling, node_limit=node_limit, seed=seed
    )
    found, proven = _find_plateaus(problem, low, high)
    return _assemble(objective, gamma, found, proven=proven)


@dataclass(frozen=True, slots=True)
class _Problem:
    """Everything but gamma.

    Attributes
    ----------
    before : (n,) the partition of the time before as labels; None without one
    start, unit : the pair scores at gamma 0 and 1, which differ by the null model
    tie, null : the largest tie with its bonus, and the most that is expected of a pair at gamma 1
    """

    objective: str
    coupling: float
    before: Ints | None
    node_limit: int
    seed: int
    start: Scores
    unit: Scores
    tie: float
    null: float

    @classmethod
    def of(
        cls,
        ties: Ties,
        before: Ints | None,
        *,
        objective: str,
        coupling: float,
        node_limit: int,
        seed: int,
    ) -> _Problem:
        """Score the ties at both."""
        start, unit = (
            score_ties(
                ties, objective=objective, resolution=gamma, before=before, coupling=coupling
            )
            for gamma in (0.0, 1.0)
        )
        tie = float(np.abs(ties.weights + start.bonus).max(initial=0.0))
        expected = (factor * float(a.max(initial=0.0)) ** 2 for factor, a in unit.null)
        most = max(expected, default=0.0)
        return cls(objective, coupling, before, node_limit, seed, start, unit, tie, most)

    def best(self, gamma: float) -> _Line:
        """The line of the best partition at gamma."""
        scores = score_ties(
            self.start.ties,
            objective=self.objective,
            resolution=gamma,
            before=self.before,
            coupling=self.coupling,
        )
        found, _ = communities.best_partition(
            scores, self.before, node_limit=self.node_limit, seed=self.seed
        )
        partition = tuple(sorted(found.partition, key=lambda s: (len(s) == 1, -len(s), min(s))))
        labels = labels_of(self.start.ties.nodes, partition)
        ties = self.start.value(labels, coupled=True)
        null = ties - self.unit.value(labels, coupled=True)
        return _Line(partition, ties, null, found.proven)

    def alone(self) -> _Line:
        """The line of everyone on their own, which is best from some gamma on."""
        return _Line(tuple(frozenset((node,)) for node in self.start.ties.nodes), 0.0, 0.0)

    def counts(self, gain: float, gamma: float) -> bool:
        """Whether a gain at gamma is more than what the solver takes for equal."""
        return gain > TOLERANCE * (self.tie + gamma * self.null)


def _find_plateaus(
    problem: _Problem, low: float, high: float
) -> tuple[list[tuple[float, float, Partition]], bool]:
    """The plateaus as (low, high, partition), and whether all of it is proven."""
    lines = [problem.best(low), problem.best(high) if math.isfinite(high) else problem.alone()]
    first, last = lines
    if first.partition == last.partition:
        return [(low, high, first.partition)], first.proven and last.proven
    settled: dict[float, bool] = {}
    while unsettled := [g for g, _ in _upper(lines, low, high)[1:] if g not in settled]:
        for gamma in unsettled:
            line = problem.best(gamma)
            settled[gamma] = line.proven
            if problem.counts(line.at(gamma) - max(other.at(gamma) for other in lines), gamma):
                lines.append(line)
    hull = _upper(lines, low, high)
    ends = [gamma for gamma, _ in hull[1:]] + [high]
    found: list[tuple[float, float, Partition]] = []
    proven = all(settled.values()) and all(line.proven for line in lines)
    for (start, line), end in zip(hull, ends, strict=True):
        if end - start <= NARROW * end < math.inf:
            continue
        # Of equally good partitions the one that is chosen inside the plateau, not at its edge.
        inside = line if math.isinf(end) else problem.best((start + end) / 2.0)
        proven &= inside.proven
        same = bool(found) and found[-1][2] == inside.partition
        found.append((found.pop()[0] if same else start, end, inside.partition))
    return found, proven


def _upper(lines: Sequence[_Line], low: float, high: float) -> list[tuple[float, _Line]]:
    """The highest of straight lines from low to high, each with the gamma where it takes over."""
    negligible = ROUNDING * max(line.null for line in lines)
    line = max(lines, key=lambda line: (line.at(low), -line.null))
    hull = [(low, line)]
    while True:
        later = [
            (max(low, (line.ties - other.ties) / (line.null - other.null)), other.null, i)
            for i, other in enumerate(lines)
            if other.null < line.null - negligible
        ]
        if not later or min(later)[0] >= high:
            return hull
        gamma, _, i = min(later)
        line = lines[i]
        hull.append((gamma, line))


def _assemble(
    objective: str,
    gamma: float,
    found: Sequence[tuple[float, float, Partition]],
    *,
    proven: bool,
) -> Sweep:
    own = next(partition for _, high, partition in found if gamma <= high)
    plateaus = tuple(
        Plateau(low, high, partition, adjusted_mutual_information(own, partition))
        for low, high, partition in found
    )
    return Sweep(objective, gamma, plateaus, proven)
