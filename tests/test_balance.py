from __future__ import annotations

from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from communities.brute import Brute, clique, random_signed, signed, signed_graphs, weights
from hypothesis import given

from idlib_graph.balance import (
    brokers,
    camps,
    degree_by_sign,
    frustration,
    pn_centrality,
    strained_triads,
    triad_census,
)
from idlib_graph.balance.division import divide
from idlib_graph.communities.objectives import read_ties
from idlib_graph.errors import SettingsError

# Ties of six European powers, 1872 to 1918 (Antal, Krapivsky & Redner 2006): sign, begin, end.
POWERS = [
    ("GBR", "FRA", -1, 1872, 1904),
    ("GBR", "RUS", -1, 1872, 1907),
    ("GBR", "AUH", -1, 1872, 1918),
    ("FRA", "RUS", -1, 1872, 1890),
    ("FRA", "AUH", -1, 1872, 1918),
    ("FRA", "DEU", -1, 1872, 1918),
    ("RUS", "AUH", 1, 1872, 1890),
    ("RUS", "DEU", 1, 1872, 1890),
    ("AUH", "DEU", 1, 1872, 1918),
    ("AUH", "ITA", 1, 1882, 1918),
    ("DEU", "ITA", 1, 1882, 1918),
    ("RUS", "AUH", -1, 1890, 1918),
    ("RUS", "DEU", -1, 1890, 1918),
    ("FRA", "RUS", 1, 1891, 1918),
    ("GBR", "FRA", 1, 1904, 1918),
    ("GBR", "RUS", 1, 1907, 1918),
    ("GBR", "DEU", -1, 1907, 1918),
    ("GBR", "ITA", -1, 1907, 1918),
    ("FRA", "ITA", -1, 1907, 1918),
    ("RUS", "ITA", -1, 1907, 1918),
]


def powers(year: int) -> nx.Graph[str]:
    """Return the ties that hold on 31 December."""
    return signed((a, b, float(s)) for a, b, s, begin, end in POWERS if begin <= year < end)


@pytest.mark.parametrize(
    ("year", "two", "free"),
    [(1872, 1, 0), (1882, 1, 0), (1890, 1, 0), (1891, 1, 0), (1904, 1, 1), (1907, 0, 0)],
)
def test_frustration_of_the_european_powers(year: int, two: int, free: int) -> None:
    found = frustration(powers(year))
    assert (found.two_camps.count, found.free.count) == (two, free)
    assert (found.two_camps.weight, found.free.weight) == (two, free)
    assert found.two_camps.proven
    assert found.free.proven


def test_camps_of_1907() -> None:
    found = frustration(powers(1907))
    expected = {frozenset({"GBR", "FRA", "RUS"}), frozenset({"AUH", "DEU", "ITA"})}
    assert set(found.two_camps.camps) == set(found.free.camps) == expected
    assert found.two_camps.contradicted == ()


def two_camps_by_hand(G: nx.Graph[str], *, unit: bool) -> float:
    nodes = sorted(G)
    least = float("inf")
    for sides in product((0, 1), repeat=len(nodes)):
        side = dict(zip(nodes, sides, strict=True))
        against = [
            1.0 if unit else abs(w)
            for a, b, w in weights(G)
            if w and (side[a] == side[b]) != (w > 0)
        ]
        least = min(least, sum(against))
    return least


@given(G=signed_graphs(7))
def test_least_contradiction_of_all_divisions(G: nx.Graph[str]) -> None:
    found = frustration(G)
    signs = signed(((a, b, 1.0 if w > 0 else -1.0) for a, b, w in weights(G)), G)
    total = sum(abs(w) for _, _, w in weights(G))
    assert found.two_camps.proven
    assert found.two_camps.count == two_camps_by_hand(G, unit=True)
    assert found.two_camps.weight == pytest.approx(two_camps_by_hand(G, unit=False))
    for graph, least in ((signs, found.free.count), (G, found.free.weight)):
        allied = sum(w for _, _, w in weights(graph) if w > 0)
        assert least == pytest.approx(allied - Brute(graph, "disagreement").best, abs=1e-9)
    if total:
        assert found.two_camps.share == pytest.approx(found.two_camps.weight / total)
    assert len(found.two_camps.camps) <= 2
    assert found.free.weight <= found.two_camps.weight + 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_two_camps_of_nine_through_linear_programs(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camps, "WIDTH", 0)
    G = random_signed(9, 0.6, seed)
    found = frustration(G).two_camps
    assert found.proven
    assert found.count == two_camps_by_hand(G, unit=True)
    assert found.weight == pytest.approx(two_camps_by_hand(G, unit=False))


