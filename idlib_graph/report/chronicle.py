"""The ledger in sentences that can be quoted, each with its citations and what is doubtful.

What sources say stands first, with whose word it is; what follows from the computation is marked
as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.ledger import HAPPENED, HELD, UNDATED, occurrences
from idlib_graph.report.grounds import grounds_of
from idlib_graph.report.phrases import day_words, tell, when_words
from idlib_graph.report.wording import (
    BASIS_MEANING,
    INDIRECT_MEANING,
    counted,
    describe_moves,
    join_names,
    numbered,
)
from idlib_graph.shifts.causes import change_basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry, Occurrence, Standing
    from idlib_graph.model import Evidence, Relation
    from idlib_graph.report.grounds import Grounds
    from idlib_graph.shifts import Shift

    Citation = tuple[str, str]

CERTAIN = 1.0
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
    ("outside", "outside"): "it lies outside of the slices",
}
_ATTRIBUTION = {"reported": "according to {who}"}


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
    clause, cited = _reported(analysis, entry)
    sentence = f"{when}, {clause}" if when else f"{clause}, at a time not told"
    if entry.verdict == UNDATED:
        verdict = "Reported, undated"
    else:
        verdict = f"Reported only, and changed nobody's company{_stood(analysis, entry.standing)}"
    relations = _relations(analysis, event.relations)
    notes = [f"Note: {r.note.rstrip('.')}" for r in relations[:1] if r.note]
    remarks = (verdict, *_doubts(analysis, event.relations), *notes)
    grounds = tuple(grounds_of(analysis.dataset, relation) for relation in relations)
    return Told(entry, when, ((_capital(sentence), cited),), remarks, grounds)


def _stood(analysis: Analysis, standing: Standing | None) -> str:
    if standing is None:
        return ""
    who = join_names(analysis.label(line, standing.day, short=True) for line in standing.pair)
    return f": {_STOOD[standing.before, standing.after].format(who=who)}"


def _reported(analysis: Analysis, entry: LedgerEntry) -> tuple[str, tuple[Citation, ...]]:
    """What sources report, as a clause with its citations."""
    found = [one for event in entry.reported for one in event.occurrences]
    by, clause = _clause(analysis, found)
    told = f"{by}, {clause}" if by else clause
    return told, _cite(_relations(analysis, entry.relations))


class _Computed:
    """A shift and what it is put down to."""

    def __init__(self, analysis: Analysis, entry: LedgerEntry, shift: Shift) -> None:
        self.analysis, self.entry, self.shift = analysis, entry, shift
        reasons = _relations(analysis, (*shift.cause, *shift.ended_by))
        reasons = [relation for relation in reasons if relation.id not in entry.relations]
        news = [r for r in reasons if r.id in {*shift.news, *shift.ended_by}]
        own, pair = {move.line for move in shift.moves}, analysis.lines.pair
        self.direct = [r for r in news if own.intersection(pair(r))]
        self.indirect = [r for r in news if r not in self.direct]
        self.quiet = [r for r in reasons if r not in news]

    def told(self) -> Told:
        """The shift as a sentence."""
        when, moves = self._when(), describe_moves(self.analysis, self.shift)
        parts: list[tuple[str, tuple[Citation, ...]]] = []
        if self.entry.reported:
            clause, cited = _reported(self.analysis, self.entry)
            parts.append((_capital(f"{when}, {clause}"), cited))
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
            (self.direct, ", after the report"),
            (self.indirect, ", after the report on others"),
        ):
            if relations:
                inside = {r.id: self._inside(r) for r in relations}
                found = [one for one in inside.values() if one]
                held = [(r, HELD) for r in relations if not inside[r.id] and not self._ended(r)]
                yield f"{start} {_that(*_clause(self.analysis, found, held))}", _cite(relations)

    def _quiet(self) -> Iterable[tuple[str, tuple[Citation, ...]]]:
        """What faded, and what is presumed."""
        told: dict[str, list[Relation]] = {}
        for relation in self.quiet:
            told.setdefault(self._as_of(relation), []).append(relation)
        for start, relations in told.items():
            held = [(relation, _held(self.analysis, relation)) for relation in relations]
            clause = _that(*_clause(self.analysis, (), held))
            yield f"; {start} {clause}{_dated(relations)}", _cite(relations)

    def _as_of(self, relation: Relation) -> str:
        """How what faded or is presumed is introduced."""
        days = self.analysis.snapshots.dataset.reports(relation)
        presence = self.analysis.snapshots.presence
        if change_basis(presence, relation.id, self.shift.since, self.shift.day) == "presumed":
            return f"presumed from a report of {_published(self.analysis, relation, days[0])}"
        if relation.date is None or _state(self.analysis, relation):
            return f"no report since {_published(self.analysis, relation, days[-1])} repeats"
        return "no report repeats"

    def _inside(self, relation: Relation) -> Occurrence | None:
        """What happened of a relation between the two slices."""
        found = occurrences(self.analysis.snapshots.dataset, self.analysis.lines, relation)
        return next((one for one in found if one.can_be(self.shift.since, self.shift.day)), None)

    def _ended(self, relation: Relation) -> bool:
        """Whether something else that is told ended it."""
        enders = _relations(self.analysis, (*self.shift.ended_by, *self.entry.relations))
        return any(relation.pair == other.pair and other.kind == "split" for other in enders)

    def _when(self) -> str:
        """When it was: as the sources date it, else between which slices."""
        dated = self.entry.dated
        return when_words(dated.text) if dated and dated.text else _between(self.shift)

    def _remarks(self) -> Iterable[str]:
        shift, dated = self.shift, self.entry.dated
        others = shift.is_event and self.indirect and not (self.entry.reported or self.direct)
        meaning = INDIRECT_MEANING if others else BASIS_MEANING[shift.basis]
        yield f"{self.entry.verdict.capitalize()} ({shift.event}; {shift.basis}: {meaning})"
        if dated and dated.width > (0, (shift.day - shift.since).days):
            yield f"Placed {_between(shift)}, as no source dates it closer"
        if shift.cause and not shift.exact:
            yield "The cause was searched for, not proven to be the smallest"
        yield from _doubts(self.analysis, (*self.entry.relations, *shift.cause, *shift.ended_by))


def _clause(
    analysis: Analysis, found: Sequence[Occurrence], held: Sequence[tuple[Relation, str]] = ()
) -> tuple[str, str]:
    """Whose word it is, and occurrences as a clause.

    Splits stand first, a state only where no happening brought it about.
    """
    relations = analysis.snapshots.dataset.relations
    happened = {(one.pair, one.together) for one in found if one.what == HAPPENED}
    told = [
        (relations[one.relation], one.what)
        for one in found
        if one.what == HAPPENED or (one.pair, one.together) not in happened
    ]
    told = [*sorted(told, key=lambda item: item[0].kind != "split"), *held]
    return _attributed(analysis, [r for r, _ in told]), tell(analysis.dataset, told)


def _that(by: str, clause: str) -> str:
    return f"that, {by}, {clause}" if by else f"that {clause}"


def _attributed(analysis: Analysis, relations: Sequence[Relation]) -> str:
    """Whose word it is, where no source states it as a fact or others contradict the only one."""
    claims = analysis.dataset.codebook.claims
    words = [item for relation in relations for item in relation.evidence if claims[item.claim] > 0]
    best = max((claims[item.claim] for item in words), default=CERTAIN)
    alone = len({item.origin for item in words}) == 1
    if best == CERTAIN and not (alone and _contested(analysis, [r.id for r in relations])):
        return ""
    first = next(item for item in words if claims[item.claim] == best)
    by = dict.fromkeys(_speaker(analysis, item) for item in words if item.claim == first.claim)
    how = "reported" if best == CERTAIN else first.claim
    return _ATTRIBUTION.get(how, f"as {how} by {{who}}").format(who=join_names(by))


def _speaker(analysis: Analysis, item: Evidence) -> str:
    source = analysis.dataset.sources[item.source]
    name, _, day = (item.via or "").partition(", ")
    via = f"{name} ({day})" if day else name
    return item.claimant or via or source.publisher or source.title


def _doubts(analysis: Analysis, ids: Sequence[str]) -> Iterable[str]:
    """What else a reader should know of the words behind an entry."""
    origins = {analysis.corroboration[rid].origins for rid in ids}
    if len(origins) == 1 and all(len(one) == 1 for one in origins):
        yield "Rests on a single source"
    if number := _contested(analysis, ids):
        yield f"Contested ({counted(number, 'matter')})"


def _contested(analysis: Analysis, ids: Sequence[str]) -> int:
    """On how many contested matters relations stand."""
    return sum(bool({*ids}.intersection(matter.relations)) for matter in analysis.contested)


def _cite(relations: Sequence[Relation]) -> tuple[Citation, ...]:
    """Each source's words, once each, with all paragraphs; that it asserts goes unsaid."""
    places: dict[Citation, set[int]] = {}
    for relation in relations:
        for item in relation.evidence:
            said = f"{item.claim} by {item.claimant}" if item.claimant else item.claim
            via = f"via {item.via}" if item.via else ""
            dated = f"its date: {when_words(item.date.text)}" if item.date else ""
            remark = ", ".join(t for t in (said if said != "asserted" else "", via, dated) if t)
            places.setdefault((item.source, remark), set()).update(item.paragraphs)
    return tuple(
        (source, f"{source} {numbered(sorted(numbers))}{f' ({remark})' if remark else ''}")
        for (source, remark), numbers in places.items()
    )


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
