from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.errors import OutputError
from idlib_graph.output import check_folder, make_folder, write_whole

PNG = b"\x89PNG\r\n\x1a\n"
KINDS = {
    "PNG image": PNG,
    "PDF file": b"%PDF-1.7",
    "HTML page": b"<!DOCTYPE html>",
    "XML file": b'<?xml version="1.0"?>',
    "SVG image": b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN">\n<svg>',
    "GraphML file": b'<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    "GEXF file": b'<?xml version="1.0"?>\n<gexf version="1.3">',
    "JSON file": b'{"a": 1}',
    "Parquet file": b"PAR1\x15\x04",
    "text file": b"# A title\n",
    "binary file": b"PK\x03\x04\x00\x00",
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_its_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "c.txt", "é\n")

    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "é\n".encode()
    assert names(tmp_path / "a" / "b") == ["c.txt"]


@given(first=st.binary(max_size=300), second=st.binary(max_size=300))
def test_afterwards_the_file_is_the_new_one_or_the_old_one(
    first: bytes, second: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("out") / "file"
    write_whole(path, first)
    try:
        write_whole(path, second)
    except OutputError:
        assert path.read_bytes() == first
    else:
        assert path.read_bytes() == second
    assert names(path.parent) == ["file"]


@pytest.mark.parametrize("there", KINDS)
@pytest.mark.parametrize("new", KINDS)
def test_a_file_is_replaced_only_by_one_of_its_kind(there: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(KINDS[there])

    if there == new:
        write_whole(path, KINDS[new] + b" ")
        assert path.read_bytes() == KINDS[new] + b" "
    else:
        with pytest.raises(OutputError, match=f"is an? {there}, not an? {new}; nothing written"):
            write_whole(path, KINDS[new])
        assert path.read_bytes() == KINDS[there]


def test_an_empty_file_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    write_whole(path, PNG)

    assert path.read_bytes() == PNG


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is not a file"):
        write_whole(tmp_path, "text")


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("real.txt")
    write_whole(link, "one\n")
    write_whole(link, "two\n")

    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "two\n"


def test_rights_are_those_of_the_file_that_was_there_or_the_usual_ones(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.touch()
    kept.chmod(0o640)
    before = os.umask(0o027)
    try:
        write_whole(kept, "text")
        write_whole(tmp_path / "new", "text")
    finally:
        os.umask(before)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), "text")

    assert names(tmp_path) == ["n" * 255]
    with pytest.raises(OutputError, match="name too long"):
        write_whole(tmp_path / ("n" * 256), "text")


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "text")
    reader.join()

    assert read == [b"text"]
    assert pipe.is_fifo()


def test_a_device_is_written_to_as_it_is() -> None:
    write_whole(os.devnull, "text")

    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full to write to")
def test_a_full_device_is_told() -> None:
    with pytest.raises(OutputError, match="cannot write /dev/full: no space left on device"):
        write_whole("/dev/full", "text")


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_write_that_stops_half_way_leaves_what_was_there(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_text("before", encoding="utf-8")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_whole(path, "after")

    assert path.read_text(encoding="utf-8") == "before"
    assert names(tmp_path) == ["file"]


def test_standard_output_takes_bytes_and_text(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_whole("-", "é")
    write_whole("-", PNG)

    assert capfdbinary.readouterr().out == "é".encode() + PNG


def test_a_folder_is_made_or_taken_as_it_is(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(str(tmp_path / "a" / "b")) == tmp_path / "a" / "b"


def test_a_file_in_the_way_of_a_folder_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for path in (tmp_path / "file", tmp_path / "file" / "below" / "that"):
        with pytest.raises(OutputError, match="the file file is in the way"):
            check_folder(path)
    check_folder(tmp_path / "not" / "there" / "yet")
    with pytest.raises(OutputError, match="name a folder"):
        make_folder("-")
