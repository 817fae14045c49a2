"""Panels over one time axis: honest scales, steps with gaps, and names at their right ends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.furniture import MARGIN
from idlib_graph.charts.sheet import Gathered
from idlib_graph.charts.style import mix
from idlib_graph.charts.text import clip, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from idlib_graph.charts.sheet import Sheet

HEADING, MEANING, TICK, NAME = 9.2, 7.4, 7.4, 8.0
LEADING = 1.32
PITCH = NAME * 1.2  # least distance of names at right ends
LEADER = 15.0

_TICKS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """What a panel's height stands for: from its lowest to its highest tick."""

    ticks: tuple[float, ...]

    @property
    def low(self) -> float:
        """The value at the lower edge."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The value at the upper edge."""
        return self.ticks[-1]


@dataclass(frozen=True, slots=True)
class Curve:
    """One value a slice, None where it is undefined; `digits` after the point."""

    name: str
    values: tuple[float | None, ...]
    digits: int = 2
    dash: Any = "solid"

    @property
    def last(self) -> str:
        """Its value in the last slice, written; a dash where it is undefined."""
        last = self.values[-1]
        return "\N{EN DASH}" if last is None else f"{last:.{self.digits}f}"

    @property
    def end(self) -> float | None:
        """The last value that it has."""
        return next((value for value in reversed(self.values) if value is not None), None)


