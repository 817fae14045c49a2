from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import day, faction, make, rel, word
from hypothesis import given, settings
from randomised import datasets
from scenarios import AFTER, CAMPS, YEAR, steady

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.ledger import BOTH, COMPUTED, REPORTED, UNDATED, VERDICTS, reported_events
from idlib_graph.lines import trace_lines

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.model import Dataset, Relation


def reported(*relations: Relation) -> list[list[tuple[str, str]]]:
    """Each reported event as its relations with what is reported of them."""
    data = make(*relations)
    events = reported_events(data, trace_lines(data))
    return [[(one.relation, one.what) for one in event.occurrences] for event in events]


def only(analysis: Analysis) -> LedgerEntry:
    """The entry that does not lie outside of the slices, as what holds all through does."""
    (entry,) = (e for e in analysis.ledger if not (e.standing and e.standing.day is None))
    return entry


# what is a reported event


def test_happenings_of_alliances_and_splits_are_events_and_clashes_are_not() -> None:
    truce, left = rel("truce", "a", "b", date="2015"), rel("breakaway", "c", "d", date="2015")
    fights = [rel("battle", "a", "c", date="2015"), rel("siege", "b", "d", date="2015-03/..")]
    assert reported(truce, left, *fights) == [
        [("truce-a-b", "happened")],
        [("breakaway-c-d", "happened")],
    ]


def test_what_no_source_affirms_is_no_event() -> None:
    assert reported(
        rel("truce", "a", "b", date="2015", claim="expected"),
        rel("truce", "a", "c", date="2015", claim="denied"),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2015-03/2015-07", ["began", "ended"]),
        ("2015-03/..", ["began"]),
        ("[..2015-03]/..", ["began"]),
        ("../2015-07", ["ended"]),
        ("2015-03/[..2015-07]", ["began", "ended"]),
        # that it ended some day before tells of no event, nor does one day on which it held
        ("../[..2015-07]", []),
        ("2015-03", []),
        (None, []),
    ],
)
def test_a_state_is_an_event_where_its_beginning_or_end_is_dated(
    date: str | None, told: list[str]
) -> None:
    events = reported(rel("membership", "a", "b", date=date))
    assert [what for event in events for _, what in event] == told
    assert len(events) == len(told)


def test_relations_that_share_an_event_are_one_named_after_the_strongest() -> None:
    assert reported(
        rel("breakaway", "a", "b", date="2015-06", event="making"),
        rel("truce", "x", "y", date="2015-06"),
        rel("founding", "a", "c", date="2015-06", event="making"),
    ) == [
        [("founding-a-c", "happened"), ("breakaway-a-b", "happened")],
        [("truce-x-y", "happened")],
    ]  # fmt: skip


def test_a_state_is_told_with_what_began_and_what_ended_it() -> None:
    assert reported(
        rel("founding", "a", "b", date="2015-03"),
        rel("membership", "a", "b", date="2015-03/2015-07"),
        rel("breakaway", "a", "b", date="2015-07"),
        rel("pledge", "x", "y", date="2015-03/2015-07"),
    ) == [
        [("founding-a-b", "happened"), ("membership-a-b", "began")],
        [("breakaway-a-b", "happened"), ("membership-a-b", "ended")],
        [("pledge-x-y", "began")],
        [("pledge-x-y", "ended")],
    ]  # fmt: skip


def test_a_happening_of_another_time_or_type_did_not_bring_a_state_about() -> None:
    assert len(reported(
        rel("membership", "a", "b", date="../2015-07"),
        rel("breakaway", "a", "b", date="2014-07"),
        rel("withdrawal", "a", "b", date="2015-07"),  # ends support, by the codebook
    )) == 3  # fmt: skip


def test_a_rename_is_an_event_and_ties_within_one_line_are_not() -> None:
    assert reported(
        rel("rebrand", "red", "rose", date="2015-06"),
        rel("membership", "red", "rose", date="2015-06/.."),
        rel("cooperation", "red", "rose", date="2015-06"),
    ) == [[("rebrand-red-rose", "happened")]]  # fmt: skip


