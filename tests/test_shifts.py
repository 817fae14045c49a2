from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import scenarios
from builders import day, make, rel
from hypothesis import given, settings
from randomised import datasets
from scenarios import AFTER, BLUES, CAMPS, YEAR, bloc, steady

from idlib_graph.analysis import analyze
from idlib_graph.communities import find_communities
from idlib_graph.shifts import (
    ABSENT,
    UNALIGNED,
    CommunityId,
    are_events,
    bases_of,
    find_changes,
    short_name,
)
from idlib_graph.shifts.causes import EXACT_CANDIDATES, changed_relations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset
    from idlib_graph.shifts import Move, Shift

    Story = Callable[[], Dataset]
    Told = tuple[date, tuple[Move, ...], str, str, bool]


def only_shift(data: Dataset, coupling: float = 0.1) -> Shift:
    shifts = analyze(data, coupling=coupling).shifts
    assert len(shifts) == 1
    return shifts[0]


def told(analysis: Analysis, shift: Shift) -> list[tuple[str, str, str]]:
    place = analysis.place_name
    return [(move.line, place(move.origin), place(move.target)) for move in shift.moves]


# planted stories


def test_defection_is_told_as_news_with_its_cause() -> None:
    analysis = analyze(scenarios.defection(), coupling=0.05)
    (shift,) = analysis.shifts
    assert (shift.since, shift.day) == (day("2015-06-01"), day("2015-07-01"))
    assert (shift.event, shift.basis, shift.is_event) == ("switch", "news", True)
    assert told(analysis, shift) == [("grey", "Red1 bloc", "Blue1 bloc")]
    # the old pledge would hold grey, were it not ended; the new one would draw it over, did it
    # not hold; the battle of others has no part in it
    assert shift.cause == ("pledge-grey-blue1", "pledge-grey-red1")
    # the breakaway that ended the old pledge is told with it, on its own source's word
    assert shift.ended_by == ("breakaway-grey-red1",)
    assert shift.sources == (AFTER, "paper-2015-01-01", "paper-2016-01-01")
    assert (shift.indirect, shift.exact) == ((), True)


def test_merger_is_one_shift() -> None:
    analysis = analyze(scenarios.merger())
    (shift,) = analysis.shifts
    assert (shift.event, shift.basis, shift.day) == ("merge", "news", day("2015-07-01"))
    assert len(analysis.slice_on(day("2015-06-01")).communities) == 2
    assert len(analysis.slice_on(day("2015-07-01")).communities) == 1
    assert set(shift.cause) <= {r for r in analysis.dataset.relations if r.startswith("join")}


def test_split_is_one_shift() -> None:
    analysis = analyze(scenarios.split())
    (shift,) = analysis.shifts
    assert (shift.event, shift.basis, shift.day) == ("split", "news", day("2015-07-01"))
    assert len(analysis.slice_on(day("2015-06-01")).communities) == 1
    assert len(analysis.slice_on(day("2015-07-01")).communities) == 2


def test_rebrand_is_no_shift_and_one_identity_throughout() -> None:
    analysis = analyze(scenarios.rebrand())
    assert analysis.shifts == ()
    assert analysis.passages == ()
    assert {part.position("rose") for part in analysis.slices} == {CommunityId(1)}
    assert {analysis.label("rose", part.day) for part in analysis.slices} == {"Red", "Rose"}


def test_what_nobody_repeats_is_told_as_fading() -> None:
    shift = only_shift(scenarios.fading())
    assert (shift.basis, shift.is_event) == ("fading", False)
    assert shift.cause == ("cooperation-grey-red1",)


def test_looking_back_from_a_report_is_told_as_presumed() -> None:
    shift = only_shift(scenarios.presumed(), coupling=0.05)
    assert (shift.basis, shift.is_event) == ("presumed", False)
    assert shift.cause == ("partnership-grey-red1",)
    assert shift.day <= day("2015-12-01")


def test_news_in_the_month_in_which_a_tie_fades_is_mixed() -> None:
    shift = only_shift(scenarios.mixed(), coupling=0.05)
    assert (shift.basis, shift.is_event) == ("mixed", True)
    assert shift.cause == ("cooperation-grey-red1", "partnership-grey-blue1")


def test_cause_that_touches_no_mover_is_indirect() -> None:
    shift = only_shift(scenarios.far_away())
    assert [move.line for move in shift.moves] == ["grey"]
    assert shift.cause == shift.indirect == ("membership-blue2-blue3",)


