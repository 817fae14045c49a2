"""Records as tables: in a notebook, in a terminal, and as a pandas frame."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Protocol

from idlib_graph.errors import IdlibGraphError

if TYPE_CHECKING:
    import pandas as pd

    class Printer(Protocol):
        """What IPython prints with."""

        def text(self, text: str) -> None:
            """Print `text`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; cells are whatever they are, and become text where they are shown.

    Attributes
    ----------
    rows : each as wide as `columns`
    note : what stands below

    Examples
    --------
    >>> print(Table("Two blocs", ("bloc", "members"), (("Reds", ("a", "b")), ("Blues", ("c",)))))
    Two blocs
    bloc   members
    Reds   a, b
    Blues  c
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""

    def _repr_html_(self) -> str:
        """The table as notebooks show it: nothing in it runs, loads or has a style sheet."""
        left = ' style="text-align: left"'
        head = "".join(f'<th scope="col"{left}>{escape(name)}</th>' for name in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td{left}>{escape(_text(cell))}</td>' for cell in row)}</tr>"
            for row in self.rows
        )
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return (
            f"<table><caption{left}>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"
        )

    def __str__(self) -> str:
        lines = [self.columns, *(tuple(_text(cell) for cell in row) for row in self.rows)]
        wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
        shown = ["  ".join(map(str.ljust, line, wide)).rstrip() for line in lines]
        return "\n".join(text for text in (self.caption, *shown, self.note) if text)

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas frame.

        Raises
        ------
        IdlibGraphError
            Where pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - only here, and only where it is installed
        except ImportError as error:
            msg = "a frame needs pandas, which is not installed: pip install pandas"
            raise IdlibGraphError(msg) from error
        return pd.DataFrame(list(self.rows), columns=list(self.columns))


class Shown:
    """Something that shows itself as a table."""

    __slots__ = ()

    def to_table(self) -> Table:
        """The whole of it as a table."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """The same as a pandas frame; see `Table.to_frame`."""
        return self.to_table().to_frame()

    def _repr_html_(self) -> str:
        return self.to_table()._repr_html_()

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: ARG002, FBT001 - IPython's
        printer.text(str(self.to_table()))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}"
    if isinstance(cell, (tuple, list)):
        return ", ".join(_text(item) for item in cell)
    return " ".join(str(cell).split())
