"""The order of a storyline's lines: few crossings, the lines of a community side by side.

A layer is a list of groups from top to bottom, each with its lines in order. Lines of a group
stay together; groups, and lines inside a group, may change places. Minimising the crossings is
NP-hard; here, from several starts, median sweeps, and then each group and line is put where it
crosses least, looking to both sides, as for storylines in Liu et al. 2013,
doi:10.1109/TVCG.2013.196.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from functools import cache, lru_cache
from itertools import accumulate, combinations, pairwise
from random import Random
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Groups: TypeAlias = Sequence[Sequence[str]]
    Layers: TypeAlias = Sequence[Groups]
    Order: TypeAlias = list[list[list[str]]]

SWEEPS = 12
STARTS = 4  # at random, besides the two that are made with care
ROUNDS = 30
_LEAST = 1e-9
# How much the layer that is still to come counts when one is settled by the one before it: little
# carries changes far through the layers, much gives the fewest crossings nearby.
AHEAD = (0.0, 0.5, 0.8, 0.95)


def order_layers(layers: Layers) -> Order:
    """The layers with groups and lines in an order of few crossings; the same each time."""
    best = min((settle(median_sweeps(start)) for start in _starts(layers)), key=count_crossings)
    fewest, improved = count_crossings(best), True
    while fewest and improved:
        improved = False
        for ahead in AHEAD:
            there = _carry(best, 1, ahead)
            found = min(settle(there), settle(_carry(there, -1, ahead)), key=count_crossings)
            if (count := count_crossings(found)) < fewest:
                best, fewest, improved = found, count, True
    return best


def count_crossings(layers: Layers) -> int:
    """How often two lines change places between one layer and the next."""
    return sum(_inversions(here, there) for here, there in pairwise(map(_flat, layers)))


def median_sweeps(layers: Layers) -> Order:
    """The best order seen while sorting each layer by the one sorted before it, to and fro."""
    current: Order = [[list(group) for group in layer] for layer in layers]
    best, fewest = current, count_crossings(current)
    for sweep in range(SWEEPS):
        step = 1 if sweep % 2 == 0 else -1
        before, current = current, list(current)
        for index in range(len(current))[::step][1:]:
            current[index] = _sorted_by(current[index], current[index - step])
        if (count := count_crossings(current)) < fewest:
            best, fewest = current, count
        if sweep and current == before:
            break
    return best


def settle(layers: Layers) -> Order:
    """Put groups, and lines inside groups, where they cross least, while that saves crossings."""
    order: Order = [[list(group) for group in layer] for layer in layers]
    flat = [_flat(layer) for layer in order]
    waiting = set(range(len(order)))
    for _ in range(ROUNDS):
        if not waiting:
            break
        for index in sorted(waiting):
            waiting.discard(index)
            sides = [side for side in (index - 1, index + 1) if 0 <= side < len(flat)]
            if _improve(order[index], flat[index], [(flat[side], 1.0) for side in sides]):
                flat[index] = _flat(order[index])
                waiting.update(sides)
    return order


def _carry(layers: Layers, step: int, ahead: float) -> Order:
    """Settle each layer in turn by the one before it, the next counting only `ahead`."""
    order: Order = [[list(group) for group in layer] for layer in layers]
    flat = [_flat(layer) for layer in order]
    for index in range(len(order))[::step]:
        sides = [(index - step, 1.0), (index + step, ahead)]
        beside = [(flat[side], weight) for side, weight in sides if 0 <= side < len(flat)]
        if _improve(order[index], flat[index], beside):
            flat[index] = _flat(order[index])
    return order


def _improve(
    groups: list[list[str]], lines: Sequence[str], beside: Sequence[tuple[list[str], float]]
) -> bool:
    """Improve one layer in place by the layers beside it and their weights; whether it changed."""
    if len(lines) < 2:  # noqa: PLR2004 - one line has no neighbour
        return False
    excess, changed = _excess(lines, beside), False
    starts = list(accumulate(map(len, groups[:-1]), initial=0))
    for start, group in zip(starts, groups, strict=True):
        own = slice(start, start + len(group))
        inside = _sift(excess[own, own]) if len(group) > 1 else None
        if inside is not None:
            group[:] = [group[place] for place in inside]
            changed = True
    places = _sift(np.add.reduceat(np.add.reduceat(excess, starts, axis=0), starts, axis=1))
    if places is not None:
        groups[:] = [groups[place] for place in places]
    return changed or places is not None


def _excess(lines: Sequence[str], beside: Sequence[tuple[list[str], float]]) -> NDArray[np.float64]:
    """Crossings with the layers beside if a stands above b, less those if b stands above a."""
    number = {line: index for index, line in enumerate(lines)}
    excess = np.zeros((len(lines), len(lines)))
    for others, weight in beside:
        at = np.array([number[line] for line in others if line in number], dtype=np.intp)
        excess[at[:, None], at] += weight * _upside_down(len(at))
    return excess


def _sift(excess: NDArray[np.float64]) -> list[int] | None:
    """The order after moving each item to where it costs least; None where nothing saves."""
    changed, again = False, bool((excess * _upside_down(len(excess)) < 0).any())
    order, cost = list(range(len(excess))), excess.T.tolist()
    while again:
        again = False
        for item in order:
            place = order.index(item)
            rest = order[:place] + order[place + 1 :]
            costs = [0.0, *accumulate(cost[item][other] for other in rest)]
            if (least := min(costs)) < costs[place] - _LEAST:
                best = costs.index(least)
                order = [*rest[:best], item, *rest[best:]]
                changed = again = True
    return order if changed else None


@lru_cache(maxsize=256)
def _upside_down(size: int) -> NDArray[np.float64]:
    """1 below the diagonal, -1 above it: what turning round costs where all stand in order."""
    above = np.triu(np.ones((size, size)), 1)
    return above.T - above


def _sorted_by(groups: Groups, beside: Groups) -> list[list[str]]:
    """Groups and their lines by the median of where they are in the layer beside."""
    here, there = _shares(groups), _shares(beside)
    wanted = {line: there.get(line, place) for line, place in here.items()}
    ranks = {line: (wanted[line], place) for line, place in here.items()}
    ordered = [sorted(group, key=ranks.__getitem__) for group in groups]
    return sorted(ordered, key=lambda group: (_middle(group, wanted), here[group[0]]))


def _middle(ordered: Sequence[str], wanted: Mapping[str, float]) -> float:
    """The median of what is wanted by lines that stand in the order of it."""
    half = len(ordered) // 2
    return (wanted[ordered[half]] + wanted[ordered[-half - 1]]) / 2


def _shares(groups: Groups) -> dict[str, float]:
    """How far down each line is, from 0 to 1."""
    lines = _flat(groups)
    last = max(len(lines) - 1, 1)
    return {line: place / last for place, line in enumerate(lines)}


def _starts(layers: Layers) -> Iterator[Order]:
    """Orders to begin with: each layer by name, by company, by orders of all lines at random."""
    yield [sorted(sorted(group) for group in layer) for layer in layers]
    yield _by_one_order(layers, _seriation(layers))
    lines = sorted({line for layer in layers for line in _flat(layer)})
    rng = Random(0)  # noqa: S311 - no secret: the same each time
    for _ in range(STARTS):
        rng.shuffle(lines)
        yield _by_one_order(layers, lines)


def _by_one_order(layers: Layers, lines: Sequence[str]) -> Order:
    """Every layer sorted by one order of all lines."""
    rank = {line: place for place, line in enumerate(lines)}
    order = [[sorted(group, key=rank.__getitem__) for group in layer] for layer in layers]
    return [sorted(layer, key=lambda group: median(rank[x] for x in group)) for layer in order]


def _seriation(layers: Layers) -> list[str]:
    """One order of all lines, by joining the chains whose lines share most layers and groups."""
    together: Counter[tuple[str, str]] = Counter()
    for layer in layers:
        for group in layer:
            together.update(combinations(sorted(group), 2))
    chains: list[tuple[str, ...]] = [
        (line,) for line in sorted({line for layer in layers for line in _flat(layer)})
    ]

    @cache
    def closeness(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> float:
        shared = sum(together[_pair(a, b)] for a in pair[0] for b in pair[1])
        return shared / (len(pair[0]) * len(pair[1]))

    while len(chains) > 1:
        one, other = max(combinations(chains, 2), key=closeness)
        ends = [(a, b) for a in (one, one[::-1]) for b in (other, other[::-1])]
        first, second = max(ends, key=lambda ab: together[_pair(ab[0][-1], ab[1][0])])
        chains = [chain for chain in chains if chain not in (one, other)]
        chains.append((*first, *second))
    return list(chains[0]) if chains else []


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _flat(groups: Groups) -> list[str]:
    return [line for group in groups for line in group]


def _inversions(here: Sequence[str], there: Sequence[str]) -> int:
    """Pairs that stand one way round here and the other there."""
    if here == there:
        return 0
    place = {line: index for index, line in enumerate(there)}
    places = [place[line] for line in here if line in place]
    seen: list[int] = []
    found = 0
    for here_too in places if places != sorted(places) else ():
        spot = bisect(seen, here_too)
        found += len(seen) - spot
        seen.insert(spot, here_too)
    return found
