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

    Later is what a source says, undated or as going on, in an article published after the end,
    and what it dates to after the end. A former tie that ended at a time not told is no word that
    it held later, whatever name it is told under. Where any source has an alliance of the two
    begin or happen after the end, the tie was taken up again and nothing is contradicted.

    Examples
    --------
    One source has al-Nusra Front leave al-Qaeda in 2016; others tell of a former tie, which
    contradicts nobody, until one of them has it go on:

    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset, parse_date
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> list(by_ending(data, trace_lines(data)))
    []
    >>> former = data.relations["hts-was-branch-of-al-qaeda"]
    >>> lasting = replace(former, date=parse_date("2013/.."))
    >>> data = replace(data, relations=data.relations | {former.id: lasting})
    >>> (matter,) = by_ending(data, trace_lines(data))
    >>> [side.sources for side in matter.sides]
    [('long-war-journal-2017',), ('newsgram-2020',)]
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
                for end, word in _clashing(dataset, relations, split, state):
                    over.append(end)
                    later.append(word)
        if over:
            sides = (make_side(over), make_side(later))
            yield Contested(ground="ending", lines=pair, sides=sides)


def _clashing(
    dataset: Dataset, relations: Sequence[Relation], split: Relation, state: Relation
) -> Iterator[tuple[Word, Word]]:
    """Words for the end of a state, each with a word of another source that has it later."""
    ending = words_for(dataset, split)
    sources = {word.source for word in ending}
    later = [word for word in words_for(dataset, state) if word.source not in sources]
    for end in ending:
        box = end.evidence.date or split.date
        if box and box.begin and box.latest and not _resumed(dataset, relations, box.latest):
            yield from ((end, word) for word in later if _later(dataset, box, word))


def _later(dataset: Dataset, over: DateBox, word: Word) -> bool:
    """Whether a source has a state on a day after its end, which others date `over`."""
    box = word.evidence.date or dataset.relations[word.relation].date
    known = dataset.sources[word.source].published.earliest
    if box and not box.ongoing:
        known = (
            box.end.earliest
        )  # None for a former tie, of which only the end's latest day is told
    return known is not None and over.latest is not None and known > over.latest


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
