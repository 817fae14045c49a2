"""Events as arrays of numbers, for tables too large for an object a row.

A row stands for one event, or after `fold_arrays` for all events of one step, pair, kind and type,
as a row of `idlib_graph.events.folding.fold` does. Who took part, and of what kind it was, are
numbers; their names stand once.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from idlib_graph.errors import TableError
from idlib_graph.events.folding import check_step
from idlib_graph.events.table import (
    DEFAULT_TYPES,
    LONGEST_TEXT,
    MOST_WEIGHT,
    Event,
    directed_types,
    find_fault,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Bools: TypeAlias = NDArray[np.bool_]
    Days: TypeAlias = NDArray[np.datetime64]
    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]

_MISSING = {"None", "nan", "NaT", "<NA>"}
"""What stands for no text in columns of objects, as `str` writes it."""
MOST_KEYS = np.iinfo(np.int64).max
"""Combinations of step, pair and type that can be numbered."""
_UNITS = {"P1D": "datetime64[D]", "P1M": "datetime64[M]", "P1Y": "datetime64[Y]"}


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a table: `rows` is the sum of the others.

    Attributes
    ----------
    folded : make ties
    undated, review : kept aside, as everywhere
    broken : no events by the contract of `idlib_graph.events.table`
    """

    rows: int
    folded: int
    undated: int = 0
    review: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class EventArrays:
    """Dated events that make ties, in arrays of one length.

    Attributes
    ----------
    actors : names of those that have a row, sorted; all in their order where they were given
    types : kind and type by number, sorted
    step : ``P1D``, ``P1M`` or ``P1Y``
    steps : the first day of each step that has an event, ascending
    when, a, b, type : positions in `steps`, in `actors` and in `types`
    weight : the sum of weights
    events : how many events a row stands for
    counts : what became of all rows of the table
    """

    actors: tuple[str, ...]
    types: tuple[tuple[str, str], ...]
    step: str
    steps: Days
    when: Ints
    a: Ints
    b: Ints
    type: Ints
    weight: Floats
    events: Ints
    counts: Counts


class Coded(NamedTuple):
    """A column of text as positions in the texts that it holds."""

    codes: Ints
    texts: tuple[str, ...]


class Columns(NamedTuple):
    """The columns of a table of events, of one length.

    Attributes
    ----------
    first, last : first and last days; NaT where there is none
    """

    first: Days
    last: Days
    a: Coded
    b: Coded
    kind: Coded
    type: Coded
    weight: Floats


def arrange(
    days: ArrayLike,
    a: ArrayLike,
    b: ArrayLike,
    kind: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    actors: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    step: str = "P1M",
) -> EventArrays:
    """Arrange columns of events; rows that cannot make a tie are counted and left out.

    Parameters
    ----------
    days : of shape (events,), dates as numpy has them, of any unit; NaT is undated
    a, b : names, or positions in `actors`; a missing name (None, NaN) makes no event
    kind : ``alliance``, ``split``, ``clash`` or ``review``, or positions in `kinds`; the types are
        those of `DEFAULT_TYPES`
    weight : above 0 and up to 1000; 1 where None
    step : ``P1D``, ``P1M`` or ``P1Y``

    Raises
    ------
    TableError
        For columns of unequal length, values that are neither names nor positions, and a name that
        stands twice in `actors`.
    SettingsError
        For another step.

    Examples
    --------
    >>> import numpy as np
    >>> events = arrange(
    ...     np.datetime64("2018-02") + np.array([0, 1, 1]),
    ...     [0, 1, 0],
    ...     [1, 0, 0],
    ...     [0, 1, 1],
    ...     actors=["HTS", "Zinki"],
    ...     kinds=["clash", "alliance"],
    ... )
    >>> events.types, events.steps.astype(str).tolist(), events.counts.broken
    ((('alliance', 'cooperation'), ('clash', 'battle')), ['2018-02-01', '2018-03-01'], 1)
    """
    first = np.atleast_1d(np.asarray(days)).astype("datetime64[D]")
    size = len(first)
    if actors is not None and (twice := [n for n, many in Counter(actors).items() if many > 1]):
        msg = f"actors has {twice[0]!r} twice"
        raise TableError(msg)
    columns = Columns(
        first,
        np.full(size, np.datetime64("NaT"), "datetime64[D]"),
        _coded(a, actors, "actors"),
        _coded(b, actors, "actors"),
        _coded(kind, kinds, "kinds"),
        Coded(np.zeros(size, dtype=np.int64), ("",)),
        np.ones(size) if weight is None else np.asarray(weight, dtype=np.float64),
    )
    cells = (first, columns.a.codes, columns.b.codes, columns.kind.codes, columns.weight)
    if len({cell.shape for cell in cells}) > 1 or first.ndim > 1:
        lengths = ", ".join(str(cell.size) for cell in cells)
        msg = f"days, a, b, kind and weight must be of one length; they have {lengths}"
        raise TableError(msg)
    return arrange_columns(columns, step=step, actors=actors)[0]


