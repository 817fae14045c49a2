"""``validate``, ``new`` and ``schema``: making and checking a data set."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import AnyPath, OneOf, Request, data_options
from idlib_graph.cli.tables import print_json
from idlib_graph.errors import NotFoundError

if TYPE_CHECKING:
    from idlib_graph.errors import Problem

SCHEMAS = (
    "dataset",
    "codebook",
    "sources",
    "factions",
    "relations",
    "coverage",
    "analysis",
    "export",
)


@click.command(
    epilog="""\b
Examples:
  idlib-graph validate -d my-data
  idlib-graph validate -d my-data --strict --json"""
)
@data_options
@click.option("--strict", is_flag=True, help="Count warnings as errors, but for summaries.")
def validate(request: Request, strict: bool) -> int:  # noqa: FBT001 - click passes by name
    """List every problem of a data set, with file and line.

    Exits with 1 where there is an error (with --strict, also where there is a warning).
    """
    from idlib_graph.checks import failures  # noqa: PLC0415 - keeps --help light
    from idlib_graph.checks import validate as find_problems  # noqa: PLC0415 - likewise

    if request.folder and request.folder.is_file():
        see = f"'idlib-graph events validate {request.folder}'"
        msg = f"{request.folder} is a file; a data set is a folder; for an event table see {see}"
        raise NotFoundError(msg)
    problems = find_problems(request.folder)
    errors = sum(problem.severity == "error" for problem in problems)
    if request.as_json:
        print_json([_record(problem) for problem in problems])
    else:
        for problem in problems:
            click.secho(str(problem), fg="red" if problem.severity == "error" else "yellow")
        click.echo(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}.")
    return 1 if failures(problems, strict=strict) else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _record(problem: Problem) -> dict[str, object]:
    place = asdict(problem.place) if problem.place else {"file": None, "line": None, "column": None}
    return {
        "code": problem.code,
        "severity": problem.severity,
        **place,
        "record": problem.record,
        "message": problem.message,
    }


@click.command(
    epilog="""\b
Example:
  idlib-graph new my-data
  idlib-graph report -d my-data"""
)
@click.argument("folder", type=AnyPath())
def new(folder: str) -> None:
    """Make a small, commented, valid data set to start from.

    FOLDER must not be there yet, or be empty.
    """
    from idlib_graph.scaffold import make_dataset  # noqa: PLC0415 - keeps --help light

    for path in make_dataset(folder):
        click.echo(f"wrote {path}")
    click.echo(f"Next: edit the files, then  idlib-graph validate -d {folder}")


@click.command(epilog="\b\nExample:\n  idlib-graph schema relations > relations.schema.json")
@click.argument("file", type=OneOf(SCHEMAS))
def schema(file: str) -> None:
    """Print the JSON Schema of a data file, for editors."""
    from idlib_graph.schema import read_schema  # noqa: PLC0415 - keeps --help light

    click.echo(read_schema(file), nl=False)
