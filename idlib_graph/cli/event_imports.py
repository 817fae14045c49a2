"""``events import``: a register's files into an event table."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.event_options import (
    DATA,
    JSON,
    KINDS,
    Group,
    counted,
    examples,
    known_types,
    listed,
)
from idlib_graph.cli.options import AnyPath, Day, OneOf
from idlib_graph.cli.tables import counted_progress, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from idlib_graph.events.importing import Rules, Summary
    from idlib_graph.events.names import Names

PRECISIONS = ("day", "days", "week", "month", "year")
_FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=AnyPath())
_WRITING = (
    click.option(
        "-o", "--output", default="events.csv", show_default=True, type=AnyPath(), metavar="FILE",
        help="A .csv or .parquet file; - is CSV on standard output.",
    ),
    click.option(
        "--aliases", multiple=True, type=AnyPath(), metavar="FILE",
        help="Spellings: a CSV file alias,name or a data set's factions.yaml. Repeatable.",
    ),
    click.option(
        "--rejected", type=AnyPath(), metavar="FILE",
        help="CSV for rows that are no events.  [default: beside the output, *.rejected.csv]",
    ),
    click.option(
        "--encoding", default="utf-8", show_default=True, help="Encoding of CSV files."
    ),
)  # fmt: skip
_COUNTRY = click.option(
    "--country", "countries", multiple=True, metavar="NAME", help="Only this country. Repeatable."
)
_ADMIN = click.option(
    "--admin", "regions", multiple=True, metavar="NAME",
    help="Only this first-order region. Repeatable.",
)  # fmt: skip
_SPAN = (
    click.option("--from", "since", type=Day(), metavar="DATE", help="Nothing before DATE."),
    click.option("--until", type=Day(last=True), metavar="DATE", help="Nothing after DATE."),
)


def _coarsest(default: str) -> Any:  # noqa: ANN401 - click's decorator
    return click.option(
        "--precision", "coarsest", type=OneOf(PRECISIONS), default=default, show_default=True,
        help="Dates known less precisely are put to review.",
    )  # fmt: skip


def _with(*options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # noqa: ANN401 - click's
    """Options as one decorator, in the order in which help lists them."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def wrapped(**values: Any) -> Any:  # noqa: ANN401 - any command's
            return command(**values)

        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped

    return decorate


@click.group(
    "import",
    cls=Group,
    epilog=examples(
        "import ucdp-ged ged251-csv.zip --country Syria --from 2017 --until 2020",
        "import ucdp-actor ucdp-actor-221.csv --country Syria -o actors.csv",
        "import acled my-export.csv --admin Idleb -o acled.parquet --json",
    ),
)
def import_() -> None:
    """Make an event table from a register's files.

    Every row is accounted for: it becomes alliances, splits or clashes, is put to review, which
    never becomes a tie, is dropped for a reason, or is no event and kept aside in a file. Exit 1
    where all that would have been events are none.
    """


@import_.command(
    "ucdp-ged",
    epilog=examples(
        "import ucdp-ged GEDEvent_v25_1.csv --country Syria -o syria.parquet",
        'import ucdp-ged ged251-csv.zip --admin "Idlib governorate" --aliases factions.yaml',
        "import ucdp-ged GEDEvent_v25_0_8.csv --actors ucdp-actor-251.csv --precision day",
    ),
)
@_with(_FILES, *_WRITING, _COUNTRY, _ADMIN, *_SPAN, _coarsest("week"))
@click.option(
    "--actors", multiple=True, type=AnyPath(), metavar="FILE",
    help="UCDP Actor files: single actors whose names are not split at commas. Repeatable.",
)  # fmt: skip
@click.option("--source", metavar="NAME", help="Name of the release.  [default: the file's]")
@JSON
def ucdp_ged(files: tuple[str, ...], actors: tuple[str, ...], source: str, **values: Any) -> int:  # noqa: ANN401 - the common options
    """Import UCDP GED or UCDP Candidate events.

    State-based and non-state violence is a clash of the two sides; organisations of one side,
    joined by commas, are allies. One-sided violence is dropped. FILE is CSV or Parquet, also CSV
    in gzip or zip, with a header or, as some Candidate releases, without.
    """
    from idlib_graph.events.ucdp_ged import ged_release, ged_rules, read_actor_ids  # noqa: PLC0415 - keeps --help light

    releases = {ged_release(file) for file in files}
    name = source or (releases.pop() if len(releases) == 1 else "UCDP GED")
    ids = read_actor_ids(actors, encoding=values["encoding"])
    names = _names(values, "ucdp")
    rules = ged_rules(names=names, filters=_filters(values), actors=ids, source=name)
    return _run(files, rules, values)


