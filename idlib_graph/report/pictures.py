"""The charts in a report: what stands below each, and what it says to who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.wording import counted, describe_moves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from idlib_graph.analysis import Analysis

_NAMED = 6
_RESERVED = '%#<>"\n'  # the percent sign first


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a page: caption, data address, and its message in words."""

    caption: str
    address: str
    alt: str


def show_charts(analysis: Analysis, charts: Mapping[str, bytes]) -> dict[str, Picture]:
    """The SVG charts among `charts`, files by name, by the name of the chart."""
    return {
        name: _picture(analysis, name, data)
        for file, data in charts.items()
        if (name := file.removesuffix(".svg")) != file
    }


def _picture(analysis: Analysis, name: str, data: bytes) -> Picture:
    caption, tell = CHARTS[name]
    return Picture(caption, f"data:image/svg+xml,{_quote(data.decode())}", tell(analysis))


def _quote(svg: str) -> str:
    """What may not stand in an address, by its number: a quarter fewer bytes than base64."""
    for sign in _RESERVED:
        svg = svg.replace(sign, f"%{ord(sign):02X}")
    return svg


def _storyline(analysis: Analysis) -> str:
    told = [shift for shift in analysis.shifts if shift.is_event]
    moves = [f"{shift.day}: {describe_moves(analysis, shift)}" for shift in told]
    shown = "; ".join(moves[:_NAMED]) + (
        f"; and {len(moves) - _NAMED} more" if len(moves) > _NAMED else ""
    )
    lines = {line for part in analysis.slices for line in part.where}
    return (
        f"Storyline of {counted(len(lines), 'faction')} in "
        f"{counted(len(analysis.names), 'community', 'communities')} from {analysis.days[0]} to "
        f"{analysis.days[-1]}. {f'Shifts: {shown}' if moves else 'No shift is told as an event'}."
    )


def _snapshots(analysis: Analysis) -> str:
    parts = [analysis.slice_on(day) for day in analysis.key_dates()]
    told = (
        f"{part.day}: {join_names(f'{c.name} ({len(c.members)})' for c in part.communities)}"
        for part in parts
        if part.communities
    )
    return f"The network of ties on {counted(len(parts), 'date')}. {'; '.join(told)}."


def _matrix(analysis: Analysis) -> str:
    part = analysis.slices[-1]
    found: list[tuple[str, str, float]] = list(part.graph.edges(data="weight"))
    ties = sorted(found, key=lambda tie: (-abs(tie[2]), tie[:2]))
    pairs = [[analysis.label(line, part.day, short=True) for line in tie[:2]] for tie in ties]
    told = join_names(
        f"{a} and {b} {tie[2]:+.2f}" for (a, b), tie in zip(pairs[:_NAMED], ties, strict=False)
    )
    allied = sum(weight > 0 for *_, weight in ties)
    return (
        f"Net ties of every pair on {part.day}, ordered by community: {allied} alliances and "
        f"{len(ties) - allied} hostile ties. Strongest: {told or 'none'}."
    )


def _timeline(analysis: Analysis) -> str:
    relations = analysis.snapshots.dataset.relations.values()
    dated = [relation for relation in relations if relation.date]
    kinds = join_names(
        f"{sum(relation.kind == kind for relation in dated)} {word}"
        for kind, word in (("alliance", "alliances"), ("split", "splits"), ("clash", "clashes"))
    )
    return f"{counted(len(dated), 'dated relation')} in lanes by faction: {kinds}."


def _series(analysis: Analysis) -> str:
    first, last = analysis.series.slices[0], analysis.series.slices[-1]
    most = max(analysis.series.slices, key=lambda figures: figures.communities)
    return (
        f"Figures over time: {counted(first.communities, 'community', 'communities')} on "
        f"{first.day}, {last.communities} on {last.day}, at most {most.communities} (first on "
        f"{most.day}); fragmentation {_share(first.fragmentation)} at the beginning and "
        f"{_share(last.fragmentation)} at the end."
    )


def _alluvial(analysis: Analysis) -> str:
    first, last = analysis.slices[0], analysis.slices[-1]
    return (
        f"Flows of factions between communities, year by year: from "
        f"{counted(len(first.communities), 'community', 'communities')} on {first.day} to "
        f"{len(last.communities)} on {last.day}."
    )


def _robustness(analysis: Analysis) -> str:
    told = (f"{held.held:.0%} without {held.source}" for held in analysis.leave_one_out())
    return f"How sure the answer is. Memberships that hold: {join_names(told)}."


def _share(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


CHARTS: Mapping[str, tuple[str, Callable[[Analysis], str]]] = {
    "storyline": ("Who stood with whom over time", _storyline),
    "snapshots": ("The network just before and after the largest shifts", _snapshots),
    "alluvial": ("Where factions went, year by year", _alluvial),
    "series": ("Communities and balance in figures", _series),
    "robustness": ("How sure the answer is", _robustness),
    "matrix": ("Every pair's tie on the last day", _matrix),
    "timeline": ("Every dated relation", _timeline),
}
"""Each chart's caption, and what says its message in words."""
