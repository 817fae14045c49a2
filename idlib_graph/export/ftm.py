"""FollowTheMoney entities, which Aleph, OpenSanctions and OpenAleph read: one JSON object a line.

A faction is an Organization, a source an Article, a relation a Succession, a Membership or an
UnknownLink that points to its articles. https://followthemoney.tech tells what these mean. Nothing
is added that the data set does not say: no topic, country or risk.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from idlib_graph.output import write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from idlib_graph.dates import Bounds, DateBox
    from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source

    Properties: TypeAlias = Mapping[str, Iterable[str | None]]

SCHEMATA = "4.11"
"""The version of FollowTheMoney by whose schemata entities are written."""

# Control characters but tab and line end, and halves of a pair of surrogates.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

MEMBERSHIPS = ("membership", "branch", "arm")
"""Types by which the first is part of the second; the codebook does not tell these by itself."""


def write_ftm(
    dataset: Dataset, path: Path | str, *, memberships: Collection[str] = MEMBERSHIPS
) -> tuple[str, ...]:
    """Write a data set as FollowTheMoney entities; ``-`` is standard output.

    Returns
    -------
    tuple
        Ids of the relations that are left out, because no source affirms them.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    write_whole(path, to_ftm(dataset, memberships=memberships))
    return unaffirmed(dataset)


def to_ftm(dataset: Dataset, *, memberships: Collection[str] = MEMBERSHIPS) -> str:
    """The lines of `ftm_entities` as one text."""
    entities = ftm_entities(dataset, memberships=memberships)
    return "".join(f"{json.dumps(entity, ensure_ascii=False)}\n" for entity in entities)


def ftm_entities(
    dataset: Dataset, *, memberships: Collection[str] = MEMBERSHIPS
) -> Iterator[dict[str, Any]]:
    """Each source, each faction, and each relation that some source affirms, as an entity.

    Parameters
    ----------
    dataset : what `load_dataset` gives
    memberships : types of relation whose first end is part of the second. They become a
        Membership, changes of name a Succession, all else an UnknownLink.

    Yields
    ------
    dict
        ``id``, ``schema`` and ``properties`` (lists of text). Ids are hashes of the data set's
        title and the record's id, and so stay the same from one export to the next.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> found = {e["properties"].get("recordId", [""])[0]: e for e in ftm_entities(load_dataset())}
    >>> found["zinki-leaves-hts"]["schema"], found["zinki-leaves-hts"]["properties"]["date"]
    ('UnknownLink', ['2018-02'])
    """
    for source in dataset.sources.values():
        yield _article(dataset, source)
    for faction in dataset.factions.values():
        yield _organization(dataset, faction)
    for relation in dataset.relations.values():
        if dataset.credibility(relation) > 0:
            yield _link(dataset, relation, memberships)


def unaffirmed(dataset: Dataset) -> tuple[str, ...]:
    """Ids of the relations that are only denied or expected, which are no facts to export."""
    return tuple(r.id for r in dataset.relations.values() if dataset.credibility(r) == 0)


def _article(dataset: Dataset, source: Source) -> dict[str, Any]:
    reliability = f"Reliability {source.reliability} (Admiralty code)"
    properties: Properties = {
        "title": [source.title],
        "fileName": [source.id],
        "author": [source.author],
        "publisher": [source.publisher],
        "publishedAt": [_partial(source.published.start)],
        "retrievedAt": [_partial(source.accessed.start) if source.accessed else None],
        "sourceUrl": _addresses(source.url, source.archive_url),
        "summary": [f"{reliability}: {source.reliability_reason}".rstrip(": ")],
        "notes": [source.note],
    }
    return _entity(dataset, "Article", source.id, properties)


def _organization(dataset: Dataset, faction: Faction) -> dict[str, Any]:
    active = faction.active
    others = {**faction.ids}
    wikidata = others.pop("wikidata", None)
    properties: Properties = {
        "name": [faction.name],
        "alias": [*faction.aliases, faction.native_name],
        "classification": [faction.type],
        "incorporationDate": [_partial(active.start) if active else None],
        "dissolutionDate": [_partial(active.end) if active and active.interval else None],
        "wikidataId": [wikidata],
        "keywords": [f"{register}:{name}" for register, name in others.items()],
        "notes": [faction.note],
    }
    return _entity(dataset, "Organization", faction.id, properties)


