"""Ribbons that run from one column to the next, and the names that have room on and beside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from idlib_graph.charts.text import clip, widest, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from idlib_graph.charts.sheet import Box, Sheet

    Floats: TypeAlias = NDArray[np.float64]

Number = TypeVar("Number", "float", "NDArray[np.float64]")

NAME_SIZES = (7.0, 6.2)
NAME_ROOM = 132.0
LEADING = 1.18

WHOLE, CLIPPED, PARTLY = "whole", "clipped", "partly"

_SAMPLES = 41
_STEPS = 13
_END = 5.0
_LEAST, _NARROW = 30.0, 44.0  # width of one name cut short; of running text
_AIR = (4.0, 0.7)
_WIDTHS = (0.95, 0.8, 0.65, 0.45)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A ribbon in points: from the left to the right end of its upper edge, and how high it is."""

    left: float
    right: float
    begin: float
    end: float
    high: float

    def upper(self, x: Number) -> Number:
        """The upper edge at `x`, which is on it; it rises and falls without a kink."""
        t = (x - self.left) / (self.right - self.left)
        return self.begin + (self.end - self.begin) * t**3 * (t * (6 * t - 15) + 10)

    def edges(self) -> tuple[Floats, Floats]:
        """Upper and lower edge from left to right, each of shape (points, 2)."""
        x = np.linspace(self.left, self.right, _SAMPLES if self.begin != self.end else 2)
        upper = np.column_stack([x, self.upper(x)])
        return upper, upper + np.array([0.0, self.high])

    def spans(self, left: float, right: float) -> tuple[float, float]:
        """The highest and the lowest point of its upper edge between two places."""
        ends = [self.upper(min(max(x, self.left), self.right)) for x in (left, right)]
        return min(ends), max(ends)

    def spots(self, wide: float, high: float, *, within: bool) -> Iterator[tuple[float, float]]:
        """Middles of boxes of that size on the ribbon, the most central first.

        Parameters
        ----------
        within : whether the box has to lie inside the ribbon whole
        """
        room = self.right - self.left - 2 * _END - wide
        if room < 0:
            return
        for share in sorted(np.linspace(0.0, 1.0, _STEPS), key=lambda s: (abs(s - 0.5), s)):
            x = self.left + _END + wide / 2 + room * float(share)
            top, low = self.spans(x - wide / 2, x + wide / 2)
            if not within or top + self.high - low >= high:
                yield x, (top + low + self.high) / 2


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines of text, their size, and the distance from one to the next."""

    lines: Sequence[str]
    size: float
    pitch: float
    align: str
    colour: str | None = None


@dataclass
class Names:
    """Writes names on the ribbons of a sheet and beside its blocks, never over other text.

    Attributes
    ----------
    ribbons : all that is drawn, which names should rather not cover
    """

    sheet: Sheet
    ribbons: Sequence[Ribbon]

    def beside(
        self, names: Sequence[str], at: tuple[float, float], room: tuple[float, float], align: str
    ) -> None:
        """Write names into a box that begins or ends at `at`; else how many there are.

        Parameters
        ----------
        at : the edge of the box that names are aligned to, and its middle
        room : its width and height
        """
        blocks = (
            (size, lines, clear, how == CLIPPED or lines == list(names))
            for how in (WHOLE, CLIPPED, PARTLY)
            for clear in (True, False)
            for size in NAME_SIZES
            for lines in ways_to_write(names, size, room, how)
        )
        for size, lines, clear, each in blocks:
            pitch = room[1] / len(lines) if each else size * LEADING
            if self._write(_Text(lines, size, pitch, align), at, clear=clear):
                return
        size = NAME_SIZES[-1]
        self._write(_Text([str(len(names))], size, size, align), at, clear=False)

    def on(self, ribbon: Ribbon, names: Sequence[str], *, needed: bool, halo: bool) -> None:
        """Write names onto a ribbon where there is room.

        Parameters
        ----------
        needed : whether they may also stand over its edges and over other ribbons
        halo : whether letters need a ground of their own, as on a hatched ribbon
        """
        colour = self.sheet.theme.ink if needed else self.sheet.theme.soft
        wide = ribbon.right - ribbon.left - 2 * _END
        for how, clear in product((WHOLE, PARTLY), (True, False) if needed else (True,)):
            high = ribbon.high if clear else max(ribbon.high, NAME_SIZES[0] * LEADING)
            for size in NAME_SIZES:
                for lines in ways_to_write(names, size, (wide, high), how):
                    box = (widest(lines, size), len(lines) * size * LEADING)
                    for spot in ribbon.spots(*box, within=clear):
                        text = _Text(lines, size, size * LEADING, "center", colour)
                        if self._write(text, spot, own=ribbon, clear=clear, halo=halo):
                            return

    def _write(
        self,
        text: _Text,
        at: tuple[float, float],
        *,
        clear: bool,
        halo: bool = False,
        own: Ribbon | None = None,
    ) -> bool:
        """Write lines around a middle where no text is, and no ribbon if need be; whether so."""
        x, middle = at
        rows = [
            middle + (i - (len(text.lines) - 1) / 2) * text.pitch for i in range(len(text.lines))
        ]
        placed = list(zip(rows, text.lines, strict=True))
        boxes = [self.sheet.box(x, y, line, text.size, align=text.align) for y, line in placed]
        if clear and any(self._covered(box, own) for box in boxes):
            return False
        wider = [(a - _AIR[0], b - _AIR[1], c + _AIR[0], d + _AIR[1]) for a, b, c, d in boxes]
        if not all(self.sheet.is_free(box) for box in wider):
            return False
        look: dict[str, Any] = {"align": text.align, "colour": text.colour}
        for y, line in placed:
            self.sheet.text(x, y, line, text.size, halo=halo or not clear, **look)
        return True

    def _covered(self, box: Box, own: Ribbon | None) -> bool:
        """Whether any ribbon but `own` runs behind `box`."""
        left, upper, right, lower = box
        for ribbon in self.ribbons:
            if ribbon is not own and ribbon.left < right and left < ribbon.right:
                top, low = ribbon.spans(left, right)
                if top < lower - 1 and upper + 1 < low + ribbon.high:
                    return True
        return False


def ways_to_write(
    names: Sequence[str], size: float, room: tuple[float, float], how: str
) -> Iterator[list[str]]:
    """Ways to write `names` into a box.

    Parameters
    ----------
    room : width and height of the box
    how : ``whole`` for all names, each on its own line or in running text; ``clipped`` for each on
        its own line, cut short; ``partly`` for as many as have room, and how many more there are
    """
    wide, high = room
    lines = int(high // (size * LEADING))
    if lines < 1 or wide < _LEAST:
        return
    if how == CLIPPED:
        for part in [wide * share for share in _WIDTHS if wide * share >= _LEAST]:
            if len(names) <= lines:
                yield [clip(name, size, part) for name in names]
        return
    if how == WHOLE and len(names) <= lines and widest(names, size) <= wide:
        yield list(names)
    for count in [len(names)] if how == WHOLE else range(len(names) - 1, 0, -1):
        rest = len(names) - count
        text = ", ".join(names[:count]) + (f" and {rest} more" if rest else "")
        for share in _WIDTHS:
            if max(widest(text.split(), size), _NARROW) <= wide * share:
                found = wrap(text, size, wide * share)
                if len(found) <= lines:
                    yield found
