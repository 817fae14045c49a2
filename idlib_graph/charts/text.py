"""Text of the charts: measured before it is drawn, in points."""

from __future__ import annotations

import re
from bisect import bisect
from functools import lru_cache
from typing import TYPE_CHECKING

from idlib_graph.charts.glyphs import SCALE, characters, coarse_width, measure

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_HINTING = 1.045  # where a raster moves letters, lines of text are up to this much wider
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


@lru_cache(maxsize=65536)
def extent(text: str, size: float, *, bold: bool = False) -> tuple[float, float, float]:
    """Width, height above the baseline and depth below it of one line of text, in points."""
    wide, high, deep = measure(text, bold=bold)
    _, least, below = measure("lp", bold=bold)
    share = size / SCALE
    wide = max(share * wide * _HINTING, coarse_width(text, size, bold=bold))
    return wide, share * max(high, least), share * max(deep, below)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in points."""
    return extent(text, size, bold=bold)[0]


def widest(texts: Iterable[str], size: float) -> float:
    """Width of the widest of `texts`, 0 where there are none."""
    return max((width(text, size) for text in texts), default=0.0)


def clip(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """`text`, cut and ended with an ellipsis where it is wider than `room` points."""
    text = printable(text)
    if width(text, size, bold=bold) <= room:
        return text

    def cut(length: int) -> str:
        return f"{text[:length].rstrip()}…"

    fitting = bisect(range(len(text)), room, key=lambda n: width(cut(n), size, bold=bold))
    return cut(max(fitting - 1, 0))


def clip_words(text: str, size: float, room: float) -> str:
    """`text`, ended with an ellipsis after the last word for which there is room."""
    words = printable(text).split()
    if width(" ".join(words), size) <= room:
        return " ".join(words)
    while len(words) > 1 and width(f"{' '.join(words)} …", size) > room:
        words.pop()
    return clip(f"{' '.join(words).rstrip(',;')} …", size, room)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `room` points; a word wider than that is clipped."""
    space = width(" ", size, bold=bold)
    lines: list[str] = []
    taken = 0.0
    for word in printable(text).split():
        wide = width(word, size, bold=bold)
        if lines and taken + space + wide <= room:
            lines[-1] += f" {word}"
            taken += space + wide
        else:
            lines.append(clip(word, size, room, bold=bold))
            taken = wide
    return lines


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """`text` on one line, with a sign for each character that the typeface does not have."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    known = characters()
    return "".join(char if ord(char) in known else UNKNOWN for char in text)
