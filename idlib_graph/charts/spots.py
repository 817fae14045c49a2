"""Where names may stand: each has some spots to choose from, and no two may overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from idlib_graph.charts.sheet import Box

SPARE = 1.5  # least room between two names in points, of which a coarse raster takes one
_ROUNDS = 3
_WORTH = 1.2  # at what cost a name is still better written than left out


@dataclass(frozen=True, slots=True)
class Spot:
    """One place for a name.

    Attributes
    ----------
    box : what the name would cover: left, upper, right and lower edge
    cost : the lower, the better
    x, y, align : where it begins, is centred or ends, and which of these
    """

    box: Box
    cost: float
    x: float
    y: float
    align: str


def choose_spots(offers: Sequence[Collection[Spot]], *, spare: float = SPARE) -> list[Spot | None]:
    """A spot for each name, the most important name first; None where it has to go without.

    Each takes the cheapest spot that is free. A name left over then gets one that a single other
    name can give up for another free spot, unless that costs too much; at last each moves to the
    cheapest that is free by now. No name goes without while one of its spots is free.

    Parameters
    ----------
    offers : the spots of each name
    spare : least room between two names, in points
    """
    ordered = [sorted(spots, key=lambda spot: (spot.cost, spot.x, spot.y)) for spots in offers]
    chosen: dict[int, Spot] = {}
    for index, spots in enumerate(ordered):
        if found := _free(spots, chosen, spare):
            chosen[index] = found
    for _ in range(_ROUNDS):
        moved = [_make_room(index, ordered, chosen, spare) for index in range(len(ordered))]
        if not any(moved):
            break
    for index, spots in enumerate(ordered):
        rest = {other: spot for other, spot in chosen.items() if other != index}
        if found := _free(spots, rest, spare):
            chosen[index] = found
    return [chosen.get(index) for index in range(len(ordered))]


def overlap(one: Box, other: Box, spare: float = 0.0) -> bool:
    """Whether two boxes are nearer to one another than `spare`, in both directions."""
    return (
        one[0] < other[2] + spare
        and other[0] < one[2] + spare
        and one[1] < other[3] + spare
        and other[1] < one[3] + spare
    )


def _free(spots: Sequence[Spot], chosen: dict[int, Spot], spare: float) -> Spot | None:
    """The first of `spots` that meets none of those chosen."""
    taken = [spot.box for spot in chosen.values()]
    return next((s for s in spots if not any(overlap(s.box, box, spare) for box in taken)), None)


def _make_room(
    index: int, ordered: Sequence[Sequence[Spot]], chosen: dict[int, Spot], spare: float
) -> bool:
    """Give a name without a spot the cheapest that another name can leave; whether it did."""
    if index in chosen:
        return False
    best: tuple[float, dict[int, Spot]] | None = None
    for spot in ordered[index]:
        holders = [o for o, other in chosen.items() if overlap(spot.box, other.box, spare)]
        if len(holders) > 1:
            continue
        kept = {o: other for o, other in chosen.items() if o not in holders} | {index: spot}
        instead = {o: found for o in holders if (found := _free(ordered[o], kept, spare))}
        cost = spot.cost + sum(found.cost - chosen[o].cost for o, found in instead.items())
        if len(instead) == len(holders) and cost < (best[0] if best else _WORTH):
            best = cost, {index: spot} | instead
    if best:
        chosen.update(best[1])
    return best is not None
