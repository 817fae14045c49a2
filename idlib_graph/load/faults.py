"""Where the problems of one file are gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from idlib_graph.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


class Mark(Protocol):
    """A position as YAML parsers give it, from 0."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The column in characters, from 0."""


@dataclass(slots=True)
class Faults:
    """Takes down the problems of one file.

    Attributes
    ----------
    file : the file's name within the data set
    problems : the list that all files of a data set share
    record : the record now being read, as messages name it
    """

    file: str
    problems: list[Problem]
    record: str | None = None

    def add(self, code: str, message: str, mark: Mark | None = None) -> None:
        """Take down an error at the mark; without one, at the start of the file."""
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else start_of(self.file)
        self.problems.append(Problem(code, message, place, self.record))

    def warn(self, code: str, message: str) -> None:
        """Take down a warning about the file as a whole."""
        self.problems.append(Problem(code, message, start_of(self.file), severity="warning"))


def start_of(file: str) -> Place:
    """Return the first place of a file."""
    return Place(file, 1, 1)


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems by file, line, column and code; those without a place come last."""
    nowhere = Place("\U0010ffff", 0, 0)
    return sorted(problems, key=lambda one: (one.place or nowhere, one.code, one.message))
