"""Who sits with whom on one side only: pairs, drawn together into what one can read."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.differences.records import MembershipChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import Slice

    Pair = tuple[str, str]


def common_lines(before: Analysis, after: Analysis) -> dict[str, str]:
    """For each faction, one name for its line on both sides: names joined on either are one.

    Examples
    --------
    A former name of HTS on both sides, and one that only the later side knows:

    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> days = date(2017, 12, 31), date(2018, 12, 31)
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", known_by=day) for day in days)
    >>> common_lines(before, after)["nusra"], common_lines(before, after)["jts"]
    ('hts', 'jts')
    """
    key: dict[str, str] = {}
    for side in (after, before):
        for line in side.lines.by_id.values():
            joined = {key[name] for name in line.names if name in key}
            target = min(joined, default=line.id, key=lambda k: (k != line.id, k))
            key.update((name, target) for name, k in list(key.items()) if k in joined)
            key.update((name, target) for name in line.names)
    return key


def changed_memberships(
    before: Analysis, after: Analysis, key: Mapping[str, str], days: Sequence[date]
) -> list[MembershipChange]:
    """Every run of slices over which some sit with others on one side only, largest first.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> heard = [("newsgram-2020",), ("newsgram-2020", "long-war-journal-2017")]
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", source=s) for s in heard)
    >>> found = changed_memberships(before, after, common_lines(before, after), after.days)
    >>> found[0].change, found[0].lines  # who has ties only by the second article
    ('present', ('al-qaeda', 'hts', 'islamic-state'))
    """
    sides = [{part.day: part for part in side.slices} for side in (before, after)]
    seen: dict[tuple[str, Pair], list[int]] = defaultdict(list)
    for index, day in enumerate(days):
        for mark in _changes(sides[0][day], sides[1][day], key):
            seen[mark].append(index)
    spans: dict[tuple[str, int, int], list[Pair]] = defaultdict(list)
    for (change, pair), indices in seen.items():
        for first, last in _runs(indices):
            spans[change, first, last].append(pair)
    found = [
        MembershipChange(change, lines, others, days[first], days[last], last - first + 1)
        for (change, first, last), pairs in spans.items()
        for lines, others in _drawn_together(change, pairs)
    ]
    return sorted(found, key=lambda c: (-c.size, c.first, c.change, c.lines, c.others))


def changed_days(
    before: Analysis, after: Analysis, key: Mapping[str, str], days: Sequence[date]
) -> tuple[date, ...]:
    """The days on which some line sits in other company.

    Examples
    --------
    The second article tells of years that the first is silent on:

    >>> import idlib_graph as ig
    >>> heard = [("newsgram-2020",), ("newsgram-2020", "long-war-journal-2017")]
    >>> before, after = (ig.analyze(ig.load_dataset(), every="P1Y", source=s) for s in heard)
    >>> str(changed_days(before, after, common_lines(before, after), after.days)[0])
    '2014-01-01'
    """
    sides = [{part.day: part for part in side.slices} for side in (before, after)]
    return tuple(day for day in days if any(_changes(sides[0][day], sides[1][day], key)))


def _changes(one: Slice, other: Slice, key: Mapping[str, str]) -> Iterator[tuple[str, Pair]]:
    """What differs on one day; who is not there at all is apart from nobody."""
    old, new = ({key[line] for line in part.where} for part in (one, other))
    was, now = _pairs(one, key), _pairs(other, key)
    yield from (("together", pair) for pair in now - was)
    yield from (("apart", pair) for pair in was - now if new.issuperset(pair))
    yield from (("present", (line, line)) for line in new - old)
    yield from (("absent", (line, line)) for line in old - new)


def _pairs(part: Slice, key: Mapping[str, str]) -> set[Pair]:
    groups = (sorted({key[line] for line in c.members}) for c in part.communities)
    return {pair for group in groups for pair in combinations(group, 2)}


def _runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Unbroken runs of numbers that are in order, as first and last."""
    first = last = -2
    for index in indices:
        if index != last + 1:
            if first >= 0:
                yield first, last
            first = index
        last = index
    if first >= 0:
        yield first, last


def _drawn_together(
    change: str, pairs: Iterable[Pair]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs as few blocks: each of some with each of others, or all of some among themselves.

    Greedy: the block of lines with the same partners that covers most pairs comes first.
    """
    if change in {"present", "absent"}:
        yield tuple(sorted(line for line, _ in pairs)), ()
        return
    left = set(pairs)
    while left:
        block = min(_blocks(left), key=lambda b: (-len(_covered(*b)), b))
        yield block
        left -= _covered(*block)


def _blocks(pairs: set[Pair]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        partners[a].add(b)
        partners[b].add(a)
    alike: dict[tuple[bool, frozenset[str]], list[str]] = defaultdict(list)
    for line, found in partners.items():
        alike[False, frozenset(found)].append(line)
        alike[True, frozenset(found | {line})].append(line)
    for (among, theirs), lines in alike.items():
        if among and len(lines) > 1:
            yield tuple(sorted(lines)), ()
        elif not among:
            sides = sorted((tuple(sorted(lines)), tuple(sorted(theirs))), key=lambda s: (len(s), s))
            yield sides[0], sides[1]


def _covered(lines: tuple[str, ...], others: tuple[str, ...]) -> set[Pair]:
    if not others:
        return set(combinations(lines, 2))
    return {(a, b) if a < b else (b, a) for a in lines for b in others}
