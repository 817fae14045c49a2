"""An event table held against its contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from idlib_graph.events.reading import read_events
from idlib_graph.events.table import KINDS, Event, Rejected

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from idlib_graph.events.reading import Progress

MOST_EXAMPLES = 20


@dataclass
class Account:
    """What an event table holds.

    Attributes
    ----------
    rows : how many there are, events or not
    events : how many events there are, by kind
    undated : events without a date
    rejected : rows that are no events
    examples : the first of these
    names : how many events each organisation takes part in, those for review included
    first, last : the days from which and to which events are dated
    """

    rows: int = 0
    events: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    rejected: int = 0
    examples: list[Rejected] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    first: dt.date | None = None
    last: dt.date | None = None

    def record(self) -> dict[str, Any]:
        """It as JSON shows it.

        Examples
        --------
        >>> Account(rows=1, rejected=1).record()["rejected"]
        1
        """
        return {
            "rows": self.rows,
            "events": {kind: self.events[kind] for kind in KINDS},
            "undated": self.undated,
            "names": len(self.names),
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "rejected": self.rejected,
            "examples": [{"row": row.row, "reason": row.reason} for row in self.examples],
        }

    def take(self, row: Event | Rejected) -> None:
        """Take one row into account."""
        self.rows += 1
        if isinstance(row, Rejected):
            self.rejected += 1
            if len(self.examples) < MOST_EXAMPLES:
                self.examples.append(row)
            return
        self.events[row.kind] += 1
        self.names.update((row.a, row.b))
        if row.date is None:
            self.undated += 1
            return
        end = row.date_end or row.date
        self.first = row.date if self.first is None else min(self.first, row.date)
        self.last = end if self.last is None else max(self.last, end)


def check_events(
    path: Path | str,
    *,
    types: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Account:
    r"""Read an event table to its end and say what it holds.

    Parameters
    ----------
    types : kinds by relation type; those of the built-in codebook where None
    progress : told how much is read, and of how much

    Raises
    ------
    NotFoundError
        Where there is no such file.
    TableError
        Where it is no event table, or cannot be read to its end.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("date,a,b,kind\n2018-02-01,Zinki,HTS,clash\n2018-02-01,A,,clash\n")
    ...     account = check_events(path)
    >>> account.events, account.examples[0].reason
    (Counter({'clash': 1}), 'b is empty')
    """
    account = Account()
    for row in read_events(path, types=types, progress=progress):
        account.take(row)
    return account
