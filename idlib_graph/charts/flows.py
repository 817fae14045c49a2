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

from idlib_graph.errors import IdlibGraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import highspy
    from numpy.typing import NDArray

    Sizes: TypeAlias = Mapping[str, int]
    Flow: TypeAlias = tuple[str, str]
    Flows: TypeAlias = Mapping[Flow, int]
    Floats: TypeAlias = NDArray[np.float64]

MOST_ORDERS = 720 * 720  # pairs of orders of two columns side by side that are tried one by one

_PLACE_COST = 1e-6  # far below any rise, so that only equals are told apart: as high as may be
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

    Minimises the sum over flows of size times rise, under order, gaps and the height there is, by
    a linear programme: large flows run level where they can, and small ones bend.

    Parameters
    ----------
    gap : least distance between two blocks of a column
    height : of the whole; at least that of each column
    """
    # Start-up stays light: HiGHS is loaded where it is needed.
    import highspy  # noqa: PLC0415

    from idlib_graph.communities.solver import new_solver  # noqa: PLC0415

    solver = new_solver()
    tops: list[dict[str, int]] = []
    for column, sizes in zip(order, columns, strict=True):
        tops.append({x: _variable(solver, _PLACE_COST, height - sizes[x]) for x in column})
        for upper, lower in pairwise(column):
            pair = {tops[-1][lower]: 1.0, tops[-1][upper]: -1.0}
            _require(solver, pair, sizes[upper] + gap, np.inf)
    for index, ((here, there), between) in enumerate(zip(pairwise(order), flows, strict=True)):
        for (a, b), (begin, end) in flow_ends(here, there, between).items():
            rise, fall = (_variable(solver, float(between[a, b]), np.inf) for _ in range(2))
            terms = {tops[index + 1][b]: 1.0, tops[index][a]: -1.0, rise: 1.0, fall: -1.0}
            _require(solver, terms, begin - end, begin - end)
    solver.run()
    if solver.getModelStatus() not in {
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kModelEmpty,
    }:
        message = f"HiGHS ended the positions of flows with {solver.getModelStatus().name}"
        raise IdlibGraphError(message)
    found = solver.getSolution().col_value
    return [{x: round(float(found[i]), 6) for x, i in column.items()} for column in tops]


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
    above : 1 where the one block of a pair stands above the other, shape (orders, pairs)
    """

    nodes: tuple[str, ...]
    places: NDArray[np.intp]
    middles: Floats
    above: Floats

    @classmethod
    def of(cls, column: Sequence[str], sizes: Sizes, orders: Iterable[Sequence[int]]) -> _Orders:
        """Lay out `orders`, given as positions in `column`."""
        table = np.array(list(orders), dtype=np.intp)
        high = np.array([float(sizes[x]) for x in column])
        places = table.argsort(axis=1)
        ends = high[table].cumsum(axis=1) - high[table] / 2
        middles = np.take_along_axis(ends, places, axis=1) / (high.sum() or 1.0)
        above = (places[:, :, None] < places[:, None, :]).reshape(len(table), -1)
        return cls(tuple(column), places, middles, above.astype(float))

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


def _variable(solver: highspy.Highs, cost: float, upper: float) -> int:
    """A new variable from 0 to `upper`; gives its number."""
    number: int = solver.getNumCol()
    solver.addVar(0.0, upper)
    solver.changeColCost(number, cost)
    return number


def _require(solver: highspy.Highs, terms: Mapping[int, float], lower: float, upper: float) -> None:
    """A new row: lower <= sum of the terms <= upper."""
    columns, values = np.array([*terms], dtype=np.int32), np.array([*terms.values()])
    solver.addRow(lower, upper, len(terms), columns, values)
