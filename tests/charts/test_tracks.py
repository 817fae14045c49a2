from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from layers import random_layers

from idlib_graph.charts.alignment import align, movement
from idlib_graph.charts.ordering import order_layers
from idlib_graph.charts.tracks import Tracks, plan_turns

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEEDS = pytest.mark.parametrize("seed", range(6))
END = 100.0


def random_tracks(seed: int) -> Tracks:
    """Turns at odd distances, some so near that one begins before the last is done."""
    layers = order_layers(random_layers(seed, 9, 8, 3))
    rows = align(layers)
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    turns = (0.0, *sorted(rng.uniform(1, END - 5) for _ in range(len(rows) - 1)))
    return Tracks(layers, rows, turns, plan_turns(rows, turns, END, 4.0), END)


def pieces(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The four control points of each curve."""
    return np.stack([points[:-1:3], points[1::3], points[2::3], points[3::3]], axis=1)


def on_curves(points: NDArray[np.float64], days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of cubic Bézier curves on days, from their definition."""
    found = np.empty(len(days))
    for begin, one, other, end in pieces(points):
        inside = (days >= begin[0]) & (days <= end[0])
        # The days of the four points are evenly spaced, so the parameter grows with the day.
        t = (days[inside] - begin[0]) / (end[0] - begin[0])
        assert one[0] - begin[0] == pytest.approx((end[0] - begin[0]) / 3)
        assert end[0] - other[0] == pytest.approx((end[0] - begin[0]) / 3)
        weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
        found[inside] = sum(
            w * p[1] for w, p in zip(weights, (begin, one, other, end), strict=True)
        )
    return found


@SEEDS
def test_curves_run_exactly_where_the_lines_do(seed: int) -> None:
    tracks = random_tracks(seed)
    for line in tracks.lives:
        begin, end = tracks.span(line)
        days = np.linspace(begin, end, 301)
        drawn = on_curves(tracks.sample(line, begin, end), days)
        assert drawn == pytest.approx(tracks.run(line, days), abs=1e-9)
        assert tracks.run(line, days) == pytest.approx([tracks.row(line, x) for x in days])


@SEEDS
def test_a_part_of_a_line_is_a_part_of_its_curve(seed: int) -> None:
    tracks = random_tracks(seed)
    for line in tracks.lives:
        begin, end = tracks.span(line)
        middle = (begin + 2 * end) / 3
        days = np.linspace(begin, middle, 101)
        part = on_curves(tracks.sample(line, begin, middle), days)
        assert part == pytest.approx(tracks.run(line, days), abs=1e-9)


@SEEDS
def test_lines_turn_smoothly_and_reach_their_rows(seed: int) -> None:
    tracks = random_tracks(seed)
    for line, (first, last) in tracks.lives.items():
        days = np.linspace(*tracks.span(line), 4001)
        slopes = np.diff(tracks.run(line, days)) / np.diff(days)
        steepest = max(np.abs(slopes).max(), 1e-9)
        assert np.abs(np.diff(slopes)).max() < 0.1 * steepest + 1e-9
        for begin, end in tracks.levels(line):
            rows = tracks.run(line, np.linspace(begin, end, 50))
            assert np.ptp(rows) < 1e-9
            assert rows[0] in [pytest.approx(tracks.rows[x][line]) for x in range(first, last + 1)]


def test_of_equals_a_line_outside_any_community_moves_and_no_band() -> None:
    layers = [[["out"], ["a", "b"]], [["a", "b"], ["new"]], [["a", "b"], ["out"], ["new"]]]
    parting = [[["x", "y"]], [["x"], ["y", "z"]], [["x"], ["p", "q", "r"], ["y", "z"]]]
    for case, single in ((layers, "out"), (parting, "x")):
        rows = align(case)
        others = [{x: row for x, row in layer.items() if x != single} for layer in rows]
        assert movement(others) == pytest.approx(0)
