"""Events to partial sums, and these to the dated ties that they leave: the reference.

An event counts in the step (month, year or day) that holds its middle day. `fold` adds up the
events of each step, pair, kind and type; `spread` lets each of these sums fade over the days on
which snapshots are taken, exactly as `idlib_graph.presence` does with one relation for each, dated
with its step and of the strength ``1 - exp(-weight)``. `idlib_graph.events.engines` is the same
for tables that are too large for Python.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.dates import DAYS_PER_MONTH, parse_date
from idlib_graph.errors import SettingsError
from idlib_graph.events.table import DEFAULT_TYPES, directed_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from idlib_graph.events.table import Event

STEPS = {"P1D": len("2018-03-01"), "P1M": len("2018-03"), "P1Y": len("2018")}
"""How much of its ISO day is the date of a step."""


class Folded(NamedTuple):
    """The events of one step, pair, kind and type.

    Attributes
    ----------
    bucket : the first day of the step
    a, b : names; sorted, but for types whose ends play different parts, as who leaves whom
    weight : the sum of their weights
    events : how many they are
    """

    bucket: date
    a: str
    b: str
    kind: str
    type: str
    weight: float
    events: int


class Spread(NamedTuple):
    """What events up to a day have left of one kind and type between two organisations.

    Attributes
    ----------
    day : the day of a snapshot
    a, b : names, as in `Folded`
    weight : 0 to 1
    events : how many events are still present
    """

    day: date
    a: str
    b: str
    kind: str
    type: str
    weight: float
    events: int


def fold(events: Iterable[Event], step: str = "P1M") -> list[Folded]:
    """Add up events by step, pair, kind and type; sorted. Undated ones and reviews are left out.

    Parameters
    ----------
    step : ``P1D``, ``P1M`` or ``P1Y``

    Raises
    ------
    SettingsError
        For another step.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.events.table import Event
    >>> clash = Event(date(2018, 2, 27), date(2018, 3, 3), "Zinki", "HTS", "clash")
    >>> [row] = fold([clash, clash._replace(a="HTS", b="Zinki", weight=0.5)])
    >>> str(row.bucket), row.a, row.b, row.type, row.weight, row.events
    ('2018-03-01', 'HTS', 'Zinki', 'battle', 1.5, 2)
    """
    check_step(step)
    sums: dict[tuple[date, str, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0])
    for event in events:
        day = event.day
        if day is None or event.kind == "review":
            continue
        total = sums[(_bucket(day, step), *pair_of(event))]
        total[0] += event.weight
        total[1] += 1
    return sorted(Folded(*key, weight, int(count)) for key, (weight, count) in sums.items())


def spread(
    folded: Iterable[Folded],
    days: Iterable[date],
    half_lives: Mapping[str, float | None],
    *,
    step: str = "P1M",
    cut: float = 0.25,
    window: int | None = None,
) -> list[Spread]:
    """What folded events have left on each of `days`: ``1 - prod(1 - strength * presence)``.

    Parameters
    ----------
    folded : rows of `fold`
    half_lives : months by type; None for a type that does not fade
    step : the step they were folded by
    cut : presence below this counts as none
    window : days after which nothing is left of an event; None for no such end

    Returns
    -------
    rows sorted by day, names, kind and type; none where nothing is left

    Raises
    ------
    SettingsError
        For a type without a half-life, or one that is not above 0.

    Examples
    --------
    >>> from datetime import date
    >>> clashes = Folded(date(2018, 3, 1), "HTS", "Zinki", "clash", "battle", 2.0, 2)
    >>> days = [date(2018, 3, 15), date(2018, 3, 16), date(2018, 9, 15)]  # none, all, half of it
    >>> [(str(row.day), round(row.weight, 2)) for row in spread([clashes], days, {"battle": 6})]
    [('2018-03-16', 0.86), ('2018-09-15', 0.43)]
    """
    rows = list(folded)
    present = defaultdict(list)
    keys = {(row.bucket, row.type) for row in rows}
    for left in presences(keys, days, half_lives, step=step, cut=cut, window=window):
        present[left.bucket, left.type].append((left.day, left.presence))
    sums: dict[tuple[date, str, str, str, str], list[float]] = defaultdict(lambda: [1.0, 0])
    for bucket, a, b, kind, type_, weight, count in rows:
        strength = 1.0 - math.exp(-weight)
        for day, presence in present[bucket, type_]:
            total = sums[day, a, b, kind, type_]
            total[0] *= 1.0 - strength * presence
            total[1] += count
    return sorted(Spread(*key, 1.0 - rest, int(count)) for key, (rest, count) in sums.items())


def pair_of(event: Event) -> tuple[str, str, str, str]:
    """Between whom an event is, and of what kind and type: what those that add up have in common.

    Examples
    --------
    >>> from idlib_graph.events.table import Event
    >>> pair_of(Event(None, None, "Zinki", "HTS", "clash"))
    ('HTS', 'Zinki', 'clash', 'battle')
    >>> pair_of(Event(None, None, "Zinki", "HTS", "split"))
    ('Zinki', 'HTS', 'split', 'breakaway')
    """
    a, b, type_ = event.a, event.b, event.type or DEFAULT_TYPES[event.kind]
    if b < a and type_ not in directed_types():
        a, b = b, a
    return a, b, event.kind, type_


class Left(NamedTuple):
    """How far the events of one step and type are still present on one day, above 0 and up to 1."""

    bucket: date
    type: str
    day: date
    presence: float


def presences(
    keys: Iterable[tuple[date, str]],
    days: Iterable[date],
    half_lives: Mapping[str, float | None],
    *,
    step: str = "P1M",
    cut: float = 0.25,
    window: int | None = None,
) -> Iterator[Left]:
    """The presence of each step and type on each day on which there is any, in order.

    Both the reference and the engines multiply by these very numbers. See `spread` for the rest.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2018, 3, 16)  # the middle of March
    >>> march = (date(2018, 3, 1), "battle")
    >>> [left.presence for left in presences([march], [day], {"battle": 6})]
    [1.0]
    """
    check_step(step)
    _check_fading(half_lives, cut, window)
    in_order = sorted(set(days))
    for bucket, type_ in sorted(keys):
        if type_ not in half_lives:
            msg = f"type {type_!r} has no half-life; give one, in months, or None"
            raise SettingsError(msg)
        begin, half_life = _middle(bucket, step), half_lives[type_]
        pace = 1.0 / (half_life * DAYS_PER_MONTH) if half_life else 0.0
        for day in in_order[bisect_left(in_order, begin) :]:
            age = (day - begin).days
            presence = 2.0 ** (-pace * age)
            if presence == 0.0 or presence < cut or (window is not None and age >= window):
                break  # nor on any later day
            yield Left(bucket, type_, day, presence)


def check_step(step: str) -> None:
    """Refuse a step that events are not folded by.

    Raises
    ------
    SettingsError
        Where it is none of ``P1D``, ``P1M`` and ``P1Y``.

    Examples
    --------
    >>> check_step("P3M")
    Traceback (most recent call last):
    idlib_graph.errors.SettingsError: events are not folded by 'P3M'; one of P1D, P1M, P1Y
    """
    if step not in STEPS:
        msg = f"events are not folded by {step!r}; one of {', '.join(STEPS)}"
        raise SettingsError(msg)


def _check_fading(half_lives: Mapping[str, float | None], cut: float, window: int | None) -> None:
    for type_, months in half_lives.items():
        if months is not None and not 0.0 < months < math.inf:
            msg = f"the half-life of {type_!r} is {months}; it must be above 0"
            raise SettingsError(msg)
    if not 0.0 <= cut <= 1.0:
        msg = f"cut is {cut}; it must be from 0 to 1"
        raise SettingsError(msg)
    if window is not None and window < 1:
        msg = f"window is {window}; it must be 1 day or more"
        raise SettingsError(msg)


@cache
def _bucket(day: date, step: str) -> date:
    """The first day of the step that holds `day`."""
    first = parse_date(day.isoformat()[: STEPS[step]]).earliest
    return first or day


@cache
def _middle(bucket: date, step: str) -> date:
    """The day on which a relation that is dated with this step begins."""
    return parse_date(bucket.isoformat()[: STEPS[step]]).begin or bucket
