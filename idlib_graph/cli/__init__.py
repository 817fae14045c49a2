"""The command line: a thin shell that parses, makes one call and prints."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from idlib_graph import __version__
from idlib_graph.errors import (
    DatasetError,
    DateError,
    IdlibGraphError,
    NotFoundError,
    SettingsError,
)

# The module of each command, in the order in which one needs them; only the one called is loaded.
COMMANDS = {
    "report": "make",
    "validate": "data",
    "factions": "lists",
    "sources": "lists",
    "relations": "lists",
    "faction": "histories",
    "pair": "histories",
    "communities": "communities",
    "shifts": "chronicle",
    "balance": "figures",
    "series": "figures",
    "contested": "testimony",
    "corroboration": "testimony",
    "robustness": "robustness",
    "diff": "differences",
    "chart": "charts",
    "explore": "explore",
    "export": "export",
    "compare": "coding",
    "audit": "coding",
    "events": "events",
    "new": "data",
    "schema": "data",
}


CLICKS_WORDS = ("Invalid", "Missing", "No such", "Got unexpected", "Option", "Command", "Could not")


class _Group(click.Group):
    """Commands that are loaded when they are called, or when all are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{COMMANDS[name]}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, or say which was meant."""
        name = str(args[0])
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - needed only for a typo

            near = get_close_matches(name, COMMANDS, n=2)
            hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
            ctx.fail(f"no such command {name!r}{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; a reader that went away is no error, as click would have it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:
            raise _ReaderGoneError from gone


class _ReaderGoneError(Exception):
    """Whoever read our output has closed it, as ``head`` does."""


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  idlib-graph report",
)
@click.version_option(__version__, prog_name="idlib-graph")
def cli() -> None:
    """Who stood with whom, when, how that changed, and on whose word.

    Every command reads the bundled Idlib data set unless -d/--data names another folder.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit 0 done, 1 the data or the answer at fault, 2 wrong usage."""
    if sys.stdout is None:  # closed by whoever started us: nobody listens
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until exit
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code; every error is one line on stderr."""
    try:
        code = cli.main(arguments, prog_name="idlib-graph", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _misused(error)
    except (_ReaderGoneError, BrokenPipeError):
        return _closed()
    except (click.Abort, KeyboardInterrupt, IdlibGraphError, OSError) as error:
        return _explain(error)
    return code if isinstance(code, int) else 0


def _misused(error: click.ClickException) -> int:
    """Say in one line what is wrong with the arguments, and where help is."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if message.startswith("Usage:"):  # no command at all: click gives the whole help
        click.echo(message, err=True)
        return error.exit_code
    path = context.command_path if context else "idlib-graph"
    message = " ".join(message.split()).removesuffix(".")
    if message.startswith(CLICKS_WORDS):  # but not what the user wrote
        message = message[:1].lower() + message[1:]
    link = " See" if message.endswith("?") else "; see"
    return _fail(f"{message}{link} '{path} --help'", error.exit_code)


def _explain(error: BaseException) -> int:
    """Say in one line what went wrong, and give the exit code for it."""
    if isinstance(error, DatasetError):
        click.echo(str(error), err=True)
        return _fail("the data set has errors; see 'idlib-graph validate'", 1)
    if isinstance(error, (SettingsError, NotFoundError, DateError)):
        return _fail(str(error), 2)
    if isinstance(error, IdlibGraphError):
        return _fail(str(error), 1)
    if isinstance(error, OSError):
        return _fail(f"cannot go on: {(error.strerror or str(error)).lower()}", 1)
    return _fail("stopped; nothing half written", 130)


def _fail(message: str, code: int) -> int:
    click.echo(f"idlib-graph: {message}", err=True)
    return code


def _closed() -> int:
    """The reader of our output went away, as ``head`` does: stop without a word."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until exit
    return 0
