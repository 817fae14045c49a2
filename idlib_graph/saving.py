"""A data set written as the folder of YAML that it could have been read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from idlib_graph.dates import DateBox
from idlib_graph.model import Evidence
from idlib_graph.output import write_folder
from idlib_graph.scaffold import schema_files, with_schema

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.model import Dataset, Relation, RelationType


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
        "sources": [_values(source) for source in dataset.sources.values()],
        "factions": [_values(faction) for faction in dataset.factions.values()],
        "relations": [_relation(relation) for relation in dataset.relations.values()],
    }
    texts = {f"{name}.yaml": with_schema(name, _dump(part)) for name, part in parts.items()}
    written = write_folder(folder, {**texts, **schema_files()})
    return written[: len(texts)]


def _dump(part: object) -> str:
    import yaml  # noqa: PLC0415 - few write

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(part, Dumper=dumper, allow_unicode=True, sort_keys=False, width=100)
    return written


def _description(dataset: Dataset) -> dict[str, object]:
    return _filled(
        title=dataset.title,
        description=dataset.description,
        period=dataset.period,
        license=dataset.license,
        defaults={name: _plain(value) for name, value in dataset.defaults.items()},
    )


def _type(kind: RelationType) -> dict[str, object]:
    values = _values(kind)
    del values["name"]  # it is the key
    roles = {name: values.pop(f"{name}_role", None) for name in ("from", "to")}
    return {**values, **_filled(**roles)}


def _relation(relation: Relation) -> dict[str, object]:
    values = _values(relation)
    a, b, directed = values.pop("a"), values.pop("b"), values.pop("directed", False)
    head = {name: values.pop(name) for name in ("id", "kind", "type")}
    ends = {"from": a, "to": b} if directed else {"between": [a, b]}
    return {**head, **ends, **values}


def _values(record: Any) -> dict[str, object]:  # noqa: ANN401 - a record of the model
    """The fields of a record that say something, under the names that they have in its file."""
    return _filled(**{field.name: getattr(record, field.name) for field in fields(record)})


def _filled(**values: object) -> dict[str, object]:
    """The values that say something, as YAML takes them."""
    said = {k: v for k, v in values.items() if v is not None and v is not False}  # 0 says something
    return {name: _plain(value) for name, value in said.items() if value not in ("", (), {})}


def _plain(value: object) -> object:
    if isinstance(value, DateBox):
        return value.text
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, frozenset)):
        return [_values(item) if isinstance(item, Evidence) else item for item in value]
    return value
