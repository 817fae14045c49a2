"""``factions``, ``sources`` and ``relations``: what is in a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import Day, OneOf, Request, evidence_options, line_names, nearest
from idlib_graph.cli.tables import print_json, say, table
from idlib_graph.model import FACTION_TYPES, KINDS

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.model import Dataset, Relation

DATE_WIDTH = 18


@click.command(
    epilog="""\b
Examples:
  idlib-graph factions --type coalition
  idlib-graph factions --json"""
)
@evidence_options
@click.option(
    "--type", "types", multiple=True, type=OneOf(FACTION_TYPES), metavar="TYPE",
    help="Only factions of this type. Repeatable.",
)  # fmt: skip
def factions(request: Request, types: tuple[str, ...]) -> None:
    """List the factions, their aliases and numbers of relations."""
    from idlib_graph.records import count_joining, faction_record  # noqa: PLC0415 - keeps --help light

    dataset = request.heard()
    chosen = [f for f in dataset.factions.values() if not types or f.type in types]
    counts = count_joining(dataset)
    if request.as_json:
        print_json([faction_record(faction, counts[faction.id]) for faction in chosen])
        return
    table(
        ["id", "type", "relations", "name, and as also written"],
        [(f.id, f.type, counts[f.id], "; ".join((f.name, *f.aliases))) for f in chosen],
        right=["relations"],
        whole=["id", "type", "relations"],
    )
    say(f"{len(chosen)} factions.")


@click.command(epilog="\b\nExample:\n  idlib-graph sources --json")
@evidence_options
def sources(request: Request) -> None:
    """List the sources, how reliable each is and what it adds.

    JSON has with each the numbers of its relations, of these that rest on it alone
    (n_single_source), and of these that other sources contradict (n_contested).
    """
    from idlib_graph.contested import find_contested  # noqa: PLC0415 - keeps --help light
    from idlib_graph.corroboration import contributions  # noqa: PLC0415 - likewise
    from idlib_graph.lines import trace_lines  # noqa: PLC0415 - likewise
    from idlib_graph.records import count_citing, source_record  # noqa: PLC0415 - likewise

    whole = request.dataset()
    dataset, lines = request.heard(whole), trace_lines(whole)
    matters = find_contested(dataset, settings=request.settings(whole), lines=lines)
    added = contributions(dataset, matters)
    if request.as_json:
        counts = count_citing(dataset)
        print_json(
            [
                {
                    **source_record(source, counts[source.id]),
                    "n_single_source": len(added[source.id].single),
                    "n_contested": len(added[source.id].contradicted),
                }
                for source in dataset.sources.values()
            ]
        )
        return
    table(
        ["id", "published", "letter", "relations", "alone", "contested"],
        [
            (
                s.id,
                s.published,
                s.reliability,
                *map(len, (of.relations, of.single, of.contradicted)),
            )
            for s, of in zip(dataset.sources.values(), added.values(), strict=True)
        ],
        right=["relations", "alone", "contested"],
    )
    say("letter: reliability, A to F. alone: relations that rest on no other independent source.")
    say("contested: relations that another version contradicts (idlib-graph contested).")
    for source in dataset.sources.values():
        say(f"{', '.join(filter(None, (source.id, source.publisher)))}: {source.title}")
        say(f"  {source.reliability}: {source.reliability_reason}", style="dim")


@click.command(
    epilog="""\b
Examples:
  idlib-graph relations --faction hts --kind split
  idlib-graph relations --between 2018-01 2018-12 --json"""
)
@evidence_options
@click.option("--kind", multiple=True, type=OneOf(KINDS), help="Only this kind. Repeatable.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only this type. Repeatable.")
@click.option("--faction", metavar="NAME", help="Only relations of this faction, under any name.")
@click.option(
    "--between",
    type=(Day(), Day(last=True)),
    metavar="DATE DATE",
    help="Only what may fall between.",
)
def relations(
    request: Request,
    kind: tuple[str, ...],
    types: tuple[str, ...],
    faction: str | None,
    between: tuple[date, date] | None,
) -> None:
    """List the relations with date, kind, type and citations."""
    from idlib_graph.records import relation_record  # noqa: PLC0415 - keeps --help light

    if between and between[1] < between[0]:
        msg = f"{between[1]} is before {between[0]}"
        raise click.BadParameter(msg, param_hint="--between")
    dataset = request.heard()
    _check_types(dataset, types)
    names = line_names(dataset, faction)
    chosen = [
        r
        for r in dataset.relations.values()
        if (not kind or r.kind in kind)
        and (not types or r.type in types)
        and (not names or names.intersection(r.pair))
        and (between is None or _may_fall(r, *between))
    ]
    if request.as_json:
        print_json([relation_record(dataset, relation) for relation in chosen])
        return
    show_relations(dataset, chosen)
    say(f"{len(chosen)} of {len(dataset.relations)} relations.")


def show_relations(dataset: Dataset, chosen: list[Relation]) -> None:
    """Print relations as a table in order of date, the undated last."""
    from idlib_graph.report.wording import (  # noqa: PLC0415 - keeps --help light
        SUPPORT_LEGEND,
        cite,
        date_text,
        describe_relation,
        marked,
    )

    ordered = sorted(chosen, key=lambda r: (_sort_day(r), r.id))
    rows = []
    for r in ordered:
        words = "; ".join(cite(item) for item in r.evidence)
        told = f"{describe_relation(dataset, r)}\n{r.kind}: {r.type}, {marked(dataset, r)}\n{words}"
        rows.append((_broken(date_text(r)), told))
    table(["date", "relation, its kind and type, and on whose word"], rows)
    if rows:
        say(SUPPORT_LEGEND, style="dim")


def _broken(date: str) -> str:
    """A long date on two lines, so that its column stays narrow."""
    return date if len(date) <= DATE_WIDTH else date.replace("/", "/\n")


def _sort_day(relation: Relation) -> str:
    box = relation.date
    day = (box.earliest or box.start.latest or box.latest) if box else None
    return day.isoformat() if day else "9999"


def _may_fall(relation: Relation, first: date, last: date) -> bool:
    """Whether the relation's box touches the span; an undated one never does."""
    box = relation.date
    if box is None:
        return False
    begins = box.earliest is None or box.earliest <= last
    return begins and (box.latest is None or box.latest >= first)


def _check_types(dataset: Dataset, types: tuple[str, ...]) -> None:
    for name in types:
        if name not in dataset.codebook.types:
            near = nearest(name, dataset.codebook.types)
            known = ", ".join(sorted(dataset.codebook.types))
            hint = f"did you mean {' or '.join(near)}?" if near else f"one of {known}"
            msg = f"no relation type {name!r}; {hint}"
            raise click.BadParameter(msg, param_hint="--type")
