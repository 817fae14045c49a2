from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import PAPER, day, faction, make, rel, tie, word
from hypothesis import given, settings
from randomised import datasets

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.errors import NotFoundError
from idlib_graph.lines import first_days
from idlib_graph.load import bundled_dataset
from idlib_graph.settings import Settings
from idlib_graph.shifts import CommunityId

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset


@pytest.fixture
def defection() -> Analysis:
    return analyze(scenarios.defection())


def test_a_path_is_no_data_set() -> None:
    with pytest.raises(TypeError, match=r"not str; load_dataset\(FOLDER\) or dataset_from_events"):
        analyze("ged.csv")  # type: ignore[arg-type] # what is tried out


def test_slices_are_those_of_the_snapshots(defection: Analysis) -> None:
    assert defection.days == tuple(part.day for part in defection.slices)
    assert defection.days == tuple(day(f"2015-{month:02}-01") for month in range(1, 13))
    assert all(
        part.graph is G
        for part, G in zip(defection.slices, defection.snapshots.graphs, strict=True)
    )


def test_slice_on_the_day_of_a_slice_is_that_slice(defection: Analysis) -> None:
    assert defection.slice_on(day("2015-06-01")) is defection.slices[5]


def test_slice_on_a_day_between_slices_shows_that_day(defection: Analysis) -> None:
    eve, morrow = defection.slice_on(day("2015-06-09")), defection.slice_on(day("2015-06-10"))
    assert defection.place_name(eve.position("grey")) == "Red1 bloc"
    assert defection.place_name(morrow.position("grey")) == "Blue1 bloc"
    assert {c.id for c in eve.communities} == {CommunityId(1), CommunityId(2)}
    assert defection.previous(morrow) is defection.slices[5]


def test_slice_on_a_day_between_slices_is_coupled_to_the_one_before() -> None:
    # on 2 June grey is drawn a little more to the blues, after months with the reds
    places = []
    for coupling in (0.05, 0.0):
        analysis = analyze(scenarios.flicker(), coupling=coupling)
        places.append(analysis.slice_on(day("2015-06-02")).where["grey"])
    assert [place.name for place in places if place] == ["Red1 bloc", "Blue1 bloc"]


def test_community_that_is_new_between_slices_is_that_of_the_next_slice() -> None:
    data = make(
        *scenarios.REDS,
        rel("pledge", "gold", "grey", date="2015-06-10/.."),
        rel("pledge", "green", "grey", date="2015-06-12/.."),
        rel("battle", "blue", "pink", date="2015-06-10/2015-06-12"),
        period=scenarios.YEAR,
    )
    analysis = analyze(data)
    where = analysis.slice_on(day("2015-06-11")).where["grey"]
    assert where is not None
    assert where.members == ("gold", "grey")
    assert where.id == analysis.slices[-1].position("grey") == CommunityId(2)


def test_community_that_is_seen_only_between_slices_has_an_identity_of_its_own() -> None:
    data = make(
        *scenarios.REDS,
        rel("pledge", "gold", "grey", date="2015-06-10/2015-06-12"),
        *scenarios.bloc("blue1", "blue2", date="2015-06-20/.."),
        period=scenarios.YEAR,
    )
    analysis = analyze(data)
    found = analysis.slice_on(day("2015-06-11")).position("grey")
    assert analysis.slices[-1].position("blue1") == CommunityId(2)
    assert found == CommunityId(3)


def test_slice_on_a_day_before_the_first_has_none_before_it(defection: Analysis) -> None:
    part = defection.slice_on(day("2014-06-01"))
    assert {c.name for c in part.communities} == {"Red1 bloc", "Blue1 bloc"}
    assert defection.previous(part) is None


def test_every_slice_but_the_first_has_one_before_it(defection: Analysis) -> None:
    before = [defection.previous(part) for part in defection.slices]
    assert before == [None, *defection.slices[:-1]]


def test_lives_span_from_the_first_slice_to_the_last() -> None:
    analysis = analyze(scenarios.seen_again(3))
    lives = {analysis.names[one]: life for one, life in analysis.lives.items()}
    assert lives == {
        "Red1 bloc": (day("2015-01-01"), day("2015-06-01")),
        "Blue1 bloc": (day("2015-01-01"), day("2015-12-01")),
        "Red2 bloc": (day("2015-10-01"), day("2015-12-01")),
    }


