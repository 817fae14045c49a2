from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import ask, lines

from idlib_graph.checks import failures, load_dataset, validate
from idlib_graph.errors import OutputError
from idlib_graph.load import bundled_dataset
from idlib_graph.output import write_whole
from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from pathlib import Path

HANDBOOK = "CODEBOOK.md"
FILES = {"dataset.yaml", "codebook.yaml", "sources.yaml", "factions.yaml", "relations.yaml"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my data"
    outcome = ask("new", str(folder))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[-1].startswith("Next: ")
    return folder


def test_a_new_data_set_is_valid_even_strictly(made: Path) -> None:
    assert failures(validate(made), strict=True) == []
    outcome = ask("validate", "-d", str(made), "--strict")
    assert outcome.code == 0
    assert outcome.out.splitlines()[-1].startswith("0 errors")


def test_it_holds_an_example_of_each_kind_and_its_whole_vocabulary(made: Path) -> None:
    dataset = load_dataset(made)

    assert {r.kind for r in dataset.relations.values()} == {"alliance", "split", "clash"}
    assert dataset.codebook == load_dataset().codebook
    assert dataset.fingerprint


def test_every_file_has_comments_and_names_a_schema_that_is_there(made: Path) -> None:
    for name in FILES:
        first, *rest = (made / name).read_text(encoding="utf-8").splitlines()
        assert first.startswith("# yaml-language-server: $schema=")
        assert json.loads((made / first.split("=", 1)[1]).read_text(encoding="utf-8"))
        assert any("#" in line for line in rest)


def test_what_it_says_it_wrote_is_what_is_there(tmp_path: Path) -> None:
    written = make_dataset(tmp_path / "set")

    assert {path.name for path in written} == FILES | {HANDBOOK}
    assert {path.name for path in (tmp_path / "set").iterdir()} == FILES | {HANDBOOK, "schema"}


def test_the_handbook_comes_with_it(made: Path) -> None:
    bundled = bundled_dataset() / HANDBOOK

    assert (made / HANDBOOK).read_text(encoding="utf-8") == bundled.read_text(encoding="utf-8")
    assert HANDBOOK in (made / "relations.yaml").read_text(encoding="utf-8")


def test_a_report_is_made_from_it(made: Path, tmp_path: Path) -> None:
    outcome = ask("report", "-d", str(made), "-o", str(tmp_path / "out"))

    assert (outcome.code, outcome.err) == (0, "")
    assert "report.html" in {path.name for path in (tmp_path / "out").iterdir()}
    assert [line for line in outcome.out.splitlines() if len(line) > 80] == []


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    make_dataset(tmp_path)

    assert validate(tmp_path) is not None


@pytest.mark.parametrize("name", ["notes.txt", ".hidden"])
def test_a_folder_with_something_in_it_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    outcome = ask("new", str(tmp_path))

    assert (outcome.code, outcome.out) == (1, "")
    assert "is not an empty folder; nothing written" in outcome.err
    assert len(lines(outcome.err)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="nothing written"):
        make_dataset(path)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("was_there", [False, True])
@pytest.mark.parametrize("last", range(1, 11))
@pytest.mark.parametrize("error", [OutputError("disk full"), KeyboardInterrupt()])
def test_where_it_cannot_be_finished_nothing_is_left(
    error: BaseException,
    last: int,
    was_there: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Path] = []

    def write(path: Path, text: str) -> None:
        if len(written) == last:
            raise error
        written.append(path)
        write_whole(path, text)

    folder = tmp_path / "set"
    if was_there:
        folder.mkdir()
    monkeypatch.setattr("idlib_graph.output.write_whole", write)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        make_dataset(folder)

    assert len(written) == last
    assert folder.exists() is was_there
    assert not was_there or not list(folder.iterdir())
