from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import scenarios
from builders import make, rel
from scenarios import CAMPS, YEAR, steady

from idlib_graph.analysis import analyze
from idlib_graph.titles import shift_title

if TYPE_CHECKING:
    from idlib_graph.model import Dataset


def titled(data: Dataset, *, who: bool = False) -> list[str]:
    analysis = analyze(data)
    return [shift_title(analysis, shift, who=who) for shift in analysis.shifts]


def test_a_title_takes_no_side_on_who_left_whom() -> None:
    """Grey and the reds part, whether the one broke away, or the other, or a pledge ran out."""
    for breaks in ([], [("grey", "red1")], [("red1", "grey")]):
        data = make(
            *CAMPS,
            rel("pledge", "grey", "red1", date="2014-01-01/2015-06-10"),
            steady("rivalry", "grey", "blue1"),
            *(rel("breakaway", a, b, date="2015-06-10") for a, b in breaks),
            period=YEAR,
        )
        assert titled(data) == ["Grey and Red1 bloc part"]


def test_a_switch_names_both_places() -> None:
    assert titled(scenarios.defection()) == ["Grey from Red1 bloc to Blue1 bloc"]


def test_who_made_or_lost_a_community_is_named_where_asked_for() -> None:
    born = make(
        *CAMPS,
        rel("partnership", "grey", "gold", date="2015-06-10/..", source=scenarios.AFTER),
        *(steady("rivalry", name, "blue1") for name in ("grey", "gold")),
        period=YEAR,
    )
    (bare,), (full,) = titled(born), titled(born, who=True)
    assert bare.endswith(" bloc forms")
    assert full == f"{bare}: Gold and Grey"
    (ended,) = titled(scenarios.orphans(), who=True)
    assert ended == "Hub bloc ends: Gold, Grey and 1 more"


def test_names_are_shortened_one_by_one() -> None:
    analysis = analyze(scenarios.defection())
    (shift,) = analysis.shifts
    assert shift_title(analysis, shift, shorten=lambda name: name[:2]) == "Gr from Re to Bl"


def test_who_joins_stands_in_the_number_of_its_name() -> None:
    """One faction joins, unless its name is of many."""
    data = make(
        *CAMPS,
        steady("rivalry", "grey", "red1"),
        rel("pledge", "grey", "blue1", date="2015-06-10/..", source=scenarios.AFTER),
        period=YEAR,
    )
    assert titled(data) == ["Grey joins Blue1 bloc"]
    grey = replace(data.factions["grey"], name="Grey rebels")
    many = replace(data, factions={**data.factions, "grey": grey})
    assert titled(many) == ["Grey rebels join Blue1 bloc"]