# reported and computed


def test_a_defection_is_reported_and_computed() -> None:
    (entry,) = [e for e in analyze(scenarios.defection()).ledger if e.shift]
    assert entry.verdict == BOTH
    assert [event.relations for event in entry.reported] == [
        ("breakaway-grey-red1",),
        ("pledge-grey-blue1",),
    ]
    assert entry.dated is not None
    assert entry.dated.text == "2015-06-10"
    assert set(entry.sources) == {AFTER, "paper-2015-01-01", "paper-2016-01-01"}


@pytest.mark.parametrize("story", [scenarios.merger(), scenarios.split()])
def test_a_merger_and_a_split_are_reported_and_computed(story: Dataset) -> None:
    (entry,) = [e for e in analyze(story).ledger if e.shift]
    assert (entry.verdict, len(entry.reported)) == (BOTH, 4)


@pytest.mark.parametrize(
    ("date", "matched"),
    [
        ("2015-06-20", True),
        ("2015-04/2015-06", True),
        # the shift falls after 1 June and up to 1 July; a slice around it may be
        ("2015-05", True),
        ("2015-05-01", False),
        ("2015-05-02", True),
        ("2015-08-01", True),
        ("2015-08-02", False),
        ("2015-04", False),
        ("2015", True),
        # of a date that is open to one side the known side counts
        ("[..2015-06-20]", True),
        ("[..2015-12]", False),
        (None, False),
    ],
)
def test_a_deal_is_matched_within_its_date_and_one_slice_around(
    date: str | None, *, matched: bool
) -> None:
    deal = rel("aid", "grey", "blue1", date=date, strength=0.001)
    analysis = analyze(scenarios.fading(deal), coupling=0.05)
    (shift,) = analysis.shifts
    assert (shift.day, shift.basis) == (day("2015-07-01"), "fading")
    assert "aid-grey-blue1" not in shift.cause
    assert (analysis.ledger_by_shift[shift].verdict == BOTH) is matched
    alone = [entry for entry in analysis.ledger if not entry.shift]
    assert [entry.verdict for entry in alone if "aid-grey-blue1" in entry.relations] == (
        [] if matched else [UNDATED if date is None else REPORTED]
    )


def test_a_move_in_the_other_direction_bears_nothing_out() -> None:
    said = rel("defection", "grey", "blue1", date="2015-06-20", strength=0.001)
    found = {e.relations: e.verdict for e in analyze(scenarios.fading(said), coupling=0.05).ledger}
    assert found["defection-grey-blue1",] == REPORTED
    assert found[()] == COMPUTED


def test_an_event_is_borne_out_once_and_by_its_own_cause_first() -> None:
    """Grey goes over to the blues in spring, comes back, and goes again in autumn."""
    data = make(
        *CAMPS,
        steady("linkage", "grey", "red1"),
        rel("cooperation", "grey", "blue1", date="2015-03-20", strength=0.45, id="spring"),
        rel("cooperation", "grey", "blue1", date="[2015-03..2016-02]", strength=0.45, id="autumn"),
        rel("aid", "grey", "blue1", date="2015", strength=0.001, id="some-day"),
        period=YEAR,
    )
    analysis = analyze(data, coupling=0.0)
    there, back, again = (analysis.ledger_by_shift[s] for s in analysis.shifts)
    assert there.day == day("2015-04-01") < day("2015-09-01") == again.day
    # the report of autumn allows spring as well, but it is the news of September
    assert there.relations == ("spring", "some-day")
    assert again.relations == ("autumn",)
    assert back.verdict == COMPUTED


# computed only


