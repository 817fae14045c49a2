"""Pairs of which one source tells something friendly, another something hostile."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from idlib_graph.contested.records import Contested, Word, make_side, tellers, words_for
from idlib_graph.dates import DAYS_PER_MONTH
from idlib_graph.presence import endings, presence_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Relation
    from idlib_graph.presence import Profile
    from idlib_graph.settings import Settings

    Span = tuple[date, date]


_DAY = timedelta(days=1)


class Time(NamedTuple):
    """When sources attest a relation, and when its presence is at least one half."""

    attested: Span
    held: Span


def by_sign(dataset: Dataset, settings: Settings, lines: Lines) -> Iterator[Contested]:
    """Pairs with an alliance by one source and a clash by another, over overlapping time.

    A source that tells of both over that time contradicts nobody: it knows of both.

    Examples
    --------
    >>> from idlib_graph import load_dataset, settings_for
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> matters = by_sign(data, settings_for(data), trace_lines(data))
    >>> found = {matter.lines: matter.sides[0] for matter in matters}
    >>> found["hts", "islamic-state"].relations  # an alliance, by one source alone
    ('nusra-is-merger',)
    """
    times = _times(dataset, settings, lines)
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in dataset.relations.values():
        pair = lines.pair(relation)
        if pair[0] != pair[1] and relation.id in times:
            pairs[pair].append(relation)
    for pair, relations in sorted(pairs.items()):
        allied = [r for r in relations if r.kind == "alliance"]
        hostile = [r for r in relations if r.kind == "clash"]
        if matter := _matter(dataset, pair, allied, hostile, times):
            yield matter


def _matter(
    dataset: Dataset,
    pair: tuple[str, str],
    allied: Sequence[Relation],
    hostile: Sequence[Relation],
    times: dict[str, Time],
) -> Contested | None:
    meets = [(a, b, s) for a in allied for b in hostile if (s := common(times[a.id], times[b.id]))]
    against: dict[str, list[Relation]] = defaultdict(list)
    for a, b, _ in meets:
        against[a.id].append(b)
        against[b.id].append(a)
    kept = {rid: _keeping(dataset, rid, foes) for rid, foes in against.items()}
    found = [(a.id, b.id, span) for a, b, span in meets if kept[a.id] and kept[b.id]]
    if not found:
        return None
    return Contested(
        ground="sign",
        lines=pair,
        sides=(
            make_side(word for a, _, _ in found for word in kept[a]),
            make_side(word for _, b, _ in found for word in kept[b]),
        ),
        first=min(first for _, _, (first, _) in found),
        last=max(last for _, _, (_, last) in found),
    )


def _keeping(dataset: Dataset, relation: str, against: Iterable[Relation]) -> list[Word]:
    """The words for a relation of sources that tell nothing of what stands against it."""
    both = tellers(dataset, against)
    told = words_for(dataset, dataset.relations[relation])
    return [word for word in told if word.source not in both]


def common(one: Time, other: Time) -> Span | None:
    """When both hold, if at least one of them is attested on some day of it.

    Examples
    --------
    Allies to March, which fades to September; a clash of June, which fades to December:

    >>> from datetime import date
    >>> one, three, six, nine, twelve = (date(2018, month, 1) for month in (1, 3, 6, 9, 12))
    >>> allied, hostile = Time((one, three), (one, nine)), Time((six, six), (six, twelve))
    >>> common(allied, hostile) == (six, nine)
    True
    """
    if not (_meet(one.attested, other.held) or _meet(one.held, other.attested)):
        return None
    return max(one.held[0], other.held[0]), min(one.held[1], other.held[1])


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _times(dataset: Dataset, settings: Settings, lines: Lines) -> dict[str, Time]:
    """The time of each relation that is ever present."""
    relations = dataset.relations.values()
    profiles = {r.id: presence_profile(dataset, r, settings=settings) for r in relations}
    ended = endings(dataset, profiles, lines)
    return {
        r.id: _time(
            profile, [end.day - _DAY for end in ended.get(r.id, ())], lasts=_lasts(dataset, r)
        )
        for r in relations
        if (profile := profiles[r.id])
    }


def _lasts(dataset: Dataset, relation: Relation) -> bool:
    return dataset.codebook.types[relation.type].duration == "state"


def _time(profile: Profile, ended: Iterable[date], *, lasts: bool) -> Time:
    """The time of one relation, up to the day before something ended it.

    An event that a source dates stands for its date alone.
    """
    month = timedelta(days=profile.half_life * DAYS_PER_MONTH)
    fading = month if profile.fades and (lasts or not profile.dated) else timedelta()
    presumed = month / 2 if profile.presumed else timedelta()
    last = max(profile.start, min([profile.end + fading, *ended]))
    return Time(
        attested=(profile.start, min(profile.end, last)), held=(profile.start - presumed, last)
    )
