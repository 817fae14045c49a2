from __future__ import annotations

import pytest
from export.hostile import hostile_dataset

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import load_dataset


@pytest.fixture(scope="session")
def bundled() -> Analysis:
    return analyze(load_dataset())


@pytest.fixture(scope="session")
def hostile() -> Analysis:
    return analyze(hostile_dataset())
