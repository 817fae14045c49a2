"""What every engine is held to: the seeded events as plain Python folds and spreads them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from events.seeded import events

from idlib_graph.dates import date_range
from idlib_graph.events.folding import Folded, Spread, fold, spread
from idlib_graph.load import built_in_codebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COUNT = 100_000
STEP = "P1M"
DAYS = date_range(date(2011, 1, 1), date(2025, 6, 1), "P6M")
HALF_LIVES = {name: kind.half_life for name, kind in built_in_codebook().types.items()}


@cache
def expected() -> tuple[list[Folded], list[Spread]]:
    """The reference: folded, and spread."""
    folded = fold(events(COUNT), STEP)
    return folded, spread(folded, DAYS, HALF_LIVES, step=STEP)


def hold_same(found: Sequence[tuple[Any, ...]], reference: Sequence[tuple[Any, ...]]) -> None:
    """Same keys in the same order, same counts, weights within 1e-9 relative."""
    assert [row[:5] for row in found] == [row[:5] for row in reference]
    assert [row[6] for row in found] == [row[6] for row in reference]
    for row, right in zip(found, reference, strict=True):
        assert abs(row[5] - right[5]) <= 1e-9 * right[5], (row, right)


def read_rows(path: Path) -> list[tuple[Any, ...]]:
    """The rows of a file or folder of Parquet, in its order, as tuples."""
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    tables = [parquet.ParquetFile(file).read() for file in files]
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]


def hold_files_same(folded: Path, spread_: Path) -> None:
    """Hold written results against the reference."""
    hold_same(read_rows(folded), expected()[0])
    hold_same(read_rows(spread_), expected()[1])
