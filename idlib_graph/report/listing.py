"""What an analysis was made of: factions, sources and settings, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.analysis import Analysis

SETTING_MEANING = {
    "objective": "what communities maximise",
    "resolution": "gamma: how dense in alliances a community has to be; more gives smaller ones",
    "coupling": "what a pair with a tie gains by staying together from one slice to the next",
    "every": "step between slices, as ISO 8601 has it: P1M is a month",
    "known_by": "nothing published later is heard",
    "only": "types of faction that communities are made of",
    "without": "types of faction that are left out of communities",
    "source": "only these sources are heard",
    "without_source": "these sources are not heard",
    "half_life": "factor on the half-life of every type of relation",
    "split_strength": "factor on the strength of splits",
    "cut": "presence below this counts as none",
    "tie_threshold": "ties weaker than this, both ways, are dropped",
    "match_overlap": "least overlap by which a community is recognised in a later slice",
    "match_window": "slices that a community may be unseen and still be recognised",
    "method": "how communities are found: auto proves what is small enough",
    "node_limit": "linear programs for one part of an exact answer, large ones counted as several",
    "seed": "of everything that draws",
}


ALIASES_SHOWN = 5
_EMPTY = {
    "known_by": "no limit",
    "only": "all types",
    "without": "none",
    "source": "all",
    "without_source": "none",
}


@dataclass(frozen=True, slots=True)
class FactionRow:
    """A faction and how many relations it has."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    relations: int

    @property
    def few_aliases(self) -> tuple[str, ...]:
        """The first of its other names, and how many there are besides."""
        rest = len(self.aliases) - ALIASES_SHOWN
        return self.aliases[:ALIASES_SHOWN] + ((f"and {rest} more",) if rest > 0 else ())


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, how reliable it is and what it adds: how many relations, of these how many alone.

    `contested` is how many of these other sources contradict.
    """

    id: str
    title: str
    by: str
    published: str
    url: str
    letter: str
    reason: str
    relations: int
    alone: int
    contested: int


def faction_rows(analysis: Analysis) -> Iterator[FactionRow]:
    """Every faction, in the order of the data set."""
    relations = analysis.snapshots.dataset.relations.values()
    for f in analysis.dataset.factions.values():
        count = sum(f.id in relation.pair for relation in relations)
        yield FactionRow(f.id, f.name, f.type.replace("-", " "), f.aliases, count)


def source_rows(analysis: Analysis) -> Iterator[SourceRow]:
    """Every source heard, in the order of the data set."""
    for source in analysis.snapshots.dataset.sources.values():
        added = analysis.contributions[source.id]
        yield SourceRow(
            id=source.id,
            title=source.title,
            by=", ".join(text for text in (source.author, source.publisher) if text),
            published=source.published.text,
            url=source.url or "",
            letter=source.reliability,
            reason=source.reliability_reason,
            relations=len(added.relations),
            alone=len(added.single),
            contested=len(added.contradicted),
        )


def setting_rows(analysis: Analysis) -> Iterator[tuple[str, str, str]]:
    """Every setting by name, its value, and what it means."""
    used = {"resolution": analysis.slices[-1].result.resolution}  # the objective's own, if not set
    for name, value in {**analysis.settings.as_dict(), **used}.items():
        yield name, _shown(name, value), SETTING_MEANING[name]


def _shown(name: str, value: object) -> str:
    if isinstance(value, list):
        value = ", ".join(str(item) for item in value)
    return _EMPTY.get(name, "none") if value in (None, "") else str(value)
