"""What a chart of snapshots shows is what the analysis says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scenarios
from builders import day, make, rel
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from idlib_graph.analysis import analyze
from idlib_graph.charts import CHARTS
from idlib_graph.charts.album import tie_colour
from idlib_graph.charts.hulls import surrounds
from idlib_graph.charts.network import colours_on, gather_strands, tell_change
from idlib_graph.charts.pictures import NUMBER, number_gap
from idlib_graph.charts.sheet import text_box
from idlib_graph.charts.spots import overlap
from idlib_graph.charts.style import DARK, LIGHT, contrast
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from idlib_graph.analysis import Analysis

    Maker = Callable[..., Analysis]

JUNE, JULY = day("2015-06-01"), day("2015-07-01")


@pytest.fixture(scope="module")
def defection() -> Analysis:
    return analyze(scenarios.defection())


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def corners(ax: Axes, dates: list[str]) -> dict[str, np.ndarray]:
    """Where each panel's date is written."""
    found = {text.get_text(): np.array(text.get_position()) for text in ax.texts}
    return {date: found[date] for date in dates}


def dots(ax: Axes) -> list[tuple[np.ndarray, Any]]:
    """Each sign's place, and those of its look that it is drawn with."""
    lines: list[Any] = list(ax.lines)
    return [(at, line) for line in lines for at in np.transpose(line.get_data())]


def hulls(ax: Axes) -> list[Any]:
    """The grounds of communities, as paths."""
    return [
        patch.get_path()
        for patch in ax.patches
        if isinstance(patch, PathPatch) and patch.get_zorder() == 1
    ]


def is_inside(hull: Any, at: np.ndarray) -> bool:  # noqa: ANN401 - a path
    """Whether a point is in a hull, and in none of its holes."""
    rings = hull.to_polygons(closed_only=False)
    return sum(bool(surrounds(ring, at[None])[0]) for ring in rings) % 2 == 1


def ties(ax: Axes) -> list[tuple[frozenset[tuple[float, float]], float, str, bool]]:
    """Ends, width, colour and whether dashed, of each tie."""
    found = []
    lines: list[Any] = [x for x in ax.collections if isinstance(x, LineCollection)]
    for collection in lines:
        if collection.get_zorder() == 4:
            widths = np.broadcast_to(collection.get_linewidths(), len(collection.get_segments()))
            colour, dashed = to_hex(collection.get_color()[0]), collection.get_linestyle()[0][1]
            for segment, wide in zip(collection.get_segments(), widths, strict=True):
                ends = frozenset(tuple(np.round(point, 3)) for point in segment)
                found.append((ends, float(wide), colour, dashed is not None))
    return found


def test_axes_count_points(defection: Analysis) -> None:
    fig, ax = CHARTS["snapshots"](defection)
    assert (ax.get_xlim()[0], ax.get_ylim()[1]) == (0, 0)
    assert (ax.get_xlim()[1], ax.get_ylim()[0]) == pytest.approx(fig.get_size_inches() * 72)


def test_days_are_those_around_the_largest_shifts_or_those_asked_for(defection: Analysis) -> None:
    _, ax = CHARTS["snapshots"](defection)
    assert {"2015-06-01", "2015-07-01", "2015-12-01"} <= set(written(ax))
    _, ax = CHARTS["snapshots"](defection, days=[JULY, JUNE, JULY])
    assert Counter(written(ax))["2015-07-01"] == 1
    where = corners(ax, ["2015-06-01", "2015-07-01"])
    assert where["2015-06-01"][0] < where["2015-07-01"][0]
    with pytest.raises(SettingsError, match="days is empty"):
        CHARTS["snapshots"](defection, days=[])


def test_everybody_is_in_the_same_place_in_every_panel(defection: Analysis) -> None:
    days = [JUNE, JULY, day("2015-09-01")]
    _, ax = CHARTS["snapshots"](defection, days=days)
    where = corners(ax, [str(x) for x in days])
    shared = {}
    right = sorted(place[0] for place in where.values())
    for date, corner in where.items():
        beyond = min((x for x in right if x > corner[0]), default=np.inf)
        here = [at - corner for at, _ in dots(ax) if corner[0] < at[0] < beyond]
        shared[date] = {tuple(np.round(at, 3)) for at in here if at[1] < 300}
    assert len(shared["2015-06-01"]) == 7
    assert shared["2015-06-01"] == shared["2015-07-01"] == shared["2015-09-01"]


