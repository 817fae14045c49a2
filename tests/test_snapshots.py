from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import CODEBOOK, day, faction, later, make, rel, tie, word
from hypothesis import given
from hypothesis import strategies as st
from randomised import DAYS, datasets

from idlib_graph.lines import trace_lines
from idlib_graph.settings import Settings
from idlib_graph.snapshots import (
    left_out,
    rewind,
    snapshot,
    take_snapshots,
    to_multidigraph,
    whole_period_graph,
)

if TYPE_CHECKING:
    import networkx as nx

    from idlib_graph.model import Dataset

NOW = "2015-06-01"


# the weight of a tie


def test_weight_is_strength_times_credibility_times_presence() -> None:
    # alleged 0.5 by a source of grade C, 0.75; a battle, 0.9, six months ago: 0.5
    paper = "paper-2016-01-01"
    data = make(
        rel("battle", "red", "green", date="2015-06-01", claim="alleged"), reliability={paper: "C"}
    )
    found = tie(data, "red", "green", f"{later('2015-06-01', 6)}")
    assert found is not None
    assert found["weight"] == pytest.approx(-0.9 * 0.5 * 0.75 * 0.5, abs=0.001)
    assert (found["positive"], found["mixed"]) == (0, False)


def test_strength_of_the_relation_goes_before_that_of_its_type() -> None:
    found = tie(make(rel("battle", "red", "green", date=NOW, strength=0.2)), "red", "green", NOW)
    assert found is not None
    assert found["weight"] == pytest.approx(-0.2)


def test_finer_coding_of_the_same_thing_does_not_add_up_without_end() -> None:
    # alliances of 0.7 and 0.5: 1 - 0.3 * 0.5 = 0.85
    data = make(
        rel("cooperation", "red", "green", date=NOW),
        rel("partnership", "green", "red", date=NOW),
    )
    found = tie(data, "red", "green", NOW)
    assert found == {
        "weight": pytest.approx(0.85),
        "positive": pytest.approx(0.85),
        "negative": 0,
        "mixed": False,
        "relations": ("cooperation-red-green", "partnership-green-red"),
    }


def test_clashes_and_splits_are_the_negative_side() -> None:
    # a battle of 0.9 and a breakaway of 0.6: 1 - 0.1 * 0.4 = 0.96
    data = make(rel("battle", "red", "green", date=NOW), rel("breakaway", "red", "green", date=NOW))
    found = tie(data, "red", "green", NOW)
    assert found is not None
    assert found["negative"] == pytest.approx(0.96)
    assert found["weight"] == pytest.approx(-0.96)


def test_mixed_tie_carries_both_sides() -> None:
    data = make(rel("battle", "red", "green", date=NOW), rel("aid", "red", "green", date=NOW))
    found = tie(data, "red", "green", NOW)
    assert found is not None
    assert (found["positive"], found["negative"]) == pytest.approx((0.4, 0.9))
    assert found["weight"] == pytest.approx(-0.5)
    assert found["mixed"]


def test_tie_with_a_trace_of_the_other_side_is_not_mixed() -> None:
    data = make(
        rel("battle", "red", "green", date=NOW), rel("aid", "red", "green", date=NOW, strength=0.04)
    )
    found = tie(data, "red", "green", NOW)
    assert found is not None
    assert (found["positive"], found["mixed"]) == (pytest.approx(0.04), False)
    assert found["relations"] == ("aid-red-green", "battle-red-green")


def test_mixed_tie_of_equal_sides_is_kept_though_it_weighs_nothing() -> None:
    data = make(rel("threat", "red", "green", date=NOW), rel("truce", "red", "green", date=NOW))
    data = replace(
        data,
        relations={k: replace(r, strength=0.5) for k, r in data.relations.items()},
    )
    found = tie(data, "red", "green", NOW)
    assert found is not None
    assert (found["weight"], found["mixed"]) == (0, True)


@pytest.mark.parametrize(
    ("strengths", "there"),
    [((0.05, 0.0), True), ((0.049, 0.0), False), ((0.03, 0.05), True), ((0.03, 0.03), False)],
)
def test_tie_is_dropped_where_neither_side_reaches_the_threshold(
    strengths: tuple[float, float], there: object
) -> None:
    for_, against = strengths
    data = make(
        rel("aid", "red", "green", date=NOW, strength=for_),
        rel("battle", "red", "green", date=NOW, strength=against),
    )
    assert (tie(data, "red", "green", NOW) is not None) is there


def test_threshold_can_be_set() -> None:
    data = make(rel("threat", "red", "green", date=NOW))
    assert tie(data, "red", "green", NOW, tie_threshold=0.31) is None


def test_strength_of_splits_can_be_scaled_up_to_one() -> None:
    data = make(rel("breakaway", "red", "green", date=NOW), rel("battle", "red", "blue", date=NOW))
    for factor, weight in ((0.5, -0.3), (1.0, -0.6), (9.0, -1.0)):
        found = tie(data, "red", "green", NOW, split_strength=factor)
        assert found is not None
        assert found["weight"] == pytest.approx(weight)
    clash = tie(data, "red", "blue", NOW, split_strength=0.5)
    assert clash is not None
    assert clash["weight"] == pytest.approx(-0.9)


