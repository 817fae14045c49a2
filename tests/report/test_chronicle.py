from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import scenarios
from builders import faction, make, rel, word
from hypothesis import given, settings
from randomised import datasets
from scenarios import AFTER, CAMPS, YEAR, steady

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.model import Evidence
from idlib_graph.report.chronicle import tell_ledger
from idlib_graph.report.wording import place_words

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset
    from idlib_graph.report.chronicle import Told


def told(analysis: Analysis, relation: str = "") -> Told:
    """The entry that reports a relation; without one, the only shift."""
    found = [
        told
        for told in tell_ledger(analysis)
        if (relation in told.entry.relations if relation else told.entry.shift)
    ]
    (one,) = found
    return one


def test_a_shift_is_told_with_what_was_reported_first() -> None:
    entry = told(analyze(scenarios.defection()))
    assert entry.sentence == (
        "On 10 June 2015, Grey broke away from Red1 and declared loyalty to Blue1 "
        f"[paper-2016-01-01 ¶1; {AFTER} ¶1; paper-2015-01-01 ¶1]; "
        "as computed, Grey went from the Red1 bloc to the Blue1 bloc"
    )
    assert entry.remarks[0] == "Reported, and borne out by the ties"


def test_where_a_break_led_is_computed_where_no_source_tells_it() -> None:
    """Grey, a friend of the blues all along, leaves the reds: that it joined the blues is ours."""
    dataset = make(
        *CAMPS,
        steady("cooperation", "grey", "blue1"),
        rel("pledge", "grey", "red1", date="2014-01-01/..", source="paper-2015-01-01"),
        rel("breakaway", "grey", "red1", date="2015-06-10"),
        period=YEAR,
    )
    entry = told(analyze(dataset), "breakaway-grey-red1")
    assert "Grey broke away from Red1" in entry.sentence
    assert "went from the Red1 bloc to the Blue1 bloc" in entry.sentence
    assert "Told is the break; where it led is computed" in entry.remarks
    known = told(analyze(scenarios.defection()))
    assert "Told is the break; where it led is computed" not in known.remarks


def test_where_who_joined_came_from_is_computed_where_no_source_tells_it() -> None:
    """Grey, with the reds till then, begins to work with a blue: that it left them is ours."""
    remark = "Told is the joining; where it came from is computed"
    assert remark in told(analyze(scenarios.mixed(), coupling=0.05)).remarks
    jund = told(analyze(load_dataset(), every="P3M"), "jund-joins-jfs")
    assert remark in jund.remarks  # what broke away from it is no word of where it was
    assert remark not in told(analyze(scenarios.defection())).remarks


def test_what_ended_is_told_by_what_ended_it() -> None:
    """The pledge that the breakaway ended is behind the shift, and is no sentence of its own."""
    entry = told(analyze(scenarios.defection()))
    assert "pledge-grey-red1" in entry.entry.shift.cause if entry.entry.shift else False
    assert "Red1 declared" not in entry.sentence
    assert {grounds.id for grounds in entry.grounds} == {
        "pledge-grey-blue1", "pledge-grey-red1", "breakaway-grey-red1",
    }  # fmt: skip


def test_what_faded_is_told_as_not_repeated() -> None:
    entry = told(analyze(scenarios.fading(), coupling=0.05))
    assert entry.sentence == (
        "Between 1 June 2015 and 1 July 2015, as computed, Grey went from the Red1 bloc to the "
        "Blue1 bloc; no report repeats that Grey sided with Red1 on 20 December 2014 "
        "[paper-2016-01-01 ¶1]"
    )


def test_what_is_presumed_names_the_day_of_the_report() -> None:
    entry = told(analyze(scenarios.presumed(), coupling=0.05))
    assert entry.sentence.endswith(
        "; presumed from a report of 1 December 2015 that Grey worked with Red1 "
        "[paper-2015-12-01 ¶1]"
    )
    assert ", as computed, " in entry.sentence


def test_news_and_fading_are_told_one_after_the_other() -> None:
    entry = told(analyze(scenarios.mixed(), coupling=0.05))
    assert entry.sentence == (
        f"On 10 June 2015, Grey began to work with Blue1 [{AFTER} ¶1]; as computed, Grey went "
        "from the Red1 bloc to the Blue1 bloc; no report repeats that Grey sided with "
        "Red1 on 20 December 2014 [paper-2016-01-01 ¶1]"
    )


