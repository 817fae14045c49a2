"""Programs run as children, their CPU time in interleaved rounds, and tables of ratios."""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Options:
    """What was asked for: rounds at most, whether to leave out what takes long or to add to it."""

    rounds: int = 5
    quick: bool = False
    huge: bool = False


@dataclass(frozen=True)
class Case:
    """A program to measure.

    Attributes
    ----------
    command : what Python is given, such as ``-m exact potts``; ``{round}`` in it is the round's
        number, from 0
    needs : modules without which it cannot run; a case that has some is a peer's, and may fail
    rounds : at most
    """

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()
    rounds: int = 1_000


@dataclass(frozen=True)
class Spread:
    """A figure of several rounds: its median, least and most."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of them."""
        return statistics.median(self.values)

    def __truediv__(self, other: Spread) -> Spread:
        """The ratio in each round that both took part in."""
        return Spread(tuple(a / b for a, b in zip(self.values, other.values, strict=False)))

    def __str__(self) -> str:
        if len(self.values) == 1:
            return figure(self.median)
        return f"{figure(self.median)} ({figure(min(self.values))} to {figure(max(self.values))})"


@dataclass(frozen=True)
class Target:
    """A bound on the median of a ratio or figure, from above unless `at_least`."""

    bound: float
    at_least: bool = False

    def judge(self, found: Spread) -> Verdict:
        """Whether `found` is within it."""
        met = found.median >= self.bound if self.at_least else found.median <= self.bound
        return Verdict(self, met=met)


@dataclass(frozen=True)
class Verdict:
    """A target, and whether it was met."""

    target: Target
    met: bool

    def __str__(self) -> str:
        sign = "at least" if self.target.at_least else "at most"
        return f"{sign} {self.target.bound:g}: {'met' if self.met else '**missed**'}"


Cell: TypeAlias = str | int | float | Spread | Verdict | None


@dataclass(frozen=True)
class Table:
    """Rows of the same columns, with what they say above them."""

    title: str
    rows: Sequence[dict[str, Cell]]
    note: str = ""

    def __str__(self) -> str:
        columns = list(self.rows[0])
        lines = [columns, ["---"] * len(columns)]
        lines += [[written(row[name]) for name in columns] for row in self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return "\n\n".join(part for part in (f"### {self.title}", self.note, table) if part)

    def record(self) -> dict[str, Any]:
        """The same for JSON; a figure is all of its rounds."""
        rows = [{name: _plain(cell) for name, cell in row.items()} for row in self.rows]
        return {"title": self.title, "note": self.note, "rows": rows}


@dataclass
class Taken:
    """What a case took in each round, or why it could not be run."""

    cpu: list[float] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    lacking: str = ""

    @property
    def whole(self) -> Spread:
        """CPU seconds of the whole process."""
        return Spread(tuple(self.cpu))

    def told_of(self, name: str) -> Spread:
        """What the program told of itself under `name`."""
        return Spread(tuple(round_[name] for round_ in self.told))


def measure(cases: Sequence[Case], rounds: int, *, warm: bool = False) -> dict[str, Taken]:
    """Run all cases in turn, round by round.

    Parameters
    ----------
    warm : each once before, not counted, for the byte code and the disk's cache
    """
    taken = {case.name: Taken(lacking=lacking(case.needs)) for case in cases}
    for number in range(-1 if warm else 0, rounds):
        for case in cases:
            found = taken[case.name]
            if found.lacking or number >= case.rounds:
                continue
            print(f"{case.name}, round {number + 1}", file=sys.stderr)
            try:
                cpu, told = run([part.replace("{round}", f"{number}") for part in case.command])
            except subprocess.CalledProcessError as error:
                if not case.needs:
                    error.add_note(error.stderr)
                    raise
                found.lacking = f"failed: {(error.stderr.strip() or 'no word').splitlines()[-1]}"
                continue
            if number >= 0:
                found.cpu.append(cpu)
                found.told.append(told)
    return taken


def run(command: Sequence[str]) -> tuple[float, dict[str, Any]]:
    """CPU seconds (user and system) of one child with its own, and what it told.

    What a program tells of itself is its last line, in JSON; see `tell`.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(map(str, (HERE, HERE.parent, *filter(None, [kept.get("PYTHONPATH")]))))
    environment = {**kept, **ONE_THREAD, "PYTHONPATH": path}
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    last = done.stdout.strip().rpartition("\n")[2]
    told = json.loads(last) if last.startswith("{") else {}
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told


def tell(**figures: object) -> None:
    """Tell `run` something, from inside a child."""
    print("\n" + json.dumps(figures))


def clock(job: Callable[[], object], times: int = 1) -> float:
    """CPU seconds of a job inside of this process, the mean of some turns."""
    began = time.process_time()
    for _ in range(times):
        job()
    return (time.process_time() - began) / times


def lacking(needs: Sequence[str]) -> str:
    """Which of the modules that a case needs are not installed, in words."""
    missing = [name for name in needs if find_spec(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def figure(value: float) -> str:
    """A number with three digits that count.

    Examples
    --------
    >>> figure(0.01234), figure(12.345), figure(1234.5), figure(0)
    ('0.0123', '12.3', '1,234', '0')
    """
    if not value or not math.isfinite(value):
        return f"{value:g}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 5)}f}"


def written(cell: Cell) -> str:
    """A cell as a table has it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return figure(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _plain(cell: Cell) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(cell, Spread):
        return list(cell.values)
    if isinstance(cell, Verdict):
        return {"bound": cell.target.bound, "at_least": cell.target.at_least, "met": cell.met}
    return cell
