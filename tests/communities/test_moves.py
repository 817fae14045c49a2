from __future__ import annotations

import numpy as np
import pytest
from communities.brute import Brute, random_signed
from numpy.typing import NDArray

from idlib_graph.communities import pair_scores
from idlib_graph.communities.moves import climb, shake

Ints = NDArray[np.intp]
SEEDS = range(6)


def value(B: NDArray[np.float64], labels: Ints) -> float:
    return float(np.triu(np.where(labels[:, None] == labels, B, 0.0), 1).sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_a_move_nor_a_join_improves_what_was_climbed(seed: int) -> None:
    B = pair_scores(random_signed(15, 0.5, seed), objective="modularity")[1]
    start = np.random.default_rng(seed).integers(0, 15, 15)
    labels = climb(B, start)
    best = value(B, labels)
    assert best >= value(B, start)
    for node in range(15):
        for label in range(15):
            moved = labels.copy()
            moved[node] = label
            assert value(B, moved) <= best + 1e-6
            joined = np.where(labels == labels[node], label, labels)
            assert value(B, joined) <= best + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_shaking_finds_the_best_of_all_partitions(seed: int) -> None:
    G = random_signed(9, 0.8, seed)
    B = pair_scores(G, objective="modularity")[1]
    chance = np.random.default_rng(seed)
    labels = climb(B, np.arange(9))
    for k in range(60):
        other = shake(B, labels, (0.3, 0.5, 0.8)[k % 3], chance)
        labels = max(labels, other, key=lambda found: value(B, found))
    assert value(B, labels) == pytest.approx(Brute(G, "modularity").best, abs=1e-9)


def test_one_seed_one_answer_and_the_argument_is_left_alone() -> None:
    B = pair_scores(random_signed(20, 0.5, 3), objective="modularity")[1]
    start = np.arange(20)
    first, second = (shake(B, start, 0.5, np.random.default_rng(7)) for _ in range(2))
    assert (first == second).all()
    assert (start == np.arange(20)).all()
    assert (climb(B, start) == climb(B, start)).all()
    assert (start == np.arange(20)).all()


def test_nothing_to_gain() -> None:
    assert climb(np.zeros((3, 3)), np.array([2, 1, 2])).tolist() == [2, 1, 2]
