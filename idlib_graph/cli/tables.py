"""Printing tables and JSON."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console


@cache
def console() -> Console:
    """Standard output, 80 columns wide unless it is a terminal, in colour only on one."""
    from rich.console import Console  # noqa: PLC0415 - keeps --help light

    return Console(highlight=False, markup=False, emoji=False, file=sys.stdout)


def say(text: str = "", style: str | None = None) -> None:
    """Print one paragraph, wrapped to the width."""
    console().print(text, style=style)


def heading(text: str) -> None:
    """Print a heading with a blank line before it."""
    console().print()
    console().print(text, style="bold")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Iterable[str] = (),
    whole: Iterable[str] = (),
) -> None:
    """Print a table; `right` names the columns of numbers, `whole` those never wrapped."""
    from rich import box  # noqa: PLC0415 - keeps --help light
    from rich.table import Table  # noqa: PLC0415 - keeps --help light
    from rich.text import Text  # noqa: PLC0415 - keeps --help light

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    numbers, unbroken = set(right), set(whole)
    for name in columns:
        justify: Literal["right", "left"] = "right" if name in numbers else "left"
        grid.add_column(name, justify=justify, overflow="fold", no_wrap=name in unbroken)
    for row in rows:
        grid.add_row(*(Text("" if value is None else str(value)) for value in row))
    console().print(grid)


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON shape
    """Print JSON, indented, in the order of its keys."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
