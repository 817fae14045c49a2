from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from communities.brute import all_labels
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idlib_graph.communities.separation import WORTH_A_ROW, shortest_paths, triangles, two_sides

Floats = NDArray[np.float64]
SIZE = 6


@st.composite
def points(draw: st.DrawFn, n: int = SIZE) -> Floats:
    """Draw how much each pair is together, symmetric, with 1 on the diagonal."""
    parts = st.sampled_from([0.0, 1.0, 0.5, 0.5, 0.25, 1 / 3, 2 / 3])
    x = np.eye(n)
    for i, j in combinations(range(n), 2):
        x[i, j] = x[j, i] = draw(parts)
    return x


def left(side: NDArray[np.intp], x: Floats) -> float:
    """Return how far x is within the row of two sides; negative where it breaks it."""
    s, t = np.flatnonzero(side > 0).tolist(), np.flatnonzero(side < 0).tolist()
    across = sum(x[i, j] for i in s for j in t)
    within = sum(x[i, j] for part in (s, t) for i, j in combinations(part, 2))
    return float(min(len(s), len(t)) - across + within)


@given(x=points())
def test_rows_of_two_sides_hold_for_every_partition_and_not_for_the_point(x: Floats) -> None:
    partitions = [(row[:, None] == row).astype(float) for row in all_labels(SIZE)]
    for side in two_sides(x):
        assert left(side, x) <= -WORTH_A_ROW + 1e-9
        assert min(left(side, together) for together in partitions) >= 0


def test_strangers_cannot_all_join_one_friend() -> None:
    x = np.eye(4)
    x[0, 1:] = x[1:, 0] = 0.5
    found = two_sides(x)
    assert abs(found[0]).tolist() == [1, 1, 1, 1]
    assert left(found[0], x) == pytest.approx(-0.5)
    assert found[0, 0] == -found[0, 1] == -found[0, 2] == -found[0, 3]


def test_two_friends_in_common_bind_more_than_one() -> None:
    x = np.eye(5)
    x[:2, 2:] = x[2:, :2] = 0.5
    excess = [-left(side, x) for side in two_sides(x)]
    assert max(excess) == pytest.approx(1.0)
    assert min(excess) == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(3))
def test_no_rows_are_looked_for_where_all_is_decided(seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, 3, 9)
    assert len(two_sides((labels[:, None] == labels).astype(float))) == 0


@given(x=points(), friends=points())
def test_triangles_are_found_exactly_where_one_is_broken(x: Floats, friends: Floats) -> None:
    positive = (friends > 0.4) & ~np.eye(SIZE, dtype=bool)
    found = list(zip(*(a.tolist() for a in triangles(1.0 - x, positive)), strict=True))
    worst: dict[frozenset[int], float] = {}
    for i, j, k in permutations(range(SIZE), 3):
        if positive[i, k]:
            pair = frozenset((i, j))
            worst[pair] = max(worst.get(pair, 0.0), x[i, k] + x[k, j] - x[i, j] - 1.0)
    assert {frozenset((i, j)) for i, j, _ in found} == {p for p, by in worst.items() if by > 1e-6}
    assert len({frozenset((i, j)) for i, j, _ in found}) == len(found)
    for i, j, k in found:
        assert positive[i, k]
        assert x[i, k] + x[k, j] - x[i, j] - 1.0 == pytest.approx(worst[frozenset((i, j))])


def test_shortest_paths_say_the_way() -> None:
    length = np.full((4, 4), np.inf)
    for a, b, by in ((0, 1, 1.0), (1, 2, 1.0), (0, 2, 3.0), (2, 3, 0.0)):
        length[a, b] = length[b, a] = by
    distance, following = shortest_paths(length)
    assert distance[0, 3] == pytest.approx(2.0, abs=1e-5)
    way = [0]
    while way[-1] != 3:
        way.append(int(following[way[-1], 3]))
    assert way == [0, 1, 2, 3]
