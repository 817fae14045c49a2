"""What it means that a conclusion of the headline analysis holds in a variant of it.

A variant is another answer on the same days: a draw of an ensemble, an analysis without one
source, one with other settings. Communities are never compared by their ids, only by company: who
sits with whom. Answers are *label arrays* of shape (slices, lines): two lines sit together in a
slice where they have the same label; -1 is a line that is absent, and a line on its own has a
label of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from idlib_graph.communities.over_time import labels_over_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from idlib_graph.communities.over_time import Labels as Placed
    from idlib_graph.communities.over_time import Memo
    from idlib_graph.shifts import Shift, Slice
    from idlib_graph.snapshots import SnapshotSeries

Labels: TypeAlias = NDArray[np.integer[Any]]
Bools: TypeAlias = NDArray[np.bool_]
Turn: TypeAlias = tuple[int, int]

NOT_THERE = -1
BEFORE_LIKE, AFTER_LIKE = -1, 1


def labels_of_slices(slices: Iterable[Slice], lines: Sequence[str]) -> Labels:
    """The labels of `slices`, shape (slices, lines).

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> labels = labels_of_slices(told.slices, ["hts", "zinki"])
    >>> [row[0] == row[1] for row in labels.tolist() if -1 not in row]  # together, then apart
    [True, False, False, False]
    """
    return labels_of_partitions((part.partition for part in slices), lines)


def labels_of_partitions(
    partitions: Iterable[Iterable[Iterable[str]]], lines: Sequence[str]
) -> Labels:
    """The labels of one partition a slice (``Communities.partition``), shape (slices, lines).

    Lines that are not among `lines` are passed over.

    Examples
    --------
    >>> labels_of_partitions([[{"a", "b"}, {"d"}], [{"b", "x"}]], ["a", "b", "c", "d"])
    array([[ 0,  0, -1,  1],
           [-1,  0, -1, -1]])
    """
    column = {line: index for index, line in enumerate(lines)}
    rows = []
    for partition in partitions:
        row = [NOT_THERE] * len(column)
        for label, members in enumerate(partition):
            for line in members:
                if line in column:
                    row[column[line]] = label
        rows.append(row)
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(column))


def align(labels: Labels, nodes: Sequence[str], lines: Sequence[str]) -> Labels:
    """The labels of `lines`, (slices, lines), from those of `nodes`, (slices, nodes).

    A line that is no node is absent; a node that is no line is passed over.

    Examples
    --------
    >>> align(np.array([[0, 0, 2]]), ["a", "b", "d"], ["b", "c", "d"])
    array([[ 0, -1,  2]])
    """
    column = {node: index for index, node in enumerate(nodes)}
    nobody = np.full((len(labels), 1), NOT_THERE)
    columns = [column.get(line, len(nodes)) for line in lines]
    aligned: Labels = np.concatenate([labels, nobody], axis=1)[:, columns]
    return aligned


def memberships(headline: Labels) -> Bools:
    """Where a line has fellows, so that there is a membership that can hold or fall.

    Examples
    --------
    >>> import numpy as np
    >>> memberships(np.array([[0, 0, 1, -1]]))  # two together, one alone, one absent
    array([[ True,  True, False, False]])
    """
    return _company(headline) > 1


def memberships_held(headline: Labels, variant: Labels, *, of_all: bool = False) -> Bools:
    """Which memberships of the headline hold in a variant.

    A membership holds where the line sits, in the variant, with more than half of its headline
    fellows of that slice. Fellows who are absent from the variant's slice do not count; where all
    of them are, or the line itself is, the membership falls.

    Parameters
    ----------
    headline, variant : labels, both of shape (slices, lines)
    of_all : count absent fellows as well, as ones whom the line is not with

    Returns
    -------
    Of that shape; false as well where the headline has no membership (see `memberships`).

    Examples
    --------
    >>> import numpy as np
    >>> headline = np.array([[0, 0, 0, 1], [0, 0, 0, 1]])
    >>> memberships_held(headline, np.array([[0, 0, 1, 1], [5, 5, -1, 5]]))
    array([[False, False, False, False],
           [ True,  True, False, False]])

    In the second slice the third line is absent, and the fourth has come to the others.
    """
    there = (headline >= 0) & (variant >= 0)
    fellows = _company(headline if of_all else np.where(there, headline, NOT_THERE)) - 1
    wide = int(variant.max(initial=0)) + 1
    kept = _company(np.where(there, headline * wide + variant, NOT_THERE)) - 1
    held: Bools = there & (2 * kept > fellows)
    return held


def _company(labels: Labels) -> Labels:
    """How many lines have the label of each, itself included; 0 for those not there."""
    wide = int(labels.max(initial=0)) + 2  # -1 is a label too, and no other slice's
    keys = labels + wide * np.arange(len(labels)).reshape(-1, 1)
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    company: Labels = np.where(labels >= 0, counts[inverse].reshape(labels.shape), 0)
    return company


@dataclass(frozen=True)
class _Group:
    """Who moved in one shift, and the company that tells before from after.

    Attributes
    ----------
    turn : the indices of the headline's last slice before and its first slice after
    movers : the column of each mover
    others : the columns of their company
    old, new : whom of it a mover sat with before only, and after only; shape (movers, others)
    """

    turn: Turn
    movers: NDArray[np.intp]
    others: NDArray[np.intp]
    old: Bools
    new: Bools

    @classmethod
    def of(cls, turn: Turn, movers: Sequence[int], headline: Labels) -> _Group:
        before, after = (
            np.array([_fellows(headline[index], mover) for mover in movers], dtype=bool).reshape(
                len(movers), headline.shape[1]
            )
            for index in turn
        )
        old, new = before & ~after, after & ~before
        others = np.flatnonzero((old | new).any(axis=0))
        return cls(turn, np.array(movers, dtype=np.intp), others, old[:, others], new[:, others])

    def states(self, variant: Labels) -> NDArray[np.int8]:
        """What the group is like in each slice: -1 before, 1 after, 0 neither."""
        own, company = variant[:, self.movers, None], variant[:, None, self.others]
        there = company >= 0
        together = there & (own == company)
        joined, left = (
            2 * (together & side).sum(axis=2) > (there & side).sum(axis=2)
            for side in (self.new, self.old)
        )
        has_new, has_old = self.new.any(axis=1), self.old.any(axis=1)
        clear = has_new | has_old
        after = clear & (joined | ~has_new) & ~left
        before = clear & (left | ~has_old) & ~joined
        most_after, most_before = (
            (2 * like.sum(axis=1) > len(self.movers)).astype(np.int8) for like in (after, before)
        )
        states: NDArray[np.int8] = AFTER_LIKE * most_after + BEFORE_LIKE * most_before
        return states

    def find(self, variant: Labels) -> Turn | None:
        """The turn from before-like to after-like that is nearest to the headline's."""
        states = self.states(variant)
        clear = np.flatnonzero(states)
        marks = states[clear]
        at = np.flatnonzero((marks[:-1] == BEFORE_LIKE) & (marks[1:] == AFTER_LIKE))
        found = zip(clear[at].tolist(), clear[at + 1].tolist(), strict=True)
        since, day = self.turn
        return min(found, key=lambda t: (abs(t[1] - day), abs(t[0] - since), t), default=None)


