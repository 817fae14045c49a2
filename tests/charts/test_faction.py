"""What a faction's chart shows is what its ties, relations and communities are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pytest
from builders import faction as made_faction
from builders import make, rel
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from pictures import faults, written

from idlib_graph.analysis import analyze
from idlib_graph.charts.bands import FADED, FRESH, OUTWEIGHED, Slots, band_pieces
from idlib_graph.charts.causes import cause_words, concerns
from idlib_graph.charts.faction import _BAND, faction
from idlib_graph.charts.partners import ALLIED, HOSTILE, WEAK, gather_partners
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.story import community_colours, slice_edges
from idlib_graph.charts.style import KIND_MARKERS, LIGHT
from idlib_graph.checks import load_dataset
from idlib_graph.errors import NotFoundError, SettingsError
from idlib_graph.histories import Course, courses, relations_of, stays
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.partners import Partner, Partners

    Maker = Callable[..., Analysis]

LATE = "paper-2019-12-01"
AXIS_BAND = 4
BUNDLED = pytest.mark.parametrize(
    "line", ["hts", "turkey", "islamic-state", "zinki", "taliban", "nato", "idlib-rebels"]
)


@pytest.fixture(scope="module")
def idlib() -> Analysis:
    return analyze(load_dataset())


def partners_of(analysis: Analysis, line: str) -> Partners:
    edges = slice_edges(analysis.days)
    return gather_partners(analysis, line, edges[0], edges[-1])


def areas(ax: Axes, *zorders: float) -> list[Any]:
    found = (c for c in ax.collections if isinstance(c, PolyCollection))
    return [c for c in found if c.get_zorder() in zorders]


def lane_row(ax: Axes, lane: Partner, name: str) -> float:
    """The row of the lane, from where the other's name stands."""
    axis = next(t for t in ax.texts if t.get_text().startswith("alliances")).get_position()[1]
    rows = [float(t.get_position()[1]) for t in ax.texts if t.get_text() == name]
    (row,) = {row for row in rows if row > 0 and (row < axis) == (lane.side == ALLIED)}
    return row


class Mark(NamedTuple):
    """A sign in the drawing."""

    sign: str
    day: float
    row: float
    fill: str
    edge: str


def marks(ax: Axes) -> list[Mark]:
    """The signs between the upper edge of the lanes and the dates along their foot."""
    dates = [t for t in ax.texts if re.fullmatch(r"20\d\d(-\d\d)?", t.get_text())]
    foot = max(float(t.get_position()[1]) for t in dates)
    found = [
        Mark(
            str(line.get_marker()),
            float(np.asarray(line.get_xdata())[0]),
            float(np.asarray(line.get_ydata())[0]),
            *(
                to_hex(cast("str", x))
                for x in (line.get_markerfacecolor(), line.get_markeredgecolor())
            ),
        )
        for line in ax.lines
    ]
    return [mark for mark in found if 0 < mark.row < foot]


def band_height(ax: Axes, row: float, day: float) -> float:
    """From the highest to the lowest point of a lane's bands on a day, in rows."""
    tops, lows = [], []
    for area in areas(ax, 2, 3):
        points = area.get_paths()[0].vertices[:-1]
        half = len(points) // 2
        upper, lower = points[:half], points[half:][::-1]
        near = abs((upper[:, 1].min() + lower[:, 1].max()) / 2 - row) < 0.5
        if near and upper[0, 0] - 1e-6 <= day <= upper[-1, 0] + 1e-6:
            tops.append(np.interp(day, upper[:, 0], upper[:, 1]))
            lows.append(np.interp(day, lower[:, 0], lower[:, 1]))
    return float(max(lows) - min(tops)) if tops else 0.0


@BUNDLED
def test_bands_are_as_high_as_ties_are_strong(idlib: Analysis, line: str) -> None:
    _, ax = faction(idlib, line, title="")
    for lane in partners_of(idlib, line).lanes:
        name = idlib.label(lane.line, short=True)
        if lane.course is None or name not in [text.get_text() for text in ax.texts]:
            continue
        whole = lane.course.positive if lane.side == ALLIED else lane.course.negative
        row = lane_row(ax, lane, name)
        for column in range(0, len(idlib.days), 5):
            day = float(idlib.days[column].toordinal() - EPOCH)
            assert band_height(ax, row, day) == pytest.approx(2 * _BAND * whole[column], abs=1e-6)


