from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from builders import make
from communities.brute import OBJECTIVES
from hypothesis import given, settings
from hypothesis import strategies as st
from randomised import datasets

from idlib_graph import Settings, find_communities, load_dataset, take_snapshots
from idlib_graph.communities import placing
from idlib_graph.communities.over_time import communities_of_each, communities_over_time
from idlib_graph.communities.placing import Question, answer, labels_of_each, labels_over_time
from idlib_graph.robustness.sources import hear

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.communities import Communities
    from idlib_graph.communities.courses import Labels
    from idlib_graph.model import Dataset
    from idlib_graph.snapshots import SnapshotSeries

PERIOD = make(period="2013/2018").period


def snapshots(data: Dataset, **given: Any) -> SnapshotSeries:  # noqa: ANN401 - any setting
    return take_snapshots(replace(data, period=PERIOD), settings=Settings(every="P2M", **given))


def one_by_one(series: SnapshotSeries) -> list[Communities]:
    """Day after day, each by the public function, from the graph of the day."""
    found: list[Communities] = []
    s = series.settings
    for G in series.graphs:
        found.append(
            find_communities(
                G,
                objective=s.objective,
                resolution=s.resolution,
                previous=found[-1].partition if found else None,
                coupling=s.coupling,
                method=s.method,
                node_limit=s.node_limit,
                seed=s.seed,
            )
        )
    return found


def groups(nodes: Sequence[str], labels: Labels) -> set[frozenset[str]]:
    members: dict[int, set[str]] = {}
    for node, label in zip(nodes, labels.tolist(), strict=True):
        if label >= 0:
            members.setdefault(label, set()).add(node)
    return set(map(frozenset, members.values()))


def companies(series: SnapshotSeries, labels: Labels) -> list[set[frozenset[str]]]:
    return [groups(series.nodes, row) for row in labels]


def partitions(found: Iterable[Communities]) -> list[set[frozenset[str]]]:
    return [set(one.partition) for one in found]


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=25)
@given(data=datasets(most=24))
def test_all_days_at_once_are_what_they_are_one_after_another(
    objective: str, data: Dataset
) -> None:
    """Random data have few sources and strengths, so that equally good answers come up."""
    series = snapshots(data, objective=objective)
    expected = one_by_one(series)
    assert list(communities_over_time(series)) == expected
    assert companies(series, labels_over_time(series)) == partitions(expected)


@pytest.mark.parametrize("coupling", [0.0, 0.4])
@settings(max_examples=25)
@given(data=datasets(most=24), seed=st.integers(0, 99))
def test_a_wrong_guess_changes_nothing(coupling: float, data: Dataset, seed: int) -> None:
    series = snapshots(data, coupling=coupling)
    own = labels_over_time(series)
    wrong = np.random.default_rng(seed).integers(-1, 4, own.shape)
    (found,) = labels_of_each([series], [wrong])
    assert companies(series, found) == companies(series, own) == partitions(one_by_one(series))


@settings(max_examples=25)
@given(data=datasets(most=24))
def test_series_of_other_lines_settings_and_objectives_do_not_mix(data: Dataset) -> None:
    whole = snapshots(data)
    several = [
        whole,
        *(hear(whole, [source]) for source in whole.dataset.sources),
        hear(whole, []),  # nobody
        replace(whole, settings=replace(whole.settings, resolution=0.5, coupling=0.3)),
        *(replace(whole, settings=replace(whole.settings, objective=o)) for o in OBJECTIVES),
        replace(whole, settings=replace(whole.settings, method="heuristic")),
    ]
    found = labels_of_each(several)
    for series, labels in zip(several, found, strict=True):
        assert companies(series, labels) == partitions(one_by_one(series))


def test_many_series_come_in_as_many_runs_as_memory_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    series = take_snapshots(load_dataset(), settings=Settings(every="P1Y"))
    monkeypatch.setattr(placing, "AT_ONCE", 2 * len(series.days) * len(series.nodes) ** 2)
    runs = [*placing.fitting((number, series) for number in range(5))]
    assert [numbers for numbers, _ in runs] == [[0, 1, 2], [3, 4]]
    assert [len(some) for _, some in runs] == [3, 2]


@settings(max_examples=25)
@given(data=datasets(most=24), seed=st.integers(0, 99))
def test_cases_are_days_with_other_weights(data: Dataset, seed: int) -> None:
    series = snapshots(data)
    random = np.random.default_rng(seed)
    labels = labels_over_time(series)
    columns = random.integers(1, len(series.days), 6)
    weights = series.weights[:, columns] * random.choice([0.0, 1.0], (len(series.weights), 6))
    asked = random.random((6, len(series.nodes))) < 0.3
    before = labels[columns - 1]
    everybody = np.ones_like(asked)
    whole, few = answer(
        [Question(series, weights, before, everybody), Question(series, weights, before, asked)]
    )
    for case, column in enumerate(columns.tolist()):
        G = series.graph(weights[:, case], series.days[column])
        expected = find_communities(G, previous=groups(series.nodes, before[case]))
        assert groups(series.nodes, whole[case]) == set(expected.partition)
        for node in np.flatnonzero(asked[case]).tolist():
            same = whole[case] == whole[case][node]
            assert (few[case] == few[case][node]).tolist() == same.tolist()


def test_the_bundled_data_are_told_the_same_by_each_objective() -> None:
    whole = take_snapshots(load_dataset())
    several = [
        replace(whole, settings=replace(whole.settings, objective=objective))
        for objective in OBJECTIVES
    ]
    found = communities_of_each(several)
    assert [list(course) for course in found] == [one_by_one(series) for series in several]