@import_.command(
    "ucdp-actor",
    epilog=examples(
        "import ucdp-actor ucdp-actor-221.csv --country Syria -o actors.csv",
        "import ucdp-actor ucdp-actor-261.csv --encoding latin-1 --json",
    ),
)
@_with(_FILES, *_WRITING, _COUNTRY)
@JSON
def ucdp_actor(files: tuple[str, ...], **values: Any) -> int:  # noqa: ANN401 - the common options
    """Import alliances, splits and new names of UCDP Actor.

    The register gives no dates: the rows are undated, and no part of an analysis over time.
    """
    from idlib_graph.events.ucdp_actor import actor_rules, read_actors  # noqa: PLC0415 - keeps --help light

    actors = read_actors(files, encoding=values["encoding"])
    names = _names(values, "ucdp")
    return _run(files, actor_rules(actors, names=names, filters=_filters(values)), values)


@import_.command(
    epilog=examples(
        "import acled my-export.csv --country Syria --from 2017 -o acled.parquet",
        "import acled old.csv new.csv --aliases spellings.csv --precision day --json",
    )
)
@_with(_FILES, *_WRITING, _COUNTRY, _ADMIN, *_SPAN, _coarsest("week"))
@JSON
def acled(files: tuple[str, ...], **values: Any) -> int:  # noqa: ANN401 - the common options
    """Import an ACLED export of your own.

    Battles and remote violence between two armed actors are clashes, an actor and its associates
    allies of weight 0.5; agreements, changes of a group and transfers of territory are put to
    review. ACLED's terms do not let its rows be passed on, nor a table made from them.
    """
    from idlib_graph.events.acled import acled_rules  # noqa: PLC0415 - keeps --help light

    return _run(files, acled_rules(names=_names(values), filters=_filters(values)), values)


@import_.command(
    epilog=examples(
        "import table mine.csv --date day --a who --b whom --kind-is clash",
        "import table mine.csv --date day --a who --b whom --kind how --meaning ally=alliance",
    )
)
@_with(_FILES, *_WRITING, *_SPAN, _coarsest("year"))
@click.option("--date", required=True, metavar="COLUMN", help="Column of the (first) day.")
@click.option("--a", required=True, metavar="COLUMN", help="Column of one side; who leaves.")
@click.option("--b", required=True, metavar="COLUMN", help="Column of the other; who is left.")
@click.option("--date-end", default="", metavar="COLUMN", help="Column of the last day.")
@click.option("--kind", default="", metavar="COLUMN", help="Column of the kind.")
@click.option("--kind-is", default="", metavar="KIND", help="The kind of every row.")
@click.option(
    "--meaning", "meanings", multiple=True, metavar="VALUE=KIND",
    help="What a value in the column of kinds means. Repeatable.",
)  # fmt: skip
@click.option("--type", default="", metavar="COLUMN", help="Column of the relation type.")
@click.option("--weight", default="", metavar="COLUMN", help="Column of weights.  [default: 1]")
@click.option("--id", "source_id", default="", metavar="COLUMN", help="Column of numbers of rows.")
@click.option("--note", default="", metavar="COLUMN", help="Column of notes.")
@click.option("--source", default="", metavar="NAME", help="Short name of where it is from.")
@DATA
@JSON
def table(
    files: tuple[str, ...], kind_is: str, meanings: tuple[str, ...], source: str, **values: Any  # noqa: ANN401 - the common options
) -> int:  # fmt: skip
    """Import any table, its columns named.

    Dates are days, months or years. Kinds are alliance, split, clash or review.
    """
    from dataclasses import fields  # noqa: PLC0415 - keeps --help light

    from idlib_graph.events.generic import Columns, table_rules  # noqa: PLC0415 - likewise

    columns = Columns(**{one.name: values[one.name] for one in fields(Columns)})
    rules = table_rules(
        columns,
        kind=kind_is,
        meanings=dict(map(_meaning, meanings)),
        source=source,
        names=_names(values),
        filters=_filters(values),
    )
    return _run(files, rules, values)


