"""``events``: conflict event tables from UCDP, ACLED or anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from idlib_graph.cli.event_imports import import_
from idlib_graph.cli.event_options import DATA, JSON, KINDS, Group, counted, examples, known_types
from idlib_graph.cli.options import AnyPath
from idlib_graph.cli.tables import counted_progress, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.events.checking import Account


@click.group(
    cls=Group,
    epilog=examples(
        "import ucdp-ged GEDEvent_v25_1.csv --country Syria -o syria.parquet",
        "import table mine.csv --date day --a who --b whom --kind-is clash",
        "validate syria.parquet",
    ),
)
def events() -> None:
    """Make and check tables of conflict events."""


events.add_command(import_)


@events.command(epilog=examples("validate events.csv", "validate events.parquet --json"))
@click.argument("file", metavar="FILE", type=AnyPath())
@DATA
@JSON
def validate(file: str, folder: str | None, as_json: bool) -> int:  # noqa: FBT001 - click passes by name
    """Check an event table row by row.

    Exit 1 where a row is no event.
    """
    from idlib_graph.events.checking import check_events  # noqa: PLC0415 - keeps --help light

    with counted_progress(f"reading {Path(file).name}") as progress:
        account = check_events(file, types=known_types(folder), progress=progress)
    if as_json:
        print_json(account.record())
    else:
        click.echo("\n".join(_checked(account, file)))
    return 1 if account.rejected else 0


def _checked(account: Account, file: str) -> Iterator[str]:
    yield f"{file}: {counted(account.rows, 'row')}"
    for kind in KINDS:
        yield f"  {kind:<9}{counted(account.events[kind], 'event'):>14}"
    if account.first:
        yield f"{account.first} to {account.last}"
    yield counted(len(account.names), "name")
    yield f"{counted(account.undated, 'event')} without a date"
    if not account.rejected:
        yield "every row is an event"
        return
    one = account.rejected == 1
    yield f"{counted(account.rejected, 'row')} that {'is no event' if one else 'are no events'}:"
    yield from (f"  row {row.row}: {row.reason}" for row in account.examples)
    if account.rejected > len(account.examples):
        yield f"  and {account.rejected - len(account.examples):,} more"
