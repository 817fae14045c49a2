"""Each ground on which sources contradict each other: what is one, and what looks like one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import PAPER, day, faction, make, rel, word

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.contested import Contested, find_contested
from idlib_graph.dates import parse_date
from idlib_graph.model import Dataset, Evidence, Relation
from idlib_graph.settings import Settings

LATER = "review-2016-03-01"
LAST = "digest-2018-03-01"


def matters(*relations: Relation, ground: str = "") -> list[Contested]:
    found = find_contested(make(*relations))
    return [matter for matter in found if ground in {"", matter.ground}]


def sides(matter: Contested) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources of each side."""
    return matter.sides[0].sources, matter.sides[1].sources


# --- sign


def test_allies_by_one_source_and_foes_by_another_at_the_same_time() -> None:
    (matter,) = matters(
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source=LATER),
    )

    assert (matter.ground, matter.lines) == ("sign", ("blue", "red"))
    assert sides(matter) == ((PAPER,), (LATER,))
    assert matter.relations == ("partnership-red-blue", "rivalry-red-blue")
    # The rivalry is presumed for half a half-life before its report, the partnership holds on
    # for a whole one after its own.
    assert matter.first == day("2015-09-01")
    assert matter.last == day("2016-12-31")


def test_one_source_that_tells_both_contradicts_nobody() -> None:
    assert not matters(rel("partnership", "red", "blue"), rel("rivalry", "red", "blue"))


def test_a_source_that_knows_of_both_does_not_contradict_one_that_knows_of_one() -> None:
    assert not matters(
        rel("partnership", "red", "blue", source=(PAPER, LATER)),
        rel("rivalry", "red", "blue", source=LATER),
    )


def test_with_a_third_source_that_knows_of_both_the_two_others_still_disagree() -> None:
    (matter,) = matters(
        rel("partnership", "red", "blue", source=(PAPER, LAST)),
        rel("rivalry", "red", "blue", source=(LATER, LAST)),
    )

    assert sides(matter) == ((PAPER,), (LATER,))


def test_what_a_source_tells_of_another_time_does_not_make_it_know_of_both() -> None:
    (matter,) = matters(
        rel("battle", "red", "blue", date="2010-01", source=PAPER),
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source=LATER),
    )

    assert matter.relations == ("partnership-red-blue", "rivalry-red-blue")


def test_at_different_times_friends_may_become_foes() -> None:
    assert not matters(
        rel("partnership", "red", "blue", date="2012/2013", source=PAPER),
        rel("rivalry", "red", "blue", date="2014/2015", source=LATER),
    )


def test_time_that_neither_attests_is_not_common_time() -> None:
    """One fades, the other is presumed, and only there do they overlap."""
    apart = "review-2017-06-01"  # a year and a half after
    assert not matters(
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source=apart),
    )


def test_an_event_with_a_date_stands_for_its_date_alone() -> None:
    truce = rel("truce", "red", "blue", date="2015-01", source=PAPER)
    fight = "battle", "red", "blue"

    assert not matters(truce, rel(*fight, date="2015-02", source=LATER))
    assert len(matters(truce, rel(*fight, date="2015-01", source=LATER))) == 1


def test_what_a_source_says_has_ended_is_over() -> None:
    """The partnership would have held on by fading; the battle ended it, and is no dispute."""
    alliance = rel("partnership", "red", "blue", source=PAPER)
    ends_it = rel("battle", "red", "blue", date="2016-02-01", source=LATER)
    rivalry = rel("rivalry", "red", "blue", date="2016-06/2016-07", source=LAST)

    assert not matters(alliance, ends_it, rivalry)
    assert matters(alliance, rivalry)


def test_names_of_one_line_are_one_side_of_the_pair() -> None:
    (matter,) = matters(
        rel("rebrand", "red", "crimson", date="2015-06"),
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "crimson", "blue", source=LATER),
        ground="sign",
    )

    assert matter.lines == ("blue", "crimson")


@pytest.mark.parametrize("claim", ["denied", "expected"])
def test_what_nobody_affirms_contradicts_nothing(claim: str) -> None:
    assert not matters(
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source=LATER, claim=claim),
    )


