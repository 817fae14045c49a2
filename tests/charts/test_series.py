from __future__ import annotations

import random
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from pictures import outlines
from scenarios import defection

from idlib_graph.analysis import analyze
from idlib_graph.charts import CHARTS
from idlib_graph.charts.panels import count_scale, share_scale, spread, steps
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.stack import stack_layers
from idlib_graph.charts.story import slice_edges
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis

    Maker = Callable[..., Analysis]

HEADINGS = (
    "Factions present",
    "Communities",
    "Fragmentation",
    "Structural balance",
    "Likeness to the slice before",
    "Change since the slice before",
)


def draw(analysis: Analysis, **how: Any) -> Axes:  # noqa: ANN401 - any of the chart's
    return CHARTS["series"](analysis, **how)[1]


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def reader(ax: Axes, heading: str) -> Callable[[float], float]:
    """What a height in a panel stands for, by the numbers written beside its levels."""
    top = next(t.get_position()[1] for t in ax.texts if t.get_text() == heading)
    below = [t.get_position()[1] for t in ax.texts if t.get_text() in HEADINGS]
    bottom = min([y for y in below if y > top], default=ax.get_ylim()[0])
    levels = {}
    for text in ax.texts:
        y, word = text.get_position()[1], text.get_text()
        number = word.replace(".", "", 1).replace("\N{MINUS SIGN}", "").lstrip("-").isdigit()
        beside = text.get_horizontalalignment() == "right" and top - 12 < y < bottom - 12
        if number and beside:
            levels[float(word)] = y
    (least, low), (most, high) = min(levels.items()), max(levels.items())
    # Texts stand lower than their levels by as much as capitals are high, which lines tell.
    lines = [s for c in of_kind(ax, LineCollection) for s in c.get_segments() if level(s)]
    heights = sorted({round(float(s[0, 1]), 6) for s in lines})
    ends = [min((abs(y - 2.7 - h), h) for h in heights)[1] for y in (low, high)]
    unit = (most - least) / (ends[1] - ends[0])
    return lambda y: least + (y - ends[0]) * unit


def level(line: NDArray[np.float64]) -> bool:
    return len(line) == 2 and line[0, 1] == line[1, 1]


def of_kind(ax: Axes, kind: type[Any]) -> list[Any]:
    return [x for x in ax.collections if isinstance(x, kind)]


def y_of(line: Line2D) -> float:
    return float(np.asarray(line.get_ydata())[0])


def middles(analysis: Analysis) -> list[float]:
    return [(a + b) / 2 for a, b in pairwise(slice_edges(analysis.days))]


def heights(paths: Sequence[NDArray[np.float64]], day: float) -> list[float]:
    """At which heights lines are crossed on a day, inside level stretches."""
    return [
        float(a[1])
        for path in paths
        for a, b in pairwise(path)
        if a[1] == b[1] and min(a[0], b[0]) < day < max(a[0], b[0])
    ]


def read(analysis: Analysis, ax: Axes, heading: str, name: str) -> list[float | None]:
    """The values of a curve, read off the chart."""
    value, paths = reader(ax, heading), outlines(ax, LineCollection, name)
    found = [heights(paths, day) for day in middles(analysis)]
    assert all(len(x) <= 1 for x in found)
    return [round(value(x[0]), 6) + 0.0 if x else None for x in found]


def rounded(values: Sequence[float | None]) -> list[Any]:
    return [None if v is None else pytest.approx(v, abs=1e-4) for v in values]


CASES: tuple[dict[str, Any], ...] = (
    {"factions": 12, "slices": 40, "change": 0.02},
    {"factions": 30, "communities": 9, "slices": 14, "change": 0.05, "seed": 3},
    {"factions": 5, "communities": 1, "slices": 2},
    {"factions": 6, "communities": 2, "slices": 1},
)


