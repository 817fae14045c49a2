"""The JSON shapes that others build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idlib_graph import __version__
from idlib_graph.histories import contested_of, relations_of, stays, tie_course, ties_on
from idlib_graph.records import count_joining, faction_record, relation_record
from idlib_graph.report.alternatives import sometimes_shape
from idlib_graph.report.cards import DRAWS
from idlib_graph.report.ensemble import ensemble_shape
from idlib_graph.report.figures import balance_series_shape, series_shape
from idlib_graph.report.ledger_shapes import (
    entry_shape,
    lifecycle_shape,
    move_shape,
    shift_shape,
)
from idlib_graph.report.robustness_shapes import left_out_shape
from idlib_graph.report.testimony import contested_shape
from idlib_graph.report.values import number

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.histories import Tie
    from idlib_graph.model import Dataset
    from idlib_graph.shifts import Slice


def communities_shape(analysis: Analysis, part: Slice) -> dict[str, Any]:
    """Who sits with whom on one day, with the proof and the ties that contradict it."""
    result, proof, before = part.result, analysis.proof(part), analysis.previous(part)
    return {
        "date": part.day.isoformat(),
        "objective": result.objective,
        "resolution": result.resolution,
        "quality": number(result.quality),
        "communities": [
            {
                "id": str(community.id),
                "name": community.name,
                "members": _borne(analysis, community.members, part.day),
            }
            for community in part.communities
        ],
        "unaligned": _borne(analysis, part.unaligned, part.day),
        "ties": result.ties,
        "contradicting": [
            {
                "a": analysis.borne(a, part.day),
                "b": analysis.borne(b, part.day),
                "weight": number(weight),
                "relations": list(part.graph[a][b]["relations"]),
            }
            for a, b, weight in result.contradicting
        ],
        "disagreement": number(result.disagreement),
        "least_disagreement": number(proof.least_disagreement),
        "weight": number(result.weight),
        "coupled_quality": number(result.coupled_quality),
        "loss": number(proof.loss),
        "previous": before.day.isoformat() if before else None,
        "proven": result.proven,
        "proven_nodes": result.proven_nodes,
        "gap": number(result.gap),
        "alternatives": proof.alternatives,
        "capped": proof.capped,
        "sometimes": sometimes_shape(analysis, part, analysis.alternatives(part)),
    }


def faction_shape(analysis: Analysis, line: str, day: date) -> dict[str, Any]:
    """One line's names, communities over time, ties on a day and relations."""
    dataset, track = analysis.dataset, analysis.lines.by_id[line]
    names = zip(track.names, track.since, track.renames, strict=True)
    joining = count_joining(dataset)
    return {
        "id": line,
        "line": [
            {
                **faction_record(dataset.factions[name], joining[name]),
                "since": since.isoformat() if since else None,
                "renames": list(renames),
            }
            for name, since, renames in names
        ],
        "communities": [
            {
                "place": str(run.place),
                "name": analysis.place_name(run.place),
                "first": run.first.isoformat(),
                "last": run.last.isoformat(),
            }
            for run in stays(analysis, line)
        ],
        "ties": [_tie(analysis, tie) for tie in ties_on(analysis, line, day)],
        "relations": [relation_record(dataset, r) for r in relations_of(analysis, line)],
    }


def pair_shape(analysis: Analysis, a: str, b: str) -> dict[str, Any]:
    """One pair's tie in each slice, and its relations."""
    relations = relations_of(analysis, a, b)
    contested = {rid for matter in contested_of(analysis, a, b) for rid in matter.relations}
    return {
        "a": a,
        "b": b,
        "ties": [_tie(analysis, tie) for tie in tie_course(analysis, a, b)],
        "relations": [relation_record(analysis.dataset, r) for r in relations],
        "contested": [r.id for r in relations if r.id in contested],
    }


def analysis_shape(analysis: Analysis) -> dict[str, Any]:
    """Everything an analysis found, with the settings that made it."""
    analysis.prove_all()
    return {
        "version": __version__,
        "dataset": dataset_shape(analysis.dataset),
        "settings": analysis.settings.as_dict(),
        "left_out": list(analysis.left_out),
        "lines": [
            {
                "id": line.id,
                "names": list(line.names),
                "since": [day.isoformat() if day else None for day in line.since],
                "renames": [list(ids) for ids in line.renames],
            }
            for line in analysis.lines.by_id.values()
            if len(line.names) > 1
        ],
        "slices": [communities_shape(analysis, part) for part in analysis.slices],
        "shifts": [shift_shape(analysis, shift) for shift in analysis.shifts],
        "reported_only": [entry_shape(analysis, e) for e in analysis.ledger if not e.shift],
        "lifecycle": [lifecycle_shape(change) for change in analysis.lifecycle],
        "passages": [
            {"date": p.day.isoformat(), **move_shape(analysis, p.move, p.day)}
            for p in analysis.passages
        ],
        "flickers": analysis.flickers,
        "series": series_shape(analysis),
        "balance": balance_series_shape(analysis),
        "contested": [contested_shape(analysis.dataset, c) for c in analysis.contested],
        "robustness": {
            "ensemble": ensemble_shape(analysis, analysis.ensemble(DRAWS)),
            "sources": left_out_shape(analysis),
        },
    }


def dataset_shape(dataset: Dataset) -> dict[str, Any]:
    """What a data set is and holds."""
    return {
        "title": dataset.title,
        "fingerprint": dataset.fingerprint,
        "sources": len(dataset.sources),
        "factions": len(dataset.factions),
        "relations": len(dataset.relations),
    }


def _borne(analysis: Analysis, lines: tuple[str, ...], day: date) -> list[str]:
    return [analysis.borne(line, day) for line in lines]


def _tie(analysis: Analysis, tie: Tie) -> dict[str, Any]:
    return {
        "date": tie.day.isoformat(),
        "with": analysis.borne(tie.other, tie.day),
        "weight": number(tie.weight),
        "positive": number(tie.positive),
        "negative": number(tie.negative),
        "relations": list(tie.relations),
    }