@given(G=signed_graphs(5))
def test_linear_programs_and_tables_agree(G: nx.Graph[str]) -> None:
    table = frustration(G)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(camps, "WIDTH", 0)
        program = frustration(G)
    assert program.two_camps.proven
    assert program.two_camps.count == table.two_camps.count
    assert program.two_camps.weight == pytest.approx(table.two_camps.weight)


@pytest.mark.parametrize("seed", range(8))
def test_nodes_left_out_one_by_one_divide_as_well_as_any_division(seed: int) -> None:
    G = random_signed(10, 0.4, seed)
    ties = read_ties(G).signed()[0]
    labels = divide(ties, np.abs(ties.weights))
    assert labels is not None
    apart = labels[ties.rows] != labels[ties.cols]
    contradicted = np.abs(ties.weights[apart == (ties.weights > 0)]).sum()
    assert contradicted == pytest.approx(two_camps_by_hand(G, unit=False))


def test_a_node_with_more_neighbours_than_a_table_holds_is_not_left_out() -> None:
    ties = read_ties(signed(clique("abcde", -1.0)))
    assert divide(ties, np.ones(10), width=3) is None
    labels = divide(ties, np.ones(10), width=4)
    assert labels is not None
    assert sorted(np.bincount(labels)) == [2, 3]


def test_camps_contradict_what_they_are_said_to() -> None:
    G = random_signed(20, 0.25, 4)
    for found in (frustration(G).two_camps, frustration(G).free):
        side = {node: i for i, camp in enumerate(found.camps) for node in camp}
        against = {
            tuple(sorted((a, b))) for a, b, w in weights(G) if (side[a] == side[b]) != (w > 0)
        }
        assert {(a, b) for a, b, _ in found.contradicted} == against
        assert found.weight == pytest.approx(sum(abs(w) for _, _, w in found.contradicted))


def test_frustration_of_war_of_all_against_all() -> None:
    # the most even division of 7 into two leaves 3 + 6 fights inside
    found = frustration(signed(clique("abcdefg", -1.0)))
    assert (found.two_camps.count, found.free.count) == (9, 0)
    assert len(found.free.camps) == 7


def test_a_balanced_graph_stays_balanced_however_its_camps_are_cut() -> None:
    ties = [(a, b, 1.0 if a.isupper() == b.isupper() else -1.0) for a, b, _ in clique("abcDEF")]
    found = frustration(signed([*ties, ("x", "y", -1.0)], ["lonely"]))
    assert found.two_camps.count == found.free.count == 0
    assert found.two_camps.camps == (frozenset("DEFx"), frozenset("abcy"))


def test_frustration_without_ties() -> None:
    for G in (nx.Graph(), signed([], "ab"), signed([("a", "b", 0.0)])):
        found = frustration(G)
        assert (found.two_camps.count, found.two_camps.share, found.two_camps.camps) == (0, 0, ())
    assert found.unsigned == 1


def test_two_camps_stop_at_the_node_limit() -> None:
    G = random_signed(20, 1.0, 1, steps=1)
    stopped = frustration(G, node_limit=0).two_camps
    assert not stopped.proven
    assert stopped.count == len(stopped.contradicted)


def test_triads_by_hand() -> None:
    ties = [("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", 1.0), ("c", "d", -1.0), ("b", "d", -0.5)]
    G = signed([*ties, ("a", "d", 0.25), ("d", "e", 0.0), ("a", "e", 1.0)])
    found = triad_census(G)
    assert found.counts == {"+++": 1, "++-": 2, "+--": 1, "---": 0}
    assert (found.strong, found.weak, found.total, found.unsigned) == (2, 2, 4, 1)
    assert found.strained == (("a", "b", "d", "++-"), ("a", "c", "d", "++-"))


@given(G=signed_graphs(8))
def test_every_triangle_is_counted_once(G: nx.Graph[str]) -> None:
    found = triad_census(G)
    patterns = []
    for trio in combinations(sorted(G), 3):
        if all(G.has_edge(a, b) for a, b in combinations(trio, 2)):
            allied = sum(G.edges[a, b]["weight"] > 0 for a, b in combinations(trio, 2))
            patterns.append("+" * allied + "-" * (3 - allied))
    assert found.counts == {p: patterns.count(p) for p in ("+++", "++-", "+--", "---")}
    assert found.strong == sum(p in {"+++", "+--"} for p in patterns)
    assert found.weak == found.strong + patterns.count("---")
    assert len(found.strained) == len(patterns) - found.strong


