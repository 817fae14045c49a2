"""Event tables of any size as arrays: Parquet by pyarrow, larger ones and CSV by DuckDB."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from idlib_graph.errors import RowError, TableError
from idlib_graph.events.arrays import Coded, Columns, Counts, arrange_columns, arrange_events
from idlib_graph.events.opening import kind_of
from idlib_graph.events.reading import check_columns, pyarrow, read_events
from idlib_graph.events.table import PRECISIONS, REQUIRED, Event, parse_day, parse_weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from idlib_graph.events.arrays import EventArrays
    from idlib_graph.events.reading import Progress

    Bools: TypeAlias = NDArray[np.bool_]
    Days: TypeAlias = NDArray[np.datetime64]
    Floats: TypeAlias = NDArray[np.float64]

SMALL_CSV = 20_000_000
"""Bytes of a CSV file up to which it is read row by row."""
SMALL_PARQUET = 5_000_000
"""Rows of a Parquet file up to which its columns are held in memory."""
_READ = (*REQUIRED, "date_end", "type", "weight", "precision")


def read_arrays(
    path: Path | str,
    *,
    step: str = "P1M",
    memory_limit: str | None = None,
    progress: Progress | None = None,
) -> EventArrays:
    r"""Read an event table into arrays; rows that are no events are counted and left out.

    Parameters
    ----------
    path : CSV, also in gzip or zip, or Parquet; a folder of Parquet files or a pattern of names
        where DuckDB is installed
    step : ``P1D``, ``P1M`` or ``P1Y``; a large table is folded while it is read
    memory_limit : how much memory DuckDB may take, such as ``1GB``, which then reads a table of
        any size; where None it reads large ones alone, with a limit of 1 GB
    progress : told how much of a table is read that is read row by row, and of how much

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it is no event table, or cannot be read to its end.
    IdlibGraphError
        Where what has to read it is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("date,a,b,kind\n2018-02-01,Zinki,HTS,clash\n2018-02-30,A,B,clash\n")
    ...     found = read_arrays(path)
    >>> found.actors, found.counts.rows, found.counts.broken
    (('HTS', 'Zinki'), 2, 1)
    """
    several = Path(path).is_dir() or (
        not Path(path).exists() and any(c in str(path) for c in "*?[")
    )
    if several or memory_limit:
        return _by_duckdb(path, step, memory_limit)
    if kind_of(path) == "csv":
        large = Path(path).suffix.lower() == ".csv" and Path(path).stat().st_size > SMALL_CSV
        if large and find_spec("duckdb") and find_spec("ibis"):
            return _by_duckdb(path, step, None)
        return _row_by_row(path, step, progress)
    return _by_pyarrow(path, step)


def _row_by_row(path: Path | str, step: str, progress: Progress | None) -> EventArrays:
    broken = 0

    def sound() -> Iterator[Event]:
        nonlocal broken
        for row in read_events(path, progress=progress):
            if isinstance(row, Event):
                yield row
            else:
                broken += 1

    found = arrange_events(sound(), step=step)
    counts = found.counts
    counts = replace(counts, rows=counts.rows + broken, broken=counts.broken + broken)
    return replace(found, counts=counts)


def _by_duckdb(path: Path | str, step: str, memory_limit: str | None) -> EventArrays:
    """Fold by the Ibis expression; what is in memory here has actors and steps, not events."""
    from idlib_graph.events.engines import count_rows, fold_table, open_on_duckdb  # noqa: PLC0415 - an extra

    table = open_on_duckdb(path, memory_limit=memory_limit or "1GB")
    folded = fold_table(table, step).to_pyarrow()
    [counted] = count_rows(table).to_pyarrow().to_pylist()
    size = folded.num_rows
    none = np.full(size, np.datetime64("NaT"), "datetime64[D]")
    a, b, kind, type_ = (_coded(folded[name]) for name in ("a", "b", "kind", "type"))
    # sums may pass what one event can weigh
    columns = Columns(_days(folded["bucket"]), none, a, b, kind, type_, np.ones(size))
    found, kept = arrange_columns(columns, step=step)
    events = folded["events"].to_numpy().astype(np.int64)
    counts, lost = Counts(**counted), int(events.sum() - events[kept].sum())
    return replace(
        found,
        weight=folded["weight"].to_numpy().astype(np.float64)[kept],
        events=events[kept],
        counts=replace(counts, folded=counts.folded - lost, broken=counts.broken + lost),
    )


def _by_pyarrow(path: Path | str, step: str) -> EventArrays:
    """Read whole columns of a Parquet file."""
    pa = pyarrow()
    try:
        file = pa.parquet.ParquetFile(path)
        names = file.schema_arrow.names
        check_columns(path, names, REQUIRED)
        if file.metadata.num_rows > SMALL_PARQUET and find_spec("duckdb") and find_spec("ibis"):
            return _by_duckdb(path, step, None)
        table = file.read([name for name in _READ if name in names])
    except (pa.ArrowException, OSError) as error:
        msg = f"{path} is no Parquet file that can be read to its end: {str(error).splitlines()[0]}"
        raise TableError(msg) from error
    size = table.num_rows

    def column(name: str) -> Any:  # noqa: ANN401 - pyarrow ships no types
        return table[name] if name in names else pa.chunked_array([pa.nulls(size, pa.string())])

    first, no_first = _dated(column("date"))
    last, no_last = _dated(column("date_end"))
    weight, no_weight = _weighed(column("weight"))
    precision = _coded(column("precision"))
    odd = np.array([text not in ("", *PRECISIONS) for text in precision.texts], dtype=np.bool_)
    a, b, kind, type_ = (_coded(column(name)) for name in ("a", "b", "kind", "type"))
    found, _ = arrange_columns(
        Columns(first, last, a, b, kind, type_, weight),
        step=step,
        unsound=no_first | no_last | no_weight | odd[precision.codes],
    )
    return found


def _coded(column: Any) -> Coded:  # noqa: ANN401 - pyarrow ships no types
    """A column as text, each text once."""
    pa = pyarrow()
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    whole = column.cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    return Coded(
        whole.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        tuple(whole.dictionary.to_pylist()),
    )


def _dated(column: Any) -> tuple[Days, Bools]:  # noqa: ANN401 - pyarrow ships no types
    """A column as days, NaT where it is empty, and whether a cell holds something else."""
    pa = pyarrow()
    if pa.types.is_date(column.type):
        return _days(column), np.zeros(len(column), dtype=np.bool_)
    of = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if str(of) not in {"string", "large_string", "string_view", "null"}:
        msg = f"no table of events: a date is of type {of}; it must be date, or text"
        raise TableError(msg)
    codes, texts = _coded(column)
    found = [_understood(parse_day, text) if text else None for text in texts]
    days = np.array([None if day is _WRONG else day for day in found], dtype="datetime64[D]")
    return days[codes], np.array([day is _WRONG for day in found], dtype=np.bool_)[codes]


def _days(column: Any) -> Days:  # noqa: ANN401 - pyarrow ships no types
    return column.to_numpy().astype("datetime64[D]")  # type: ignore[no-any-return] # see above


def _weighed(column: Any) -> tuple[Floats, Bools]:  # noqa: ANN401 - pyarrow ships no types
    """A column as weights, 1 where it is empty, and whether a cell holds no number."""
    pa = pyarrow()
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        weight = column.cast(pa.float64()).to_numpy().copy()
        weight[np.isnan(weight)] = 1.0  # missing
        return weight, np.zeros(len(weight), dtype=np.bool_)
    codes, texts = _coded(column)
    found = [_understood(parse_weight, text) for text in texts]
    wrong = np.array([weight is _WRONG for weight in found], dtype=np.bool_)
    weights = np.array([0.0 if weight is _WRONG else weight for weight in found], dtype=np.float64)
    return weights[codes], wrong[codes]


_WRONG = object()


def _understood(parse: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 - what `parse` gives
    try:
        return parse(text)
    except RowError:
        return _WRONG
