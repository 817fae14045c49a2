"""Names that would like to be markup stay names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from browser import audit, settle
from builders import faction, make, rel
from export.hostile import NAMES, RIGHT_TO_LEFT

from idlib_graph.analysis import analyze
from idlib_graph.explorer import build
from idlib_graph.model import Source

if TYPE_CHECKING:
    from browser import Visitor

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
QUOTES = "\"'`><b onmouseover=alert(3)>${alert(4)}"
SLOT = "{{script}} {{data}}"


def _page() -> str:
    names = {"image": IMAGE, "script": SCRIPT, "quotes": QUOTES, "rtl": RIGHT_TO_LEFT}
    factions = [
        replace(faction(key), name=name, aliases=(f"also {name}",), note=name, native_name=name)
        for key, name in names.items()
    ]
    told = make(
        rel("membership", "image", "script", date="2015/..", note=IMAGE, place=SCRIPT),
        rel("membership", "quotes", "script", date="2015/..", note=QUOTES),
        rel("battle", "image", "rtl", date="2015-03", note=RIGHT_TO_LEFT, event=SCRIPT),
        factions=factions,
        period="2015/2015-12",
    )
    sources = {
        key: replace(source, title=IMAGE, publisher=SCRIPT, url=address)
        for (key, source), address in zip(
            told.sources.items(), ["javascript:alert(5)"], strict=True
        )
    }
    told = replace(
        told, title=f"{SLOT} {SCRIPT}", description=IMAGE, sources=sources, license=IMAGE
    )
    return build(analyze(told))


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return _page()


@pytest.mark.parametrize(
    "at",
    ["#faction=image", "#faction=rtl", "#pair=image&pair=script", "#community=c1",
     "#filters=open", "#faction=%3Cimg%20src=x%20onerror=alert(1)%3E", "#on=%22%3E%3Cb%3E"],
)  # fmt: skip
def test_nothing_runs_and_nothing_is_markup(visitor: Visitor, hostile_page: str, at: str) -> None:
    page = visitor.open(hostile_page, at)
    for summary in page.locator("summary").all():
        summary.click()
    page.locator("#search").fill("also")
    settle(page)

    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("[onerror], [onmouseover], [onclick]").count() == 0
    assert page.locator("a[href]").count() == 0
    assert page.locator("#found li").count() == 4


def test_names_are_shown_as_they_are_written(visitor: Visitor, hostile_page: str) -> None:
    page = visitor.open(hostile_page, "#on=2015-12-01")
    text = page.locator("#details-body").inner_text()
    for name in (IMAGE, SCRIPT, QUOTES):
        assert name in text
    assert page.locator("h1").inner_text() == f"{SLOT} {SCRIPT}"
    assert page.title() == f"{SLOT} {SCRIPT}"
    labels = page.locator("circle[role]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert {name.rpartition(", ")[0] for name in labels} == {IMAGE, SCRIPT, QUOTES, RIGHT_TO_LEFT}


def test_a_name_that_runs_the_other_way_takes_nothing_along(
    visitor: Visitor, hostile_page: str
) -> None:
    page = visitor.open(hostile_page, "#faction=rtl")
    names = page.locator("#details-title bdi, #details-body bdi")
    assert names.filter(has_text=RIGHT_TO_LEFT).count() >= 2


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=1&c=<d>", True),
        ("http://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        (" https://example.org/", False),
        ("//example.org/", False),
    ],
)
def test_links_lead_to_the_web_only(visitor: Visitor, address: str, linked: bool) -> None:  # noqa: FBT001 - a case
    told = make(rel("membership", "red", "green", date="2015/.."), period="2015/2015-12")
    told = replace(
        told,
        sources={
            key: Source(key, "A paper", source.published, "A", url=address)
            for key, source in told.sources.items()
        },
    )
    page = visitor.open(build(analyze(told)), "#pair=red&pair=green")
    links = page.locator("#details-body a")
    assert links.count() == int(linked)
    if linked:
        assert links.first.get_attribute("href") == address
        assert links.first.get_attribute("rel") == "noopener noreferrer"


def test_what_broke_readers_of_graph_files_breaks_nothing_here(
    visitor: Visitor, hostile_html: str
) -> None:
    page = visitor.open(hostile_html)
    for key in NAMES:
        page.evaluate(f"location.hash = '#on=2015-06-01&faction={key}'")
        settle(page)
        for summary in page.locator("summary").all():
            summary.click()
    assert audit(page) == []


def test_a_data_set_of_nothing_at_all(visitor: Visitor) -> None:
    page = visitor.open(build(analyze(make(period="2015/2015-03", factions=[faction("lonely")]))))
    assert "No ties, so nothing to divide." in page.locator("#proof").inner_text()
    page.locator("#search").fill("lonely")
    page.keyboard.press("Enter")
    settle(page)
    assert page.locator("#details-title").inner_text() == "Lonely"


def test_a_single_slice(visitor: Visitor) -> None:
    told = make(rel("membership", "red", "green", date="2015-01-01"), period="2015-01-01")
    page = visitor.open(build(analyze(told)))
    assert page.locator("#day").inner_text() == "1 January 2015"
    assert page.locator("#on").is_disabled()
    assert page.locator("#back").is_disabled()
