"""What a matrix shows is what the analysis says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scenarios
from builders import day, faction, make, rel, word
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex

from idlib_graph.analysis import analyze
from idlib_graph.charts import CHARTS
from idlib_graph.charts.cells import STEPS, gather_cells, step_of
from idlib_graph.charts.lattice import fill_of, sign_colour
from idlib_graph.charts.style import DARK, LIGHT, contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.style import Theme

    Maker = Callable[..., Analysis]

JUNE = day("2015-06-01")
SOURCES = ("paper-2016-01-01", "daily-2016-01-01")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture(scope="module")
def quarrel() -> Analysis:
    """Red and rose are allied; rose and gold both allied and at war; blue's word is denied."""
    denied = (word(SOURCES[0]), word(SOURCES[1], "denied"))
    return analyze(
        make(
            rel("membership", "red", "rose", date="2014/..", source=SOURCES[0]),
            rel("partnership", "rose", "gold", date="2014/..", source=SOURCES[0]),
            rel("battle", "rose", "gold", date="2015-05-20", source=SOURCES[0]),
            rel("partnership", "blue", "red", date="2014/..", evidence=denied),
            rel("breakaway", "blue", "gold", date="2015-05-20"),
            period="2015/2015-12-01",
        )
    )


def squares(ax: Axes) -> dict[tuple[int, int], list[str]]:
    """The colours in each cell with a tie, by row and column."""
    found: dict[tuple[int, int], list[str]] = {}
    shapes: list[Any] = [x for x in ax.collections if isinstance(x, PolyCollection)]
    for shape in (shape for shape in shapes if shape.get_zorder() == 3):
        for path in shape.get_paths():
            column, row = np.floor(path.vertices[:-1].mean(axis=0)).astype(int)
            found.setdefault((row, column), []).append(to_hex(shape.get_facecolor()[0]))
    return found


def frames(ax: Axes) -> set[tuple[int, int]]:
    """The cells that are framed."""
    lines: list[Any] = [x for x in ax.collections if isinstance(x, LineCollection)]
    found = [path for line in lines if line.get_zorder() == 6 for path in line.get_segments()]
    middles = [np.floor(path[:-1].mean(axis=0)).astype(int) for path in found]
    return {(int(row), int(column)) for column, row in middles}


def rows(ax: Axes) -> list[str]:
    """The names beside the rows, from top to bottom; those above the columns are the same."""
    beside, above = {}, {}
    for text in ax.texts:
        x, y = text.get_position()
        if text.get_rotation() == 90:
            above[x] = text.get_text()
        elif x < 0 < y and text.get_fontweight() != "bold":
            beside[y] = text.get_text()
    beside = {y: name for y, name in beside.items() if y < len(above)}  # the legend is below
    names = [beside[y] for y in sorted(beside)]
    assert [np.floor(y) for y in sorted(beside)] == list(range(len(names)))
    assert [above[x] for x in sorted(above)] == names
    assert [np.floor(x) for x in sorted(above)] == list(range(len(names)))
    return names


def test_cells_are_the_ties_of_the_day_both_ways(quarrel: Analysis) -> None:
    part = quarrel.slice_on(JUNE)
    lines = sorted(part.where)
    cells = {(lines[c.row], lines[c.column]): c for c in gather_cells(quarrel, part, lines)}
    assert cells.keys() == {p for a, b in part.graph.edges for p in ((a, b), (b, a))}
    G = part.graph
    assert cells["red", "rose"].sides == (("alliance", G["red"]["rose"]["weight"]),)
    assert cells["gold", "blue"].sides == (("clash", -G["gold"]["blue"]["weight"]),)
    both = G["rose"]["gold"]
    assert cells["rose", "gold"].sides == (
        ("alliance", both["positive"]),
        ("clash", both["negative"]),
    )
    assert {pair for pair, cell in cells.items() if cell.contested} == {
        ("blue", "red"),
        ("red", "blue"),
    }