def arrange_events(events: Iterable[Event], *, step: str = "P1M") -> EventArrays:
    """Arrange events that are objects already.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.events.table import Event
    >>> clash = Event(date(2018, 2, 27), date(2018, 3, 3), "Zinki", "HTS", "clash")
    >>> found = arrange_events([clash, clash._replace(date=None, date_end=None)])
    >>> found.actors, found.a.tolist(), found.b.tolist(), found.counts.undated
    (('HTS', 'Zinki'), [0], [1], 1)
    """
    rows = [(e.date, e.date_end, e.a, e.b, e.kind, e.type, e.weight) for e in events]
    first, last, a, b, kind, type_, weight = zip(*rows, strict=True) if rows else ((),) * 7
    columns = Columns(
        np.array(first, dtype="datetime64[D]"),
        np.array(last, dtype="datetime64[D]"),
        _coded(a, None),
        _coded(b, None),
        _coded(kind, None),
        _coded(type_, None),
        np.array(weight, dtype=np.float64),
    )
    return arrange_columns(columns, step=step)[0]


def arrange_columns(
    columns: Columns,
    *,
    step: str = "P1M",
    types: Mapping[str, str] | None = None,
    unsound: Bools | None = None,
    actors: Sequence[str] | None = None,
) -> tuple[EventArrays, Ints]:
    """Arrange columns of which each text is known by its number.

    Parameters
    ----------
    types : kinds by relation type; those of the built-in codebook where None
    unsound : rows that are known to be no events for another reason
    actors : all names, in the order to keep them; sorted names of rows that are kept where None

    Returns
    -------
    the arrays, and which rows of the columns they hold

    Examples
    --------
    >>> import numpy as np
    >>> day, none = np.array(["2018-02-28", "NaT"], dtype="datetime64[D]").reshape(2, 1)
    >>> one = np.zeros(1, dtype=np.int64)
    >>> cells = [Coded(one, (text,)) for text in ("Zinki", "HTS", "split", "")]
    >>> found, kept = arrange_columns(Columns(day, none, *cells, np.array([0.5])), step="P1Y")
    >>> found.actors, found.a.tolist(), found.types, found.weight.tolist()
    (('HTS', 'Zinki'), [1], (('split', 'breakaway'),), [0.5])
    """
    first, last, a, b, kind, type_, weight = columns
    check_step(step)
    undated, ended = np.isnat(first), ~np.isnat(last)
    with np.errstate(invalid="ignore"):
        broken = ~((weight > 0) & (weight <= MOST_WEIGHT)) | (ended & ~(last >= first))
    if unsound is not None:
        broken |= unsound
    names, (left, right), blank = _merged(a, b, actors)
    sorts, of, wrong = _sorts(kind, type_, types)
    sort = kind.codes * len(type_.texts) + type_.codes
    broken |= (left == right) | blank[left] | blank[right] | wrong[sort]
    review = np.array([text == "review" for text in kind.texts], dtype=np.bool_)[kind.codes]
    kept = np.flatnonzero(~(broken | review | undated))
    day = first[kept]
    later = np.flatnonzero(ended[kept])
    day[later] += (last[kept[later]] - day[later]) // 2
    steps, when = np.unique(day.astype(_UNITS[step]), return_inverse=True)
    number = of[sort[kept]]
    left, right = left[kept], right[kept]
    if actors is None:
        names, (left, right) = _only_used(names, (left, right))
    turned = ~_is_directed(sorts)[number] & (left > right)
    counts = Counts(
        len(first),
        len(kept),
        int((undated & ~review & ~broken).sum()),
        int((review & ~broken).sum()),
        int(broken.sum()),
    )
    found = EventArrays(
        names,
        sorts,
        step,
        steps.astype("datetime64[D]"),
        when.astype(np.int64),
        np.where(turned, right, left),
        np.where(turned, left, right),
        number,
        weight[kept],
        np.ones(len(kept), dtype=np.int64),
        counts,
    )
    return found, kept


