"""The views of ties: for each pair an edge of its alliances, and one of its clashes and splits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from idlib_graph.export.elements import LEAST_WEIGHT, Edge, Elements, joined, spans_text
from idlib_graph.export.nodes import Nodes, drawn_times, known
from idlib_graph.export.times import Times, span, wide
from idlib_graph.palette import KIND_HUES
from idlib_graph.snapshots import whole_period_graph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Value
    from idlib_graph.shifts import Slice

_SIDES = {True: "positive", False: "negative"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair's tie: its alliances, or its clashes and splits.

    Attributes
    ----------
    weight : of one day, or the mean over all slices
    relations : what it is made of
    runs : first and last day of each run of slices in which it is at least the tie threshold
    slices : how many slices those are
    """

    pair: tuple[str, str]
    positive: bool
    weight: float
    relations: tuple[str, ...]
    runs: tuple[tuple[date, date], ...]
    slices: int


@dataclass(frozen=True)
class TieViews:
    """The ties of an analysis, over the whole period and on single days.

    Every line but those left out of communities is a node, in each view at the same place and of
    the same size.
    """

    analysis: Analysis

    def whole(self) -> Elements:
        """The ties of the whole period: each side weighs its mean over all slices."""
        G = whole_period_graph(self.analysis.snapshots)
        sides = [
            replace(side, weight=G[side.pair[0]][side.pair[1]][_SIDES[side.positive]])
            for side in self._sides.values()
        ]
        return self._elements(sides, None, name="ties")

    def on(self, day: date) -> Elements:
        """The ties of one day."""
        part, sides = self.analysis.slice_on(day), []
        for (a, b), edge in part.graph.edges.items():
            for positive, name in _SIDES.items():
                if edge[name] >= self.analysis.settings.tie_threshold:
                    key = (min(a, b), max(a, b)), positive
                    told = self._of_sign(edge["relations"], positive=positive)
                    side = self._sides.get(key) or Side(*key, 0.0, told, ((day, day),), 0)
                    sides.append(replace(side, weight=edge[name], relations=told))
        sides.sort(key=lambda side: (side.pair, not side.positive))
        return self._elements(sides, part, name=f"snapshot-{day}")

    @cached_property
    def _times(self) -> Times:
        return Times(self.analysis)

    @cached_property
    def _shown(self) -> dict[str, tuple[float, float]]:
        """Where the lines that take part in communities stand."""
        layout, excluded = self.analysis.layout, self.analysis.left_out
        return {line: at for line, at in layout.items() if line not in excluded}

    @cached_property
    def _amounts(self) -> Counter[str]:
        """How many relations each line has with others, over the whole period."""
        dataset, lines = self.analysis.snapshots.dataset, self.analysis.lines
        heard = (r for r in dataset.relations.values() if dataset.credibility(r) > 0)
        pairs = map(lines.pair, heard)
        return Counter(line for a, b in pairs if a != b for line in (a, b))

    @cached_property
    def _sides(self) -> dict[tuple[tuple[str, str], bool], Side]:
        """Each side of each tie that is there in some slice; its weight is still to be told."""
        series = self.analysis.snapshots
        ids, days = series.presence.relations, series.days
        ever = {ids[row] for row in np.flatnonzero((series.weights > 0).any(axis=1))}
        allied, hostile = series.tie_weights(series.weights)
        found = {}
        for number, (pair, rows) in enumerate(series.pairs.items()):
            for positive, weights, own in ((True, allied, rows[0]), (False, hostile, rows[1])):
                there = np.flatnonzero(weights[number] >= series.settings.tie_threshold)
                if len(there):
                    told = tuple(sorted(ever.intersection(ids[row] for row in own)))
                    runs = tuple(
                        (days[run[0]], self._times.lasts(days[run[-1]])) for run in _runs(there)
                    )
                    found[pair, positive] = Side(pair, positive, 0.0, told, runs, len(there))
        return found

    def _of_sign(self, relations: Iterable[str], *, positive: bool) -> tuple[str, ...]:
        """Those of the relations that pull one way."""
        every = self.analysis.snapshots.dataset.relations
        return tuple(rid for rid in relations if (every[rid].kind == "alliance") == positive)

    def _elements(self, sides: Iterable[Side], part: Slice | None, *, name: str) -> Elements:
        """Lines and sides of ties; with the communities of `part`, else each line's main one."""
        edges = [_edge(self.analysis, side) for side in sides]
        last = part or self.analysis.slices[-1]
        times, drawn = self._times, drawn_times(edges)
        nodes = Nodes(self.analysis, times, self._shown, self._amounts, drawn)
        made = [
            nodes.make(
                line,
                self.analysis.borne(line, last.day),
                times.lives(line),
                part=part,
                active=line in last.where,
            )
            for line in self._shown
        ]
        return Elements(self.analysis.dataset.title, made, edges, name=name)


def _runs(there: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The numbers in order, cut where one is missing."""
    return np.split(there, np.flatnonzero(np.diff(there) > 1) + 1)


def _edge(analysis: Analysis, side: Side) -> Edge:
    """One side of a tie; it is mutual, whatever its relations are."""
    dataset = analysis.snapshots.dataset
    relations = [dataset.relations[rid] for rid in side.relations]
    kinds = {relation.kind for relation in relations}
    kind = "alliance" if side.positive else "split" if kinds == {"split"} else "clash"
    sign, weight = 1 if side.positive else -1, round(side.weight, 6)
    first, last = side.runs[0][0], side.runs[-1][1]
    start, end = span(first, last)
    claims = {item.claim for relation in relations for item in relation.evidence}
    sources = {source for relation in relations for source in relation.sources}
    values: dict[str, Value] = {
        "type": joined(sorted({relation.type for relation in relations})),
        "sign": sign,
        "signed_weight": sign * weight,
        "start": start,
        "end": end,
        "start_known": first > analysis.days[0],
        "end_known": last < analysis.days[-1],
        "lifespans": spans_text(span(*run) for run in side.runs),
        "credibility": round(max(map(dataset.credibility, relations)), 6),
        "claims": joined(sorted(claims)),
        "symmetric": True,
        "sources": joined(sorted(sources)),
        "relations": joined(side.relations),
        "n_relations": len(relations),
        "n_slices": side.slices,
    }
    a, b = side.pair
    return Edge(
        id=f"{a}:{b}:{'alliance' if side.positive else 'hostile'}",
        source=a,
        target=b,
        label=f"{kind} ({len(relations)})",
        kind=kind,
        weight=max(weight, LEAST_WEIGHT),
        color=KIND_HUES[kind],
        values=known(values),
        span=wide(first, last),
    )
