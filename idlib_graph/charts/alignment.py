"""Where the lines of a storyline run: as straight as the order of each layer allows.

The positions minimise the sum of all vertical movement, each line's from layer to layer, under
the given order and least distances: a linear programme, solved to the optimum by HiGHS. The lines
of a group stand one row apart and move as a block.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.errors import IdlibGraphError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import highspy

    from idlib_graph.charts.ordering import Layers

BETWEEN_GROUPS = 1.15
BESIDE_SINGLE = 0.55
BETWEEN_SINGLES = 0.0

# Far below any movement, so that only equals are told apart: a low picture, then compact layers.
_HEIGHT_COST = 1e-3
_SINGLE_SHARE = 1 - 2e-3  # so that of equals a line outside any community moves, not a band
_PLACE_COST = 1e-6
_DECIMALS = 6


def distance(upper: Sequence[str], lower: Sequence[str]) -> float:
    """Least distance in rows from the first line of a group to that of the next.

    A group of one is a line outside any community and needs less room.
    """
    singles = (len(upper) == 1) + (len(lower) == 1)
    return len(upper) + (BETWEEN_GROUPS, BESIDE_SINGLE, BETWEEN_SINGLES)[singles]


def align(layers: Layers) -> list[dict[str, float]]:
    """The row of each line in each layer, at least 0, with the least movement there can be.

    Parameters
    ----------
    layers : for each layer its groups from top to bottom, each with its lines in order
    """
    if not any(layers):
        return [{} for _ in layers]
    programme, first = _programme(layers)
    rows = _solve(programme)
    return [
        {
            line: round(float(rows[first[index, number]]) + offset, _DECIMALS)
            for number, group in enumerate(layer)
            for offset, line in enumerate(group)
        }
        for index, layer in enumerate(layers)
    ]


def movement(rows: Sequence[Mapping[str, float]]) -> float:
    """The sum over all lines of how far they move between one layer and the next."""
    return sum(
        abs(here[line] - there[line])
        for here, there in pairwise(rows)
        for line in here
        if line in there
    )


@dataclass(slots=True)
class _Programme:
    """Minimise cost · x for x >= 0 under lower <= A x <= upper; A by rows."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def variable(self, cost: float) -> int:
        """A new variable; gives its number."""
        self.cost.append(cost)
        return len(self.cost) - 1

    def require(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        """A new row: lower <= sum of the terms <= upper."""
        self.starts.append(len(self.columns))
        self.columns.extend(terms.keys())
        self.values.extend(terms.values())
        self.lower.append(lower)
        self.upper.append(upper)


def _programme(layers: Layers) -> tuple[_Programme, dict[tuple[int, int], int]]:
    """The programme, and the variable of each group's first row, by (layer, group)."""
    programme = _Programme()
    first = {
        (index, number): programme.variable(_PLACE_COST)
        for index, layer in enumerate(layers)
        for number in range(len(layer))
    }
    height = programme.variable(_HEIGHT_COST)
    for index, layer in enumerate(layers):
        for number, (upper, lower) in enumerate(pairwise(layer)):
            terms = {first[index, number + 1]: 1.0, first[index, number]: -1.0}
            programme.require(terms, distance(upper, lower), np.inf)
        if layer:
            terms = {height: 1.0, first[index, len(layer) - 1]: -1.0}
            programme.require(terms, float(len(layer[-1])), np.inf)
    for index in range(len(layers) - 1):
        for (here, there, offset), weight in sorted(_steps(layers, index).items()):
            single = 1 in (len(layers[index][here]), len(layers[index + 1][there]))
            cost = weight * (_SINGLE_SHARE if single else 1.0)
            up, down = programme.variable(cost), programme.variable(cost)
            terms = {first[index + 1, there]: 1.0, first[index, here]: -1.0, up: 1.0, down: -1.0}
            programme.require(terms, -offset, -offset)
    return programme, first


def _steps(layers: Layers, index: int) -> Counter[tuple[int, int, int]]:
    """How many lines go from which group to which after `index`, by change of place inside."""
    here, there = (
        {
            line: (number, place)
            for number, group in enumerate(layer)
            for place, line in enumerate(group)
        }
        for layer in layers[index : index + 2]
    )
    return Counter(
        (here[line][0], there[line][0], there[line][1] - here[line][1])
        for line in here
        if line in there
    )


def _solve(programme: _Programme) -> Sequence[float]:
    # Start-up stays light: HiGHS is loaded where it is needed.
    import highspy  # noqa: PLC0415

    from idlib_graph.communities.solver import new_solver  # noqa: PLC0415

    solver = new_solver()
    solver.passModel(_model(programme))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        message = f"HiGHS ended the storyline's positions with {solver.getModelStatus().name}"
        raise IdlibGraphError(message)
    rows: Sequence[float] = solver.getSolution().col_value
    return rows


def _model(programme: _Programme) -> highspy.HighsLp:
    import highspy  # noqa: PLC0415 - start-up stays light: loaded where it is needed

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.lower)
    model.col_cost_ = np.array(programme.cost)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.full(model.num_col_, np.inf)
    model.row_lower_, model.row_upper_ = np.array(programme.lower), np.array(programme.upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([*programme.starts, len(programme.columns)], dtype=np.int32)
    model.a_matrix_.index_ = np.array(programme.columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(programme.values)
    return model
