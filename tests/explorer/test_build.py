"""The page as a file: it holds what the analysis has, and nothing in it can run but ours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from commands import plain_environment
from explorer.worlds import torn
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph import explorer
from idlib_graph.charts.style import DARK, LIGHT, contrast
from idlib_graph.explorer import SCRIPTS, as_data, assemble_script, build
from idlib_graph.explorer.runs import SIGNS, Runs, encode
from idlib_graph.explorer.strip import lay_strip
from idlib_graph.palette import KIND_HUES, PALETTE

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.explorer.runs import Row
    from idlib_graph.robustness.ensemble import Ensemble

PARTS = Path(explorer.__file__).parent / "page"
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "Function(", "fetch(", "XMLHttpRequest", "import(", "WebSocket", "localStorage",
    'setTimeout("', "createContextualFragment", "DOMParser", "javascript:",
)  # fmt: skip


def decode(row: Row) -> list[int]:
    """Read a row as the page does."""
    if isinstance(row, str):
        groups = re.findall(r"(\D)(\d*)", row)
        return [SIGNS.index(sign) for sign, times in groups for _ in range(int(times or 1))]
    return [value for value, times in zip(row[::2], row[1::2], strict=True) for _ in range(times)]


class Parts(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.texts.append("")
        self.inside = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        elements = zip(self.found, self.texts, strict=True)
        return [(attributes, text) for (name, attributes), text in elements if name == tag]


def content_of(html: str) -> Any:  # noqa: ANN401 - any JSON
    (data,) = [text for attributes, text in Parts(html).all("script") if attributes.get("id")]
    return json.loads(data)


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture(scope="session")
def content(page_html: str) -> Any:  # noqa: ANN401 - any JSON
    return content_of(page_html)


@given(st.lists(st.integers(0, 120), max_size=60))
def test_rows_read_back_as_they_were(values: list[int]) -> None:
    assert decode(encode(values)) == values


def test_equal_rows_are_kept_once() -> None:
    runs = Runs()
    assert [runs.add([1, 1, 2]), runs.add([3]), runs.add((1, 1, 2))] == [0, 1, 0]
    assert len(runs.rows) == 2


@given(st.text())
def test_no_text_ends_the_data(text: str) -> None:
    written = as_data({"name": text})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"name": text}


def test_nothing_but_our_script_and_our_style_may_run(page_html: str) -> None:
    page = Parts(page_html)
    (policy,) = [
        attributes["content"]
        for attributes, _ in page.all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (script,) = [text for attributes, text in page.all("script") if not attributes.get("id")]
    (style,) = [text for _, text in page.all("style")]

    assert policy == (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    first = [tag for tag, _ in page.found].index("meta")
    assert "Content-Security-Policy" in str(page.found[first + 1])  # before anything could load
    assert not [a for _, a in page.found if any(name.startswith("on") for name in a)]
    assert not [a for _, a in page.found if "style" in a or "src" in a]
    assert [a["href"] for _, a in page.found if "href" in a] == ["data:,"]


@pytest.mark.parametrize("path", sorted(PARTS.glob("*")), ids=lambda path: path.name)
def test_no_part_makes_markup_or_code_of_text_or_fetches_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word.lower() in text.lower()] == []


@pytest.mark.parametrize("path", sorted(PARTS.glob("*.js")), ids=lambda path: path.name)
def test_parts_keep_to_what_the_squeezing_of_lines_takes_for_granted(path: Path) -> None:
    """No text over several lines, no comment that begins inside of a text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line)
        assert code.count("`") % 2 == 0, line
        assert line.count("/*") <= line.startswith(("/*", "  /*")), line
        assert len(line) <= 120


def test_every_part_is_in_the_page_once_and_in_order() -> None:
    names = {path.stem for path in PARTS.glob("*.js")}
    assert names == {*SCRIPTS, "network-svg", "network-canvas"}
    assert len(set(SCRIPTS)) == len(SCRIPTS)
    few, many = assemble_script(3_000), assemble_script(3_001)
    assert 'getContext("2d")' in many
    assert "function createView" in few
    assert few.splitlines()[-1] == many.splitlines()[-1] == "start();"


def test_the_page_is_the_same_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from idlib_graph import analyze; from idlib_graph.explorer import build\n"
        "from scenarios import orphans\n"
        "a = analyze(orphans())\n"
        "print(hashlib.sha256(build(a, a.ensemble(2)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=plain_environment(
                PYTHONHASHSEED=seed,
                PYTHONPATH=":".join([str(Path(__file__).parents[1]), *sys.path]),
            ),
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1


def test_places_are_those_of_the_slices(bundled: Analysis, content: Any) -> None:  # noqa: ANN401 - any JSON
    names = {2 + number: row[0] for number, row in enumerate(content["communities"])}
    lines = sorted(bundled.lines.by_id)
    for line, row in zip(lines, content["lines"], strict=True):
        places = decode(content["runs"][row[3] if len(row) > 3 else 0])
        told = [{0: "absent", 1: "unaligned", **names}[place] for place in places]
        assert told == [str(part.position(line)) for part in bundled.slices]
        assert (row[0], row[1]) == bundled.layout[line]


