"""FollowTheMoney entities, held against the schemata as the package has them.

Those are on file, so that the package is not needed; where it is installed, it judges as well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import faction, make, rel, word
from export.hostile import hostile_dataset

from idlib_graph.checks import load_dataset
from idlib_graph.dates import parse_date
from idlib_graph.export.ftm import SCHEMATA, ftm_entities, to_ftm, unaffirmed, write_ftm
from idlib_graph.export.objections import find_objections
from idlib_graph.model import Evidence, Source

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

RECORDED = Path(__file__).parent.parent / "fixtures" / "ftm-model.json"
PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ODD = ("=1+1", 'say "no"', "one\ntwo\r\n", "\u202eabc", "النصرة", "\x00\x1b", "a\u2028b", "\ud800")


def entities(dataset: Dataset) -> list[dict[str, Any]]:
    """What was written, read again line by line."""
    lines = to_ftm(dataset).split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def link(dataset: Dataset, rid: str) -> dict[str, Any]:
    (found,) = [e for e in entities(dataset) if e["properties"].get("recordId") == [rid]]
    return found


def named(dataset: Dataset, ids: list[str]) -> list[str]:
    """The names or titles behind ids of entities."""
    by_id = {e["id"]: e["properties"] for e in entities(dataset)}
    return [(by_id[one].get("name") or by_id[one]["title"])[0] for one in ids]


def dates_of(text: str) -> dict[str, list[str]]:
    """The dates that a relation of that date is exported with."""
    found = link(make(rel("battle", "red", "blue", date=text, id="it")), "it")["properties"]
    return {key: found[key] for key in ("date", "startDate", "endDate") if key in found}


# the schemata


@cache
def model() -> dict[str, Any]:
    schemata: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))["schemata"]
    return schemata


def faults(found: list[dict[str, Any]]) -> list[str]:
    """What the schemata on file forbid."""
    schema_of = {entity["id"]: entity["schema"] for entity in found}
    problems = [f"{len(found) - len(schema_of)} ids twice"] if len(schema_of) < len(found) else []
    for entity in found:
        schema, properties = model()[entity["schema"]], entity["properties"]
        problems += [f"{name} is missing" for name in schema["required"] if name not in properties]
        for name, values in properties.items():
            kind = schema["properties"].get(name, "unknown")
            if not values or len(set(values)) < len(values) or "" in values:
                problems.append(f"{name}: {values}")
            problems += [
                f"{name}: {v!r} is no {kind}" for v in values if not fits(kind, v, schema_of)
            ]
    return problems


def fits(kind: str, value: str, schema_of: dict[str, str]) -> bool:
    what, _, target = kind.partition(" ")
    if what == "entity":
        return value in schema_of and target in model()[schema_of[value]]["is"]
    if what == "date":
        return PARTIAL.fullmatch(value) is not None
    if what == "url":
        return value.startswith(("http://", "https://"))
    return what in {"name", "string", "text", "identifier"}


def test_the_bundled_data_set_keeps_to_the_schemata() -> None:
    assert faults(entities(load_dataset())) == []


@pytest.mark.parametrize("text", ODD)
def test_whatever_text_there_is_keeps_to_the_schemata(text: str) -> None:
    assert faults(entities(odd_dataset(text))) == []


def test_hostile_names_and_notes_are_kept() -> None:
    dataset = hostile_dataset()
    found = entities(dataset)

    assert faults(found) == []
    names = [e["properties"]["name"] for e in found if e["schema"] == "Organization"]
    # FollowTheMoney allows no control characters but line ends
    cleaned = [f.name.replace("\r", "").replace("\x85", "") for f in dataset.factions.values()]
    assert names == [[name.strip()] for name in cleaned]
    for relation in dataset.relations.values():
        if relation.id not in unaffirmed(dataset) and relation.note and relation.note.strip():
            told = link(dataset, relation.id)["properties"]["description"]
            assert told[0] == relation.note.strip()


def odd_dataset(text: str) -> Dataset:
    item = Evidence("paper-2016-01-01", (3, 1), "alleged", text, text)
    data = make(
        rel("battle", "red", "blue", note=text, evidence=[item], date="[..2015]"),
        factions=[replace(faction("red", active="../2015"), aliases=(text, f"2 {text}"),
                          ids={"ucdp": text}, native_name=text, note=text)],
    )  # fmt: skip
    paper = replace(
        data.sources["paper-2016-01-01"],
        author=text,
        publisher=text,
        note=text,
        reliability_reason=text,
        url="https://example.org/a",
    )
    return replace(data, sources={paper.id: paper}, title=text)


def test_faults_are_found() -> None:
    found = entities(load_dataset())
    del found[-1]["properties"]["subject"]
    found[-2]["properties"]["subject"] = found[-2]["properties"]["proof"]
    found[-3]["properties"]["colour"] = ["red"]
    found[0]["properties"]["publishedAt"] = ["last year"]
    # an article is a Thing, as good an end of an UnknownLink as any
    assert [re.split(r"[ :]", fault)[0] for fault in faults(found)] == [
        "publishedAt", "colour", "subject",
    ]  # fmt: skip


def judged(entity: dict[str, Any]) -> dict[str, list[str]]:
    """The properties that the package makes of an entity; it raises what its schema forbids."""
    package = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    package.model.get(entity["schema"]).validate(entity)
    cleaned = package.model.get_proxy(entity, cleaned=False)
    properties: dict[str, list[str]] = cleaned.to_dict()["properties"]
    return properties


def test_the_package_keeps_every_value_of_the_bundled_data() -> None:
    for entity in entities(load_dataset()):
        again = judged(entity)
        assert list(again) == list(entity["properties"])
        for name, values in entity["properties"].items():
            # it takes quotation marks off names
            assert sorted(again[name]) == sorted(v.strip('"') for v in values)


@pytest.mark.parametrize("text", ODD)
def test_the_package_takes_whatever_text_there_is(text: str) -> None:
    for entity in entities(odd_dataset(text)):
        again = judged(entity)
        for name in {"sourceUrl", "proof", "subject", "role"} & set(entity["properties"]):
            assert sorted(again[name]) == sorted(entity["properties"][name])


def test_the_schemata_on_file_are_of_the_version_that_is_told() -> None:
    version = json.loads(RECORDED.read_text(encoding="utf-8"))["version"]

    assert version.rpartition(".")[0] == SCHEMATA


def test_the_package_is_asked_where_it_is_installed() -> None:
    found = entities(load_dataset())
    told = find_objections(found)
    if find_spec("followthemoney") is None:
        assert told is None
        return
    assert told == ()
    found[0]["properties"] |= {"publishedAt": ["last year"], "colour": ["red"]}
    found[1]["properties"]["sourceUrl"] = ["nowhere"]
    assert [
        re.sub(r"\w{40}: ", "", text).split(":")[0] for text in find_objections(found) or ()
    ] == [
        "Article colour is no property",
        "Article publishedAt",
        "Article sourceUrl",
    ]


# what becomes what


@pytest.mark.parametrize(
    ("kind", "schema", "ends"),
    [
        ("membership", "Membership", ("member", "organization")),
        ("branch", "Membership", ("member", "organization")),
        ("arm", "Membership", ("member", "organization")),
        ("rebrand", "Succession", ("predecessor", "successor")),
        ("succession", "Succession", ("predecessor", "successor")),
        ("sponsorship", "UnknownLink", ("subject", "object")),
        ("breakaway", "UnknownLink", ("subject", "object")),
        ("raid", "UnknownLink", ("subject", "object")),
    ],
)
def test_each_type_becomes_its_schema_in_its_direction(
    kind: str, schema: str, ends: tuple[str, str]
) -> None:
    dataset = make(rel(kind, "red", "blue", id="it"))
    found = link(dataset, "it")

    assert found["schema"] == schema
    assert found["properties"]["role"] == [kind]
    assert [named(dataset, found["properties"][end]) for end in ends] == [["Red"], ["Blue"]]


def test_other_types_can_be_memberships() -> None:
    dataset = make(rel("pledge", "red", "blue"), rel("membership", "red", "green"))
    found = [e["schema"] for e in ftm_entities(dataset, memberships=["pledge"])]

    assert Counter(found) == {
        "Article": 1, "Organization": 3, "Membership": 1, "UnknownLink": 1,
    }  # fmt: skip


def test_a_mutual_relation_is_one_link() -> None:
    dataset = make(rel("battle", "red", "blue", id="it"))
    found = link(dataset, "it")["properties"]

    assert named(dataset, [*found["subject"], *found["object"]]) == ["Blue", "Red"]


def test_what_is_only_denied_or_expected_is_no_fact(tmp_path: Path) -> None:
    dataset = make(
        rel("battle", "red", "blue", claim="denied"),
        rel("aid", "red", "blue", claim="expected"),
        rel("truce", "red", "blue", evidence=[word("paper-2016-01-01", "denied"),
                                              word("post-2017-01-01", "reported")]),
    )  # fmt: skip
    left_out = write_ftm(dataset, tmp_path / "ftm.jsonl")
    written = (tmp_path / "ftm.jsonl").read_text("utf-8")

    assert left_out == unaffirmed(dataset) == ("battle-red-blue", "aid-red-blue")
    assert written == to_ftm(dataset)
    assert "battle" not in written
    found = link(dataset, "truce-red-blue")["properties"]
    assert found["status"] == ["denied", "reported"]
    assert named(dataset, found["proof"]) == ["post-2017-01-01"]


def test_every_other_relation_of_the_bundled_data_is_there() -> None:
    dataset = load_dataset()
    found = entities(dataset)
    told = [e["properties"]["recordId"][0] for e in found if "recordId" in e["properties"]]

    assert told == [rid for rid in dataset.relations if rid not in unaffirmed(dataset)]
    assert len(found) == len(dataset.sources) + len(dataset.factions) + len(told)
    for rid in unaffirmed(dataset):
        claims = {item.claim for item in dataset.relations[rid].evidence}
        assert claims <= {"denied", "expected"}


# dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2018", {"date": ["2018"]}),
        ("2018-02~", {"date": ["2018-02"]}),
        ("2018-02-03", {"date": ["2018-02-03"]}),
        ("2018/2019-06", {"startDate": ["2018"], "endDate": ["2019-06"]}),
        ("2018-02/..", {"startDate": ["2018-02"]}),
        ("../2018-02", {"endDate": ["2018-02"]}),
        ("[2019-01-01..2019-01-10]", {"date": ["2019-01"]}),
        ("[2019-01-01..2019-03-10]", {"date": ["2019"]}),
        ("[2018..2019]", {}),
        ("[..2018]", {}),
        ("../[..2018]", {}),
        ("[2018-01..2018-02]/2019", {"startDate": ["2018"], "endDate": ["2019"]}),
    ],
)
def test_a_date_is_never_finer_than_it_was_told(text: str, dates: dict[str, list[str]]) -> None:
    assert dates_of(text) == dates


def test_a_date_that_cannot_be_said_is_in_words() -> None:
    summary = link(make(rel("battle", "red", "blue", date="[2018..2019]", id="it")), "it")

    assert "[2018..2019]" in summary["properties"]["summary"][0]


def test_a_faction_s_life_is_that_of_its_organization() -> None:
    named = [faction("red", active="2014-05/2015"), faction("blue", active="2016/..")]
    red, blue = (e["properties"] for e in entities(make(factions=named)))

    assert (red["incorporationDate"], red["dissolutionDate"]) == (["2014-05"], ["2015"])
    assert blue["incorporationDate"] == ["2016"]
    assert "dissolutionDate" not in blue


# sources and names


def test_a_relation_points_to_its_articles_and_quotes_paragraphs() -> None:
    dataset = make(
        rel("battle", "red", "blue", id="it",
            evidence=[Evidence("paper-2016-01-01", (3, 5), "alleged", "Red", "an agency"),
                      word("post-2017-01-01")]),
    )  # fmt: skip
    papers = {
        name: replace(source, publisher=f"The {name}", url=f"https://example.org/{name}")
        for name, source in dataset.sources.items()
    }
    dataset = replace(dataset, sources=papers)
    found = link(dataset, "it")["properties"]

    assert named(dataset, found["proof"]) == ["paper-2016-01-01", "post-2017-01-01"]
    assert found["publisher"] == ["The paper-2016-01-01", "The post-2017-01-01"]
    assert found["sourceUrl"] == [f"https://example.org/{name}" for name in papers]
    assert found["status"] == ["alleged", "asserted"]
    assert found["description"] == [
        "alleged by Red via an agency: paper-2016-01-01, paragraphs 3, 5",
        "asserted: post-2017-01-01, paragraph 1",
    ]


def test_an_article_says_who_published_it_when_and_how_reliable_it_is() -> None:
    paper = Source(
        "p",
        "A title",
        parse_date("2016-03"),
        "C",
        "Own reporters.",
        "The Paper",
        author="A. Writer",
        url="ftp://example.org",
        accessed=parse_date("2017-01-02"),
        archive_url="https://archive.example.org/p",
    )
    (found,) = entities(replace(make(), sources={"p": paper}))

    assert found["schema"] == "Article"
    assert found["properties"] == {
        "title": ["A title"],
        "fileName": ["p"],
        "author": ["A. Writer"],
        "publisher": ["The Paper"],
        "publishedAt": ["2016-03"],
        "retrievedAt": ["2017-01-02"],
        "sourceUrl": ["https://archive.example.org/p"],
        "summary": ["Reliability C (Admiralty code): Own reporters."],
    }


def test_names_in_other_registers_are_kept() -> None:
    one = replace(faction("red"), ids={"wikidata": "Q1", "ucdp": "118"}, aliases=("R", "Red"),
                  native_name="أحمر")  # fmt: skip
    (found,) = entities(make(factions=[one]))

    assert found["properties"]["wikidataId"] == ["Q1"]
    assert found["properties"]["keywords"] == ["ucdp:118"]
    assert found["properties"]["alias"] == ["R", "Red", "أحمر"]


# ids


def test_ids_stay_whatever_else_is_in_the_data_set() -> None:
    small = make(rel("battle", "red", "blue", id="it"))
    large = make(rel("aid", "blue", "green"), rel("battle", "red", "blue", id="it", note="more"))

    assert link(small, "it")["id"] == link(large, "it")["id"]
    assert {e["id"] for e in entities(small)} < {e["id"] for e in entities(large)}
    assert not {e["id"] for e in entities(small)} & {
        e["id"] for e in entities(replace(small, title="Another"))
    }


def test_a_faction_a_source_and_a_relation_of_one_id_are_three_entities() -> None:
    data = make(rel("battle", "x", "y", id="x", source="x-2016-01-01"))
    source = replace(data.sources["x-2016-01-01"], id="x")
    relation = replace(data.relations["x"], evidence=(Evidence("x", (1,), "asserted"),))
    data = replace(data, sources={"x": source}, relations={"x": relation})

    assert faults(entities(data)) == []
