from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import day, make, rel, tie, word

from idlib_graph.errors import DatasetError
from idlib_graph.lines import lineage_conflicts, trace_lines
from idlib_graph.snapshots import snapshot

if TYPE_CHECKING:
    from idlib_graph.model import Relation

CHAIN = (
    rel("rebrand", "front", "conquest", date="2016-07-28"),
    rel("succession", "conquest", "levant", date="2017-01-28"),
)


def test_faction_without_a_rename_is_a_line_of_one() -> None:
    lines = trace_lines(make(rel("battle", "red", "green", date="2015")))
    assert lines.by_id["red"].names == ("red",)
    assert lines.by_id["red"].since == (None,)
    assert lines.of == {"red": "red", "green": "green"}


def test_chain_of_renames_is_one_line_under_its_last_name() -> None:
    lines = trace_lines(make(*CHAIN))
    line = lines.by_id["levant"]
    assert lines.of == {"front": "levant", "conquest": "levant", "levant": "levant"}
    assert line.names == ("front", "conquest", "levant")
    assert line.since == (None, day("2016-07-28"), day("2017-01-28"))
    assert line.renames == ((), ("rebrand-front-conquest",), ("succession-conquest-levant",))


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2013-01-01", "front"),
        ("2016-07-27", "front"),
        ("2016-07-28", "conquest"),
        ("2017-01-27", "conquest"),
        ("2017-01-28", "levant"),
        ("2019-01-01", "levant"),
    ],
)
def test_line_bears_the_name_of_the_day(on: str, name: str) -> None:
    assert trace_lines(make(*CHAIN)).borne("levant", day(on)) == name


def test_line_is_one_node_under_the_name_of_the_day_whatever_name_is_coded() -> None:
    data = make(
        *CHAIN,
        rel("pledge", "front", "queen", date="2013/.."),
        rel("battle", "levant", "king", date="2015-01-01"),
        rel("raid", "conquest", "king", date="2015-01-01"),
    )
    G = snapshot(data, day("2015-01-01"))
    assert set(G) == {"levant", "queen", "king"}
    assert G.nodes["levant"] == {"faction": "front", "name": "Front", "type": "armed-group"}
    assert G.edges["levant", "king"]["relations"] == ("battle-levant-king", "raid-conquest-king")
    assert snapshot(data, day("2016-08-01")).nodes["levant"]["faction"] == "conquest"
    assert snapshot(data, day("2017-02-01")).nodes["levant"]["faction"] == "levant"


def test_relation_inside_a_line_is_no_tie() -> None:
    data = make(*CHAIN, rel("cooperation", "front", "levant", date="2017-02-01"))
    assert len(snapshot(data, day("2017-02-01"))) == 0


def test_undated_rename_takes_effect_at_the_first_dated_mention_of_the_new_name() -> None:
    data = make(
        rel("rebrand", "front", "conquest"),
        rel("battle", "conquest", "king", date="2015-06-01"),
        rel("battle", "front", "king", date="2014-06-01"),
        rel("raid", "conquest", "king", date="2015-09-01"),
    )
    assert trace_lines(data).by_id["conquest"].since == (None, day("2015-06-01"))


def test_undated_rename_with_no_dated_mention_takes_effect_at_the_first_report() -> None:
    data = make(rel("rebrand", "front", "conquest", source=("paper-2017", "paper-2016-03-01")))
    assert trace_lines(data).by_id["conquest"].since == (None, day("2016-03-01"))


def test_two_sources_of_one_rename_are_one_step() -> None:
    data = make(
        rel("rebrand", "front", "conquest", date="2016-07-28"),
        rel("succession", "front", "conquest", date="2016-07-20"),
    )
    line = trace_lines(data).by_id["conquest"]
    assert line.since == (None, day("2016-07-20"))
    assert line.renames == ((), ("rebrand-front-conquest", "succession-front-conquest"))


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (rel("rebrand", "front", "other"), "'front' has two successors, 'conquest' and 'other'"),
        (rel("rebrand", "other", "conquest"), "'conquest' has two predecessors"),
        (rel("rebrand", "conquest", "front"), "run in a circle"),
        (rel("rebrand", "other", "other"), "the names of 'other' run in a circle"),
    ],
)
def test_renames_that_contradict_each_other_are_an_error(second: Relation, message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        trace_lines(make(rel("rebrand", "front", "conquest"), second))


def test_every_conflict_is_told() -> None:
    data = make(rel("rebrand", "a", "b"), rel("rebrand", "a", "c"), rel("rebrand", "d", "c"))
    assert [rid for rid, _ in lineage_conflicts(data)] == ["rebrand-a-c", "rebrand-d-c"]


def test_rename_less_credible_than_a_half_joins_nothing() -> None:
    doubtful = rel("rebrand", "front", "conquest", date="2016-07-28", claim="speculated")
    data = make(doubtful)
    assert trace_lines(data).of == {"front": "front", "conquest": "conquest"}
    assert tie(data, "front", "conquest", "2016-07-28") is not None


def test_rename_as_credible_as_a_half_joins() -> None:
    data = make(rel("rebrand", "front", "conquest", date="2016-07-28", claim="alleged"))
    assert trace_lines(data).of["front"] == "conquest"


def test_doubtful_words_add_up_to_a_line() -> None:
    # 1 - 0.75 ** 2 = 0.4375, 1 - 0.75 ** 3 = 0.578
    words = [word(f"paper-{year}", "speculated") for year in (2016, 2017, 2018)]
    two = make(rel("rebrand", "front", "conquest", evidence=words[:2]))
    three = make(rel("rebrand", "front", "conquest", evidence=words))
    assert trace_lines(two).of["front"] == "front"
    assert trace_lines(three).of["front"] == "conquest"


def test_contradicting_rename_that_nobody_believes_is_no_error() -> None:
    data = make(
        rel("rebrand", "front", "conquest"),
        rel("rebrand", "front", "other", claim="denied"),
    )
    assert trace_lines(data).of["front"] == "conquest"
