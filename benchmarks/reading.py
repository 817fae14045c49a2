"""YAML with lines and repeated keys found, against PyYAML's loaders, which find neither."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from measuring import Case, Table, Target, clock, measure, tell

from idlib_graph.load.events import YamlReader
from idlib_graph.load.faults import Faults
from idlib_graph.load.reading import read_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from measuring import Cell, Options

RELATIONS = 3_600  # 1 MB
PEER = "yaml.CSafeLoader, values only"


def tables(options: Options) -> Iterator[Table]:
    """One table of all ways to read."""
    yield table(RELATIONS, options.rounds)


def table(relations: int, rounds: int) -> Table:
    """Each way to read that many relations; the ratio is the peer's time to its own."""
    with tempfile.TemporaryDirectory() as folder:
        size = write(Path(folder), relations)
        cases = [Case(name, ("-m", "reading", name, folder)) for name in WAYS]
        taken = measure(cases, rounds)
    peer = taken[PEER].told_of("job")
    rows: list[dict[str, Cell]] = []
    for name, (_, bound) in WAYS.items():
        job = taken[name].told_of("job")
        faster = peer / job
        rows.append(
            {
                "": name,
                "CPU, s": job,
                "times as fast as CSafeLoader": faster,
                "target": Target(bound, at_least=True).judge(faster) if bound else "",
            }
        )
    return Table(f"YAML: {relations:,} relations, {size / 1e6:.2g} MB", rows)


def write(folder: Path, relations: int) -> int:
    """Write a data set of that many relations; the bytes of its relations."""
    out = io.StringIO()
    for i in range(relations):
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
    return len(out.getvalue())


def _nodes(folder: Path) -> int:
    data = (folder / "relations.yaml").read_bytes()
    return sum(1 for _ in YamlReader(data, Faults("relations.yaml", [])).records("relations"))


def _checked(folder: Path) -> int:
    return len(read_dataset(folder).dataset.relations)


def _fast(folder: Path) -> int:
    return len(yaml.load((folder / "relations.yaml").read_bytes(), Loader=yaml.CSafeLoader))


def _plain(folder: Path) -> int:
    return len(yaml.load((folder / "relations.yaml").read_bytes(), Loader=yaml.SafeLoader))


WAYS: dict[str, tuple[Callable[[Path], int], float]] = {
    "ours, with lines and repeated keys": (_nodes, 4.5),
    "ours, the whole data set read and checked": (_checked, 0.0),
    PEER: (_fast, 0.0),
    "yaml.SafeLoader, values only": (_plain, 0.0),
}


if __name__ == "__main__":
    way, place = sys.argv[1:]
    tell(job=clock(lambda: WAYS[way][0](Path(place))))
