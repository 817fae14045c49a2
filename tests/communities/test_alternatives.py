from __future__ import annotations

import networkx as nx
import pytest
from communities.brute import (
    OBJECTIVES,
    Brute,
    Partition,
    coupled_graphs,
    random_signed,
    signed,
    signed_graphs,
)
from hypothesis import given, settings

from idlib_graph.communities import (
    Alternatives,
    co_membership,
    find_alternatives,
    find_communities,
    ranking,
)
from idlib_graph.errors import SettingsError


def as_sets(found: Alternatives) -> set[Partition]:
    assert len(set(map(frozenset, found.partitions))) == len(found.partitions)
    return {frozenset(partition) for partition in found.partitions}


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=40)
@given(case=coupled_graphs())
def test_all_finest_optima_and_no_other(
    objective: str, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    G, previous = case
    found = find_alternatives(G, objective=objective, previous=previous, cap=10_000)
    assert as_sets(found) == Brute(G, objective, previous).finest()
    assert found.proven
    assert not found.capped


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=20)
@given(G=signed_graphs(6))
def test_all_nearly_as_good_through_linear_programs(objective: str, G: nx.Graph[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "TABLE_LIMIT", 1)
        found = find_alternatives(G, objective=objective, epsilon=0.3, cap=10_000)
    every = Brute(G, objective)
    assert as_sets(found) == every.finest(0.3)
    assert max(found.losses) <= 0.3 + 1e-6
    assert list(found.losses) == pytest.approx(sorted(found.losses), abs=1e-6)


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=15)
@given(case=coupled_graphs(6))
def test_all_nearly_as_good_coupled_to_the_past(
    objective: str, case: tuple[nx.Graph[str], list[set[str]]]
) -> None:
    G, previous = case
    options = {"objective": objective, "previous": previous, "coupling": 0.4}
    found = find_alternatives(G, **options, epsilon=0.55, cap=10_000)  # type: ignore[arg-type]
    every = Brute(G, objective, previous, 0.4)
    assert as_sets(found) == every.finest(0.55)
    assert min(found.losses) == pytest.approx(0, abs=1e-6)
    for partition, loss in zip(found.partitions, found.losses, strict=True):
        assert every.value(partition) == pytest.approx(every.best - loss, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_whole_weights_tie_exactly(seed: int) -> None:
    """Weights of 1 and -1 on every pair of seven: many equals, at whole steps below the best."""
    G = random_signed(7, 1.0, seed, steps=1)
    every = Brute(G, "disagreement")
    for epsilon in (0.0, 0.99, 1.0, 2.0):
        found = find_alternatives(G, objective="disagreement", epsilon=epsilon, cap=10_000)
        assert as_sets(found) == every.finest(epsilon)
        assert {round(loss, 9) for loss in found.losses} <= {0.0, 1.0, 2.0}


@pytest.mark.parametrize("seed", range(6))
def test_optima_of_nine_through_linear_programs(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = random_signed(9, 0.7, seed, steps=1)
    monkeypatch.setattr(ranking, "TABLE_LIMIT", 1)
    found = find_alternatives(G, objective="disagreement", cap=10_000)
    assert as_sets(found) == Brute(G, "disagreement").finest()


@settings(max_examples=60)
@given(case=coupled_graphs())
def test_the_choice_is_the_first_of_all(case: tuple[nx.Graph[str], list[set[str]]]) -> None:
    G, previous = case
    options = {"objective": "disagreement", "coupling": 0.0}
    found = find_alternatives(G, previous=previous, **options, cap=10_000)  # type: ignore[arg-type]
    chosen = find_communities(G, previous=previous, **options)  # type: ignore[arg-type]
    assert frozenset(found.partitions[0]) == frozenset(chosen.partition)
    assert min(changes(p, previous) for p in as_sets(found)) == changes(
        frozenset(chosen.partition), previous
    )


def changes(partition: Partition, previous: list[set[str]]) -> int:
    then = {node: i for i, members in enumerate(previous) for node in members}
    now = {node: i for i, members in enumerate(partition) for node in members}
    both = sorted(then.keys() & now.keys())
    return sum((now[a] == now[b]) != (then[a] == then[b]) for a in both for b in both if a < b)


def test_of_equals_the_one_nearest_to_the_past_then_the_first() -> None:
    G = signed([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    for previous, expected in (
        (None, {"b", "c"}),
        ([{"a", "b"}, {"c"}], {"a", "b"}),
        ([{"b", "c"}, {"a"}], {"b", "c"}),
        ([{"a", "b", "c"}], {"b", "c"}),
    ):
        found = find_communities(G, objective="disagreement", previous=previous, coupling=0.0)
        assert found.communities == (frozenset(expected),)
        assert found.unaligned == tuple(sorted({"a", "b", "c"} - expected))


def test_blocks_multiply_and_the_cap_holds_for_the_product() -> None:
    ties = []
    for k in range(5):
        a, b, c = (f"{name}{k}" for name in "abc")
        ties += [(a, b, 1.0), (b, c, 1.0), (a, c, -1.0)]
    G = signed(ties)
    found = find_alternatives(G, objective="disagreement")
    assert len(found.partitions) == 32
    assert not found.capped
    capped = find_alternatives(G, objective="disagreement", cap=31)
    assert len(capped.partitions) == 31
    assert capped.capped
    assert not find_alternatives(G, objective="disagreement", cap=32).capped


def test_a_cap_within_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.cycle_graph([f"n{i}" for i in range(7)])
    G.edges["n0", "n6"]["weight"] = -1.0  # one of six positive ties has to give way
    for limit in (8, 1):
        monkeypatch.setattr(ranking, "TABLE_LIMIT", limit)
        every = find_alternatives(G, objective="disagreement")
        assert (len(every.partitions), every.capped) == (6, False)
        some = find_alternatives(G, objective="disagreement", cap=4)
        assert (len(some.partitions), some.capped, some.proven) == (4, True, True)
        assert as_sets(some) < as_sets(every)


def test_a_stopped_search_says_so() -> None:
    G = random_signed(26, 1.0, 7, steps=1)
    found = find_alternatives(G, objective="disagreement", node_limit=1)
    assert not found.proven


def test_co_membership() -> None:
    ties = [("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0), ("d", "e", 1.0), ("c", "d", -1.0)]
    found = co_membership(find_alternatives(signed(ties), objective="disagreement"))
    assert found.always == (("d", "e"),)
    assert found.sometimes == (("a", "b"), ("b", "c"))
    assert ("a", "c") in found.never
    assert len(found.always) + len(found.sometimes) + len(found.never) == 10


def test_the_choice_does_not_depend_on_what_is_asked_for() -> None:
    G = random_signed(14, 0.5, 2, steps=1)
    chosen = find_communities(G, objective="disagreement")
    listed = find_alternatives(G, objective="disagreement", cap=1000)
    assert frozenset(listed.partitions[0]) == frozenset(chosen.partition)


@pytest.mark.parametrize("options", [{"epsilon": -1.0}, {"epsilon": float("nan")}, {"cap": 0}])
def test_settings_out_of_range_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        find_alternatives(signed([("a", "b", 1.0)]), **options)  # type: ignore[arg-type]
