from __future__ import annotations

import pytest
import scenarios
from builders import make, rel

from idlib_graph.analysis import analyze
from idlib_graph.communities.comparison import adjusted_mutual_information
from idlib_graph.communities.definitions import compare_over_time

WEAK_DEAL = [
    *scenarios.REDS,
    *scenarios.BLUES,
    scenarios.steady("linkage", "red1", "blue1", strength=0.4),
]


def test_each_course_is_that_of_an_analysis_under_that_objective() -> None:
    dataset = scenarios.defection()
    found = analyze(dataset).definitions
    assert list(found.answers) == ["potts", "disagreement", "modularity", "cpm"]
    for objective, course in found.answers.items():
        own = analyze(dataset, objective=objective)
        assert course == tuple(part.result for part in own.slices)


def test_agreement_is_the_mean_over_slices() -> None:
    found = analyze(scenarios.merger()).definitions
    courses = list(found.answers.values())
    for i, one in enumerate(courses):
        for j, other in enumerate(courses):
            agreements = [
                adjusted_mutual_information(a.partition, b.partition)
                for a, b in zip(one, other, strict=True)
            ]
            assert found.agreement[i][j] == pytest.approx(sum(agreements) / 12)
    assert found.slices == 12


def test_a_weak_deal_makes_one_camp_of_two_under_disagreement_all_through() -> None:
    found = analyze(make(*WEAK_DEAL, period="2015/2015-12-01")).definitions
    assert {len(answer.communities) for answer in found.answers["potts"]} == {2}
    assert {len(answer.communities) for answer in found.answers["disagreement"]} == {1}
    assert found.agreement[0][1] == 0.0
    assert found.sits == 12


def test_an_objective_without_gamma_sits_nowhere() -> None:
    series = analyze(scenarios.split(), objective="disagreement").snapshots
    assert compare_over_time(series).sits is None
    assert next(iter(compare_over_time(series).answers)) == "disagreement"


def test_a_gamma_at_the_edge_does_not_sit() -> None:
    """The two camps become one where the deal is more than chance expects, and gamma is there."""
    dataset = make(*WEAK_DEAL, period="2015/2015-03-01")
    sweep = analyze(dataset, coupling=0.0).resolution(analyze(dataset).slices[0])
    assert sweep is not None
    edge = sweep.headline.low
    near = analyze(dataset, coupling=0.0, resolution=1.05 * edge).definitions
    far = analyze(dataset, coupling=0.0, resolution=1.2 * edge).definitions
    assert (near.sits, far.sits) == (0, 3)


def test_a_day_between_slices_is_coupled_to_each_objectives_own_slice_before() -> None:
    # an alliance that potts does not keep, but for which disagreement has a past
    analysis = analyze(
        make(
            *WEAK_DEAL,
            rel("rivalry", "red2", "blue2", date="2015-06-10/..", strength=0.42),
            period="2015/2015-12-01",
        )
    )
    for day in (analysis.days[5], analysis.days[5].replace(day=11)):
        part = analysis.slice_on(day)
        side = analysis.objectives(part)
        for answer in side.answers:
            own = analyze(analysis.dataset, objective=answer.objective)
            assert answer == own.slice_on(day).result
        assert analysis.objectives(part) is side
