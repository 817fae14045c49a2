"""Why a shift happened: the fewest relations that, undone, undo it."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from idlib_graph.communities.objectives import labels_of
from idlib_graph.shifts.seeking import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from idlib_graph.presence import Presence
    from idlib_graph.shifts.records import Move, Order
    from idlib_graph.shifts.seeking import Steps
    from idlib_graph.snapshots import SnapshotSeries

T = TypeVar("T")

EXACT_CANDIDATES = 12
PART_CANDIDATES = 5
# So many sets are weighed at once.
AT_ONCE = 16
_SAME = 1e-12


def change_basis(presence: Presence, relation: str, since: date, day: date) -> str:
    """Why a relation's presence differs between two slices: news, fading or presumed.

    News is what a source dates: it began, happened or ended after `since` and up to `day`, or
    something of that time ended it. A presence that only grows towards a later report is
    presumed; all else is fading.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> one, two, three = date(2018, 1, 1), date(2018, 4, 1), date(2019, 4, 1)
    >>> found = ig.take_snapshots(ig.load_dataset(), [one, two, three]).presence
    >>> change_basis(found, "zinki-leaves-hts", one, two)  # of 2018-02
    'news'
    >>> change_basis(found, "zinki-leaves-hts", two, three)
    'fading'
    """
    profile = presence.profiles[relation]
    if profile is None:
        return "fading"
    begun = [ending.day for ending in presence.endings.get(relation, ())]
    begun += [profile.start] if profile.dated else []
    # The last day of a relation still belongs to it: its end shows in the slice after that day.
    last = [profile.end] if profile.over else []
    last += [presence.closed[relation]] if relation in presence.closed else []
    if any(since < found <= day for found in begun) or any(since <= found < day for found in last):
        return "news"
    return "presumed" if profile.presumed and since < profile.start else "fading"


def changed_relations(series: SnapshotSeries, column: int) -> list[str]:
    """R: the relations that can make a tie and whose weight differs from the slice before.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> "zinki-leaves-hts" in changed_relations(series, 1)
    True
    """
    now, then = series.weights[:, column], series.weights[:, column - 1]
    changed = np.flatnonzero((np.abs(now - then) > _SAME) & series.tied)
    return sorted(series.presence.relations[row] for row in changed.tolist())


def touched_by_news(series: SnapshotSeries, column: int, line: str) -> bool:
    """Whether there is news of a relation of `line` between two slices.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> touched_by_news(series, 1, "zinki"), touched_by_news(series, 1, "sdf")
    (True, False)
    """
    days = (series.days[column - 1], series.days[column])
    return any(
        line in series.lines.pair(series.dataset.relations[rid])
        and change_basis(series.presence, rid, *days) == "news"
        for rid in changed_relations(series, column)
    )


class CauseFinder:
    """Searches the causes of the shifts between slice ``column - 1`` and ``column``.

    The earlier partition stays fixed for coupling. Answers are kept, so that the shifts of one
    slice share the work.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("long-war-journal-2017",))
    >>> finder = CauseFinder(told.snapshots, told.slices, 4)  # from 2016 to 2017
    >>> finder.basis["nusra-leaves-al-qaeda"], finder.ended_by(["nusra-pledged-to-al-qaeda"])
    ('news', ('nusra-leaves-al-qaeda',))
    """

    def __init__(self, series: SnapshotSeries, slices: Sequence[Order], column: int) -> None:
        self.series, self.column = series, column
        self.before, self.after = slices[column - 1], slices[column]
        days = (self.before.day, self.after.day)
        self.changed = changed_relations(series, column)
        self.basis = {r: change_basis(series.presence, r, *days) for r in self.changed}
        self.then = labels_of(series.nodes, self.before.partition)
        self._companies: dict[str, tuple[int, list[int], list[int]]] = {}

    def cause_of(self, moves: Iterable[Move]) -> Search[tuple[tuple[str, ...], bool]]:
        """Search the cause of `moves`, and whether it is proven to be that.

        The smallest subset (then first by id) that undoes the moves, sought in this order: the
        news that touches a mover; all changed relations that do; all news; all changed relations.
        What touches nobody who moved explains only through the null model, so it comes last.
        Empty where not even all of them undo the moves.
        """
        moving = _moving(moves)

        def steps() -> Steps[tuple[tuple[str, ...], bool]]:
            proven = True
            for tier in self._tiers(moving):
                found, sure = yield from _smallest(tier)
                proven = proven and sure
                if found is not None:
                    return found, proven
            return (), False

        return Search(self, moving, steps())

    def basis_for(self, moves: Sequence[Move]) -> Search[str]:
        """Search the basis of the shift that `moves` make; sooner known than its cause."""

        def steps() -> Steps[str]:
            return _overall((yield from self._said_of_cause(moves, self.basis.__getitem__)))

        return Search(self, _moving(moves), steps())

    def rests_on_news(self, moves: Sequence[Move]) -> Search[bool]:
        """Search whether news is in the cause of `moves`; sooner known than the basis."""

        def steps() -> Steps[bool]:
            if "news" not in self.basis.values():
                return False
            said = yield from self._said_of_cause(moves, lambda rid: self.basis[rid] == "news")
            return True in said

        return Search(self, _moving(moves), steps())

    def _said_of_cause(self, moves: Sequence[Move], say: Callable[[str], T]) -> Steps[set[T]]:
        """What `say` says of the relations in the cause of `moves`, else of those of the movers.

        Where it says the same of all of a tier, that is what it says of whichever cause is in it.
        """
        for tier in self._tiers(_moving(moves)):
            said = set(map(say, tier))
            if len(said) == 1:
                if (yield from _can_restore(tier)):
                    return said
            elif (found := (yield from _smallest(tier))[0]) is not None:
                return set(map(say, found))
        return set(map(say, self.touching({move.line for move in moves})))

    def basis_of(self, cause: Iterable[str], movers: set[str]) -> str:
        """The basis of a shift: that of its cause, else of the changed relations of its movers."""
        return _overall({self.basis[rid] for rid in tuple(cause) or self.touching(movers)})

    def _tiers(self, moving: Iterable[str]) -> list[list[str]]:
        """Where a cause is sought, in this order; each in the order in which one is preferred."""
        direct = set(self.touching({*moving}))
        news = {r for r in self.changed if self.basis[r] == "news"}
        ordered = sorted(self.changed, key=lambda r: (r not in direct, r not in news, r))
        tiers = (direct & news, direct, news, set(ordered))
        return [[r for r in ordered if r in tier] for tier in tiers]

    def touching(self, lines: set[str]) -> list[str]:
        """Those of the changed relations that touch one of `lines`."""
        pair, relations = self.series.lines.pair, self.series.dataset.relations
        return [rid for rid in self.changed if lines.intersection(pair(relations[rid]))]

    def ended_by(self, relations: Iterable[str]) -> tuple[str, ...]:
        """What ended those of `relations` that ended here, by id; those among them left out."""
        given = list(relations)
        found = {
            ending.relation
            for rid in given
            for ending in self.series.presence.endings.get(rid, ())
            if self.before.day < ending.day <= self.after.day
        }
        return tuple(sorted(found.difference(given)))

    def restored(self, line: str, labels: Sequence[int]) -> bool:
        """Whether `line` is back with most of its former fellows and off most of the new ones."""
        own, former, new = self._company(line)
        now = labels[own]
        back, kept = ([labels[i] for i in fellows].count(now) for fellows in (former, new))
        if now < 0:
            return not former
        return (not former or back * 2 > len(former)) and (not new or kept * 2 < len(new))

    def _company(self, line: str) -> tuple[int, list[int], list[int]]:
        """A line, its former fellows as far as still there, and its new ones, by position."""
        if line not in self._companies:
            former = self.before.fellows(line)
            former = former & self.after.where.keys() or former
            new = self.after.fellows(line) - self.before.fellows(line)
            place = self.series.nodes.index
            self._companies[line] = place(line), [*map(place, former)], [*map(place, new)]
        return self._companies[line]


def _moving(moves: Iterable[Move]) -> tuple[str, ...]:
    """Who moves, rather than appears or vanishes."""
    return tuple(move.line for move in moves if not (move.appears or move.vanishes))


def _overall(bases: set[str]) -> str:
    """The basis of what rests on relations of several bases."""
    if "news" in bases:
        return "news" if bases == {"news"} else "mixed"
    return "fading" if "fading" in bases else "presumed"


def _undoes(relations: Sequence[str]) -> Steps[bool]:
    """Whether a set, set back, brings everyone back who moved."""
    (restored,) = yield [relations]
    return restored


def _first(subsets: Iterable[Sequence[str]]) -> Steps[Sequence[str] | None]:
    """The first of some sets that does."""
    left, size = iter(subsets), AT_ONCE
    while some := tuple(islice(left, size)):
        size *= 2
        for subset, restored in zip(some, (yield some), strict=True):
            if restored:
                return subset
    return None


def _smallest(candidates: Sequence[str]) -> Steps[tuple[tuple[str, ...] | None, bool]]:
    """The smallest set of candidates that restores, if any, and whether the answer is proven.

    All subsets by size up to 12 candidates; past that a greedy search, which takes from all of
    them what can be spared. Where all of them together do not restore, a part still may: of more
    than 5 candidates it is not sought. Of equal sets, the one with the first candidates.
    """
    whole = bool(candidates) and (yield from _undoes(candidates))
    if len(candidates) <= (EXACT_CANDIDATES if whole else PART_CANDIDATES):
        found = yield from _first(_subsets(candidates))
        return tuple(sorted(found)) if found else None, True
    if not whole:
        return None, False
    if single := (yield from _first([candidate] for candidate in candidates)):
        return tuple(single), True
    return tuple(sorted((yield from _spare(list(candidates))))), False


def _can_restore(candidates: Sequence[str]) -> Steps[bool]:
    """Whether `_smallest` would find a set: all candidates restore, or a part of few does."""
    if candidates and (yield from _undoes(candidates)):
        return True
    few = len(candidates) <= PART_CANDIDATES
    return few and (yield from _first(_subsets(candidates))) is not None


def _subsets(candidates: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every set of candidates but the empty one, the smallest first."""
    for size in range(1, len(candidates) + 1):
        yield from combinations(candidates, size)


def _spare(kept: list[str]) -> Steps[list[str]]:
    """Take out what can be spared, from the end, in ever smaller chunks, until nothing can."""
    size = len(kept) // 2
    while size:
        end = len(kept)
        while end > 0:
            tried = [(at, kept[: max(0, at - size)] + kept[at:]) for at in range(end, 0, -size)]
            spared = yield from _first(rest for _, rest in tried if rest)
            end = next((at for at, rest in tried if rest is spared), 0) - size
            kept = kept if spared is None else [*spared]
        size //= 2
    return kept
