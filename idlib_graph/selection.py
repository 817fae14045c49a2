"""A part of a data set: what some sources say, or what was known by a day."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from idlib_graph.errors import NotFoundError, SettingsError
from idlib_graph.lines import first_day

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from idlib_graph.model import Dataset, Evidence, Faction, Relation
    from idlib_graph.settings import Settings


def select(dataset: Dataset, settings: Settings) -> Dataset:
    """The data set as only the chosen sources tell it.

    Keeps the evidence of the sources that `settings` hears, of what is `known` by its day; drops
    relations that no evidence is left for.

    Raises
    ------
    NotFoundError
        Where `settings` names a source that the data set does not have.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import Settings, load_dataset
    >>> heard = select(load_dataset(), Settings(known_by=date(2018, 10, 1)))
    >>> list(heard.sources)
    ['long-war-journal-2017', 'al-bawaba-2018']
    >>> "hts-nlf-clashes-2018" in heard.relations  # told by a source of 2019
    False
    """
    for name in (*settings.source, *settings.without_source):
        if name not in dataset.sources:
            near = get_close_matches(name, dataset.sources, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(dataset.sources)}"
            msg = f"no source {name!r}; {hint}"
            raise NotFoundError(msg)
    dataset = known(dataset, settings)
    return _told(dataset, [s for s in dataset.sources if _heard(dataset, s, settings)])


def known(dataset: Dataset, settings: Settings) -> Dataset:
    """The data set as it could have been written on the day ``known_by``.

    Only evidence of sources published by then, to the latest possible day; a faction that only
    later ones name is left out. Descriptions and notes are left out too: nobody knows when they
    were written. All sources stay listed. The whole data set where there is no such day.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import Settings, load_dataset
    >>> written = known(load_dataset(), Settings(known_by=date(2017, 12, 31)))
    >>> "hts" in written.factions, "jts" in written.factions  # nobody had named JTS
    (True, False)
    """
    day = settings.known_by
    if day is None:
        return dataset
    published = {name: source.published.latest for name, source in dataset.sources.items()}
    told = _told(dataset, [name for name, latest in published.items() if latest and latest <= day])
    return replace(
        told,
        description="",
        sources=dataset.sources,
        factions={k: replace(f, note=None) for k, f in _named(dataset, told).items()},
        relations={k: replace(r, note=None) for k, r in told.relations.items()},
    )


def _told(dataset: Dataset, heard: Collection[str]) -> Dataset:
    """The data set as only the sources `heard` tell it."""
    if len(heard) == len(dataset.sources):
        return dataset
    relations = {}
    for relation in dataset.relations.values():
        kept = tuple(item for item in relation.evidence if item.source in heard)
        if kept:
            relations[relation.id] = with_evidence(dataset, relation, kept)
    sources = {k: source for k, source in dataset.sources.items() if k in heard}
    return replace(dataset, sources=sources, relations=relations)


def _named(whole: Dataset, part: Dataset) -> dict[str, Faction]:
    """The factions of `whole` but for those that only relations left out of `part` name."""
    every, still = (
        {name for relation in dataset.relations.values() for name in relation.pair}
        for dataset in (whole, part)
    )
    return {k: faction for k, faction in whole.factions.items() if k in still or k not in every}


def with_evidence(dataset: Dataset, relation: Relation, kept: tuple[Evidence, ...]) -> Relation:
    """`relation` as only `kept`, some of its evidence, tells it.

    Its date is then one that `kept` gives: where all that affirm it have a date of their own, that
    of the most credible of them, then of the first.

    Examples
    --------
    Without the source that gives a year, the break is only dated by the other one's publication:

    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> told = data.relations["huras-al-din-breaks-with-hts"]
    >>> kept = tuple(item for item in told.evidence if item.source == "al-bawaba-2018")
    >>> str(told.date), str(with_evidence(data, told, kept).date)
    ('2018', '[..2018-10-01]')
    """
    if len(kept) == len(relation.evidence):
        return relation
    affirming = [item for item in kept if dataset.believed(item) > 0]
    dates = [item.date for item in affirming]
    if not affirming or None in dates:
        return replace(relation, evidence=kept)
    best = max(affirming, key=dataset.believed)
    return replace(relation, evidence=kept, date=best.date)


def _heard(dataset: Dataset, source: str, settings: Settings) -> bool:
    if settings.source and source not in settings.source:
        return False
    if source in settings.without_source:
        return False
    latest = dataset.sources[source].published.latest
    return settings.known_by is None or (latest is not None and latest <= settings.known_by)


def horizon(dataset: Dataset, settings: Settings) -> tuple[date, date]:
    """First and last day that an analysis covers.

    The data set's period where it has one, else from its first dated relation to its last
    source; never past the day by which things are to be known.

    Raises
    ------
    SettingsError
        Where there is no dated relation and no period, or nothing is left of it.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import Settings, load_dataset
    >>> first, last = horizon(load_dataset(), Settings(known_by=date(2018, 10, 1)))
    >>> str(first), str(last)
    ('2013-01-01', '2018-10-01')
    """
    published = [d for s in dataset.sources.values() if (d := s.published.latest)]
    dated = [
        day
        for relation in dataset.relations.values()
        if relation.date and (day := first_day(dataset, relation) or relation.date.end.middle)
    ]
    period = dataset.period
    first = (period.earliest if period else None) or min(dated, default=None)
    last = (period.latest if period else None) or max(published, default=None)
    first = first or min(published, default=None)
    if first is None or last is None:
        msg = "nothing to analyse: no period, no dated relation and no source is left"
        raise SettingsError(msg)
    if settings.known_by:
        last = min(last, settings.known_by)
    if last < first:
        msg = f"nothing to analyse: the data set begins on {first}, after {last}"
        raise SettingsError(msg)
    return first, last
