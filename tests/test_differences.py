"""What differs between two analyses, on changes that are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from builders import PAPER, day, make, rel, word

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.dates import parse_date
from idlib_graph.differences import Differences, find_differences
from idlib_graph.differences.companies import common_lines

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Relation

LATER = "review-2016-03-01"
PERIOD = "2014-01/2015-12"
# Two pairs of allies, and a fifth that is known to be there.
BASE = (
    rel("membership", "red", "blue", date="2014-01-01/2015-12-31"),
    rel("membership", "green", "gold", date="2014-01-01/2015-12-31"),
    rel("rivalry", "gold", "grey", date="2014-01-01/2015-12-31"),
)


def read(*relations: Relation, **given: Any) -> Analysis:  # noqa: ANN401 - any setting
    return analyze(make(*relations, period=PERIOD), every="P1M", **given)


def test_one_source_more_and_exactly_what_follows_from_it() -> None:
    """The new source has grey join red and blue for the first half of 2015."""
    joins = rel("membership", "grey", "blue", date="2015-01-01/2015-06-30", source=LATER)
    before, after = read(*BASE), read(*BASE, joins)
    found = find_differences(before, after)

    assert [(c.record, c.id, c.change) for c in found.records] == [
        ("source", LATER, "added"), ("relation", "membership-grey-blue", "added"),
    ]  # fmt: skip
    (change,) = found.memberships
    assert (change.change, change.lines, change.others) == ("together", ("grey",), ("blue", "red"))
    assert (change.first, change.last) == (day("2015-01-01"), day("2015-06-01"))
    assert change.slices == 6
    assert (change.relations, change.sources) == (("membership-grey-blue",), (LATER,))
    assert found.changed_days == tuple(d for d in found.days if change.first <= d <= change.last)
    assert [(s.change, s.shift.since, s.shift.day) for s in found.shifts] == [
        ("new", day("2014-12-01"), day("2015-01-01")),
        ("new", day("2015-06-01"), day("2015-07-01")),
    ]
    assert all(s.sources == (LATER,) and s.shared for s in found.shifts)
    assert found.settings == ()


def test_a_gap_makes_two_runs() -> None:
    spells = ("2014-03-01/2014-05-15", "2015-03-01/2015-04-15")
    joins = [
        rel("membership", "grey", "blue", date=span, source=LATER, id=f"spell-{number}")
        for number, span in enumerate(spells)
    ]
    found = find_differences(read(*BASE), read(*BASE, *joins))

    assert [(c.first, c.last, c.slices, c.relations) for c in found.memberships] == [
        (day("2014-03-01"), day("2014-05-01"), 3, ("spell-0",)),
        (day("2015-03-01"), day("2015-04-01"), 2, ("spell-1",)),
    ]


def test_the_other_way_round_is_the_mirror_image() -> None:
    joins = rel("membership", "grey", "blue", date="2015-01-01/2015-06-30", source=LATER)
    found = find_differences(read(*BASE, joins), read(*BASE))

    assert {c.change for c in found.records} == {"removed"}
    assert [c.change for c in found.memberships] == ["apart"]
    assert [c.change for c in found.shifts] == ["gone", "gone"]
    assert {c.sources for c in found.shifts} == {(LATER,)}


def test_the_same_twice_differs_in_nothing() -> None:
    joins = rel("membership", "grey", "blue", date="2015-01-01/2015-06-30", source=LATER)
    found = find_differences(read(*BASE, joins), read(*BASE, joins))

    assert found.none
    assert [c.change for c in found.shifts] == ["same", "same"]
    assert (found.memberships, found.records, found.settings) == ((), (), ())
    assert found.changed_days == ()


def test_lines_with_and_without_ties() -> None:
    joins = rel("membership", "black", "blue", date="2015-01-01/2015-06-30", source=LATER)
    found = find_differences(read(*BASE), read(*BASE, joins))

    assert [(c.change, c.lines, c.others) for c in found.memberships] == [
        ("together", ("black",), ("blue", "red")), ("present", ("black",), ()),
    ]  # fmt: skip
    assert [c.id for c in found.of("faction")] == ["black"]
    back = find_differences(read(*BASE, joins), read(*BASE)).memberships
    assert [(c.change, c.lines) for c in back] == [("absent", ("black",))]


def test_whole_groups_are_told_as_groups() -> None:
    """Two allied pairs become one bloc: one line says so, not four."""
    pairs = [(a, b) for a in ("red", "blue") for b in ("green", "gold")]
    ties = [rel("membership", *p, date="2015-01-01/2015-12-31", source=LATER) for p in pairs]
    (change,) = find_differences(read(*BASE), read(*BASE, *ties)).memberships

    assert (change.first, change.last) == (day("2015-01-01"), day("2015-12-31"))
    assert {change.lines, change.others} == {("blue", "red"), ("gold", "green")}


def test_a_group_that_is_new_among_itself() -> None:
    pairs = [("ash", "oak"), ("ash", "elm"), ("elm", "oak")]
    ties = [rel("membership", a, b, date="2014-01-01/2015-12-31", source=LATER) for a, b in pairs]
    found = find_differences(read(*BASE), read(*BASE, *ties)).memberships

    assert ("together", ("ash", "elm", "oak"), ()) in [(c.change, c.lines, c.others) for c in found]


@pytest.mark.parametrize(
    ("change", "fields", "sources"),
    [
        ({"strength": 0.2}, ("strength",), (PAPER,)),
        ({"evidence": (word(PAPER), word(LATER))}, ("evidence",), (LATER,)),
        ({"evidence": (word(PAPER, "alleged"),)}, ("evidence",), (PAPER,)),
        ({"note": "another"}, ("note",), (PAPER,)),
    ],
)
def test_which_fields_of_a_relation_differ(
    change: dict[str, Any], fields: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    other = replace(BASE[0], **change)
    (found,) = find_differences(read(*BASE), read(other, *BASE[1:])).of("relation")

    assert (found.change, found.fields, found.sources) == ("changed", fields, sources)


def test_a_shift_told_otherwise() -> None:
    joins = rel("membership", "grey", "blue", date="2015-01-01/2015-12-31", source=LATER)
    month_later = rel("membership", "grey", "blue", date="2015-02-01/2015-12-31", source=LATER)
    by_merger = rel("merger", "grey", "blue", date="2015-01-01", source=LATER)
    before = read(*BASE, joins)

    (later,) = find_differences(before, read(*BASE, month_later)).shifts
    (other,) = find_differences(before, read(*BASE, by_merger)).shifts
    assert (later.change, later.fields) == ("changed", ("date",))
    assert (other.change, other.fields) == ("changed", ("cause",))
    months_later = replace(month_later, date=parse_date("2015-09-01/2015-12-31"))
    apart = find_differences(before, read(*BASE, months_later)).shifts
    assert [c.change for c in apart] == ["gone", "new"]


def test_reliability_of_a_source_is_a_cause() -> None:
    joins = rel("membership", "grey", "blue", date="2015-01-01/2015-12-31", source=LATER)
    doubted = analyze(
        make(*BASE, joins, period=PERIOD, reliability={LATER: "E"}), every="P1M", tie_threshold=0.4
    )
    found = find_differences(read(*BASE, joins, tie_threshold=0.4), doubted)

    assert [(c.record, c.id, c.fields) for c in found.records] == [
        ("source", LATER, ("reliability",))
    ]
    assert [(c.change, c.sources) for c in found.shifts] == [("gone", (LATER,))]
    assert {c.sources for c in found.memberships} == {(LATER,)}


def test_a_word_of_the_codebook_is_a_record() -> None:
    data = make(*BASE, period=PERIOD)
    book = data.codebook
    kind = replace(book.types["membership"], strength=0.1)
    other = replace(data, codebook=replace(
        book, types={**book.types, "membership": kind}, claims={**book.claims, "alleged": 0.4}
    ))  # fmt: skip
    found = find_differences(analyze(data), analyze(other))

    assert [(c.record, c.id, c.change, c.fields) for c in found.records] == [
        ("type", "membership", "changed", ("strength",)),
        ("claim", "alleged", "changed", ("factor",)),
    ]


def test_settings_alone_have_no_source_behind_them() -> None:
    found = find_differences(read(*BASE), read(*BASE, objective="cpm", resolution=1.0))

    assert found.settings == (("objective", "potts", "cpm"), ("resolution", None, 1.0))
    assert [(c.change, c.sources) for c in found.memberships] == [("apart", ())] * 2
    assert found.records == ()


def test_what_was_known_by_two_days() -> None:
    data = make(
        *BASE, rel("membership", "grey", "blue", date="2015-01-01/2015-12-31", source=LATER),
        period="2014-01/2016-02",
    )  # fmt: skip
    early, late = (analyze(data, known_by=day(d)) for d in ("2016-01-01", "2016-03-01"))
    found = find_differences(early, late)

    assert [c.id for c in found.of("source")] == [LATER]
    assert found.days == early.days
    assert late.days[-1] not in found.days
    assert {c.change for c in found.memberships} == {"together"}
    outside = [c for c in found.shifts if not c.shared]
    assert all(c.shift.day > early.days[-1] for c in outside)
    assert any(c.shared for c in found.shifts if c.change == "new")


def test_slices_that_have_no_day_in_common_are_not_compared() -> None:
    early = analyze(make(*BASE, period="2014-01/2014-03"), every="P1M")
    late = analyze(make(*BASE, period="2015-01/2015-03"), every="P1M")
    found = find_differences(early, late)

    assert found.days == ()
    assert found.memberships == ()
    assert found.lines == 0


def test_names_that_one_side_joins_are_one_line_on_both() -> None:
    """The new source only says that red became crimson: nobody sits with others for that."""
    known = rel("membership", "crimson", "blue", date="2015-01-01/2015-12-31")
    first = rel("membership", "red", "blue", date="2014-01-01/2014-12-31")
    renamed = rel("rebrand", "red", "crimson", date="2015-01-01", source=LATER)
    before, after = read(first, known, BASE[1]), read(first, known, BASE[1], renamed)
    key = common_lines(before, after)

    assert key["red"] == key["crimson"]
    assert [c for c in find_differences(before, after).memberships if c.change != "present"] == []
    assert common_lines(after, before)["red"] == common_lines(after, before)["crimson"]


def test_lines_joined_in_two_ways_are_one() -> None:
    one = make(
        rel("rebrand", "a", "b", date="2014"), rel("battle", "c", "d", date="2014-05"),
        period=PERIOD,
    )  # fmt: skip
    two = make(
        rel("rebrand", "b", "c", date="2014"), rel("battle", "a", "d", date="2014-05"),
        period=PERIOD,
    )  # fmt: skip
    key = common_lines(analyze(one), analyze(two))

    assert key["a"] == key["b"] == key["c"] != key["d"]


def covered(found: Differences) -> dict[str, set[frozenset[str]]]:
    """The pairs that the changes name."""
    pairs: dict[str, set[frozenset[str]]] = {}
    for change in found.memberships:
        others = change.others or change.lines
        each = {frozenset((a, b)) for a in change.lines for b in others if a != b}
        pairs.setdefault(change.change, set()).update(each)
    return pairs


def test_changes_of_membership_are_those_of_the_slices_pair_by_pair(idlib: Dataset) -> None:
    early = analyze(idlib, every="P6M", known_by=day("2018-12-31"))
    late = analyze(idlib, every="P6M")
    found = find_differences(early, late)
    pairs = covered(found)
    told: dict[str, set[frozenset[str]]] = {"together": set(), "apart": set()}
    for on in found.days:
        one, two = early.slice_on(on), late.slice_on(on)
        lines = sorted({*one.where, *two.where})
        for a in lines:
            for b in lines:
                if a < b:
                    was, now = b in one.fellows(a), b in two.fellows(a)
                    if now and not was:
                        told["together"].add(frozenset((a, b)))
                    if was and not now and {a, b} <= two.where.keys():
                        told["apart"].add(frozenset((a, b)))

    assert pairs["together"] == told["together"] != set()
    assert pairs.get("apart", set()) == told["apart"]


@pytest.fixture(scope="module")
def idlib() -> Dataset:
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - only where asked for

    return load_dataset()
