from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from builders import day, make, rel
from scenarios import AFTER, CAMPS, LONG, YEAR, defection, steady

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.dates import parse_date
from idlib_graph.robustness.conclusions import Headline
from idlib_graph.robustness.support import SourceSets, Sufficient, find_sufficient

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Relation

ONE, OTHER, THIRD = "gazette-2017-02-01", "herald-2017-03-01", "times-2017-04-01"


def story(*relations: Relation) -> Analysis:
    return analyze(make(*relations, period=YEAR))


def told(source: str, a: str, b: str, kind: str = "membership") -> Relation:
    """A state that holds all through, by one source."""
    return rel(kind, a, b, date=LONG, source=source, id=f"{source}-{a}-{b}")


def suffices(analysis: Analysis, line: str, sets: SourceSets | None = None) -> Sufficient:
    supports = (sets or analysis.sufficient_sources()).memberships()
    return next(item.sufficient for item in supports if item.line == line)


def headline(analysis: Analysis) -> Headline:
    return Headline(analysis.snapshots, analysis.slices, analysis.shifts)


def test_two_sources_that_both_suffice_are_two_sets() -> None:
    analysis = story(told(ONE, "grey", "red"), told(OTHER, "grey", "red"))

    assert suffices(analysis, "grey") == Sufficient(((ONE,), (OTHER,)))


def test_what_needs_two_sources_has_one_set_of_two() -> None:
    """Grey has two fellows, and each source knows of one."""
    analysis = story(
        told(ONE, "grey", "red"), told(OTHER, "grey", "gold"), told(THIRD, "blue", "black")
    )

    assert suffices(analysis, "grey") == Sufficient(((ONE, OTHER),))
    assert suffices(analysis, "blue") == Sufficient(((THIRD,),))


def test_sources_that_never_speak_of_most_fellows_do_not_suffice() -> None:
    """The gazette knows of two of the four; but without the herald nobody leaves anybody."""
    analysis = story(told(ONE, "red", "grey"), *(told(OTHER, "red", x) for x in ("gold", "blue")))
    falls = {w.source: [f.line for f in w.falls] for w in analysis.leave_one_out()}

    assert "red" not in falls[OTHER]
    assert (ONE,) not in suffices(analysis, "red").sets
    assert suffices(analysis, "red").sets == ((OTHER,),)


def test_more_sources_can_undo_what_fewer_say() -> None:
    """The gazette and the times each join grey to red; the herald has them foes."""
    analysis = story(
        told(ONE, "grey", "red"),
        told(OTHER, "grey", "red", "siege"),
        told(THIRD, "grey", "red", "arm"),
    )
    sets = analysis.sufficient_sources()
    column = analysis.snapshots.nodes.index("grey")

    assert suffices(analysis, "grey").sets == ((ONE,), (THIRD,))
    assert not sets.outcome([ONE, OTHER]).memberships[-1, column]
    assert sets.outcome([ONE, OTHER, THIRD]).memberships[-1, column]


def test_nobody_heard_nothing_said() -> None:
    nothing = story(*CAMPS).sufficient_sources().outcome([])

    assert not nothing.memberships.any()


def test_what_suffices_for_a_shift_is_who_tells_of_both_companies() -> None:
    """One paper has grey with the reds, another the camps and grey's pledge to the blues.

    That grey broke with the reds (a third) is not needed: its tie to them is the weaker by then.
    """
    (support,) = analyze(defection()).sufficient_sources().shifts()

    assert support.shift.is_event
    assert support.sufficient.sets == ((AFTER, "paper-2015-01-01"),)


def test_a_shift_found_far_from_its_day_is_not_that_shift() -> None:
    joins = [
        rel("membership", "grey", "red", date=f"{date}/..", source=source, id=source)
        for source, date in ((ONE, "2015-03-10"), (OTHER, "2015-09-10"))
    ]
    analysis = story(*joins, steady("rivalry", "grey", "blue"), steady("linkage", "red", "gold"))
    (support,) = analysis.sufficient_sources().shifts()

    assert support.shift.day == day("2015-04-01")
    assert support.sufficient.sets == ((ONE,),)


def test_a_day_between_slices_is_that_of_the_slice_before() -> None:
    analysis = story(rel("membership", "grey", "red", date="2014/2015-03-20", source=ONE))
    sets = analysis.sufficient_sources()

    assert sets.day() == day("2015-12-01")
    assert sets.day(day("2015-03-10")) == day("2015-03-01")
    assert sets.day(day("2010-01-01")) == day("2015-01-01")
    assert [item.day for item in sets.memberships(day("2015-03-10"))] == [day("2015-03-01")] * 2
    assert sets.memberships() == ()


def many(number: int) -> Analysis:
    """Red sits with one more by each source, so that it takes more than half of them."""
    return story(*(told(f"s{n}-2017-01-0{n}", "red", f"x{n}") for n in range(1, number + 1)))


def test_every_set_is_minimal_and_none_is_missing() -> None:
    analysis = many(5)
    found = suffices(analysis, "red")
    names = list(analysis.dataset.sources)

    assert found.minimal
    assert found.complete
    assert set(found.sets) == set(combinations(names, 3))  # 3 of 5 is more than half


def test_a_capped_search_says_so_and_gives_a_set_without_what_can_be_spared() -> None:
    analysis = many(5)
    told: list[tuple[int, int]] = []
    sets = find_sufficient(
        headline(analysis), most=15, progress=lambda done, total: told.append((done, total))
    )
    names = tuple(analysis.dataset.sources)

    assert (sets.size, sets.complete) == (2, False)
    assert told == [(n, 15) for n in range(1, 16)]
    assert suffices(analysis, "red", sets) == Sufficient(
        (names[:3],), minimal=False, complete=False
    )


def test_single_sources_are_heard_whatever_the_cap() -> None:
    assert find_sufficient(headline(many(5)), most=1).size == 1


def test_that_zinki_left_hts_rests_on_one_article() -> None:
    data = replace(load_dataset(), period=parse_date("2018-02/2018-05"))
    analysis = analyze(data)
    (index,) = [
        i
        for i, shift in enumerate(analysis.shifts)
        if "zinki" in {move.line for move in shift.moves}
    ]
    sets = SourceSets(headline(analysis), size=1)
    others = [source for source in sets.sources if source != "al-bawaba-2018"]

    assert analysis.shifts[index].is_event
    assert sets.outcome(["al-bawaba-2018"]).shifts[index]
    assert not sets.outcome(others).shifts[index]
