"""Results appear whole or not at all, whoever else writes and whatever fails."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from idlib_graph.errors import OutputError
from idlib_graph.events.runs import fresh_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def folder_of(*parts: str) -> Callable[[Path], object]:
    """A writer of a folder whose parts all hold the name of its first."""

    def write(run: Path) -> None:
        run.mkdir()
        for part in parts:
            (run / part).write_text(parts[0])

    return write


def text(run: Path) -> None:
    run.write_text("day,a,b\n")


def parquet(run: Path) -> None:
    run.write_bytes(b"PAR1....PAR1")


def put(path: Path, write: Callable[[Path], object]) -> None:
    with fresh_run(path) as run:
        write(run)


def content(path: Path) -> list[str]:
    return sorted(str(one.relative_to(path)) for one in path.rglob("*"))


def test_a_folder_replaces_a_folder_as_a_whole(tmp_path: Path) -> None:
    put(tmp_path / "deep" / "out", folder_of("a.parquet", "b.parquet", "_SUCCESS", ".a.crc"))
    put(tmp_path / "deep" / "out", folder_of("c.parquet"))

    assert content(tmp_path) == ["deep", "deep/out", "deep/out/c.parquet"]


def test_a_file_replaces_a_file(tmp_path: Path) -> None:
    for write in (text, text):
        put(tmp_path / "out.csv", write)
    for write in (parquet, parquet):
        put(tmp_path / "out.parquet", write)

    assert content(tmp_path) == ["out.csv", "out.parquet"]


@pytest.mark.parametrize("before", [None, folder_of("a.parquet")])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_fails_leaves_what_was_there(
    before: Callable[[Path], object] | None, error: type[BaseException], tmp_path: Path
) -> None:
    if before:
        put(tmp_path / "out", before)
    there = content(tmp_path)

    def fail() -> None:
        with fresh_run(tmp_path / "out") as run:
            folder_of("z.parquet")(run)
            raise error

    with pytest.raises(error):
        fail()
    assert content(tmp_path) == there


def test_a_run_that_writes_nothing_is_an_error(tmp_path: Path) -> None:
    put(tmp_path / "out", folder_of("a.parquet"))
    with pytest.raises(OutputError, match=r"cannot write .*: no such file or directory"):
        put(tmp_path / "out", lambda _: None)

    assert content(tmp_path) == ["out", "out/a.parquet"]


@pytest.mark.parametrize(
    ("before", "write", "words"),
    [
        (folder_of("a.parquet", "thesis.docx"), folder_of("b.parquet"), "such as thesis.docx"),
        (folder_of("a.parquet"), parquet, "is a folder, not a Parquet file"),
        (text, parquet, "is a file of text, not a Parquet file"),
        (parquet, text, "is a Parquet file, not a file of text"),
        (text, folder_of("a.parquet"), "is a file of text, not a folder"),
    ],
)
def test_what_is_of_another_kind_is_not_replaced(
    before: Callable[[Path], object],
    write: Callable[[Path], object],
    words: str,
    tmp_path: Path,
) -> None:
    before(tmp_path / "out")
    there = content(tmp_path)
    with pytest.raises(OutputError, match=words):
        put(tmp_path / "out", write)

    assert content(tmp_path) == there


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"cannot write .*: permission denied"):
        put(tmp_path / "out", text)


def test_a_file_in_the_way_is_told_in_one_line(tmp_path: Path) -> None:
    text(tmp_path / "file")
    with pytest.raises(OutputError, match=r"cannot write .*: (not a directory|file exists)"):
        put(tmp_path / "file" / "out", text)


WRITER = """
import sys
from pathlib import Path
from idlib_graph.events.runs import fresh_run
name, target, turns = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
for _ in range(turns):
    with fresh_run(target) as run:
        run.mkdir()
        for part in range(5):
            (run / f"{name}-{part}.parquet").write_text(name)
"""


@pytest.mark.slow
def test_runs_at_one_target_never_mix(tmp_path: Path) -> None:
    target = tmp_path / "out"
    runs = [
        subprocess.Popen([sys.executable, "-c", WRITER, name, str(target), "300"])
        for name in ("red", "blue", "green")
    ]
    seen = set()
    while any(run.poll() is None for run in runs):
        names = [path.name for path in listed(target)]
        seen.add(frozenset(names))

    assert [run.returncode for run in runs] == [0, 0, 0]
    assert content(tmp_path)[0] == "out"
    assert len(content(tmp_path)) == 6
    whole = {frozenset(f"{n}-{i}.parquet" for i in range(5)) for n in ("red", "blue", "green")}
    assert len(seen & whole) > 1
    # the reader lists a folder while it is moved and emptied: it may see less of one, never a mix
    assert all(any(names <= one for one in whole) for names in seen)


def listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
