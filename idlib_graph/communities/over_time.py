"""Communities of a series of snapshots, each coupled to the one before.

Who sits with whom is told by *labels*, one for each of the series' nodes: two lines sit together
where they have the same label, and -1 is a line without a tie. Where no more is asked for, nothing
else is worked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities import best_partition, describe, settle_scores
from idlib_graph.communities.objectives import Ties, labels_of, score_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.communities.objectives import Scores
    from idlib_graph.settings import Settings
    from idlib_graph.snapshots import SnapshotSeries

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]
    Labels: TypeAlias = Ints
    Partition: TypeAlias = Iterable[Iterable[str]]
    Memo: TypeAlias = dict[tuple[object, ...], Ints]


def communities_over_time(series: SnapshotSeries) -> tuple[Communities, ...]:
    """The communities of each snapshot, with the previous slice's partition fixed for coupling.

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> for found in communities_over_time(series):
    ...     print(any({"zinki", "hts"} <= community for community in found.communities))
    True
    False
    """
    found: list[Communities] = []
    for _, ties in ties_over_time(series, series.weights):
        earlier = found[-1].partition if found else None
        found.append(_communities(ties, earlier, series.settings))
    return tuple(found)


def communities_of(
    series: SnapshotSeries, weights: Floats, earlier: Partition | None
) -> Communities:
    """The communities that follow from the weight of each relation, shape (relations,).

    Coupled to an earlier partition.

    Examples
    --------
    Had nobody told that Zinki was in HTS:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1)])
    >>> weights = series.weights[:, 0].copy()
    >>> weights[series.rows["zinki-in-hts"]] = 0.0
    >>> found = communities_of(series, weights, None)
    >>> any({"zinki", "hts"} <= community for community in found.communities)
    False
    """
    _, ties = next(ties_over_time(series, weights[:, np.newaxis]))
    return _communities(ties, earlier, series.settings)


def _communities(ties: Ties, earlier: Partition | None, settings: Settings) -> Communities:
    before = None if earlier is None else labels_of(ties.nodes, earlier)
    scores = _score(ties, before, settings)
    best = best_partition(
        scores, before, method=settings.method, node_limit=settings.node_limit, seed=settings.seed
    )
    return describe(scores, *best, objective=settings.objective, resolution=settings.resolution)


def labels_over_time(series: SnapshotSeries, *, memo: Memo | None = None) -> Labels:
    """Who sits with whom in each snapshot, shape (slices, nodes of the series).

    Parameters
    ----------
    memo : answers so far, of any series and settings; added to

    Examples
    --------
    Zinki left HTS in February 2018:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> labels = labels_over_time(series)
    >>> zinki, hts = (labels[:, series.nodes.index(name)] for name in ("zinki", "hts"))
    >>> (zinki == hts).tolist()
    [True, False]
    """
    found: list[Labels] = []
    for present, ties in ties_over_time(series, series.weights):
        found.append(_labels(series, present, ties, found[-1] if found else None, memo))
    return np.array(found, dtype=np.intp).reshape(len(found), len(series.nodes))


def labels_from(
    series: SnapshotSeries, weights: Floats, before: Ints, *, memo: Memo | None = None
) -> Ints:
    """Who sits with whom, from the weight of each relation, shape (relations,).

    Parameters
    ----------
    before : the labels of the time before

    Examples
    --------
    The second slice from its weights and the first:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> first, second = labels_over_time(series)
    >>> (labels_from(series, series.weights[:, 1], first) == second).all().item()
    True
    """
    present, ties = next(ties_over_time(series, weights[:, np.newaxis]))
    return _labels(series, present, ties, before, memo)


def _labels(
    series: SnapshotSeries, present: Ints, ties: Ties, before: Labels | None, memo: Memo | None
) -> Labels:
    settings, then = series.settings, None if before is None else before[present]
    scores = _score(ties, then, settings)
    arrays = (ties.rows, ties.cols, ties.weights, scores.bonus)
    asked = (
        settings.objective,
        settings.resolution,
        settings.method,
        ties.nodes,
        *(a.tobytes() for a in arrays),
    )
    memo = {} if memo is None else memo
    labels = memo.get(asked)
    if labels is None:
        labels, only = settle_scores(
            scores,
            then,
            method=settings.method,
            node_limit=settings.node_limit,
            seed=settings.seed,
        )
        if only:  # else it hangs on more of the time before than on the bonus
            memo[asked] = labels
    found = np.full(len(series.nodes), -1, dtype=np.intp)
    found[present] = present[labels]
    return found


def _score(ties: Ties, before: Ints | None, settings: Settings) -> Scores:
    return score_ties(
        ties,
        objective=settings.objective,
        resolution=settings.resolution,
        before=before,
        coupling=settings.coupling,
    )


def ties_over_time(series: SnapshotSeries, weights: Floats) -> Iterator[tuple[Ints, Ties]]:
    """The ties of each day, those of ``series.graph``, from the weights, (relations, days).

    Yields
    ------
    the lines that have one, as positions in ``series.nodes``, and the ties

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1)])
    >>> [(_, ties)] = ties_over_time(series, series.weights)
    >>> len(ties.weights) == series.graphs[0].number_of_edges()
    True
    """
    positive, negative = (side.T for side in series.tie_weights(weights))
    kept = (positive > 0.0) | (negative > 0.0)
    for there, signed in zip(kept, positive - negative, strict=True):
        frame = series.frame(there)
        yield frame.present, Ties(frame.nodes, frame.rows, frame.cols, signed[there])
