"""What shifts are put down to, in stories of which the reason is known."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from builders import day, make, rel
from scenarios import (
    AFTER,
    defection,
    fading,
    far_away,
    merger,
    mixed,
    orphans,
    own_or_far_away,
    split,
)

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.charts.causes import cause_words
from idlib_graph.ledger import occurrences
from idlib_graph.lines import trace_lines
from idlib_graph.phrases import tell_ends
from idlib_graph.reasons import (
    Heard,
    Reasons,
    enders,
    happened_between,
    reasons_of,
    sort_out,
    worth_telling,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from idlib_graph.model import Dataset, Relation
    from idlib_graph.shifts import Shift

    Story = Callable[[], Dataset]


@lru_cache
def told(story: Story) -> tuple[Analysis, Shift]:
    """The analysis of a story, and its first shift."""
    analysis = analyze(story())
    return analysis, analysis.shifts[0]


def reasons(story: Story) -> Reasons:
    analysis, shift = told(story)
    return reasons_of(analysis, analysis.ledger_by_shift[shift], shift)


def ids(relations: Iterable[Relation]) -> set[str]:
    return {relation.id for relation in relations}


def test_what_a_report_says_ended_is_no_news_of_its_own() -> None:
    found = reasons(defection)
    assert ids(found.reported) == {"breakaway-grey-red1", "pledge-grey-blue1"}
    assert ids(found.ended) == {"pledge-grey-red1"}
    assert not [*found.direct, *found.indirect, *found.quiet]


def test_news_of_others_is_told_apart_from_that_of_who_moved() -> None:
    found = reasons(far_away)
    assert ids(found.indirect) == {"membership-blue2-blue3"}
    assert not [*found.reported, *found.direct]
    assert ids(reasons(orphans).direct) == {"sponsorship-hub-grey", "sponsorship-hub-gold"}


@pytest.mark.parametrize(
    ("story", "relation"),
    [
        (fading, "cooperation-grey-red1"),
        (own_or_far_away, "cooperation-grey-blue1"),
    ],
)
def test_what_fades_is_no_news(story: Story, relation: str) -> None:
    found = reasons(story)
    assert relation in ids(found.quiet)
    assert not [*found.reported, *found.direct, *found.indirect]


@pytest.mark.parametrize(
    "story", [defection, merger, split, fading, mixed, far_away, own_or_far_away, orphans]
)
def test_every_relation_behind_a_shift_has_one_part(story: Story) -> None:
    analysis, shift = told(story)
    found = reasons(story)
    parts = (found.reported, found.ended, found.direct, found.indirect, found.quiet)
    every = [relation.id for part in parts for relation in part]
    assert len(every) == len(set(every))
    assert set(every) >= {*shift.cause, *shift.ended_by}
    assert set(every) <= {*shift.cause, *shift.ended_by, *analysis.ledger_by_shift[shift].relations}


@pytest.mark.parametrize(
    ("date", "what"),
    [
        ("2015-06-02", "happened"),
        ("2015-07-01", "happened"),
        ("2015-06", "happened"),
        ("2015-06-01", None),  # the earlier slice knows it already
        ("2015-07-02", None),
        (None, None),
    ],
)
def test_what_happened_between_two_slices(date: str | None, what: str | None) -> None:
    analysis, shift = told(defection)
    assert (shift.since, shift.day) == (day("2015-06-01"), day("2015-07-01"))
    raid = rel("raid", "grey", "red1", date=date, source=AFTER)
    found = happened_between(analysis, shift, raid)
    assert (found.what if found else None) == what


@pytest.mark.parametrize(
    ("date", "what"), [("2015-06-10/..", "began"), ("2014/2015-06-10", "ended"), ("2014/..", None)]
)
def test_of_a_state_its_beginning_or_its_end_happened(date: str, what: str | None) -> None:
    analysis, shift = told(defection)
    found = happened_between(analysis, shift, rel("pledge", "grey", "red1", date=date))
    assert (found.what if found else None) == what


def test_relations_are_sorted_by_what_became_of_them() -> None:
    analysis, shift = told(orphans)
    relations = analysis.dataset.relations
    raid = rel("raid", "grey", "blue1", date="2015-06-10", source=AFTER)
    hub, rivalry = relations["sponsorship-hub-grey"], relations["rivalry-grey-blue1"]
    heard = sort_out(analysis, shift, [rivalry, hub, raid])
    assert [one.relation for one in heard.happened] == [raid.id]
    assert (heard.ended, heard.held) == ((hub,), (rivalry,))
    assert sort_out(analysis, shift, []) == Heard((), (), ())


def test_who_ended_is_named_once() -> None:
    analysis, _ = told(orphans)
    both = [analysis.dataset.relations[f"sponsorship-hub-{x}"] for x in ("grey", "gold")]
    assert enders(analysis, both) == ["Hub"]
    assert enders(analysis, [analysis.dataset.relations["rivalry-grey-blue1"]]) == []
    assert tell_ends([]) == ""


def worth(*relations: Relation) -> list[tuple[str, str]]:
    dataset = make(*relations)
    lines = trace_lines(dataset)
    found = [one for relation in relations for one in occurrences(dataset, lines, relation)]
    return [(relation.id, what) for relation, what in worth_telling(dataset, found)]


def test_splits_are_told_first() -> None:
    pledge = rel("pledge", "grey", "blue", date="2015-06-10/..")
    parting = rel("breakaway", "grey", "red", date="2015-06-10")
    assert worth(pledge, parting) == [(parting.id, "happened"), (pledge.id, "began")]


def test_a_state_is_told_only_where_no_happening_brought_it_about() -> None:
    founding = rel("founding", "grey", "blue", date="2015-06-10")
    member = rel("membership", "grey", "blue", date="2015-06-10/..")
    elsewhere = rel("membership", "grey", "red", date="2015-06-10/..")
    enmity = rel("rivalry", "grey", "blue", date="2015-06-10/..")
    assert worth(founding, member) == [(founding.id, "happened")]
    assert worth(member) == [(member.id, "began")]
    # Neither a tie to somebody else nor one of the other sign is told by it.
    assert {rid for rid, _ in worth(founding, member, elsewhere, enmity)} == {
        founding.id,
        elsewhere.id,
        enmity.id,
    }


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (defection, "Grey broke away from Red1 and declared loyalty to Blue1"),
        (merger, "Red1 and Red2 joined Blue1 and Blue2"),
        (split, "Red1 and Red2 left Blue1 and Blue2"),
        (mixed, "Grey began to work with Blue1"),
        (far_away, "after news of others: Blue2 joined Blue3"),
        (orphans, "Hub ended"),
        (fading, "as reports fade"),
    ],
)
def test_short_causes(story: Story, words: str) -> None:
    assert cause_words(*told(story)) == words
