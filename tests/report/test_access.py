"""The page of the report serves everybody: in the dark, on a phone, on paper, read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import DESKTOP, PHONE, audit

from idlib_graph.analysis import analyze
from idlib_graph.charts import draw_chart
from idlib_graph.charts.style import render
from idlib_graph.checks import load_dataset
from idlib_graph.report.files import report_files

if TYPE_CHECKING:
    from pathlib import Path

    from browser import Scheme, Visitor


@pytest.fixture(scope="module")
def page_html() -> str:
    """The page of the bundled data by years, with one chart over time and one of pairs."""
    analysis = analyze(load_dataset(), every="P1Y")
    charts = ("storyline", "matrix")
    drawn = {f"{name}.svg": render(draw_chart(analysis, name)[0], "svg") for name in charts}
    return report_files(analysis, drawn)["report.html"].decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_wrong(
    visitor: Visitor, page_html: str, scheme: Scheme, size: tuple[int, int]
) -> None:
    page = visitor.open(page_html, size=size, scheme=scheme, ready="body")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_every_link_within_the_page_leads_somewhere(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, ready="body")
    lost = """() => [...document.querySelectorAll("a[href^='#']")]
      .map((link) => decodeURIComponent(link.hash.slice(1)))
      .filter((name) => name && !document.getElementById(name))"""
    assert page.locator("a[href^='#']").count() > 100
    assert page.evaluate(lost) == []


def test_paper_shows_what_is_folded_away_on_the_screen(
    visitor: Visitor, page_html: str, tmp_path: Path
) -> None:
    page = visitor.open(page_html, scheme="dark", ready="body")
    shown = """() => [...document.querySelectorAll("details:not([open])")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.querySelector(":scope > :not(summary)"))
      .map((one) => one.checkVisibility({ contentVisibilityAuto: true }))"""
    assert set(page.evaluate(shown)) == {False}  # on the screen
    page.emulate_media(media="print")
    assert set(page.evaluate(shown)) == {True}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
    assert page.locator("nav").first.is_hidden()
    assert page.pdf(path=tmp_path / "page.pdf", format="A4").startswith(b"%PDF")
