"""A data set written as JSON can be built again, field by field."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import pytest
from builders import faction, make, rel
from commands import ask
from export.hostile import hostile_dataset
from jsonschema import Draft202012Validator

from idlib_graph.checks import load_dataset
from idlib_graph.dates import parse_date
from idlib_graph.export.tables import (
    node_link,
    to_json,
    to_node_link,
    write_json,
    write_node_link,
)
from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source
from idlib_graph.schema import read_schema
from idlib_graph.snapshots import to_multidigraph

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.dates import DateBox

ODD = ("=1+1", "a|b\\", 'say "no"', "one\ntwo\r\n", "\u202eabc", "النصرة", "\x00\x1b", " ")


def rebuild(value: dict[str, Any], like: Dataset) -> Dataset:
    """The data set that JSON text tells of; the codebook is not part of the export."""
    about = value["dataset"]
    return replace(
        like,
        title=about["title"],
        description=about["description"] or "",
        period=box(about["period"]),
        license=about["license"] or "",
        defaults={k: tuple(v) if isinstance(v, list) else v
                  for k, v in (about["defaults"] or {}).items()},
        sources={record["id"]: source(record) for record in value["sources"]},
        factions={record["id"]: faction_of(record) for record in value["factions"]},
        relations={record["id"]: relation(record, like) for record in value["relations"]},
    )  # fmt: skip


def box(text: str | None) -> DateBox | None:
    return parse_date(text) if text else None


def source(record: dict[str, Any]) -> Source:
    plain = {f.name: record[f.name] for f in fields(Source)}
    texts = {name: record[name] or "" for name in ("publisher", "reliability_reason")}
    dates = {name: box(record[name]) for name in ("published", "accessed")}
    return Source(**{**plain, **texts, **dates})


def faction_of(record: dict[str, Any]) -> Faction:
    plain = {f.name: record[f.name] for f in fields(Faction)}
    return Faction(
        **{
            **plain,
            "aliases": tuple(record["aliases"]),
            "active": box(record["active"]),
            "ids": record["ids"] or {},
        }
    )


def relation(record: dict[str, Any], like: Dataset) -> Relation:
    directed = "from" in record
    a, b = (record["from"], record["to"]) if directed else record["between"]
    usual = like.codebook.types[record["type"]].strength
    return Relation(
        id=record["id"], kind=record["kind"], type=record["type"], a=a, b=b, directed=directed,
        evidence=tuple(
            Evidence(
                e["source"], tuple(e["paragraphs"]), e["claim"], e["claimant"], e["via"],
                box(e.get("date")),
            )
            for e in record["evidence"]
        ),
        date=box(record["date"]), place=record["place"], event=record["event"],
        strength=None if record["strength"] == usual else record["strength"],
        note=record["note"],
    )  # fmt: skip


def odd_dataset(text: str) -> Dataset:
    dataset = make(
        rel("battle", "red", "blue", note=text, place=text, strength=0.3, evidence=[
            Evidence("paper-2016-01-01", (3, 1), "denied", text, text, parse_date("2015~"))]),
        rel("membership", "red", "blue", claim="expected", date="[2014..2015]/.."),
        factions=[replace(faction("red", active="../2015"), aliases=(text, f"2 {text}"),
                          ids={"ucdp": text}, native_name=text, note=text)],
        period="2014/2016",
        defaults={"without": ("collective",), "coupling": 0.1},
    )  # fmt: skip
    return replace(dataset, title=text, description=text)


@pytest.mark.parametrize("text", ODD)
def test_an_odd_data_set_survives_the_way_there_and_back(text: str) -> None:
    dataset = odd_dataset(text)

    assert rebuild(json.loads(to_json(dataset)), dataset) == dataset


def test_a_hostile_data_set_survives_the_way_there_and_back() -> None:
    dataset = hostile_dataset()
    again = rebuild(json.loads(to_json(dataset)), dataset)
    told = {r.id: replace(r, note=r.note or None) for r in dataset.relations.values()}

    assert again.factions == dataset.factions
    assert {
        r.id: replace(r, strength=told[r.id].strength) for r in again.relations.values()
    } == told


def test_the_bundled_data_set_survives_the_way_there_and_back() -> None:
    dataset = load_dataset()
    again = rebuild(json.loads(ask("export", "json").out), dataset)

    for name in ("title", "description", "license", "period", "sources", "factions"):
        assert getattr(again, name) == getattr(dataset, name), name
    own = {r.id for r in dataset.relations.values()
           if r.strength == dataset.codebook.types[r.type].strength}  # fmt: skip
    for id_, one in dataset.relations.items():
        given = replace(one, strength=None) if id_ in own else one
        assert again.relations[id_] == given


def test_earliest_and_latest_are_those_of_the_date() -> None:
    for record in json.loads(to_json(load_dataset()))["relations"]:
        date = box(record["date"])
        found = [record["earliest"], record["latest"]]
        days = [date.earliest, date.latest] if date else [None, None]
        assert found == [str(day) if day else None for day in days]


def test_denied_and_expected_relations_are_there_and_carry_no_weight_of_their_own() -> None:
    dataset = load_dataset()
    records = json.loads(to_json(dataset))["relations"]

    assert [record["id"] for record in records] == list(dataset.relations)
    unheard = [r for r in records if {e["claim"] for e in r["evidence"]} <= {"denied", "expected"}]
    assert unheard
    assert {record["credibility"] for record in unheard} == {0}


# the schema


def violations(value: object) -> list[str]:
    schema = Draft202012Validator(json.loads(read_schema("export")))
    return [error.message for error in schema.iter_errors(value)]


@pytest.mark.parametrize("text", ODD)
def test_what_is_written_is_what_the_schema_says(text: str) -> None:
    assert violations(json.loads(to_json(odd_dataset(text)))) == []


def test_the_bundled_data_set_is_what_the_schema_says() -> None:
    value = json.loads(to_json(load_dataset()))
    assert violations(value) == []

    value["relations"][0]["between"] = ["hts", "zinki"]
    value["relations"][1]["evidence"] = []
    del value["factions"][0]["aliases"]
    value["sources"][0]["colour"] = "red"
    value["relations"][2]["kind"] = "quarrel"
    value["dataset"]["earliest"] = "2013"
    assert len(violations(value)) == 6


# node-link


def lists(values: dict[str, Any]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


@pytest.mark.parametrize("text", ODD)
def test_networkx_reads_the_graph_that_was_written(text: str, tmp_path: Path) -> None:
    dataset = odd_dataset(text)
    write_node_link(dataset, tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text("utf-8"))
    G, whole = nx.node_link_graph(data, edges="edges"), to_multidigraph(dataset)

    assert data == node_link(dataset)
    assert isinstance(G, nx.MultiDiGraph)
    assert G.graph == whole.graph
    assert {v: G.nodes[v] for v in G} == {v: lists(whole.nodes[v]) for v in whole}
    assert {e: G.edges[e] for e in G.edges} == {e: lists(whole.edges[e]) for e in whole.edges}
    assert list(G.edges) == list(whole.edges)


def test_networkx_reads_a_hostile_data_set() -> None:
    dataset = hostile_dataset()
    data = json.loads(to_node_link(dataset))
    G = cast("nx.MultiDiGraph[str]", nx.node_link_graph(data, edges="edges"))

    assert {n: G.nodes[n]["name"] for n in G} == {f.id: f.name for f in dataset.factions.values()}
    notes = {key: data.get("note") for *_, key, data in G.edges(keys=True, data=True)}
    assert notes == {r.id: r.note or None for r in dataset.relations.values()}


def test_networkx_reads_the_bundled_data_attribute_by_attribute() -> None:
    dataset = load_dataset()
    data = json.loads(json.dumps(node_link(dataset)))
    G = cast("nx.MultiDiGraph[str]", nx.node_link_graph(data, edges="edges"))

    assert set(G) == set(dataset.factions)
    assert {key for *_, key in G.edges} == set(dataset.relations)
    for a, b, key, edge in G.edges(keys=True, data=True):
        one = dataset.relations[key]
        assert {a, b} == {one.a, one.b}
        assert (edge["kind"], edge["type"]) == (one.kind, one.type)
        assert edge["sign"] == (1 if one.kind == "alliance" else -1)
        assert edge.get("date") == (one.date.text if one.date else None)
        assert edge["sources"] == list(one.sources)


def test_the_text_is_what_is_written(tmp_path: Path) -> None:
    dataset = odd_dataset("x")
    write_json(dataset, tmp_path / "data.json")

    assert (tmp_path / "data.json").read_text("utf-8") == to_json(dataset)
