"""Ties that one source has end and another has later; what is affirmed and denied."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from idlib_graph.contested.happenings import boxes_meet
from idlib_graph.contested.records import Contested, Word, make_side, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from idlib_graph.dates import DateBox
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation


def by_ending(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Ties that a source dates the end of, and that another source has later.

    Later is what a source says, undated or as going on, in an article published after the end;
    what it dates to after the end; and a former tie of unknown beginning that it tells of under a
    name borne only from the end on. Where any source has an alliance of the two begin or happen
    after the end, the tie was taken up again and nothing is contradicted.

    Examples
    --------
    One source has al-Nusra Front leave al-Qaeda in 2016, others still have the two allied:

    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> (matter,) = by_ending(data, trace_lines(data))
    >>> matter.sides[0].relations, matter.sides[0].sources
    (('nusra-leaves-al-qaeda',), ('long-war-journal-2017',))
    """
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in dataset.relations.values():
        pairs[lines.pair(relation)].append(relation)
    for pair, relations in sorted(pairs.items()):
        over: list[Word] = []
        later: list[Word] = []
        for split in (r for r in relations if r.kind == "split"):
            ends = dataset.codebook.types[split.type].ends
            for state in (r for r in relations if r.type in ends):
                for end, word in _clashing(dataset, lines, relations, split, state):
                    over.append(end)
                    later.append(word)
        if over:
            sides = (make_side(over), make_side(later))
            yield Contested(ground="ending", lines=pair, sides=sides)


def _clashing(
    dataset: Dataset, lines: Lines, relations: Sequence[Relation], split: Relation, state: Relation
) -> Iterator[tuple[Word, Word]]:
    """Words for the end of a state, each with a word of another source that has it later."""
    ending = words_for(dataset, split)
    sources = {word.source for word in ending}
    later = [word for word in words_for(dataset, state) if word.source not in sources]
    for end in ending:
        box = end.evidence.date or split.date
        if box and box.begin and box.latest and not _resumed(dataset, relations, box.latest):
            yield from ((end, word) for word in later if _later(dataset, lines, box, word))


def _later(dataset: Dataset, lines: Lines, over: DateBox, word: Word) -> bool:
    """Whether a source has a state on a day after its end, which others date `over`."""
    state = dataset.relations[word.relation]
    box = word.evidence.date or state.date
    known = dataset.sources[word.source].published.earliest
    if box and not box.ongoing:
        known = box.end.earliest
    if known and over.latest and known > over.latest:
        return True
    unknown_start = box is not None and box.start.middle is None
    taken = [day for name in state.pair if (day := _borne_since(lines, name))]
    return unknown_start and any(over.begin is not None and day >= over.begin for day in taken)


def _borne_since(lines: Lines, name: str) -> date | None:
    line = lines.by_id[lines.of[name]]
    return line.since[line.names.index(name)]


def _resumed(dataset: Dataset, relations: Sequence[Relation], day: date) -> bool:
    """Whether a source has an alliance of the pair begin, or happen, after `day`."""
    return any(
        r.date and r.date.earliest and r.date.earliest > day
        for r in relations
        if r.kind == "alliance" and words_for(dataset, r) and _begins(dataset, r)
    )


def _begins(dataset: Dataset, relation: Relation) -> bool:
    """Whether the relation's date tells when it began, not merely some time at which it held."""
    event = dataset.codebook.types[relation.type].duration == "event"
    return event or (relation.date is not None and relation.date.interval)


def by_denial(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Relations that are affirmed and denied.

    Denied and affirmed may be one relation, also within one article that gives both words; or a
    relation that is only denied, and another source's of the same type, parties and direction
    whose date can be the same.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> [matter.relations for matter in by_denial(data, trace_lines(data))]
    [('turkey-treats-hts-leader',)]
    """
    for relation in dataset.relations.values():
        against = [Word(relation.id, e) for e in relation.evidence if e.claim == "denied"]
        if not against:
            continue
        deniers = {word.source for word in against}
        affirmed = words_for(dataset, relation) or [
            word
            for other in dataset.relations.values()
            if _same_act(lines, relation, other)
            for word in words_for(dataset, other)
            if word.source not in deniers
        ]
        if affirmed:
            yield Contested(
                ground="denial",
                lines=lines.pair(relation),
                sides=(make_side(affirmed), make_side(against)),
                event=relation.event,
            )


def _same_act(lines: Lines, one: Relation, other: Relation) -> bool:
    same = one is not other and one.type == other.type and one.directed == other.directed
    if not same or lines.pair(one) != lines.pair(other):
        return False
    if one.directed and lines.of[one.a] != lines.of[other.a]:
        return False
    return one.date is None or other.date is None or boxes_meet(one.date, other.date)
