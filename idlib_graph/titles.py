"""Shifts in a few words, as titles of cards and captions of charts have them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from idlib_graph.phrases import is_many, join_names
from idlib_graph.shifts.records import ABSENT, CommunityId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.records import Move, Shift

_NAMES = 2
_ALONE = ("birth", "death")


def shift_title(
    analysis: Analysis,
    shift: Shift,
    *,
    shorten: Callable[[str], str] = str,
    who: bool = False,
) -> str:
    """A shift in a few words.

    Only what the places before and after say is told; who acted is for the sources to say.

    Parameters
    ----------
    shorten : what is done to each name, so that it fits
    who : whether those who moved are named also where a community forms or ends

    Examples
    --------
    >>> from idlib_graph import analyze, load_dataset
    >>> analysis = analyze(load_dataset(), every="P1Y")
    >>> shift = next(shift for shift in analysis.shifts if shift.event == "birth")
    >>> shift_title(analysis, shift, who=True).partition(":")[0].endswith(" bloc forms")
    True
    """
    moves = _told(shift)
    origin, target = (
        _commonest(analysis, places, shorten)
        for places in ([m.origin for m in moves], [m.target for m in moves])
    )
    names = _names(analysis, moves, shift, shorten)
    whole = {
        "merge": f"{origin} merges into {target}" if origin and target else "",
        "split": f"{target} splits from {origin}" if origin and target else "",
        "birth": f"{target} forms" if target else "",
        "death": f"{origin} ends" if origin else "",
    }.get(shift.event)
    if whole:
        named = who and shift.event in _ALONE and not whole.startswith(f"{join_names(names)} bloc")
        return f"{whole}: {join_names(names)}" if named else whole
    if origin and target:
        return f"{join_names(names)} from {origin} to {target}"
    if target:
        one = len(moves) == 1 and not is_many(names[0])
        return f"{join_names(names)} join{'s' * one} {target}"
    return f"{join_names([*names, origin])} part" if origin else join_names(names)


def _told(shift: Shift) -> list[Move]:
    """The moves that a title tells: of those who were there throughout; of a switch one path."""
    known = [m for m in shift.moves if ABSENT not in (m.origin, m.target)] or list(shift.moves)
    if shift.event != "switch":
        return known
    paths = Counter((m.origin, m.target) for m in known)
    both = {p: n for p, n in paths.items() if all(isinstance(x, CommunityId) for x in p)}
    path = max(sorted(both or paths, key=str), key=paths.__getitem__)
    return [m for m in known if (m.origin, m.target) == path]


def _commonest(
    analysis: Analysis, places: Sequence[CommunityId | str], shorten: Callable[[str], str]
) -> str:
    """The name of the community that is most often among `places`; empty where none is."""
    found = Counter(place for place in places if isinstance(place, CommunityId))
    if not found:
        return ""
    return shorten(analysis.names[max(sorted(found), key=found.__getitem__)])


def _names(
    analysis: Analysis, moves: Sequence[Move], shift: Shift, shorten: Callable[[str], str]
) -> list[str]:
    """The first of those who moved, and how many more."""
    names = [shorten(analysis.label(m.line, shift.day, short=True)) for m in moves[:_NAMES]]
    rest = len(moves) - _NAMES
    return [*names, f"{rest} more"] if rest > 0 else names
