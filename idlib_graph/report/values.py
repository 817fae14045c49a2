"""Numbers as JSON carries them."""

from __future__ import annotations

from typing import overload

DIGITS = 6


@overload
def number(value: float) -> float: ...
@overload
def number(value: None) -> None: ...
@overload
def number(value: float | None) -> float | None: ...
def number(value: float | None) -> float | None:
    """A number as JSON carries it: six digits after the point, no minus zero.

    Examples
    --------
    >>> number(2 / 3), number(-1e-9), number(None)
    (0.666667, 0.0, None)
    """
    return None if value is None else round(value, DIGITS) + 0.0