def test_a_split_is_no_clash() -> None:
    assert not matters(
        rel("partnership", "red", "blue", source=PAPER),
        rel("breakaway", "red", "blue", source=LATER),
    )


def test_longer_half_lives_bring_more_into_common_time() -> None:
    data = make(
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source="review-2017-06-01"),
    )

    assert find_contested(data) == ()
    assert len(find_contested(data, settings=Settings(half_life=2))) == 1


# --- parties


def test_other_losers_of_the_same_fight() -> None:
    (matter,) = matters(
        rel("battle", "red", "blue", date="2015-01", source=PAPER, event="january"),
        rel("battle", "red", "green", date="2015-01", source=LATER, event="january"),
    )

    assert (matter.ground, matter.event) == ("parties", "january")
    assert matter.lines == ("blue", "green", "red")
    assert sides(matter) == ((PAPER,), (LATER,))


@pytest.mark.parametrize(
    ("source", "more"),
    [
        (PAPER, {"event": "january"}),  # one source tells of both
        (LATER, {"event": "february"}),  # another event
        (LATER, {}),  # no event
    ],
)
def test_two_fights_are_no_contradiction(source: str, more: dict[str, Any]) -> None:
    assert not matters(
        rel("battle", "red", "blue", date="2015-01", source=PAPER, event="january"),
        rel("battle", "red", "green", date="2015-01", source=source, **more),
    )


def test_sources_with_a_party_in_common_tell_one_story() -> None:
    """The first and the last have nobody in common, but the second has both stories."""
    one = rel("battle", "red", "blue", date="2015-01", source=(PAPER, LATER), event="january")
    two = rel("battle", "red", "green", date="2015-01", source=(LATER, LAST), event="january")

    assert not matters(one, two)


def test_acts_of_another_type_in_one_event_are_no_contradiction() -> None:
    assert not matters(
        rel("battle", "red", "blue", date="2015-01", source=PAPER, event="january"),
        rel("cooperation", "red", "green", date="2015-01", source=LATER, event="january"),
    )


def test_other_makers_of_one_faction() -> None:
    (matter,) = matters(
        rel("founding", "red", "union", date="2015-01", source=PAPER),
        rel("founding", "blue", "union", date="2015-01", source=LATER),
        rel("founding", "green", "union", date="2015-01", source=LATER),
    )

    assert (matter.ground, matter.event) == ("parties", None)
    assert matter.sides[1].relations == ("founding-blue-union", "founding-green-union")


def test_makers_of_two_factions_and_makers_that_sources_share_are_none() -> None:
    assert not matters(
        rel("founding", "red", "union", date="2015-01", source=PAPER),
        rel("founding", "red", "league", date="2015-01", source=LATER),
        rel("founding", "blue", "league", date="2015-01", source=(PAPER, LATER)),
    )


# --- date


def dated(source: str, text: str | None) -> Evidence:
    return Evidence(source, (1,), "asserted", date=parse_date(text) if text else None)


def test_dates_that_cannot_both_be_right() -> None:
    (matter,) = matters(
        rel("battle", "red", "blue", date="2015-01",
            evidence=[dated(PAPER, None), dated(LATER, "2015-03")])
    )  # fmt: skip

    assert (matter.ground, matter.lines) == ("date", ("blue", "red"))
    assert sides(matter) == ((PAPER,), (LATER,))


@pytest.mark.parametrize(
    ("date", "evidence"),
    [
        ("2015-01", [dated(PAPER, None), dated(LATER, "2015")]),  # coarser, but the same
        ("2015-01", [dated(PAPER, None), dated(LATER, "[..2016-02]")]),  # some day up to then
        ("2015-01", [dated(PAPER, None), dated(PAPER, "2015-03")]),  # one source, two dates
        ("2015-01/2015-03", [dated(PAPER, None), dated(LATER, "2015-03/2015-05")]),
        (None, [dated(PAPER, None), dated(LATER, "2015-03")]),  # one gives none
        ("2015-01", [dated(PAPER, None), replace(dated(LATER, "2015-03"), claim="expected")]),
    ],
)
def test_dates_that_can_both_be_right(date: str | None, evidence: list[Evidence]) -> None:
    assert not matters(rel("battle", "red", "blue", date=date, evidence=evidence))


