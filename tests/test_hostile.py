from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from case_folders import PLAIN, change, found, lay_out
from hypothesis import given
from hypothesis import strategies as st
from strategies import FILES

from idlib_graph.errors import NotFoundError
from idlib_graph.load import built_in_codebook, bundled_dataset, files, read_dataset, reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Copy = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Copy:
    """Copy the plain data set with some of its files replaced, or left out where None."""
    return partial(change, tmp_path / "data")


@pytest.mark.parametrize("name", ["dataset", "sources", "factions", "relations"])
def test_a_missing_file(changed: Copy, name: str) -> None:
    read = read_dataset(changed(**{name: None}))
    assert found(read) == [f"{name}.yaml:1:1 D001"]
    assert read.incomplete == ({name} if name != "dataset" else set())


def test_a_folder_of_relations_without_any(changed: Copy) -> None:
    folder = changed(relations=None)
    (folder / "relations").mkdir()
    assert found(read_dataset(folder)) == ["relations/:1:1 D001"]


@pytest.mark.parametrize("name", ["nowhere", "dataset.yaml", "nul\0", "n" * 300])
def test_a_folder_that_is_none(name: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        read_dataset(PLAIN / name)
    assert "\n" not in str(raised.value)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, _loop])
@pytest.mark.parametrize("name", ["dataset.yaml", "factions.yaml", "relations.yaml"])
def test_what_is_no_file_is_not_read(
    changed: Copy, name: str, make: Callable[[Path], None]
) -> None:
    folder = changed(**{name.removesuffix(".yaml"): None})
    make(folder / name)
    assert found(read_dataset(folder)) == [f"{name}:1:1 D002"]


def test_a_relations_folder_that_loops(changed: Copy) -> None:
    folder = changed(relations=None)
    _loop(folder / "relations")
    assert found(read_dataset(folder)) == ["relations/:1:1 D002"]


def test_a_file_that_may_not_be_read(changed: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    folder = changed()
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    problems = read_dataset(folder).problems
    assert [one.code for one in problems] == ["D002"] * 4
    assert problems[0].message == "cannot be read: Permission denied"


def test_a_file_that_is_too_large(changed: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    read = read_dataset(changed())
    assert {one.code for one in read.problems} == {"D002"}
    assert "larger than" in read.problems[0].message


def test_without_the_bundled_data_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "DESCRIPTION", "no-such-file")
    with pytest.raises(NotFoundError, match="not installed"):
        bundled_dataset()


def bomb(width: int, height: int) -> str:
    levels = ["a0: &a0 [x, x]"]
    for number in range(1, height):
        aliases = ", ".join([f"*a{number - 1}"] * width)
        levels.append(f"a{number}: &a{number} [{aliases}]")
    return "\n".join(levels) + "\n"


def test_an_alias_bomb_stops_early(changed: Copy) -> None:
    problems = read_dataset(changed(dataset=bomb(9, 30))).problems
    assert [one.code for one in problems] == ["D009"]
    assert "10,000" in problems[0].message


def test_aliases_within_the_bound_are_read(changed: Copy) -> None:
    text = (PLAIN / "relations.yaml").read_text(encoding="utf-8")
    again = text.split("- id: green-in-red")[0]
    many = again.replace("[1]", "&one [1]", 1) + "".join(
        again.replace("red-fights-blue", f"fight-{number}").replace("[1]", "*one")
        for number in range(200)
    )
    read = read_dataset(changed(relations=many))
    assert read.problems == ()
    assert read.dataset.relations["fight-199"].evidence[0].paragraphs == (1,)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_stops_early(changed: Copy, opening: str) -> None:
    problems = read_dataset(changed(relations="- " + opening * 50_000)).problems
    codes = [one.code for one in problems]
    # Newer releases of libyaml have a limit of their own, which comes first for brackets.
    parsers = [one for one in problems if one.code == "D005"]
    assert all("exceeded maximum nesting depth" in one.message for one in parsers)
    assert codes.count("D010") + len(parsers) == 1
    assert set(codes) <= {"D005", "D010", "D012"}
    assert len(codes) < 30


def test_a_huge_key_and_a_huge_value_make_short_messages(changed: Copy) -> None:
    text = f"- id: red\n  name: R\n  type: {'x' * 10**6}\n  active: {'9' * 10**6}\n"
    factions = f"{text}  ? {'k' * 10**6}\n  : v\n"
    read = read_dataset(changed(factions=factions))
    assert [one.code for one in read.problems] == ["D025", "D027", "D021"]
    assert all(len(one.message) < 400 for one in read.problems)


def test_messages_are_one_line_without_control_characters(changed: Copy) -> None:
    text = '- id: "a\\nb\\e[31m\\u202e"\n  name: x\n  type: "cell\\n"\n  "k\\ney": 1\n'
    for one in read_dataset(changed(factions=text)).problems:
        assert one.message.isprintable()


def test_a_byte_order_mark_moves_no_column(changed: Copy) -> None:
    text = "titel: x\n".encode("utf-8-sig")
    assert found(read_dataset(changed(dataset=text))) == [
        "dataset.yaml:1:1 D021",
        "dataset.yaml:1:1 D022",
    ]


def test_columns_count_characters_not_bytes(changed: Copy) -> None:
    text = "- {id: red, name: Κόκκινο, type: none}\n"
    assert found(read_dataset(changed(factions=text))) == ["factions.yaml:1:34 D025"]


def test_a_file_name_that_cannot_be_printed(changed: Copy) -> None:
    folder = changed(relations=None)
    (folder / "relations").mkdir()
    (folder / "relations" / "a\nb.yaml").write_text("[]", encoding="utf-8")
    (folder / os.fsdecode(b"\xff.yaml")).write_text("[]", encoding="utf-8")
    read = read_dataset(folder)
    assert found(read) == ["./:1:1 D002", "relations/:1:1 D001", "relations/:1:1 D002"]
    assert all(str(one).isprintable() for one in read.problems)


def test_a_loop_beside_the_relations(changed: Copy) -> None:
    folder = changed(relations=None)
    (folder / "relations").mkdir()
    _loop(folder / "relations" / "loop")
    (folder / "relations" / "one.yaml").write_text("[]", encoding="utf-8")
    assert found(read_dataset(folder)) == []


def test_without_the_bundled_data_the_vocabulary_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    built_in_codebook.cache_clear()
    monkeypatch.setattr(files, "DESCRIPTION", "no-such-file")
    assert built_in_codebook() == reading.NO_WORDS
    built_in_codebook.cache_clear()


@given(st.binary(max_size=200), st.sampled_from(FILES))
def test_any_bytes_give_a_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(PLAIN, folder, dirs_exist_ok=True)
    (folder / f"{name}.yaml").write_bytes(content)
    read_dataset(folder)


@given(st.data())
def test_any_damage_to_a_file_gives_a_reading(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(lay_out("complete", folder), folder, dirs_exist_ok=True)
    path = folder / f"{data.draw(st.sampled_from([*FILES, 'codebook']))}.yaml"
    text = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    inserted = data.draw(st.text(alphabet="[]{}:-?*&!|>'\"#, \n~aé\x00", max_size=10))
    path.write_text(text[:at] + inserted + text[at + length :], encoding="utf-8")
    for problem in read_dataset(folder).problems:
        assert problem.place
        assert problem.message.isprintable()
