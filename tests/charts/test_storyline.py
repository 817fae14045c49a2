"""What a storyline shows is what the analysis holds: read back from what is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from builders import make, rel, word
from drawn import (
    EPOCH,
    analysis_of,
    bundled,
    draw,
    labelled,
    number,
    outlines,
    prose,
    spot,
    written,
)
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from scenarios import CAMPS, YEAR, defection, fading, far_away, mixed, orphans, rebrand

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.charts.opening import root_figure
from idlib_graph.charts.sheet import CAPITAL
from idlib_graph.charts.style import DARK, LIGHT, SHAPE_CONTRAST, contrast, mix
from idlib_graph.charts.text import width
from idlib_graph.palette import PALETTE
from idlib_graph.shifts import CommunityId, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from idlib_graph.communities import Communities

    Maker = Callable[..., Analysis]


def with_slices(analysis: Analysis, change: Callable[[int, Slice], Slice]) -> Analysis:
    parts = tuple(change(index, part) for index, part in enumerate(analysis.slices))
    changed = replace(analysis, slices=parts)
    changed.__dict__["shifts"] = ()
    return changed


# Captions


def test_a_caption_tells_what_happened_and_the_news_behind_it() -> None:
    _, ax = draw(analysis_of(defection))
    assert "Grey from Red1 bloc to Blue1 bloc" in prose(ax)
    assert "Grey broke away from Red1 and declared loyalty to Blue1 [1,3]" in prose(ax)
    assert "[1] paper-2017-01-01, [3] paper-2016-01-01." in prose(ax)


def test_news_of_others_is_told_as_such() -> None:
    _, ax = draw(analysis_of(far_away))
    assert "after news of others: Blue2 joined Blue3 [1]" in prose(ax)


def test_the_end_of_an_organisation_is_told_as_news() -> None:
    _, ax = draw(analysis_of(orphans))
    assert "Hub ended [2]" in prose(ax)


def test_a_caption_says_where_nobody_asserts_the_news() -> None:
    said = {
        claim: prose(
            draw(
                analyze(
                    make(
                        *CAMPS,
                        rel("pledge", "grey", "red1", date="2014-01-01/..", source="a-2015-01-01"),
                        rel("breakaway", "grey", "red1", date="2015-06-10",
                            evidence=[word("b-2017-01-01", claim)]),
                        rel("pledge", "grey", "blue1", date="2015-06-10/..",
                            evidence=[word("b-2017-01-01", claim)]),
                        period=YEAR,
                    )
                )
            )[1]
        )
        for claim in ("asserted", "reported")
    }  # fmt: skip
    assert "[2]" not in said["reported"].replace("[2] b-", "")
    assert "; reported]" in said["reported"]
    assert "reported]" not in said["asserted"]


def test_only_what_news_brought_about_is_told_as_an_event() -> None:
    analysis = analysis_of(fading)
    (shift,) = analysis.shifts
    assert shift.basis == "fading"
    _, ax = draw(analysis)
    assert "from Red1 bloc" not in prose(ax)
    assert "change on no new event" in prose(ax)
    (tick,) = [x for x in ax.lines if x.get_marker() == "|" and spot(x)[1] < 0]
    assert shift.since < date.fromordinal(int(spot(tick)[0]) + EPOCH) < shift.day


def test_what_rests_in_part_on_fading_is_told_as_such() -> None:
    analysis = replace(analysis_of(mixed))
    for basis in ("news", "mixed"):
        shifts = tuple(replace(shift, basis=basis) for shift in analysis_of(mixed).shifts)
        analysis.__dict__["shifts"] = shifts
        assert ("in part on reports that fade" in prose(draw(analysis)[1])) is (basis == "mixed")
        analysis = replace(analysis)


def test_a_line_runs_on_through_a_new_name() -> None:
    analysis = analysis_of(rebrand)
    (renamed,) = [line for line in analysis.lines.by_id.values() if len(line.names) > 1]
    _, ax = draw(analysis)
    path = np.vstack(outlines(ax, renamed.id))
    first, last = number(analysis.days[0]), number(analysis.days[-1])
    assert (path[:, 0].min(), path[:, 0].max()) == (first, last)
    names = [analysis.dataset.factions[name].name for name in renamed.names]
    assert set(names) <= set(written(ax))


# Lines


def shade_analysis() -> Analysis:
    return analyze(
        make(
            rel("partnership", "red", "blue", date="2015-01/2015-02", source="p-2015-02-01"),
            rel("membership", "gold", "red", date="2014/..", source="p-2017-01-01"),
            rel("cooperation", "rose", "gold", date="2015-01-10", source="p-2015-02-01"),
            period="2015/2016-06-01",
        )
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_line_pales_while_no_report_repeats_it(theme: Any) -> None:  # noqa: ANN401 - a theme
    analysis = shade_analysis()
    _, ax = draw(analysis, dark=theme is DARK)
    (ribbon,) = [x for x in labelled(ax, PathCollection, "rose") if len(x.get_paths()) > 1]
    edge, *fills = [to_hex(colour) for colour in ribbon.get_edgecolors()]
    starts = [float(np.asarray(path.vertices)[0, 0]) for path in ribbon.get_paths()[1:]]
    shares = [contrast(fill, theme.background) for fill in fills]
    assert shares == sorted(shares, reverse=True)
    assert len(set(fills)) == len(fills) > 2
    assert contrast(edge, theme.background) >= SHAPE_CONTRAST
    presence = analysis.snapshots.presence
    row = presence.relations.index("cooperation-rose-gold")
    for fill, begin in zip(fills, starts, strict=True):
        column = next(i for i, day in enumerate(analysis.days) if number(day) > begin - 0.5)
        faded = -np.log2(presence.values[row, column])  # in half-lives
        assert (fill in {hue.lower() for hue in PALETTE}) == (faded <= 0.25)
        palest = {mix(hue, theme.tint(hue), 0.12) for hue in PALETTE}
        assert (fill in palest) == (faded > 1)


def test_where_a_line_is_away_nothing_says_that_it_is_there(make_analysis: Maker) -> None:
    analysis = make_analysis(8, 2, 30, change=0.0, relations=0, seed=2)
    community = max(analysis.slices[10].communities, key=lambda c: len(c.members))
    away = next(x for x in community.members if x in analysis.slices[-1].where)

    def leave(index: int, part: Slice) -> Slice:
        if not 10 <= index < 18:
            return part
        groups = tuple(
            replace(c, members=tuple(x for x in c.members if x != away)) for c in part.communities
        )
        return Slice(part.day, groups, part.unaligned, cast("Communities", None))

    changed = with_slices(analysis, leave)
    _, ax = draw(changed)
    gap = [number(changed.days[10]), number(changed.days[17])]
    for part in labelled(ax, PathCollection, away):
        path = np.asarray(part.get_paths()[0].vertices)
        dotted = part.get_linestyles()[0][1] is not None
        inside = path[0, 0] < gap[1] and path[-1, 0] > gap[0]
        assert inside == dotted
    assert "no tie reported for a while" in written(ax)


def test_each_line_has_the_colour_of_its_community_all_along(make_analysis: Maker) -> None:
    analysis = make_analysis(20, 5, 30, change=0.02)
    start = next(i for i, part in enumerate(analysis.slices) if part.communities)
    _, ax = draw(analysis)
    colours: dict[CommunityId, str] = {}
    for part in analysis.slices[start:]:
        for community in part.communities:
            for line in community.members:
                day = number(part.day)
                found = [
                    to_hex(x.get_edgecolors()[0])
                    for x in labelled(ax, PathCollection, line)
                    if len(x.get_paths()) > 1
                    and x.get_paths()[0].vertices[0, 0] <= day <= x.get_paths()[0].vertices[-1, 0]
                ]
                assert found == [colours.setdefault(community.id, found[0])]
    assert len(set(colours.values())) == len(colours)


@pytest.mark.parametrize("slices", [2, 40, 120])
def test_lines_arrive_at_their_names(make_analysis: Maker, slices: int) -> None:
    analysis = make_analysis(24, 6, slices, change=0.2, seed=1)
    assert analysis.slices[-1].where != analysis.slices[-2].where
    _, ax = draw(analysis)
    edge = max(path[-1, 0] for x in analysis.lines.by_id for path in outlines(ax, x))
    (start, _), (other, _) = ax.transData.transform([(0.0, 0.0), (1.0, 0.0)])
    points = float(other - start) * 72 / root_figure(ax).dpi  # of a day
    arriving = [path for x in analysis.lines.by_id for path in outlines(ax, x)
                if path[-1, 0] == edge]  # fmt: skip
    assert len(arriving) > 10
    for path in arriving:
        level = path[path[:, 1] == path[-1, 1], 0].min()
        assert (edge - level) * points > 3


# The grey lane


def test_the_grey_lane_is_as_high_as_there_are_factions_in_it(make_analysis: Maker) -> None:
    analysis = make_analysis(16, 12, 30, change=0.0)
    aligned = {x for part in analysis.slices for c in part.communities for x in c.members}
    _, ax = draw(analysis)
    start = next(i for i, part in enumerate(analysis.slices) if part.communities)
    shapes = labelled(ax, PolyCollection, "crowd")
    heights = []
    for part in analysis.slices[start:]:
        day = number(part.day)
        for shape in shapes:
            points = np.asarray(shape.get_paths()[0].vertices)
            if points[0, 0] <= day <= points[-2, 0]:
                top = np.interp(day, points[1:-2, 0], points[1:-2, 1])
                heights.append((len(part.where.keys() - aligned), points[0, 1] - top))
    unit = heights[0][1] / heights[0][0]
    assert unit > 0
    assert [height for _, height in heights] == pytest.approx([n * unit for n, _ in heights])
    assert len({n for n, _ in heights}) > 2
    numbers = {str(n) for n, _ in heights}
    assert numbers & set(written(ax))
    assert "number of factions never in a community" in written(ax)


@pytest.mark.parametrize("how", ["fold", "show", "hide"])
@pytest.mark.parametrize("seed", range(3))
def test_just_those_never_in_a_community_are_folded_or_hidden(
    make_analysis: Maker, seed: int, how: str
) -> None:
    analysis = make_analysis(16, 12, 30, change=0.0, seed=seed)
    seen = {x for part in analysis.slices for x in part.where}
    never = seen - {x for part in analysis.slices for c in part.communities for x in c.members}
    assert never
    _, ax = draw(analysis, unaligned=how)
    drawn = {x.get_label() for x in ax.get_children() if isinstance(x, PathCollection)} & seen
    assert drawn == (seen if how == "show" else seen - never)
    names = sorted((analysis.label(x, short=True) for x in never), key=str.casefold)
    listed = f"In no community at any time (grey lane): {', '.join(names)}."
    assert (listed in prose(ax)) == (how == "fold")


@pytest.mark.parametrize("how", ["show", "hide"])
def test_there_is_no_grey_lane_where_nobody_is_folded(make_analysis: Maker, how: str) -> None:
    _, ax = draw(make_analysis(16, 12, 30, change=0.0), unaligned=how)
    assert labelled(ax, PolyCollection, "crowd") == []
    assert "number of factions never in a community" not in written(ax)


# Names


def names_inside(ax: Axes, analysis: Analysis) -> Iterable[tuple[Text, str]]:
    """Names that stand in black or white, with the line they are of."""
    for text in ax.texts:
        if to_hex(text.get_color()) in {"#000000", "#ffffff"}:
            for line, record in analysis.lines.by_id.items():
                if text.get_text() in {analysis.dataset.factions[x].name for x in record.names}:
                    yield text, line


def middle_of(ax: Axes, text: Text) -> tuple[float, float]:
    """Day and row of the middle of the capitals of a text."""
    scale = root_figure(ax).dpi / 72
    size = float(text.get_fontsize())
    start = ax.transData.transform(text.get_position())
    shift = np.array([width(text.get_text(), size) / 2, CAPITAL * size / 2]) * scale
    day, row = ax.transData.inverted().transform(start + shift)
    return float(day), float(row)


@pytest.mark.parametrize("dark", [False, True])
def test_names_in_lines_stand_in_their_own_line_and_can_be_read(
    make_analysis: Maker, dark: bool  # noqa: FBT001 - a parameter
) -> None:  # fmt: skip
    analysis = make_analysis(22, 5, 60, change=0.015, seed=4)
    _, ax = draw(analysis, dark=dark)
    found = list(names_inside(ax, analysis))
    assert len(found) > 5
    for text, line in found:
        day, middle = middle_of(ax, text)
        ribbons = [
            x
            for x in labelled(ax, PathCollection, line)
            if x.get_paths()[0].vertices[0, 0] <= day <= x.get_paths()[0].vertices[-1, 0]
        ]
        (ribbon,) = [x for x in ribbons if len(x.get_paths()) > 1]
        path = np.asarray(ribbon.get_paths()[0].vertices)
        assert middle == pytest.approx(np.interp(day, path[:, 0], path[:, 1]), abs=0.05)
        fill = to_hex(ribbon.get_edgecolors()[1])
        assert contrast(to_hex(text.get_color()), fill) >= 4.5


def test_a_line_that_moves_is_named_again(make_analysis: Maker) -> None:
    analysis = make_analysis(22, 5, 60, change=0.015, seed=4)
    _, ax = draw(analysis)
    names = written(ax)
    again = [name for name in set(names) if names.count(name) > 2]
    assert again


@pytest.mark.parametrize("dark", [False, True])
def test_every_faction_and_community_of_the_bundled_data_is_named(dark: bool) -> None:  # noqa: FBT001 - a parameter
    analysis = bundled()
    _, ax = draw(analysis, dark=dark)
    texts = written(ax)
    assert not any(text.startswith("Not labelled") for text in texts)
    lines = {line for part in analysis.slices for line in part.where}
    for line in lines:
        names = {analysis.label(line, day, short=True) for day in (*analysis.days, None)}
        assert any(text.rstrip("…") and name.startswith(text.rstrip("…")) for name in names
                   for text in texts), line  # fmt: skip
    assert set(analysis.names.values()) <= set(texts)


def test_captions_of_the_bundled_data_give_the_cause_with_its_source() -> None:
    text = prose(draw(bundled())[1])
    assert "JTS bloc forms" in text
    assert (
        "Ahrar al-Sham and Nour al-Din al-Zinki Movement broke away from HTS and founded JTS "
        "[2; reported]"
    ) in text
    assert "[2] al-bawaba-2018" in text
