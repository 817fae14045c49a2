"""The files of a data set: which are there, and their bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.errors import NotFoundError
from idlib_graph.load.events import position
from idlib_graph.load.faults import Faults
from idlib_graph.load.wording import did_you_mean, shown

if TYPE_CHECKING:
    from idlib_graph.errors import Problem

DESCRIPTION, CODEBOOK = "dataset.yaml", "codebook.yaml"
SOURCES, FACTIONS = "sources.yaml", "factions.yaml"
RELATIONS, RELATIONS_FOLDER = "relations.yaml", "relations"
COVERAGE, MAPPING = "coverage.yaml", "mapping.yaml"
FILE_NAMES = (DESCRIPTION, CODEBOOK, SOURCES, FACTIONS, RELATIONS)
COMPANIONS = (COVERAGE, MAPPING)
"""Files of a data set's folder that are no part of the data: read by audit and compare only."""
REQUIRED = (DESCRIPTION, SOURCES, FACTIONS)
MAX_BYTES = 64 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


def bundled_dataset() -> Path:
    """Return the folder of the Idlib data set that comes with the package."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "data" / "idlib", package.parent / "data" / "idlib"):
        if (folder / DESCRIPTION).is_file():
            return folder
    msg = "the bundled Idlib data set is not installed; name a data set folder"
    raise NotFoundError(msg)


class DataFolder:
    """A data set's folder while it is read.

    Attributes
    ----------
    problems : what is wrong with the folder and its files
    relation_files : names of the files that hold relations, in name order
    ambiguous : whether relations stand in both places where they may
    """

    def __init__(self, path: Path | str, problems: list[Problem]) -> None:
        self.path = Path(path)
        self.problems = problems
        self._read: list[tuple[str, bytes]] = []
        names = _names(self.path, Faults("./", problems))
        self._missing(names)
        self.ambiguous = RELATIONS in names and RELATIONS_FOLDER in names
        self.relation_files = self._relation_files(names)
        self._has_codebook = CODEBOOK in names
        self._unexpected(names)

    @property
    def has_codebook(self) -> bool:
        """Whether the data set brings a vocabulary of its own."""
        return self._has_codebook

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the name, the length and the bytes of every file read, in name order."""
        digest = hashlib.sha256()
        for name, data in sorted(self._read):
            digest.update(os.fsencode(name) + b"\0" + len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def content(self, name: str) -> bytes | None:
        """Return the UTF-8 bytes of a file, without a byte order mark; None where unreadable."""
        faults = Faults(name, self.problems)
        data = _bytes(self.path / name, faults)
        if data is None:
            return None
        self._read.append((name, data))
        data = data.removeprefix(_BOM)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8")
            message = f"not UTF-8 at byte {error.start}; save the file as UTF-8"
            faults.add("D003", message, position(before, len(before)))
            return None
        return data

    def _missing(self, names: list[str]) -> None:
        for name in REQUIRED:
            if name not in names:
                Faults(name, self.problems).add("D001", f"{name} is missing; add it")
        if RELATIONS not in names and RELATIONS_FOLDER not in names:
            message = f"{RELATIONS} is missing; add it, or a folder {RELATIONS_FOLDER}/"
            Faults(RELATIONS, self.problems).add("D001", message)

    def _relation_files(self, names: list[str]) -> list[str]:
        if RELATIONS_FOLDER not in names:
            return [RELATIONS] if RELATIONS in names else []
        faults = Faults(f"{RELATIONS_FOLDER}/", self.problems)
        if self.ambiguous:
            message = f"{RELATIONS} stands beside {RELATIONS_FOLDER}/; keep one of the two"
            Faults(RELATIONS, self.problems).add("D013", message)
        try:
            inside = _names(self.path / RELATIONS_FOLDER, faults)
        except NotFoundError as error:
            faults.add("D002", f"cannot be read: {error}")
            return []
        for name in inside:
            if name.endswith(".yml") or (self.path / RELATIONS_FOLDER / name).is_dir():
                one = Faults(f"{RELATIONS_FOLDER}/{name}", self.problems)
                one.warn("W001", "is not read; relations stand in *.yaml files")
        found = [f"{RELATIONS_FOLDER}/{name}" for name in inside if name.endswith(".yaml")]
        if not found:
            faults.add("D001", f"{RELATIONS_FOLDER}/ holds no *.yaml file; add one")
        return found

    def _unexpected(self, names: list[str]) -> None:
        for name in names:
            if name.endswith((".yaml", ".yml")) and name not in (*FILE_NAMES, *COMPANIONS):
                hint = did_you_mean(name, FILE_NAMES)
                Faults(name, self.problems).warn("W001", f"{shown(name)} is not read{hint}")


def _names(folder: Path, faults: Faults) -> list[str]:
    """Return the names in a folder, in order, but for hidden and unprintable ones."""
    try:
        found = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    except FileNotFoundError:
        msg = f"there is no data set folder {shown(str(folder))}"
        raise NotFoundError(msg) from None
    except NotADirectoryError:
        msg = f"{shown(str(folder))} is a file; a data set is a folder"
        raise NotFoundError(msg) from None
    except (OSError, ValueError) as error:
        msg = f"data set folder {shown(str(folder))} cannot be read: {_reason(error)}"
        raise NotFoundError(msg) from None
    tables = [name for name in found if name.endswith((".csv", ".csv.gz", ".parquet"))]
    if tables and not any(name.endswith((".yaml", ".yml")) for name in found):
        msg = f"{shown(str(folder))} is no data set but has tables; name one, as {shown(tables[0])}"
        raise NotFoundError(msg)
    for name in found:
        if not name.isprintable():
            faults.add("D002", f"the file name {shown(name)} cannot be printed; rename the file")
    return [name for name in found if name.isprintable()]


def _bytes(path: Path, faults: Faults) -> bytes | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            faults.add("D002", f"cannot be read: it is {what}")
            return None
        if status.st_size > MAX_BYTES:
            limit = f"{MAX_BYTES // 2**20} MiB"
            faults.add("D002", f"cannot be read: it is larger than {limit}; split it")
            return None
        return path.read_bytes()
    except OSError as error:
        faults.add("D002", f"cannot be read: {_reason(error)}")
        return None


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or "unknown reason"
