"""Event tables in files on DuckDB and on Spark, and results written whole."""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import weakref
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from idlib_graph.errors import IdlibGraphError, OutputError, SettingsError, TableError
from idlib_graph.events.engines.contract import as_cells, as_written, require
from idlib_graph.events.runs import fresh_run
from idlib_graph.output import make_folder, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ibis.expr.types import Table
    from pyspark.sql import SparkSession

_SUMS = ("weight", "events")


def open_on_duckdb(
    path: Path | str,
    *,
    memory_limit: str = "1GB",
    spill: Path | str | None = None,
    threads: int | None = None,
) -> Table:
    r"""An event table on a DuckDB of its own, in this process.

    Parameters
    ----------
    path : a CSV file (commas, UTF-8), a Parquet file, a folder of Parquet files, or a pattern of
        their names
    memory_limit : how much memory DuckDB may take for its work, such as ``500MB``
    spill : folder for what does not fit; a temporary one where None
    threads : how many cores; all of them where None

    Raises
    ------
    TableError
        Where there is no such file, or it is no table.
    SettingsError
        For a limit that DuckDB does not understand.
    OutputError
        Where the folder `spill` cannot be made.
    IdlibGraphError
        Where Ibis or DuckDB is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "events.csv"
    ...     _ = path.write_text("date,a,b,kind\n2018-03-02,Zinki,HTS,clash\n")
    ...     open_on_duckdb(path).count().to_pyarrow().as_py()
    1
    """
    require("duckdb")
    files = _find(path)
    connection = _connect(memory_limit, spill, threads)
    with _one_line(TableError, f"cannot read {path}"):
        if _is_csv(path):
            columns = dict.fromkeys(_header(path), "VARCHAR")
            cells = connection.read_csv(
                files, header=True, columns=columns, delim=",", quote='"', escape='"'
            )
            return as_written(cells)
        return connection.read_parquet(files)


def open_on_spark(path: Path | str, session: SparkSession) -> Table:
    """An event table on a Spark session.

    Parameters
    ----------
    path : as `open_on_duckdb` takes it, or the address of Parquet that the session reads, such as
        ``hdfs://...``; the workers must see the same files
    session : of the caller, who made it and stops it

    Raises
    ------
    TableError
        Where there is no such file, or it is no table.
    IdlibGraphError
        Where Ibis or PySpark is not installed.

    Examples
    --------
    >>> from pyspark.sql import SparkSession  # doctest: +SKIP
    >>> session = SparkSession.builder.master("local[2]").getOrCreate()  # doctest: +SKIP
    >>> open_on_spark("events", session).count().to_pyarrow().as_py()  # doctest: +SKIP
    100000
    """
    require("pyspark", "spark")
    connection = require("ibis", "spark").pyspark.connect(session)
    files = [str(path)] if "://" in str(path) else _find(path)
    if Path(path).is_dir():
        files = [str(path)]  # Spark lists a folder faster than it takes a list
    with _one_line(TableError, f"cannot read {path}"):
        if _is_csv(path):
            frame = session.read.csv(
                files, header=True, multiLine=True, escape='"', mode="FAILFAST", encoding="UTF-8"
            ).toDF(*_header(path))
        else:
            frame = session.read.parquet(*files)
        name = f"events_{uuid4().hex}"
        frame.createOrReplaceTempView(name)
        table = connection.table(name)
        return as_written(table) if _is_csv(path) else table


