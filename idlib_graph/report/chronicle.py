"""The ledger in sentences that can be quoted, each with its citations and what is doubtful.

What sources say stands first, with whose word it is; what follows from the computation is marked
as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.ledger import HAPPENED, HELD
from idlib_graph.phrases import day_words, join_names, tell, tell_ends, when_words
from idlib_graph.reasons import enders, reasons_of, sort_out, worth_telling
from idlib_graph.report.attribution import attributed, cite_all, doubts
from idlib_graph.report.grounds import grounds_of
from idlib_graph.report.wording import (
    BASIS_MEANING,
    INDIRECT_MEANING,
    describe_moves,
)
from idlib_graph.shifts import CommunityId
from idlib_graph.shifts.causes import change_basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry, Occurrence, Standing
    from idlib_graph.model import Relation
    from idlib_graph.report.grounds import Grounds
    from idlib_graph.shifts import Shift

    Citation = tuple[str, str]

_STOOD = {
    ("together", "together"): "{who} sat together before and after",
    ("apart", "apart"): "{who} sat apart before and after",
    ("together", "apart"): "{who} sat together before and apart after",
    ("apart", "together"): "{who} sat apart before and together after",
    ("absent", "together"): "{who} sat together as soon as both were there",
    ("absent", "apart"): "{who} sat apart as soon as both were there",
    ("together", "absent"): "{who} sat together before, and were not both there after",
    ("apart", "absent"): "{who} sat apart before, and were not both there after",
    ("absent", "absent"): "{who} were not both there",
    ("left out", "left out"): "{who} do not both take part in communities, by their type",
    ("one line", "one line"): "both names are one organisation",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the ledger as a sentence.

    Attributes
    ----------
    when : the date as one says it, as close as the evidence has it; empty where it is undated
    parts : the sentence without its full stop, in pieces, each with its citations: source ids
        and words
    remarks : the verdict in words first, then what is doubtful
    grounds : the relations behind it, of a shift in its cause with their role
    """

    entry: LedgerEntry
    when: str
    parts: tuple[tuple[str, tuple[Citation, ...]], ...]
    remarks: tuple[str, ...]
    grounds: tuple[Grounds, ...]

    @property
    def sentence(self) -> str:
        """The whole sentence with its citations in brackets."""
        return "".join(
            f"{text} [{'; '.join(words for _, words in cited)}]" if cited else text
            for text, cited in self.parts
        )

    @property
    def plain(self) -> str:
        """The whole sentence without citations."""
        return "".join(text for text, _ in self.parts)

    @property
    def title(self) -> str:
        """When it was, as a heading."""
        return _capital(self.when)


def tell_ledger(analysis: Analysis) -> tuple[Told, ...]:
    """Every entry of the ledger, told, in its order."""
    return tuple(tell_entry(analysis, entry) for entry in analysis.ledger)


def tell_entry(analysis: Analysis, entry: LedgerEntry) -> Told:
    """One entry of the ledger, told."""
    if entry.shift:
        return _Computed(analysis, entry, entry.shift).told()
    (event,) = entry.reported
    when = when_words(entry.dated.text) if entry.dated and entry.dated.text else ""
    clause = _reported(analysis, entry)
    sentence = f"{when}, {clause}" if when else f"{clause}, at a time not told"
    verdict = f"{entry.verdict.capitalize()}{_stood(analysis, entry.standing)}"
    relations = _relations(analysis, event.relations)
    notes = [f"Note: {r.note.rstrip('.')}" for r in relations[:1] if r.note]
    remarks = (verdict, *doubts(analysis, event.relations), *notes)
    grounds = tuple(grounds_of(analysis.dataset, relation) for relation in relations)
    parts = ((_capital(sentence), cite_all(relations)),)
    return Told(entry, when, parts, remarks, grounds)


def _stood(analysis: Analysis, standing: Standing | None) -> str:
    if standing is None:
        return ""
    if standing.day is None:
        return ": it lies outside of the slices"
    who = join_names(analysis.label(line, standing.day, short=True) for line in standing.pair)
    stood = _STOOD[standing.before, standing.after].format(who=who)
    return f", borne out by no shift: {stood}"


def _reported(analysis: Analysis, entry: LedgerEntry) -> str:
    """What sources report, as a clause with whose word it is."""
    found = [one for event in entry.reported for one in event.occurrences]
    by, clause = _clause(analysis, found)
    return f"{by}, {clause}" if by else clause