@dataclass(frozen=True)
class ShiftProbe:
    """Finds the shifts of a headline again in a variant.

    For each mover (who neither appears nor vanishes) *old-only* are its fellows before that it
    has no more after, *new-only* those after that it had not before. In a slice of the variant a
    mover is *after-like* where it sits with more than half of new-only (if there are any) and at
    most half of old-only, *before-like* where the reverse holds. Of both, those count who are
    present in that slice; company of whom nobody is present is company that the mover is not in,
    and a mover who is absent is in nobody's. A group is like either where more than half of its
    movers are.
    """

    groups: tuple[_Group, ...]

    @classmethod
    def of(
        cls, shifts: Iterable[Shift], days: Sequence[date], headline: Labels, lines: Sequence[str]
    ) -> ShiftProbe:
        """The probe for `shifts` of a headline whose slices' days and labels these are."""
        column = {line: index for index, line in enumerate(lines)}
        groups = []
        for shift in shifts:
            moving = (move for move in shift.moves if not (move.appears or move.vanishes))
            turn = (days.index(shift.since), days.index(shift.day))
            groups.append(_Group.of(turn, [column[move.line] for move in moving], headline))
        return cls(tuple(groups))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The indices of each shift's slices in the headline: last before, first after."""
        return tuple(group.turn for group in self.groups)

    def find(self, variant: Labels) -> tuple[Turn | None, ...]:
        """Where each shift is in a variant: its last before-like and first after-like slice.

        Slices in neither state may lie between. Of several such turns the one whose day is
        nearest to the headline's counts, then the one that begins nearest, then the earlier.

        Returns
        -------
        For each shift the indices (since, day), or None where the variant has no such turn.
        """
        return tuple(group.find(variant) for group in self.groups)


def _fellows(row: Labels, mover: int) -> Bools:
    """Who sits with `mover` in one slice, itself left out; shape (lines,)."""
    fellows: Bools = (row == row[mover]) & (row[mover] >= 0)
    fellows[mover] = False
    return fellows


@dataclass(frozen=True)
class Headline:
    """The answer that variants are held against, as its snapshots, slices and shifts.

    Attributes
    ----------
    memo : who sits with whom in the variants so far, which have much in common

    Examples
    --------
    >>> import numpy as np
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("newsgram-2020",))
    >>> headline = Headline(told.snapshots, told.slices, told.shifts)
    >>> nobody = np.full_like(headline.labels, -1)  # nobody is there at any time
    >>> headline.share_held(headline.labels), headline.share_held(nobody)
    (1.0, 0.0)
    """

    snapshots: SnapshotSeries
    slices: tuple[Slice, ...]
    shifts: tuple[Shift, ...]
    memo: Memo = field(default_factory=dict, repr=False, compare=False)

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each slice."""
        return self.snapshots.days

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that can have a tie, sorted: the columns of label arrays."""
        return self.snapshots.nodes

    @cached_property
    def labels(self) -> Labels:
        """The headline's own labels, shape (slices, lines)."""
        return labels_of_slices(self.slices, self.lines)

    @cached_property
    def memberships(self) -> Bools:
        """Where a line has fellows, shape (slices, lines)."""
        return memberships(self.labels)

    @cached_property
    def probe(self) -> ShiftProbe:
        """Finds the shifts again."""
        return ShiftProbe.of(self.shifts, self.days, self.labels, self.lines)

    def labels_in(self, variant: SnapshotSeries) -> tuple[Placed, Labels]:
        """Who sits with whom in a variant: labels of its own nodes, and those of `lines`."""
        found = labels_over_time(variant, memo=self.memo)
        return found, align(found, variant.nodes, self.lines)

    def share_held(self, variant: Labels) -> float:
        """The share of memberships, slice by slice, that hold in a variant; 1 where none are."""
        held = memberships_held(self.labels, variant)[self.memberships]
        return float(held.mean()) if held.size else 1.0

    def is_near(self, index: int, turn: Turn | None) -> bool:
        """Whether shift number `index` was found, and within ``match_window`` slices."""
        window = self.snapshots.settings.match_window
        return turn is not None and abs(turn[1] - self.probe.turns[index][1]) <= window
