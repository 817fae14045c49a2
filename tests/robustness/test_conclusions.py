from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import day
from hypothesis import given
from hypothesis import strategies as st
from scenarios import ALL, merger

from idlib_graph.analysis import analyze
from idlib_graph.robustness.conclusions import (
    Headline,
    ShiftProbe,
    labels_of_partitions,
    labels_of_slices,
    memberships,
    memberships_held,
)
from idlib_graph.shifts import UNALIGNED, Move, Shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from idlib_graph.robustness.conclusions import Labels, Turn

LINES = tuple("abcdef")
DAYS = tuple(day(f"2015-{month:02}-01") for month in range(1, 9))


def tables(rows: int = 4) -> SearchStrategy[Labels]:
    """Label arrays of so many slices and six lines."""
    row = st.lists(st.integers(-1, 3), min_size=len(LINES), max_size=len(LINES))
    return st.lists(row, min_size=rows, max_size=rows).map(np.array)


def company(labels: Labels, row: int, line: int) -> set[int]:
    """Who sits with a line, from the definition."""
    own = labels[row, line]
    return {i for i in range(labels.shape[1]) if i != line and own >= 0 and labels[row, i] == own}


def there(labels: Labels, row: int) -> set[int]:
    return {i for i in range(labels.shape[1]) if labels[row, i] >= 0}


def parts(*words: str) -> list[list[set[str]]]:
    """One partition a word: "ab c" is a with b, and c alone."""
    return [[set(group) for group in word.split()] for word in words]


def labels(*words: str) -> Labels:
    return labels_of_partitions(parts(*words), LINES)


def probe(headline: Sequence[str], movers: str, at: int) -> ShiftProbe:
    """The probe for one shift of `headline`, of `movers`, between slice at - 1 and slice `at`."""
    moves = tuple(Move(line, UNALIGNED, UNALIGNED) for line in movers)
    shift = Shift(DAYS[at], DAYS[at - 1], "switch", "news", moves, (), (), (), exact=True)
    return ShiftProbe.of([shift], DAYS[: len(headline)], labels(*headline), LINES)


def found(
    headline: Sequence[str], movers: str, at: int, variant: Sequence[str]
) -> tuple[int, int] | None:
    (turn,) = probe(headline, movers, at).find(labels(*variant))
    return turn


@given(tables(), tables(), st.booleans())
def test_memberships_hold_as_the_definition_has_it(
    headline: Labels,
    variant: Labels,
    of_all: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    held = memberships_held(headline, variant, of_all=of_all)
    for row, line in np.ndindex(headline.shape):
        fellows = company(headline, row, line)
        if not of_all:
            fellows &= there(variant, row)
        kept = fellows & company(variant, row, line)
        assert held[row, line] == (2 * len(kept) > len(fellows))
        assert memberships(headline)[row, line] == bool(company(headline, row, line))


@given(tables())
def test_in_the_headline_itself_everything_holds(headline: Labels) -> None:
    assert (memberships_held(headline, headline) == memberships(headline)).all()
    assert (memberships_held(headline, headline, of_all=True) == memberships(headline)).all()


@given(tables(), tables(), st.permutations(range(4)))
def test_what_communities_are_called_does_not_matter(
    headline: Labels, variant: Labels, names: list[int]
) -> None:
    renamed = np.where(variant < 0, -1, np.array(names)[variant])
    assert (memberships_held(headline, variant) == memberships_held(headline, renamed)).all()


def test_half_of_the_fellows_is_not_enough() -> None:
    headline = labels("abc", "abcd")
    held = memberships_held(headline, labels("ab c", "abc d"))
    assert held[:, :4].tolist() == [[False, False, False, False], [True, True, True, False]]


def test_absent_fellows_do_not_count_unless_all_are_absent() -> None:
    headline = labels("abcde", "abc")
    variant = labels("ab", "a")
    assert memberships_held(headline, variant)[:, :3].tolist() == [
        [True, True, False],
        [False, False, False],
    ]
    assert not memberships_held(headline, variant, of_all=True).any()


def test_a_line_alone_is_there_and_one_of_no_community_is_not() -> None:
    table = labels_of_partitions([[{"a", "b"}, {"c"}, {"x"}]], LINES)
    assert table[0, 0] == table[0, 1] != table[0, 2] >= 0
    assert table[0, 3:].tolist() == [-1, -1, -1]


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.__name__)
def test_the_headline_finds_each_of_its_shifts_where_it_is(story: object) -> None:
    analysis = analyze(story())  # type: ignore[operator] # a story makes a data set
    headline = Headline(analysis.snapshots, analysis.slices, analysis.shifts)
    days = [(s.since, s.day) for s in analysis.shifts]
    turns = headline.probe.find(headline.labels)
    assert [turn and (analysis.days[turn[0]], analysis.days[turn[1]]) for turn in turns] == days
    assert headline.share_held(headline.labels) == 1.0
    assert all(headline.is_near(i, turn) for i, turn in enumerate(turns))


