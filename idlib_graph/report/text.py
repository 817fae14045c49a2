"""The terminal's summary: the most important things, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.report.content import Finding, compose_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.analysis import Analysis


def summary(analysis: Analysis) -> Iterator[str]:
    """The headline findings, each with its sources."""
    first, last = analysis.days[0], analysis.days[-1]
    day = analysis.settings.known_by
    known = f", as known by {day}" if day else ""
    yield f"{analysis.dataset.title}, {first} to {last}{known}"
    for finding in compose_findings(analysis):
        yield f"- {finding.text}{_cited(finding)}"
    yield "No report is not the same as no tie: the sources are a selection."


def _cited(finding: Finding) -> str:
    return f" [{', '.join(finding.sources)}]" if finding.sources else ""