def test_presence_and_credibility_are_those_of_the_relations(
    bundled: Analysis,
    content: Any,  # noqa: ANN401 - any JSON
) -> None:
    series = bundled.snapshots
    for row in content["relations"]:
        relation = series.dataset.relations[row[0]]
        presence = series.presence.values[series.rows[relation.id]]
        assert np.allclose(decode(content["runs"][row[8]]), 100 * presence, atol=0.5)
        assert row[6] == round(100 * series.dataset.credibility(relation))
        assert len(row[9]) == len(relation.evidence)
    assert len(content["relations"]) == len(series.dataset.relations)


def test_ties_are_those_of_the_snapshots(bundled: Analysis, content: Any) -> None:  # noqa: ANN401 - any JSON
    lines = sorted(bundled.lines.by_id)
    ids = [row[0] for row in content["relations"]]
    shown = [0] * len(bundled.days)
    for a, b, plus, minus, behind, *net in content["ties"]:
        allied, hostile = decode(content["runs"][plus]), decode(content["runs"][minus])
        weight = decode(content["runs"][net[0]]) if net else np.add(allied, hostile)
        for column, G in enumerate(bundled.snapshots.graphs):
            edge = G.get_edge_data(lines[a], lines[b], {"positive": 0, "negative": 0})
            assert allied[column] == pytest.approx(100 * edge["positive"], abs=0.51)
            assert hostile[column] == pytest.approx(100 * edge["negative"], abs=0.51)
            signed = edge["positive"] - edge["negative"]
            assert weight[column] == pytest.approx(100 * abs(signed), abs=0.51)
            assert {ids[number] for number in behind} >= set(edge.get("relations", ()))
            shown[column] += bool(allied[column] or hostile[column])
    assert shown == [part.result.ties for part in bundled.slices]


def test_shifts_are_those_of_the_analysis(bundled: Analysis, content: Any) -> None:  # noqa: ANN401 - any JSON
    ids = [row[0] for row in content["relations"]]
    assert len(content["shifts"]) == len(bundled.shifts) > 0
    for row, shift in zip(content["shifts"], bundled.shifts, strict=True):
        assert bundled.days[row[1]] == shift.day
        assert [ids[number] for number in row[7]] == list(shift.cause)
        assert [sorted(bundled.lines.by_id)[move[0]] for move in row[5]] == [
            move.line for move in shift.moves
        ]


def test_draws_are_told_in_two_digits_and_only_where_not_zero(
    bundled: Analysis,
    content: Any,  # noqa: ANN401 - any JSON
) -> None:
    ensemble: Ensemble = bundled.ensemble(3)
    lines = sorted(bundled.lines.by_id)
    told = {(lines[a], lines[b]): share for a, b, share in content["ensemble"]["pairs"]}
    for i, a in enumerate(ensemble.lines):
        for j, b in enumerate(ensemble.lines[i + 1 :], i + 1):
            share = float(np.nan_to_num(ensemble.company[i, j]))
            assert told.get((a, b), 0) == pytest.approx(100 * share, abs=0.5)
    assert 0 not in told.values()
    assert content_of(build(torn()))["ensemble"] is None


def test_equally_good_answers_are_told_pair_by_pair() -> None:
    analysis = torn()
    content = content_of(build(analysis))
    lines = sorted(analysis.lines.by_id)
    least, answers, capped, sometimes = content["slices"][0][6:]
    assert (least, answers, capped) == (analysis.proof(analysis.slices[0]).least_disagreement, 2, 0)
    told = {frozenset((lines[a], lines[b])): count for a, b, count in sometimes}
    assert told == {frozenset(("grey", other)): 1 for other in ("red1", "red2", "blue1", "blue2")}


def test_where_nobody_looked_for_equals_none_are_told(large_html: str) -> None:
    content = content_of(large_html)
    assert all(len(row) == 6 for row in content["slices"])
    assert len(content["ties"]) > 18_000


def test_communities_lie_together_in_the_strip(bundled: Analysis) -> None:
    rows, lines = lay_strip(bundled.slices)
    for column, part in enumerate(bundled.slices):
        here = [places[column] for places in lines.values() if places[column]]
        assert len(set(here)) == len(here)  # a row of its own for each
        for community in part.communities:
            own = sorted(lines[line][column] for line in community.members)
            assert own == list(range(own[0], own[0] + len(own)))
    assert max(max(places) for places in lines.values()) == rows


def test_a_page_of_twenty_thousand_relations_is_a_few_megabytes(large_html: str) -> None:
    assert len(large_html.encode()) < 5_000_000


def _colours(theme: str) -> dict[str, str]:
    """The colours of the style sheet, those of dark pages second."""
    css = (PARTS / "explorer.css").read_text(encoding="utf-8")
    found = {}
    for name, value in re.findall(r"--([a-z0-9-]+): ([^;]+);", css.partition("\n* {")[0]):
        shades = re.findall("#[0-9a-f]{6}", value)
        found[name] = shades[-1 if theme == "dark" else 0]
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_charts_and_can_be_told_apart_from_paper(theme: str) -> None:
    colour, chart = _colours(theme), DARK if theme == "dark" else LIGHT
    assert [colour[f"shade{i}"].upper() for i in range(7)] == [hue.upper() for hue in PALETTE]
    assert (colour["paper"], colour["ink"]) == (chart.background, chart.ink)
    for name in (*KIND_HUES, *(f"edge{i}" for i in range(7)), "grey", "line", "focus"):
        assert contrast(colour[name], colour["paper"]) >= 3, name
    for name in (*(f"{kind}-text" for kind in KIND_HUES), "ink", "soft"):
        for ground in ("paper", "raised"):
            assert contrast(colour[name], colour[ground]) >= 4.5, name
