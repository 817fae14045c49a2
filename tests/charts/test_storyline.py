"""What a storyline shows is what the analysis holds: read back from what is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from builders import make, rel, word
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex
from scenarios import CAMPS, YEAR, defection, fading, far_away, mixed, orphans, rebrand

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.charts import CHARTS
from idlib_graph.charts.sheet import CAPITAL, root_figure
from idlib_graph.charts.style import DARK, LIGHT, SHAPE_CONTRAST, contrast, mix
from idlib_graph.charts.text import width
from idlib_graph.palette import PALETTE
from idlib_graph.shifts import CommunityId, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from idlib_graph.communities import Communities
    from idlib_graph.model import Dataset

    Maker = Callable[..., Analysis]

EPOCH = date(1970, 1, 1).toordinal()
BATTLE = rel("battle", "red2", "blue2", date="2015-09-10", id="fight")


def draw(analysis: Analysis, **how: Any) -> tuple[Figure, Axes]:  # noqa: ANN401 - any option
    return CHARTS["storyline"](analysis, **how)


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def prose(ax: Axes) -> str:
    """All that is written, with lines that were broken joined again."""
    return " ".join(written(ax))


def labelled(ax: Axes, kind: type[Artist], label: str) -> list[Any]:
    return [x for x in ax.get_children() if isinstance(x, kind) and x.get_label() == label]


def spot(sign: Line2D) -> tuple[float, float]:
    """Day and row of a sign."""
    x, y = np.asarray(sign.get_data(), dtype=float)
    return float(x[0]), float(y[0])


def number(day: date) -> float:
    return day.toordinal() - EPOCH


def outlines(ax: Axes, line: str) -> list[NDArray[np.float64]]:
    """Days and rows of all parts of a line that are drawn: as ribbons, thin or dotted."""
    found = labelled(ax, PathCollection, line)
    return [np.asarray(part.get_paths()[0].vertices) for part in found]


def row_on(ax: Axes, line: str, day: float) -> float:
    """The row of a line on a day on which it runs level."""
    for path in outlines(ax, line):
        if path[0, 0] <= day <= path[-1, 0]:
            return float(np.interp(day, path[:, 0], path[:, 1]))
    raise AssertionError(line)


@lru_cache
def analysis_of(story: Callable[[], Dataset]) -> Analysis:
    return analyze(story())


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


# Clashes


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
        (rel("battle", "red2", "blue2", id="x"), "for want of a date 1."),
        (rel("battle", "red2", "blue2", date="../2015-09", id="x"), "for want of a date 1."),
        (rel("battle", "red2", "blue2", date="2019-09", source="p-2019-10-01", id="x"), ""),
    ],
    ids=["denied", "among fellows", "undated", "open", "later"],
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


@lru_cache
def bundled() -> Analysis:
    from idlib_graph import load_dataset  # noqa: PLC0415 - takes long

    return analyze(load_dataset())


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