def test_labels_are_those_of_the_day() -> None:
    analysis = analyze(scenarios.rebrand())
    assert analysis.borne("rose", day("2015-06-09")) == "red"
    assert analysis.label("rose", day("2015-06-09")) == "Red"
    assert analysis.label("rose") == analysis.label("rose", short=True) == "Rose"
    assert analysis.place_name("unaligned") == "unaligned"


def test_what_is_left_out_is_said() -> None:
    data = make(
        rel("battle", "red", "rebels", date="2015-03-01"),
        rel("battle", "red", "green", date="2015-03-01"),
        factions=[faction("rebels", type="collective")],
        defaults={"without": ["collective"]},
        period=scenarios.YEAR,
    )
    assert analyze(data).left_out == ("rebels",)
    assert analyze(data, without=()).left_out == ()


def test_whole_data_set_is_kept_beside_what_is_heard() -> None:
    data = scenarios.defection()
    analysis = analyze(data, without_source=(PAPER,))
    assert analysis.dataset is data
    assert PAPER not in analysis.snapshots.dataset.sources
    assert analysis.settings.without_source == (PAPER,)


def test_what_does_not_exist_is_told() -> None:
    with pytest.raises(NotFoundError):
        analyze(scenarios.defection(), source=("gossip",))


def test_lines_stay_fixed_when_the_source_of_a_rename_is_left_out() -> None:
    data = make(
        *scenarios.bloc("red", "grey"),
        *scenarios.bloc("rose", "gold"),
        rel("rebrand", "red", "rose", date="2015-06-10", source="paper-2018"),
        period=scenarios.YEAR,
    )
    analysis = analyze(data, without_source=("paper-2018",))
    assert {part.position("rose") for part in analysis.slices} == {CommunityId(1)}


# how good the answer is


def test_two_equally_good_answers_are_counted() -> None:
    data = make(
        *scenarios.CAMPS,
        *(scenarios.steady("linkage", "grey", name) for name in ("red1", "blue1")),
        period=scenarios.YEAR,
    )
    analysis = analyze(data)
    first, second = analysis.slices[:2]
    assert analysis.proof(first).alternatives == 2
    assert not analysis.proof(first).capped
    assert analysis.proof(second).alternatives == 1  # coupling holds grey where it was
    assert analysis.proof(second).loss == 0


def test_proof_says_the_least_that_any_partition_contradicts() -> None:
    # a triangle of 0.9, 0.9 and -0.5: whoever sits with whom, 0.5 or more is contradicted
    data = make(
        scenarios.steady("pledge", "red", "green"),
        scenarios.steady("pledge", "blue", "green"),
        scenarios.steady("rivalry", "red", "blue"),
        period="2015/2015-02-01",
    )
    analysis = analyze(data)
    assert analysis.proof(analysis.slices[0]).least_disagreement == pytest.approx(0.5)


@settings(max_examples=20)
@given(datasets())
def test_proof_is_consistent_with_what_is_shown(data: Dataset) -> None:
    analysis = analyze(data, Settings(every="P6M"))
    for part in analysis.slices:
        proof = analysis.proof(part)
        assert proof.alternatives >= 1
        assert proof.loss >= 0
        assert proof.least_disagreement <= part.result.disagreement + 1e-9
        assert part.result.proven


@settings(max_examples=20)
@given(datasets())
def test_proofs_of_all_slices_at_once_are_those_one_by_one(data: Dataset) -> None:
    analysis, other = (analyze(data, Settings(every="P6M")) for _ in range(2))
    other.prove_all()
    for part in analysis.slices:
        proof, again = analysis.proof(part), other.proof(part)
        assert again.loss == pytest.approx(proof.loss, abs=1e-9)
        assert replace(again, loss=proof.loss) == proof


def test_key_dates_are_the_days_around_what_happened_and_the_last(defection: Analysis) -> None:
    assert defection.key_dates() == (day("2015-06-01"), day("2015-07-01"), day("2015-12-01"))
    # no day before a shift without the day after it
    assert defection.key_dates(2) == defection.key_dates(1) == (day("2015-12-01"),)