def test_two_relations_of_one_event_are_one_happening() -> None:
    one: dict[str, Any] = {"date": "2015-01", "source": PAPER, "event": "january"}
    two: dict[str, Any] = {"date": "2015-03", "source": LATER, "event": "january", "id": "again"}

    (matter,) = matters(rel("battle", "red", "blue", **one), rel("battle", "blue", "red", **two))
    assert (matter.ground, matter.event) == ("date", "january")
    assert not matters(
        rel("battle", "red", "blue", **one), rel("battle", "blue", "red", **two | {"event": ""})
    )


def test_three_dates_are_a_matter_for_each_two_that_differ() -> None:
    evidence = [dated(PAPER, "2015-01"), dated(LATER, "2015-03"), dated(LAST, "2015-01-07")]
    found = matters(rel("battle", "red", "blue", evidence=evidence))

    assert sorted(sides(matter) for matter in found) == [
        ((LAST,), (LATER,)), ((PAPER,), (LATER,)),
    ]  # fmt: skip


# --- ending

LEAVES = rel("severed-ties", "red", "net", date="2015-06", source=PAPER)


@pytest.mark.parametrize(
    "state",
    [
        rel("branch", "red", "net", source=LATER),  # undated, reported after
        rel("branch", "red", "net", date="2014/..", source=LATER),  # goes on
        rel("branch", "red", "net", date="2014/2016", source=LATER),  # ends later
        rel("branch", "red", "net", date="2016", source=LATER),  # holds later
    ],
)
def test_a_tie_that_one_source_has_end_and_another_has_later(state: Relation) -> None:
    (matter,) = matters(LEAVES, state)

    assert (matter.ground, matter.lines) == ("ending", ("net", "red"))
    assert matter.sides[0].relations == (LEAVES.id,)
    assert matter.sides[1].relations == ("branch-red-net",)


@pytest.mark.parametrize(
    "others",
    [
        [rel("branch", "red", "net", source=PAPER)],  # the same source
        [rel("branch", "red", "net", source=(PAPER, LATER), date="2014/2015-06")],
        [rel("branch", "red", "net", date="../2015-05", source=LATER)],  # ended before
        [rel("branch", "red", "net", date="2015-09/..", source=LATER)],  # taken up again
        [rel("branch", "red", "net", source=LATER),
         rel("merger", "red", "net", date="2015-09", source=LAST)],
        [rel("partnership", "red", "net", source=LATER)],  # of a type that leaving does not end
        [rel("branch", "red", "net", source=LATER, claim="expected")],
    ],
)  # fmt: skip
def test_a_tie_that_ended_and_is_told_of_without_contradiction(others: list[Relation]) -> None:
    assert not matters(LEAVES, *others)


def test_an_ending_without_a_day_contradicts_nothing() -> None:
    assert not matters(
        rel("severed-ties", "red", "net", date="[..2015-06]", source=PAPER),
        rel("branch", "red", "net", source=LATER),
    )


@pytest.mark.parametrize("date", ["../[..2016-03-01]", "[2014..2015]/[..2018]", "../2015-05"])
def test_a_former_tie_is_no_word_that_it_held_later(date: str) -> None:
    """Red leaves the net on becoming crimson; another source has crimson once in the net."""
    renamed = rel("rebrand", "red", "crimson", date="2015-06", source=PAPER)
    former = rel("branch", "crimson", "net", date=date, source=LATER)

    assert not matters(LEAVES, renamed, former)
    lasting = replace(former, date=parse_date("../2016-01"))  # ended, but only then
    (matter,) = matters(LEAVES, renamed, lasting)
    assert (matter.ground, matter.lines) == ("ending", ("crimson", "net"))


def test_who_dates_the_end_so_that_both_fit_contradicts_nobody() -> None:
    """Of two words for one ending, only that which cannot be right beside the other side's."""
    end = replace(LEAVES, evidence=(dated(PAPER, "2015-06"), dated(LAST, "[..2018-03]")))
    (matter,) = matters(end, rel("branch", "red", "net", source=LATER))

    assert sides(matter) == ((PAPER,), (LATER,))


# --- denial


