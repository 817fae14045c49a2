"""What an alluvial chart shows is what the slices say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from pictures import faults, written

from idlib_graph.analysis import analyze
from idlib_graph.charts.alluvial import alluvial
from idlib_graph.charts.flow_scene import SIGNS, TINTS
from idlib_graph.charts.ribbons import Ribbon, ways_to_write
from idlib_graph.charts.story import community_colours
from idlib_graph.charts.streams import AGAIN, FIRST, LAST, PAUSE, gather_streams
from idlib_graph.charts.style import DARK, LIGHT, TEXT_CONTRAST, contrast, mix
from idlib_graph.checks import load_dataset
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE
from idlib_graph.shifts.records import UNALIGNED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.style import Theme
    from idlib_graph.shifts.records import CommunityId

    Maker = Callable[..., Analysis]
    Shape = tuple[int, float, float, str]  # column, upper edge, height, colour

BLOCKS, RIBBONS = 4, 2


@pytest.fixture(scope="module")
def idlib() -> Analysis:
    return analyze(load_dataset())


def areas(ax: Axes, zorder: float) -> list[Any]:
    return [c for c in ax.collections if isinstance(c, PolyCollection) and c.get_zorder() == zorder]


def blocks(ax: Axes) -> list[Shape]:
    found = []
    for area in areas(ax, BLOCKS):
        corners = area.get_paths()[0].vertices
        (left, top), (right, low) = corners.min(axis=0), corners.max(axis=0)
        colour = to_hex(area.get_facecolor()[0])
        found.append((round((left + right) / 2), top, low - top, colour))
    return found


def ribbons(ax: Axes) -> list[tuple[Shape, Shape, float]]:
    """Both ends of each ribbon, and how strongly it is tinted; stubs are too short to be one."""
    found = []
    for area in areas(ax, RIBBONS):
        path = area.get_paths()[0].vertices
        left, right = path[:, 0].min(), path[:, 0].max()
        if right - left > 0.5:
            ends: list[Shape] = []
            for x in (left, right):
                at = path[np.isclose(path[:, 0], x), 1]
                ends.append(
                    (round(x), at.min(), at.max() - at.min(), to_hex(area.get_facecolor()[0]))
                )
            found.append((ends[0], ends[1], float(area.get_alpha())))
    return found


def hue(analysis: Analysis, key: str, ids: Mapping[str, CommunityId]) -> str:
    if key == UNALIGNED:
        return LIGHT.grey
    return PALETTE[community_colours(analysis)[ids[key]][0]].lower()


@pytest.mark.parametrize("seed", range(4))
def test_blocks_are_as_high_as_their_members_are_many(make_analysis: Maker, seed: int) -> None:
    analysis = make_analysis(24, 5, 60, change=0.02, seed=seed)
    _, ax = alluvial(analysis)
    streams = gather_streams(analysis)
    expected = Counter(
        (index, len(members), hue(analysis, key, streams.ids))
        for index, column in enumerate(streams.columns)
        for key, members in column.items()
    )
    assert expected == Counter((x, round(high), colour) for x, _, high, colour in blocks(ax))
    assert all(high == pytest.approx(round(high), abs=1e-6) for _, _, high, _ in blocks(ax))


@pytest.mark.parametrize("seed", range(4))
def test_ribbons_are_as_wide_as_those_who_go(make_analysis: Maker, seed: int) -> None:
    analysis = make_analysis(24, 5, 60, change=0.02, seed=seed)
    _, ax = alluvial(analysis)
    slices = gather_streams(analysis).parts
    ids = gather_streams(analysis).ids
    expected: Counter[Any] = Counter()
    for index, (here, there) in enumerate(pairwise(slices)):
        both = [x for x in here.where if x in there.where]
        moves = Counter((str(here.position(x)), str(there.position(x))) for x in both)
        for (a, b), number in moves.items():
            expected[index, number, hue(analysis, a, ids), TINTS[a != b]] += 1
    drawn = ribbons(ax)
    assert expected == Counter((a[0], round(a[2]), a[3], tint) for a, _, tint in drawn)
    for begin, end, _ in drawn:
        assert begin[2] == pytest.approx(end[2], abs=1e-6)


def test_ribbons_lie_in_their_blocks_side_by_side(make_analysis: Maker) -> None:
    _, ax = alluvial(make_analysis(24, 5, 60, change=0.02))
    for side in (0, 1):
        ends = sorted((begin, end)[side][:3] for begin, end, _ in ribbons(ax))
        for column, top, high in ends:
            (inside,) = [
                (y, tall) for x, y, tall, _ in blocks(ax)
                if x == column and y - 1e-6 <= top and top + high <= y + tall + 1e-6
            ]  # fmt: skip
            assert inside
        for (x, top, high), (other, below, _) in pairwise(ends):
            assert x < other or top + high <= below + 1e-6


def test_everybody_in_a_block_goes_somewhere_or_is_marked_as_leaving(make_analysis: Maker) -> None:
    streams = gather_streams(make_analysis(24, 5, 60, change=0.02))
    for index, column in enumerate(streams.columns):
        for key, members in column.items():
            out = [*streams.exits(index).items()]
            came = [*streams.entries(index).items()]
            if index + 1 < len(streams.columns):
                out += streams.flows[index].items()
                gone = sorted(x for (k, _), lines in out if k == key for x in lines)
                assert gone == sorted(members)
            if index:
                came += [((b, a), lines) for (a, b), lines in streams.flows[index - 1].items()]
                arrived = sorted(x for (k, _), lines in came if k == key for x in lines)
                assert arrived == sorted(members)


def test_who_is_not_seen_before_or_after_is_marked(make_analysis: Maker) -> None:
    analysis = make_analysis(24, 5, 60, change=0.02, seed=2)
    fig, ax = alluvial(analysis)
    streams = gather_streams(analysis)
    expected: Counter[str] = Counter()
    for index in range(len(streams.parts)):
        for taken in (streams.entries(index), streams.exits(index)):
            for (_, how), lines in taken.items():
                expected[SIGNS[how]] += len(lines)
    drawn = Counter(str(line.get_marker()) for line in ax.lines)
    legend = Counter({SIGNS[how]: 1 for how in (FIRST, LAST) if expected[SIGNS[how]]})
    assert drawn == expected + legend
    assert expected["o"]
    assert expected["X"]
    texts = written(fig)
    assert "first seen since the date before" in texts


def test_first_and_last_seen_are_told_from_silence(idlib: Analysis) -> None:
    streams = gather_streams(idlib, every="P1M")
    seen = {
        line: [i for i, part in enumerate(idlib.slices) if line in part.where]
        for part in idlib.slices
        for line in part.where
    }
    for index in range(1, len(streams.parts)):
        for (_, how), lines in streams.entries(index).items():
            for line in lines:
                assert how == (FIRST if seen[line][0] == index else AGAIN)
        for (_, how), lines in streams.exits(index - 1).items():
            for line in lines:
                assert how == (LAST if seen[line][-1] == index - 1 else PAUSE)


def test_columns_are_the_first_slice_of_each_step_and_the_last_slice(idlib: Analysis) -> None:
    def days(every: str) -> list[str]:
        return [str(part.day) for part in gather_streams(idlib, every=every).parts]

    assert days("P1Y") == [*(f"{year}-01-01" for year in range(2013, 2021)), "2020-02-29"]
    assert days("P3Y") == ["2013-01-01", "2016-01-01", "2019-01-01", "2020-02-29"]
    assert days("P6M")[:3] == ["2013-01-01", "2013-07-01", "2014-01-01"]
    assert days("P1M") == [str(day) for day in idlib.days]
    assert days("P7D") == days("P1M")  # there is no more than there are slices
    with pytest.raises(SettingsError, match="step 'yearly' is not understood"):
        alluvial(idlib, every="yearly")


def test_years_begin_in_january_wherever_the_slices_begin(make_analysis: Maker) -> None:
    analysis = make_analysis(8, 2, 40)
    object.__setattr__(analysis, "slices", analysis.slices[4:])
    days = [str(part.day) for part in gather_streams(analysis).parts]
    assert days == ["2013-05-01", "2014-01-01", "2015-01-01", "2016-01-01", "2016-04-01"]


def test_days_between_slices_have_the_communities_of_that_day(idlib: Analysis) -> None:
    asked = [date(2019, 3, 17), date(2018, 1, 1)]
    fig, ax = alluvial(idlib, days=asked, dark=True)
    texts = written(fig)
    assert {"2018-01-01", "2019-03-17"} <= set(texts)
    sizes = sorted(len(c.members) for c in idlib.slice_on(asked[0]).communities)
    unaligned = len(idlib.slice_on(asked[0]).unaligned)
    drawn = sorted(round(high) for x, _, high, _ in blocks(ax) if x == 1)
    assert drawn == sorted([*sizes, unaligned])
    assert faults(fig) == []
    with pytest.raises(SettingsError, match="days is empty"):
        alluvial(idlib, days=[])


def test_axes_count_columns_and_factions(make_analysis: Maker) -> None:
    analysis = make_analysis()
    _, ax = alluvial(analysis)
    first, last = ax.get_xlim()
    columns = len(gather_streams(analysis).parts)
    assert -1 < first < 0
    assert columns - 1 < last < columns
    assert ax.yaxis_inverted()


def test_names_and_sizes_of_communities_stand_at_their_blocks(idlib: Analysis) -> None:
    fig, _ = alluvial(idlib)
    texts = written(fig)
    shown = {c.name for part in gather_streams(idlib).parts for c in part.communities}
    assert shown <= set(texts)
    assert "33 factions" in texts
    assert any("Jaysh al-Fath bloc (2017-02 to 2017-06)" in text for text in texts)
    for line in idlib.slices[-1].where:
        name = idlib.label(line, short=True)
        assert any(text.rstrip("…") and name.startswith(text.rstrip("…")) for text in texts)


def test_who_is_on_no_date_is_named_in_small_print(idlib: Analysis) -> None:
    fig, _ = alluvial(idlib, days=[date(2013, 1, 1), date(2013, 4, 1)])
    texts = " ".join(written(fig))
    assert "Factions with no tie reported on any of these dates: " in texts
    assert "Huras al-Din" in texts


def test_a_sheet_too_narrow_is_refused_with_what_is_needed(idlib: Analysis) -> None:
    with pytest.raises(SettingsError, match=r"9\.0 inches are too narrow for 9 dates") as caught:
        alluvial(idlib, size=(9, 8))
    needed = float(str(caught.value).rsplit(" ", maxsplit=1)[-1])
    fig, _ = alluvial(idlib, size=(needed + 0.1, 8))
    assert faults(fig) == []


def test_up_to_twenty_dates_and_twelve_communities(make_analysis: Maker) -> None:
    analysis = make_analysis(60, 12, 60, change=0.03)
    fig, ax = alluvial(analysis, every="P3M")
    assert len({x for x, _, _, _ in blocks(ax)}) == 21
    assert faults(fig) == []


def test_nothing_at_all(make_analysis: Maker) -> None:
    analysis = make_analysis(3, 1, 1, relations=0)
    object.__setattr__(analysis, "slices", tuple(
        type(p)(p.day, (), (), p.result) for p in analysis.slices
    ))  # fmt: skip
    fig, ax = alluvial(analysis)
    assert blocks(ax) == []
    assert "No date has a community." in written(fig)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shade", range(len(PALETTE) + 1))
def test_names_can_be_read_on_every_ribbon(theme: Theme, shade: int) -> None:
    colour = [*PALETTE, theme.grey][shade]
    stay, go = (mix(colour, theme.background, tint) for tint in TINTS)
    assert contrast(theme.soft, stay) >= TEXT_CONTRAST
    assert contrast(theme.ink, go) >= TEXT_CONTRAST


def test_a_ribbon_is_equally_high_throughout_and_spots_lie_inside() -> None:
    ribbon = Ribbon(10, 110, 50, 20, 14)
    upper, lower = ribbon.edges()
    assert np.allclose(lower[:, 1] - upper[:, 1], 14)
    assert upper[0].tolist() == [10, 50]
    assert upper[-1].tolist() == [110, 20]
    spots = list(ribbon.spots(20, 8, within=True))
    assert spots
    for x, y in spots:
        ends = ribbon.spans(x - 10, x + 10)
        assert max(ends) <= y - 4 + 1e-9
        assert y + 4 <= min(ends) + 14 + 1e-9
    assert list(ribbon.spots(20, 15, within=True)) == []
    assert list(ribbon.spots(200, 8, within=False)) == []


def test_ways_to_write_names() -> None:
    names = ["Alpha", "Beta", "Gamma"]
    assert next(ways_to_write(names, 7, (100, 30), "whole")) == names
    assert next(ways_to_write(names, 7, (100, 10), "whole")) == ["Alpha, Beta, Gamma"]
    assert list(ways_to_write(names, 7, (40, 10), "whole")) == []
    assert next(ways_to_write(names, 7, (70, 10), "partly")) == ["Alpha and 2 more"]
    assert list(ways_to_write(names, 7, (100, 5), "partly")) == []
    (clipped, *_) = ways_to_write(["x" * 40], 7, (60, 10), "clipped")
    assert clipped[0].endswith("…")
