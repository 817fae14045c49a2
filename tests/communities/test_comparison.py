from __future__ import annotations

import json
import math
from itertools import combinations, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.communities.comparison import (
    adjusted_mutual_information,
    movers,
    together_changes,
    variation_of_information,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Partition = list[frozenset[str]]

FIXTURE = Path(__file__).parents[1] / "fixtures" / "partition-agreement.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text(encoding="utf-8"))["cases"]


def partition(labels: Sequence[int]) -> Partition:
    """Groups of nodes ``n0``, ``n1`` ... by their labels, in the order of labels."""
    groups: dict[int, set[str]] = {}
    for number, label in enumerate(labels):
        groups.setdefault(label, set()).add(f"n{number}")
    return [frozenset(groups[label]) for label in sorted(groups)]


def words(*groups: str) -> Partition:
    return [frozenset(group) for group in groups]


def labels(n: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, n), min_size=n, max_size=n)


triples = st.integers(1, 9).flatmap(lambda n: st.tuples(labels(n), labels(n), labels(n)))
pairs = st.integers(2, 9).flatmap(lambda n: st.tuples(labels(n), labels(n)))
some_nodes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3))


def of_nodes(labelled: dict[str, int]) -> Partition:
    found = [{n for n, label in labelled.items() if label == c} for c in range(4)]
    return [frozenset(group) for group in found if group]


