"""Two camps with the least contradiction, one node left out after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Ties

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Table: TypeAlias = tuple[Sequence[int], Floats]

# A table over so many nodes has 65,536 entries, and takes less time than linear programs.
WIDTH = 16


def divide(ties: Ties, sizes: Floats, *, width: int = WIDTH) -> Ints | None:
    """Divide the nodes in two so that the contradicted ties have the least size.

    What is best for one node, and what that leaves contradicted, hangs on the sides of its
    neighbours alone: a table over these takes its place (bucket elimination, Dechter 1999). The
    node with fewest neighbours goes first.

    Parameters
    ----------
    sizes : (m,) what it costs to contradict each tie
    width : of so many nodes are tables made at most

    Returns
    -------
    (n,) labels 0 and 1, or None where a table would be wider

    Examples
    --------
    Of three enemies two have to sit together:

    >>> from idlib_graph.communities.objectives import Ties
    >>> ties = Ties(("a", "b", "c"), np.array([0, 0, 1]), np.array([1, 2, 2]), -np.ones(3))
    >>> divide(ties, np.array([2.0, 1.0, 3.0])).tolist()
    [0, 1, 0]
    """
    pairs = [*zip(ties.rows.tolist(), ties.cols.tolist(), strict=True)]
    contradicts = (ties.weights < 0)[:, np.newaxis, np.newaxis] == np.eye(2, dtype=np.bool_)
    costs = sizes[:, np.newaxis, np.newaxis] * contradicts
    tables: list[Table] = [*zip(pairs, costs, strict=True)]
    beside: dict[int, set[int]] = {node: set() for node in range(len(ties.nodes))}
    for a, b in pairs:
        beside[a].add(b)
        beside[b].add(a)
    choices: list[tuple[int, tuple[list[int], Ints]]] = []
    while beside:
        node = min(beside, key=lambda node: len(beside[node]))
        near = beside.pop(node)
        if len(near) > width:
            return None
        for other in near:
            beside[other] |= near
            beside[other] -= {node, other}
        own = [table for table in tables if node in table[0]]
        tables = [table for table in tables if node not in table[0]]
        scope, others = sorted({node, *near}), sorted(near)
        total, axis = _sum(own, scope), scope.index(node)
        choices.append((node, (others, total.argmin(axis))))
        tables.append((others, total.min(axis)))
    labels = np.zeros(len(ties.nodes), dtype=np.intp)
    for node, (around, best) in reversed(choices):
        labels[node] = best[tuple(labels[around])]
    return labels


def _sum(tables: Sequence[Table], scope: Sequence[int]) -> Floats:
    """One table over all nodes of `scope`, an axis each."""
    total = np.zeros((2,) * len(scope))
    for own, costs in tables:
        total += costs.reshape([2 if node in own else 1 for node in scope])
    return total