def test_relations_that_are_not_present_are_not_on_the_tie() -> None:
    data = make(
        rel("battle", "red", "green", date=NOW),
        rel("raid", "red", "green", date="2013-01-01"),
        rel("threat", "red", "green", date=NOW, claim="denied"),
    )
    found = tie(data, "red", "green", NOW)
    assert found is not None
    assert found["relations"] == ("battle-red-green",)


# who is in a snapshot


def test_snapshot_holds_the_ties_of_its_day_and_who_has_them() -> None:
    data = make(
        rel("battle", "red", "green", date=NOW),
        rel("battle", "blue", "gold", date="2017-01-01"),
        factions=[faction("grey"), faction("green", type="state")],
    )
    G = snapshot(data, day(NOW))
    assert G.graph["date"] == day(NOW)
    assert dict(G.nodes) == {
        "green": {"faction": "green", "name": "Green", "type": "state"},
        "red": {"faction": "red", "name": "Red", "type": "armed-group"},
    }


def test_faction_types_can_be_left_out() -> None:
    data = make(
        rel("battle", "red", "rebels", date=NOW),
        rel("battle", "red", "green", date=NOW),
        rel("aid", "green", "crown", date=NOW),
        factions=[faction("rebels", type="collective"), faction("crown", type="state")],
        defaults={"without": ["collective"]},
    )
    assert set(snapshot(data, day(NOW))) == {"red", "green", "crown"}
    only = Settings(only=("armed-group",))
    assert set(snapshot(data, day(NOW), settings=only)) == {"red", "green"}
    assert left_out(data, only, trace_lines(data)) == {"rebels", "crown"}
    assert set(snapshot(data, day(NOW), settings=Settings())) == {"red", "green", "crown", "rebels"}


def test_series_has_a_graph_and_a_column_for_each_day() -> None:
    data = make(rel("battle", "red", "green", date=NOW), period="2015/2015-12-01")
    series = take_snapshots(data)
    assert [G.graph["date"] for G in series.graphs] == list(series.days)
    assert series.weights.shape == (1, 12)
    assert [G.number_of_edges() for G in series.graphs] == [0] * 5 + [1] * 7
    assert series.rows == {"battle-red-green": 0}


def test_data_set_with_nothing_in_it_has_empty_snapshots() -> None:
    series = take_snapshots(make(period="2015/2015-03-01"))
    assert [len(G) for G in series.graphs] == [0, 0, 0]


# what holds for every data set


def edges(G: nx.Graph[str]) -> dict[tuple[str, ...], dict[str, object]]:
    return {tuple(sorted((a, b))): attributes for a, b, attributes in G.edges(data=True)}


@given(datasets())
def test_weights_are_what_the_sides_say(data: Dataset) -> None:
    for G in take_snapshots(data, DAYS).graphs:
        for _, _, edge in G.edges(data=True):
            assert 0 <= edge["positive"] <= 1
            assert 0 <= edge["negative"] <= 1
            assert edge["weight"] == edge["positive"] - edge["negative"]
            assert max(edge["positive"], edge["negative"]) >= 0.05
            assert edge["relations"]


@given(datasets(), st.randoms(use_true_random=False))
def test_order_of_relations_does_not_matter(data: Dataset, shuffler: random.Random) -> None:
    items = list(data.relations.items())
    shuffler.shuffle(items)
    names = list(data.factions.items())
    shuffler.shuffle(names)
    shuffled = replace(data, relations=dict(items), factions=dict(names))
    one, other = take_snapshots(data, DAYS), take_snapshots(shuffled, DAYS)
    for G, H in zip(one.graphs, other.graphs, strict=True):
        assert list(G.edges) == list(H.edges)
        assert dict(G.nodes) == dict(H.nodes)
        for pair, edge in edges(G).items():
            assert edges(H)[pair] == {
                key: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value
                for key, value in edge.items()
            }


@given(datasets())
def test_weights_can_be_computed_one_relation_at_a_time(data: Dataset) -> None:
    """The whole formula again, from the presence of each relation, with no shortcut."""
    series = take_snapshots(data, DAYS)
    for column, G in enumerate(series.graphs):
        sides: dict[tuple[str, str], list[float]] = {}
        for rid, relation in data.relations.items():
            pair = series.lines.pair(relation)
            value = series.presence.values[series.rows[rid], column]
            weight = value * data.strength(relation) * data.credibility(relation)
            rest = sides.setdefault(pair, [1.0, 1.0])
            rest[relation.kind != "alliance"] *= 1 - weight
        expected = {
            pair: (1 - plus) - (1 - minus)
            for pair, (plus, minus) in sides.items()
            if pair[0] != pair[1] and max(1 - plus, 1 - minus) >= 0.05
        }
        found = {tuple(sorted((a, b))): edge["weight"] for a, b, edge in G.edges(data=True)}
        assert found == pytest.approx(expected, abs=1e-12)