def test_news_goes_before_fewer_changes_that_are_none() -> None:
    analysis = analyze(scenarios.news_or_fading(), coupling=0.05)
    (shift,) = analysis.shifts
    assert (shift.basis, shift.cause) == ("news", ("aid-grey-blue2", "aid-grey-blue3"))
    column = analysis.days.index(shift.day)
    assert puts_back(analysis, column, shift.moves, ["cooperation-grey-red1"])


def test_what_touches_the_mover_goes_before_news_of_others() -> None:
    analysis = analyze(scenarios.own_or_far_away(), coupling=0.05)
    (shift,) = analysis.shifts
    assert (shift.basis, shift.cause) == ("fading", ("cooperation-grey-blue1",))
    column = analysis.days.index(shift.day)
    assert puts_back(analysis, column, shift.moves, ["membership-blue2-blue3"])


def test_end_of_an_organisation_is_news() -> None:
    shift = only_shift(scenarios.orphans())
    assert (shift.event, shift.basis) == ("death", "news")
    assert {move.target for move in shift.moves} == {UNALIGNED}
    assert shift.cause == ("sponsorship-hub-gold", "sponsorship-hub-grey")


@pytest.mark.parametrize("end", ["2015-06-01", "2015-06-10", "2015-06-30"])
def test_known_end_of_a_state_is_news_whichever_day_of_the_month_it_is(end: str) -> None:
    pledge = rel("pledge", "grey", "red1", date=f"2014/{end}")
    shift = only_shift(make(*CAMPS, pledge, steady("rivalry", "grey", "blue1"), period=YEAR))
    assert (shift.event, shift.basis) == ("shrink", "news")
    assert (shift.day, shift.cause) == (day("2015-07-01"), ("pledge-grey-red1",))


@pytest.mark.parametrize("start", ["2015-06-02", "2015-07-01"])
def test_known_start_of_a_state_is_news_whichever_day_of_the_month_it_is(start: str) -> None:
    pledge = rel("pledge", "grey", "red1", date=f"{start}/..", source=AFTER)
    shift = only_shift(make(*CAMPS, pledge, steady("rivalry", "grey", "blue1"), period=YEAR))
    assert (shift.event, shift.basis) == ("grow", "news")
    assert (shift.day, shift.cause) == (day("2015-07-01"), ("pledge-grey-red1",))


def test_who_loses_all_its_fellows_moves_since_it_lost_them() -> None:
    data = make(
        *BLUES,
        rel("partnership", "grey", "gold", date="2014/2015-06-10"),
        steady("rivalry", "grey", "blue1"),
        rel("battle", "grey", "blue2", date="2015-06-12"),
        period=YEAR,
    )
    shift = only_shift(data)
    assert (shift.event, shift.cause) == ("death", ("partnership-grey-gold",))


def test_who_finds_new_fellows_moves_since_they_came() -> None:
    data = make(
        *BLUES,
        rel("partnership", "grey", "gold", date="2015-06-10/..", source=AFTER),
        steady("rivalry", "grey", "blue1"),
        rel("battle", "grey", "blue2", date="2015-06-12"),
        period=YEAR,
    )
    shift = only_shift(data)
    assert (shift.event, shift.cause) == ("birth", ("partnership-grey-gold",))
    assert [(move.line, move.origin) for move in shift.moves] == [
        ("gold", ABSENT),
        ("grey", UNALIGNED),
    ]


# entry and exit


def test_entry_and_exit_are_passages_and_no_shifts() -> None:
    data = make(
        *bloc("red1", "red2", "red3"),
        rel("membership", "grey", "red1", date="2015-03-10/2015-08-10"),
        rel("battle", "green", "gold", date="2015-05-10"),
        period=YEAR,
    )
    analysis = analyze(data)
    assert analysis.shifts == ()
    passages = [(p.day, p.move.line, p.move.origin, p.move.target) for p in analysis.passages]
    reds = CommunityId(1)
    assert passages == [
        (day("2015-04-01"), "grey", ABSENT, reds),
        (day("2015-06-01"), "gold", ABSENT, UNALIGNED),
        (day("2015-06-01"), "green", ABSENT, UNALIGNED),
        (day("2015-09-01"), "grey", reds, ABSENT),
    ]


# identity


