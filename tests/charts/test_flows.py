"""The geometry of flows, held against brute force on small cases."""

from __future__ import annotations

import random
from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING

import pytest

from idlib_graph.charts import flows as module
from idlib_graph.charts.flows import count_crossings, flow_ends, order_columns, place_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

SEEDS = pytest.mark.parametrize("seed", range(12))
LAST = "none"

Columns = list[dict[str, int]]
Flows = list[dict[tuple[str, str], int]]


def random_case(
    seed: int, columns: int = 4, blocks: int = 4, lines: int = 14
) -> tuple[Columns, Flows]:
    """Lines that change between blocks now and then, or are unseen for a while."""
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    names = [LAST, *(chr(97 + i) for i in range(blocks))]
    where = [[rng.choice([*names, None]) for _ in range(lines)]]
    for _ in range(columns - 1):
        where.append([rng.choice([*names, None]) if rng.random() < 0.5 else x for x in where[-1]])
    sizes: Columns = [{x: row.count(x) for x in names if x in row} for row in where]
    between: Flows = []
    for here, there in pairwise(where):
        found: dict[tuple[str, str], int] = {}
        for a, b in zip(here, there, strict=True):
            if a and b:
                found[a, b] = found.get((a, b), 0) + 1
        between.append(found)
    return sizes, between


def slow_crossings(order: Sequence[Sequence[str]], flows: Flows) -> int:
    """Every faction against every other, by where both are on both sides."""
    total = 0
    for (here, there), between in zip(pairwise(order), flows, strict=True):
        one = [(here.index(a), there.index(b)) for (a, b), n in between.items() for _ in range(n)]
        total += sum((p - r) * (q - s) < 0 for i, (p, q) in enumerate(one) for r, s in one[:i])
    return total


def all_orders(columns: Columns) -> list[tuple[tuple[str, ...], ...]]:
    return list(product(*(
        [order for order in permutations(column) if LAST not in order[:-1]] for column in columns
    )))  # fmt: skip


def test_crossings_are_counted() -> None:
    assert count_crossings([["a", "b"], ["b", "a"]], [{("a", "a"): 3, ("b", "b"): 2}]) == 6
    assert count_crossings([["a", "b"], ["a", "b"]], [{("a", "a"): 3, ("b", "b"): 2}]) == 0
    assert count_crossings([["a"], ["b", "c"]], [{("a", "b"): 3, ("a", "c"): 2}]) == 0


@SEEDS
def test_crossings_are_those_of_every_faction_with_every_other(seed: int) -> None:
    columns, flows = random_case(seed, columns=5, blocks=6, lines=30)
    order = [list(column) for column in columns]
    assert count_crossings(order, flows) == slow_crossings(order, flows)


@SEEDS
def test_few_blocks_have_the_fewest_crossings_there_can_be(seed: int) -> None:
    columns, flows = random_case(seed, columns=3, blocks=4)
    order = order_columns(columns, flows, last=LAST)
    fewest = min(slow_crossings(each, flows) for each in all_orders(columns))
    assert count_crossings(order, flows) == fewest
    for column, sizes in zip(order, columns, strict=True):
        assert sorted(column) == sorted(sizes)
        assert LAST not in column[:-1]


