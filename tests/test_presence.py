from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import PAPER, day, faction, later, make, present, rel, word
from hypothesis import given
from hypothesis import strategies as st
from randomised import DAYS, datasets, date_texts

from idlib_graph.lines import first_days, trace_lines
from idlib_graph.presence import Profile, compute_presence, endings, presence_profile

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Relation

HALF = pytest.approx(0.5, abs=0.003)

# a state (membership, half-life 12 months) by how it is dated


def test_open_state_holds_from_its_start_to_its_last_report_and_then_fades() -> None:
    data = make(rel("membership", "red", "green", date="2015-03-01/.."))
    held = [
        present(data, "membership-red-green", d) for d in ("2015-02-28", "2015-03-01", "2016-01-01")
    ]
    assert held == [0, 1, 1]
    assert present(data, "membership-red-green", later("2016-01-01", 12)) == HALF
    assert present(data, "membership-red-green", later("2016-01-01", 6)) == pytest.approx(
        2**-0.5, abs=0.003
    )


def test_open_state_holds_to_the_latest_of_its_reports() -> None:
    papers = ("paper-2017-01-01", "paper-2016-01-01")
    data = make(rel("membership", "red", "green", date="2015/..", source=papers))
    assert present(data, "membership-red-green", "2017-01-01") == 1
    assert present(data, "membership-red-green", later("2017-01-01", 12)) == HALF


def test_a_denial_does_not_keep_a_state_alive() -> None:
    words = (word("paper-2016-01-01"), word("paper-2018-01-01", "denied"))
    data = make(rel("membership", "red", "green", date="2015/..", evidence=words))
    assert present(data, "membership-red-green", later("2016-01-01", 12)) == HALF


def test_presence_below_a_quarter_is_none_so_a_state_lasts_two_half_lives() -> None:
    data = make(rel("membership", "red", "green", date="2015/.."))
    assert present(data, "membership-red-green", later("2016-01-01", 23.8)) > 0.25
    assert present(data, "membership-red-green", later("2016-01-01", 24.2)) == 0
    assert present(data, "membership-red-green", later("2016-01-01", 36), cut=0.1) == pytest.approx(
        0.125, abs=0.003
    )


def test_half_life_can_be_scaled() -> None:
    data = make(rel("membership", "red", "green", date="2015/.."))
    assert present(data, "membership-red-green", later("2016-01-01", 24), half_life=2) == HALF


def test_state_with_both_ends_holds_between_them_and_never_else() -> None:
    data = make(rel("membership", "red", "green", date="2014-03-01/2015-06-01"))
    days = ("2014-02-28", "2014-03-01", "2015-06-01", "2015-06-02")
    assert [present(data, "membership-red-green", d) for d in days] == [0, 1, 1, 0]


def test_boxes_are_read_at_their_middle() -> None:
    # 2014 has its middle on 2 July, June 2015 (30 days) on the 15th
    data = make(rel("membership", "red", "green", date="2014/2015-06"))
    days = ("2014-07-01", "2014-07-02", "2015-06-15", "2015-06-16")
    assert [present(data, "membership-red-green", d) for d in days] == [0, 1, 1, 0]


def test_a_start_whose_middle_is_past_the_end_is_clipped_to_the_end() -> None:
    # the middle of 2015 is 2 July, the middle of March is the 16th
    data = make(rel("membership", "red", "green", date="2015/2015-03"))
    days = ("2015-03-15", "2015-03-16", "2015-03-17")
    assert [present(data, "membership-red-green", d) for d in days] == [0, 1, 0]


def test_a_start_in_the_year_of_the_report_does_not_come_after_the_report() -> None:
    # the middle of 2016 is 1 July, yet the paper of 1 February says that it holds
    data = make(rel("membership", "red", "green", date="2016/..", source="paper-2016-02-01"))
    assert present(data, "membership-red-green", "2016-02-01") == 1
    assert present(data, "membership-red-green", later("2016-02-01", 12)) == HALF


def test_doubt_marks_leave_the_box_as_it_is() -> None:
    plain = make(rel("membership", "red", "green", date="2014/2015-06"))
    doubted = make(rel("membership", "red", "green", date="2014~/2015-06%"))
    days = [later("2014-01-01", months) for months in range(24)]
    assert [present(plain, "membership-red-green", d) for d in days] == [
        present(doubted, "membership-red-green", d) for d in days
    ]


