from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest

from idlib_graph.communities import cutting, ranking
from idlib_graph.communities.cutting import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]


def drawn(seed: int, n: int) -> Floats:
    """Scores of which many are alike or 0, so that ties come up."""
    random = np.random.default_rng(seed)
    upper = np.triu(random.integers(-4, 5, (n, n)) * random.choice([0.0, 1.0, 1.1], (n, n)), 1)
    scores: Floats = upper + upper.T
    return scores


def partitions(n: int) -> Iterator[list[int]]:
    """Every partition of n nodes as labels, each label at most one above those before it."""
    if n == 0:
        yield []
        return
    for labels in partitions(n - 1):
        for label in range(max(labels, default=-1) + 2):
            yield [*labels, label]


def worth_having(B: Floats, margin: float) -> list[list[int]]:
    """The partitions within `margin` of the best."""
    every = list(partitions(len(B)))
    pairs = list(combinations(range(len(B)), 2))
    values = [sum(B[i, j] for i, j in pairs if labels[i] == labels[j]) for labels in every]
    best = max(values)
    return [one for one, value in zip(every, values, strict=True) if value >= best - margin]


@pytest.mark.parametrize("margin", [1e-9, 1.5])
@pytest.mark.parametrize("limit", [1, 8])
@pytest.mark.parametrize("seed", range(40))
def test_joined_are_together_in_every_partition_worth_having(
    seed: int, limit: int, margin: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit of 1 a closer look is taken at every part, else only the quick one."""
    monkeypatch.setattr(ranking, "TABLE_LIMIT", limit)
    monkeypatch.setattr(cutting, "FEW", 1)
    B = drawn(seed, 6)
    good = worth_having(B, margin)
    for block in blocks(B, margin):
        for group in block.groups:
            assert all(len({labels[node] for node in group}) == 1 for labels in good)


def test_a_closer_look_joins_twins_which_a_quick_one_does_not() -> None:
    """Two allies of one friend and one foe, who are friends with each other.

    Either twin has more to lose than the other is worth, but not by being where the other is.
    """
    B = np.zeros((4, 4))
    for i, j, score in ((0, 1, 1.0), (0, 2, 2.0), (1, 2, 2.0), (0, 3, -3.0), (1, 3, -3.0)):
        B[i, j] = B[j, i] = score
    B[2, 3] = B[3, 2] = 1.0
    assert not (2.0 * B - np.abs(B).sum(axis=1)[:, np.newaxis] > 0.0).any()
    links = np.transpose(cutting.weigh_moves(B[np.newaxis], np.zeros(1)))
    assert [0, 0, 1] in links.tolist()
