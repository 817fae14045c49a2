"""What the nodes and edges of an analysis say, held against the data set and the analysis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import faction, make, rel
from export.lint import lint_gexf, lint_graphml
from hypothesis import given, settings
from randomised import datasets

from idlib_graph.analysis import analyze
from idlib_graph.export.elements import spans_text
from idlib_graph.export.gexf import render_gexf
from idlib_graph.export.graphml import render_graphml
from idlib_graph.export.views import VIEWS, gather
from idlib_graph.palette import GREY
from idlib_graph.snapshots import whole_period_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Edge, Elements, Node
    from idlib_graph.model import Dataset, Relation

PERIOD = "2014/2016"
HALF_YEAR = 6 / 12


def node(elements: Elements, name: str) -> Node:
    return next(item for item in elements.nodes if item.id == name)


def edge(elements: Elements, name: str) -> Edge:
    return next(item for item in elements.edges if item.id == name)


def only(*relations: Relation, active: str | None = None) -> Elements:
    """The relations among red, blue and green, told over three years."""
    told = [*relations, rel("rivalry", "green", "blue", date="2014-01-01/..")]
    return gather(make(*told, period=PERIOD, factions=[faction("red", active=active)]))


def keep_the_rules(analysis: Analysis) -> None:
    for view in VIEWS:
        elements = gather(analysis, view=view)
        assert lint_graphml(render_graphml(elements)) == []
        assert lint_gexf(render_gexf(elements)) == []


@pytest.mark.parametrize("scenario", scenarios.ALL)
def test_every_story_keeps_every_rule(scenario: Callable[[], Dataset]) -> None:
    keep_the_rules(analyze(scenario(), every="P3M"))


@settings(max_examples=20)
@given(datasets())
def test_any_data_set_keeps_every_rule(dataset: Dataset) -> None:
    keep_the_rules(analyze(dataset, every="P1Y"))


def test_every_affirmed_relation_is_an_edge_and_nothing_else(bundled: Analysis) -> None:
    elements, dataset = gather(bundled), bundled.dataset
    affirmed = {
        r.id: r
        for r in dataset.relations.values()
        if any(item.claim not in {"denied", "expected"} for item in r.evidence)
    }

    assert [item.id for item in elements.edges] == list(affirmed)
    assert len(affirmed) < len(dataset.relations)
    for item in elements.edges:
        told = affirmed[item.id]
        values = item.values
        assert {item.source, item.target} == {told.a, told.b}
        assert not told.directed or (item.source, item.target) == (told.a, told.b)
        assert (item.kind, values["type"]) == (told.kind, told.type)
        assert item.weight == dataset.strength(told)
        assert values["symmetric"] is not told.directed
        assert values["sources"] == "|".join(told.sources)
        assert values.get("note", "") == (told.note or "")
        assert values.get("date", "") == (told.date.text if told.date else "")


def test_every_faction_is_a_node_with_its_names(bundled: Analysis) -> None:
    elements = gather(bundled)

    assert [item.id for item in elements.nodes] == list(bundled.dataset.factions)
    for item in elements.nodes:
        told = bundled.dataset.factions[item.id]
        assert (item.label, item.values["type"]) == (told.name, told.type)
        assert item.values["line"] == bundled.lines.of[item.id]


def test_only_the_name_borne_on_the_last_day_is_active() -> None:
    elements = gather(scenarios.rebrand())
    active = {item.id: item.values["active"] for item in elements.nodes}

    assert (active["red"], active["rose"]) == (False, True)
    red, rose = node(elements, "red"), node(elements, "rose")
    assert red.values["end"] == pytest.approx(2015 + 159 / 365, abs=1e-4)  # 9 June
    assert rose.values["start"] == pytest.approx(2015 + 160 / 365, abs=1e-4)
    assert (red.values["end_known"], rose.values["end_known"]) == (True, False)
    assert red.x == rose.x
    assert red.y > rose.y


@pytest.mark.parametrize(
    ("form", "date_text", "start", "end"),
    [
        ("battle", "2015-07-02", 2015.4986, 2015.4986),
        ("battle", "2015", 2015.4986, 2015.4986),
        ("membership", "2015", 2015.0, 2015.9973),
        ("membership", "2015-01-01/2015-07-02", 2015.0, 2015.4986),
        ("membership", "2015-01-01/..", 2015.0, None),
        ("membership", "../2015-07-02", None, 2015.4986),
        ("membership", None, None, None),
        ("battle", None, None, None),
    ],
)
def test_a_relation_has_the_times_it_is_told_with(
    form: str, date_text: str | None, start: float | None, end: float | None
) -> None:
    values = edge(only(rel(form, "red", "blue", date=date_text)), f"{form}-red-blue").values

    assert (values["start_known"], values["end_known"]) == (start is not None, end is not None)
    assert values["start"] == (2014.0 if start is None else start)
    assert values["end"] == (2016.9973 if end is None else end)  # the last day of the period


def test_a_bound_counts_and_is_not_known() -> None:
    values = edge(
        only(rel("battle", "red", "blue", date="[..2015-07-02]")), "battle-red-blue"
    ).values

    assert (values["start"], values["start_known"]) == (2014.0, False)
    assert (values["end"], values["end_known"]) == (2015.4986, False)


def test_what_ended_a_state_gives_its_end() -> None:
    elements = only(
        rel("membership", "red", "blue", date="2015-01-01/..", source="paper-2015-02-01"),
        rel("breakaway", "red", "blue", date="2015-07-03"),
    )
    state = edge(elements, "membership-red-blue")

    assert (state.values["end"], state.values["end_known"]) == (2015.4986, True)
    assert state.span == (2015.0, 2015.4986)


@pytest.mark.parametrize("claim", ["alleged", "speculated"])
def test_what_is_less_likely_than_not_ends_nothing(claim: str) -> None:
    elements = only(
        rel("membership", "red", "blue", date="2015-01-01/..", source="paper-2015-02-01"),
        rel("breakaway", "red", "blue", date="2015-07-03", claim=claim),
    )

    assert edge(elements, "membership-red-blue").values["end_known"] is False


def test_an_event_is_drawn_for_its_half_life() -> None:
    found = edge(only(rel("battle", "red", "blue", date="2015-01-01")), "battle-red-blue")

    assert found.span is not None
    assert found.span[0] == 2015.0
    assert found.span[1] == pytest.approx(2015 + HALF_YEAR, abs=0.003)


def test_a_state_is_drawn_until_half_a_life_after_its_last_report() -> None:
    open_ended = rel("membership", "red", "blue", date="2015-01-01/..", source="paper-2015-06-01")
    undated = rel("linkage", "red", "blue", source="paper-2015-07-02")
    elements = only(open_ended, undated)

    reported, attested = 2015 + 151 / 365, 2015 + 182 / 365
    drawn = edge(elements, "membership-red-blue").span, edge(elements, "linkage-red-blue").span
    assert drawn[0] == pytest.approx((2015.0, reported + 1), abs=0.003)
    assert drawn[1] == pytest.approx((attested - 0.5, attested + 1), abs=0.003)


def test_nothing_is_drawn_past_the_last_day_but_for_a_month() -> None:
    elements = only(
        rel("battle", "red", "blue", date="2016-10-01"),
        rel("raid", "red", "blue", date="2016-12-31"),
    )
    battle, raid = edge(elements, "battle-red-blue").span, edge(elements, "raid-red-blue").span

    assert battle
    assert raid
    assert battle[1] == raid[0] == 2016.9973
    assert raid[1] == pytest.approx(2017 + 29 / 365, abs=0.003)


def test_what_is_presumed_is_not_drawn_before_either_side_is_founded() -> None:
    relation = rel("linkage", "red", "blue", source="paper-2015-07-02")
    found = edge(only(relation, active="2015-06-01/.."), "linkage-red-blue")

    assert found.span is not None
    assert found.span[0] == pytest.approx(2015 + 151 / 365, abs=1e-4)


def test_a_node_lives_as_long_as_it_is_told_and_while_its_edges_are_drawn() -> None:
    elements = only(rel("battle", "red", "blue", date="2016-06-01"), active="2014-06-01/2015-06-01")
    red = node(elements, "red")

    assert (red.values["start"], red.values["end"]) == (2014.4137, 2015.4137)
    assert red.spans == ((2014.4137, 2015.4137), edge(elements, "battle-red-blue").span)
    assert spans_text(red.spans).startswith("[2014.4137,2015.4137];[2016.4153,")


def test_ties_weigh_their_mean_over_all_slices(bundled: Analysis) -> None:
    elements, G = gather(bundled, view="ties"), whole_period_graph(bundled.snapshots)

    assert {frozenset((e.source, e.target)) for e in elements.edges} == set(map(frozenset, G.edges))
    for item in elements.edges:
        side = "positive" if item.kind == "alliance" else "negative"
        assert item.weight == pytest.approx(G[item.source][item.target][side], abs=1e-6)


@pytest.mark.parametrize("day", [date(2018, 11, 1), date(2018, 11, 17), date(2014, 5, 1)])
def test_a_snapshot_is_that_of_its_day(bundled: Analysis, day: date) -> None:
    elements, part = gather(bundled, view="snapshot", on=day), bundled.slice_on(day)

    signed = {(item.source, item.target): 0.0 for item in elements.edges}
    for item in elements.edges:
        signed[item.source, item.target] += float(item.values["signed_weight"])
    least = bundled.settings.tie_threshold
    assert {tuple(sorted(pair)) for pair in part.graph.edges} == set(signed)
    for (a, b), weight in signed.items():
        assert weight == pytest.approx(part.graph[a][b]["weight"], abs=least)
    for line in elements.nodes:
        assert line.values["active"] == (line.id in part.where)
        assert line.values["community"] == bundled.place_name(part.position(line.id))
        borne = bundled.dataset.factions[bundled.borne(line.id, day)]
        assert line.label == borne.name


def test_a_mixed_tie_is_two_edges_and_a_split_is_told_from_a_clash() -> None:
    dataset = make(
        rel("membership", "red", "blue", date="2014/..", source="paper-2016-01-01"),
        rel("battle", "red", "blue", date="2015-12-01"),
        rel("defection", "red", "green", date="2015-12-01"),
        period=PERIOD,
    )
    elements = gather(dataset, view="snapshot", on=date(2016, 1, 1))

    found = {(e.source, e.target, e.kind, e.values["sign"]) for e in elements.edges}
    assert found == {
        ("blue", "red", "alliance", 1),
        ("blue", "red", "clash", -1),
        ("green", "red", "split", -1),
    }


def test_a_line_left_out_of_communities_is_in_no_view_of_ties(bundled: Analysis) -> None:
    excluded = set(bundled.left_out)
    assert excluded

    assert excluded.isdisjoint(item.id for item in gather(bundled, view="ties").nodes)
    named = {item.id: item.values["community"] for item in gather(bundled).nodes}
    assert {named[line] for line in excluded} == {"left out"}


def test_only_what_the_sources_heard_tell_is_written(bundled: Analysis) -> None:
    source = next(iter(bundled.dataset.sources))
    elements = gather(analyze(bundled.dataset, source=(source,)))

    assert {item.values["sources"] for item in elements.edges} == {source}


def test_every_community_has_a_colour_and_who_is_in_none_is_grey(bundled: Analysis) -> None:
    for day in bundled.days[::9]:
        for line in gather(bundled, view="snapshot", on=day).nodes:
            community = str(line.values["community"])
            assert (line.color == GREY) == (community in {"unaligned", "absent"})
