"""Which relation of the second coding is which of the first, by the paragraphs they cite."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import networkx as nx

from idlib_graph.agreement.mentions import dates_meet, direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.agreement.mentions import Cell, Mention

Pairs = list[tuple["Mention", "Mention"]]


def align(first: Iterable[Mention], second: Iterable[Mention]) -> Pairs:
    """Pair the relations of two codings, each with one of the same article, pair and kind.

    Two can be paired where they share a paragraph. The sum of overlaps (Jaccard index of the
    paragraphs) is as large as can be; of equal sums the one with more types in common, then with
    more directions, dates and claims, then the one nearest to the order of ids. What has a faction
    without a counterpart is left out.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> from idlib_graph.agreement.mentions import mentions
    >>> told = mentions(load_dataset(), ["newsgram-2020"])
    >>> pairs = align(told, told[1:])  # the second coder missed the first relation
    >>> len(told) - len(pairs), all(one == other for one, other in pairs)
    (1, True)
    """
    cells: defaultdict[Cell, tuple[list[Mention], list[Mention]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((first, second)):
        for item in items:
            if item.mapped:
                cells[item.cell][side].append(item)
    return [pair for cell in sorted(cells) for pair in _align_cell(*cells[cell])]


def overlap(one: Mention, other: Mention) -> Fraction:
    """The Jaccard index of the paragraphs that two relations cite.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from idlib_graph.agreement import Mention
    >>> one = Mention("paper", "r1", "clash", "raid", "a", "b", True, "asserted", None, (1, 2, 3))
    >>> overlap(one, replace(one, paragraphs=(2, 3, 4)))
    Fraction(1, 2)
    """
    mine, theirs = set(one.paragraphs), set(other.paragraphs)
    return Fraction(len(mine & theirs), len(mine | theirs))


def _align_cell(first: list[Mention], second: list[Mention]) -> Pairs:
    """The best pairs within one cell, as a matching of whole-number weight, hence exact."""
    rows, columns = (sorted(side, key=lambda item: item.relation) for side in (first, second))
    shares = {
        (i, j): overlap(one, other)
        for i, one in enumerate(rows)
        for j, other in enumerate(columns)
        if set(one.paragraphs) & set(other.paragraphs)
    }
    whole = lcm(*(share.denominator for share in shares.values()))
    size = len(rows) + len(columns)
    detail = size**3 + 1  # each level outweighs all that the levels below it can add up to
    types = detail * (3 * size + 1)
    top = types * (size + 1)
    G: nx.Graph[int] = nx.Graph()
    for (i, j), share in shares.items():
        one, other = rows[i], columns[j]
        alike = types * (one.type == other.type) + detail * _details(one, other)
        G.add_edge(i, len(rows) + j, weight=int(share * whole) * top + alike - (i - j) ** 2)
    matched = sorted(sorted(edge) for edge in nx.max_weight_matching(G))
    return [(rows[i], columns[j - len(rows)]) for i, j in matched]


def _details(one: Mention, other: Mention) -> int:
    """How many of direction, date and claim two relations have in common."""
    same_way = direction(one, other) in {"same", "none"}
    return same_way + dates_meet(one.date, other.date) + (one.claim == other.claim)
