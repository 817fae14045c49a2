"""Large graphs part by part: proven where parts are small, by Leiden where they are not."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from builders import make, rel
from communities.brute import signed_graphs
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.analysis import analyze
from idlib_graph.communities import exact, find_communities, leiden
from idlib_graph.communities.objectives import Scores, labels_of, read_ties, score_ties
from idlib_graph.communities.parts import parts, solve_parts
from idlib_graph.errors import SettingsError
from idlib_graph.settings import Settings

TAKING = ("potts", "disagreement", "cpm")  # null models that never reward a pair


def camps(count: int, size: int, *, seed: int = 0, foes: int = 0) -> nx.Graph[str]:
    """Cliques of allies, with `foes` clashes between each and the next."""
    rng = random.Random(seed)  # noqa: S311 - a test graph is no secret
    G: nx.Graph[str] = nx.Graph()
    for camp in range(count):
        for a, b in combinations(range(size), 2):
            G.add_edge(f"{camp}-{a}", f"{camp}-{b}", weight=0.5)
        for _ in range(foes):
            there = (camp + 1) % count
            G.add_edge(f"{camp}-{rng.randrange(size)}", f"{there}-{rng.randrange(size)}", weight=-1)
    return G


def thicket(n: int, degree: int, seed: int) -> nx.Graph[str]:
    """Ties drawn by lot, one in four hostile: one part that is too large to prove."""
    G: nx.Graph[str] = nx.relabel_nodes(nx.random_regular_graph(degree, n, seed=seed), str)
    rng = random.Random(seed)  # noqa: S311 - a test graph is no secret
    for edge in G.edges.values():
        edge["weight"] = rng.choice((0.4, 0.6, 0.9, -0.8))
    return G


def scores_of(G: nx.Graph[str], objective: str, previous: list[set[str]] | None = None) -> Scores:
    ties = read_ties(G)
    before = None if previous is None else labels_of(ties.nodes, previous)
    return score_ties(ties, objective=objective, resolution=None, before=before, coupling=0.1)


@given(G=signed_graphs(), objective=st.sampled_from(TAKING), data=st.data())
def test_parts_are_as_good_as_the_whole(
    G: nx.Graph[str], objective: str, data: st.DataObject
) -> None:
    nodes = sorted(G)
    together = set(data.draw(st.lists(st.sampled_from(nodes), unique=True))) if nodes else set()
    scores = scores_of(G, objective, [together])
    whole = exact.solve(scores)
    found = solve_parts(scores, None, lambda part, then: exact.solve(part, before=then))

    assert found.proven
    assert found.proven_nodes == len(nodes)
    assert found.coupled_quality == pytest.approx(whole.coupled_quality, abs=1e-9)
    assert found.bound >= found.coupled_quality - 1e-9


@given(G=signed_graphs(), objective=st.sampled_from(TAKING))
def test_a_part_has_the_scores_that_it_has_in_the_whole(G: nx.Graph[str], objective: str) -> None:
    scores = scores_of(G, objective)
    B = scores.matrix()
    for members, part in parts(scores):
        assert part.matrix() == pytest.approx(B[np.ix_(members, members)], abs=1e-12)
        outside = np.setdiff1d(np.arange(len(B)), members)
        assert (B[np.ix_(members, outside)] <= 1e-12).all()


@pytest.mark.parametrize("objective", TAKING)
def test_a_thousand_factions_in_small_camps_are_proven(objective: str) -> None:
    G = camps(100, 10, foes=3)
    found = find_communities(G, objective=objective)

    assert (found.proven, found.method, found.proven_nodes) == (True, "exact", 1000)
    assert {frozenset(name.split("-")[0] for name in group) for group in found.communities} == {
        frozenset({str(camp)}) for camp in range(100)
    }
    assert found.proof.startswith("Best of all partitions (proven)")


@pytest.mark.parametrize(("method", "by"), [("auto", "heuristic"), ("leiden", "leiden")])
def test_an_answer_says_how_much_of_it_is_proven(method: str, by: str) -> None:
    G = nx.union(thicket(500, 8, seed=1), camps(3, 5))
    found = find_communities(G, method=method)

    assert (found.proven, found.method, found.proven_nodes) == (False, by, 15)
    assert f"; proven for 15 of {len(G)})" in found.proof
    assert {"0-0", "0-1", "0-2", "0-3", "0-4"} in found.communities
    assert found.bound >= found.coupled_quality


@pytest.mark.parametrize("objective", TAKING)
@pytest.mark.parametrize("seed", range(3))
def test_no_single_move_improves_what_leiden_finds(objective: str, seed: int) -> None:
    scores = scores_of(thicket(80, 6, seed), objective)
    found = leiden.solve(scores, seed=seed)
    B, labels = scores.matrix(), found.labels

    assert found.coupled_quality > 0
    for node in range(len(labels)):
        gains = np.bincount(labels, B[node], minlength=len(labels))
        best = max(0.0, gains.max())
        assert gains[labels[node]] == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_leiden_comes_near_the_best_and_never_passes_it(seed: int) -> None:
    scores = scores_of(thicket(40, 4, seed), "potts")
    best, found = exact.solve(scores), leiden.solve(scores, seed=seed)

    assert best.proven
    assert 0.9 * best.quality <= found.quality <= best.quality + 1e-9


def test_the_same_seed_gives_the_same_answer_and_leaves_chance_alone() -> None:
    scores = scores_of(thicket(300, 6, seed=2), "potts")
    random.seed(5)
    first = leiden.solve(scores, seed=7).labels.tolist()
    drawn = random.random()  # noqa: S311 - what is looked at
    again = leiden.solve(scores, seed=7).labels.tolist()
    random.seed(5)

    assert first == again
    assert drawn == random.random()  # noqa: S311 - what is looked at


def test_leiden_ends_where_moves_that_gain_nothing_take_turns() -> None:
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from(
        (str(a), str(b), weight)
        for a, b, weight in (
            (0, 3, 0.7321205588285576), (0, 6, 0.9646647167633873), (1, 7, 1.0816843611112659),
            (2, 4, 0.9646647167633873), (2, 5, 0.7321205588285576), (2, 7, 0.7321205588285576),
            (4, 5, 0.7321205588285576), (4, 6, -0.6321205588285577), (5, 6, 0.6321205588285577),
            (5, 7, -0.6321205588285577),
        )
    )  # fmt: skip
    shares = np.array([0.1527575587317184, 0.10018785519463233, 0.2172699473591334,
                       0.06451238862741503, 0.1527575587317184, 0.19353716588224507,
                       0.1527575587317184, 0.16470024382204734])  # fmt: skip
    scores = replace(scores_of(G, "disagreement"), null=((1.0, shares),))
    start = np.array([0, 1, 1, 0, 1, 1, 0, 1])

    assert leiden.search(scores, before=start).tolist() == [0, 1, 1, 0, 1, 1, 0, 1]


def test_leiden_starts_from_the_time_before() -> None:
    """Two answers are equally good; it stays with the one there was."""
    G: nx.Graph[str] = nx.Graph()
    G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -2.0)])
    for pair in ({"a", "b"}, {"b", "c"}):
        scores = scores_of(G, "disagreement", [pair])
        before = labels_of(scores.ties.nodes, [pair])
        assert pair in leiden.solve(scores, before=before).partition


def test_what_leiden_cannot_do_is_said() -> None:
    with pytest.raises(SettingsError, match="modularity needs another method"):
        leiden.solve(scores_of(camps(2, 3, foes=1), "modularity"))


def test_matplotlib_stays_out_and_a_missing_igraph_is_named() -> None:
    code = """