def test_state_with_one_date_holds_in_that_box_and_then_fades() -> None:
    data = make(rel("rivalry", "red", "green", date="2015"))
    days = ("2014-12-31", "2015-01-01", "2015-12-31")
    assert [present(data, "rivalry-red-green", d) for d in days] == [0, 1, 1]
    assert present(data, "rivalry-red-green", later("2015-12-31", 12)) == HALF


def test_undated_state_is_attested_on_publication_days_and_between_them() -> None:
    papers = ("paper-2016-01-01", "paper-2018-01-01")
    data = make(rel("membership", "red", "green", source=papers))
    days = ("2016-01-01", "2017-01-01", "2018-01-01")
    assert [present(data, "membership-red-green", d) for d in days] == [1, 1, 1]
    assert present(data, "membership-red-green", later("2018-01-01", 12)) == HALF


def test_undated_state_is_presumed_before_its_report_at_twice_the_pace() -> None:
    data = make(rel("membership", "red", "green"))
    assert present(data, "membership-red-green", later("2016-01-01", -6)) == HALF
    assert present(data, "membership-red-green", later("2016-01-01", -11.8)) > 0.25
    assert present(data, "membership-red-green", later("2016-01-01", -12.2)) == 0


def test_former_state_is_presumed_before_its_last_known_day_and_over_after_it() -> None:
    data = make(rel("membership", "red", "green", date="../2015-06-01"))
    assert present(data, "membership-red-green", later("2015-06-01", -6)) == HALF
    assert present(data, "membership-red-green", "2015-06-01") == 1
    assert present(data, "membership-red-green", "2015-06-02") == 0


def test_former_state_without_a_known_day_is_never_present() -> None:
    data = make(rel("membership", "red", "green", date="../[..2016-01-01]"))
    assert presence_profile(data, data.relations["membership-red-green"]) is None
    days = [later("2014-01-01", months) for months in range(40)]
    assert {present(data, "membership-red-green", d) for d in days} == {0}


def test_state_that_began_by_some_day_holds_from_that_day_to_its_end() -> None:
    data = make(rel("membership", "red", "green", date="[..2014-01-01]/2015-06-01"))
    days = ("2014-01-01", "2014-09-01", "2015-06-01", "2015-06-02")
    assert [present(data, "membership-red-green", d) for d in days] == [1, 1, 1, 0]
    assert present(data, "membership-red-green", later("2014-01-01", -6)) == HALF


def test_state_that_began_by_some_day_and_goes_on_holds_to_its_report() -> None:
    data = make(rel("membership", "red", "green", date="[..2014-01-01]/.."))
    assert present(data, "membership-red-green", later("2014-01-01", -6)) == HALF
    assert present(data, "membership-red-green", "2016-01-01") == 1
    assert present(data, "membership-red-green", later("2016-01-01", 12)) == HALF


# an event (battle, half-life 6 months)


def test_event_is_not_there_before_it_happens_and_fades_after() -> None:
    data = make(rel("battle", "red", "green", date="2015-06-01"))
    assert present(data, "battle-red-green", "2015-05-31") == 0
    assert present(data, "battle-red-green", "2015-06-01") == 1
    assert present(data, "battle-red-green", later("2015-06-01", 6)) == HALF
    assert present(data, "battle-red-green", later("2015-06-01", 12.2)) == 0


def test_event_of_a_month_happens_in_its_middle() -> None:
    data = make(rel("battle", "red", "green", date="2015-06"))
    assert [present(data, "battle-red-green", d) for d in ("2015-06-14", "2015-06-15")] == [0, 1]


def test_event_with_an_interval_goes_on_during_it_and_fades_after() -> None:
    data = make(rel("battle", "red", "green", date="2014-01-01/2015-06-01"))
    days = ("2013-12-31", "2014-01-01", "2015-06-01")
    assert [present(data, "battle-red-green", d) for d in days] == [0, 1, 1]
    assert present(data, "battle-red-green", later("2015-06-01", 6)) == HALF


def test_event_that_goes_on_does_so_to_its_last_report() -> None:
    data = make(rel("battle", "red", "green", date="2014-01-01/.."))
    assert present(data, "battle-red-green", "2016-01-01") == 1
    assert present(data, "battle-red-green", later("2016-01-01", 6)) == HALF


def test_undated_event_counts_from_its_report_and_is_presumed_before() -> None:
    data = make(rel("battle", "red", "green"))
    assert present(data, "battle-red-green", "2016-01-01") == 1
    assert present(data, "battle-red-green", later("2016-01-01", 6)) == HALF
    assert present(data, "battle-red-green", later("2016-01-01", -3)) == HALF


