"""The core on the bundled data and on a synthetic data set, in CPU time."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from idlib_graph.analysis import analyze
from idlib_graph.checks import load_dataset
from idlib_graph.communities.over_time import communities_over_time
from idlib_graph.load import read_dataset
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Callable

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset

ROUNDS = 5
RELATIONS = 5_000


def cpu(job: Callable[[], object]) -> tuple[float, float, float]:
    """Median, least and most CPU seconds of a job."""
    job()
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        job()
        times.append(time.process_time() - began)
    return statistics.median(times), min(times), max(times)


def synthetic(folder: Path) -> str:
    """Write a data set of 5,000 relations; its relations as text."""
    out = io.StringIO()
    for i in range(RELATIONS):
        out.write(
            f"- id: relation-{i}\n  kind: clash\n  type: battle\n"
            f"  between: [faction-{i % 97}, faction-{(i * 7 + 1) % 89 + 100}]\n"
            f"  date: 20{10 + i % 10}-{i % 12 + 1:02}\n  evidence:\n"
            f"    - source: paper\n      paragraphs: [{i % 40 + 1}]\n      claim: reported\n"
            f"      claimant: a party\n  place: Somewhere\n"
            f"  note: Battle number {i}, in the coder's words.\n"
        )
    names = [*range(97), *range(100, 189)]
    factions = "".join(f"- {{id: faction-{n}, name: Faction {n}, type: cell}}\n" for n in names)
    source = "- {id: paper, title: Paper, published: 2020-01-01, reliability: B}\n"
    texts = {"dataset": "title: Synthetic\n", "sources": source, "factions": factions}
    for name, text in (texts | {"relations": out.getvalue()}).items():
        (folder / f"{name}.yaml").write_text(text)
    return out.getvalue()


def answers(dataset: Dataset) -> dict[str, Callable[[Analysis], object]]:
    """What is asked of a fresh analysis, and takes its time."""
    return {
        "shifts with their causes": lambda analysis: analysis.shifts,
        "balance of all slices": lambda analysis: analysis.balance_over_time,
        "other objectives, all slices": lambda analysis: analysis.definitions,
        "ensemble, 40 draws": lambda analysis: analysis.ensemble(40),
        "ensemble, 200 draws": lambda analysis: analysis.ensemble(200),
        f"each of {len(dataset.sources)} sources left out": lambda a: a.leave_one_out(),
        "every set of sources": lambda analysis: analysis.sufficient_sources(),
        "other settings": lambda analysis: analysis.sensitivity(),
    }


def ask_once(dataset: Dataset) -> None:
    """Print what each answer takes, once, with its shifts known already."""
    for title, ask in answers(dataset).items():
        analysis = analyze(dataset)
        if title != "shifts with their causes":
            _ = analysis.shifts
        began = time.process_time()
        ask(analysis)
        print(f"{title:45} {time.process_time() - began:6.2f} s  (once)")


def main() -> None:
    """Print each measurement."""
    dataset = load_dataset()
    series = take_snapshots(dataset)
    jobs: dict[str, Callable[[], object]] = {
        "load the Idlib data": load_dataset,
        f"snapshots, {len(series.days)} slices": lambda: take_snapshots(dataset),
        "communities of all slices, exact": lambda: communities_over_time(series),
    }
    with tempfile.TemporaryDirectory() as name:
        text = synthetic(Path(name))
        jobs[f"read {RELATIONS} relations, {len(text) / 1e6:.1f} MB"] = lambda: read_dataset(name)
        jobs["the same by yaml.CSafeLoader, values only"] = lambda: yaml.load(
            text, Loader=yaml.CSafeLoader
        )
        for title, job in jobs.items():
            middle, least, most = cpu(job)
            print(f"{title:45} {middle:6.3f} s  ({least:.3f} to {most:.3f})")
    ask_once(dataset)
    print("all proven:", all(found.proven for found in communities_over_time(series)))


if __name__ == "__main__":
    main()