def write_table(table: Table, path: Path | str) -> None:
    r"""Compute a table and write it, in order, whole or not at all.

    Parameters
    ----------
    table : of `fold_table`, `spread_table`, or any other
    path : ``.csv`` or ``.parquet`` for a file, any other name for a folder of Parquet, which is
        what Spark writes in any case

    Raises
    ------
    OutputError
        Where it cannot be computed or written; nothing is left, and what was there stays.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import ibis, pyarrow
    >>> with TemporaryDirectory() as folder:
    ...     names = ibis.memtable(pyarrow.table({"a": ["Zinki", "HTS"]}))
    ...     write_table(names, Path(folder) / "names.csv")
    ...     (Path(folder) / "names.csv").read_text()
    'a\nHTS\nZinki\n'
    """
    if "://" in str(path):
        msg = f"cannot write {path}: only paths of this machine can be renamed to; use to_parquet"
        raise OutputError(msg)
    ordered = table.order_by([name for name in table.columns if name not in _SUMS])
    suffix = Path(path).suffix.lower()
    spark = table.get_backend().name == "pyspark"
    if spark and suffix == ".csv":
        msg = f"cannot write {path}: Spark writes folders of Parquet; name one"
        raise OutputError(msg)
    with fresh_run(path) as run, _one_line(OutputError, f"cannot write {path}"):
        if suffix == ".csv":
            as_cells(ordered).to_csv(run, header=True)
        elif spark or suffix == ".parquet":
            ordered.to_parquet(run)
        else:
            run.mkdir()
            ordered.to_parquet(run / "part-0.parquet")


def _connect(memory_limit: str, spill: Path | str | None, threads: int | None) -> Any:  # noqa: ANN401 - Ibis ships no types
    """A DuckDB of its own; what it spills goes away with it."""
    ibis = require("ibis")
    own = tempfile.mkdtemp(prefix="idlib-graph-", dir=make_folder(spill) if spill else None)
    limits = {
        "memory_limit": memory_limit,
        "temp_directory": own,
        "preserve_insertion_order": False,  # what is written is sorted in any case
        **({"threads": threads} if threads else {}),
    }
    try:
        with _one_line(SettingsError, f"DuckDB does not start with {memory_limit!r} of memory"):
            connection = ibis.duckdb.connect(**limits)
            connection.raw_sql("SET enable_progress_bar = false")  # it is drawn on standard output
    except IdlibGraphError:
        shutil.rmtree(own)
        raise
    weakref.finalize(connection, shutil.rmtree, own, ignore_errors=True)
    return connection


def _find(path: Path | str) -> list[str]:
    """The files that a path, a folder or a pattern names, in order."""
    if Path(path).is_dir():
        found = sorted(str(file) for file in Path(path).glob("*.parquet"))
    else:
        found = [str(path)] if Path(path).exists() else sorted(glob(str(path)))  # noqa: PTH207 - a pattern of the user's
    if not found:
        what = "it holds no .parquet file" if Path(path).is_dir() else "no such file or directory"
        msg = f"cannot read {path}: {what}"
        raise TableError(msg)
    return found


def _is_csv(path: Path | str) -> bool:
    return Path(path).suffix.lower() == ".csv"


def _header(path: Path | str) -> list[str]:
    """The names of the columns of a CSV file."""
    try:
        with Path(_find(path)[0]).open("rb") as file:
            line = file.readline().decode("utf-8-sig")
            names = [name.strip() for name in next(csv.reader([line]), [])]
    except OSError as error:
        msg = f"cannot read {path}: {reason(error)}"
        raise TableError(msg) from error
    except (UnicodeDecodeError, csv.Error) as error:
        msg = f"{path} is not CSV in UTF-8"
        raise TableError(msg) from error
    if doubled := next((name for name in names if names.count(name) > 1), None):
        msg = f"{path} is no table: it has two columns {doubled!r}"
        raise TableError(msg)
    if not names:
        msg = f"{path} is empty"
        raise TableError(msg)
    return names


@contextmanager
def _one_line(kind: type[IdlibGraphError], what: str) -> Iterator[None]:
    """Say in one line what an engine raises on many."""
    try:
        yield
    except _engine_errors() as error:
        line = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
        msg = f"{what}: {line}"
        raise kind(msg) from error


def _engine_errors() -> tuple[type[Exception], ...]:
    """The errors of the engines that are in use."""
    names = (
        ("duckdb", "Error"),
        ("ibis.common.exceptions", "IbisError"),
        ("pyspark.errors", "PySparkException"),
        ("py4j.protocol", "Py4JError"),
        ("pyarrow", "ArrowException"),
    )
    loaded: list[Any] = [getattr(sys.modules.get(module), name, None) for module, name in names]
    return tuple(error for error in loaded if error)
