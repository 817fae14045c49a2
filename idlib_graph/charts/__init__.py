"""Charts of an analysis: each a plain function ``(analysis, ...) -> (fig, ax)``.

A chart is looked up by name and loaded, with matplotlib, when it is first asked for:

>>> from idlib_graph.charts import CHARTS
>>> sorted(CHARTS)
['storyline', 'timeline']
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Chart: TypeAlias = Callable[..., tuple[Figure, Axes]]

__all__ = ["CHARTS"]

_NAMES = ("storyline", "timeline")


class _Charts(Mapping[str, Any]):
    """Chart functions by name; a chart's module is imported when it is asked for."""

    def __getitem__(self, name: str) -> Chart:
        if name not in _NAMES:
            raise KeyError(name)
        chart: Chart = getattr(import_module(f"{__name__}.{name}"), name)
        return chart

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


CHARTS: Mapping[str, Chart] = _Charts()
