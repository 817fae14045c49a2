"""Happenings of which sources differ in who took part, or when."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.contested.records import Contested, Side, Word, make_side, words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idlib_graph.dates import DateBox
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation

    Parties = tuple[str, ...]
    Told = dict[str, dict[Parties, list[Word]]]


def by_parties(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Happenings for which sources name parties with none in common.

    A happening is what shares `event` and type, or the making of one faction. Sources are of one
    version where they, or others between them, have parties in common.

    Examples
    --------
    Who fought HTS in early 2018?

    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> found = {matter.event: matter.lines for matter in by_parties(data, trace_lines(data))}
    >>> found["hts-clashes-2018"]
    ('hts', 'jts', 'nlf')
    """
    for (event, _), told in sorted(_happenings(dataset, lines).items()):
        for one, other in combinations(_versions(told), 2):
            sides = (_said(told, one), _said(told, other))
            relations = [dataset.relations[rid] for side in sides for rid in side.relations]
            yield Contested(
                ground="parties",
                lines=tuple(sorted({line for r in relations for line in lines.pair(r)})),
                sides=sides,
                event=event or None,
            )


def _said(told: Told, sources: Iterable[str]) -> Side:
    """All that some sources say of a happening."""
    return make_side(word for s in sources for words in told[s].values() for word in words)


def _happenings(dataset: Dataset, lines: Lines) -> dict[tuple[str, str], Told]:
    """Each happening, as (event, what happened), with the parties that each source names."""
    found: dict[tuple[str, str], Told] = {}
    for relation in dataset.relations.values():
        made, maker = _made(dataset, relation)
        if not (made or relation.event):
            continue
        key = ("", f"making of {made}") if made else (relation.event or "", relation.type)
        parties = (maker,) if made else lines.pair(relation)
        told = found.setdefault(key, defaultdict(lambda: defaultdict(list)))
        for word in words_for(dataset, relation):
            told[word.source][parties].append(word)
    return found


def _made(dataset: Dataset, relation: Relation) -> tuple[str, str]:
    """The faction that comes into being by a relation and the one it came from; else nothing."""
    founds = dataset.codebook.types[relation.type].founds
    if founds == "to":
        return relation.b, relation.a
    return (relation.a, relation.b) if founds == "from" else ("", "")


def _versions(told: Told) -> list[tuple[str, ...]]:
    """The sources, put together where their parties, directly or by others, have one in common."""
    versions: list[tuple[set[str], set[Parties]]] = []
    for source, parties in told.items():
        mine = [v for v in versions if v[1] & set(parties)]
        rest = [v for v in versions if v not in mine]
        names, named = {source}, set(parties)
        versions = [*rest, (names.union(*(v[0] for v in mine)), named.union(*(v[1] for v in mine)))]
    return sorted(tuple(sorted(names)) for names, _ in versions)


def by_date(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Happenings that sources date so that the boxes of the dates do not meet.

    A happening is one relation, or what shares `event`, type and pair.

    Examples
    --------
    Another source dates a split to the next year:

    >>> from dataclasses import replace
    >>> from idlib_graph import Evidence, load_dataset, parse_date
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> split = data.relations["zinki-leaves-hts"]
    >>> later = Evidence("al-monitor-2019", (1,), "reported", date=parse_date("2019-01"))
    >>> told = replace(split, evidence=(*split.evidence, later))
    >>> data = replace(data, relations={split.id: told})
    >>> [matter.sources for matter in by_date(data, trace_lines(data))]
    [('al-bawaba-2018', 'al-monitor-2019')]
    """
    happenings: dict[tuple[str, ...], list[Relation]] = defaultdict(list)
    for relation in dataset.relations.values():
        shared = (relation.event, relation.type, *lines.pair(relation)) if relation.event else ()
        happenings[shared or (relation.id,)].append(relation)
    for relations in happenings.values():
        dated: dict[DateBox, list[Word]] = defaultdict(list)
        for relation in relations:
            for word in words_for(dataset, relation):
                if box := word.evidence.date or relation.date:
                    dated[box].append(word)
        for one, other in combinations(sorted(dated, key=lambda box: box.text), 2):
            sides = _without_common(dated[one], dated[other])
            if not boxes_meet(one, other) and all(sides):
                yield Contested(
                    ground="date",
                    lines=lines.pair(relations[0]),
                    sides=(make_side(sides[0]), make_side(sides[1])),
                    event=relations[0].event,
                )


def _without_common(one: Iterable[Word], other: Iterable[Word]) -> tuple[list[Word], list[Word]]:
    """Two lists of words without the sources that have a word in both."""
    one, other = list(one), list(other)
    both = {w.source for w in one} & {w.source for w in other}
    left, right = ([w for w in side if w.source not in both] for side in (one, other))
    return left, right


def boxes_meet(one: DateBox, other: DateBox) -> bool:
    """Whether two dates can touch: neither box is over before the other can begin.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> boxes_meet(parse_date("2018"), parse_date("2018-02"))
    True
    >>> boxes_meet(parse_date("2018"), parse_date("2019-01/.."))
    False
    """
    return _begins_in_time(one, other) and _begins_in_time(other, one)


def _begins_in_time(one: DateBox, other: DateBox) -> bool:
    return one.earliest is None or other.latest is None or one.earliest <= other.latest
