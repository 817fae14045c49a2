"""Six European powers, 1872 to 1907: camps and frustration as published, from a data set."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import load_dataset

POWERS = Path(__file__).parent / "cases" / "valid" / "european-powers"
# year: frustration with two camps, and with as many as fit best (Antal, Krapivsky & Redner 2006)
PUBLISHED = {1872: (1, 0), 1882: (1, 0), 1890: (1, 0), 1891: (1, 0), 1904: (1, 1), 1907: (0, 0)}
ENTENTE, ALLIANCE = frozenset({"gbr", "fra", "rus"}), frozenset({"auh", "deu", "ita"})


@pytest.fixture(scope="module")
def powers() -> Analysis:
    return analyze(load_dataset(POWERS), objective="disagreement", every="P1Y")


@pytest.mark.parametrize("year", PUBLISHED)
def test_frustration_is_as_published(powers: Analysis, year: int) -> None:
    part = powers.slice_on(date(year, 12, 31))
    found = powers.balance(part).frustration
    two, free = PUBLISHED[year]
    assert (found.two_camps.count, found.free.count) == (two, free)
    assert found.two_camps.weight == pytest.approx(two)
    assert found.free.weight == pytest.approx(free)
    assert found.two_camps.proven
    assert found.free.proven
    # the communities under `disagreement` are those camps: they contradict as little
    assert part.result.proven
    assert part.result.disagreement == pytest.approx(free)
    assert powers.proof(part).least_disagreement == pytest.approx(free)


def test_camps_of_1907_are_the_entente_and_the_triple_alliance(powers: Analysis) -> None:
    part = powers.slice_on(date(1907, 12, 31))
    assert set(part.result.communities) == {ENTENTE, ALLIANCE}
    assert set(powers.balance(part).frustration.two_camps.camps) == {ENTENTE, ALLIANCE}
    assert part.unaligned == ()


def test_every_tie_is_whole_and_of_one_sign(powers: Analysis) -> None:
    for year in PUBLISHED:
        G = powers.slice_on(date(year, 12, 31)).graph
        assert {tie["weight"] for _, _, tie in G.edges(data=True)} <= {1.0, -1.0}
