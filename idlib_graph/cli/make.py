"""``report``, ``chart`` and ``export``: what is written to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import Request, data_options, making_options
from idlib_graph.cli.tables import console, say

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis

CHARTS = ("storyline", "timeline")
CHART_FORMATS = ("png", "svg", "pdf")
FORMATS = ("json", "csv")


@click.command(
    epilog="""\b
Examples:
  idlib-graph report
  idlib-graph report -d my-data -o findings --known-by 2018-10-01"""
)
@making_options
@click.option(
    "-o", "--output", default="idlib-report", type=click.Path(), show_default=True, metavar="DIR"
)
def report(request: Request, output: str) -> None:
    """Analyse the data, print a summary, and write the report.

    Writes report.html (self-contained), report.md, analysis.json and the charts into DIR.
    """
    from idlib_graph.report.files import report_files  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.text import summary  # noqa: PLC0415 - keeps --help light

    with console().status("analysing the data set"):
        analysis = request.analysis()
        charts = {f"{name}.{kind}": _draw(analysis, name, kind)
                  for name in CHARTS for kind in ("svg", "png")}  # fmt: skip
        files = report_files(analysis, charts)
    from idlib_graph.output import make_folder, write_whole  # noqa: PLC0415

    folder = make_folder(output)
    for name, content in files.items():
        write_whole(folder / name, content)
    for paragraph in summary(analysis):
        say(paragraph)
    say(f"Written to {folder}/: {', '.join(files)}")
    say(f"Open {folder / 'report.html'}")


@click.command(
    epilog="""\b
Examples:
  idlib-graph chart storyline -o storyline.png
  idlib-graph chart timeline -o timeline.pdf --dark"""
)
@making_options
@click.argument("name", type=click.Choice(CHARTS))
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE",
    help="A .png, .svg or .pdf file.  [default: NAME.png]",
)  # fmt: skip
@click.option("--dark", is_flag=True, help="Light on dark.")
@click.option("--title", help="Title of the chart.  [default: the data set's]")
def chart(request: Request, name: str, output: str | None, dark: bool, title: str | None) -> None:  # noqa: FBT001 - click passes by name
    """Draw one chart as PNG, SVG or PDF."""
    from idlib_graph.output import write_whole  # noqa: PLC0415 - keeps --help light

    path = output or f"{name}.png"
    kind = Path(path).suffix.removeprefix(".").lower()
    if kind not in CHART_FORMATS:
        msg = f"{path!r} must end in .png, .svg or .pdf"
        raise click.BadParameter(msg, param_hint="--output")
    with console().status(f"drawing {name}"):
        drawn = _draw(request.analysis(), name, kind, dark=dark, title=title)
    write_whole(path, drawn)
    click.echo(f"wrote {path}", err=True)


@click.command(
    epilog="""\b
Examples:
  idlib-graph export json -o idlib.json
  idlib-graph export csv -o tables"""
)
@data_options
@click.argument("format", type=click.Choice(FORMATS))
@click.option(
    "-o", "--output", type=click.Path(), metavar="PATH",
    help="A file for json (- for standard output), a folder for csv.",
)  # fmt: skip
def export(request: Request, format: str, output: str | None) -> None:  # noqa: A002 - the argument's name
    """Write the data set for other tools: json in one file, csv as nodes.csv and edges.csv."""
    from idlib_graph.export.tables import edges_csv, nodes_csv, to_json  # noqa: PLC0415
    from idlib_graph.output import make_folder, write_whole  # noqa: PLC0415

    dataset = request.dataset()
    if format == "json":
        write_whole(output or "-", to_json(dataset))
        return
    folder = make_folder(output or ".")
    for name, text in (("nodes.csv", nodes_csv(dataset)), ("edges.csv", edges_csv(dataset))):
        write_whole(folder / name, text)
        click.echo(f"wrote {folder / name}", err=True)


def _draw(
    analysis: Analysis, name: str, kind: str, *, dark: bool = False, title: str | None = None
) -> bytes:
    from idlib_graph.charts import CHARTS as DRAW  # noqa: PLC0415 - matplotlib only where drawn
    from idlib_graph.charts.style import render  # noqa: PLC0415 - likewise

    figure, _ = DRAW[name](analysis, dark=dark, title=title)
    return render(figure, kind)
