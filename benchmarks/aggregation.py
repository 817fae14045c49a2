"""Events folded and spread over months, in plain Python, on DuckDB and on Spark."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measuring import Case, Table, measure, tell

from idlib_graph.dates import date_range
from idlib_graph.events.engines import (
    fold_table,
    open_on_duckdb,
    open_on_spark,
    spread_table,
    write_table,
)
from idlib_graph.events.folding import fold, spread
from idlib_graph.events.reading import read_events
from idlib_graph.events.table import Event
from idlib_graph.load import built_in_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from measuring import Cell, Options, Taken

DAYS = date_range(date(2011, 1, 1), date(2025, 1, 1), "P1M")
HALF_LIVES = {name: kind.half_life for name, kind in built_in_codebook().types.items()}
SMALL, LARGE, HUGE = 100_000, 1_000_000, 10_000_000
MOST = {"plain Python": LARGE, "Spark, local[2]": LARGE}
AT_ONCE = 5_000_000
PEER = "DuckDB, 1 GB"
NOTE = """\
CPU seconds of the whole process with imports, Parquet in and out; plain Python keeps its rows. \
From 10⁷ events on the days of one year at a time. Events of `tests/events/seeded.py`, 200 \
organisations over 14 years, a slice a month."""


def tables(options: Options) -> Iterator[Table]:
    """A table for each size."""
    engines = [
        name
        for name, (_, needs) in ENGINES.items()
        if "pyspark" not in needs or shutil.which("java")
    ]
    yield table(SMALL, min(options.rounds, 3), engines)
    for size in [LARGE] * (not options.quick) + [HUGE] * options.huge:
        yield table(size, 1, engines)


def table(events: int, rounds: int, engines: Iterable[str]) -> Table:
    """Those of these engines that take so many events."""
    from events.seeded import write_parquet  # noqa: PLC0415 - of the tests, with pyarrow

    with tempfile.TemporaryDirectory() as name:
        path = write_parquet(Path(name, "events.parquet"), events)
        cases = [
            Case(
                engine,
                ("-m", "aggregation", engine, str(path), f"{name}/{number}-{{round}}"),
                ENGINES[engine][1],
            )
            for number, engine in enumerate(engines)
            if events <= MOST.get(engine, events)
        ]
        taken = measure(cases, rounds)
    rows = [_row(name, found, taken[PEER]) for name, found in taken.items()]
    return Table(f"Aggregation: {events:,} events", rows, NOTE)


def _row(name: str, found: Taken, peer: Taken) -> dict[str, Cell]:
    row: dict[str, Cell] = {"": name, "CPU, s": found.lacking}
    row |= dict.fromkeys(("ratio to DuckDB", "folded rows", "spread rows"))
    if found.lacking:
        return row
    rows = {f"{part} rows": int(found.told[0][part]) for part in ("folded", "spread")}
    ratio = None if peer.lacking else found.whole / peer.whole
    return row | {"CPU, s": found.whole, "ratio to DuckDB": ratio} | rows


def _python(events: str, _: Path) -> tuple[int, int]:
    folded = fold(event for event in read_events(events) if isinstance(event, Event))
    return len(folded), len(spread(folded, DAYS, HALF_LIVES))


def _duckdb(events: str, folder: Path) -> tuple[int, int]:
    folder.mkdir()
    write_table(fold_table(open_on_duckdb(events)), folder / "folded.parquet")
    folded = open_on_duckdb(folder / "folded.parquet")
    rows = _count(folded)
    spread_rows = 0
    for number, days in enumerate(_parts(rows)):
        path = folder / f"spread-{number}.parquet"
        write_table(spread_table(folded, days, HALF_LIVES), path)
        spread_rows += _rows(path)
    return rows, spread_rows


def _parts(rows: int) -> list[list[date]]:
    """All days at once, or of one year where many rows do not fit the memory."""
    if rows < AT_ONCE:
        return [list(DAYS)]
    years = sorted({day.year for day in DAYS})
    return [[day for day in DAYS if day.year == year] for year in years]


def _spark(events: str, folder: Path) -> tuple[int, int]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder: Any = SparkSession.builder
    for name, value in SPARK.items():
        builder = builder.config(name, value)
    session = builder.master("local[2]").getOrCreate()
    gateway = session.sparkContext._gateway  # noqa: SLF001 - to wait for its Java, or it is not counted
    folder.mkdir()
    write_table(fold_table(open_on_spark(events, session)), folder / "folded")
    write_table(
        spread_table(open_on_spark(folder / "folded", session), DAYS, HALF_LIVES),
        folder / "spread",
    )
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    return _rows(folder / "folded"), _rows(folder / "spread")


SPARK = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.showConsoleProgress": "false",
}


def _count(table_: Any) -> int:  # noqa: ANN401 - Ibis ships no types
    return int(table_.count().execute())


def _rows(path: Path) -> int:
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    files = path.glob("*.parquet") if path.is_dir() else [path]
    return sum(parquet.ParquetFile(file).metadata.num_rows for file in files)


ENGINES: dict[str, tuple[Callable[[str, Path], tuple[int, int]], tuple[str, ...]]] = {
    "plain Python": (_python, ("pyarrow",)),
    PEER: (_duckdb, ("ibis", "duckdb", "pyarrow")),
    "Spark, local[2]": (_spark, ("ibis", "pyspark")),
}


if __name__ == "__main__":
    engine, source, folder = sys.argv[1:]
    folded_rows, spread_rows = ENGINES[engine][0](source, Path(folder))
    tell(folded=folded_rows, spread=spread_rows)