def test_news_of_others_is_told_as_that() -> None:
    entry = told(analyze(scenarios.far_away()))
    goes_back = "; the computed change goes back to the report on others that Blue2 joined Blue3 ["
    assert goes_back in entry.sentence
    assert entry.remarks[0] == (
        "Computed only: no source reports it; the reports behind it are of others"
    )


def test_who_was_left_is_not_said_to_have_left() -> None:
    data = make(
        *CAMPS,
        rel("pledge", "grey", "red1", date="2014-01-01/2015-06-10"),
        steady("rivalry", "grey", "blue1"),
        period=YEAR,
    )
    assert "Grey was no longer in the Red1 bloc" in told(analyze(data)).sentence
    broke = rel("breakaway", "grey", "red1", date="2015-06-10")
    data = make(*data.relations.values(), broke, period=YEAR)
    assert "Grey left the Red1 bloc" in told(analyze(data)).sentence


def test_a_community_founded_is_new_and_one_lost_is_no_longer() -> None:
    born = told(analyze(make(
        *CAMPS,
        rel("partnership", "grey", "gold", date="2015-06-10/..", source=AFTER),
        *(steady("rivalry", name, "blue1") for name in ("grey", "gold")),
        period=YEAR,
    )))  # fmt: skip
    assert "Gold and Grey came together in the new " in born.sentence
    lost = told(analyze(scenarios.orphans()))
    assert "Gold, Grey and Hub were no longer together in the Hub bloc" in lost.sentence


def test_an_organisation_that_ended_is_told_as_the_reason() -> None:
    goes_back = "; the computed change goes back to the report that Hub ended ["
    assert goes_back in told(analyze(scenarios.orphans())).sentence


def test_a_bloc_is_told_with_the_name_that_its_namesake_bore_then() -> None:
    data = make(
        *(rel("pledge", name, "rose", date=scenarios.LONG, source=AFTER) for name in ("a", "b")),
        rel("pledge", "grey", "rose", date="2015-03-10/..", source=AFTER),
        steady("rivalry", "grey", "foe"),
        rel("rebrand", "red", "rose", date="2015-06-10"),
        period=YEAR,
    )
    assert "came into the Rose bloc (then of Red)" in told(analyze(data)).sentence


def test_what_no_shift_bears_out_says_how_they_sat() -> None:
    truce = rel("truce", "red2", "blue2", date="2015-06-10", strength=0.06, note="A short one.")
    entry = told(analyze(make(*CAMPS, truce, period=YEAR)), "truce-red2-blue2")
    assert entry.sentence == (
        "On 10 June 2015, Red2 entered a truce with Blue2 [paper-2016-01-01 ¶1]"
    )
    assert entry.remarks == (
        "Reported only, borne out by no shift: Blue2 and Red2 sat apart before and after",
        "Told by one source only: paper-2016-01-01",
        "Note: A short one",
    )


def evidence_of(*items: Evidence) -> Dataset:
    return make(rel("truce", "a", "b", date="2015-06", evidence=items), period=YEAR)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((word("paper-2016"),), "In June 2015, A entered"),
        ((word("paper-2016", "reported"),), "In June 2015, according to paper-2016, A entered"),
        (
            (Evidence("paper-2016", (1,), "reported", claimant="both"),),
            "In June 2015, according to both, A entered",
        ),
        (
            (word("paper-2016", "reported", via="Agency, 3 June"),),
            "In June 2015, according to Agency (3 June), A entered",
        ),
        ((word("paper-2016", "alleged"),), "In June 2015, as alleged by paper-2016, A entered"),
        (
            (word("paper-2016", "speculated"), word("paper-2017", "alleged")),
            "In June 2015, as alleged by paper-2017, A entered",
        ),
        # one source that states it is enough to tell it as it stands
        ((word("paper-2016", "alleged"), word("paper-2017")), "In June 2015, A entered"),
    ],
)
def test_a_clause_names_whose_word_it_is_unless_a_source_states_it(
    items: tuple[Evidence, ...], words: str
) -> None:
    sentence = told(analyze(evidence_of(*items)), "truce-a-b").sentence
    assert sentence.startswith(words)


