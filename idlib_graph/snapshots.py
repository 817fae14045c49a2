"""Signed graphs of a data set: the ties at one date, the series of them, all relations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from idlib_graph.dates import date_range, decimal_year
from idlib_graph.lines import trace_lines
from idlib_graph.presence import compute_presence
from idlib_graph.selection import horizon, select
from idlib_graph.settings import Settings, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Faction, Relation
    from idlib_graph.presence import Presence

    PairRows = Mapping[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass(frozen=True)
class SnapshotSeries:
    """The signed graphs of a data set on a series of days.

    Attributes
    ----------
    dataset : the data set, as far as the settings hear it
    settings : what it was made with
    lines : the lines; their ids are the nodes
    days, graphs : the days in order, and the snapshot of each
    presence : presence of each relation on each day
    weights : strength x credibility x presence, shape (relations, days)
    pairs : for each pair that can have a tie, the rows of its alliances, and of the others
    """

    dataset: Dataset
    settings: Settings
    lines: Lines
    days: tuple[date, ...]
    graphs: tuple[nx.Graph[str], ...]
    presence: Presence
    weights: NDArray[np.float64]
    pairs: PairRows

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each relation."""
        return {rid: row for row, rid in enumerate(self.presence.relations)}


def snapshot(dataset: Dataset, on: date, *, settings: Settings | None = None) -> nx.Graph[str]:
    """The signed ties of a data set on one day.

    Returns
    -------
    nx.Graph
        A node a line (a faction under all its names; the id is that of the last), with
        ``faction`` (id of the name borne that day), ``name`` and ``type``. Edges have
        ``positive`` and ``negative`` (0 to 1), ``weight`` (their difference), ``mixed`` (both at
        least the tie threshold) and ``relations`` (ids, sorted). ``G.graph["date"]`` is the day.
    """
    return take_snapshots(dataset, [on], settings=settings).graphs[0]


def take_snapshots(
    dataset: Dataset,
    days: Iterable[date] | None = None,
    *,
    settings: Settings | None = None,
    lines: Lines | None = None,
) -> SnapshotSeries:
    """The snapshots of a data set on `days`, or at each step of its period.

    For each pair ``positive = 1 - prod(1 - w)`` over its alliances, and ``negative`` likewise
    over its clashes and splits, with w = strength x credibility x presence.
    """
    settings = settings or settings_for(dataset)
    lines = lines or trace_lines(dataset)
    heard = select(dataset, settings)
    if days is None:
        days = date_range(*horizon(heard, settings), settings.every)
    days = tuple(days)
    presence = compute_presence(heard, days, settings=settings, lines=lines)
    weights = relation_weights(heard, presence, settings)
    pairs = _rows_by_pair(heard, settings, lines)
    series = SnapshotSeries(heard, settings, lines, days, (), presence, weights, pairs)
    graphs = tuple(_graph(series, weights[:, i], day) for i, day in enumerate(days))
    return replace(series, graphs=graphs)


def relation_weights(
    dataset: Dataset, presence: Presence, settings: Settings
) -> NDArray[np.float64]:
    """Strength x credibility x presence of each relation on each day."""
    full = []
    for rid in presence.relations:
        relation = dataset.relations[rid]
        factor = settings.split_strength if relation.kind == "split" else 1.0
        strength = min(1.0, dataset.strength(relation) * factor)
        full.append(strength * dataset.credibility(relation))
    weights: NDArray[np.float64] = np.array(full).reshape(-1, 1) * presence.values
    return weights


def left_out(dataset: Dataset, settings: Settings, lines: Lines) -> frozenset[str]:
    """The lines that take no part in communities, by the type of the faction."""
    kinds = {line: dataset.factions[line].type for line in lines.by_id}
    return frozenset(
        line
        for line, kind in kinds.items()
        if kind in settings.without or (settings.only and kind not in settings.only)
    )


