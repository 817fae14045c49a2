"""Figures over time: of each slice, of each line, and of structural balance.

Balance takes longer and is asked for by itself; see `idlib_graph.series.balance`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.display import Shown, Table
from idlib_graph.series.lines import LineFigures, measure_lines
from idlib_graph.series.slices import SliceFigures, measure_slices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.shifts import Slice

__all__ = [
    "LineFigures",
    "Series",
    "SliceFigures",
    "measure_lines",
    "measure_series",
    "measure_slices",
]


@dataclass(frozen=True, slots=True)
class Series(Shown):
    """The figures of each slice, in order, and of each line, by id."""

    slices: tuple[SliceFigures, ...]
    lines: tuple[LineFigures, ...]

    def to_table(self) -> Table:
        """The figures of each slice."""
        names = ("day", "present", "communities", "sizes", "unaligned", "fragmentation",
                 "mutual_information", "variation")  # fmt: skip
        rows = tuple(tuple(getattr(figures, name) for name in names) for figures in self.slices)
        return Table(f"Slices: {len(rows)}", names, rows)


def measure_series(slices: Sequence[Slice]) -> Series:
    """Measure how communities change from slice to slice, and how lines move between them.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> series = measure_series(ig.analyze(ig.load_dataset()).slices)
    >>> last = series.slices[-1]
    >>> last.present == sum(last.sizes) + last.unaligned
    True
    """
    return Series(measure_slices(slices), measure_lines(slices))
