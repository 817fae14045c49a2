"""The shifts that gave a faction other company, each with a short cause, as marks with captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.charts.captions import INDENT, OTHERS, SIZE, Mark, describe, when_told
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import clip, wrap
from idlib_graph.charts.tiers import place_captions
from idlib_graph.ledger import HELD
from idlib_graph.phrases import tell, tell_ends
from idlib_graph.reasons import enders, reasons_of, sort_out, worth_telling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Plan
    from idlib_graph.model import Relation
    from idlib_graph.shifts.records import Shift, Slice

_WIDTH, _NARROW = 186.0, 80.0
_LINES, _OWN_LINES, _TOLD = (4, 3), 6, 2
_OWN = 1000
_QUIET = {
    "fading": "as reports fade",
    "presumed": "presumed before a later report",
    "mixed": "as reports fade or are presumed",
    "news": "",
}


def company_marks(analysis: Analysis, line: str, plan: Plan, *, height: float) -> list[Mark]:
    """A mark for each pair of slices between which `line`, or its community, had a shift.

    Those in which the line itself moves have a caption before all others, whatever their basis.

    Parameters
    ----------
    height : of all captions together at most, in points
    """
    positions = {part.day: part for part in analysis.slices}
    together: dict[tuple[date, date], list[Shift]] = {}
    for shift in analysis.shifts:
        if concerns(shift, line, positions[shift.since], positions[shift.day]):
            together.setdefault((shift.since, shift.day), []).append(shift)
    marks = [
        _mark(analysis, line, shifts, plan)
        for _, shifts in sorted(together.items())
        if plan.first <= _middle(shifts[0]) <= plan.last
    ]
    return place_captions(marks, plan, height=height)


def concerns(shift: Shift, line: str, before: Slice, after: Slice) -> bool:
    """Whether `line` moves in a shift, or somebody joins or leaves the community it is in."""
    if any(move.line == line for move in shift.moves):
        return True
    left, joined = before.fellows(line), after.fellows(line)
    return any((move.line in left) != (move.line in joined) for move in shift.moves)


def cause_words(analysis: Analysis, shift: Shift) -> str:
    """What a shift is put down to, in a few words; empty where nothing is known."""
    reasons = reasons_of(analysis, analysis.ledger_by_shift[shift], shift)
    for relations in (reasons.reported, reasons.direct):
        if relations:
            return _told(analysis, shift, relations)
    if reasons.indirect:
        return OTHERS + _told(analysis, shift, reasons.indirect)
    return _QUIET[shift.basis]


def _told(analysis: Analysis, shift: Shift, relations: Sequence[Relation]) -> str:
    dataset, heard = analysis.snapshots.dataset, sort_out(analysis, shift, relations)
    happened = tell(dataset, worth_telling(dataset, heard.happened))
    clauses = [text for text in (happened, tell_ends(enders(analysis, heard.ended))) if text]
    return ", and ".join(clauses) or tell(dataset, [(relation, HELD) for relation in heard.held])


def _mark(analysis: Analysis, line: str, shifts: Sequence[Shift], plan: Plan) -> Mark:
    own = [shift for shift in shifts if any(move.line == line for move in shift.moves)]
    others = [shift for shift in shifts if shift.is_event and shift not in own]
    told = [*own, *sorted(others, key=lambda shift: -len(shift.moves))]
    day = _middle(shifts[0])
    x = float(plan.x(day))
    width = max(min(_WIDTH, max(x, plan.width - x) - INDENT - 10), _NARROW)
    lines: list[str] = []
    for number, shift in enumerate(told[:_TOLD], start=1):
        cause = cause_words(analysis, shift)
        between_them = ", " if cause.startswith(OTHERS) else ": " * bool(cause)
        text = f"{describe(analysis, shift)}{between_them}{cause}" + ";" * (number < len(told))
        most = _OWN_LINES if shift in own else _LINES[len(told) > 1]
        lines += _cut(wrap(text, SIZE, width), most, width)
    if rest := len(told) - _TOLD:
        lines += [f"and {rest} shift{'s' * (rest > 1)} more"] * (rest > 0)
    return Mark(
        day=day,
        date=when_told(analysis, shifts, plan.language),
        event=told[0].event if told else "",
        lines=tuple(lines),
        weight=len(own) * _OWN + sum(1 + len(shift.moves) for shift in told),
    )


def _cut(lines: list[str], most: int, width: float) -> list[str]:
    """At most so many lines, the last of them clipped."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], clip(" ".join(lines[most - 1 :]), SIZE, width)]


def _middle(shift: Shift) -> float:
    return (shift.since.toordinal() + shift.day.toordinal()) / 2 - EPOCH
