"""The readers that exported files are held against: networkx, igraph, and graphology in Node."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest

NODE = Path(__file__).parents[1] / "node"
REQUIRED = os.environ.get("IDLIB_REQUIRE_NODE") == "1"

Rows = dict[str, dict[str, Any]]


def with_networkx(path: Path) -> tuple[Rows, Rows]:
    """Nodes and edges by id, as networkx reads them."""
    if path.suffix == ".gexf":
        G = nx.read_gexf(path, version="1.3")
        edges = {data["id"]: {**data, "ends": (a, b)} for a, b, data in G.edges(data=True)}
    else:
        G = nx.read_graphml(path, force_multigraph=True)
        edges = {key: {**data, "ends": (a, b)} for (a, b, key), data in G.edges.items()}
    return {node: dict(data) for node, data in G.nodes(data=True)}, edges


def with_igraph(path: Path) -> tuple[Rows, Rows]:
    """Nodes and edges by id, as igraph reads them; what an element has not is left out."""
    G = igraph.Graph.Read_GraphML(str(path))
    nodes = {vertex["id"]: _there(vertex.attributes()) for vertex in G.vs}
    names = G.vs["id"]
    edges = {  # igraph keeps no edge ids, which is what `rid` is for
        edge["rid"]: _there(edge.attributes()) | {"ends": (names[edge.source], names[edge.target])}
        for edge in G.es
    }
    return nodes, edges


def with_graphology(path: Path) -> tuple[Rows, Rows]:
    """Nodes and edges by id, as Gephi Lite reads them."""
    _install()
    done = subprocess.run(
        ["node", str(NODE / "read.mjs"), str(path)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return (
        {node["id"]: node["attributes"] for node in found["nodes"]},
        {
            edge["id"]: {**edge["attributes"], "ends": (edge["source"], edge["target"])}
            for edge in found["edges"]
        },
    )


def _there(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name != "id" and value != ""}


def _install() -> None:
    """Install the pinned packages once, whoever of several processes comes first."""
    if not (shutil.which("node") and shutil.which("npm")):
        _missing("Node and npm are not installed")
    with (Path(tempfile.gettempdir()) / f"idlib-graph-node-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (NODE / "node_modules" / ".package-lock.json").exists():
            return
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=1"],
            cwd=NODE,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
    if done.returncode:
        _missing(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")


def _missing(reason: str) -> None:
    if REQUIRED:
        pytest.fail(f"{reason}, and IDLIB_REQUIRE_NODE is set")
    pytest.skip(reason)
