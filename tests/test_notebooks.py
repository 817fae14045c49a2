"""The notebooks: public calls only, outputs cleared, and each runs from first cell to last."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import idlib_graph as ig

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
EACH = pytest.mark.parametrize("name", NOTEBOOKS)


def cells(name: str, kind: str) -> Iterator[dict[str, Any]]:
    whole = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    yield from (cell for cell in whole["cells"] if cell["cell_type"] == kind)


def code(name: str) -> ast.Module:
    lines = "\n".join("".join(cell["source"]) for cell in cells(name, "code")).splitlines()
    return ast.parse("\n".join(line for line in lines if not line.startswith("%")))


def test_there_are_five_and_each_tells_a_story() -> None:
    assert [name[:2] for name in NOTEBOOKS] == ["01", "02", "03", "04", "05"]
    for name in NOTEBOOKS:
        told = ["".join(cell["source"]) for cell in cells(name, "markdown")]
        assert told[0].startswith("# ")
        assert len(told) >= len(list(cells(name, "code"))) / 2


@EACH
def test_outputs_are_cleared(name: str) -> None:
    for cell in cells(name, "code"):
        assert (cell["outputs"], cell["execution_count"]) == ([], None)


@EACH
def test_only_public_names_are_called(name: str) -> None:
    used = {
        node.attr
        for node in ast.walk(code(name))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "ig"
    }
    imported = {
        alias.name
        for node in ast.walk(code(name))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(code(name)) if isinstance(node, ast.ImportFrom)}
    hidden = [
        node.attr
        for node in ast.walk(code(name))
        if isinstance(node, ast.Attribute) and node.attr.startswith("_")
    ]

    assert used <= set(ig.__all__)
    assert used
    assert imported <= {"idlib_graph", "datetime", "pathlib", "tempfile", "networkx"}
    assert hidden == []


@EACH
def test_it_runs_and_becomes_a_page(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute"]
    done = subprocess.run(
        [*command, str(FOLDER / f"{name}.ipynb"), "--output-dir", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    assert "Traceback" not in page
    assert 'data-mime-type="application/vnd.jupyter.stderr"' not in page
    pictures = len(re.findall(r'<img[^>]+src="data:image/png;base64,', page))
    frames = re.findall(r"<iframe[^>]*>", page)
    drawn = sum("draw_chart" in "".join(cell["source"]) for cell in cells(name, "code"))
    explored = sum("ig.explore" in "".join(cell["source"]) for cell in cells(name, "code"))
    assert pictures == drawn
    assert len(frames) == explored
    assert all('sandbox="allow-scripts"' in frame for frame in frames)
