from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from idlib_graph.communities import program
from idlib_graph.communities.program import LazyProgram, Rows

Floats = NDArray[np.float64]
Row = tuple[list[int], list[float], float]
SIZE = 7
EVERY = np.array(list(product((0.0, 1.0), repeat=SIZE)))


@st.composite
def packings(draw: st.DrawFn) -> tuple[Floats, list[Row]]:
    """Draw gains, and rows that the point of all zeros keeps."""
    gain = np.array([draw(st.integers(1, 8)) / 8 for _ in range(SIZE)])
    rows: list[Row] = []
    for _ in range(draw(st.integers(1, 12))):
        columns = draw(st.lists(st.integers(0, SIZE - 1), min_size=2, max_size=3, unique=True))
        rows.append((columns, [1.0] * len(columns), 1.0))
    return gain, rows


def allowed(rows: list[Row]) -> Floats:
    kept = [x for x in EVERY if all(x[c] @ np.array(v) <= upper for c, v, upper in rows)]
    return np.array(kept)


def lazy(gain: Floats, rows: list[Row], *, slack: float = 0.0) -> LazyProgram:
    def separate(x: Floats) -> Rows:
        broken = [row for row in rows if x[row[0]] @ np.array(row[1]) > row[2] + 1e-6]
        return Rows.of(broken[:1])  # one at a time, so that a node takes several programs

    def rounded(_: Floats) -> float:
        return 0.0  # of the point of all zeros

    every = np.ones(SIZE, dtype=bool)
    return LazyProgram(gain, every, separate, rounded, start=np.ones(SIZE), slack=slack)


@pytest.mark.parametrize("look_back", [1, 8])
@settings(max_examples=60)
@given(case=packings())
def test_solutions_come_in_order_and_none_is_missed(
    look_back: int, case: tuple[Floats, list[Row]]
) -> None:
    """Each is cut off by a row of its own, which must not be lost with the rows that are loose."""
    gain, rows = case
    values = sorted((allowed(rows) @ gain).tolist(), reverse=True)
    within = [value for value in values if value >= values[0] - 0.26]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "LOOK_BACK", look_back)
        search = lazy(gain, rows, slack=0.26)
        found: list[float] = []
        for x in search.ranked(10_000):
            found.append(float(gain @ np.round(x)))
            if len(found) == len(within):
                break
            ones, zeros = np.flatnonzero(x > 0.5), np.flatnonzero(x < 0.5)
            signs = [1.0] * len(ones) + [-1.0] * len(zeros)
            search.cut(Rows.of([([*ones.tolist(), *zeros.tolist()], signs, len(ones) - 1.0)]))
    assert found == pytest.approx(within)


@given(case=packings())
def test_the_bound_holds_wherever_the_limit_comes_and_only_falls(
    case: tuple[Floats, list[Row]],
) -> None:
    gain, rows = case
    best = float((allowed(rows) @ gain).max())
    last = np.inf
    for limit in range(30):
        search = lazy(gain, rows)
        first = next(iter(search.ranked(limit)), None)
        assert search.programs <= limit
        assert search.complete == (first is not None)
        if first is not None:
            assert gain @ first == pytest.approx(best)
            break
        assert best - 1e-6 <= search.bound <= last
        assert search.bound < np.inf or limit == 0
        last = search.bound


def test_rows_add_up() -> None:
    a = Rows.of([([0, 1], [1.0, 1.0], 1.0)])
    b = Rows.of([([2], [1.0], 0.0), ([0, 2], [1.0, -1.0], 3.0)])
    both = a + b
    together = Rows.of([([0, 1], [1.0, 1.0], 1.0), ([2], [1.0], 0.0), ([0, 2], [1.0, -1.0], 3.0)])
    for name in ("starts", "columns", "values", "upper"):
        assert getattr(both, name).tolist() == getattr(together, name).tolist()
        assert getattr(both, name).dtype == getattr(together, name).dtype