@pytest.mark.parametrize("case", CASES)
def test_layers_are_as_high_as_their_members_are_many(
    make_analysis: Maker, case: dict[str, Any]
) -> None:
    analysis = make_analysis(**case)
    ax = draw(analysis)
    value = reader(ax, "Factions present")
    total = [0.0] * len(analysis.slices)
    for identity, name in [*analysis.names.items(), (None, "in none")]:
        paths = outlines(ax, PolyCollection, name)
        for index, (part, day) in enumerate(zip(analysis.slices, middles(analysis), strict=True)):
            members = {c.id: len(c.members) for c in part.communities}.get(identity, 0)  # type: ignore[arg-type] # None is no id
            members = len(part.unaligned) if identity is None else members
            found = sorted(value(y) for y in heights(paths, day))
            assert found == pytest.approx([total[index], total[index] + members] * bool(members))
            total[index] += members
    assert total == [float(part.present) for part in analysis.series.slices]
    assert f"all {total[-1]:.0f}" in written(ax)


@pytest.mark.parametrize("case", CASES)
def test_curves_show_the_figures_and_gaps_where_there_are_none(
    make_analysis: Maker, case: dict[str, Any]
) -> None:
    analysis = make_analysis(**case)
    ax = draw(analysis)
    figures, balance = analysis.series.slices, analysis.balance_over_time
    expected: dict[tuple[str, str], list[float | None]] = {
        ("Communities", "communities"): [float(f.communities) for f in figures],
        ("Fragmentation", "fragmentation"): [f.fragmentation for f in figures],
        ("Structural balance", "balanced triads"): [b.triads.strong_share for b in balance],
        ("Structural balance", "two camps"): [
            b.frustration.two_camps.share if part.graph.edges else None
            for b, part in zip(balance, analysis.slices, strict=True)
        ],
        ("Likeness to the slice before", "AMI"): [f.mutual_information for f in figures],
        ("Change since the slice before", "VI"): [f.variation for f in figures],
    }
    for (heading, name), values in expected.items():
        assert read(analysis, ax, heading, name) == rounded(values), name


def test_a_defection_is_read_off_as_it_was_told() -> None:
    """Three reds with grey, three blues; grey changes over in June, and no triad is strained."""
    analysis = analyze(defection())
    ax = draw(analysis)
    turn = analysis.days.index(date(2015, 7, 1))
    count = len(analysis.days)

    assert read(analysis, ax, "Communities", "communities") == [2.0] * count
    fragments = read(analysis, ax, "Fragmentation", "fragmentation")
    assert fragments == rounded([24 / 49] * count)
    for name, value in (("balanced triads", 1.0), ("two camps", 0.0), ("any number of camps", 0.0)):
        assert read(analysis, ax, "Structural balance", name) == rounded([value] * count)
    alike = read(analysis, ax, "Likeness to the slice before", "AMI")
    assert alike[0] is None
    assert [x is not None and x < 1 for x in alike[1:]] == [i == turn for i in range(1, count)]
    varied = read(analysis, ax, "Change since the slice before", "VI")
    assert [x is not None and x > 0 for x in varied[1:]] == [i == turn for i in range(1, count)]
    labels = {"communities 2", "fragmentation 0.49", "balanced triads 1.00", "AMI 1.00", "VI 0.00"}
    assert labels | {"Red1 bloc 3", "Blue1 bloc 4", "all 7"} <= set(written(ax))


def test_only_shifts_told_as_events_have_stems_each_half_way_between_its_slices(
    make_analysis: Maker,
) -> None:
    analysis = make_analysis(14, 4, 30, change=0.02, seed=5)
    events = {s.day: s.since for s in analysis.shifts if s.is_event}
    assert 0 < len(events) < len({s.day for s in analysis.shifts})
    dotted = [
        float(line[0, 0])
        for lines in of_kind(draw(analysis), LineCollection)
        for line in lines.get_segments()
        if len(line) == 2 and line[0, 0] == line[1, 0] and lines.get_linestyle()[0][1]
    ]
    expected = [(a.toordinal() + b.toordinal()) / 2 - EPOCH for b, a in events.items()]
    assert sorted(dotted) == pytest.approx(sorted(expected))


def test_without_room_for_captions_the_marks_stay(make_analysis: Maker) -> None:
    analysis = make_analysis(14, 4, 30, change=0.03, seed=1)
    small, large = draw(analysis, size=(11, 8.5), title=""), draw(analysis, title="")
    above = [[t for t in ax.texts if t.get_position()[1] < -2] for ax in (small, large)]
    assert above[0] == []
    assert len(above[1]) > 5
    events = {(s.since, s.day) for s in analysis.shifts if s.is_event}
    marked = [
        sum(x.get_marker() in set("<>Dvs^o") and y_of(x) < 0 for x in ax.lines)
        for ax in (small, large)
    ]
    assert marked == [len(events)] * 2


