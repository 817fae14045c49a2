from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import make
from communities.brute import OBJECTIVES
from hypothesis import given, settings
from randomised import datasets

from idlib_graph import (
    Settings,
    find_alternatives,
    least_disagreement,
    load_dataset,
    take_snapshots,
)
from idlib_graph.communities import coupling_loss, standards
from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.communities.standards import Standards, standards_over_time

if TYPE_CHECKING:
    from idlib_graph.model import Dataset
    from idlib_graph.snapshots import SnapshotSeries


def held(series: SnapshotSeries) -> list[Standards]:
    """What each slice is held against, which has to be as the public functions have it."""
    s, answers = series.settings, communities_over_time(series)
    standards = [*standards_over_time(series, answers)]
    earlier = [None, *(found.partition for found in answers[:-1])]
    for G, found, before, one in zip(series.graphs, answers, earlier, standards, strict=True):
        if one.equals is not None:
            assert one.equals == find_alternatives(
                G,
                objective=s.objective,
                resolution=s.resolution,
                previous=before,
                coupling=s.coupling,
            )
        if one.loss is not None:
            assert one.loss == pytest.approx(coupling_loss(G, found), abs=1e-9)
        if one.least is not None:
            assert one.least == least_disagreement(G)
    return standards


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=25)
@given(data=datasets(most=24))
def test_what_is_told_at_once_is_what_is_told_one_by_one(objective: str, data: Dataset) -> None:
    """Random data have few sources and strengths, so that equally good answers come up."""
    whole = replace(data, period=make(period="2013/2018").period)
    held(take_snapshots(whole, settings=Settings(every="P3M", objective=objective, coupling=0.3)))


def test_little_is_left_open_in_the_bundled_data() -> None:
    found = held(take_snapshots(load_dataset()))
    clear = [one for one in found if None not in (one.equals, one.loss, one.least)]
    assert len(clear) > 0.9 * len(found)
    assert max(one.loss or 0.0 for one in clear) > 0.0


def test_what_has_an_equal_is_left_open() -> None:
    data = make(
        *scenarios.CAMPS,
        *(scenarios.steady("linkage", "grey", name) for name in ("red1", "blue1")),
        period=scenarios.YEAR,
    )
    first, second, *_ = held(take_snapshots(data))
    assert first == Standards(None, None, None)
    assert second.equals is not None  # coupling holds grey where it was
    assert (second.loss, second.least) == (None, None)


def test_a_graph_too_large_to_be_clear_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standards, "EXACT_BLOCK", 40)
    monkeypatch.delattr(standards, "answer")
    series = take_snapshots(load_dataset(), settings=Settings(every="P2Y"))
    found = [*standards_over_time(series, communities_over_time(series))]
    assert found == [Standards(None, None, None)] * len(series.days)
