"""Tables of any length, row by row: CSV, also in gzip or zip, and Parquet."""

from __future__ import annotations

import csv
import math
import zipfile
import zlib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from idlib_graph.cells import read_cell
from idlib_graph.errors import IdlibGraphError, RowError, TableError
from idlib_graph.events.opening import kind_of, kind_of_file, lines_of, open_file, position
from idlib_graph.events.table import REQUIRED, Event, Rejected, parse_event
from idlib_graph.load.wording import did_you_mean, listed, shown
from idlib_graph.output import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Progress = Callable[[int, int], None]

BATCH = 10_000
"""Rows between two reports of progress, and those of Parquet that are in memory at once."""


# NotImplementedError is zipfile's for a method of packing that it does not know.
_DAMAGE = (EOFError, OSError, NotImplementedError, zlib.error, zipfile.BadZipFile)


class Row(NamedTuple):
    """One row of a table, in text.

    Attributes
    ----------
    number : from 1; in a CSV file the header is row 1, as a spreadsheet counts
    cells : text by column
    fault : why it is not in the shape of the table; empty where it is
    """

    number: int
    cells: dict[str, str]
    fault: str = ""


def read_events(
    path: Path | str,
    *,
    types: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Iterator[Event | Rejected]:
    r"""Read an event table row by row; rows that are no events come as `Rejected`.

    Columns beyond those of the table are not read.

    Parameters
    ----------
    types : kinds by relation type; those of the built-in codebook where None
    progress : told how many bytes (rows of Parquet) are read, and of how many

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it is no event table, or cannot be read to its end.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("date,a,b,kind\n2018-02-01,Zinki,HTS,clash\n2018-02-30,A,B,clash\n")
    ...     for row in read_events(path):
    ...         print(row[:3])
    (datetime.date(2018, 2, 1), None, 'Zinki')
    (3, "'2018-02-30' is no day, as 2018-02-01 is one", {'date': '2018-02-30', 'a': 'A', ...})
    """
    is_csv = kind_of(path) == "csv"
    for row in read_rows(path, needed=REQUIRED, progress=progress):
        if row.fault:
            yield reject(row, row.fault)
            continue
        try:
            yield parse_event(_as_written(row.cells) if is_csv else row.cells, types)
        except RowError as error:
            yield reject(row, str(error))


def _as_written(cells: dict[str, str]) -> dict[str, str]:
    """Cells without the apostrophes that keep spreadsheets from computing them."""
    return {name: read_cell(cell) if cell[:1] == "'" else cell for name, cell in cells.items()}


def reject(row: Row, why: str) -> Rejected:
    """Keep a row aside, with the cells that hold something.

    Examples
    --------
    >>> reject(Row(7, {"a": "HTS", "b": ""}), "b is empty")
    Rejected(row=7, reason='b is empty', record={'a': 'HTS'})
    """
    return Rejected(row.number, why, {name: cell for name, cell in row.cells.items() if cell})


def read_rows(
    path: Path | str,
    *,
    needed: Iterable[str] = (),
    headerless: Sequence[str] = (),
    lower: bool = False,
    encoding: str = "utf-8",
    progress: Progress | None = None,
) -> Iterator[Row]:
    r"""Read any table row by row, as text.

    Parameters
    ----------
    needed : columns that have to be there
    headerless : the columns of a CSV file that has as many, and a number where the first
        column's name would stand
    lower : whether names of columns are taken in lower case
    encoding : of a CSV file
    progress : told how many bytes (rows of Parquet) are read, and of how many

    Raises
    ------
    NotFoundError
        Where there is no such file.
    SettingsError
        Where there is no such encoding.
    TableError
        Where it is no such table, or cannot be read to its end.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.csv")
    ...     _ = path.write_text("Name;Ally\nHTS;\nSDF\n")
    ...     for row in read_rows(path, lower=True):
    ...         print(row)
    Row(number=2, cells={'name': 'HTS', 'ally': ''}, fault='')
    Row(number=3, cells={'name': 'SDF'}, fault='1 cell where the header has 2')
    """
    with ExitStack() as stack:
        file = open_file(path, stack)
        told = progress or (lambda done, total: None)  # noqa: ARG005 - nobody looks
        if kind_of_file(file, path) == "parquet":
            yield from _parquet_rows(path, file, set(needed), told, lower=lower)
            return
        try:
            size = Path(path).stat().st_size
            lines = lines_of(path, file, stack, encoding)
            for row in _csv_rows(path, lines, needed, headerless, lower=lower):
                if row.number % BATCH == 0:
                    told(position(file), size)
                yield row
        except _DAMAGE as error:
            why = reason(error) if isinstance(error, OSError) else str(error).lower()
            msg = f"{path} cannot be read to its end, it is damaged or cut off: {why}"
            raise TableError(msg) from error
        except UnicodeDecodeError as error:
            msg = f"{path} is not {encoding.upper()}: {error.reason}; save it as UTF-8"
            raise TableError(msg) from error


def pyarrow() -> Any:  # noqa: ANN401 - a module that ships no types
    """The library that Parquet needs, which comes with an extra.

    Raises
    ------
    IdlibGraphError
        Where it is not installed.

    Examples
    --------
    >>> pyarrow().__name__
    'pyarrow'
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415 - an extra
    except ImportError:
        msg = "Parquet needs pyarrow: pip install 'idlib-graph[events]', or use CSV"
        raise IdlibGraphError(msg) from None
    return pa


def _csv_rows(
    path: Path | str,
    lines: Iterator[str],
    needed: Iterable[str],
    headerless: Sequence[str],
    *,
    lower: bool,
) -> Iterator[Row]:
    first = next(lines, "")
    separator = max(",;\t", key=first.count)  # the comma where none is there
    reader = csv.reader(_again(first, lines), delimiter=separator, strict=True)
    number = 0
    try:
        names: list[str] = []
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                names = list(headerless) if _is_bare(cells, headerless) else _named(cells, lower)
                check_columns(path, names, needed)
                if not _is_bare(cells, headerless):
                    continue
            if cells:
                yield Row(number, dict(zip(names, cells, strict=False)), _misfit(cells, names))
    except csv.Error as error:
        why = str(error)
        if "end of data" in why or "field limit" in why or "field larger" in why:
            why += "; is a quotation mark left open?"
        msg = f"{path} is no table after row {number}: {why}"
        raise TableError(msg) from error


def check_columns(path: Path | str, names: Sequence[str], needed: Iterable[str]) -> None:
    """See to it that columns are there, and none twice.

    Raises
    ------
    TableError
        Where one is missing or there twice.

    Examples
    --------
    >>> check_columns("events.csv", ["date", "a", "b", "knd"], ["kind"])
    Traceback (most recent call last):
    idlib_graph.errors.TableError: events.csv has no column 'kind' (did you mean 'knd'?)...
    """
    twice = [name for name, count in Counter(names).items() if count > 1 and name]
    if twice:
        msg = f"{path} has the column {shown(twice[0])} twice"
        raise TableError(msg)
    for name in needed:
        if name not in names:
            there = listed(map(shown, names))
            msg = f"{path} has no column {shown(name)}{did_you_mean(name, names)}; it has {there}"
            raise TableError(msg)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _named(cells: Sequence[str], lower: bool) -> list[str]:  # noqa: FBT001 - of one caller
    return [cell.strip().lower() if lower else cell.strip() for cell in cells]


def _is_bare(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the first row holds data, not names."""
    return bool(columns) and len(cells) == len(columns) and cells[0].replace(".", "", 1).isdecimal()


def _misfit(cells: Sequence[str], names: Sequence[str]) -> str:
    if len(cells) == len(names):
        return ""
    return f"{len(cells)} cell{'s' * (len(cells) != 1)} where the header has {len(names)}"


def _parquet_rows(
    path: Path | str, file: BinaryIO, needed: set[str], told: Progress, *, lower: bool
) -> Iterator[Row]:
    pa = pyarrow()
    try:
        table = pa.parquet.ParquetFile(file)
        names = _named(table.schema_arrow.names, lower)
        check_columns(path, names, sorted(needed))
        number, total = 0, table.metadata.num_rows
        for batch in table.iter_batches(batch_size=BATCH):
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, dict(zip(names, cells, strict=True)))
            told(number, total)
    except (pa.ArrowException, OSError, OverflowError, UnicodeDecodeError) as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        msg = f"{path} is no Parquet file that can be read to its end: {why}"
        raise TableError(msg) from error


def _text(value: object) -> str:
    """A value of a Parquet file as the text that a CSV file would hold."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bytes):
        return value.decode()
    return str(value)
