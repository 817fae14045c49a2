"""``export``: the data set, or what was found in it, for other tools."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import AnyPath, Day, OneOf, Request, making_options, outside
from idlib_graph.cli.tables import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from idlib_graph.model import Dataset

# What writes each format, in the order in which help lists them.
WRITERS = {
    "graphml": ("graphml", "write_graphml"),
    "gexf": ("gexf", "write_gexf"),
    "csv": ("tables", "write_csv"),
    "json": ("tables", "write_json"),
    "node-link": ("tables", "write_node_link"),
    "ftm": ("ftm", "write_ftm"),
}
GRAPHS = ("graphml", "gexf")
FOLDERS = ("csv",)
ENDINGS = {"graphml": ".graphml", "gexf": ".gexf", "csv": ".csv"}
VIEWS = ("relations", "ties", "snapshot")
SOURCES = ("known_by", "source", "without_source")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a graph file is to show."""

    view: str | None
    on: date | None
    positive: bool
    slices: str | None


@click.command(
    epilog="""\b
Examples:
  idlib-graph export graphml -o idlib.graphml
  idlib-graph export gexf -o idlib.gexf --view ties
  idlib-graph export graphml -o 2018.graphml --view snapshot --on 2018-11-01 --positive
  idlib-graph export graphml --slices slices
  idlib-graph export csv -o tables
  idlib-graph export ftm -o idlib.ftm.json"""
)
@making_options
@click.argument("format", type=OneOf(WRITERS))
@click.option(
    "-o", "--output", type=AnyPath(), metavar="PATH",
    help="A file (- for standard output), a folder for csv.  [default: -, this folder for csv]",
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
    """Write GraphML, GEXF, CSV, JSON or FollowTheMoney.

    graphml and gexf are graphs for Gephi, Cytoscape, networkx and igraph, gexf with time; csv is
    nodes.csv and edges.csv in a folder; json is the whole data set, node-link the graph as networkx
    has it in JSON, ftm the entities of FollowTheMoney.
    """
    asked = Asked("snapshot" if on and view is None else view, on, positive, slices)
    _check(request, format, output, asked)
    with warnings_told():
        if slices is not None:
            _write_slices(request, slices, positive=positive)
        elif format in GRAPHS:
            _write_graph(request, format, output, asked)
        else:
            _write_data(request, format, output)


def _check(request: Request, name: str, output: str | None, asked: Asked) -> None:
    """Refuse options that do not go together."""
    idle = [k for k, v in request.given.items() if v is not None and k not in SOURCES]
    if name not in GRAPHS and idle:
        option = f"--{idle[0].replace('_', '-')}"
        msg = f"{option} goes with graphml and gexf; {name} is the data set as its sources tell it"
        raise click.UsageError(msg)
    if name not in GRAPHS and (asked.view or asked.positive or asked.slices is not None):
        msg = f"--view, --on, --positive and --slices go with graphml and gexf, not with {name}"
        raise click.UsageError(msg)
    if asked.on and asked.view != "snapshot":
        msg = "--on goes with --view snapshot; the other views are of the whole period"
        raise click.UsageError(msg)
    if asked.slices is not None and (name != "graphml" or output is not None or asked.view):
        msg = "--slices goes with graphml, without -o, --view and --on"
        raise click.UsageError(msg)
    _check_ending(name, Path(output or ""))


def _check_ending(name: str, path: Path) -> None:
    """Refuse a name that says another format: Gephi goes by the ending, and by nothing else."""
    ending = path.suffix.lower()
    if name in FOLDERS and ending == ENDINGS[name] and not path.is_dir():
        msg = f"{name} is two files, nodes.csv and edges.csv; -o names the folder for them"
        raise click.UsageError(msg)
    if ending in ENDINGS.values() and ending != ENDINGS.get(name):
        msg = f"{path} says {ending.removeprefix('.')}, not {name}; programs go by the ending"
        raise click.UsageError(msg)


def _write_graph(request: Request, name: str, output: str | None, asked: Asked) -> None:
    path, view = "-" if output is None else output, asked.view or "relations"
    analysis = request.analysis()
    with progress("laying out the graph"):
        _writer(name)(analysis, path, view=view, on=asked.on, positive=asked.positive)
    _say_wrote(path)
    if asked.on and (where := outside(analysis, asked.on)):
        warnings.warn(f"the snapshot is of {asked.on}{where}", stacklevel=2)
    if path != "-" and Path(path).suffix.lower() != ENDINGS[name]:
        warnings.warn(f"Gephi opens it only under a name ending in {ENDINGS[name]}", stacklevel=2)


def _write_data(request: Request, name: str, output: str | None) -> None:
    path = output or ("." if name in FOLDERS else "-")
    dataset = request.heard()
    found = _writer(name)(dataset, path)
    _say_wrote(*(found if name in FOLDERS else (path,)))
    if name == "ftm":
        _judge(dataset, left_out=len(found))


def _judge(dataset: Dataset, *, left_out: int) -> None:
    """Say what is left out of FollowTheMoney entities, and who has checked them."""
    from idlib_graph.export.ftm import SCHEMATA, ftm_entities  # noqa: PLC0415 - keeps --help light
    from idlib_graph.export.objections import find_objections  # noqa: PLC0415 - likewise

    if left_out:
        click.echo(f"left out {left_out} relations that no source affirms", err=True)
    found = find_objections(ftm_entities(dataset))
    if found is None:
        by = f"written by its schemata of version {SCHEMATA}"
        click.echo(f"not checked by followthemoney, which is not installed; {by}", err=True)
    elif not found:
        click.echo("checked by followthemoney: no objection", err=True)
    for objection in found or ():
        warnings.warn(f"followthemoney objects: {objection}", stacklevel=2)


def _say_wrote(*paths: Path | str) -> None:
    for path in paths:
        if str(path) != "-":
            click.echo(f"wrote {path}", err=True)


def _writer(name: str) -> Callable[..., Any]:
    module, function = WRITERS[name]
    write: Callable[..., Any] = getattr(import_module(f"idlib_graph.export.{module}"), function)
    return write


def _write_slices(request: Request, folder: str, *, positive: bool) -> None:
    from idlib_graph.export.slices import write_slices  # noqa: PLC0415 - keeps --help light
    from idlib_graph.output import check_folder  # noqa: PLC0415 - likewise

    check_folder(folder)
    analysis = request.analysis()
    with progress("writing the slices"):
        files = write_slices(analysis, folder, positive=positive)
    click.echo(f"wrote {len(files)} files into {folder}", err=True)
    if others := {*Path(folder).glob("*.graphml")}.difference(files):
        warnings.warn(f"{folder} has {len(others)} other GraphML files as well", stacklevel=2)


@contextmanager
def warnings_told() -> Iterator[None]:
    """Tell each warning once, in one line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", UserWarning)
        yield
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        click.echo(f"idlib-graph: warning: {message}", err=True)
