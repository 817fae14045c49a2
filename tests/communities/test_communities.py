from __future__ import annotations

import os
import subprocess
import sys

import networkx as nx
import pytest
from communities.brute import (
    OBJECTIVES,
    Brute,
    clique,
    coupled_graphs,
    random_signed,
    signed,
    signed_graphs,
    weights,
)
from hypothesis import given, settings

from idlib_graph.communities import (
    Communities,
    coupling_loss,
    find_communities,
    least_disagreement,
    quality,
)
from idlib_graph.errors import SettingsError

# Two allied cliques, at war with each other across every pair.
WAR = signed([*clique("abcd"), *clique("wxyz"), *((a, w, -1.0) for a in "abcd" for w in "wxyz")])
METHODS = ("exact", "heuristic")


def sets(found: Communities) -> list[str]:
    return ["".join(sorted(community)) for community in found.communities]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_two_allied_cliques_at_war(objective: str, method: str) -> None:
    found = find_communities(WAR, objective=objective, method=method)
    assert sets(found) == ["abcd", "wxyz"]
    assert found.proven == (method == "exact")
    assert found.contradicting == ()
    assert (found.ties, found.weight) == (28, 28.0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_an_alliance_of_all_is_one_community(objective: str, method: str) -> None:
    found = find_communities(signed(clique("abcdefghijkl")), objective=objective, method=method)
    assert sets(found) == ["abcdefghijkl"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("objective", ["potts", "disagreement", "cpm"])
def test_a_war_of_all_has_no_communities(objective: str, method: str) -> None:
    G = signed(clique("abcdefghijkl", -1.0))
    found = find_communities(G, objective=objective, method=method)
    assert found.communities == ()
    assert found.unaligned == tuple("abcdefghijkl")
    assert found.quality == 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_small_graphs(objective: str, method: str) -> None:
    empty = find_communities(nx.Graph(), objective=objective, method=method)
    assert (empty.communities, empty.unaligned, empty.quality) == ((), (), 0)
    single = find_communities(signed([], "a"), objective=objective, method=method)
    assert (single.communities, single.unaligned) == ((), ("a",))
    enemies = find_communities(signed([("a", "b", -1.0)]), objective=objective, method=method)
    assert (enemies.communities, enemies.unaligned) == ((), ("a", "b"))
    allies = find_communities(signed([("a", "b", 1.0)], "c"), objective=objective, method=method)
    assert (sets(allies), allies.unaligned) == (["ab"], ("c",))
    neither = find_communities(signed([("a", "b", 0.0)]), objective=objective, method=method)
    assert (neither.communities, neither.ties, neither.contradicting) == ((), 1, ())


def test_a_chain() -> None:
    G = signed([(a, b, 1.0) for a, b in zip("abcdef", "bcdefg", strict=False)])
    assert sets(find_communities(G, objective="disagreement")) == ["abcdefg"]
    found = find_communities(G)
    assert frozenset(found.partition) in Brute(G, "potts").finest()
    assert len(found.communities) > 1


def test_parts_without_ties_between_them_stay_apart() -> None:
    G = signed([*clique("abc"), *clique("xyz"), ("m", "n", -1.0)])
    for objective in ("potts", "disagreement", "cpm"):
        found = find_communities(G, objective=objective)
        assert (sets(found), found.unaligned) == (["abc", "xyz"], ("m", "n"))


def test_largest_first_then_by_id() -> None:
    found = find_communities(signed([*clique("xy"), *clique("ab"), *clique("klm")]))
    assert sets(found) == ["klm", "ab", "xy"]


def test_proof_line_names_the_ties_that_contradict() -> None:
    G = signed([*clique("abc"), *clique("xyz"), ("a", "b", -0.25), ("c", "x", 0.125)])
    G.add_edge("a", "x", weight=-1.0)
    found = find_communities(G)
    assert sets(found) == ["abc", "xyz"]
    assert found.contradicting == (("a", "b", -0.25), ("c", "x", 0.125))
    assert found.disagreement == 0.375
    assert (found.ties, found.weight) == (8, 5 + 0.25 + 0.125 + 1)
    assert least_disagreement(G).weight == 0.375


@given(G=signed_graphs(8))
def test_least_disagreement_is_the_optimum(G: nx.Graph[str]) -> None:
    found = least_disagreement(G)
    allied = sum(w for _, _, w in weights(G) if w > 0)
    assert found.proven
    assert found.weight == found.lower
    assert found.weight == pytest.approx(allied - Brute(G, "disagreement").best, abs=1e-9)
    for objective in OBJECTIVES:
        assert find_communities(G, objective=objective).disagreement >= found.weight - 1e-9


@settings(max_examples=40)
@given(case=coupled_graphs())
def test_coupling_loss(case: tuple[nx.Graph[str], list[set[str]]]) -> None:
    G, previous = case
    found = find_communities(G, previous=previous, coupling=0.4)
    loss = coupling_loss(G, found)
    assert found.quality == pytest.approx(quality(G, found.communities), abs=1e-9)
    assert loss == pytest.approx(Brute(G, "potts").best - found.quality, abs=1e-9)
    assert loss <= found.coupled_quality - found.quality + 1e-9
    assert coupling_loss(G, find_communities(G)) == 0


def test_coupling_holds_a_community_until_the_ties_say_otherwise() -> None:
    before = [{"a", "b", "c"}, {"x", "y", "z"}]
    torn = [*clique("ab"), *clique("xyz"), ("c", "a", 0.5), ("c", "x", 0.5), ("c", "z", 0.04)]
    G = signed(torn)
    assert sets(find_communities(G, objective="disagreement", coupling=0.0)) == ["abcxyz"]
    G.add_edge("a", "x", weight=-1.0)
    options = {"objective": "disagreement", "previous": before}
    free = find_communities(G, **options, coupling=0.0)  # type: ignore[arg-type]
    held = find_communities(G, **options, coupling=0.05)  # type: ignore[arg-type]
    assert sets(free) == ["cxyz", "ab"]
    assert sets(held) == ["abc", "xyz"]
    assert coupling_loss(G, held) == pytest.approx(0.04)


def test_a_former_fellowship_without_a_tie_now_does_not_count() -> None:
    G = signed([("a", "b", 1.0), ("c", "d", 1.0)])
    found = find_communities(G, previous=[{"a", "b", "c", "d"}], coupling=10.0)
    assert sets(found) == ["ab", "cd"]


def test_the_partition_covers_every_node_once() -> None:
    G = random_signed(20, 0.2, 3)
    partition = find_communities(G).partition
    assert sorted(node for community in partition for node in community) == sorted(G)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_order_of_building_does_not_matter(objective: str, method: str) -> None:
    G = random_signed(20, 0.3, 9, steps=2)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(G)))
    turned.add_edges_from((b, a, d) for a, b, d in reversed(list(G.edges(data=True))))
    assert find_communities(G, objective=objective, method=method) == find_communities(
        turned, objective=objective, method=method
    )


SCRIPT = """
from communities.brute import random_signed
from idlib_graph.communities import find_alternatives, find_communities
G = random_signed(14, 0.5, 2, steps=1)
show = lambda partition: [sorted(c) for c in partition]
before = find_communities(G).partition
for method in ("exact", "heuristic"):
    found = find_communities(G, method=method, previous=before)
    print(show(found.communities), found.unaligned, repr(found.coupled_quality))
print([show(p) for p in find_alternatives(G, objective="disagreement").partitions])
"""


def test_hash_seeds_do_not_matter() -> None:
    path = os.pathsep.join(sys.path)
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
    assert printed != {b""}


def test_auto_goes_by_size() -> None:
    assert find_communities(random_signed(30, 0.1, 1)).method == "exact"
    many = signed((f"a{i}", f"b{i}", 1.0) for i in range(180))
    assert find_communities(many).method == "exact"
    ring: nx.Graph[str] = nx.cycle_graph([f"n{i:04d}" for i in range(500)])
    found = find_communities(ring)
    assert (found.method, found.proven) == ("heuristic", False)


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(SettingsError, match="known are auto"):
        find_communities(WAR, method="louvain")
    with pytest.raises(SettingsError, match="node limit"):
        find_communities(WAR, node_limit=-1)
