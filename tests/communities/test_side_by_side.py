from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from communities.brute import OBJECTIVES, clique, coupled_graphs, signed
from hypothesis import given, settings

from idlib_graph.communities import compare_objectives, find_communities
from idlib_graph.communities.comparison import adjusted_mutual_information, movers
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx

CAMPS = [*clique("abc"), *clique("xyz")]


def counts(G: nx.Graph[str]) -> dict[str, int]:
    return {a.objective: len(a.communities) for a in compare_objectives(G).answers}


def test_a_weak_deal_between_two_camps() -> None:
    """The tie pays for ``disagreement`` in any case, and for ``cpm`` above 9 x 0.05."""
    assert counts(signed([*CAMPS, ("a", "x", 0.4)])) == {
        "potts": 2, "disagreement": 1, "modularity": 2, "cpm": 2,
    }  # fmt: skip
    assert counts(signed([*CAMPS, ("a", "x", 0.5)]))["cpm"] == 1


def test_those_who_only_fight_the_same_enemies() -> None:
    """``modularity`` alone puts together strangers whose only likeness is whom they fight."""
    ties = [*clique("abc"), *((stranger, foe, -1.0) for stranger in "pq" for foe in "abc")]
    found = compare_objectives(signed(ties))
    together = [any({"p", "q"} <= c for c in answer.communities) for answer in found.answers]
    assert [a.objective for a in found.answers] == list(OBJECTIVES)
    assert together == [False, False, True, False]
    assert found.agreement[0][1] == 1.0
    assert found.agreement[0][2] < 1.0


def test_who_leaves_whom() -> None:
    """Under cpm a chain falls apart that potts keeps: b has nothing to do with d."""
    ties = [*clique("abc", 0.9), ("c", "d", 0.11), *clique("xyz", 0.9)]
    found = compare_objectives(signed(ties), objective="disagreement")
    assert [a.objective for a in found.answers] == ["disagreement", "potts", "modularity", "cpm"]
    assert frozenset("abcd") in found.headline.communities
    assert found.movers[0] == ()
    assert frozenset("abc") in found.answers[3].communities  # 0.11 is less than 3 x 0.05
    assert found.movers[3] == ("d",)


def test_each_objective_has_its_own_past() -> None:
    """B is tied to both sides alike; each objective keeps it where its own past had it."""
    G = signed([("a", "b", 0.5), ("b", "c", 0.5), ("a", "c", -1.0)])
    left, right = [{"a", "b"}, {"c"}], [{"a"}, {"b", "c"}]
    found = compare_objectives(G, previous={"potts": left, "cpm": right}, coupling=0.1)
    homes = {
        answer.objective: next(c for c in answer.communities if "b" in c)
        for answer in found.answers
        if answer.objective in {"potts", "cpm"}
    }
    assert homes == {"potts": frozenset("ab"), "cpm": frozenset("bc")}
    assert found.headline.coupled_quality > found.headline.quality
    assert found.answers[1].coupled_quality == found.answers[1].quality  # it was given no past


@settings(max_examples=40)
@given(case=coupled_graphs(6))
def test_it_holds_what_each_objective_finds(
    case: tuple[nx.Graph[str], list[set[str]]],
) -> None:
    G, previous = case
    past = dict.fromkeys(OBJECTIVES, previous)
    found = compare_objectives(G, previous=past)
    for i, answer in enumerate(found.answers):
        assert answer == find_communities(G, objective=answer.objective, previous=previous)
        assert found.agreement[i][i] == pytest.approx(1.0)
        assert found.movers[i] == movers(found.headline.partition, answer.partition)
        for j, other in enumerate(found.answers):
            expected = adjusted_mutual_information(answer.partition, other.partition)
            assert found.agreement[i][j] == pytest.approx(expected)
            assert found.agreement[i][j] == pytest.approx(found.agreement[j][i])


def test_louvain_stands_beside_them() -> None:
    ties = [("red", "middle", 0.3), ("middle", "blue", 0.3), ("red", "blue", -1.0)]
    found = compare_objectives(signed(ties))
    assert len(found.unsigned.clashes_inside) == 1
    assert found.unsigned_agreement < 1.0
    assert found.unsigned_movers == ()  # nobody is left, the enemy comes in


def test_the_resolution_is_the_headlines_alone() -> None:
    G = signed([*CAMPS, ("a", "x", 0.4)])
    found = compare_objectives(G, objective="cpm", resolution=0.01)
    assert found.headline.resolution == 0.01
    assert len(found.headline.communities) == 1
    assert [a.resolution for a in found.answers] == [0.01, 1.0, None, None]


@pytest.mark.parametrize(
    "options", [{"objective": "louvain"}, {"objective": "disagreement", "resolution": 1.0}]
)
def test_what_makes_no_sense_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        compare_objectives(signed([("a", "b", 1.0)]), **options)  # type: ignore[arg-type]
