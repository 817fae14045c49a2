"""A data set as JSON of a stable shape, and as CSV tables of nodes and edges."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from idlib_graph.lines import trace_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source

NODE_COLUMNS = ("Id", "Label", "faction_type", "aliases", "line", "active", "note")
EDGE_COLUMNS = (
    "Source", "Target", "Type", "Id", "Label", "Weight", "interaction", "kind", "relation_type",
    "sign", "credibility", "date", "earliest", "latest", "claims", "sources", "citations",
    "place", "event", "note",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dataset_record(dataset: Dataset) -> dict[str, Any]:
    """The whole data set with the fields of the data format, fit for JSON.

    Dates are EDTF text, with ``earliest`` and ``latest`` (ISO days, or None) beside them.
    """
    about = {
        "title": dataset.title,
        "description": dataset.description,
        **_dated("period", dataset.period),
        "license": dataset.license,
        "defaults": dict(dataset.defaults),
        "fingerprint": dataset.fingerprint,
    }
    return {
        "dataset": _known(about),
        "sources": [source_record(dataset, s) for s in dataset.sources.values()],
        "factions": [faction_record(dataset, f) for f in dataset.factions.values()],
        "relations": [relation_record(dataset, r) for r in dataset.relations.values()],
    }


def source_record(dataset: Dataset, source: Source) -> dict[str, Any]:
    """One source, fit for JSON, with the number of relations that cite it."""
    record = {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        **_dated("published", source.published),
        "reliability": source.reliability,
        "reliability_reason": source.reliability_reason,
        "url": source.url,
        "accessed": source.accessed.text if source.accessed else None,
        "archive_url": source.archive_url,
        "sha256": source.sha256,
        "note": source.note,
        "n_relations": sum(source.id in r.sources for r in dataset.relations.values()),
    }
    return _known(record)


def faction_record(dataset: Dataset, faction: Faction) -> dict[str, Any]:
    """One faction, fit for JSON, with the number of relations it takes part in."""
    record = {
        "id": faction.id,
        "name": faction.name,
        "type": faction.type,
        "aliases": list(faction.aliases),
        **_dated("active", faction.active),
        "ids": dict(faction.ids),
        "native_name": faction.native_name,
        "note": faction.note,
        "n_relations": sum(faction.id in r.pair for r in dataset.relations.values()),
    }
    return _known(record)


def relation_record(dataset: Dataset, relation: Relation) -> dict[str, Any]:
    """One relation, fit for JSON, with its strength and credibility."""
    ends = {"from": relation.a, "to": relation.b}
    record = {
        "id": relation.id,
        "kind": relation.kind,
        "type": relation.type,
        **(ends if relation.directed else {"between": [relation.a, relation.b]}),
        **_dated("date", relation.date),
        "evidence": [_evidence_record(item) for item in relation.evidence],
        "place": relation.place,
        "event": relation.event,
        "strength": dataset.strength(relation),
        "credibility": round(dataset.credibility(relation), 6),
        "note": relation.note,
    }
    return _known(record)


def to_json(dataset: Dataset) -> str:
    """The whole data set as JSON text."""
    return json.dumps(dataset_record(dataset), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def nodes_csv(dataset: Dataset) -> str:
    """Every faction as a row, in the column names of Gephi and Cytoscape."""
    lines = trace_lines(dataset)
    rows = (
        {
            "Id": f.id,
            "Label": f.name,
            "faction_type": f.type,
            "aliases": _listed(f.aliases),
            "line": lines.of[f.id],
            "active": f.active.text if f.active else "",
            "note": f.note or "",
        }
        for f in dataset.factions.values()
    )
    return _csv(NODE_COLUMNS, rows)


def edges_csv(dataset: Dataset) -> str:
    """Every relation as a row, denied and expected ones included.

    ``Weight`` is the strength, always positive; ``sign`` is 1 for an alliance, else -1.
    """
    return _csv(EDGE_COLUMNS, (_edge_row(dataset, r) for r in dataset.relations.values()))


def _edge_row(dataset: Dataset, relation: Relation) -> dict[str, Any]:
    a, b = (relation.a, relation.b) if relation.directed else relation.pair
    box = _dated("date", relation.date)
    return {
        "Source": a,
        "Target": b,
        "Type": "Directed" if relation.directed else "Undirected",
        "Id": relation.id,
        "Label": f"{relation.type} ({relation.kind})",
        "Weight": dataset.strength(relation),
        "interaction": relation.kind,
        "kind": relation.kind,
        "relation_type": relation.type,
        "sign": 1 if relation.kind == "alliance" else -1,
        "credibility": round(dataset.credibility(relation), 6),
        **{name: value or "" for name, value in box.items()},
        "claims": _listed(dict.fromkeys(item.claim for item in relation.evidence)),
        "sources": _listed(relation.sources),
        "citations": _listed(
            f"{item.source}:{','.join(map(str, item.paragraphs))}" for item in relation.evidence
        ),
        "place": relation.place or "",
        "event": relation.event or "",
        "note": relation.note or "",
    }


def _evidence_record(item: Evidence) -> dict[str, Any]:
    record = {
        "source": item.source,
        "paragraphs": list(item.paragraphs),
        "claim": item.claim,
        "claimant": item.claimant,
        "via": item.via,
        **(_dated("date", item.date) if item.date else {}),
    }
    return _known(record)


def _dated(name: str, box: DateBox | None) -> dict[str, str | None]:
    """A date's EDTF text under its name, with its earliest and latest day."""
    if box is None:
        return {name: None, "earliest": None, "latest": None}
    days = {"earliest": box.earliest, "latest": box.latest}
    return {name: box.text, **{k: day.isoformat() if day else None for k, day in days.items()}}


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without empty text; None stays, so that every record has the same keys."""
    return {name: value if value not in ("", {}) else None for name, value in record.items()}


def _listed(values: Iterable[str]) -> str:
    r"""A list in one cell, ``a|b``; a ``|`` or ``\`` inside a value is escaped."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _inert(value) for name, value in row.items()})
    return text.getvalue()


def _inert(value: Any) -> Any:  # noqa: ANN401 - a cell's value
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