@given(datasets())
def test_one_day_alone_is_the_same_as_in_a_series(data: Dataset) -> None:
    alone = snapshot(data, DAYS[40], settings=Settings())
    assert edges(alone) == edges(take_snapshots(data, DAYS, settings=Settings()).graphs[40])


@given(datasets(), st.integers(1, len(DAYS) - 1))
def test_setting_everything_back_gives_the_snapshot_before(data: Dataset, column: int) -> None:
    series = take_snapshots(data, DAYS)
    undone = series.graph(rewind(series, column, data.relations), DAYS[column])
    assert edges(undone) == edges(series.graphs[column - 1])
    same = series.graph(rewind(series, column, ()), DAYS[column])
    assert edges(same) == edges(series.graphs[column])


# all relations as one graph


def test_multidigraph_has_every_faction_and_every_relation() -> None:
    data = make(
        rel("rebrand", "front", "conquest", date="2016-07-28"),
        rel("battle", "red", "conquest", evidence=[word("paper-2016", "alleged")], place="Idlib"),
        rel("pledge", "front", "red", date="../2013", claim="denied"),
        factions=[faction("grey", active="2012/..")],
    )
    G = to_multidigraph(data)
    assert set(G) == set(data.factions)
    assert G.nodes["front"]["line"] == "conquest"
    assert G.nodes["grey"]["active"] == "2012/.."
    assert set(G.edges) == {
        ("front", "conquest", "rebrand-front-conquest"),
        ("conquest", "red", "battle-red-conquest"),
        ("front", "red", "pledge-front-red"),
    }
    assert G.edges["conquest", "red", "battle-red-conquest"] == {
        "kind": "clash",
        "type": "battle",
        "sign": -1,
        "strength": 0.9,
        "credibility": 0.5,
        "symmetric": True,
        "sources": ("paper-2016",),
        "claims": ("alleged",),
        "place": "Idlib",
    }
    pledge = G.edges["front", "red", "pledge-front-red"]
    assert (pledge["sign"], pledge["credibility"], pledge["symmetric"]) == (1, 0, False)
    assert pledge["date"] == "../2013"
    assert "start" not in pledge
    assert pledge["end"] == pytest.approx(2013.5, abs=0.01)


# speed


def large(relations: int, factions: int) -> Dataset:
    rng = random.Random(7)  # noqa: S311 - no secret, a data set
    kinds = sorted(name for name, kind in CODEBOOK.types.items() if not kind.lineage)
    names = [f"f{number:02}" for number in range(factions)]
    found = []
    for number in range(relations):
        a, b = rng.sample(names, 2)
        when = f"{rng.randint(2013, 2019)}-{rng.randint(1, 12):02}"
        text = rng.choice([when, f"{when}/..", None, f"{when}/2020"])
        source = f"paper-{rng.randint(2016, 2020)}-01-01"
        found.append(rel(rng.choice(kinds), a, b, date=text, source=source, id=f"r{number}"))
    return make(*found, period="2013/2020-02")


def test_seven_years_of_months() -> None:
    series = take_snapshots(large(230, 60))
    assert len(series.days) == 87
    assert np.isfinite(series.weights).all()


# the whole period


def test_a_pair_s_mean_tie_counts_slices_without_one_as_nothing() -> None:
    # a battle of 0.9 half a year before the last of three days; nothing before it
    battle = rel("battle", "red", "green", date="2015-06-01")
    data = make(battle, rel("partnership", "red", "blue", date="2014/.."))
    days = [day("2013-01-01"), day("2015-06-01"), later("2015-06-01", 6)]
    whole = whole_period_graph(take_snapshots(data, days))

    found = whole.edges["red", "green"]
    assert found["weight"] == pytest.approx(-(0.9 + 0.45) / 3, abs=0.001)
    assert (found["positive"], found["slices"]) == (0, 2)
    assert whole.edges["blue", "red"]["weight"] == pytest.approx(0.5 * 2 / 3)


def test_both_sides_of_a_mixed_history_are_kept_apart() -> None:
    data = make(rel("partnership", "red", "green", date="2014-01/2014-12"),
                rel("battle", "red", "green", date="2015-06-01"))  # fmt: skip
    whole = whole_period_graph(take_snapshots(data, [day("2014-06-01"), day("2015-06-01")]))

    found = whole.edges["red", "green"]
    assert (found["positive"], found["negative"]) == pytest.approx((0.25, 0.45))
    assert found["weight"] == pytest.approx(-0.2)


def test_every_line_is_in_the_whole_period_under_its_last_name() -> None:
    data = make(
        rel("rebrand", "red", "crimson", date="2015"),
        rel("battle", "crimson", "blue", claim="denied"),
        rel("membership", "mob", "blue", date="2014/.."),
        factions=[faction("mob", type="collective")],
    )
    settings = Settings(without=("collective",))
    whole = whole_period_graph(take_snapshots(data, [day("2014-06-01")], settings=settings))

    assert {node: whole.nodes[node]["name"] for node in whole} == {
        "crimson": "Red", "blue": "Blue", "mob": "Mob",
    }  # fmt: skip
    assert whole.number_of_edges() == 0
