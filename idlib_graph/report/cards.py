"""Each shift as a card: what happened and why, on whose word, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from idlib_graph.ledger import BOTH
from idlib_graph.phrases import day_words, join_names
from idlib_graph.report.robustness import tell_fate
from idlib_graph.titles import shift_title

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
    slices : the slices between which it is found
    sure : how often the draws have it and when, which sources it needs and which suffice for it
    """

    id: str
    title: str
    told: Told
    slices: str
    sure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards under one heading, with what it means."""

    title: str
    intro: str
    cards: tuple[ShiftCard, ...]


def group_cards(cards: Iterable[ShiftCard]) -> tuple[CardGroup, ...]:
    """Those that sources report before those that nobody reports; no group is empty."""
    found: dict[bool, list[ShiftCard]] = {True: [], False: []}
    for card in cards:
        found[card.told.entry.verdict == BOTH].append(card)
    return tuple(CardGroup(*_HEADINGS[key], tuple(group)) for key, group in found.items() if group)


_BORNE_OUT = (
    "What sources report to have happened, as far as who sits with whom changed with it: first "
    "what the sources say, then what is computed."
)
_COMPUTED = (
    "No source reports these changes. They follow from the computation, and it goes back to "
    "reports of something else; that the one led to the other nobody says."
)
_HEADINGS = {
    True: ("Reported, and borne out by the ties", _BORNE_OUT),
    False: ("Computed only", _COMPUTED),
}


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
        support = _support(analysis, number, sets.get(shift), entry.origin)
        # That one source alone tells it is said once, and so is where it is placed.
        again = {entry.placed}
        if support[0] == _known(entry.origin):
            again |= {remark for remark in entry.remarks if "by one source only" in remark}
        slices = f"Found between the slices of {day_words(shift.since)} and {day_words(shift.day)}"
        yield ShiftCard(
            id=f"shift-{number + 1}",
            title=f"{date_title(entry)}: {shift_title(analysis, shift, who=True)}",
            told=replace(entry, remarks=tuple(r for r in entry.remarks if r not in again)),
            slices=entry.placed or slices,
            sure=(tell_odds(ensemble.shift_odds(number)), *support),
        )


def date_title(told: Told) -> str:
    """When it was, as the beginning of a title."""
    return told.title.removeprefix("In ").removeprefix("On ")


def tell_odds(odds: ShiftOdds) -> str:
    """In how many draws a shift is found, and when.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph.robustness.ensemble import ShiftOdds
    >>> tell_odds(ShiftOdds(0.95, 0.03, date(2018, 2, 1), date(2018, 3, 1), {date(2018, 3, 1): 38}))
    'Found in 38 of 40 draws, in 90% of these between 1 February 2018 and 1 March 2018'
    """
    found = f"Found in {tell_share(odds.found)}"
    if odds.earliest is None or odds.latest is None:
        return found
    days = f"{day_words(odds.earliest)} and {day_words(odds.latest)}"
    return f"{found}, in 90% of these between {days}"


def tell_share(share: float) -> str:
    """A share of the draws as a count.

    Examples
    --------
    >>> tell_share(0.375)
    '15 of 40 draws'
    """
    return f"{round(share * DRAWS)} of {DRAWS} draws"


def _support(analysis: Analysis, number: int, found: Sufficient | None, origin: str) -> list[str]:
    """What becomes of a shift without each source, and which sets of sources lead to it.

    Parameters
    ----------
    origin : the one independent source that alone tells what set it off; else empty
    """
    fates: dict[str, list[str]] = {}
    for without in analysis.leave_one_out():
        if fate := tell_fate(without.shifts[number]):
            fates.setdefault(fate, []).append(without.source)
    needed, sets = fates.pop("falls", []), found.sets if found else ()
    told = [f"{_FATES[fate]} without {join_names(sources)}" for fate, sources in fates.items()]
    same = len(sets) == 1 and {*sets[0]} == {*needed}
    if same and len(needed) == 1:
        known = _known(origin) if needed[0] == origin else f"Needs {needed[0]}, and no other source"
        return [known, *told]
    if needed:
        told.insert(0, f"Needs {'each of ' * (len(needed) > 1)}{join_names(needed)}")
    if found and sets and not same:
        told.append(f"Found from {tell_sets(found)}")
    return told if needed or fates else ["Stands whichever one source is left out", *told]


def _known(source: str) -> str:
    return f"Known from {source} alone"


_FATES = {"moves": "Found at another time", "no event": "No longer told as an event"}


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
