"""Colours, type and files of the charts.

Some colours of the palette are too light for thin shapes on white; shapes therefore have an edge
of the same hue that reaches WCAG's 3:1.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from idlib_graph.errors import OutputError
from idlib_graph.output import write_whole
from idlib_graph.palette import GREY, KIND_HUES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

KIND_MARKERS = {"alliance": "o", "split": "D", "clash": "X"}
KIND_DASHES: Mapping[str, Any] = {
    "alliance": "solid",
    "split": (0, (4, 1.5)),
    "clash": (0, (1.2, 1)),
}
HATCHES = ("", "////", "....", "xxxx")
VARIANT_DASHES: tuple[Any, ...] = ("solid", (0, (9, 5)), (0, (2, 3)), (0, (6, 2, 1, 2)))
SHAPE_CONTRAST = 3.0
TEXT_CONTRAST = 4.5
FORMATS = ("png", "svg", "pdf")
DPI = 150

_TINT = 0.15
_METADATA: Mapping[str, dict[str, None]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_FILE_SETTINGS: Any = {"pdf.fonttype": 42, "text.hinting": "none", "savefig.bbox": None}
# More takes up to twice as long, for a fiftieth to an eighth fewer bytes.
_PACKING: Mapping[str, Any] = {"png": {"pil_kwargs": {"compress_level": 3}}}


@dataclass(frozen=True, slots=True)
class Theme:
    """The neutral colours of a light or a dark chart."""

    background: str
    ink: str
    soft: str
    grid: str
    grey: str

    def edge(self, hue: str) -> str:
        """`hue`, as dark or light as a shape needs to be seen on its own tint."""
        return ensure_contrast(hue, self.tint(hue), SHAPE_CONTRAST)

    def tint(self, hue: str) -> str:
        """`hue`, thinned until it can lie behind everything."""
        return mix(hue, self.background, _TINT)

    def kind(self, name: str) -> str:
        """The colour of alliances, splits or clashes."""
        return self.edge(KIND_HUES[name])


LIGHT = Theme("#ffffff", "#1d2126", "#51585f", "#dfe2e5", GREY)
DARK = Theme("#14171c", "#f1f3f5", "#aeb5bd", "#333a42", "#878f98")


@lru_cache(maxsize=4096)
def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, https://www.w3.org/TR/WCAG22/).

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def ensure_contrast(colour: str, background: str, ratio: float) -> str:
    """`colour`, moved towards black or white until it stands out from `background`."""
    goal = (
        "#000000"
        if contrast(background, "#000000") > contrast(background, "#ffffff")
        else "#ffffff"
    )
    for step in range(50):
        moved = mix(goal, colour, step / 50)
        if contrast(moved, background) >= ratio:
            return moved
    return goal


def fade(colour: str, background: str, ratio: float) -> str:
    """`colour`, moved towards `background` as far as it still stands out from it."""
    pale = [mix(colour, background, step / 50) for step in range(1, 51)]
    return next((moved for moved in pale if contrast(moved, background) >= ratio), colour)


@lru_cache(maxsize=4096)
def mix(colour: str, base: str, share: float) -> str:
    """`share` of `colour` on `base`.

    Examples
    --------
    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = zip(_channels(colour), _channels(base), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def new_figure(size: tuple[float, float]) -> Figure:
    """An empty figure of `size` (inches), drawn by Agg and unknown to pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to load
    from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

    fig = Figure(figsize=size, dpi=DPI)
    FigureCanvasAgg(fig)
    return fig


def render(fig: Figure, format: str = "svg", *, dpi: float | None = None) -> bytes:  # noqa: A002 - matplotlib's word for it
    """The figure as a file's content: the same bytes each time.

    Raises
    ------
    OutputError
        For a format that is not png, svg or pdf.
    """
    if format not in FORMATS:
        msg = f"unknown chart format {format!r}; one of {', '.join(FORMATS)}"
        raise OutputError(msg)
    if format == "svg":
        from idlib_graph.charts.svg import draw_svg  # noqa: PLC0415 - slow to load

        return draw_svg(fig).encode()
    import matplotlib as mpl  # noqa: PLC0415 - likewise

    content = io.BytesIO()
    with mpl.rc_context(_FILE_SETTINGS):
        fig.savefig(
            content,
            format=format,
            dpi=dpi or fig.dpi,
            metadata=dict(_METADATA[format]),
            facecolor=fig.get_facecolor(),
            **_PACKING.get(format, {}),
        )
    return content.getvalue()


def save(fig: Figure, path: str | Path, *, dpi: float | None = None) -> Path:
    """Write the figure to `path`; its ending says whether as png, svg or pdf.

    Raises
    ------
    OutputError
        For another ending, or where the file cannot be written.
    """
    path = Path(path)
    write_whole(path, render(fig, path.suffix[1:].lower(), dpi=dpi))
    return path


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    threshold = 0.04045
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (
        share / 12.92 if share <= threshold else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
