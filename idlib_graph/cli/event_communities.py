"""``events communities``: communities of a large event table over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.event_options import JSON, STEP, counted, examples
from idlib_graph.cli.options import AnyPath, OneOf
from idlib_graph.cli.tables import counted_progress, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.events.timeline import Timeline

SHOWN = 8
_OBJECTIVES = OneOf(["potts", "disagreement", "cpm"])


@click.command(
    epilog=examples(
        "communities wars.parquet -o communities",
        "communities wars.parquet --every P3M --half-life 0.5 --json",
        "communities 'ged-*.parquet' --window 183 --memory-limit 4GB -o communities",
    )
)
@click.argument("file", metavar="FILE", type=AnyPath())
@click.option("-o", "--output", type=AnyPath(), metavar="DIR", help="Folder for the tables.")
@click.option("--objective", type=_OBJECTIVES, help="What communities maximise.  [default: potts]")
@click.option("--resolution", type=float, help="Gamma of potts and cpm.  [default: 1, 0.05]")
@click.option("--coupling", type=float, help="Bonus for staying together.  [default: 0.1]")
@click.option("--every", metavar="P1M", help="Step between slices.  [default: P1M]")
@click.option("--half-life", type=float, metavar="FACTOR", help="Factor on all half-lives.")
@click.option(
    "--window",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Events count in full for DAYS and then no more, instead of fading.",
)
@STEP
@click.option(
    "--method",
    type=OneOf(["auto", "leiden", "heuristic"]),
    help="What searches parts too large to prove.  [default: leiden where igraph is installed]",
)
@click.option("--seed", type=int, help="Seed of everything that draws.  [default: 0]")
@click.option(
    "--memory-limit",
    metavar="1GB",
    help="Let DuckDB fold the table, within this much memory.  [default: large tables, 1GB]",
)
@JSON
def communities(
    file: str,
    output: str | None,
    step: str,
    window: int | None,
    memory_limit: str | None,
    as_json: bool,  # noqa: FBT001 - click passes by name
    **given: Any,  # noqa: ANN401 - settings of any type
) -> None:
    """Find the communities of a large event table over time.

    For tables of 100,000 rows and more: no relations are made, and sources are not known. Writes
    slices.csv, memberships.csv, communities.csv and changes.csv into DIR. Rows that are no events
    are counted and left out.
    """
    from idlib_graph.events.columns import read_arrays  # noqa: PLC0415 - keeps --help light
    from idlib_graph.events.tracking import track_communities  # noqa: PLC0415 - likewise
    from idlib_graph.output import check_empty, write_folder  # noqa: PLC0415 - likewise
    from idlib_graph.settings import Settings  # noqa: PLC0415 - likewise

    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    if output is not None:
        check_empty(output)
    with counted_progress(f"reading {Path(file).name}") as progress:
        events = read_arrays(file, step=step, memory_limit=memory_limit, progress=progress)
    with counted_progress("finding communities") as progress:
        told = track_communities(events, window=window, settings=settings, progress=progress)
    if output is not None:
        write_folder(output, told.files())
    if as_json:
        print_json({"table": file, "output": output, **told.record()})
    else:
        click.echo("\n".join(_told(told, file, output)))
    if told.rows.broken:
        click.echo(_broken(told.rows.broken, file), err=True)


def _broken(rows: int, file: str) -> str:
    verb = "is no event and was" if rows == 1 else "are no events and were"
    return (
        f"idlib-graph: {counted(rows, 'row')} {verb} left out; "
        f"see 'idlib-graph events validate {file}'"
    )


def _told(told: Timeline, file: str, output: str | None) -> Iterator[str]:
    rows = told.rows
    tied = f"{counted(rows.folded, 'event')} that make{'s' * (rows.folded == 1)} ties"
    yield f"{counted(rows.rows, 'row')} of {file}: {tied}"
    for number, what in ((rows.review, "for review"), (rows.undated, "without a date")):
        if number:
            yield f"  {counted(number, 'event')} {what}, left out"
    yield (
        f"{counted(len(told.days), 'slice')} from {told.days[0]} to {told.days[-1]}, "
        f"{counted(len(told.actors), 'actor')}"
    )
    present, proven = (int(told.counts[:, i].sum()) for i in (0, 5))
    yield _proof(present, proven, told.method)
    changes = {"birth": 0, "death": 0, "merge": 0, "split": 0}
    for change in told.changes:
        if change.change in changes:
            changes[change.change] += 1
    yield f"{_communities(len(told.communities))} over time; " + ", ".join(
        counted(number, what) for what, number in changes.items()
    )
    largest = sorted(told.communities, key=lambda one: (-one.largest, one.number))
    for one in largest[:SHOWN]:
        yield (
            f"  c{one.number} {one.name}: {one.born} to {one.last_seen}, at most "
            f"{counted(one.largest, 'member')}"
        )
    if output is not None:
        yield f"Written to {output}/: {', '.join(told.files())}"
    else:
        yield "Nothing written; name a folder with -o DIR for the tables"


def _communities(number: int) -> str:
    return f"{number:,} communit{'y' if number == 1 else 'ies'}"


def _proof(present: int, proven: int, method: str) -> str:
    """How much of the answer is sure."""
    if proven == present:
        return "Every slice is the best of all partitions (proven)"
    share = min(proven / present, 0.99)  # all of them would be proven
    return (
        f"Proven best for {share:.0%} of the seats (actors in slices); the others are in parts too "
        f"large or too hard to prove, searched by {method}"
    )
