"""Factions and lines as nodes of a graph file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from idlib_graph.export.elements import Node, joined
from idlib_graph.export.looks import colour_groups, place, scale_sizes
from idlib_graph.palette import GREY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.export.elements import Edge, Span, Value
    from idlib_graph.export.times import Times
    from idlib_graph.shifts import Slice

LEFT_OUT = "left out"


@dataclass(frozen=True)
class Nodes:
    """What the nodes of one view share.

    Attributes
    ----------
    layout : where each node stands, in any unit
    amounts : relations of each node over the whole period, of which its size tells
    drawn : when the edges of each node are drawn
    """

    analysis: Analysis
    times: Times
    layout: Mapping[str, tuple[float, float]]
    amounts: Mapping[str, int]
    drawn: Mapping[str, Iterable[Span]]

    @cached_property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Where each node stands in the file."""
        return place(self.layout)

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """How large each node is."""
        return scale_sizes({node: self.amounts[node] for node in self.layout})

    @cached_property
    def main(self) -> Mapping[str, str | None]:
        """The name of the community that each line is in longest; None for those never in one."""
        names = self.analysis.names
        found = self.analysis.series.lines
        return {x.line: names[x.main] if x.main else None for x in found}

    @cached_property
    def colours(self) -> Mapping[str, str]:
        """The colour of each community, by name; the main ones of most lines first."""
        return colour_groups(self.main, also=self.analysis.names.values())

    def community(self, line: str, part: Slice | None) -> str:
        """Where a line sits in `part`; without one, its main community."""
        if line in self.analysis.left_out:
            return LEFT_OUT
        if part is None:
            return self.main.get(line, "absent") or "unaligned"
        community = part.where.get(line)
        return community.name if community else str(part.position(line))

    def make(
        self,
        node: str,
        name: str,
        life: tuple[date | None, date | None],
        *,
        part: Slice | None = None,
        active: bool,
    ) -> Node:
        """One node, named after the faction `name`."""
        faction = self.analysis.dataset.factions[name]
        line = self.analysis.lines.of[name]
        spans, told = self.times.node(life, self.drawn.get(node, ()))
        community = self.community(line, part)
        values: dict[str, Value] = {
            "name": faction.name,
            "type": faction.type,
            "aliases": joined(faction.aliases),
            **told,
            "community": community,
            "line": line,
            "active": active,
            "n_relations": self.amounts[node],
        }
        x, y = self.places[node]
        return Node(
            id=node,
            label=faction.name or node,
            x=x,
            y=y,
            size=self.sizes[node],
            color=self.colours.get(community, GREY),
            values=known(values),
            spans=spans,
            history=self.times.histories[line],
        )


def known(values: Mapping[str, Value]) -> dict[str, Value]:
    """The attributes without empty text."""
    return {name: value for name, value in values.items() if value != ""}


def drawn_times(edges: Iterable[Edge]) -> dict[str, list[Span]]:
    """For each node, when its edges are drawn."""
    found: dict[str, list[Span]] = {}
    for edge in edges:
        if edge.span:
            found.setdefault(edge.source, []).append(edge.span)
            found.setdefault(edge.target, []).append(edge.span)
    return found
