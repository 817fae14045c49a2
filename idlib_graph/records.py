"""Sources, factions and relations as plain records of a stable shape, fit for JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.dates import DateBox
    from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source


def dataset_record(dataset: Dataset) -> dict[str, Any]:
    """The whole data set with the fields of the data format, fit for JSON.

    Dates are EDTF text, with ``earliest`` and ``latest`` (ISO days, or None) beside them.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> record = dataset_record(load_dataset())
    >>> list(record), record["dataset"]["period"]
    (['dataset', 'sources', 'factions', 'relations'], '2013/2020-02')
    """
    about = {
        "title": dataset.title,
        "description": dataset.description,
        **dated("period", dataset.period),
        "license": dataset.license,
        "defaults": dict(dataset.defaults),
        "fingerprint": dataset.fingerprint,
    }
    citing, joining = count_citing(dataset), count_joining(dataset)
    return {
        "dataset": _known(about),
        "sources": [source_record(s, citing[s.id]) for s in dataset.sources.values()],
        "factions": [faction_record(f, joining[f.id]) for f in dataset.factions.values()],
        "relations": [relation_record(dataset, r) for r in dataset.relations.values()],
    }


def count_citing(dataset: Dataset) -> Counter[str]:
    """How many relations cite each source, by its id.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> count_citing(load_dataset())["al-monitor-2019"]
    91
    """
    return Counter(source for r in dataset.relations.values() for source in r.sources)


def count_joining(dataset: Dataset) -> Counter[str]:
    """How many relations each faction takes part in, by its id.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> count_joining(load_dataset())["jfs"]
    5
    """
    return Counter(end for r in dataset.relations.values() for end in r.pair)


def source_record(source: Source, n_relations: int) -> dict[str, Any]:
    """One source, fit for JSON, with the number of relations that cite it.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> cited = count_citing(data)["al-monitor-2019"]
    >>> record = source_record(data.sources["al-monitor-2019"], cited)
    >>> record["published"], record["earliest"], record["author"] is None
    ('2019-02', '2019-02-01', True)
    """
    record = {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        **dated("published", source.published),
        "reliability": source.reliability,
        "reliability_reason": source.reliability_reason,
        "url": source.url,
        "accessed": source.accessed.text if source.accessed else None,
        "archive_url": source.archive_url,
        "sha256": source.sha256,
        "note": source.note,
        "n_relations": n_relations,
    }
    return _known(record)


def faction_record(faction: Faction, n_relations: int) -> dict[str, Any]:
    """One faction, fit for JSON, with the number of relations it takes part in.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> record = faction_record(data.factions["jfs"], count_joining(data)["jfs"])
    >>> record["name"], record["type"], record["active"]
    ('Jabhat Fatah al-Sham', 'armed-group', None)
    """
    record = {
        "id": faction.id,
        "name": faction.name,
        "type": faction.type,
        "aliases": list(faction.aliases),
        **dated("active", faction.active),
        "ids": dict(faction.ids),
        "native_name": faction.native_name,
        "note": faction.note,
        "n_relations": n_relations,
    }
    return _known(record)


def relation_record(dataset: Dataset, relation: Relation) -> dict[str, Any]:
    """One relation, fit for JSON, with strength, credibility and number of independent sources.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> record = relation_record(data, data.relations["zinki-leaves-hts"])
    >>> record["from"], record["to"], record["date"], record["latest"]
    ('zinki', 'hts', '2018-02', '2018-02-28')
    """
    ends = {"from": relation.a, "to": relation.b}
    record = {
        "id": relation.id,
        "kind": relation.kind,
        "type": relation.type,
        **(ends if relation.directed else {"between": [relation.a, relation.b]}),
        **dated("date", relation.date),
        "evidence": [_evidence_record(item) for item in relation.evidence],
        "place": relation.place,
        "event": relation.event,
        "strength": dataset.strength(relation),
        "credibility": round(dataset.credibility(relation), 6),
        "independent": len(dataset.origins(relation)),
        "note": relation.note,
    }
    return _known(record)


def _evidence_record(item: Evidence) -> dict[str, Any]:
    record = {
        "source": item.source,
        "paragraphs": list(item.paragraphs),
        "claim": item.claim,
        "claimant": item.claimant,
        "via": item.via,
        **(dated("date", item.date) if item.date else {}),
    }
    return _known(record)


def dated(name: str, box: DateBox | None) -> dict[str, str | None]:
    """A date's EDTF text under its name, with its earliest and latest day.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> dated("date", parse_date("2018-02/.."))
    {'date': '2018-02/..', 'earliest': '2018-02-01', 'latest': None}
    """
    if box is None:
        return {name: None, "earliest": None, "latest": None}
    days = {"earliest": box.earliest, "latest": box.latest}
    return {name: box.text, **{k: day.isoformat() if day else None for k, day in days.items()}}


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without empty text; None stays, so that every record has the same keys."""
    return {name: value if value not in ("", {}) else None for name, value in record.items()}
