"""What is said of how the answer depends on the definition."""

from __future__ import annotations

import re
from typing import Any

from builders import make, rel
from scenarios import BLUES, REDS, YEAR, steady

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.report.definition_shapes import compared_shape
from idlib_graph.report.definitions import (
    tell_definitions,
    tell_dependence,
    tell_resolution,
)
from idlib_graph.report.files import report_files

JOINS = "the Red1 bloc joins the Blue1 bloc through the tie of Red1 and Blue1 (+0.40)"


def weak_deal(**given: Any) -> Analysis:  # noqa: ANN401 - any setting
    """Two blocs with a weak deal between them."""
    deal = steady("linkage", "red1", "blue1")
    return analyze(make(*REDS, *BLUES, deal, period=YEAR), **given)


def test_objectives_stand_side_by_side() -> None:
    analysis = weak_deal()
    found = tell_definitions(analysis, analysis.slices[-1])
    assert [(row.name, row.count) for row in found.rows] == [
        ("potts", 2), ("disagreement", 1), ("modularity", 2), ("cpm", 2), ("unsigned Louvain", 2),
    ]  # fmt: skip
    assert [row.sure for row in found.rows] == ["proven"] * 4 + ["no proof"]
    assert [row.changes for row in found.rows[:3]] == ["", JOINS, ""]
    assert found.clashes == (
        "There is no clash that Louvain on the alliances alone could overlook."
    )


def test_the_plateau_is_told_and_what_is_beyond() -> None:
    """The blocs merge below 0.4 x 11.6 / 5.8²: 2m over the product of their strengths."""
    analysis = weak_deal(coupling=0.0)
    found = tell_definitions(analysis, analysis.slices[-1])
    merges = 0.4 * 11.6 / 5.8**2
    assert found.resolution == (
        "The resolution, gamma 1, sits on a plateau: nobody moves "
        f"from {merges:.3g} to {found.plateaus[1].high:.3g} (proven)."
    )
    assert found.plateaus[0].changes == JOINS
    assert f"{found.plateaus[0].high:.6f}" == f"{merges:.6f}"


def test_a_gamma_near_an_edge_is_told() -> None:
    analysis = weak_deal(coupling=0.0, resolution=0.145)
    found = tell_definitions(analysis, analysis.slices[-1])
    assert re.match(
        r"The resolution, gamma 0\.145, does not sit on a plateau: a tenth more or less moves "
        r"somebody; the answer holds only from 0\.138 to [\d.]+ \(proven\)\.$",
        found.resolution,
    )


def test_what_was_looked_at_only_in_part_says_so() -> None:
    analysis = weak_deal()
    sweep = analysis.resolution(analysis.slices[-1], (0.5, 2.0))
    assert sweep is not None
    assert "from 0.5 or less to 2 or more" in tell_resolution(sweep)


def test_an_objective_without_gamma_has_no_plateaus() -> None:
    analysis = weak_deal(objective="disagreement")
    found = tell_definitions(analysis, analysis.slices[-1])
    assert found.resolution == "The objective disagreement has no gamma."
    assert found.plateaus == ()
    assert "gamma" not in found.over_time
    assert compared_shape(analysis, analysis.slices[-1])["sweep"] is None


def test_the_clashes_that_louvain_overlooks_are_named() -> None:
    analysis = analyze(
        make(
            steady("linkage", "red", "grey"),
            steady("linkage", "blue", "grey"),
            rel("battle", "red", "blue", date="2015-03-01"),
            period=YEAR,
        )
    )
    part = analysis.slice_on(analysis.days[3])
    found = tell_definitions(analysis, part)
    assert found.clashes.startswith(
        "Louvain on the alliances alone leaves 1 of 1 clash inside its communities (weight 0."
    )
    assert found.clashes.endswith(": Blue / Red (-0.80).")


def test_the_report_has_the_section_and_its_numbers() -> None:
    analysis = weak_deal()
    files = {name: data.decode() for name, data in report_files(analysis, {}).items()}
    section = tell_dependence(analysis, [analysis.slices[-1]])
    assert section is not None
    for text in (section.over_time, *section.dates[0].sentences):
        assert text in files["report.html"]
        assert text in files["report.md"].replace("\\", "")
    for word, meaning in section.words:
        assert f"<dt>{word}</dt><dd>{meaning}</dd>" in files["report.html"]
        assert f"- **{word}**: {meaning}" in files["report.md"]
    assert section.dates[0].sentences[:2] == (
        f"Under disagreement: {JOINS} (agreement 0.00).",
        "Under modularity and cpm: the same communities.",
    )