def test_dots_have_the_colours_of_communities_and_stand_in_their_hulls(
    make_analysis: Maker,
) -> None:
    analysis = make_analysis(30, 9, 30, change=0.02, seed=5)
    part = analysis.slices[-1]
    _, ax = CHARTS["snapshots"](analysis, days=[part.day])
    assert len(hulls(ax)) == len(part.communities)
    colours = colours_on(analysis, [part])
    for community, hull in zip(part.communities, hulls(ax), strict=True):
        shade, variant = colours[community.id]
        inside = [line for at, line in dots(ax) if is_inside(hull, at)]
        assert len(inside) == len(community.members)
        assert {to_hex(line.get_markerfacecolor()) for line in inside} == {PALETTE[shade].lower()}
        assert {line.get_marker() for line in inside} == {"os^D"[variant]}


def test_every_faction_has_its_name_or_a_number_that_is_explained(make_analysis: Maker) -> None:
    analysis = make_analysis(60, 12, 30, change=0.0, seed=1, relations=150)
    part = analysis.slices[-1]
    size = (11, 9)
    _, ax = CHARTS["snapshots"](analysis, days=[part.day], size=size)
    texts = " ".join(written(ax))
    names = [analysis.label(line, part.day, short=True) for line in part.where]
    numbered = {text.get_text() for text in ax.texts if text.get_fontsize() == NUMBER}
    listed = {name for name in names if any(f"{n} {name}" in texts for n in numbered)}
    assert len(listed) == len(numbered)
    assert numbered == {str(n + 1) for n in range(len(numbered))}
    direct = {name for name in names if name in written(ax)}
    assert direct | listed == set(names)
    assert {c.name for c in part.communities} <= set(written(ax))


def test_ties_are_those_of_the_day_with_kind_weight_and_fading() -> None:
    analysis = analyze(
        make(
            rel("membership", "red", "rose", date="2014/..", source="paper-2016-01-01"),
            rel("cooperation", "red", "blue", date="2014-09-01"),  # a half-life of six months
            rel("breakaway", "blue", "green", date="2014-12-01"),
            rel("breakaway", "blue", "gold", date="2014-12-01"),
            rel("battle", "blue", "gold", date="2014-12-01"),
            rel("partnership", "rose", "gold", date="2014/..", source="paper-2016-01-01"),
            rel("battle", "rose", "gold", date="2015-05-01"),
            period="2015/2015-12-01",
        )
    )
    part = analysis.slice_on(JUNE)
    strands = {(*s.pair, s.kind): s for s in gather_strands(analysis, part)}
    assert strands.keys() == {
        ("red", "rose", "alliance"), ("blue", "red", "alliance"), ("blue", "green", "split"),
        ("blue", "gold", "clash"), ("gold", "rose", "alliance"), ("gold", "rose", "clash"),
    }  # fmt: skip
    assert {pair for pair, s in strands.items() if not s.attested} == {("blue", "red", "alliance")}
    assert {pair[:2] for pair, s in strands.items() if s.double} == {("gold", "rose")}
    for (a, b, kind), strand in strands.items():
        side = "positive" if kind == "alliance" else "negative"
        assert strand.weight == part.graph[a][b][side]
    _, ax = CHARTS["snapshots"](analysis, days=[JUNE])
    drawn = ties(ax)
    looks = Counter((colour, dashed) for _, _, colour, dashed in drawn)
    assert looks == {
        (tie_colour(LIGHT, "alliance", attested=True).lower(), False): 2,
        (tie_colour(LIGHT, "alliance", attested=False).lower(), False): 1,
        (tie_colour(LIGHT, "clash", attested=True).lower(), True): 2,
        (tie_colour(LIGHT, "split", attested=True).lower(), True): 1,
    }
    ends = {tuple(np.round(at, 3)) for at, _ in dots(ax)}
    assert sum(pair <= ends for pair, *_ in drawn) == 4  # two run beside each other
    widths = sorted(wide for _, wide, *_ in drawn)
    weights = sorted(strand.weight for strand in strands.values())
    assert np.polyfit(weights, widths, 1, full=True)[1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["alliance", "split", "clash"])
