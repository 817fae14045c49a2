"""``faction`` and ``pair``: one faction's, and one pair's, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.lists import show_relations
from idlib_graph.cli.options import Day, Request, analysis_options, find_faction
from idlib_graph.cli.tables import heading, print_json, say, table
from idlib_graph.cli.testimony import show_matter

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.histories import Tie


@click.command(
    epilog="""\b
Examples:
  idlib-graph faction hts
  idlib-graph faction "Jabhat al-Nusra" --on 2015-06-01"""
)
@analysis_options
@click.argument("name")
@click.option("--on", type=Day(), metavar="DATE", help="Date of its ties.  [default: the last]")
def faction(request: Request, name: str, on: date | None) -> None:
    """Show one faction's names, communities, ties and relations.

    NAME is its id, its name or any alias.
    """
    dataset = request.dataset()
    wanted = find_faction(dataset, name)
    from idlib_graph.histories import contested_of, relations_of, stays, ties_on  # noqa: PLC0415
    from idlib_graph.report.shapes import faction_shape  # noqa: PLC0415 - a typo is told sooner

    analysis = request.analysis(dataset)
    line = analysis.lines.of[wanted]
    day = on or analysis.days[-1]
    if request.as_json:
        print_json(faction_shape(analysis, line, day))
        return
    _show_names(analysis, line)
    runs = stays(analysis, line)
    heading("Communities")
    if line in analysis.left_out:
        kind = analysis.dataset.factions[line].type
        say(f"Left out of communities: its type is {kind} (see --without).")
    elif not runs:
        say("In no slice: no report gives it a tie within the period.")
    else:
        table(
            ["from", "to", "community"],
            [(r.first, r.last, analysis.place_name(r.place)) for r in runs],
        )
    heading(f"Ties on {day}")
    _show_ties(analysis, ties_on(analysis, line, day))
    heading("Relations")
    show_relations(analysis.dataset, list(relations_of(analysis, line)))
    if number := len(contested_of(analysis, line)):
        say(f"Contested: {number} (idlib-graph contested --faction {line}).")


@click.command(
    epilog="""\b
Examples:
  idlib-graph pair hts "Islamic State"
  idlib-graph pair hts turkey --json"""
)
@analysis_options
@click.argument("a")
@click.argument("b")
def pair(request: Request, a: str, b: str) -> None:
    """Show one pair's tie over time, relations and disputes.

    A and B are ids, names or aliases.
    """
    dataset = request.dataset()
    wanted = [find_faction(dataset, name) for name in (a, b)]
    from idlib_graph.histories import contested_of, relations_of, tie_course  # noqa: PLC0415
    from idlib_graph.report.shapes import pair_shape  # noqa: PLC0415 - a typo is told sooner
    from idlib_graph.report.testimony import tell_matter  # noqa: PLC0415 - likewise

    analysis = request.analysis(dataset)
    lines = [analysis.lines.of[name] for name in wanted]
    if lines[0] == lines[1]:
        msg = f"{a} and {b} are names of one line; see 'idlib-graph faction {lines[0]}'"
        raise click.UsageError(msg)
    if request.as_json:
        print_json(pair_shape(analysis, *lines))
        return
    names = [dataset.factions[line].name for line in lines]
    heading(" and ".join(names))
    course = _turning_points(tie_course(analysis, *lines))
    if course:
        table(
            ["from slice", "tie", "alliances", "clashes and splits", "relations"],
            [_tie_row(tie) for tie in course],
            right=["tie", "alliances", "clashes and splits", "relations"],
        )
    else:
        say("No tie in any slice: no report, which is not the same as no tie.")
    heading("Relations")
    found = relations_of(analysis, *lines)
    show_relations(dataset, list(found))
    for matter in contested_of(analysis, *lines):
        show_matter(tell_matter(analysis.dataset, matter), before="Contested: ")


def _show_names(analysis: Analysis, line: str) -> None:
    dataset = analysis.dataset
    track = analysis.lines.by_id[line]
    heading(dataset.factions[line].name)
    rows: list[tuple[Any, ...]] = []
    for name, since, renames in zip(track.names, track.since, track.renames, strict=True):
        record = dataset.factions[name]
        rows.append(
            (since or "", record.name, record.type, ", ".join(record.aliases), "\n".join(renames))
        )
    table(["since", "name", "type", "also written", "by"], rows)
    if note := dataset.factions[line].note:
        say(note)


def _show_ties(analysis: Analysis, ties: tuple[Tie, ...]) -> None:
    from idlib_graph.report.wording import marked  # noqa: PLC0415 - keeps --help light

    if not ties:
        say("None: no report, which is not the same as no tie.")
        return
    dataset = analysis.snapshots.dataset
    table(
        ["with", "tie", "relations"],
        [
            (
                analysis.label(tie.other, tie.day),
                f"{tie.weight:+.2f}",
                ", ".join(marked(dataset, dataset.relations[rid]) for rid in tie.relations),
            )
            for tie in ties
        ],
        right=["tie"],
    )


def _turning_points(course: tuple[Tie, ...]) -> list[Tie]:
    """The slices in which another relation comes or goes, or the sign changes."""
    kept: list[Tie] = []
    for tie in course:
        last = kept[-1] if kept else None
        if last is None or last.relations != tie.relations or (last.weight > 0) != (tie.weight > 0):
            kept.append(tie)
    return kept


def _tie_row(tie: Tie) -> tuple[object, ...]:
    return (
        tie.day,
        f"{tie.weight:+.2f}",
        f"{tie.positive:.2f}",
        f"{tie.negative:.2f}",
        len(tie.relations),
    )
