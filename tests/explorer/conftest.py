from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explorer.browser import Visitor, find_browser, missing
from explorer.worlds import large_analysis
from export.hostile import hostile_dataset

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import load_dataset
from idlib_graph.explorer import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

EVERY = "P6M"  # a step of which the bundled data take little time


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing
    except ImportError:
        missing("the Python package playwright is not installed")
    path = find_browser()
    from explorer.browser import FLAGS  # noqa: PLC0415 - beside what it is for

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """Opens pages; fails where one asked for anything, or complained."""
    visitor = Visitor(browser, tmp_path)
    yield visitor
    visitor.close()
    assert visitor.complaints == []


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
