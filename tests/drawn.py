"""What a storyline shows, read back from its artists."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PathCollection

from idlib_graph import load_dataset
from idlib_graph.analysis import Analysis, analyze
from idlib_graph.charts import CHARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from idlib_graph.model import Dataset

EPOCH = date(1970, 1, 1).toordinal()


def draw(analysis: Analysis, **how: Any) -> tuple[Figure, Axes]:  # noqa: ANN401 - any option
    return CHARTS["storyline"](analysis, **how)


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def prose(ax: Axes) -> str:
    """All that is written, with lines that were broken joined again."""
    return " ".join(written(ax))


def labelled(ax: Axes, kind: type[Artist], label: str) -> list[Any]:
    return [x for x in ax.get_children() if isinstance(x, kind) and x.get_label() == label]


def spot(sign: Line2D) -> tuple[float, float]:
    """Day and row of a sign."""
    x, y = np.asarray(sign.get_data(), dtype=float)
    return float(x[0]), float(y[0])


def number(day: date) -> float:
    return day.toordinal() - EPOCH


def outlines(ax: Axes, line: str) -> list[NDArray[np.float64]]:
    """Days and rows of all parts of a line that are drawn: as ribbons, thin or dotted."""
    found = labelled(ax, PathCollection, line)
    return [np.asarray(part.get_paths()[0].vertices) for part in found]


def row_on(ax: Axes, line: str, day: float) -> float:
    """The row of a line on a day on which it runs level."""
    for path in outlines(ax, line):
        if path[0, 0] <= day <= path[-1, 0]:
            return float(np.interp(day, path[:, 0], path[:, 1]))
    raise AssertionError(line)


@lru_cache
def analysis_of(story: Callable[[], Dataset]) -> Analysis:
    return analyze(story())


@lru_cache
def bundled() -> Analysis:
    return analyze(load_dataset())