import sys
import networkx as nx
from idlib_graph.communities import leiden
from idlib_graph.communities.objectives import score
leiden.solve(score(nx.path_graph(["a", "b"]), objective="potts"))
assert "igraph" in sys.modules
assert "matplotlib" not in sys.modules
for name in [one for one in sys.modules if one.partition(".")[0] == "igraph"]:
    del sys.modules[name]
sys.meta_path.insert(0, type("Without", (), {"find_spec": staticmethod(
    lambda name, *_: (_ for _ in ()).throw(ImportError(name)) if name == "igraph" else None)}))
try:
    leiden.solve(score(nx.path_graph(["a", "b"]), objective="potts"))
except Exception as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "the method leiden needs igraph: pip install 'idlib-graph[large]'\n"


def test_the_method_is_a_setting_and_other_objectives_find_their_own() -> None:
    """Leiden cannot do modularity, which stands beside the headline all the same."""
    data = make(*(rel("cooperation", a, b, date="2015-03") for a, b in ("ab", "bc", "cd")))
    analysis = analyze(data, method="leiden", every="P1M")

    assert {part.result.method for part in analysis.slices} == {"exact"}  # few enough to prove
    assert set(analysis.definitions.answers) == {"potts", "disagreement", "modularity", "cpm"}
    with pytest.raises(SettingsError, match="unknown method 'louvain'; one of auto, exact"):
        Settings(method="louvain")
