"""Text with a rim, that SVG holds both as outlines and as words to search for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from zlib import crc32

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from idlib_graph.charts.glyphs import SCALE, measure, set_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.backend_bases import RendererBase

RIM = 2.6  # points, half of them outside of the letters

_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
_POINTS = 72  # to the inch

# The outlines that each file being written has so far, by name.
_written: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Lettering(Text):
    """One line of text in the typeface of the charts, with a rim in another colour or without.

    matplotlib writes a text with path effects into SVG outline by outline, and sets every text
    several times. Here an SVG has the outline of each letter once. The words stand over them
    unseen, so that they can be searched for and copied whatever fonts there are. A raster gets
    the same outlines.
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
        if not self.get_visible() or not self.get_text():
            return
        if writer is not None:
            self._write(writer, renderer.get_canvas_width_height()[1])
        elif isinstance(renderer, RendererAgg):
            self._paint(renderer)
        else:
            super().draw(renderer)

    @property
    def _bold(self) -> bool:
        return self.get_fontproperties().get_weight() == "bold"

    def _lengths(self) -> tuple[float, float, float]:
        """The size of type, the width, and how much of that is before the place, in points."""
        size = float(self.get_fontsize())
        wide = size / SCALE * measure(self.get_text(), bold=self._bold)[0]
        return size, wide, wide * _SHARES[self.get_horizontalalignment()]

    def _paint(self, renderer: RendererAgg) -> None:
        """Draw the text on a raster."""
        size, _, before = self._lengths()
        x, y = self.get_transform().transform(self.get_position())
        place = Affine2D().scale(size / SCALE).translate(-before, 0)
        place.rotate_deg(self.get_rotation()).scale(renderer.dpi / _POINTS).translate(x, y)
        path, colour = (
            _joined(self.get_text(), bold=self._bold),
            to_rgba(self.get_color(), self.get_alpha()),
        )
        gc = renderer.new_gc()
        gc.set_snap(False)
        if self._rim:
            gc.set_linewidth(renderer.points_to_pixels(RIM))  # type: ignore[no-untyped-call] # matplotlib's own
            gc.set_foreground(self._rim)
            gc.set_joinstyle("round")
            renderer.draw_path(gc, path, place)  # type: ignore[no-untyped-call] # nor this
        gc.set_linewidth(0)
        renderer.draw_path(gc, path, place, colour)  # type: ignore[no-untyped-call] # nor this
        gc.restore()

    def _write(self, writer: Any, height: float) -> None:  # noqa: ANN401 - matplotlib's own
        """Write the text into an SVG of that height in points."""
        size, wide, before = self._lengths()
        x, y = self.get_transform().transform(self.get_position()).tolist()
        y, turn = height - y, -float(self.get_rotation())
        letters, outlines = set_letters(self.get_text(), bold=self._bold)
        _define(writer, outlines)
        name = {}
        if self._rim:
            # The rim comes first, as a copy of the letters that come after it.
            name["id"] = f"rim{crc32(repr((self.get_text(), x, y)).encode()):x}"
            style = f"stroke: {self._rim}; stroke-width: {RIM * SCALE / size:.1f}"
            style += "; stroke-linejoin: round"
            writer.element("use", attrib={"xlink:href": f"#{name['id']}", "style": style})
        place = f"translate({x:.2f} {y:.2f})" + (f" rotate({turn:g})" if turn else "")
        place += f" translate({-before:.2f} 0)" if before else ""
        place += f" scale({size / SCALE:g} {-size / SCALE:g})"
        look = {"fill": to_hex(self.get_color()), "transform": place}
        writer.start("g", attrib={**name, **look})
        for letter, at in letters:
            where = {"x": f"{at:.1f}"} if at else {}
            writer.element("use", attrib={"xlink:href": f"#{letter}", **where})
        writer.end("g")
        words = {"x": x - before, "y": y, "font-size": size, "textLength": wide}
        attributes = {name: f"{value:.2f}" for name, value in words.items()}
        if turn:
            attributes["transform"] = f"rotate({turn:g} {x:.2f} {y:.2f})"
        writer.element("text", self.get_text(), attrib={**attributes, "fill": "none"})


def _define(writer: Any, outlines: Mapping[str, Path]) -> None:  # noqa: ANN401 - matplotlib's own
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


def _joined(text: str, *, bold: bool) -> Path:
    """All letters of a line as one path."""
    letters, outlines = set_letters(text, bold=bold)
    shapes = [np.asarray(outlines[name].vertices) + np.array([at, 0.0]) for name, at in letters]
    if not shapes:
        return Path(np.zeros((0, 2)))
    return Path(
        np.concatenate(shapes), np.concatenate([outlines[name].codes for name, _ in letters])
    )
