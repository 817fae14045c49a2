"""What several good partitions have in common, and where they differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Set as AbstractSet

    from idlib_graph.communities.alternatives import Alternatives

    Pair: TypeAlias = tuple[str, str]
    Partition: TypeAlias = Collection[AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class CoMembership:
    """Pairs by how many of the listed partitions have them together; each pair sorted.

    Attributes
    ----------
    shares : for each pair of `sometimes`, the share of the partitions that have it together
    """

    always: tuple[Pair, ...]
    sometimes: tuple[Pair, ...]
    never: tuple[Pair, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a group sits that is not in the same place in every partition.

    Attributes
    ----------
    members : who sit together in all of them, sorted
    places : in each partition the heart they sit with, or, where there is none, the others in
        their community; empty where they are on their own, or are the heart that others sit with
    heart : whether they are the heart of a community of the first partition
    """

    members: tuple[str, ...]
    places: tuple[frozenset[str], ...]
    heart: bool

    @property
    def counts(self) -> tuple[tuple[frozenset[str], int], ...]:
        """Each place and in how many partitions it is theirs, the most frequent first."""
        counted = Counter(self.places).items()
        return tuple(sorted(counted, key=lambda place: (-place[1], sorted(place[0]))))


def co_membership(alternatives: Alternatives) -> CoMembership:
    """Tell which pairs sit together in all, some or none of the listed partitions.

    Where `alternatives` is capped, this speaks of the listed ones only.

    Examples
    --------
    >>> import networkx as nx
    >>> from idlib_graph.communities import find_alternatives
    >>> G = nx.Graph()
    >>> G.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", -1.0)])
    >>> found = co_membership(find_alternatives(G, objective="disagreement"))
    >>> found.sometimes, found.shares, found.never
    ((('a', 'b'), ('b', 'c')), (0.5, 0.5), (('a', 'c'),))
    """
    counts: Counter[Pair] = Counter()
    nodes = sorted(node for community in alternatives.partitions[0] for node in community)
    for partition in alternatives.partitions:
        for community in partition:
            counts.update(combinations(sorted(community), 2))
    every = len(alternatives.partitions)
    sometimes = tuple(sorted(pair for pair, count in counts.items() if count < every))
    return CoMembership(
        always=tuple(sorted(pair for pair, count in counts.items() if count == every)),
        sometimes=sometimes,
        never=tuple(pair for pair in combinations(nodes, 2) if pair not in counts),
        shares=tuple(counts[pair] / every for pair in sometimes),
    )


def placements(partitions: Sequence[Partition]) -> tuple[Placement, ...]:
    """Tell who sits where in which of several partitions of the same nodes.

    Those who are together in all partitions are one group. The *heart* of a community of the
    first partition is its largest group; in every partition a group sits with the largest heart
    of its community. Groups whose place never changes are left out.

    Examples
    --------
    >>> moved = placements([[{"a", "b", "x"}, {"c", "d"}], [{"a", "b"}, {"c", "d", "x"}]])
    >>> [(group.members, [sorted(place) for place in group.places]) for group in moved]
    [(('x',), [['a', 'b'], ['c', 'd']])]
    """
    group_of = _groups(partitions)
    hearts = {
        min((group_of[node] for node in community), key=_largest)
        for community in partitions[0]
        if len(community) > 1
    }
    places: dict[frozenset[str], list[frozenset[str]]] = {}
    for partition in partitions:
        for community in partition:
            inside = {group_of[node] for node in community}
            heart = min(inside & hearts, key=_largest, default=None)
            for group in inside:
                fellows = frozenset(community) if heart is None else heart
                places.setdefault(group, []).append(fellows - group)
    return tuple(
        Placement(tuple(sorted(group)), tuple(found), group in hearts)
        for group, found in sorted(places.items(), key=lambda item: min(item[0]))
        if len(set(found)) > 1
    )


def _groups(partitions: Sequence[Partition]) -> dict[str, frozenset[str]]:
    """Those who are together in every partition, for each node."""
    where: dict[str, list[int]] = {}
    for partition in partitions:
        for label, community in enumerate(partition):
            for node in community:
                where.setdefault(node, []).append(label)
    groups: dict[tuple[int, ...], set[str]] = {}
    for node, labels in where.items():
        groups.setdefault(tuple(labels), set()).add(node)
    return {node: frozenset(group) for group in groups.values() for node in group}


def _largest(group: frozenset[str]) -> tuple[int, str]:
    return -len(group), min(group)
