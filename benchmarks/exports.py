"""Every export of a large data set: 2,000 factions, 20,000 relations; in CPU time and memory."""

from __future__ import annotations

import io
import random
import statistics
import time
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.dates import parse_date
from idlib_graph.export.ftm import to_ftm
from idlib_graph.export.gexf import render_gexf
from idlib_graph.export.graphml import render_graphml
from idlib_graph.export.tables import edges_csv, nodes_csv, to_json, to_node_link
from idlib_graph.export.views import gather
from idlib_graph.model import Dataset, Evidence, Faction, Relation, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from idlib_graph.analysis import Analysis

ROUNDS = 3
FACTIONS, RELATIONS = 2_000, 20_000
TARGET = 3.0
FORMS = ("membership", "battle", "sponsorship", "defection", "cooperation")


def synthetic(factions: int, relations: int) -> Dataset:
    """A data set of that size, in forty camps, with the bundled codebook."""
    draw = random.Random(0)  # noqa: S311 - no secret
    codebook = load_dataset().codebook
    source = Source("paper", "Paper", parse_date("2020-01-01"), "B")
    found = {}
    for number in range(relations):
        kind = codebook.types[FORMS[number % len(FORMS)]]
        a = draw.randrange(factions)
        near = (a + 40 * draw.randrange(1, factions // 40)) % factions
        b = near if kind.kind == "alliance" else (a + draw.randrange(1, factions)) % factions
        day = f"20{10 + number % 10}-{number % 12 + 1:02}"
        found[f"r{number}"] = Relation(
            id=f"r{number}",
            kind=kind.kind,
            type=kind.name,
            a=f"f{a}",
            b=f"f{b}",
            directed=kind.has_direction,
            evidence=(Evidence("paper", (1,), "reported"),),
            date=parse_date(day),
            note=f"Relation {number}, in the coder's words.",
        )
    return Dataset(
        title="Synthetic",
        codebook=codebook,
        sources={"paper": source},
        factions={f"f{n}": Faction(f"f{n}", f"Faction {n}", "cell") for n in range(factions)},
        relations=found,
    )


def cpu(job: Callable[[], object]) -> float:
    """Median CPU seconds of a job."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        job()
        times.append(time.process_time() - began)
    return statistics.median(times)


def peak(job: Callable[[], object]) -> float:
    """The most memory, in MB, that a job holds at once, beyond what was there before."""
    tracemalloc.start()
    job()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def prepared(size: int) -> tuple[Analysis, float, float]:
    """An analysis of a data set of one part in `size`, and what it and its layout took."""
    began = time.process_time()
    analysis = analyze(synthetic(FACTIONS // size, RELATIONS // size), every="P5Y")
    analyzed = time.process_time()
    assert len(analysis.layout) >= len(analysis.series.lines)  # both are kept from now on
    return analysis, analyzed - began, time.process_time() - analyzed


def measure(name: str, export: Callable[[], bytes]) -> None:
    """Print what one format takes."""
    seconds, length = cpu(export), len(export()) / 1e6
    print(f"  {name:13} {seconds:5.2f} s CPU (target {TARGET:g}), ", end="")
    print(f"{length:5.1f} MB written, {peak(export):6.1f} MB held at most")


def main() -> None:
    """Print each measurement."""
    for size in (4, 2, 1):
        analysis, analyzing, laying = prepared(size)
        print(f"{FACTIONS // size} factions, {RELATIONS // size} relations")
        print(f"  analysis {analyzing:.2f} s, layout {laying:.2f} s CPU, once for all exports")
        for name, export in EXPORTS.items():
            measure(name, partial(export, analysis))
        G = nx.parse_graphml(_graphml(analysis).decode(), force_multigraph=True)
        measure("networkx", partial(_networkx, G))


def _graphml(analysis: Analysis) -> bytes:
    return render_graphml(gather(analysis))


def _gexf(analysis: Analysis) -> bytes:
    return render_gexf(gather(analysis))


def _ties(analysis: Analysis) -> bytes:
    return render_graphml(gather(analysis, view="ties"))


def _csv(analysis: Analysis) -> bytes:
    return (nodes_csv(analysis.dataset) + edges_csv(analysis.dataset)).encode()


def _json(analysis: Analysis) -> bytes:
    return to_json(analysis.dataset).encode()


def _node_link(analysis: Analysis) -> bytes:
    return to_node_link(analysis.dataset).encode()


def _ftm(analysis: Analysis) -> bytes:
    return to_ftm(analysis.dataset).encode()


EXPORTS: dict[str, Callable[[Analysis], bytes]] = {
    "GraphML": _graphml,
    "GraphML, ties": _ties,
    "GEXF": _gexf,
    "CSV": _csv,
    "JSON": _json,
    "node-link": _node_link,
    "FtM": _ftm,
}


def _networkx(G: nx.Graph[str]) -> bytes:
    """The peer: the same nodes, edges and attributes as `networkx.write_graphml` has them."""
    content = io.BytesIO()
    nx.write_graphml(G, content)
    return content.getvalue()


if __name__ == "__main__":
    main()
