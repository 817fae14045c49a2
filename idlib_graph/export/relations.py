"""The view of all relations: each an edge, between the names it is coded to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from idlib_graph.export.elements import LEAST_WEIGHT, Edge, Elements, joined
from idlib_graph.export.looks import spread_names
from idlib_graph.export.nodes import Nodes, drawn_times, known
from idlib_graph.export.times import Times
from idlib_graph.palette import KIND_HUES

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Value
    from idlib_graph.model import Dataset, Relation


def relation_elements(analysis: Analysis) -> Elements:
    """Every relation that some source affirms; what is only denied or expected is none."""
    dataset, times = analysis.snapshots.dataset, Times(analysis)
    heard = [r for r in dataset.relations.values() if dataset.credibility(r) > 0]
    edges = [_edge(dataset, times, relation) for relation in heard]
    names = {line.id: line.names for line in analysis.lines.by_id.values()}
    amounts = Counter(name for relation in heard for name in relation.pair)
    nodes = Nodes(
        analysis, times, spread_names(analysis.layout, names), amounts, drawn_times(edges)
    )
    last = analysis.slices[-1]
    made = [
        nodes.make(
            name,
            name,
            times.life(name),
            active=analysis.lines.of[name] in last.where
            and analysis.borne(analysis.lines.of[name], last.day) == name,
        )
        for name in dataset.factions
    ]
    return Elements(dataset.title, made, edges, name="relations")


def _edge(dataset: Dataset, times: Times, relation: Relation) -> Edge:
    """One relation; a mutual one from the smaller id to the larger."""
    a, b = (relation.a, relation.b) if relation.directed else relation.pair
    strength = dataset.strength(relation)
    sign = 1 if relation.kind == "alliance" else -1
    values: dict[str, Value] = {
        "type": relation.type,
        "sign": sign,
        "signed_weight": sign * strength,
        **times.told(relation),
        "date": relation.date.text if relation.date else "",
        "credibility": round(dataset.credibility(relation), 6),
        "claims": joined(dict.fromkeys(item.claim for item in relation.evidence)),
        "symmetric": not relation.directed,
        "sources": joined(relation.sources),
        "note": relation.note or "",
        "n_relations": 1,
    }
    return Edge(
        id=relation.id,
        source=a,
        target=b,
        label=f"{relation.type} ({relation.kind})",
        kind=relation.kind,
        weight=max(strength, LEAST_WEIGHT),
        color=KIND_HUES[relation.kind],
        values=known(values),
        span=times.drawn(relation),
    )
