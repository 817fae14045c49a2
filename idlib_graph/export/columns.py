"""The attributes of a networkx graph as columns that a graph file can have."""

from __future__ import annotations

import math
import re
from datetime import date
from itertools import count
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from idlib_graph.dates import decimal_year
from idlib_graph.export.elements import joined
from idlib_graph.export.permitted import cleaned

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from idlib_graph.export.elements import Value

# Names that readers take for something else: Gephi for properties of its own, networkx for spells.
_RESERVED = {
    "id", "source", "target", "timeset", "r", "g", "b", "spells", "xpos", "ypos", "d3", "d7",
    "edgelabel", "edgeid", "edge weight",
}  # fmt: skip
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Attributes = dict[Any, Any]


def safe_names(
    rows: Iterable[Mapping[Hashable, object]], *, used: Iterable[object], own: Iterable[str]
) -> dict[Hashable, str]:
    """A column name for each attribute of `rows` but those `used` already.

    A name that readers take for something else has a ``_`` behind it, one that begins with no
    letter a ``_`` before it; one that differs from another, or from the file's `own`, by case
    alone is numbered.

    Examples
    --------
    >>> safe_names([{"id": 1, 2015: 2, "Kind": 3, "weight": 4}], used=["weight"], own=["kind"])
    {'id': 'id_', 2015: '_2015', 'Kind': 'Kind_2'}
    """
    taken = {name.lower() for name in own}
    skipped = set(used)
    names = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        if key not in skipped:
            text = cleaned(str(key))
            text = text if text[:1].isalpha() else f"_{text}"
            text = f"{text}_" if text.lower() in _RESERVED else text
            tries = (text if n == 1 else f"{text}_{n}" for n in count(1))
            names[key] = next(name for name in tries if name.lower() not in taken)
            taken.add(names[key].lower())
    return names


def plain(value: object) -> Value | None:
    r"""A value as text, a number or a truth value; None where there is nothing to write.

    Nothing are None, empty text, and numbers that are not finite.

    Examples
    --------
    >>> plain((1, "a|b")), plain(date(2015, 1, 2)), plain(float("nan"))
    ('1|a\\|b', '2015-01-02', None)
    """
    if hasattr(value, "tolist"):  # arrays and scalars of numpy
        value = value.tolist()
    if value is None or isinstance(value, (bool, str)):
        return value if value != "" else None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        value = sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return joined(map(str, value)) or None
    return str(value) or None


def is_lost(value: object) -> bool:
    """Whether a value is a number that no file can hold."""
    return isinstance(value, Real) and not math.isfinite(value)


def number(value: object) -> float | None:
    """A finite number as such, a day in decimal years; None for all else.

    Examples
    --------
    >>> number(3), number(date(2015, 1, 1)), number("3"), number(True)
    (3.0, 2015.0, None, None)
    """
    if isinstance(value, date):
        return round(decimal_year(value), 4)
    found = plain(value)
    return None if found is None or isinstance(found, (bool, str)) else float(found)


def numbers(rows: Sequence[Attributes], name: str) -> list[float] | None:
    """A column of which every row has a finite number; None where there is none."""
    found = [number(row.get(name)) for row in rows]
    whole = [value for value in found if value is not None]
    return whole if len(whole) == len(rows) else None


def is_colour(value: object) -> bool:
    """Whether it is a colour as ``#rrggbb``."""
    return isinstance(value, str) and bool(_COLOUR.fullmatch(value))
