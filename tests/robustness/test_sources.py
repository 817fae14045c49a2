from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from builders import day, make, rel, word
from scenarios import AFTER, ALL, CAMPS, LONG, REDS, YEAR, bloc, rebrand, steady

from idlib_graph.analysis import analyze
from idlib_graph.robustness.sources import hear

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Relation
    from idlib_graph.robustness.sources import WithoutSource

ONE, OTHER = "gazette-2017-02-01", "herald-2017-03-01"


def story(*more: Relation, **fields: Any) -> Analysis:  # noqa: ANN401 - any of a data set
    """Two camps at odds, by the paper, and what is added."""
    return analyze(make(*CAMPS, *more, period=YEAR, **fields))


def without(analysis: Analysis, source: str) -> WithoutSource:
    return next(found for found in analysis.leave_one_out() if found.source == source)


def turns_coat(date: str, source: str, mark: str) -> list[Relation]:
    """Grey leaves the reds and pledges itself to the blues, by one source."""
    return [
        rel("breakaway", "grey", "red1", date=date, source=source, id=f"leaves-{mark}"),
        rel("pledge", "grey", "blue1", date=f"{date}/..", source=source, id=f"joins-{mark}"),
    ]


HELD = rel("pledge", "grey", "red1", date="2014-01-01/..", source="paper-2015-01-01")


@pytest.mark.parametrize("known", [True, False])
def test_what_a_false_source_plants_falls_with_it_and_nothing_else(known: bool) -> None:  # noqa: FBT001 - a parameter
    """Only the gazette has it that grey is with the reds; the paper may know of it as a foe."""
    fact = [steady("rivalry", "grey", "blue1")] if known else []
    analysis = story(rel("membership", "grey", "red1", date=LONG, source=ONE), *fact)
    found = without(analysis, ONE)

    assert found.vanished == ("membership-grey-red1",)
    assert (found.weakened, found.strengthened, found.renames) == ((), (), ())
    (fall,) = found.falls
    assert (fall.line, analysis.names[fall.community]) == ("grey", "Red1 bloc")
    assert (fall.first, fall.last, fall.slices) == (analysis.days[0], analysis.days[-1], 12)
    assert fall.absent == (0 if known else 12)
    assert found.held == pytest.approx(6 / 7)


def test_a_membership_falls_only_in_the_slices_where_it_rests_on_the_source() -> None:
    analysis = story(
        rel("membership", "grey", "red1", date="2014/2015-06-30", source=ONE),
        rel("membership", "grey", "red1", date="2015-05-01/..", source=AFTER, id="later"),
    )
    (fall,) = without(analysis, ONE).falls

    assert (fall.line, fall.first, fall.last) == ("grey", day("2015-01-01"), day("2015-04-01"))


def test_runs_in_two_communities_are_two() -> None:
    analysis = story(HELD, *turns_coat("2015-06-10", ONE, "one"))
    falls = without(analysis, "paper-2015-01-01").falls
    told = [(f.line, analysis.names[f.community], f.slices) for f in falls]

    assert told == [("grey", "Red1 bloc", 6)]
    falls = without(analysis, ONE).falls
    assert [(f.line, f.first) for f in falls] == [("grey", day("2015-07-01"))]


def test_nothing_falls_that_two_sources_tell() -> None:
    both = rel("membership", "grey", "red1", date=LONG, source=(ONE, OTHER), claim="reported")
    analysis = story(both)
    for source in (ONE, OTHER):
        found = without(analysis, source)
        assert (found.held, found.falls, found.vanished) == (1.0, (), ())
        assert found.weakened == ("membership-grey-red1",)  # 0.8 where it was 0.96
    assert without(analysis, AFTER).falls != ()


def test_what_nobody_else_ends_weighs_more() -> None:
    analysis = story(HELD, rel("breakaway", "grey", "red1", date="2015-06", source=ONE))

    assert without(analysis, ONE).strengthened == ("pledge-grey-red1",)
    assert without(analysis, ONE).vanished == ("breakaway-grey-red1",)


def test_others_keep_their_dates_and_everyone_the_slices() -> None:
    """The gazette dates the same membership otherwise; its date counts where it alone speaks."""
    own = word(ONE)
    own = type(own)(own.source, own.paragraphs, own.claim, date=HELD.date)
    relation = rel("membership", "grey", "red1", date="2015-06-10/..", evidence=[word(AFTER), own])
    analysis = story(relation)
    snapshots = hear(analysis.snapshots, [ONE])

    assert snapshots.days == analysis.days
    assert snapshots.dataset.relations[relation.id].date == HELD.date
    kept = hear(analysis.snapshots, [AFTER]).dataset.relations[relation.id]
    assert kept.date == relation.date


@pytest.mark.parametrize("tale", ALL, ids=lambda tale: tale.__name__)
def test_leaving_out_nothing_changes_nothing(tale: object) -> None:
    analysis = analyze(tale())  # type: ignore[operator] # a story makes a data set
    heard = hear(analysis.snapshots, analysis.dataset.sources)

    assert np.array_equal(heard.weights, analysis.snapshots.weights)


