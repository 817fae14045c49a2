from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from webpage import Element, read_page

from idlib_graph.charts import CHARTS as DRAWN
from idlib_graph.charts.lanes import gather_lanes
from idlib_graph.charts.story import slice_edges
from idlib_graph.ledger import BOTH
from idlib_graph.phrases import day_words
from idlib_graph.report import pictures
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.wording import describe_moves

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import Shift

    Hostile = tuple[str, Analysis, dict[str, str]]

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section"),
    *("article", "footer", "h1", "h2", "h3", "h4", "p", "ul", "li", "a", "span", "b", "code"),
    *("figure", "img", "figcaption", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("ol", "dl", "dt", "dd", "div", "br"),
}


@pytest.fixture(scope="session")
def page(idlib_files: dict[str, str]) -> Element:
    root, faults = read_page(idlib_files["report.html"])
    assert faults == []
    return root


EVERY = "every source"


def by_verdict(analysis: Analysis) -> list[Shift]:
    """The shifts told as events, those that sources report first."""
    told = [shift for shift in analysis.shifts if shift.is_event]
    return sorted(told, key=lambda shift: analysis.ledger_by_shift[shift].verdict != BOTH)


def section(page: Element, name: str) -> Element:
    (found,) = [e for e in page.all("section") if e.attributes["aria-labelledby"] == name]
    return found


def cited(element: Element) -> set[str]:
    """The sources that an element links to; `EVERY` where it links to all of them at once."""
    links = [link.attributes["href"] for link in element.all("a")]
    found = {href.removeprefix("#source-") for href in links if href.startswith("#source-")}
    return found | {EVERY} if "#sources" in links else found


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
    facts = section(page, "findings").all("li")

    assert len(facts) == 5
    for finding in facts:
        assert cited(finding) <= {EVERY, *idlib.dataset.sources}
        assert cited(finding), finding.text
    assert cited(facts[-1]) == {EVERY}
    assert f"[all {len(idlib.dataset.sources)} sources]" in facts[-1].text


def test_every_section_of_facts_resolves_to_sources(page: Element) -> None:
    for part in page.all("section"):
        if part.attributes["aria-labelledby"] in {"reading", "methods", "sources"}:
            continue  # what words mean, and the sources themselves
        first = next(e for e in part.all("p", "li", "caption", "td") if cited(e))
        assert first.text
        for card in part.all("article"):
            assert cited(card), card.text


def test_every_shift_links_to_its_sources(page: Element, idlib: Analysis) -> None:
    told = by_verdict(idlib)
    cards = section(page, "shifts").all("article")

    assert len(cards) == len(told)
    for card, shift in zip(cards, told, strict=True):
        sentence = card.all("p")[0]
        assert cited(sentence) == set(idlib.ledger_by_shift[shift].sources) != set()
        assert set(shift.sources) <= cited(sentence)
        verdict, sure = card.all("dd")
        days = f"{day_words(shift.since)} and {day_words(shift.day)}"
        assert re.search(rf"between (the slices of )?{days}", verdict.text)
        assert re.match(r"Found in \d+ of 40 draws", sure.text)
        assert len(card.all("li")) == len(shift.cause) + len(shift.ended_by)
        assert all(cited(item) for item in card.all("li"))


def test_every_shift_tells_which_sources_it_takes(page: Element, idlib: Analysis) -> None:
    support = {item.shift: item.sufficient.sets for item in idlib.sufficient_sources().shifts()}
    index = {shift: number for number, shift in enumerate(idlib.shifts)}

    for card, shift in zip(section(page, "shifts").all("article"), by_verdict(idlib), strict=True):
        verdict, sure = card.all("dd")
        falls = [
            without.source
            for without in idlib.leave_one_out()
            if without.shifts[index[shift]].outcome == "falls"
        ]
        assert cited(sure) >= {*falls, *support[shift][0]}
        assert ("Stands whichever" in sure.text) <= (not falls)
        if "Known from" in sure.text:
            assert support[shift] == (tuple(falls),)
            assert shift in idlib.single_source_shifts
        assert ("Known from" in sure.text) + ("one source only" in verdict.text) == (
            shift in idlib.single_source_shifts
        )


