"""Event tables as CSV and Parquet, and the rows that are none beside them."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from idlib_graph.cells import inert
from idlib_graph.errors import RowError, SettingsError
from idlib_graph.events.reading import BATCH, pyarrow
from idlib_graph.events.table import COLUMNS, Event, find_fault
from idlib_graph.load.wording import shown
from idlib_graph.output import open_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from idlib_graph.events.table import Rejected

REJECTED = ("file", "row", "reason", "record")
_HEADS = {".csv": b"date,", ".parquet": b"PAR1\0"}


def write_events(
    events: Iterable[Event], path: Path | str, *, types: Mapping[str, str] | None = None
) -> int:
    """Write an event table, row by row: CSV, or Parquet where `path` ends so; ``-`` is CSV out.

    In a CSV file, text that a spreadsheet would compute has an apostrophe before it
    (`idlib_graph.cells.inert`), which `read_events` takes away again.

    Parameters
    ----------
    types : kinds by relation type; those of the built-in codebook where None

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    OutputError
        Where it cannot be written; nothing is left half done.
    RowError
        Where a row breaks the contract.
    SettingsError
        Where `path` ends in neither ``.csv`` nor ``.parquet``.

    Examples
    --------
    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     count = write_events([Event(date(2018, 2, 1), None, "Zinki", "HTS", "clash")], path)
    ...     print(path.read_text(), count)
    date,date_end,a,b,kind,type,weight,source,source_id,precision,note
    2018-02-01,,Zinki,HTS,clash,,1.0,,,,
     1
    """
    ending = check_ending(path)
    rows = _checked(events, types)
    with open_whole(path, _HEADS[ending]) as file:
        return _write_parquet(rows, file) if ending == ".parquet" else _write_csv(rows, file)


def check_ending(path: Path | str) -> str:
    """The ending of an event table's file, which says what it is written as.

    Raises
    ------
    SettingsError
        Where it is neither ``.csv`` nor ``.parquet``.

    Examples
    --------
    >>> check_ending("syria.parquet"), check_ending("-")
    ('.parquet', '.csv')
    """
    ending = ".csv" if str(path) == "-" else Path(path).suffix.lower()
    if ending not in _HEADS:
        msg = f"{shown(str(path))} must end in .csv or .parquet"
        raise SettingsError(msg)
    return ending


class Aside:
    """Rows that are no events, in a CSV file that is made with the first of them.

    It appears when the block ends without an error. A file of that name that is there already is
    replaced even where no row is kept aside, so that it never tells of another run.

    Attributes
    ----------
    path : the file; None to count the rows only
    count : how many rows there are

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from idlib_graph.events.table import Rejected
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.rejected.csv")
    ...     with Aside(path) as aside:
    ...         aside.add("mine.csv", Rejected(7, "b is empty", {"a": "HTS"}))
    ...     print(path.read_text(), aside.count)
    file,row,reason,record
    mine.csv,7,b is empty,"{""a"": ""HTS""}"
     1
    """

    def __init__(self, path: Path | str | None) -> None:
        self.path = path
        self.count = 0
        self._stack = ExitStack()
        self._write: Any = None

    def __enter__(self) -> Aside:  # noqa: PYI034 - Self is the same, and no shorter
        if self.path is not None and Path(self.path).exists():
            self._open()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type] # what Python hands over

    def add(self, file: Path | str, row: Rejected) -> None:
        """Keep a row of `file`, its cells as JSON."""
        self.count += 1
        if self.path is None:
            return
        if self._write is None:
            self._open()
        record = json.dumps(dict(row.record), ensure_ascii=False)
        self._write([inert(str(file)), row.row, inert(row.reason), record])

    def _open(self) -> None:
        if self.path is not None:
            self._write = _lines_into(self._stack.enter_context(open_whole(self.path, b"file,")))
            self._write(REJECTED)


def _checked(events: Iterable[Event], types: Mapping[str, str] | None) -> Iterator[Event]:
    for number, event in enumerate(events, start=1):
        if fault := find_fault(event, types):
            msg = f"row {number}: {fault}"
            raise RowError(msg)
        yield event


def _write_csv(events: Iterable[Event], file: BinaryIO) -> int:
    write = _lines_into(file)
    write(COLUMNS)
    count = 0
    for event in events:
        a, b, source, source_id, note = map(
            inert, (event.a, event.b, event.source, event.source_id, event.note)
        )
        write(event._replace(a=a, b=b, source=source, source_id=source_id, note=note))
        count += 1
    return count


def _lines_into(file: BinaryIO) -> Any:  # noqa: ANN401 - a writer's method, of no public type
    """Give what writes one row; a line end of two characters lets each be quoted in a cell."""

    class Lines(io.TextIOBase):
        def write(self, text: str, /) -> int:
            return file.write(text.removesuffix("\r\n").encode() + b"\n")

    return csv.writer(Lines(), lineterminator="\r\n").writerow


def _write_parquet(events: Iterator[Event], file: BinaryIO) -> int:
    pa = pyarrow()
    special = {"date": pa.date32(), "date_end": pa.date32(), "weight": pa.float64()}
    schema = pa.schema([(name, special.get(name, pa.string())) for name in COLUMNS])
    count = 0
    with pa.parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(events, BATCH)):
            columns = zip(zip(*batch, strict=True), schema.types, strict=True)
            arrays = [pa.array(column, type_) for column, type_ in columns]
            writer.write_table(pa.table(arrays, schema))
            count += len(batch)
    return count
