"""Clashes between communities on a storyline: on their day, between those who clashed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from builders import make, rel, word
from drawn import EPOCH, bundled, draw, labelled, number, prose, row_on, spot, written
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from scenarios import CAMPS, YEAR

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.charts.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    Maker = Callable[..., Analysis]

VAGUE = "for want of a date within half a year 1."
BATTLE = rel("battle", "red2", "blue2", date="2015-09-10", id="fight")


def marks(ax: Axes) -> list[LineCollection]:
    return labelled(ax, LineCollection, "clash")


def clash_analysis(*relations: Any) -> Analysis:  # noqa: ANN401 - relations
    return analyze(make(*CAMPS, *relations, period=YEAR))


def test_a_clash_is_marked_on_its_day_from_one_line_to_the_other() -> None:
    analysis = clash_analysis(BATTLE)
    _, ax = draw(analysis)
    (mark,) = marks(ax)
    (path,) = mark.get_segments()
    day = number(date(2015, 9, 10))
    assert path[:, 0] == pytest.approx([day, day])
    rows = sorted(row_on(ax, line, day) for line in ("red2", "blue2"))
    assert path[:, 1] == pytest.approx(rows)
    (sign,) = [x for x in ax.lines if x.get_label() == "clash"]
    assert rows[0] < spot(sign)[1] < rows[1]
    assert to_hex(sign.get_markerfacecolor()) == LIGHT.kind("clash")
    assert "clash reported between communities" in written(ax)


def test_a_doubtful_clash_has_a_hollow_sign() -> None:
    doubtful = replace(BATTLE, evidence=(word("paper-2016-01-01", "speculated"),))
    _, ax = draw(clash_analysis(doubtful))
    (sign,) = [x for x in ax.lines if x.get_label() == "clash"]
    assert to_hex(sign.get_markerfacecolor()) == LIGHT.background
    assert "with credibility below 0.5" in written(ax)


@pytest.mark.parametrize(
    ("relation", "note"),
    [
        (rel("battle", "red2", "blue2", date="2015-09-10", claim="denied", id="x"), ""),
        (rel("accusation", "red2", "red3", date="2015-09-10", id="x"), ""),
        (rel("battle", "red2", "blue2", id="x"), VAGUE),
        (
            rel("battle", "red2", "blue2", date="2015", id="x"),
            VAGUE,
        ),
        (
            rel("battle", "red2", "blue2", date="../2015-09", id="x"),
            VAGUE,
        ),
        (rel("battle", "red2", "blue2", date="2019-09", source="p-2019-10-01", id="x"), ""),
    ],
    ids=["denied", "among fellows", "undated", "vague", "open", "later"],
)
def test_no_other_clash_is_marked(relation: Any, note: str) -> None:  # noqa: ANN401 - a relation
    _, ax = draw(clash_analysis(relation))
    assert marks(ax) == []
    assert ("Reports of clashes not marked" in prose(ax)) is bool(note)
    assert note in prose(ax)


def test_clashes_of_the_same_two_at_the_same_time_are_one_mark() -> None:
    raids = [rel("raid", "red3", "blue2", date=f"2015-09-1{day}", id=f"r{day}") for day in range(3)]
    _, ax = draw(clash_analysis(BATTLE, *raids))
    (mark,) = marks(ax)
    day = float(mark.get_segments()[0][0, 0])
    ends = [round(spot(x)[1], 6) for x in ax.lines if x.get_zorder() == 4.5]
    assert ends == sorted(round(row_on(ax, x, day), 6) for x in ("red2", "red3", "blue2"))


def test_marks_that_would_run_through_each_other_are_counted_instead(make_analysis: Maker) -> None:
    analysis = make_analysis(40, 12, 24, change=0.0, relations=0)
    day = analysis.days[12]
    homes = {x: c.id for c in analysis.slices[12].communities for x in c.members}
    pairs = [(a, b) for a in sorted(homes) for b in sorted(homes) if a < b and homes[a] != homes[b]]
    clashes = [rel("battle", a, b, date=day.isoformat(), source="s0") for a, b in pairs[::7]]
    series = replace(
        analysis.snapshots,
        dataset=replace(
            analysis.snapshots.dataset,
            relations={r.id: replace(r, type="battle") for r in clashes},
        ),
    )
    crowded = replace(analysis, snapshots=series, dataset=series.dataset)
    crowded.__dict__["shifts"] = ()
    _, ax = draw(crowded)
    spans = sorted(tuple(sorted(m.get_segments()[0][:, 1].tolist())) for m in marks(ax))
    assert len(spans) > 1
    assert all(low < top for (_, low), (top, _) in pairwise(spans))
    assert "for want of room" in prose(ax)


def pixels(ax: Axes, line: str, x: float) -> float:
    """How high a line is drawn, in pixels, also where it turns; infinite where it is not."""
    for part in labelled(ax, PathCollection, line):
        ((path,),) = [part.get_paths()[0].transformed(ax.transData).to_polygons(closed_only=False)]
        if path[0, 0] <= x <= path[-1, 0]:
            return float(np.interp(x, path[:, 0], path[:, 1]))
    return float("inf")


def reported_on(analysis: Analysis, day: date) -> list[tuple[str, str]]:
    """Who may have clashed on a day while they were in two communities."""
    near = [part for part in analysis.slices if abs((part.day - day).days) <= 31]
    homes = [{x: c.id for c in part.communities for x in c.members} for part in near]
    found = []
    for relation in analysis.dataset.relations.values():
        a, b = analysis.lines.pair(relation)
        box = relation.date
        first, last = (
            (box.start.earliest, box.end.latest or box.start.latest) if box else (None,) * 2
        )
        if relation.kind != "clash" or not first or not last:
            continue
        apart = any({a, b} <= home.keys() and home[a] != home[b] for home in homes)
        if apart and None not in (first, last) and first <= day <= last:
            found.append((a, b))
    return found


def test_every_mark_of_the_bundled_data_joins_those_reported_to_have_clashed() -> None:
    analysis = bundled()
    _, ax = draw(analysis)
    assert len(marks(ax)) > 5
    for mark in marks(ax):
        (path,) = mark.get_segments()
        day = date.fromordinal(round(float(path[0, 0])) + EPOCH)
        (x, top), (_, bottom) = ax.transData.transform(path)
        lines = {line for pair in reported_on(analysis, day) for line in pair}
        for end in (top, bottom):
            assert min(abs(pixels(ax, line, x) - end) for line in lines) < 1, day
