"""Leave one source out: which conclusions fall, which move, and which stand without it.

Only the source's evidence goes. Everyone else's words keep their dates, and the slices, the
horizon and the lines stay those of the headline. A conclusion that falls rests on the source; one
that stands need not be well supported, since what is left may be little: see
`idlib_graph.robustness.support`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities.placing import fitting
from idlib_graph.lines import trace_lines
from idlib_graph.robustness.conclusions import NOT_THERE, memberships_held
from idlib_graph.shifts import bases_of, find_changes, movers, take_orders
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from typing import TypeAlias

    from idlib_graph.communities.courses import Labels as Placed
    from idlib_graph.robustness.conclusions import Headline, Labels, Turn
    from idlib_graph.settings import Settings
    from idlib_graph.shifts import Change, CommunityId, Shift
    from idlib_graph.snapshots import SnapshotSeries

    Progress: TypeAlias = Callable[[int, int], None]

OUTCOMES = ("falls", "moves", "changes basis", "stands")
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Fall:
    """A membership of the headline that does not hold, over a run of slices.

    Attributes
    ----------
    community : whose fellows the line leaves
    first, last : the first and the last slice of the run
    slices : how many slices that is
    absent : in how many of them no tie of the line is left at all
    """

    line: str
    community: CommunityId
    first: date
    last: date
    slices: int
    absent: int


@dataclass(frozen=True, slots=True)
class ShiftWithout:
    """What becomes of a shift of the headline.

    Attributes
    ----------
    outcome : ``falls`` (not found), ``moves`` (found, but more than ``match_window`` slices away),
        ``changes basis`` (found there, for another kind of reason) or ``stands``
    since, day : where it is found; None where it falls
    basis : of the variant's own shift at that time in which most of the movers move, else most of
        the company that they leave or come to; None where there is none, as where they were
        absent in between
    """

    shift: Shift
    outcome: str
    since: date | None
    day: date | None
    basis: str | None

    @property
    def loses_event(self) -> bool:
        """Whether it is there, but no longer told as an event."""
        untold = self.basis not in {"news", "mixed"}
        return self.shift.is_event and self.outcome != "falls" and untold


@dataclass(frozen=True, slots=True)
class WithoutSource:
    """What becomes of the headline where one source is not heard.

    Attributes
    ----------
    vanished : relations of which nothing is left on any slice
    weakened : those that weigh less on some slice
    strengthened : those that weigh more on some and less on none, as nobody else ends them
    renames : (old name, new name) that no other source joins; the line stands all the same
    held : the share of memberships, slice by slice, that hold
    falls : the memberships that fall, the longest first
    shifts : what becomes of each shift of the headline, in order
    """

    source: str
    vanished: tuple[str, ...]
    weakened: tuple[str, ...]
    strengthened: tuple[str, ...]
    renames: tuple[tuple[str, str], ...]
    held: float
    falls: tuple[Fall, ...]
    shifts: tuple[ShiftWithout, ...]


def hear(
    snapshots: SnapshotSeries, sources: Iterable[str], settings: Settings | None = None
) -> SnapshotSeries:
    """The snapshots as only `sources` tell them, on the same days and with the same lines.

    Under `settings` where they are given, else as before.

    Examples
    --------
    >>> from datetime import date
    >>> import idlib_graph as ig
    >>> series = ig.take_snapshots(ig.load_dataset(), [date(2020, 2, 1)])
    >>> alone = hear(series, ["newsgram-2020"])  # which names neither of the two
    >>> series.graphs[0].has_edge("zinki", "jts"), alone.graphs[0].has_edge("zinki", "jts")
    (True, False)
    """
    heard, dataset = tuple(sources), snapshots.dataset
    if not heard:  # which settings take for everyone
        dataset = replace(dataset, sources={}, relations={})
    settings = replace(settings or snapshots.settings, source=heard, without_source=())
    return take_snapshots(dataset, snapshots.days, settings=settings, lines=snapshots.lines)


def leave_one_out(
    headline: Headline, *, progress: Progress | None = None
) -> tuple[WithoutSource, ...]:
    """What becomes of the headline without each of its sources, in the order of the data set.

    A membership falls when the line leaves most of its fellows, as `memberships_held` has it.

    Parameters
    ----------
    progress : told after each source how many are done, and of how many

    Examples
    --------
    >>> import idlib_graph as ig
    >>> two = ("al-bawaba-2018", "newsgram-2020")
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=two)
    >>> found = leave_one_out(ig.Headline(told.snapshots, told.slices, told.shifts))
    >>> [(without.source, without.held < 1) for without in found]
    [('al-bawaba-2018', True), ('newsgram-2020', True)]
    """
    sources = tuple(headline.snapshots.dataset.sources)
    others = ((source, [s for s in sources if s != source]) for source in sources)
    variants = ((source, hear(headline.snapshots, heard)) for source, heard in others)
    found: list[WithoutSource] = []
    for left_out, some in fitting(variants):
        for without in _follow(headline, left_out, some):
            found.append(without)
            if progress:
                progress(len(found), len(sources))
    return tuple(found)


def _follow(
    headline: Headline, sources: Sequence[str], variants: Sequence[SnapshotSeries]
) -> Iterator[WithoutSource]:
    """What becomes of the headline in each variant, in which one of `sources` is not heard."""
    found = [*headline.labels_in(variants)]
    shifts = _shifts(headline, variants, found)
    for source, variant, (_, labels), told in zip(sources, variants, found, shifts, strict=True):
        vanished, weakened, strengthened = _changed_weights(headline.snapshots, variant)
        falls = sorted(_falls(headline, labels), key=lambda f: (-f.slices, f.line, f.first))
        yield WithoutSource(
            source=source,
            vanished=vanished,
            weakened=weakened,
            strengthened=strengthened,
            renames=tuple(_lost_renames(variant)),
            held=headline.share_held(labels),
            falls=tuple(falls),
            shifts=told,
        )


def _changed_weights(
    whole: SnapshotSeries, part: SnapshotSeries
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The relations that vanish, those that weigh less on some slice, and those only more."""
    left = np.zeros_like(whole.weights)
    left[[whole.rows[rid] for rid in part.presence.relations]] = part.weights
    gone = (whole.weights > 0).any(axis=1) & ~(left > 0).any(axis=1)
    less = (left < whole.weights - _SAME).any(axis=1) & ~gone
    more = (left > whole.weights + _SAME).any(axis=1) & ~less
    relations = np.array(whole.presence.relations, dtype=object)
    vanished, weakened, strengthened = (tuple(relations[mask]) for mask in (gone, less, more))
    return vanished, weakened, strengthened


