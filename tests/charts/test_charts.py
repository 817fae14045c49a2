from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pictures import faults, text_boxes

from idlib_graph.charts import CHARTS as REGISTRY
from idlib_graph.charts.lettering import font
from idlib_graph.charts.style import new_figure, render
from idlib_graph.charts.text import printable, width, wrap
from idlib_graph.errors import NotFoundError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis

    Maker = Callable[..., Analysis]

LONG = "The Very Long-Winded Supreme Council of the Brigades and Battalions of Number"
ODD = (
    "<b>&amp;</b> $x_1$",
    "$\\frac{1}{2$",
    "\u062d\u0631\u0643\u0629 \u0646\u0648\u0631",
    "a\nb\u202e\u4e2d",
)
CASES: dict[str, dict[str, Any]] = {
    "5 factions, 2 slices": {"factions": 5, "communities": 1, "slices": 2, "relations": 8},
    "1 slice": {"factions": 6, "communities": 2, "slices": 1, "relations": 8},
    "nothing": {"factions": 3, "communities": 1, "slices": 1, "relations": 0},
    "12 factions, 40 slices": {"factions": 12, "slices": 40, "change": 0.02},
    "60 factions, 300 slices": {
        "factions": 60,
        "communities": 12,
        "slices": 300,
        "change": 0.0015,
        "relations": 150,
    },
    "40 factions, 24 slices": {
        "factions": 40,
        "communities": 12,
        "slices": 24,
        "change": 0.02,
        "relations": 90,
    },
    "long names": {"factions": 14, "slices": 30, "name": lambda i: f"{LONG} {i}"},
    "odd names": {
        "factions": 14,
        "slices": 30,
        "relations": 90,
        "name": lambda i: f"{ODD[i % 4]} {i}",
    },
}
# What a chart cannot be drawn without.
NEEDED: dict[str, dict[str, Any]] = {"faction": {"faction": "f02"}}
CHARTS = {name: partial(chart, **NEEDED.get(name, {})) for name, chart in REGISTRY.items()}
BOTH = pytest.mark.parametrize("chart", sorted(CHARTS))
OVER_TIME = ("faction", "series", "storyline", "timeline")


def test_faults_are_seen() -> None:
    fig = new_figure((2, 1))
    ax = fig.add_axes((0, 0, 1, 1))
    for x in (0.1, 0.2, 0.95):
        ax.text(x, 0.5, f"name {x}")
    assert len(faults(fig)) == 2


@BOTH
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_canvas(
    make_analysis: Maker, chart: str, case: str
) -> None:
    fig, _ = CHARTS[chart](make_analysis(**CASES[case]))
    for dpi in (72, 150):
        fig.set_dpi(dpi)
        assert faults(fig) == []


@pytest.mark.parametrize("seed", range(6))
def test_names_keep_apart_whatever_happens(make_analysis: Maker, seed: int) -> None:
    analysis = make_analysis(26, 6, 60, change=0.015, seed=seed)
    fig, _ = CHARTS["storyline"](analysis, unaligned="show", dark=seed % 2 == 0)
    assert faults(fig) == []


@BOTH
@pytest.mark.parametrize("size", [(11, 8.5), (16, 10), (24, 16)])
def test_a_given_size_is_kept(make_analysis: Maker, chart: str, size: tuple[float, float]) -> None:
    fig, _ = CHARTS[chart](make_analysis(12, 4, 40, relations=30), size=size)
    assert tuple(fig.get_size_inches()) == size
    assert faults(fig) == []


@BOTH
def test_a_sheet_too_small_is_refused(make_analysis: Maker, chart: str) -> None:
    with pytest.raises(SettingsError, match="inches"):
        CHARTS[chart](make_analysis(), size=(16, 2))


@BOTH
def test_given_axes_are_drawn_on(make_analysis: Maker, chart: str) -> None:
    own = new_figure((16, 20))
    axes: Axes = own.add_axes((0.05, 0.1, 0.9, 0.8))
    fig, ax = CHARTS[chart](make_analysis(), ax=axes)
    assert fig is own
    assert ax is axes
    assert faults(own) == []


@pytest.mark.parametrize("chart", OVER_TIME)
def test_axes_count_days_and_rows(make_analysis: Maker, chart: str) -> None:
    analysis = make_analysis()
    _, ax = CHARTS[chart](analysis)
    first, last = ax.get_xlim()
    assert first < (analysis.days[0].toordinal() - 719163) < last
    assert ax.yaxis_inverted()


@BOTH
def test_names_are_text_and_no_formulas(make_analysis: Maker, chart: str) -> None:
    fig, _ = CHARTS[chart](make_analysis(**CASES["odd names"]))
    texts = [text for text, _ in text_boxes(fig)]
    assert any("<b>&amp;</b> $x_1$" in text for text in texts)
    assert not any("\n" in text or "\u202e" in text for text in texts)


@BOTH
def test_the_small_print_says_what_it_rests_on(make_analysis: Maker, chart: str) -> None:
    fig, _ = CHARTS[chart](make_analysis(), title="A title")
    written = " ".join(text for text, _ in text_boxes(fig))
    assert "A title" in written
    assert "3 sources. Data set: Synthetic factions." in written
    assert "potts, resolution 1" in written
    assert "No report does not mean no tie." in written


@BOTH
def test_dates_are_written_in_the_language_asked_for(make_analysis: Maker, chart: str) -> None:
    written = {}
    for language in ("", "tr"):
        fig, _ = CHARTS[chart](make_analysis(6, 2, 8), language=language)
        written[language] = " ".join(text for text, _ in text_boxes(fig))
        assert faults(fig) == []
    assert "2013-" in written[""]
    assert "2013-" not in written["tr"]
    assert re.search("(Oca|Şub|Mar|Nis|May|Haz|Tem|Ağu) 2013", written["tr"])
    with pytest.raises(SettingsError, match="no language"):
        CHARTS[chart](make_analysis(6, 2, 8), language="xx")


