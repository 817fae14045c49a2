from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from idlib_graph.report.templating import BesideModules, open_templates

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NAME = "report.md.j2"


def compiled_in(folder: Path) -> list[bytes]:
    """What is kept in `folder` once a template has been opened with it."""
    environment = open_templates()
    environment.filters["md"] = str
    environment.bytecode_cache = BesideModules(str(folder))
    assert environment.get_template(NAME).name == NAME
    return [path.read_bytes() for path in folder.glob("*")]


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = compiled_in(tmp_path)
    assert len(first) == 1
    assert compiled_in(tmp_path) == first


def test_a_broken_file_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    whole = compiled_in(tmp_path)
    for path in tmp_path.glob("*"):
        path.write_bytes(path.read_bytes()[:-100])
    assert compiled_in(tmp_path) == whole


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled_in(tmp_path) == []


def test_who_may_not_write_gets_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert compiled_in(tmp_path / "nowhere") == []
