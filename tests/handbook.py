"""The tables of ``data/idlib/CODEBOOK.md``: what they must say, and what they do say."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from idlib_graph.load import bundled_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idlib_graph.model import Dataset, RelationType

HANDBOOK = bundled_dataset() / "CODEBOOK.md"
BEGIN, END = "<!-- begin: types -->\n", "<!-- end: types -->\n"

GROUPS = {
    ("alliance", "state"): "Alliances that hold",
    ("alliance", "event"): "Alliances that happen",
    ("split", "event"): "Splits",
    ("clash", "state"): "Clashes that hold",
    ("clash", "event"): "Clashes that happen",
}
HEAD = (
    "| type | who | strength | half-life | effect | meaning | example |\n"
    "|---|---|---|---|---|---|---|\n"
)


def with_types(text: str, dataset: Dataset) -> str:
    """The handbook with its tables of types written anew; each keeps its example if it has one."""
    before, rest = text.split(BEGIN)
    now, after = rest.split(END)
    kept = {cells[0]: cells[-1].split("`")[1] for cells in rows(now)}
    return before + BEGIN + "".join(_tables(dataset, kept)) + END + after


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every table, without headings."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [line for line in cells if line[0] not in {"type", "claim", "letter", "written"}]


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return re.split(r"(?m)^## ", text.split(f"## {heading}\n", 1)[1], maxsplit=1)[0]


def _tables(dataset: Dataset, kept: dict[str, str]) -> Iterator[str]:
    types = dataset.codebook.types.values()
    for (kind, duration), members in groupby(types, key=lambda one: (one.kind, one.duration)):
        yield f"\n### {GROUPS[kind, duration]} (kind {kind}, {duration}s)\n\n{HEAD}"
        for one in members:
            yield _row(one, dataset, kept.get(one.name))
    yield "\n"


def _row(one: RelationType, dataset: Dataset, example: str | None) -> str:
    known = [x.id for x in dataset.relations.values() if x.type == one.name]
    chosen = example if example in known else known[0]
    cells = (
        one.name, _who(one), f"{one.strength:g}", f"{one.half_life:g}", _effect(one),
        one.meaning, f"`{chosen}`: {_told(chosen, dataset)}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def _who(one: RelationType) -> str:
    if not one.has_direction:
        return "between"
    roles = f"{one.from_role} → {one.to_role}"
    return f"{roles}, or between" if one.mutual else roles


def _effect(one: RelationType) -> str:
    parts = []
    if one.ends:
        parts.append(f"ends {', '.join(one.ends)}")
    if one.founds:
        parts.append(f"begins the {'first' if one.founds == 'from' else 'second'}")
    if one.lineage:
        parts.append("one line")
    return "; ".join(parts) or "–"  # noqa: RUF001 - a dash


def _told(name: str, dataset: Dataset) -> str:
    relation = dataset.relations[name]
    a, b = (dataset.factions[end].name for end in (relation.a, relation.b))
    date = f", {relation.date.text}" if relation.date else ""
    return f"{a} {'→' if relation.directed else '–'} {b}{date}"  # noqa: RUF001 - a dash
