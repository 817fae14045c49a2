"""What is written on a figure, and whether all of it can be read."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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


def written(fig: Figure) -> list[str]:
    """Every text of a figure, in the order in which they were written."""
    return [text.get_text() for ax in fig.axes for text in ax.texts if text.get_text()]
