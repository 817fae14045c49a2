from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from builders import make, rel
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from pictures import drawn_under, faults, outlines
from scenarios import defection

from idlib_graph.analysis import analyze
from idlib_graph.charts import CHARTS
from idlib_graph.charts.company import gather_company
from idlib_graph.charts.odds import MOST
from idlib_graph.charts.style import DARK, LIGHT
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.company import Member

    Maker = Callable[..., Analysis]

DRAWS = 20


def draw(analysis: Analysis, **how: Any) -> Axes:  # noqa: ANN401 - any of the chart's
    return CHARTS["robustness"](analysis, **{"draws": DRAWS} | how)[1]


def written(ax: Axes) -> str:
    return "\n".join(text.get_text() for text in ax.texts)


def rows_of(ax: Axes, members: list[Member]) -> list[tuple[Text, Text | None]]:
    """Each member's name in the list, and the number behind it."""
    left = min(text.get_position()[0] for text in ax.texts)
    names = iter(ax.texts)
    found = []
    for member in members:
        name = next(t for t in names if t.get_text() == member.name and t.get_position()[0] > left)
        beside = [
            t
            for t in ax.texts
            if t.get_position()[1] == name.get_position()[1] and t.get_text().endswith("%")
        ]
        found.append((name, min(beside, key=lambda t: t.get_position()[0], default=None)))
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_the_sign_of_a_pair_is_where_their_lanes_meet_and_as_large_as_they_are_together(
    make_analysis: Maker,
    dark: bool,  # noqa: FBT001 - a parameter
) -> None:
    analysis = make_analysis(14, 3, 12, change=0.02, seed=4)
    ax, ensemble = draw(analysis, dark=dark), analysis.ensemble(DRAWS)
    column, part = len(analysis.slices) - 1, analysis.slices[-1]
    members = gather_company(analysis, ensemble, column).members
    heights = [name.get_position()[1] for name, _ in rows_of(ax, members)]
    chance = ensemble.together(column)
    rows = [ensemble.lines.index(member.line) for member in members]
    expected = sorted(
        (
            round((heights[i] + heights[j]) / 2, 3),
            heights[j] - heights[i],
            chance[rows[i], rows[j]],
            b.line in part.fellows(a.line),
        )
        for (i, a), (j, b) in combinations(enumerate(members), 2)
        if chance[rows[i], rows[j]] > 0
    )
    signs = [
        (np.asarray(path.vertices, dtype=float)[:4], to_hex(np.asarray(x.get_facecolor())[0]))
        for x in ax.collections
        if x.get_label() == "pairs"
        for path in x.get_paths()
    ]
    # Names stand a little lower than the middles of their lanes, all by as much.
    lower = expected[0][0] - min(sign[:, 1].mean() for sign, _ in signs)
    drawn = sorted(
        (
            round(sign[:, 1].mean() + lower, 3),
            sign[:, 0].mean(),
            np.ptp(sign[:, 0]) * np.ptp(sign[:, 1]),
            colour,
        )
        for sign, colour in signs
    )

    assert len(drawn) == len(expected) > 20
    assert [d[0] for d in drawn] == pytest.approx([e[0] for e in expected], abs=2e-3)
    away = np.polynomial.Polynomial.fit([e[1] for e in expected], [d[1] for d in drawn], 1)
    assert [away(e[1]) for e in expected] == pytest.approx([d[1] for d in drawn], abs=1e-3)
    assert np.ptp([d[2] / e[2] for d, e in zip(drawn, expected, strict=True)]) < 1e-3
    soft = (DARK if dark else LIGHT).soft
    assert [d[3] != soft for d in drawn] == [e[3] for e in expected]
    assert {e[3] for e in expected} == {False, True}


def test_those_who_waver_are_bold_and_each_share_is_written(make_analysis: Maker) -> None:
    analysis = make_analysis(16, 3, 10, seed=2)
    ax, ensemble = draw(analysis), analysis.ensemble(DRAWS)
    column = len(analysis.slices) - 1
    company = gather_company(analysis, ensemble, column)
    bold = set()
    for member, (name, number) in zip(company.members, rows_of(ax, company.members), strict=True):
        kept = ensemble.membership[column, ensemble.lines.index(member.line)]
        if np.isnan(kept):
            assert number is None
            continue
        assert number is not None
        assert number.get_text() == f"{kept:.0%}"
        assert (
            (name.get_fontweight() == "bold") == (kept < 0.5) == (number.get_fontweight() == "bold")
        )
        bold.add(bool(kept < 0.5))
    assert bold == {False, True}
    for community in analysis.slices[column].communities:
        stability = ensemble.stability(column, community.members)
        assert f"{community.name}, stability {stability:.2f}" in written(ax)


