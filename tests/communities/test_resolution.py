from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from communities.brute import (
    Partition,
    all_labels,
    clique,
    coupled_graphs,
    random_signed,
    signed,
    signed_graphs,
    weights,
)
from hypothesis import given, settings

from idlib_graph.communities import Sweep, find_communities, quality, sweep_resolution
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    Line = tuple[Fraction, Fraction]


def ring(cliques: int, size: int) -> nx.Graph[str]:
    """Cliques of weight 1 on a ring, each joined to the next by one tie of weight 1."""
    ties = []
    for k in range(cliques):
        ties += [(f"{a}{k}", f"{b}{k}", w) for a, b, w in clique("abcdefgh"[:size])]
        ties.append((f"b{k}", f"a{(k + 1) % cliques}", 1.0))
    return signed(ties)


def bends(found: Sweep) -> list[float]:
    return [plateau.low for plateau in found.plateaus[1:]]


class EveryLine:
    """The score of every partition as a straight line in gamma, in whole fractions."""

    def __init__(
        self,
        G: nx.Graph[str],
        objective: str,
        previous: Iterable[set[str]] = (),
        coupling: Fraction = Fraction(0),
    ) -> None:
        self.nodes = sorted(G)
        before = list(previous)
        tie = {frozenset((a, b)): Fraction(w) for a, b, w in weights(G)}
        strength = {
            node: sum((w for pair, w in tie.items() if node in pair and w > 0), Fraction(0))
            for node in self.nodes
        }
        total = sum(strength.values())
        pairs = []
        for a, b in combinations(self.nodes, 2):
            w = tie.get(frozenset((a, b)), Fraction(0))
            bonus = coupling if w > 0 and any({a, b} <= group for group in before) else 0
            null = strength[a] * strength[b] / total if total else Fraction(0)
            pairs.append((w + bonus, null if objective == "potts" else Fraction(1)))
        self.lines: dict[Line, set[Partition]] = {}
        for labels in all_labels(len(self.nodes)).tolist():
            inside = [labels[i] == labels[j] for i, j in combinations(range(len(labels)), 2)]
            ties = sum((p[0] for p, yes in zip(pairs, inside, strict=True) if yes), Fraction(0))
            nulls = sum((p[1] for p, yes in zip(pairs, inside, strict=True) if yes), Fraction(0))
            groups: dict[int, set[str]] = {}
            for node, label in zip(self.nodes, labels, strict=True):
                groups.setdefault(label, set()).add(node)
            self.lines.setdefault((ties, nulls), set()).add(
                frozenset(frozenset(group) for group in groups.values())
            )

    def best(self, gamma: Fraction) -> Fraction:
        return max(ties - gamma * nulls for ties, nulls in self.lines)

    def bends(self) -> list[Fraction]:
        """Where the best line changes, from left to right."""
        gamma = Fraction(0)
        found: list[Fraction] = []
        while True:
            line = max(self.lines, key=lambda x: (x[0] - gamma * x[1], -x[1]))
            later = [
                ((line[0] - other[0]) / (line[1] - other[1])) for other in self.lines
                if other[1] < line[1]
            ]  # fmt: skip
            if not later:
                return found
            gamma = min(later)
            found.append(gamma)

    def optimal(self, gamma: Fraction) -> set[Partition]:
        best = self.best(gamma)
        return {
            partition
            for (ties, nulls), partitions in self.lines.items()
            if ties - gamma * nulls == best
            for partition in partitions
        }


def agree(found: Sweep, every: EveryLine) -> None:
    """The bends are those of all partitions, and each plateau's partition is best all over it."""
    assert bends(found) == pytest.approx([float(bend) for bend in every.bends()], abs=1e-6)
    assert found.proven
    assert (found.plateaus[0].low, found.plateaus[-1].high) == (0.0, math.inf)
    assert all(left.high == right.low for left, right in pairwise(found.plateaus))
    exact = [Fraction(0), *every.bends()]
    for plateau, low, high in zip(found.plateaus, exact, [*exact[1:], exact[-1] + 1], strict=True):
        partition = frozenset(plateau.partition)
        assert partition in every.optimal(low)
        assert partition in every.optimal((2 * low + high) / 3)
        assert partition in every.optimal(high)


@pytest.mark.parametrize("objective", ["potts", "cpm"])
@settings(max_examples=25)
@given(G=signed_graphs(6))
def test_bends_are_those_of_all_partitions(objective: str, G: nx.Graph[str]) -> None:
    agree(sweep_resolution(G, objective=objective), EveryLine(G, objective))


