"""Who sits with whom in a graph of any size, and for whom that is proven; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import exact, heuristic, leiden
from idlib_graph.communities.parts import held_together, parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idlib_graph.communities.objectives import Scores

    Bools: TypeAlias = NDArray[np.bool_]
    Ints: TypeAlias = NDArray[np.intp]

PROVEN_UP_TO, PROGRAMS = 100, 300
"""Nodes of a part up to which its best partition is looked for with the proof, and how many linear
programs that may take: some tenths of a second."""
ROUNDS = 2
"""Of Leiden in a large part; what more would find is less than chance makes of it."""


def label(
    scores: Scores, before: Ints | None, *, method: str, node_limit: int, seed: int
) -> tuple[Ints, Bools]:
    """Find the community of each node, (n,), numbered by first member, and which are proven.

    Each part that positive scores hold together is solved for itself: exactly where it is small
    enough, else as `method` says. A part of two sits together; a node that nothing holds is alone.

    Parameters
    ----------
    scores : of which no null term rewards pairs
    before : (n,) as for `score_ties`
    method : ``leiden`` or ``heuristic`` for what is not proven
    node_limit : linear programs that one part may take, large ones counted as several, as far as
        it is below `PROGRAMS`

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities.objectives import score
    >>> scores = score(nx.Graph([("a", "b"), ("c", "d")]))
    >>> labels, proven = label(scores, None, method="heuristic", node_limit=100, seed=0)
    >>> labels.tolist(), proven.tolist()
    ([0, 0, 2, 2], [True, True, True, True])
    """
    labels = held_together(scores)
    proven = np.ones(len(labels), dtype=np.bool_)
    for members, part in parts(scores, labels, least=3):
        then = None if before is None else before[members]
        found, proven[members] = _solve(part, then, method, min(node_limit, PROGRAMS), seed)
        labels[members] = members[found]
    return labels, proven


def _solve(
    part: Scores, then: Ints | None, method: str, node_limit: int, seed: int
) -> tuple[Ints, bool]:
    settled = None
    if len(part.ties.nodes) <= PROVEN_UP_TO:
        settled = exact.settle(part, before=then, node_limit=node_limit)
        if settled.proven:
            return settled.labels, True
    if method == "leiden":
        found = leiden.search(part, before=then, seed=seed, rounds=ROUNDS)
    else:
        found = heuristic.solve(part, before=then, seed=seed).labels
    if settled is not None:  # a proof that was given up may have come further
        found = max(settled.labels, found, key=lambda labels: part.value(labels, coupled=True))
    return found, False
