"""Signed graphs of a data set: the ties at one date, the series of them, all relations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import numpy as np

from idlib_graph.dates import date_range, decimal_year
from idlib_graph.lines import trace_lines
from idlib_graph.presence import compute_presence
from idlib_graph.selection import horizon, known, select
from idlib_graph.settings import Settings, settings_for
from idlib_graph.snapshots.drawn import Drawn
from idlib_graph.snapshots.pairs import Frame, Sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset, Faction, Relation
    from idlib_graph.presence import Presence

    Floats: TypeAlias = NDArray[np.float64]
    PairRows: TypeAlias = Mapping[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass(frozen=True)
class SnapshotSeries:
    """The signed graphs of a data set on a series of days.

    Attributes
    ----------
    dataset : the data set, as far as the settings hear it
    settings : what it was made with
    lines : the lines; their ids are the nodes
    days : in order
    presence : presence of each relation on each day
    weights : strength x credibility x presence, shape (relations, days)
    pairs : for each pair that can have a tie, the rows of its alliances, and of the others
    """

    dataset: Dataset
    settings: Settings
    lines: Lines
    days: tuple[date, ...]
    presence: Presence
    weights: Floats
    pairs: PairRows

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each relation."""
        return {rid: row for row, rid in enumerate(self.presence.relations)}

    @cached_property
    def tied(self) -> NDArray[np.bool_]:
        """Which relations can make a tie, shape (relations,)."""
        tied = np.zeros(len(self.presence.relations), dtype=np.bool_)
        tied[[row for sides in self.pairs.values() for rows in sides for row in rows]] = True
        return tied

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Lines that can have a tie, sorted."""
        return tuple(sorted({line for pair in self.pairs for line in pair}))

    @cached_property
    def ends(self) -> NDArray[np.intp]:
        """Both ends of each pair as positions in `nodes`, shape (pairs, 2)."""
        position = {node: i for i, node in enumerate(self.nodes)}
        ends = [[position[a], position[b]] for a, b in self.pairs]
        return np.array(ends, dtype=np.intp).reshape(-1, 2)

    @cached_property
    def touches(self) -> Floats:
        """1 where a pair touches a node, shape (pairs, nodes)."""
        touches = np.zeros((len(self.ends), len(self.nodes)))
        touches[np.arange(len(self.ends))[:, np.newaxis], self.ends] = 1.0
        return touches

    def frame(self, there: NDArray[np.bool_]) -> Frame:
        """The lines and the ends of the pairs that have a tie; `there` is of shape (pairs,)."""
        key = there.tobytes()  # most days have ties between the same lines as the day before
        if key not in self._frames:
            self._frames[key] = Frame(self.nodes, self.ends[there])
        return self._frames[key]

    @cached_property
    def _frames(self) -> dict[bytes, Frame]:
        return {}

    @cached_property
    def graphs(self) -> Sequence[nx.Graph[str]]:
        """The snapshot of each day, drawn when first asked for."""
        return Drawn(len(self.days), self._draw)

    def _draw(self, column: int) -> nx.Graph[str]:
        return self.graph(self.weights[:, column], self.days[column])

    @cached_property
    def _sides(self) -> Sides:
        """The rows of alliances, and of the others, by pair."""
        return Sides.of([*self.pairs.values()])

    def tie_weights(self, weights: Floats) -> tuple[Floats, Floats]:
        """The positive and the negative weight of each pair, from that of each relation.

        Parameters
        ----------
        weights : shape (relations,) or (relations, days)

        Returns
        -------
        two arrays of shape (pairs,) or (pairs, days); 0 where the tie is too weak to count
        """
        both = self._sides.union(weights)
        kept = both.max(axis=0) >= self.settings.tie_threshold
        allied, hostile = np.where(kept, both, 0.0)
        return allied, hostile

    def graph(self, weights: Floats, day: date) -> nx.Graph[str]:
        """The ties of one day, from the weight of each relation, shape (relations,)."""
        G: nx.Graph[str] = nx.Graph(date=day)
        relations, least = self.presence.relations, self.settings.tie_threshold
        sides = zip(*(side.tolist() for side in self.tie_weights(weights)), strict=True)
        for (pair, rows), (plus, minus) in zip(self.pairs.items(), sides, strict=True):
            if plus or minus:
                G.add_edge(
                    *pair,
                    weight=plus - minus,
                    positive=plus,
                    negative=minus,
                    mixed=min(plus, minus) >= least,
                    relations=tuple(
                        sorted(relations[row] for side in rows for row in side if weights[row] > 0)
                    ),
                )
        for node, attributes in G.nodes.items():
            attributes.update(_borne(self.dataset, self.lines, node, day))
        return G


def snapshot(dataset: Dataset, on: date, *, settings: Settings | None = None) -> nx.Graph[str]:
    """The signed ties of a data set on one day.

    Returns
    -------
    nx.Graph
        A node a line (a faction under all its names; the id is that of the last), with
        ``faction`` (id of the name borne that day), ``name`` and ``type``. Edges have
        ``positive`` and ``negative`` (0 to 1), ``weight`` (their difference), ``mixed`` (both at
        least the tie threshold) and ``relations`` (ids, sorted). ``G.graph["date"]`` is the day.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> G = snapshot(load_dataset(), date(2018, 3, 1))
    >>> G["zinki"]["jts"]["weight"] > 0, G["zinki"]["hts"]["weight"] < 0
    (True, True)
    >>> G["zinki"]["hts"]["relations"]
    ('zinki-leaves-hts',)
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

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> series = take_snapshots(load_dataset(), [date(2018, 1, 1), date(2018, 3, 1)])
    >>> [G["hts"]["zinki"]["weight"] > 0 for G in series.graphs]  # allied, then split
    [True, False]
    """
    settings = settings or settings_for(dataset)
    lines = lines or trace_lines(known(dataset, settings))
    heard = select(dataset, settings)
    if days is None:
        days = date_range(*horizon(heard, settings), settings.every)
    days = tuple(days)
    presence = compute_presence(heard, days, settings=settings, lines=lines)
    weights = relation_weights(heard, presence, settings)
    pairs = _rows_by_pair(heard, settings, lines)
    return SnapshotSeries(heard, settings, lines, days, presence, weights, pairs)


def whole_period_graph(series: SnapshotSeries) -> nx.Graph[str]:
    """The mean tie of each pair over all slices: what a layout of the whole period rests on.

    Returns
    -------
    nx.Graph
        A node for every line, those without a tie or left out of communities included, named as
        on the last day. ``positive`` and ``negative`` of an edge are means over all slices, 0
        where there is no tie; ``weight`` is their difference, ``slices`` the number of slices with
        a tie.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> series = take_snapshots(load_dataset(), [date(2015, 1, 1), date(2018, 11, 1)])
    >>> then, now = (G["hts"]["islamic-state"]["weight"] for G in series.graphs)
    >>> whole = whole_period_graph(series)["hts"]["islamic-state"]
    >>> round(whole["weight"] - (then + now) / 2, 9), whole["slices"]
    (0.0, 2)
    """
    G: nx.Graph[str] = nx.Graph()
    for line in sorted(series.lines.by_id):
        G.add_node(line, **_borne(series.dataset, series.lines, line, series.days[-1]))
    allied, hostile = series.tie_weights(series.weights)
    slices = np.count_nonzero(allied + hostile, axis=1).tolist()
    means = zip(allied.mean(axis=1).tolist(), hostile.mean(axis=1).tolist(), strict=True)
    for pair, (plus, minus), n in zip(series.pairs, means, slices, strict=True):
        if n:
            G.add_edge(*pair, weight=plus - minus, positive=plus, negative=minus, slices=n)
    return G


def relation_weights(dataset: Dataset, presence: Presence, settings: Settings) -> Floats:
    """Strength x credibility x presence of each relation on each day.

    Examples
    --------
    A wing of HTS by strength, as far as its source is to be believed, while it is there in full:

    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> series = take_snapshots(load_dataset(), [date(2018, 10, 1)])
    >>> weights = relation_weights(series.dataset, series.presence, series.settings)
    >>> wing = series.dataset.relations["hardliners-within-hts"]
    >>> full = series.dataset.strength(wing) * series.dataset.credibility(wing)
    >>> round(weights[series.rows[wing.id], 0].item() / full, 6)
    1.0
    """
    full = []
    for rid in presence.relations:
        relation = dataset.relations[rid]
        factor = settings.split_strength if relation.kind == "split" else 1.0
        strength = min(1.0, dataset.strength(relation) * factor)
        full.append(strength * dataset.credibility(relation))
    weights: NDArray[np.float64] = np.array(full).reshape(-1, 1) * presence.values
    return weights


def left_out(dataset: Dataset, settings: Settings, lines: Lines) -> frozenset[str]:
    """The lines that take no part in communities, by the type of the faction.

    Examples
    --------
    >>> from idlib_graph import load_dataset, settings_for
    >>> from idlib_graph.lines import trace_lines
    >>> data = load_dataset()
    >>> found = left_out(data, settings_for(data), trace_lines(data))
    >>> "idlib-rebels" in found, "hts" in found  # a collective, and an armed group
    (True, False)
    """
    kinds = {line: dataset.factions[line].type for line in lines.by_id}
    return frozenset(
        line
        for line, kind in kinds.items()
        if kind in settings.without or (settings.only and kind not in settings.only)
    )


def rewind(series: SnapshotSeries, column: int, relations: Iterable[str]) -> Floats:
    """The weights of slice `column`, with `relations` set back to the slice before.

    Examples
    --------
    Had Zinki not come to JTS in February:

    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> series = take_snapshots(load_dataset(), [date(2018, 1, 1), date(2018, 4, 1)])
    >>> row = series.rows["zinki-in-jts"]
    >>> series.weights[row, 1].item() > 0, rewind(series, 1, ["zinki-in-jts"])[row].item()
    (True, 0.0)
    """
    weights = series.weights[:, column].copy()
    rows = [series.rows[rid] for rid in relations]
    weights[rows] = series.weights[rows, column - 1]
    return weights


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


def _borne(dataset: Dataset, lines: Lines, line: str, day: date) -> dict[str, str]:
    faction = dataset.factions[lines.borne(line, day)]
    return {"faction": faction.id, "name": faction.name, "type": faction.type}


def to_multidigraph(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Every faction and every relation of a data set as one networkx graph.

    A node a faction (each name its own), an edge a relation with its id as key. A mutual relation
    is one edge from the smaller id to the larger, with ``symmetric=True``. Values are plain text,
    numbers and tuples of text; what is not known is left out.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> G = to_multidigraph(load_dataset())
    >>> edge = G["zinki"]["hts"]["zinki-leaves-hts"]
    >>> edge["sign"], edge["date"], edge["sources"]
    (-1, '2018-02', ('al-bawaba-2018',))
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