@pytest.mark.parametrize("objective", ["potts", "cpm"])
@settings(max_examples=20)
@given(case=coupled_graphs(6))
def test_bends_when_coupled_to_the_past(
    objective: str, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    G, previous = case
    found = sweep_resolution(G, objective=objective, previous=previous, coupling=0.25)
    agree(found, EveryLine(G, objective, previous, Fraction(1, 4)))


@pytest.mark.parametrize("objective", ["potts", "cpm"])
@pytest.mark.parametrize("seed", [0, 2])
def test_bends_of_seven(objective: str, seed: int) -> None:
    G = random_signed(7, 0.7, seed)
    agree(sweep_resolution(G, objective=objective), EveryLine(G, objective))


def test_a_ring_of_cliques_under_cpm() -> None:
    """Joining two cliques of n gains 1 - n² gamma, so they merge below 1 / n².

    Joining a whole run of k gains k - 1 ties for n² k (k - 1) / 2 pairs, which is worth it only at
    a lower gamma yet; with six cliques, runs of two are best from 1 / n² down to where runs of
    three take over: 4 ties and 6 n² pairs against 3 and 3 n², at 1 / (3 n²). At 1 a clique's own
    pairs gain nothing any more.
    """
    for size in (3, 4):
        found = sweep_resolution(ring(6, size), objective="cpm")
        square = size * size
        assert bends(found)[-3:] == pytest.approx([1 / (3 * square), 1 / square, 1.0])
        assert [p.count for p in found.plateaus[-4:]] == [2, 3, 6, 0]
        # all six as one: 2 more ties than two runs of three, for 9 n² more pairs
        assert bends(found) == pytest.approx([2 / (9 * square), 1 / (3 * square), 1 / square, 1.0])


def test_a_ring_of_cliques_under_potts() -> None:
    """Two neighbours merge below 2m / K², K the strength of a clique; K = n (n - 1) + 2."""
    size, cliques = 4, 6
    found = sweep_resolution(ring(cliques, size), objective="potts")
    strength = size * (size - 1) + 2
    headline = found.headline
    assert headline.count == cliques
    assert headline.low == pytest.approx(cliques * strength / strength**2)
    # The last bend: a pair's tie is as much as expected. The least expected inside a clique is
    # that of two members without ties to others, 3 x 3 / 2m.
    assert found.plateaus[-1].low == pytest.approx(cliques * strength / 9)
    assert found.sits


def test_two_camps_never_merge_over_a_clash() -> None:
    ties = [*clique("abc"), *clique("xyz"), ("a", "x", 1.0), ("b", "y", -1.5)]
    found = sweep_resolution(signed(ties), objective="cpm", resolution=0.5)
    assert found.headline.low == 0.0
    assert found.headline.high == pytest.approx(1.0)
    assert found.sits


@settings(max_examples=30)
@given(case=coupled_graphs(6))
def test_the_plateau_has_the_answer_of_find_communities(
    case: tuple[nx.Graph[str], list[set[str]]],
) -> None:
    G, previous = case
    found = sweep_resolution(G, previous=previous)
    own = found.headline
    answer = find_communities(G, previous=previous)
    if own.low * 1.001 < 1.0 < own.high * 0.999:
        assert own.partition == answer.partition
    assert own.low <= found.resolution <= own.high
    for plateau in found.plateaus[:-1]:
        inside = (plateau.low + plateau.high) / 2
        if plateau.high - plateau.low > 1e-3:
            at = find_communities(G, resolution=inside, previous=previous)
            assert at.partition == plateau.partition


def test_a_part_of_the_range_is_the_same_cut_off() -> None:
    G = random_signed(12, 0.5, 5)
    whole = sweep_resolution(G)
    part = sweep_resolution(G, between=(0.5, 2.0))
    assert (part.plateaus[0].low, part.plateaus[-1].high) == (0.5, 2.0)
    assert bends(part) == pytest.approx([b for b in bends(whole) if 0.5 < b < 2.0])
    inside = [p.partition for p in whole.plateaus if p.low < 2.0 and p.high > 0.5]
    assert [p.partition for p in part.plateaus] == inside


def test_what_a_plateau_is() -> None:
    """Two triangles and one tie of weight t between them: they are one below t / 9."""
    ties = [*clique("abc"), *clique("xyz")]
    bend = 0.09 / 9
    G = signed([*ties, ("a", "x", 0.09)])
    for gamma, sits in ((bend / 2, True), (bend / 1.2, True), (bend / 1.05, False),
                        (bend * 1.05, False), (bend * 1.2, True)):  # fmt: skip
        found = sweep_resolution(G, objective="cpm", resolution=gamma)
        assert found.sits is sits
        assert (found.headline.high if gamma < bend else found.headline.low) == pytest.approx(bend)
    edge = sweep_resolution(G, objective="cpm", resolution=sweep_resolution(
        G, objective="cpm").headline.low)  # fmt: skip
    assert not edge.sits


def test_the_range_that_tells_the_same_story() -> None:
    found = sweep_resolution(random_signed(12, 0.5, 5))
    low, high = found.alike
    assert low <= found.headline.low <= found.headline.high <= high
    for plateau in found.plateaus:
        if low <= plateau.low and plateau.high <= high:
            assert plateau.agreement >= 0.9
    assert found.headline.agreement == pytest.approx(1.0)
    neighbours = [p for p in found.plateaus if p.high == low or p.low == high]
    assert neighbours
    assert all(p.agreement < 0.9 for p in neighbours)


def test_more_resolution_never_expects_more() -> None:
    """From plateau to plateau the null model's part inside falls: the slope of a convex line."""
    G = random_signed(14, 0.5, 1)
    found = sweep_resolution(G)
    slopes = [
        quality(G, p.partition, resolution=0.0) - quality(G, p.partition, resolution=1.0)
        for p in found.plateaus
    ]
    assert slopes == sorted(slopes, reverse=True)
    assert len(set(slopes)) == len(slopes)


def test_graphs_without_alliances_have_one_plateau() -> None:
    for G in (signed([], "a"), signed([("a", "b", -1.0)]), signed([])):
        (only,) = sweep_resolution(G).plateaus
        assert (only.low, only.high, only.count) == (0.0, math.inf, 0)


def test_a_search_that_was_stopped_says_so() -> None:
    G = random_signed(12, 1.0, 7)
    assert sweep_resolution(G, between=(0.9, 1.1)).proven
    assert not sweep_resolution(G, between=(0.9, 1.1), node_limit=0).proven


@pytest.mark.parametrize(
    "options",
    [
        {"objective": "disagreement"},
        {"objective": "modularity"},
        {"between": (2.0, 3.0)},
        {"between": (-1.0, 3.0)},
        {"between": (1.0, 1.0)},
        {"between": (0.0, float("nan"))},
        {"resolution": -1.0},
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        sweep_resolution(signed([("a", "b", 1.0)]), **options)  # type: ignore[arg-type]
