"""Folded events to signed ties, day by day, in arrays: what `folding.spread` finds, in numpy.

Presence depends on the step and the type of an event alone, so that it is a small table for each
day. What is left of a pair, ``1 - prod(1 - strength * presence)``, is one sum of logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from idlib_graph.events.folding import presences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from idlib_graph.events.arrays import EventArrays

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]


class SignedTies(NamedTuple):
    """The ties of one day, each of two actors, in arrays of one length; sorted.

    Attributes
    ----------
    a, b : positions of the actors, a < b
    positive, negative : from 0 to 1: of alliances, and of clashes and splits
    """

    day: date
    a: Ints
    b: Ints
    positive: Floats
    negative: Floats


class Left(NamedTuple):
    """What folded events have left on one day, as rows of `folding.Spread`; sorted."""

    day: date
    a: Ints
    b: Ints
    type: Ints
    weight: Floats
    events: Ints


@dataclass(frozen=True, slots=True)
class Fading:
    """The presence of each step and type on each day, shape (days, steps, types)."""

    days: tuple[date, ...]
    presence: Floats

    @classmethod
    def of(
        cls,
        folded: EventArrays,
        days: Iterable[date],
        half_lives: Mapping[str, float | None],
        *,
        cut: float,
        window: int | None,
    ) -> Fading:
        """The presences by which all ways of folding fade; see `folding.spread`."""
        in_order = tuple(sorted(set(days)))
        steps = folded.steps.tolist()
        day_of, step_of, type_of = (
            {name: i for i, name in enumerate(names)}
            for names in (in_order, steps, [type_ for _, type_ in folded.types])
        )
        presence = np.zeros((len(day_of), len(step_of), len(type_of)))
        keys = {(step, type_) for step in step_of for type_ in type_of}
        for left in presences(keys, in_order, half_lives, step=folded.step, cut=cut, window=window):
            presence[day_of[left.day], step_of[left.bucket], type_of[left.type]] = left.presence
        return cls(in_order, presence)


def spread_arrays(
    folded: EventArrays,
    days: Iterable[date],
    half_lives: Mapping[str, float | None],
    *,
    cut: float = 0.25,
    window: int | None = None,
) -> Iterator[Left]:
    """What folded events have left on each of `days`, day by day; see `folding.spread`.

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from idlib_graph.events.arrays import arrange, fold_arrays
    >>> clash = arrange(np.array(["2018-03-02"], "M8[D]"), ["Zinki"], ["HTS"], ["clash"])
    >>> days = [date(2018, 3, 16), date(2018, 9, 15)]  # all, half of it
    >>> left = spread_arrays(fold_arrays(clash), days, {"battle": 6})
    >>> [round(day.weight[0].item(), 2) for day in left]
    [0.63, 0.32]
    """
    n, types = len(folded.actors), len(folded.types)
    keys, group = np.unique((folded.a * n + folded.b) * types + folded.type, return_inverse=True)
    fading = Fading.of(folded, days, half_lives, cut=cut, window=window)
    for column, day in enumerate(fading.days):
        rows, rest = _rest(folded, fading.presence[column], -np.expm1(-folded.weight))
        sums = np.bincount(group[rows], rest, len(keys))
        counted = np.where(rest < 0.0, folded.events[rows], 0)
        counts = np.bincount(group[rows], counted, len(keys)).astype(np.int64)
        there = np.flatnonzero(counts)
        pair, type_ = np.divmod(keys[there], types)
        yield Left(day, pair // n, pair % n, type_, 0.0 - np.expm1(sums[there]), counts[there])


def ties_by_day(
    folded: EventArrays,
    days: Sequence[date],
    half_lives: Mapping[str, float | None],
    *,
    cut: float = 0.25,
    window: int | None = None,
    split_strength: float = 1.0,
    tie_threshold: float = 0.05,
) -> Iterator[SignedTies]:
    """The signed ties of each day, as snapshots have them.

    Parameters
    ----------
    folded, days, half_lives, cut, window : as in `folding.spread`
    split_strength : factor on the strength of splits
    tie_threshold : ties weaker than this, both ways, are dropped

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from idlib_graph.events.arrays import arrange, fold_arrays
    >>> months = np.array(["2018-03", "2018-03"], "M8[M]")
    >>> events = arrange(months, ["HTS"] * 2, ["Zinki"] * 2, ["clash", "alliance"], weight=[2, 1])
    >>> [ties] = ties_by_day(fold_arrays(events), [date(2018, 3, 16)], {"battle": 6,
    ...                      "cooperation": 6})
    >>> ties.positive.round(2).tolist(), ties.negative.round(2).tolist()
    ([0.63], [0.86])
    """
    n = len(folded.actors)
    low, high = np.minimum(folded.a, folded.b), np.maximum(folded.a, folded.b)
    pairs, pair = np.unique(low * n + high, return_inverse=True)
    a, b = np.divmod(pairs, n)
    kinds = np.array([kind for kind, _ in folded.types] or [""])
    strength = -np.expm1(-folded.weight)
    if split_strength != 1.0:
        factor = np.where(kinds == "split", split_strength, 1.0)[folded.type]
        strength = np.minimum(strength * factor, 1.0)
    side = pair + len(pairs) * (kinds != "alliance")[folded.type]
    fading = Fading.of(folded, days, half_lives, cut=cut, window=window)
    for column, day in enumerate(fading.days):
        rows, rest = _rest(folded, fading.presence[column], strength)
        sums = np.bincount(side[rows], rest, 2 * len(pairs)).reshape(2, len(pairs))
        there = np.flatnonzero((sums[0] < 0.0) | (sums[1] < 0.0))
        positive, negative = 0.0 - np.expm1(sums[:, there])
        kept = np.maximum(positive, negative) >= tie_threshold
        there = there[kept]
        yield SignedTies(day, a[there], b[there], positive[kept], negative[kept])


def _rest(folded: EventArrays, presence: Floats, strength: Floats) -> tuple[slice, Floats]:
    """The rows that are present, and the logarithm of what each leaves of certainty."""
    there = np.flatnonzero(presence.any(axis=1))
    if not len(there):
        return slice(0, 0), strength[:0]
    # rows are sorted by step: those that are present lie together
    first, end = np.searchsorted(folded.when, [there[0], there[-1] + 1])
    rows = slice(int(first), int(end))
    share = presence[folded.when[rows], folded.type[rows]]
    with np.errstate(divide="ignore"):  # of certainty nothing is left
        return rows, np.log1p(-strength[rows] * share)
