"""A data set made in Python as a folder of YAML, for looking at it with the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Evidence, Relation


def write_dataset(dataset: Dataset, folder: Path | str) -> Path:
    """Write a data set that has the built-in codebook; its fields that planting fills."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    period = {"period": str(dataset.period)} if dataset.period else {}
    sources = [
        {"id": s.id, "title": s.title, "published": str(s.published), "reliability": s.reliability}
        for s in dataset.sources.values()
    ]
    factions = [{"id": f.id, "name": f.name, "type": f.type} for f in dataset.factions.values()]
    contents: dict[str, object] = {
        "dataset": {"title": dataset.title, **period},
        "sources": sources,
        "factions": factions,
        "relations": [_relation(relation) for relation in dataset.relations.values()],
    }
    for name, content in contents.items():
        text = yaml.safe_dump(content, sort_keys=False)
        (target / f"{name}.yaml").write_text(text, encoding="utf-8")
    return target


def _relation(relation: Relation) -> dict[str, Any]:
    a, b = relation.a, relation.b
    optional = {"date": relation.date and str(relation.date), "event": relation.event}
    return {
        "id": relation.id,
        "kind": relation.kind,
        "type": relation.type,
        **({"from": a, "to": b} if relation.directed else {"between": [a, b]}),
        **{key: value for key, value in optional.items() if value},
        "evidence": [_evidence(item) for item in relation.evidence],
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {"source": item.source, "paragraphs": [*item.paragraphs], "claim": item.claim}
