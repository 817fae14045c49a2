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

from idlib_graph.communities.courses import Memo
from idlib_graph.communities.placing import labels_of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from idlib_graph.communities.courses import Labels as Placed
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


def labels_in_variants(
    headline: Labels,
    lines: Sequence[str],
    variants: Sequence[SnapshotSeries],
    *,
    memo: Memo,
) -> Iterator[tuple[Placed, Labels]]:
    """Who sits with whom in each variant: labels of its own nodes, and those of `lines`.

    Parameters
    ----------
    headline : the labels of `lines`, most of which are right in most variants
    variants : as many as `idlib_graph.communities.placing.fitting` puts together
    memo : who sits with whom in the variants so far, which have much in common; added to

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> lines = told.snapshots.nodes
    >>> headline = labels_of_slices(told.slices, lines)
    >>> [(_, again)] = labels_in_variants(headline, lines, [told.snapshots], memo=Memo())
    >>> (memberships_held(headline, again) == memberships(headline)).all().item()
    True
    """
    near = [align(headline, lines, variant.nodes) for variant in variants]
    for variant, found in zip(variants, labels_of_each(variants, near, memo=memo), strict=True):
        yield found, align(found, variant.nodes, lines)


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
class _Company:
    """Whom movers sat with on one side of their shifts only, pair by pair.

    Attributes
    ----------
    movers, fellows : the columns of each pair, shape (pairs,)
    mover_of : shape (pairs, all movers), 1 where the pair is that mover's
    """

    movers: NDArray[np.intp]
    fellows: NDArray[np.intp]
    mover_of: NDArray[np.float64]

    @classmethod
    def beside(cls, movers: Sequence[int], fellows: Sequence[Bools]) -> _Company:
        """The company of each mover, given as its column and its fellows, shape (lines,)."""
        found = [np.flatnonzero(mask) for mask in fellows]
        numbers = np.repeat(np.arange(len(movers)), [len(columns) for columns in found])
        columns = np.concatenate([np.zeros(0, dtype=np.intp), *found])
        return cls(np.array(movers, dtype=np.intp)[numbers], columns, np.eye(len(movers))[numbers])

    @property
    def any(self) -> Bools:
        """Who has such company, shape (movers,)."""
        found: Bools = self.mover_of.sum(axis=0) > 0.0
        return found

    def has_most(self, variant: Labels) -> Bools:
        """Who sits with more than half of it, of those present, shape (slices, movers)."""
        fellows = variant[:, self.fellows]
        there = fellows >= 0
        together = there & (fellows == variant[:, self.movers])
        most: Bools = (2.0 * together - there) @ self.mover_of > 0.0
        return most


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

    Attributes
    ----------
    turns : the indices of each shift's slices in the headline: last before, first after
    shift_of : shape (all movers, shifts), 1 where the mover is the shift's
    old, new : old-only and new-only of all movers
    """

    turns: tuple[Turn, ...]
    shift_of: NDArray[np.float64]
    old: _Company
    new: _Company

    @classmethod
    def of(
        cls, shifts: Sequence[Shift], days: Sequence[date], headline: Labels, lines: Sequence[str]
    ) -> ShiftProbe:
        """The probe for `shifts` of a headline whose slices' days and labels these are."""
        column = {line: index for index, line in enumerate(lines)}
        turns = tuple((days.index(shift.since), days.index(shift.day)) for shift in shifts)
        moves = [
            (number, column[move.line])
            for number, shift in enumerate(shifts)
            for move in shift.moves
            if not (move.appears or move.vanishes)
        ]
        then, now = (
            [_fellows(headline[turns[number][side]], mover) for number, mover in moves]
            for side in (0, 1)
        )
        both = list(zip(then, now, strict=True))
        movers = [mover for _, mover in moves]
        return cls(
            turns,
            np.eye(len(shifts))[[number for number, _ in moves]],
            _Company.beside(movers, [before & ~after for before, after in both]),
            _Company.beside(movers, [after & ~before for before, after in both]),
        )

    def find(self, variant: Labels) -> tuple[Turn | None, ...]:
        """Where each shift is in a variant: its last before-like and first after-like slice.

        Slices in neither state may lie between. Of several such turns the one whose day is
        nearest to the headline's counts, then the one that begins nearest, then the earlier.

        Returns
        -------
        For each shift the indices (since, day), or None where the variant has no such turn.
        """
        states = self._states(variant).T
        shift, column = np.nonzero(states)
        marks = states[shift, column]
        turned = (marks[:-1] == BEFORE_LIKE) & (marks[1:] == AFTER_LIKE) & (shift[:-1] == shift[1:])
        at = np.flatnonzero(turned)
        found: list[list[Turn]] = [[] for _ in self.turns]
        turns = zip(column[at].tolist(), column[at + 1].tolist(), strict=True)
        for number, turn in zip(shift[at].tolist(), turns, strict=True):
            found[number].append(turn)
        return tuple(map(_nearest, self.turns, found))

    def _states(self, variant: Labels) -> NDArray[np.int8]:
        """What each group is like: -1 before, 1 after, 0 neither; shape (slices, shifts)."""
        joined, left = self.new.has_most(variant), self.old.has_most(variant)
        clear = self.new.any | self.old.any
        after = clear & (joined | ~self.new.any) & ~left
        before = clear & (left | ~self.old.any) & ~joined
        half = self.shift_of.sum(axis=0) / 2.0
        most_after, most_before = (
            (like @ self.shift_of > half).astype(np.int8) for like in (after, before)
        )
        states: NDArray[np.int8] = AFTER_LIKE * most_after + BEFORE_LIKE * most_before
        return states


def _nearest(turn: Turn, others: Iterable[Turn]) -> Turn | None:
    """The turn that is nearest to the headline's; None where there is none."""
    since, day = turn
    return min(others, key=lambda t: (abs(t[1] - day), abs(t[0] - since), t), default=None)


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
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

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

    def labels_in(self, variants: Sequence[SnapshotSeries]) -> Iterator[tuple[Placed, Labels]]:
        """Who sits with whom in each variant: labels of its own nodes, and those of `lines`."""
        return labels_in_variants(self.labels, self.lines, variants, memo=self.memo)

    def share_held(self, variant: Labels) -> float:
        """The share of memberships, slice by slice, that hold in a variant; 1 where none are."""
        held = memberships_held(self.labels, variant)[self.memberships]
        return float(held.mean()) if held.size else 1.0

    def is_near(self, index: int, turn: Turn | None) -> bool:
        """Whether shift number `index` was found, and within ``match_window`` slices."""
        window = self.snapshots.settings.match_window
        return turn is not None and abs(turn[1] - self.probe.turns[index][1]) <= window
