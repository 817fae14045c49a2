"""Writing files whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from idlib_graph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAGIC = (
    (b"\x89PNG", "PNG image"),
    (b"%PDF", "PDF file"),
    (b"PAR1", "Parquet file"),
    (b"<!doctype html", "HTML page"),
    (b"{", "JSON file"),
    (b"[", "JSON file"),
)
_ROOTS = {b"graphml": "GraphML file", b"gexf": "GEXF file", b"svg": "SVG image"}
_ROOT = re.compile(rb"<(\w+)")  # neither a declaration nor a document type
_HEAD = 512


def write_whole(path: Path | str, content: bytes | str) -> None:
    """Write `content` to `path`, or to standard output where `path` is ``-``, as `open_whole` does.

    Raises
    ------
    OutputError
        Where it cannot be written, or something of another kind stands there.
    """
    data = content.encode() if isinstance(content, str) else content
    with open_whole(path, data[:_HEAD]) as file:
        file.write(data)


@contextmanager
def open_whole(path: Path | str, head: bytes) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all; ``-`` is standard output.

    The file appears complete or stays as it was: it is written beside the target and renamed
    where no error ends the block. An existing file is replaced only by one of its own kind.
    Missing folders are made. A device or a pipe, such as ``/dev/stdout``, is written to as it is.

    Parameters
    ----------
    head : what will be written first, or some of it, by which its kind is known

    Raises
    ------
    OutputError
        Where it cannot be written, or something of another kind stands there.
    """
    if str(path) == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(os.path.realpath(path))
    try:
        if _is_stream(path):
            with Path(path).open("wb") as stream:
                yield stream
            return
        _refuse_other_kind(target, head)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(target) as file:
            yield file
    except OSError as error:
        msg = f"cannot write {path}: {reason(error)}"
        raise OutputError(msg) from error


def write_folder(folder: Path | str, contents: Mapping[str, bytes | str]) -> list[Path]:
    """Write files, by their paths within it, into a new or empty folder: all of them or none.

    Raises
    ------
    OutputError
        Where the folder is there already with something in it, or cannot be written.
    """
    target = Path(folder)
    was_there = target.exists()
    check_empty(target)
    make_folder(target)
    try:
        for name, content in contents.items():
            write_whole(target / name, content)
    except BaseException:  # Ctrl-C as well must leave nothing half written behind
        for name in contents:
            (target / name).unlink(missing_ok=True)
        made = {(target / name).parent for name in contents} - {target}
        for part in sorted(made) + [target] * (not was_there):
            with suppress(OSError):  # it was never made, or somebody else's file is in it
                part.rmdir()
        raise
    return [target / name for name in contents]


def check_empty(folder: Path | str) -> None:
    """Refuse a folder that holds something, before long work is done for it.

    Raises
    ------
    OutputError
        Where something is in it or it can be no folder.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        msg = f"{folder} exists and is not an empty folder; nothing written"
        raise OutputError(msg)
    check_folder(folder)


def make_folder(path: Path | str) -> Path:
    """Make a folder for output, or take the one that is there.

    Raises
    ------
    OutputError
        Where it cannot be made, or a file of that name is in the way.
    """
    check_folder(path)
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make the folder {path}: {reason(error)}"
        raise OutputError(msg) from error
    return Path(path)


def check_folder(path: Path | str) -> None:
    """Refuse what can be no folder, before long work is done for it.

    Raises
    ------
    OutputError
        Where a file of that name is in the way, or standard output is meant.
    """
    if str(path) == "-":
        msg = "several files are to be written; name a folder for them, not - (standard output)"
        raise OutputError(msg)
    there = next(part for part in (Path(path), *Path(path).absolute().parents) if part.exists())
    if not there.is_dir():
        msg = f"cannot make the folder {path}: the file {there.name} is in the way"
        raise OutputError(msg)


def reason(error: OSError) -> str:
    """Why the system refused, in lower case and without its number."""
    return (error.strerror or str(error)).lower()


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent
    )
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:  # Ctrl-C as well must leave no half file behind
        with suppress(OSError):
            Path(name).unlink()
        raise


def _is_stream(path: Path | str) -> bool:
    """Whether a device or a pipe stands there, which can only be written as it is."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _refuse_other_kind(target: Path, data: bytes) -> None:
    if not target.exists():
        return
    if not target.is_file():
        msg = f"cannot write {target}: it is not a file"
        raise OutputError(msg)
    with target.open("rb") as file:
        old, new = _kind(file.read(_HEAD)), _kind(data[:_HEAD])
    if old and old != new:
        msg = f"{target} exists and is {_article(old)}, not {_article(new)}; nothing written"
        raise OutputError(msg)


def _kind(head: bytes) -> str:
    """What begins so; nothing where nothing does."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<svg")):
        root = _ROOT.search(start)
        return _ROOTS.get(root[1] if root else b"", "XML file")
    found = (kind for magic, kind in _MAGIC if start.startswith(magic.lower()))
    return next(found, "binary file" if b"\0" in head else "text file" if head else "")


def _article(kind: str) -> str:
    return f"{'an' if kind[:3] in {'HTM', 'SVG', 'XML'} else 'a'} {kind}"
