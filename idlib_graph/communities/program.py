"""0-1 programs whose rows are found as they are broken: best first, exact, repeatable.

HiGHS solves the linear relaxations; the branching is here, because rows arrive at every node,
because solutions are wanted in order of value (all equally good ones, not one), and because on
the small programs of this package a node costs one warm simplex run, while starting a MIP
solver costs many.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.errors import IdlibGraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import highspy
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Fixed: TypeAlias = tuple[tuple[int, float], ...]

# Simplex tolerances are absolute, so gains are scaled until the smallest that counts stands out.
COST_SCALE = 1024.0
SIMPLEX_TOLERANCE = 1e-9
BROKEN = 1e-6
INTEGRAL = 1e-6
# After so many linear programs in one node: look for a better solution, drop rows that do not
# bind, and branch where the bound came down by less than this share of what is open.
LOOK_BACK, SLOW = 8, 0.05
# A limit on work has to be no time, so that the same input gives the same answer everywhere:
# simplex iterations times rows and columns, of which a machine does some 20 million a second.
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows ``Σ values · x[columns] <= upper``, one after another.

    Attributes
    ----------
    starts : (r,) where each row begins in `columns`
    columns, values : (entries,)
    upper : (r,)
    """

    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: Floats
    upper: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[Sequence[int], Sequence[float], float]]) -> Rows:
        """Pack rows given as (columns, values, upper bound)."""
        sizes = [len(columns) for columns, _, _ in rows]
        return cls(
            np.cumsum([0, *sizes], dtype=np.int32)[:-1],
            np.array([c for columns, _, _ in rows for c in columns], dtype=np.int32),
            np.array([v for _, values, _ in rows for v in values], dtype=np.float64),
            np.array([upper for _, _, upper in rows], dtype=np.float64),
        )

    def __add__(self, other: Rows) -> Rows:
        """Put rows below one another."""
        return Rows(
            np.concatenate([self.starts, other.starts + np.int32(len(self.columns))]),
            np.concatenate([self.columns, other.columns]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.upper, other.upper]),
        )


