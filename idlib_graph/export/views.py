"""Anything that can be written as a graph file, as its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from idlib_graph.errors import SettingsError
from idlib_graph.export.permitted import permit

if TYPE_CHECKING:
    from datetime import date

    import networkx as nx

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Elements
    from idlib_graph.model import Dataset

    Source: TypeAlias = Dataset | Analysis | nx.Graph[Any]

VIEWS = ("relations", "ties", "snapshot")


def gather(
    source: Source, *, view: str = "relations", on: date | None = None, positive: bool = False
) -> Elements:
    """The nodes and edges that a graph file of `source` has.

    Parameters
    ----------
    source : a data set, an analysis, or any signed networkx graph
    view : of a data set or analysis: ``relations`` (each relation an edge, each name a node),
        ``ties`` (for each pair an edge of its alliances and one of its clashes and splits, weighing
        their mean over all slices), or ``snapshot`` (the same on one day)
    on : the day of the snapshot; that of the last slice without it
    positive : keep alliances only, for what misreads signs

    Raises
    ------
    SettingsError
        For an unknown view, a day where the view is of the whole period, a view of a graph, a graph
        whose signs or weights cannot be told, or what is nothing of that kind at all.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> elements = gather(ig.analyze(ig.load_dataset()), view="ties")
    >>> sorted({edge.kind for edge in elements.edges})
    ['alliance', 'clash', 'split']
    """
    _check(view, on)
    if hasattr(source, "edges"):
        from idlib_graph.export.graphs import graph_elements  # noqa: PLC0415 - few need it

        if view != "relations":
            msg = f"the view {view!r} is of a data set; a graph is written as it is"
            raise SettingsError(msg)
        elements = graph_elements(cast("nx.Graph[Any]", source))
    else:
        elements = _viewed(_analysis(source), view, on)
    return permit(elements.positive() if positive else elements)


def _check(view: str, on: date | None) -> None:
    if view not in VIEWS:
        msg = f"unknown view {view!r}; one of {', '.join(VIEWS)}"
        raise SettingsError(msg)
    if on and view != "snapshot":
        msg = f"the view {view!r} is of the whole period; a day goes with 'snapshot'"
        raise SettingsError(msg)


def _analysis(source: object) -> Analysis:
    from idlib_graph.analysis import Analysis, analyze  # noqa: PLC0415 - a graph needs none
    from idlib_graph.model import Dataset  # noqa: PLC0415 - likewise

    if isinstance(source, Analysis):
        return source
    if not isinstance(source, Dataset):
        what = type(source).__name__
        msg = f"a data set, an analysis or a networkx graph can be written, not a {what}"
        raise SettingsError(msg)
    return analyze(source)


def _viewed(analysis: Analysis, view: str, on: date | None) -> Elements:
    from idlib_graph.export import relations, ties  # noqa: PLC0415 - a graph needs neither

    if view == "relations":
        return relations.relation_elements(analysis)
    views = ties.TieViews(analysis)
    return views.whole() if view == "ties" else views.on(on or analysis.days[-1])
