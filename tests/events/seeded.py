"""Seeded events like those of a register, as many as wanted: for tests and for benchmarks.

They hold what has led engines astray: names in many scripts, some beyond the first 65,536
characters, names that differ by case or by how an accent is written, quotes, commas and ends of
line; events over several days, across the ends of months and years; weights that are no halves;
both orders of one pair; undated rows and reviews.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.events.table import COLUMNS, Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACTORS = 200
FIRST, DAYS = date(2011, 1, 1), 14 * 365
CHUNK = 100_000
KINDS = (
    ("clash", ""), ("clash", "battle"), ("clash", "offensive"), ("clash", "threat"),
    ("alliance", ""), ("alliance", "truce"), ("split", ""), ("split", "withdrawal"),
    ("review", ""),
)  # fmt: skip
SHARES = (0.4, 0.1, 0.1, 0.05, 0.2, 0.05, 0.05, 0.02, 0.03)
WEIGHTS = (1.0, 0.5, 0.1, 1 / 3, 7.0, 250.0)
SPELLINGS = (
    "Group {}", "group {}", "Liwā' {}", "Liwa\u0304' {}", "حركة {}", "Бригада {}", "東 {}",
    "\N{LATIN SMALL LIGATURE FF} {}", "\N{PHOENICIAN LETTER ALF} {}", '"Free", {}', "O'Neill  {}",
)  # fmt: skip


def names() -> list[str]:
    """The actors; each spelling returns with another number."""
    turns = len(SPELLINGS)
    return [SPELLINGS[i % turns].format(i // turns) for i in range(ACTORS)]


def columns(count: int, seed: int = 0) -> Iterator[dict[str, list[Any]]]:
    """The cells of `count` events by column, up to 100,000 rows at a time."""
    draw, known = np.random.default_rng(seed), np.array(names(), dtype=object)
    calendar = np.array([FIRST + timedelta(days=i) for i in range(DAYS + 60)], dtype=object)
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        a = (ACTORS * draw.random(size) ** 2).astype(int)  # some take part far more often
        b = (a + 1 + (ACTORS - 1) * draw.random(size) ** 2).astype(int) % ACTORS
        begin = draw.integers(0, DAYS, size)
        length = np.where(draw.random(size) < 0.2, draw.integers(0, 60, size), 0)
        first, last = calendar[begin], calendar[begin + length]
        undated = draw.random(size) < 0.01
        first[undated] = None
        last[undated | (draw.random(size) < 0.5) & (length == 0)] = None  # one day, written so too
        kind = draw.choice(len(KINDS), size, p=SHARES)
        note = np.where(draw.random(size) < 0.01, 'two\nlines, "quoted"', "")
        weight = np.where(draw.random(size) < 0.9, draw.choice(WEIGHTS, size), draw.random(size))
        yield {
            "date": first.tolist(),
            "date_end": last.tolist(),
            "a": known[a].tolist(),
            "b": known[b].tolist(),
            "kind": [KINDS[k][0] for k in kind],
            "type": [KINDS[k][1] for k in kind],
            "weight": np.maximum(weight, 1e-3).tolist(),
            "source": ["Seeded"] * size,
            "source_id": [str(start + i) for i in range(size)],
            "precision": ["day"] * size,
            "note": note.tolist(),
        }


def events(count: int, seed: int = 0) -> Iterator[Event]:
    """`count` events; the same for the same seed."""
    for chunk in columns(count, seed):
        yield from map(Event, *(chunk[name] for name in COLUMNS))


def write_csv(path: Path, count: int, seed: int = 0) -> Path:
    """The events as a table in CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(events(count, seed))
    return path


def write_parquet(path: Path, count: int, seed: int = 0) -> Path:
    """The events as a table in one Parquet file, a row group for 100,000."""
    from pyarrow import parquet  # noqa: PLC0415 - large tables alone need it

    with parquet.ParquetWriter(path, _schema()) as writer:
        for table in _tables(count, seed):
            writer.write_table(table)
    return path


def write_folder(path: Path, count: int, seed: int = 0, *, rows: int = CHUNK) -> Path:
    """The events as a folder of Parquet files of `rows` rows each."""
    from pyarrow import parquet  # noqa: PLC0415 - large tables alone need it

    path.mkdir()
    for i, table in enumerate(_tables(count, seed)):
        for start in range(0, len(table), rows):
            part = path / f"part-{i:04}-{start:06}.parquet"
            parquet.write_table(table.slice(start, rows), part)
    return path


def _tables(count: int, seed: int) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415 - large tables alone need it

    return (pa.table(chunk, schema=_schema()) for chunk in columns(count, seed))


def _schema() -> Any:  # noqa: ANN401 - of a module that ships no types
    import pyarrow as pa  # noqa: PLC0415 - large tables alone need it

    types = {"date": pa.date32(), "date_end": pa.date32(), "weight": pa.float64()}
    return pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
