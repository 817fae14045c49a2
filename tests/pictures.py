"""What stands in a drawn figure, read back from it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray


def text_boxes(fig: Figure) -> list[tuple[str, Any]]:
    renderer = fig.canvas.get_renderer()  # type: ignore[attr-defined] # an Agg canvas has one
    texts = [text for ax in fig.axes for text in ax.texts if text.get_text()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


def faults(fig: Figure) -> list[str]:
    boxes = text_boxes(fig)
    found = [f"{a!r} overlaps {b!r}" for (a, p), (b, q) in combinations(boxes, 2) if p.overlaps(q)]
    wide, high = fig.bbox.width, fig.bbox.height
    return found + [
        f"{text!r} leaves the canvas"
        for text, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > wide or box.y1 > high
    ]


def outlines(ax: Axes, kind: type[Any], name: str) -> list[NDArray[np.float64]]:
    """The lines or outlines that were drawn under a name, each of shape (points, 2)."""
    found = [x for x in ax.collections if isinstance(x, kind) and x.get_label() == name]
    return [np.asarray(path.vertices, dtype=float) for x in found for path in x.get_paths()]


def drawn_under(ax: Axes, kind: type[Any], start: str) -> list[str]:
    """The names that begin so, of what was drawn."""
    names = [str(x.get_label()) for x in ax.collections if isinstance(x, kind)]
    return [name for name in names if name.startswith(start)]


def written(fig: Figure) -> list[str]:
    """Every text of a figure, in the order in which they were written."""
    return [text.get_text() for ax in fig.axes for text in ax.texts if text.get_text()]
