from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from case_folders import INVALID, VALID, lay_out
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import edtf_texts, nearly_edtf, plain_datasets

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset, validate
from idlib_graph.dates import parse_date
from idlib_graph.errors import BackwardsDateError, DateError, NotFoundError
from idlib_graph.load import SETTING_NAMES, built_in_codebook, bundled_dataset, records, vocabulary
from idlib_graph.model import DURATIONS, FACTION_TYPES, KINDS
from idlib_graph.report.shapes import analysis_shape
from idlib_graph.schema import DATA_SCHEMAS, SCHEMA_NAMES, read_schema, schema_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from idlib_graph.load.fields import Table

STRUCTURAL = {f"D0{number}" for number in range(20, 31)} | {"D205"}
"""Codes that both the loader and a schema find; the rest need dates, other records, other files."""

YAML_ONLY = {f"D0{number:02}" for number in range(1, 14)}


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, by which editors read: dates are text, ``yes`` is text."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(~|null|Null|NULL|)$", [*"~nN", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
    ("float", r"^([-+]?\.(inf|Inf|INF)|\.nan)$", list("-+.")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def _decimal(loader: CoreLoader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


CoreLoader.add_constructor("tag:yaml.org,2002:int", _decimal)


@cache
def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(read_schema(name)))


def accepts(name: str, data: object) -> bool:
    return bool(schema(name).is_valid(data))


def schema_of(file: str) -> str:
    return file.split("/", maxsplit=1)[0].removesuffix(".yaml")


def data_files(folder: Path) -> Iterable[Path]:
    names = [f"{name}.yaml" for name in DATA_SCHEMAS]
    here = [folder / name for name in names if (folder / name).exists()]
    return [*here, *sorted(folder.glob("relations/*.yaml"))]


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_each_schema_is_one(name: str) -> None:
    document = json.loads(read_schema(name))
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema_path(name).name == f"{name}.schema.json"


def test_a_schema_that_is_not_there() -> None:
    with pytest.raises(NotFoundError, match="there is no schema 'relation'"):
        read_schema("relation")


@pytest.mark.parametrize("name", [*VALID, *INVALID])
def test_schema_and_loader_agree(name: str, tmp_path: Path) -> None:
    folder = lay_out(name, tmp_path / name)
    problems = [one for one in validate(folder) if one.place]
    for path in data_files(folder):
        file = path.relative_to(folder).as_posix()
        codes = {one.code for one in problems if one.place and one.place.file == file}
        if codes & YAML_ONLY:
            continue
        data = yaml.load(path.read_text(encoding="utf-8-sig"), CoreLoader)  # noqa: S506 - a SafeLoader
        assert accepts(schema_of(file), data) == (not codes & STRUCTURAL), file


@pytest.mark.parametrize("name", VALID)
def test_a_schema_accepts_scalars_that_are_all_text(name: str, tmp_path: Path) -> None:
    folder = lay_out(name, tmp_path / name)
    for path in data_files(folder):
        data = yaml.load(path.read_text(encoding="utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - makes text only
        assert accepts(schema_of(path.relative_to(folder).as_posix()), data), path.name


def test_the_bundled_data_set_keeps_to_the_schemas() -> None:
    folder = bundled_dataset()
    for path in data_files(folder):
        data = yaml.load(path.read_text(encoding="utf-8"), CoreLoader)  # noqa: S506 - a SafeLoader
        errors = schema(schema_of(path.relative_to(folder).as_posix())).iter_errors(data)
        assert [error.message for error in errors] == []


@given(plain_datasets())
def test_schemas_accept_whatever_is_valid(data: dict[str, Any]) -> None:
    for name, content in data.items():
        assert accepts(name, content)


@given(edtf_texts)
def test_dates_of_the_subset_are_accepted(text: str) -> None:
    assert accepts("dataset", {"title": "x", "period": text})


@given(nearly_edtf)
def test_dates_outside_the_subset_are_refused(text: str) -> None:
    """But for days that do not exist and dates that run backwards, which no pattern can know."""
    try:
        parse_date(text.strip())
    except BackwardsDateError:
        return
    except DateError as error:
        if "does not exist" not in str(error):
            assert not accepts("dataset", {"title": "x", "period": text})
    else:
        assert accepts("dataset", {"title": "x", "period": text})


@pytest.mark.parametrize("year", [1999, 2018])
def test_a_year_that_an_editor_reads_as_a_number_is_a_date(year: int) -> None:
    assert accepts("dataset", {"title": "x", "period": year})
    assert not accepts("dataset", {"title": "x", "period": year * 10})


def _properties(name: str, *path: str) -> dict[str, Any]:
    part = json.loads(read_schema(name))
    for step in path:
        part = part[step]
    return dict(part["properties"])


@pytest.mark.parametrize(
    ("name", "path", "table"),
    [
        ("dataset", (), vocabulary.DESCRIPTION),
        ("codebook", (), vocabulary.CODEBOOK),
        ("codebook", ("properties", "types", "additionalProperties"), vocabulary.RELATION_TYPE),
        ("sources", ("items",), records.SOURCE),
        ("factions", ("items",), records.FACTION),
        ("relations", ("items",), records.RELATION),
        ("relations", ("items", "properties", "evidence", "items"), records.EVIDENCE),
    ],
)
def test_schemas_know_the_keys_that_the_loader_knows(
    name: str, path: tuple[str, ...], table: Table
) -> None:
    properties = _properties(name, *path)
    assert set(properties) == set(table.readers)
    assert all("description" in one for one in properties.values())


def test_schemas_know_the_words_that_the_model_knows() -> None:
    relation, faction = _properties("relations", "items"), _properties("factions", "items")
    evidence = _properties("relations", "items", "properties", "evidence", "items")
    source = _properties("sources", "items")
    book = built_in_codebook()
    kind = _properties("codebook", "properties", "types", "additionalProperties")
    assert relation["kind"]["enum"] == kind["kind"]["enum"] == list(KINDS)
    assert kind["duration"]["enum"] == list(DURATIONS)
    assert faction["type"]["enum"] == list(FACTION_TYPES)
    assert relation["type"]["anyOf"][0]["enum"] == list(book.types)
    assert evidence["claim"]["anyOf"][0]["enum"] == list(book.claims)
    assert source["reliability"]["anyOf"][0]["enum"] == list(book.reliability)
    assert set(_properties("dataset", "properties", "defaults")) == set(SETTING_NAMES)


def test_analysis_json_is_what_its_schema_says() -> None:
    shape = json.loads(json.dumps(analysis_shape(analyze(load_dataset()))))
    schema = json.loads(read_schema("analysis"))
    Draft202012Validator(schema).validate(shape)
    del shape["slices"][0]["proven"]
    shape["shifts"][0]["basis"] = "rumour"
    shape["contested"][0]["sides"].pop()
    shape["contested"][1]["ground"] = "taste"
    assert len(list(Draft202012Validator(schema).iter_errors(shape))) == 4
