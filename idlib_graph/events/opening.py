"""The bytes of a table's file, packed or not, as lines of text."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from idlib_graph.errors import NotFoundError, SettingsError, TableError
from idlib_graph.load.wording import listed, shown
from idlib_graph.output import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 16 * 1024 * 1024
"""Characters of one line of a CSV file; a longer one is no table."""

_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as CSV",
    b"\xff\xfe": "UTF-16; save it as UTF-8",
    b"\xfe\xff": "UTF-16; save it as UTF-8",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
}


def kind_of(path: Path | str) -> str:
    """Whether a file is ``parquet``, or else ``csv``.

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it is neither.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "events.csv").write_text("date,a,b,kind")
    ...     kind_of(Path(folder, "events.csv"))
    'csv'
    """
    with ExitStack() as stack:
        return kind_of_file(open_file(path, stack), path)


def open_file(path: Path | str, stack: ExitStack) -> BinaryIO:
    """A file's bytes, open as long as `stack` is.

    Examples
    --------
    >>> with ExitStack() as stack:
    ...     open_file("no-such.csv", stack)
    Traceback (most recent call last):
    idlib_graph.errors.NotFoundError: there is no file 'no-such.csv'
    """
    try:
        return stack.enter_context(Path(path).open("rb"))
    except FileNotFoundError:
        msg = f"there is no file {shown(str(path))}"
        raise NotFoundError(msg) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        msg = f"{path} cannot be read: {why}"
        raise TableError(msg) from error


def kind_of_file(file: Any, path: Path | str) -> str:  # noqa: ANN401 - a buffered reader, of which peek is no part of BinaryIO
    """Whether an open file is ``parquet``, or else ``csv``; none is lost of what is read.

    Examples
    --------
    >>> kind_of_file(io.BufferedReader(io.BytesIO(b"PAR1...")), "events")
    'parquet'
    """
    head: bytes = file.peek(4)[:4]
    if not head:
        msg = f"{path} is empty"
        raise TableError(msg)
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            msg = f"{path} is no table: it is {what}"
            raise TableError(msg)
    return "parquet" if head == b"PAR1" else "csv"


def _unpacked(path: Path | str, file: Any, stack: ExitStack) -> IO[bytes]:  # noqa: ANN401 - see kind_of_file
    head: bytes = file.peek(4)[:4]
    if head[:2] == b"\x1f\x8b":
        return cast("IO[bytes]", stack.enter_context(gzip.GzipFile(fileobj=file)))
    if head == b"PK\x03\x04":
        archive = stack.enter_context(zipfile.ZipFile(file))
        return stack.enter_context(archive.open(_member(path, archive)))
    return cast("IO[bytes]", file)


def _member(path: Path | str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    inside = [one for one in archive.infolist() if not one.is_dir()]
    tables = [one for one in inside if one.filename.lower().endswith(".csv")]
    names = {one.filename for one in inside}
    if "[Content_Types].xml" in names:
        why = "it is an Excel workbook; save it as CSV"
    elif len(tables) != 1:
        why = f"it holds {len(tables)} CSV files, not one ({listed(map(shown, sorted(names)))})"
    elif tables[0].flag_bits & 1:
        why = "it is encrypted"
    else:
        return tables[0]
    msg = f"{path} cannot be read: {why}"
    raise TableError(msg)


def _decoded(file: IO[bytes], encoding: str, stack: ExitStack) -> io.TextIOWrapper:
    known = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
    try:
        return stack.enter_context(io.TextIOWrapper(file, encoding=known, newline=""))
    except LookupError:
        msg = f"there is no encoding {shown(encoding)}"
        raise SettingsError(msg) from None


def lines_of(
    path: Path | str, file: BinaryIO, stack: ExitStack, encoding: str = "utf-8"
) -> Iterator[str]:
    r"""The lines of text in an open file, also in gzip, or in a zip archive of one CSV file.

    Examples
    --------
    >>> with ExitStack() as stack:
    ...     list(lines_of("events", io.BufferedReader(io.BytesIO(b"a,b\n1,2\n")), stack))
    ['a,b\n', '1,2\n']
    """
    text = _decoded(_unpacked(path, file, stack), encoding, stack)
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            msg = f"{path} is no table: a line has more than {LONGEST_LINE:,} characters"
            raise TableError(msg)
        yield line


def position(file: BinaryIO) -> int:
    """How many bytes are read; 0 where nobody knows, as in a pipe.

    Examples
    --------
    >>> position(io.BytesIO(b"abc"))
    0
    """
    try:
        return file.tell()
    except (OSError, ValueError):
        return 0