@pytest.mark.parametrize(
    ("letter", "item", "words"),
    [
        ("C", word("paper-2016"), "In June 2015, A entered"),
        ("D", word("paper-2016"), "In June 2015, according to paper-2016 (reliability D), A"),
        ("F", word("paper-2016"), "In June 2015, according to paper-2016 (reliability F), A"),
        (
            "D",
            word("paper-2016", "reported", via="Agency"),
            "In June 2015, according to Agency in paper-2016 (reliability D), A",
        ),
        (
            "E",
            word("paper-2016", "alleged"),
            "In June 2015, as alleged by paper-2016 (reliability E), A",
        ),
    ],
)
def test_the_only_source_is_named_where_it_is_less_reliable_than_c(
    letter: str, item: Evidence, words: str
) -> None:
    relation = rel("truce", "a", "b", date="2015-06", evidence=(item,))
    data = make(relation, period=YEAR, reliability={"paper-2016": letter})
    assert told(analyze(data), "truce-a-b").sentence.startswith(words)
    both = replace(relation, evidence=(item, word("paper-2017")))
    data = make(both, period=YEAR, reliability={"paper-2016": letter})
    assert "(reliability" not in told(analyze(data), "truce-a-b").sentence


def test_each_relation_of_a_clause_is_attributed_for_itself() -> None:
    data = make(
        rel("truce", "a", "b", date="2015-06", evidence=(word("gazette-2016"),), event="day"),
        rel("aid", "c", "d", date="2015-06", evidence=(word("paper-2016"),), event="day"),
        rel("aid", "e", "d", date="2015-06", evidence=(word("paper-2016", "alleged"),),
            event="day"),
        period=YEAR,
        reliability={"gazette-2016": "D"},
    )  # fmt: skip
    sentence = told(analyze(data), "truce-a-b").sentence
    unnamed, *named = sentence.partition(" [")[0].split(", and, ")
    assert unnamed == "In June 2015, C helped D"
    assert sorted(named) == [
        "according to gazette-2016 (reliability D), A entered a truce with B",
        "as alleged by paper-2016, E helped D",
    ]


def test_the_only_source_of_what_is_denied_is_named() -> None:
    items = (word("paper-2016"), word("paper-2016", "denied", via="b"))
    entry = told(analyze(evidence_of(*items)), "truce-a-b")
    assert entry.sentence.startswith("In June 2015, according to paper-2016, A entered")
    assert "denied, via b" in entry.sentence
    assert "Contested (1 matter)" in entry.remarks


def test_citations_gather_paragraphs_and_say_where_a_source_dates_it_otherwise() -> None:
    from idlib_graph.dates import parse_date  # noqa: PLC0415 - for this test alone

    items = (
        Evidence("paper-2016", (4, 2), "asserted"),
        Evidence("paper-2016", (9,), "asserted"),
        Evidence("paper-2017", (1,), "asserted", date=parse_date("2015-07")),
    )
    sentence = told(analyze(evidence_of(*items)), "truce-a-b").sentence
    assert sentence.endswith("[paper-2016 ¶¶2, 4, 9; paper-2017 ¶1 (its date: in July 2015)]")


def test_a_source_is_cited_once_with_what_it_asserts_first() -> None:
    items = (
        Evidence("paper-2016", (3,), "reported", claimant="b"),
        word("paper-2017"),
        Evidence("paper-2016", (5, 1), "asserted"),
    )
    sentence = told(analyze(evidence_of(*items)), "truce-a-b").sentence
    assert sentence.endswith("[paper-2016 ¶¶1, 5, ¶3 (reported by b); paper-2017 ¶1]")


def test_a_wide_date_says_where_it_is_placed() -> None:
    data = make(
        *CAMPS,
        rel("pledge", "grey", "red1", date="../2015", source="paper-2015-01-01"),
        rel("breakaway", "grey", "red1", date="2015"),
        steady("rivalry", "grey", "blue1"),
        period=YEAR,
    )
    entry = told(analyze(data))
    assert entry.sentence.startswith("In 2015, ")
    placed = [remark for remark in entry.remarks if remark.startswith("Placed between")]
    assert placed == ["Placed between 1 July 2015 and 1 August 2015, as no source dates it closer"]


def test_what_has_no_date_says_so() -> None:
    undated = rel("offshoot", "red3", "blue3")
    data = make(*CAMPS, undated, period=YEAR, factions=[faction("red3")])
    entry = told(analyze(data), "offshoot-red3-blue3")
    assert entry.sentence.startswith("Red3 came from Blue3")
    assert ", at a time not told [" in entry.sentence
    assert entry.remarks[0] == "Reported, undated"


