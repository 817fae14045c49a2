"""Text with a rim, that SVG holds both as outlines and as words to search for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from zlib import crc32

from matplotlib.font_manager import findfont, get_font
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

from idlib_graph.charts.text import drawn_width, font

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

RIM = 2.6  # points, half of them outside of the letters

_SIZE = TextToPath.FONT_SCALE  # points, the size in which the outlines of letters are kept
_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}

# The outlines that each file being written has so far, by name.
_written: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Lettering(Text):
    """One line of text in the typeface of the charts, with a rim in another colour or without.

    matplotlib writes a text with path effects into SVG outline by outline, and lays out every
    text twice. Here an SVG has the outline of each letter once. The words stand over them unseen,
    so that they can be searched for and copied whatever fonts there are.
    """

    def __init__(self, x: float, y: float, text: str, *, rim: str = "", **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        super().__init__(x, y, text, **look)
        self._rim = rim
        if rim:
            effects: list[AbstractPathEffect] = [withStroke(linewidth=RIM, foreground=rim)]
            self.set_path_effects(effects)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the rim, and the letters on it."""
        writer: Any = getattr(renderer, "writer", None)  # only that of SVG has one
        if writer is None:
            super().draw(renderer)
        elif self.get_visible() and self.get_text():
            self._write(writer, renderer.get_canvas_width_height()[1])

    def _write(self, writer: Any, height: float) -> None:  # noqa: ANN401 - matplotlib's own
        """Write the text into an SVG of that height in points."""
        text, size = self.get_text(), float(self.get_fontsize())
        bold = self.get_fontproperties().get_weight() == "bold"
        wide = drawn_width(text, size, bold=bold)
        x, y = self.get_transform().transform(self.get_position())
        y, before = height - y, wide * _SHARES[self.get_horizontalalignment()]
        turn = -float(self.get_rotation())
        places, outlines = _letters(text, bold=bold)
        _define(writer, outlines)
        name = {}
        if self._rim:
            # The rim comes first, as a copy of the letters that come after it.
            name["id"] = f"rim{crc32(repr((text, x, y)).encode()):x}"
            style = f"stroke: {self._rim}; stroke-width: {RIM * _SIZE / size:.1f}"
            style += "; stroke-linejoin: round"
            writer.element("use", attrib={"xlink:href": f"#{name['id']}", "style": style})
        place = f"translate({x:.2f} {y:.2f})" + (f" rotate({turn:g})" if turn else "")
        place += f" translate({-before:.2f} 0)" if before else ""
        place += f" scale({size / _SIZE:g} {-size / _SIZE:g})"
        writer.start("g", attrib={**name, "fill": str(self.get_color()), "transform": place})
        for letter, at in places:
            where = {"x": f"{at:.1f}"} if at else {}
            writer.element("use", attrib={"xlink:href": f"#{letter}", **where})
        writer.end("g")
        words = {"x": x - before, "y": y, "font-size": size, "textLength": wide}
        attributes = {name: f"{value:.2f}" for name, value in words.items()}
        if turn:
            attributes["transform"] = f"rotate({turn:g} {x:.2f} {y:.2f})"
        writer.element("text", text, attrib={**attributes, "fill": "none"})


def _define(writer: Any, outlines: Mapping[str, str]) -> None:  # noqa: ANN401 - matplotlib's own
    """Write the outlines that an SVG does not have yet."""
    known = _written.setdefault(writer, set())
    if new := [name for name in outlines if name not in known]:
        known.update(new)
        writer.start("defs")
        for name in new:
            writer.element("path", attrib={"id": name, "d": outlines[name]})
        writer.end("defs")


@lru_cache(maxsize=4096)
def _letters(text: str, *, bold: bool) -> tuple[list[tuple[str, float]], dict[str, str]]:
    """The letters of a text by name, with how far from its beginning each stands; their outlines.

    A letter is what the typeface draws, which for some pairs is one.
    """
    face = get_font(findfont(font(bold=bold)))
    face.set_size(_SIZE, TextToPath.DPI)
    found, shapes, _ = TextToPath().get_glyphs_with_font(face, text)
    names = {name: ("b" if bold else "r") + name.rpartition("-")[2] for name in shapes}
    outlines = {names[name]: _outline(*shape) for name, shape in shapes.items()}
    places = [(names[name], float(x)) for name, x, *_ in found]
    drawn = {name: outline for name, outline in outlines.items() if outline}
    return [(name, x) for name, x in places if name in drawn], drawn


def _outline(vertices: NDArray[np.float64], codes: NDArray[np.uint8]) -> str:
    """An outline as SVG has it; empty for a space."""
    parts = []
    for points, code in Path(vertices, codes).iter_segments(simplify=False):
        numbers = " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in points.tolist())
        parts.append(f"{_COMMANDS[code]}{numbers}" if code in _COMMANDS else "z")
    return "".join(parts)
