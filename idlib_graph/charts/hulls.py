"""Rounded outlines around the members of a community, with strangers left outside."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
from contourpy import FillType, contour_generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Grid: TypeAlias = tuple[Floats, Floats]  # across, shape (columns,), and down, shape (rows, 1)
    Rings: TypeAlias = list[Floats]

_STEP = 1.5  # of the grid on which outlines are traced
_FINE = 0.08  # points nearer than this to a straight side are left out


def outline(members: Floats, strangers: Floats, *, reach: float, clear: float) -> list[Rings]:
    """The outline of the convex hull of `members`, widened by `reach`, around no stranger.

    Strangers inside the hull stand in round holes of radius `clear`; so many of them may divide
    it. Parts in which no member stands are left out.

    Parameters
    ----------
    members, strangers : shape (points, 2); at least one member, and no stranger nearer to a member
        than twice `clear`
    reach, clear : in the unit of the points

    Returns
    -------
    For each part its rings, each closed and of shape (points, 2): the outer one, then the holes.
    """
    low, high = members.min(axis=0) - reach - 2 * _STEP, members.max(axis=0) + reach + 2 * _STEP
    x, y = (np.arange(a, b + _STEP, _STEP) for a, b in zip(low, high, strict=True))
    grid = x, y[:, None]
    near = strangers[((strangers > low) & (strangers < high)).all(axis=1)]
    inside = reach - _to_convex(grid, convex_hull(members))
    inside = np.minimum(inside, _to_points(grid, near) - clear)
    inside = np.maximum(inside, clear - _to_points(grid, members))
    tracer = contour_generator(x, y, inside, fill_type=FillType.OuterOffset)
    points, offsets = cast("tuple[Rings, list[Floats]]", tracer.filled(0.0, np.inf))
    parts = [
        [ring[a:b] for a, b in pairwise(ends.tolist())]
        for ring, ends in zip(points, offsets, strict=True)
    ]
    kept = [rings for rings in parts if surrounds(rings[0], members).any()]
    return [[_thinned(ring) for ring in rings] for rings in kept]


def convex_hull(points: Floats) -> Floats:
    """The corners of the convex hull, one way round (Andrew 1979); both ends of a line.

    Examples
    --------
    >>> convex_hull(np.array([[0, 0], [2, 0], [1, 1], [2, 2], [0, 2]])).tolist()
    [[0, 0], [2, 0], [2, 2], [0, 2]]
    """
    ordered = sorted({(x, y) for x, y in points.tolist()})
    if len(ordered) < 3:  # noqa: PLR2004 - a point or a line
        return np.array(ordered)
    sides = []
    for run in (ordered, ordered[::-1]):
        side: list[tuple[float, float]] = []
        for point in run:
            while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
                side.pop()
            side.append(point)
        sides += side[:-1]
    return np.array(sides)


def surrounds(ring: Floats, points: Floats) -> NDArray[np.bool_]:
    """Which of `points` a closed ring runs around, shape (points,)."""
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    x, y = points[:, :1], points[:, 1:]
    spans = (y0 > y) != (y1 > y)
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    crossings = (spans & (x < x0 + (y - y0) * (x1 - x0) / rise)).sum(axis=1)
    odd: NDArray[np.bool_] = crossings % 2 == 1
    return odd


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Positive where a, b, c turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _to_convex(grid: Grid, corners: Floats) -> Floats:
    """Distance of each place to a convex polygon; 0 inside."""
    squared: Floats = np.full(np.broadcast_shapes(*(x.shape for x in grid)), np.inf)
    within = np.full(squared.shape, len(corners) > 2)  # noqa: PLR2004 - a line has no inside
    for begin, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        (across, down), x, y = (end - begin).tolist(), grid[0] - begin[0], grid[1] - begin[1]
        length = max(across**2 + down**2, 1e-12)
        share = (across / length * x + down / length * y).clip(0.0, 1.0)
        np.minimum(squared, (x - share * across) ** 2 + (y - share * down) ** 2, out=squared)
        within &= across * y - down * x >= 0
    return np.where(within, 0.0, np.sqrt(squared))


def _to_points(grid: Grid, points: Floats) -> Floats:
    """Distance of each place to the nearest of `points`."""
    squared = np.full(np.broadcast_shapes(*(x.shape for x in grid)), np.inf)
    for x, y in points.tolist():
        np.minimum(squared, (grid[0] - x) ** 2 + (grid[1] - y) ** 2, out=squared)
    away: Floats = np.sqrt(squared)
    return away


def _thinned(ring: Floats) -> Floats:
    """A closed ring without the points that hardly bend it (Douglas & Peucker 1973)."""
    kept = np.array([0, len(ring) // 2, len(ring) - 1])
    while True:
        side = np.repeat(np.arange(len(kept) - 1), np.diff(kept))  # on which each point is
        along = np.diff(ring[kept], axis=0)
        length = np.maximum(np.hypot(*along.T), 1e-9)
        across, down = (ring[:-1] - ring[kept[side]]).T
        away = np.abs(along[side, 0] * down - along[side, 1] * across) / length[side]
        most = np.maximum.reduceat(away, kept[:-1])
        bends = np.flatnonzero((away == most[side]) & (away > _FINE))
        if not len(bends):
            thinned: Floats = ring[kept]
            return thinned
        _, first = np.unique(side[bends], return_index=True)
        kept = np.sort(np.concatenate([kept, bends[first]]))
