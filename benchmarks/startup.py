"""Start-up of the commands, as ratios to the imports that they cannot do without."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 9
FEW = {"report": 3}  # rounds of what takes long
PEERS = {
    "click": "import click",
    "core": "import networkx, highspy",
    "charts": "import networkx, highspy, matplotlib",
}
COMMANDS = {
    "--help": ("click", 2.5),
    "validate": ("click", 2.5),
    "communities": ("core", 2.0),
    "report": ("charts", 8.0),
}


def cpu(arguments: list[str], folder: str) -> float:
    """CPU seconds of one process, user and system."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure everything in turn, round by round, and print the ratios."""
    jobs = {name: [sys.executable, "-c", code] for name, code in PEERS.items()}
    jobs |= {name: [sys.executable, "-m", "idlib_graph", name] for name in COMMANDS}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    with tempfile.TemporaryDirectory() as folder:
        for arguments in jobs.values():
            cpu(arguments, folder)  # once for the byte code and the disk's cache
        for number in range(ROUNDS):
            for name, arguments in jobs.items():
                if number < FEW.get(name, ROUNDS):
                    times[name].append(cpu(arguments, folder))
    middle = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(f"{name:12} {middle[name]:7.3f} s  ({min(values):.3f} to {max(values):.3f})")
    for name, (peer, target) in COMMANDS.items():
        print(f"{name:12} {middle[name] / middle[peer]:5.2f} x {PEERS[peer]}  (target {target})")


if __name__ == "__main__":
    main()
