from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import day, faction, make, rel, word
from hypothesis import given
from hypothesis import strategies as st
from randomised import DAYS, datasets
from strategies import edtf_texts

from idlib_graph.dates import parse_date
from idlib_graph.robustness.drawing import Lottery, draw_day, draw_span
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Evidence

CHANCES = st.floats(0, 1, exclude_max=True)
ONE, TWO = "paper-2016-01-01", "note-2016-02-01"


# days


def test_every_day_of_a_box_is_as_likely_as_the_other() -> None:
    box = parse_date("2015-02")
    days = Counter(draw_day(box, (i + 0.5) / 2800).begin for i in range(2800))
    assert set(days.values()) == {100}
    assert (min(days), max(days)) == (day("2015-02-01"), day("2015-02-28"))  # type: ignore[type-var] # no day is None


def test_an_interval_is_drawn_on_both_sides() -> None:
    drawn = draw_span(parse_date("2015-01/2016-03"), 0.5, 0.999)
    assert (drawn.begin, drawn.latest) == (day("2015-01-16"), day("2016-03-31"))
    assert drawn.interval


def test_a_state_with_one_date_holds_between_two_days_of_its_box() -> None:
    drawn = draw_span(parse_date("2015-04"), 0.9, 0.1)
    assert (drawn.earliest, drawn.latest) == (day("2015-04-04"), day("2015-04-28"))
    assert not drawn.interval


@pytest.mark.parametrize("text", ["../2014", "[..2014]", "../[..2014-03]"])
def test_an_open_side_stays_open(text: str) -> None:
    drawn = draw_span(parse_date(text), 0.0, 0.0)
    assert drawn.earliest is None
    assert draw_day(parse_date("[..2014]"), 0.3) == parse_date("[..2014]")


def test_what_goes_on_goes_on() -> None:
    drawn = draw_span(parse_date("2014/.."), 0.0, 0.7)
    assert (drawn.begin, drawn.latest, drawn.ongoing) == (day("2014-01-01"), None, True)


@given(edtf_texts, CHANCES, CHANCES)
def test_drawn_days_lie_in_their_boxes_and_in_order(text: str, one: float, other: float) -> None:
    box = parse_date(text)
    drawn = draw_span(box, one, other)
    sides = [(box.start, drawn.start.earliest), (box.end, drawn.end.latest)]
    for bounds, found in sides:
        if found:
            assert bounds.earliest is None or bounds.earliest <= found
            assert bounds.latest is None or found <= bounds.latest
    if drawn.earliest and drawn.latest:
        assert drawn.earliest <= drawn.latest


# words


def share(data: Dataset, *relations: str, draws: int = 2000) -> float:
    """In how many draws all of `relations` are believed."""
    lottery = Lottery(data)
    return sum(set(relations) <= lottery.draw(n).relations.keys() for n in range(draws)) / draws


def near(expected: float, draws: int = 2000) -> object:
    """Within four standard errors: one test in 16,000 fails by chance, and none by another seed."""
    return pytest.approx(expected, abs=4 * float(np.sqrt(expected * (1 - expected) / draws)) + 1e-9)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((word(ONE, "alleged"),), 0.5 * 0.75),  # allegation, source of grade C
        ((word(ONE, "alleged"), word(TWO)), 1 - (1 - 0.375) * (1 - 0.75)),
        ((word(ONE, "alleged", via="agency"), word(TWO, via="agency")), 0.75),  # a reprint
        ((word(ONE, "denied"),), 0.0),
        ((word(ONE, "expected"), word(TWO, "speculated")), 0.25 * 0.75),
    ],
)
def test_a_relation_is_drawn_as_often_as_it_is_credible(
    evidence: tuple[Evidence, ...], expected: float
) -> None:
    data = make(
        rel("battle", "red", "green", evidence=evidence),
        reliability={ONE: "C", TWO: "C"},
    )
    (relation,) = data.relations.values()
    assert data.credibility(relation) == pytest.approx(expected)
    assert share(data, relation.id) == near(expected)


def test_who_does_not_believe_the_accusation_does_not_believe_what_is_alleged() -> None:
    data = make(
        rel("accusation", "red", "green", event="charge", id="charge"),
        rel("linkage", "green", "blue", event="charge", claim="alleged", id="content"),
        reliability={ONE: "C"},
    )
    assert share(data, "charge") == near(0.75)
    assert share(data, "content") == near(0.375)
    assert share(data, "content", "charge") == share(data, "content")  # never without


