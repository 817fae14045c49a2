"""Of one event, what most of it has and what another version of it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Relation

    Said = tuple[Relation, str]
    Version = tuple[tuple[str, ...], list[Said]]


def versions_of(analysis: Analysis, said: Sequence[Said]) -> tuple[list[Said], list[Version]]:
    """What is to be told as it stands, and other versions of the same, each with its sources.

    Relations of one ``event`` and type are versions of one act where no source tells of both. So
    is what a faction founded by the event did, where those who founded it did the same.
    """
    others = [*_founded(analysis, said), *_told_elsewhere(analysis, said)]
    aside = {item for _, items in others for item in items}
    return [item for item in said if item not in aside], others


def _founded(analysis: Analysis, said: Sequence[Said]) -> list[Version]:
    """What is told of who was founded, beside the same of who founded it."""
    dataset = analysis.snapshots.dataset
    founders = {
        (relation.event, relation.b, relation.a)
        for relation, _ in said
        if relation.event and dataset.codebook.types[relation.type].founds == "to"
    }
    found: list[Version] = []
    for item in said:
        acts = [other for other, _ in said if _same_act(other, item[0], founders)]
        if acts:
            known = {source for other in acts for source in _sources(analysis, other)}
            sources = _sources(analysis, item[0])
            alone = tuple(source for source in sources if source not in known)
            found.append((alone or sources, [item]))
    return found


def _same_act(founder: Relation, founded: Relation, founders: set[tuple[str, str, str]]) -> bool:
    """Whether a founder did to the same third what the founded did."""
    same = (founder.type, founder.b) == (founded.type, founded.b)
    return same and (founded.event or "", founded.a, founder.a) in founders


def _told_elsewhere(analysis: Analysis, said: Sequence[Said]) -> list[Version]:
    """What no source tells that tells the rest of the same event and type."""
    groups: dict[tuple[str, str], list[Version]] = {}
    for item in said:
        relation, sources = item[0], _sources(analysis, item[0])
        if not (relation.event and sources):
            continue
        versions = groups.setdefault((relation.event, relation.type), [])
        same = [version for version in versions if {*version[0]}.intersection(sources)]
        for version in same:
            versions.remove(version)
        names = dict.fromkeys([*(name for one, _ in same for name in one), *sources])
        versions.append((tuple(names), [*(one for _, items in same for one in items), item]))
    return [
        version
        for versions in groups.values()
        for version in versions
        if version is not max(versions, key=lambda one: len(one[1]))
    ]


def _sources(analysis: Analysis, relation: Relation) -> tuple[str, ...]:
    return analysis.corroboration[relation.id].sources
