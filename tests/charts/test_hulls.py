from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.charts.hulls import convex_hull, outline, surrounds

NOBODY = np.zeros((0, 2))
GRID = st.tuples(st.integers(0, 14), st.integers(0, 10))  # points 20 apart: `clear` twice, and more


def area(ring: np.ndarray) -> float:
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    return float((x0 * y1 - x1 * y0).sum() / 2)


def test_the_hull_of_a_square_with_points_inside_is_the_square() -> None:
    points = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2], [1, 3], [2, 0]], dtype=float)
    assert convex_hull(points).tolist() == [[0, 0], [4, 0], [4, 4], [0, 4]]
    assert convex_hull(points[:1]).tolist() == [[0, 0]]
    assert convex_hull(points[[0, 6, 1]]).tolist() == [[0, 0], [4, 0]]


@pytest.mark.parametrize(
    ("members", "known"),
    [
        ([[50, 50]], np.pi * 100),  # a disc
        ([[0, 0], [60, 0]], np.pi * 100 + 60 * 20),  # a disc cut in two, and a strip between
        ([[0, 0], [60, 0], [60, 40], [0, 40]], np.pi * 100 + 2 * 100 * 10 + 60 * 40),
    ],
)
def test_an_outline_has_the_area_of_the_hull_widened(
    members: list[list[float]], known: float
) -> None:
    ((ring,),) = outline(np.array(members, dtype=float), NOBODY, reach=10, clear=5)
    assert (ring[0] == ring[-1]).all()
    assert area(ring) == pytest.approx(known, rel=0.01)


def test_a_stranger_inside_stands_in_a_round_hole() -> None:
    members = np.array([[0, 0], [100, 0], [50, 90]], dtype=float)
    ((ring, hole),) = outline(members, np.array([[50.0, 30.0]]), reach=10, clear=6)
    assert np.hypot(*(hole - [50, 30]).T) == pytest.approx(6, abs=0.1)
    assert area(hole) < 0 < area(ring)  # drawn the other way round, so that it stays empty


def test_two_members_with_strangers_all_between_them_are_two_parts() -> None:
    members = np.array([[0, 0], [100, 0]], dtype=float)
    wall = np.array([[50.0, y] for y in (-12, -6, 0, 6, 12)])
    parts = outline(members, wall, reach=10, clear=6)
    assert [surrounds(rings[0], members).tolist() for rings in parts] in (
        [[True, False], [False, True]],
        [[False, True], [True, False]],
    )


@given(st.sets(GRID, min_size=1, max_size=9), st.sets(GRID, max_size=30))
def test_all_members_are_inside_and_no_stranger_is(
    inside: set[tuple[int, int]], outside: set[tuple[int, int]]
) -> None:
    members = np.array(sorted(inside), dtype=float) * 20
    strangers = np.array(sorted(outside - inside), dtype=float).reshape(-1, 2) * 20
    parts = outline(members, strangers, reach=11, clear=6)
    within = [
        surrounds(rings[0], points) & ~np.any([surrounds(r, points) for r in rings[1:]], axis=0)
        for points in (members, strangers)
        for rings in parts
    ]
    assert np.any(within[: len(parts)], axis=0).all()
    assert not np.any(within[len(parts) :], axis=0).any()
    for rings in parts:
        assert surrounds(rings[0], members).any()


def test_outlines_are_round_to_a_tenth_of_a_point() -> None:
    ((ring,),) = outline(np.array([[0.0, 0.0]]), NOBODY, reach=10, clear=5)
    middles = np.array([(a + b) / 2 for a, b in pairwise(ring)])
    assert np.hypot(*ring.T) == pytest.approx(10, abs=0.1)
    assert np.hypot(*middles.T) == pytest.approx(10, abs=0.2)
    assert len(ring) < 50