@SEEDS
def test_many_blocks_come_near_to_what_is_exact(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, flows = random_case(seed, columns=6, blocks=5, lines=24)
    exact = count_crossings(order_columns(columns, flows, last=LAST), flows)
    monkeypatch.setattr(module, "MOST_ORDERS", 0)
    moved = order_columns(columns, flows, last=LAST)
    assert exact <= count_crossings(moved, flows) <= exact * 1.15
    assert all(LAST not in column[:-1] for column in moved)
    start = [sorted(column, key=lambda x: x == LAST) for column in columns]
    assert count_crossings(moved, flows) <= count_crossings(start, flows)


def test_of_orders_with_equally_few_crossings_the_calmest_is_taken() -> None:
    columns = [{"a": 5, "b": 1}, {"b": 1, "c": 1}, {"a": 5, "b": 1}]
    flows = [{("b", "b"): 1}, {("b", "b"): 1}]
    first, second, third = order_columns(columns, flows)
    assert first == third
    assert (first[0] == "b") == (second[0] == "b")


@pytest.mark.parametrize(("columns", "flows"), [([], []), ([{}], []), ([{}, {"a": 1}], [{}])])
def test_nothing_to_order(columns: Columns, flows: Flows) -> None:
    order = order_columns(columns, flows)
    assert [sorted(column) for column in order] == [sorted(column) for column in columns]
    assert len(place_columns(order, columns, flows, gap=1, height=5)) == len(columns)


@SEEDS
def test_the_order_of_the_input_does_not_matter(seed: int) -> None:
    columns, flows = random_case(seed, columns=4, blocks=5)
    turned = [dict(reversed(column.items())) for column in columns]
    backwards = [dict(reversed(between.items())) for between in flows]
    assert order_columns(columns, flows, last=LAST) == order_columns(turned, backwards, last=LAST)


@SEEDS
def test_blocks_keep_their_order_their_distance_and_the_height(seed: int) -> None:
    columns, flows = random_case(seed, columns=6, blocks=5, lines=20)
    order = order_columns(columns, flows, last=LAST)
    height = max(sum(c.values()) + 1.5 * (len(c) - 1) for c in columns)
    for column, sizes, tops in zip(
        order, columns, place_columns(order, columns, flows, gap=1.5, height=height), strict=True
    ):
        assert min(tops.values()) >= -1e-6
        assert max(tops[x] + sizes[x] for x in column) <= height + 1e-6
        for upper, lower in pairwise(column):
            assert tops[lower] - tops[upper] - sizes[upper] >= 1.5 - 1e-6


def rise(tops: Sequence[dict[str, float]], order: list[list[str]], flows: Flows) -> float:
    total = 0.0
    for i, between in enumerate(flows):
        ends = flow_ends(order[i], order[i + 1], between)
        for (a, b), size in between.items():
            begin, end = ends[a, b]
            total += size * abs(tops[i][a] + begin - tops[i + 1][b] - end)
    return total


def all_places(column: Sequence[str], sizes: dict[str, int], height: int) -> list[dict[str, float]]:
    """Every way to place a column on whole numbers with gaps of at least one."""
    found = []
    for tops in combinations(range(height), len(column)):
        placed = dict(zip(column, map(float, tops), strict=True))
        apart = [placed[b] - placed[a] - sizes[a] for a, b in pairwise(column)]
        if min(apart, default=1) >= 1 and all(placed[x] + sizes[x] <= height for x in column):
            found.append(placed)
    return found


@SEEDS
def test_no_other_places_let_flows_run_more_level(seed: int) -> None:
    columns, flows = random_case(seed, columns=3, blocks=3, lines=6)
    order = order_columns(columns, flows, last=LAST)
    height = max(sum(c.values()) + len(c) - 1 for c in columns) + 1
    tops = place_columns(order, columns, flows, gap=1.0, height=height)
    # With whole sizes, gaps and heights one of the best solutions has whole places throughout.
    places = [all_places(c, s, height) for c, s in zip(order, columns, strict=True)]
    least = min(rise(each, order, flows) for each in product(*places))
    assert rise(tops, order, flows) == pytest.approx(least, abs=1e-3)


def test_what_does_not_change_runs_level() -> None:
    columns = [{"a": 4, "b": 3, LAST: 1}] * 5
    flows = [{("a", "a"): 4, ("b", "b"): 3, (LAST, LAST): 1}] * 4
    order = order_columns(columns, flows, last=LAST)
    assert rise(place_columns(order, columns, flows, gap=1, height=14), order, flows) == 0


def test_flows_lie_side_by_side_in_their_blocks() -> None:
    flows = {("a", "p"): 2, ("a", "q"): 3, ("b", "p"): 4}
    assert flow_ends(["a", "b"], ["p", "q"], flows) == {
        ("a", "p"): (0, 0), ("a", "q"): (2, 0), ("b", "p"): (0, 2),
    }  # fmt: skip
