"""A page shows what a figure shows: matplotlib's own drawing is the measure of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from idlib_graph.charts import draw_chart, write_chart
from idlib_graph.charts.opening import open_sheet
from idlib_graph.charts.page import Page
from idlib_graph.charts.sheet import Plan
from idlib_graph.charts.style import DARK, LIGHT, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Sheet
    from idlib_graph.charts.style import Theme

    Maker = Callable[..., Analysis]
    Ids = dict[str, ET.Element]
    Ink = tuple[str, dict[str, str], np.ndarray]

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d*\.?\d+")
OPTIONS: dict[str, dict[str, Any]] = {"faction": {"faction": "f02"}}
USUAL = {"stroke-width": "1", "stroke-linejoin": "round", "stroke-linecap": "butt"}


def look_of(element: ET.Element) -> dict[str, str]:
    """How a path is drawn, with what goes without saying."""
    given = dict(part.split(": ") for part in element.get("style", "").split("; ") if part)
    return (USUAL if "stroke" in given else {}) | {"fill": "#000000"} | given


def inks(svg: bytes) -> list[Ink]:
    """All that an SVG shows from the back to the front: what it is, its look, its numbers."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    by_id = {x.get("id", ""): x for x in root.iter()}
    shown = (part for part in parts(root) if part.tag.removeprefix(SVG) in READ)
    return [pill(READ[part.tag.removeprefix(SVG)](part, by_id)) for part in shown]


def parts(element: ET.Element) -> Iterator[ET.Element]:
    """What is shown, out of any groups."""
    for part in element:
        if part.tag == f"{SVG}g" and "transform" not in part.attrib:
            yield from parts(part)
        elif part.tag != f"{SVG}rect" or "rx" in part.attrib:
            yield part


def read_path(element: ET.Element, by_id: Ids) -> Ink:
    """A path where it stands, or a copy of one; but for the rim of a text."""
    of = element.get(LINK, "")[1:]
    if of.startswith("rim"):
        return "rim", {"style": element.attrib["style"]}, np.array([])
    path = by_id[of] if of else element
    data, look = path.get("d", ""), look_of(path) | look_of(element)
    if pattern := re.fullmatch(r"url\(#(\w+)\)", look["fill"]):
        ground, lines = by_id[pattern[1]]
        colour = lines.get("fill") or look_of(lines)["fill"]
        look["fill"] = f"{ground.get('fill')} {colour} {lines.get('d')}"
    numbers = np.array([float(x) for x in NUMBER.findall(data)]).reshape(-1, 2)
    if "z" not in data:
        look["fill"] = "none"  # of a line no fill can be seen
    return f"path {re.sub('[^A-Zz]', '', data)}", look, numbers + place_of(element)


def read_letters(element: ET.Element, _: Ids) -> Ink:
    """Letters by name, in their place."""
    letters = " ".join(f"{x.get(LINK)} {x.get('x')}" for x in element)
    place = [float(x) for x in NUMBER.findall(element.attrib["transform"])]
    return f"letters {letters}", {"fill": element.attrib["fill"]}, np.array(place)


def read_words(element: ET.Element, _: Ids) -> Ink:
    """Words to search for, in their place."""
    return f"text {element.text}", {}, place_of(element)


def read_frame(element: ET.Element, _: Ids) -> Ink:
    """A rounded frame by its corners."""
    size = [float(element.attrib[name]) for name in ("width", "height")]
    return "pill", look_of(element), place_of(element) + np.array([[0, 0], size])


def place_of(element: ET.Element) -> np.ndarray:
    """Where something stands."""
    return np.array([float(element.get(axis, 0)) for axis in "xy"])


READ = {
    "g": read_letters,
    "path": read_path,
    "rect": read_frame,
    "text": read_words,
    "use": read_path,
}


def pill(ink: Ink) -> Ink:
    """A rounded frame by its corners, however it is drawn."""
    name, look, points = ink
    if name != "path MLQLQLQLQz":
        return ink
    return "pill", look, np.array([points.min(axis=0), points.max(axis=0)])


def check_same(page: bytes, figure: bytes) -> None:
    """Both show the same, to a hundredth of a point; a figure has two grounds before all."""
    ours, theirs = inks(page), inks(figure)[2:]
    assert [name for name, *_ in ours] == [name for name, *_ in theirs]
    assert ours
    for (name, look, points), (_, other, theirs_at) in zip(ours, theirs, strict=True):
        assert np.abs(points - theirs_at).max(initial=0) < 0.0201, name
        assert look.keys() == other.keys(), name
        for word in look:
            one, two = (NUMBER.findall(x[word]) for x in (look, other))
            if look[word].startswith("#"):
                assert look[word] == other[word], name
            else:
                assert NUMBER.sub("", look[word]) == NUMBER.sub("", other[word]), name
                assert np.allclose([*map(float, one)], [*map(float, two)], rtol=1e-4), name


