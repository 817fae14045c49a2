from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import CODEBOOK, day, make, rel, word
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.model import Evidence

CLAIMS = st.sampled_from(sorted(CODEBOOK.claims))
WORDS = st.builds(
    word,
    st.sampled_from(["paper-2015", "paper-2016", "paper-2017", "paper-2018"]),
    CLAIMS,
    via=st.sampled_from([None, "agency", "monitor"]),
)


def credibility(*words: Evidence, reliability: Mapping[str, str] | None = None) -> float:
    data = make(rel("battle", "red", "green", evidence=words, id="it"), reliability=reliability)
    return data.credibility(data.relations["it"])


@pytest.mark.parametrize(("claim", "factor"), CODEBOOK.claims.items())
def test_credibility_of_one_reliable_source_is_the_factor_of_its_claim(
    claim: str, factor: float
) -> None:
    assert credibility(word("paper-2016", claim)) == pytest.approx(factor)


def test_claim_and_reliability_multiply() -> None:
    # reported 0.8 by a source of grade C, 0.75
    assert credibility(word("paper-2016", "reported"), reliability={"paper-2016": "C"}) == (
        pytest.approx(0.6)
    )


def test_independent_sources_leave_less_doubt() -> None:
    # 1 - (1 - 0.5) (1 - 0.8) = 0.9
    words = word("paper-2016", "alleged"), word("paper-2017", "reported")
    assert credibility(*words) == pytest.approx(0.9)


def test_one_source_counts_once_with_its_strongest_word() -> None:
    words = word("paper-2016", "alleged"), word("paper-2016", "reported")
    assert credibility(*words) == pytest.approx(0.8)


def test_sources_that_rest_on_the_same_report_are_one_source() -> None:
    words = [
        word("paper-2016", "alleged", via="agency"),
        word("paper-2017", "reported", via="agency"),
    ]
    assert credibility(*words) == pytest.approx(0.8)
    assert credibility(*words, word("paper-2018", "alleged")) == pytest.approx(0.9)


def test_one_source_that_rests_on_two_reports_is_two_voices() -> None:
    words = [word("paper-2016", "alleged", via=name) for name in ("agency", "monitor")]
    assert credibility(*words) == pytest.approx(0.75)


def test_denial_takes_nothing_away() -> None:
    words = word("paper-2016", "reported"), word("paper-2017", "denied")
    assert credibility(*words) == pytest.approx(0.8)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_more_evidence_never_lowers_credibility(words: list[Evidence], more: Evidence) -> None:
    assert 0 <= credibility(*words) <= credibility(*words, more) <= 1


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_order_of_evidence_does_not_matter(words: list[Evidence]) -> None:
    assert credibility(*words) == pytest.approx(credibility(*words[::-1]), abs=1e-12)


def test_strength_is_the_relations_own_or_that_of_its_type() -> None:
    plain, own = rel("battle", "red", "green"), rel("raid", "red", "green", strength=0.1)
    data = make(plain, own)
    assert (data.strength(plain), data.strength(own)) == (0.9, 0.1)


def test_reports_are_the_publication_days_of_those_who_affirm() -> None:
    words = [
        word("paper-2017-02-01"),
        word("paper-2016-01-01", "alleged"),
        word("paper-2015-01-01", "denied"),
    ]
    relation = rel("battle", "red", "green", evidence=words)
    assert make(relation).reports(relation) == (day("2016-01-01"), day("2017-02-01"))


def test_relation_knows_its_pair_and_its_sources() -> None:
    relation = rel("raid", "red", "green", source=("paper-2017", "paper-2016", "paper-2017"))
    assert relation.pair == ("green", "red")
    assert relation.sources == ("paper-2017", "paper-2016")


def test_type_with_roles_has_a_direction() -> None:
    assert CODEBOOK.types["raid"].has_direction
    assert not CODEBOOK.types["battle"].has_direction


def test_place_of_a_record_is_the_nearest_known() -> None:
    whole, key = Place("relations.yaml", 3, 1), Place("relations.yaml", 5, 3)
    data = replace(
        make(rel("battle", "red", "green")),
        places={("relations", "x"): whole, ("relations", "x", "date"): key},
    )
    assert data.place("relations", "x", "date") == key
    assert data.place("relations", "x", "evidence", 0) == whole
    assert data.place("relations", "y") is None
