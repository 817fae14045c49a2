"""How the answer of a slice depends on the definition of a community, as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from idlib_graph.report.alternatives import members_shape
from idlib_graph.report.values import number

if TYPE_CHECKING:
    from idlib_graph.analysis import Analysis
    from idlib_graph.shifts import Slice


def compared_shape(analysis: Analysis, part: Slice) -> dict[str, Any]:
    """What ``communities --compare --json`` adds."""
    return {
        "objectives": objectives_shape(analysis, part),
        "unsigned": unsigned_shape(analysis, part),
        "sweep": sweep_shape(analysis, part),
        "over_time": over_time_shape(analysis),
    }


def objectives_shape(analysis: Analysis, part: Slice) -> list[dict[str, Any]]:
    """The answer of each objective, the headline's first."""
    side = analysis.objectives(part)
    names = [answer.objective for answer in side.answers]
    return [
        {
            "objective": answer.objective,
            "resolution": answer.resolution,
            **members_shape(analysis, part, answer.partition),
            "quality": number(answer.quality),
            "proven": answer.proven,
            "gap": number(answer.gap),
            "disagreement": number(answer.disagreement),
            "agreement": dict(zip(names, map(number, agreements), strict=True)),
            "movers": [analysis.borne(line, part.day) for line in left],
        }
        for answer, agreements, left in zip(side.answers, side.agreement, side.movers, strict=True)
    ]


def unsigned_shape(analysis: Analysis, part: Slice) -> dict[str, Any]:
    """Louvain on the alliances alone, with the clashes that it leaves inside."""
    side = analysis.objectives(part)
    found = side.unsigned
    return {
        **members_shape(analysis, part, found.partition),
        "agreement": number(side.unsigned_agreement),
        "movers": [analysis.borne(line, part.day) for line in side.unsigned_movers],
        "clashes": found.clashes,
        "clashes_inside": _ties(analysis, part, found.clashes_inside),
        "alliances": found.alliances,
        "alliances_cut": _ties(analysis, part, found.alliances_cut),
    }


def sweep_shape(analysis: Analysis, part: Slice) -> dict[str, Any] | None:
    """Every plateau of gamma; null for an objective without one."""
    sweep = analysis.resolution(part)
    if sweep is None:
        return None
    own = sweep.headline
    return {
        "resolution": sweep.resolution,
        "low": number(own.low),
        "high": _end(own.high),
        "plateau": sweep.sits,
        "proven": sweep.proven,
        "plateaus": [
            {
                "low": number(p.low),
                "high": _end(p.high),
                "agreement": number(p.agreement),
                **members_shape(analysis, part, p.partition),
            }
            for p in sweep.plateaus
        ],
    }


def over_time_shape(analysis: Analysis) -> dict[str, Any]:
    """How far the objectives agree over all slices."""
    found = analysis.definitions
    rows = zip(found.answers, found.agreement, strict=True)
    return {
        "slices": found.slices,
        "agreement": {
            name: dict(zip(found.answers, map(number, row), strict=True)) for name, row in rows
        },
        "plateau": found.sits,
    }


def _ties(
    analysis: Analysis, part: Slice, ties: tuple[tuple[str, str, float], ...]
) -> list[dict[str, Any]]:
    borne = analysis.borne
    return [
        {"a": borne(a, part.day), "b": borne(b, part.day), "weight": number(weight)}
        for a, b, weight in ties
    ]


def _end(high: float) -> float | None:
    """The upper end of a plateau; null where it has none."""
    return None if math.isinf(high) else number(high)