def test_a_merger_is_the_same_whoever_is_said_to_have_moved() -> None:
    analysis = analyze(merger())
    (shift,) = analysis.shifts
    lines = analysis.snapshots.nodes
    table = labels_of_slices(analysis.slices, lines)
    for movers in (["red1", "red2"], ["blue1", "blue2"]):
        moves = tuple(Move(line, UNALIGNED, UNALIGNED) for line in movers)
        told = Shift(shift.day, shift.since, "merge", "news", moves, (), (), (), exact=True)
        one = ShiftProbe.of([told], analysis.days, table, lines)
        assert one.find(table) == one.turns


SWITCH = ("abc def", "abc def", "ab cdef", "ab cdef")


@pytest.mark.parametrize(
    ("variant", "turn"),
    [
        (SWITCH, (1, 2)),
        (("abc def", "ab cdef", "ab cdef", "ab cdef"), (0, 1)),
        (("abc def",) * 4, None),
        (("ab cdef",) * 4, None),
        (("ab cdef", "ab cdef", "abc def", "abc def"), None),  # the other way round
        (("abc def", "ab c def", "ab c def", "ab cdef"), (0, 3)),  # alone in between
        (("abc def", "ab def", "ab cdef", "ab cdef"), (0, 2)),  # absent in between
        (("abc def", "abcdef", "abcdef", "ab cdef"), (0, 3)),  # with both in between
        (("abc def", "ab cdef", "abc def", "ab cdef"), (0, 1)),  # two as near: the earlier
        (("c ab def", "abc def", "abc def", "ab cdef"), (2, 3)),
        (("ab c def",) * 4, None),
        (("ac def", "ac def", "a cd", "a cd"), (1, 2)),  # those absent do not count
        (("c def", "c def", "ab cdef", "ab cdef"), None),  # nobody of the old company is there
        (("ab def", "ab def", "ab cdef", "ab cdef"), None),  # nor is c itself
    ],
)
def test_where_one_faction_changes_sides(variant: Sequence[str], turn: Turn | None) -> None:
    assert found(SWITCH, "c", 2, variant) == turn


def test_of_several_turns_the_nearest_then_the_shortest_way() -> None:
    headline = (*["abc def"] * 3, *["ab cdef"] * 5)
    early_and_late = ("abc def", "ab cdef", *["abc def"] * 2, *["ab cdef"] * 4)
    assert found(headline, "c", 3, early_and_late) == (3, 4)
    slow_and_quick = ("abc def", "ab c def", "ab cdef", "abc def", *["ab cdef"] * 4)
    assert found(headline, "c", 3, slow_and_quick) == (3, 4)  # one slice from 3, as is 2


@pytest.mark.parametrize(
    ("headline", "variant"),
    [
        (("ab c", "ab c", "abc", "abc"), ("ab", "ab", "abc", "abc")),
        (("abc", "abc", "ab c", "ab c"), ("abc", "abc", "ab", "ab")),
    ],
)
def test_who_is_in_nobodys_company_may_as_well_be_absent(
    headline: Sequence[str], variant: Sequence[str]
) -> None:
    assert found(headline, "c", 2, variant) == (1, 2)


def test_a_group_moves_when_more_than_half_of_it_does() -> None:
    headline = ("abcde f", "abcde f", "ab cdef", "ab cdef")
    assert found(headline, "cde", 2, ("abcde f", "abcde f", "abe cdf", "abe cdf")) == (1, 2)
    assert found(headline, "cde", 2, ("abcde f", "abcde f", "abde cf", "abde cf")) is None


@given(tables(), tables(), st.sets(st.integers(0, 5), min_size=1), st.integers(1, 3))
def test_shifts_are_found_as_the_definition_has_it(
    headline: Labels, variant: Labels, movers: set[int], at: int
) -> None:
    moves = tuple(Move(LINES[mover], UNALIGNED, UNALIGNED) for mover in sorted(movers))
    shift = Shift(DAYS[at], DAYS[at - 1], "switch", "news", moves, (), (), (), exact=True)
    (turn,) = ShiftProbe.of([shift], DAYS[:4], headline, LINES).find(variant)
    states = [_state(headline, variant, movers, at, row) for row in range(4)]
    turns = [
        (since, later)
        for since in range(4)
        for later in range(since + 1, 4)
        if (states[since], states[later]) == ("before", "after")
        and not any(states[since + 1 : later])
    ]
    nearest = sorted(turns, key=lambda t: (abs(t[1] - at), abs(t[0] - at + 1), t))
    assert turn == (nearest[0] if nearest else None)


def _state(headline: Labels, variant: Labels, movers: set[int], at: int, row: int) -> str:
    like = [_mover_state(headline, variant, mover, at, row) for mover in movers]
    return next((s for s in ("before", "after") if 2 * like.count(s) > len(like)), "")


def _mover_state(headline: Labels, variant: Labels, mover: int, at: int, row: int) -> str:
    before, after = (company(headline, r, mover) for r in (at - 1, at))
    old, new = before - after, after - before
    here, now = there(variant, row), company(variant, row, mover)

    def most(group: set[int]) -> bool:
        return 2 * len(group & now) > len(group & here)

    if (old or new) and (most(new) or not new) and not (old and most(old)):
        return "after"
    if (old or new) and (most(old) or not old) and not (new and most(new)):
        return "before"
    return ""
