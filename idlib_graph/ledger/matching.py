"""Which shift bears out which reported event."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from idlib_graph.ledger.reported import ENDED
from idlib_graph.shifts import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.ledger.reported import Occurrence, ReportedEvent
    from idlib_graph.shifts import Shift, Slice

TOGETHER, APART = "together", "apart"
OUTSIDE, ONE_LINE, LEFT_OUT = "outside", "one line", "left out"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the two whom an event is about sat before and after it.

    Attributes
    ----------
    pair : the two lines; twice the same where the event is about names of one
    since, day : the slices before and after; None where it lies outside of all slices
    before, after : ``together``, ``apart``, or ``absent`` where one of them is not in the slice;
        ``left out`` where one takes no part by its type, ``one line`` where both are names of one
        organisation, ``outside`` where no slice is near
    """

    pair: tuple[str, str]
    since: date | None
    day: date | None
    before: str
    after: str


def match_events(
    slices: Sequence[Slice], shifts: Sequence[Shift], events: Sequence[ReportedEvent]
) -> dict[Shift, tuple[ReportedEvent, ...]]:
    """The reported events that each shift bears out; shifts that bear out none are left out.

    An event is borne out by the shifts of one slice: of those it is the cause of, else of those
    nearest to its date, the earlier of two.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> from idlib_graph.ledger import reported_events
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-monitor-2019",))
    >>> events = reported_events(told.snapshots.dataset, told.lines)
    >>> for shift, (event, *_) in match_events(told.slices, told.shifts, events).items():
    ...     print(shift.since, shift.day, event.lead.relation, event.lead.text)
    2018-01-01 2019-01-01 loyalists-found-huras-al-din 2018
    """
    found: dict[Shift, list[ReportedEvent]] = {}
    columns = {part.day: column for column, part in enumerate(slices)}
    moving: dict[str, list[int]] = {}
    for index, shift in enumerate(shifts):
        for move in shift.moves:
            moving.setdefault(move.line, []).append(index)
    for event in events:
        named = {line for one in event.occurrences for line in one.pair}
        near = sorted({index for line in named for index in moving.get(line, ())})
        fits = {
            shift: fit
            for shift in (shifts[index] for index in near)
            if (fit := _fit(slices, columns[shift.day], shift, event)) is not None
        }
        best = min(fits.values(), default=None)
        day = next((shift.day for shift, fit in fits.items() if fit == best), None)
        for shift in fits:
            if shift.day == day:
                found.setdefault(shift, []).append(event)
    return {shift: tuple(matched) for shift, matched in found.items()}


def _fit(slices: Sequence[Slice], column: int, shift: Shift, event: ReportedEvent) -> int | None:
    """How well a shift bears out an event: 0 as its cause, 1 in its date, 2 a slice beside it."""
    fits = [
        fit
        for found in event.occurrences
        if (fit := _occurrence_fit(slices, column, shift, found)) is not None
    ]
    return min(fits, default=None)


def _occurrence_fit(
    slices: Sequence[Slice], column: int, shift: Shift, found: Occurrence
) -> int | None:
    movers = {move.line for move in shift.moves if not move.vanishes}
    if found.together is None or not movers.intersection(found.pair):
        return None
    wanted = TOGETHER if found.together else APART
    before, after = (_sat(part, found.pair) for part in slices[column - 1 : column + 1])
    if (after == TOGETHER) != (wanted == TOGETHER):
        return None
    inside = found.can_be(shift.since, shift.day)
    if inside and found.relation in {*shift.news, *shift.ended_by}:
        return 0
    if (before == TOGETHER) == (wanted == TOGETHER):
        return None
    if inside:
        return 1
    step = shift.day - shift.since
    around = slices[column - 2].day if column > 1 else shift.since - step
    until = slices[column + 1].day if column + 1 < len(slices) else shift.day + step
    return 2 if found.can_be(around, until) else None


def _sat(part: Slice, pair: tuple[str, str]) -> str:
    """Whether two lines sit together in a slice, apart, or one of them is absent."""
    places = [part.position(line) for line in pair]
    if ABSENT in places:
        return ABSENT
    return TOGETHER if part.where[pair[0]] and places[0] == places[1] else APART


def standing_of(
    slices: Sequence[Slice], event: ReportedEvent, left_out: frozenset[str] = frozenset()
) -> Standing:
    """How those whom the event is named after sat in the slices before and after it.

    Examples
    --------
    Two names of one organisation cannot come together:

    >>> import idlib_graph as ig
    >>> from idlib_graph.ledger import reported_events
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> events = {event.lead.relation: event for event in reported_events(told.dataset, told.lines)}
    >>> standing_of(told.slices, events["jfs-succeeded-by-hts"]).after
    'one line'
    """
    dated = [found for found in event.occurrences if found.bounds and found.together is not None]
    found = next((o for o in dated if not left_out.intersection(o.pair)), (*dated, event.lead)[0])
    around = found.day and _around(slices, found.day, ended=found.what == ENDED)
    if not around:
        return Standing(found.pair, None, None, OUTSIDE, OUTSIDE)
    before, after = around
    if found.together is None:
        return Standing(found.pair, before.day, after.day, ONE_LINE, ONE_LINE)
    if left_out.intersection(found.pair):
        return Standing(found.pair, before.day, after.day, LEFT_OUT, LEFT_OUT)
    sat = [_sat(part, found.pair) for part in around]
    return Standing(found.pair, before.day, after.day, *sat)


def _around(slices: Sequence[Slice], day: date, *, ended: bool) -> tuple[Slice, Slice] | None:
    """The slices between which a day shows; None where it lies outside of them."""
    for before, after in pairwise(slices):
        if (before.day <= day < after.day) if ended else (before.day < day <= after.day):
            return before, after
    return None
