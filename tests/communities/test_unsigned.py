from __future__ import annotations

import networkx as nx
import pytest
from communities.brute import allies, clique, random_signed, signed, signed_graphs, weights
from hypothesis import given, settings

from idlib_graph.communities import find_communities, unsigned_louvain
from idlib_graph.errors import SettingsError


def test_it_puts_enemies_together_where_a_chain_of_alliances_joins_them() -> None:
    ties = [("red", "middle", 0.3), ("middle", "blue", 0.3), ("red", "blue", -1.0)]
    found = unsigned_louvain(signed(ties))
    assert found.communities == (frozenset({"red", "middle", "blue"}),)
    assert found.clashes_inside == (("blue", "red", -1.0),)
    assert (found.clashes, found.inside_weight, found.alliances_cut) == (1, 1.0, ())
    best = find_communities(signed(ties))
    assert all(not {"red", "blue"} <= community for community in best.communities)


def test_two_camps_at_war_within_one_web_of_alliances() -> None:
    # Each camp of three is at war with the other, and each has an ally in common with its foe.
    ties = [*clique("abc", 0.5), *clique("def", 0.5)]
    ties += [(a, b, 0.5) for a, b in zip("abc", "def", strict=True)]
    ties += [(a, b, -0.4) for a in "abc" for b in "def" if "abc".index(a) != "def".index(b)]
    found = unsigned_louvain(signed(ties), resolution=0.5)
    assert found.communities == (frozenset("abcdef"),)
    assert len(found.clashes_inside) == found.clashes == 6
    assert found.inside_weight == pytest.approx(2.4)
    assert find_communities(signed(ties)).communities == (frozenset("abc"), frozenset("def"))


def test_where_no_clash_is_hidden_it_agrees() -> None:
    ties = [*clique("abcd"), *clique("wxyz"), ("a", "w", -1.0)]
    found, best = unsigned_louvain(signed(ties)), find_communities(signed(ties))
    assert set(found.partition) == set(best.partition)
    assert found.clashes_inside == ()


@settings(max_examples=60)
@given(G=signed_graphs())
def test_every_tie_is_accounted_for(G: nx.Graph[str]) -> None:
    found = unsigned_louvain(G)
    where = {node: c for c in found.partition for node in c}
    assert sorted(where) == sorted(G)
    clashes = {frozenset((a, b)) for a, b, w in weights(G) if w < 0}
    assert found.clashes == len(clashes)
    assert found.alliances == G.number_of_edges() - len(clashes)
    inside = {frozenset(tie[:2]) for tie in found.clashes_inside}
    assert inside == {pair for pair in clashes if len({where[node] for node in pair}) == 1}
    assert {frozenset(tie[:2]) for tie in found.alliances_cut} == {
        frozenset((a, b)) for a, b, w in weights(G) if w > 0 and where[a] != where[b]
    }
    assert found.cut_weight == pytest.approx(sum(tie[2] for tie in found.alliances_cut))


@settings(max_examples=30)
@given(G=signed_graphs())
def test_it_is_blind_to_the_clashes(G: nx.Graph[str]) -> None:
    blind = allies(G)
    blind.add_nodes_from(G)
    assert unsigned_louvain(blind).partition == unsigned_louvain(G).partition


def test_the_order_of_building_does_not_count() -> None:
    G = random_signed(20, 0.5, 3)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(G)))
    turned.add_weighted_edges_from(reversed([(b, a, w) for a, b, w in weights(G)]))
    assert [unsigned_louvain(turned, seed=s) for s in range(3)] == [
        unsigned_louvain(G, seed=s) for s in range(3)
    ]


def test_graphs_without_alliances() -> None:
    assert unsigned_louvain(nx.Graph()).partition == ()
    found = unsigned_louvain(signed([("a", "b", -1.0)]))
    assert (found.communities, found.unaligned, found.clashes_inside) == ((), ("a", "b"), ())


@pytest.mark.parametrize("resolution", [0.0, -1.0, float("nan"), float("inf")])
def test_resolutions_out_of_range_are_refused(resolution: float) -> None:
    with pytest.raises(SettingsError):
        unsigned_louvain(signed([("a", "b", 1.0)]), resolution=resolution)
