"""Large event tables in Parquet to answers, by the commands that a user has."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from measuring import Case, Table, measure
from planted.wars import War, wage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Cell, Options

START = np.datetime64("2015-01")
DAYS = 28  # of a month: the day of an event goes round
THOUSAND = War(actors=1_000, events=100_000)
MILLION = War(actors=10_000, events=1_000_000, alliances=50)
# Many events among few: what a report with all its doubts can be made of.
FEW = War(actors=30, events=1_180_000, alliances=6, turns=6, noise=0.05)
TRACKED = ("communities",)
REPORTED = ("analyze", "--step", "P1Y", "--every", "P3M")
NEEDS = ("pyarrow", "duckdb", "igraph")
NOTE = """\
CPU seconds of the whole command with imports, from a Parquet file to a folder of results, over 60 \
months of a made war (`planted/wars.py`, seed 0). `analyze --step P1Y --every P3M` writes the \
whole report, with its charts, doubts, explorer and graph files."""


def tables(options: Options) -> Iterator[Table]:
    """The sizes of the timeline job, and a million events to a whole report."""
    yield table({"1,000 actors": (THOUSAND, TRACKED)})
    if not options.quick:
        yield table({"10,000 actors": (MILLION, TRACKED), "30 actors": (FEW, REPORTED)})


def table(asked: dict[str, tuple[War, tuple[str, ...]]]) -> Table:
    """Each war, and what is asked of it, once."""
    rows: list[dict[str, Cell]] = []
    for name, (war, command) in asked.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "war.parquet")
            events = write_parquet(war, path)
            arguments = ("-m", "idlib_graph", "events", *command, str(path), "-o", f"{folder}/out")
            taken = measure([Case(name, arguments, NEEDS)], 1)[name]
        row: dict[str, Cell] = {"": name, "events": events, "command": f"`{' '.join(command)}`"}
        rows.append(row | {"CPU, s": taken.lacking or taken.whole})
    return Table("Large tables to answers", rows, NOTE)


def write_parquet(war: War, path: Path, seed: int = 0) -> int:
    """Write the events of a war as an event table, and count them."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415 - likewise

    events = wage(war, seed)
    count = len(events.month)
    first = (START + events.month).astype("M8[D]")
    names = np.array([f"G{actor}" for actor in range(war.actors)])
    columns = {
        "date": (first + np.arange(count) % DAYS).astype(str),
        "a": names[events.a],
        "b": names[events.b],
        "kind": np.array(["clash", "alliance"])[events.kind],
        "source": np.full(count, "made"),
        "source_id": np.arange(count).astype(str),
    }
    parquet.write_table(pa.table(columns), path)
    return count
