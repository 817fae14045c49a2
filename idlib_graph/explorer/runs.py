"""Numbers slice by slice, written short: what repeats is counted, and equal rows are one."""

from __future__ import annotations

from itertools import groupby
from string import ascii_letters
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Row: TypeAlias = str | list[int]

# A sign for each of 0 to 100, of one byte where numbers are frequent: presence is cut below 0.25.
_PLAIN = f"{ascii_letters}!#$%()*+,-./:;=?@[]^_`{{|}}~"
_WIDE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ"
SIGNS = _PLAIN[0] + _WIDE + _PLAIN[1:]


def encode(values: Iterable[int]) -> Row:
    """Whole numbers of at least 0 as signs, each with how often where that is more than once.

    Numbers above 100 have no sign: a row with one is a list of number and count in turn.

    Examples
    --------
    >>> encode([0, 0, 0, 100, 94, 94]), encode([101, 101, 7])
    ('a3~^2', [101, 2, 7, 1])
    """
    groups = [(value, sum(1 for _ in same)) for value, same in groupby(values)]
    if any(value >= len(SIGNS) for value, _ in groups):
        return [number for group in groups for number in group]
    return "".join(f"{SIGNS[value]}{count if count > 1 else ''}" for value, count in groups)


class Runs:
    """Encoded rows, each kept once: most relations of a source fade alike."""

    def __init__(self) -> None:
        self._numbers: dict[str | tuple[int, ...], int] = {}

    def add(self, values: Iterable[int]) -> int:
        """The number of the row that holds these values."""
        row = encode(values)
        key = row if isinstance(row, str) else tuple(row)
        return self._numbers.setdefault(key, len(self._numbers))

    @property
    def rows(self) -> list[Row]:
        """Every row, in the order of its number."""
        return [row if isinstance(row, str) else list(row) for row in self._numbers]