@pytest.mark.parametrize(("gone_for", "same"), [(1, True), (2, True), (3, False)])
def test_identity_survives_a_gap_within_three_slices(gone_for: int, *, same: bool) -> None:
    analysis = analyze(scenarios.seen_again(gone_for))
    unseen = [part for part in analysis.slices if part.position("red1") == ABSENT]
    assert len(unseen) == gone_for
    first, last = (analysis.slices[i].where["red1"] for i in (0, -1))
    assert first is not None
    assert last is not None
    assert (first.id == last.id) is same
    assert (first.name, last.name) == ("Red1 bloc", "Red1 bloc" if same else "Red2 bloc")


def test_community_that_changes_most_of_its_members_at_once_is_another() -> None:
    data = make(
        *bloc("red1", "red2", "red3", date="2014/2015-06-10"),
        *bloc("red1", "grey1", "grey2", "grey3", date="2015-06-10/.."),
        period=YEAR,
    )
    first, last = (part.position("red1") for part in (analyze(data).slices[i] for i in (0, -1)))
    assert (first, last) == (CommunityId(1), CommunityId(2))


def test_community_that_changes_member_by_member_stays_itself() -> None:
    stays = {"red1": "2014/2015-04-10", "red2": "2014/2015-06-10", "red3": "2014/2015-08-10"}
    stays |= {f"grey{i}": f"2015-{m:02}-10/.." for i, m in ((1, 3), (2, 5), (3, 7))}
    relations = [rel("pledge", name, "hub", date=date) for name, date in stays.items()]
    analysis = analyze(make(*relations, period=YEAR))
    assert {part.position("hub") for part in analysis.slices} == {CommunityId(1)}
    assert set(analysis.slices[0].communities[0].members) == {"hub", "red1", "red2", "red3"}
    assert set(analysis.slices[-1].communities[0].members) == {"hub", "grey1", "grey2", "grey3"}


def test_name_is_that_of_the_strongest_member_over_its_life() -> None:
    analysis = analyze(
        make(
            rel("pledge", "grey", "hub", date="2014/.."),
            rel("pledge", "gold", "hub", date="2014/.."),
            period=YEAR,
        )
    )
    assert {c.name for part in analysis.slices for c in part.communities} == {"Hub bloc"}


def test_long_name_gives_way_to_its_abbreviation() -> None:
    data = make(rel("battle", "red", "green"))
    red = data.factions["red"]
    long = replace(red, name="Hay'at Tahrir al-Sham", aliases=("Tahrir", "HTS"))
    assert short_name(red) == "Red"
    assert short_name(long) == "HTS"
    assert short_name(replace(long, aliases=("Tahrir",))) == "Hay'at Tahrir al-Sham"


# flickers


def test_membership_that_comes_back_on_no_news_is_a_flicker() -> None:
    analysis = analyze(scenarios.flicker(), coupling=0.0)
    assert [shift.basis for shift in analysis.shifts] == ["presumed", "fading"]
    assert analysis.flickers == 1


def test_coupling_keeps_a_membership_from_flickering() -> None:
    analysis = analyze(scenarios.flicker())
    assert (analysis.shifts, analysis.flickers) == ((), 0)


def test_membership_that_comes_back_after_news_is_no_flicker() -> None:
    analysis = analyze(scenarios.flicker("2015-05-20"), coupling=0.0)
    assert [shift.basis for shift in analysis.shifts] == ["news", "fading"]
    assert analysis.flickers == 0


def test_membership_that_is_gone_for_longer_is_no_flicker() -> None:
    analysis = analyze(scenarios.flicker(), coupling=0.0, every="P7D")
    assert [shift.basis for shift in analysis.shifts] == ["presumed", "fading"]
    assert analysis.flickers == 0


def test_who_is_absent_for_a_month_on_news_does_not_flicker() -> None:
    assert analyze(scenarios.seen_again(1)).flickers == 0


# causes, against a search of every subset that shares no code with the one tested


def undone(analysis: Analysis, column: int, relations: Iterable[str]) -> dict[str, set[str]]:
    """Everyone's fellows once `relations` are as in the slice before."""
    series = analysis.snapshots
    back = set(relations)
    sides: dict[tuple[str, str], list[float]] = {}
    for row, (rid, relation) in enumerate(series.dataset.relations.items()):
        weight = series.weights[row, column - (rid in back)]
        rest = sides.setdefault(series.lines.pair(relation), [1.0, 1.0])
        rest[relation.kind != "alliance"] *= 1 - weight
    G: nx.Graph[str] = nx.Graph()
    for (a, b), (plus, minus) in sides.items():
        if a != b and 1 - min(plus, minus) >= analysis.settings.tie_threshold:
            G.add_edge(a, b, weight=minus - plus)
    before = analysis.slices[column - 1]
    partition = [*(c.members for c in before.communities), *((one,) for one in before.unaligned)]
    found = find_communities(G, previous=partition, coupling=analysis.settings.coupling)
    return {line: set(group) - {line} for group in found.communities for line in group}


