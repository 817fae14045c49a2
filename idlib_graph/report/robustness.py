"""What stands without each source and under other settings, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.phrases import join_names
from idlib_graph.report.wording import counted, describe_moves
from idlib_graph.robustness.sensitivity import LEAST_HELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.robustness.sensitivity import Course, Trial
    from idlib_graph.robustness.sources import Fall, ShiftWithout, WithoutSource
    from idlib_graph.robustness.support import Sufficient
    from idlib_graph.shifts import CommunityId, Shift

LEFT_OUT = (
    "Only the evidence of that source goes; slices, lines and the dates of all others stay. Gone, "
    "less, more: relations of which nothing is left, that weigh less, and that weigh more since "
    "nobody else ends them."
)
SURVIVAL = (
    "Survival is not support: what stands without each source in turn may still rest on little. "
    "So the last column of the tables below names the smallest sets of sources that suffice: 1+4 "
    "is both together, 1 or 4 is either alone."
)
FATES = (
    "Without a source a shift falls (not found), moves (found elsewhere) or is no event (found, "
    "but nothing was reported to have happened)."
)
FELLOWS = (
    "A set suffices where it puts a line with most of all its fellows. Without a source, fellows "
    "of whom nothing is left do not count."
)
STAR = "* nobody else reports any tie of it in that time; the rest sit elsewhere, or alone."
SENSITIVITY_LEGEND = (
    "Found: of the headline's shifts told as events. Memberships: the share, slice by slice, that "
    "hold. AMI: mean adjusted mutual information with the headline's communities; 1 is the same. "
    "Told as events: how many shifts that analysis tells as events. * the headline."
)
SETTING_WORDS = {
    "half_life": "half-life",
    "split_strength": "strength of splits",
    "cut": "least presence",
    "tie_threshold": "least weight of a tie",
}
_SETS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Resting:
    """A conclusion with what it falls without and what suffices for it; sources by number."""

    where: str
    told: str
    without: str
    suffice: str


def source_numbers(analysis: Analysis) -> dict[str, int]:
    """The sources heard, numbered from 1 in the order of the data set."""
    return {source: n for n, source in enumerate(analysis.snapshots.dataset.sources, start=1)}


def source_rows(analysis: Analysis) -> Iterator[tuple[object, ...]]:
    """For each source left out: its number and id, and what becomes of what it touches."""
    numbers = source_numbers(analysis)
    found = zip(analysis.leave_one_out(), analysis.source_tallies(), strict=True)
    for without, tally in found:
        counts = {"fall": tally.fall, "move": tally.move, "no event": tally.no_event}
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        yield (
            numbers[without.source],
            without.source,
            _relations(without),
            f"{without.held:.0%}",
            told or ("all stand" if tally.events else "-"),
        )


def _relations(without: WithoutSource) -> str:
    found = (without.vanished, without.weakened, without.strengthened)
    return " / ".join(str(len(relations)) for relations in found)


def resting_shifts(analysis: Analysis) -> Iterator[Resting]:
    """Each shift told as an event, with the sources it falls without and those that suffice."""
    numbers, found = source_numbers(analysis), analysis.leave_one_out()
    index = {id(shift): i for i, shift in enumerate(analysis.shifts)}
    for item in analysis.sufficient_sources().shifts():
        fates = {w.source: w.shifts[index[id(item.shift)]] for w in found}
        told = [f"{numbers[s]} {word}" for s, fate in fates.items() if (word := tell_fate(fate))]
        yield Resting(
            str(item.shift.day),
            describe_moves(analysis, item.shift),
            "\n".join(told) or "-",
            tell_sets(item.sufficient, numbers),
        )


def tell_fate(fate: ShiftWithout) -> str:
    """What becomes of a shift without a source, in a word or two; nothing where it stands."""
    if fate.outcome == "falls":
        return "falls"
    if fate.outcome == "moves":
        return "moves"
    return "no event" if fate.loses_event else ""


def resting_memberships(analysis: Analysis, on: date | None = None) -> Iterator[Resting]:
    """Who sits where on a day, by what that falls without and what suffices for it."""
    numbers, found = source_numbers(analysis), analysis.leave_one_out()
    groups: dict[tuple[CommunityId, str, str], list[str]] = {}
    for item in analysis.sufficient_sources().memberships(on):
        gone = (w.source for w in found if _falls_on(w.falls, item.line, item.day))
        without = ", ".join(str(numbers[source]) for source in gone)
        key = (item.community, without or "-", tell_sets(item.sufficient, numbers))
        groups.setdefault(key, []).append(analysis.label(item.line, item.day, short=True))
    told = None
    for (community, without, suffice), names in sorted(groups.items()):
        where = analysis.names[community] if community != told else ""
        yield Resting(where, ", ".join(names), without, suffice)
        told = community


def _falls_on(falls: Iterable[Fall], line: str, day: date) -> bool:
    return any(fall.line == line and fall.first <= day <= fall.last for fall in falls)


def tell_sets(found: Sufficient, numbers: dict[str, int]) -> str:
    """Sets of sources by their numbers.

    Examples
    --------
    >>> from idlib_graph.robustness.support import Sufficient
    >>> tell_sets(Sufficient((("a",), ("b", "c")), True), {"a": 1, "b": 2, "c": 3})
    '1 or 2+3'
    >>> tell_sets(Sufficient((("a", "b", "c"),), False), {"a": 1, "b": 2, "c": 3})
    '1+2+3, perhaps fewer'
    """
    shown = ["+".join(str(numbers[s]) for s in names) for names in found.sets[:_SETS_SHOWN]]
    more = len(found.sets) - len(shown)
    text = " or ".join(shown) + (f" or {more} more" if more else "")
    return text if found.minimal else f"{text}, perhaps fewer"


def tell_falls(analysis: Analysis, without: WithoutSource) -> list[str]:
    """The memberships that fall, those of one community and time in one sentence.

    The longest first; a line of which no tie is left in all that time has a star.
    """
    groups: dict[tuple[int, date, date, CommunityId], list[str]] = {}
    for fall in without.falls:
        star = "*" if fall.absent == fall.slices else ""
        name = analysis.label(fall.line, fall.last, short=True)
        key = (fall.slices, fall.first, fall.last, fall.community)
        groups.setdefault(key, []).append(name + star)
    ordered = sorted(groups.items(), key=lambda item: (-item[0][0], item[0][1:]))
    return [
        f"{_span(first, last)}: {join_names(names)}, {analysis.names[community]}"
        for (_, first, last, community), names in ordered
    ]


def _span(first: date, last: date) -> str:
    return f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}"


def tell_search(analysis: Analysis) -> str:
    """How far sets of sources were searched; nothing where all of them were."""
    sets = analysis.sufficient_sources()
    if sets.complete:
        return ""
    return (
        f"Of {len(sets.sources)} sources, all sets of up to {sets.size} were heard; larger ones "
        "only where none of these suffices, by leaving out what can be spared."
    )


def tell_renames(analysis: Analysis, without: WithoutSource) -> str:
    """The renames that no other source tells; nothing where there is none."""
    names = {name: faction.name for name, faction in analysis.dataset.factions.items()}
    told = join_names(f"{names[old]} became {names[new]}" for old, new in without.renames)
    return f"Only this source tells that {told}; they stay one line all the same." if told else ""


def tell_rule(analysis: Analysis) -> str:
    """What it takes for a value to tell the headline's story."""
    events = sum(shift.is_event for shift in analysis.shifts)
    window = analysis.settings.match_window
    return (
        f"The headline tells {counted(events, 'shift')} as events. A value tells the same story "
        f"where all of them are found within {counted(window, 'slice')} and at least "
        f"{LEAST_HELD:.0%} of memberships hold."
    )