@pytest.mark.parametrize("claim", ["denied", "expected"])
def test_what_is_denied_or_only_expected_is_never_present(claim: str) -> None:
    data = make(rel("battle", "red", "green", date="2015-06-01", claim=claim))
    assert presence_profile(data, data.relations["battle-red-green"]) is None
    assert present(data, "battle-red-green", "2015-06-01") == 0


# endings


def test_ending_leaves_the_state_what_its_credibility_leaves() -> None:
    joined = rel("membership", "red", "green", date="2013-01-01/..", source="paper-2014-06-01")
    left = rel("breakaway", "red", "green", date="2014-06-01", claim="alleged")
    data = make(joined, left)
    assert present(data, "membership-red-green", "2014-05-31") == 1
    assert present(data, "membership-red-green", "2014-06-01") == 0.5


def test_certain_ending_ends_the_state() -> None:
    joined = rel("membership", "red", "green", date="2013-01-01/..", source="paper-2014-06-01")
    data = make(joined, rel("breakaway", "red", "green", date="2014-09-01"))
    assert present(data, "membership-red-green", "2014-08-31") > 0.75
    assert present(data, "membership-red-green", "2014-09-01") == 0


def test_two_half_believed_endings_end_three_quarters_of_the_state() -> None:
    joined = rel("membership", "red", "green", date="2013-01-01/..", source="paper-2014-06-01")
    left = rel("breakaway", "red", "green", date="2014-06-01", claim="alleged")
    cut_off = rel("severed-ties", "green", "red", date="2014-06-01", claim="alleged")
    data = make(joined, left, cut_off)
    assert present(data, "membership-red-green", "2014-06-01") == 0.25


def test_undated_ending_ends_nothing() -> None:
    joined = rel("membership", "red", "green", date="2013-01-01/..", source="paper-2014-06-01")
    data = make(joined, rel("breakaway", "red", "green", source="paper-2014-06-02"))
    assert present(data, "membership-red-green", "2014-06-02") > 0.99


def test_state_reported_after_its_ending_stands() -> None:
    joined = rel("membership", "red", "green", date="2013-01-01/..")
    data = make(joined, rel("breakaway", "red", "green", date="2014-06-01"))
    assert present(data, "membership-red-green", "2014-06-01") == 1
    assert present(data, "membership-red-green", "2016-01-01") == 1


def test_state_dated_by_its_year_is_ended_later_in_that_year() -> None:
    # "in 2015" does not say that it held after September
    data = make(
        rel("membership", "red", "green", date="2015"),
        rel("breakaway", "red", "green", date="2015-09-01"),
    )
    days = ("2015-08-31", "2015-09-01", "2016-01-01")
    assert [present(data, "membership-red-green", d) for d in days] == [1, 0, 0]


def test_ending_ends_only_the_types_that_its_own_type_lists() -> None:
    data = make(
        rel("sponsorship", "red", "green", date="2013/..", source="paper-2014-06-01"),
        rel("breakaway", "red", "green", date="2014-06-01"),
    )
    assert present(data, "sponsorship-red-green", "2014-06-01") == 1


def test_ending_ends_only_states_of_its_own_pair() -> None:
    data = make(
        rel("membership", "red", "green", date="2013/..", source="paper-2014-06-01"),
        rel("membership", "blue", "green", date="2013/..", source="paper-2014-06-01"),
        rel("breakaway", "red", "green", date="2014-06-01"),
    )
    assert present(data, "membership-blue-green", "2014-06-01") == 1


def test_ending_ends_a_state_coded_to_another_name_of_the_line() -> None:
    data = make(
        rel("rebrand", "rose", "red", date="2014-01-01"),
        rel("membership", "rose", "green", date="2013/..", source="paper-2014-06-01"),
        rel("breakaway", "red", "green", date="2014-06-01"),
    )
    assert present(data, "membership-rose-green", "2014-05-31") == 1
    assert present(data, "membership-rose-green", "2014-06-01") == 0


def test_state_can_end_a_state_from_its_first_day() -> None:
    data = make(
        rel("partnership", "red", "green", date="2013/..", source="paper-2014-06-01"),
        rel("siege", "red", "green", date="2014-06-01/.."),
    )
    days = ("2014-05-31", "2014-06-01")
    assert [present(data, "partnership-red-green", d) for d in days] == [1, 0]


