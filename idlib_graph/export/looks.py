"""How a graph looks when it is opened: places, sizes and colours."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING

from idlib_graph.palette import GREY, KIND_HUES, PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SIZES = (4.0, 100.0)
"""Smallest and largest node; Gephi stretches any other range, and all places with it."""

HALF = 5_000.0
"""How far from the middle a node may stand in Gephi."""

SIGN_COLOURS = {1: KIND_HUES["alliance"], -1: KIND_HUES["clash"], 0: GREY}

_UNIT = 100.0  # between two nodes that stand as near as the layout lets them
_ROOM = 50.0  # times the square root of the number of nodes: half of the least width of a graph


def place(layout: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The places of a signed layout around their centre of gravity, 0, 0.

    Gephi would move them there, and draw in what stands farther off than `HALF`.

    Examples
    --------
    >>> place({"a": (0.0, 0.0), "b": (1.0, 0.0)})
    {'a': (-50.0, 0.0), 'b': (50.0, 0.0)}
    """
    moved, widest = _centred(layout)
    return _drawn(moved, min(_UNIT, HALF / widest) if widest else _UNIT)


def keep_places(
    layout: Mapping[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:
    """Places given in any unit, around 0, 0, and as they are where there is room for nodes.

    Examples
    --------
    >>> keep_places({"a": (0.0, 0.0), "b": (0.0, 1000.0)})
    {'a': (0.0, -500.0), 'b': (0.0, 500.0)}
    """
    moved, widest = _centred(layout)
    least = _ROOM * sqrt(len(layout))
    wide = min(max(widest, least if widest < 0.9 * least else widest), HALF)
    return _drawn(moved, wide / widest if widest else 1.0)


def _centred(
    layout: Mapping[str, tuple[float, float]],
) -> tuple[dict[str, tuple[float, float]], float]:
    """The same around the centre of gravity, and the farthest from it on either axis."""
    middle = [sum(axis) / len(layout) for axis in zip(*layout.values(), strict=True)]
    moved = {key: (x - middle[0], y - middle[1]) for key, (x, y) in layout.items()}
    return moved, max((max(abs(x), abs(y)) for x, y in moved.values()), default=0.0)


def _drawn(moved: Mapping[str, tuple[float, float]], unit: float) -> dict[str, tuple[float, float]]:
    """The same times `unit`, in hundredths and without a minus zero."""
    return {
        key: (round(x * unit, 2) + 0.0, round(y * unit, 2) + 0.0) for key, (x, y) in moved.items()
    }


def spread_names(
    layout: Mapping[str, tuple[float, float]], names: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[float, float]]:
    """A place for each name a line bore: the last at the line's own, earlier ones above it."""
    return {
        name: (layout[line][0], layout[line][1] + 0.8 * back)
        for line, borne in names.items()
        for back, name in enumerate(reversed(borne))
    }


def scale_sizes(amounts: Mapping[str, float]) -> dict[str, float]:
    """Sizes from exactly 4 to exactly 100, by the square root of what they stand for.

    Where all are the same, all are 4.

    Examples
    --------
    >>> scale_sizes({"a": 0, "b": 4, "c": 16})
    {'a': 4.0, 'b': 52.0, 'c': 100.0}
    """
    roots = {key: sqrt(amount) for key, amount in amounts.items()}
    least, most = min(roots.values(), default=0.0), max(roots.values(), default=0.0)
    low, high = SIZES
    if least == most:
        return dict.fromkeys(roots, low)
    step = (high - low) / (most - least)
    sizes = {key: round(low + step * (root - least), 2) for key, root in roots.items()}
    return {key: min(max(size, low), high) for key, size in sizes.items()}


def colour_groups(groups: Mapping[str, str | None], also: Iterable[str] = ()) -> dict[str, str]:
    """A colour for each group, the largest first; more groups than colours take turns.

    Parameters
    ----------
    groups : the group of each node; None for those in no group
    also : groups that come after those

    Examples
    --------
    >>> colour_groups({"a": "reds", "b": "reds", "c": "blues", "d": None})
    {'reds': '#0072b2', 'blues': '#d55e00'}
    """
    sizes = Counter(group for group in groups.values() if group is not None)
    ranked = sorted({*sizes, *also}, key=lambda group: (-sizes[group], group))
    return {group: PALETTE[rank % len(PALETTE)] for rank, group in enumerate(ranked)}
