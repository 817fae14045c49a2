"""Events of a made war whose alliances are known: they merge, split, die and are born.

As many as wanted, in arrays: for the timeline job against peers and for runs of millions of
events. Nothing is drawn but from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]

ALONE = -1
CLASH, ALLIANCE = 0, 1


@dataclass(frozen=True)
class War:
    """What is drawn.

    Attributes
    ----------
    months : how many there are
    alliances : how many there are at first
    turns : how many times an alliance merges, splits, dies or is born
    allied : share of events that are alliances
    noise : share of events between any two, of any kind
    """

    actors: int = 1_000
    events: int = 100_000
    months: int = 60
    alliances: int = 20
    turns: int = 20
    allied: float = 0.5
    noise: float = 0.1


@dataclass(frozen=True)
class Events:
    """Events in arrays of shape (events,), in order of month, and the truth.

    Attributes
    ----------
    month : from 0
    a, b : actors, from 0, a < b
    kind : 0 clash, 1 alliance
    truth : (months, actors) the alliance of each, -1 for none; its number is the same all its life
    """

    month: Ints
    a: Ints
    b: Ints
    kind: Ints
    truth: Ints


def wage(war: War, seed: int) -> Events:
    """Draw a war; the same for the same seed.

    Examples
    --------
    >>> events = wage(War(actors=30, events=500, months=6, alliances=3, noise=0.0), seed=1)
    >>> same = events.truth[events.month, events.a] == events.truth[events.month, events.b]
    >>> bool((same == (events.kind == ALLIANCE)).all())  # without noise, the kinds tell the truth
    True
    """
    rng = np.random.default_rng(seed)
    truth = _truth(war, rng)
    month = np.sort(rng.integers(0, war.months, war.events))
    kind = (rng.random(war.events) < war.allied).astype(np.int64)
    a = rng.integers(0, war.actors, war.events)
    b = _partners(truth, month, a, kind, rng)
    noisy = rng.random(war.events) < war.noise
    b[noisy] = rng.integers(0, war.actors, int(noisy.sum()))
    kept = a != b
    low, high = np.minimum(a, b), np.maximum(a, b)
    return Events(month[kept], low[kept], high[kept], kind[kept], truth)


def _truth(war: War, rng: np.random.Generator) -> Ints:
    home = rng.integers(0, war.alliances, war.actors)
    unused = war.alliances
    when = np.sort(rng.integers(1, war.months, war.turns))
    rows = []
    for month in range(war.months):
        for _ in range(int((when == month).sum())):
            home, unused = _turn(home, unused, rng)
        rows.append(home.copy())
    return np.array(rows)


def _turn(home: Ints, unused: int, rng: np.random.Generator) -> tuple[Ints, int]:
    """One alliance merges into another, splits, dies, or is born of those who have none."""
    home = home.copy()
    there = np.unique(home[home != ALONE])
    one, *others = rng.permutation(there)[:2]
    fate = int(rng.integers(0, 4))
    if not others:
        fate = 1  # the last alliance can only split
    if fate == 0:
        home[home == one] = others[0]
    elif fate == 1:
        home[(home == one) & (rng.random(len(home)) < 0.5)] = unused  # noqa: PLR2004 - in half
    elif fate == 2:  # noqa: PLR2004 - the third of four fates
        home[home == one] = ALONE
    else:
        free = np.flatnonzero(home == ALONE)
        home[free if len(free) > 1 else np.flatnonzero(home == one)[::2]] = unused
    return home, unused + 1


def _partners(truth: Ints, month: Ints, a: Ints, kind: Ints, rng: np.random.Generator) -> Ints:
    """With whom each has its event: a fellow for an alliance, somebody else for a clash."""
    b = a.copy()
    for now in range(len(truth)):
        rows = np.arange(*np.searchsorted(month, [now, now + 1]))
        order = np.argsort(truth[now], kind="stable")
        homes = truth[now][order]
        mine = truth[now][a[rows]]
        low, high = np.searchsorted(homes, mine), np.searchsorted(homes, mine, side="right")
        draw = rng.random(len(rows))
        fellow = order[low + (draw * (high - low)).astype(np.int64)]
        outside = (draw * np.maximum(len(homes) - (high - low), 1)).astype(np.int64)
        foe = order[
            np.minimum(np.where(outside < low, outside, outside + high - low), len(homes) - 1)
        ]
        picked = np.where(kind[rows] == ALLIANCE, fellow, foe)
        tied = (kind[rows] == ALLIANCE) & (mine == ALONE)
        picked[tied] = a[rows][tied]  # those in no alliance have no fellows: no event
        b[rows] = picked
    return b
