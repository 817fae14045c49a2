"""Text of the charts: measured before it is drawn, in points."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILY = "DejaVu Sans"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_LARGE = 100.0  # points at which hinting does not matter, at this many dots per inch
_FINE = 600
_COARSE = 72  # those at which it matters most
_HINTING = 1.045  # in between it makes lines of text up to this much wider
# Characters that look the same whatever stands beside them, and are as wide but for kerning.
_APART = re.compile(r"[\x20-\u02af\u2010-\u2bff]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


@cache
def font(*, bold: bool = False) -> FontProperties:
    """The one typeface of the charts."""
    return FontProperties(family=FAMILY, weight="bold" if bold else "normal")


@lru_cache(maxsize=65536)
def extent(text: str, size: float, *, bold: bool = False) -> tuple[float, float, float]:
    """Width, height above the baseline and depth below it of one line of text, in points."""
    fine, up, down = (size * length for length in _outline(text, bold=bold))
    coarse = _coarse(text, size, bold=bold)
    _, least, below = (size * length for length in _outline("lp", bold=bold))
    return max(fine * _HINTING, coarse), max(up, least), max(down, below)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in points."""
    return extent(text, size, bold=bold)[0]


def drawn_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in points where no raster makes it wider."""
    return size * _outline(text, bold=bold)[0]


def widest(texts: Iterable[str], size: float) -> float:
    """Width of the widest of `texts`, 0 where there are none."""
    return max((width(text, size) for text in texts), default=0.0)


def clip(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """`text`, cut and ended with an ellipsis where it is wider than `room` points."""
    text = printable(text)
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(f"{text.rstrip()}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


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
    known = _characters()
    return "".join(char if ord(char) in known else UNKNOWN for char in text)


@cache
def _characters() -> frozenset[int]:
    regular, bold = (get_font(findfont(font(bold=b))).get_charmap() for b in (False, True))
    return frozenset(regular) & frozenset(bold)


def _outline(text: str, *, bold: bool) -> tuple[float, float, float]:
    """Width, height and depth of text of one point, as it is on paper.

    To have the typeface set each line takes most of the time of drawing, so it sets what lines
    are made of: characters, and pairs of them, which stand closer than the two alone.
    """
    if not _APART.fullmatch(text):
        return _typeset(text, bold=bold)
    glyphs = [_typeset(char, bold=bold) for char in text]
    wide = sum(glyph[0] for glyph in glyphs) + _kerning(text, bold=bold)
    return wide, max((g[1] for g in glyphs), default=0.0), max((g[2] for g in glyphs), default=0.0)


def _coarse(text: str, size: float, *, bold: bool) -> float:
    """Width of text on the coarsest raster, in points."""
    if not _APART.fullmatch(text):
        return _set(text, size, _COARSE, bold=bold)[0]
    wide = sum(_set(char, size, _COARSE, bold=bold)[0] for char in text)
    return wide + size * _kerning(text, bold=bold)


def _kerning(text: str, *, bold: bool) -> float:
    """What is added between the characters of text of one point, mostly less than nothing."""
    return sum(_between(*pair, bold=bold) for pair in pairwise(text))


@cache
def _between(left: str, right: str, *, bold: bool) -> float:
    alone = _typeset(left, bold=bold)[0] + _typeset(right, bold=bold)[0]
    return _typeset(left + right, bold=bold)[0] - alone


def _typeset(text: str, *, bold: bool) -> tuple[float, float, float]:
    """What the typeface makes of text of one point: width, height above the baseline, depth."""
    wide, high, deep = _set(text, _LARGE, _FINE, bold=bold)
    return wide / _LARGE, (high - deep) / _LARGE, deep / _LARGE


@cache
def _renderer(dpi: int) -> RendererAgg:
    return RendererAgg(1, 1, dpi)  # type: ignore[no-untyped-call] # matplotlib's is not annotated


@lru_cache(maxsize=65536)
def _set(text: str, size: float, dpi: int, *, bold: bool) -> tuple[float, float, float]:
    """Width, height and depth of text as matplotlib sets it, in points."""
    style = font(bold=bold).copy()
    style.set_size(size)
    pixels = _renderer(dpi).get_text_width_height_descent(text, style, ismath=False)  # type: ignore[no-untyped-call] # nor is this
    wide, high, deep = (float(length) * 72 / dpi for length in pixels)
    return wide, high, deep
