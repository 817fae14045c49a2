"""In which order a matrix lists factions: community by community, allied ones side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import networkx as nx

    from idlib_graph.shifts.records import Community, Slice

    Pull: TypeAlias = Sequence[Sequence[float]]

MOST_EXACT = 12  # communities for which every order is weighed

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Block:
    """Lines listed together; `community` is None for those in none."""

    community: Community | None
    lines: tuple[str, ...]


def order_blocks(part: Slice) -> list[Block]:
    """The lines of a day: communities, allied ones near one another, then those in none.

    In a community those come first who have most positive weight inside, outside of any those
    with most weight of ties.
    """
    communities, G = part.communities, part.graph
    pull = [[_between(G, a.members, b.members) for b in communities] for a in communities]
    ordered = [communities[i] for i in arrange(pull)]
    blocks = [Block(c, _by_weight(G, c.members, c.members, side="positive")) for c in ordered]
    if part.unaligned:
        blocks.append(Block(None, _by_weight(G, part.unaligned, part.where, side="weight")))
    return blocks


def arrange(pull: Pull) -> list[int]:
    """The order with the least sum of pull times distance: who attracts is near, who repels far.

    This is the minimum linear arrangement, found by dynamic programming over all sets that can
    come first: what an order costs is the sum, over its beginnings, of the pull that is cut there
    (Held & Karp 1962). Of an order and its reverse, the one that begins with the smaller number.
    More than `MOST_EXACT` stay in the order given.

    Parameters
    ----------
    pull : of each pair, symmetric

    Examples
    --------
    >>> arrange([[0, -1, 2], [-1, 0, 1], [2, 1, 0]])
    [0, 2, 1]
    """
    everyone = range(len(pull))
    if len(pull) > MOST_EXACT:
        return list(everyone)
    # For each set that can come first: the least cost so far, the pull cut there, in which order.
    best: dict[frozenset[int], tuple[float, float, tuple[int, ...]]] = {frozenset(): (0, 0, ())}
    for _ in everyone:
        longer: dict[frozenset[int], tuple[float, float, tuple[int, ...]]] = {}
        for cost, cut, order in best.values():
            for last in sorted(set(everyone).difference(order)):
                signs = ((j, -1 if j in order else 1) for j in everyone if j != last)
                now = round(cut + sum(sign * pull[last][j] for j, sign in signs), _DIGITS)
                found = (round(cost + now, _DIGITS), now, (*order, last))
                taken = frozenset(found[2])
                longer[taken] = min(longer.get(taken, found), found)
        best = longer
    (_, _, order) = best[frozenset(everyone)]
    return list(min(order, order[::-1]))


def _between(G: nx.Graph[str], one: Sequence[str], other: Sequence[str]) -> float:
    """The net weight of all ties between two groups."""
    pairs = ((a, b) for a in one for b in other if a != b and G.has_edge(a, b))
    return sum(float(G[a][b]["weight"]) for a, b in pairs)


def _by_weight(
    G: nx.Graph[str], lines: Sequence[str], others: Collection[str], *, side: str
) -> tuple[str, ...]:
    """The lines, those with most weight of ties to `others` first."""

    def weight(line: str) -> float:
        ties = G.adj.get(line, {})
        found = [abs(float(tie[side])) for other, tie in ties.items() if other in others]
        return round(sum(found), _DIGITS)

    return tuple(sorted(lines, key=lambda line: (-weight(line), line)))
