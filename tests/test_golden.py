"""The answers for the data set that `new` makes, held against those in ``golden/``.

A change that is meant is written with ``GOLDEN=write python -m pytest tests/test_golden.py``, and
read in the diff.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import ask

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.report.content import compose
from idlib_graph.report.files import render_markdown
from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from collections.abc import Callable


def _edges(folder: Path) -> str:
    ask("export", "csv", "-d", str(folder), "-o", str(folder / "tables"))
    return (folder / "tables" / "edges.csv").read_text(encoding="utf-8")


def _placeless(text: str) -> str:
    """A graph file without places, whose last digits are the machine's."""
    text = re.sub(r'(<data key="n_[xy]">)[^<]+', r"\1…", text)
    return re.sub(r' [xy]="[^"]+"', "", text)


GOLDEN = Path(__file__).parent / "golden"
ANSWERS: dict[str, Callable[[Path], str]] = {
    "report.md": lambda folder: render_markdown(compose(analyze(load_dataset(folder))), {}),
    "shifts.txt": lambda folder: ask("shifts", "--all", "-d", str(folder)).out,
    "shifts.json": lambda folder: ask("shifts", "--json", "-d", str(folder)).out,
    "communities.txt": lambda folder: ask("communities", "-d", str(folder)).out,
    "communities.json": lambda folder: ask("communities", "--json", "-d", str(folder)).out,
    "faction.txt": lambda folder: ask("faction", "red-brigade", "-d", str(folder)).out,
    "edges.csv": _edges,
    "export.json": lambda folder: ask("export", "json", "-d", str(folder)).out,
    "ftm.json": lambda folder: ask("export", "ftm", "-d", str(folder)).out,
    "relations.graphml": lambda folder: _placeless(ask("export", "graphml", "-d", str(folder)).out),
    "ties.gexf": lambda folder: _placeless(
        ask("export", "gexf", "--view", "ties", "-d", str(folder)).out
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("golden") / "set"
    make_dataset(target)
    return target


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_the_one_on_file(name: str, folder: Path) -> None:
    told = _lasting(ANSWERS[name](folder))
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(told, encoding="utf-8")

    assert told == path.read_text(encoding="utf-8")


def _lasting(text: str) -> str:
    """The text without what every release or every word of the codebook changes."""
    return re.sub(r"idlib_graph \d+\.\d+\.\d+|\b[0-9a-f]{64}\b", "…", text)
