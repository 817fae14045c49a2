"""How pictures of one layout share out a sheet: columns, rows, and the scale of the layout."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.charts.furniture import MARGIN
from idlib_graph.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

USUAL = 330.0  # least width of a panel where the sheet's own is left open, in points

_BETWEEN = 20.0
_PAD = (36.0, 17.0)
_MOST_PAD = 0.11  # of a panel's width
_MOST_UNIT = 42.0
_STRETCH = 1.3
_TALL = (0.42, 0.98)


@dataclass(frozen=True, slots=True)
class Multiples:
    """The panels of a sheet, all alike; lengths in points.

    Attributes
    ----------
    columns, rows : how many side by side, and above one another
    wide, high : of what is drawn in a panel
    heading : height of what is written above it
    unit : of the layout in a panel, across and down
    """

    columns: int
    rows: int
    wide: float
    high: float
    heading: float
    unit: tuple[float, float]

    @property
    def height(self) -> float:
        """Height of all panels together."""
        return self.rows * (self.heading + self.high + _BETWEEN) - _BETWEEN

    def corner(self, index: int) -> tuple[float, float]:
        """The upper left corner of a panel's heading, from that of the first."""
        row, column = divmod(index, self.columns)
        return column * (self.wide + _BETWEEN), row * (self.heading + self.high + _BETWEEN)

    def places(self, layout: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """Where each node stands, from the upper left corner of a panel's drawing."""
        at = np.array(list(layout.values())).reshape(-1, 2)
        middle = (at.min(axis=0) + at.max(axis=0)) / 2 if len(at) else np.zeros(2)
        x, y = ((at - middle) * self.unit * [1, -1]).T
        across, down = (x + self.wide / 2).tolist(), (y + self.high / 2).tolist()
        return dict(zip(layout, zip(across, down, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class Need:
    """What panels there are to be.

    Attributes
    ----------
    count : of panels
    span : width and height of the layout
    least : of the layout's unit, in points
    heading : height of a panel's heading, in points, by the panel's width
    """

    count: int
    span: tuple[float, float]
    least: float
    heading: Callable[[float], float]


def share_out(
    need: Need, width: float, height: float | None, *, around: float = 0.0, usual: float = USUAL
) -> Multiples:
    """The panels that fill a sheet best.

    On a sheet of a given height, those that show the layout largest; else as many columns as leave
    each panel its usual width, and rows as full as can be.

    Parameters
    ----------
    width, height : of the room for panels, in points; None for a height left open
    around : what the sheet needs above and below them
    usual : least width of a panel where the height is open

    Raises
    ------
    SettingsError
        Where the unit of the layout would be too small, with the size that is needed.
    """
    if height is None:
        most = max(1, int((width + _BETWEEN) // (usual + _BETWEEN)))
        rows = math.ceil(need.count / most)
        best = _panels(need, math.ceil(need.count / rows), width, None)
    else:
        tried = [_panels(need, columns, width, height) for columns in range(1, need.count + 1)]
        best = max(tried, key=lambda panels: (round(min(panels.unit), 6), -panels.columns))
    if min(best.unit) < need.least:
        room = "" if height is None else f" by {(height + around) / 72:.1f}"
        wide, high = _least_size(need, width)
        needed = f"{wide / 72:.1f} by {(high + around) / 72:.1f}"
        msg = f"{(width + 2 * MARGIN) / 72:.1f}{room} inches are too small; it needs {needed}"
        raise SettingsError(msg)
    return best


def _panels(need: Need, columns: int, width: float, height: float | None) -> Multiples:
    wide = (width + _BETWEEN) / columns - _BETWEEN
    rows, heading = math.ceil(need.count / columns), need.heading(wide)
    pads = (min(_PAD[0], _MOST_PAD * wide), _PAD[1])
    if height is None:
        unit = min(_unit(wide, pads[0], need.span[0]), _MOST_UNIT)
        least, most = (share * wide for share in _TALL)
        high = min(max(unit * need.span[1] + 2 * pads[1], least), most)
    else:
        high = (height + _BETWEEN) / rows - _BETWEEN - heading
    units = [
        min(_unit(room, pad, span), _MOST_UNIT)
        for room, pad, span in zip((wide, high), pads, need.span, strict=True)
    ]
    across, down = (min(unit, _STRETCH * min(units)) for unit in units)
    return Multiples(columns, rows, wide, high, heading, (across, down))


def _unit(room: float, pad: float, span: float) -> float:
    return (room - 2 * pad) / max(span, 1.0)


def _least_size(need: Need, width: float) -> tuple[float, float]:
    """The width of a sheet, `width` if that is enough, and the least height of its panels."""
    across, down = (
        need.least * max(span, 1.0) + 2 * pad for span, pad in zip(need.span, _PAD, strict=True)
    )
    columns = min(max(1, int((width + _BETWEEN) // (across + _BETWEEN))), need.count)
    wide = max(width, across)
    heading = need.heading((wide + _BETWEEN) / columns - _BETWEEN)
    rows = math.ceil(need.count / columns)
    return wide + 2 * MARGIN, rows * (heading + down + _BETWEEN) - _BETWEEN
