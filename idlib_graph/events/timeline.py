"""Communities of events over time: what was found, in arrays and as tables."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from idlib_graph.cells import inert
from idlib_graph.display import Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from idlib_graph.events.arrays import Counts
    from idlib_graph.events.lifecycle import Change
    from idlib_graph.settings import Settings

    Ints: TypeAlias = NDArray[np.int64]
    Rows: TypeAlias = Iterator[tuple[object, ...]]

ABSENT, UNALIGNED = -1, 0
COUNTED = ("actors", "ties", "positive", "negative", "communities", "proven")
CENTRAL = 5
"""Most central members of a community that its row tells."""


@dataclass(frozen=True, slots=True)
class Community:
    """A community over its life.

    Attributes
    ----------
    number : by first appearance, from 1
    name : after the member with most positive strength inside over its life
    born, last_seen : the first and the last slice that it is in
    slices : how many it is in
    largest, size : the most members it had, and those when it was last seen
    central : positions of the members with most strength inside over its life, most first
    """

    number: int
    name: str
    born: date
    last_seen: date
    slices: int
    largest: int
    size: int
    central: tuple[int, ...]


@dataclass(frozen=True)
class Timeline(Shown):
    """Who was in which community on each day, and what became of the communities.

    Attributes
    ----------
    actors : names
    days : of the slices
    community : (days, actors) the number of each actor's community, from 1; 0 where it has ties
        and no community, -1 where it has no tie
    counts : (days, 6) the `COUNTED` of each slice: actors with a tie, ties, those of positive and
        those of negative weight, communities, actors in parts that are proven best
    communities : by number
    changes : in order
    rows : what became of the rows of the table
    method : what searched the parts that are not proven
    window : days for which events counted, where they did not fade
    """

    actors: tuple[str, ...]
    days: tuple[date, ...]
    community: NDArray[np.int32]
    counts: Ints
    communities: tuple[Community, ...]
    changes: tuple[Change, ...]
    rows: Counts
    method: str
    window: int | None
    settings: Settings

    def to_table(self, name: str = "slices") -> Table:
        """One of its tables: ``slices``, ``memberships``, ``communities`` or ``changes``.

        Raises
        ------
        KeyError
            For another name.
        """
        columns, rows = {
            "slices": (("date", *COUNTED), self._slices),
            "memberships": (("date", "actor", "community"), self._memberships),
            "communities": (COMMUNITY_COLUMNS, self._communities),
            "changes": (("since", "date", "change", "before", "after"), self._changes),
        }[name]
        return Table(f"Communities over time: {name}", columns, tuple(rows()))

    def to_frame(self, name: str = "slices") -> pd.DataFrame:
        """One of its tables as a pandas frame; see `Table.to_frame`."""
        return self.to_table(name).to_frame()

    def record(self) -> dict[str, Any]:
        """All but who was where, fit for JSON."""
        return {
            "rows": asdict(self.rows),
            "settings": self.settings.as_dict(),
            "window": self.window,
            "method": self.method,
            **{name: _records(self.to_table(name)) for name in TABLES if name != "memberships"},
        }

    def files(self) -> dict[str, str]:
        """Its tables as CSV, by the names of their files; `output.write_folder` takes them."""
        return {f"{name}.csv": _csv(self.to_table(name)) for name in TABLES}

    def _slices(self) -> Rows:
        for day, counts in zip(self.days, self.counts.tolist(), strict=True):
            yield day, *counts

    def _memberships(self) -> Rows:
        for day, row in zip(self.days, self.community, strict=True):
            there = np.flatnonzero(row > ABSENT)
            for actor, number in zip(there.tolist(), row[there].tolist(), strict=True):
                yield day, self.actors[actor], _id(number)

    def _communities(self) -> Rows:
        for one in self.communities:
            central = tuple(self.actors[i] for i in one.central)
            yield (
                _id(one.number), one.name, one.born, one.last_seen, one.slices, one.largest,
                one.size, central,
            )  # fmt: skip

    def _changes(self) -> Rows:
        for one in self.changes:
            before, after = (tuple(map(_id, side)) for side in (one.before, one.after))
            yield one.since, one.day, one.change, before, after


TABLES = ("slices", "memberships", "communities", "changes")
COMMUNITY_COLUMNS = (
    "community", "name", "born", "last_seen", "slices", "largest", "size", "central",
)  # fmt: skip


def _id(number: int) -> str:
    """A community as all outputs name it; empty where there is none."""
    return f"c{number}" if number > 0 else ""


def _records(table: Table) -> list[dict[str, Any]]:
    rows = ([str(cell) if isinstance(cell, date) else cell for cell in row] for row in table.rows)
    return [dict(zip(table.columns, row, strict=True)) for row in rows]


def _csv(table: Table) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def _cell(value: object) -> object:
    """A cell that spreadsheets leave alone; lists have bars between, as in all our tables."""
    if isinstance(value, tuple):
        value = "|".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in value)
    return inert(value) if isinstance(value, str) else value
