"""The JSON Schema of each data file and of the JSON that is written, for editors and tools."""

from __future__ import annotations

from pathlib import Path

from idlib_graph.errors import NotFoundError

DATA_SCHEMAS = ("dataset", "codebook", "sources", "factions", "relations", "coverage")
SCHEMA_NAMES = (*DATA_SCHEMAS, "analysis", "export")


def schema_path(name: str) -> Path:
    """Return the file of a schema, such as ``relations``.

    Raises
    ------
    NotFoundError
        Where there is no schema of that name.

    Examples
    --------
    >>> schema_path("relations").name
    'relations.schema.json'
    """
    if name not in SCHEMA_NAMES:
        msg = f"there is no schema {name!r}; one of {', '.join(SCHEMA_NAMES)}"
        raise NotFoundError(msg)
    return Path(__file__).parent / f"{name}.schema.json"


def read_schema(name: str) -> str:
    """Return the text of a schema, such as ``relations``.

    Raises
    ------
    NotFoundError
        Where there is no schema of that name.

    Examples
    --------
    >>> import json
    >>> json.loads(read_schema("relations"))["type"]
    'array'
    """
    return schema_path(name).read_text(encoding="utf-8")
