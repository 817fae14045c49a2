"""The same input gives the same bytes, whatever PYTHONHASHSEED says."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from commands import plain_environment

SEEDS = ("0", "1", "random")

# Runs the commands named by its arguments in one process, and prints the digest of each output.
DIGESTS = """
import contextlib, hashlib, io, json, sys
from pathlib import Path
from idlib_graph.cli import run
from idlib_graph.scaffold import make_dataset

def digest(data):
    return hashlib.sha256(data).hexdigest()

found = {}
make_dataset("tiny")
for command in json.loads(sys.argv[1]):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert run(command.split()) == 0, command
    found[command] = digest(out.buffer.getvalue())
for path in sorted(Path("out").rglob("*")):
    if path.is_file():
        found[str(path)] = digest(path.read_bytes())
print(json.dumps(found))
"""
COMMANDS = (
    "export json",
    "export csv -o out/tables",
    "export graphml --view ties -o out/ties.graphml",
    "export gexf -o out/relations.gexf",
    "shifts --every P6M --json",
    "communities --json",
    "communities --every P6M --compare --within 0.1 --json",
    "balance --json",
    "series --json",
    "faction hts --json",
    "report -d tiny -o out/report",
)


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """For each seed the digest of every output, asked for at the same time."""
    running = {
        seed: subprocess.Popen(
            [sys.executable, "-c", DIGESTS, json.dumps(COMMANDS)],
            cwd=tmp_path_factory.mktemp("seed"),
            env=plain_environment(PYTHONHASHSEED=seed),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in SEEDS
    }
    return {seed: json.loads(process.communicate()[0]) for seed, process in running.items()}


@pytest.mark.parametrize("seed", SEEDS[1:])
def test_every_output_is_the_same_to_the_byte(
    seed: str, digests: dict[str, dict[str, str]]
) -> None:
    other = digests[seed]

    assert {name for name, digest in digests["0"].items() if other.get(name) != digest} == set()
    assert other.keys() == digests["0"].keys()


def test_the_outputs_compared_are_all_of_them(digests: dict[str, dict[str, str]]) -> None:
    names = {name.removeprefix("out/") for name in digests["0"]} - set(COMMANDS)

    assert names >= {
        "tables/nodes.csv", "tables/edges.csv", "report/report.html", "report/report.md",
        "report/analysis.json", "report/explorer.html", "report/storyline.svg",
        "report/timeline.svg",
    }  # fmt: skip
