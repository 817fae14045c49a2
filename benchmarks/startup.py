"""What commands take, against the imports that they cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import Case, Table, Target, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from measuring import Options

CLICK = "import click"
CORE = "import networkx, highspy"
CHARTS = "import networkx, highspy, matplotlib"
SHORT = {"--help": (CLICK, 2.5), "validate": (CLICK, 2.5), "communities": (CORE, 2.0)}
LONG = {"report": (CHARTS, 8.0)}


def start_up(options: Options) -> Iterator[Table]:
    """Commands that answer at once."""
    yield compare("Start-up", SHORT, options.rounds)


def whole_report(options: Options) -> Iterator[Table]:
    """The report with all its charts and doubts."""
    yield compare("The whole report", LONG, 1 if options.quick else options.rounds)


def compare(title: str, commands: Mapping[str, tuple[str, float]], rounds: int) -> Table:
    """Commands on the bundled data, each with the import it is held against and its target."""
    peers = dict.fromkeys(peer for peer, _ in commands.values())
    cases = [Case(peer, ("-c", peer)) for peer in peers]
    cases += [Case(name, ("-m", "idlib_graph", name)) for name in commands]
    taken = measure(cases, rounds, warm=True)
    return Table(
        title,
        [
            {
                "command": f"`{name}`",
                "CPU, s": taken[name].whole,
                "ratio": (ratio := taken[name].whole / taken[peer].whole),
                "to": f"`{peer}`",
                "of CPU, s": taken[peer].whole,
                "target": Target(bound).judge(ratio),
            }
            for name, (peer, bound) in commands.items()
        ],
    )