def _lost_renames(snapshots: SnapshotSeries) -> Iterator[tuple[str, str]]:
    """Names that are one line in the headline, and that no source heard here joins."""
    of = trace_lines(snapshots.dataset).of
    for line in snapshots.lines.by_id.values():
        for old, new in pairwise(line.names):
            if of[old] != of[new]:
                yield old, new


def _falls(headline: Headline, labels: Labels) -> Iterator[Fall]:
    """The memberships that fall, drawn together into runs of slices in one community."""
    fallen = headline.memberships & ~memberships_held(headline.labels, labels)
    for column in np.flatnonzero(fallen.any(axis=0)).tolist():
        line = headline.lines[column]
        parts = zip(headline.slices, fallen[:, column].tolist(), strict=True)
        left = [part.where[line] if fell else None for part, fell in parts]
        ids = [community.id if community else None for community in left]
        for community, run in groupby(range(len(ids)), key=ids.__getitem__):
            rows = list(run)
            if community is not None:
                absent = int((labels[rows, column] == NOT_THERE).sum())
                days = headline.days[rows[0]], headline.days[rows[-1]]
                yield Fall(line, community, *days, len(rows), absent)


def _shifts(
    headline: Headline,
    variants: Sequence[SnapshotSeries],
    found: Sequence[tuple[Placed, Labels]],
) -> list[tuple[ShiftWithout, ...]]:
    """What becomes of each shift in each variant, in which this is who sits with whom."""
    turns = [headline.probe.find(labels) for _, labels in found]
    kin: list[list[Change | None]] = []
    for variant, (own, _), there in zip(variants, found, turns, strict=True):
        changes = [*find_changes(variant, take_orders(variant, own))]
        kin.append([_kin(headline, i, turn, changes) for i, turn in enumerate(there)])
    asked = {id(change): change for row in kin for change in row if change}
    basis = dict(zip(asked, bases_of([*asked.values()], memo=headline.memo), strict=True))
    return [
        tuple(
            _outcome(headline, index, turn, basis.get(id(change)))
            for index, (turn, change) in enumerate(zip(there, row, strict=True))
        )
        for there, row in zip(turns, kin, strict=True)
    ]


def _outcome(headline: Headline, index: int, turn: Turn | None, basis: str | None) -> ShiftWithout:
    """What becomes of one shift, found at this turn for this kind of reason."""
    shift = headline.shifts[index]
    if turn is None:
        return ShiftWithout(shift, "falls", None, None, None)
    outcome = "stands" if basis == shift.basis else "changes basis"
    if not headline.is_near(index, turn):
        outcome = "moves"
    return ShiftWithout(shift, outcome, headline.days[turn[0]], headline.days[turn[1]], basis)


def _kin(
    headline: Headline, index: int, turn: Turn | None, changes: Iterable[Change]
) -> Change | None:
    """The variant's own shift at a turn in which most movers move, else most of their company."""
    if turn is None:
        return None
    since, day = (headline.days[column] for column in turn)
    then = [change for change in changes if since < change.day <= day]
    shift = headline.shifts[index]
    return _most(then, movers(shift.moves)) or _most(then, _company(headline, shift))


def _most(changes: Iterable[Change], lines: frozenset[str]) -> Change | None:
    """The shift that most of `lines` move in, the later of equals; None where none."""
    shared = ((len(lines & movers(change.moves)), change.day, change) for change in changes)
    moving = (found for found in shared if found[0])
    most = max(moving, key=lambda found: found[:2], default=None)
    return most[2] if most else None


def _company(headline: Headline, shift: Shift) -> frozenset[str]:
    """Whom the movers leave or come to: in a variant it may be these that move."""
    parts = {part.day: part for part in headline.slices}
    before, after = parts[shift.since], parts[shift.day]
    changed = (before.fellows(line) ^ after.fellows(line) for line in movers(shift.moves))
    return frozenset().union(*changed)
