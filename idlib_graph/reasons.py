"""What a computed shift is put down to, in the order in which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.ledger import HAPPENED, occurrences
from idlib_graph.lines import last_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry, Occurrence
    from idlib_graph.model import Dataset, Relation
    from idlib_graph.shifts import Shift


@dataclass(frozen=True, slots=True)
class Reasons:
    """The relations behind a shift, by how they bear on those who moved.

    Attributes
    ----------
    reported : of the reported events that the shift bears out
    ended : states that one of those has ended, which are not told themselves
    direct : other news that touches somebody who moved
    indirect : news of others, which moved these
    quiet : what faded or is presumed
    """

    reported: tuple[Relation, ...]
    ended: tuple[Relation, ...]
    direct: tuple[Relation, ...]
    indirect: tuple[Relation, ...]
    quiet: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """Relations behind a shift, by what became of them between its two slices.

    Attributes
    ----------
    happened : what happened of them, began or ended
    ended : states that ended with one of their factions
    held : the rest
    """

    happened: tuple[Occurrence, ...]
    ended: tuple[Relation, ...]
    held: tuple[Relation, ...]


def reasons_of(analysis: Analysis, entry: LedgerEntry, shift: Shift) -> Reasons:
    """What the shift of an entry of the ledger is put down to."""
    reported = _relations(analysis, entry.relations)
    others = _relations(analysis, (*shift.cause, *shift.ended_by))
    others = [relation for relation in others if relation.id not in entry.relations]
    news = [r for r in others if r.id in {*shift.news, *shift.ended_by}]
    movers, pair = {move.line for move in shift.moves}, analysis.lines.pair
    parted = {pair(relation) for relation in reported if relation.kind == "split"}
    rest = [relation for relation in news if pair(relation) not in parted]
    return Reasons(
        reported=tuple(reported),
        ended=tuple(relation for relation in news if pair(relation) in parted),
        direct=tuple(relation for relation in rest if movers.intersection(pair(relation))),
        indirect=tuple(relation for relation in rest if not movers.intersection(pair(relation))),
        quiet=tuple(relation for relation in others if relation not in news),
    )


def happened_between(analysis: Analysis, shift: Shift, relation: Relation) -> Occurrence | None:
    """What happened of a relation between the two slices of a shift; None where nothing did."""
    found = occurrences(analysis.snapshots.dataset, analysis.lines, relation)
    return next((one for one in found if one.can_be(shift.since, shift.day)), None)


def sort_out(analysis: Analysis, shift: Shift, relations: Sequence[Relation]) -> Heard:
    """What became of relations between the two slices of a shift."""
    inside = [(r, happened_between(analysis, shift, r)) for r in relations]
    others = [relation for relation, one in inside if not one]
    ended = tuple(relation for relation in others if _over(analysis, relation))
    held = tuple(relation for relation in others if relation not in ended)
    return Heard(tuple(one for _, one in inside if one), ended, held)


def enders(analysis: Analysis, ended: Iterable[Relation]) -> list[str]:
    """The names of the factions with whose own end states ended, each once."""
    return list(dict.fromkeys(name for relation in ended for name in _over(analysis, relation)))


def worth_telling(dataset: Dataset, found: Sequence[Occurrence]) -> list[tuple[Relation, str]]:
    """Occurrences as relations and what is told of them.

    Splits stand first, a state only where no happening brought it about.
    """
    happened = {(one.pair, one.together) for one in found if one.what == HAPPENED}
    told = [
        (dataset.relations[one.relation], one.what)
        for one in found
        if one.what == HAPPENED or (one.pair, one.together) not in happened
    ]
    return sorted(told, key=lambda item: item[0].kind != "split")


def _over(analysis: Analysis, relation: Relation) -> list[str]:
    """The factions whose own end ended a state."""
    closed = analysis.snapshots.presence.closed.get(relation.id)
    if closed is None:
        return []
    ended = last_days(analysis.snapshots.dataset, analysis.lines)
    pair = analysis.lines.pair(relation)
    return [analysis.label(line, short=True) for line in pair if ended.get(line) == closed]


def _relations(analysis: Analysis, ids: Iterable[str]) -> list[Relation]:
    relations = analysis.snapshots.dataset.relations
    return [relations[rid] for rid in dict.fromkeys(ids)]
