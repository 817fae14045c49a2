"""Rules across the records of a data set, and the way in: `load_dataset` and `validate`.

Each rule is a small function with a code; the first line of its docstring is its help. Codes
stay what they are from release to release: D0xx files and records (from the loader), D1xx
references, D2xx relations, D3xx lines, W warnings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.checks import doubts, references, relations
from idlib_graph.checks.doubts import ADVISORY
from idlib_graph.checks.scope import RULES, Scope
from idlib_graph.errors import DatasetError
from idlib_graph.load import LOADER_CODES, Reading, bundled_dataset, read_dataset
from idlib_graph.load.faults import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from idlib_graph.errors import Problem
    from idlib_graph.model import Dataset

__all__ = [
    "ADVISORY",
    "bundled_dataset",
    "check_dataset",
    "codes",
    "failures",
    "load_dataset",
    "validate",
]

_FAMILIES = (references, relations, doubts)


def load_dataset(folder: Path | str | None = None, *, strict: bool = False) -> Dataset:
    """Read a data set and hold it against every rule.

    Parameters
    ----------
    folder : the data set's folder; None for the bundled Idlib data set
    strict : whether warnings count as errors (but for the summaries in `ADVISORY`)

    Raises
    ------
    DatasetError
        With every problem at once, in order of file, line and column.
    NotFoundError
        Where there is no such folder.

    Examples
    --------
    >>> load_dataset().title
    'Idlib factions'
    """
    reading = read_dataset(folder)
    failed = failures(_problems(reading), strict=strict)
    if failed:
        raise DatasetError(failed)
    return reading.dataset


def validate(folder: Path | str | None = None) -> list[Problem]:
    """Return every error and warning of a data set, in order of file, line and column.

    Raises
    ------
    NotFoundError
        Where there is no such folder.

    Examples
    --------
    >>> [problem for problem in validate() if problem.severity == "error"]
    []
    """
    return _problems(read_dataset(folder))


def check_dataset(dataset: Dataset) -> list[Problem]:
    """Return every error and warning of a data set that was made in Python.

    Examples
    --------
    A data set whose relations name a faction that is not in it:

    >>> from dataclasses import replace
    >>> data = load_dataset()
    >>> fewer = {name: one for name, one in data.factions.items() if name != "zinki"}
    >>> found = check_dataset(replace(data, factions=fewer))
    >>> {problem.code for problem in found if problem.severity == "error"}
    {'D101'}
    """
    return _problems(Reading(dataset))


def failures(problems: Iterable[Problem], *, strict: bool = False) -> list[Problem]:
    """Return the problems that make a data set invalid: errors, and warnings where `strict`.

    Examples
    --------
    >>> from idlib_graph.errors import Problem
    >>> doubt = Problem("W401", "no relation names it", severity="warning")
    >>> failures([doubt]), failures([doubt], strict=True) == [doubt]
    ([], True)
    """
    return [
        one for one in problems if one.severity == "error" or (strict and one.code not in ADVISORY)
    ]


def codes() -> dict[str, str]:
    """Return every code with its meaning in one line, in order.

    Examples
    --------
    >>> codes()["D101"]
    'A relation names a faction that is not in factions.yaml.'
    """
    rules = {code: (rule.__doc__ or "").splitlines()[0] for code, rule in RULES.items()}
    return dict(sorted((LOADER_CODES | rules).items()))


def _problems(reading: Reading) -> list[Problem]:
    scope = Scope(reading)
    found = [problem for code in RULES for problem in scope.run(code)]
    return in_order([*reading.problems, *found])