def test_two_things_that_one_source_tells_are_drawn_on_their_own() -> None:
    data = make(
        rel("linkage", "red", "green", claim="alleged", id="one"),
        rel("linkage", "green", "blue", claim="alleged", id="other"),
    )
    assert share(data, "one", "other") == near(0.25)


def test_what_is_believed_is_believed_in_full() -> None:
    data = make(rel("linkage", "red", "green", claim="alleged"), reliability={ONE: "E"})
    drawn = next(d for n in range(100) if (d := Lottery(data).draw(n)).relations)
    (relation,) = drawn.relations.values()
    assert drawn.credibility(relation) == 1.0
    assert drawn.strength(relation) == 0.4


def test_one_event_has_one_day() -> None:
    data = make(
        rel("breakaway", "red", "green", date="2015", event="quarrel", id="one"),
        rel("pledge", "red", "blue", date="2015/..", event="quarrel", id="two"),
        rel("battle", "red", "green", date="2015", id="three"),
    )
    drawn = [Lottery(data).draw(n).relations for n in range(20)]
    begun = [{k: r.date.begin for k, r in d.items() if r.date} for d in drawn]
    assert all(days["one"] == days["two"] for days in begun)
    assert any(days["one"] != days["three"] for days in begun)


def begun(data: Dataset) -> set[str]:
    """The days on which the only relation begins in 50 draws."""
    drawn = [Lottery(data).draw(n) for n in range(50)]
    return {str(r.date.begin) for d in drawn for r in d.relations.values() if r.date}


def test_the_word_that_is_believed_gives_the_date() -> None:
    early = replace(word(ONE, "alleged"), date=parse_date("2013-05-01"))

    def battle(*evidence: Evidence) -> Dataset:
        return make(rel("battle", "red", "green", date="2015-05-01", evidence=evidence))

    # the second word is always believed, and has no date of its own
    assert begun(battle(early, word(TWO))) == {"2015-05-01"}
    assert begun(battle(early, word(TWO, "denied"))) == {"2013-05-01"}


def test_sources_and_factions_with_coarse_dates_are_drawn() -> None:
    data = make(
        rel("linkage", "red", "green", source="paper-2016-03"),
        factions=[faction("red", active="2014/2015")],
    )
    drawn = [Lottery(data).draw(n) for n in range(40)]
    published = {d.sources["paper-2016-03"].published.begin for d in drawn}
    assert len(published) > 10
    lives = [d.factions["red"].active for d in drawn]
    assert all(life and life.earliest and life.earliest.year == 2014 for life in lives)
    assert len({life.latest for life in lives if life}) > 10


# draws


def test_a_draw_is_the_same_whatever_else_is_drawn() -> None:
    data = make(
        *(rel("linkage", a, b, claim="alleged", date="2015") for a, b in product("ab", "cd"))
    )
    lottery = Lottery(data, seed=7)
    later_first = [lottery.draw(3), lottery.draw(0)]
    assert later_first == [Lottery(data, seed=7).draw(n) for n in (3, 0)]
    assert [Lottery(data, seed=8).draw(n) for n in range(5)] != [lottery.draw(n) for n in range(5)]


def test_a_record_more_moves_no_other() -> None:
    one = rel("linkage", "red", "green", claim="alleged", date="2015", id="one")
    other = rel("battle", "red", "blue", claim="alleged", date="2015", id="other")
    alone, both = Lottery(make(one)), Lottery(make(other, one))
    for n in range(20):
        assert alone.draw(n).relations.get("one") == both.draw(n).relations.get("one")


def test_a_state_ends_on_the_day_that_ends_it() -> None:
    data = make(
        rel("membership", "red", "green", date="2013/2015-06", event="quarrel", id="state"),
        rel("breakaway", "red", "green", date="2015-06", event="quarrel", id="end"),
    )
    drawn = [Lottery(data).draw(n).relations for n in range(20)]
    ends = {(d["state"].date.latest, d["end"].date.begin) for d in drawn}  # type: ignore[union-attr] # both are dated
    assert len(ends) > 5
    assert all(last == day for last, day in ends)


@given(datasets(), st.integers(0, 5))
def test_a_draw_is_a_data_set_that_can_be_analysed(data: Dataset, number: int) -> None:
    drawn = Lottery(data).draw(number)
    assert drawn.relations.keys() <= data.relations.keys()
    for relation in drawn.relations.values():
        assert drawn.credibility(relation) == 1.0
    ties = take_snapshots(drawn, DAYS).tie_weights(take_snapshots(drawn, DAYS).weights)
    assert all(((side >= 0) & (side <= 1)).all() for side in ties)
