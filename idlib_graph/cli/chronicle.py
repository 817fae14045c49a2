"""``shifts``: the ledger as a chronicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import Day, OneOf, Request, analysis_options, line_names
from idlib_graph.cli.tables import heading, print_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.ledger import LedgerEntry

VERDICTS = {
    "both": "reported and computed",
    "reported": "reported only",
    "computed": "computed only",
    "undated": "reported, undated",
}


@click.command(
    epilog="""\b
Examples:
  idlib-graph shifts
  idlib-graph shifts --all --faction hts --since 2018
  idlib-graph shifts --verdict reported --json
  idlib-graph shifts --lifecycle"""
)
@analysis_options
@click.option("--all", "quiet", is_flag=True, help="Also what no source dates.")
@click.option(
    "--verdict", type=OneOf(list(VERDICTS)), help="Only these, whether a source dates them or not."
)
@click.option("--faction", metavar="NAME", help="Only where it moves or is reported on.")
@click.option("--since", type=Day(), metavar="DATE", help="Nothing before DATE.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Nothing after DATE.")
@click.option("--relations", is_flag=True, help="Also the relations behind each, word by word.")
@click.option("--lifecycle", is_flag=True, help="What became of each community, with facets.")
def shifts(
    request: Request,
    *,
    quiet: bool,
    verdict: str | None,
    faction: str | None,
    since: date | None,
    until: date | None,
    relations: bool,
    lifecycle: bool,
) -> None:
    """Tell who changed company and what was reported.

    In order of time; each sentence cites its sources. Below it stands whether it is reported and
    computed, only reported or only computed, and what is doubtful. JSON has all entries; the
    chronicle has those that a source dates, and with --all the others too.
    """
    if since and until and since > until:
        msg = "--since is after --until"
        raise click.UsageError(msg)
    dataset = request.dataset()
    names = line_names(dataset, faction)
    analysis = request.analysis(dataset)
    if lifecycle:
        _lifecycle(request, analysis)
        return
    with progress("looking for what caused each shift"):
        entries = [
            entry
            for entry in analysis.ledger
            if (not names or names & _about(analysis, entry))
            and (not verdict or entry.verdict == VERDICTS[verdict])
            and _within(entry, since, until)
        ]
    if request.as_json:
        from idlib_graph.report.ledger_shapes import entry_shape  # noqa: PLC0415 - keeps help light

        print_json([entry_shape(analysis, entry) for entry in entries])
        return
    chosen = [entry for entry in entries if quiet or verdict or entry.told]
    _tell(analysis, chosen, grounds=relations)
    _count(analysis, entries, len(entries) - len(chosen))


def _about(analysis: Analysis, entry: LedgerEntry) -> set[str]:
    """All names of who moves, and of those on whom the entry rests."""
    relations, lines = analysis.snapshots.dataset.relations, analysis.lines
    told = [relations[rid] for rid in entry.relations]
    moved = [move.line for move in entry.shift.moves] if entry.shift else []
    found = {*moved, *(line for relation in told for line in lines.pair(relation))}
    return {name for line in found for name in lines.by_id[line].names}


def _within(entry: LedgerEntry, since: date | None, until: date | None) -> bool:
    """Whether an entry can lie between two dates; one without a date only where none is asked."""
    if not (since or until):
        return True
    bounds = entry.dated.bounds if entry.dated else None
    first, last = (bounds.earliest, bounds.latest) if bounds else (entry.since, entry.day)
    first, last = first or last, last or first
    if first is None or last is None:
        return False
    return (not since or last >= since) and (not until or first <= until)


def _tell(analysis: Analysis, entries: Iterable[LedgerEntry], *, grounds: bool) -> None:
    """Print entries as sentences, under their years."""
    from idlib_graph.report.chronicle import tell_entry  # noqa: PLC0415 - keeps --help light

    year: object = None
    for entry in entries:
        if (this := entry.at.year if entry.at else "Undated") != year:
            heading(str(this))
            year = this
        told = tell_entry(analysis, entry)
        say()
        say(f"{told.sentence}.")
        say(f"  {'. '.join(told.remarks)}.", style="dim")
        for item in told.grounds if grounds else ():
            cited = "; ".join(text for _, text in item.citations)
            say(f"    {item.id}: {item.parties}: {item.type}, {item.date}{item.remarks}", "cyan")
            say(f"    [{cited}]", style="dim")


def _count(analysis: Analysis, entries: Iterable[LedgerEntry], hidden: int) -> None:
    found = [entry.verdict for entry in entries]
    counts = " ".join(f"{text.capitalize()}: {found.count(text)}." for text in VERDICTS.values())
    unseen = f" Not shown, as no source dates them: {hidden} (--all)." if hidden else ""
    say()
    say(f"{counts}{unseen} Memberships that flicker without news: {analysis.flickers}.")


def _lifecycle(request: Request, analysis: Analysis) -> None:
    """Print what became of each community, slice by slice."""
    from idlib_graph.report.lifecycles import tell_change  # noqa: PLC0415 - keeps --help light

    if request.as_json:
        from idlib_graph.report.ledger_shapes import lifecycle_shape  # noqa: PLC0415 - likewise

        print_json([lifecycle_shape(change) for change in analysis.lifecycle])
        return
    day = None
    for change in analysis.lifecycle:
        if change.day != day:
            heading(f"{change.since} to {change.day}")
            day = change.day
        title, *facets = tell_change(analysis, change)
        say(title)
        for line in facets:
            say(f"  {line}", style="dim")