def test_degree_by_sign() -> None:
    found = degree_by_sign(signed([("a", "b", 0.5), ("a", "c", -1.0), ("a", "d", 0.0)]))
    a, d = found["a"], found["d"]
    assert (a.positive, a.negative, a.positive_strength, a.negative_strength) == (1, 1, 0.5, 1.0)
    assert (d.positive, d.negative) == (0, 0)
    assert list(found) == ["a", "b", "c", "d"]


def test_brokers_stand_between_allies_only() -> None:
    G = signed([("a", "b", 1.0), ("b", "c", 0.1), ("c", "d", -1.0), ("d", "a", -1.0)])
    assert brokers(G) == {"b": pytest.approx(1 / 3), "a": 0.0, "c": 0.0, "d": 0.0}


# The example of Everett & Borgatti 2014 whose nodes have equal signed degrees, with the values
# they give for it: ties of node i to later nodes.
EXAMPLE = {
    0: {1: 1, 3: 1, 7: -1, 8: -1},
    1: {2: 1, 3: -1, 4: 1, 5: -1, 6: -1},
    2: {3: 1, 4: -1, 8: -1},
    3: {4: 1, 5: -1, 6: -1},
    4: {5: 1, 7: -1, 9: -1},
    5: {6: 1, 8: 1, 9: -1},
    6: {7: 1, 8: -1, 9: 1},
    7: {8: 1},
    8: {9: 1},
}
PUBLISHED = [
    0.9009747, 0.8613482, 0.9076997, 0.8613482, 0.8410658,
    0.8496558, 0.8617321, 0.9015909, 0.8509848, 0.9072930,
]  # fmt: skip


def test_pn_centrality_as_published() -> None:
    ties = [(str(a), str(b), 0.5 * w) for a, row in EXAMPLE.items() for b, w in row.items()]
    found = pn_centrality(signed(ties))
    assert list(found.values()) == pytest.approx(PUBLISHED, abs=5e-8)


def test_pn_centrality_of_small_graphs() -> None:
    assert pn_centrality(nx.Graph()) == {}
    assert pn_centrality(signed([], "a")) == {"a": 1.0}
    enemies = pn_centrality(signed([("a", "b", -1.0)]))
    assert enemies == {"a": pytest.approx(0.5), "b": pytest.approx(0.5)}
    allies = pn_centrality(signed([("a", "b", 1.0)]))
    assert allies["a"] == pytest.approx(2.0)
    half = pn_centrality(signed([("a", "b", 0.5)]), weighted=True)
    assert half["a"] == pytest.approx(1 / (1 - 0.25))


def test_weighted_pn_centrality_needs_weights_in_range() -> None:
    G = signed([("a", "b", 3.0)])
    assert pn_centrality(G)["a"] == pytest.approx(2.0)
    with pytest.raises(SettingsError, match="between -1 and 1"):
        pn_centrality(G, weighted=True)


def test_a_triad_is_as_strained_as_its_weakest_tie() -> None:
    first, second, third = strained_triads(
        signed(
            [
                ("a", "b", 0.9), ("b", "c", 0.5), ("a", "c", -0.7),  # two allies at odds
                ("d", "e", -0.5), ("e", "f", -0.6), ("d", "f", -0.7),  # three foes
                ("g", "h", -1.0), ("h", "i", -1.0), ("g", "i", -0.1),
                ("j", "k", -1.0), ("k", "l", -1.0), ("j", "l", 1.0),  # balanced
            ]
        )
    )  # fmt: skip
    assert (first.nodes, first.pattern, first.strain) == (("a", "b", "c"), "++-", 0.5)
    assert first.ties == (("a", "b", 0.9), ("a", "c", -0.7), ("b", "c", 0.5))
    assert (second.nodes, second.pattern, second.strain) == (("d", "e", "f"), "---", 0.5)
    assert (third.nodes, third.strain) == (("g", "h", "i"), 0.1)


@given(G=signed_graphs(7))
def test_strained_triads_are_all_that_are_not_balanced(G: nx.Graph[str]) -> None:
    found = strained_triads(G)
    weights_of = {
        trio: [G.edges[pair]["weight"] for pair in combinations(trio, 2)]
        for trio in combinations(sorted(G), 3)
        if all(G.has_edge(*pair) for pair in combinations(trio, 2))
    }
    against = {t: ws for t, ws in weights_of.items() if np.prod(np.sign(ws)) < 0}
    assert {triad.nodes: triad.strain for triad in found} == {
        trio: min(map(abs, ws)) for trio, ws in against.items()
    }
    assert [t.strain for t in found] == sorted((t.strain for t in found), reverse=True)
    census = triad_census(G)
    assert census.strong_share == (
        (census.total - len(found)) / census.total if census.total else None
    )