def test_endings_are_listed_in_order_of_their_day() -> None:
    data = make(
        rel("membership", "red", "green", date="2013/..", source="paper-2014-01-01"),
        rel("severed-ties", "red", "green", date="2014-09-01"),
        rel("breakaway", "red", "green", date="2014-06-01"),
    )
    profiles = {r.id: presence_profile(data, r) for r in data.relations.values()}
    found = endings(data, profiles, trace_lines(data))
    assert [e.relation for e in found["membership-red-green"]] == [
        "breakaway-red-green",
        "severed-ties-red-green",
    ]


def test_end_of_a_faction_ends_its_states_and_lets_its_events_fade() -> None:
    data = make(
        rel("membership", "red", "green", date="2013/.."),
        rel("battle", "red", "blue", date="2014-06-01"),
        factions=[faction("red", active="2012/2014-06-01")],
    )
    days = ("2014-06-01", "2014-06-02")
    assert [present(data, "membership-red-green", d) for d in days] == [1, 0]
    assert present(data, "battle-red-blue", "2014-06-02") > 0.99


def test_end_of_an_earlier_name_does_not_end_the_line() -> None:
    data = make(
        rel("rebrand", "rose", "red", date="2014-06-01"),
        rel("membership", "rose", "green", date="2013/.."),
        factions=[faction("rose", active="2012/2014-06-01")],
    )
    assert present(data, "membership-rose-green", "2014-06-02") == 1


# existence: what stands before either faction existed is cut off

# an undated state of 2016 is presumed at 0.5 six months before
UNDATED = rel("membership", "red", "green", source="paper-2016-01-01")


def test_without_any_date_existence_is_unknown_and_cuts_nothing() -> None:
    assert present(make(UNDATED), "membership-red-green", later("2016-01-01", -6)) == HALF


def test_active_date_bounds_existence() -> None:
    data = make(UNDATED, factions=[faction("red", active="2015-09-01/..")])
    assert present(data, "membership-red-green", "2015-08-31") == 0
    assert present(data, "membership-red-green", "2015-09-01") > 0.5


@pytest.mark.parametrize(
    "beginning",
    [
        rel("founding", "blue", "red", date="2015-09-01"),
        rel("offshoot", "red", "blue", date="2015-09-01"),
        rel("battle", "red", "blue", date="2015-09-01"),
        rel("pledge", "blue", "red", date="2015-09-01/.."),
        rel("rebrand", "rose", "red", date="2015-09-01", claim="speculated"),
    ],
    ids=lambda relation: relation.type,
)
def test_beginning_of_either_side_bounds_existence(beginning: Relation) -> None:
    data = make(UNDATED, beginning)
    assert present(data, "membership-red-green", "2015-08-31") == 0
    assert present(data, "membership-red-green", "2015-09-01") > 0.5


@pytest.mark.parametrize(
    "presupposing",
    [
        rel("breakaway", "red", "blue", date="2015-09-01"),
        rel("defection", "blue", "red", date="2015-09-01"),
        rel("offshoot", "blue", "red", date="2015-09-01"),
        rel("founding", "red", "blue", date="2015-09-01"),
        rel("pledge", "red", "blue", date="../2015-09-01"),
        rel("rebrand", "red", "rose", date="2015-09-01"),
    ],
    ids=lambda relation: relation.type,
)
def test_what_presupposes_an_earlier_life_does_not_bound_it(presupposing: Relation) -> None:
    data = make(UNDATED, presupposing)
    assert present(data, "membership-red-green", later("2016-01-01", -6)) == HALF


def test_what_is_denied_or_undated_does_not_bound_existence() -> None:
    denied = rel("battle", "red", "blue", date="2015-09-01", claim="denied")
    data = make(UNDATED, denied, rel("raid", "red", "blue"))
    assert present(data, "membership-red-green", later("2016-01-01", -6)) == HALF


def test_a_report_is_not_cut_by_a_later_date() -> None:
    # red is told of in 2016, and its first dated relation is of 2017
    data = make(UNDATED, rel("battle", "red", "blue", date="2017-03-01", source="paper-2018"))
    assert present(data, "membership-red-green", "2016-01-01") == 1
    assert present(data, "membership-red-green", later("2016-01-01", -6)) == HALF


def test_the_earliest_beginning_counts() -> None:
    data = make(
        rel("battle", "red", "blue", date="2015-11-01"),
        rel("founding", "blue", "red", date="2015-09-01"),
        factions=[faction("red", active="2015-10-01/..")],
    )
    assert first_days(data, trace_lines(data))["red"] == day("2015-09-01")


def test_founding_bounds_existence_though_the_founded_leave_someone_that_day() -> None:
    data = make(
        rel("breakaway", "red", "blue", date="2015-09-01"),
        rel("offshoot", "red", "blue", date="2015-09-01"),
    )
    assert first_days(data, trace_lines(data)) == {"red": day("2015-09-01"), "blue": None}


