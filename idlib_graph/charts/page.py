"""A chart as SVG without figure and axes, which take longer than all that is drawn on them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from matplotlib.path import Path

from idlib_graph.charts.brush import Brush, brushes, signs, style
from idlib_graph.charts.paths import bent, path_data, ringed
from idlib_graph.charts.sheet import Sheet
from idlib_graph.charts.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from idlib_graph.charts.sheet import Box, Plan, Points
    from idlib_graph.charts.style import Theme
    from idlib_graph.charts.words import Words

_SPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
_CORNER = 3.0  # radius of a pill's corners, in points


class Page:
    """A page of SVG, for a chart to fill in place of axes."""

    def open(self, plan: Plan, theme: Theme) -> Sheet:
        """The page as a sheet to draw on."""
        self._sheet = _PageSheet(plan, theme)
        return self._sheet

    def content(self) -> bytes:
        """All that was drawn, as a file's content: the same bytes each time."""
        return self._sheet.write().encode()


@dataclass
class _PageSheet(Sheet):
    """What is drawn, kept until all of it can be written from the back to the front."""

    inks: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)

    def write(self) -> str:
        """All of it as SVG."""
        file = io.StringIO()
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')
        writer = Writer(file, [])
        wide, high = (f"{length:.6f}".rstrip("0").rstrip(".") for length in self._bounds[2:])
        size = {"width": f"{wide}pt", "height": f"{high}pt", "viewBox": f"0 0 {wide} {high}"}
        writer.start("svg", attrib={**_SPACES, **size, "stroke-linejoin": "round"})
        writer.element("rect", width="100%", height="100%", fill=self.theme.background)
        for _, write, what in sorted(self.inks, key=itemgetter(0)):
            write(writer, *what)
        writer.close(0)
        return file.getvalue()

    @property
    def _bounds(self) -> Box:
        return 0.0, 0.0, self.plan.width, self.plan.height

    def letters(self, words: Words, place: tuple[float, float], zorder: float) -> None:
        """Draw one line of text, its baseline from `place` on."""
        if words.text:
            self._ink(zorder, words.write, *place)

    def strokes(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines, each of shape (points, 2)."""
        look = {"linewidths": 1.5, "zorder": 2} | look  # as matplotlib has it
        self._paint([Path(path) for path in paths if len(path)], **look)

    def areas(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw filled polygons, each of shape (points, 2)."""
        closed = [ringed([np.vstack([path, path[:1]])]) for path in paths if len(path)]
        self._paint(closed, **look)

    def curves(self, paths: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw open lines made of cubic curves, each given by its control points, (3 n + 1, 2)."""
        self._paint([bent(path) for path in paths], **look)

    def grounds(
        self,
        edges: Sequence[tuple[Points, Points]],
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Fill what lies between upper and lower edges made of cubic curves."""
        self._paint([bent(upper, lower[::-1]) for upper, lower in edges], **look)

    def shape(self, rings: Sequence[Points], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw an area with holes, of which each ring ends where it begins."""
        self._paint([ringed(rings)], joinstyle="miter", **look)

    def markers(
        self,
        points: Sequence[tuple[float, float]],
        *,
        sign: str,
        size: float,
        **look: Any,  # noqa: ANN401 - matplotlib's own
    ) -> None:
        """Draw the same sign at several points."""
        faces = look.get("markerfacecolor", "none"), look.get("markerfacecoloralt", "none")
        edge, width = look.get("markeredgecolor", "none"), look.get("markeredgewidth", 1.0)
        halves = signs(sign, float(size), look.get("fillstyle", "full"))
        for face, (data, filled, join, cap) in zip(faces, halves, strict=False):
            brush = Brush(face if filled else "none", edge, width, join=join, cap=cap)
            self._ink(look.get("zorder", 8), _write_signs, data, style(brush), points)

    def pill(self, box: Box, *, pad: tuple[float, float], edge: str, zorder: float) -> None:
        """Draw a rounded frame around `box`, `pad` away from it, filled with the background."""
        left, upper, right, lower = box
        shape = {"x": left - pad[0], "y": upper - pad[1], "rx": _CORNER}
        shape |= {"width": right - left + 2 * pad[0], "height": lower - upper + 2 * pad[1]}
        attributes = {name: f"{length:.2f}" for name, length in shape.items()}
        attributes["style"] = style(Brush(self.theme.background, edge, 1.2, join="miter"))
        self._ink(zorder, Writer.element, "rect", "", attributes)

    def _paint(self, paths: Sequence[Path], **look: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Draw paths, one look after the other."""
        self._ink(look.get("zorder", 1), self._write_paths, paths, look)

    def _ink(self, zorder: float, write: Callable[..., None], *what: Any) -> None:  # noqa: ANN401 - what `write` takes
        self.inks.append((zorder, write, what))

    def _write_paths(self, writer: Writer, paths: Sequence[Path], look: Mapping[str, Any]) -> None:
        for path, brush in zip(paths, brushes(look), strict=False):
            brush.prepare(writer)
            line = not brush.filled
            data = path_data(path, bounds=self._bounds if line else None, simplify=line)
            writer.element("path", attrib={"d": data, "style": style(brush)})


def _write_signs(
    writer: Writer, data: str, look: str, points: Sequence[tuple[float, float]]
) -> None:
    """Write a path that stands around 0 at each of some points."""
    name = f"m{crc32(data.encode()):x}"
    if writer.is_new(name):
        writer.start("defs")
        writer.element("path", id=name, d=data)
        writer.end()
    for x, y in points:
        where = {"x": f"{x:.2f}", "y": f"{y:.2f}"}
        writer.element("use", attrib={"xlink:href": f"#{name}", **where, "style": look})