def _run(files: Sequence[str], rules: Rules, values: Mapping[str, Any]) -> int:
    from idlib_graph.events.importing import import_events  # noqa: PLC0415 - keeps --help light

    output, as_json = values["output"], values["as_json"]
    _refuse(files, output, as_json=as_json)
    aside = values["rejected"] or (None if output == "-" else _beside(output))
    what = Path(files[0]).name if len(files) == 1 else f"{len(files)} files, one by one"
    with counted_progress(f"reading {what}") as progress:
        summary = import_events(
            files,
            rules,
            output,
            rejected=aside,
            types=known_types(values.get("folder")),
            encoding=values["encoding"],
            progress=progress,
        )
    if as_json:
        kept = aside if summary.rejected else None
        print_json({"output": output, "rejected_file": kept, **summary.record()})
    else:
        click.echo("\n".join(_told(summary, aside)), err=output == "-")
    if output != "-":
        click.echo(f"wrote {output}", err=True)
    for place, near in summary.missed.items():
        hint = f"; did you mean {near!r}?" if near else ""
        click.echo(f"idlib-graph: no row is in {place!r}{hint}", err=True)
    return 1 if (summary.rejected or summary.missed) and not summary.events else 0


def _refuse(files: Sequence[str], output: str, *, as_json: bool) -> None:
    """Refuse what cannot be meant, before long work is done for it."""
    from idlib_graph.events.writing import check_ending  # noqa: PLC0415 - keeps --help light

    check_ending(output)
    if output == "-" and as_json:
        msg = "the table and the summary both want standard output; name a file"
        raise click.BadParameter(msg, param_hint="--output")
    if any(Path(file).resolve() == Path(output).resolve() for file in files):
        msg = f"{output} is read from; name another file"
        raise click.BadParameter(msg, param_hint="--output")


def _beside(output: str) -> str:
    return str(Path(output).with_suffix(".rejected.csv"))


def _names(values: Mapping[str, Any], register: str = "") -> Names:
    from idlib_graph.events.names import read_names  # noqa: PLC0415 - keeps --help light

    return read_names(values["aliases"], register=register)


def _filters(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Filters, loaded where needed
    from idlib_graph.events.importing import Filters  # noqa: PLC0415 - keeps --help light

    since: date | None = values.get("since")
    until: date | None = values.get("until")
    if since and until and until < since:
        msg = f"{until} is before {since}"
        raise click.BadParameter(msg, param_hint="--until")
    given = {name: values[name] for name in ("countries", "regions", "coarsest") if name in values}
    return Filters(since=since, until=until, **given)


def _meaning(text: str) -> tuple[str, str]:
    value, separator, kind = text.rpartition("=")
    if not separator or kind not in KINDS:
        msg = f"{text!r} is not VALUE=KIND, with a kind of {', '.join(KINDS)}"
        raise click.BadParameter(msg, param_hint="--meaning")
    return value.strip(), kind


def _told(summary: Summary, aside: str | None) -> Iterator[str]:
    """What became of every row."""
    found = summary.record()
    yield f"{counted(summary.rows, 'row')} read"
    for fate, rows in found["rows_by"].items():
        made = found["events"].get(fate)
        yield f"  {fate:<9}{counted(rows, 'row'):>14}" + (
            f"  {counted(made, 'event'):>14}" if made else ""
        )
    if summary.undated:
        yield f"{counted(summary.undated, 'event')} without a date, no part of what is over time"
    for what in ("review", "dropped"):
        yield from listed(f"{what}, why", found[what])
    if summary.rejected:
        yield from listed("rejected, why", dict.fromkeys(summary.faults, 0))
        more = summary.rejected - len(summary.faults)
        where = f"kept in {aside}" if aside else "name a file with --rejected to keep them"
        yield f"{f'{more} more; ' if more else ''}rejected rows: {where}"
    if summary.unknown:
        yield f"{counted(len(summary.unknown), 'name')} in no alias table"
    near = {f"{name!r}: did you mean {known!r}?": 0 for name, known in summary.suggestions.items()}
    yield from listed("names near to a known one, left as they are", near)
