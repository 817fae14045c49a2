"""What became of communities between two clusterings: events, and facets that grade them.

Events are named after Greene, Doyle & Cunningham (2010, Tracking the evolution of communities in
dynamic social networks, ASONAM), facets after Failla, Cazabet, Rossetti & Citraro (2024,
Describing group evolution in temporal data using multi-faceted events, Machine Learning 113).
Shifts tell who moved and why; this tells what the moves were for each community as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from idlib_graph.shifts.records import CommunityId, Slice

    Groups: TypeAlias = Mapping[Any, AbstractSet[Any]]
    Clustering: TypeAlias = Groups | Iterable[AbstractSet[Any]]

THRESHOLD = 0.1
RESIZE = 0.1
LIFECYCLE_EVENTS = ("birth", "death", "merge", "split", "continue", "grow", "shrink")
# In the order of `event_weights`: whether unicity, identity, outflow are high, in turn.
_CORNERS = (
    (True, False, True), (False, False, True), (True, True, True), (False, True, True),
    (True, True, False), (False, True, False), (True, False, False), (False, False, False),
)  # fmt: skip
_BACKWARD = ("birth", "accumulation", "growth", "expansion", "continuation", "merge", "offspring",
             "reorganization")  # fmt: skip
_FORWARD = ("death", "dispersion", "shrink", "reduction", "continuation", "split", "ancestor",
            "disassemble")  # fmt: skip


@dataclass(frozen=True, slots=True)
class LifecycleEvent:
    """What happened to communities: those it happened to, and those that came of it.

    Attributes
    ----------
    event : one of `LIFECYCLE_EVENTS`
    before, after : keys of the communities; positions where the clustering has no keys
    """

    event: str
    before: tuple[Hashable, ...]
    after: tuple[Hashable, ...]


def lifecycle_events(
    before: Clustering, after: Clustering, *, threshold: float = THRESHOLD, resize: float = RESIZE
) -> tuple[LifecycleEvent, ...]:
    """The events between two clusterings: of those before in turn, then merges and births.

    Communities match where their Jaccard overlap is above `threshold`. What matches several of
    before is a ``merge``, what several of after match a ``split``; without a match it is a
    ``birth`` or a ``death``; a match that is the only one of both sides is ``grow`` or ``shrink``
    where the size changes by more than `resize` of what it was, else ``continue``.

    Parameters
    ----------
    before, after : communities by key, or one after the other; empty ones are left out

    Examples
    --------
    >>> for found in lifecycle_events([{"a", "b", "c"}, {"d", "e"}], [{"a", "b"}, {"f", "g"}]):
    ...     print(found.event, found.before, found.after)
    shrink (0,) (0,)
    death (1,) ()
    birth () (1,)
    """
    old, new = _keyed(before), _keyed(after)
    heirs: dict[Hashable, list[Hashable]] = {key: [] for key in old}
    parents: dict[Hashable, list[Hashable]] = {key: [] for key in new}
    for key, group in old.items():
        for other, now in new.items():
            if len(group & now) / len(group | now) > threshold:
                heirs[key].append(other)
                parents[other].append(key)
    found = []
    for key, others in heirs.items():
        if not others:
            found.append(LifecycleEvent("death", (key,), ()))
        elif len(others) > 1:
            found.append(LifecycleEvent("split", (key,), tuple(others)))
        elif parents[others[0]] == [key]:
            event = _resized(old[key], new[others[0]], resize)
            found.append(LifecycleEvent(event, (key,), (others[0],)))
    for key, others in parents.items():
        if len(others) != 1:
            event = "merge" if others else "birth"
            found.append(LifecycleEvent(event, tuple(others), (key,)))
    return tuple(found)


def _keyed(clustering: Clustering) -> dict[Hashable, frozenset[Hashable]]:
    items = clustering.items() if isinstance(clustering, Mapping) else enumerate(clustering)
    return {key: frozenset(group) for key, group in items if group}


def _resized(group: AbstractSet[Hashable], now: AbstractSet[Hashable], resize: float) -> str:
    if abs(len(now) - len(group)) <= resize * len(group):
        return "continue"
    return "grow" if len(now) > len(group) else "shrink"


@dataclass(frozen=True, slots=True)
class Facets:
    """How a community relates to those of another time, each facet from 0 to 1.

    Attributes
    ----------
    unicity : share of its largest part, less that of the second largest; 1 where it stays whole
    identity : how far the parts make up the communities they are in; 0 where there are none
    outflow : share of its members that are in none of them
    size : number of members
    """

    unicity: float
    identity: float
    outflow: float
    size: int


def facets(target: AbstractSet[Hashable], others: Iterable[AbstractSet[Hashable]]) -> Facets:
    """The facets of a community against those of a later time (forward) or an earlier (backward).

    With the parts p of the community T in the others R: unicity is (max p - second p) / sum p,
    identity is sum(p * p / R) / sum p, outflow the share of T in no R. Without any part unicity
    is 1, identity 0 and outflow 1.

    Examples
    --------
    >>> facets({"a", "b", "c", "d"}, [{"a", "b", "c"}, {"d", "e"}])
    Facets(unicity=0.5, identity=0.875, outflow=0.0, size=4)
    """
    groups = [frozenset(other) for other in others]
    parts = [(len(target & group), len(group)) for group in groups if target & group]
    total = sum(part for part, _ in parts)
    largest = sorted((part for part, _ in parts), reverse=True)
    outside = target - frozenset().union(*groups)
    return Facets(
        unicity=(largest[0] - largest[1]) / total if len(parts) > 1 else 1.0,
        identity=sum(part * part / size for part, size in parts) / total if total else 0.0,
        outflow=len(outside) / len(target) if target else 0.0,
        size=len(target),
    )


def event_weights(found: Facets, *, forward: bool) -> dict[str, float]:
    """How near facets are to each of eight archetypes; the weights add up to 1.

    A weight is the product of unicity, identity and outflow, each or what it lacks of 1.

    Examples
    --------
    >>> weights = event_weights(Facets(1.0, 0.75, 0.0, 4), forward=False)
    >>> weights["continuation"], weights["offspring"]
    (0.75, 0.25)
    """
    values = (found.unicity, found.identity, found.outflow)
    weights = {}
    for name, corner in zip(_FORWARD if forward else _BACKWARD, _CORNERS, strict=True):
        weights[name] = 1.0
        for value, high in zip(values, corner, strict=True):
            weights[name] *= value if high else 1.0 - value
    return weights


def nearest_event(found: Facets, *, forward: bool) -> tuple[str, float]:
    """The archetype with the largest weight, of equals the first, and that weight.

    Examples
    --------
    >>> nearest_event(Facets(1.0, 0.25, 0.5, 4), forward=False)
    ('birth', 0.375)
    """
    weights = event_weights(found, forward=forward)
    return max(weights.items(), key=lambda item: item[1])


@dataclass(frozen=True, slots=True)
class CommunityChange:
    """What became of one community between two slices.

    Attributes
    ----------
    since, day : the slice before and the slice after
    id, name : the community's identity over time and its name
    events : the events it takes part in, of either side; communities by identity
    came : facets of its members of `day` against the slice before; None where it is gone
    went : facets of its members of `since` against the slice after; None where it is new
    """

    since: date
    day: date
    id: CommunityId
    name: str
    events: tuple[LifecycleEvent, ...]
    came: Facets | None
    went: Facets | None


def follow_communities(
    slices: Sequence[Slice], *, threshold: float = THRESHOLD, resize: float = RESIZE
) -> tuple[CommunityChange, ...]:
    """What became of each community that changed, slice by slice, by identity.

    Members are lines, so that a new name of a member changes nothing. A community that is unseen
    for a while and keeps its identity neither dies nor is born; being there in the first slice is
    no birth, being there in the last no death.

    Examples
    --------
    In 2018 two groups leave HTS and found JTS:

    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> change = follow_communities(told.slices[5:7])[0]  # from 2018 to 2019
    >>> change.name, change.events[0].event
    ('HTS bloc', 'split')
    >>> sorted(told.names[key] for key in change.events[0].after)
    ['HTS bloc', 'JTS bloc']
    """
    life = _lives(slices)
    seen: dict[CommunityId, frozenset[str]] = {}
    changes = []
    for column, (before, after) in enumerate(pairwise(slices), start=1):
        old = {c.id: frozenset(c.members) for c in before.communities}
        new = {c.id: frozenset(c.members) for c in after.communities}
        seen.update(old)
        found = lifecycle_events(old, new, threshold=threshold, resize=resize)
        events = [told for e in found if (told := _lasting(e, new, seen, life, column, resize))]
        names = {c.id: c.name for part in (before, after) for c in part.communities}
        for key in sorted(k for k in names if old.get(k) != new.get(k)):
            own = tuple(e for e in events if key in e.before or key in e.after)
            came = facets(new[key], old.values()) if key in new else None
            went = facets(old[key], new.values()) if key in old else None
            changes.append(CommunityChange(before.day, after.day, key, names[key], own, came, went))
    return tuple(changes)


def _lives(slices: Sequence[Slice]) -> dict[Hashable, tuple[int, int]]:
    """The first and the last slice of each community, by position."""
    life: dict[Hashable, tuple[int, int]] = {}
    for column, part in enumerate(slices):
        for community in part.communities:
            life[community.id] = (life.get(community.id, (column,))[0], column)
    return life


def _lasting(
    found: LifecycleEvent,
    new: Groups,
    seen: Groups,
    life: Mapping[Hashable, tuple[int, int]],
    column: int,
    resize: float,
) -> LifecycleEvent | None:
    """The event as identity has it: one that is seen again does not die, nor is it born again."""
    if found.event == "death" and life[found.before[0]][1] >= column:
        return None
    if found.event == "birth" and life[found.after[0]][0] < column:
        (key,) = found.after
        return LifecycleEvent(_resized(seen[key], new[key], resize), (key,), (key,))
    return found
