"""A data set that is written reads back as it was, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from commands import ask
from export.hostile import hostile_dataset
from hypothesis import given, settings
from strategies import plain_datasets, write_dataset

from idlib_graph.checks import load_dataset
from idlib_graph.errors import OutputError
from idlib_graph.load import read_dataset
from idlib_graph.model import Faction
from idlib_graph.saving import save_dataset

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from idlib_graph.model import Dataset


def saved(dataset: Dataset, folder: Path) -> Dataset:
    """What is read back, whether or not its records make sense together."""
    save_dataset(dataset, folder)
    reading = read_dataset(folder)
    assert not reading.problems
    return reading.dataset


def test_the_bundled_data_read_back_as_they_were(tmp_path: Path) -> None:
    data = load_dataset()
    back = saved(data, tmp_path / "set")

    assert back == data
    assert list(back.relations) == list(data.relations)  # in their order, too
    assert back.codebook == data.codebook


def test_names_that_would_like_to_be_something_else_read_back(tmp_path: Path) -> None:
    data = replace(hostile_dataset(), relations={})

    read = saved(data, tmp_path / "set").factions
    assert {name: faction.name for name, faction in read.items()} == {
        name: faction.name.strip() for name, faction in data.factions.items()
    }


@pytest.mark.parametrize(
    "name",
    ["yes", "null", "2018-02", "1e3", "- a", "a: b", "#", "'", '"', "a\\n", "éß漢", "\u202ea"],
)
def test_text_stays_text(name: str, tmp_path: Path) -> None:
    data = load_dataset()
    odd = Faction("odd", name, "armed-group", aliases=(f"the {name}",), note=name)
    back = saved(replace(data, factions={**data.factions, "odd": odd}), tmp_path / "set")

    assert back.factions["odd"] == odd


@settings(max_examples=40)
@given(plain=plain_datasets())
def test_any_data_set_reads_back_as_it_was(
    plain: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = read_dataset(write_dataset(tmp_path_factory.mktemp("read"), plain)).dataset

    assert saved(data, tmp_path_factory.mktemp("written")) == data


def test_nothing_at_all_is_a_strength_too(tmp_path: Path) -> None:
    data = load_dataset()
    relation = replace(data.relations["zinki-leaves-hts"], strength=0.0)
    back = saved(replace(data, relations={relation.id: relation}), tmp_path / "set")

    assert back.relations[relation.id].strength == 0.0


def test_editors_find_the_schemas_and_nothing_is_written_over(tmp_path: Path) -> None:
    files = save_dataset(load_dataset(), tmp_path / "set")

    for path in files:
        line = path.read_text(encoding="utf-8").partition("\n")[0]
        assert (path.parent / line.partition("$schema=")[2]).is_file()
    assert ask("validate", "-d", str(tmp_path / "set")).code == 0
    with pytest.raises(OutputError, match="nothing written"):
        save_dataset(load_dataset(), tmp_path / "set")
