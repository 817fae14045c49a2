"""``idlib-graph explore`` as a user calls it, and the page that it writes."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from commands import ask, python

from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Outcome

MOST_BYTES = 150_000
RUN = "import sys; from idlib_graph.cli import run; sys.exit(run(sys.argv[1:]))"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The page of the bundled data, with no option but where."""
    path = tmp_path_factory.mktemp("explore") / "explorer.html"
    return path, ask("explore", "-o", str(path))


@pytest.fixture
def tiny(tmp_path: Path) -> list[str]:
    """Options for a small data set."""
    make_dataset(tmp_path / "tiny")
    return ["-d", str(tmp_path / "tiny"), "--draws", "2"]


def test_the_page_of_the_bundled_data_is_small(written: tuple[Path, Outcome]) -> None:
    path, done = written
    assert (done.code, done.out, done.err) == (0, "", f"wrote {path}\n")
    assert path.stat().st_size < MOST_BYTES


def test_without_draws_the_page_says_nothing_of_odds(tiny: list[str], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert ask("explore", *tiny[:2], "--draws", "0", "-o", str(path)).code == 0
    assert '"ensemble":null' in path.read_text(encoding="utf-8")


def test_a_page_on_standard_output(tiny: list[str]) -> None:
    done = ask("explore", *tiny, "-o", "-")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("<!doctype html>")


def test_open_shows_the_page_in_the_browser(tiny: list[str], tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" > "$0.told"\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    done = python(RUN, "explore", *tiny, "--open", cwd=tmp_path, env={"BROWSER": f"{browser} %s"})
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "browser.told").read_text().strip()
    assert told == (tmp_path / "explorer.html").as_uri()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "-", "--open"], "--open needs a file to open"),
        (["--draws", "-1"], "-1 is not in the range"),
        (["-o", ""], "the path is empty"),
    ],
)
def test_wrong_usage_is_told_in_one_line(options: list[str], words: str) -> None:
    done = ask("explore", *options)
    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1


def test_a_file_of_another_kind_is_left_alone(tiny: list[str], tmp_path: Path) -> None:
    path = tmp_path / "notes.html"
    path.write_text("my notes")
    done = ask("explore", *tiny, "-o", str(path))
    assert done.code == 1
    assert path.read_text() == "my notes"