def tell_course(analysis: Analysis, course: Course) -> str:
    """Whether the headline sits on a plateau of one setting, and what breaks beyond it."""
    low, high = course.plateau
    span = f"from {low:g} to {high:g}"
    told = {
        "on a plateau": f"sits on a plateau {span}",
        "at an edge": f"stands at the edge of a plateau {span}",
        "alone": "does not sit on a plateau",
    }[course.verdict]
    beyond = [trial for trial in course.beyond if trial]
    broken = "".join(f" At {trial.value:g}: {_broken(analysis, trial)}." for trial in beyond)
    whole = "" if beyond else " All values tried tell the same story."
    name = SETTING_WORDS.get(course.setting, course.setting)
    return f"The {name} ({course.headline:g}) {told}.{broken}{whole}"


def _broken(analysis: Analysis, trial: Trial) -> str:
    parts = []
    if trial.lost:
        parts.append(f"{join_names(_short(analysis, shift) for shift in trial.lost)} not found")
    if trial.held < LEAST_HELD:
        percent = math.floor(100 * trial.held)  # never rounded up to what would have been enough
        parts.append(f"{percent}% of memberships hold")
    return ", and ".join(parts)


def _short(analysis: Analysis, shift: Shift) -> str:
    """A shift by its month and its first mover."""
    names = [analysis.label(m.line, shift.day, short=True) for m in shift.moves if not m.appears]
    others = " and others" if len(names) > 1 else ""
    return f"{names[0]}{others} ({shift.day:%Y-%m})"


def trial_rows(analysis: Analysis, courses: Iterable[Course]) -> Iterator[tuple[object, ...]]:
    """Every value tried of every setting, with what follows from it."""
    events = sum(shift.is_event for shift in analysis.shifts)
    for course in courses:
        for trial in course.trials:
            first = trial is course.trials[0]
            star = "*" if trial.value == course.headline else ""
            yield (
                course.setting if first else "",
                f"{star}{trial.value:g}",
                f"{events - len(trial.lost)} of {events}",
                f"{trial.held:.0%}",
                f"{trial.agreement:.2f}",
                trial.events,
            )