def test_what_is_drawn_are_the_cells(quarrel: Analysis) -> None:
    part = quarrel.slice_on(JUNE)
    _, ax = CHARTS["matrix"](quarrel, day=JUNE)
    names = {quarrel.label(line): line for line in part.where}
    lines = [names[name] for name in rows(ax)]
    cells = gather_cells(quarrel, part, lines)
    assert squares(ax) == {
        (c.row, c.column): [
            fill_of(LIGHT, kind, step_of(weight)).lower() for kind, weight in c.sides
        ]
        for c in cells
    }
    assert frames(ax) == {(c.row, c.column) for c in cells if c.contested}
    legend = " ".join(text.get_text() for text in ax.texts)
    assert "\N{PLUS-MINUS SIGN}: allied and at odds" in legend
    assert "contested: sources contradict each other" in legend
    assert "2015-06-01: 4 pairs with a reported tie among 4 factions." in legend


def test_axes_count_columns_and_rows_of_communities(make_analysis: Maker) -> None:
    analysis = make_analysis(30, 6, 30, seed=2)
    part = analysis.slices[-1]
    _, ax = CHARTS["matrix"](analysis)
    assert ax.yaxis_inverted()
    names = rows(ax)
    label = {line: analysis.label(line, part.day, short=True) for line in part.where}
    assert sorted(names) == sorted(label.values())
    start = 0
    while start < len(names) - len(part.unaligned):
        members = {c: {label[x] for x in c.members} for c in part.communities}
        community = next(c for c in part.communities if names[start] in members[c])
        size = len(community.members)
        assert members[community] == set(names[start : start + size])
        (title,) = [t for t in ax.texts if t.get_text() == community.name]
        assert title.get_position()[1] == pytest.approx(start + size / 2, abs=0.3)
        start += size
    assert set(names[start:]) == {label[line] for line in part.unaligned}


def test_the_last_slice_is_drawn_unless_a_day_is_asked_for() -> None:
    analysis = analyze(scenarios.defection())
    for asked, shown in ((None, "2015-12-01"), (day("2015-06-09"), "2015-06-09")):
        _, ax = CHARTS["matrix"](analysis, day=asked)
        assert f"Made for a test: ties on {shown}" in [text.get_text() for text in ax.texts]
    _, ax = CHARTS["matrix"](analysis, day=day("2016-02-01"))
    assert any("is outside of 2015-01-01" in text.get_text() for text in ax.texts)


def test_a_day_without_any_tie_is_said_to_have_none() -> None:
    analysis = analyze(make(rel("battle", "red", "blue", date="2015-10-01"), period="2015/2016"))
    _, ax = CHARTS["matrix"](analysis, day=day("2015-02-01"))
    written = [text.get_text() for text in ax.texts]
    assert "No tie reported" in written
    assert any("among 0 factions." in t for t in written)
    assert "Not drawn: 2 factions have no reported tie that day." in written


def test_who_is_left_out_by_type_is_told_apart_from_who_has_no_tie() -> None:
    crowd = faction("crowd", type="collective")
    analysis = analyze(
        make(
            rel("membership", "red", "rose", date="2015/..", source=SOURCES[0]),
            rel("membership", "red", "crowd", date="2015/..", source=SOURCES[0]),
            rel("battle", "blue", "gold", date="2015-10-01"),
            factions=[*map(faction, ("red", "rose", "blue", "gold")), crowd],
            period="2015/2016",
        ),
        without=("collective",),
    )
    _, ax = CHARTS["matrix"](analysis, day=day("2015-02-01"))
    told = "Not drawn: 1 collective faction is left out by type; 4 have no reported tie that day."
    assert told in [text.get_text() for text in ax.texts]


@THEMES
def test_signs_can_be_read_in_every_cell(theme: Theme) -> None:
    for step in range(len(STEPS)):
        for kind in ("alliance", "clash"):
            fill = fill_of(theme, kind, step)
            assert contrast(sign_colour(theme, fill), fill) >= 4.5
            for other in range(len(STEPS)):
                both = (fill, fill_of(theme, "clash", other))
                assert min(contrast(sign_colour(theme, *both), x) for x in both) >= 3


@THEMES
@pytest.mark.parametrize("kind", ["alliance", "clash"])
def test_the_more_a_tie_weighs_the_more_its_cell_stands_out(theme: Theme, kind: str) -> None:
    ratios = [contrast(fill_of(theme, kind, i), theme.background) for i in range(len(STEPS))]
    assert ratios == sorted(ratios)
    assert min(np.diff(ratios)) > 0.2
    assert contrast(theme.kind(kind), theme.background) >= 3  # the edge of every cell