@pytest.mark.parametrize("story", [scenarios.fading(), scenarios.presumed()])
def test_what_fades_or_is_presumed_is_computed_only(story: Dataset) -> None:
    (entry,) = [e for e in analyze(story, coupling=0.05).ledger if e.shift]
    assert (entry.verdict, entry.reported, entry.dated, entry.told) == (COMPUTED, (), None, False)


def test_news_of_others_does_not_report_who_moved() -> None:
    analysis = analyze(scenarios.far_away())
    (shift,) = analysis.shifts
    assert shift.is_event
    assert analysis.ledger_by_shift[shift].verdict == COMPUTED
    alone = [e for e in analysis.ledger if "membership-blue2-blue3" in e.relations]
    assert [e.verdict for e in alone] == [REPORTED]


def test_a_clash_that_moves_somebody_is_no_report_of_the_move() -> None:
    data = make(
        *CAMPS,
        rel("partnership", "grey", "red1", date="2014/..", source=AFTER),
        steady("linkage", "grey", "blue1"),
        rel("battle", "grey", "red1", date="2015-06-10"),
        period=YEAR,
    )
    (entry,) = [e for e in analyze(data).ledger if e.shift]
    assert entry.shift is not None
    assert (entry.shift.basis, entry.verdict, entry.told) == ("news", COMPUTED, True)


# reported only


def test_a_reported_split_may_change_nothing() -> None:
    doubtful = rel("breakaway", "red1", "red2", date="2015-06-10", source="gossip-2016-01-01")
    data = make(*CAMPS, doubtful, period=YEAR, reliability={"gossip-2016-01-01": "E"})
    analysis = analyze(data)
    assert analysis.shifts == ()
    entry = only(analysis)
    assert (entry.verdict, entry.relations) == (REPORTED, ("breakaway-red1-red2",))
    assert entry.standing is not None
    assert (entry.standing.before, entry.standing.after) == ("together", "together")
    assert (entry.since, entry.day) == (day("2015-06-01"), day("2015-07-01"))


def test_a_deal_between_camps_may_leave_them_apart() -> None:
    truce = rel("truce", "red1", "blue1", date="2015-06-10", strength=0.06)
    entry = only(analyze(make(*CAMPS, truce, period=YEAR)))
    assert entry.standing is not None
    assert (entry.verdict, entry.standing.before, entry.standing.after) == (
        REPORTED, "apart", "apart",
    )  # fmt: skip


def test_a_rename_is_reported_and_moves_nobody() -> None:
    entry = only(analyze(scenarios.rebrand()))
    assert (entry.verdict, entry.relations) == (REPORTED, ("rebrand-red-rose",))
    assert entry.standing is not None
    assert (entry.standing.before, entry.standing.after) == ("one line", "one line")


def test_who_first_appears_in_company_has_not_moved() -> None:
    joins = rel("pledge", "grey", "red1", date="2015-06-10/..", source=AFTER)
    entry = only(analyze(make(*CAMPS, joins, period=YEAR)))
    assert entry.standing is not None
    assert (entry.verdict, entry.standing.before, entry.standing.after) == (
        REPORTED, "absent", "together",
    )  # fmt: skip


def test_who_takes_no_part_by_its_type_cannot_be_seen_to_move() -> None:
    data = make(
        *CAMPS,
        rel("truce", "red1", "crowd", date="2015-06-10"),
        factions=[faction("crowd", type="collective")],
        period=YEAR,
    )
    entry = only(analyze(data, without=("collective",)))
    assert entry.standing is not None
    assert (entry.verdict, entry.standing.before) == (REPORTED, "left out")


def test_what_lies_outside_of_the_slices_stands_under_its_own_day() -> None:
    aid = rel("aid", "red1", "red2", date="2012-04-02")
    ledger = analyze(make(*CAMPS, aid, period=YEAR)).ledger
    (entry,) = (e for e in ledger if e.relations == ("aid-red1-red2",))
    assert entry.standing is not None
    assert entry.standing.before == "outside"
    assert (entry.since, entry.day, entry.on) == (None, None, day("2012-04-02"))