def _link(dataset: Dataset, relation: Relation, memberships: Collection[str]) -> dict[str, Any]:
    """A relation. A mutual one runs from the smaller id to the larger, as everywhere."""
    schema, ends = _schema(dataset, relation, memberships)
    pair = (relation.a, relation.b) if relation.directed else relation.pair
    affirming = [item for item in relation.evidence if dataset.believed(item) > 0]
    sources = [dataset.sources[name] for name in dict.fromkeys(e.source for e in affirming)]
    properties: Properties = {
        **{end: [_id(dataset, "Organization", name)] for end, name in zip(ends, pair, strict=True)},
        "role": [relation.type],
        "status": [item.claim for item in relation.evidence],
        **_dates(relation.date),
        "summary": [_summary(dataset, relation)],
        "description": [relation.note, *(_citation(dataset, item) for item in relation.evidence)],
        "recordId": [relation.id],
        "publisher": [source.publisher for source in sources],
        "sourceUrl": [url for source in sources for url in _addresses(source.url)],
        "proof": [_id(dataset, "Article", source.id) for source in sources],
    }
    return _entity(dataset, schema, relation.id, properties)


def _schema(
    dataset: Dataset, relation: Relation, memberships: Collection[str]
) -> tuple[str, tuple[str, str]]:
    """The FollowTheMoney schema of a relation, and the names of its two ends there."""
    kind = dataset.codebook.types[relation.type]
    if kind.lineage and relation.directed:
        return "Succession", ("predecessor", "successor")
    if relation.type in memberships and relation.directed:
        return "Membership", ("member", "organization")
    return "UnknownLink", ("subject", "object")


def _dates(box: DateBox | None) -> dict[str, list[str | None]]:
    if box is None:
        return {}
    if not box.interval:
        return {"date": [_partial(box.start)]}
    return {"startDate": [_partial(box.start)], "endDate": [_partial(box.end)]}


def _partial(bounds: Bounds) -> str | None:
    """The year, month or day that holds all of a box; None where there is none.

    FollowTheMoney knows no spans: ten days in January are January, two years are no date.
    """
    if bounds.earliest is None or bounds.latest is None:
        return None
    days = zip(*(str(day).split("-") for day in (bounds.earliest, bounds.latest)), strict=True)
    shared: list[str] = []
    for first, last in days:
        if first != last:
            break
        shared.append(first)
    return "-".join(shared) or None


def _summary(dataset: Dataset, relation: Relation) -> str:
    told = f"date {relation.date.text}" if relation.date else "no date told"
    belief = f"credibility {dataset.credibility(relation):.2g}"
    origins = len(dataset.origins(relation))
    words = f"{origins} independent source{'' if origins == 1 else 's'}"
    return f"{relation.kind} ({relation.type}), {told}, {belief}, {words}"


def _citation(dataset: Dataset, item: Evidence) -> str:
    """One source's word, in words: where, how, and on whose authority."""
    numbers = ", ".join(map(str, item.paragraphs))
    claimant = f" by {item.claimant}" if item.claimant else ""
    via = f" via {item.via}" if item.via else ""
    where = f"paragraph{'s' if len(item.paragraphs) > 1 else ''} {numbers}"
    return f"{item.claim}{claimant}{via}: {dataset.sources[item.source].title}, {where}"


def _addresses(*urls: str | None) -> list[str]:
    return [url for url in urls if url and url.startswith(("http://", "https://"))]


def _entity(dataset: Dataset, schema: str, name: str, properties: Properties) -> dict[str, Any]:
    """An entity without empty values, each value once."""
    table = schema if schema in {"Article", "Organization"} else "Relation"
    cleaned = {
        key: list(dict.fromkeys(text for value in values if (text := _clean(value))))
        for key, values in properties.items()
    }
    known = {key: values for key, values in cleaned.items() if values}
    return {"id": _id(dataset, table, name), "schema": schema, "properties": known}


def _clean(value: str | None) -> str:
    """Text without control characters, which FollowTheMoney takes out as well."""
    return _UNWANTED.sub("", value).strip() if value else ""


def _id(dataset: Dataset, table: str, name: str) -> str:
    key = f"{dataset.title}\x1f{table}\x1f{name}"
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:40]