class LazyProgram:
    """Maximise ``gain · x`` over x in {0, 1}ⁿ under rows that `separate` finds.

    Parameters
    ----------
    gain : (n,), the largest about 1 in size
    branching : (n,) which columns to branch on; the others must follow from them
    separate : the rows (columns, coefficients, upper bound) that a point x breaks
    rounded : the value of some feasible point near a fractional x
    start : (n,) the point whose broken rows come first, best one that breaks many

    Attributes
    ----------
    floor : values below it are of no interest; rises with what `rounded` reaches
    slack : how far below the best known value is still of interest
    bound : no solution still to come is better
    programs : linear programs solved so far, large ones counted as several
    fractional : whether any relaxation ended fractional
    complete : False once the node limit stopped the search
    """

    def __init__(
        self,
        gain: Floats,
        branching: NDArray[np.bool_],
        separate: Callable[[Floats], Rows],
        rounded: Callable[[Floats], float],
        *,
        start: Floats,
        slack: float = 0.0,
    ) -> None:
        self._gain, self._branching = gain, np.flatnonzero(branching)
        self._separate, self._rounded = separate, rounded
        self._highs = _new_solver(gain)
        self._fixed: Fixed = ()
        self._cuts, self._lasting = 0, np.zeros(0, dtype=np.intp)
        self.slack = slack
        self.floor, self.bound = -np.inf, np.inf
        self.programs, self.fractional, self.complete = 0, False, True
        self._add(separate(start))

    def cut(self, rows: Rows) -> None:
        """Forbid points by more rows; relaxations solved before them are solved again."""
        self._cuts += 1
        first = self._highs.getNumRow()
        self._lasting = np.append(self._lasting, np.arange(first, first + len(rows.upper)))
        self._add(rows)

    def ranked(self, limit: int) -> Iterator[Floats]:
        """Yield solutions from the best down to `floor`; the caller cuts each off as it comes.

        An open node never promises more than the solution being yielded, so the order is exact.
        After `limit` linear programs, as `programs` counts them, the search stops.
        """
        heap: list[tuple[float, int, Fixed, Floats | None, int]] = [(-np.inf, 0, (), None, 0)]
        ticket = 0
        while heap:
            negative, _, fixed, x, cuts = heapq.heappop(heap)
            self.bound = -negative
            if self.bound < self.floor:
                return
            ticket += 2
            if x is None or cuts < self._cuts:
                value, x = self._relax(fixed, limit)
                if not self.complete:
                    others = -heap[0][0] if heap else -np.inf
                    self.bound = max(min(self.bound, value), others)
                    return
                if value >= self.floor:
                    heapq.heappush(heap, (-value, ticket, fixed, x, self._cuts))
                continue
            column = self._branch_column(x)
            if column is None:
                self.floor = max(self.floor, self.bound - self.slack)
                alone = not heap and not fixed and self._no_other_in_reach()
                yield x
                if alone:
                    break
                heapq.heappush(heap, (negative, ticket, fixed, None, 0))
                continue
            self.fractional = True
            self.floor = max(self.floor, self._rounded(x) - self.slack)
            for side in (0, 1):
                child = (*fixed, (column, float(side)))
                heapq.heappush(heap, (negative, ticket + side, child, None, 0))
        self.bound = -np.inf

    def _no_other_in_reach(self) -> bool:
        """Tell from the duals of the last linear program that no other solution is close.

        Coefficients and bounds of rows are whole numbers, so any other solution moves a nonbasic
        column or row by at least 1, and loses at least its dual. As many as there are columns are
        nonbasic; this holds if each of them has a dual larger than the slack.
        """
        solution = self._highs.getSolution()
        duals = np.abs(np.concatenate([solution.col_dual, solution.row_dual]))
        return int((duals > COST_SCALE * self.slack).sum()) == len(self._gain)

    def _branch_column(self, x: Floats) -> int | None:
        away = np.minimum(x, 1.0 - x)[self._branching]
        if away.max(initial=0.0) <= INTEGRAL:
            return None
        return int(self._branching[int((away * self._gain[self._branching]).argmax())])

    def _relax(self, fixed: Fixed, limit: int) -> tuple[float, Floats | None]:
        """Solve the relaxation of a node with the rows that it breaks: (value, point).

        Where the limit stops it, the value is that of the rows so far, which is a bound as well.
        """
        self._fix(fixed)
        value = looked_back = np.inf
        solved = 0
        while self.programs < limit:
            solved += 1
            x = self._run()
            if x is None:
                return -np.inf, None
            value = float(self._gain @ x)
            if value < self.floor:
                return value, x
            rows = self._separate(x)
            if len(rows.upper) == 0:
                return value, x
            if solved % LOOK_BACK == 0 and value < looked_back - BROKEN:
                if self._branch_column(x) is not None:
                    self.floor = max(self.floor, self._rounded(x) - self.slack)
                    if looked_back - value < SLOW * (value - self.floor):
                        return value, x
                looked_back = value
                self._drop_loose_rows()
            self._add(rows)
        self.complete = False
        return value, None

    def _drop_loose_rows(self) -> None:
        """Drop the rows that do not bind: fewer make faster programs, and they can come back."""
        upper = np.array(self._highs.getLp().row_upper_)
        loose = np.array(self._highs.getSolution().row_value) < upper - BROKEN
        loose[self._lasting] = False
        gone = np.flatnonzero(loose)
        if len(gone):
            self._highs.deleteRows(len(gone), gone.astype(np.int32))
            self._lasting -= np.searchsorted(gone, self._lasting)

    def _run(self) -> Floats | None:
        self._highs.run()
        size = self._highs.getNumRow() + self._highs.getNumCol()
        self.programs += 1 + self._highs.getInfo().simplex_iteration_count * size // LARGE
        status = self._highs.getModelStatus().name
        if status == "kInfeasible":
            return None
        if status != "kOptimal":
            message = f"HiGHS ended a linear program with {status}"
            raise IdlibGraphError(message)
        return np.array(self._highs.getSolution().col_value).clip(0.0, 1.0)

    def _fix(self, fixed: Fixed) -> None:
        for column, _ in self._fixed:
            self._highs.changeColBounds(column, 0.0, 1.0)
        for column, value in fixed:
            self._highs.changeColBounds(column, value, value)
        self._fixed = fixed

    def _add(self, rows: Rows) -> None:
        count = len(rows.upper)
        if count == 0:
            return
        none = np.full(count, -np.inf)
        entries = len(rows.columns)
        self._highs.addRows(
            count, none, rows.upper, entries, rows.starts, rows.columns, rows.values
        )


def _new_solver(gain: Floats) -> highspy.Highs:
    # Start-up stays light: HiGHS is loaded where it is needed.
    import highspy  # noqa: PLC0415

    from idlib_graph.communities.solver import new_solver  # noqa: PLC0415

    n = len(gain)
    solver = new_solver(
        presolve="off",
        solver="simplex",
        simplex_scale_strategy=0,  # coefficients are 1 and -1 already
        simplex_dual_edge_weight_strategy=1,  # exact weights cost more than they save here
        primal_feasibility_tolerance=SIMPLEX_TOLERANCE,
        dual_feasibility_tolerance=SIMPLEX_TOLERANCE,
    )
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, 0
    model.col_cost_ = -COST_SCALE * gain
    model.col_lower_, model.col_upper_ = np.zeros(n), np.ones(n)
    model.a_matrix_.start_ = np.zeros(n + 1, dtype=np.int32)
    solver.passModel(model)
    return solver