def puts_back(
    analysis: Analysis, column: int, moves: Sequence[Move], relations: Iterable[str]
) -> bool:
    """Whether each mover is back with most former fellows, and off most of the new ones."""
    before, after = analysis.slices[column - 1 : column + 1]
    fellows = undone(analysis, column, relations)
    for move in moves:
        if ABSENT in (move.origin, move.target):
            continue
        old, new = before.fellows(move.line), after.fellows(move.line)
        still = (old & after.where.keys()) or old
        now = fellows.get(move.line, set())
        if still and len(now & still) <= len(still) / 2:
            return False
        if new - old and len(now & (new - old)) >= len(new - old) / 2:
            return False
    return True


def news_of(analysis: Analysis, column: int) -> set[str]:
    """The relations that a source dates to between two slices."""
    since, until = analysis.days[column - 1 : column + 1]
    presence = analysis.snapshots.presence
    found = set()
    for rid in changed_relations(analysis.snapshots, column):
        profile = presence.profiles[rid]
        assert profile is not None
        starts = [ending.day for ending in presence.endings.get(rid, ())]
        starts += [profile.start] if profile.dated else []
        ends = [profile.end] if profile.over else []
        ends += [presence.closed[rid]] if rid in presence.closed else []
        if any(since < d <= until for d in starts) or any(since <= d < until for d in ends):
            found.add(rid)
    return found


def smallest(analysis: Analysis, column: int, shift: Shift) -> set[frozenset[str]]:
    """The causes that a search of all subsets allows: of the first kind that has one, the least.

    The kinds: news of a mover, any change of a mover, any news, any change. Of more candidates
    than the exact search takes, only causes of one.
    """
    changed = changed_relations(analysis.snapshots, column)
    movers = {move.line for move in shift.moves if ABSENT not in (move.origin, move.target)}
    series = analysis.snapshots
    own = {r for r in changed if movers & {*series.lines.pair(series.dataset.relations[r])}}
    news = news_of(analysis, column)
    for kind in (own & news, own, news, set(changed)):
        few = len(kind) <= EXACT_CANDIDATES
        if not few and not puts_back(analysis, column, shift.moves, kind):
            return set()
        for size in range(1, len(kind) + 1 if few else 2):
            subsets = map(frozenset, combinations(sorted(kind), size))
            if found := {s for s in subsets if puts_back(analysis, column, shift.moves, s)}:
                return found
    return set()


def check_cause(analysis: Analysis, shift: Shift) -> None:
    column = analysis.days.index(shift.day)
    assert puts_back(analysis, column, shift.moves, shift.cause)
    if shift.exact:
        assert frozenset(shift.cause) in smallest(analysis, column, shift)


@pytest.mark.parametrize("story", scenarios.ALL)
def test_cause_is_the_smallest_that_undoes_the_shift(story: Story) -> None:
    analysis = analyze(story())
    for shift in analysis.shifts:
        assert shift.exact
        check_cause(analysis, shift)