def test_who_fights_on_the_day_it_leaves_was_not_founded_by_leaving() -> None:
    data = make(
        rel("breakaway", "red", "blue", date="2015-09-01"),
        rel("battle", "red", "blue", date="2015-09-01"),
    )
    assert first_days(data, trace_lines(data)) == {"red": None, "blue": None}


def test_rename_into_a_name_of_the_line_does_not_bound_the_line() -> None:
    data = make(rel("rebrand", "rose", "red", date="2015-09-01"), UNDATED)
    assert first_days(data, trace_lines(data))["red"] is None


@pytest.mark.parametrize(
    "begun",
    [
        make(
            UNDATED,
            rel("rebrand", "rose", "red", date="2015-09-02"),
            factions=[faction("red", active="2015-09-01/..")],
        ),
        make(
            UNDATED,
            rel("rebrand", "rose", "red", date="2015-09-02"),
            rel("founding", "blue", "red", date="2015-09-01"),
        ),
    ],
    ids=["active", "founding"],
)
def test_beginning_of_a_later_name_does_not_bound_the_line(begun: Dataset) -> None:
    assert present(begun, "membership-red-green", later("2016-01-01", -6)) == HALF


def test_state_dated_by_its_year_is_not_cut_by_itself() -> None:
    data = make(rel("pledge", "red", "green", date="2015"))
    assert present(data, "pledge-red-green", "2015-01-01") == 1
    assert first_days(data, trace_lines(data))["red"] == day("2015-01-01")


def test_line_exists_since_its_first_name_does() -> None:
    data = make(
        UNDATED,
        rel("rebrand", "rose", "red", date="2015-11-01"),
        factions=[faction("rose", active="2015-09-01/2015-11-01")],
    )
    assert present(data, "membership-red-green", "2015-08-31") == 0
    assert present(data, "membership-red-green", "2015-09-01") > 0.5


# what holds for every data set


@given(datasets())
def test_presence_is_none_or_from_the_cut_to_one(data: Dataset) -> None:
    values = compute_presence(data, DAYS).values
    assert ((values == 0) | ((values >= 0.25) & (values <= 1))).all()


@given(datasets())
def test_nothing_is_present_before_both_sides_exist(data: Dataset) -> None:
    lines = trace_lines(data)
    first = first_days(data, lines)
    found = compute_presence(data, DAYS)
    for row, rid in enumerate(found.relations):
        for line in lines.pair(data.relations[rid]):
            since = first[line]
            early = [i for i, d in enumerate(DAYS) if since and d < since]
            assert not found.values[row, early].any()


@given(datasets())
def test_everything_is_present_on_the_day_of_an_undated_report(data: Dataset) -> None:
    for rid, relation in data.relations.items():
        reports = data.reports(relation) if relation.date is None else ()
        ended = any(data.factions[line].active for line in relation.pair)
        if reports and not ended:
            assert present(data, rid, reports[0]) == 1


@given(date_texts(), st.sampled_from(["membership", "battle"]))
def test_presence_never_grows_after_its_last_report(text: str | None, kind: str) -> None:
    data = make(rel(kind, "red", "green", date=text, source="paper-2016-01-01"))
    relation = data.relations[f"{kind}-red-green"]
    profile = presence_profile(data, relation)
    values = compute_presence(data, DAYS).values[0]
    if profile:
        after = [v for v, d in zip(values, DAYS, strict=True) if d >= profile.end]
        assert after == sorted(after, reverse=True)
    else:
        assert not values.any()


@given(date_texts())
def test_course_starts_before_it_ends(text: str | None) -> None:
    data = make(rel("membership", "red", "green", date=text))
    profile = presence_profile(data, data.relations["membership-red-green"])
    assert profile is None or profile.start <= profile.end


def test_profile_says_what_is_dated_and_what_is_presumed() -> None:
    data = make(
        rel("membership", "red", "green", date="2015-01-01/.."),
        rel("membership", "blue", "green"),
        rel("membership", "gold", "green", date="../2015-01-01"),
    )
    first, second, third = (presence_profile(data, r) for r in data.relations.values())
    paper, start = day(PAPER.split("-", 1)[1]), day("2015-01-01")
    assert first == Profile(start, paper, 12)
    assert second == Profile(paper, paper, 12, presumed=True, dated=False)
    assert third == Profile(start, start, 12, presumed=True, fades=False, dated=False, over=True)
