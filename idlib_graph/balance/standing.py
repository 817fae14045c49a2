"""Where nodes stand among their allies and enemies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities.objectives import read_ties
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class SignedDegree:
    """A node's ties by sign; strengths are summed weights, never negative."""

    positive: int
    negative: int
    positive_strength: float
    negative_strength: float


def degree_by_sign(G: nx.Graph[str]) -> dict[str, SignedDegree]:
    """Count each node's ties, and sum their weights, by sign; nodes sorted.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 0.5), ("a", "c", -1.0)])
    >>> degree_by_sign(G)["a"]
    SignedDegree(positive=1, negative=1, positive_strength=0.5, negative_strength=1.0)
    """
    ties, _ = read_ties(G).signed()
    signs = replace(ties, weights=np.sign(ties.weights))
    columns = (signs.strength(1), signs.strength(-1), ties.strength(1), ties.strength(-1))
    return {
        node: SignedDegree(int(p), int(n), float(ps), float(ns))
        for node, p, n, ps, ns in zip(ties.nodes, *columns, strict=True)
    }


def brokers(G: nx.Graph[str]) -> dict[str, float]:
    """Return betweenness on the positive ties, in [0, 1], largest first, then by id.

    Every positive tie counts the same: a weak tie does not make a longer way.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    >>> brokers(G)
    {'b': 1.0, 'a': 0.0, 'c': 0.0}
    """
    import networkx as nx  # noqa: PLC0415 - start-up stays light: loaded where it is needed

    ties, _ = read_ties(G).signed()
    positive: nx.Graph[str] = nx.Graph()
    positive.add_nodes_from(ties.nodes)
    for i, j, weight in zip(ties.rows, ties.cols, ties.weights, strict=True):
        if weight > 0:
            positive.add_edge(ties.nodes[i], ties.nodes[j])
    values = nx.betweenness_centrality(positive)
    return dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))


def pn_centrality(G: nx.Graph[str], *, weighted: bool = False) -> dict[str, float]:
    """Return PN centrality: high for many allies who have few enemies; nodes sorted.

    ``(I - A / (2n - 2))⁻¹ 1`` with ``A = P - 2N``, P and N the positive and negative ties
    (Everett & Borgatti 2014). Allies raise it and rivals lower it, the more so the better they
    stand themselves; a node without ties has 1.

    Parameters
    ----------
    weighted : count ties by weight instead of one each; weights must lie in [-1, 1]

    Raises
    ------
    SettingsError
        for weights outside [-1, 1] where they count: the series would not converge

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.complete_graph(["a", "b", "c", "d", "e"])
    >>> round(pn_centrality(G)["a"], 6)
    2.0
    """
    ties, _ = read_ties(G).signed()
    n = len(ties.nodes)
    weights = ties.weights if weighted else np.sign(ties.weights)
    if (np.abs(weights) > 1.0).any():
        message = "weighted PN centrality needs weights between -1 and 1"
        raise SettingsError(message)
    A = np.zeros((n, n))
    A[ties.rows, ties.cols] = np.where(weights < 0, 2.0 * weights, weights)
    A += A.T
    # Two enemies and nobody else make the matrix singular; least squares treats them alike.
    values = np.linalg.lstsq(np.eye(n) - A / max(2 * n - 2, 1), np.ones(n), rcond=None)[0]
    return dict(zip(ties.nodes, values.tolist(), strict=True))
