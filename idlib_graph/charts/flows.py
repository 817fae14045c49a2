"""The geometry of flows between columns of blocks: order of few crossings, calm positions.

Everything here is counted in factions: a block is as high as its members are many, a flow as wide
as those that take it. Which flows cross depends on the order of the blocks alone, since the flows
of a block can always be sorted by where they go. A dynamic programme finds the best choice of an
order for each column: of all orders where blocks are few, else again and again of those that a
single move makes out of the best so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Sizes: TypeAlias = Mapping[str, int]
    Flow: TypeAlias = tuple[str, str]
    Flows: TypeAlias = Mapping[Flow, int]
    Floats: TypeAlias = NDArray[np.float64]

MOST_ORDERS = 720 * 720  # pairs of orders of two columns side by side that are tried one by one
SWEEPS = 60

# Far below one crossing: only orders with equally many crossings are told apart by distance.
_SHARE = 0.5


def order_columns(
    columns: Sequence[Sizes], flows: Sequence[Flows], *, last: str = ""
) -> list[list[str]]:
    """The blocks of each column from top to bottom, with few flows that cross.

    Parameters
    ----------
    columns : the size of each block, column by column
    flows : the size of each flow from one column to the next, by (origin, target)
    last : a block that stands at the bottom of every column it is in

    Returns
    -------
    Orders with the fewest crossings there can be, and among these the least squared distance,
    where every two neighbouring columns have at most `MOST_ORDERS` pairs of orders.
    """
    if not columns:
        return []
    start = [sorted(sizes, key=lambda x: (x == last, -sizes[x], x)) for sizes in columns]
    free = [len(column) - (last in column) for column in start]
    if any(factorial(a) * factorial(b) > MOST_ORDERS for a, b in pairwise(free)):
        return _by_moves(start, columns, flows, last)
    tried = [
        _Orders.of(column, sizes, _all_orders(len(column), number))
        for column, sizes, number in zip(start, columns, free, strict=True)
    ]
    return _best_of(tried, flows, _unit(flows))[1]


def count_crossings(order: Sequence[Sequence[str]], flows: Sequence[Flows]) -> int:
    """How many factions cross how many others, summed over all pairs of flows."""
    return sum(
        _crossings(here, there, between)
        for (here, there), between in zip(pairwise(order), flows, strict=True)
    )


def place_columns(
    order: Sequence[Sequence[str]],
    columns: Sequence[Sizes],
    flows: Sequence[Flows],
    *,
    gap: float,
    height: float,
) -> list[dict[str, float]]:
    """The upper edge of each block such that flows run as level as they can.

    Minimises the sum over flows of size times squared rise, under order, gaps and the height
    there is: column after column by isotonic regression, to and fro until nothing moves.

    Parameters
    ----------
    gap : least distance between two blocks of a column
    height : of the whole; at least that of each column
    """
    tops = [_stacked(column, columns[i], gap, height) for i, column in enumerate(order)]
    ends = [flow_ends(*pair, between) for pair, between in zip(pairwise(order), flows, strict=True)]
    for sweep in range(SWEEPS):
        moved = 0.0
        for index in range(len(order))[:: 1 if sweep % 2 == 0 else -1]:
            wanted = _wanted(index, tops, flows, ends)
            found = _regress(order[index], columns[index], wanted, gap, height)
            moved = max([moved, *(abs(found[x] - tops[index][x]) for x in found)])
            tops[index] = found
        if moved < 1e-6:  # noqa: PLR2004 - a millionth of a faction is not seen
            break
    return [{x: round(top, 6) for x, top in column.items()} for column in tops]


def flow_ends(
    here: Sequence[str], there: Sequence[str], flows: Flows
) -> dict[Flow, tuple[float, float]]:
    """How far below the upper edge of its two blocks each flow begins and ends.

    Flows leave a block in the order of their targets, and come to one in that of their origins.
    """
    left = dict.fromkeys(here, 0.0)
    begin = {}
    for a in here:
        for b in there:
            if (a, b) in flows:
                begin[a, b] = left[a]
                left[a] += flows[a, b]
    ends, right = {}, dict.fromkeys(there, 0.0)
    for a in here:
        for b in there:
            if (a, b) in flows:
                ends[a, b] = (begin[a, b], right[b])
                right[b] += flows[a, b]
    return ends


def _crossings(here: Sequence[str], there: Sequence[str], flows: Flows) -> int:
    sizes = _table(here, there, flows)
    above = np.cumsum(sizes, axis=0) - sizes  # from blocks further up, to the same block
    right = above[:, ::-1].cumsum(axis=1)[:, ::-1] - above  # and to blocks further down
    return int((sizes * right).sum())


def _best_of(
    tried: Sequence[_Orders], flows: Sequence[Flows], unit: float
) -> tuple[float, list[list[str]]]:
    """The best choice of an order for each column, and its cost: by the best way to reach each."""
    cost = np.zeros(len(tried[0].places))
    back = []
    for (here, there), between in zip(pairwise(tried), flows, strict=True):
        total = cost[:, None] + _costs(here, there, between, unit)
        back.append(total.argmin(axis=0))
        cost = total.min(axis=0)
    choice = [int(cost.argmin())]
    for reached in reversed(back):
        choice.append(int(reached[choice[-1]]))
    found = [orders.order(i) for orders, i in zip(tried, reversed(choice), strict=True)]
    return float(cost.min()), found


@dataclass(frozen=True, slots=True)
class _Orders:
    """Orders of a column that are tried.

    Attributes
    ----------
    nodes : the blocks of the column
    places : the place of each block in each order, shape (orders, blocks)
    middles : how far down its middle is, as a share of the column, shape (orders, blocks)
    """

    nodes: tuple[str, ...]
    places: NDArray[np.intp]
    middles: Floats

    @classmethod
    def of(cls, column: Sequence[str], sizes: Sizes, orders: Iterable[Sequence[int]]) -> _Orders:
        """Lay out `orders`, given as positions in `column`."""
        table = np.array(list(orders), dtype=np.intp)
        high = np.array([float(sizes[x]) for x in column])
        places = table.argsort(axis=1)
        ends = high[table].cumsum(axis=1) - high[table] / 2
        middles = np.take_along_axis(ends, places, axis=1) / (high.sum() or 1.0)
        return cls(tuple(column), places, middles)

    @property
    def above(self) -> Floats:
        """1 where the one block of a pair stands above the other, shape (orders, pairs)."""
        above = self.places[:, :, None] < self.places[:, None, :]
        return above.reshape(len(self.places), -1).astype(float)

    def order(self, index: int) -> list[str]:
        """The blocks from top to bottom."""
        return [self.nodes[i] for i in self.places[index].argsort()]


def _costs(here: _Orders, there: _Orders, flows: Flows, unit: float) -> Floats:
    """Crossings, and distance in units too small to outweigh one, for each pair of orders."""
    F = _table(here.nodes, there.nodes, flows)
    # Of origins x above y and targets v above w, the flows x-w and y-v cross.
    K = np.einsum("xw,yv->xyvw", F, F).reshape(F.shape[0] ** 2, F.shape[1] ** 2)
    p, q = here.middles, there.middles
    rise = (p**2 @ F.sum(axis=1))[:, None] + (q**2 @ F.sum(axis=0)) - 2 * p @ F @ q.T
    costs: Floats = here.above @ K @ there.above.T + np.round(rise, 6) * unit
    return costs


def _table(here: Sequence[str], there: Sequence[str], flows: Flows) -> Floats:
    """The size of each flow, shape (blocks here, blocks there)."""
    table = np.zeros((len(here), len(there)))
    for i, a in enumerate(here):
        for j, b in enumerate(there):
            table[i, j] = flows.get((a, b), 0)
    return table


def _unit(flows: Sequence[Flows]) -> float:
    """What distance is multiplied with: together all distances are less than one crossing."""
    most = sum(sum(between.values()) for between in flows)  # no flow rises by more than 1
    return _SHARE / max(most, 1)


def _by_moves(
    start: Sequence[Sequence[str]], columns: Sequence[Sizes], flows: Sequence[Flows], last: str
) -> list[list[str]]:
    """Good orders of many blocks: from two starts, the best of moves in all columns at once."""
    age = {x: i for i, x in enumerate(dict.fromkeys(x for column in start for x in column))}
    by_age = [sorted(column, key=lambda x: (x == last, age[x])) for column in start]
    found = [_moved(order, columns, flows, last) for order in (start, by_age)]
    return min(found, key=lambda pair: pair[0])[1]


def _moved(
    order: Sequence[Sequence[str]], columns: Sequence[Sizes], flows: Sequence[Flows], last: str
) -> tuple[float, list[list[str]]]:
    """`order`, with one block of every column moved at a time while that lowers the cost."""
    best = (float("inf"), [list(column) for column in order])
    while True:
        tried = [
            _Orders.of(column, sizes, _single_moves(len(column), len(column) - (last in column)))
            for column, sizes in zip(best[1], columns, strict=True)
        ]
        found = _best_of(tried, flows, _unit(flows))
        if found[0] >= best[0] - 1e-9:
            return best
        best = found


def _all_orders(count: int, free: int) -> Iterator[tuple[int, ...]]:
    """Every order of the first `free`, and the rest below them."""
    return ((*order, *range(free, count)) for order in permutations(range(free)))


def _single_moves(count: int, free: int) -> list[list[int]]:
    """The order as it is, and with one of the first `free` moved elsewhere among them."""
    orders = [list(range(count))]
    for here in range(free):
        for there in range(free):
            moved = [i for i in range(count) if i != here]
            moved.insert(there, here)
            orders.append(moved)
    return orders


def _stacked(column: Sequence[str], sizes: Sizes, gap: float, height: float) -> dict[str, float]:
    """A column in the middle of the height there is, as close together as may be."""
    total = sum(sizes[x] for x in column) + gap * (len(column) - 1)
    top, found = (height - total) / 2, {}
    for x in column:
        found[x] = top
        top += sizes[x] + gap
    return found


def _wanted(
    index: int,
    tops: Sequence[Mapping[str, float]],
    flows: Sequence[Flows],
    ends: Sequence[Mapping[Flow, tuple[float, float]]],
) -> dict[str, tuple[float, float]]:
    """For each block of a column where its flows would have it, and how many want that."""
    found: dict[str, list[tuple[float, float]]] = {x: [] for x in tops[index]}
    if index:
        for (a, b), size in flows[index - 1].items():
            begin, end = ends[index - 1][a, b]
            found[b].append((size, tops[index - 1][a] + begin - end))
    if index < len(flows):
        for (a, b), size in flows[index].items():
            begin, end = ends[index][a, b]
            found[a].append((size, tops[index + 1][b] + end - begin))
    wanted = {}
    for x, pulls in found.items():
        weight = sum(size for size, _ in pulls)
        mean = sum(size * at for size, at in pulls) / weight if weight else tops[index][x]
        wanted[x] = (mean, float(weight) or 1e-3)
    return wanted


def _regress(
    column: Sequence[str],
    sizes: Sizes,
    wanted: Mapping[str, tuple[float, float]],
    gap: float,
    height: float,
) -> dict[str, float]:
    """Tops nearest to those wanted that keep order and gaps (pool adjacent violators)."""
    below, offset = 0.0, {}
    for x in column:
        offset[x] = below
        below += sizes[x] + gap
    room = height - (below - gap)
    pools: list[tuple[float, float, int]] = []
    for x in column:
        at, weight = wanted[x]
        pools.append((at - offset[x], weight, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (p, v, m), (q, w, n) = pools[-2:]
            pools[-2:] = [((p * v + q * w) / (v + w), v + w, m + n)]
    levels = [min(max(at, 0.0), room) for at, _, number in pools for _ in range(number)]
    return {x: offset[x] + level for x, level in zip(column, levels, strict=True)}