def test_what_a_shift_goes_back_to_is_said_to_have_one_source_as_the_analysis_has_it() -> None:
    analysis = analyze(load_dataset(), every="P6M")
    alone = [
        entry.entry.shift
        for entry in tell_ledger(analysis)
        if any(text.startswith("What set it off is told by one") for text in entry.remarks)
    ]
    assert alone == list(analysis.single_source_shifts) != []


def test_two_versions_of_one_act_are_told_as_versions() -> None:
    """One source has the founders break away, the other those whom they founded."""
    one, other = (word(f"{name}-2016") for name in ("paper", "gazette"))
    story = {"date": "2015-06", "event": "founding"}
    data = make(
        rel("breakaway", "new", "hub", evidence=(one, other), **story),
        rel("breakaway", "old", "hub", evidence=(one,), **story),
        rel("founding", "old", "new", evidence=(one,), **story),
        period=YEAR,
    )
    assert told(analyze(data), "founding-old-new").plain == (
        "In June 2015, Old broke away from Hub and founded New (gazette-2016: New broke away "
        "from Hub)"
    )


def test_what_sources_tell_apart_of_one_event_is_told_as_versions() -> None:
    """Of two breaks in one event, each source knows another; another act is nobody's version.

    That they differ on who took part is contested, so that the better source is named as well.
    """
    one, other = (word(f"{name}-2016") for name in ("paper", "gazette"))
    story = {"date": "2015-06", "event": "it"}
    data = make(
        rel("breakaway", "a", "hub", evidence=(one,), **story),
        rel("breakaway", "b", "hub", evidence=(one,), **story),
        rel("breakaway", "c", "hub", evidence=(other,), **story),
        rel("aid", "d", "a", evidence=(other,), **story),
        period=YEAR,
        reliability={"gazette-2016": "D"},
    )
    assert told(analyze(data), "breakaway-a-hub").plain == (
        "In June 2015, according to paper-2016, A and B broke away from Hub (gazette-2016, "
        "reliability D: C broke away from Hub), and, according to gazette-2016 (reliability D), D "
        "helped A"
    )


def test_the_note_stands_beside_a_phrase_that_says_less() -> None:
    aid = rel("aid", "a", "b", date="2015-06", note="Medicine.")
    entry = told(analyze(make(aid, period=YEAR)), "aid-a-b")
    assert entry.plain == "In June 2015, A helped B (note: Medicine)"
    assert not any("Medicine" in remark for remark in entry.remarks)


def test_who_hangs_on_another_by_its_one_tie_comes_after_it() -> None:
    data = scenarios.defection()
    more = steady("linkage", "gold", "grey")
    entry = told(analyze(make(*data.relations.values(), more, period=YEAR)))
    assert (
        "as computed, Grey (and with it Gold, which is tied to it alone) went from" in entry.plain
    )


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2015-03-10/..", "Hub bloc (named after its later member)", "Hub bloc"),
        ("2014/2015-08-10", "Hub bloc", "Hub bloc (named after its former member)"),
    ],
)
def test_a_bloc_without_its_namesake_says_so(date: str, first: str, last: str) -> None:
    """Hub is tied most firmly by far, but not all the time."""
    data = make(
        steady("partnership", "a", "b"),
        *(rel("membership", name, "hub", date=date, source=AFTER) for name in ("a", "b")),
        period=YEAR,
    )
    analysis = analyze(data)
    (bloc,) = {c.id for part in analysis.slices for c in part.communities}
    days = (analysis.days[0], analysis.days[-1])
    assert tuple(place_words(analysis, bloc, day) for day in days) == (first, last)


@settings(max_examples=25)
@given(datasets(most=12))
def test_every_entry_of_every_data_set_can_be_told(data: Dataset) -> None:
    data = replace(data, period=make(period="2013/2018").period)
    for entry in tell_ledger(analyze(data, every="P3M")):
        cited = {source for _, citations in entry.parts for source, _ in citations}
        assert cited == set(entry.entry.sources)
        assert not re.search(r"  | ,|that [,;[]|None|because|[^a-z]{[a-z]", entry.plain)
        assert entry.plain[:1].isupper()
        assert all(entry.remarks)


def test_sentence_and_plain_sentence_differ_in_citations_alone() -> None:
    for entry in tell_ledger(analyze(scenarios.defection())):
        bare = entry.sentence
        for _, cited in entry.parts:
            if cited:
                bare = bare.replace(f" [{'; '.join(words for _, words in cited)}]", "", 1)
        assert bare == entry.plain != entry.sentence
