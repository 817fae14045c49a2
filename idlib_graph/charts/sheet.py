"""A sheet of paper to draw a chart on: all is placed in points from its upper left corner.

A sheet is either the axes of a figure (`artists`) or a page that is written as SVG (`page`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from idlib_graph.charts.text import extent, printable
from idlib_graph.charts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from idlib_graph.charts.style import Theme

    Box: TypeAlias = tuple[float, float, float, float]
    Points: TypeAlias = NDArray[np.float64]

EPOCH = date(1970, 1, 1).toordinal()
POINTS_PER_INCH = 72.0
USUAL_WIDTH = 16.0  # inches
CAPITAL = 0.73  # height of DejaVu's capitals as a share of its size
SPARE = 1.0  # least room between two texts, in points


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the drawing stands on the sheet, in points, and what it spans.

    Attributes
    ----------
    width, height : of the sheet
    left, right, top, bottom : margins around the drawing
    first, last : days since 1970 at the drawing's left and right edge
    rows : rows from its upper to its lower edge
    language : of its dates; empty for ISO 8601
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    rows: float
    language: str = ""

    @property
    def pitch(self) -> float:
        """Height of a row."""
        return (self.height - self.top - self.bottom) / self.rows

    @overload
    def x(self, day: float) -> float: ...
    @overload
    def x(self, day: ArrayLike) -> NDArray[np.float64]: ...
    def x(self, day: float | ArrayLike) -> float | NDArray[np.float64]:
        """Points from the left edge of the sheet to `day`."""
        scale = (self.width - self.left - self.right) / (self.last - self.first)
        days = day if isinstance(day, float | int) else np.asarray(day, dtype=float)
        return self.left + (days - self.first) * scale

    @overload
    def y(self, row: float) -> float: ...
    @overload
    def y(self, row: ArrayLike) -> NDArray[np.float64]: ...
    def y(self, row: float | ArrayLike) -> float | NDArray[np.float64]:
        """Points from the upper edge of the sheet to `row`."""
        rows = row if isinstance(row, float | int) else np.asarray(row, dtype=float)
        return self.top + rows * self.pitch


@dataclass
class Sheet(ABC):
    """What a chart is drawn on; how things look is told in matplotlib's words.

    Attributes
    ----------
    boxes : what each text drawn so far covers: left, upper, right and lower edge
    """

    plan: Plan
    theme: Theme
    boxes: list[Box] = field(default_factory=list)

    def box(self, x: float, y: float, text: str, size: float, **how: Any) -> Box:  # noqa: ANN401 - as `text` takes it
        """What `text` would cover, drawn with its capitals centred on `y`."""
        return text_box(x, y, text, size, **how)

    def is_free(self, box: Box, *, spare: float = SPARE) -> bool:
        """Whether `box` is on the sheet and covers no text."""
        left, upper, right, lower = box
        if left < 0 or upper < 0 or right > self.plan.width or lower > self.plan.height:
            return False
        return not any(
            left < r + spare and x < right + spare and upper < b + spare and y < lower + spare
            for x, y, r, b in self.boxes
        )

    def text(  # noqa: PLR0913 - type has many sides
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        align: str = "left",
        bold: bool = False,
        colour: str | None = None,
        halo: bool = False,
        rim: str = "",
        upward: bool = False,
        zorder: float = 10,
    ) -> Box:
        """Write one line with its capitals centred on `y`; or upward from there, centred on `x`.

        A rim is a colour around the letters, a halo one in the colour of the background.
        """
        base, text = CAPITAL * size / 2, printable(text)
        words = Words(
            text,
            size,
            colour or self.theme.ink,
            align=align,
            bold=bold,
            rim=self.theme.background if halo else rim,
            turn=-90.0 if upward else 0.0,
        )
        place = (x + base, y) if upward else (x, y + base)
        self.letters(words, place, zorder)
        box = self.box(x, y, text, size, align=align, bold=bold)
        if upward:
            left, upper, right, lower = box
            box = (x + upper - y, y + x - right, x + lower - y, y + x - left)
        self.boxes.append(box)
        return box

    def marker(self, x: float, y: float, sign: str, size: float, **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw one sign, `size` points high."""
        self.markers([(x, y)], sign=sign, size=size, **look)

    @abstractmethod
    def letters(self, words: Words, place: tuple[float, float], zorder: float) -> None:
        """Draw one line of text, its baseline from `place` on."""

    @abstractmethod
    def strokes(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines, each of shape (points, 2)."""

    @abstractmethod
    def areas(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw filled polygons, each of shape (points, 2)."""

    @abstractmethod
    def curves(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines made of cubic curves, each given by its control points, (3 n + 1, 2)."""

    @abstractmethod
    def grounds(
        self,
        edges: Sequence[tuple[Points, Points]],
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Fill what lies between upper and lower edges made of cubic curves."""

    @abstractmethod
    def shape(self, rings: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw an area with holes, of which each ring ends where it begins."""

    @abstractmethod
    def markers(
        self,
        points: Sequence[tuple[float, float]],
        *,
        sign: str,
        size: float,
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Draw the same sign at several points."""

    @abstractmethod
    def pill(self, box: Box, *, pad: tuple[float, float], edge: str, zorder: float) -> None:
        """Draw a rounded frame around `box`, `pad` away from it, filled with the background."""


class Gathered:
    """What looks the same, gathered to be drawn at once: it takes time for each artist.

    Parameters
    ----------
    draw : `Sheet.strokes` or another that draws several of a look
    """

    def __init__(self, draw: Callable[..., None]) -> None:
        self._draw = draw
        self._found: dict[str, tuple[list[Any], dict[str, Any]]] = {}

    def add(self, *what: Any, **look: Any) -> None:  # noqa: ANN401 - as it is drawn
        """Keep something to be drawn."""
        self._found.setdefault(repr(look), ([], look))[0].extend(what)

    def draw(self) -> None:
        """Draw all of it, look by look in the order in which each was first seen."""
        for what, look in self._found.values():
            self._draw(what, **look)


def text_box(
    x: float, y: float, text: str, size: float, *, align: str = "left", bold: bool = False
) -> Box:
    """What one line of text covers whose capitals are centred on `y`."""
    wide, up, down = extent(text, size, bold=bold)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    base = y + CAPITAL * size / 2
    return (left, base - up, left + wide, base + down)