def test_pale_ties_can_still_be_seen(theme: Any, kind: str) -> None:  # noqa: ANN401 - a theme
    near, far = (
        contrast(tie_colour(theme, kind, attested=attested), theme.background)
        for attested in (True, False)
    )
    assert near >= 4.5
    assert near > far + 1 > 4


def test_a_day_between_slices_shows_that_day(defection: Analysis) -> None:
    places = {}
    for text in ("2015-06-09", "2015-06-11"):
        part = defection.slice_on(day(text))
        _, ax = CHARTS["snapshots"](defection, days=[day(text)])
        sizes = [sum(is_inside(hull, at) for at, _ in dots(ax)) for hull in hulls(ax)]
        assert sizes == [len(c.members) for c in part.communities]
        places[text] = part.where["grey"]
    assert [c.name for c in places.values() if c] == ["Red1 bloc", "Blue1 bloc"]


def test_a_community_seen_only_between_slices_has_a_colour_of_its_own() -> None:
    data = make(
        *scenarios.CAMPS,
        rel("pledge", "gold", "grey", date="2015-06-10/2015-06-12"),
        period=scenarios.YEAR,
    )
    analysis = analyze(data)
    part = analysis.slice_on(day("2015-06-11"))
    assert len(part.communities) == 3
    colours = colours_on(analysis, [part])
    assert len({colours[c.id] for c in part.communities}) == 3
    CHARTS["snapshots"](analysis, days=[part.day])


def test_headings_tell_what_is_new_since_the_panel_before(defection: Analysis) -> None:
    def told(*days: str) -> str:
        before, part = (defection.slice_on(day(text)) for text in days)
        return " ".join(tell_change(defection, before, part, 8, 900, ""))

    assert told("2015-01-01", "2015-06-01") == "Since 2015-01-01: nobody changed company"
    moved = "Grey from Red1 bloc to Blue1 bloc"
    assert told("2015-06-01", "2015-07-01") == f"Since 2015-06-01: {moved}"
    assert told("2015-01-01", "2015-12-01") == f"Since 2015-01-01: {moved}"
    assert told("2015-07-01", "2015-08-01") == "Since 2015-07-01: nobody changed company"
    first = tell_change(defection, None, defection.slices[0], 8, 900, "")
    assert first == ["2 communities of 7 factions"]


def test_headings_tell_of_changes_without_news_and_of_more_reports() -> None:
    analysis = analyze(scenarios.fading())
    first, last = analysis.slices[0], analysis.slices[-1]
    text = " ".join(tell_change(analysis, first, last, 8, 900, ""))
    assert "on no new event" in text
    fewer = len(first.where.keys() - last.where.keys())
    assert ("no longer on" in text) == bool(fewer)


def test_days_outside_of_the_analysis_are_pointed_out(defection: Analysis) -> None:
    _, ax = CHARTS["snapshots"](defection, days=[JUNE, day("2016-03-01")])
    assert "2016-03-01 is outside of 2015-01-01 to 2015-12-01." in " ".join(written(ax))


def test_a_day_without_any_tie_is_drawn_empty() -> None:
    analysis = analyze(make(rel("battle", "red", "blue", date="2015-10-01"), period="2015/2016"))
    _, ax = CHARTS["snapshots"](analysis, days=[day("2015-02-01")])
    assert "No tie reported" in written(ax)
    assert "Not drawn: 2 factions have no reported tie that day." in written(ax)


@pytest.mark.parametrize("count", [9, 99, 999])
def test_numbers_in_dots_as_near_as_can_be_do_not_overlap(count: int) -> None:
    gap = number_gap(count)
    for angle in np.linspace(0, np.pi, 61):
        one = text_box(0, 0, str(count), NUMBER, align="center")
        other = text_box(
            gap * np.cos(angle), gap * np.sin(angle), str(count), NUMBER, align="center"
        )
        assert not overlap(one, other)
