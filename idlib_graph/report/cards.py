"""Each shift as a card: what happened and why, on whose word, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.robustness import tell_fate
from idlib_graph.report.wording import EVENT_MEANING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.chronicle import Told
    from idlib_graph.robustness.ensemble import ShiftOdds
    from idlib_graph.robustness.support import Sufficient

DRAWS = 40
_SETS = 3


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """A shift told as an event.

    Attributes
    ----------
    id : by which it is linked to
    title : when it was, and what became of the communities
    told : the sentence with its citations, and the relations behind it
    slices : the slices between which it shows
    sure : how often the draws have it and when, what it falls without and what suffices for it
    """

    id: str
    title: str
    told: Told
    slices: str
    sure: tuple[str, ...]


def shift_cards(analysis: Analysis, told: Iterable[Told]) -> Iterator[ShiftCard]:
    """A card for each entry of the ledger that is a shift told as an event."""
    index = {shift: number for number, shift in enumerate(analysis.shifts)}
    ensemble = analysis.ensemble(DRAWS)
    sets = {item.shift: item.sufficient for item in analysis.sufficient_sources().shifts()}
    for entry in told:
        shift = entry.entry.shift
        if shift is None or not shift.is_event:
            continue
        number = index[shift]
        yield ShiftCard(
            id=f"shift-{number + 1}",
            title=f"{entry.title}: {EVENT_MEANING[shift.event]}",
            told=entry,
            slices=f"Between the slices of {shift.since} and {shift.day}",
            sure=(
                tell_odds(ensemble.shift_odds(number)),
                _without(analysis, number),
                *_suffices(sets.get(shift)),
            ),
        )


def tell_odds(odds: ShiftOdds) -> str:
    """In how many draws a shift is found, and when.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.robustness.ensemble import ShiftOdds
    >>> tell_odds(ShiftOdds(0.95, 0.03, date(2018, 2, 1), date(2018, 3, 1), {date(2018, 3, 1): 38}))
    'Found in 95% of 40 draws, in 90% of these between 2018-02-01 and 2018-03-01'
    """
    found = f"Found in {odds.found:.0%} of {DRAWS} draws"
    if odds.earliest is None or odds.latest is None:
        return found
    return f"{found}, in 90% of these between {odds.earliest} and {odds.latest}"


def _without(analysis: Analysis, number: int) -> str:
    """What becomes of a shift without each source."""
    fates: dict[str, list[str]] = {}
    for without in analysis.leave_one_out():
        if fate := tell_fate(without.shifts[number]):
            fates.setdefault(fate, []).append(without.source)
    told = [f"{_FATES[fate]} without {join_names(sources)}" for fate, sources in fates.items()]
    return "; ".join(told).capitalize() if told else "Stands without any one of the sources"


_FATES = {
    "falls": "not found",
    "moves": "found at another time",
    "no event": "no longer told as an event",
}


def _suffices(found: Sufficient | None) -> Iterator[str]:
    """Which smallest sets of sources lead to a shift."""
    if found and found.sets:
        yield f"Enough for it: {tell_sets(found)}"


def tell_sets(found: Sufficient) -> str:
    """Sets of sources by name.

    Examples
    --------
    >>> from idlib_graph.robustness.support import Sufficient
    >>> tell_sets(Sufficient((("a",), ("b", "c"))))
    'a alone, or b with c'
    """
    shown = [f"{' with '.join(s)}{' alone' if len(s) == 1 else ''}" for s in found.sets[:_SETS]]
    more = len(found.sets) - len(shown)
    text = ", or ".join(shown) + (f", or {more} more" if more else "")
    return text if found.minimal else f"{text}, perhaps fewer"
