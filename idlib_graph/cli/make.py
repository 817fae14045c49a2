"""``report``: all that was found, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.export import warnings_told
from idlib_graph.cli.options import AnyPath, Request, making_options
from idlib_graph.cli.tables import progress, say

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

CHARTS = ("storyline", "timeline")


@click.command(
    epilog="""\b
Examples:
  idlib-graph report
  idlib-graph report -d my-data -o findings --known-by 2018-10-01"""
)
@making_options
@click.option(
    "-o", "--output", default="idlib-report", type=AnyPath(), show_default=True, metavar="DIR"
)
def report(request: Request, output: str) -> None:
    """Analyse the data, print a summary, and write the report.

    Writes report.html (self-contained), report.md, analysis.json, the charts, and the relations as
    GraphML and GEXF into DIR.
    """
    from idlib_graph.output import check_folder, make_folder, write_whole  # noqa: PLC0415
    from idlib_graph.report.files import report_files  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.text import summary  # noqa: PLC0415 - likewise

    check_folder(output)
    analysis = request.analysis()
    with progress("drawing the charts"):
        charts = {
            f"{name}.{kind}": content
            for name in CHARTS
            for kind, content in _draw(analysis, name, "svg", "png").items()
        }
        files = report_files(analysis, charts)
    with warnings_told(), progress("laying out the graph"):
        files |= _graphs(request, analysis)
    folder = make_folder(output)
    for name, content in files.items():
        write_whole(folder / name, content)
    for paragraph in summary(analysis):
        say(paragraph)
    say(f"Written to {folder}/: {', '.join(files)}")
    say(f"Open {folder / 'report.html'}")


def _graphs(request: Request, analysis: Analysis) -> dict[str, bytes]:
    """The relations as GraphML and GEXF, named after the data set's folder."""
    from idlib_graph.export.gexf import render_gexf  # noqa: PLC0415 - keeps --help light
    from idlib_graph.export.graphml import render_graphml  # noqa: PLC0415 - likewise
    from idlib_graph.export.views import gather  # noqa: PLC0415 - likewise

    name = request.folder.resolve().name if request.folder else "idlib"
    elements = gather(analysis)
    return {f"{name}.graphml": render_graphml(elements), f"{name}.gexf": render_gexf(elements)}


def _draw(analysis: Analysis, name: str, *kinds: str) -> dict[str, bytes]:
    """One chart, drawn once, as a file's content for each kind."""
    from idlib_graph.charts import CHARTS as DRAW  # noqa: PLC0415 - matplotlib only where drawn
    from idlib_graph.charts.style import render  # noqa: PLC0415 - likewise

    figure, _ = DRAW[name](analysis)
    return {kind: render(figure, kind) for kind in kinds}