@settings(max_examples=25)
@given(datasets(most=10))
def test_cause_is_the_smallest_on_random_data(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P4M")
    for shift in analysis.shifts:
        check_cause(analysis, shift)


@settings(max_examples=40)
@given(datasets(most=16))
def test_undoing_every_change_finds_the_old_partition_again(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P3M")
    for column, before in enumerate(analysis.slices[:-1], start=1):
        fellows = undone(analysis, column, data.relations)
        assert {frozenset({line, *others}) for line, others in fellows.items()} == {
            frozenset(c.members) for c in before.communities
        }


def test_more_than_twelve_candidates_are_searched_greedily_and_that_is_said() -> None:
    left, right = "red1 red2 red3 red4", "blue1 blue2 blue3 blue4"
    joined = scenarios.across(left, right, "2015-06-10/..")
    data = make(*bloc(*left.split()), *bloc(*right.split()), *joined, period=YEAR)
    analysis = analyze(data)
    (shift,) = analysis.shifts
    assert (shift.event, shift.exact) == ("merge", False)
    column = analysis.days.index(shift.day)
    assert len(changed_relations(analysis.snapshots, column)) == 16 > EXACT_CANDIDATES
    assert 1 < len(shift.cause) <= 16
    assert puts_back(analysis, column, shift.moves, shift.cause)


def test_one_of_many_candidates_that_suffices_is_proven_smallest() -> None:
    noise = [rel("battle", f"x{i}", "red1", date="2015-06-12") for i in range(14)]
    pledge = rel("pledge", "grey", "red1", date="2014/2015-06-10")
    data = make(*CAMPS, *noise, pledge, steady("rivalry", "grey", "blue1"), period=YEAR)
    shift = only_shift(data)
    assert (shift.cause, shift.exact) == (("pledge-grey-red1",), True)


# what holds for every data set


@settings(max_examples=40)
@given(datasets(most=16))
def test_every_move_is_told_once(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P2M")
    in_shifts = [(s.day, m) for s in analysis.shifts for m in s.moves if m.origin != ABSENT]
    passing = [(p.day, p.move) for p in analysis.passages]
    assert len({*in_shifts}) == len(in_shifts)
    assert not {*in_shifts} & {*passing}
    for before, after in zip(analysis.slices, analysis.slices[1:], strict=False):
        for line in {*before.where, *after.where}:
            moved = (before.position(line), after.position(line))
            found = [m for d, m in (*in_shifts, *passing) if (d, m.line) == (after.day, line)]
            assert [(m.origin, m.target) for m in found] == [moved] * (moved[0] != moved[1])


@settings(max_examples=40)
@given(datasets(most=16))
def test_identities_and_names_are_one_to_one(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P2M")
    for part in analysis.slices:
        assert len({c.id for c in part.communities}) == len(part.communities)
    pairs = {(c.id, c.name) for part in analysis.slices for c in part.communities}
    assert len(pairs) == len({one for one, _ in pairs}) == len({name for _, name in pairs})


@pytest.mark.parametrize("story", scenarios.ALL)
def test_the_basis_is_known_before_the_cause(story: Story) -> None:
    analysis = analyze(story())
    assert soon(analysis) == [tell(shift) for shift in analysis.shifts]


@settings(max_examples=40)
@given(datasets(most=16))
def test_the_basis_is_known_before_the_cause_on_random_data(data: Dataset) -> None:
    analysis = analyze(replace(data, period=make(period="2013/2018").period), every="P3M")
    assert soon(analysis) == [tell(shift) for shift in analysis.shifts]


def tell(shift: Shift) -> Told:
    return shift.day, shift.moves, shift.event, shift.basis, shift.is_event


def soon(analysis: Analysis) -> list[Told]:
    """What is known of the shifts without their causes, each alone and all at once."""
    changes = [*find_changes(analysis.snapshots, analysis.slices)]
    bases, events = bases_of(changes), are_events(changes)
    assert bases == [basis for change in changes for basis in bases_of([change])]
    assert events == [event for change in changes for event in are_events([change])]
    return [
        (change.day, change.moves, change.event, basis, event)
        for change, basis, event in zip(changes, bases, events, strict=True)
    ]


SAY = """
import scenarios
from idlib_graph.analysis import analyze
for story in scenarios.ALL:
    analysis = analyze(story())
    for part in analysis.slices:
        print(part.day, part.communities, part.unaligned)
    print(analysis.shifts, analysis.passages, analysis.flickers)
    for G in analysis.snapshots.graphs:
        print(list(G.nodes(data=True)), list(G.edges(data=True)))
"""


def test_same_input_gives_the_same_output_whatever_the_hash_seed() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SAY],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(said) == 1
    assert "CommunityId" in said.pop()


@pytest.mark.parametrize("ends", [("blue", "red", "gold"), ("blue", "gold", "red")])
def test_of_two_equals_that_part_the_first_by_id_keeps_the_community(
    ends: tuple[str, str, str],
) -> None:
    one, mine, other = ends
    found = analyze(
        make(
            rel("partnership", mine, other, date="2015-01-01/2015-01-31"),
            rel("partnership", one, mine, date="2015-02-01/.."),
            rel("partnership", "rose", other, date="2015-02-01/.."),
            period="2015-01-01/2015-03-01",
        )
    )
    pair, *parted = (
        {line: c.id.number for c in part.communities for line in c.members} for part in found.slices
    )
    assert pair["gold"] == pair["red"]
    assert [part["gold"] == pair["gold"] for part in parted] == [True] * len(parted)
    assert [part["red"] == pair["red"] for part in parted] == [False] * len(parted)
