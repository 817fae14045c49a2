"""Graphs that are drawn when somebody looks: of many slices, most answers need few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx


class Drawn(Sequence["nx.Graph[str]"]):
    """A sequence of graphs, each drawn when first asked for, and then kept.

    Examples
    --------
    >>> import networkx as nx
    >>> graphs = Drawn(3, lambda column: nx.path_graph(column))
    >>> len(graphs), [len(G) for G in graphs], graphs[-1] is graphs[2]
    (3, [0, 1, 2], True)
    """

    def __init__(self, count: int, draw: Callable[[int], nx.Graph[str]]) -> None:
        self._draw = draw
        self._kept: list[nx.Graph[str] | None] = [None] * count

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, column: int) -> nx.Graph[str]: ...

    @overload
    def __getitem__(self, column: slice) -> tuple[nx.Graph[str], ...]: ...

    def __getitem__(self, column: int | slice) -> nx.Graph[str] | tuple[nx.Graph[str], ...]:
        if isinstance(column, slice):
            return tuple(self[i] for i in range(*column.indices(len(self))))
        graph = self._kept[column]
        if graph is None:
            graph = self._kept[column] = self._draw(column % len(self))
        return graph
