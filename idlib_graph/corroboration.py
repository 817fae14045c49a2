"""On how many independent words a relation rests, and where the sources contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.dates import DAYS_PER_MONTH
from idlib_graph.lines import trace_lines
from idlib_graph.presence import presence_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from idlib_graph.dates import DateBox
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation

GROUNDS = {
    "sign": "one source reports an alliance, another a clash, over the same time",
    "parties": "sources name different parties to the same happening",
    "date": "sources give dates that cannot both be right",
    "denial": "it is affirmed and denied",
}


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The independent words that affirm a relation.

    Attributes
    ----------
    origins : what they rest on: a source, or the report or agency behind it
    sources : ids of the sources that affirm it
    """

    relation: str
    origins: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def independent(self) -> int:
        """How many independent words there are; 0 for what is only expected or denied."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Contested:
    """A matter on which the sources contradict each other.

    Attributes
    ----------
    ground : in what they do: ``sign``, ``parties``, ``date`` or ``denial``
    about : the two lines concerned, or the name of the happening
    sides : the relations on each side, by id; on ``date`` and ``denial`` one relation twice
    sources : the sources of each side
    first, last : the time over which both hold, for ``sign``
    """

    ground: str
    about: tuple[str, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    sources: tuple[tuple[str, ...], tuple[str, ...]]
    first: date | None = None
    last: date | None = None

    @property
    def relations(self) -> tuple[str, ...]:
        """All relations concerned, each once."""
        return tuple(dict.fromkeys((*self.sides[0], *self.sides[1])))


def corroborate(dataset: Dataset) -> dict[str, Corroboration]:
    """The independent words that affirm each relation; evidence with one `via` is one word."""
    found = {}
    for relation in dataset.relations.values():
        origins = dataset.origin_credibility(relation)
        affirmed = tuple(origin for origin, factor in origins.items() if factor > 0)
        found[relation.id] = Corroboration(relation.id, affirmed, _affirming(dataset, relation))
    return found


def find_contested(dataset: Dataset, *, lines: Lines | None = None) -> tuple[Contested, ...]:
    """Every matter on which the sources contradict each other, in order of ground and name."""
    lines = lines or trace_lines(dataset)
    found = [
        *_by_sign(dataset, lines),
        *_by_parties(dataset, lines),
        *_by_date(dataset, lines),
        *_by_denial(dataset, lines),
    ]
    order = list(GROUNDS)
    return tuple(sorted(found, key=lambda c: (order.index(c.ground), c.about, c.sides)))


def _affirming(dataset: Dataset, relation: Relation) -> tuple[str, ...]:
    claims = dataset.codebook.claims
    return tuple(dict.fromkeys(e.source for e in relation.evidence if claims[e.claim] > 0))


def _sources(dataset: Dataset, relations: Iterable[Relation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for r in relations for s in _affirming(dataset, r)))


def _by_sign(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Pairs that one source has as allies and another at war, over overlapping time.

    At least one of the sources keeps to its side: what one article tells of friends who fall out
    is no contradiction. The time of a relation is that of presence 0.5 or more.
    """
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in dataset.relations.values():
        pair = lines.pair(relation)
        if pair[0] != pair[1] and dataset.credibility(relation) > 0:
            pairs[pair].append(relation)
    for pair, relations in sorted(pairs.items()):
        allied = [r for r in relations if r.kind == "alliance"]
        hostile = [r for r in relations if r.kind == "clash"]
        meets = [
            (a, b, span)
            for a in allied
            for b in hostile
            if (span := _common_time(dataset, a, b)) and _disagree(dataset, allied, hostile, a, b)
        ]
        if meets:
            friends, foes = [a for a, _, _ in meets], [b for _, b, _ in meets]
            yield Contested(
                ground="sign",
                about=pair,
                sides=(_ids(friends), _ids(foes)),
                sources=(_sources(dataset, friends), _sources(dataset, foes)),
                first=min(span[0] for _, _, span in meets),
                last=max(span[1] for _, _, span in meets),
            )


def _ids(relations: Iterable[Relation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(relation.id for relation in relations))


def _disagree(
    dataset: Dataset,
    allied: Sequence[Relation],
    hostile: Sequence[Relation],
    a: Relation,
    b: Relation,
) -> bool:
    """Whether a source of one side reports nothing of the other."""
    of_a, of_b = set(_affirming(dataset, a)), set(_affirming(dataset, b))
    return bool(of_a - set(_sources(dataset, hostile)) or of_b - set(_sources(dataset, allied)))


def _common_time(dataset: Dataset, a: Relation, b: Relation) -> tuple[date, date] | None:
    times = [_held(dataset, relation) for relation in (a, b)]
    if times[0] is None or times[1] is None:
        return None
    first, last = max(times[0][0], times[1][0]), min(times[0][1], times[1][1])
    return (first, last) if first <= last else None


def _held(dataset: Dataset, relation: Relation) -> tuple[date, date] | None:
    """From when to when the relation's presence is at least 0.5."""
    profile = presence_profile(dataset, relation)
    if profile is None:
        return None
    fading = timedelta(days=profile.half_life * DAYS_PER_MONTH)
    return (
        profile.start - (fading / 2 if profile.presumed else timedelta()),
        profile.end + (fading if profile.fades else timedelta()),
    )


def _by_parties(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Happenings to which sources that do not tell each other's version name other parties."""
    happenings: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in dataset.relations.values():
        if relation.event and dataset.credibility(relation) > 0:
            happenings[relation.event, relation.type].append(relation)
    for (event, _), relations in sorted(happenings.items()):
        for a, b in combinations(relations, 2):
            of_a, of_b = set(_affirming(dataset, a)), set(_affirming(dataset, b))
            if lines.pair(a) != lines.pair(b) and of_a - of_b and of_b - of_a:
                yield _of_two(dataset, "parties", (event,), a, b)


def _by_date(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Relations that two sources date so that their boxes do not meet."""
    for relation in dataset.relations.values():
        dated = [(e.source, e.date or relation.date) for e in relation.evidence]
        for (one, box), (other, another) in combinations(dated, 2):
            if one != other and box and another and not _meet(box, another):
                yield Contested(
                    ground="date",
                    about=lines.pair(relation),
                    sides=((relation.id,), (relation.id,)),
                    sources=((one,), (other,)),
                )


def _meet(box: DateBox, other: DateBox) -> bool:
    starts_in_time = not box.earliest or not other.latest or box.earliest <= other.latest
    return starts_in_time and (not other.earliest or not box.latest or other.earliest <= box.latest)


def _by_denial(dataset: Dataset, lines: Lines) -> Iterator[Contested]:
    """Relations that are affirmed and denied."""
    for relation in dataset.relations.values():
        denied = tuple(dict.fromkeys(e.source for e in relation.evidence if e.claim == "denied"))
        affirmed = _affirming(dataset, relation)
        if denied and affirmed:
            yield Contested(
                ground="denial",
                about=lines.pair(relation),
                sides=((relation.id,), (relation.id,)),
                sources=(affirmed, denied),
            )


def _of_two(
    dataset: Dataset, ground: str, about: tuple[str, ...], a: Relation, b: Relation
) -> Contested:
    return Contested(
        ground=ground,
        about=about,
        sides=((a.id,), (b.id,)),
        sources=(_affirming(dataset, a), _affirming(dataset, b)),
    )
