"""Parts of one figure side by side: their headings, and shares in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.charts.text import wrap

if TYPE_CHECKING:
    from idlib_graph.charts.sheet import Sheet

TITLE, TEXT = 10.6, 7.6
LEADING = 1.34

_LONGEST = 520.0
_AFTER_TITLE = 1.0
_AFTER_TEXT = 7.0


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a part and what it shows, in lines."""

    title: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def height(self) -> float:
        """Points from its upper edge to what it stands above."""
        lines = len(self.title) * TITLE + len(self.text) * TEXT
        return lines * LEADING + _AFTER_TITLE + _AFTER_TEXT

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Write it with its upper left corner there."""
        for line in self.title:
            sheet.text(x, y + TITLE * LEADING / 2, line, TITLE, bold=True)
            y += TITLE * LEADING
        y += _AFTER_TITLE
        for line in self.text:
            sheet.text(x, y + TEXT * LEADING / 2, line, TEXT, colour=sheet.theme.soft)
            y += TEXT * LEADING


def plan_head(title: str, text: str, room: float) -> Head:
    """Break a heading and what it shows into lines of at most `room` points.

    None of them is longer than can be read with ease.
    """
    lines = wrap(text, TEXT, min(room, _LONGEST))
    return Head(tuple(wrap(title, TITLE, room, bold=True)), tuple(lines))


def percent(share: float) -> str:
    """A share in percent, which is 0 or 100 only where it is that exactly.

    Examples
    --------
    >>> [percent(share) for share in (0, 0.001, 0.425, 0.999, 1)]
    ['0%', '<1%', '42%', '>99%', '100%']
    """
    rounded = f"{share:.0%}"
    if rounded == "0%" and share > 0:
        return "<1%"
    return ">99%" if rounded == "100%" and share < 1 else rounded
