from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import day
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.analysis import analyze
from idlib_graph.charts.blocks import MOST_EXACT, arrange, order_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idlib_graph.analysis import Analysis

    Maker = Callable[..., Analysis]


def cost(pull: list[list[int]], order: Sequence[int]) -> int:
    return sum(
        pull[a][b] * (j - i) for i, a in enumerate(order) for j, b in enumerate(order) if i < j
    )


def symmetric(count: int, values: list[int]) -> list[list[int]]:
    supply = iter(values)
    pull = [[0] * count for _ in range(count)]
    for i in range(count):
        for j in range(i):
            pull[i][j] = pull[j][i] = next(supply)
    return pull


@given(st.integers(0, 6), st.lists(st.integers(-4, 4), min_size=15, max_size=15))
def test_no_order_is_better(count: int, values: list[int]) -> None:
    pull = symmetric(count, values)
    order = arrange(pull)
    assert sorted(order) == list(range(count))
    assert cost(pull, order) == min(cost(pull, other) for other in permutations(range(count)))


def test_a_chain_is_found_whatever_the_order_given() -> None:
    chain = [3, 0, 4, 1, 2]
    pull = [[0] * 5 for _ in chain]
    for a, b in pairwise(chain):
        pull[a][b] = pull[b][a] = 1
    assert arrange(pull) == [2, 1, 4, 0, 3]


def test_where_there_are_many_the_order_given_stays() -> None:
    count = MOST_EXACT + 1
    assert arrange([[0] * count for _ in range(count)]) == list(range(count))


def test_in_a_community_the_one_with_most_ties_comes_first() -> None:
    part = analyze(scenarios.defection()).slice_on(day("2015-08-01"))
    blocks = {b.community.name: b.lines for b in order_blocks(part) if b.community}
    assert blocks["Blue1 bloc"] == ("blue1", "blue2", "blue3", "grey")
    assert blocks["Red1 bloc"] == ("red1", "red2", "red3")


@pytest.mark.parametrize("seed", range(3))
def test_everybody_is_listed_once_and_those_in_no_community_last(
    make_analysis: Maker, seed: int
) -> None:
    part = make_analysis(40, 9, 30, change=0.05, seed=seed).slices[-1]
    blocks = order_blocks(part)
    assert sorted(line for block in blocks for line in block.lines) == sorted(part.where)
    assert {b.community.id for b in blocks if b.community} == {c.id for c in part.communities}
    assert all(sorted(b.lines) == list(b.community.members) for b in blocks if b.community)
    assert [b.community is None for b in blocks[:-1]] == [False] * (len(blocks) - 1)
    assert blocks[-1].community is None
    assert sorted(blocks[-1].lines) == sorted(part.unaligned)
