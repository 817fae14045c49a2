"""``explore``: the explorer as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import AnyPath, Request, making_options
from idlib_graph.cli.tables import counted_progress, progress

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.ensemble import Ensemble


@click.command(
    epilog="""\b
Examples:
  idlib-graph explore --open
  idlib-graph explore -d my-data -o my-data.html --draws 200
  idlib-graph explore --known-by 2018-10-01 --draws 0"""
)
@making_options
@click.option(
    "-o", "--output", default="explorer.html", type=AnyPath(), show_default=True, metavar="FILE"
)
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=40,
    show_default=True,
    help="Draws of dates and doubts, which tell how probable things are; 0 for none.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in a browser.")
def explore(request: Request, output: str, draws: int, *, opened: bool) -> None:
    """Write one offline page to explore the network over time.

    The page has every relation with its citations. It needs nothing but a browser, loads nothing
    and sends nothing.
    """
    from idlib_graph.output import write_whole  # noqa: PLC0415 - keeps --help light

    if opened and output == "-":
        msg = "--open needs a file to open; name one with -o"
        raise click.UsageError(msg)
    analysis = request.analysis()
    with progress("finding shifts and their causes"):
        _ = analysis.shifts
    ensemble = _draw(analysis, draws) if draws else None
    with progress("writing the page"):
        from idlib_graph.explorer import build  # noqa: PLC0415 - keeps --help light

        page = build(analysis, ensemble)
    write_whole(output, page)
    if output != "-":
        click.echo(f"wrote {output}", err=True)
    if opened:
        _show(output)


def _draw(analysis: Analysis, draws: int) -> Ensemble:
    with counted_progress("drawing dates and doubts") as tell:
        return analysis.ensemble(draws, progress=tell)


def _show(path: str) -> None:
    import webbrowser  # noqa: PLC0415 - needed only here
    from pathlib import Path  # noqa: PLC0415 - keeps --help light

    if not webbrowser.open(Path(path).resolve().as_uri()):
        click.echo(f"idlib-graph: warning: found no browser; open {path} yourself", err=True)
