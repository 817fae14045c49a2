"""The page serves everybody: by keyboard alone, read aloud, in the dark, on a phone, on paper."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from browser import PHONE, audit, go_to, settle, shown_places

if TYPE_CHECKING:
    from pathlib import Path

    from browser import Scheme, Visitor
    from playwright.sync_api import Page

VIEWS = (
    "#on=2018-07-01",
    "#on=2018-07-01&faction=hts",
    "#on=2018-07-01&pair=hts&pair=islamic-state",
    "#on=2018-07-01&shifts=2018-07-01",
    "#on=2018-07-01&community=c1&filters=open",
)


SPOKEN = (
    "(() => { const e = document.activeElement; return e.ariaLabel || e.innerText || e.id; })()"
)


def focused(page: Page) -> str:
    """What has the focus, as it would be read aloud."""
    settle(page)
    return str(page.evaluate(SPOKEN))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus; within one round of the page."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(SPOKEN))
        if seen[-1].startswith(wanted):
            return
    pytest.fail(f"{wanted!r} is not in the order of Tab: {seen}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(visitor: Visitor, page_html: str, scheme: Scheme) -> None:
    page = visitor.open(page_html, scheme=scheme)
    for at in VIEWS:
        page.evaluate(f"location.hash = '{at}'")
        settle(page)
        for summary in page.locator("summary").all()[:4]:
            summary.click()
        assert audit(page) == [], at


def test_axe_finds_nothing_wrong_on_a_phone(visitor: Visitor, page_html: str) -> None:
    assert audit(visitor.open(page_html, VIEWS[1], size=PHONE)) == []


def test_everything_can_be_done_by_keyboard(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#on=2018-07-01")

    tab_to(page, "Find a faction")
    page.keyboard.type("nusra")
    press(page, "Enter")
    assert focused(page) == "Hayat Tahrir al-Sham"

    tab_to(page, "Filters")
    press(page, "Enter")
    assert page.locator("#filters").is_visible()
    tab_to(page, "Show none: Type")
    press(page, "Enter", "Escape")
    assert page.locator("#filters").is_hidden()
    assert "Filtered: 0 of" in page.locator("#shown").inner_text()

    tab_to(page, "Hayat Tahrir al-Sham, ")  # its node: the network is one stop
    press(page, "ArrowRight")
    other = focused(page)
    assert ", " in other
    assert not other.startswith("Hayat")
    press(page, "Enter")
    assert page.locator("#details-title").inner_text() == other.rpartition(", ")[0]
    press(page, "Escape")
    assert page.locator("#details-title").inner_text() == "Who sits with whom"

    tab_to(page, "▶ Play")
    tab_to(page, "Slice before")
    press(page, "Enter")
    assert page.locator("#day").inner_text() == "1 January 2018"
    tab_to(page, "1 ")  # a mark of shifts
    first = focused(page)
    press(page, "ArrowRight")
    assert focused(page) != first
    press(page, "Enter")
    assert page.locator("#details-title").inner_text().startswith("Shifts seen on ")
    tab_to(page, "Date")
    press(page, "End")
    assert page.locator("#day").inner_text() == "29 February 2020"
    tab_to(page, "Overview")
    press(page, "Enter")
    assert focused(page) == "Who sits with whom"


def test_a_filter_by_keyboard(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#on=2018-07-01&filters=open")
    page.locator('#filter-kind input[value="clash"]').focus()
    press(page, "Space")
    assert parse_qs(page.evaluate("location.hash.slice(1)"))["hide-kind"] == ["clash"]


def test_the_arrows_reach_every_faction(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#on=2020-02-29")
    found = page.evaluate(
        """() => {
          const waiting = [document.querySelector("circle[tabindex='0']")];
          const found = new Set();
          while (waiting.length) {
            const here = waiting.pop();
            if (found.has(here.ariaLabel)) continue;
            found.add(here.ariaLabel);
            for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
              here.focus();
              here.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
              waiting.push(document.activeElement);
            }
          }
          return [...found];
        }"""
    )
    assert set(found) == {f"{name}, {place}" for name, place in shown_places(page).items()}


def test_focus_stays_where_it_was_while_time_goes_on(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#on=2018-07-01&faction=hts")
    page.locator("#details-body summary").last.focus()
    before = focused(page)
    page.evaluate("document.getElementById('on').click()")
    assert focused(page) == before


def test_a_phone_has_no_need_to_scroll_sideways(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, size=PHONE)
    for at in VIEWS:
        page.evaluate(f"location.hash = '{at}'")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        network = page.locator("#network").bounding_box()
        assert network
        assert network["height"] > 300


def test_labels_keep_their_size_in_a_small_frame(visitor: Visitor, page_html: str) -> None:
    heights = []
    for size in (PHONE, (1280, 800)):
        page = visitor.open(page_html, "#on=2018-07-01", size=size)
        box = page.locator(".network .label[display=inline]").first.bounding_box()
        assert box
        heights.append(box["height"])
    assert heights[0] == pytest.approx(heights[1], abs=1)
    assert 10 < heights[0] < 24


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes share more than the light edge, 3 pixels wide, around each text."""
    return (
        one["left"] + 6 < other["right"]
        and other["left"] + 6 < one["right"]
        and one["top"] + 6 < other["bottom"]
        and other["top"] + 6 < one["bottom"]
    )


def test_no_label_covers_another(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html)
    for day in ("2016-07-01", "2018-07-01", "2020-02-29"):
        go_to(page, day)
        boxes = page.locator(".network text[display=inline]").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().toJSON())"
        )
        assert len(boxes) > 8 or day == "2016-07-01"
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("width", [PHONE[0], 500, 848, 1280])
def test_no_year_covers_another(visitor: Visitor, page_html: str, width: int) -> None:
    page = visitor.open(page_html, size=(1280, 800))
    page.set_viewport_size({"width": width, "height": 800})
    settle(page)
    found = [year.bounding_box() for year in page.locator("#years span").all()]
    assert len(found) >= 4
    for one, other in pairwise(found):
        assert one
        assert other
        assert one["x"] + one["width"] <= other["x"]


def test_paper_shows_the_network_the_details_and_no_buttons(
    visitor: Visitor, page_html: str, tmp_path: Path
) -> None:
    page = visitor.open(page_html, "#on=2018-07-01", scheme="dark")
    page.emulate_media(media="print")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#play").is_hidden()
    assert page.locator("#search").is_hidden()
    network = page.locator("#network").bounding_box()
    assert network
    assert network["height"] > 400
    written = page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert written.startswith(b"%PDF")


def test_transitions_are_for_the_eye_only(visitor: Visitor, page_html: str) -> None:
    """Not while the slider is dragged, and never where somebody asked for less motion."""
    page = visitor.open(page_html, "#on=2018-07-01")
    moved = "document.querySelector('svg.network').classList.contains('animate')"
    page.locator("#on").click()
    settle(page)
    assert page.evaluate(moved)
    page.evaluate(
        """() => {
          const slider = document.getElementById("slider");
          slider.value = "3";
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    settle(page)
    assert not page.evaluate(moved)
