"""What the page holds of each slice: ties, communities, how good the answer is, and its equals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph.communities import co_membership

if TYPE_CHECKING:
    from idlib_graph.explorer.numbers import Numbers
    from idlib_graph.shifts import Slice

DIGITS = 3


def tie_rows(numbers: Numbers) -> list[list[Any]]:
    """Both lines of each tie, its alliance and its clash by slice in hundredths, its relations.

    Where it ever has both its weight as well, without sign: the difference of what is rounded is
    not the difference rounded.
    """
    series = numbers.analysis.snapshots
    plus, minus, net = numbers.weights
    position = {pair: row for row, pair in enumerate(series.pairs)}
    rows = []
    for pair in numbers.ties:
        row = position[pair]
        behind = (series.presence.relations[one] for side in series.pairs[pair] for one in side)
        told: list[Any] = [
            *(numbers.lines[line] for line in pair),
            numbers.runs.add(plus[row].tolist()),
            numbers.runs.add(minus[row].tolist()),
            sorted(numbers.relations[rid] for rid in behind),
        ]
        if (plus[row] * minus[row]).any():
            told.append(numbers.runs.add(net[row].tolist()))
        rows.append(told)
    return rows


def community_rows(numbers: Numbers) -> list[list[Any]]:
    """Id, name, colour and variant of each community."""
    names, colours = numbers.analysis.names, numbers.analysis.colours
    return [[str(one), names[one], *colours[one]] for one in numbers.communities]


def slice_rows(numbers: Numbers) -> list[list[Any]]:
    """How good the answer of each slice is.

    Ties, whether it is proven, gap, contradicted weight, weight, the contradicting ties; where it
    was found exactly the least that any partition contradicts. Where it has equals: how many are
    equally good, whether there may be more, and the pairs that only some of them have together.
    """
    numbers.analysis.prove_all()
    return [_slice(numbers, part) for part in numbers.analysis.slices]


def _slice(numbers: Numbers, part: Slice) -> list[Any]:
    result = part.result
    row: list[Any] = [
        result.ties,
        int(result.proven),
        round(result.gap, DIGITS),
        round(result.disagreement, DIGITS),
        round(result.weight, DIGITS),
        sorted(numbers.tie(a, b) for a, b, _ in result.contradicting),
    ]
    if not result.ties or result.method != "exact":
        return row  # nobody looked for its equals
    proof = numbers.analysis.proof(part)
    row.append(round(proof.least_disagreement, DIGITS))
    if proof.alternatives > 1:
        row += [proof.alternatives, int(proof.capped), _sometimes(numbers, part)]
    return row


def _sometimes(numbers: Numbers, part: Slice) -> list[list[int]]:
    """Both lines of each pair that some of the equally good answers have together, and how many."""
    found = numbers.analysis.alternatives(part)
    pairs = co_membership(found)
    every = len(found.partitions)
    return [
        [numbers.lines[a], numbers.lines[b], round(share * every)]
        for (a, b), share in zip(pairs.sometimes, pairs.shares, strict=True)
    ]
