"""Labels alone, for graphs of any size, are those of the whole answer."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from communities.brute import signed_graphs
from communities.test_parts import camps, scores_of, thicket
from hypothesis import given

from idlib_graph.communities import exact
from idlib_graph.communities.labelling import label


@given(signed_graphs())
def test_small_graphs_are_solved_exactly(G: nx.Graph[str]) -> None:
    scores = scores_of(G, "potts")
    labels, proven = label(scores, None, method="heuristic", node_limit=2_000, seed=0)
    best = exact.solve(scores)

    assert proven.all()
    assert scores.value(labels, coupled=True) == pytest.approx(best.coupled_quality, abs=1e-9)
    assert (labels[labels] == labels).all()  # each community is called by a member, the first
    assert (labels <= np.arange(len(labels))).all()


@pytest.mark.parametrize("method", ["leiden", "heuristic"])
def test_what_is_large_is_searched_and_the_rest_is_proven(method: str) -> None:
    scores = scores_of(nx.union(thicket(300, 8, seed=1), camps(3, 5)), "potts")
    labels, proven = label(scores, None, method=method, node_limit=2_000, seed=0)
    camp = np.array(["-" in name for name in scores.ties.nodes])

    assert proven.sum() == 15
    assert proven[camp].all()
    assert len(np.unique(labels[camp])) == 3
    assert scores.value(labels, coupled=True) > 0


def test_one_that_cannot_be_proven_within_the_limit_is_searched() -> None:
    scores = scores_of(thicket(40, 6, seed=1), "potts")
    labels, proven = label(scores, None, method="heuristic", node_limit=0, seed=0)

    assert not proven.all()
    assert scores.value(labels, coupled=True) <= exact.solve(scores).coupled_quality + 1e-9
