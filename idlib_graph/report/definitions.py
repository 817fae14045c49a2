"""How the answer of a slice depends on the definition of a community, told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.communities.resolution import ALIKE
from idlib_graph.phrases import join_names
from idlib_graph.report.alternatives import tell_changes
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.communities import Sweep, UnsignedLouvain
    from idlib_graph.shifts import Slice

AGREEMENT_MEANING = (
    "Agreement is adjusted mutual information: 1 for the same partition, about 0 for unrelated "
    "ones."
)
DEFINITION_MEANING = {
    "potts": (
        "rewards friendly ties inside, less what chance would give, and punishes hostile ones "
        "inside in full"
    ),
    "disagreement": "leaves as little tie weight as can be in contradiction to it",
    "modularity": (
        "rewards what is inside against what chance would give, for friendly and for hostile ties "
        "apart"
    ),
    "cpm": "(constant Potts model) asks the same price for every pair inside: few sit together",
    "unsigned Louvain": "a common method that sees friendly ties alone, shown for comparison",
    "plateau": "a range of a setting over which nobody moves",
    "gamma": "the resolution: how dense in friendly ties a community has to be",
}
LEAVING_MEANING = "Who leaves keeps fewer than half of their fellows."
UNSIGNED_NAME = "unsigned Louvain"
# How far beyond gamma the report looks, and how many plateaus on each side a table shows.
NEAR = 2.0
NEIGHBOURS = 2
REPORTED = 3


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One definition's answer: how many communities, how sure, and how it differs."""

    name: str
    count: int
    sure: str
    agreement: float
    leavers: int
    changes: str


@dataclass(frozen=True, slots=True)
class PlateauRow:
    """A range of gamma with one answer, and what differs from the answer shown."""

    low: float
    high: float
    count: int
    agreement: float
    changes: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A slice under every definition, in words.

    Attributes
    ----------
    rows : the objectives, the one shown first, and Louvain without signs last
    legend : what agreement is
    clashes : what that one leaves inside its communities
    resolution : whether gamma sits on a plateau
    plateaus : those near it, by gamma
    every_plateau : how many there are in all
    over_time : the same over all slices
    """

    rows: tuple[ObjectiveRow, ...]
    legend: str
    clashes: str
    resolution: str
    plateaus: tuple[PlateauRow, ...]
    every_plateau: int
    over_time: str


@dataclass(frozen=True, slots=True)
class DefinitionCard:
    """What a report says of one date: a sentence for each definition."""

    day: date
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """What a report says of how the answer depends on the definition, and what the words mean."""

    over_time: str
    legend: str
    words: tuple[tuple[str, str], ...]
    dates: tuple[DefinitionCard, ...]


def tell_definitions(analysis: Analysis, part: Slice) -> Comparison:
    """A slice under every definition, with all plateaus of gamma."""
    side, sweep = analysis.objectives(part), analysis.resolution(part)
    shown = side.headline.partition
    unsigned = side.unsigned
    rows = [
        ObjectiveRow(
            answer.objective,
            len(answer.communities),
            "proven" if answer.proven else "not proven",
            agreement,
            len(left),
            tell_changes(analysis, part, shown, answer.partition),
        )
        for answer, agreement, left in zip(
            side.answers, side.agreement[0], side.movers, strict=True
        )
    ]
    last = ObjectiveRow(
        UNSIGNED_NAME,
        len(unsigned.communities),
        "no proof",
        side.unsigned_agreement,
        len(side.unsigned_movers),
        tell_changes(analysis, part, shown, unsigned.partition),
    )
    return Comparison(
        rows=(*rows, last),
        legend=f"{AGREEMENT_MEANING} {LEAVING_MEANING}",
        clashes=tell_clashes(analysis, part, unsigned),
        resolution=tell_resolution(sweep) if sweep else _no_resolution(analysis),
        plateaus=_near(analysis, part, sweep) if sweep else (),
        every_plateau=len(sweep.plateaus) if sweep else 0,
        over_time=tell_over_time(analysis),
    )


def tell_dependence(analysis: Analysis, parts: Iterable[Slice]) -> Dependence | None:
    """What a report says of some slices; None where they are too large for exact answers."""
    if any(part.result.method != "exact" for part in analysis.slices):
        return None
    cards = tuple(definition_card(analysis, part) for part in parts)
    words = tuple(DEFINITION_MEANING.items())
    return Dependence(tell_over_time(analysis), AGREEMENT_MEANING, words, cards)


def definition_card(analysis: Analysis, part: Slice) -> DefinitionCard:
    """What a report says of one date."""
    side = analysis.objectives(part)
    shown = side.headline.partition
    said: dict[str, list[str]] = {}
    for answer, agreement in zip(side.answers[1:], side.agreement[0][1:], strict=True):
        changes = tell_changes(analysis, part, shown, answer.partition, REPORTED)
        same = f"{changes} (agreement {agreement:.2f})" if changes else "the same communities"
        unsure = "" if answer.proven else " (not proven best)"
        said.setdefault(same, []).append(f"{answer.objective}{unsure}")
    told = [f"Under {join_names(names)}: {same}." for same, names in said.items()]
    gamma = side.headline.resolution
    if gamma is not None:
        near = analysis.resolution(part, (gamma / NEAR, gamma * NEAR or 1.0))
        told += [tell_resolution(near)] if near else []
    told.append(tell_clashes(analysis, part, side.unsigned))
    return DefinitionCard(part.day, tuple(told))


def tell_over_time(analysis: Analysis) -> str:
    """How far the objectives agree over all slices, and in how many gamma sits on a plateau."""
    found = analysis.definitions
    shown, *others = found.answers
    pairs = sorted(zip(found.agreement[0][1:], others, strict=True), reverse=True)
    agree = join_names(f"{name} {agreement:.2f}" for agreement, name in pairs)
    slices = counted(found.slices, "slice")
    told = f"Mean agreement with {shown} over {slices}: {agree}."
    if found.sits is None:
        return told
    return (
        f"{told} In {found.sits} of them gamma can be a tenth larger or smaller and nobody moves."
    )


def tell_resolution(sweep: Sweep) -> str:
    """Whether the headline's gamma sits on a plateau, and from where to where."""
    own = sweep.headline
    span = _span(sweep, own.low, own.high)
    proven = "proven" if sweep.proven else "not proven"
    gamma = f"The resolution, gamma {sweep.resolution:g},"
    if sweep.sits:
        return f"{gamma} sits on a plateau: nobody moves {span} ({proven})."
    low, high = sweep.alike
    wider = (low, high) != (own.low, own.high)
    alike = f"; {_span(sweep, low, high)} agreement is at least {ALIKE:g}" if wider else ""
    return (
        f"{gamma} does not sit on a plateau: a tenth more or less moves somebody; the answer "
        f"holds only {span} ({proven}){alike}."
    )


