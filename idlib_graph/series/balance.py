"""Structural balance over time, and where lines stand among allies and foes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.balance import (
    NODE_LIMIT,
    brokers,
    degree_by_sign,
    frustration,
    pn_centrality,
    triad_census,
)
from idlib_graph.balance.camps import Memo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.balance import Frustrations, SignedDegree, TriadCensus
    from idlib_graph.communities import LeastDisagreement
    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class BalanceFigures:
    """Structural balance of one slice; see `idlib_graph.balance`."""

    day: date
    triads: TriadCensus
    frustration: Frustrations


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands on one day: its ties by sign, its brokerage and its PN centrality."""

    day: date
    degree: SignedDegree
    broker: float
    pn_centrality: float


def balance_over_time(
    slices: Sequence[Slice],
    *,
    node_limit: int = NODE_LIMIT,
    free: Sequence[LeastDisagreement] | None = None,
) -> tuple[BalanceFigures, ...]:
    """Measure the structural balance of each slice.

    Frustration is proven anew for each, which takes about as long as finding the communities.

    Parameters
    ----------
    node_limit, free : as for `idlib_graph.balance.frustration`, `free` of each slice

    Examples
    --------
    With as many camps as fit best no more is contradicted than with two:

    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-monitor-2019",))
    >>> found = [figures.frustration for figures in balance_over_time(told.slices)]
    >>> all(one.free.weight <= one.two_camps.weight for one in found)
    True
    """
    known: Sequence[LeastDisagreement | None] = free or [None] * len(slices)
    memo = Memo()  # signs stay for longer than weights do
    return tuple(
        BalanceFigures(
            part.day,
            triad_census(part.graph),
            frustration(part.graph, node_limit=node_limit, free=least, memo=memo),
        )
        for part, least in zip(slices, known, strict=True)
    )


def standing_over_time(slices: Sequence[Slice]) -> dict[str, tuple[Standing, ...]]:
    """Follow each line's standing through the slices in which it has a tie; lines sorted.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> standing = standing_over_time(ig.analyze(ig.load_dataset()).slices)
    >>> first, last = standing["hts"][0], standing["hts"][-1]
    >>> last.degree.negative > first.degree.negative
    True
    """
    found: dict[str, list[Standing]] = {}
    for part in slices:
        between, pn = brokers(part.graph), pn_centrality(part.graph)
        for line, degree in degree_by_sign(part.graph).items():
            standing = Standing(part.day, degree, between[line], pn[line])
            found.setdefault(line, []).append(standing)
    return {line: tuple(found[line]) for line in sorted(found)}
