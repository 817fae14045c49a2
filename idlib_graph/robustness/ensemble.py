"""The ensemble: what stays true when dates fall elsewhere in their boxes and sources may err."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.communities.courses import Memo
from idlib_graph.communities.glance import FEW_PROGRAMS
from idlib_graph.communities.placing import fitting
from idlib_graph.errors import NotFoundError, SettingsError
from idlib_graph.robustness.conclusions import (
    ShiftProbe,
    labels_in_variants,
    labels_of_slices,
    memberships,
    memberships_held,
)
from idlib_graph.robustness.drawing import Lottery
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from idlib_graph.robustness.conclusions import Labels, Turn
    from idlib_graph.shifts import CommunityId, Shift, Slice
    from idlib_graph.snapshots import SnapshotSeries

DRAWS = 200
# Linear programs for one part of a slice of a draw.
DRAWN_LIMIT = FEW_PROGRAMS
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class ShiftOdds:
    """How often a shift of the headline is found in the draws, and when.

    Attributes
    ----------
    found : the share of draws that have it
    error : standard error of that share, ``sqrt(p (1 - p) / draws)``
    earliest, latest : the days between which it falls in `level` of the draws that have it: from
        the last slice before it to the first after it; None where no draw has it
    days : in how many draws it is first seen in which slice
    """

    found: float
    error: float
    earliest: date | None
    latest: date | None
    days: Mapping[date, int]


@dataclass(frozen=True)
class Ensemble:
    """Draws of a data set within its doubts, and the communities of each.

    Attributes
    ----------
    draws, seed : how many, and of which seed
    days : of the slices, those of the headline
    lines : the lines that can have a tie, sorted
    headline : labels of the headline's communities, shape (slices, lines)
    labels : labels of each draw's, shape (draws, slices, lines); -1 is absent
    turns : for each draw, where each shift of the headline was found, in reach of its dates
    """

    draws: int
    seed: int
    days: tuple[date, ...]
    lines: tuple[str, ...]
    headline: Labels
    labels: NDArray[np.int16]
    turns: tuple[tuple[Turn | None, ...], ...]
    _together: dict[int, NDArray[np.float64]] = field(default_factory=dict, compare=False)

    def together(self, column: int) -> NDArray[np.float64]:
        """The probability of each pair to sit together in slice `column`, shape (lines, lines)."""
        if column not in self._together:
            labels = self.labels[:, column]
            same = (labels[:, :, None] == labels[:, None, :]) & (labels >= 0)[:, :, None]
            self._together[column] = same.mean(axis=0)
        return self._together[column]

    def co_membership(self, a: str, b: str) -> NDArray[np.float64]:
        """The probability of two lines to sit together in each slice, shape (slices,).

        Raises
        ------
        NotFoundError
            Where a line has no tie at any time.
        """
        i, j = self._position(a), self._position(b)
        one, other = self.labels[:, :, i], self.labels[:, :, j]
        together: NDArray[np.float64] = ((one == other) & (one >= 0)).mean(axis=0)
        return together

    @cached_property
    def company(self) -> NDArray[np.float64]:
        """How probably each pair sits together on a day on which both are there.

        The mean of `together` over the slices in which the headline has both; shape
        (lines, lines), NaN for pairs of which no slice has both.
        """
        there = (self.headline >= 0).astype(np.float64)
        both = there.T @ there
        total = np.zeros(both.shape)
        for column, here in enumerate(there):
            total += self.together(column) * np.outer(here, here)
        return np.where(both > 0, total / np.maximum(both, 1.0), np.nan)

    def _position(self, line: str) -> int:
        if line not in self.lines:
            message = f"no line {line!r} has a tie in this ensemble"
            raise NotFoundError(message)
        return self.lines.index(line)

    @cached_property
    def membership(self) -> NDArray[np.float64]:
        """The share of draws in which a line keeps its company, shape (slices, lines).

        It does where it sits with more than half of its fellows in the headline; NaN where it has
        none.
        """
        held = np.zeros(self.headline.shape)
        for draw in self.labels:
            held += memberships_held(self.headline, draw)
        return np.where(memberships(self.headline), held / self.draws, np.nan)

    def stability(self, column: int, members: Iterable[str]) -> float:
        """The mean probability of co-membership over all pairs of `members` in a slice.

        1 where they sit together in every draw; NaN for fewer than two.
        """
        rows = [self._position(line) for line in members]
        n = len(rows)
        if n < 2:  # noqa: PLR2004 - a pair takes two
            return math.nan
        block = self.together(column)[np.ix_(rows, rows)]
        return float((block.sum() - np.trace(block)) / (n * (n - 1)))

    def community_stability(self, slices: Sequence[Slice]) -> dict[CommunityId, float]:
        """The mean stability of each community of the headline over its slices."""
        found: dict[CommunityId, list[float]] = {}
        for column, part in enumerate(slices):
            for community in part.communities:
                stability = self.stability(column, community.members)
                found.setdefault(community.id, []).append(stability)
        return {identity: float(np.mean(values)) for identity, values in found.items()}

    def shift_odds(self, index: int, *, level: float = LEVEL) -> ShiftOdds:
        """How often, and when, the headline's shift number `index` is found.

        Parameters
        ----------
        level : what share of the draws that have it the interval of days covers
        """
        turns = [draw[index] for draw in self.turns]
        found = sorted(turn for turn in turns if turn)
        share = len(found) / self.draws
        tail = (1.0 - level) / 2.0
        firsts, lasts = sorted(s for s, _ in found), sorted(d for _, d in found)
        seen = [self.days[day] for day in lasts]
        return ShiftOdds(
            found=share,
            error=standard_error(share, self.draws),
            earliest=self.days[firsts[math.floor(tail * len(firsts))]] if found else None,
            latest=self.days[lasts[math.ceil((1.0 - tail) * len(lasts)) - 1]] if found else None,
            days={day: seen.count(day) for day in dict.fromkeys(seen)},
        )


def _reached(turn: Turn | None, window: range) -> Turn | None:
    """A turn in a window, its beginning not before it; None where there is none."""
    return (max(turn[0], window.start), turn[1]) if turn and turn[1] in window else None


def _window(snapshots: SnapshotSeries, shift: Shift) -> range:
    """The slices in which a shift can be first seen and still be the same one.

    Those that the boxes reach of the dates that make it in the headline, and `match_window` more
    on either side.
    """
    relations = snapshots.dataset.relations
    dates = [relations[rid].date for rid in (*shift.cause, *shift.ended_by)]
    reach = [shift.since, shift.day]
    for bounds in [bounds for box in dates if box for bounds in (box.start, box.end)]:
        middle = bounds.middle
        if bounds.earliest and bounds.latest and middle and shift.since <= middle <= shift.day:
            reach += [bounds.earliest, bounds.latest]
    spare = snapshots.settings.match_window
    first = bisect_right(snapshots.days, min(reach)) - 1 - spare
    return range(max(first, 0), bisect_left(snapshots.days, max(reach)) + spare + 1)


def standard_error(share: float, draws: int) -> float:
    """The standard error of a share among independent draws.

    Examples
    --------
    >>> standard_error(0.5, 100)
    0.05
    """
    return math.sqrt(share * (1.0 - share) / draws)


def draw_ensemble(
    snapshots: SnapshotSeries,
    slices: Sequence[Slice],
    shifts: Sequence[Shift],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Draw a data set `draws` times within its doubts, and find the communities of each draw.

    Slices, horizon and lines stay those of the headline. A drawn relation weighs strength x
    presence: whether it is believed has been drawn. See `idlib_graph.robustness.drawing`. Where a
    slice of a draw takes more than a few linear programs, a good answer is taken for the best.

    Parameters
    ----------
    snapshots, slices, shifts : the headline's
    draws : how many
    seed : draw number n of one seed is the same in every ensemble
    progress : told after each draw how many are done, and of how many

    Raises
    ------
    SettingsError
        For less than one draw.

    Examples
    --------
    >>> from idlib_graph import analyze, load_dataset
    >>> found = analyze(load_dataset(), every="P1Y", source=("al-monitor-2019",))
    >>> ensemble = draw_ensemble(found.snapshots, found.slices, found.shifts, draws=3)
    >>> ensemble.labels.shape == (3, len(found.days), len(ensemble.lines))
    True
    >>> ensemble.co_membership("hts", "islamic-state")[-1].item()  # at war throughout
    0.0
    """
    if draws < 1:
        message = f"an ensemble takes at least 1 draw, not {draws}"
        raise SettingsError(message)
    lines = snapshots.nodes
    headline = labels_of_slices(slices, lines)
    probe = ShiftProbe.of(shifts, snapshots.days, headline, lines)
    windows = [_window(snapshots, shift) for shift in shifts]
    lottery = Lottery(snapshots.dataset, seed)
    # What the settings hear has been heard: a drawn source may be published a day later, or silent.
    settings = replace(
        snapshots.settings,
        known_by=None,
        source=(),
        without_source=(),
        node_limit=min(snapshots.settings.node_limit, DRAWN_LIMIT),
    )
    labels = np.full((draws, *headline.shape), -1, dtype=np.int16)
    turns: list[tuple[Turn | None, ...]] = []
    days, of = snapshots.days, snapshots.lines
    drawn = (
        (number, take_snapshots(lottery.draw(number), days, settings=settings, lines=of))
        for number in range(draws)
    )
    memo = Memo()  # draws have many slices in common
    for numbers, variants in fitting(drawn):
        found = labels_in_variants(headline, lines, variants, memo=memo)
        for number, (_, labels[number]) in zip(numbers, found, strict=True):
            near = zip(probe.find(labels[number]), windows, strict=True)
            turns.append(tuple(_reached(turn, window) for turn, window in near))
            if progress:
                progress(number + 1, draws)
    return Ensemble(
        draws=draws,
        seed=seed,
        days=snapshots.days,
        lines=lines,
        headline=headline,
        labels=labels,
        turns=tuple(turns),
    )
