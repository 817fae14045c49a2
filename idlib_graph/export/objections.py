"""What the followthemoney package says of exported entities, where it is installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def find_objections(entities: Iterable[Mapping[str, Any]]) -> tuple[str, ...] | None:
    """What the followthemoney package has against entities; None where it is not installed.

    Examples
    --------
    >>> found = find_objections([{"id": "a", "schema": "Article", "properties": {"title": ["A"]}}])
    >>> found in (None, ())
    True
    """
    try:
        package = import_module("followthemoney")
    except ImportError:
        return None
    return tuple(
        f"{entity['schema']} {entity['id']}: {fault}"
        for entity in entities
        for fault in _faults(package, entity)
    )


def _faults(package: Any, entity: Mapping[str, Any]) -> Iterator[str]:  # noqa: ANN401 - a module
    schema, properties = package.model.get(entity["schema"]), entity["properties"]
    yield from (f"{name} is no property" for name in properties if name not in schema.properties)
    try:
        schema.validate(entity)
    except package.exc.InvalidData as error:
        yield from (f"{name}: {fault}" for name, fault in error.errors["properties"].items())
