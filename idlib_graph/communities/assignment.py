"""The heaviest assignment: which of one side goes with which of the other, one to one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Pair = tuple[int, int]

# Weighs a pair that is to be preferred among equals, and among nothing else.
LEADS = 1.0 + 1e-9


def assign(weights: Mapping[Pair, float]) -> Iterator[Pair]:
    """The pairs of a heaviest assignment of rows to columns, from (row, column) to weight.

    Pairs of which both have nobody else come first; those that contest each other are settled
    group by group (Kuhn 1955, The Hungarian method for the assignment problem, Naval Research
    Logistics Quarterly 2).

    Parameters
    ----------
    weights : never negative; a pair of weight 0 may be left out

    Examples
    --------
    >>> sorted(assign({(0, 0): 3.0, (0, 1): 2.0, (1, 0): 2.0}))
    [(0, 1), (1, 0)]
    """
    rows, columns = (Counter(pair[side] for pair in weights) for side in (0, 1))
    contested = {}
    for (row, column), weight in weights.items():
        if rows[row] == columns[column] == 1 and weight > 0:
            yield row, column  # each is all that the other can have
        else:
            contested[row, column] = weight
    for group in _groups(contested):
        yield from _heaviest(group, weights)


def _groups(pairs: Mapping[Pair, float]) -> list[list[Pair]]:
    """The pairs that hang together by a row or a column."""
    ends = defaultdict(list)
    for row, column in pairs:
        ends["row", row].append((row, column))
        ends["column", column].append((row, column))
    groups, seen = [], set()
    for first in pairs:
        if first in seen:
            continue
        seen.add(first)
        group, ahead = [], [first]
        while ahead:
            row, column = ahead.pop()
            group.append((row, column))
            for pair in ends.pop(("row", row), []) + ends.pop(("column", column), []):
                if pair not in seen:
                    seen.add(pair)
                    ahead.append(pair)
        groups.append(sorted(group))
    return groups


def _heaviest(group: Sequence[Pair], weights: Mapping[Pair, float]) -> Iterator[Pair]:
    rows, columns = (sorted({pair[side] for pair in group}) for side in (0, 1))
    cost = np.zeros((len(rows), len(columns) + len(rows)))  # a column of its own: not assigned
    for row, column in group:
        cost[rows.index(row), columns.index(column)] = -weights[row, column]
    for i, j in enumerate(_cheapest(cost)):
        if j < len(columns) and (rows[i], columns[j]) in weights:
            yield rows[i], columns[j]


def _cheapest(cost: NDArray[np.float64]) -> list[int]:
    """The column of each row in an assignment of least cost, by shortest augmenting paths.

    Cost is of shape (n, m), with m at least n.
    """
    n, m = cost.shape
    of_row, of_column = np.zeros(n), np.zeros(m + 1)
    owner = np.full(m + 1, -1)  # the row that has each column; the last is no column
    for row in range(n):
        owner[m] = row
        column = m
        least, came = np.full(m, np.inf), np.full(m, m)
        done = np.zeros(m + 1, dtype=np.bool_)
        while owner[column] >= 0:
            done[column] = True
            i = owner[column]
            slack = cost[i] - of_row[i] - of_column[:m]
            shorter = ~done[:m] & (slack < least)
            least[shorter], came[shorter] = slack[shorter], column
            nearest = int(np.argmin(np.where(done[:m], np.inf, least)))
            delta = least[nearest]
            of_row[owner[done]] += delta
            of_column[done] -= delta
            least[~done[:m]] -= delta
            column = nearest
        while column != m:
            owner[column], column = owner[came[column]], int(came[column])
    found = [-1] * n
    for column, row in enumerate(owner[:m].tolist()):
        if row >= 0:
            found[row] = column
    return found