@BOTH
def test_an_empty_title_leaves_the_heading_out(make_analysis: Maker, chart: str) -> None:
    sizes = [
        CHARTS[chart](make_analysis(6, 2, 8), title=title)[0].get_size_inches()[1]
        for title in (None, "")
    ]
    fig, _ = CHARTS[chart](make_analysis(6, 2, 8), title="")
    assert not any("Synthetic factions:" in text for text, _ in text_boxes(fig))
    assert sizes[1] < sizes[0]


@BOTH
@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_input_gives_the_same_bytes(make_analysis: Maker, chart: str, kind: str) -> None:
    once, again = (
        render(CHARTS[chart](make_analysis(8, 2, 12, relations=12))[0], kind, dpi=40)
        for _ in range(2)
    )
    assert once == again


@BOTH
def test_bytes_do_not_depend_on_the_hash_seed(chart: str) -> None:
    folder = Path(__file__).parent
    script = (
        f"import sys, hashlib; sys.path.insert(0, {str(folder)!r})\n"
        "from conftest import build_analysis\n"
        "from idlib_graph.charts import CHARTS\n"
        "from idlib_graph.charts.style import render\n"
        "analysis = build_analysis(9, 3, 12, change=0.05, relations=15)\n"
        f"fig, _ = CHARTS[{chart!r}](analysis, **{NEEDED.get(chart, {})!r})\n"
        "print(hashlib.sha256(render(fig, 'svg')).hexdigest(), 'matplotlib.pyplot' in sys.modules)"
    )
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1
    assert found.pop().endswith("False\n")


def test_the_registry_loads_no_matplotlib() -> None:
    script = (
        "import sys; from idlib_graph.charts import CHARTS; "
        "print(sorted(CHARTS), 'matplotlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    names = ["alluvial", "faction", "matrix", "robustness", "series", "snapshots"]
    assert done.stdout == f"{[*names, 'storyline', 'timeline']} False\n"


def test_a_chart_of_an_unknown_name() -> None:
    with pytest.raises(KeyError):
        REGISTRY["pie"]


def test_unaligned_factions_are_named_drawn_or_left_out(make_analysis: Maker) -> None:
    analysis = make_analysis(16, 12, 30, change=0.0)
    aligned = {x for part in analysis.slices for c in part.communities for x in c.members}
    alone = sorted({x for part in analysis.slices for x in part.where} - aligned)
    assert alone
    name = analysis.label(alone[0])
    written = {}
    for unaligned in ("fold", "show", "hide"):
        fig, _ = CHARTS["storyline"](analysis, unaligned=unaligned)
        written[unaligned] = [text for text, _ in text_boxes(fig) if name in text]
    assert written["fold"][0].startswith("In no community at any time")
    assert name in written["show"]
    assert written["hide"] == []
    with pytest.raises(SettingsError, match="fold, show or hide"):
        CHARTS["storyline"](analysis, unaligned="maybe")


def test_a_rename_is_written_on_the_line(make_analysis: Maker) -> None:
    analysis = make_analysis(10, 2, 60, change=0.0, seed=3)
    fig, _ = CHARTS["storyline"](analysis)
    before, after = (analysis.dataset.factions[x].name for x in ("f00", "f01"))
    written = [text for text, _ in text_boxes(fig)]
    assert before in written
    assert after in written
    assert "new name" in written


def test_a_timeline_of_chosen_factions(make_analysis: Maker) -> None:
    analysis = make_analysis(10, 2, 84, relations=60)
    fig, _ = CHARTS["timeline"](analysis, factions=["f03", "f05"])
    written = [text for text, _ in text_boxes(fig)]
    assert any(text.endswith(", battle") for text in written)
    assert not any("bloc" in text for text in written)
    assert faults(fig) == []
    with pytest.raises(NotFoundError, match="f99"):
        CHARTS["timeline"](analysis, factions=["f99"])


def test_relations_without_a_date_are_counted(make_analysis: Maker) -> None:
    analysis = make_analysis(relations=60)
    undated = sum(r.date is None for r in analysis.dataset.relations.values())
    fig, _ = CHARTS["timeline"](analysis)
    written = " ".join(text for text, _ in text_boxes(fig))
    assert f"{undated} relations without a date are not drawn." in written


def test_text_is_wrapped_and_clipped_to_the_room_there_is() -> None:
    lines = wrap("one two three " + "x" * 80, 8, 60)
    assert all(width(line, 8) <= 60 for line in lines)
    assert lines[-1].endswith("…")


@pytest.mark.parametrize("dpi", [72, 96, 100, 150, 300])
@pytest.mark.parametrize("size", [6.6, 7.2, 7.6, 8.9, 10.6])
def test_text_is_no_wider_than_measured_however_coarse_the_raster(dpi: int, size: float) -> None:
    fig = new_figure((9, 1))
    fig.set_dpi(dpi)
    ax = fig.add_axes((0, 0, 1, 1))
    for text in ("How long before or after the headline", ODD[0] + " bloc", f"{LONG} 0"):
        ax.text(0, 0.5, text, fontproperties=font(bold=True), parse_math=False).set_fontsize(size)
    for text, box in text_boxes(fig):
        wide = width(text, size, bold=True)
        assert box.width * 72 / dpi <= wide + 72 / dpi  # but for a part of a pixel at either end


def test_what_the_typeface_lacks_is_replaced() -> None:
    assert printable("a\u4e2d\tb") == "a\N{REPLACEMENT CHARACTER} b"
