"""Every export of a large data set, in CPU time and memory, against networkx."""

from __future__ import annotations

import io
import random
import sys
import time
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx
from measuring import Case, Spread, Table, Target, clock, measure, tell

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
    from collections.abc import Callable, Iterator

    from measuring import Cell, Options

    from idlib_graph.analysis import Analysis

FACTIONS, RELATIONS = 2_000, 20_000
NETWORKX = "networkx"
TARGET = Target(3.0)
NOTE = """\
The same nodes, edges and attributes written by `networkx.write_graphml` for comparison. Analysis \
and layout are made once for all files. *Held*: the most MB at once, beyond what was there."""
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


def peak(job: Callable[[], object]) -> float:
    """The most memory, in MB, that a job holds at once, beyond what was there before."""
    tracemalloc.start()
    job()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def prepared(factions: int) -> tuple[Analysis, float, float]:
    """An analysis of a data set of that size, and what it and its layout took."""
    began = time.process_time()
    analysis = analyze(synthetic(factions, 10 * factions), every="P5Y")
    analyzed = time.process_time()
    assert len(analysis.layout) >= len(analysis.series.lines)  # both are kept from now on
    return analysis, analyzed - began, time.process_time() - analyzed


def tables(options: Options) -> Iterator[Table]:
    """A table for each size, so that growth shows."""
    for size in (FACTIONS // 4,) if options.quick else (FACTIONS // 4, FACTIONS // 2, FACTIONS):
        yield table(size, min(options.rounds, 2))


def table(factions: int, rounds: int) -> Table:
    """Every format, one after the other in one process a round, for the analysis is dear."""
    taken = measure([Case("exports", ("-m", "exports", str(factions)))], rounds)["exports"]
    rows: list[dict[str, Cell]] = []
    peer = _figure(taken.told, NETWORKX, "seconds")
    for name in (*EXPORTS, NETWORKX):
        seconds = _figure(taken.told, name, "seconds")
        row: dict[str, Cell] = {"format": name, "CPU, s": seconds, "ratio to networkx": None}
        if name != NETWORKX:
            row["ratio to networkx"] = seconds / peer
        row |= {f"{word}, MB": taken.told[0][name][word] for word in ("written", "held")}
        rows.append(row | {"target, s": TARGET.judge(seconds) if name != NETWORKX else ""})
    once = ", ".join(f"{word} {taken.told[0][word]:.1f} s" for word in ("analysis", "layout"))
    title = f"Exports: {factions:,} factions, {10 * factions:,} relations"
    return Table(title, rows, f"{NOTE} Here {once}.")


def _figure(told: list[dict[str, Any]], name: str, what: str) -> Spread:
    return Spread(tuple(round_[name][what] for round_ in told))


def main(factions: str) -> None:
    """Tell what each format takes."""
    analysis, analyzing, laying = prepared(int(factions))
    found: dict[str, object] = {"analysis": analyzing, "layout": laying}
    G = nx.parse_graphml(_graphml(analysis).decode(), force_multigraph=True)
    jobs = {name: partial(export, analysis) for name, export in EXPORTS.items()}
    for name, job in (*jobs.items(), (NETWORKX, partial(_networkx, G))):
        written = len(job()) / 1e6
        found[name] = {"seconds": clock(job, 2), "written": written, "held": peak(job)}
    tell(**found)


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
    main(sys.argv[1])
