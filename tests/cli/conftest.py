from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from commands import ANSWERS, Outcome, ask

from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., Outcome]

SOURCE = """
- id: other-paper-2020
  title: Another article
  publisher: Other Paper
  published: 2020-05-01
  reliability: A
  reliability_reason: Made for a test.
"""
RELATION = """
- id: red-with-green
  kind: alliance
  type: membership
  from: red-brigade
  to: green-army
  date: 2020-03-01/2020-05-01
  evidence:
    - source: other-paper-2020
      paragraphs: [1]
      claim: asserted
"""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set that `new` makes: three factions, four relations, one source."""
    folder = tmp_path_factory.mktemp("tiny") / "set"
    make_dataset(folder)
    return folder


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """The tiny data set with a second source, which alone puts red with green in 2020."""
    folder = shutil.copytree(tiny, tmp_path_factory.mktemp("second") / "set")
    for name, text in (("sources.yaml", SOURCE), ("relations.yaml", RELATION)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return folder


@pytest.fixture(scope="session")
def answer(tiny: Path) -> Answer:
    """Each command's answer on the bundled or the tiny data set, asked once."""

    @cache
    def given(command: str, data: str, *options: str) -> Outcome:
        a, b = ("hts", "islamic-state") if data == "bundled" else ("red-brigade", "green-army")
        words = [word.format(a=a, b=b) for word in ANSWERS[command]]
        where = [] if data == "bundled" else ["-d", str(tiny)]
        return ask(*words, *where, *options)

    return given
