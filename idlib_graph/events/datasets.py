"""An event table's file as a data set, ready for every question that one can be asked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.errors import TableError
from idlib_graph.events.opening import kind_of
from idlib_graph.events.reading import read_events
from idlib_graph.events.records import gather, to_dataset
from idlib_graph.events.table import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idlib_graph.dates import DateBox
    from idlib_graph.events.reading import Progress
    from idlib_graph.model import Dataset, Faction


def dataset_from_events(
    path: Path | str,
    *,
    title: str = "",
    step: str = "P1M",
    factions: Iterable[Faction] = (),
    published: DateBox | None = None,
    progress: Progress | None = None,
) -> Dataset:
    r"""Make a data set of an event table: a relation for each pair, kind, type and step.

    The evidence of a relation cites the rows of its events as paragraphs, its note their numbers
    in the register. Rows of kind ``review`` make no relation.

    Parameters
    ----------
    path : CSV, also in gzip or zip, or Parquet
    title : of the data set; the file's name where empty
    step : ``P1D``, ``P1M`` or ``P1Y``; events within one are one relation
    factions : those known already; names of the table are found among theirs and their aliases
    published : when the register was; the table's last day where None
    progress : told how much is read, and of how much

    Raises
    ------
    NotFoundError
        Where there is no such file.
    SettingsError
        For another step.
    TableError
        Where it is no event table, has rows that are no events, or has no event to make a tie of.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text(
    ...         "date,a,b,kind\n2018-02-02,Zinki,HTS,clash\n2018-02-27,HTS,Zinki,clash\n"
    ...     )
    ...     data = dataset_from_events(path)
    >>> [(r.id, r.evidence[0].paragraphs) for r in data.relations.values()]
    [('hts-zinki-battle-2018-02', (2, 3))]
    """
    name = Path(path).name
    groups = gather(_numbered(path, progress), step)
    note = (
        f"Paragraph numbers are rows of the event table {name}; in a CSV file the header is row 1."
    )
    data = to_dataset(
        groups, title=title or name, factions=factions, published=published, note=note
    )
    with Path(path).open("rb") as file:
        return replace(data, fingerprint=hashlib.file_digest(file, "sha256").hexdigest())


def review_of(path: Path | str) -> Iterator[Event]:
    r"""The events of a table that are to be looked at by somebody: its rows of kind ``review``.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("date,a,b,kind\n2018-02-02,Zinki,HTS,review\n")
    ...     [event.a for event in review_of(path)]
    ['Zinki']
    """
    for _, event in _numbered(path, None):
        if event.kind == "review":
            yield event


def _numbered(path: Path | str, progress: Progress | None) -> Iterator[tuple[int, Event]]:
    """Each event with its row; one that is none ends it."""
    first = 2 if kind_of(path) == "csv" else 1  # below the header
    for number, row in enumerate(read_events(path, progress=progress), start=first):
        if not isinstance(row, Event):
            msg = (
                f"{path} has rows that are no events; row {row.row}: {row.reason}. "
                f"See 'idlib-graph events validate {path}'"
            )
            raise TableError(msg)
        yield number, row
