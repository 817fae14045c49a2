"""Communities part by part: what no positive score joins can be solved on its own.

Where null models only take away, a pair without a tie never scores above 0, so that no best
partition holds nodes together which no chain of positive scores joins. Each such part is solved
for itself: exactly where it is small enough, so that the answer for a large graph is proven as
far as it can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.exact import Optimum
from idlib_graph.communities.objectives import Scores, Ties

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.intp]
    Solve: TypeAlias = Callable[[Scores, Ints | None], Optimum]


def solve_parts(scores: Scores, before: Ints | None, solve: Solve) -> Optimum:
    """Find a partition by solving each part, and add up how good they are.

    Parameters
    ----------
    scores : of which no null term rewards pairs
    before : (n,) as for `score_ties`
    solve : gives the partition of one part, from its scores and its `before`

    Examples
    --------
    Two pairs of allies, which nothing joins:

    >>> import networkx as nx
    >>> from idlib_graph.communities import exact
    >>> from idlib_graph.communities.objectives import score
    >>> scores = score(nx.Graph([("a", "b"), ("c", "d")]), objective="potts")
    >>> found = solve_parts(scores, None, lambda part, _: exact.solve(part))
    >>> found.labels.tolist(), found.proven, found.proven_nodes
    ([0, 0, 2, 2], True, 4)
    """
    nodes = scores.ties.nodes
    labels, missing, sure = np.arange(len(nodes)), 0.0, len(nodes)
    for members, part in parts(scores):
        found = solve(part, None if before is None else before[members])
        labels[members] = members[found.labels]
        missing += found.bound - found.coupled_quality
        sure -= len(members) - found.proven_nodes
    coupled = scores.value(labels, coupled=True)
    plain = scores.value(labels, coupled=False)
    return Optimum(
        nodes, labels, plain, coupled, coupled + missing, sure == len(nodes), proven_nodes=sure
    )


def parts(
    scores: Scores, first: Ints | None = None, *, least: int = 2
) -> list[tuple[Ints, Scores]]:
    """The parts of two nodes or more that positive scores hold together, and their scores.

    Parameters
    ----------
    first : (n,) of `held_together`, where it is known already
    least : nodes of the smallest part to give

    Returns
    -------
    the positions of a part's nodes, ascending, and the scores of the pairs among them; by first
    node

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> G = nx.Graph([("a", "b"), ("c", "d")])
    >>> G.add_edge("b", "c", weight=-1.0)
    >>> [part.ties.nodes for _, part in parts(score(G, objective="potts"))]
    [('a', 'b'), ('c', 'd')]
    """
    ties = scores.ties
    first = held_together(scores) if first is None else first
    order = np.argsort(first, kind="stable")
    _, starts = np.unique(first[order], return_index=True)
    groups = [group for group in np.split(order, starts[1:]) if len(group) >= least]
    rows_of = first[ties.rows]
    inside = np.flatnonzero(rows_of == first[ties.cols])
    inside = inside[np.argsort(rows_of[inside], kind="stable")]
    heads = rows_of[inside]
    found = []
    for members in groups:
        low, high = np.searchsorted(heads, [members[0], members[0] + 1])
        found.append((members, restrict(scores, members, np.sort(inside[low:high]))))
    return found


def restrict(scores: Scores, members: Ints, rows: Ints) -> Scores:
    """The scores among some of the nodes, ascending, with those ties that are `rows`.

    The null model stays that of the whole graph.

    Examples
    --------
    >>> import networkx as nx
    >>> import numpy as np
    >>> from idlib_graph.communities.objectives import score
    >>> whole = score(nx.Graph([("a", "b"), ("b", "c")]), objective="potts")
    >>> part = restrict(whole, np.array([0, 1]), np.array([0]))
    >>> bool((part.matrix() == whole.matrix()[:2, :2]).all())
    True
    """
    ties = scores.ties
    kept = Ties(
        tuple(ties.nodes[i] for i in members.tolist()),
        np.searchsorted(members, ties.rows[rows]),
        np.searchsorted(members, ties.cols[rows]),
        ties.weights[rows],
    )
    null = tuple((factor, vector[members]) for factor, vector in scores.null)
    return Scores(kept, scores.bonus[rows], null)


def joined(n: int, rows: Ints, cols: Ints) -> Ints:
    """The first node, (n,), that each node can reach over ties from `rows` to `cols`.

    Examples
    --------
    >>> import numpy as np
    >>> joined(4, np.array([1, 3]), np.array([3, 2])).tolist()
    [0, 1, 1, 1]
    """
    first = np.arange(n)
    while True:
        lowest = first.copy()
        np.minimum.at(lowest, rows, first[cols])
        np.minimum.at(lowest, cols, first[rows])
        lowest = lowest[lowest]
        if (lowest == first).all():
            return first
        first = lowest


def held_together(scores: Scores) -> Ints:
    """The first node, (n,), of the part of each node, which positive scores hold together.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> held_together(score(nx.Graph([("a", "b"), ("c", "d")]))).tolist()
    [0, 0, 2, 2]
    """
    ties = scores.ties
    values = ties.weights + scores.bonus
    for factor, vector in scores.null:
        values = values - factor * vector[ties.rows] * vector[ties.cols]
    held = values > 0
    return joined(len(ties.nodes), ties.rows[held], ties.cols[held])
