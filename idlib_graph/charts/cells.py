"""What the cells of a matrix show: the tie of each pair, by side and weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.records import Slice

STEPS = (0.25, 0.5, 0.75, 1.0)

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """The tie of a pair.

    Attributes
    ----------
    row, column : the two lines, by their place in the list
    sides : ``alliance`` or ``clash`` with its weight, from 0 to 1: the net tie; both where the
        pair is allied and at odds at once
    contested : whether sources contradict each other on a relation behind the tie
    """

    row: int
    column: int
    sides: tuple[tuple[str, float], ...]
    contested: bool


def gather_cells(analysis: Analysis, part: Slice, lines: Sequence[str]) -> list[Cell]:
    """A cell for each pair that has a tie, and another for the pair the other way round."""
    contested = {rid for matter in analysis.contested for rid in matter.relations}
    place = {line: index for index, line in enumerate(lines)}
    cells = []
    for a, b, tie in part.graph.edges(data=True):
        kind = "alliance" if tie["weight"] > 0 else "clash"
        sides: tuple[tuple[str, float], ...] = ((kind, abs(tie["weight"])),)
        if tie["mixed"]:
            sides = (("alliance", tie["positive"]), ("clash", tie["negative"]))
        doubt = not contested.isdisjoint(tie["relations"])
        for one, other in ((a, b), (b, a)):
            cells.append(Cell(place[one], place[other], sides, doubt))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def step_of(weight: float) -> int:
    """Which of `STEPS` a weight belongs to: the first that is not below it.

    Examples
    --------
    >>> [step_of(weight) for weight in (0.05, 0.25, 0.26, 1.0)]
    [0, 0, 1, 3]
    """
    return next(i for i, step in enumerate(STEPS) if weight <= step + _ROUNDING)
