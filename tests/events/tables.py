"""What the tests of importers share: files of registers, and tables read without our reader."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph import Event, import_events

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.events.importing import Rules, Summary

DATA = Path(__file__).parent / "data"
GED = DATA / "ucdp-ged-syria-sample.csv"
ACTORS = Path(__file__).parents[1] / "fixtures" / "ucdp-actor-syria.csv"
ACLED_NEW, ACLED_OLD = DATA / "acled-new.csv", DATA / "acled-old.csv"


def plain(path: Path) -> list[dict[str, str]]:
    """A CSV file as Python's own reader has it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(rules: Rules, folder: Path, *paths: Path) -> tuple[list[dict[str, str]], Summary]:
    """The table that rules make of files, and the account of it."""
    summary = import_events(
        paths, rules, folder / "events.csv", rejected=folder / "events.rejected.csv"
    )
    return plain(folder / "events.csv"), summary


def events_of(rules: Rules, row: Mapping[str, str]) -> list[Event]:
    """The events that rules make of one row."""
    return [result for result in rules.apply(row) if isinstance(result, Event)]


def write_table(path: Path, rows: Sequence[Mapping[str, str]], *, header: bool = True) -> Path:
    """Rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        if header:
            writer.writeheader()
        writer.writerows(rows)
    return path