def draw_everything(sheet: Sheet) -> None:
    """Each thing that can be drawn, in looks that differ in one way or another."""
    wave = np.array([[20.0, 40], [60, 40], [90, 70], [130, 70], [150, 70], [170, 70], [190, 70]])
    box = np.array([[30.0, 20], [90, 25], [70, 60]])
    line = np.array([[-50.0, 50], [150, 90], [700, 300]])
    sheet.areas([box, box + 30], facecolors="#aa3377", zorder=3)
    sheet.areas([box + 60], facecolors="#228833", edgecolors="#000000", linewidths=0.7)
    sheet.areas([box], facecolors="#aa3377", alpha=0.4, linewidths=0.0, label="pale")
    sheet.areas([box], facecolors="#ffffff", edgecolors="#112233", hatch="xxxx")
    sheet.areas([box + 9], facecolors="#eeeeee", edgecolors="#112233", hatch="....", linewidths=0)
    sheet.strokes([line, line + 5], colors="#000000", linewidths=[1.0, 2.25], zorder=0)
    sheet.strokes([line], colors="#ff0000", linestyles=[(1, (4, 1.5))], linewidths=3, alpha=0.5)
    sheet.strokes([box], colors=(0.2, 0.4, 0.6, 0.5), joinstyle="miter", capstyle="projecting")
    sheet.strokes([box], colors="#777777", capstyle="round")
    sheet.curves([wave, wave + 10], edgecolors=["#000000", "#00ff00"], linewidths=[4, 2.5])
    sheet.grounds([(wave, wave + 30)], facecolors="#ccddee")
    ring = np.vstack([box, box[:1]])
    sheet.shape([ring, ring + 3], facecolor="none", edgecolor="#0000ff", linewidth=1.5)
    sheet.shape([ring], facecolor=(1, 0, 0, 0.2), linewidth=0.0, hatch="//", edgecolor="#0000ff")
    for number, sign in enumerate("osD^dX"):
        look = {"markerfacecolor": "#ffaa00", "markeredgecolor": "#000000", "zorder": number}
        sheet.markers([(50, 60), (70.5, 81)], sign=sign, size=5 + number, **look)
    for sign in "+_|":
        sheet.marker(40, 90, sign, 8.0, markeredgecolor="#000000", markeredgewidth=1.6)
    halves = {"markerfacecolor": "#00aa00", "markerfacecoloralt": "#aa0000", "fillstyle": "left"}
    sheet.marker(100, 100, "s", 9.0, markeredgecolor="#000000", markeredgewidth=0.6, **halves)
    sheet.marker(100, 50, "o", 2.2, markerfacecolor="#999999", markeredgewidth=0.0)
    sheet.pill((100, 60, 150, 72), pad=(4.5, 2.5), edge="#884400", zorder=9)
    for align in ("left", "center", "right"):
        sheet.text(150, 100, "Office & <b>", 9, align=align, bold=align == "center")
    sheet.text(150, 150, "\u062d\u0631\u0643\u0629", 8.5, halo=True, colour="#123456")
    sheet.text(20, 150, "upward", 7, upward=True, rim="#ffeeaa")
    sheet.text(20, 150, "", 7)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_everything_that_can_be_drawn_looks_alike(theme: Theme) -> None:
    plan = Plan(300, 200.5, 10, 20, 15, 5, 0, 1000, 12)
    page = Page()
    figure, _, axes = open_sheet(None, plan, theme)
    _, _, sheet = open_sheet(page, plan, theme)
    draw_everything(sheet)
    draw_everything(axes)
    assert sheet.boxes == axes.boxes
    check_same(page.content(), render(figure))
    (same,) = {ET.fromstring(svg).get("viewBox") for svg in (page.content(), render(figure))}  # noqa: S314 - our own
    assert same == "0 0 300 200.5"


def test_what_is_referred_to_is_there_once() -> None:
    page = Page()
    _, _, sheet = open_sheet(page, Plan(300, 200.5, 10, 20, 15, 5, 0, 1000, 12), LIGHT)
    draw_everything(sheet)
    svg = page.content().decode()
    ids = re.findall(r' id="(\w+)"', svg)
    assert len(ids) == len(set(ids))
    links = {*re.findall(r'xlink:href="#([\w-]+)"', svg), *re.findall(r"url\(#(\w+)\)", svg)}
    assert links <= set(re.findall(r' id="([\w-]+)"', svg))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "chart",
    [
        "alluvial",
        "faction",
        "matrix",
        "robustness",
        "series",
        "snapshots",
        "storyline",
        "timeline",
    ],
)
def test_a_page_shows_what_a_figure_shows(make_analysis: Maker, chart: str, dark: bool) -> None:  # noqa: FBT001 - a case
    for how in ({"relations": 25}, {"factions": 60, "communities": 24, "slices": 12}):
        analysis, options = make_analysis(**how), {"dark": dark, **OPTIONS.get(chart, {})}
        figure, _ = draw_chart(analysis, chart, **options)
        check_same(write_chart(analysis, chart, **options), render(figure))
