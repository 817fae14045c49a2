"""How SVG tells the looks of paths and signs, which are given in matplotlib's words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import cycle
from typing import TYPE_CHECKING, Any
from zlib import crc32

from matplotlib.colors import to_hex, to_rgba
from matplotlib.hatch import get_path
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import Affine2D

from idlib_graph.charts.paths import path_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.typing import FillStyleType

    from idlib_graph.charts.writer import Writer

_TILE, _DENSITY = 72, 6  # side of what a hatch repeats, in points; how dense it is
_CAPS = {"projecting": "square"}
_USUAL = {
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-linejoin": "round",
    "stroke-linecap": "butt",
}
_NAMES = {
    "facecolors": "face",
    "facecolor": "face",
    "colors": "edge",
    "edgecolors": "edge",
    "edgecolor": "edge",
    "linewidths": "width",
    "linewidth": "width",
    "linestyles": "dash",
    "capstyle": "cap",
    "joinstyle": "join",
    "hatch": "hatch",
    "alpha": "alpha",
}


@dataclass(frozen=True, slots=True)
class Brush:
    """How a path looks: its fill, its line and its hatch."""

    face: Any = "none"
    edge: Any = "none"
    width: float = 1.0
    dash: Any = "solid"
    cap: str = "butt"
    join: str = "round"
    hatch: str | None = None
    alpha: float | None = None

    @property
    def filled(self) -> bool:
        """Whether there is anything but a line."""
        return bool(self.hatch or to_rgba(self.face)[3])

    @property
    def pattern(self) -> str:
        """The name of its hatch, with colours."""
        return f"h{crc32(repr((self.hatch, self.face, self.edge)).encode()):x}"

    def prepare(self, writer: Writer) -> None:
        """Write what the style refers to, where that is not there yet."""
        if not self.hatch or not writer.is_new(self.pattern):
            return
        length, line = str(_TILE), to_hex(self.edge)
        tiles = {"patternUnits": "userSpaceOnUse", "width": length, "height": length}
        writer.start("pattern", attrib={"id": self.pattern, **tiles})
        writer.element("rect", width=length, height=length, fill=to_hex(self.face))
        tile = Affine2D().scale(_TILE, -_TILE).translate(0, _TILE)
        data = path_data(get_path(self.hatch, _DENSITY), tile)
        look = {"fill": line, "stroke": line, "stroke-linejoin": "miter"}
        writer.element("path", attrib={"d": data, **look})
        writer.end()


def brushes(look: Mapping[str, Any]) -> Iterator[Brush]:
    """The look of path after path; what is given in a list is taken in turns."""
    given = {_NAMES[name]: value for name, value in look.items() if name in _NAMES}
    turns = [cycle(value if isinstance(value, list) else [value]) for value in given.values()]
    for values in zip(*turns, strict=True):
        yield Brush(**dict(zip(given, values, strict=True)))


@lru_cache(maxsize=4096)
def style(brush: Brush) -> str:
    """The look in CSS, but for what goes without saying."""
    (*_, full), (*_, strong) = (to_rgba(x, brush.alpha) for x in (brush.face, brush.edge))
    look: dict[str, Any] = {"fill": to_hex(brush.face) if brush.filled else "none"}
    if brush.hatch:
        look["fill"] = f"url(#{brush.pattern})"
    if brush.filled and full < 1:
        look["fill-opacity"] = f"{full:g}"
    if brush.width and strong:
        if brush.dash != "solid":
            offset, dashes = brush.dash
            look["stroke-dasharray"] = ",".join(f"{brush.width * x:g}" for x in dashes)
            look["stroke-dashoffset"] = f"{brush.width * offset:g}"
        look["stroke"] = to_hex(brush.edge)
        look["stroke-opacity"] = f"{strong:g}"
        look["stroke-width"] = f"{brush.width:g}"
        look["stroke-linejoin"] = brush.join
        look["stroke-linecap"] = _CAPS.get(brush.cap, brush.cap)
    return "; ".join(f"{name}: {how}" for name, how in look.items() if _USUAL.get(name) != how)


@cache
def signs(sign: str, size: float, fillstyle: FillStyleType) -> list[tuple[str, bool, str, str]]:
    """For each half of a marker, or all of it: its path around 0, if it is filled, join and cap."""
    marker = MarkerStyle(sign, fillstyle)
    halves = [(marker.get_path(), marker.get_transform())]
    if (other := marker.get_alt_path()) is not None:
        halves.append((other, marker.get_alt_transform()))
    scale, ends = Affine2D().scale(size, -size), (marker.get_joinstyle(), marker.get_capstyle())
    return [(path_data(path, turn + scale), marker.is_filled(), *ends) for path, turn in halves]
