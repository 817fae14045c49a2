"""When, and how strongly, a relation holds.

A relation's *presence* is a number from 0 to 1 for each day. It is 1 while a source says that the
relation holds or happens. After the last attestation it fades as ``2 ** (-months / h)``, and
before the first one, where no source gives a beginning, as ``2 ** (-2 * months / h)``, with `h`
the half-life of the relation's type. Presence below a cut counts as none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.dates import DAYS_PER_MONTH
from idlib_graph.lines import first_day, first_days, last_days, trace_lines
from idlib_graph.settings import Settings, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from idlib_graph.dates import DateBox
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation


@dataclass(frozen=True, slots=True)
class Profile:
    """The course of one relation's presence, before endings and existence act on it.

    Attributes
    ----------
    start, end : first and last day on which presence is 1
    half_life : months
    presumed : whether it is presumed before `start`, at twice the pace of fading
    fades : whether it fades after `end`; else it is over
    dated : whether a source gives the day it began or happened
    over : whether a source gives the day it ended
    """

    start: date
    end: date
    half_life: float
    presumed: bool = False
    fades: bool = True
    dated: bool = True
    over: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """A dated relation that ends a state of the same pair."""

    relation: str
    day: date
    credibility: float


def presence_profile(
    dataset: Dataset, relation: Relation, *, settings: Settings | None = None
) -> Profile | None:
    """The course of a relation's presence; None where it is never present.

    Never present are relations that no source affirms (denied, or only expected), and former
    ties of which no day is known.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> profile = presence_profile(data, data.relations["zinki-in-hts"])  # ../2018-02
    >>> str(profile.end), profile.presumed, profile.over
    ('2018-02-14', True, True)
    """
    settings = settings or settings_for(dataset)
    published = dataset.reports(relation)
    if not published:
        return None
    kind = dataset.codebook.types[relation.type]
    half_life = kind.half_life * settings.half_life
    state = kind.duration == "state"
    box = relation.date
    if box is None:
        first, last = published[0], published[-1]
        return Profile(first, last, half_life, presumed=True, dated=False)
    if box.interval and not box.ongoing:
        return _interval(box, half_life, state=state)
    start = first_day(dataset, relation)
    if box.ongoing:
        return _ongoing(box, start, published[-1], half_life)
    if start is None:
        return _by_then(box.start.latest, half_life)
    return Profile(start, (box.latest if state else None) or start, half_life)


def _ongoing(box: DateBox, start: date | None, attested: date, half_life: float) -> Profile | None:
    """The course of a relation that is dated ``A/..``: it holds to its last report."""
    if start is not None:
        return Profile(start, max(start, attested), half_life)
    profile = _by_then(box.start.latest, half_life)
    return profile and replace(profile, end=max(profile.start, attested))


def _interval(box: DateBox, half_life: float, *, state: bool) -> Profile | None:
    """The course of a relation that is dated ``A/B`` or ``../B``."""
    start, end = box.begin, box.end.middle
    if start is None:
        known = end or (None if state else box.end.latest)
        if known is None:
            return None
        start = min(box.start.latest or known, known)
        dated = end is not None and not state
        return Profile(
            start, known, half_life, presumed=True, fades=not state, dated=dated, over=state
        )
    if end is None and box.end.latest is not None:
        end = start + (box.end.latest - start) // 2
    return Profile(start, end or start, half_life, fades=not state, over=state)


def _by_then(day: date | None, half_life: float) -> Profile | None:
    """The course of what began or happened some day up to `day`."""
    if day is None:
        return None
    return Profile(day, day, half_life, presumed=True, dated=False)


def endings(
    dataset: Dataset, profiles: Mapping[str, Profile | None], lines: Lines
) -> dict[str, tuple[Ending, ...]]:
    """For each state that something ended, the relations that ended it, in order of day.

    Only a dated ending applies. A state that a source says holds after it stands.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> lines = trace_lines(data)
    >>> profiles = {rid: presence_profile(data, one) for rid, one in data.relations.items()}
    >>> found = endings(data, profiles, lines)["zinki-in-hts"]
    >>> [(ending.relation, str(ending.day)) for ending in found]
    [('zinki-leaves-hts', '2018-02-14')]
    """
    by_pair: dict[tuple[str, str], list[Relation]] = {}
    for relation in dataset.relations.values():
        by_pair.setdefault(lines.pair(relation), []).append(relation)
    ended: dict[str, tuple[Ending, ...]] = {}
    for relations in by_pair.values():
        ending = [
            (r, p) for r in relations if (p := profiles[r.id]) and p.dated and _ends(dataset, r)
        ]
        for state in relations:
            if (held := profiles[state.id]) and _is_state(dataset, state):
                reported = _last_report(state, held)
                found = [
                    Ending(r.id, p.start, dataset.credibility(r))
                    for r, p in ending
                    if state.type in _ends(dataset, r) and r is not state and p.start >= reported
                ]
                if found:
                    ended[state.id] = tuple(sorted(found, key=lambda e: (e.day, e.relation)))
    return ended


def _last_report(state: Relation, held: Profile) -> date:
    """The last day on which a source says that a state holds; with one date, its middle."""
    single = state.date and not state.date.interval and state.date.begin
    return single or held.end


def _ends(dataset: Dataset, relation: Relation) -> tuple[str, ...]:
    return dataset.codebook.types[relation.type].ends


def _is_state(dataset: Dataset, relation: Relation) -> bool:
    return dataset.codebook.types[relation.type].duration == "state"


@dataclass(frozen=True)
class Presence:
    """The presence of every relation of a data set on a series of days.

    Attributes
    ----------
    days : the days, in order
    relations : relation ids, in the order of the data set
    profiles : the course of each relation; None where it is never present
    endings : what ended each state
    closed : the last day of each state that the end of one of its factions ends
    values : shape (relations, days), each from 0 to 1
    """

    days: tuple[date, ...]
    relations: tuple[str, ...]
    profiles: Mapping[str, Profile | None]
    endings: Mapping[str, tuple[Ending, ...]]
    closed: Mapping[str, date]
    values: NDArray[np.float64]


def compute_presence(
    dataset: Dataset,
    days: Iterable[date],
    *,
    settings: Settings | None = None,
    lines: Lines | None = None,
) -> Presence:
    """The presence of every relation of `dataset` on each of `days`.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> days = [date(2018, 1, 1), date(2018, 2, 14), date(2018, 4, 1)]
    >>> found = compute_presence(load_dataset(), days)
    >>> found.values[found.relations.index("zinki-in-jts")].tolist()
    [0.0, 1.0, 1.0]
    """
    import numpy as np  # noqa: PLC0415 - profiles alone need no arrays

    settings = settings or settings_for(dataset)
    lines = lines or trace_lines(dataset)
    days = tuple(days)
    relations = tuple(dataset.relations.values())
    profiles = {r.id: presence_profile(dataset, r, settings=settings) for r in relations}
    ended = endings(dataset, profiles, lines)
    at = np.array([day.toordinal() for day in days], dtype=float)
    values = _courses([profiles[r.id] for r in relations], at)
    rows = {r.id: row for row, r in enumerate(relations)}
    for state, found in ended.items():
        for ending in found:
            values[rows[state], at >= ending.day.toordinal()] *= 1.0 - ending.credibility
    closed = _closed(dataset, lines)
    for state, last in closed.items():
        values[rows[state], at > last.toordinal()] = 0.0
    _apply_existence(values, at, dataset, lines)
    values[values < settings.cut] = 0.0
    return Presence(days, tuple(rows), profiles, ended, closed, values)


def _courses(profiles: Sequence[Profile | None], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Presence of each profile on the days `at` (ordinals): shape (profiles, days)."""
    import numpy as np  # noqa: PLC0415 - profiles alone need no arrays

    values = np.zeros((len(profiles), len(at)))
    rows = [row for row, profile in enumerate(profiles) if profile]
    known = [profile for profile in profiles if profile]
    if not known:
        return values
    terms = [(p.start.toordinal(), p.end.toordinal(), p.half_life * DAYS_PER_MONTH) for p in known]
    start, end, half_life = np.array(terms, dtype=float).T[:, :, np.newaxis]
    early, late = start - at, at - end
    pace = 1.0 / half_life
    found = np.exp2(-pace * np.maximum(2.0 * early, np.maximum(late, 0.0)))
    found[(early > 0.0) & np.array([[not p.presumed] for p in known])] = 0.0
    found[(late > 0.0) & np.array([[not p.fades] for p in known])] = 0.0
    values[rows] = found
    return values


def _closed(dataset: Dataset, lines: Lines) -> dict[str, date]:
    """The day after which each state is over since one of its lines has ended."""
    last = last_days(dataset, lines)
    states = (r for r in dataset.relations.values() if _is_state(dataset, r))
    days = {r.id: [last[line] for line in lines.pair(r) if line in last] for r in states}
    return {state: min(found) for state, found in days.items() if found}


def _apply_existence(
    values: NDArray[np.float64], at: NDArray[np.float64], dataset: Dataset, lines: Lines
) -> None:
    """Set to 0 what stands before both lines exist."""
    import numpy as np  # noqa: PLC0415 - profiles alone need no arrays

    first = first_days(dataset, lines)
    begun = {line: day.toordinal() for line, day in first.items() if day}
    pairs = (lines.pair(relation) for relation in dataset.relations.values())
    begins = np.array([max(begun.get(a, 0), begun.get(b, 0)) for a, b in pairs], dtype=float)
    values[at < begins[:, np.newaxis]] = 0.0
