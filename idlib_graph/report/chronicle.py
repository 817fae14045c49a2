"""The ledger in sentences that can be quoted, each with its citations and what is doubtful.

What sources say stands first, with whose word it is; what follows from the computation is marked
as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.ledger import BOTH, HAPPENED, HELD
from idlib_graph.phrases import (
    broad_note,
    day_words,
    join_names,
    tell,
    tell_ends,
    when_words,
    with_article,
)
from idlib_graph.reasons import enders, reasons_of, sort_out, worth_telling
from idlib_graph.report.attribution import (
    attributed,
    cite_all,
    disputes,
    only_origin,
    only_told,
    publishers,
)
from idlib_graph.report.grounds import grounds_of
from idlib_graph.report.versions import versions_of
from idlib_graph.report.wording import describe_moves
from idlib_graph.shifts import CommunityId
from idlib_graph.shifts.causes import change_basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry, Standing
    from idlib_graph.model import Relation
    from idlib_graph.report.grounds import Grounds
    from idlib_graph.report.versions import Said
    from idlib_graph.shifts import Shift

    Citation = tuple[str, str]
    Clause = tuple[str, str]

UNTOLD = ", at a time not told"
_BASIS = {
    "news": "",
    "mixed": "other ties faded or are presumed",
    "fading": "no report repeated the ties, and they faded",
    "presumed": "it looks back from a later report",
}
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
    placed : between which slices it stands, as no source dates it closer; else empty
    origin : the one independent source that alone tells what set it off; else empty
    grounds : the relations behind it, of a shift in its cause with their role
    """

    entry: LedgerEntry
    when: str
    parts: tuple[tuple[str, tuple[Citation, ...]], ...]
    remarks: tuple[str, ...]
    grounds: tuple[Grounds, ...]
    placed: str = ""
    origin: str = ""

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


def tell_entry(analysis: Analysis, entry: LedgerEntry, *, named: bool = False) -> Told:
    """One entry of the ledger, told.

    Parameters
    ----------
    named : whether a source that alone tells something is named whatever its reliability
    """
    if entry.shift:
        return _Computed(analysis, entry, entry.shift, named=named).told()
    (event,) = entry.reported
    when = when_words(entry.dated.text) if entry.dated and entry.dated.text else ""
    clause = _joined(_reported(analysis, entry, named=named))
    sentence = f"{when}, {clause}" if when else f"{clause}{UNTOLD}"
    relations = _relations(analysis, event.relations)
    notes = [f"Note: {r.note.rstrip('.')}" for r in relations[:1] if r.note and not broad_note(r)]
    remarks = (
        f"{entry.verdict.capitalize()}{_stood(analysis, entry.standing)}",
        *only_told(analysis, event.relations, "Told"),
        *disputes(analysis, event.relations),
        *notes,
    )
    grounds = tuple(grounds_of(analysis.dataset, relation) for relation in relations)
    parts = ((_capital(sentence), cite_all(relations)),)
    return Told(entry, when, parts, remarks, grounds)


def _stood(analysis: Analysis, standing: Standing | None) -> str:
    if standing is None:
        return ""
    if standing.day is None:
        return ": it lies outside of the slices"
    names = (analysis.label(line, standing.day, short=True) for line in standing.pair)
    who = join_names(map(with_article, names))
    stood = _STOOD[standing.before, standing.after].format(who=who)
    return f", borne out by no shift: {stood}"


def _reported(analysis: Analysis, entry: LedgerEntry, *, named: bool) -> list[Clause]:
    """What sources report, as clauses with whose word each is."""
    found = [one for event in entry.reported for one in event.occurrences]
    return _clauses(analysis, worth_telling(analysis.snapshots.dataset, found), named=named)


