from __future__ import annotations

import random
from itertools import pairwise

import pytest

from idlib_graph.charts.alignment import align, distance, movement
from idlib_graph.charts.ordering import count_crossings, median_sweeps, order_layers

SEEDS = pytest.mark.parametrize("seed", range(12))


def random_layers(seed: int, lines: int = 18, layers: int = 14) -> list[list[list[str]]]:
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    homes = {f"f{i:02}": rng.randrange(4) for i in range(lines)}
    begin = {x: rng.choice([0, 0, rng.randrange(layers)]) for x in homes}
    found = []
    for layer in range(layers):
        for line in homes:
            if rng.random() < 0.08:
                homes[line] = rng.randrange(-1, 4)
        groups: dict[object, list[str]] = {}
        for line, home in homes.items():
            if begin[line] <= layer:
                groups.setdefault(line if home < 0 else home, []).append(line)
        found.append(list(groups.values()))
    return found


def greedy_rows(layers: list[list[list[str]]]) -> list[dict[str, float]]:
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


def test_crossings_are_counted() -> None:
    assert count_crossings([[["a", "b", "c"]], [["c", "b", "a"]]]) == 3
    assert count_crossings([[["a"], ["b"]], [["b"]], [["b"], ["a"]]]) == 0


@SEEDS
def test_groups_and_their_members_stay_what_they_were(seed: int) -> None:
    layers = random_layers(seed)
    for before, after in zip(layers, order_layers(layers), strict=True):
        assert sorted(map(sorted, before)) == sorted(map(sorted, after))


@SEEDS
def test_there_are_no_more_crossings_than_after_plain_median_sweeps(seed: int) -> None:
    layers = random_layers(seed)
    plain = median_sweeps(layers, both=False)
    assert count_crossings(order_layers(layers)) <= count_crossings(plain)


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


@SEEDS
def test_lines_move_no_more_than_in_a_greedy_pass(seed: int) -> None:
    layers = order_layers(random_layers(seed))
    assert movement(align(layers)) <= movement(greedy_rows(layers)) + 1e-6


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
