"""A data set as CSV tables of nodes and edges, as JSON text, and as networkx node-link data."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from idlib_graph.cells import inert
from idlib_graph.export.elements import LEAST_WEIGHT, joined
from idlib_graph.lines import trace_lines
from idlib_graph.output import make_folder, write_whole
from idlib_graph.records import count_joining, dataset_record, dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Faction, Relation

NODE_COLUMNS = (
    "Id", "Label", "faction_type", "aliases", "native_name", "line", "active", "earliest",
    "latest", "ids", "relations", "note",
)  # fmt: skip
EDGE_COLUMNS = (
    "Source", "Target", "Type", "Id", "Label", "Weight", "Kind", "interaction", "relation_type",
    "sign", "strength", "credibility", "independent", "date", "earliest", "latest", "claims",
    "sources", "citations", "place", "event", "note",
)  # fmt: skip


def write_csv(dataset: Dataset, folder: Path | str) -> tuple[Path, Path]:
    """Write ``nodes.csv`` and ``edges.csv`` into a folder, which is made where it is not there.

    Returns
    -------
    tuple
        The two files.

    Raises
    ------
    OutputError
        Where they cannot be written.
    """
    place = make_folder(folder)
    nodes, edges = place / "nodes.csv", place / "edges.csv"
    write_whole(nodes, nodes_csv(dataset))
    write_whole(edges, edges_csv(dataset))
    return nodes, edges


def write_json(dataset: Dataset, path: Path | str) -> None:
    """Write the whole data set as JSON; ``-`` is standard output.

    Its shape is that of the schema ``export`` (`idlib_graph.schema`).

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    write_whole(path, to_json(dataset))


def write_node_link(dataset: Dataset, path: Path | str) -> None:
    """Write every faction and relation as networkx node-link JSON; ``-`` is standard output.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    write_whole(path, to_node_link(dataset))


def to_json(dataset: Dataset) -> str:
    """The whole data set as JSON text."""
    return _json(dataset_record(dataset))


def to_node_link(dataset: Dataset) -> str:
    """What `node_link` gives, as JSON text."""
    return _json(node_link(dataset))


def node_link(dataset: Dataset) -> dict[str, Any]:
    """Every faction and relation in the node-link form that networkx and D3 read.

    It holds what `idlib_graph.to_multidigraph` holds, with lists for tuples.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph import load_dataset
    >>> data = node_link(load_dataset())
    >>> G = nx.node_link_graph(data, edges="edges")
    >>> G["zinki"]["hts"]["zinki-leaves-hts"]["kind"]
    'split'
    """
    from idlib_graph.snapshots import to_multidigraph  # noqa: PLC0415 - tables need no networkx

    G = to_multidigraph(dataset)
    edges = G.edges(keys=True, data=True)
    return {
        "directed": True,
        "multigraph": True,
        "graph": dict(G.graph),
        "nodes": [{"id": node, **_listed(values)} for node, values in G.nodes(data=True)],
        "edges": [{"source": a, "target": b, "key": k, **_listed(v)} for a, b, k, v in edges],
    }


def nodes_csv(dataset: Dataset) -> str:
    """Every faction as a row, in the column names of Gephi and Cytoscape."""
    lines, amounts = trace_lines(dataset), count_joining(dataset)
    rows = (
        _node_row(faction, lines.of[faction.id], amounts[faction.id])
        for faction in dataset.factions.values()
    )
    return _csv(NODE_COLUMNS, rows)


def edges_csv(dataset: Dataset) -> str:
    """Every relation as a row, denied and expected ones included.

    ``Weight`` is the strength, always above 0, for Gephi drops edges that weigh nothing; ``sign``
    is 1 for an alliance, else -1. ``Kind`` is numbered from a pair's second relation of one kind
    on, for Gephi adds up those of the same ``Kind``; ``interaction`` is the kind itself.
    """
    return _csv(EDGE_COLUMNS, _edge_rows(dataset))


def _node_row(faction: Faction, line: str, relations: int) -> dict[str, Any]:
    return {
        "Id": faction.id,
        "Label": faction.name,
        "faction_type": faction.type,
        "aliases": joined(faction.aliases),
        "native_name": faction.native_name or "",
        "line": line,
        **_dates("active", faction.active),
        "ids": joined(f"{register}:{name}" for register, name in faction.ids.items()),
        "relations": relations,
        "note": faction.note or "",
    }


def _edge_rows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    met: Counter[tuple[object, str]] = Counter()
    for relation in dataset.relations.values():
        met[relation.pair, relation.kind] += 1
        number = met[relation.pair, relation.kind]
        numbered = relation.kind if number == 1 else f"{relation.kind} #{number}"
        yield _edge_row(dataset, relation) | {"Kind": numbered}


def _edge_row(dataset: Dataset, relation: Relation) -> dict[str, Any]:
    a, b = (relation.a, relation.b) if relation.directed else relation.pair
    strength = dataset.strength(relation)
    return {
        "Source": a,
        "Target": b,
        "Type": "Directed" if relation.directed else "Undirected",
        "Id": relation.id,
        "Label": f"{relation.type} ({relation.kind})",
        "Weight": max(strength, LEAST_WEIGHT),
        "interaction": relation.kind,
        "relation_type": relation.type,
        "sign": 1 if relation.kind == "alliance" else -1,
        "strength": strength,
        "credibility": round(dataset.credibility(relation), 6),
        "independent": len(dataset.origins(relation)),
        **_dates("date", relation.date),
        "claims": joined(dict.fromkeys(item.claim for item in relation.evidence)),
        "sources": joined(relation.sources),
        "citations": joined(
            f"{item.source}:{','.join(map(str, item.paragraphs))}" for item in relation.evidence
        ),
        "place": relation.place or "",
        "event": relation.event or "",
        "note": relation.note or "",
    }


def _dates(name: str, box: DateBox | None) -> dict[str, str]:
    return {key: value or "" for key, value in dated(name, box).items()}


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: [*v] if isinstance(v, tuple) else v for name, v in values.items()}


def _json(value: Mapping[str, Any]) -> str:
    """JSON text with a line for each record, which the fast encoder writes as a whole."""
    return (
        "{\n" + ",\n".join(f"{_dump(key)}: {_rows(item)}" for key, item in value.items()) + "\n}\n"
    )


def _rows(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_dump, value)) + "\n]"
    return _dump(value)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    names = list(columns)
    cells = ([_cell(row[name]) for name in names] for row in rows)
    return "".join(f"{_line(row)}\n" for row in (names, *cells))


def _line(row: Iterable[Any]) -> str:
    """One row; written with a line end of two characters, so that each is quoted in a cell."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().removesuffix("\r\n")


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell's value
    return inert(value) if isinstance(value, str) else value
