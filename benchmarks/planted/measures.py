"""An analysis held against the truth that was planted."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.communities.comparison import adjusted_mutual_information

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import Shift, Slice
    from planted.records import Planted, PlantedShift

NEAR, LATE = 1, 3
"""Slices by which a shift may be off to be found near its day, or found at all."""


@dataclass(frozen=True, slots=True)
class Score:
    """What an analysis found of the truth, and what it told beside it.

    A planted shift is found where within so many slices of the day that sources give a shift
    touches its movers (of a split or merger, its parties), is told as an event, and puts them
    right: of the pairs that are joined and of those that are parted, on average more than half are
    so after it, and more than before.

    Attributes
    ----------
    switches_near, switches : share of the defections found within 1 and within 3 slices
    groups_near, groups : the same of splits and mergers
    unplanted : shifts told as events that touch nothing planted within 3 slices
    away : those of `unplanted` after which the movers' company is further from the truth, or as far
    flickers : memberships that end and return on no news
    agreement : adjusted mutual information with the truth of the day, mean over the slices
    """

    switches_near: float
    switches: float
    groups_near: float
    groups: float
    unplanted: float
    away: float
    flickers: float
    agreement: float


def measure(planted: Planted, analysis: Analysis) -> Score:
    """Hold an analysis with monthly slices against what was planted."""
    truth = planted.truth
    number = {day: index for index, day in enumerate(analysis.days)}
    told = [(number[shift.day], shift) for shift in analysis.shifts if shift.is_event]
    switches = [shift for shift in truth.shifts if shift.event == "switch"]
    groups = [shift for shift in truth.shifts if shift.event != "switch"]

    def found(shifts: Sequence[PlantedShift], within: int) -> float:
        """The share of `shifts` that are found."""
        hits = [_is_found(planted, analysis, shift, told, within) for shift in shifts]
        return statistics.fmean(hits) if hits else 1.0

    unplanted = [
        (index, shift)
        for index, shift in told
        if not any(
            abs(index - planted.slice_of(real.told)) <= LATE and _touches(shift, real)
            for real in truth.shifts
        )
    ]
    return Score(
        switches_near=found(switches, NEAR),
        switches=found(switches, LATE),
        groups_near=found(groups, NEAR),
        groups=found(groups, LATE),
        unplanted=len(unplanted),
        away=sum(_leads_away(planted, analysis, index, shift) for index, shift in unplanted),
        flickers=analysis.flickers,
        agreement=statistics.fmean(_agreement(planted, part) for part in analysis.slices),
    )


def _is_found(
    planted: Planted,
    analysis: Analysis,
    shift: PlantedShift,
    told: Sequence[tuple[int, Shift]],
    within: int,
) -> bool:
    day = planted.slice_of(shift.told)
    for index, seen in told:
        if abs(index - day) <= within and _touches(seen, shift):
            before, after = (_put_right(analysis.slices[i], shift) for i in (index - 1, index))
            if after > max(before, 0.5):
                return True
    return False


def _touches(seen: Shift, shift: PlantedShift) -> bool:
    parties = {*shift.movers}
    if shift.event != "switch":  # which side keeps its identity, and so who moves, is a convention
        parties.update(shift.left, shift.joined)
    return not parties.isdisjoint(move.line for move in seen.moves)


def _put_right(part: Slice, shift: PlantedShift) -> float:
    """Share of the pairs that are joined or parted as planted, the mean of the two."""
    shares = []
    for others, together in ((shift.joined, True), (shift.left, False)):
        pairs = [(a, b) for a in shift.movers for b in others if {a, b} <= part.where.keys()]
        if pairs:
            shares.append(statistics.fmean((b in part.fellows(a)) is together for a, b in pairs))
    return statistics.fmean(shares) if shares else 0.0


def _leads_away(planted: Planted, analysis: Analysis, index: int, shift: Shift) -> bool:
    where = planted.truth.where(shift.day)
    movers = [move.line for move in shift.moves]
    before, after = (_wrong(analysis.slices[i], movers, where) for i in (index - 1, index))
    return after >= before


def _wrong(part: Slice, lines: Sequence[str], where: Mapping[str, str]) -> int:
    """How many fellows `lines` have in a slice that they should not have, or lack."""
    wrong = 0
    for line in lines:
        if line in part.where:
            fellows = {x for x in part.where if where[x] == where[line]} - {line}
            wrong += len(fellows ^ part.fellows(line))
    return wrong


def _agreement(planted: Planted, part: Slice) -> float:
    return adjusted_mutual_information(planted.truth.blocs(part.day), part.result.partition)
