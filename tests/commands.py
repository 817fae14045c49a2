"""The command line as tests call it: in this process, or as a user starts it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import sysconfig
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

from idlib_graph.cli import run
from idlib_graph.cli.tables import console

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = str(Path(sysconfig.get_path("scripts")) / "idlib-graph")
STYLING = ("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE")

# One way to call each command on the bundled data, and on any data set with a faction of that id.
ANSWERS = {
    "validate": ("validate",),
    "factions": ("factions",),
    "sources": ("sources",),
    "relations": ("relations",),
    "faction": ("faction", "{a}"),
    "pair": ("pair", "{a}", "{b}"),
    "communities": ("communities",),
    "shifts": ("shifts", "--every", "P6M"),
    "balance": ("balance",),
    "balance over time": ("balance", "--over-time", "--every", "P6M"),
    "series": ("series",),
    "series of factions": ("series", "--factions"),
    "contested": ("contested",),
    "corroboration": ("corroboration", "--least", "0"),
    "diff": ("diff", "--before", "half_life=2", "--every", "P6M"),
}


@dataclass(frozen=True)
class Outcome:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def ask(*arguments: str) -> Outcome:
    """Run a command in this process, its output no terminal."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.StringIO()
    plain = {name: value for name, value in os.environ.items() if name not in STYLING}
    console.cache_clear()
    with redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, plain, clear=True):
        code = run(list(arguments))
    console.cache_clear()
    written = out.buffer
    assert isinstance(written, io.BytesIO)
    return Outcome(code, written.getvalue().decode(), err.getvalue())


def start(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a user does."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=cwd,
        env=plain_environment(**(env or {})),
        check=False,
        encoding="utf-8",
        **cast("dict[str, Any]", {"capture_output": True} | options),
    )


def python(
    code: str, *arguments: str, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=plain_environment(**(env or {})),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def plain_environment(**more: str) -> dict[str, str]:
    """This environment without what changes width or colour."""
    return {name: value for name, value in os.environ.items() if name not in STYLING} | more


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for line in text.splitlines() if line.strip()]