def test_what_has_no_date_stands_at_the_end() -> None:
    undated = rel("offshoot", "red3", "blue3")
    dated = rel("aid", "red1", "red2", date="2015-06-10")
    ledger = analyze(make(*CAMPS, undated, dated, period=YEAR)).ledger
    assert [entry.relations[0] for entry in ledger][-2:] == ["aid-red1-red2", "offshoot-red3-blue3"]
    assert [entry.verdict for entry in ledger][-2:] == [REPORTED, UNDATED]
    assert (ledger[-1].on, ledger[-1].at, ledger[-1].told) == (None, None, False)


# the Idlib data


@pytest.fixture(scope="module")
def idlib() -> Analysis:
    return analyze(load_dataset())


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        ("zinki-leaves-hts", BOTH),
        ("loyalists-leave-hts", BOTH),
        ("united-states-ends-fsa-programme", BOTH),
        ("nusra-is-split-2013", BOTH),
        ("hts-huras-al-din-reconcile", REPORTED),
        ("jfs-succeeded-by-hts", REPORTED),
        ("government-rebels-ceasefire", REPORTED),
        ("jund-from-is", UNDATED),
    ],
)
def test_reported_events_of_idlib_have_the_verdict_read_in_the_articles(
    idlib: Analysis, relation: str, verdict: str
) -> None:
    assert {e.verdict for e in idlib.ledger if relation in e.relations} == {verdict}


def test_every_event_of_idlib_has_its_slice(idlib: Analysis) -> None:
    (founding,) = [e for e in idlib.ledger if "zinki-founds-jts" in e.relations]
    assert {"ahrar-leaves-hts", "zinki-leaves-hts", "ahrar-in-hts"} <= set(founding.relations)
    assert (founding.since, founding.day) == (day("2018-02-01"), day("2018-03-01"))
    assert founding.dated is not None
    assert founding.dated.text == "2018-02"


# what holds for every data set


@settings(max_examples=25)
@given(datasets(most=12))
def test_the_ledger_has_each_shift_and_each_reported_event(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P2M")
    ledger = analysis.ledger
    assert [e.shift for e in ledger if e.shift] == sorted(
        (e.shift for e in ledger if e.shift), key=lambda s: s.day
    )
    assert sorted(map(str, (e.shift for e in ledger if e.shift))) == sorted(
        map(str, analysis.shifts)
    )
    wanted = reported_events(analysis.snapshots.dataset, analysis.lines)
    assert {event for entry in ledger for event in entry.reported} == set(wanted)
    alone = [event for entry in ledger if not entry.shift for event in entry.reported]
    borne_out = {event for entry in ledger if entry.shift for event in entry.reported}
    assert len(alone) == len(set(alone))
    assert not borne_out & set(alone)
    for entry in ledger:
        assert entry.verdict in VERDICTS
        assert (entry.verdict in {BOTH, COMPUTED}) == (entry.shift is not None)
        assert (entry.verdict == COMPUTED) == (not entry.reported)
        assert (entry.verdict == UNDATED) == (entry.on is None)
    days = [entry.on for entry in ledger if entry.on]
    assert days == sorted(days)


@settings(max_examples=25)
@given(datasets(most=12))
def test_whoever_bears_out_an_event_is_named_in_it_and_ends_as_it_says(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P2M")
    for shift, entry in analysis.ledger_by_shift.items():
        part = next(part for part in analysis.slices if part.day == shift.day)
        movers = {move.line for move in shift.moves}
        for event in entry.reported:
            assert any(
                movers.intersection(one.pair)
                and one.together == (one.pair[1] in part.fellows(one.pair[0]))
                for one in event.occurrences
            )


def test_words_of_little_weight_are_reports_as_well() -> None:
    said = rel("truce", "a", "b", date="2015", evidence=[word("paper-2016-01-01", "speculated")])
    data = make(said)
    assert len(reported_events(data, trace_lines(data))) == 1