@BUNDLED
def test_nobody_is_dropped_in_silence(idlib: Analysis, line: str) -> None:
    fig, _ = faction(idlib, line)
    texts = written(fig)
    others = {x for r in relations_of(idlib, line) for x in idlib.lines.pair(r)} - {line}
    for other in others:
        name = idlib.label(other, short=True)
        clipped = [text.removesuffix("…") for text in texts if text.endswith("…")]
        assert name in " ".join(texts) or any(name.startswith(text) for text in clipped)
    partners = partners_of(idlib, line)
    told = {x.line for x in (*partners.lanes, *partners.weak)} | set(partners.untold)
    assert told == others


@BUNDLED
def test_every_date_has_a_mark(idlib: Analysis, line: str) -> None:
    _, ax = faction(idlib, line, title="")
    lanes = partners_of(idlib, line).lanes
    expected = Counter(
        (KIND_MARKERS[d.kind], d.hollow) for x in lanes for d in x.dates if not d.ends
    )
    colours = {LIGHT.kind(kind) for kind in KIND_MARKERS}
    found = [mark for mark in marks(ax) if {mark.fill, mark.edge} & colours]
    drawn = Counter((m.sign, m.fill == LIGHT.background) for m in found if m.sign != "|")
    assert all(0 < drawn[key] <= number for key, number in expected.items())
    # Marks that would cover each other are one, with their number beside it.
    counts = [t.get_text() for t in ax.texts if t.get_text().isdigit() and int(t.get_text()) < 99]
    assert sum(drawn.values()) + sum(int(n) - 1 for n in counts) == sum(expected.values())
    ends = sum(d.ends for lane in lanes for d in lane.dates)
    assert sum(mark.sign == "|" for mark in found) == ends


@pytest.mark.parametrize("line", ["hts", "turkey", "islamic-state", "zinki"])
def test_the_axis_is_the_community_of_every_slice(idlib: Analysis, line: str) -> None:
    _, ax = faction(idlib, line)
    bands = [
        (a.get_paths()[0].vertices[:, 0], to_hex(a.get_facecolor()[0]))
        for a in areas(ax, AXIS_BAND)
    ]
    for part in idlib.slices:
        day = float(part.day.toordinal() - EPOCH)
        here = [
            colour
            for x, colour in bands
            if x.min() <= day < x.max() or day == x.max() == bands[-1][0].max()
        ]
        place = part.where.get(line)
        hue = PALETTE[community_colours(idlib)[place.id][0]].lower() if place else None
        assert here == ([hue] if hue else [])
    named = {idlib.place_name(stay.place) for stay in stays(idlib, line)} - {"unaligned"}
    assert named <= {text.get_text() for text in ax.texts}


def test_new_names_are_marked_on_their_day(idlib: Analysis) -> None:
    fig, ax = faction(idlib, "nusra")
    record = idlib.lines.by_id["hts"]
    days = [float(since.toordinal() - EPOCH) for since in record.since if since]
    drawn = [mark.day for mark in marks(ax) if mark.sign == "d"]
    assert drawn == pytest.approx(days)
    assert {"al-Nusra Front", "JFS", "HTS"} <= set(written(fig))
    (names,) = [text for text in written(fig) if text.startswith("Names: ")]
    assert "Jabhat Fatah al-Sham (from 2016-07-16)" in names


def test_a_tie_of_both_signs_is_on_both_sides(idlib: Analysis) -> None:
    lanes = partners_of(idlib, "hts").lanes
    sides = {side: {x.line for x in lanes if x.side == side} for side in (ALLIED, HOSTILE)}
    mixed = [c.other for c in courses(idlib, "hts") if ((c.positive > 0) & (c.negative > 0)).any()]
    assert len(mixed) >= 4
    assert set(mixed) <= sides[ALLIED] & sides[HOSTILE]
    texts = written(faction(idlib, "hts")[0])
    assert all(texts.count(idlib.label(other, short=True)) >= 2 for other in mixed)