class _Computed:
    """A shift and what it is put down to.

    A state that something told has ended is not told itself; its citations stand with what ended
    it.
    """

    def __init__(self, analysis: Analysis, entry: LedgerEntry, shift: Shift) -> None:
        self.analysis, self.entry, self.shift = analysis, entry, shift
        self.reasons = reasons_of(analysis, entry, shift)

    def told(self) -> Told:
        """The shift as a sentence."""
        when, moves = self._when(), describe_moves(self.analysis, self.shift)
        parts: list[tuple[str, tuple[Citation, ...]]] = []
        if self.entry.reported:
            clause = _reported(self.analysis, self.entry)
            relations = [*self.reasons.reported, *self.reasons.ended]
            parts.append((_capital(f"{when}, {clause}"), cite_all(relations)))
            parts.append((f"; as computed, {moves}", ()))
        else:
            parts.append((_capital(f"{when}, as computed, {moves}"), ()))
        parts += [*self._news(), *self._quiet()]
        remarks = tuple(self._remarks())
        return Told(self.entry, when, tuple(parts), remarks, tuple(self._grounds()))

    def _grounds(self) -> Iterable[Grounds]:
        shift = self.shift
        roles = dict.fromkeys(shift.indirect, "indirect")
        roles |= dict.fromkeys(shift.ended_by, "what ended it")
        for relation in _relations(self.analysis, (*shift.cause, *shift.ended_by)):
            yield grounds_of(self.analysis.dataset, relation, roles.get(relation.id, ""))

    def _news(self) -> Iterable[tuple[str, tuple[Citation, ...]]]:
        """What sources date to between the two slices, besides the reported events."""
        for relations, start in (
            (self.reasons.direct, ", after the report"),
            (self.reasons.indirect, ", after the report on others"),
        ):
            pair = self.analysis.lines.pair
            splits = {pair(r) for r in relations if r.kind == "split"}
            told = [r for r in relations if r.kind == "split" or pair(r) not in splits]
            heard = sort_out(self.analysis, self.shift, told)
            held = [(relation, HELD) for relation in heard.held]
            by, clause = _clause(self.analysis, heard.happened, held)
            over = tell_ends(enders(self.analysis, heard.ended))
            if clauses := [text for text in (clause, over) if text]:
                yield f"{start} {_that(by, ', and '.join(clauses))}", cite_all(relations)

    def _quiet(self) -> Iterable[tuple[str, tuple[Citation, ...]]]:
        """What faded, and what is presumed."""
        told: dict[str, list[Relation]] = {}
        for relation in self.reasons.quiet:
            told.setdefault(self._as_of(relation), []).append(relation)
        for start, relations in told.items():
            held = [(relation, _held(self.analysis, relation)) for relation in relations]
            clause = _that(*_clause(self.analysis, (), held))
            yield f"; {start} {clause}{_dated(relations)}", cite_all(relations)

    def _as_of(self, relation: Relation) -> str:
        """How what faded or is presumed is introduced."""
        days = self.analysis.snapshots.dataset.reports(relation)
        presence = self.analysis.snapshots.presence
        if change_basis(presence, relation.id, self.shift.since, self.shift.day) == "presumed":
            return f"presumed from a report of {_published(self.analysis, relation, days[0])}"
        if relation.date is None or _state(self.analysis, relation):
            return f"no report since {_published(self.analysis, relation, days[-1])} repeats"
        return "no report repeats"

    def _when(self) -> str:
        """When it was: as the sources date it, else between which slices."""
        dated = self.entry.dated
        return when_words(dated.text) if dated and dated.text else _between(self.shift)

    def _remarks(self) -> Iterable[str]:
        shift, dated = self.shift, self.entry.dated
        reasons = self.reasons
        others = shift.is_event and reasons.indirect and not (reasons.reported or reasons.direct)
        meaning = INDIRECT_MEANING if others else BASIS_MEANING[shift.basis]
        yield f"{self.entry.verdict.capitalize()} ({shift.event}; {shift.basis}: {meaning})"
        if self.entry.reported and not self._destination_told():
            yield "Told is the break; where it led is computed"
        if dated and dated.width > (0, (shift.day - shift.since).days):
            yield f"Placed {_between(shift)}, as no source dates it closer"
        if shift.cause and not shift.exact:
            yield "The cause was searched for, not proven to be the smallest"
        yield from doubts(self.analysis, (*self.entry.relations, *shift.cause, *shift.ended_by))

    def _destination_told(self) -> bool:
        """Whether a source tells of coming together, or nobody came into a community."""
        joined = any(isinstance(move.target, CommunityId) for move in self.shift.moves)
        told = (one.together for event in self.entry.reported for one in event.occurrences)
        return not joined or any(told)


def _clause(
    analysis: Analysis, found: Sequence[Occurrence], held: Sequence[tuple[Relation, str]] = ()
) -> tuple[str, str]:
    """Whose word it is, and occurrences and what holds as a clause."""
    told = [*worth_telling(analysis.snapshots.dataset, found), *held]
    return attributed(analysis, [r for r, _ in told]), tell(analysis.dataset, told)


def _that(by: str, clause: str) -> str:
    return f"that, {by}, {clause}" if by else f"that {clause}"


def _relations(analysis: Analysis, ids: Iterable[str]) -> list[Relation]:
    relations = analysis.snapshots.dataset.relations
    return [relations[rid] for rid in dict.fromkeys(ids)]


def _state(analysis: Analysis, relation: Relation) -> bool:
    return analysis.dataset.codebook.types[relation.type].duration == "state"


def _held(analysis: Analysis, relation: Relation) -> str:
    return HELD if _state(analysis, relation) else HAPPENED


def _dated(relations: Sequence[Relation]) -> str:
    """The date of relations that have one and the same."""
    texts = {relation.date.text if relation.date else None for relation in relations}
    text = texts.pop() if len(texts) == 1 else None
    return f" {when_words(text)}" if text else ""


def _published(analysis: Analysis, relation: Relation, day: object) -> str:
    """When the source was published whose word of `day` it is."""
    published = (analysis.dataset.sources[source].published for source in relation.sources)
    boxes = [box for box in published if (box.start.middle or box.latest) == day]
    return when_words(boxes[0].text).removeprefix("in ").removeprefix("on ") if boxes else str(day)


def _between(shift: Shift) -> str:
    return f"between {day_words(shift.since)} and {day_words(shift.day)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
