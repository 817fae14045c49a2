"""``events``: conflict event tables from UCDP, ACLED or anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.event_communities import communities
from idlib_graph.cli.event_imports import import_
from idlib_graph.cli.event_options import (
    DATA,
    JSON,
    KINDS,
    STEP,
    Group,
    counted,
    examples,
    known_types,
)
from idlib_graph.cli.make import PNG, write_findings
from idlib_graph.cli.options import AnyPath, Day, Request, setting_options
from idlib_graph.cli.tables import counted_progress, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.events.checking import Account
    from idlib_graph.model import Dataset


@click.group(
    cls=Group,
    epilog=examples(
        "import ucdp-ged GEDEvent_v25_1.csv --country Syria -o syria.parquet",
        "import table mine.csv --date day --a who --b whom --kind-is clash",
        "validate syria.parquet",
        "communities wars.parquet -o communities",
    ),
)
def events() -> None:
    """Make, check and analyse tables of conflict events."""


events.add_command(import_)
events.add_command(communities)


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


_TITLE = click.option("--title", default="", metavar="TEXT", help="Title.  [default: the file]")
_FACTIONS = click.option(
    "--factions",
    type=AnyPath(),
    metavar="DIR",
    help="Data set whose factions the names are, by name or alias.",
)
_PUBLISHED = click.option(
    "--published",
    type=Day(last=True),
    metavar="DATE",
    help="When the register was published.  [default: its last day]",
)


@events.command(
    "to-dataset",
    epilog=examples(
        "to-dataset syria.csv syria",
        "to-dataset syria.parquet syria --step P1Y --factions my-data",
    ),
)
@click.argument("file", metavar="FILE", type=AnyPath())
@click.argument("target", metavar="DIR", type=AnyPath())
@STEP
@_TITLE
@_FACTIONS
@_PUBLISHED
def to_dataset(file: str, target: str, **options: Any) -> None:  # noqa: ANN401 - click passes by name
    """Make a data set of an event table, as YAML.

    One relation for each pair, kind, type and step, which cites the rows of its events. Events for
    review make none; they are put into DIR as review.csv.
    """
    from idlib_graph.events.datasets import review_of  # noqa: PLC0415 - keeps --help light
    from idlib_graph.events.writing import write_events  # noqa: PLC0415 - likewise
    from idlib_graph.saving import save_dataset  # noqa: PLC0415 - likewise

    dataset = _dataset(file, **options)
    files = save_dataset(dataset, target)
    review = list(review_of(file))
    if review:
        files.append(Path(target) / "review.csv")
        write_events(review, files[-1])
    click.echo(
        f"{counted(len(dataset.factions), 'faction')}, "
        f"{counted(len(dataset.relations), 'relation')}, "
        f"{counted(len(review), 'event')} for review"
    )
    click.echo(f"Written to {target}/: {', '.join(path.name for path in files)}")
    click.echo(f"Next: idlib-graph validate -d {target}, then idlib-graph report -d {target}")


@events.command(
    epilog=examples(
        "analyze syria.csv -o findings",
        "analyze syria.parquet --step P1Y --every P3M --without state",
    )
)
@click.argument("file", metavar="FILE", type=AnyPath())
@setting_options
@STEP
@_TITLE
@_FACTIONS
@_PUBLISHED
@click.option(
    "-o", "--output", default="idlib-report", type=AnyPath(), show_default=True, metavar="DIR"
)
@PNG
def analyze(request: Request, file: str, output: str, *, png: bool, **options: Any) -> None:  # noqa: ANN401 - click passes by name
    """Analyse an event table and write the report.

    Every other command takes an event table as well: idlib-graph chart storyline -d FILE
    """
    name = Path(file).name.partition(".")[0]
    write_findings(request, output, _dataset(file, **options), name, png=png)


def _dataset(
    file: str, step: str, title: str, factions: str | None, published: date | None
) -> Dataset:
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - keeps --help light
    from idlib_graph.dates import parse_date  # noqa: PLC0415 - likewise
    from idlib_graph.events.datasets import dataset_from_events  # noqa: PLC0415 - likewise

    with counted_progress(f"reading {Path(file).name}") as progress:
        return dataset_from_events(
            file,
            title=title,
            step=step,
            factions=load_dataset(factions).factions.values() if factions else (),
            published=parse_date(published.isoformat()) if published else None,
            progress=progress,
        )
