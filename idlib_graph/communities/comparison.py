"""How far two partitions agree, over the nodes that both have.

A partition is any iterable of groups; a node in only one of the two is left out, so that who
appears or vanishes changes no figure.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Pair: TypeAlias = tuple[str, str]
    Partition: TypeAlias = Iterable[Iterable[str]]
    Groups: TypeAlias = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class TogetherChanges:
    """Pairs that are together in one of two partitions only, each pair and all pairs sorted.

    Attributes
    ----------
    parted : together in the first only
    joined : together in the second only
    """

    parted: tuple[Pair, ...]
    joined: tuple[Pair, ...]


def adjusted_mutual_information(a: Partition, b: Partition) -> float:
    """Return how much two partitions tell of each other, less what chance would.

    ``(I(a, b) - E) / ((H(a) + H(b)) / 2 - E)``, with E the mean of I over all partitions of the
    same sizes (Vinh, Epps & Bailey 2010, with the arithmetic mean, as scikit-learn has it). 1 for
    equal partitions, no nodes included; about 0 for unrelated ones, and exactly 0 where only one
    of the two is a single group or all groups of one; negative below chance.

    Examples
    --------
    >>> adjusted_mutual_information([{"a", "b"}, {"c", "d"}], [{"d", "c"}, {"b", "a"}])
    1.0
    >>> round(adjusted_mutual_information([{"a", "b"}, {"c", "d"}], [{"a", "c"}, {"b", "d"}]), 6)
    -0.5
    """
    one, other = (tuple(map(frozenset, partition)) for partition in (a, b))
    return _adjusted_information(one, other)


@lru_cache(maxsize=4096)  # the same partitions come again and again
def _adjusted_information(a: Groups, b: Groups) -> float:
    overlap, rows, columns = _contingency(a, b)
    if len(overlap) == len(rows) == len(columns):
        return 1.0
    n = sum(overlap.values())
    if {len(rows), len(columns)} & {1, n}:  # then sizes alone decide I: it is what chance gives
        return 0.0
    shared = math.fsum(
        count / n * math.log(n * count / (rows[i] * columns[j]))
        for (i, j), count in overlap.items()
    )
    expected = _expected_information(rows.values(), columns.values(), n)
    mean = (_entropy(rows.values(), n) + _entropy(columns.values(), n)) / 2
    return (shared - expected) / (mean - expected)


def variation_of_information(a: Partition, b: Partition) -> float:
    """Return the distance between two partitions in nats: ``H(a | b) + H(b | a)``.

    Meilă 2007. A metric: 0 for equal partitions, at most log n for n nodes.

    Examples
    --------
    >>> round(variation_of_information([{"a", "b"}], [{"a"}, {"b"}]), 4)  # log 2
    0.6931
    """
    overlap, rows, columns = _contingency(a, b)
    n = sum(overlap.values())
    return math.fsum(
        count / n * math.log(rows[i] * columns[j] / count**2) for (i, j), count in overlap.items()
    )


def together_changes(a: Partition, b: Partition) -> TogetherChanges:
    """Tell which pairs are together in one of two partitions only.

    Examples
    --------
    >>> together_changes([{"a", "b"}, {"c"}], [{"a"}, {"b", "c"}])
    TogetherChanges(parted=(('a', 'b'),), joined=(('b', 'c'),))
    """
    before, after = _common(a, b)
    old, new = _pairs(before), _pairs(after)
    return TogetherChanges(tuple(sorted(old - new)), tuple(sorted(new - old)))


def movers(a: Partition, b: Partition) -> tuple[str, ...]:
    """Tell which nodes keep fewer than half of the fellows that they have in `a`; sorted.

    Who is alone in `a` has nobody to leave and is no mover. Of a community that breaks in two
    halves everyone moves, for each has lost more fellows than it kept.

    Examples
    --------
    >>> movers([{"a", "b", "c"}, {"x", "y", "z"}], [{"a", "b"}, {"c", "x", "y", "z"}])
    ('c',)
    """
    before, after = _common(a, b)
    old, new = _fellows(before), _fellows(after)
    return tuple(node for node in sorted(old) if 2 * len(old[node] & new[node]) < len(old[node]))


def _labels(partition: Partition) -> dict[str, int]:
    return {node: label for label, group in enumerate(partition) for node in group}


def _common(a: Partition, b: Partition) -> tuple[dict[str, int], dict[str, int]]:
    """The label of each node that both have, in the order of ids."""
    before, after = _labels(a), _labels(b)
    nodes = sorted(before.keys() & after.keys())
    return {node: before[node] for node in nodes}, {node: after[node] for node in nodes}


def _contingency(
    a: Partition, b: Partition
) -> tuple[Counter[tuple[int, int]], Counter[int], Counter[int]]:
    """How many nodes each two groups share, and the size of each group of `a` and of `b`."""
    before, after = _common(a, b)
    shared = Counter(zip(before.values(), after.values(), strict=True))
    return shared, Counter(before.values()), Counter(after.values())


def _entropy(sizes: Iterable[int], n: int) -> float:
    return -math.fsum(size / n * math.log(size / n) for size in sizes)


def _expected_information(rows: Iterable[int], columns: Iterable[int], n: int) -> float:
    """Mean mutual information over all ways to deal n nodes to groups of these sizes.

    Two groups share k nodes with the hypergeometric probability; groups of equal size are
    counted together, so that many unaligned nodes cost nothing.
    """
    return math.fsum(
        times * many * _expected_share(size, other, n)
        for size, times in Counter(rows).items()
        for other, many in Counter(columns).items()
    )


@cache  # the same sizes come again and again
def _expected_share(size: int, other: int, n: int) -> float:
    total = _log_choose(n, other)
    return math.fsum(
        k
        / n
        * math.log(n * k / (size * other))
        * math.exp(_log_choose(size, k) + _log_choose(n - size, other - k) - total)
        for k in range(max(1, size + other - n), min(size, other) + 1)
    )


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _groups(labels: Mapping[str, int]) -> dict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for node, label in labels.items():
        groups[label].append(node)
    return groups


def _pairs(labels: Mapping[str, int]) -> set[Pair]:
    return {pair for group in _groups(labels).values() for pair in combinations(group, 2)}


def _fellows(labels: Mapping[str, int]) -> dict[str, set[str]]:
    groups = _groups(labels)
    return {node: {*groups[label]} - {node} for node, label in labels.items()}