def test_affirmed_and_denied_by_two_sources_or_within_one() -> None:
    for source in (PAPER, LATER):
        (matter,) = matters(
            rel("battle", "red", "blue", date="2015", evidence=[
                word(PAPER), word(source, "denied")])
        )  # fmt: skip
        assert matter.ground == "denial"
        assert sides(matter) == ((PAPER,), (source,))


def test_denied_of_one_relation_and_affirmed_of_another_of_the_same_act() -> None:
    denied = rel("raid", "red", "blue", date="2015", source=PAPER, claim="denied", id="no")
    told = rel("raid", "red", "blue", date="2015-03", source=LATER)

    (matter,) = matters(denied, told)
    assert (matter.ground, matter.relations) == ("denial", ("raid-red-blue", "no"))
    others = [
        rel("raid", "red", "blue", date="2015-03", source=PAPER),  # one source knows both
        rel("raid", "red", "blue", date="2017", source=LATER),  # another time
        rel("raid", "blue", "red", date="2015-03", source=LATER),  # the other way
        rel("battle", "red", "blue", date="2015-03", source=LATER),  # another act
        rel("raid", "red", "green", date="2015-03", source=LATER),  # another pair
    ]
    for other in others:
        assert not matters(denied, other)


def test_denied_alone_is_not_contested() -> None:
    assert not matters(rel("battle", "red", "blue", source=PAPER, claim="denied"))


# --- the whole


def test_each_word_stands_on_its_side_once_in_a_fixed_order() -> None:
    relations = [
        rel("partnership", "red", "blue", source=(LATER, PAPER)),
        rel("rivalry", "red", "blue", source=LAST, date="2015/2016"),
        rel("battle", "red", "blue", source=LAST, date="2016-01"),
    ]
    (matter,) = find_contested(make(*relations))
    (again,) = find_contested(make(*reversed(relations)))

    assert matter == again
    assert [w.source for w in matter.sides[0].words] == [PAPER, LATER]
    assert matter.sides[1].relations == ("battle-red-blue", "rivalry-red-blue")


def test_without_relations_there_is_nothing_to_contest() -> None:
    assert find_contested(make(factions=[faction("red")])) == ()


@pytest.fixture(scope="module")
def idlib() -> Dataset:
    return load_dataset()


def of(dataset: Dataset, ground: str, *lines: str) -> Contested:
    found = find_contested(dataset)
    (matter,) = (c for c in found if c.ground == ground and set(lines) <= set(c.lines))
    return matter


def test_nusra_and_islamic_state_are_merged_and_at_war(idlib: Dataset) -> None:
    matter = of(idlib, "sign", "hts", "islamic-state")

    assert matter.sides[0].relations == ("nusra-is-merger",)
    assert sides(matter) == (
        ("global-research-2019",), ("al-monitor-2019", "long-war-journal-2017"),
    )  # fmt: skip
    assert "hts-is-enmity" in matter.sides[1].relations


def test_who_lost_in_january_2019(idlib: Dataset) -> None:
    matter = of(idlib, "parties", "zinki", "turkey-backed-rebels")

    assert matter.event == "january-2019"
    assert sides(matter) == (("al-monitor-2019",), ("global-research-2019",))


def test_who_fought_hts_in_early_2018(idlib: Dataset) -> None:
    matter = of(idlib, "parties", "jts", "nlf")

    assert matter.event == "hts-clashes-2018"
    assert sides(matter) == (("al-bawaba-2018",), ("al-monitor-2019",))


def test_who_calls_hts_a_former_branch_does_not_contradict_who_dates_the_break(
    idlib: Dataset,
) -> None:
    """Both later sources tell of a former tie and of no day until which it held."""
    assert not [c for c in find_contested(idlib) if c.ground == "ending"]
    for former in ("jfs-aligned-with-al-qaeda", "hts-was-branch-of-al-qaeda"):
        assert str(idlib.relations[former].date).startswith("../[..")


def test_who_made_hts(idlib: Dataset) -> None:
    made = of(idlib, "parties", "hts", "islamist-groups")
    assert sides(made) == (("al-monitor-2019",), ("long-war-journal-2017",))


def test_with_one_source_only_what_it_denies_itself_is_contested(idlib: Dataset) -> None:
    for source in idlib.sources:
        found = analyze(idlib, source=(source,), every="P1Y").contested
        assert {matter.ground for matter in found} <= {"denial"}
