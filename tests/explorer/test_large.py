"""2,000 factions and 18,000 ties: painted, but for everybody to use as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import PHONE, audit, go_to, settle

if TYPE_CHECKING:
    from browser import Visitor
    from playwright.sync_api import Page


@pytest.fixture
def page(visitor: Visitor, large_html: str) -> Page:
    return visitor.open(large_html)


def pixels(page: Page) -> str:
    """What is painted."""
    settle(page)
    return str(page.locator("canvas").evaluate("canvas => canvas.toDataURL()"))


def place_of(page: Page, camp: int) -> tuple[float, float]:
    """Where in the frame the first member of a camp stands, as the button over it tells."""
    page.locator("#search").fill(f"f{camp}")
    page.keyboard.press("Enter")
    settle(page)
    box = page.locator(".cursor").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_is_painted_and_changes_with_the_slider(page: Page) -> None:
    assert page.locator("svg.network").count() == 0
    before = pixels(page)
    days = page.evaluate("JSON.parse(document.getElementById('data').textContent).days")
    go_to(page, days[3])
    assert pixels(page) != before
    assert page.locator("#details-body").inner_text().startswith("Communities (40)")


def test_search_and_pointer_open_factions(page: Page) -> None:
    x, y = place_of(page, 7)
    assert page.locator("#details-title").inner_text() == "Faction 7"
    page.locator("#overview").click()
    settle(page)
    page.mouse.click(x, y)
    settle(page)
    assert page.locator("#details-title").inner_text() == "Faction 7"
    page.mouse.move(x + 1, y)
    settle(page)
    assert page.locator("#tip").inner_text().startswith("Faction 7: ")


def test_keys_move_between_factions(page: Page) -> None:
    place_of(page, 7)
    page.locator(".cursor").focus()
    seen = set()
    for _ in range(4):
        seen.add(page.locator(".cursor").get_attribute("aria-label"))
        page.keyboard.press("ArrowDown")
        settle(page)
    assert len(seen) == 4
    page.keyboard.press("Enter")
    settle(page)
    label = page.locator(".cursor").get_attribute("aria-label") or ""
    assert page.locator("#details-title").inner_text() == label.rpartition(", ")[0]


def test_filters_zoom_and_address(visitor: Visitor, page: Page, large_html: str) -> None:
    before = pixels(page)
    page.locator("#filters-open").click()
    page.locator('#filter-kind input[value="split"]').uncheck()
    page.locator("#zoom-in").click()
    after = pixels(page)
    assert after != before
    assert pixels(visitor.open(large_html, page.evaluate("location.hash"))) == after


def test_axe_finds_nothing_wrong(visitor: Visitor, large_html: str) -> None:
    assert audit(visitor.open(large_html, "#faction=f7", size=PHONE)) == []
