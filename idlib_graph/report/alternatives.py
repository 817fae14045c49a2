"""Equally good and nearly as good partitions, told: who sits where in how many of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from idlib_graph.communities import co_membership, placements
from idlib_graph.phrases import is_many, join_names
from idlib_graph.report.values import number
from idlib_graph.report.wording import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.communities import Alternatives, Placement
    from idlib_graph.shifts import Slice

    Partition = Collection[frozenset[str]]

MOST_NAMES = 4
MOST_CHANGES = 4
MOST_PLACED = 8


@dataclass(frozen=True, slots=True)
class Nearly:
    """The partitions within some loss of the best, in words.

    Attributes
    ----------
    summary : how many there are, and how sure that is
    rows : the loss of each, and what differs from the partition shown
    more : how many rows there are besides
    placed : who sits where in how many of all, the best included
    joins : two whole communities that could be one, and the loss
    """

    summary: str
    rows: tuple[tuple[float, str], ...]
    more: int
    placed: str
    joins: tuple[tuple[str, float], ...]


def tell_equals(analysis: Analysis, part: Slice) -> str:
    """Who sits with whom in how many of the equally good partitions; empty where it is one."""
    found = analysis.alternatives(part)
    if len(found.partitions) == 1:
        return ""
    these = f"{'the first' if found.capped else 'all'} {len(found.partitions)}"
    return f"Of {these}: {_placed(analysis, part, found)}."


def tell_nearly(analysis: Analysis, part: Slice, within: float, *, most: int = 10) -> Nearly:
    """The partitions that lose at most `within`, the best left out."""
    found = analysis.alternatives(part, within)
    shown = found.partitions[0]
    others = list(zip(found.partitions, found.losses, strict=True))[1:]
    count = counted(len(others), "other partition")
    count = f"at least {count}" if found.capped else count if others else "no other partition"
    proven = "" if found.proven else " (the search was stopped; there may be better and more)"
    return Nearly(
        summary=f"Within {within:g} of the best, which scores {part.result.coupled_quality:.2f}: "
        f"{count}{proven}.",
        rows=tuple(
            (loss, tell_changes(analysis, part, shown, partition))
            for partition, loss in others[:most]
        ),
        more=max(0, len(others) - most),
        placed=_placed(analysis, part, found) if others else "",
        joins=tuple(
            (" and ".join(name_group(analysis, part, side)[0] for side in sides), join.loss)
            for join in analysis.joins(part, within)
            for sides in [(join.first, join.second)]
        ),
    )


def tell_changes(
    analysis: Analysis, part: Slice, shown: Partition, other: Partition, most: int = MOST_CHANGES
) -> str:
    """What another partition changes: who joins or leaves whom; the largest groups first."""
    moved = sorted(placements([shown, other]), key=lambda group: -len(group.members))
    fresh = _fresh(moved)
    told = [
        _forms(analysis, part, members) if len(groups) > 1 else _change(analysis, part, groups[0])
        for members, groups in [*fresh.items()][:most]
    ]
    rest = sum(len(members) for members in [*fresh][most:])
    return "; ".join([*told, *([counted(rest, "more faction")] if rest else [])])


def _fresh(moved: Iterable[Placement]) -> dict[frozenset[str], list[Placement]]:
    """The groups that moved; those who meet without the heart of any community come as one."""
    company: dict[frozenset[str], list[Placement]] = {}
    for group in moved:
        company.setdefault(group.places[1].union(group.members), []).append(group)
    found: dict[frozenset[str], list[Placement]] = {}
    for members, groups in company.items():
        if members == frozenset(line for group in groups for line in group.members):
            found[members] = groups
        else:  # with a heart, which need not have moved
            found |= {frozenset(group.members): [group] for group in groups}
    return found


def _forms(analysis: Analysis, part: Slice, members: Iterable[str]) -> str:
    return f"{name_group(analysis, part, members)[0]} form a community"


def _change(analysis: Analysis, part: Slice, group: Placement) -> str:
    who, one = name_group(analysis, part, group.members)
    old, new = group.places
    if not old or not new:
        verb = ("joins" if one else "join") if new else ("leaves" if one else "leave")
        by = _only_tie(analysis, part, group.members, new)
        return f"{who} {verb} {_fellows(analysis, part, new or old)}{by}"
    verb = "moves" if one else "move"
    by = _only_tie(analysis, part, group.members, new)
    places = [_fellows(analysis, part, place) for place in (old, new)]
    return f"{who} {verb} from {places[0]} to {places[1]}{by}"


def _only_tie(
    analysis: Analysis, part: Slice, members: Iterable[str], fellows: Collection[str]
) -> str:
    """The friendly tie of several with their new fellows, where there is a single one."""
    ends = sorted(set(members))
    if len(ends) == 1:  # whose tie it is goes without saying
        return ""
    ties = [
        (a, b, part.graph[a][b]["weight"])
        for a in ends
        for b in sorted(set(fellows).difference(ends))
        if part.graph.has_edge(a, b) and part.graph[a][b]["weight"] > 0
    ]
    if len(ties) != 1:
        return ""
    a, b, weight = ties[0]
    names = (analysis.label(line, part.day, short=True) for line in (a, b))
    return f" through the tie of {join_names(names)} ({weight:+.2f})"


def name_group(analysis: Analysis, part: Slice, members: Iterable[str]) -> tuple[str, bool]:
    """A group by name, and whether that is one: the community that it is, or its members."""
    group = sorted(members)
    home = part.where.get(group[0])
    if home is not None and set(group) <= set(home.members) and 2 * len(group) > len(home.members):
        whole = len(group) == len(home.members)
        return f"{'the' if whole else 'most of the'} {home.name}", True
    names = [analysis.label(line, part.day, short=True) for line in group]
    if len(names) > MOST_NAMES:
        names[MOST_NAMES - 1 :] = [f"{len(names) - MOST_NAMES + 1} others"]
    return join_names(names), len(names) == 1 and not is_many(names[0])


def _fellows(analysis: Analysis, part: Slice, members: frozenset[str]) -> str:
    """Whom one sits with: a community, also where this is but its larger part, or factions."""
    home = part.where.get(min(members))
    if home is not None and members <= set(home.members) and 2 * len(members) >= len(home.members):
        return f"the {home.name}"
    return name_group(analysis, part, members)[0]


def _placed(analysis: Analysis, part: Slice, found: Alternatives) -> str:
    told = []
    moving = placements(found.partitions)
    for group in moving[:MOST_PLACED]:
        who, one = name_group(analysis, part, group.members)
        places = [f"{_place(analysis, part, group, place)} in {n}" for place, n in group.counts]
        told.append(f"{who} {'sits' if one else 'sit'} {join_names(places)}")
    if rest := sum(len(group.members) for group in moving[MOST_PLACED:]):
        told.append(
            f"{counted(rest, 'more faction')} {'has' if rest == 1 else 'have'} several places"
        )
    return "; ".join(told)


def _place(analysis: Analysis, part: Slice, group: Placement, fellows: frozenset[str]) -> str:
    if fellows:
        return f"with {_fellows(analysis, part, fellows)}"
    home = part.where[group.members[0]]
    if group.heart and home and len(home.members) > len(group.members):
        return f"in the {home.name}"
    return "apart" if len(group.members) > 1 else "alone"


def sometimes_shape(analysis: Analysis, part: Slice, found: Alternatives) -> list[dict[str, Any]]:
    """The pairs that some but not all of the partitions have together, with the share that do."""
    pairs = co_membership(found)
    return [
        {
            "a": analysis.borne(a, part.day),
            "b": analysis.borne(b, part.day),
            "share": number(share),
        }
        for (a, b), share in zip(pairs.sometimes, pairs.shares, strict=True)
    ]


def nearly_shape(analysis: Analysis, part: Slice, within: float) -> dict[str, Any]:
    """The partitions that lose at most `within`, the best included."""
    found = analysis.alternatives(part, within)
    return {
        "epsilon": within,
        "partitions": [
            {"loss": number(loss), **members_shape(analysis, part, partition)}
            for partition, loss in zip(found.partitions, found.losses, strict=True)
        ],
        "capped": found.capped,
        "proven": found.proven,
        "sometimes": sometimes_shape(analysis, part, found),
        "joins": [
            {
                "first": _borne(analysis, part, join.first),
                "second": _borne(analysis, part, join.second),
                "loss": number(join.loss),
            }
            for join in analysis.joins(part, within)
        ],
    }


def members_shape(
    analysis: Analysis, part: Slice, partition: Iterable[frozenset[str]]
) -> dict[str, Any]:
    """The communities of a partition, by the names borne that day, largest first."""
    sets: Sequence[list[str]] = [_borne(analysis, part, group) for group in partition]
    groups = sorted((group for group in sets if len(group) > 1), key=lambda g: (-len(g), g))
    return {
        "communities": groups,
        "unaligned": sorted(group[0] for group in sets if len(group) == 1),
    }


def _borne(analysis: Analysis, part: Slice, lines: Iterable[str]) -> list[str]:
    return [analysis.borne(line, part.day) for line in sorted(lines)]