class _Computed:
    """A shift and what it is put down to.

    A state that something told has ended is not told itself; its citations stand with what ended
    it.
    """

    def __init__(
        self, analysis: Analysis, entry: LedgerEntry, shift: Shift, *, named: bool
    ) -> None:
        self.analysis, self.entry, self.shift, self.named = analysis, entry, shift, named
        self.reasons = reasons_of(analysis, entry, shift)

    def told(self) -> Told:
        """The shift as a sentence."""
        when, moves = self._when(), describe_moves(self.analysis, self.shift)
        parts: list[tuple[str, tuple[Citation, ...]]] = []
        if self.entry.reported:
            clause = _joined(_reported(self.analysis, self.entry, named=self.named))
            relations = [*self.reasons.reported, *self.reasons.ended]
            parts.append((_capital(f"{when}, {clause}"), cite_all(relations)))
            parts.append((f"; as computed, {moves}", ()))
        else:
            parts.append((_capital(f"{when}, as computed, {moves}"), ()))
        parts += [*self._news(), *self._quiet()]
        remarks, grounds = tuple(self._remarks()), tuple(self._grounds())
        placed, origin = self._placed(), self._origin()
        return Told(self.entry, when, tuple(parts), remarks, grounds, placed, origin)

    def _grounds(self) -> Iterable[Grounds]:
        shift = self.shift
        roles = dict.fromkeys(shift.indirect, "indirect")
        roles |= dict.fromkeys(shift.ended_by, "what ended it")
        for relation in _relations(self.analysis, (*shift.cause, *shift.ended_by)):
            yield grounds_of(self.analysis.dataset, relation, roles.get(relation.id, ""))

    def _news(self) -> Iterable[tuple[str, tuple[Citation, ...]]]:
        """What sources date to between the two slices, besides the reported events.

        The computation goes back to these reports; nobody says that the one led to the other.
        """
        start = f"; the computed change goes back {'also ' * bool(self.entry.reported)}to"
        for relations, what in (
            (self.reasons.direct, "the report"),
            (self.reasons.indirect, "the report on others"),
        ):
            pair = self.analysis.lines.pair
            splits = {pair(r) for r in relations if r.kind == "split"}
            told = [r for r in relations if r.kind == "split" or pair(r) not in splits]
            heard = sort_out(self.analysis, self.shift, told)
            said = worth_telling(self.analysis.snapshots.dataset, heard.happened)
            said += [(relation, HELD) for relation in heard.held]
            clauses = _clauses(self.analysis, said, named=self.named)
            if over := tell_ends(enders(self.analysis, heard.ended)):
                clauses.append(("", over))
            if clauses:
                yield f"{start} {what} {_that(clauses)}", cite_all(relations)
                start = ", and to"

    def _quiet(self) -> Iterable[tuple[str, tuple[Citation, ...]]]:
        """What faded, and what is presumed."""
        told: dict[str, list[Relation]] = {}
        for relation in self.reasons.quiet:
            told.setdefault(self._as_of(relation), []).append(relation)
        for start, relations in told.items():
            held = [(relation, _held(self.analysis, relation)) for relation in relations]
            clauses = _clauses(self.analysis, held, named=self.named, notes=False)
            yield f"; {start} {_that(clauses)}{_dated(relations)}", cite_all(relations)

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
        shift = self.shift
        yield self._verdict()
        if self.entry.reported and not self._destination_told():
            yield "Told is the break; where it led is computed"
        if self.entry.reported and not self._origin_told():
            yield "Told is the joining; where it came from is computed"
        if placed := self._placed():
            yield placed
        if shift.cause and not shift.exact:
            yield "The cause was searched for, not proven to be the smallest"
        what = "What set it off" if shift.is_event else "What it is put down to"
        yield from only_told(self.analysis, (*shift.cause, *shift.ended_by), f"{what} is told")
        yield from disputes(self.analysis, (*self.entry.relations, *shift.cause, *shift.ended_by))

    def _verdict(self) -> str:
        """Whether sources report it, and what else than news it goes back to."""
        reasons, basis = self.reasons, _BASIS[self.shift.basis]
        if self.entry.verdict == BOTH:
            return f"Reported, and borne out by the ties{f'; in part {basis}' if basis else ''}"
        if reasons.indirect and not reasons.direct:
            news = "the reports behind it are of others"
            basis = f"{news}; {basis}" if basis else news
        return f"Computed only: no source reports it{f'; {basis}' if basis else ''}"

    def _placed(self) -> str:
        dated, shift = self.entry.dated, self.shift
        if dated and dated.width > (0, (shift.day - shift.since).days):
            return f"Placed {_between(shift)}, as no source dates it closer"
        return ""

    def _origin(self) -> str:
        """The one independent source that alone affirms all that the shift is put down to."""
        return only_origin(self.analysis, (*self.shift.cause, *self.shift.ended_by))

    def _destination_told(self) -> bool:
        """Whether a source tells of coming together, or nobody came into a community."""
        joined = any(isinstance(move.target, CommunityId) for move in self.shift.moves)
        told = (one.together for event in self.entry.reported for one in event.occurrences)
        return not joined or any(told)

    def _origin_told(self) -> bool:
        """Whether a source has somebody who moved break with where it was, or nobody joined."""
        came = {
            move.line: move.origin
            for move in self.shift.moves
            if isinstance(move.origin, CommunityId) and isinstance(move.target, CommunityId)
        }
        found = [one for event in self.entry.reported for one in event.occurrences]
        if not came or not any(one.together for one in found):
            return True
        before = next(part for part in self.analysis.slices if part.day == self.shift.since)
        of, relations = self.analysis.lines.of, self.analysis.snapshots.dataset.relations
        broken = [relations[one.relation] for one in found if one.together is False]
        ends = [(r.a, r.b) for r in broken] + [(r.b, r.a) for r in broken if not r.directed]
        return any(of[a] in came and of[b] in before.fellows(of[a]) for a, b in ends)


def _clauses(
    analysis: Analysis, said: Sequence[Said], *, named: bool, notes: bool = True
) -> list[Clause]:
    """Clauses with whose word each is; those that nobody need be named for stand first.

    Another version of the same act follows in brackets.
    """
    main, versions = versions_of(analysis, said)
    groups: dict[str, list[Said]] = {}
    for relation, what in main:
        by = attributed(analysis, [relation], named=named)
        groups.setdefault(by, []).append((relation, what))

    def told(items: Sequence[Said]) -> str:
        return tell(analysis.dataset, items, articles=True, notes=notes)

    clauses = []
    for by in sorted(groups, key=bool):
        acts = {(relation.event, relation.type) for relation, _ in groups[by]}
        others = [v for v in versions if acts.intersection((r.event, r.type) for r, _ in v[1])]
        versions = [version for version in versions if version not in others]
        aside = (f" ({publishers(analysis, names)}: {told(items)})" for names, items in others)
        clauses.append((by, f"{told(groups[by])}{''.join(aside)}"))
    return clauses


def _joined(clauses: Sequence[Clause]) -> str:
    (by, clause), *others = clauses
    first = f"{by}, {clause}" if by else clause
    return first + "".join(f", and, {by}, {text}" if by else f", and {text}" for by, text in others)


def _that(clauses: Sequence[Clause]) -> str:
    return f"that{', ' if clauses[0][0] else ' '}{_joined(clauses)}"


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
