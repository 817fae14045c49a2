from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from commands import ANSWERS, Outcome, ask

from idlib_graph.scaffold import make_dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., Outcome]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set that `new` makes: three factions, four relations, one source."""
    folder = tmp_path_factory.mktemp("tiny") / "set"
    make_dataset(folder)
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
