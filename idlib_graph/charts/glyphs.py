"""The typeface of the charts: each letter is read once, and lines are added up from letters.

matplotlib has an engine set every text anew, in full, which takes most of the time of drawing.
The texts of charts need little of that: widths, kerning, and the outlines of letters.
"""

from __future__ import annotations

import pathlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib._text_helpers import layout
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FAMILY = "DejaVu Sans"
SCALE = 100.0  # points, the size in which letters are kept

_POINTS = 72  # to the inch
_COARSE = 72  # dots per inch of the raster on which hinting matters most
_SUBPIXELS = 64
_FIXED = 65536
# Characters that look the same whatever stands beside them; others are set by matplotlib's engine.
_APART = re.compile(r"[\x20-\u02af\u2010-\u2bff]*")
# Characters, but whole words where some may be drawn as one.
_UNIT = re.compile(r"\S*f[fil]\S*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """A character, or several that stand or fall together, as the typeface draws it.

    All lengths are those of text of `SCALE` points.

    Attributes
    ----------
    letters : what is drawn, by name, with how far from the beginning of the unit it stands
    outlines : of these letters
    wide, high, deep : width, height above the baseline, and depth below it
    """

    letters: tuple[tuple[str, float], ...]
    outlines: Mapping[str, Path]
    wide: float
    high: float
    deep: float


@cache
def font_file(*, bold: bool = False) -> str:
    """The one typeface of the charts: the copy that matplotlib brings, the same everywhere."""
    name = f"{FAMILY.replace(' ', '')}{'-Bold' if bold else ''}.ttf"
    return str(pathlib.Path(mpl.get_data_path(), "fonts", "ttf", name))


@cache
def characters() -> frozenset[int]:
    """The characters that it has in both weights."""
    return frozenset(_face(bold=False).get_charmap()) & frozenset(_face(bold=True).get_charmap())


@lru_cache(maxsize=16384)
def measure(text: str, *, bold: bool = False) -> tuple[float, float, float]:
    """Width, height above the baseline and depth below it of a line of `SCALE` points."""
    (units, kerned), kept = _line(text, bold=bold), _kept(bold=bold)
    found = [kept[unit] for unit in set(units)]
    wide = sum([kept[unit].wide for unit in units]) + kerned
    high = max((unit.high for unit in found), default=0.0)
    return wide, high, max((unit.deep for unit in found), default=0.0)


def coarse_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of `size` points on the coarsest raster, in points."""
    (units, kerned), widths = _line(text, bold=bold), _hinted(size, bold=bold)
    return sum([widths[unit] for unit in units]) + size / SCALE * kerned


@lru_cache(maxsize=4096)
def set_letters(
    text: str, *, bold: bool = False
) -> tuple[Sequence[tuple[str, float]], Mapping[str, Path]]:
    """The letters of a line by name, with how far from its beginning each stands; their outlines.

    A letter is what the typeface draws, which for some pairs of characters is one.
    """
    units, kept, between = _units(text), _kept(bold=bold), _between(bold=bold)
    letters: list[tuple[str, float]] = []
    outlines: dict[str, Path] = {}
    at = 0.0
    for unit, pair in zip(units, [*pairwise(units), None], strict=False):
        found = kept[unit]
        letters += [(name, at + x) for name, x in found.letters]
        outlines |= found.outlines
        at += found.wide + (between[pair] if pair else 0.0)
    return letters, outlines


def _units(text: str) -> list[str]:
    """What can be set on its own: characters, words, or all of the text."""
    return _UNIT.findall(text) if _APART.fullmatch(text) else [text]


@lru_cache(maxsize=16384)
def _line(text: str, *, bold: bool) -> tuple[Sequence[str], float]:
    """The units of a line, and what is added between them, mostly less than nothing."""
    units, between = _units(text), _between(bold=bold)
    return units, sum([between[pair] for pair in pairwise(units)])


@cache
def _face(*, bold: bool) -> FT2Font:
    """The typeface in the size in which letters are kept, whose size nobody else changes."""
    face = _open(bold=bold)
    face.set_size(SCALE, _POINTS)
    return face


def _open(*, bold: bool) -> FT2Font:
    return FT2Font(font_file(bold=bold))


class _Kept(dict[str, Unit]):
    """Units, each set when it is first asked for."""

    def __init__(self, *, bold: bool) -> None:
        self.face, self.prefix = _face(bold=bold), "b" if bold else "r"

    def __missing__(self, unit: str) -> Unit:
        self[unit] = found = self._character(unit) if len(unit) == 1 else self._shaped(unit)
        return found

    def _character(self, unit: str) -> Unit:
        glyph = self.face.load_char(ord(unit), LoadFlags.NO_HINTING)
        _, low, _, high = glyph.bbox
        path, name = self.face.get_path(), f"{self.prefix}{ord(unit):x}"
        drawn = {name: Path(*path)} if len(path[0]) else {}
        lengths = glyph.linearHoriAdvance / _FIXED, high / _SUBPIXELS, -low / _SUBPIXELS
        return Unit(tuple((name, 0.0) for name in drawn), drawn, *lengths)

    def _shaped(self, unit: str) -> Unit:
        letters: list[tuple[str, float]] = []
        drawn: dict[str, Path] = {}
        for item in layout(unit, self.face):
            path = item.ft_object.get_path()
            if len(path[0]):
                # These are numbered otherwise than characters: hence the hyphen.
                letters.append((f"{self.prefix}-{item.glyph_index:x}", float(item.x)))
                drawn[letters[-1][0]] = Path(*path)
        self.face.set_text(unit, 0.0, flags=LoadFlags.NO_HINTING)
        (wide, tall), deep = self.face.get_width_height(), self.face.get_descent()
        lengths = (length / _SUBPIXELS for length in (wide, tall - deep, deep))
        return Unit(tuple(letters), drawn, *lengths)


class _Between(dict[tuple[str, str], float]):
    """Kerning between one unit and the next."""

    def __init__(self, *, bold: bool) -> None:
        self.face = _face(bold=bold)

    def __missing__(self, pair: tuple[str, str]) -> float:
        left, right = (self.face.get_char_index(ord(char)) for char in (pair[0][-1], pair[1][0]))
        self[pair] = found = self.face.get_kerning(left, right, Kerning.UNFITTED) / _SUBPIXELS
        return found


class _Hinted(dict[str, float]):
    """Widths of units of one size on the coarsest raster, in points."""

    def __init__(self, size: float, *, bold: bool) -> None:
        self.face = _open(bold=bold)
        self.face.set_size(size, _COARSE)
        glyph = self.face.load_char(ord("n"), LoadFlags.NO_HINTING)
        share = glyph.horiAdvance / _SUBPIXELS / (glyph.linearHoriAdvance / _FIXED)
        self.times = round(share)  # 8 before matplotlib 3.11, since then 1

    def __missing__(self, unit: str) -> float:
        if len(unit) == 1:
            wide = self.face.load_char(ord(unit), LoadFlags.DEFAULT).horiAdvance / self.times
        else:
            self.face.set_text(unit, 0.0, flags=LoadFlags.DEFAULT)
            wide = self.face.get_width_height()[0]
        self[unit] = found = wide / _SUBPIXELS
        return found


_kept, _between = cache(_Kept), cache(_Between)
_hinted = lru_cache(maxsize=256)(_Hinted)
