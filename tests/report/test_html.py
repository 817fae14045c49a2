from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from webpage import Element, read_page

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

    Hostile = tuple[str, Analysis, dict[str, str]]

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section"),
    *("article", "footer", "h1", "h2", "h3", "h4", "p", "ul", "li", "a", "span", "b", "code"),
    *("figure", "img", "figcaption", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


@pytest.fixture(scope="session")
def page(idlib_files: dict[str, str]) -> Element:
    root, faults = read_page(idlib_files["report.html"])
    assert faults == []
    return root


def section(page: Element, name: str) -> Element:
    (found,) = [e for e in page.all("section") if e.attributes["aria-labelledby"] == name]
    return found


def cited(element: Element) -> set[str]:
    """The sources that an element links to."""
    links = (link.attributes["href"] for link in element.all("a"))
    return {href.removeprefix("#source-") for href in links if href.startswith("#source-")}


def test_the_page_is_in_order(page: Element) -> None:
    (html,) = page.all("html")
    (title,) = page.all("title")

    assert html.attributes["lang"] == "en"
    assert title.text == "Idlib factions"
    assert len(page.all("main")) == 1


def test_every_section_is_in_the_navigation(page: Element) -> None:
    (nav,) = page.all("nav")

    assert [link.attributes["href"] for link in nav.all("a")] == [
        f"#{e.attributes['aria-labelledby']}" for e in page.all("section")
    ]


def test_every_finding_of_fact_links_to_its_sources(page: Element, idlib: Analysis) -> None:
    *facts, ledger = section(page, "findings").all("li")

    assert facts
    for finding in facts:
        assert cited(finding) <= set(idlib.dataset.sources)
        assert cited(finding), finding.text
    assert ledger.text.startswith("Shifts told as events")  # counts of this very page


def test_every_shift_links_to_its_sources(page: Element, idlib: Analysis) -> None:
    told = [shift for shift in idlib.shifts if shift.is_event]
    cards = section(page, "shifts").all("article")

    assert len(cards) == len(told)
    for card, shift in zip(cards, told, strict=True):
        sentence = card.all("p")[0]
        assert cited(sentence) == set(idlib.ledger_by_shift[shift].sources) != set()
        assert set(shift.sources) <= cited(sentence)
        assert str(shift.day) in card.all("p")[1].text
        assert len(card.all("li")) == len(shift.cause) + len(shift.ended_by)
        assert all(cited(item) for item in card.all("li"))


def test_quiet_changes_are_listed_apart_with_their_sources(page: Element, idlib: Analysis) -> None:
    quiet = [shift for shift in idlib.shifts if not shift.is_event]
    tables = section(page, "shifts").all("table")
    rows = [row for table in tables for row in table.all("tr")[1:]]

    assert len(rows) == len(quiet)
    for row, shift in zip(rows, quiet, strict=True):
        assert cited(row) == set(shift.sources)


def test_what_is_only_reported_is_listed_with_its_sources(page: Element, idlib: Analysis) -> None:
    alone = [entry for entry in idlib.ledger if entry.shift is None]
    items = section(page, "shifts").all("li")[-len(alone) :]

    for item, entry in zip(items, alone, strict=True):
        assert cited(item) == set(entry.sources) != set()
        assert entry.verdict.split(",")[0].split(" only")[0] in item.text.lower()


def test_every_relation_told_is_cited_with_its_paragraphs(page: Element) -> None:
    items = [li for name in ("shifts", "communities") for li in section(page, name).all("li")]

    assert items
    for item in items:
        assert cited(item), item.text
        assert re.search(r"¶\d", item.text)


def test_every_contested_matter_has_two_sides_with_linked_citations(
    page: Element, idlib: Analysis
) -> None:
    cards = section(page, "contested").all("article")

    assert len(cards) == len(idlib.contested) > 0
    for card, matter in zip(cards, idlib.contested, strict=True):
        sides = card.all("ul")
        assert [cited(side) for side in sides] == [set(side.sources) for side in matter.sides]
        assert all(re.search(r"¶\d", item.text) for item in card.all("li"))
        assert cited(card.all("p")[0]) == set(matter.sources)


def test_every_shift_that_rests_on_one_source_links_to_it(page: Element, idlib: Analysis) -> None:
    items = section(page, "single-source").all("li")

    assert len(items) == len(idlib.single_source_shifts) > 0
    for item, shift in zip(items, idlib.single_source_shifts, strict=True):
        assert cited(item) == set(shift.sources)
        assert len(shift.sources) == 1


def test_sources_tell_how_much_rests_on_them_alone_and_is_contested(
    page: Element, idlib: Analysis
) -> None:
    for row in section(page, "sources").all("tr")[1:]:
        added = idlib.contributions[row.attributes["id"].removeprefix("source-")]
        numbers = [int(cell.text) for cell in row.all("td")[-3:]]
        assert numbers == [len(added.relations), len(added.single), len(added.contradicted)]


def test_factions_sources_and_settings_are_all_there(page: Element, idlib: Analysis) -> None:
    ids = {e.attributes["id"] for e in page.all("tr") if "id" in e.attributes}

    assert {f"faction-{id_}" for id_ in idlib.dataset.factions} <= ids
    assert {f"source-{id_}" for id_ in idlib.dataset.sources} <= ids
    shown = {row.all("th")[0].text for row in section(page, "settings").all("tr")[1:]}
    assert shown == set(idlib.settings.as_dict())


def test_the_chart_stands_in_the_page_with_words_for_it(
    page: Element, idlib_files: dict[str, str]
) -> None:
    (image,) = page.all("img")

    data = base64.b64decode(image.attributes["src"].split(",", 1)[1])
    assert data.decode() == idlib_files["storyline.svg"]
    assert "Idlib factions" in image.attributes["alt"]


def test_an_answer_that_is_not_proven_would_say_so(idlib: Analysis, page: Element) -> None:
    proven = sum(part.result.proven for part in idlib.slices)

    assert f"proven best: {proven} of {len(idlib.slices)}" in section(page, "findings").text


def test_hostile_text_changes_nothing_but_the_text(hostile: Hostile) -> None:
    text, _, files = hostile
    page, faults = read_page(files["report.html"])

    assert faults == []
    harmless, _ = read_page(files["report.html"].replace("\r\n", "\n"))
    assert text.replace("\r\n", "\n") in harmless.text
    assert {e.tag for e in page.all()} <= ALLOWED
    assert "49" not in page.all("h1")[0].text