def test_the_newest_evidence_is_that_of_the_last_source_behind_each_tie() -> None:
    old, new = "paper-2014-03-09", "review-2016-03-01"
    analysis = analyze(
        make(
            rel("membership", "red", "rose", date="2014-01-01/..", source=(old, new)),
            rel("membership", "red", "blue", date="2014-01-01/..", source=old),
            rel("rivalry", "blue", "gold", date="2014-01-01/..", source=old),
            rel("rivalry", "blue", "rose", date="2014-01-01/..", evidence=[
                word(old), word(new, "denied")]),
            period="2015-06/2015-07-01",
        )
    )  # fmt: skip
    part = analysis.slices[0]
    edges: list[tuple[str, str, float]] = list(part.graph.edges(data="weight"))
    ties = {frozenset({a, b}): abs(weight) for a, b, weight in edges}
    renewed = ties.pop(frozenset({"red", "rose"}))

    assert analysis.newest_evidence(part) == pytest.approx(
        {"2014-03": sum(ties.values()), "2016-03": renewed}
    )
    assert list(analysis.newest_evidence(part)) == ["2014-03", "2016-03"]


def test_key_dates_pass_over_what_only_faded() -> None:
    analysis = analyze(scenarios.fading())
    assert analysis.shifts
    assert analysis.key_dates() == (analysis.days[-1],)


def test_presence_between_slices_is_that_of_the_day() -> None:
    analysis = analyze(make(rel("battle", "red", "blue", date="2015-03-01"), period="2015/2016"))
    (battle,) = analysis.dataset.relations
    assert analysis.presence_on(day("2015-03-01")) == {battle: 1.0}
    assert analysis.presence_on(day("2015-02-28")) == {battle: 0.0}
    half_life = analysis.presence_on(day("2015-03-01") + timedelta(days=6 * 365.2425 / 12))
    assert half_life[battle] == pytest.approx(0.5, abs=0.002)  # of a battle: six months


@settings(max_examples=20)
@given(datasets())
def test_identities_on_a_day_between_slices_are_those_of_the_slices(data: Dataset) -> None:
    analysis = analyze(data, Settings(every="P6M"))
    for before, after in zip(analysis.slices, analysis.slices[1:], strict=False):
        middle = before.day + (after.day - before.day) / 2
        part = analysis.slice_on(middle)
        assert part.day == middle
        assert set(part.where) == set(part.graph)
        assert len({c.id for c in part.communities}) == len(part.communities)
        assert all(analysis.names.get(c.id, c.name) == c.name for c in part.communities)


# the data set that comes with the package


@lru_cache
def bundled() -> Analysis:
    return analyze(load_dataset(bundled_dataset()))


def test_bundled_chain_of_renames_is_one_node_throughout() -> None:
    names = {"nusra", "jfs", "hts"}
    analysis = bundled()
    assert {analysis.lines.of[name] for name in names} == {"hts"}
    for G in analysis.snapshots.graphs:
        assert not {"nusra", "jfs"} & set(G)
    seen = [G.nodes["hts"]["faction"] for G in analysis.snapshots.graphs if "hts" in G]
    assert list(dict.fromkeys(seen)) == ["nusra", "jfs", "hts"]


def test_bundled_factions_are_in_no_snapshot_before_they_existed() -> None:
    analysis = bundled()
    first = first_days(analysis.dataset, analysis.lines)
    for G in analysis.snapshots.graphs:
        for line in G:
            since = first[line]
            assert since is None or since <= G.graph["date"]


def test_bundled_communities_are_proven_and_without_enemies_among_friends_alone() -> None:
    for part in bundled().slices:
        assert part.result.proven
        for community in part.communities:
            inside = part.graph.subgraph(community.members)
            assert any(weight > 0 for _, _, weight in inside.edges(data="weight", default=0.0))


def test_tie_helper_and_analysis_agree() -> None:
    analysis = analyze(scenarios.defection())
    found = tie(scenarios.defection(), "grey", "blue1", "2015-08-01")
    assert found == analysis.slices[7].graph.edges["grey", "blue1"]


def test_figures_of_many_slices_are_those_of_the_last_one_up_to_the_day(
    defection: Analysis,
) -> None:
    days = defection.days
    assert [defection.column(one) for one in days] == list(range(len(days)))
    assert defection.column(day("2015-06-20")) == days.index(day("2015-06-01"))
    assert defection.column(day("1999-01-01")) == 0
    assert defection.column(day("2099-01-01")) == defection.column() == len(days) - 1
