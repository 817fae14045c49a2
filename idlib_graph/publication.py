"""The whole report as a folder: pages, text, data, charts and graphs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from idlib_graph.output import check_folder, make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from idlib_graph.analysis import Analysis

    Progress: TypeAlias = Callable[[int, int], None]
    Part: TypeAlias = Callable[[], Mapping[str, bytes]]

CHARTS = ("storyline", "snapshots", "alluvial", "series", "robustness", "matrix", "timeline")


def write_report(
    analysis: Analysis,
    folder: Path | str = "idlib-report",
    *,
    name: str = "idlib",
    png: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write everything that was found into `folder`, and give the files.

    These are ``report.html`` and ``explorer.html`` (each self-contained), ``report.md``,
    ``analysis.json``, each chart as SVG, and the relations as ``NAME.graphml`` and
    ``NAME.gexf``. Nothing is written before all of it is there.

    Parameters
    ----------
    name : of the graph files
    png : each chart as PNG as well, for what takes no SVG
    progress : told how many parts are done, of how many

    Raises
    ------
    OutputError
        Where the folder cannot be made, or a file not be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), source=("newsgram-2020",), every="P1Y")
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in write_report(told, folder)][:3]
    ['report.html', 'report.md', 'analysis.json']
    """
    check_folder(folder)
    contents: dict[str, bytes] = {}
    kinds = ("svg", "png") if png else ("svg",)
    parts: list[Part] = [partial(_draw, analysis, chart, kinds) for chart in CHARTS]
    parts += [partial(_graphs, analysis, name), partial(_explorer, analysis)]
    for done, part in enumerate(parts):
        if progress:
            progress(done, len(parts) + 1)
        contents |= part()
    if progress:
        progress(len(parts), len(parts) + 1)
    contents = {**_texts(analysis, contents), **contents}
    target = make_folder(folder)
    for file, content in contents.items():
        write_whole(target / file, content)
    return [target / file for file in contents]


def _draw(analysis: Analysis, chart: str, kinds: Sequence[str]) -> dict[str, bytes]:
    """One chart as a file of each kind."""
    from idlib_graph.charts import draw_chart, write_chart  # noqa: PLC0415 - matplotlib only where it is drawn
    from idlib_graph.charts.style import render  # noqa: PLC0415 - likewise

    files = {f"{chart}.svg": write_chart(analysis, chart)}
    if "png" in kinds:
        files[f"{chart}.png"] = render(draw_chart(analysis, chart)[0], "png")
    return files


def _graphs(analysis: Analysis, name: str) -> dict[str, bytes]:
    """The relations as GraphML and GEXF."""
    from idlib_graph.export.gexf import render_gexf  # noqa: PLC0415 - few ask
    from idlib_graph.export.graphml import render_graphml  # noqa: PLC0415 - likewise
    from idlib_graph.export.views import gather  # noqa: PLC0415 - likewise

    elements = gather(analysis)
    return {f"{name}.graphml": render_graphml(elements), f"{name}.gexf": render_gexf(elements)}


def _explorer(analysis: Analysis) -> dict[str, bytes]:
    """The page to click through, with the draws that the report tells of."""
    from idlib_graph.explorer import build  # noqa: PLC0415 - few ask
    from idlib_graph.report.cards import DRAWS  # noqa: PLC0415 - likewise

    return {"explorer.html": build(analysis, analysis.ensemble(DRAWS)).encode()}


def _texts(analysis: Analysis, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The page, which holds the charts, and what says the same without them."""
    from idlib_graph.report.files import report_files  # noqa: PLC0415 - few ask

    return report_files(analysis, contents)