@dataclass(frozen=True, slots=True)
class Panel:
    """What is drawn under one heading, and how high it is beside others.

    Attributes
    ----------
    meaning : what is measured, in a sentence or two
    height : in points, where the sheet may be as high as it needs
    """

    heading: str
    meaning: str
    scale: Scale
    curves: tuple[Curve, ...]
    height: float = 58.0

    def caption(self, room: float) -> list[tuple[str, float, bool]]:
        """Lines of heading and meaning at most `room` points wide, with size and weight."""
        head = [(line, HEADING, True) for line in wrap(self.heading, HEADING, room, bold=True)]
        return head + [(line, MEANING, False) for line in wrap(self.meaning, MEANING, room)]

    def least(self, room: float) -> float:
        """The height that its caption needs, in points."""
        return sum(size * LEADING for _, size, _ in self.caption(room))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands on the sheet, in points from the upper edge."""

    scale: Scale
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Points from the upper edge of the sheet to `value`."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.bottom - share * (self.bottom - self.top)

    def path(self, sheet: Sheet, line: NDArray[np.float64]) -> NDArray[np.float64]:
        """A line of (day, value) in points on the sheet."""
        return np.column_stack([sheet.plan.x(line[:, 0]), [self.y(v) for v in line[:, 1]]])


def share_scale(values: Iterable[float | None]) -> Scale:
    """From 0 to 1, whatever the values; below 0 where some are.

    Examples
    --------
    >>> share_scale([0.4, None]).ticks, share_scale([-0.07]).ticks
    ((0.0, 0.5, 1.0), (-0.5, 0.0, 0.5, 1.0))
    """
    least = min((value for value in values if value is not None), default=0.0)
    below = max(math.ceil(-2 * least), 0)
    return Scale(tuple(tick / 2 for tick in range(-below, 3)))


def count_scale(most: float, *, whole: bool = False) -> Scale:
    """From 0 to a round number that is `most` or more, in a few even steps.

    Parameters
    ----------
    whole : whether only whole numbers are counted

    Examples
    --------
    >>> count_scale(7, whole=True).ticks, count_scale(0.3).ticks, count_scale(0).ticks
    ((0.0, 2.0, 4.0, 6.0, 8.0), (0.0, 0.1, 0.2, 0.3), (0.0, 1.0))
    """
    if most <= 0:
        return Scale((0.0, 1.0))
    power = math.floor(math.log10(most)) - 1
    sizes = [base * 10.0**exponent for exponent in (power, power + 1) for base in (1, 2, 5)]
    step = next(size for size in sizes if most <= _TICKS * size * (1 + 1e-9))
    step = max(step, 1.0) if whole else step
    count = math.ceil(most / step - 1e-9)
    return Scale(tuple(round(tick * step, 10) for tick in range(count + 1)))


def steps(values: Sequence[float | None], edges: Sequence[float]) -> list[NDArray[np.float64]]:
    """Lines of (day, value), level over each slice, broken where a value is undefined.

    Examples
    --------
    >>> [path.tolist() for path in steps([None, 2.0, 3.0, None], [0, 1, 2, 3, 4])]
    [[[1.0, 2.0], [2.0, 2.0], [2.0, 3.0], [3.0, 3.0]]]
    """
    paths = []
    for known, run in groupby(range(len(values)), key=lambda index: values[index] is not None):
        if known:
            points = [(edges[i + side], values[i]) for i in run for side in (0, 1)]
            paths.append(np.array(points, dtype=float))
    return paths


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places in the order of `wanted`, `gap` or more apart, as near to it as can be.

    Nearest in the sum of squares, by pooling adjacent violators (Ayer et al. 1955); all between
    `low` and `high` as far as there is room.

    Examples
    --------
    >>> spread([10, 10, 50], 8, 0, 100), spread([99, 98], 8, 0, 100)
    ([6.0, 14.0, 50.0], [100.0, 92.0])
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    blocks: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, count = wanted[index] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, number = blocks.pop()
            mean = (before * number + mean * count) / (number + count)
            count += number
        blocks.append((mean, count))
    ceiling = high - (len(wanted) - 1) * gap
    level = [max(min(mean, ceiling), low) for mean, count in blocks for _ in range(count)]
    places = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        places[index] = float(level[rank] + rank * gap)
    return places


def draw_ground(sheet: Sheet, panel: Panel, place: Place, room: float) -> None:
    """Draw the levels of a panel, and write at its left, `room` wide, what it measures."""
    plan, theme, levels = sheet.plan, sheet.theme, Gathered(sheet.strokes)
    for tick in place.scale.ticks:
        y = place.y(tick)
        line = np.array([[plan.left, y], [plan.width - plan.right, y]])
        colour = theme.soft if tick == 0 else theme.grid
        levels.add(line, colors=colour, linewidths=0.8, zorder=0.5)
        at, text, right = plan.left - 5, f"{tick:g}", {"align": "right"}
        if sheet.is_free(sheet.box(at, y, text, TICK, **right), spare=2.5):
            sheet.text(at, y, text, TICK, align="right", colour=theme.soft)
    levels.draw()
    y = place.top - TICK * LEADING / 2
    for text, size, bold in panel.caption(room):
        colour = theme.ink if bold else theme.soft
        y += size * LEADING
        sheet.text(MARGIN, y - size * LEADING / 2, text, size, bold=bold, colour=colour)


def draw_curves(sheet: Sheet, panel: Panel, place: Place, edges: Sequence[float]) -> None:
    """Draw the curves of a panel, each with its name and last value at its right end."""
    ink, curves = sheet.theme.ink, panel.curves
    ends = [place.y(place.scale.low if c.end is None else c.end) for c in curves]
    names = spread(ends, PITCH, place.top, place.bottom)
    for curve, end, y in zip(curves, ends, names, strict=True):
        paths = [place.path(sheet, line) for line in steps(curve.values, edges)]
        look: dict[str, Any] = {"linestyles": [curve.dash], "linewidths": 1.7, "zorder": 6}
        sheet.strokes(paths, colors=ink, label=curve.name, **look)
        if len(curves) == 1:
            _fill(sheet, paths, place.y(0.0))
        # A lead from where the curve ended before would show a value that there is not.
        lead = None if curve.values[-1] is None else end
        write_name(sheet, curve.name, curve.last, y, ink, end=lead, dash=curve.dash)


def write_name(
    sheet: Sheet,
    name: str,
    value: str,
    y: float,
    colour: str,
    *,
    end: float | None,
    dash: Any = "solid",  # noqa: ANN401 - matplotlib's own
) -> None:
    """Write a name and a value at height `y` at the right, and lead there from `end` if given."""
    right = sheet.plan.width - sheet.plan.right
    if end is not None:
        path = np.array([[right + 1.5, end], [right + 5, end], [right + 9, y], [right + 13, y]])
        sheet.strokes([path], colors=colour, linewidths=1.5, linestyles=[dash], zorder=6)
    room = sheet.plan.right - LEADER - 4 - width(f" {value}", NAME)
    sheet.text(right + LEADER, y, f"{clip(name, NAME, room)} {value}", NAME)


def _fill(sheet: Sheet, paths: Sequence[NDArray[np.float64]], zero: float) -> None:
    """Tint what lies between a curve and the level of 0."""
    shapes = [np.vstack([p, [[p[-1, 0], zero], [p[0, 0], zero]]]) for p in paths]
    pale = mix(sheet.theme.grey, sheet.theme.background, 0.16)
    sheet.areas(shapes, facecolors=pale, linewidths=0.0, zorder=0.2)
