from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from case_folders import INVALID, PLAIN, VALID, change, found, lay_out
from hypothesis import given
from strategies import FILES, plain_datasets, write_dataset

from idlib_graph.dates import parse_date
from idlib_graph.errors import Place
from idlib_graph.load import (
    SETTING_NAMES,
    built_in_codebook,
    bundled_dataset,
    events,
    read_dataset,
)
from idlib_graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from idlib_graph.model import Dataset

    Copy = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Copy:
    """Copy the plain data set with some of its files replaced, or left out where None."""
    return partial(change, tmp_path / "data")


def test_every_record_arrives() -> None:
    data = read_dataset(lay_out("complete", PLAIN)).dataset
    assert data.title == "Five colours"
    assert data.description == "Alliances, splits and clashes of invented factions."
    assert data.license == "CC0-1.0"
    assert data.period == parse_date("2015/2020-02")
    assert data.defaults["without"] == ("collective",)
    assert data.defaults["resolution"] == "1"
    gazette = data.sources["gazette"]
    assert (gazette.publisher, gazette.author) == ("Gazette", "A. Writer")
    assert gazette.note == "Two lines\nof remarks."
    assert data.sources["rumour"].published == parse_date("2018~")
    red = data.factions["red"]
    assert red.aliases == ("Reds", "The Red Front", "RF-1")
    assert red.ids == {"ucdp": "1234", "acled": "Red Front"}
    assert red.active == parse_date("2015/..")


def test_relations_arrive_with_their_evidence() -> None:
    data = read_dataset(lay_out("complete", PLAIN)).dataset
    fight = data.relations["red-fights-blue"]
    assert (fight.kind, fight.type, fight.a, fight.b) == ("clash", "battle", "red", "blue")
    assert not fight.directed
    assert fight.strength == 0.95
    assert fight.event == "battle-of-colour-town"
    assert fight.evidence[0].paragraphs == (1, 12)
    assert fight.evidence[0].via == "Wire"
    assert fight.evidence[0].date == parse_date("2017-01-05")
    renaming = data.relations["red-becomes-new-red"]
    assert (renaming.a, renaming.b, renaming.directed) == ("red", "new-red", True)


def test_a_codebook_is_added_to_the_built_in_one() -> None:
    book = read_dataset(lay_out("complete", PLAIN)).dataset.codebook
    base = built_in_codebook()
    assert set(book.types) == {*base.types, "alliance-of-convenience", "walkout", "schism"} | {
        "renaming",
        "fusion",
    }
    assert book.types["walkout"].ends == ("membership", "alliance-of-convenience")
    assert (book.types["schism"].founds, book.types["renaming"].lineage) == ("from", True)
    assert book.types["fusion"].mutual
    assert book.claims["hinted"] == 0.1
    assert book.reliability["G"] == 0.2
    assert book.reliability["B"] == base.reliability["B"]


def test_without_a_codebook_the_built_in_one_holds() -> None:
    assert read_dataset(PLAIN).dataset.codebook == built_in_codebook()


def test_a_type_of_the_same_name_replaces_the_built_in_one(changed: Copy) -> None:
    text = "types: {battle: {kind: clash, duration: state, strength: 0.1, half_life: 99}}\n"
    book = read_dataset(changed(codebook=text)).dataset.codebook
    assert book.types["battle"].half_life == 99
    assert list(book.types) == list(built_in_codebook().types)


def test_the_bundled_data_set_is_sound() -> None:
    assert read_dataset().problems == ()
    assert read_dataset(bundled_dataset()).dataset == read_dataset().dataset


def test_scalars_are_not_guessed_at(changed: Copy) -> None:
    text = "- {id: 007, title: yes, published: 2018-02-01, reliability: 1.50}\n"
    source = read_dataset(changed(sources=text)).dataset.sources["007"]
    assert (source.title, source.reliability) == ("yes", "1.50")
    assert source.published == parse_date("2018-02-01")


def test_a_quoted_null_is_text(changed: Copy) -> None:
    assert read_dataset(changed(dataset="title: 'null'")).dataset.title == "null"


@pytest.mark.parametrize("relations_in", ["relations-folder", "plain", "json-inside", "anchors"])
def test_the_form_of_the_files_does_not_matter(relations_in: str) -> None:
    data = read_dataset(lay_out(relations_in, PLAIN)).dataset
    assert list(data.relations) == ["red-fights-blue", "green-in-red"]
    assert data.sources == read_dataset(PLAIN).dataset.sources
    assert (
        data.relations["red-fights-blue"]
        == (read_dataset(PLAIN).dataset.relations["red-fights-blue"])
    )


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("dataset",), 1, 1),
        (("dataset", "title"), 1, 8),
        (("sources", "herald"), 5, 3),
        (("sources", "herald", "published"), 7, 14),
        (("factions", "red", "aliases", 0), 4, 13),
        (("relations", "red-fights-blue"), 1, 3),
        (("relations", "red-fights-blue", "between", 1), 4, 18),
        (("relations", "red-fights-blue", "evidence"), 7, 5),
        (("relations", "red-fights-blue", "evidence", 1), 8, 7),
        (("relations", "red-fights-blue", "evidence", 1, "source"), 8, 16),
        (("relations", "green-in-red", "from"), 12, 9),
    ],
)
def test_places(path: tuple[str | int, ...], line: int, column: int) -> None:
    data = read_dataset(PLAIN).dataset
    assert data.places[path] == Place(f"{path[0]}.yaml", line, column)
    assert data.place(*path) == data.places[path]


