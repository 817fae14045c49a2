"""``export``: the data set, or what was found in it, for other tools."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import AnyPath, Day, OneOf, Request, making_options
from idlib_graph.cli.tables import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

VIEWS = ("relations", "ties", "snapshot")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a graph file is to show."""

    view: str | None
    on: date | None
    positive: bool
    slices: str | None


def _graphml(request: Request, output: str | None, asked: Asked) -> None:
    if asked.slices is not None:
        _write_slices(request, asked.slices, positive=asked.positive)
        return
    from idlib_graph.export.graphml import write_graphml  # noqa: PLC0415 - keeps --help light

    _write_graph(write_graphml, request, output, asked)


def _gexf(request: Request, output: str | None, asked: Asked) -> None:
    from idlib_graph.export.gexf import write_gexf  # noqa: PLC0415 - keeps --help light

    _write_graph(write_gexf, request, output, asked)


def _csv(request: Request, output: str | None, _: Asked) -> None:
    from idlib_graph.export.tables import edges_csv, nodes_csv  # noqa: PLC0415 - keeps --help light
    from idlib_graph.output import make_folder, write_whole  # noqa: PLC0415 - likewise

    dataset = request.heard()
    folder = make_folder("." if output is None else output)
    for name, text in (("nodes.csv", nodes_csv(dataset)), ("edges.csv", edges_csv(dataset))):
        write_whole(folder / name, text)
        click.echo(f"wrote {folder / name}", err=True)


def _json(request: Request, output: str | None, _: Asked) -> None:
    from idlib_graph.export.tables import to_json  # noqa: PLC0415 - keeps --help light
    from idlib_graph.output import write_whole  # noqa: PLC0415 - likewise

    write_whole("-" if output is None else output, to_json(request.heard()))


# The formats in the order in which help lists them; those of graphs have views.
FORMATS: dict[str, Callable[[Request, str | None, Asked], None]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "json": _json,
}
GRAPHS = ("graphml", "gexf")


@click.command(
    epilog="""\b
Examples:
  idlib-graph export graphml -o idlib.graphml
  idlib-graph export gexf -o idlib.gexf --view ties
  idlib-graph export graphml -o 2018.graphml --view snapshot --on 2018-11-01 --positive
  idlib-graph export graphml --slices slices
  idlib-graph export csv -o tables"""
)
@making_options
@click.argument("format", type=OneOf(FORMATS))
@click.option(
    "-o", "--output", type=AnyPath(), metavar="PATH",
    help="A file (- for standard output), a folder for csv.",
)  # fmt: skip
@click.option(
    "--view",
    type=OneOf(VIEWS),
    help="What a graph shows: relations, ties of the whole period, or those of a day.  "
    "[default: relations]",
)
@click.option("--on", type=Day(), metavar="DATE", help="Day of the snapshot.  [default: the last]")
@click.option("--positive", is_flag=True, help="Only alliances, for what misreads signs.")
@click.option(
    "--slices", type=AnyPath(), metavar="DIR", help="Write each slice as a GraphML file into DIR."
)
def export(
    request: Request,
    format: str,  # noqa: A002 - the argument's name
    output: str | None,
    view: str | None,
    on: date | None,
    positive: bool,  # noqa: FBT001 - click passes by name
    slices: str | None,
) -> None:
    """Write the data set for other tools: GraphML, GEXF, CSV or JSON.

    graphml and gexf are graphs for Gephi, Cytoscape, networkx and igraph, gexf with time; csv is
    nodes.csv and edges.csv in a folder; json is the whole data set.
    """
    asked = Asked("snapshot" if on and view is None else view, on, positive, slices)
    _check(format, output, asked)
    with _warnings_told():
        FORMATS[format](request, output, asked)


def _check(name: str, output: str | None, asked: Asked) -> None:
    """Refuse options that do not go together."""
    if name not in GRAPHS and (asked.view or asked.positive or asked.slices is not None):
        msg = f"--view, --on, --positive and --slices go with graphml and gexf, not with {name}"
        raise click.UsageError(msg)
    if asked.on and asked.view != "snapshot":
        msg = "--on goes with --view snapshot; the other views are of the whole period"
        raise click.UsageError(msg)
    if asked.slices is not None and (name != "graphml" or output is not None or asked.view):
        msg = "--slices goes with graphml, without -o, --view and --on"
        raise click.UsageError(msg)


def _write_graph(
    write: Callable[..., None], request: Request, output: str | None, asked: Asked
) -> None:
    path = "-" if output is None else output
    analysis = request.analysis()
    with progress("laying out the graph"):
        write(analysis, path, view=asked.view or "relations", on=asked.on, positive=asked.positive)
    if path != "-":
        click.echo(f"wrote {path}", err=True)


def _write_slices(request: Request, folder: str, *, positive: bool) -> None:
    from idlib_graph.export.slices import write_slices  # noqa: PLC0415 - keeps --help light
    from idlib_graph.output import check_folder  # noqa: PLC0415 - likewise

    check_folder(folder)
    analysis = request.analysis()
    with progress("writing the slices"):
        files = write_slices(analysis, folder, positive=positive)
    click.echo(f"wrote {len(files)} files into {folder}", err=True)


@contextmanager
def _warnings_told() -> Iterator[None]:
    """Tell each warning once, in one line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        click.echo(f"idlib-graph: warning: {message}", err=True)