def rewind(series: SnapshotSeries, column: int, relations: Iterable[str]) -> nx.Graph[str]:
    """The snapshot of slice `column`, with `relations` set back to the slice before."""
    weights = series.weights[:, column].copy()
    rows = [series.rows[rid] for rid in relations]
    weights[rows] = series.weights[rows, column - 1]
    return _graph(series, weights, series.days[column])


def _rows_by_pair(dataset: Dataset, settings: Settings, lines: Lines) -> PairRows:
    """Relations (as row numbers) of each pair of lines that can have a tie."""
    excluded = left_out(dataset, settings, lines)
    rows: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for row, relation in enumerate(dataset.relations.values()):
        pair = lines.pair(relation)
        if pair[0] != pair[1] and not excluded.intersection(pair):
            allied, hostile = rows.setdefault(pair, ([], []))
            (allied if relation.kind == "alliance" else hostile).append(row)
    return {pair: (tuple(rows[pair][0]), tuple(rows[pair][1])) for pair in sorted(rows)}


def _graph(series: SnapshotSeries, weights: NDArray[np.float64], day: date) -> nx.Graph[str]:
    """The ties of one day, from the weight of each relation."""
    G: nx.Graph[str] = nx.Graph(date=day)
    weight = weights.tolist()
    least = series.settings.tie_threshold
    relations = series.presence.relations
    for pair, (allied, hostile) in series.pairs.items():
        plus, minus = _union(weight, allied), _union(weight, hostile)
        if max(plus, minus) >= least:
            present = sorted(relations[row] for row in (*allied, *hostile) if weight[row] > 0)
            G.add_edge(
                *pair,
                weight=plus - minus,
                positive=plus,
                negative=minus,
                mixed=min(plus, minus) >= least,
                relations=tuple(present),
            )
    for node, attributes in G.nodes.items():
        attributes.update(_borne(series.dataset, series.lines, node, day))
    return G


def _union(weight: list[float], rows: tuple[int, ...]) -> float:
    """1 - prod(1 - w): more reports of one thing do not add up without end."""
    rest = 1.0
    for row in rows:
        rest *= 1.0 - weight[row]
    return 1.0 - rest


def _borne(dataset: Dataset, lines: Lines, line: str, day: date) -> dict[str, str]:
    faction = dataset.factions[lines.borne(line, day)]
    return {"faction": faction.id, "name": faction.name, "type": faction.type}


def to_multidigraph(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Every faction and every relation of a data set as one networkx graph.

    A node a faction (each name its own), an edge a relation with its id as key. A mutual relation
    is one edge from the smaller id to the larger, with ``symmetric=True``. Values are plain text,
    numbers and tuples of text; what is not known is left out.
    """
    lines = trace_lines(dataset)
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=dataset.title)
    for faction in dataset.factions.values():
        G.add_node(faction.id, **_node(faction), line=lines.of[faction.id])
    for relation in dataset.relations.values():
        a, b = (relation.a, relation.b) if relation.directed else relation.pair
        G.add_edge(a, b, key=relation.id, **_edge(dataset, relation))
    return G


def _node(faction: Faction) -> dict[str, Any]:
    known = {"name": faction.name, "type": faction.type, "aliases": faction.aliases}
    return known | ({"active": faction.active.text} if faction.active else {})


def _edge(dataset: Dataset, relation: Relation) -> dict[str, Any]:
    strength = dataset.strength(relation)
    edge: dict[str, Any] = {
        "kind": relation.kind,
        "type": relation.type,
        "sign": 1 if relation.kind == "alliance" else -1,
        "strength": strength,
        "credibility": dataset.credibility(relation),
        "symmetric": not relation.directed,
        "sources": relation.sources,
        "claims": tuple(dict.fromkeys(item.claim for item in relation.evidence)),
    }
    if relation.date:
        edge["date"] = relation.date.text
        bounds = {"start": relation.date.start.middle, "end": relation.date.end.middle}
        edge |= {name: decimal_year(day) for name, day in bounds.items() if day}
    optional = {"place": relation.place, "event": relation.event, "note": relation.note}
    return edge | {name: value for name, value in optional.items() if value}
