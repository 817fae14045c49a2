"""The page in a browser shows what the commands say, and does what its controls say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from browser import SHOWN, go_to, settle, shown_places, shown_ties
from commands import ask
from explorer.conftest import EVERY
from explorer.worlds import torn

from idlib_graph.explorer import build

if TYPE_CHECKING:
    from browser import Visitor
    from playwright.sync_api import Page

    from idlib_graph.analysis import Analysis

MINUS = "\N{MINUS SIGN}"
DAYS = ("2016-07-01", "2018-07-01", "2020-02-29")


def hash_of(page: Page) -> dict[str, list[str]]:
    settle(page)
    return parse_qs(str(page.evaluate("location.hash.slice(1)")))


def title(page: Page) -> str:
    settle(page)
    return page.locator("#details-title").inner_text()


def body(page: Page) -> str:
    settle(page)
    return page.locator("#details-body").inner_text()


def section(page: Page, heading: str) -> str:
    settle(page)
    return page.locator("#details-body section").filter(has_text=heading).first.inner_text()


def node(page: Page, name: str) -> Any:  # noqa: ANN401 - a locator
    return page.locator(f'circle[aria-label^="{name}, "]')


@pytest.fixture
def page(visitor: Visitor, page_html: str) -> Page:
    return visitor.open(page_html)


def test_the_slider_shows_the_communities_that_the_command_tells(
    page: Page, bundled: Analysis
) -> None:
    names = {one.id: one.name for one in bundled.dataset.factions.values()}
    for day in DAYS:
        answer = json.loads(ask("communities", "--on", day, "--every", EVERY, "--json").out)
        told = {names[one]: c["name"] for c in answer["communities"] for one in c["members"]}
        told |= {names[one]: "unaligned" for one in answer["unaligned"]}
        go_to(page, day)

        assert shown_places(page) == told
        assert shown_ties(page) == answer["ties"]
        hulls = page.locator(".hull").evaluate_all(f"all => all.filter({SHOWN}).length")
        assert hulls == len(answer["communities"])
        listed = page.locator(".community > p:first-child").all_inner_texts()
        assert listed == [f"{c['name']} {len(c['members'])}" for c in answer["communities"]]
        proof = page.locator("#proof").inner_text()
        assert proof.startswith("Best of all partitions (proven)")
        assert f"{len(answer['contradicting'])} of {answer['ties']} ties" in proof
        assert f"weight {answer['disagreement']:.1f} of {answer['weight']:.1f}" in proof
        assert f"could have is {answer['least_disagreement']:.1f}" in proof
        assert parse_qs(page.evaluate("location.hash.slice(1)"))["on"] == [day]


def test_steps_and_play_move_the_slider(page: Page) -> None:
    page.locator("#back").click()
    assert hash_of(page)["on"] == ["2020-01-01"]
    page.locator("#on").click()
    assert hash_of(page)["on"] == ["2020-02-29"]
    assert page.locator("#on").is_disabled()
    page.locator("#play").click()  # begins anew from the first slice
    settle(page)
    seen = [page.locator("#slider").input_value()]
    while int(seen[-1]) < 3:
        page.wait_for_timeout(20)
        seen.append(page.locator("#slider").input_value())
    page.locator("#play").click()
    assert seen == sorted(seen, key=int)
    there = page.locator("#slider").input_value()
    page.wait_for_timeout(700)
    assert page.locator("#slider").input_value() == there != "0"
    assert "animate" not in str(page.locator("svg.network").get_attribute("class"))


def test_every_shift_has_a_mark_and_opens_what_moved_and_why(page: Page, bundled: Analysis) -> None:
    by_day: dict[str, list[Any]] = {}
    for shift in bundled.shifts:
        by_day.setdefault(shift.day.isoformat(), []).append(shift)
    marks = page.locator("#marks button")
    assert marks.count() == len(by_day)
    for number, (day, shifts) in enumerate(by_day.items()):
        assert marks.nth(number).locator(".told").count() == sum(s.is_event for s in shifts)
        marks.nth(number).click()
        assert hash_of(page) == {"on": [day], "shifts": [day]}
        sections = page.locator("#details-body > section")
        assert sections.count() == len(shifts)
        for place, shift in enumerate(shifts):
            told = sections.nth(place).inner_text()
            assert sections.nth(place).locator(".moves li").count() == len(shift.moves)
            for move in shift.moves:
                assert bundled.label(move.line, shift.day, short=True) in told
            assert f"{shift.basis}: " in told
            assert bundled.ledger_by_shift[shift].verdict in told.lower()
            for rid in (*shift.cause, *shift.ended_by):
                assert rid in told
                item = bundled.dataset.relations[rid].evidence[0]
                assert f"¶{item.paragraphs[0]}" in told
            assert "of 3 draws" in told


def test_next_and_previous_shift(page: Page, bundled: Analysis) -> None:
    days = sorted({shift.day.isoformat() for shift in bundled.shifts})
    go_to(page, DAYS[1])
    page.locator("#shift-on").click()
    assert hash_of(page)["shifts"] == [min(day for day in days if day > DAYS[1])]
    page.locator("#shift-back").click()
    assert hash_of(page)["shifts"] == [max(day for day in days if day <= DAYS[1])]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("jabhat al nusra", "Hayat Tahrir al-Sham"),
        ("hay\N{RIGHT SINGLE QUOTATION MARK}at tahrir", "Hayat Tahrir al-Sham"),
        ("HTS", "Hayat Tahrir al-Sham"),
        ("zinki", "Nour al-Din al-Zinki Movement"),
        ("JTS bl", "JTS bloc"),
    ],
)
def test_search_finds_by_any_name(page: Page, typed: str, first: str) -> None:
    page.locator("#search").fill(typed)
    page.keyboard.press("Enter")
    assert title(page) == first
    assert page.locator("#search").input_value() == ""


def test_search_for_nobody_says_so(page: Page) -> None:
    page.locator("#search").fill("zzzz")
    assert page.locator("#found").inner_text() == "No faction of that name"
    page.keyboard.press("Enter")
    assert title(page) == "Who sits with whom"


def test_a_faction_tells_its_names_communities_ties_and_relations(
    page: Page, bundled: Analysis
) -> None:
    go_to(page, "2018-07-01")
    node(page, "Hayat Tahrir al-Sham").click()
    assert title(page) == "Hayat Tahrir al-Sham"
    text = body(page)
    for line in ("al-Nusra Front", "Jabhat Fatah al-Sham since 2016-07", "Assembly for the"):
        assert line in text
    answer = json.loads(ask("faction", "hts", "--on", "2018-07-01", "--every", EVERY, "--json").out)
    rows = page.locator("table tr").all_inner_texts()
    assert [row.split() for row in rows] == [
        [run["first"], run["last"], *run["name"].split()] for run in answer["communities"]
    ]
    ties = section(page, "Ties on").splitlines()
    weights = sorted(f"{tie['weight']:+.2f}".replace("-", MINUS) for tie in answer["ties"])
    told = [word for line in ties for word in line.split() if word[0] in f"+{MINUS}"]
    assert sorted(told) == weights
    relations = [
        r for r in bundled.dataset.relations.values() if {r.a, r.b} & {"hts", "jfs", "nusra"}
    ]
    assert f"Relations ({len(relations)})" in text
    page.locator("summary").filter(has_text="Islamic State ·").click()
    assert page.locator("article.relation").count() == sum(
        {r.a, r.b} & {"islamic-state"} != set() for r in relations
    )


def test_a_faction_that_is_not_there_yet_says_when_it_comes(page: Page, bundled: Analysis) -> None:
    page.locator("#search").fill("Huras al-Din")
    page.keyboard.press("Enter")
    go_to(page, "2014-01-01")
    assert "no report gives it a tie, which is not the same as no tie" in body(page)
    page.locator("#details-body button").first.click()
    first = next(part.day for part in bundled.slices if "huras-al-din" in part.where)
    assert f"On {first.day} {first:%B %Y}: al-Qaeda bloc" in body(page)
    assert page.locator("#slider").input_value() == str(bundled.days.index(first))


def test_a_tie_tells_every_relation_and_all_evidence(page: Page, bundled: Analysis) -> None:
    go_to(page, "2018-07-01")
    node(page, "Hayat Tahrir al-Sham").click()
    page.get_by_label("why: the tie with Islamic State", exact=True).click()
    assert title(page) == "Hayat Tahrir al-Sham and Islamic State"
    lines = bundled.lines
    behind = [
        r
        for r in bundled.dataset.relations.values()
        if {lines.of[r.a], lines.of[r.b]} == {"hts", "islamic-state"}
    ]
    cards = page.locator("article.relation")
    assert cards.count() == len(behind)
    texts = dict(zip(sorted(r.id for r in behind), cards.all_inner_texts(), strict=True))
    for relation in behind:
        told = texts[relation.id]
        assert relation.id in told
        assert f"{relation.kind}: {relation.type}" in told
        assert told.count("¶") >= len(relation.evidence)
        for item in relation.evidence:
            assert ", ".join(map(str, item.paragraphs)) in told
            assert item.claim in told
            assert (item.claimant or "") in told
            assert (item.via or "") in told
            assert str(bundled.dataset.sources[item.source].publisher) in told
        assert (relation.note or "") in told
        assert f"credibility {bundled.dataset.credibility(relation):.2f}" in told
    share = bundled.ensemble(3)
    a, b = (share.lines.index(line) for line in ("hts", "islamic-state"))
    assert f"with a probability of {share.company[a, b]:.2f} (3 draws)" in body(page)


def test_a_click_on_a_tie_opens_it(page: Page) -> None:
    tie = page.locator(".tie").first
    tie.dispatch_event("click")
    assert " and " in title(page)
    assert len(hash_of(page)["pair"]) == 2


def test_a_community_tells_its_members_and_its_life(page: Page, bundled: Analysis) -> None:
    go_to(page, "2018-07-01")
    (community,) = [c for c in bundled.slices[11].communities if c.name == "HTS bloc"]
    page.locator(".hull-name").filter(has_text="HTS bloc").click()
    assert title(page) == "HTS bloc"
    first, last = bundled.lives[community.id]
    assert f"from {first} to {last}" in " ".join(body(page).split())
    members = section(page, "Members on").splitlines()[-1]
    assert (
        members.split()
        == " ".join(
            bundled.label(line, bundled.slices[11].day, short=True) for line in community.members
        ).split()
    )
    stable = bundled.ensemble(3).community_stability(bundled.slices)[community.id]
    assert f"{stable:.2f} (3 draws)" in body(page)


def test_back_and_overview(page: Page) -> None:
    node(page, "Turkey").click()
    node(page, "Russia").click()
    assert title(page) == "Russia"
    page.locator("#previous").click()
    assert title(page) == "Turkey"
    page.locator("#overview").click()
    assert title(page) == "Who sits with whom"


def test_filters_choose_what_is_shown_and_change_no_community(
    page: Page, bundled: Analysis
) -> None:
    go_to(page, "2018-07-01")
    part = bundled.slices[11]
    before = shown_places(page)
    clashes = sum(edge["negative"] > 0.005 for *_, edge in part.graph.edges(data=True))
    page.locator("#filters-open").click()
    page.get_by_label("Alliance").uncheck()
    page.get_by_label("Split").uncheck()
    settle(page)
    kinds = bundled.dataset.relations
    only = sum(
        any(kinds[rid].kind == "clash" for rid in edge["relations"])
        for *_, edge in part.graph.edges(data=True)
    )
    assert shown_ties(page) == only <= clashes
    assert (
        f"Filtered: {only} of {part.result.ties} ties shown." in page.locator("#shown").inner_text()
    )
    assert shown_places(page) == before
    assert hash_of(page)["hide-kind"] == ["alliance", "split"]
    page.get_by_text("Show everything").click()
    settle(page)
    assert shown_ties(page) == part.result.ties
    assert page.locator("#shown").inner_text() == ""


@pytest.mark.parametrize("kind", ["type", "claim", "source", "faction", "credibility"])
def test_each_filter_leaves_what_its_own_words_say(
    page: Page, bundled: Analysis, kind: str
) -> None:
    go_to(page, "2018-07-01")
    page.locator("#filters-open").click()
    value = {"type": "battle", "claim": "asserted", "source": "al-bawaba-2018", "faction": "state"}
    if kind == "credibility":
        page.locator("#credibility").fill("70")
    else:
        box = page.locator(f'#filter-{kind} input[value="{value[kind]}"]')
        page.locator(f"#filter-{kind}").get_by_text("None").click()
        box.check()
    settle(page)
    dataset, lines = bundled.dataset, bundled.lines

    def passes(rid: str) -> bool:
        relation = dataset.relations[rid]
        return {
            "type": relation.type == "battle",
            "claim": any(item.claim == "asserted" for item in relation.evidence),
            "source": "al-bawaba-2018" in relation.sources,
            "faction": all(
                dataset.factions[lines.of[end]].type == "state" for end in relation.pair
            ),
            "credibility": round(100 * dataset.credibility(relation)) >= 70,
        }[kind]

    edges = bundled.slices[11].graph.edges.values()
    expected = sum(any(map(passes, edge["relations"])) for edge in edges)
    assert shown_ties(page) == expected > 0
    if kind == "faction":
        states = {one.name for one in dataset.factions.values() if one.type == "state"}
        assert set(shown_places(page)) <= states


def test_the_address_restores_the_exact_view(visitor: Visitor, page: Page, page_html: str) -> None:
    go_to(page, "2018-07-01")
    page.locator("#filters-open").click()
    page.locator('#filter-type input[value="battle"]').uncheck()
    page.locator("#credibility").fill("30")
    page.locator("#zoom-in").click()
    page.locator("#theme").click()
    node(page, "Turkey").click()
    settle(page)
    kept = page.evaluate("location.hash")

    again = visitor.open(page_html, kept)
    settle(again)

    assert again.evaluate("location.hash") == kept
    for what in ("#details-title", "#details-body", "#filters", "#proof", "#shown", "#slider"):
        read = f"document.querySelector('{what}').outerHTML"
        assert again.evaluate(read) == page.evaluate(read), what
    for what in ("circle", ".tie .touch", ".hull", ".network text"):
        there = SHOWN.replace("one.", "(one.closest('[display]') ?? one).")
        read = f"all => all.filter({there}).map(one => one.outerHTML).sort()"
        assert again.locator(what).evaluate_all(read) == page.locator(what).evaluate_all(read), what
    frame = "document.querySelector('svg.network').getAttribute('viewBox')"
    assert again.evaluate(frame) == page.evaluate(frame)
    assert again.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"


@pytest.mark.parametrize(
    "at",
    [
        "#faction=hts&on=2018-07-01",
        "#pair=hts&pair=turkey&on=2018-07-01",
        "#community=c1&on=2018-07-01",
        "#shifts=2018-07-01&on=2018-07-01",
        "#on=2018-07-01&hide-source=al-bawaba-2018&view=10%2C20.5%2C2",
    ],
)
def test_an_address_is_told_as_it_was_given(visitor: Visitor, page_html: str, at: str) -> None:
    page = visitor.open(page_html, at)
    page.locator("#theme").click()
    page.locator("#theme").click()
    found = hash_of(page)
    found.pop("theme")
    assert found == parse_qs(at[1:])


def test_an_address_of_what_is_not_there_says_so(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#faction=nobody&on=1999-01-01&view=a,b&credibility=x")
    assert "faction nobody" in page.locator("#missing").inner_text()
    assert title(page) == "Who sits with whom"


def test_a_day_between_slices_is_that_of_the_slice_before(visitor: Visitor, page_html: str) -> None:
    page = visitor.open(page_html, "#on=2018-09-15")
    assert page.locator("#day").inner_text() == "1 July 2018"


def test_another_address_moves_the_open_page(page: Page) -> None:
    page.evaluate("location.hash = '#on=2016-07-01&faction=nusra'")
    assert title(page) == "al-Nusra Front"


def test_equally_good_answers_are_told(visitor: Visitor) -> None:
    page = visitor.open(build(torn()), "#on=2015-06-01&faction=grey")
    for other in ("Red1", "Red2", "Blue1", "Blue2"):
        assert f"With {other} in 1 of 2 equally good answers" in " ".join(body(page).split())
    page.locator("#overview").click()
    assert "2 answers are equally good" in page.locator("#proof").inner_text()
    assert "draws" not in body(page)


def test_the_strip_opens_a_line_at_its_time(page: Page) -> None:
    box = page.locator("#strip svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + 5)
    found = hash_of(page)
    assert found["on"] != [DAYS[2]]
    assert page.locator("#strip .chosen").get_attribute("d")


def test_wheel_and_drag_move_the_network(page: Page) -> None:
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -300)
    x, y, zoom = (float(part) for part in hash_of(page)["view"][0].split(","))
    assert zoom > 1
    page.mouse.down()
    page.mouse.move(450, 320, steps=3)
    page.mouse.up()
    moved = [float(part) for part in hash_of(page)["view"][0].split(",")]
    assert moved[0] < x
    assert moved[1] < y
    assert moved[2] == zoom
    page.locator("#zoom-all").click()
    assert "view" not in hash_of(page)


def test_pointing_tells_who_it_is(page: Page) -> None:
    node(page, "Turkey").hover()
    assert page.locator("#tip").inner_text().startswith("Turkey: ")
    page.mouse.move(5, 5)
    assert page.locator("#tip").is_hidden()


def test_a_frame_without_an_address_works_as_well(visitor: Visitor, page_html: str) -> None:
    """As in a notebook: replaceState throws there."""
    outer = visitor.open('<!doctype html><html data-ready="0"><title>Notebook</title></html>')
    outer.evaluate(
        """page => {
          const frame = document.createElement("iframe");
          frame.setAttribute("sandbox", "allow-scripts");
          frame.srcdoc = page;
          document.body.append(frame);
        }""",
        page_html,
    )
    frame = outer.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    frame.locator("#back").click()
    settle(outer)
    assert frame.locator("#day").inner_text() == "1 January 2020"
