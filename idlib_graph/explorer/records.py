"""Sources, factions, lines and relations as the page holds them: rows in place of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph.dates import date_words
from idlib_graph.explorer.numbers import hundredths
from idlib_graph.model import KINDS
from idlib_graph.shifts import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.explorer.numbers import Numbers
    from idlib_graph.model import Evidence, Relation

Row = list[Any]


def source_rows(numbers: Numbers) -> list[Row]:
    """Id, title, who published and wrote it, when, reliability and why, address."""
    sources = (numbers.dataset.sources[name] for name in numbers.sources)
    return [
        _short(
            one.id,
            one.title,
            one.publisher,
            one.author or "",
            date_words(one.published),
            one.reliability,
            one.reliability_reason,
            one.url or one.archive_url or "",
        )
        for one in sources
    ]


def type_rows(numbers: Numbers) -> list[Row]:
    """Name and kind of each type of relation."""
    types = numbers.dataset.codebook.types
    return [[name, KINDS.index(types[name].kind)] for name in numbers.types]


def faction_rows(numbers: Numbers) -> list[Row]:
    """Id, name, short name, type, aliases, note and native name of each faction."""
    factions = (numbers.analysis.dataset.factions[name] for name in numbers.factions)
    return [
        _short(
            one.id,
            one.name,
            "" if short_name(one) == one.name else short_name(one),
            numbers.faction_types[one.type],
            list(one.aliases),
            one.note or "",
            one.native_name or "",
        )
        for one in factions
    ]


def line_rows(numbers: Numbers) -> list[Row]:
    """Where each line stands, its names, its places by slice, and whether it is left out.

    A name is a faction, the day it was taken, and the relations that say so.
    """
    analysis = numbers.analysis
    rows = []
    for name in numbers.lines:
        line = analysis.lines.by_id[name]
        x, y = analysis.layout[name]
        told = zip(line.names, line.since, line.renames, strict=True)
        names = [
            _short(
                numbers.factions[faction],
                since.isoformat() if since else "",
                [numbers.relations[rid] for rid in renames if rid in numbers.relations],
            )
            for faction, since, renames in told
        ]
        places = numbers.runs.add(numbers.place(part.position(name)) for part in analysis.slices)
        rows.append(_short(x, y, names, places, int(name in analysis.left_out)))
    return rows


def relation_rows(numbers: Numbers) -> list[Row]:
    """Every relation heard.

    Id, type, both ends, whether it is directed, date, credibility in hundredths, on how
    many independent words it rests, presence by slice, evidence, note, place.
    """
    series = numbers.analysis.snapshots
    presence = hundredths(series.presence.values)
    return [
        _relation(numbers, numbers.dataset.relations[rid], presence[series.rows[rid]].tolist())
        for rid in numbers.relations
    ]


def _relation(numbers: Numbers, relation: Relation, presence: Sequence[int]) -> Row:
    dataset = numbers.dataset
    return _short(
        relation.id,
        numbers.types[relation.type],
        numbers.factions[relation.a],
        numbers.factions[relation.b],
        int(relation.directed),
        date_words(relation.date) if relation.date else "",
        round(100 * dataset.credibility(relation)),
        numbers.analysis.corroboration[relation.id].independent,
        numbers.runs.add(presence),
        [_evidence(numbers, item) for item in relation.evidence],
        relation.note or "",
        relation.place or "",
    )


def _evidence(numbers: Numbers, item: Evidence) -> Row:
    """Source, paragraphs, claim, claimant, what it rests on, and its own date."""
    return _short(
        numbers.sources[item.source],
        list(item.paragraphs),
        numbers.claims[item.claim],
        item.claimant or "",
        item.via or "",
        date_words(item.date) if item.date else "",
    )


def _short(*values: Any) -> Row:  # noqa: ANN401 - any JSON value
    """A row without what is empty at its end."""
    row = list(values)
    while row and row[-1] in ("", [], 0):
        row.pop()
    return row