def test_without_the_only_source_nothing_is_left() -> None:
    analysis = analyze(make(*REDS, period=YEAR))
    (found,) = analysis.leave_one_out()

    assert found.source == AFTER
    assert found.held == 0.0
    assert set(found.vanished) == set(analysis.dataset.relations)
    assert [(f.line, f.absent) for f in found.falls] == [("red1", 12), ("red2", 12), ("red3", 12)]


def test_only_sources_that_are_heard_are_left_out() -> None:
    data = make(
        *CAMPS,
        rel("membership", "grey", "red1", date=LONG, source=ONE),
        rel("membership", "gold", "red1", date=LONG, source=OTHER),
        period=YEAR,
    )
    analysis = analyze(data, without_source=(OTHER,))

    assert [found.source for found in analysis.leave_one_out()] == [AFTER, ONE]
    assert [fall.line for fall in without(analysis, ONE).falls] == ["grey"]


def test_a_shift_falls_with_the_only_source_that_tells_it() -> None:
    analysis = story(HELD, *turns_coat("2015-06-10", ONE, "one"))
    (fate,) = without(analysis, ONE).shifts

    assert (fate.outcome, fate.since, fate.day, fate.basis) == ("falls", None, None, None)
    assert not fate.loses_event


def test_a_shift_stands_that_two_sources_tell() -> None:
    analysis = story(
        HELD, *turns_coat("2015-06-10", ONE, "one"), *turns_coat("2015-06-20", OTHER, "other")
    )
    for source in (ONE, OTHER):
        (fate,) = without(analysis, source).shifts
        assert (fate.outcome, fate.basis) == ("stands", "news")
        assert (fate.since, fate.day) == (day("2015-06-01"), day("2015-07-01"))


@pytest.mark.parametrize(("date", "outcome"), [("2015-09-10", "stands"), ("2015-10-10", "moves")])
def test_a_shift_moves_where_others_date_it_more_than_three_slices_later(
    date: str, outcome: str
) -> None:
    analysis = story(HELD, *turns_coat("2015-06-10", ONE, "one"), *turns_coat(date, OTHER, "other"))
    (shift,) = analysis.shifts
    (fate,) = without(analysis, ONE).shifts

    assert shift.day == day("2015-07-01")
    assert (fate.outcome, fate.basis) == (outcome, "news")
    assert fate.day == day(date).replace(month=day(date).month + 1, day=1)


def test_a_shift_that_is_still_found_may_be_no_event_any_more() -> None:
    """Grey's tie to the reds fades in the month in which the gazette has it side with the blues."""
    analysis = story(
        rel("cooperation", "grey", "red1", date="2014-12-20"),
        steady("linkage", "grey", "blue1"),
        rel("partnership", "grey", "blue1", date="2015-06-10/..", source=ONE),
    )
    (shift,) = analysis.shifts
    (fate,) = without(analysis, ONE).shifts

    assert shift.is_event
    assert (fate.outcome, fate.basis, fate.loses_event) == ("changes basis", "fading", True)


def test_where_the_company_moves_instead_its_basis_counts() -> None:
    """Grey joins the blues; but for the gazette they came to it and blue1, two slices later."""
    told_later = bloc("blue1", "blue2", date="2015-08-10/..") + bloc(
        "blue1", "blue3", date="2015-08-10/.."
    )
    told_by_one = [
        rel("membership", a, b, date=LONG, source=ONE, id=f"one-{a}-{b}")
        for a, b in (("blue1", "blue2"), ("blue1", "blue3"), ("blue2", "blue3"))
    ]
    foes = [steady("rivalry", name, "red1") for name in ("grey", "blue1", "blue2", "blue3")]
    joins = rel("pledge", "grey", "blue1", date="2015-06-10/..", source=AFTER)
    analysis = analyze(make(*REDS, *foes, *told_by_one, *told_later, joins, period=YEAR))
    (shift,) = analysis.shifts
    (fate,) = without(analysis, ONE).shifts

    assert [move.line for move in shift.moves] == ["grey"]
    assert (fate.since, fate.day) == (day("2015-08-01"), day("2015-09-01"))
    assert (fate.outcome, fate.basis) == ("stands", "news")


def test_a_rename_by_one_source_is_marked_and_its_line_stays() -> None:
    data = make(
        *rebrand().relations.values(),
        rel("succession", "rose", "ruby", date="2015-08-10", source=(ONE, OTHER)),
        rel("rebrand", "gold", "bronze", date="2015-08-10", evidence=[
            word(ONE), word(OTHER, "speculated")  # 0.25 is too little for a line
        ]),
        *bloc("ruby", "bronze"),
        period=YEAR,
    )  # fmt: skip
    analysis = analyze(data)
    found = {w.source: w.renames for w in analysis.leave_one_out()}

    assert found["paper-2016-01-01"] == (("red", "rose"),)
    assert found[ONE] == (("gold", "bronze"),)
    assert found[OTHER] == ()
    for source in found:
        others = [name for name in data.sources if name != source]
        assert hear(analysis.snapshots, others).lines == analysis.lines


def test_progress_is_told_source_by_source() -> None:
    told: list[tuple[int, int]] = []
    analysis = story(rel("membership", "grey", "red1", date=LONG, source=ONE))
    analysis.leave_one_out(progress=lambda done, total: told.append((done, total)))
    analysis.leave_one_out(progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]  # worked out once
