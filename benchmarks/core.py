"""The core on the bundled data, answer by answer, against the imports it cannot do without."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measuring import Case, Table, clock, measure, tell
from startup import CORE

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from measuring import Cell, Options

    from idlib_graph.analysis import Analysis

OFTEN = 5
SHIFTS = "shifts with their causes"
NOTE = """\
CPU seconds of each answer, once, in a process of its own with its shifts known already; the first \
three over again and the mean taken. The ratio is to all of that import."""

PARTS: dict[str, Callable[[], object]] = {
    "load the Idlib data": load_dataset,
    "snapshots of all slices": lambda: take_snapshots(load_dataset()),
    "communities of all slices, proven": lambda: communities_over_time(
        take_snapshots(load_dataset())
    ),
}
ANSWERS: dict[str, Callable[[Analysis], object]] = {
    SHIFTS: lambda analysis: analysis.shifts,
    "balance of all slices": lambda analysis: analysis.balance_over_time,
    "other objectives, all slices": lambda analysis: analysis.definitions,
    "ensemble, 40 draws": lambda analysis: analysis.ensemble(40),
    "each source left out": lambda analysis: analysis.leave_one_out(),
    "every set of sources": lambda analysis: analysis.sufficient_sources(),
    "other settings": lambda analysis: analysis.sensitivity(),
    "ensemble, 200 draws": lambda analysis: analysis.ensemble(200),
}
QUICK = (*PARTS, SHIFTS)


def tables(options: Options) -> Iterator[Table]:
    """One table of all answers."""
    names = QUICK if options.quick else (*PARTS, *ANSWERS)
    yield table(names, min(options.rounds, 3))


def table(names: Sequence[str], rounds: int) -> Table:
    """What these answers take."""
    cases = [Case(CORE, ("-c", CORE)), *(Case(name, ("-m", "core", name)) for name in names)]
    taken = measure(cases, rounds)
    peer = taken[CORE].whole
    rows: list[dict[str, Cell]] = [{"": CORE, "CPU, s": peer, "ratio": None}]
    for name in names:
        job = taken[name].told_of("job")
        rows.append({"": name, "CPU, s": job, "ratio": job / peer})
    return Table(f"The core, against `{CORE}`", rows, NOTE)


def _seconds(name: str) -> float:
    if name in PARTS:
        PARTS[name]()
        return clock(PARTS[name], OFTEN)
    analysis = analyze(load_dataset())
    if name != SHIFTS:
        _ = analysis.shifts
    return clock(lambda: ANSWERS[name](analysis))


if __name__ == "__main__":
    tell(job=_seconds(sys.argv[1]))
