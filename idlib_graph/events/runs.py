"""Results in files or folders that appear whole, or not at all.

A run writes into a folder of its own beside its target, and what it wrote is then renamed. Of two
runs with one target the later replaces the earlier as a whole; they never mix.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.errors import OutputError
from idlib_graph.output import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARQUET = b"PAR1"
_OWN = ("*.parquet", "*.crc", "_SUCCESS")
"""What a folder of Parquet holds; one that holds anything else is never replaced."""


@contextmanager
def fresh_run(path: Path | str) -> Iterator[Path]:
    """A path to write a file or a folder of Parquet to; at the end it is renamed to `path`.

    Where anything fails before, nothing is left of the run, and `path` is as it was.

    Raises
    ------
    OutputError
        Where it cannot be written, or something of another kind stands there.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with fresh_run(Path(folder) / "folded.csv") as run:
    ...         _ = run.write_text("bucket,a,b")
    ...     [path.name for path in Path(folder).iterdir()]
    ['folded.csv']
    """
    target = Path(os.path.realpath(path))
    try:
        _refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        own = Path(
            tempfile.mkdtemp(prefix=f".{target.name[:40]}.", suffix=".run", dir=target.parent)
        )
    except OSError as error:
        raise _failed(path, error) from error
    try:
        yield own / target.name
        _publish(own / target.name, target, own)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _publish(run: Path, target: Path, own: Path) -> None:
    """Put what a run wrote where it belongs; what stood there goes into the run's own folder."""
    _refuse_other_kind(run, target)
    if run.is_file():
        run.replace(target)
        return
    for turn in range(100):
        before = own / f"before-{turn}"
        try:
            with suppress(FileNotFoundError):
                target.rename(before)
            run.rename(target)
        except BaseException as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                continue  # another run came in between: replace that one
            if before.exists():
                before.rename(target)
            raise
        return
    msg = f"cannot write {target}: other runs keep writing to it"
    raise OutputError(msg)


def _refuse_foreign(target: Path) -> None:
    try:
        names = sorted(path.name for path in target.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    foreign = [name for name in names if not any(fnmatch(name, own) for own in _OWN)]
    if foreign:
        msg = f"{target} exists and holds more than Parquet, such as {foreign[0]}; not replaced"
        raise OutputError(msg)


def _refuse_other_kind(run: Path, target: Path) -> None:
    new = _kind(run)
    try:
        old = _kind(target)
    except FileNotFoundError:  # not there, or just moved away by another run
        return
    if new != old:
        msg = f"{target} exists and is a {old}, not a {new}; not replaced"
        raise OutputError(msg)


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return "Parquet file" if file.read(len(_PARQUET)) == _PARQUET else "file of text"
    except IsADirectoryError:
        return "folder"


def _failed(path: Path | str, error: OSError) -> OutputError:
    return OutputError(f"cannot write {path}: {reason(error)}")
