"""What became of communities from slice to slice, from who was where, in arrays.

Events, thresholds and what identity does to them are those of `idlib_graph.follow_communities`
(Greene, Doyle & Cunningham 2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Seats: TypeAlias = NDArray[np.int32] | Ints

THRESHOLD = 0.1
RESIZE = 0.1


class Change(NamedTuple):
    """What happened to communities between two slices.

    Attributes
    ----------
    since, day : the slice before and the slice after
    change : ``birth``, ``death``, ``merge``, ``split``, ``grow`` or ``shrink``
    before, after : numbers of those it happened to, and of those that came of it
    """

    since: date
    day: date
    change: str
    before: tuple[int, ...]
    after: tuple[int, ...]


def find_changes(community: Seats, days: Sequence[date]) -> Iterator[Change]:
    """The changes of communities over time; that one goes on as it was is none.

    Communities match where their Jaccard overlap is above 0.1; see `lifecycle_events`. One that
    is seen again does not die, nor is it born again.

    Parameters
    ----------
    community : (days, actors) the number of each actor's community, from 1

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> seats = np.array([[1, 1, 1, 1], [1, 1, 2, 2], [0, 0, 2, 2]])
    >>> days = [date(2018, month, 1) for month in (1, 2, 3)]
    >>> for change in find_changes(seats, days):
    ...     print(change.day, change.change, change.before, change.after)
    2018-02-01 split (1,) (1, 2)
    2018-03-01 death (1,) ()
    """
    count = int(community.max(initial=0)) + 1
    sizes = np.array([np.bincount(row[row > 0], minlength=count) for row in community])
    there = sizes > 0
    first = there.argmax(axis=0)
    last = len(days) - 1 - there[::-1].argmax(axis=0)
    seen = np.zeros(count, dtype=np.int64)  # the size of each when it was last seen
    for column in range(1, len(days)):
        seen = np.where(there[column - 1], sizes[column - 1], seen)
        old, new = sizes[column - 1], sizes[column]
        heirs, parents = _matches(community[column - 1], community[column], old, new)
        for change, before, after in _events(heirs, parents, old, new):
            what, whose = change, before
            if change == "death" and last[before[0]] >= column:
                continue
            if change == "birth" and first[after[0]] < column:
                what, whose = _resized(int(seen[after[0]]), int(new[after[0]])), after
            if what != "continue":
                yield Change(days[column - 1], days[column], what, whose, after)


def _matches(
    then: Seats, now: Seats, old: Ints, new: Ints
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each community those of the other slice that it matches."""
    both = (then > 0) & (now > 0)
    pairs, shared = np.unique(
        then[both].astype(np.int64) * len(new) + now[both], return_counts=True
    )
    before, after = np.divmod(pairs, len(new))
    match = shared / (old[before] + new[after] - shared) > THRESHOLD
    heirs: dict[int, list[int]] = {key: [] for key in np.flatnonzero(old).tolist()}
    parents: dict[int, list[int]] = {key: [] for key in np.flatnonzero(new).tolist()}
    for key, other in zip(before[match].tolist(), after[match].tolist(), strict=True):
        heirs[key].append(other)
        parents[other].append(key)
    return heirs, parents


def _events(
    heirs: dict[int, list[int]], parents: dict[int, list[int]], old: Ints, new: Ints
) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    for key, others in heirs.items():
        if not others:
            yield "death", (key,), ()
        elif len(others) > 1:
            yield "split", (key,), tuple(others)
        elif parents[others[0]] == [key]:
            yield _resized(int(old[key]), int(new[others[0]])), (key,), (others[0],)
    for key, others in parents.items():
        if len(others) != 1:
            yield "merge" if others else "birth", tuple(others), (key,)


def _resized(size: int, now: int) -> str:
    if abs(now - size) <= RESIZE * size:
        return "continue"
    return "grow" if now > size else "shrink"
