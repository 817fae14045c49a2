"""A data set as JSON text, and as CSV tables of nodes and edges."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from idlib_graph.lines import trace_lines
from idlib_graph.records import dataset_record, dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.model import Dataset, Relation

NODE_COLUMNS = ("Id", "Label", "faction_type", "aliases", "line", "active", "note")
EDGE_COLUMNS = (
    "Source", "Target", "Type", "Id", "Label", "Weight", "interaction", "kind", "relation_type",
    "sign", "credibility", "independent", "date", "earliest", "latest", "claims", "sources",
    "citations", "place", "event", "note",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    box = dated("date", relation.date)
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
        "independent": len(dataset.origins(relation)),
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


def _listed(values: Iterable[str]) -> str:
    r"""A list in one cell, ``a|b``; a ``|`` or ``\`` inside a value is escaped."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    names = list(columns)
    cells = ([_inert(row.get(name, "")) for name in names] for row in rows)
    return "".join(f"{_line(row)}\n" for row in (names, *cells))


def _line(row: Iterable[Any]) -> str:
    """One row; written with a line end of two characters, so that each is quoted in a cell."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().removesuffix("\r\n")


def _inert(value: Any) -> Any:  # noqa: ANN401 - a cell's value
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
