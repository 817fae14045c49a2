from __future__ import annotations

from itertools import combinations, pairwise, permutations, product
from statistics import median

import pytest
from layers import Layers, random_layers

from idlib_graph.charts.alignment import align, distance, movement
from idlib_graph.charts.ordering import count_crossings, order_layers

SEEDS = pytest.mark.parametrize("seed", range(12))
# lines, layers, communities
SIZES = pytest.mark.parametrize(
    "size", [(5, 3, 1), (8, 6, 2), (18, 14, 4), (36, 20, 7), (60, 12, 12)]
)


def greedy_rows(layers: Layers) -> list[dict[str, float]]:
    """Each layer in turn, as near to the one before as what stands above it allows."""
    rows: list[dict[str, float]] = []
    for layer in layers:
        found: dict[str, float] = {}
        least = 0.0
        for number, group in enumerate(layer):
            before = rows[-1] if rows else {}
            wanted = sorted(before[x] - i for i, x in enumerate(group) if x in before)
            start = max(least, wanted[len(wanted) // 2] if wanted else least)
            found |= {x: start + i for i, x in enumerate(group)}
            if number + 1 < len(layer):
                least = start + distance(group, layer[number + 1])
        rows.append(found)
    return rows


def crossings(layers: Layers) -> int:
    """Pairs of lines that change places, counted one by one."""
    orders = [[line for group in layer for line in group] for layer in layers]
    return sum(
        (here.index(a) < here.index(b)) != (there.index(a) < there.index(b))
        for here, there in pairwise(orders)
        for a, b in combinations([line for line in here if line in there], 2)
    )


def plain_median_sweeps(layers: Layers, sweeps: int = 12) -> Layers:
    """Each layer in turn sorted by where its lines were in the one just sorted, to and fro.

    As in Gansner et al. 1993 (doi:10.1109/32.221135) without transposition; the best seen counts.
    A line that the one just sorted does not have stays as far down as it is.
    """
    best = current = [sorted(sorted(group) for group in layer) for layer in layers]
    for sweep in range(sweeps):
        step = 1 if sweep % 2 == 0 else -1
        current = list(current)
        for index in range(len(current))[::step][1:]:
            wanted = how_far_down(current[index]) | how_far_down(current[index - step])
            groups = [sorted(group, key=wanted.__getitem__) for group in current[index]]
            current[index] = sorted(groups, key=lambda g: median(wanted[x] for x in g))
        best = min(best, current, key=count_crossings)
    return best


def how_far_down(layer: list[list[str]]) -> dict[str, float]:
    lines = [line for group in layer for line in group]
    return {line: place / max(len(lines) - 1, 1) for place, line in enumerate(lines)}


def orders(layer: list[list[str]]) -> list[list[tuple[str, ...]]]:
    """Every order of a layer that keeps its groups together."""
    return [
        list(inside)
        for groups in permutations(layer)
        for inside in product(*map(permutations, groups))
    ]


def test_crossings_are_counted() -> None:
    assert count_crossings([[["a", "b", "c"]], [["c", "b", "a"]]]) == 3
    assert count_crossings([[["a"], ["b"]], [["b"]], [["b"], ["a"]]]) == 0


@SEEDS
def test_groups_and_their_members_stay_what_they_were(seed: int) -> None:
    layers = random_layers(seed)
    for before, after in zip(layers, order_layers(layers), strict=True):
        assert sorted(map(sorted, before)) == sorted(map(sorted, after))


@SIZES
@pytest.mark.parametrize("seed", range(4))
def test_there_are_no_more_crossings_than_after_plain_median_sweeps(
    seed: int, size: tuple[int, int, int]
) -> None:
    layers = random_layers(seed, *size)
    ordered = order_layers(layers)
    assert crossings(ordered) == count_crossings(ordered)
    assert count_crossings(ordered) <= count_crossings(plain_median_sweeps(layers))


def test_crossings_are_a_tenth_fewer_than_after_plain_median_sweeps_on_the_whole() -> None:
    cases = [random_layers(seed, 18, 14, 4) for seed in range(12)]
    ours, plain = (
        sum(count_crossings(f(c)) for c in cases) for f in (order_layers, plain_median_sweeps)
    )
    assert ours <= 0.9 * plain


@pytest.mark.parametrize("seed", range(8))
def test_few_crossings_are_the_fewest_where_every_order_can_be_tried(seed: int) -> None:
    layers = random_layers(seed, 4, 3, 2)
    every = (
        [[list(g) for g in layer] for layer in tried] for tried in product(*map(orders, layers))
    )
    assert count_crossings(order_layers(layers)) == min(map(crossings, every))


def test_what_can_be_drawn_without_crossings_is() -> None:
    layers = [[["a", "d"], ["b", "c"]], [["c", "b"], ["d"], ["a"]], [["a", "b", "c"]]]
    assert count_crossings(order_layers(layers)) == 0


def test_the_order_of_the_input_does_not_matter() -> None:
    layers = random_layers(3)
    turned = [[group[::-1] for group in layer[::-1]] for layer in layers]
    assert order_layers(layers) == order_layers(turned)


def test_nothing_to_order() -> None:
    assert order_layers([]) == []
    assert align(order_layers([[]])) == [{}]


@SIZES
@pytest.mark.parametrize("seed", range(4))
def test_lines_move_no_more_than_in_a_greedy_pass(seed: int, size: tuple[int, int, int]) -> None:
    layers = order_layers(random_layers(seed, *size))
    rows, greedy = align(layers), greedy_rows(layers)
    moved = sum(abs(a[x] - b[x]) for a, b in pairwise(rows) for x in a.keys() & b.keys())
    assert movement(rows) == pytest.approx(moved)
    assert moved <= movement(greedy) + 1e-6


@SEEDS
def test_order_and_distances_are_kept(seed: int) -> None:
    layers = order_layers(random_layers(seed))
    for layer, rows in zip(layers, align(layers), strict=True):
        assert min(rows.values()) >= 0
        for group in layer:
            first = rows[group[0]]
            assert [rows[x] - first for x in group] == pytest.approx(range(len(group)))
        for upper, lower in pairwise(layer):
            assert rows[lower[0]] - rows[upper[0]] >= distance(upper, lower) - 1e-6


def test_what_does_not_change_runs_straight() -> None:
    layers = [[["a", "b"], ["c", "d"]]] * 4
    assert movement(align(layers)) == 0
