"""Series and structural balance, as JSON has them and as they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from idlib_graph.report.grounds import grounds_of
from idlib_graph.report.values import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idlib_graph.analysis import Analysis
    from idlib_graph.balance import Balance, Frustration, SignedDegree, StrainedTriad
    from idlib_graph.report.grounds import Grounds
    from idlib_graph.series import LineFigures, SliceFigures
    from idlib_graph.series.balance import BalanceFigures
    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class StrainedCard:
    """A strained triad, told: its factions, and each tie as ``A + B 0.45`` with relation ids."""

    names: tuple[str, ...]
    pattern: str
    strain: float
    ties: tuple[tuple[str, tuple[str, ...]], ...]


def tell_strained(analysis: Analysis, part: Slice, triad: StrainedTriad) -> StrainedCard:
    """Put a strained triad into words, with the relations behind each tie."""

    def name(line: str) -> str:
        return analysis.label(line, part.day, short=True)

    return StrainedCard(
        names=tuple(map(name, triad.nodes)),
        pattern=triad.pattern,
        strain=triad.strain,
        ties=tuple(
            (f"{name(a)} and {name(b)} {weight:+.2f}", part.graph[a][b]["relations"])
            for a, b, weight in triad.ties
        ),
    )


def behind(analysis: Analysis, cards: Iterable[StrainedCard]) -> tuple[Grounds, ...]:
    """The relations behind strained triads with every source's word, each once, by id."""
    dataset = analysis.snapshots.dataset
    ids = {rid for card in cards for _, relations in card.ties for rid in relations}
    return tuple(grounds_of(dataset, dataset.relations[rid]) for rid in sorted(ids))


def series_shape(analysis: Analysis) -> dict[str, Any]:
    """The figures of each slice and of each faction."""
    return {
        "slices": [_slice(figures) for figures in analysis.series.slices],
        "factions": [_line(analysis, figures) for figures in analysis.series.lines],
    }


def _slice(figures: SliceFigures) -> dict[str, Any]:
    return {
        "date": figures.day.isoformat(),
        "communities": figures.communities,
        "sizes": list(figures.sizes),
        "unaligned": figures.unaligned,
        "present": figures.present,
        "fragmentation": number(figures.fragmentation),
        "effective_number": number(figures.effective_number),
        "common": figures.common,
        "adjusted_mutual_information": number(figures.mutual_information),
        "variation_of_information": number(figures.variation),
    }


def _line(analysis: Analysis, figures: LineFigures) -> dict[str, Any]:
    main = figures.main
    return {
        "line": figures.line,
        "first": figures.first.isoformat(),
        "last": figures.last.isoformat(),
        "slices": figures.slices,
        "unaligned": figures.unaligned,
        "steps": figures.steps,
        "switches": figures.switches,
        "flexibility": number(figures.flexibility),
        "main": str(main) if main else None,
        "main_name": analysis.place_name(main) if main else None,
        "in_main": figures.in_main,
        "loyalty": number(figures.loyalty),
    }


def balance_shape(analysis: Analysis, part: Slice) -> dict[str, Any]:
    """Structural balance of one day; factions with most allies and foes first."""
    found = analysis.balance(part)
    return {
        "date": part.day.isoformat(),
        "triads": dict(found.triads.counts),
        "balanced": number(found.triads.strong_share),
        "strained": [_strained(analysis, part, triad) for triad in found.strained],
        "frustration": {
            name: {
                **_frustration(measure),
                "camps": [
                    [analysis.borne(line, part.day) for line in sorted(camp)]
                    for camp in measure.camps
                ],
            }
            for name, measure in found.frustration.by_name.items()
        },
        "factions": _standings(analysis, part, found),
    }


def _strained(analysis: Analysis, part: Slice, triad: StrainedTriad) -> dict[str, Any]:
    return {
        "factions": [analysis.borne(line, part.day) for line in triad.nodes],
        "pattern": triad.pattern,
        "strain": number(triad.strain),
        "ties": [
            {
                "a": analysis.borne(a, part.day),
                "b": analysis.borne(b, part.day),
                "weight": number(weight),
                "relations": list(part.graph[a][b]["relations"]),
            }
            for a, b, weight in triad.ties
        ],
    }


def _standings(analysis: Analysis, part: Slice, found: Balance) -> list[dict[str, Any]]:
    order = sorted(
        found.degrees.items(), key=lambda item: (-item[1].positive - item[1].negative, item[0])
    )
    return [
        {
            "faction": analysis.borne(line, part.day),
            "line": line,
            **_standing(degree, found.brokers[line], found.pn_centrality[line]),
        }
        for line, degree in order
    ]


def balance_series_shape(analysis: Analysis) -> list[dict[str, Any]]:
    """Structural balance of each slice in numbers."""
    return [_balance(figures) for figures in analysis.balance_over_time]


def _balance(figures: BalanceFigures) -> dict[str, Any]:
    return {
        "date": figures.day.isoformat(),
        "triads": dict(figures.triads.counts),
        "balanced": number(figures.triads.strong_share),
        "frustration": {
            name: _frustration(measure) for name, measure in figures.frustration.by_name.items()
        },
    }


def over_time_shape(analysis: Analysis) -> dict[str, Any]:
    """Structural balance of each slice, and each faction's standing through them."""
    return {
        "slices": balance_series_shape(analysis),
        "factions": [
            {
                "line": line,
                "course": [
                    {
                        "date": standing.day.isoformat(),
                        "faction": analysis.borne(line, standing.day),
                        **_standing(standing.degree, standing.broker, standing.pn_centrality),
                    }
                    for standing in course
                ],
            }
            for line, course in analysis.standing_over_time.items()
        ],
    }


def _frustration(measure: Frustration) -> dict[str, Any]:
    return {
        "count": measure.count,
        "weight": number(measure.weight),
        "share": number(measure.share),
        "proven": measure.proven,
    }


def _standing(degree: SignedDegree, broker: float, pn_centrality: float) -> dict[str, Any]:
    return {
        "positive": degree.positive,
        "negative": degree.negative,
        "positive_strength": number(degree.positive_strength),
        "negative_strength": number(degree.negative_strength),
        "broker": number(broker),
        "pn_centrality": number(pn_centrality),
    }