def test_shifts_have_short_causes(idlib: Analysis) -> None:
    texts = " ".join(written(faction(idlib, "islamic-state")[0]))
    parted = "Islamic State and HTS bloc part: al-Nusra Front broke away from Islamic State"
    assert parted in texts
    assert "Islamic State joins Islamic State bloc: presumed before a later report" in texts
    texts = " ".join(written(faction(idlib, "taliban")[0]))
    assert "and 2 more from HTS bloc to Huras al-Din bloc: as reports fade" in texts


def test_a_shift_concerns_who_moves_and_whose_company_changes(idlib: Analysis) -> None:
    parts = {part.day: part for part in idlib.slices}
    for shift in idlib.shifts:
        before, after = parts[shift.since], parts[shift.day]
        movers = {move.line for move in shift.moves}
        for line in idlib.lines.by_id:
            changed = (before.fellows(line) ^ after.fellows(line)) & movers
            assert concerns(shift, line, before, after) == (line in movers or bool(changed))
        assert cause_words(idlib, shift)


def test_shifts_without_room_for_a_caption_are_told_in_small_print(idlib: Analysis) -> None:
    fig, _ = faction(idlib, "hts", size=(11, 8.5))
    texts = " ".join(written(fig))
    assert "Shifts without a caption for want of room. 2013-04: Islamic State and" in texts
    assert faults(fig) == []


def test_weak_ties_are_named_and_not_drawn(idlib: Analysis) -> None:
    fig, _ = faction(idlib, "hts")
    (weak,) = partners_of(idlib, "hts").weak
    assert (weak.line, weak.side) == ("syrian-government", HOSTILE)
    assert 0 < weak.most < WEAK
    words = f"Syrian government (split or clash, {weak.most:.2f} at most)."
    assert f"Ties always below 0.2, not drawn: {words}" in written(fig)


def test_partners_stand_by_community_and_first_day(idlib: Analysis) -> None:
    for side in (ALLIED, HOSTILE):
        lanes = partners_of(idlib, "hts").side(side)
        groups = [(lane.left_out, lane.home) for lane in lanes]
        runs_of = [key for i, key in enumerate(groups) if i == 0 or groups[i - 1] != key]
        assert len(runs_of) == len(set(runs_of))
        for key in runs_of:
            days = [lane.begin for lane in lanes if (lane.left_out, lane.home) == key]
            assert days == sorted(days)


@pytest.fixture(scope="module")
def small() -> Analysis:
    """Red and blue are allies, then fight; lonely is in no report, vague in one without a date."""
    return analyze(
        make(
            rel("partnership", "red", "blue", date="2018-01/2018-12", source=LATE),
            rel("battle", "red", "blue", date="2018-07", source=LATE),
            rel("breakaway", "blue", "red", date="2019-03", source=LATE),
            rel("threat", "vague", "red", date="2019-06", claim="denied", source=LATE),
            factions=[made_faction("lonely")],
            period="2018/2019",
        ),
        every="P1M",
    )


def test_who_is_in_no_report_has_no_report(small: Analysis) -> None:
    fig, ax = faction(small, "lonely")
    texts = written(fig)
    assert "No report of an alliance." in texts
    assert "No report of a split or a clash." in texts
    assert areas(ax, 2, 3, AXIS_BAND) == []
    assert faults(fig) == []


def test_a_denied_report_is_no_tie_but_a_hollow_mark(small: Analysis) -> None:
    fig, ax = faction(small, "vague")
    assert "No report of an alliance." in written(fig)
    assert "No report of a split or a clash." not in written(fig)
    assert areas(ax, 2, 3) == []
    (mark,) = [mark for mark in marks(ax) if mark.sign == KIND_MARKERS["clash"]]
    assert mark.fill == LIGHT.background


def test_undated_reports_alone_are_told_as_such(idlib: Analysis) -> None:
    texts = written(faction(idlib, "foreign-fighters")[0])
    assert (
        "No report of an alliance." not in texts or "No report of a split or a clash." not in texts
    )
    assert any("none that gives a tie or a date in this time" in text for text in texts)
    assert "Left out of communities and ties, being a collective: dates alone are drawn." in texts


