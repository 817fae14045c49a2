"""Each slice of an analysis as a GraphML file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.export.graphml import render_graphml
from idlib_graph.export.permitted import permit
from idlib_graph.export.ties import TieViews
from idlib_graph.output import make_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.analysis import Analysis


def write_slices(
    analysis: Analysis, folder: Path | str, *, positive: bool = False
) -> tuple[Path, ...]:
    """Write the ties of each slice into `folder`, as ``2018-11-01.graphml`` and so on.

    Every file has the same nodes at the same places; ``active`` says who has a tie in that slice.

    Parameters
    ----------
    positive : keep alliances only

    Returns
    -------
    tuple of Path
        The files, in order.

    Raises
    ------
    OutputError
        Where a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import idlib_graph as ig
    >>> analysis = ig.analyze(ig.load_dataset(), every="P2Y")
    >>> with tempfile.TemporaryDirectory() as name:
    ...     files = write_slices(analysis, name)
    >>> [file.name for file in files][-1]
    '2020-02-29.graphml'
    """
    target, views = make_folder(folder), TieViews(analysis)
    written = []
    for day in analysis.days:
        elements = views.on(day)
        path = target / f"{day}.graphml"
        write_whole(path, render_graphml(permit(elements.positive() if positive else elements)))
        written.append(path)
    return tuple(written)