@pytest.mark.parametrize("case", CASES)
def test_scikit_learn_and_igraph_say_the_same(case: dict[str, Any]) -> None:
    a, b = partition(case["a"]), partition(case["b"])

    agreement = adjusted_mutual_information(a, b)
    assert agreement == pytest.approx(case["adjusted_mutual_information"], rel=1e-9, abs=1e-12)
    distance = variation_of_information(a, b)
    assert distance == pytest.approx(case["variation_of_information"], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("a", "b"), [((0, 0, 1, 1, 1), (0, 1, 1, 1, 1)), ((0, 0, 0, 1, 2), (0, 0, 1, 1, 1)),
                 ((0, 0, 1, 1, 2, 2), (0, 0, 0, 1, 1, 2))]
)  # fmt: skip
def test_chance_alone_agrees_by_nothing(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Over all ways to deal the nodes to groups of these sizes the mean is 0."""
    dealt = [adjusted_mutual_information(partition(a), partition(c)) for c in permutations(b)]

    assert math.fsum(dealt) / len(dealt) == pytest.approx(0.0, abs=1e-12)
    assert min(dealt) < 0 < max(dealt)


def test_a_value_by_hand() -> None:
    """Four nodes in twos, one of which goes over: I, E and both H on paper."""
    a, b = words("ab", "cd"), words("abc", "d")
    shared = 0.5 * math.log(4 / 3) + 0.25 * math.log(2 / 3) + 0.25 * math.log(2)
    entropies = math.log(2), 0.75 * math.log(4 / 3) + 0.25 * math.log(4)
    # d is alone whatever the deal, so each deal shares as much: nothing is left above chance
    assert adjusted_mutual_information(a, b) == pytest.approx(0.0, abs=1e-12)
    assert variation_of_information(a, b) == pytest.approx(sum(entropies) - 2 * shared)


def test_halves_that_cross_tell_nothing_of_each_other() -> None:
    a, b = words("ab", "cd"), words("ac", "bd")

    assert variation_of_information(a, b) == pytest.approx(math.log(4))  # all that four nodes have
    # two deals of six keep the halves (I = log 2), four cross them (I = 0): E = log 2 / 3
    assert adjusted_mutual_information(a, b) == pytest.approx((0 - 1 / 3) / (1 - 1 / 3))


@given(pairs, st.randoms())
def test_names_order_and_side_do_not_matter(
    drawn: tuple[list[int], list[int]],
    random: Any,  # noqa: ANN401 - hypothesis has no type for it
) -> None:
    a, b = (partition(each) for each in drawn)
    agreement, distance = adjusted_mutual_information(a, b), variation_of_information(a, b)

    assert adjusted_mutual_information(b, a) == pytest.approx(agreement, abs=1e-9)
    assert variation_of_information(b, a) == pytest.approx(distance, abs=1e-12)
    order = list(range(len(drawn[0])))
    random.shuffle(order)
    c, d = ([frozenset(f"m{order[int(n[1:])]}" for n in group) for group in p] for p in (a, b))
    random.shuffle(c)
    assert adjusted_mutual_information(c, d) == pytest.approx(agreement, abs=1e-9)
    assert variation_of_information(c, d) == pytest.approx(distance, abs=1e-12)


@given(pairs)
def test_only_equal_partitions_agree_fully(drawn: tuple[list[int], list[int]]) -> None:
    a, b = (partition(each) for each in drawn)
    same = set(a) == set(b)

    assert (adjusted_mutual_information(a, b) == 1.0) is same
    assert adjusted_mutual_information(a, b) < 1.0 + 1e-9
    assert (variation_of_information(a, b) < 1e-9) is same


@given(triples)
def test_variation_is_a_distance(drawn: tuple[list[int], list[int], list[int]]) -> None:
    a, b, c = (partition(each) for each in drawn)
    ab, bc, ac = (variation_of_information(*p) for p in ((a, b), (b, c), (a, c)))

    assert ac <= ab + bc + 1e-9
    assert 0.0 <= ac <= math.log(len(drawn[0])) + 1e-9


@given(some_nodes, some_nodes)
def test_who_is_in_only_one_is_left_out(old: dict[str, int], new: dict[str, int]) -> None:
    a, b = of_nodes(old), of_nodes(new)
    both = old.keys() & new.keys()
    c, d = (of_nodes({n: each[n] for n in both}) for each in (old, new))

    for compare in (adjusted_mutual_information, variation_of_information):
        assert compare(a, b) == pytest.approx(compare(c, d), abs=1e-12)
    assert together_changes(a, b) == together_changes(c, d)
    assert movers(a, b) == movers(c, d)


@given(some_nodes, some_nodes)
def test_pairs_and_movers_by_definition(old: dict[str, int], new: dict[str, int]) -> None:
    both = sorted(old.keys() & new.keys())
    found = together_changes(of_nodes(old), of_nodes(new))
    kinds = {(p, q): (old[p] == old[q], new[p] == new[q]) for p, q in combinations(both, 2)}

    assert found.parted == tuple(pair for pair, kind in kinds.items() if kind == (True, False))
    assert found.joined == tuple(pair for pair, kind in kinds.items() if kind == (False, True))
    assert movers(of_nodes(old), of_nodes(new)) == tuple(
        n for n in both if leaves(n, both, old, new)
    )


def leaves(node: str, both: Iterable[str], old: dict[str, int], new: dict[str, int]) -> bool:
    fellows = [n for n in both if n != node and old[n] == old[node]]
    return sum(new[n] == new[node] for n in fellows) < len(fellows) / 2


def test_movers_leave_more_than_half_of_their_fellows() -> None:
    assert movers(words("abcd"), words("ab", "cd")) == tuple("abcd")  # each keeps one of three
    assert movers(words("abc"), words("ab", "c")) == ("c",)  # a and b keep one of two
    assert movers(words("ab", "c"), words("a", "bc")) == ("a", "b")
    assert movers(words("a", "bc"), words("abc")) == ()  # who was alone has nobody to leave
    assert movers(words("abz"), words("a", "bz")) == ("a",)


def test_no_node_in_both_is_full_agreement() -> None:
    assert adjusted_mutual_information(words("ab"), words("cd")) == 1.0
    assert variation_of_information(words("ab"), words("cd")) == 0.0
    assert movers([], words("ab")) == ()
    assert together_changes(words("ab"), []).parted == ()