def test_what_memberships_rest_on_is_told_for_each_member(page: Element, idlib: Analysis) -> None:
    (table,) = section(page, "standing").all("table")
    last = idlib.slices[-1]
    told = " ".join(row.all("td")[0].text for row in table.all("tr")[1:])

    for community in last.communities:
        for line in community.members:
            assert re.search(rf"{re.escape(idlib.label(line, last.day, short=True))} \d+%", told)


def test_every_setting_varied_says_whether_it_sits_on_a_plateau(
    page: Element, idlib: Analysis
) -> None:
    items = section(page, "doubts").all("li")

    assert len(items) == len(idlib.sensitivity())
    assert all("plateau" in item.text for item in items)


def test_what_became_of_communities_stands_with_its_facets(page: Element, idlib: Analysis) -> None:
    (table,) = [t for t in section(page, "series").all("table") if "unicity" in t.text]
    changed = [c for c in idlib.lifecycle if any(e.event != "continue" for e in c.events)]

    assert len(table.all("tr")) - 1 == len(changed) > 0
    for row, change in zip(table.all("tr")[1:], changed, strict=True):
        cells = [cell.text for cell in row.all("td")[-3:]]
        for text, facet in zip(cells, ("unicity", "identity", "outflow"), strict=True):
            both = [
                getattr(found, facet) if found else None for found in (change.came, change.went)
            ]
            assert text == ", ".join("-" if value is None else f"{value:.2f}" for value in both)


def test_quiet_changes_are_listed_apart_with_their_sources(page: Element, idlib: Analysis) -> None:
    quiet = [shift for shift in idlib.shifts if not shift.is_event]
    rows = section(page, "quiet").all("tr")[1:]

    assert len(rows) == len(quiet)
    for row, shift in zip(rows, quiet, strict=True):
        assert cited(row) == set(shift.sources)


def test_what_is_only_reported_is_listed_with_its_sources(page: Element, idlib: Analysis) -> None:
    alone = [entry for entry in idlib.ledger if entry.shift is None]
    items = section(page, "reported").all("li")

    for item, entry in zip(items, alone, strict=True):
        assert cited(item) == set(entry.sources) != set()
        assert "eported only" not in item.text  # the heading says so
        assert "at a time not told" not in item.text
    headings = [heading.text for heading in section(page, "reported").all("h3")]
    assert headings == ["Reported, at a time not told"]


def test_every_relation_told_is_cited_with_its_paragraphs(page: Element) -> None:
    told = ("standing", "shifts", "reported", "communities")
    items = [li for name in told for li in section(page, name).all("li")]
    items += section(page, "balance").all("ul")[-1].all("li")

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
    shown = {row.all("th")[0].text for row in section(page, "methods").all("tr")[1:]}
    assert shown == set(idlib.settings.as_dict())


def test_the_chart_stands_in_the_page_with_words_for_it(page: Element) -> None:
    (image,) = page.all("img")

    kind, data = image.attributes["src"].split(",", 1)
    assert kind == "data:image/svg+xml"
    assert ET.fromstring(unquote(data)).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own file
    assert image.attributes["alt"].startswith("Storyline of ")


def test_how_many_answers_are_proven_is_told(idlib: Analysis, page: Element) -> None:
    proven = sum(part.result.proven for part in idlib.slices)

    told = section(page, "communities").all("p")[0].text
    assert f"In {proven} of {len(idlib.slices)} slices no division scores higher (proven)" in told
    assert "no division scores higher" in section(page, "standing").text.lower()


def test_every_word_of_a_verdict_is_explained(page: Element) -> None:
    words = {e.text for e in section(page, "methods").all("dt")}

    assert words >= {"Tie", "Community", "Shift", "Cause", "Draw", "Contested", "Proven"}


