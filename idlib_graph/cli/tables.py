"""Printing tables and JSON."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console


@cache
def console() -> Console:
    """Standard output, 80 columns wide unless it is a terminal, in colour only on one."""
    from rich.console import Console  # noqa: PLC0415 - keeps --help light

    class Ours(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to whoever runs the command; rich would end it with 1."""
            raise BrokenPipeError

    return Ours(highlight=False, markup=False, emoji=False)


def say(text: str = "", style: str = "") -> None:
    """Print one paragraph, wrapped to the width and as far indented as its first line."""
    from rich.text import Text  # noqa: PLC0415 - keeps --help light

    start = len(text) - len(text.lstrip(" -+~"))
    body = Text(text[start:], style=style)
    first, later = text[:start], " " * start
    for line in body.wrap(console(), console().width - start):
        line.rstrip()
        console().print(Text(first).append_text(line))
        first = later


def heading(text: str) -> None:
    """Print a heading with a blank line before it."""
    say()
    say(text, style="bold")


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say on a terminal what is being done while it is done; nowhere else."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - keeps --help light

    with Console(stderr=True).status(doing):
        yield


@contextmanager
def counted_progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Give what to tell (done, of how many); shown on a terminal as a bar, and nowhere else."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda done, total: None  # noqa: ARG005 - nobody looks
        return
    from rich.console import Console  # noqa: PLC0415 - keeps --help light
    from rich.progress import Progress  # noqa: PLC0415 - likewise

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


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
    with console().capture() as printed:
        console().print(grid)
    for line in printed.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON shape
    """Print JSON, indented, in the order of its keys; escaped where the output is not Unicode."""
    narrow = "utf" not in (sys.stdout.encoding or "").lower()
    import json  # noqa: PLC0415 - keeps --help light

    sys.stdout.write(json.dumps(value, ensure_ascii=narrow, indent=2, allow_nan=False) + "\n")
