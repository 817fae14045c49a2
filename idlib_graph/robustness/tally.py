"""What becomes of the headline without each source, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.robustness.sources import WithoutSource
    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class SourceTally:
    """How much of the headline holds where one source is not heard.

    Memberships are counted slice by slice; of the shifts those that the headline tells as events.

    Attributes
    ----------
    memberships : all of the headline's
    elsewhere : those that fall as the line has left most of its fellows
    gone : those that fall as no tie of the line is left
    stand : shifts that are found there and are told as events
    no_event : those that are found there, but as no event
    move : those that are found more than ``match_window`` slices away
    fall : those that are not found
    """

    source: str
    memberships: int
    elsewhere: int
    gone: int
    stand: int
    no_event: int
    move: int
    fall: int

    @property
    def held(self) -> int:
        """Memberships that hold."""
        return self.memberships - self.elsewhere - self.gone

    @property
    def events(self) -> int:
        """All shifts that the headline tells as events."""
        return self.stand + self.no_event + self.move + self.fall


def tally_sources(
    without: Sequence[WithoutSource], slices: Sequence[Slice]
) -> tuple[SourceTally, ...]:
    """Count what becomes of the memberships and of the shifts of a headline with these slices.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> two = ("al-bawaba-2018", "newsgram-2020")
    >>> analysis = ig.analyze(ig.load_dataset(), every="P1Y", source=two)
    >>> tally, _ = tally_sources(analysis.leave_one_out(), analysis.slices)
    >>> tally.held / tally.memberships == analysis.leave_one_out()[0].held
    True
    """
    memberships = sum(len(c.members) for part in slices for c in part.communities)
    return tuple(_tally(found, memberships) for found in without)


def _tally(found: WithoutSource, memberships: int) -> SourceTally:
    fates = [fate for fate in found.shifts if fate.shift.is_event]
    gone = sum(fall.absent for fall in found.falls)
    fall = sum(fate.outcome == "falls" for fate in fates)
    move = sum(fate.outcome == "moves" for fate in fates)
    no_event = sum(fate.outcome != "moves" and fate.loses_event for fate in fates)
    return SourceTally(
        source=found.source,
        memberships=memberships,
        elsewhere=sum(fall.slices for fall in found.falls) - gone,
        gone=gone,
        stand=len(fates) - fall - move - no_event,
        no_event=no_event,
        move=move,
        fall=fall,
    )