def test_communities_that_mix_stand_next_to_each_other(make_analysis: Maker) -> None:
    analysis = make_analysis(30, 6, 6, seed=1)
    ensemble = analysis.ensemble(DRAWS)
    column = len(analysis.slices) - 1
    groups = [g for g in gather_company(analysis, ensemble, column).groups if g.community]
    together = ensemble.together(column)
    rows = [[ensemble.lines.index(m.line) for m in group.members] for group in groups]
    assert groups[0].community == analysis.slices[column].communities[0].id
    for place, (one, other) in enumerate(pairwise(rows)):
        mixed = together[np.ix_(one, other)].sum()
        assert all(mixed >= together[np.ix_(one, rest)].sum() for rest in rows[place + 1 :])


def test_bars_of_a_source_are_as_long_as_what_they_count(make_analysis: Maker) -> None:
    analysis = make_analysis(14, 4, 30, change=0.02, seed=5, sources=4)
    ax = draw(analysis)
    for tally in analysis.source_tallies():
        assert tally.events > 3
        for words in (
            {"hold": tally.held, "leave": tally.elsewhere, "no tie": tally.gone},
            {
                "stand": tally.stand,
                "no event": tally.no_event,
                "move": tally.move,
                "fall": tally.fall,
            },
        ):
            lengths = {}
            for word in words:
                found = outlines(ax, PolyCollection, f"{tally.source}: {word}")
                lengths[word] = sum(float(np.ptp(shape[:, 0])) for shape in found)
            whole = sum(lengths.values())
            assert {w: n / whole for w, n in lengths.items()} == pytest.approx(
                {w: n / sum(words.values()) for w, n in words.items()}
            )
    numbers = [t.get_text() for t in ax.texts]
    for tally in analysis.source_tallies():
        at = numbers.index(f"{tally.held / tally.memberships:.0%}")
        rest = [f"{n / tally.memberships:.0%}" for n in (tally.elsewhere, tally.gone)]
        assert numbers[at + 1 : at + 3] == rest


def test_days_of_the_draws_are_counted_from_the_headlines(make_analysis: Maker) -> None:
    analysis = make_analysis(12, 3, 30, change=0.04, seed=4)
    ax, ensemble, days = draw(analysis), analysis.ensemble(DRAWS), analysis.days
    events = [(i, s) for i, s in enumerate(analysis.shifts) if s.is_event]
    names = drawn_under(ax, LineCollection, "interval: ")
    assert 3 < len(events) == len(names) == len(set(names)) < MOST
    heights = set()
    for (index, shift), name in zip(events, names, strict=True):
        odds = ensemble.shift_odds(index)
        middle = (shift.since.toordinal() + shift.day.toordinal()) / 2
        bars = outlines(ax, PolyCollection, name.removeprefix("interval: "))
        for bar, (day, count) in zip(bars, sorted(odds.days.items()), strict=True):
            span = days[days.index(day) - 1].toordinal() - middle, day.toordinal() - middle
            assert (bar[:, 0].min(), bar[:, 0].max()) == pytest.approx(span, abs=2)
            heights.add(round(np.ptp(bar[:, 1]) / count, 6))
        (line,) = outlines(ax, LineCollection, name)
        assert odds.earliest
        assert odds.latest
        ends = odds.earliest.toordinal() - middle, odds.latest.toordinal() - middle
        assert tuple(line[:, 0]) == pytest.approx(ends)
        words = next(t for t in ax.texts if name.endswith(f": {t.get_text()}"))
        assert ax.transData.transform(line)[:, 0].min() > words.get_window_extent().x1
        share = next(
            t
            for t in ax.texts
            if abs(t.get_position()[1] - line[0, 1]) < 0.7
            and t.get_text().endswith("%")
            and t.get_position()[0] > line[1, 0]
        )
        assert share.get_text() == f"{odds.found:.0%}"
    assert len(heights) == 1


def test_what_is_certain_is_drawn_as_certain() -> None:
    """Of the defection every date is a day and every word beyond doubt: all draws are alike."""
    analysis = analyze(defection())
    ax = draw(analysis, draws=3)
    text = written(ax)
    assert "Red1 bloc, stability 1.00" in text
    assert "Blue1 bloc, stability 1.00" in text
    company = gather_company(analysis, analysis.ensemble(3), len(analysis.days) - 1)
    assert [number and number.get_text() for _, number in rows_of(ax, company.members)] == [
        "100%"
    ] * 7
    assert len(outlines(ax, PolyCollection, "pairs")) == 3 + 6  # of three reds and of four blues
    assert "1 shift told as event" in text
    (name,) = drawn_under(ax, LineCollection, "interval: ")
    (line,) = outlines(ax, LineCollection, name)
    assert line[:, 0].tolist() == pytest.approx([-15, 15])  # from 1 June to 1 July
    assert "2015-06; in the draws 2015-06 \N{EN DASH} 2015-07" in text
    assert "3 draws, seed 0: shares of draws are good to 58 percentage points" in text


