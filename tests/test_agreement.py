"""Agreement between codings: figures worked out by hand, published examples, and brute force."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import krippendorff
import numpy as np
import pytest
from builders import PAPER, faction, make, rel
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from idlib_graph.agreement import (
    agreement_record,
    compare_codings,
    krippendorff_alpha,
    map_factions,
    read_mapping,
)
from idlib_graph.agreement.alignment import align, overlap
from idlib_graph.agreement.mentions import Mention, dates_meet, mentions
from idlib_graph.checks import load_dataset
from idlib_graph.cli import coding
from idlib_graph.dates import parse_date
from idlib_graph.errors import DatasetError, NotFoundError
from idlib_graph.model import Evidence
from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from idlib_graph.agreement import Agreement
    from idlib_graph.model import Dataset, Relation

DATA = Path(__file__).parents[1] / "data"
PLAIN = {"COLUMNS": "80", "FORCE_COLOR": None, "TTY_COMPATIBLE": None}
OTHER = "other-2017-01-01"

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", examples A, B and C, and the one
# of Wikipedia's article on alpha: a row a coder, a column a unit, a dot where nothing was coded.
PUBLISHED = {
    0.095: ["0100000010", "1110010000"],
    0.692: ["aabbdcccedda", "babbbccceddd"],
    0.743: ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
    0.691: [".....34121133.3", "1.213343.......", "..21344.21133.4"],
}


def units_of(*coders: str) -> list[list[str | None]]:
    return [[None if v == "." else v for v in unit] for unit in zip(*coders, strict=True)]


# -- alpha -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alpha", "coders"), PUBLISHED.items())
def test_alpha_of_published_examples(alpha: float, coders: list[str]) -> None:
    assert krippendorff_alpha(units_of(*coders)) == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_binary_data_by_hand() -> None:
    # four units of ten unlike; fourteen values 0, six values 1
    assert krippendorff_alpha(units_of(*PUBLISHED[0.095])) == pytest.approx(1 - 19 * 4 / (14 * 6))


def test_alpha_at_its_ends() -> None:
    assert krippendorff_alpha(units_of("ab", "ab")) == 1.0
    # n = 4, all pairs unlike: 1 - 3 * 4 / (2 * 2 * 2)
    assert krippendorff_alpha(units_of("ab", "ba")) == pytest.approx(-0.5)


@pytest.mark.parametrize("coders", [["aaa", "aaa"], ["ab.", "..c"], ["...", "..."]])
def test_alpha_is_undefined_where_nothing_could_differ(coders: list[str]) -> None:
    assert krippendorff_alpha(units_of(*coders)) is None
    assert krippendorff_alpha([]) is None


@given(st.lists(st.lists(st.sampled_from("abcd."), min_size=3, max_size=3), max_size=12))
def test_alpha_is_that_of_another_program(rows: list[list[str]]) -> None:
    units = [[None if v == "." else v for v in row] for row in rows]
    alpha = krippendorff_alpha(units)
    assume(alpha is not None)
    numbers = [[np.nan if v is None else ord(v) for v in unit] for unit in units]
    expected = krippendorff.alpha(np.array(numbers).T, level_of_measurement="nominal")
    assert alpha == pytest.approx(expected)


# -- existence ---------------------------------------------------------------------------------


def cited(relation: Relation, *paragraphs: int, claim: str = "asserted", **more: str) -> Relation:
    """The relation with one piece of evidence, in PAPER unless `source` says otherwise."""
    source = more.get("source", PAPER)
    date = parse_date(more["date"]) if "date" in more else None
    return replace(relation, evidence=(Evidence(source, paragraphs, claim, date=date),))


def two() -> tuple[Dataset, Dataset]:
    """Two codings of one paper over a, b, c, d that share two of three relations each."""
    first = make(
        cited(rel("battle", "a", "b"), 1),
        cited(rel("linkage", "a", "c"), 2),
        cited(rel("rivalry", "c", "d"), 3),
    )
    second = make(
        cited(rel("battle", "a", "b", id="fight"), 1),
        cited(rel("linkage", "a", "c", id="link"), 2),
        cited(rel("pledge", "b", "d", id="oath"), 4),
    )
    return first, second


def test_existence_by_hand() -> None:
    found = compare_codings(*two()).overall.existence
    # six pairs times three kinds; 36 values of which 6 are 1; two units unlike
    assert (found.units, found.in_first, found.in_second, found.in_both) == (18, 3, 3, 2)
    assert found.dice == pytest.approx(2 * 2 / (3 + 3))
    assert found.alpha == pytest.approx(1 - 35 * 4 / (2 * 30 * 6))


def test_existence_of_one_kind_by_hand() -> None:
    kinds = compare_codings(*two()).by_kind
    clash = kinds["clash"].existence
    assert (clash.units, clash.in_first, clash.in_second, clash.in_both) == (6, 2, 1, 1)
    assert clash.alpha == pytest.approx(1 - 11 * 2 / (2 * 9 * 3))
    assert kinds["split"].existence.dice is None
    assert kinds["split"].existence.alpha is None


def test_a_faction_that_one_coder_alone_has_is_no_unit() -> None:
    first, second = two()
    more = make(*first.relations.values(), cited(rel("battle", "a", "e"), 5))
    found = compare_codings(more, second)
    assert found.overall.existence == compare_codings(first, second).overall.existence
    assert found.overall.relations.in_first == 4
    [alone] = [x for x in found.differences if x.first and "e" in x.first.pair]
    assert (alone.what, alone.counted) == ("only-first", False)


def test_units_are_counted_article_by_article() -> None:
    first, second = two()
    told = cited(rel("raid", "a", "b"), 1, source=OTHER)
    found = compare_codings(
        make(*first.relations.values(), told), make(*second.relations.values(), told)
    )
    assert found.overall.existence.units == 18 + 3
    assert found.by_source[OTHER].existence.units == 3
    assert found.by_source[OTHER].existence.dice == 1.0
    assert found.by_source[PAPER] == compare_codings(first, second).overall


def test_only_shared_sources_are_compared() -> None:
    first, second = two()
    told = cited(rel("raid", "a", "b"), 1, source=OTHER)
    found = compare_codings(make(*first.relations.values(), told), second)
    assert (found.sources, found.sources_first, found.sources_second) == ((PAPER,), (OTHER,), ())
    assert found.overall == compare_codings(first, second).overall


def test_without_a_common_source_there_is_nothing_to_compare() -> None:
    told = make(cited(rel("raid", "a", "b"), 1, source=OTHER))
    with pytest.raises(NotFoundError, match="no source id in common"):
        compare_codings(two()[0], told)


def test_a_coding_agrees_with_itself() -> None:
    first = two()[0]
    found = compare_codings(first, first)
    assert found.differences == ()
    assert found.overall.existence.alpha == found.overall.existence.dice == 1.0
    assert found.overall.relations.dice == found.overall.relations.type_alpha == 1.0
    assert found.overall.relations.claim_alpha is None  # all are asserted: nothing could differ


# -- aligned relations -------------------------------------------------------------------------


def test_aligned_relations_by_hand() -> None:
    first = make(
        cited(rel("battle", "a", "b", date="2015-03"), 1, 2),
        cited(rel("raid", "a", "c", date="2015"), 3, claim="alleged"),
        cited(rel("raid", "a", "d"), 4),
        cited(rel("threat", "b", "a"), 5),
        cited(rel("aid", "c", "d", date="2014"), 6),
    )
    second = make(
        cited(rel("battle", "a", "b", date="2015", id="v"), 2),
        cited(rel("raid", "a", "c", id="w"), 3, claim="reported"),
        cited(rel("raid", "d", "a", id="x"), 4),
        cited(rel("accusation", "b", "a", id="y"), 5),
        cited(rel("aid", "c", "d", date="2015", id="z"), 6),
    )
    found = compare_codings(first, second)
    x = found.overall.relations
    assert (x.in_first, x.in_second, x.aligned, x.dice) == (5, 5, 5, 1.0)
    assert (x.undated, x.overlapping, x.one_dated, x.apart) == (2, 1, 1, 1)
    assert (x.same_direction, x.opposite, x.one_directed, x.undirected) == (3, 1, 0, 1)
    assert x.date_share == pytest.approx(3 / 5)
    assert x.direction_share == pytest.approx(3 / 4)
    # types: battle 2, raid 4, threat 1, accusation 1, aid 2 of 10 values; one pair unlike
    assert x.type_alpha == pytest.approx(1 - 9 * 2 / (100 - 4 - 16 - 1 - 1 - 4))
    # claims: asserted 8, alleged 1, reported 1; one pair unlike
    assert x.claim_alpha == pytest.approx(1 - 9 * 2 / (100 - 64 - 1 - 1))
    assert [(d.what, d.mention.relation) for d in found.differences] == [
        ("claim", "raid-a-c"),
        ("date", "raid-a-c"),
        ("direction", "raid-a-d"),
        ("type", "threat-b-a"),
        ("date", "aid-c-d"),
    ]


def test_relations_without_a_common_paragraph_are_not_aligned() -> None:
    found = compare_codings(
        make(cited(rel("raid", "a", "b"), 1, 2)), make(cited(rel("raid", "a", "b", id="x"), 3))
    )
    assert found.overall.relations.aligned == 0
    assert [d.what for d in found.differences] == ["only-first", "only-second"]
    assert found.overall.existence.dice == 1.0  # the tie is in both, whatever they cite for it


def mention(name: str, *paragraphs: int, type: str = "raid") -> Mention:  # noqa: A002 - as in records
    return Mention(PAPER, name, "clash", type, "a", "b", True, "asserted", None, paragraphs)  # noqa: FBT003 - directed


def names(pairs: list[tuple[Mention, Mention]]) -> list[tuple[str, str]]:
    return [(one.relation, other.relation) for one, other in pairs]


def test_the_sum_of_overlaps_counts_and_not_the_best_single_one() -> None:
    first = [mention("r", 1, 2, 3), mention("s", 4)]
    second = [mention("x", 1, 2, 4), mention("y", 3)]
    assert overlap(first[0], second[0]) > overlap(first[0], second[1])
    assert names(align(first, second)) == [("r", "y"), ("s", "x")]


def test_of_equal_overlaps_the_same_type_goes_together() -> None:
    first = [mention("r", 1), mention("s", 1, type="battle")]
    second = [mention("x", 1, type="battle"), mention("y", 1)]
    assert names(align(first, second)) == [("r", "y"), ("s", "x")]


def test_of_wholly_equal_relations_the_order_of_ids_decides() -> None:
    first, second = ([mention(f"{side}{i}", 1) for i in (3, 1, 2)] for side in "rx")
    assert names(align(first, second)) == [("r1", "x1"), ("r2", "x2"), ("r3", "x3")]


cells = st.lists(st.frozensets(st.integers(1, 6), min_size=1), min_size=1, max_size=4)


@given(cells, cells)
def test_no_other_alignment_overlaps_more(first: list[set[int]], second: list[set[int]]) -> None:
    ones = [mention(f"r{i}", *sorted(numbers)) for i, numbers in enumerate(first)]
    others = [mention(f"x{i}", *sorted(numbers)) for i, numbers in enumerate(second)]
    few, many = sorted((ones, others), key=len)
    best = max(
        sum(overlap(a, b) for a, b in zip(few, chosen, strict=True))
        for chosen in permutations(many, len(few))
    )
    assert sum(overlap(a, b) for a, b in align(ones, others)) == best


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (None, None, True),
        ("2018", None, False),
        ("2018", "2018-05-01", True),
        ("2018", "2019", False),
        ("../2018-02", "2010", True),
        ("2018-02/..", "2020", True),
        ("2018-02/..", "2017", False),
        ("[..2018]", "2016/2017", True),
    ],
)
def test_dates_meet_where_their_boxes_overlap(
    one: str | None, other: str | None, *, meet: bool
) -> None:
    boxes = [parse_date(text) if text else None for text in (one, other)]
    assert dates_meet(*boxes) == dates_meet(*reversed(boxes)) == meet


def test_several_pieces_of_evidence_in_one_article_are_one_mention() -> None:
    told = replace(
        rel("raid", "a", "b", date="2015"),
        evidence=(
            Evidence(PAPER, (7, 2), "alleged"),
            Evidence(PAPER, (3,), "reported", date=parse_date("2014")),
            Evidence(OTHER, (9,), "asserted"),
        ),
    )
    one, other = mentions(make(told), [PAPER, OTHER])
    assert (one.paragraphs, one.claim, one.date) == ((2, 3, 7), "reported", parse_date("2014"))
    assert (other.source, other.claim, other.date) == (OTHER, "asserted", parse_date("2015"))


# -- factions ----------------------------------------------------------------------------------


def named(name: str, *aliases: str, id: str) -> Dataset:  # noqa: A002 - as in records
    it = replace(faction(id), name=name, aliases=aliases)
    return make(cited(rel("raid", id, "z"), 1), factions=[it])


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("Hayʿat Tahrīr al-Sham", ()),
        ("the hayat tahrir AL SHAM", ()),
        ("Something else", ("Hay’at Tahrir al-Sham",)),  # noqa: RUF001 - an apostrophe as articles have it
        ("HTS", ()),
    ],
)
def test_factions_are_mapped_by_name_and_alias(name: str, aliases: tuple[str, ...]) -> None:
    first = named("Hay'at Tahrir al-Sham", "HTS", id="hts")
    found = map_factions(first, named(name, *aliases, id="front"))
    assert found.to_first == {"front": "hts", "z": "z"}
    assert found.unmapped_first == found.unmapped_second == ()


def test_the_same_id_goes_before_names_and_the_kept_mapping_before_all() -> None:
    first = make(
        cited(rel("raid", "red", "blue"), 1),
        factions=[replace(faction("blue"), aliases=("Crimson",))],
    )
    second = named("Crimson", id="red")
    assert map_factions(first, second).to_first == {"red": "red"}
    assert map_factions(first, second, {"red": "blue"}).to_first == {"red": "blue"}
    found = map_factions(first, second, {"red": None})
    assert (found.to_first, found.unmapped_second) == ({}, ("red", "z"))
    assert sorted(found.unmapped_first) == ["blue", "red"]


def test_a_faction_between_two_stays_unmapped() -> None:
    first = make(
        cited(rel("raid", "red", "blue"), 1),
        factions=[replace(faction(name), aliases=("rebels",)) for name in ("red", "blue")],
    )
    found = map_factions(first, named("Rebels", id="them"))
    assert found.unmapped_second == ("them", "z")


def test_two_factions_may_be_one_in_the_first_coding() -> None:
    first = make(cited(rel("raid", "army", "blue"), 1))
    second = make(cited(rel("raid", "army", "blue"), 1), cited(rel("raid", "wing", "army"), 2))
    found = compare_codings(first, second, {"wing": "army"})
    assert found.overall.existence.dice == 1.0
    [inside] = found.differences
    assert (inside.what, inside.counted) == ("only-second", False)


def test_a_faction_without_counterpart_never_meets_its_namesake() -> None:
    first, second = two()
    found = compare_codings(first, second, {"a": None})
    assert found.overall.relations.aligned == 0
    assert found.factions.unmapped_second == ("a",)
    assert {d.counted for d in found.differences if "a" in d.mention.pair and d.second} == {False}


def test_a_kept_mapping_of_unknown_factions_is_refused() -> None:
    first, second = two()
    with pytest.raises(NotFoundError, match="'e', no faction of the second coding"):
        map_factions(first, second, {"e": "a"})
    with pytest.raises(NotFoundError, match="'f', no faction of the first coding"):
        map_factions(first, second, {"a": "f"})


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("# remarks\na: b\nb: null\nc:\n", encoding="utf-8")
    assert read_mapping(path, *two()) == {"a": "b", "b": None, "c": None}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: e\n", "1:4 D101 'e' is no faction of the first"),
        ("e: a\n", "1:1 D101 'e' is no faction of the second"),
        ("a: [b]\n", "1:4 D020"),
        ("- a\n", "D020"),
        ("a: b\na: c\n", "2:1 D011"),
        ("a: 'b\n", "D005"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=message):
        read_mapping(path, *two())


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="cannot read the mapping"):
        read_mapping(tmp_path / "none.yaml", *two())


# -- the two codings of the Idlib articles, and the command ------------------------------------


@pytest.fixture(scope="module")
def idlib() -> Agreement:
    first, second = (load_dataset(DATA / name) for name in ("idlib", "idlib-second-coder"))
    kept = read_mapping(DATA / "idlib-second-coder" / "mapping.yaml", first, second)
    return compare_codings(first, second, kept)


def test_figures_add_up_over_articles_and_kinds(idlib: Agreement) -> None:
    for parts in (idlib.by_source, idlib.by_kind):
        for name in ("units", "in_first", "in_second", "in_both"):
            whole = getattr(idlib.overall.existence, name)
            assert whole == sum(getattr(part.existence, name) for part in parts.values())
        for name in ("in_first", "in_second", "aligned", "same_type", "one_dated", "apart"):
            whole = getattr(idlib.overall.relations, name)
            assert whole == sum(getattr(part.relations, name) for part in parts.values())


def test_every_relation_is_aligned_or_a_difference(idlib: Agreement) -> None:
    only = {"only-first": 0, "only-second": 0}
    for item in idlib.differences:
        if item.what in only:
            only[item.what] += 1
    x = idlib.overall.relations
    assert (only["only-first"], only["only-second"]) == (
        x.in_first - x.aligned,
        x.in_second - x.aligned,
    )


def test_the_second_coder_of_the_bundled_data_finds_much_the_same(idlib: Agreement) -> None:
    assert (idlib.overall.existence.dice or 0) > 0.9
    assert (idlib.overall.existence.alpha or 0) > 0.9
    assert (idlib.overall.relations.type_alpha or 0) > 0.9


def test_the_record_is_plain_json(idlib: Agreement) -> None:
    record = agreement_record(idlib)
    assert json.loads(json.dumps(record)) == record
    assert set(record) == {
        "sources",
        "sources_first",
        "sources_second",
        "factions",
        "overall",
        "by_source",
        "by_kind",
        "differences",
    }
    only = [item for item in record["differences"] if item["what"] == "only-second"]
    assert all(item["first"] is None and item["second"]["paragraphs"] for item in only)


def test_compare_prints_tables_of_eighty_columns() -> None:
    folders = [str(DATA / "idlib"), str(DATA / "idlib-second-coder")]
    done = CliRunner().invoke(coding.compare, [*folders, "--differences"], env=PLAIN)
    assert done.exit_code == 0, done.output
    assert max(len(line) for line in done.output.splitlines()) <= 80
    assert "1 of them by the kept" in done.output
    asked = CliRunner().invoke(coding.compare, [*folders, "--json"], env=PLAIN)
    assert json.loads(asked.output)["overall"]["existence"]["units"] > 1000


def test_compare_says_what_is_undefined_and_what_is_left_out(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        make_dataset(folder)
    more = "\n- {id: extra, title: Extra, published: 2020, reliability: A}\n"
    with (second / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    done = CliRunner().invoke(coding.compare, [str(first), str(second)], env=PLAIN)
    assert done.exit_code == 0, done.output
    assert "none: undefined" in done.output
    assert "Articles not compared, only in B: extra." in done.output
    assert "0 differences" in done.output
    assert "kept mapping" in done.output
