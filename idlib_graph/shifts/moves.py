"""Who moved between two slices, and what that was for the communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.shifts.records import ABSENT, CommunityId, Move

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.shifts.records import Community, Order

MAJORITY = 0.5


def find_moves(before: Order, after: Order) -> list[Move]:
    """Every line whose place differs between two slices, appearing and vanishing included.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> moves = {move.line: move for move in find_moves(*told.slices[5:7])}  # 2018 and 2019
    >>> told.place_name(moves["zinki"].origin), told.place_name(moves["zinki"].target)
    ('HTS bloc', 'JTS bloc')
    >>> moves["jts"].appears, "hts" in moves
    (True, False)
    """
    then, now = before.positions, after.positions
    changed = {line for line, _ in then.items() ^ now.items()}
    return [Move(x, then.get(x, ABSENT), now.get(x, ABSENT)) for x in sorted(changed)]


def group_moves(
    moves: Sequence[Move], born: set[CommunityId], gone: set[CommunityId]
) -> list[tuple[Move, ...]]:
    """Moves that belong to one shift: from the same place to the same place.

    Also those that found one community together, or leave one that is not seen again. A line
    that appears or vanishes is no shift; one that appears in a community born here is told with
    it.

    Examples
    --------
    >>> from idlib_graph.shifts import CommunityId, Move
    >>> red, blue = CommunityId(1), CommunityId(2)
    >>> moves = [Move("a", red, blue), Move("b", red, blue), Move("c", blue, "unaligned")]
    >>> [[move.line for move in group] for group in group_moves(moves, set(), set())]
    [['a', 'b'], ['c']]
    """
    bonds: dict[Move, list[tuple[str, object]]] = {}
    for move in moves:
        if not (move.appears or move.vanishes):
            bonds[move] = [("flow", (move.origin, move.target))]
            if move.target in born:
                bonds[move].append(("born", move.target))
            if move.origin in gone:
                bonds[move].append(("gone", move.origin))
    founders = {bond for own in bonds.values() for bond in own if bond[0] == "born"}
    for move in moves:
        if move.appears and ("born", move.target) in founders:
            bonds[move] = [("born", move.target)]
    groups = (tuple(sorted(group, key=lambda move: move.line)) for group in _linked(bonds))
    return sorted(groups, key=lambda group: group[0].line)


def _linked(bonds: Mapping[Move, Sequence[object]]) -> list[list[Move]]:
    """The moves that hang together by what they have in common, or by moves between them."""
    groups: dict[object, list[Move]] = {}
    for move, own in bonds.items():
        group = [move]
        for other in {id(groups[bond]): groups[bond] for bond in own if bond in groups}.values():
            group += other
        groups.update((bond, group) for member in group for bond in bonds[member])
    return [*{id(group): group for group in groups.values()}.values()]


def classify(
    group: Sequence[Move],
    before: Order,
    after: Order,
    born: set[CommunityId],
    gone: set[CommunityId],
) -> str:
    """Name what a group of moves was for the communities it touches.

    After Greene, Doyle & Cunningham (2010): ``merge`` where one community holds the majority of
    two or more former ones, ``split`` where two or more communities have their majority from one,
    ``birth`` and ``death`` where a community is first or last seen, ``grow`` and ``shrink`` where
    factions join or leave, and ``switch`` where a faction goes from one to another.

    Examples
    --------
    A community that was not there before:

    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-monitor-2019",))
    >>> before, after = told.slices[5:7]  # 2018 and 2019
    >>> born = {c.id for c in after.communities} - {c.id for c in before.communities}
    >>> (group,) = group_moves(find_moves(before, after), born, set())
    >>> classify(group, before, after, born, set()), "huras-al-din" in [move.line for move in group]
    ('birth', True)
    """
    places = {place for move in group for place in (move.origin, move.target)}
    old = [c for c in before.communities if c.id in places]
    new = [c for c in after.communities if c.id in places]
    if any(sum(_went(c, target, after) for c in old) > 1 for target in new):
        return "merge"
    if any(sum(_came(c, source) for c in new) > 1 for source in old):
        return "split"
    if any(move.target in born for move in group):
        return "birth"
    if any(move.origin in gone for move in group):
        return "death"
    kinds = {(isinstance(m.origin, CommunityId), isinstance(m.target, CommunityId)) for m in group}
    if (True, True) in kinds or len(kinds) > 1:
        return "switch"
    return "grow" if (False, True) in kinds else "shrink"


def _went(source: Community, target: Community, after: Order) -> bool:
    """Whether `source` is now `target`, or most of its members that are still there are in it."""
    if source.id == target.id:
        return True
    present = [line for line in source.members if line in after.where]
    stayed = len(set(present) & set(target.members))
    return bool(present) and stayed > MAJORITY * len(present)


def _came(target: Community, source: Community) -> bool:
    """Whether `target` was `source`, or most of its members come from it."""
    if source.id == target.id:
        return True
    return len(set(target.members) & set(source.members)) > MAJORITY * len(target.members)
