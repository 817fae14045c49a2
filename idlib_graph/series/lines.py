"""How often a line changes its place, and how much of its life it spends in one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from idlib_graph.shifts import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One line's course through the slices in which it lives: those where it is present.

    Attributes
    ----------
    first, last : the first and the last slice in which it lives
    slices : how many slices it lives in
    unaligned : in how many of them it has no community
    steps : pairs of neighbouring slices in both of which it lives
    switches : steps over which its place changes: from one community to another, from none into
        one, or out of one. Appearing and vanishing are none, also after a gap
    main : the community that it is in for most slices, of several the earliest; None without any
    in_main : in how many slices it is there
    """

    line: str
    first: date
    last: date
    slices: int
    unaligned: int
    steps: int
    switches: int
    main: CommunityId | None
    in_main: int

    @property
    def flexibility(self) -> float | None:
        """Switches per step (Bassett et al. 2011); None for a life without a step."""
        return self.switches / self.steps if self.steps else None

    @property
    def loyalty(self) -> float | None:
        """Share of its slices spent in its main community; None where it never has one.

        The word is ours: those in use (cohesion, promiscuity, allegiance) measure other things.
        """
        return self.in_main / self.slices if self.main else None


def measure_lines(slices: Sequence[Slice]) -> tuple[LineFigures, ...]:
    """Measure the course of every line that lives in some slice, by id.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("al-bawaba-2018",))
    >>> figures = {found.line: found for found in measure_lines(told.slices)}
    >>> figures["zinki"].switches, figures["zinki"].steps, figures["hts"].switches
    (1, 3, 0)
    """
    lines = sorted({line for part in slices for line in part.where})
    return tuple(_measure(line, slices) for line in lines)


def _measure(line: str, slices: Sequence[Slice]) -> LineFigures:
    places = [part.position(line) for part in slices]
    alive = [part.day for part, place in zip(slices, places, strict=True) if place != ABSENT]
    steps = [step for step in pairwise(places) if ABSENT not in step]
    homes = Counter(place for place in places if isinstance(place, CommunityId))
    main = max(homes, key=lambda place: homes[place], default=None)
    return LineFigures(
        line=line,
        first=alive[0],
        last=alive[-1],
        slices=len(alive),
        unaligned=places.count(UNALIGNED),
        steps=len(steps),
        switches=sum(before != after for before, after in steps),
        main=main,
        in_main=homes[main] if main else 0,
    )
