"""Analyses made for the explorer: one that is large, one with equally good answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from builders import make
from exports import synthetic
from scenarios import bloc, steady

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.communities import Communities
from idlib_graph.settings import settings_for
from idlib_graph.shifts import Community, CommunityId, Slice
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    import networkx as nx

CAMPS = 40
FACTIONS, RELATIONS = 2_000, 20_000


def torn() -> Analysis:
    """Grey is allied as much with the reds as with the blues: two answers are equally good."""
    return analyze(
        make(
            *bloc("red1", "red2"),
            *bloc("blue1", "blue2"),
            *(steady("rivalry", red, blue) for red, blue in (("red1", "blue1"), ("red2", "blue2"))),
            steady("linkage", "grey", "red1"),
            steady("linkage", "grey", "blue1"),
            period="2015-06-01/2015-08-01",
        )
    )


def large_analysis() -> Analysis:
    """2,000 factions in forty camps that are given, not searched for, and so is their layout."""
    dataset = synthetic(FACTIONS, RELATIONS)
    settings = settings_for(dataset, every="P1Y")
    series = take_snapshots(dataset, settings=settings)
    slices = tuple(_slice(G) for G in series.graphs)
    analysis = Analysis(dataset, settings, series, slices)
    analysis.__dict__["shifts"] = ()
    analysis.__dict__["layout"] = {line: _spot(line) for line in analysis.lines.by_id}
    return analysis


def _slice(G: nx.Graph[str]) -> Slice:
    camps: dict[int, list[str]] = {}
    for node in sorted(G):
        camps.setdefault(_camp(node), []).append(node)
    together = {camp: tuple(nodes) for camp, nodes in camps.items() if len(nodes) > 1}
    alone = tuple(nodes[0] for nodes in camps.values() if len(nodes) == 1)
    ties = [(a, b, float(edge["weight"])) for (a, b), edge in G.edges.items()]
    against = tuple(tie for tie in ties if (tie[2] > 0) != (_camp(tie[0]) == _camp(tie[1])))
    result = Communities(
        objective="potts",
        resolution=1.0,
        communities=tuple(frozenset(nodes) for nodes in together.values()),
        unaligned=alone,
        quality=0.0,
        coupled_quality=0.0,
        bound=0.0,
        gap=0.0,
        proven=False,
        proven_nodes=0,
        method="heuristic",
        ties=len(ties),
        weight=math.fsum(abs(weight) for _, _, weight in ties),
        contradicting=against,
        disagreement=math.fsum(abs(weight) for _, _, weight in against),
    )
    named = [Community(CommunityId(c + 1), f"Camp {c}", n) for c, n in sorted(together.items())]
    return Slice(G.graph["date"], tuple(named), alone, result, lambda: G)


def _camp(node: str) -> int:
    return int(node[1:]) % CAMPS


def _spot(line: str) -> tuple[float, float]:
    """Camps on a grid, the members of each on a spiral."""
    number = int(line[1:])
    row, column = divmod(_camp(line), 8)
    turn, out = 2.4 * (number // CAMPS), math.sqrt(number // CAMPS)
    return 20.0 * column + out * math.cos(turn), 20.0 * row + out * math.sin(turn)
