"""``contested`` and ``corroboration``: how far the sources bear each other out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import Request, evidence_options, line_names
from idlib_graph.cli.tables import heading, print_json, say, table

if TYPE_CHECKING:
    from idlib_graph.report.testimony import Matter

LEAST = 2


@click.command(
    epilog="""\b
Examples:
  idlib-graph contested
  idlib-graph contested --faction hts --known-by 2019-02 --json"""
)
@evidence_options
@click.option("--faction", metavar="NAME", help="Only matters of this faction, under any name.")
def contested(request: Request, faction: str | None) -> None:
    """Show where the reports conflict.

    Each matter has two sides with their citations, and one of five grounds: something friendly by
    one source and something hostile by another over the same time; other parties to one happening;
    dates that cannot both be right; a tie over by one source and holding later by another; what is
    affirmed and denied.
    """
    from idlib_graph.contested import find_contested  # noqa: PLC0415 - keeps --help light
    from idlib_graph.lines import trace_lines  # noqa: PLC0415 - likewise
    from idlib_graph.report.testimony import contested_shape, tell_matter  # noqa: PLC0415
    from idlib_graph.selection import select  # noqa: PLC0415 - likewise

    dataset = request.dataset()
    names = line_names(dataset, faction)
    settings = request.settings(dataset)
    heard, lines = select(dataset, settings), trace_lines(dataset)
    found = [
        matter
        for matter in find_contested(heard, settings=settings, lines=lines)
        if not names or names.intersection(matter.lines)
    ]
    if request.as_json:
        print_json([contested_shape(heard, matter) for matter in found])
        return
    for matter in found:
        show_matter(tell_matter(heard, matter))
    say()
    say(f"{len(found)} contested {'matter' if len(found) == 1 else 'matters'}.")


def show_matter(matter: Matter, before: str = "") -> None:
    """Print one contested matter, both versions with their citations; `before` its title."""
    heading(f"{before}{matter.title}")
    say(f"{matter.meaning}.", style="dim")
    for name, side in zip(("One version", "Another version"), matter.sides, strict=True):
        say(f"  {name}")
        for item in side:
            say(f"  - {item.parties}: {item.type} ({item.kind}), {item.date}", style="cyan")
            say(f"    [{'; '.join(text for _, text in item.citations)}]", style="dim")


@click.command(
    epilog="""\b
Examples:
  idlib-graph corroboration --faction hts
  idlib-graph corroboration --single --json"""
)
@evidence_options
@click.option("--faction", metavar="NAME", help="Only relations of this faction, under any name.")
@click.option(
    "--least", type=click.IntRange(min=0), metavar="N",
    help="List relations with N independent sources or more.  [default: 2]",
)  # fmt: skip
@click.option("--single", is_flag=True, help="List those that rest on a single source instead.")
def corroboration(request: Request, faction: str | None, least: int | None, single: bool) -> None:  # noqa: FBT001 - click passes by name
    """Show how many independent sources each relation has.

    Evidence that rests on the same report or agency (via) is one source. Relations that are only
    expected or denied have none.
    """
    from idlib_graph.corroboration import corroborate, count_corroboration  # noqa: PLC0415
    from idlib_graph.report.testimony import corroboration_shape  # noqa: PLC0415
    from idlib_graph.report.wording import describe_relation  # noqa: PLC0415 - keeps --help light

    if single and least is not None:
        msg = "--single and --least exclude each other"
        raise click.UsageError(msg)
    dataset = request.dataset()
    names = line_names(dataset, faction)
    dataset = request.heard(dataset)
    every = [
        item
        for rid, item in corroborate(dataset).items()
        if not names or names.intersection(dataset.relations[rid].pair)
    ]
    least = LEAST if least is None else least
    found = [c for c in every if (c.independent == 1 if single else c.independent >= least)]
    found.sort(key=lambda c: (-c.independent, c.relation))
    counts = count_corroboration(every)
    if request.as_json:
        print_json(corroboration_shape(counts, found))
        return
    table(
        ["independent sources", "relations"],
        [(_words(number), count) for number, count in counts.items()],
        right=["relations"],
    )
    say()
    rows = []
    for item in found:
        relation = dataset.relations[item.relation]
        told = f"{describe_relation(dataset, relation)}\n{relation.type}, {relation.id}"
        rows.append((item.independent, f"{told}\n{'; '.join(item.origins)}"))
    table(["sources", "relation, its type, and what it rests on"], rows, right=["sources"])
    say(f"{len(found)} of {len(every)} relations listed.")


def _words(number: str) -> str:
    return "0 (only expected or denied)" if number == "0" else number.replace("+", " or more")
