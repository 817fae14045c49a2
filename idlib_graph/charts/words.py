"""Lines of text as SVG holds them: outlines to see, and words to search for.

An SVG has the outline of each letter once. The words stand over them unseen, so that they can be
searched for and copied whatever fonts there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from zlib import crc32

from matplotlib.path import Path

from idlib_graph.charts.glyphs import SCALE, measure, set_letters
from idlib_graph.charts.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

RIM = 2.6  # points, half of them outside of the letters

_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}

# The outlines that each file being written has so far, by name.
_written: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, in the typeface of the charts.

    Attributes
    ----------
    align : which end of it, or its middle, stands in its place: left, center or right
    rim : a colour around the letters; empty for none
    turn : by how many degrees it is turned to the right
    """

    text: str
    size: float
    colour: str
    align: str = "left"
    bold: bool = False
    rim: str = ""
    turn: float = 0.0

    @property
    def width(self) -> float:
        """From end to end, in points."""
        return self.size / SCALE * measure(self.text, bold=self.bold)[0]

    @property
    def before(self) -> float:
        """How much of that is before its place."""
        return self.width * _SHARES[self.align]

    def write(self, writer: Any, x: float, y: float) -> None:  # noqa: ANN401 - matplotlib's or ours
        """Write it into an SVG, its baseline `y` points from the upper edge."""
        letters, outlines = set_letters(self.text, bold=self.bold)
        _define(writer, outlines)
        before, name = self.before, {}
        if self.rim:
            # The rim comes first, as a copy of the letters that come after it.
            name["id"] = f"rim{crc32(repr((self.text, x, y)).encode()):x}"
            style = f"stroke: {self.rim}; stroke-width: {RIM * SCALE / self.size:.1f}"
            style += "; stroke-linejoin: round"
            writer.element("use", attrib={"xlink:href": f"#{name['id']}", "style": style})
        place = f"translate({x:.2f} {y:.2f})" + (f" rotate({self.turn:g})" if self.turn else "")
        place += f" translate({-before:.2f} 0)" if before else ""
        place += f" scale({self.size / SCALE:g} {-self.size / SCALE:g})"
        writer.start("g", attrib={**name, "fill": self.colour, "transform": place})
        if isinstance(writer, Writer):  # which most letters are for: all at once
            where = [(letter, f' x="{at:.1f}"' if at else "") for letter, at in letters]
            writer.write("".join([f'<use xlink:href="#{name}"{x}/>\n' for name, x in where]))
        else:
            for letter, at in letters:
                shift = {"x": f"{at:.1f}"} if at else {}
                writer.element("use", attrib={"xlink:href": f"#{letter}", **shift})
        writer.end("g")
        words = {"x": x - before, "y": y, "font-size": self.size, "textLength": self.width}
        attributes = {name: f"{value:.2f}" for name, value in words.items()}
        if self.turn:
            attributes["transform"] = f"rotate({self.turn:g} {x:.2f} {y:.2f})"
        writer.element("text", self.text, attrib={**attributes, "fill": "none"})


def _define(writer: Any, outlines: Mapping[str, Path]) -> None:  # noqa: ANN401 - matplotlib's or ours
    """Write the outlines that an SVG does not have yet."""
    known = _written.setdefault(writer, set())
    if new := [name for name in outlines if name not in known]:
        known.update(new)
        writer.start("defs")
        for name in new:
            writer.element("path", attrib={"id": name, "d": _outline(outlines[name])})
        writer.end("defs")


@cache
def _outline(letter: Path) -> str:
    """An outline as SVG has it."""
    parts = []
    for points, code in letter.iter_segments(simplify=False):
        numbers = " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in points.tolist())
        parts.append(f"{_COMMANDS[code]}{numbers}" if code in _COMMANDS else "z")
    return "".join(parts)
