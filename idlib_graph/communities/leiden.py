"""Communities of very large graphs by igraph's Leiden, one call for our objectives.

Traag, Waltman & van Eck 2019. igraph's ``CPM`` takes ``a_i a_j`` from the score of each pair, with
`a` the weights of nodes: that is every objective here whose null model is one term that takes
away (``potts``, ``cpm``) or none (``disagreement``). igraph is licensed under the GPL and an extra
of its own, ``idlib-graph[large]``.
"""

from __future__ import annotations

import math
import random
import sys
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from idlib_graph.communities import heuristic
from idlib_graph.communities.exact import Optimum
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Scores

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

# A round has to gain more than this part of the score, or it was the last.
WORTHWHILE = 1e-9


def solve(scores: Scores, *, before: Ints | None = None, seed: int = 0) -> Optimum:
    """Look for a good partition with one run of Leiden, to its end.

    Parameters
    ----------
    before : (n,) as for `score_ties`: where Leiden starts; a node that was absent, -1, alone

    Raises
    ------
    SettingsError
        Where igraph is not installed, or the null model rewards pairs (``modularity``).

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> G = nx.Graph([("a", "b"), ("c", "d")])
    >>> G.add_edge("b", "c", weight=-1.0)
    >>> found = solve(score(G, objective="potts"))
    >>> [sorted(group) for group in found.partition], found.proven
    ([['a', 'b'], ['c', 'd']], False)
    """
    labels = search(scores, before=before, seed=seed)
    coupled = scores.value(labels, coupled=True)
    plain = scores.value(labels, coupled=False)
    bound = heuristic.ceiling(scores)
    return Optimum(scores.ties.nodes, labels, plain, coupled, bound, proven=False)


def search(
    scores: Scores, *, before: Ints | None = None, seed: int = 0, rounds: int | None = None
) -> Ints:
    """Look for labels, (n,), as `solve` does, and for nothing else.

    Parameters
    ----------
    rounds : how often to move, refine and aggregate; None until that gains nothing

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> search(score(nx.Graph([("a", "b"), ("c", "d")]))).tolist()
    [0, 0, 2, 2]
    """
    ties, weights = scores.ties, scores.ties.weights + scores.bonus
    # pairs one by one are what igraph reads fastest, faster than a list of them or an array
    pairs = zip(ties.rows.tolist(), ties.cols.tolist(), strict=True)
    graph = _igraph().Graph(n=len(ties.nodes), edges=pairs)
    asked = {
        "objective_function": "CPM",
        "weights": weights.tolist(),
        "node_weights": _node_weights(scores).tolist(),
        "resolution": 1.0,
    }
    start = None if before is None else _start(before)
    generator = random.Random(seed)  # noqa: S311 - the same answer again, no secret
    _igraph().set_random_number_generator(generator)
    try:
        if rounds is not None:
            found = graph.community_leiden(initial_membership=start, n_iterations=rounds, **asked)
            return heuristic.split(scores, np.array(found.membership, dtype=np.intp))
        return heuristic.split(scores, _to_the_end(scores, graph, start, asked))
    finally:
        _igraph().set_random_number_generator(random)


def _to_the_end(
    scores: Scores,
    graph: Any,  # noqa: ANN401 - igraph ships no complete types
    start: list[int] | None,
    asked: dict[str, Any],
) -> Ints:
    """Round after round while one gains.

    igraph's own way to the end never comes to one where moves that gain nothing take turns.
    """
    best, value = np.arange(len(scores.ties.nodes)), -math.inf
    while True:
        found = graph.community_leiden(initial_membership=start, n_iterations=1, **asked)
        labels = np.array(found.membership, dtype=np.intp)
        reached = scores.value(labels, coupled=True)
        if reached <= value + WORTHWHILE * abs(value):
            return best
        best, value, start = labels, reached, found.membership


def _node_weights(scores: Scores) -> Floats:
    """What igraph takes from a pair, as the product of its ends."""
    if not scores.null:
        return np.zeros(len(scores.ties.nodes))
    (factor, vector), *more = scores.null
    if more or factor < 0:
        msg = "Leiden knows no null model that rewards pairs; modularity needs another method"
        raise SettingsError(msg)
    return math.sqrt(factor) * vector


def _start(before: Ints) -> list[int]:
    n = len(before)
    alone = np.where(before >= 0, n + before, np.arange(n))
    return np.unique(alone, return_inverse=True)[1].tolist()  # type: ignore[no-any-return] # numpy's own


def _igraph() -> Any:  # noqa: ANN401 - ships no complete types
    """The library, without matplotlib, which it would load for pictures that nobody asked for."""
    if "igraph" in sys.modules:
        return sys.modules["igraph"]
    # Who sits at a prompt or a notebook may want igraph's pictures later on.
    interactive = hasattr(sys, "ps1") or "IPython" in sys.modules
    hidden = "matplotlib" not in sys.modules and not interactive
    if hidden:
        sys.modules["matplotlib"] = None  # type: ignore[assignment] # Python's way to hide one
    try:
        import igraph  # noqa: PLC0415 - an extra, loaded where it is asked for
    except ImportError as error:
        msg = "the method leiden needs igraph: pip install 'idlib-graph[large]'"
        raise SettingsError(msg) from error
    finally:
        if hidden:
            del sys.modules["matplotlib"]
    return igraph
