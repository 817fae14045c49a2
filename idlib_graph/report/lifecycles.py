"""What became of communities, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.shifts.lifecycle import nearest_event

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts.lifecycle import CommunityChange, Facets, LifecycleEvent


def tell_change(analysis: Analysis, change: CommunityChange) -> Iterator[str]:
    """What became of a community between two slices: its events, then its facets by direction."""
    events = "; ".join(tell_event(analysis, found) for found in change.events)
    yield f"{change.name}: {events or 'unseen for a while'}"
    if change.came:
        yield f"from the slice before: {_facets(change.came, forward=False)}"
    if change.went:
        yield f"to the slice after: {_facets(change.went, forward=True)}"


def tell_event(analysis: Analysis, found: LifecycleEvent) -> str:
    """What happened to a community, in a few words."""
    if found.event == "split":
        return f"split of {_names(analysis, found.before)} into {_names(analysis, found.after)}"
    if found.event == "merge":
        return f"merge of {_names(analysis, found.before)} into {_names(analysis, found.after)}"
    if found.before and found.after and found.before != found.after:
        old, new = _names(analysis, found.before), _names(analysis, found.after)
        return f"{found.event} from {old} to {new}"
    return found.event


def _names(analysis: Analysis, keys: tuple[Hashable, ...]) -> str:
    return join_names(name for key, name in analysis.names.items() if key in keys)


def _facets(found: Facets, *, forward: bool) -> str:
    name, weight = nearest_event(found, forward=forward)
    return (
        f"size {found.size}, unicity {found.unicity:.2f}, identity {found.identity:.2f}, "
        f"outflow {found.outflow:.2f}; nearest to {name} ({weight:.2f})"
    )