def test_what_is_undefined_at_the_end_is_named_with_a_dash_and_has_no_lead(
    make_analysis: Maker,
) -> None:
    analysis = make_analysis(6, 2, 1)
    ax = draw(analysis)
    assert {"AMI \N{EN DASH}", "VI \N{EN DASH}"} <= set(written(ax))
    assert outlines(ax, LineCollection, "AMI") == []
    last = slice_edges(analysis.days)[-1]
    leads = [
        line
        for lines in of_kind(ax, LineCollection)
        for line in lines.get_segments()
        if len(line) == 4 and line[0, 0] > last
    ]
    names = [
        t for t in ax.texts if t.get_position()[0] > last and t.get_text()[-1] != "\N{EN DASH}"
    ]
    assert len(leads) == len([t for t in names if t.get_position()[1] < ax.get_ylim()[0]])


def test_shares_have_axes_from_0_to_1(make_analysis: Maker) -> None:
    texts = written(draw(make_analysis()))
    assert texts.count("1") >= 3
    assert texts.count("0.5") == 3


def test_a_sheet_too_narrow_is_refused(make_analysis: Maker) -> None:
    with pytest.raises(SettingsError, match=r"3\.0 inches are too narrow for this series"):
        draw(make_analysis(), size=(3, 12))


def test_the_least_height_it_asks_for_is_enough(make_analysis: Maker) -> None:
    analysis = make_analysis()
    with pytest.raises(SettingsError, match="it needs") as refusal:
        draw(analysis, size=(12, 3))
    needed = float(str(refusal.value).rsplit(" ", 1)[1])
    draw(analysis, size=(12, needed + 0.1))


def test_a_layer_is_named_once_or_counted_as_not_named(make_analysis: Maker) -> None:
    analysis = make_analysis(40, 12, 24, change=0.02, relations=90)
    texts = written(draw(analysis, size=(11, 8.5)))
    for layer in stack_layers(analysis):
        if layer.sizes.any():
            label = f"{layer.name} {layer.last}" if layer.last else layer.name
            note = any(t.startswith("Not labelled") and layer.name in t for t in texts)
            assert texts.count(label) + note == 1


def test_steps_are_level_over_each_slice() -> None:
    (path,) = steps([1.0, 3.0], [0.0, 2.0, 5.0])
    assert path.tolist() == [[0, 1], [2, 1], [2, 3], [5, 3]]
    assert steps([None], [0.0, 1.0]) == []


@pytest.mark.parametrize("seed", range(40))
def test_spread_places_are_apart_in_order_and_nothing_near_is_nearer(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - places, not secrets
    wanted = [rng.uniform(0, 60) for _ in range(rng.randrange(1, 7))]
    places = spread(wanted, 8, 0, 60)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    laid = [places[i] for i in order]
    assert all(b - a >= 8 - 1e-9 for a, b in pairwise(laid))
    assert laid[0] >= 0
    assert laid[-1] <= 60 + 1e-9

    def cost(tried: Sequence[float]) -> float:
        return sum((a - wanted[i]) ** 2 for a, i in zip(tried, order, strict=True))

    for _ in range(300):
        tried = [y + rng.uniform(-3, 3) for y in laid]
        apart = all(b - a >= 8 for a, b in pairwise(tried))
        if apart and tried[0] >= 0 and tried[-1] <= 60:
            assert cost(tried) >= cost(laid) - 1e-9


@pytest.mark.parametrize("most", [0, 0.003, 0.31, 1, 1.01, 2, 3, 7, 9, 12, 37, 60, 240, 1000])
@pytest.mark.parametrize("whole", [True, False])
def test_scales_begin_at_nought_and_end_no_lower_than_what_they_hold(
    most: float,
    whole: bool,  # noqa: FBT001 - a parameter
) -> None:
    ticks = count_scale(most, whole=whole).ticks
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 5
    assert len({round(b - a, 9) for a, b in pairwise(ticks)}) == 1
    assert not whole or all(tick == int(tick) for tick in ticks)


def test_a_share_below_nought_is_not_cut_off() -> None:
    assert share_scale([0.2, -0.6]).low == -1.0
    assert share_scale([None]).ticks == (0.0, 0.5, 1.0)