def test_axes_count_days_from_the_headline_and_rows_of_shifts(make_analysis: Maker) -> None:
    analysis = make_analysis(12, 3, 30, change=0.04, seed=4)
    ax = draw(analysis)
    events = sum(s.is_event for s in analysis.shifts)
    assert ax.get_xlim()[0] < 0 < ax.get_xlim()[1]
    assert ax.yaxis_inverted()
    stems = [
        line
        for x in ax.collections
        if isinstance(x, LineCollection)
        for line in x.get_segments()
        if len(line) == 2 and line[0, 0] == line[1, 0] == pytest.approx(0, abs=1e-9)
    ]
    assert max(float(line[:, 1].max()) for line in stems) == pytest.approx(events)


def test_of_very_many_shifts_those_of_most_factions_are_drawn(make_analysis: Maker) -> None:
    analysis = make_analysis(30, 6, 40, change=0.08, seed=7)
    events = [s for s in analysis.shifts if s.is_event]
    assert len(events) > MOST
    ax = draw(analysis)
    assert 0 < len(drawn_under(ax, LineCollection, "interval: ")) <= MOST
    assert f"Not drawn: {len(events) - MOST} more shifts told as events" in written(ax)
    fig, small = CHARTS["robustness"](analysis, draws=DRAWS, size=(14, 9))
    assert "more shifts told as events" in written(small)
    assert faults(fig) == []


@pytest.mark.parametrize("case", [(60, 12, 12, 3), (5, 1, 1, 2), (40, 7, 1, 40)])
def test_few_and_many_factions_and_sources(
    make_analysis: Maker, case: tuple[int, int, int, int]
) -> None:
    factions, communities, sources, slices = case
    analysis = make_analysis(factions, communities, slices, change=0.02, sources=sources)
    fig, ax = CHARTS["robustness"](analysis, draws=5, size=(12, None))
    assert faults(fig) == []
    texts = [t.get_text() for t in ax.texts]
    assert all(f"s{n}" in texts for n in range(sources))


def test_the_day_asked_for_is_told_by_the_slice_before(make_analysis: Maker) -> None:
    analysis = make_analysis(12, 3, 30)
    text = written(draw(analysis, day=date(2014, 5, 17)))
    assert "Who sits together on 2014-05-01" in text
    assert "2014-05-17 is told by the last slice up to it, 2014-05-01." in text
    text = written(draw(analysis, day=date(1999, 1, 1)))
    assert "1999-01-01 is outside of the slices, of which 2013-01-01 is the nearest." in text
    assert "told by" not in written(draw(analysis, day=analysis.days[3]))


def test_where_nothing_was_reported_nothing_is_drawn() -> None:
    empty = analyze(make(rel("rivalry", "red", "green", date="2015-01-01", claim="denied")))
    text = written(draw(empty, draws=2))
    assert "No faction has a tie on that day." in text
    assert "No shift is told as an event." in text
    foes = analyze(make(rel("rivalry", "red", "green", date="2015/..")))
    text = written(draw(foes, draws=2))
    assert "In no community" in text
    assert "\N{EN DASH}" in text  # no membership to hold


def test_less_than_one_draw_is_refused(make_analysis: Maker) -> None:
    analysis = make_analysis()
    del analysis.__dict__["ensemble"]
    with pytest.raises(SettingsError, match="at least 1 draw, not 0"):
        draw(analysis, draws=0)


def test_on_a_narrow_sheet_the_parts_stand_one_below_the_other(make_analysis: Maker) -> None:
    analysis = make_analysis(20, 4, 30, change=0.04, seed=4, relations=30)
    heads = ("Who sits together on 2015-06-01", "What falls without each source")
    for wide, beside in ((16, True), (8, False)):
        fig, ax = CHARTS["robustness"](analysis, draws=DRAWS, size=(wide, None))
        places = [t.get_position() for t in ax.texts if t.get_text() in heads]
        assert bool(places[0][1] == places[1][1]) == beside
        assert bool(places[0][0] == places[1][0]) != beside
        assert faults(fig) == []


@pytest.mark.parametrize(
    ("size", "words"), [((14, 1), "low"), ((8, 1), "low"), ((2, 12), "narrow")]
)
def test_the_least_size_it_asks_for_is_enough(
    make_analysis: Maker, size: tuple[float, float], words: str
) -> None:
    analysis = make_analysis()
    with pytest.raises(SettingsError, match=f"inches are too {words} for this chart") as refusal:
        draw(analysis, size=size)
    needed = float(str(refusal.value).rsplit(" ", 1)[1]) + 0.1
    enough = (size[0], needed) if words == "low" else (needed, None)
    fig, _ = CHARTS["robustness"](analysis, draws=DRAWS, size=enough)
    assert faults(fig) == []
