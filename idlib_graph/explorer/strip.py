"""The strip under the network: where each line runs, so that a community's lines lie together.

Only geometry: who sits where is the analysis' word. Communities keep their order from above to
below; a new one comes in where its members were. Lines outside of any run below all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.shifts import CommunityId, Slice

GAP = 1


def lay_strip(slices: Sequence[Slice]) -> tuple[int, dict[str, list[int]]]:
    """The row of each line that is ever in a community, in each slice, counted from 1.

    Returns
    -------
    rows : how many rows there are
    lines : for each line its rows, 0 where it is absent; sorted by id
    """
    drawn = sorted({line for part in slices for c in part.communities for line in c.members})
    rows = {line: [0] * len(slices) for line in drawn}
    before: dict[str, int] = {}
    order: list[CommunityId] = []
    for column, part in enumerate(slices):
        order = _ordered(part, before, order)
        members = {c.id: c.members for c in part.communities}
        outside = tuple(line for line in part.unaligned if line in rows)
        row = 1
        for group in (*(members[identity] for identity in order if identity in members), outside):
            for line in sorted(group, key=lambda one: (before.get(one, row), one)):
                rows[line][column] = before[line] = row
                row += 1
            row += GAP
    return max((max(found) for found in rows.values()), default=0), rows


def _ordered(
    part: Slice, before: Mapping[str, int], order: Sequence[CommunityId]
) -> list[CommunityId]:
    """The communities from above to below: those known in their order, new ones among them."""
    found = list(order)
    middles = {c.id: _middle(c.members, before) for c in part.communities}
    for community in part.communities:
        if community.id not in found:
            above = (
                i for i, known in enumerate(found) if _lies_below(known, community.id, middles)
            )
            found.insert(next(above, len(found)), community.id)
    return found


def _middle(members: Sequence[str], before: Mapping[str, int]) -> float:
    """The mean row in which members were; far below where they are new."""
    known = [before[line] for line in members if line in before]
    return sum(known) / len(known) if known else float("inf")


def _lies_below(known: CommunityId, new: CommunityId, middles: Mapping[CommunityId, float]) -> bool:
    return known in middles and middles[known] > middles[new]
