"""One way that things may have been: a data set with its doubts decided by chance.

Dates are drawn from their boxes and evidence is believed or not; the lines stay as they are.
What is drawn is a data set like any other, in which everything said is certain, so that all that
is computed from data sets can be computed from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from idlib_graph.dates import Bounds
from idlib_graph.selection import with_evidence

if TYPE_CHECKING:
    from idlib_graph.dates import DateBox
    from idlib_graph.model import Codebook, Dataset, Faction, Relation, Source


@dataclass(frozen=True)
class Lottery:
    """Draws versions of a data set; the same draw of the same seed is the same version.

    Evidence is believed with probability claim x reliability. One chance decides for all evidence
    of one origin (`via`, else the source) on one relation, or on all relations of one `event`, so
    that a reprint is no second chance, and whoever does not believe an accusation does not believe
    what is alleged by it. One chance places all dates of a relation, or of all of one `event`,
    that have the same bounds: what ends a state and the state end on one day.

    Examples
    --------
    Of what is believed to 0.6, about 60 of 100 draws have it:

    >>> from dataclasses import replace
    >>> from idlib_graph import load_dataset
    >>> data = load_dataset()
    >>> split = data.relations["zinki-leaves-hts"]
    >>> round(data.credibility(split), 2)
    0.6
    >>> lottery = Lottery(replace(data, relations={split.id: split}))
    >>> 50 < sum(split.id in lottery.draw(number).relations for number in range(100)) < 70
    True
    """

    dataset: Dataset
    seed: int = 0

    @cached_property
    def certain(self) -> Codebook:
        """The codebook, once it is decided what is true: whatever is affirmed counts in full."""
        book = self.dataset.codebook
        return replace(
            book,
            claims={claim: float(factor > 0) for claim, factor in book.claims.items()},
            reliability={letter: float(f > 0) for letter, f in book.reliability.items()},
        )

    def draw(self, number: int) -> Dataset:
        """Version `number`, from 0: the same whatever other versions are drawn."""
        chances = Chances(f"{self.seed} {number}")
        drawn = (self._relation(relation, chances) for relation in self.dataset.relations.values())
        return replace(
            self.dataset,
            codebook=self.certain,
            sources={k: _published(s, chances) for k, s in self.dataset.sources.items()},
            factions={k: _active(f, chances) for k, f in self.dataset.factions.items()},
            relations={relation.id: relation for relation in drawn if relation},
        )

    def _relation(self, relation: Relation, chances: Chances) -> Relation | None:
        """The relation as far as it is believed, on drawn days; None where it is not."""
        matter = f"event {relation.event}" if relation.event else f"relation {relation.id}"
        believed = tuple(
            item
            for item in relation.evidence
            if chances.of("word", matter, item.origin) < self.dataset.believed(item)
        )
        if not believed:
            return None
        told = with_evidence(self.dataset, relation, believed)
        if told.date is None or _is_one_day(told.date):
            return told
        both = chances.of_sides(matter, told.date)
        state = self.dataset.codebook.types[told.type].duration == "state"
        if not (told.date.interval or state):
            return replace(told, date=draw_day(told.date, both[0]))
        return replace(told, date=draw_span(told.date, *both))


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of one draw: each a number from 0 to 1 that hangs on its name alone.

    So a record that is added to the data moves no other one's.
    """

    draw: str

    def of(self, *name: str) -> float:
        """The chance of that name, uniform in [0, 1)."""
        text = "\x1f".join((self.draw, *name)).encode()
        return int.from_bytes(blake2b(text, digest_size=7).digest()) / 2**56

    def of_sides(self, matter: str, box: DateBox) -> tuple[float, float]:
        """The chances of the first and the last day of a box, which may have the same bounds."""
        first, last = (f"{b.earliest} {b.latest}" for b in (box.start, box.end))
        again = ("again",) if first == last else ()
        return self.of("day", matter, first), self.of("day", matter, last, *again)


def _is_one_day(box: DateBox) -> bool:
    """Whether the date leaves nothing to draw."""
    return box.start == box.end and box.start.earliest == box.start.latest


def draw_day(box: DateBox, chance: float) -> DateBox:
    """A date that is one day, drawn from its box; open boxes stay as they are.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> month = parse_date("2018-02")
    >>> [str(draw_day(month, chance).begin) for chance in (0.0, 0.5, 0.99)]
    ['2018-02-01', '2018-02-15', '2018-02-28']
    """
    day = _within(box.start, chance)
    return replace(box, start=Bounds(day, day), end=Bounds(day, day)) if day else box


def draw_span(box: DateBox, start: float, end: float) -> DateBox:
    """A first and a last day, each drawn from its box, in this order; an open side stays open.

    A state with a single date holds on the days between two days of its box.

    Examples
    --------
    >>> from idlib_graph import parse_date
    >>> drawn = draw_span(parse_date("2018-02/2018-04"), 0.5, 0.0)
    >>> str(drawn.begin), str(drawn.end.middle)
    ('2018-02-15', '2018-04-01')
    """
    if box.start.middle is None or box.end.middle is None:
        first, last = _within(box.start, start), _within(box.end, end)
    else:  # clip each side by the other: what is left can be put in order without leaving a box
        first = _within(_clip(box.start, latest=box.end.latest), start)
        last = _within(_clip(box.end, earliest=box.start.earliest), end)
        if first and last and first > last:
            first, last = last, first
    if not box.interval:
        whole = Bounds(first or box.start.earliest, last or box.end.latest)
        return replace(box, start=whole, end=whole)
    return replace(
        box,
        start=Bounds(first, first) if first else box.start,
        end=Bounds(last, last) if last else box.end,
    )


def _clip(bounds: Bounds, *, earliest: date | None = None, latest: date | None = None) -> Bounds:
    low, high = bounds.earliest, bounds.latest
    return Bounds(
        max(low, earliest) if low and earliest else low,
        min(high, latest) if high and latest else high,
    )


def _within(bounds: Bounds, chance: float) -> date | None:
    """A day of `bounds`, each as likely as the other; None where a side is open."""
    if bounds.earliest is None or bounds.latest is None:
        return None
    days = (bounds.latest - bounds.earliest).days + 1
    return bounds.earliest + timedelta(days=int(chance * days))


def _published(source: Source, chances: Chances) -> Source:
    chance = chances.of("published", source.id)
    return replace(source, published=draw_day(source.published, chance))


def _active(faction: Faction, chances: Chances) -> Faction:
    if faction.active is None:
        return faction
    both = chances.of_sides(f"faction {faction.id}", faction.active)
    return replace(faction, active=draw_span(faction.active, *both))
