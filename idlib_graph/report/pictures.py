"""The charts in a report: what stands below each, and what it says to who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.chronicle import tell_entry
from idlib_graph.report.standing import tell_firmness
from idlib_graph.report.wording import counted, describe_moves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Relation
    from idlib_graph.shifts import Shift, Slice

_NAMED = 6
_RESERVED = '%#<>"\n'  # the percent sign first


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a page: caption, data address, the file beside it, and its message in words."""

    caption: str
    address: str
    file: str
    alt: str


def show_charts(analysis: Analysis, charts: Mapping[str, bytes]) -> dict[str, Picture]:
    """The SVG charts among `charts`, files by name, by the name of the chart."""
    return {
        name: _picture(analysis, name, data, f"{name}.png" if f"{name}.png" in charts else file)
        for file, data in charts.items()
        if (name := file.removesuffix(".svg")) != file
    }


def _picture(analysis: Analysis, name: str, data: bytes, file: str) -> Picture:
    caption, tell = CHARTS[name]
    return Picture(caption, f"data:image/svg+xml,{_quote(data.decode())}", file, tell(analysis))


def _quote(svg: str) -> str:
    """What may not stand in an address, by its number: a quarter fewer bytes than base64."""
    for sign in _RESERVED:
        svg = svg.replace(sign, f"%{ord(sign):02X}")
    return svg


def _storyline(analysis: Analysis) -> str:
    moves = [f"{when}: {describe_moves(analysis, shift)}" for shift, when in _dated(analysis)]
    shown = f"Shifts: {'; '.join(moves)}" if moves else "No shift is told as an event"
    lines = {line for part in analysis.slices for line in part.where}
    return (
        f"Storyline of {counted(len(lines), 'faction')} in "
        f"{counted(len(analysis.names), 'community', 'communities')} from {analysis.days[0]} to "
        f"{analysis.days[-1]}. "
        f"{shown}."
    )


def _dated(analysis: Analysis) -> list[tuple[Shift, str]]:
    """The shifts told as events, each with its time as the sources date it."""
    return [
        (shift, tell_entry(analysis, analysis.ledger_by_shift[shift]).title)
        for shift in analysis.shifts
        if shift.is_event
    ]


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
    drawn = [relation for relation in dated if _in_period(analysis, relation)]
    kinds = join_names(
        counted(sum(relation.kind == kind for relation in drawn), kind, many)
        for kind, many in (("alliance", "alliances"), ("split", "splits"), ("clash", "clashes"))
    )
    rest = len(relations) - len(dated)
    return (
        f"{counted(len(drawn), 'dated relation')} in lanes by faction: {kinds}. Not drawn are "
        f"{rest} without a date and {len(dated) - len(drawn)} dated outside of the period."
    )


def _in_period(analysis: Analysis, relation: Relation) -> bool:
    """Whether a relation's date touches the time of the slices, or it is still present in it."""
    box, series = relation.date, analysis.snapshots
    if box is None or (box.earliest and box.earliest > analysis.days[-1]):
        return False
    if box.latest is None or box.latest >= analysis.days[0]:
        return True
    row = series.rows.get(relation.id)
    state = series.dataset.codebook.types[relation.type].duration == "state"
    return state and row is not None and bool(series.presence.values[row].any())


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
    parts = {part.day.year: part for part in reversed(analysis.slices)}
    columns = list(dict.fromkeys([*reversed(parts.values()), analysis.slices[-1]]))
    first, last = columns[0], columns[-1]
    return (
        f"Flows of factions between communities, year by year: from "
        f"{counted(len(first.communities), 'community', 'communities')} on {first.day} to "
        f"{len(last.communities)} on {last.day}.{_main_flow(columns)}"
    )


def _main_flow(columns: Sequence[Slice]) -> str:
    """The most who went together from one community to another, of equals the first."""
    flows = [
        (len(set(old.members) & set(new.members)), old.name, new.name, before.day, after.day)
        for before, after in pairwise(columns)
        for old in before.communities
        for new in after.communities
        if old.id != new.id
    ]
    number, old, new, since, day = max(flows, key=itemgetter(0), default=(0, "", "", None, None))
    if not number:
        return " Nobody went from one community to another."
    return (
        f" The largest flow from one to another: {counted(number, 'faction')} from the {old} to "
        f"the {new} between {since} and {day}."
    )


def _robustness(analysis: Analysis) -> str:
    ensemble, part = analysis.ensemble(DRAWS), analysis.slices[-1]
    told = join_names(f"{held.held:.0%} without {held.source}" for held in analysis.leave_one_out())
    number = {shift: index for index, shift in enumerate(analysis.shifts)}
    found = "; ".join(
        f"{when} ({describe_moves(analysis, shift)}) {ensemble.shift_odds(number[shift]).found:.0%}"
        for shift, when in _dated(analysis)
    )
    firm = join_names(f"{name} {how}" for name, how in tell_firmness(analysis, part).items())
    return (
        f"How sure the answer is. Communities on {part.day} over {DRAWS} draws: {firm or 'none'}. "
        f"Shares of draws that find each shift: {found or 'none is told as an event'}. "
        f"Memberships that hold: {told}."
    )


def _share(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


CHARTS: Mapping[str, tuple[str, Callable[[Analysis], str]]] = {
    "storyline": ("Who stood with whom over time", _storyline),
    "snapshots": (
        "The network before and after the shifts that moved most factions, and on the last day",
        _snapshots,
    ),
    "alluvial": ("Where factions went, year by year", _alluvial),
    "series": ("Communities and balance in figures", _series),
    "robustness": ("How sure the answer is", _robustness),
    "matrix": ("Every pair's tie on the last day", _matrix),
    "timeline": ("Every dated relation", _timeline),
}
"""Each chart's caption, and what says its message in words."""
