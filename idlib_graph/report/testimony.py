"""Where the reports conflict, and what rests on one source alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from idlib_graph.contested import GROUNDS
from idlib_graph.dates import date_words
from idlib_graph.phrases import join_names
from idlib_graph.report.chronicle import tell_entry
from idlib_graph.report.grounds import Grounds, grounds_of_words
from idlib_graph.report.wording import counted, describe_moves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.analysis import Analysis
    from idlib_graph.contested import Contested, Side, Word
    from idlib_graph.corroboration import Corroboration
    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Relation

_QUESTIONS = {
    "sign": "on good or on bad terms",
    "date": "when",
    "ending": "whether it was over",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """A contested matter, told: a title, in what it is contested, and both versions."""

    title: str
    ground: str
    meaning: str
    sides: tuple[tuple[Grounds, ...], tuple[Grounds, ...]]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SingleSource:
    """What rests on one source alone: in figures, and the shifts, each with its source.

    Shifts are dated as the sources date them.
    """

    figures: str
    shifts: tuple[tuple[str, tuple[str, ...]], ...]


def tell_matter(dataset: Dataset, contested: Contested) -> Matter:
    """A contested matter in words."""
    one, other = contested.sides
    first, last = contested.first, contested.last
    time = f": {first} to {last}" if first != last else f": {first}" if first else ""
    return Matter(
        title=_title(dataset, contested),
        ground=contested.ground,
        meaning=f"{GROUNDS[contested.ground]}{time}",
        sides=(_version(dataset, one), _version(dataset, other)),
        sources=contested.sources,
    )


def _title(dataset: Dataset, contested: Contested) -> str:
    told = [dataset.relations[rid] for rid in contested.relations]
    what = told[0].type.replace("-", " ")
    if contested.ground == "parties" and contested.event:
        one, other = (_parties(dataset, side) for side in contested.sides)
        return f"{what.capitalize()}{_months(told)}: {one}, or {other}"
    if contested.ground == "parties":
        founds = dataset.codebook.types[told[0].type].founds
        made = told[0].b if founds == "to" else told[0].a
        return f"{dataset.factions[made].name}: who made it, or what it came from"
    names = join_names(dataset.factions[line].name for line in contested.lines)
    if contested.ground == "denial":
        return f"{names}: {what} ({date_words(told[0].date)}), affirmed and denied"
    return f"{names}: {_QUESTIONS[contested.ground]}"


def _months(relations: Iterable[Relation]) -> str:
    """The months within which some relations are dated; empty where a side is open."""
    boxes = [relation.date for relation in relations if relation.date]
    first = min((box.earliest for box in boxes if box.earliest), default=None)
    last = max((box.latest for box in boxes if box.latest), default=None)
    if first is None or last is None:
        return ""
    months = dict.fromkeys((f"{first:%Y-%m}", f"{last:%Y-%m}"))
    return f" ({' to '.join(months)})"


def _parties(dataset: Dataset, side: Side) -> str:
    """Who took part by one version, under the names that its sources use."""
    found = (name for rid in side.relations for name in dataset.relations[rid].pair)
    return join_names(dataset.factions[name].name for name in dict.fromkeys(found))


def _version(dataset: Dataset, side: Side) -> tuple[Grounds, ...]:
    """One side, relation by relation and date by date."""
    groups: dict[tuple[str, DateBox | None], list[Evidence]] = {}
    for word in side.words:
        relation = dataset.relations[word.relation]
        groups.setdefault((word.relation, word.evidence.date or relation.date), []).append(
            word.evidence
        )
    return tuple(
        grounds_of_words(dataset, dataset.relations[rid], words, box)
        for (rid, box), words in groups.items()
    )


def tell_single_source(analysis: Analysis) -> SingleSource:
    """What rests on one source alone, in words."""
    found = [item.independent for item in analysis.corroboration.values()]
    alone, none = found.count(1), found.count(0)
    events = sum(shift.is_event for shift in analysis.shifts)
    shifts = analysis.single_source_shifts
    return SingleSource(
        figures=(
            f"Of {counted(len(found), 'relation')} {alone} rest on a single independent source, "
            f"{len(found) - alone - none} on two or more; {none} are only expected or denied. Of "
            f"{counted(events, 'shift')} told as events {len(shifts)} have causes that rest on one "
            "and the same source alone."
        ),
        shifts=tuple(
            (
                f"{entry.title}: {describe_moves(analysis, shift)}",
                shift.sources,
            )
            for shift in shifts
            for entry in [tell_entry(analysis, analysis.ledger_by_shift[shift])]
        ),
    )


def contested_shape(dataset: Dataset, contested: Contested) -> dict[str, Any]:
    """One contested matter as JSON has it."""
    return {
        "ground": contested.ground,
        "lines": list(contested.lines),
        "event": contested.event,
        "first": contested.first.isoformat() if contested.first else None,
        "last": contested.last.isoformat() if contested.last else None,
        "sides": [
            {
                "relations": list(side.relations),
                "sources": list(side.sources),
                "evidence": [_word_shape(dataset, word) for word in side.words],
            }
            for side in contested.sides
        ],
    }


def _word_shape(dataset: Dataset, word: Word) -> dict[str, Any]:
    """One source's word; the date is the one that this source gives."""
    item = word.evidence
    box = item.date or dataset.relations[word.relation].date
    return {
        "relation": word.relation,
        "source": item.source,
        "paragraphs": list(item.paragraphs),
        "claim": item.claim,
        "claimant": item.claimant,
        "via": item.via,
        "date": box.text if box else None,
    }


def corroboration_shape(counts: dict[str, int], found: Iterable[Corroboration]) -> dict[str, Any]:
    """How many independent sources relations have: all by number, and those asked for."""
    return {
        "counts": counts,
        "relations": [
            {
                "id": item.relation,
                "independent": item.independent,
                "origins": list(item.origins),
                "sources": list(item.sources),
            }
            for item in found
        ],
    }
