"""The contract of `idlib_graph.events.table` in Ibis: what a row says, and which row is none."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from idlib_graph.errors import IdlibGraphError, TableError
from idlib_graph.events.table import (
    KINDS,
    LONGEST_TEXT,
    MOST_WEIGHT,
    PRECISIONS,
    REQUIRED,
    built_in_types,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import BooleanValue, Column, Table, Value

PAIR = ("a", "b", "kind", "type")
_SIGNS = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""How text begins that spreadsheets compute, as `idlib_graph.cells` has it."""
_NOT_BLANK = "[^\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""What `str.strip` leaves; engines trim fewer characters."""
_ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def require(name: str, extra: str = "events") -> Any:  # noqa: ANN401 - a module, of no known type
    """A package that only large tables need.

    Raises
    ------
    IdlibGraphError
        Where it is not installed, with what installs it.

    Examples
    --------
    >>> require("ibis").__name__
    'ibis'
    """
    try:
        return import_module(name)
    except ImportError as error:
        msg = f'{name} is not installed: pip install "idlib-graph[{extra}]"'
        raise IdlibGraphError(msg) from error


def understand(events: Table, types: Mapping[str, str] | None) -> Table:
    """The columns that count, typed; ``broken`` where the row is no event."""
    if missing := [name for name in REQUIRED if name not in events.columns]:
        msg = f"no table of events: it has no column {', '.join(missing)}"
        raise TableError(msg)
    first, no_first = _days(events, "date")
    last, no_last = _days(events, "date_end")
    weight, no_weight = _weights(events)
    texts = {name: _text(events, name) for name in (*PAIR, "precision")}
    rows = events.select(
        first=first, last=last, weight=weight, **texts, unread=no_first | no_last | no_weight
    )
    return rows.mutate(broken=rows["unread"] | ~_is_sound(rows, types or built_in_types()))


def as_written(table: Table) -> Table:
    """The table whose cells of text `as_cells` made, as `idlib_graph.cells.read_cell` reads one.

    Examples
    --------
    >>> import ibis, pyarrow
    >>> cells = as_cells(ibis.memtable(pyarrow.table({"a": ["=1+1", "'Ayn al-Arab"]})))
    >>> cells.to_pyarrow().to_pylist()
    [{'a': "'=1+1"}, {'a': "'Ayn al-Arab"}]
    >>> as_written(cells).to_pyarrow().to_pylist()
    [{'a': '=1+1'}, {'a': "'Ayn al-Arab"}]
    """
    ibis = require("ibis")
    texts = {name: table[name] for name, of in table.schema().items() if of.is_string()}
    return table.mutate(
        **{
            name: ibis.ifelse(text.re_search(f"^'+{_SIGNS}"), text.substr(1), text)
            for name, text in texts.items()
        }
    )


def as_cells(table: Table) -> Table:
    """The table with an apostrophe before text that a spreadsheet computes, as in `cells.inert`.

    Examples
    --------
    >>> import ibis, pyarrow
    >>> as_cells(ibis.memtable(pyarrow.table({"a": ["'=1"]}))).to_pyarrow().to_pylist()
    [{'a': "''=1"}]
    """
    ibis = require("ibis")
    texts = {name: table[name] for name, of in table.schema().items() if of.is_string()}
    return table.mutate(
        **{
            name: ibis.ifelse(text.re_search(f"^'*{_SIGNS}"), ibis.literal("'") + text, text)
            for name, text in texts.items()
        }
    )


def _is_sound(rows: Table, types: Mapping[str, str]) -> BooleanValue:
    """Whether a row of typed columns is an event, as `table.find_fault` says."""
    later = rows["first"].notnull() & (rows["last"] >= rows["first"])
    in_order = rows["last"].isnull() | later
    named = rows["a"] != rows["b"]
    for name in ("a", "b"):
        named &= rows[name].re_search(_NOT_BLANK) & (rows[name].length() <= LONGEST_TEXT)
    weighed = (rows["weight"] > 0) & (rows["weight"] <= MOST_WEIGHT)
    typed = rows["type"] == ""
    for kind in KINDS:
        own = [name for name, of in types.items() if kind in (of, "review")]
        typed |= (rows["kind"] == kind) & rows["type"].isin(own)
    known = rows["kind"].isin(KINDS) & rows["precision"].isin(("", *PRECISIONS))
    return in_order & named & weighed & typed & known


def _days(events: Table, name: str) -> tuple[Value, Value]:
    """A column as days, and whether a cell holds something else."""
    ibis = require("ibis")
    no = ibis.literal(value=False)
    if name not in events.columns:
        return ibis.null("date"), no
    column = events[name]
    if column.type().is_date():
        return column, no
    if not column.type().is_string():
        msg = f"no table of events: {name} is of type {column.type()}; it must be date, or text"
        raise TableError(msg)
    text = column.fill_null("")
    day = ibis.ifelse(text.re_search(_ISO_DAY), text, ibis.null("string")).try_cast("date")
    return day, (text != "") & day.isnull()


def _weights(events: Table) -> tuple[Value, Value]:
    """The column of weights, 1 where it is empty, and whether a cell holds no number."""
    ibis = require("ibis")
    if "weight" not in events.columns:
        return ibis.literal(1.0), ibis.literal(value=False)
    column = events["weight"]
    if column.type().is_floating():  # pandas writes NaN where a cell is empty
        column = ibis.ifelse(column.isnan(), ibis.null(column.type()), column)
    if column.type().is_numeric():
        return column.cast("float64").fill_null(1.0), ibis.literal(value=False)
    text = column.cast("string").nullif("")
    number = text.try_cast("float64")
    return number.fill_null(1.0), text.notnull() & number.isnull()


def _text(events: Table, name: str) -> Column | Value:
    if name not in events.columns:
        return require("ibis").literal("")
    return events[name].cast("string").fill_null("")