def _span(sweep: Sweep, low: float, high: float) -> str:
    """A range of gamma; its ends are marked where they are only those of what was looked at."""
    first, last = sweep.plateaus[0].low, sweep.plateaus[-1].high
    start = f"{low:.3g} or less" if low == first > 0 else f"{low:.3g}"
    if math.isinf(high):
        return f"from {start} up"
    return f"from {start} to {high:.3g}{' or more' if high == last else ''}"


def _no_resolution(analysis: Analysis) -> str:
    return f"The objective {analysis.settings.objective} has no gamma."


def tell_clashes(analysis: Analysis, part: Slice, unsigned: UnsignedLouvain) -> str:
    """What Louvain on the alliances alone leaves inside its communities."""
    inside, clashes = unsigned.clashes_inside, counted(unsigned.clashes, "clash", "clashes")
    start = "Louvain on the alliances alone leaves"
    if not unsigned.clashes:
        return "There is no clash that Louvain on the alliances alone could overlook."
    if not inside:
        return f"{start} no clash inside its communities, of {unsigned.clashes} in all."
    told = join_names(
        f"{analysis.label(a, part.day, short=True)} / {analysis.label(b, part.day, short=True)} "
        f"({weight:+.2f})"
        for a, b, weight in sorted(inside, key=lambda tie: tie[2])[:3]
    )
    more = ", the worst of them" if len(inside) > 3 else ""  # noqa: PLR2004 - as many as are named
    return (
        f"{start} {len(inside)} of {clashes} inside its communities "
        f"(weight {unsigned.inside_weight:.2f}){more}: {told}."
    )


def _near(analysis: Analysis, part: Slice, sweep: Sweep) -> tuple[PlateauRow, ...]:
    own = sweep.plateaus.index(sweep.headline)
    chosen = sweep.plateaus[max(0, own - NEIGHBOURS) : own + NEIGHBOURS + 1]
    return tuple(
        PlateauRow(
            p.low,
            p.high,
            p.count,
            p.agreement,
            tell_changes(analysis, part, sweep.headline.partition, p.partition),
        )
        for p in chosen
    )
