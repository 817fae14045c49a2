from __future__ import annotations

from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.communities.assignment import assign

PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 4)),
    st.floats(0, 100) | st.sampled_from([0.0, 1.0, 2.0]),
    max_size=20,
)


def heaviest(weights: dict[tuple[int, int], float]) -> float:
    """By trying every way of giving rows their columns; columns from 5 on are none."""
    rows = sorted({row for row, _ in weights})
    return max(
        sum(weights.get((row, column), 0.0) for row, column in zip(rows, columns, strict=False))
        for columns in permutations(range(5 + len(rows)), len(rows))
    )


@given(PAIRS.filter(lambda pairs: len({row for row, _ in pairs}) <= 3))
def test_no_assignment_is_heavier(weights: dict[tuple[int, int], float]) -> None:
    found = list(assign(weights))

    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert sum(weights[pair] for pair in found) == pytest.approx(heaviest(weights))


@given(PAIRS)
def test_it_is_as_heavy_as_that_of_networkx(weights: dict[tuple[int, int], float]) -> None:
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for (row, column), weight in weights.items():
        graph.add_edge(("row", row), ("column", column), weight=weight)
    theirs = sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph))

    assert sum(weights[pair] for pair in assign(weights)) == pytest.approx(theirs)


def test_of_many_rows_for_one_column_the_heaviest_has_it() -> None:
    assert list(assign({(row, 0): float(row) for row in range(200)})) == [(199, 0)]


def test_nobody_is_assigned_to_nobody() -> None:
    assert list(assign({})) == []