def test_every_chart_can_be_told_in_words(idlib: Analysis) -> None:
    assert set(pictures.CHARTS) >= set(DRAWN) - {"faction"}  # that one is of a single faction
    told = pictures.show_charts(idlib, {f"{name}.svg": b"<svg/>" for name in pictures.CHARTS})

    last = idlib.slices[-1]
    assert "proven" not in "".join(picture.alt for picture in told.values())
    assert f"{last.day}" in told["snapshots"].alt
    assert all(f"{c.name} ({len(c.members)})" in told["snapshots"].alt for c in last.communities)
    assert f"{len(last.communities)} on {last.day}" in told["series"].alt
    assert all(source in told["robustness"].alt for source in idlib.dataset.sources)
    events = [i for i, shift in enumerate(idlib.shifts) if shift.is_event]
    for index in events:
        share = f"{idlib.ensemble(DRAWS).shift_odds(index).found:.0%}"
        moves = describe_moves(idlib, idlib.shifts[index])
        assert f"({moves}) {share}" in told["robustness"].alt
        assert moves in told["storyline"].alt


def test_the_timeline_counts_what_it_draws(idlib: Analysis) -> None:
    told = pictures.show_charts(idlib, {"timeline.svg": b"<svg/>"})["timeline"].alt
    edges = slice_edges(idlib.days)
    lanes = gather_lanes(idlib, edges[0], edges[-1])
    drawn = len(idlib.dataset.relations) - lanes.undated - lanes.outside

    assert told.startswith(f"{drawn} dated relations in lanes")
    assert f"{lanes.undated} without a date and {lanes.outside} dated outside" in told


def test_the_largest_flow_is_one_that_the_slices_have(idlib: Analysis) -> None:
    told = pictures.show_charts(idlib, {"alluvial.svg": b"<svg/>"})["alluvial"].alt
    found = re.search(r"(\d+) factions? from the (.+) to the (.+) between (\S+) and (\S+)\.$", told)
    assert found
    number, old, new, since, until = found.groups()
    before, after = (idlib.slice_on(date.fromisoformat(text)) for text in (since, until))
    members = [
        {line for c in part.communities if c.name == name for line in c.members}
        for part, name in ((before, old), (after, new))
    ]
    assert len(members[0] & members[1]) == int(number) > 0


def test_markdown_and_html_have_the_same_sections_in_the_same_order(
    page: Element, idlib_files: dict[str, str]
) -> None:
    headings = [h.text for h in page.all("h2")]

    assert headings == re.findall(r"^## (.+)$", idlib_files["report.md"], re.MULTILINE)
    assert headings[:3] == [
        "Findings", "How to read this", f"Who stands with whom on {headings[2][-10:]}",
    ]  # fmt: skip


def test_notes_stand_with_the_relations_in_both(
    page: Element, idlib: Analysis, idlib_files: dict[str, str]
) -> None:
    text = idlib_files["report.md"].replace("\\", "")
    told = {note.text for part in ("shifts", "contested", "standing") for item in
            section(page, part).all("li") for note in item.all("span")
            if note.attributes.get("class") == "note"}  # fmt: skip

    assert len(told) > len(idlib.contested)
    assert all(note in text for note in told)


def test_who_takes_no_part_is_told_before_the_findings(page: Element, idlib: Analysis) -> None:
    (header,) = page.all("header")
    out = {name for line in idlib.left_out for name in idlib.lines.by_id[line].names}
    touched = [r for r in idlib.dataset.relations.values() if {r.a, r.b} & out]

    assert f"computed from {len(idlib.dataset.factions) - len(out)} factions" in header.text
    assert f"their {len(touched)} relations are listed but take no part" in header.text
    assert all(idlib.dataset.factions[name].name in header.text for name in out)


def test_hostile_text_changes_nothing_but_the_text(hostile: Hostile) -> None:
    text, _, files = hostile
    page, faults = read_page(files["report.html"])

    assert faults == []
    harmless, _ = read_page(files["report.html"].replace("\r\n", "\n"))
    assert text.replace("\r\n", "\n") in harmless.text
    assert {e.tag for e in page.all()} <= ALLOWED
    assert "49" not in page.all("h1")[0].text
