"""Communities of events over time: ties, communities, who they are, what became of them.

The way for tables too large for a data set of relations. Ties fade, communities are found and
coupled, and are known again by the rules of every other analysis (see `idlib_graph.analyze`), in
arrays: no object is made for an event, a relation or a tie.
"""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.communities.labelling import PROVEN_UP_TO, label
from idlib_graph.communities.objectives import Ties, score_ties
from idlib_graph.dates import date_range, parse_date
from idlib_graph.errors import SettingsError, TableError
from idlib_graph.events.arrays import fold_arrays
from idlib_graph.events.folding import STEPS
from idlib_graph.events.identity import Found, Tracker, name_tracks
from idlib_graph.events.lifecycle import find_changes
from idlib_graph.events.ties import ties_by_day
from idlib_graph.events.timeline import (
    ABSENT,
    CENTRAL,
    COUNTED,
    UNALIGNED,
    Community,
    Timeline,
)
from idlib_graph.load import built_in_codebook
from idlib_graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from idlib_graph.events.arrays import EventArrays
    from idlib_graph.events.ties import SignedTies

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Progress: TypeAlias = Callable[[int, int], None]

_OF_DATA_SETS = ("known_by", "only", "without", "source", "without_source")


def track_communities(
    events: EventArrays,
    *,
    days: Iterable[date] | None = None,
    window: int | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Timeline:
    """Find the communities of events over time, know them again, and tell what became of them.

    Parameters
    ----------
    events : of `arrange_events`, `arrange` or `read_arrays`, folded or not
    days : of the slices; each step of ``settings.every`` from the first event to the last where
        None
    window : events count in full for so many days and then no more; None where they fade by the
        half-lives of their types
    settings : as of any analysis; the defaults where None. ``method`` says how parts of more than
        100 actors are searched: by ``heuristic``, by ``leiden``, or by ``leiden`` where igraph is
        installed and else ``heuristic`` (``auto``)
    progress : told how many slices are done, and of how many

    Raises
    ------
    TableError
        Where no event makes a tie.
    SettingsError
        For a setting out of its range, or one that is not for tables: the objective
        ``modularity``, the method ``exact``, and all that choose sources or types of factions;
        where `days` is empty.

    Examples
    --------
    Two pairs of allies, then one of the first goes over to the second:

    >>> import numpy as np
    >>> from idlib_graph.events.arrays import arrange
    >>> months = np.datetime64("2018-02") + np.array([0, 0, 0, 2, 2])
    >>> one, other = ["HTS", "SLF", "HTS", "SLF", "SLF"], ["Zinki", "Sham", "Sham", "Zinki", "Sham"]
    >>> kinds = ["alliance", "alliance", "clash", "alliance", "alliance"]
    >>> told = track_communities(arrange(months, one, other, kinds), window=60)
    >>> told.actors
    ('HTS', 'SLF', 'Sham', 'Zinki')
    >>> for day, row in zip(told.days, told.community.tolist()):
    ...     print(day, row)
    2018-03-01 [1, 2, 2, 1]
    2018-04-01 [1, 2, 2, 1]
    2018-04-30 [-1, 2, 2, 2]
    >>> [(str(change.day), change.change, change.before) for change in told.changes]
    [('2018-04-30', 'merge', (1, 2))]
    """
    settings = settings or Settings()
    _check(settings)
    method = _method(settings)
    folded = fold_arrays(events)
    if not len(folded.when):
        msg = "no event of the table makes a tie; nothing to analyse"
        raise TableError(msg)
    days = tuple(sorted(set(days))) if days is not None else days_of(folded, settings.every)
    if not days:
        msg = "no days are asked for"
        raise SettingsError(msg)
    tracker = Tracker(len(folded.actors), settings.match_overlap, settings.match_window)
    community = np.full((len(days), len(folded.actors)), ABSENT, dtype=np.int32)
    counts = np.zeros((len(days), len(COUNTED)), dtype=np.int64)
    before = np.full(len(folded.actors), ABSENT, dtype=np.int64)
    for column, ties in enumerate(_ties(folded, days, window, settings)):
        before, proven, found = _communities(ties, before, settings, method)
        track = tracker.follow(column, found)
        there = before >= 0
        community[column, there] = UNALIGNED
        joined = found.label >= 0
        community[column, joined] = track[found.label[joined]] + 1
        counts[column] = (
            there.sum(), len(ties.a), (ties.positive > ties.negative).sum(),
            (ties.positive < ties.negative).sum(), found.groups, proven,
        )  # fmt: skip
        if progress:
            progress(column + 1, len(days))
    return Timeline(
        folded.actors,
        days,
        community,
        counts,
        tuple(_lives(community, days, tracker, folded.actors)),
        tuple(find_changes(community, days)),
        events.counts,
        method,
        window,
        settings,
    )


def days_of(events: EventArrays, every: str) -> tuple[date, ...]:
    """The days of slices, from the first event to the last: those of a data set of these events.

    Examples
    --------
    >>> import numpy as np
    >>> from idlib_graph.events.arrays import arrange
    >>> months = np.array(["2018-02", "2018-04"], "datetime64[M]")
    >>> clashes = arrange(months, ["HTS"] * 2, ["Zinki"] * 2, ["clash"] * 2)
    >>> [str(day) for day in days_of(clashes, "P1M")]
    ['2018-03-01', '2018-04-01', '2018-04-30']
    """
    first, last = (
        parse_date(str(events.steps[i])[: STEPS[events.step]]) for i in (0, len(events.steps) - 1)
    )
    return date_range(first.begin or date.min, last.latest or date.max, every)


def _check(settings: Settings) -> None:
    """See to it that nothing is set that an event table cannot follow."""
    for name in _OF_DATA_SETS:
        if getattr(settings, name):
            msg = f"{name} is for data sets: an event table has no sources and no types of factions"
            raise SettingsError(msg)
    if settings.objective == "modularity":
        msg = "modularity rewards pairs of strangers, which nobody can look at in large tables"
        raise SettingsError(msg)
    if settings.method == "exact":
        msg = f"parts of more than {PROVEN_UP_TO} actors are not proven here; leave the method out"
        raise SettingsError(msg)


def _method(settings: Settings) -> str:
    """What searches parts that are too large to be proven."""
    if settings.method != "auto":
        return settings.method
    return "leiden" if find_spec("igraph") else "heuristic"


def _ties(
    folded: EventArrays, days: Sequence[date], window: int | None, settings: Settings
) -> Iterator[SignedTies]:
    types = [name for _, name in folded.types]
    half_lives: Mapping[str, float | None] = dict.fromkeys(types)
    if window is None:
        known = built_in_codebook().types
        half_lives = {name: known[name].half_life * settings.half_life for name in types}
    return ties_by_day(
        folded,
        days,
        half_lives,
        cut=settings.cut,
        window=window,
        split_strength=settings.split_strength,
        tie_threshold=settings.tie_threshold,
    )


def _communities(
    ties: SignedTies, before: Ints, settings: Settings, method: str
) -> tuple[Ints, int, Found]:
    """The first member of each actor's community, -1 for none; how many are proven."""
    actors = len(before)
    there = np.zeros(actors, dtype=np.bool_)
    there[ties.a] = there[ties.b] = True
    present = np.flatnonzero(there)
    place = np.cumsum(there) - 1
    weight = ties.positive - ties.negative
    named = tuple(range(len(present)))  # nobody asks for their names
    signed = Ties(named, place[ties.a], place[ties.b], weight)  # type: ignore[arg-type] # see above
    then = before[present]
    scores = score_ties(
        signed,
        objective=settings.objective,
        resolution=settings.resolution,
        before=then,
        coupling=settings.coupling,
    )
    labels, proven = label(
        scores, then, method=method, node_limit=settings.node_limit, seed=settings.seed
    )
    now = np.full(actors, ABSENT, dtype=np.int64)
    now[present] = present[labels]
    return now, int(proven.sum()), _found(now, ties, weight)


def _found(now: Ints, ties: SignedTies, weight: Floats) -> Found:
    """The communities of two or more, largest first, then by first member."""
    actors = len(now)
    sizes = np.bincount(now[now >= 0], minlength=actors)
    heads = np.flatnonzero(sizes > 1)
    heads = heads[np.argsort(-sizes[heads], kind="stable")]
    number = np.full(actors + 1, -1, dtype=np.int64)
    number[heads] = np.arange(len(heads))
    positive = np.maximum(weight, 0.0)
    ends = np.concatenate([ties.a, ties.b])
    inside = np.where(now[ties.a] == now[ties.b], positive, 0.0)
    strength, own = (
        np.bincount(ends, np.tile(part, 2), actors).astype(np.float64, copy=False)
        for part in (positive, inside)
    )
    return Found(number[now], len(heads), strength, own)


def _lives(
    community: NDArray[np.int32], days: Sequence[date], tracker: Tracker, actors: Sequence[str]
) -> Iterator[Community]:
    count = len(tracker.last)
    sizes = np.array([np.bincount(row[row > 0], minlength=count + 1)[1:] for row in community])
    there = sizes > 0
    first, central = there.argmax(axis=0), tracker.central()
    for i, name in enumerate(name_tracks(central, actors)):
        yield Community(
            i + 1,
            name,
            days[first[i]],
            days[tracker.last[i]],
            int(there[:, i].sum()),
            int(sizes[:, i].max()),
            int(sizes[tracker.last[i], i]),
            tuple(central[i][0][:CENTRAL].tolist()),
        )
