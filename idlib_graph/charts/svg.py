"""SVG made small: what matplotlib writes, with nothing taken away that can be seen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG

from idlib_graph.charts.paths import path_data
from idlib_graph.charts.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.path import Path
    from matplotlib.transforms import Transform

_POINTS = 72  # to the inch
# Outlines in letters of their own look the same where DejaVu Sans is not installed.
_SETTINGS: Any = {"svg.hashsalt": "idlib-graph", "svg.fonttype": "path"}
_METADATA = {"Date": None, "Creator": None}


def draw_svg(fig: Figure) -> str:
    """The figure as SVG: the same text each time."""
    file, dpi = io.StringIO(), fig.dpi
    wide, high = (fig.get_size_inches() * _POINTS).tolist()
    with mpl.rc_context(_SETTINGS):
        fig.dpi = _POINTS
        try:
            renderer = SlimRenderer(wide, high, file)
            fig.draw(renderer)
        finally:
            fig.dpi = dpi
        renderer.finalize()  # type: ignore[no-untyped-call] # matplotlib's is not annotated
    return file.getvalue()


class SlimRenderer(RendererSVG):
    """Writes the same picture in fewer bytes and less time than the one of matplotlib.

    Coordinates are rounded to hundredths of a point; what clips to the whole canvas, and groups
    that nothing refers to, are left out.
    """

    def __init__(self, width: float, height: float, file: io.StringIO) -> None:
        super().__init__(width, height, file, metadata=dict(_METADATA))  # type: ignore[no-untyped-call] # nor is this
        self._writer = Writer(file, ["svg"])
        self.writer = cast("Any", self._writer)
        self._named: list[bool] = []

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002 - matplotlib's
        """Begin a group where it has a name of its own."""
        self._named.append(bool(gid))
        if gid:
            self._writer.start("g", id=gid)

    def close_group(self, s: str) -> None:  # noqa: ARG002 - matplotlib's
        """End a group that was begun."""
        if self._named.pop():
            self._writer.end("g")

    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Transform,
        paths: Sequence[Path],
        *how: Any,  # noqa: ANN401 - matplotlib's own
        **more: Any,  # noqa: ANN401 - likewise
    ) -> None:
        """Draw paths each in its place, with one look after the other; else as matplotlib does."""
        turned, offsets, moved, faces, edges, widths, dashes, _, urls, *_ = how
        if (
            len(turned)
            or gc.get_hatch()
            or any(urls)
            or not min(map(len, (edges, widths, dashes)))
            or len(offsets) != 1
            or moved.transform(offsets).any()
        ):
            super().draw_path_collection(gc, master_transform, paths, *how, **more)  # type: ignore[no-untyped-call] # nor this
            return
        flip = self._make_flip_transform(master_transform)  # type: ignore[no-untyped-call] # nor this
        clip, styles = self._get_clip_attrs(gc), {}
        one = self.new_gc()
        one.copy_properties(gc)
        for index, path in enumerate(paths):
            face = tuple(faces[index % len(faces)]) if len(faces) else (0, 0, 0, 0)
            edge, wide = tuple(edges[index % len(edges)]), widths[index % len(widths)]
            dash = dashes[index % len(dashes)]
            look = (face, edge, wide, repr(dash))
            fill = face if face[3] else None
            if look not in styles:
                one.set_linewidth(wide if edge[3] else 0)
                one.set_dashes(*dash)
                one.set_foreground(edge, isRGBA=True)
                styles[look] = self._get_style(one, fill)  # type: ignore[no-untyped-call] # nor this
            line = fill is None
            data = self._convert_path(path, flip, line, line)
            self._writer.element("path", attrib={"d": data, **clip, "style": styles[look]})

    def _convert_path(
        self,
        path: Path,
        transform: Transform | None = None,
        clip: object = None,
        simplify: object = None,
        sketch: object = None,
    ) -> str:
        """The commands of a path."""
        bounds = (0.0, 0.0, self.width, self.height) if clip else None
        return path_data(path, transform, bounds=bounds, simplify=bool(simplify), sketch=sketch)

    def _get_clip_attrs(self, gc: GraphicsContextBase) -> dict[str, str]:
        """What clips, unless it is the canvas itself."""
        clip = gc.get_clip_rectangle()
        if clip is not None and gc.get_clip_path()[0] is None:
            x, y, wide, high = clip.bounds
            if x <= 0 and y <= 0 and x + wide >= self.width and y + high >= self.height:
                return {}
        attributes: dict[str, str] = super()._get_clip_attrs(gc)  # type: ignore[no-untyped-call] # nor this
        return attributes