def test_an_unknown_faction_is_refused(small: Analysis) -> None:
    with pytest.raises(NotFoundError, match="unknown faction 'qqq'"):
        faction(small, "qqq")


def test_too_small_a_sheet_is_refused_with_what_is_needed(idlib: Analysis) -> None:
    with pytest.raises(SettingsError, match=r"they need 11\.0 by") as caught:
        faction(idlib, "hts", size=(11, 5))
    needed = float(str(caught.value).rsplit(" ", maxsplit=1)[-1])
    fig, _ = faction(idlib, "hts", size=(11, needed + 0.1))
    assert faults(fig) == []


@pytest.mark.parametrize("seed", range(3))
def test_many_relations_keep_their_names_apart(make_analysis: Maker, seed: int) -> None:
    analysis = make_analysis(30, 6, 80, change=0.02, relations=400, seed=seed)
    fig, _ = faction(analysis, "f07", dark=seed % 2 == 0)
    assert faults(fig) == []


def a_course(**sides: list[float]) -> Course:
    found = {name: np.array(sides.get(name, [0.0] * 4)) for name in (
        "positive", "negative", "split", "clash", "allied", "hostile",
    )}  # fmt: skip
    return Course("other", **found)


SLOTS = Slots(np.array([0.0, 10.0, 20.0, 30.0]), (0.0, 5.0, 15.0, 25.0, 30.0))


def test_a_band_begins_and_ends_half_way_to_the_slices_beside() -> None:
    course = a_course(positive=[0, 0.4, 0.8, 0], allied=[0, 1, 1, 0])
    (piece,) = band_pieces(course, ALLIED, SLOTS)
    assert (piece.kind, piece.state) == ("alliance", FRESH)
    assert piece.days.tolist() == [5, 10, 15, 20, 25]
    assert piece.lower.tolist() == pytest.approx([0.4, 0.4, 0.6, 0.8, 0.8])
    assert piece.upper.tolist() == pytest.approx((-piece.lower).tolist())


def test_a_band_is_paler_where_reports_are_a_half_life_away() -> None:
    course = a_course(positive=[0.8, 0.6, 0.3, 0.2], allied=[1, 0.7, 0.4, 0.3])
    pieces = list(band_pieces(course, ALLIED, SLOTS))
    assert [(p.state, p.days[0], p.days[-1]) for p in pieces] == [(FADED, 15, 30), (FRESH, 0, 15)]
    assert pieces[1].lower[-1] == pytest.approx(0.45) == pieces[0].lower[0]


def test_what_the_other_side_outweighs_is_drawn_empty() -> None:
    course = a_course(
        positive=[0.8, 0.8, 0.8, 0.8], negative=[0, 0, 0.5, 0.5], clash=[0, 0, 0.5, 0.5],
        allied=[1, 1, 1, 1], hostile=[0, 0, 1, 1],
    )  # fmt: skip
    whole, rest = band_pieces(course, ALLIED, SLOTS)
    assert (whole.state, whole.days[0], whole.lower[-1]) == (OUTWEIGHED, 15, pytest.approx(0.8))
    assert (rest.state, rest.lower[0], rest.lower[-1]) == (FRESH, 0.8, pytest.approx(0.3))
    (other,) = band_pieces(course, HOSTILE, SLOTS)
    assert (other.kind, other.state) == ("clash", OUTWEIGHED)


def test_splits_lie_above_clashes_in_proportion() -> None:
    course = a_course(
        negative=[0.6, 0.6, 0.6, 0.6], split=[0.45, 0.45, 0.45, 0.45],
        clash=[0.15, 0.15, 0.15, 0.15], hostile=[1, 1, 1, 1],
    )  # fmt: skip
    split, clash = band_pieces(course, HOSTILE, SLOTS)
    assert (split.kind, clash.kind) == ("split", "clash")
    assert split.upper[0] == pytest.approx(-0.6)
    assert split.lower[0] == clash.upper[0] == pytest.approx(-0.6 + 0.75 * 1.2)
    assert clash.lower[0] == pytest.approx(0.6)
