"""The audit against invented articles: each class of finding, ways of writing names, odd texts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from builders import faction, make, rel
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.audit import (
    CHECKS,
    Article,
    Audit,
    Reason,
    audit_dataset,
    audit_record,
    read_articles,
    read_coverage,
    split_paragraphs,
)
from idlib_graph.audit.coverage import REASON
from idlib_graph.audit.names import Names
from idlib_graph.audit.words import words
from idlib_graph.cli import coding
from idlib_graph.errors import DatasetError, IdlibGraphError, NotFoundError
from idlib_graph.load import bundled_dataset, read_dataset
from idlib_graph.model import Dataset, Evidence, Faction, Relation
from idlib_graph.scaffold import make_dataset
from idlib_graph.schema import read_schema

ARTICLES = Path(__file__).parent / "articles"
GAZETTE, COURIER = "gazette-2016-01-01", "courier-2017-01-01"
PLAIN = {"COLUMNS": "80", "FORCE_COLOR": None, "TTY_COMPATIBLE": None}

FACTIONS = (
    Faction("red", "Red Brigade", "armed-group", ("Reds",)),
    Faction("khadra", "Hay'at al-Khadra", "armed-group", ("Green Front",)),
    Faction("blue", "Blue Guard", "armed-group", ("Blues",)),
    Faction("blue-cells", "Blue Guard cells", "cell"),
    Faction("us", "United States", "state", ("US", "U.S.")),
)


def told(
    kind: str, a: str, b: str, *paragraphs: int, source: str = GAZETTE, note: str | None = None
) -> Relation:
    """A relation with one piece of evidence."""
    return replace(rel(kind, a, b, note=note), evidence=(Evidence(source, paragraphs, "asserted"),))


def look(
    *relations: Relation, reasons: tuple[Reason, ...] = (), texts: dict[str, str] | None = None
) -> Audit:
    """The audit of these relations against the invented articles, or against `texts`."""
    given = (texts or {}).items()
    articles = {name: Article(name, split_paragraphs(text)) for name, text in given}
    return audit_dataset(dataset(*relations), articles or read_articles(ARTICLES), reasons)


def dataset(*relations: Relation) -> Dataset:
    return make(*relations, factions=FACTIONS)


def found(audit: Audit, check: str) -> list[tuple[str | None, tuple[int, ...], str | None]]:
    return [(x.source, x.paragraphs, x.relation) for x in audit.findings if x.check == check]


# -- evidence ----------------------------------------------------------------------------------


def test_evidence_that_names_both_is_no_finding() -> None:
    audit = look(told("battle", "red", "khadra", 3))
    assert (audit.counts.evidence, audit.counts.both_named) == (1, 1)
    assert not found(audit, "unnamed")
    assert not found(audit, "nearby")
    assert not audit.failed


def test_paragraphs_are_taken_together() -> None:
    assert look(told("battle", "khadra", "us", 3, 5)).counts.both_named == 1


def test_a_pronoun_is_read_with_the_paragraph_beside() -> None:
    audit = look(told("truce", "red", "khadra", 4))
    assert found(audit, "nearby") == [(GAZETTE, (4,), "truce-red-khadra")]
    assert audit.counts.nearby == 1
    assert not audit.failed


def test_evidence_that_does_not_name_a_faction_is_a_fault() -> None:
    audit = look(told("battle", "red", "khadra", 5))
    assert not found(audit, "nearby")  # paragraph 4 and 6 do not name the Khadra either
    [finding] = [x for x in audit.findings if x.check == "unnamed"]
    assert (finding.paragraphs, finding.factions, finding.hard) == ((5,), ("khadra",), True)
    assert finding.message == "Hay'at al-Khadra not named"
    assert audit.failed


def test_neither_faction_named() -> None:
    [finding] = [x for x in look(told("battle", "khadra", "us", 8)).findings if x.hard]
    assert finding.factions == ("khadra", "us")


def test_a_reason_excuses_a_relation() -> None:
    relation = told("battle", "red", "khadra", 5)
    reason = Reason(GAZETTE, (5,), "The other side is called its foe.", relation.id)
    audit = look(relation, reasons=(reason,))
    assert not audit.failed
    assert audit.counts.explained == 1
    elsewhere = replace(reason, paragraphs=(6,))
    audit = look(relation, reasons=(elsewhere,))
    assert audit.failed
    assert found(audit, "reason") == [(GAZETTE, (6,), relation.id)]


def test_a_paragraph_that_does_not_exist_is_a_fault() -> None:
    audit = look(told("battle", "red", "khadra", 3, 9))
    assert found(audit, "paragraph") == [(GAZETTE, (9,), "battle-red-khadra")]
    assert audit.failed
    assert audit.counts.both_named == 1


def test_an_older_name_stands_for_the_organisation() -> None:
    renamed = told("rebrand", "red", "crimson", 3, 5)
    fight = told("battle", "crimson", "khadra", 3)
    audit = look(renamed, fight)
    assert audit.counts.both_named == 1
    assert found(audit, "unnamed") == [(GAZETTE, (3, 5), "rebrand-red-crimson")]


def test_who_names_cells_names_their_organisation() -> None:
    assert look(told("branch", "blue-cells", "blue", 7)).counts.both_named == 1
    assert look(told("branch", "blue", "blue-cells", 8)).counts.both_named == 0


def test_shifted_paragraph_numbers_are_noticed() -> None:
    right = [
        told("battle", "red", "khadra", 3),
        told("aid", "us", "red", 5),
        told("breakaway", "khadra", "blue", 1, source=COURIER),
    ]
    assert look(*right).counts.both_named == 3
    for step in (1, 2):
        moved = [
            replace(r, evidence=(replace(e, paragraphs=(e.paragraphs[0] + step,)),))
            for r in right
            for e in r.evidence
        ]
        assert look(*moved).counts.both_named == 0


# -- paragraphs --------------------------------------------------------------------------------


def test_paragraphs_that_nothing_cites() -> None:
    audit = look(told("battle", "red", "khadra", 3))
    assert found(audit, "uncited") == [(GAZETTE, (5,), None), (GAZETTE, (8,), None)]
    [first, _] = [x for x in audit.findings if x.check == "uncited"]
    assert first.factions == ("blue", "red", "us")
    counts = audit.counts
    assert (counts.paragraphs, counts.with_two, counts.cited, counts.reasoned) == (8, 3, 1, 0)


def test_a_recorded_reason_covers_a_paragraph() -> None:
    audit = look(told("battle", "red", "khadra", 3), reasons=(Reason(GAZETTE, (5, 8), "Scene."),))
    assert not found(audit, "uncited")
    assert not found(audit, "reason")
    assert audit.counts.reasoned == 2


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (Reason(GAZETTE, (3,), "x"), "paragraph 3 is cited by a relation"),
        (Reason(GAZETTE, (6,), "x"), "paragraph 6 does not name two factions"),
        (Reason(GAZETTE, (5, 80), "x"), "the text has 8 paragraphs"),
        (Reason("times", (1,), "x"), "there is no source 'times'"),
        (Reason(GAZETTE, (5,), "x", "war"), "there is no relation 'war'"),
        (Reason(GAZETTE, (3,), "x", "battle-red-khadra"), "the paragraphs name both factions"),
    ],
)
def test_reasons_that_are_not_needed(reason: Reason, message: str) -> None:
    audit = look(told("battle", "red", "khadra", 3), reasons=(reason,))
    [finding] = [x for x in audit.findings if x.check == "reason"]
    assert finding.message.startswith(message)
    assert not audit.failed


def test_the_cells_are_not_a_second_faction_of_their_paragraph() -> None:
    text = "Blue Guard cells hid.\n\nBlue Guard cells and the Blues hid."
    audit = look(told("battle", "red", "khadra", 1, source="p-2016"), texts={"p-2016": text})
    assert [x.factions for x in audit.findings if x.check == "uncited"] == [("blue", "blue-cells")]


def test_pairs_named_together_without_a_relation() -> None:
    audit = look(told("battle", "red", "khadra", 3))
    assert [(x.factions, x.paragraphs) for x in audit.pairs] == [
        (("blue", "red"), (5, 8)),
        (("blue", "us"), (5,)),
        (("blue-cells", "khadra"), (3,)),
        (("blue-cells", "red"), (3,)),
        (("red", "us"), (5,)),
    ]


# -- names -------------------------------------------------------------------------------------

NAMES = Names(
    [
        Faction(
            "hts", "Hay\N{RIGHT SINGLE QUOTATION MARK}at Tahrir al-Sham", "armed-group", ("HTS",)
        ),
        Faction("is", "Islamic State", "armed-group", ("IS", "ISIS")),
        Faction("us", "United States", "state", ("US",)),
        Faction("shia", "Shi'a militias", "coalition"),
        Faction("army", "الجيش الحر", "armed-group"),
        Faction("turks", "Turks", "state"),
        Faction("asad", "Asʿad Brigade", "armed-group", ("PYD/YPG",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "factions"),
    [
        ("Hayat Tahrir al Sham", {"hts"}),
        ("HAY'AT TAHRIR AL-SHAM'S men", {"hts"}),
        ("Hay`at  Tahrir\nal\N{NO-BREAK SPACE}Sham", {"hts"}),
        ("Hay\N{LEFT SINGLE QUOTATION MARK}at Tahrīr al\N{NON-BREAKING HYPHEN}Shām", {"hts"}),
        ("Hay\N{MODIFIER LETTER LEFT HALF RING}at Tahrir al\N{EN DASH}Sham", {"hts"}),
        ("HTS\N{RIGHT SINGLE QUOTATION MARK} men, HTS-held, (HTS)", {"hts"}),
        ("the hts files", set()),
        ("this is for us", set()),
        ("US is IS", {"us", "is"}),
        ("U.S.-backed", {"us"}),
        ("in the U.S. Then", {"us"}),
        ("Isis and isis", {"is"}),
        ("ISI and IST", set()),
        ("THUS, BUS", set()),
        ("Shia militia", {"shia"}),
        ("a Turk", {"turks"}),
        ("Turkish", set()),
        ("Asad Brigades", {"asad"}),
        ("Syrian PYD/YPG Kurds", {"asad"}),
        ("كان الجيش الحر هنا", {"army"}),
        ("\N{RIGHT-TO-LEFT MARK}الجَيش\N{RIGHT-TO-LEFT MARK} الحر", {"army"}),
        ("Islamic\N{SOFT HYPHEN} Sta\N{ZERO WIDTH SPACE}te", {"is"}),
        ("", set()),
        ("…—!", set()),
    ],
)
def test_ways_of_writing_a_name(text: str, factions: set[str]) -> None:
    assert NAMES.find(text).all == factions


def test_one_alias_of_two_factions_names_both() -> None:
    names = Names([replace(faction(x), aliases=("Rebels",)) for x in ("a1", "b1")])
    assert names.find("rebel").outer == {"a1", "b1"}


def test_overlapping_names_go_to_the_longer_one_that_begins_first() -> None:
    names = Names(
        [
            Faction("one", "Army of the East", "armed-group"),
            Faction("two", "East Wind", "armed-group"),
            Faction("three", "Army", "armed-group"),
        ]
    )
    named = names.find("the Army of the East Wind")
    assert named.outer == {"one"}
    assert named.all == {"one", "two", "three"}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert "" not in words(text)
    NAMES.find(text)
    assert all(paragraph for paragraph in split_paragraphs(text))


@given(st.lists(st.sampled_from(["US", "IS", "the", "Islamic", "State", "cells", ".", "\n"])))
def test_what_is_found_outside_is_found_at_all(parts: list[str]) -> None:
    named = NAMES.find(" ".join(parts))
    assert named.outer <= named.all
    assert bool(named.outer) == bool(named.all)


# -- other checks ------------------------------------------------------------------------------


def test_aliases_that_stand_in_no_article() -> None:
    data = make(
        told("battle", "red", "khadra", 3),
        factions=[replace(FACTIONS[0], aliases=("Reds", "Scarlet Legion")), FACTIONS[1]],
    )
    audit = audit_dataset(data, read_articles(ARTICLES))
    assert [x.message for x in audit.findings if x.check == "unseen"] == [
        "alias 'Scarlet Legion' of red stands in no article",
        "alias 'Green Front' of khadra stands in no article",
    ]
    assert (audit.counts.aliases, audit.counts.seen) == (3, 1)


def test_aliases_are_judged_only_where_all_sources_are_at_hand() -> None:
    elsewhere = told("raid", "red", "khadra", 1, source="times-2018-01-01")
    audit = look(told("battle", "red", "khadra", 3), elsewhere)
    assert audit.counts.aliases == 0
    assert found(audit, "article") == [("times-2018-01-01", (), None)]
    assert not audit.failed


def test_six_words_in_a_row_are_a_fault() -> None:
    audit = look(told("aid", "us", "red", 5, note="They say it: Sent grain to us all, IT is so."))
    [finding] = [x for x in audit.findings if x.check == "copied"]
    assert (finding.source, finding.paragraphs, finding.relation) == (GAZETTE, (5,), "aid-us-red")
    assert finding.message == "relation aid-us-red, note: 'sent grain to us all it is'"
    assert audit.failed


def test_five_words_are_none() -> None:
    assert not look(told("aid", "us", "red", 5, note="Sent grain to us and it is.")).failed


def test_words_are_not_joined_over_the_end_of_a_paragraph() -> None:
    # "... agreed on a truce." / "The US sent ..."
    assert not look(told("aid", "us", "red", 5, note="on a truce The US sent")).failed


def test_proper_names_and_titles_may_be_repeated() -> None:
    title = "Quarrel in the Valley of the Mills"
    long = Faction("long", "People's Front for the Long Green Valley", "armed-group")
    texts = {"p-2016": f"{title}\n\nThe People’s Front for the Long Green Valley met the Reds."}  # noqa: RUF001 - as articles have it
    articles = {name: Article(name, split_paragraphs(text)) for name, text in texts.items()}
    for note, copied in (
        ("Peoples Front for the long green valley", False),
        ("quarrel in the valley of the mills", False),
        ("People's Front for the Long Green Valley met the", True),
    ):
        data = make(
            told("aid", "long", "red", 2, source="p-2016", note=note), factions=(*FACTIONS, long)
        )
        source = replace(data.sources["p-2016"], title=title)
        audit = audit_dataset(replace(data, sources={"p-2016": source}), articles)
        assert audit.failed == copied, note


def test_reasons_are_texts_too() -> None:
    reason = Reason(GAZETTE, (5, 8), "It is said that the Reds and others were pleased.")
    audit = look(told("battle", "red", "khadra", 3), reasons=(reason,))
    [finding] = [x for x in audit.findings if x.check == "copied"]
    assert finding.message.startswith(
        "coverage.yaml, gazette-2016-01-01 5: 'it is said that the red"
    )


def test_texts_and_sources_that_do_not_fit() -> None:
    data = dataset(told("battle", "red", "khadra", 3))
    articles = read_articles(ARTICLES)
    good = replace(data.sources[GAZETTE], sha256=articles[GAZETTE].sha256)
    audit = audit_dataset(replace(data, sources={GAZETTE: good}), articles)
    assert [x.message for x in audit.findings if x.check == "source"] == [
        "courier-2017-01-01.txt belongs to no source of the data set"
    ]
    assert not found(audit, "changed")
    bad = replace(good, sha256="0" * 64)
    audit = audit_dataset(replace(data, sources={GAZETTE: bad}), articles)
    assert found(audit, "changed") == [(GAZETTE, (), None)]
    assert audit.failed


def test_findings_come_in_a_fixed_order() -> None:
    relations = (told("battle", "red", "khadra", 9), told("aid", "us", "khadra", 8))
    audit = look(*relations, reasons=(Reason(GAZETTE, (6,), "x"),))
    order = list(CHECKS)
    places = [order.index(x.check) for x in audit.findings]
    assert places == sorted(places)
    assert audit == look(*relations, reasons=(Reason(GAZETTE, (6,), "x"),))


# -- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", ()),
        ("\n \n\t\n", ()),
        ("one", ("one",)),
        ("\n\none\ntwo\n\n\n\nthree\n", ("one\ntwo", "three")),
        ("one\r\n\r\ntwo\rthree\r\r", ("one", "two\nthree")),
        ("one\n \N{NO-BREAK SPACE}\ntwo", ("one", "two")),
        ("one\x0btwo\N{LINE SEPARATOR}three", ("one\x0btwo\N{LINE SEPARATOR}three",)),
    ],
)
def test_paragraphs_are_runs_of_lines(text: str, paragraphs: tuple[str, ...]) -> None:
    assert split_paragraphs(text) == paragraphs


def test_a_byte_order_mark_and_carriage_returns_do_not_matter() -> None:
    courier = read_articles(ARTICLES)[COURIER]
    assert len(courier.paragraphs) == 2
    assert courier.paragraphs[0].startswith("The Green")
    audit = look(told("breakaway", "khadra", "blue", 1, source=COURIER))
    assert audit.counts.both_named == 1


def test_an_empty_article_has_no_paragraph(tmp_path: Path) -> None:
    (tmp_path / f"{GAZETTE}.txt").write_bytes(b"")
    audit = audit_dataset(dataset(told("battle", "red", "khadra", 1)), read_articles(tmp_path))
    assert found(audit, "paragraph") == [(GAZETTE, (1,), "battle-red-khadra")]
    assert found(audit, "unnamed") == [(GAZETTE, (1,), "battle-red-khadra")]


def test_a_huge_line_is_read() -> None:
    text = "The Red Brigade and the Green Front met. " * 50_000
    audit = look(told("battle", "red", "khadra", 1, source="p-2016"), texts={"p-2016": text})
    assert audit.counts.both_named == 1


def test_only_text_files_are_articles(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden.txt", "README.md", "b.text"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert list(read_articles(tmp_path)) == ["a"]


def test_folders_that_hold_no_articles(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no text file"):
        read_articles(tmp_path)
    with pytest.raises(NotFoundError, match="cannot read the folder"):
        read_articles(tmp_path / "none")
    with pytest.raises(NotFoundError, match="not a directory"):
        read_articles(__file__)


def test_articles_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(IdlibGraphError, match="not UTF-8 at byte 3"):
        read_articles(tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(IdlibGraphError, match="is a directory"):
        read_articles(tmp_path)


# -- coverage.yaml -----------------------------------------------------------------------------


def test_reasons_are_read(tmp_path: Path) -> None:
    assert read_coverage(tmp_path) == ()
    records = (
        "{source: a, paragraphs: [1, 2], reason: Scene.}",
        "{source: a, paragraphs: [3], reason: x, relation: r}",
    )
    text = "".join(f"- {record}\n" for record in records)
    (tmp_path / "coverage.yaml").write_text(text, encoding="utf-8")
    assert read_coverage(tmp_path) == (
        Reason("a", (1, 2), "Scene."),
        Reason("a", (3,), "x", "r"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {source: a, paragraphs: [1]}", "D022 a reason has no 'reason'"),
        ("- {source: a, paragraphs: [], reason: x}", "D023"),
        ("- {source: a, paragraphs: [0], reason: x}", "D026"),
        ("- {source: a, paragraphs: [1], reason: x, why: y}", "D021"),
        ("source: a", "D020"),
        ("", "D006"),
    ],
)
def test_what_is_wrong_with_reasons_is_said(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "coverage.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=message):
        read_coverage(tmp_path)


def test_reasons_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "coverage.yaml").write_bytes(b"# \xe9")
    with pytest.raises(IdlibGraphError, match="not UTF-8"):
        read_coverage(tmp_path)


def test_the_schema_knows_the_keys_of_a_reason() -> None:
    item = json.loads(read_schema("coverage"))["items"]
    assert set(item["properties"]) == set(REASON.readers)
    assert item["required"] == list(REASON.required)


def test_the_bundled_reasons_speak_of_the_bundled_data() -> None:
    data = read_dataset().dataset
    cited = {
        (item.source, number)
        for relation in data.relations.values()
        for item in relation.evidence
        for number in item.paragraphs
    }
    reasons = read_coverage()
    assert reasons
    for reason in reasons:
        assert reason.source in data.sources
        assert not {(reason.source, number) for number in reason.paragraphs} & cited


@pytest.mark.parametrize("name", ["coverage.yaml", "mapping.yaml"])
def test_the_loader_leaves_companions_alone(tmp_path: Path, name: str) -> None:
    make_dataset(tmp_path / "set")
    (tmp_path / "set" / name).write_text("[]", encoding="utf-8")
    assert "W001" not in {one.code for one in read_dataset(tmp_path / "set").problems}
    assert read_dataset(bundled_dataset()).problems == ()


# -- the command -------------------------------------------------------------------------------

FILES = {
    "dataset": "title: Valley\n",
    "sources": f"- {{id: {GAZETTE}, title: Quarrel, published: 2016-01-01, reliability: A}}\n",
    "factions": "- {id: red, name: Red Brigade, type: armed-group}\n"
    "- {id: khadra, name: Hayat al-Khadra, type: armed-group}\n",
}


def write(folder: Path, paragraph: int) -> str:
    """A data set with one relation that cites this paragraph of the gazette."""
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "relations.yaml").write_text(
        "- {id: fight, kind: clash, type: battle, between: [red, khadra], evidence: "
        f"[{{source: {GAZETTE}, paragraphs: [{paragraph}], claim: asserted}}]}}\n",
        encoding="utf-8",
    )
    return str(folder)


def audit_command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        coding.audit, [*arguments, "--articles", str(ARTICLES)], standalone_mode=False, env=PLAIN
    )
    assert done.exception is None
    return done.return_value, done.output


def test_the_command_passes_with_notes(tmp_path: Path) -> None:
    code, output = audit_command("-d", write(tmp_path, 3))
    assert code == 0
    assert "A text file belongs to no source." in output
    assert "Findings: 1, of which faults: 0." in output
    assert "Evidence: 1 pieces in 1 articles; 1 name both" in output
    assert max(len(line) for line in output.splitlines()) <= 80


def test_the_command_fails_on_faults_and_lists_pairs(tmp_path: Path) -> None:
    code, output = audit_command("-d", write(tmp_path, 6), "--pairs")
    assert code == 1
    assert "¶6 fight: Red Brigade and Hayat al-Khadra not named" in output
    assert "khadra, red: gazette-2016-01-01 ¶3" in output


def test_the_command_gives_json(tmp_path: Path) -> None:
    code, output = audit_command("-d", write(tmp_path, 6), "--json")
    record = json.loads(output)
    assert code == 1
    assert record["failed"]
    assert record["counts"]["evidence"] == 1
    assert "pairs" not in record
    assert {item["check"] for item in record["findings"]} <= set(CHECKS)
    _, output = audit_command("-d", write(tmp_path, 6), "--json", "--pairs")
    assert json.loads(output)["pairs"] == [
        {"factions": ["khadra", "red"], "source": GAZETTE, "paragraphs": [3]}
    ]


def test_the_record_is_plain_json() -> None:
    record = audit_record(look(told("battle", "red", "khadra", 5)), pairs=True)
    assert json.loads(json.dumps(record)).keys() == record.keys()
