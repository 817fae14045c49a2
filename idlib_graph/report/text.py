"""The terminal's summary: the five most important things, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.report.findings import compose_findings, tell_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.analysis import Analysis


def summary(analysis: Analysis) -> Iterator[str]:
    """What it was made of, then the findings, each with its sources."""
    first, last = analysis.days[0], analysis.days[-1]
    day = analysis.settings.known_by
    known = f", as known by {day}" if day else ""
    yield f"{analysis.dataset.title}, {first} to {last}{known}: {tell_scope(analysis)}."
    for finding in compose_findings(analysis):
        yield f"- {finding.text} [{', '.join(finding.sources)}]"
    yield "No report is not the same as no tie: the sources are a selection."