def fold_arrays(events: EventArrays) -> EventArrays:
    """Add up events by step, pair, kind and type, as `folding.fold` does; sorted.

    Examples
    --------
    >>> import numpy as np
    >>> days = np.array(["2018-03-01", "2018-03-31"], dtype="datetime64[D]")
    >>> events = arrange(days, ["Zinki", "HTS"], ["HTS", "Zinki"], ["clash"] * 2, weight=[1, 0.5])
    >>> folded = fold_arrays(events)
    >>> folded.weight.tolist(), folded.events.tolist()
    ([1.5], [2])
    """
    sizes = (len(events.steps), len(events.actors), len(events.actors), len(events.types))
    columns = (events.when, events.a, events.b, events.type)
    if math.prod(sizes) < MOST_KEYS:
        key = columns[0]
        for column, size in zip(columns[1:], sizes[1:], strict=True):
            key = key * size + column
        order = np.argsort(key, kind="stable")
        key = key[order]
        new = key[1:] != key[:-1]
    else:
        order = np.lexsort(columns[::-1])
        new = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    starts = np.flatnonzero(np.concatenate(([len(order) > 0], new)))
    heads = order[starts]
    when, a, b, type_ = (column[heads] for column in columns)
    group = np.cumsum(np.concatenate(([0], new))) if len(order) else order
    weight = np.bincount(group, events.weight[order], len(starts)).astype(np.float64, copy=False)
    count = np.bincount(group, events.events[order], len(starts)).astype(np.int64)
    return replace(events, when=when, a=a, b=b, type=type_, weight=weight, events=count)


def _coded(values: ArrayLike, texts: Sequence[str] | None, told: str = "") -> Coded:
    """A column of texts, or of positions in `texts`, which the user calls `told`."""
    if texts is None:
        # fixed widths would cut a name's last blanks
        column = np.atleast_1d(np.asarray(values, dtype=object)).ravel().tolist()
        text_of = {value: _text(value, told) for value in set(column)}
        known = tuple(sorted({*text_of.values()}))
        number = {text: i for i, text in enumerate(known)}
        code_of = {value: number[text] for value, text in text_of.items()}
        codes = np.fromiter((code_of[value] for value in column), np.int64, count=len(column))
        return Coded(codes, known)
    positions = np.atleast_1d(np.asarray(values))
    if positions.size and positions.dtype.kind not in "iu":
        msg = f"with {told} rows name positions, whole numbers from 0, not {positions.dtype}"
        raise TableError(msg)
    if (odd := positions[(positions < 0) | (positions >= len(texts))]).size:
        msg = f"a row names number {odd[0]} of {len(texts)} that are known, from 0"
        raise TableError(msg)
    return Coded(positions.astype(np.int64), tuple(texts))


def _text(value: object, told: str) -> str:
    if isinstance(value, str):
        return value
    if str(value) in _MISSING:
        return ""
    msg = f"{value!r} is no text; numbers are positions where {told} is given"
    raise TableError(msg)


def _merged(
    a: Coded, b: Coded, actors: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[Ints, Ints], Bools]:
    """The names of both columns, the columns as positions in them, and which are blank."""
    names = tuple(sorted({*a.texts, *b.texts}) if actors is None else actors)
    position = {name: i for i, name in enumerate(names)}
    left, right = (
        np.array([position[name] for name in column.texts], dtype=np.int64)[column.codes]
        for column in (a, b)
    )
    blank = [not name.strip() or len(name) > LONGEST_TEXT for name in names]
    return names, (left, right), np.array(blank, dtype=np.bool_)


def _only_used(
    names: tuple[str, ...], columns: tuple[Ints, Ints]
) -> tuple[tuple[str, ...], tuple[Ints, Ints]]:
    """The names that stand in a row, and the columns as positions in these."""
    used = np.zeros(len(names), dtype=np.bool_)
    for column in columns:
        used[column] = True
    number = np.cumsum(used) - 1
    left, right = (number[column] for column in columns)
    return tuple(compress(names, used.tolist())), (left, right)


def _sorts(
    kind: Coded, type_: Coded, types: Mapping[str, str] | None
) -> tuple[tuple[tuple[str, str], ...], Ints, Bools]:
    """The kinds with their types, the number of each combination, and which are wrong."""
    pairs = [(k, t) for k in kind.texts for t in type_.texts]
    wrong = [bool(find_fault(Event(None, None, "a", "b", k, t), types)) for k, t in pairs]
    full = [(k, t or DEFAULT_TYPES.get(k, "")) for k, t in pairs]
    known = sorted({p for p, bad in zip(full, wrong, strict=True) if not bad and p[0] != "review"})
    number = {pair: i for i, pair in enumerate(known)}
    of = np.array([number.get(pair, 0) for pair in full], dtype=np.int64)
    return tuple(known), of, np.array(wrong, dtype=np.bool_)


def _is_directed(sorts: Sequence[tuple[str, str]]) -> Bools:
    return np.array([type_ in directed_types() for _, type_ in sorts], dtype=np.bool_)
