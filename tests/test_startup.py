"""What a command loads. No clock: a heavy import is what makes a start slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import python

if TYPE_CHECKING:
    from pathlib import Path

LOADED = """
import sys
from idlib_graph.cli import run
code = run(sys.argv[2:])
found = [name for name in sys.argv[1].split(",") if name in sys.modules]
print("loaded:", *found, file=sys.stderr)
sys.exit(code)
"""
HEAVY = {
    "--help": "networkx,numpy,matplotlib,rich,yaml,jinja2,highspy,pandas,scipy",
    "report --help": "networkx,numpy,matplotlib,rich,yaml,jinja2,highspy,pandas,scipy",
    "explore --help": "networkx,numpy,matplotlib,rich,yaml,jinja2,highspy,pandas,scipy",
    "events import ucdp-ged --help": "networkx,numpy,rich,yaml,highspy,pandas,pyarrow,ibis",
    "schema dataset": "networkx,numpy,matplotlib,jinja2,highspy,pandas,scipy",
    "validate": "networkx,numpy,matplotlib,jinja2,highspy,pandas,scipy",
    "factions": "networkx,numpy,matplotlib,jinja2,highspy,pandas,scipy",
    "sources --json": "networkx,numpy,matplotlib,rich,jinja2,highspy,pandas,scipy",
    "export json": "networkx,numpy,matplotlib,rich,jinja2,highspy,pandas,scipy",
    "faction nobody-of-that-name": "networkx,numpy,matplotlib,rich,jinja2,highspy",
    "communities": "matplotlib,jinja2,pandas,scipy",
}


@pytest.mark.parametrize("command", HEAVY)
def test_a_command_loads_no_more_than_it_needs(command: str, tmp_path: Path) -> None:
    done = python(LOADED, HEAVY[command], *command.split(), cwd=tmp_path)

    assert done.returncode == (2 if "nobody" in command else 0)
    assert done.stderr.splitlines()[-1] == "loaded:"


def test_the_package_itself_loads_nothing_of_weight(tmp_path: Path) -> None:
    code = (
        "import sys, idlib_graph; print(*{'click', 'numpy', 'networkx', 'yaml'} & {*sys.modules})"
    )

    assert python(code, cwd=tmp_path).stdout.strip() == ""


def test_every_public_name_can_be_fetched(tmp_path: Path) -> None:
    code = "import idlib_graph as ig; print(all(getattr(ig, name) for name in ig.__all__))"

    assert python(code, cwd=tmp_path).stdout.strip() == "True"
