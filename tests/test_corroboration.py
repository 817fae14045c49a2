from __future__ import annotations

import pytest
from builders import PAPER, make, rel, word

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import load_dataset
from idlib_graph.contested import find_contested
from idlib_graph.corroboration import contributions, corroborate, count_corroboration
from idlib_graph.records import relation_record
from idlib_graph.report.wording import marked, support

LATER, LAST = "review-2016-03-01", "digest-2018-03-01"


@pytest.mark.parametrize(
    ("words", "origins"),
    [
        ([word(PAPER)], (PAPER,)),
        ([word(PAPER), word(LATER)], (PAPER, LATER)),
        ([word(PAPER), word(PAPER, "alleged")], (PAPER,)),
        ([word(PAPER, via="agency"), word(LATER, via="agency")], ("agency",)),
        ([word(PAPER, via="agency"), word(LATER)], ("agency", LATER)),
        ([word(PAPER, via="agency"), word(PAPER, via="wire")], ("agency", "wire")),
        ([word(PAPER), word(LATER, "denied")], (PAPER,)),
        ([word(PAPER), word(LATER, "expected")], (PAPER,)),
        ([word(PAPER, "denied")], ()),
        ([word(PAPER, "expected"), word(LATER, "expected")], ()),
    ],
)
def test_independent_sources_are_counted_by_what_they_rest_on(
    words: list[object], origins: tuple[str, ...]
) -> None:
    data = make(rel("battle", "red", "blue", evidence=words))  # type: ignore[arg-type] # evidence
    found = corroborate(data)["battle-red-blue"]

    assert found.origins == origins
    assert found.independent == len(origins)
    record = relation_record(data, data.relations["battle-red-blue"])
    assert record["independent"] == len(origins)


def test_a_source_of_no_reliability_is_still_a_source_and_a_claim_of_none_is_not() -> None:
    data = make(rel("battle", "red", "blue", source=(PAPER, LATER)), reliability={LATER: "E"})

    assert corroborate(data)["battle-red-blue"].independent == 2


def test_relations_are_counted_by_number_of_sources() -> None:
    data = make(
        rel("battle", "red", "blue", source=(PAPER, LATER, LAST)),
        rel("raid", "red", "blue", source=(PAPER, LATER)),
        rel("threat", "red", "blue"),
        rel("siege", "red", "blue", claim="expected"),
    )

    assert count_corroboration(corroborate(data).values()) == {"0": 1, "1": 1, "2": 1, "3+": 1}


def test_only_what_several_sources_affirm_is_marked() -> None:
    data = make(
        rel("battle", "red", "blue", source=(PAPER, LATER)),
        rel("raid", "red", "blue"),
        rel("siege", "red", "blue", claim="denied"),
        rel("threat", "red", "blue", evidence=[word(PAPER, via="a"), word(PAPER, via="b")]),
    )
    told = [support(data, relation) for relation in data.relations.values()]

    assert told == ["2 sources", "", "", "2 sources in one article"]
    assert marked(data, data.relations["battle-red-blue"]) == "battle-red-blue (2 sources)"
    assert marked(data, data.relations["raid-red-blue"]) == "raid-red-blue"


def test_what_a_source_adds() -> None:
    data = make(
        rel("partnership", "red", "blue", source=PAPER),
        rel("rivalry", "red", "blue", source=LATER),
        rel("battle", "red", "green", date="2015", source=(PAPER, LATER)),
        rel("raid", "blue", "green", date="2015", evidence=[word(PAPER), word(LATER, "denied")]),
        rel("siege", "blue", "green", source=LAST, claim="expected"),
    )
    added = contributions(data, find_contested(data))

    one, two, three = added[PAPER], added[LATER], added[LAST]
    assert one.relations == ("partnership-red-blue", "battle-red-green", "raid-blue-green")
    assert one.single == ("partnership-red-blue", "raid-blue-green")
    assert one.contradicted == ("partnership-red-blue", "raid-blue-green")
    assert two.single == ("rivalry-red-blue",)
    assert two.contradicted == ("rivalry-red-blue", "raid-blue-green")
    assert (three.relations, three.single, three.contradicted) == (("siege-blue-green",), (), ())


def analysis(*sources: str, by: str = PAPER) -> Analysis:
    """Red leaves blue in 2015; `sources` say so, and `by` that it had been a member."""
    return analyze(
        make(
            rel("membership", "red", "blue", date="2014/2015-06", source=by),
            rel("breakaway", "red", "blue", date="2015-06", source=sources),
            rel("partnership", "blue", "green", date="2014/..", source=PAPER),
            period="2015/2016-01",
        ),
        every="P1M",
    )


def test_a_shift_rests_on_one_source_where_all_of_its_cause_does() -> None:
    (shift,) = [s for s in analysis(PAPER).shifts if s.is_event]

    assert "membership-red-blue" in shift.cause
    assert analysis(PAPER).single_source_shifts == (shift,)
    assert len([s for s in analysis(PAPER, by=LATER).shifts if s.is_event]) == 1
    assert analysis(PAPER, LATER).single_source_shifts == ()
    assert analysis(LATER).single_source_shifts == ()  # each single, but not the same source


def test_bundled_relations_add_up() -> None:
    data = load_dataset()
    found = corroborate(data)
    added = contributions(data, find_contested(data))

    assert sum(count_corroboration(found.values()).values()) == len(data.relations)
    alone = [rid for item in added.values() for rid in item.single]
    assert len(alone) == len(set(alone)) == sum(c.independent == 1 for c in found.values())
