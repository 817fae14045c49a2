"""Small SVG files are the same pictures, with words that can be searched for."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest

from idlib_graph.charts import CHARTS
from idlib_graph.charts.opening import open_sheet
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.style import LIGHT, new_figure, render
from idlib_graph.charts.text import width

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis

    Maker = Callable[..., Analysis]

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d*\.?\d+")


@pytest.fixture
def drawn(make_analysis: Maker) -> tuple[Axes, str, str]:
    """A chart, as matplotlib writes it into SVG and as it is written."""
    fig, ax = CHARTS["storyline"](make_analysis(14, 4, 40, change=0.03))
    raw = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "idlib-graph", "svg.fonttype": "path"}):
        fig.savefig(raw, format="svg", metadata={"Date": None, "Creator": None})
    return ax, raw.getvalue(), render(fig, "svg").decode()


def paths(svg: str) -> list[tuple[str, list[float]]]:
    """Commands and numbers of every path that is drawn."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}path"):  # noqa: S314 - our own
        data = element.attrib["d"]
        numbers = [float(number) for number in NUMBER.findall(data)]
        found.append((re.sub(r"[^A-Za-z]", "", data), numbers))
    return found


def test_rounding_moves_nothing_by_more_than_a_hundredth_of_a_point(
    drawn: tuple[Axes, str, str],
) -> None:
    _, raw, small = drawn
    before, after = paths(raw), paths(small)
    assert [commands for commands, _ in before] == [commands for commands, _ in after]
    assert len(before) > 50
    for (_, one), (_, other) in zip(before, after, strict=True):
        assert np.abs(np.subtract(one, other)).max(initial=0) <= 0.005 + 1e-9


def test_it_takes_less_room(drawn: tuple[Axes, str, str]) -> None:
    _, raw, small = drawn
    assert len(small) < 0.9 * len(raw)
    assert len(small) < 130_000


def test_every_text_can_be_searched_for_where_it_stands(drawn: tuple[Axes, str, str]) -> None:
    ax, _, small = drawn
    texts = {x.get_text(): x for x in ax.texts if x.get_text()}
    height = float(ET.fromstring(small).attrib["viewBox"].split()[3])  # noqa: S314 - our own
    found = list(ET.fromstring(small).iter(f"{SVG}text"))  # noqa: S314 - our own
    assert sorted({x.text for x in found if x.text}) == sorted(texts)
    ax.get_figure().set_dpi(72)  # type: ignore[union-attr] # a chart's axes have a figure
    for element in found:
        text = texts[element.text or ""]
        wide = float(element.attrib["textLength"])
        size = float(element.attrib["font-size"])
        assert wide <= width(text.get_text(), size, bold=text.get_fontweight() == "bold")
        same = [x for x in ax.texts if x.get_text() == text.get_text()]
        bases = [height - x.get_transform().transform(x.get_position())[1] for x in same]
        assert min(abs(float(element.attrib["y"]) - base) for base in bases) < 0.02
        assert element.attrib["fill"] == "none"


def test_every_outline_is_there_once_and_every_reference_leads_somewhere(
    drawn: tuple[Axes, str, str],
) -> None:
    _, _, small = drawn
    root = ET.fromstring(small)  # noqa: S314 - our own
    ids = [x.attrib["id"] for x in root.iter() if "id" in x.attrib]
    assert len(ids) == len(set(ids))
    links = {x.attrib[LINK] for x in root.iter() if LINK in x.attrib}
    assert {link.removeprefix("#") for link in links} <= set(ids)
    clips = set(re.findall(r"url\(#(\w+)\)", small))
    assert clips <= set(ids)


def test_figures_saved_by_matplotlib_itself_have_their_letters(
    drawn: tuple[Axes, str, str],
) -> None:
    _, raw, small = drawn
    assert raw.count("<use") == small.count("<use")
    assert raw.count("<text") == small.count("<text")


def test_a_clip_smaller_than_the_canvas_is_kept() -> None:
    for share, clips in ((1.0, 0), (0.5, 1)):
        fig = new_figure((1, 1))
        ax = fig.add_axes((0, 0, share, 1))
        ax.set_axis_off()
        ax.plot([0, 1], [0, 1])
        assert render(fig, "svg").count(b"<clipPath") == clips


def test_what_others_draw_on_a_chart_is_written_as_well(make_analysis: Maker) -> None:
    fig, ax = CHARTS["storyline"](make_analysis(6, 2, 12))
    ax.annotate("a < b", (0.5, 0.5), xycoords="axes fraction", gid="mine")
    ax.bar([float(np.mean(ax.get_xlim()))], [1.0], hatch="//", url="https://example.org/?a=1&b=2")
    ax.imshow(np.eye(3), extent=(*ax.get_xlim(), *ax.get_ylim()), aspect="auto", alpha=0.1)
    root = ET.fromstring(render(fig, "svg"))  # noqa: S314 - our own
    assert root.find(f".//{SVG}g[@id='mine']") is not None
    assert root.find(f".//{SVG}pattern/{SVG}path") is not None
    (link,) = root.iter(f"{SVG}a")
    assert link.attrib[LINK] == "https://example.org/?a=1&b=2"
    assert len(list(root.iter(f"{SVG}image"))) == 1


@pytest.mark.parametrize(
    "text", ["office", "AV \u00e9\u0301", "\u062d\u0631\u0643\u0629", "a<b>&'\""]
)
def test_letters_that_join_or_run_the_other_way_are_written(text: str) -> None:
    fig, _, sheet = open_sheet(None, Plan(300, 100, 10, 10, 10, 10, 0, 10, 10), LIGHT)
    sheet.text(20, 50, text, 12, halo=True)
    root = ET.fromstring(render(fig, "svg"))  # noqa: S314 - our own
    (words,) = list(root.iter(f"{SVG}text"))
    assert words.text == text
    (letters,) = [x for x in root.iter(f"{SVG}g") if x.attrib.get("id", "").startswith("rim")]
    assert len(list(letters)) >= 3
