"""``report``: all that was found, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.export import warnings_told
from idlib_graph.cli.options import AnyPath, Request, making_options
from idlib_graph.cli.tables import counted_progress, say

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

PNG = click.option("--png", is_flag=True, help="Each chart as PNG as well.")


@click.command(
    epilog="""\b
Examples:
  idlib-graph report
  idlib-graph report --png
  idlib-graph report -d my-data -o findings --known-by 2018-10-01"""
)
@making_options
@click.option(
    "-o", "--output", default="idlib-report", type=AnyPath(), show_default=True, metavar="DIR"
)
@PNG
def report(request: Request, output: str, *, png: bool) -> None:
    """Analyse the data, print a summary, and write the report.

    Writes report.html (self-contained), report.md, analysis.json, explorer.html, the charts as SVG,
    and the relations as GraphML and GEXF into DIR.
    """
    write_findings(request, output, png=png)


def write_findings(
    request: Request,
    output: str,
    dataset: Dataset | None = None,
    name: str | None = None,
    *,
    png: bool,
) -> None:
    """Write the report of a request, of `dataset` where it is loaded already, and sum it up."""
    from idlib_graph.output import check_folder  # noqa: PLC0415 - keeps --help light
    from idlib_graph.publication import write_report  # noqa: PLC0415 - likewise
    from idlib_graph.report.text import summary  # noqa: PLC0415 - likewise

    check_folder(output)
    analysis = request.analysis(dataset)
    with warnings_told(), counted_progress("writing the report") as progress:
        files = write_report(
            analysis, output, name=name or request.name, png=png, progress=progress
        )
    for paragraph in summary(analysis):
        say(paragraph)
    say(f"Written to {files[0].parent}/: {', '.join(file.name for file in files)}")
    say(f"Open {files[0]}, or explore in {files[0].parent / 'explorer.html'}")