def test_places_are_a_mapping_like_any_other() -> None:
    places = read_dataset(lay_out("relations-folder", PLAIN)).dataset.places
    assert len(places) == len(list(places)) == len(dict(places))
    assert places["relations", "green-in-red"].file == "relations/2020.yaml"
    assert ("relations", "nobody") not in places
    assert ("relations", "green-in-red", "nothing") not in places
    assert () not in places


def test_a_place_that_is_not_there_is_that_of_what_is_around_it() -> None:
    data = read_dataset(PLAIN).dataset
    assert data.place("relations", "green-in-red", "date") == Place("relations.yaml", 9, 3)


def test_the_fingerprint_is_of_names_and_bytes(changed: Copy) -> None:
    same = read_dataset(PLAIN).dataset.fingerprint
    assert len(same) == 64
    assert read_dataset(changed()).dataset.fingerprint == same
    assert read_dataset(changed(dataset="title: Three colours  \n")).dataset.fingerprint != same
    folder = changed()
    (folder / "relations").mkdir()
    (folder / "relations.yaml").rename(folder / "relations" / "relations.yaml")
    assert read_dataset(folder).dataset.fingerprint != same


def test_relations_are_read_in_name_order(changed: Copy) -> None:
    folder = changed()
    text = (folder / "relations.yaml").read_text(encoding="utf-8")
    (folder / "relations.yaml").unlink()
    (folder / "relations").mkdir()
    first, second = text.split("- id: green-in-red")
    (folder / "relations" / "b.yaml").write_text(first, encoding="utf-8")
    (folder / "relations" / "a.yaml").write_text("- id: green-in-red" + second, encoding="utf-8")
    (folder / "relations" / ".hidden.yaml").write_text("x", encoding="utf-8")
    assert list(read_dataset(folder).dataset.relations) == ["green-in-red", "red-fights-blue"]


def test_records_before_a_syntax_error_are_still_read(changed: Copy) -> None:
    folder = changed()
    with (folder / "factions.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: [\n")
    reading = read_dataset(folder)
    assert list(reading.dataset.factions) == ["red", "blue", "green"]
    assert reading.incomplete == {"factions"}


def test_every_file_is_read_though_another_is_broken(changed: Copy) -> None:
    reading = read_dataset(changed(dataset="[", sources="{", factions=b"\xff", relations="- [x]"))
    assert {one.place.file for one in reading.problems if one.place} == {
        f"{name}.yaml" for name in FILES
    }


def test_the_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PyYAML may be built without libyaml."""
    for name in (*VALID, *INVALID):
        folder = lay_out(name, tmp_path / name)
        fast = read_dataset(folder)
        with monkeypatch.context() as patched:
            patched.setattr(events, "Parser", yaml.SafeLoader)
            slow = read_dataset(folder)
        assert slow.dataset == fast.dataset
        if not name.startswith("syntax") and name != "unread-file-is-no-unknown":
            assert found(slow) == found(fast)
        else:
            assert [one.code for one in slow.problems] == [one.code for one in fast.problems]


def test_defaults_may_name_every_setting() -> None:
    assert set(SETTING_NAMES) == set(Settings.__dataclass_fields__)


@given(plain_datasets())
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:  # noqa: ANN401 - plain data
    folder = write_dataset(tmp_path_factory.mktemp("data"), data)
    reading = read_dataset(folder)
    assert reading.problems == ()
    assert_equal(reading.dataset, data)


def assert_equal(dataset: Dataset, data: dict[str, Any]) -> None:
    assert dataset.title == data["dataset"]["title"]
    assert list(dataset.factions) == [one["id"] for one in data["factions"]]
    for record in data["sources"]:
        assert dataset.sources[record["id"]].title == record["title"]
    for record in data["relations"]:
        relation = dataset.relations[record["id"]]
        assert [relation.a, relation.b] == (record.get("between") or [record["from"], record["to"]])
        for key in ("place", "event", "note", "strength"):
            assert getattr(relation, key) == record.get(key)
        for item, piece in zip(relation.evidence, record["evidence"], strict=True):
            assert list(item.paragraphs) == piece["paragraphs"]
            assert item.claimant == piece.get("claimant")
            assert (str(item.date) if item.date else None) == piece.get("date")
