"""What the commands of ``events`` share: options, types, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import AnyPath, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS = ("alliance", "split", "clash", "review")
MOST_SHOWN = 12
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON of a stable shape.")
DATA = click.option(
    "-d", "--data", "folder", type=AnyPath(), metavar="DIR",
    help="Data set whose codebook has the types.  [default: the built-in codebook]",
)  # fmt: skip
STEP = click.option(
    "--step",
    type=OneOf(["P1D", "P1M", "P1Y"]),
    default="P1M",
    show_default=True,
    help="Events of a pair within one day, month or year are added up.",
)


class Group(click.Group):
    """Commands by name, or the nearest one where there is none of that name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # noqa: ANN401 - click's
        """Find the command that is asked for."""
        if not args[0].startswith("-"):
            OneOf(list(self.commands)).convert(args[0], None, ctx)
        return super().resolve_command(ctx, args)


def examples(*lines: str) -> str:
    """Examples as help shows them."""
    return "\n".join(["\b", "Examples:", *(f"  idlib-graph events {line}" for line in lines)])


def known_types(folder: str | None) -> dict[str, str] | None:
    """The kinds of a data set's relation types; None where none is named."""
    if folder is None:
        return None
    from idlib_graph.checks import load_dataset  # noqa: PLC0415 - keeps --help light

    return {name: type_.kind for name, type_ in load_dataset(folder).codebook.types.items()}


def listed(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    """A title, and what it is about with how often, the first of them where they are many."""
    if counts:
        yield f"{title}:"
    for reason, count in list(counts.items())[:MOST_SHOWN]:
        yield f"  {reason}" + (f"  {count:,}" if count else "")
    if len(counts) > MOST_SHOWN:
        yield f"  and {len(counts) - MOST_SHOWN} more, all in --json"


def counted(number: int, what: str) -> str:
    """How many there are of something, in words."""
    return f"{number:,} {what}{'s' * (number != 1)}"
