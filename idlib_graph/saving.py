"""A data set written as the folder of YAML that it could have been read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph.dates import DateBox
from idlib_graph.output import write_folder
from idlib_graph.scaffold import schema_files, with_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from idlib_graph.model import Dataset, Evidence, Faction, Relation, RelationType, Source


def save_dataset(dataset: Dataset, folder: Path | str) -> list[Path]:
    """Write a data set as YAML, the whole codebook with it, into a new or empty folder.

    What is read back equals what was written, but for the places of records in files, and for
    white space at the ends of texts. Comments of the files that it came from are not kept.

    Raises
    ------
    OutputError
        Where the folder is there already with something in it, or cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> with TemporaryDirectory() as folder:
    ...     files = save_dataset(data, folder)
    ...     load_dataset(folder) == data
    True
    """
    parts: dict[str, object] = {
        "dataset": _description(dataset),
        "codebook": {
            "types": {name: _type(kind) for name, kind in dataset.codebook.types.items()},
            "claims": dict(dataset.codebook.claims),
            "reliability": dict(dataset.codebook.reliability),
        },
        "sources": _records(dataset.sources.values(), _source),
        "factions": _records(dataset.factions.values(), _faction),
        "relations": _records(dataset.relations.values(), _relation),
    }
    texts = {f"{name}.yaml": with_schema(name, _dump(part)) for name, part in parts.items()}
    written = write_folder(folder, {**texts, **schema_files()})
    return written[: len(texts)]


def _dump(part: object) -> str:
    import yaml  # noqa: PLC0415 - few write

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(part, Dumper=dumper, allow_unicode=True, sort_keys=False, width=100)
    return written


def _records(records: Iterable[Any], plain: Any) -> list[dict[str, object]]:  # noqa: ANN401 - one function a record
    return [plain(record) for record in records]


def _filled(**values: object) -> dict[str, object]:
    """The values that say something, as YAML takes them."""
    kept = {name: value for name, value in values.items() if value not in (None, "", (), {})}
    return {name.rstrip("_"): _plain(value) for name, value in kept.items()}


def _plain(value: object) -> object:
    if isinstance(value, DateBox):
        return value.text
    return list(value) if isinstance(value, (tuple, frozenset)) else value


def _description(dataset: Dataset) -> dict[str, object]:
    defaults = {name: _plain(value) for name, value in dataset.defaults.items()}
    return _filled(
        title=dataset.title,
        description=dataset.description,
        period=dataset.period,
        license=dataset.license,
        defaults=defaults,
    )


def _type(kind: RelationType) -> dict[str, object]:
    return _filled(
        kind=kind.kind,
        duration=kind.duration,
        strength=kind.strength,
        half_life=kind.half_life,
        ends=kind.ends,
        from_=kind.from_role,
        to=kind.to_role,
        mutual=kind.mutual or None,
        lineage=kind.lineage or None,
        founds=kind.founds,
        meaning=kind.meaning,
    )


def _source(source: Source) -> dict[str, object]:
    return _filled(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=source.published,
        reliability=source.reliability,
        reliability_reason=source.reliability_reason,
        url=source.url,
        accessed=source.accessed,
        archive_url=source.archive_url,
        sha256=source.sha256,
        note=source.note,
    )


def _faction(faction: Faction) -> dict[str, object]:
    return _filled(
        id=faction.id,
        name=faction.name,
        type=faction.type,
        aliases=faction.aliases,
        active=faction.active,
        ids=dict(faction.ids),
        native_name=faction.native_name,
        note=faction.note,
    )


def _relation(relation: Relation) -> dict[str, object]:
    ends = {"from": relation.a, "to": relation.b}
    return {
        "id": relation.id,
        "kind": relation.kind,
        "type": relation.type,
        **(ends if relation.directed else {"between": [relation.a, relation.b]}),
        **_filled(
            date=relation.date,
            evidence=tuple(_evidence(item) for item in relation.evidence),
            place=relation.place,
            event=relation.event,
            strength=relation.strength,
            note=relation.note,
        ),
    }


def _evidence(item: Evidence) -> dict[str, object]:
    return _filled(
        source=item.source,
        paragraphs=item.paragraphs,
        claim=item.claim,
        claimant=item.claimant,
        via=item.via,
        date=item.date,
    )
