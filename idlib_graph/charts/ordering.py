"""The order of a storyline's lines: few crossings, the lines of a community side by side.

A layer is a list of groups from top to bottom, each with its lines in order. Lines of a group
stay together; groups, and lines inside a group, may change places. Minimising the crossings is
NP-hard; here, from a few starts, median sweeps that look to both sides and then exchanges of
neighbours, as for storylines in Liu et al. 2013, doi:10.1109/TVCG.2013.196.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Groups: TypeAlias = Sequence[Sequence[str]]
    Layers: TypeAlias = Sequence[Groups]
    Order: TypeAlias = list[list[list[str]]]

SWEEPS = 24
PATIENCE = 6
ROUNDS = 30


def order_layers(layers: Layers) -> Order:
    """The layers with groups and lines in an order of few crossings; the same each time."""
    best: tuple[int, Order] | None = None
    for start in (_by_name(layers), _by_company(layers)):
        for both in (False, True):
            for swept in (median_sweeps(start, both=both), start):
                found = exchange(swept)
                count = count_crossings(found)
                if best is None or count < best[0]:
                    best = count, found
    return best[1] if best else []


def count_crossings(layers: Layers) -> int:
    """How often two lines change places between one layer and the next."""
    return sum(_inversions(here, there) for here, there in pairwise(map(_flat, layers)))


def median_sweeps(layers: Layers, *, both: bool = True, sweeps: int = SWEEPS) -> Order:
    """The best order seen while sorting each layer by its neighbours, to and fro.

    Parameters
    ----------
    layers : the order to begin with
    both : whether every other sweep looks to both neighbours, not only to the one just sorted
    sweeps : how many times to go over all layers at most
    """
    current: Order = [[list(group) for group in layer] for layer in layers]
    best, fewest, idle = current, count_crossings(current), 0
    for sweep in range(sweeps):
        step = 1 if sweep % 2 == 0 else -1
        current = list(current)
        for index in range(len(current))[::step]:
            sides = (index - step, index + step) if both and sweep % 4 > 1 else (index - step,)
            beside = [current[side] for side in sides if 0 <= side < len(current)]
            current[index] = _sorted_by(current[index], beside)
        count, idle = count_crossings(current), idle + 1
        if count < fewest:
            best, fewest, idle = current, count, 0
        if idle == PATIENCE:
            break
    return best


def exchange(layers: Layers) -> Order:
    """Exchange neighbouring groups, and neighbours inside groups, while that saves crossings."""
    order: Order = [[list(group) for group in layer] for layer in layers]
    flat = [_flat(layer) for layer in order]
    for _ in range(ROUNDS):
        changed = False
        for index in range(len(order)):
            beside = [flat[side] for side in (index - 1, index + 1) if 0 <= side < len(flat)]
            if _improve(order[index], flat[index], beside):
                flat[index] = _flat(order[index])
                changed = True
        if not changed:
            break
    return order


def _improve(groups: list[list[str]], lines: Sequence[str], beside: Sequence[list[str]]) -> bool:
    """Exchange neighbours in one layer, in place; whether any exchange was made."""
    if len(lines) < 2:  # noqa: PLR2004 - one line has no neighbour
        return False
    number = {line: index for index, line in enumerate(lines)}
    excess = _excess(number, beside)
    whole = np.zeros((len(groups), len(lines)))
    for row, group in enumerate(groups):
        whole[row, [number[line] for line in group]] = 1.0
    between = whole @ excess @ whole.T
    places = _bubble(list(range(len(groups))), between)
    changed = places is not None
    if places is not None:
        groups[:] = [groups[place] for place in places]
    for group in groups:
        inside = _bubble([number[line] for line in group], excess)
        if inside is not None:
            group[:] = [lines[place] for place in inside]
            changed = True
    return changed


def _excess(number: Mapping[str, int], beside: Sequence[list[str]]) -> NDArray[np.float64]:
    """Crossings with the layers beside if a stands above b, less those if b stands above a."""
    excess = np.zeros((len(number), len(number)))
    for lines in beside:
        common = [line for line in lines if line in number]
        at = [number[line] for line in common]
        above = np.triu(np.ones((len(at), len(at))), 1)
        excess[np.ix_(at, at)] += above.T - above
    return excess


def _bubble(items: list[int], excess: NDArray[np.float64]) -> list[int] | None:
    """`items` after exchanging neighbours while that saves; None where nothing did."""
    changed, again = False, True
    while again:
        again = False
        for place in range(len(items) - 1):
            upper, lower = items[place : place + 2]
            if excess[upper, lower] > 0:
                items[place : place + 2] = [lower, upper]
                changed = again = True
    return items if changed else None


def _sorted_by(groups: Groups, beside: Sequence[Groups]) -> list[list[str]]:
    """Groups and their lines by the median of where they are in the layers beside."""
    here = _shares(groups)
    there = [_shares(layer) for layer in beside]
    wanted = {
        line: median([share[line] for share in there if line in share] or [place])
        for line, place in here.items()
    }
    ordered = [sorted(group, key=lambda line: (wanted[line], here[line])) for group in groups]
    return sorted(ordered, key=lambda group: (median(wanted[x] for x in group), here[group[0]]))


def _shares(groups: Groups) -> dict[str, float]:
    """How far down each line is, from 0 to 1."""
    lines = _flat(groups)
    return {line: place / max(len(lines) - 1, 1) for place, line in enumerate(lines)}


def _by_name(layers: Layers) -> Order:
    return [sorted(sorted(group) for group in layer) for layer in layers]


def _by_company(layers: Layers) -> Order:
    """Every layer sorted by one order of all lines, with those often together side by side."""
    rank = {line: place for place, line in enumerate(_seriation(layers))}
    order = [[sorted(group, key=rank.__getitem__) for group in layer] for layer in layers]
    return [sorted(layer, key=lambda group: median(rank[x] for x in group)) for layer in order]


def _seriation(layers: Layers) -> list[str]:
    """One order of all lines, by joining the chains whose lines share most layers and groups."""
    together: Counter[tuple[str, str]] = Counter()
    for layer in layers:
        for group in layer:
            together.update(combinations(sorted(group), 2))
    chains = [[line] for line in sorted({line for layer in layers for line in _flat(layer)})]

    def closeness(pair: tuple[list[str], list[str]]) -> float:
        shared = sum(together[_pair(a, b)] for a in pair[0] for b in pair[1])
        return shared / (len(pair[0]) * len(pair[1]))

    while len(chains) > 1:
        one, other = max(combinations(chains, 2), key=closeness)
        ends = [(a, b) for a in (one, one[::-1]) for b in (other, other[::-1])]
        first, second = max(ends, key=lambda ab: together[_pair(ab[0][-1], ab[1][0])])
        chains = [chain for chain in chains if chain not in (one, other)]
        chains.append([*first, *second])
    return chains[0] if chains else []


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _flat(groups: Groups) -> list[str]:
    return [line for group in groups for line in group]


def _inversions(here: Sequence[str], there: Sequence[str]) -> int:
    """Pairs that stand one way round here and the other there."""
    place = {line: index for index, line in enumerate(there)}
    ranks = np.array([place[line] for line in here if line in place])
    return int(np.triu(ranks[:, None] > ranks[None, :], 1).sum())
