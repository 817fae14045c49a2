from __future__ import annotations

import pytest
from explorer.worlds import large_analysis
from export.hostile import hostile_dataset

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import load_dataset
from idlib_graph.explorer import build

EVERY = "P6M"  # a step of which the bundled data take little time


@pytest.fixture(scope="session")
def bundled() -> Analysis:
    """The bundled data, by half-years."""
    return analyze(load_dataset(), every=EVERY)


@pytest.fixture(scope="session")
def page_html(bundled: Analysis) -> str:
    """The page of the bundled data, with a few draws."""
    return build(bundled, bundled.ensemble(3))


@pytest.fixture(scope="session")
def hostile_html() -> str:
    """A page of names that would like to be markup."""
    return build(analyze(hostile_dataset(), every="P1Y"))


@pytest.fixture(scope="session")
def large_html() -> str:
    """A page of 2,000 factions and more than 18,000 ties."""
    return build(large_analysis())
