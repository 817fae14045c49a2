"""Fold and spread as one Ibis expression: what `idlib_graph.events.folding` is for any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.events.engines.contract import PAIR, require, understand
from idlib_graph.events.folding import check_step, presences
from idlib_graph.events.table import DEFAULT_TYPES, directed_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ibis.expr.types import Table, Value

    from idlib_graph.events.folding import Left

_LEAST = 1e-300  # what is left of certainty, whose logarithm some engines refuse and some forget


def fold_table(events: Table, step: str = "P1M", types: Mapping[str, str] | None = None) -> Table:
    """`folding.fold` as an Ibis expression: sums by step, pair, kind and type, in no order.

    Rows that are no events by the contract of `idlib_graph.events.table` are left out as well;
    `count_rows` tells how many.

    Parameters
    ----------
    events : a table with the columns of an event table, as text or typed
    step : ``P1D``, ``P1M`` or ``P1Y``
    types : kinds by relation type; those of the built-in codebook where None

    Raises
    ------
    SettingsError
        For another step.
    TableError
        For a missing column, or one of a type that cannot be read.

    Examples
    --------
    >>> import ibis, pyarrow
    >>> rows = {"date": ["2018-03-02", "2018-03-30"], "a": ["Zinki", "HTS"], "b": ["HTS", "Zinki"]}
    >>> events = pyarrow.table({**rows, "kind": ["clash", "clash"], "weight": [1.0, 0.5]})
    >>> [row] = fold_table(ibis.memtable(events)).to_pyarrow().to_pylist()
    >>> str(row["bucket"]), row["a"], row["b"], row["type"], row["weight"], row["events"]
    ('2018-03-01', 'HTS', 'Zinki', 'battle', 1.5, 2)
    """
    check_step(step)
    ibis = require("ibis")
    rows = understand(events, types)
    rows = rows.filter(~rows["broken"], rows["kind"] != "review", rows["first"].notnull())
    default = rows["kind"].cases(*DEFAULT_TYPES.items(), else_="")
    rows = rows.mutate(type=ibis.ifelse(rows["type"] == "", default, rows["type"]))
    turned = ~rows["type"].isin(sorted(directed_types())) & (rows["b"] < rows["a"])
    keyed = rows.select(
        bucket=_bucket(rows, step),
        a=ibis.ifelse(turned, rows["b"], rows["a"]),
        b=ibis.ifelse(turned, rows["a"], rows["b"]),
        kind=rows["kind"],
        type=rows["type"],
        weight=rows["weight"],
    )
    return keyed.group_by("bucket", *PAIR).aggregate(
        weight=keyed["weight"].sum(), events=keyed.count()
    )


def spread_table(
    folded: Table,
    days: Iterable[date],
    half_lives: Mapping[str, float | None],
    *,
    step: str = "P1M",
    cut: float = 0.25,
    window: int | None = None,
) -> Table:
    """`folding.spread` as an Ibis expression; see there for the parameters. In no order.

    Which steps and types there are is asked for at once. Hand over a table, or what
    ``fold_table(...).cache()`` gives, so that the fold is not computed a second time for it.

    Raises
    ------
    SettingsError
        For a type without a half-life, or one that is not above 0.

    Examples
    --------
    >>> from datetime import date
    >>> import ibis, pyarrow
    >>> event = {"date": "2018-03-02", "a": "Zinki", "b": "HTS", "kind": "clash"}
    >>> folded = fold_table(ibis.memtable(pyarrow.Table.from_pylist([event])))
    >>> days = [date(2018, 3, 15), date(2018, 3, 16), date(2018, 9, 15)]
    >>> left = spread_table(folded, days, {"battle": 6}).order_by("day").to_pyarrow().to_pylist()
    >>> [(str(row["day"]), round(row["weight"], 2)) for row in left]
    [('2018-03-16', 0.63), ('2018-09-15', 0.32)]
    """
    require("pyarrow")
    types = {"bucket": "date", "weight": "float64", "events": "int64"}
    folded = folded.mutate(**{name: folded[name].cast(of) for name, of in types.items()})
    keys = folded.select("bucket", "type").distinct().to_pyarrow().to_pylist()
    wanted = ((key["bucket"], key["type"]) for key in keys)
    found = presences(wanted, days, half_lives, step=step, cut=cut, window=window)
    rows = folded.join(_memtable(found), ["bucket", "type"])
    strength = 1.0 - (-rows["weight"]).exp()
    rest = (1.0 - strength * rows["presence"]).clip(lower=_LEAST).ln()
    return rows.group_by("day", *PAIR).aggregate(
        weight=1.0 - rest.sum().exp(), events=rows["events"].sum()
    )


def count_rows(events: Table, types: Mapping[str, str] | None = None) -> Table:
    """How many rows an event table has, and what becomes of them, as an Ibis expression.

    Returns
    -------
    one row: ``rows``, which is the sum of ``folded``, ``undated``, ``review`` and ``broken`` (no
    events by the contract of `idlib_graph.events.table`)

    Examples
    --------
    >>> import ibis, pyarrow
    >>> cells = {"date": ["2018-03-02", "2018-3-2", None], "a": ["Zinki"] * 3, "b": ["HTS"] * 3}
    >>> events = pyarrow.table({**cells, "kind": ["clash"] * 3})
    >>> count_rows(ibis.memtable(events)).to_pyarrow().to_pylist()
    [{'rows': 3, 'folded': 1, 'undated': 1, 'review': 0, 'broken': 1}]
    """
    rows = understand(events, types)
    sound, review = ~rows["broken"], rows["kind"] == "review"
    return rows.aggregate(
        rows=rows.count(),
        folded=rows.count(where=sound & ~review & rows["first"].notnull()),
        undated=rows.count(where=sound & ~review & rows["first"].isnull()),
        review=rows.count(where=sound & review),
        broken=rows.count(where=rows["broken"]),
    )


def _bucket(rows: Table, step: str) -> Value:
    """The first day of the step that holds the middle of each row's days."""
    ibis = require("ibis")
    first, last = rows["first"], rows["last"]
    half = last.delta(first, unit="day") // 2
    day = ibis.ifelse(last.isnull(), first, first + half.cast("int32").as_interval("D"))
    month = 1 if step == "P1Y" else day.month()
    # put together anew: some engines make a moment of a day that is moved or truncated
    return ibis.date(day.year(), month, day.day() if step == "P1D" else 1)


def _memtable(found: Iterable[Left]) -> Table:
    """Presences as a table that goes to the engine with the expression."""
    pa = require("pyarrow")
    schema = pa.schema(
        {"bucket": pa.date32(), "type": pa.string(), "day": pa.date32(), "presence": pa.float64()}
    )
    rows = [left._asdict() for left in found]
    table: Table = require("ibis").memtable(pa.Table.from_pylist(rows, schema=schema))
    return table
