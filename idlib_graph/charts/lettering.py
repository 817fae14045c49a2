"""Text of matplotlib with a rim, drawn letter by letter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from idlib_graph.charts.glyphs import FAMILY, SCALE, font_file, set_letters
from idlib_graph.charts.words import RIM, Words

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

_POINTS = 72  # to the inch


@cache
def font(*, bold: bool = False) -> FontProperties:
    """The one typeface of the charts, as matplotlib asks for it."""
    weight, file = ("bold" if bold else "normal"), font_file(bold=bold)
    return FontProperties(family=FAMILY, weight=weight, fname=file)


class Lettering(Text):
    """One line of text in the typeface of the charts, with a rim in another colour or without.

    matplotlib writes a text with path effects into SVG outline by outline, and sets every text
    several times. Here an SVG has the outline of each letter once, and a raster gets the same.
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
    def _words(self) -> Words:
        """The text as it is now, whoever has changed it."""
        return Words(
            self.get_text(),
            float(self.get_fontsize()),
            to_hex(self.get_color()),
            align=self.get_horizontalalignment(),
            bold=self.get_fontproperties().get_weight() == "bold",
            rim=self._rim,
            turn=-float(self.get_rotation()),
        )

    def _paint(self, renderer: RendererAgg) -> None:
        """Draw the text on a raster."""
        words = self._words
        x, y = self.get_transform().transform(self.get_position())
        place = Affine2D().scale(words.size / SCALE).translate(-words.before, 0)
        place.rotate_deg(self.get_rotation()).scale(renderer.dpi / _POINTS).translate(x, y)
        path, colour = (
            _joined(words.text, bold=words.bold),
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
        x, y = self.get_transform().transform(self.get_position()).tolist()
        self._words.write(writer, x, height - y)


def _joined(text: str, *, bold: bool) -> Path:
    """All letters of a line as one path."""
    letters, outlines = set_letters(text, bold=bold)
    shapes = [np.asarray(outlines[name].vertices) + np.array([at, 0.0]) for name, at in letters]
    if not shapes:
        return Path(np.zeros((0, 2)))
    return Path(
        np.concatenate(shapes), np.concatenate([outlines[name].codes for name, _ in letters])
    )
