"""The data sets in ``cases/``: where they are, and what is expected of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idlib_graph.load import Reading

CASES = Path(__file__).parent / "cases"
PLAIN = CASES / "valid" / "plain"
VALID = sorted(path.name for path in (CASES / "valid").iterdir())
INVALID = sorted(path.name for path in (CASES / "invalid").iterdir())


def lay_out(name: str, folder: Path) -> Path:
    """Make the data set of a case: a valid one as it is, an invalid one over the plain one."""
    if name in VALID:
        return CASES / "valid" / name
    case = CASES / "invalid" / name
    shutil.copytree(PLAIN, folder)
    if (case / "relations").is_dir() and not (case / "relations.yaml").exists():
        (folder / "relations.yaml").unlink()
    shutil.copytree(case, folder, dirs_exist_ok=True)
    return folder


def expected(name: str) -> list[str]:
    """The problems of a case, as ``file:line:column CODE``."""
    kind = "valid" if name in VALID else "invalid"
    path = CASES / kind / name / "expected.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def change(folder: Path, **replaced: str | bytes | None) -> Path:
    """Copy the plain data set with some of its files replaced, or left out where None."""
    shutil.copytree(PLAIN, folder, dirs_exist_ok=True)
    for name, content in replaced.items():
        path = folder / f"{name}.yaml"
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def found(reading: Reading) -> list[str]:
    """The problems of a reading, as ``file:line:column CODE``."""
    return [f"{one.place} {one.code}" for one in reading.problems]
