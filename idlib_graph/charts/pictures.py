"""The pictures that a chart of snapshots is made of: where all stands in them, and its name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from idlib_graph.charts.hulls import outline
from idlib_graph.charts.naming import Ground, community_spots, faction_spots
from idlib_graph.charts.network import by_importance, gather_strands
from idlib_graph.charts.sheet import text_box
from idlib_graph.charts.spots import choose_spots
from idlib_graph.charts.text import clip, printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.hulls import Rings
    from idlib_graph.charts.multiples import Multiples
    from idlib_graph.charts.naming import Place
    from idlib_graph.charts.network import Strand
    from idlib_graph.charts.spots import Spot
    from idlib_graph.shifts.records import Slice

    Groups: TypeAlias = Sequence[tuple[str, Spot | None]]
    Names: TypeAlias = Mapping[str, tuple[tuple[str, ...], Spot | None]]

NUMBER = 5.0  # size of numbers in dots
NUMBERED = 8.4  # diameter of dots with numbers

_NAME_ROOM = 13.5  # times the size of a name: what it takes on one line
_MOST_LINES = 3
_GROUP_ROOM = 0.45  # of a picture's width


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large things are drawn, in points.

    Attributes
    ----------
    dot : diameter of the dot of a faction
    name, group : of the names of factions and of communities
    reach, clear : how far hulls reach beyond members, and how far strangers stand from them
    tie : width of a tie of no weight, and what weight 1 adds to it
    """

    dot: float
    name: float
    group: float
    reach: float
    clear: float
    tie: tuple[float, float]

    @classmethod
    def of(cls, unit: float, gap: float) -> Sizes:
        """Those that suit a layout of that unit, whose nodes are at least `gap` points apart."""
        name = min(max(0.52 * unit, 6.0), 7.8)
        thick = min(max(unit / 16, 0.6), 1.0)
        return cls(
            dot=min(max(0.5 * unit, 4.6), 7.0),
            name=name,
            group=name + 1.2,
            reach=min(0.9 * gap, 11.0),
            clear=min(0.5 * gap, 6.5),
            tie=(0.6 * thick, 2.5 * thick),
        )


@dataclass(frozen=True)
class Scene:
    """The network of a day, before names are placed."""

    part: Slice
    strands: Sequence[Strand]
    order: Sequence[str]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """The network of a day as it is drawn, in points from the upper left corner.

    Attributes
    ----------
    places : where each line stands, those that are not there that day included
    hulls : the outline of each community
    groups : name and spot of each community; no spot where there is no room
    names : lines of text and spot of each faction's name, likewise; no lines where it is too long
    """

    scene: Scene
    sizes: Sizes
    places: Mapping[str, Place]
    hulls: Sequence[Sequence[Rings]]
    groups: Groups
    names: Names


def number_gap(count: int) -> float:
    """The least distance of two dots, in points, whose numbers up to `count` cannot overlap."""
    left, upper, right, lower = text_box(0, 0, "8" * len(str(count)), NUMBER)
    return max(math.hypot(right - left, lower - upper), NUMBERED)


def set_scene(analysis: Analysis, part: Slice) -> Scene:
    """Gather what the picture of a day shows."""
    strands = gather_strands(analysis, part)
    labels = {line: analysis.label(line, part.day, short=True) for line in part.where}
    return Scene(part, strands, by_importance(part, strands), labels)


def paint(
    scene: Scene,
    panels: Multiples,
    layout: Mapping[str, Place],
    nearest: float,
    before: Picture | None,
) -> Picture:
    """Draw outlines and place names: communities first, then factions by their weight.

    Parameters
    ----------
    layout : of all that is in some picture
    nearest : the least distance of two of them
    before : the picture before, whose names should rather stay where they are
    """
    part, places, unit = scene.part, panels.places(layout), min(panels.unit)
    sizes = Sizes.of(unit, unit * nearest)
    hulls = [_hull(part, c.members, places, sizes) for c in part.communities]
    edges = zip(part.communities, hulls, strict=True)
    ground = Ground(
        wide=panels.wide,
        high=panels.high,
        dots={line: places[line] for line in scene.order},
        radius=number_gap(len(layout)) / 2,
        ties=np.array([[places[x] for x in s.pair] for s in scene.strands]).reshape(-1, 2, 2),
        reach=sizes.reach,
        hulls={c.members: [rings[0] for rings in hull] for c, hull in edges},
    )
    groups, names = _write(scene, ground, sizes, _past(before))
    return Picture(scene, sizes, places, hulls, groups, names)


def _write(
    scene: Scene, ground: Ground, sizes: Sizes, past: Mapping[object, Spot]
) -> tuple[Groups, Names]:
    """Find spots for the names of communities and factions."""
    communities, room = scene.part.communities, _GROUP_ROOM * ground.wide
    groups = [clip(c.name, sizes.group, room, bold=True) for c in communities]
    names = {line: _in_lines(scene.labels[line], sizes.name) for line in scene.order}
    offers = [
        community_spots(ground, c.members, name, sizes.group, past.get(c.id))
        for c, name in zip(communities, groups, strict=True)
    ]
    offers += [
        faction_spots(ground, line, text, sizes.name, past.get(line)) if text else []
        for line, text in names.items()
    ]
    chosen = choose_spots(offers)
    written = zip(names.items(), chosen[len(groups) :], strict=True)
    return (
        list(zip(groups, chosen[: len(groups)], strict=True)),
        {line: (text, spot) for (line, text), spot in written},
    )


def _past(before: Picture | None) -> dict[object, Spot]:
    """Where each name stood in the picture before."""
    if before is None:
        return {}
    communities = before.scene.part.communities
    past: dict[object, Spot] = {
        c.id: spot for c, (_, spot) in zip(communities, before.groups, strict=True) if spot
    }
    return past | {line: spot for line, (_, spot) in before.names.items() if spot}


def _hull(
    part: Slice, members: Sequence[str], places: Mapping[str, Place], sizes: Sizes
) -> list[Rings]:
    own = np.array([places[line] for line in members])
    others = np.array([places[line] for line in part.where if line not in members]).reshape(-1, 2)
    return outline(own, others, reach=sizes.reach, clear=sizes.clear)


def _in_lines(name: str, size: float) -> tuple[str, ...]:
    """A name on one line, or on a few of about the same width; none where it is too long."""
    name, most = printable(name), _NAME_ROOM * size
    count = max(math.ceil(width(name, size) / most), 1)
    room = width(name, size) / count
    while len(lines := wrap(name, size, room)) > min(count, _MOST_LINES) or _clipped(lines, name):
        if room > most:
            return ()
        room *= 1.06
    return tuple(lines)


def _clipped(lines: Sequence[str], name: str) -> bool:
    return " ".join(lines) != name
