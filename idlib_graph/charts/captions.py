"""Marks of the shifts along the top of a storyline: when, in a few words what, and on what news."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from idlib_graph.charts.calendar import write_month, write_year
from idlib_graph.charts.furniture import Key
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import clip, clip_words, widest, width, wrap
from idlib_graph.phrases import tell, tell_ends
from idlib_graph.reasons import Heard, enders, reasons_of, sort_out, worth_telling
from idlib_graph.titles import shift_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Plan
    from idlib_graph.charts.style import Theme
    from idlib_graph.dates import Bounds
    from idlib_graph.model import Relation
    from idlib_graph.shifts.records import Shift

SIZE = 8.0
LINE = SIZE * 1.3
INDENT = 7.0
SIGNS = {
    "merge": (">", "communities merge"),
    "split": ("<", "a community splits"),
    "birth": ("o", "a community forms"),
    "death": ("s", "a community ends"),
    "switch": ("D", "factions change community"),
    "grow": ("^", "factions join a community"),
    "shrink": ("v", "factions and a community part"),
}

OTHERS = "after news of others: "
MIXED = "; in part on reports that fade or come later"

_WEIGHT = {"merge": 4, "split": 4, "birth": 3, "death": 3, "switch": 2, "grow": 1, "shrink": 1}
_NAME_ROOM = 122.0
_LINES, _REASON_LINES = 3, 4
_SHORT_STEP = 45
_DATES = 2


@dataclass(frozen=True)
class Mark:
    """All shifts between two slices.

    Attributes
    ----------
    day : half-way between the slices, in days since 1970
    event : the weightiest of what happened; empty where nothing is told as an event
    weight : by which captions are chosen where there is not room for all
    told : what happened, the weightiest first; empty where `lines` say it as they are
    reason : the news that it is put down to; empty without any
    cited : its sources by number, in brackets
    sources : their numbers
    lines, reason_lines : the caption, without its date, once its width is known
    whole : whether nothing is left out of it
    bottom : points from the lowest caption up to this one; negative for no caption
    side : 1 where the caption is to the right of its stem, -1 to the left
    """

    day: float
    date: str
    event: str
    weight: int
    told: tuple[str, ...] = ()
    reason: str = ""
    cited: str = ""
    sources: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    reason_lines: tuple[str, ...] = ()
    whole: bool = True
    bottom: float = -1.0
    side: int = 1

    @cached_property
    def width(self) -> float:
        """Points from the stem to the end of the caption."""
        return INDENT + widest((self.date, *self.lines, *self.reason_lines), SIZE)

    @property
    def height(self) -> float:
        """Height of the caption in points, with some air."""
        return (1 + len(self.lines) + len(self.reason_lines)) * LINE + 7


def shift_marks(analysis: Analysis, plan: Plan, *, reasons: bool = False) -> list[Mark]:
    """A mark for each pair of slices between which there were shifts, in order.

    Parameters
    ----------
    reasons : whether captions tell the news behind the shifts as well
    """
    together: dict[tuple[date, date], list[Shift]] = {}
    for shift in analysis.shifts:
        together.setdefault((shift.since, shift.day), []).append(shift)
    news = _News(analysis) if reasons else None
    marks = []
    for (since, until), shifts in sorted(together.items()):
        day = (since.toordinal() + until.toordinal()) / 2 - EPOCH
        if plan.first <= day <= plan.last:
            marks.append(_mark(analysis, news, shifts, day, plan.language))
    return marks


def shaped(mark: Mark, room: float, side: int) -> Mark:
    """The mark with its caption in a few lines of at most `room` points."""
    if not mark.told:
        return replace(mark, side=side)
    told: list[str] = []
    for count in range(len(mark.told), 0, -1):
        rest = len(mark.told) - count
        told = wrap("; ".join(mark.told[:count]) + _more(rest), SIZE, room)
        if len(told) <= _LINES:
            break
    lines, whole = _cut(told, _LINES, room)
    reason = wrap(f"{mark.reason} {mark.cited}", SIZE, room)
    if len(reason) > _REASON_LINES:
        left = room - width(f" {mark.cited}", SIZE)
        whole = False
        reason, _ = _cut(wrap(mark.reason, SIZE, room), _REASON_LINES, left)
        reason[-1] += f" {mark.cited}"
    return replace(mark, lines=tuple(lines), reason_lines=tuple(reason), whole=whole, side=side)


def mark_keys(marks: Iterable[Mark], theme: Theme) -> list[Key]:
    """What the signs of `marks` mean, for the legend."""
    events = {mark.event for mark in marks}
    solid = {"markeredgecolor": theme.background, "markerfacecolor": theme.ink, "size": 6.0}
    keys = [Key(text, sign=s, look=solid) for event, (s, text) in SIGNS.items() if event in events]
    if "" in events:
        look = {"markeredgecolor": theme.grey, "size": 7.0, "markeredgewidth": 1.2}
        text = "change on no new event (reports fade, or come later)"
        keys.append(Key(text, sign="|", look=look))
    return keys


def sources_note(analysis: Analysis, marks: Sequence[Mark]) -> str:
    """The sources that the captions give by number; empty where they give none."""
    cited = sorted({n for mark in marks if mark.bottom >= 0 for n in mark.sources})
    ids = list(analysis.snapshots.dataset.sources)
    told = ", ".join(f"[{number}] {ids[number - 1]}" for number in cited)
    marked = "with the claim where none asserts it, and whether contested"
    return f"Sources of the news in the captions, {marked}: {told}." if told else ""


def describe(analysis: Analysis, shift: Shift) -> str:
    """A shift in a few words, in names that fit a caption."""
    return shift_title(analysis, shift, shorten=lambda name: clip(name, SIZE, _NAME_ROOM))


class _News:
    """What sources report beside shifts, in a few words, with their numbers in the data set."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.dataset = analysis.snapshots.dataset
        self.numbers = {source: n for n, source in enumerate(self.dataset.sources, start=1)}
        self.contested = {rid for matter in analysis.contested for rid in matter.relations}

    def beside(self, shifts: Sequence[Shift]) -> tuple[str, str, tuple[int, ...]]:
        """The news that shifts are put down to, its sources in brackets, and their numbers.

        What the shifts bear out comes first, then other news of those who moved; news of others
        is told, as such, only where there is nothing else.
        """
        own, others = list[Heard](), list[Heard]()
        for shift in shifts:
            entry = self.analysis.ledger_by_shift[shift]
            reasons = reasons_of(self.analysis, entry, shift)
            borne_out = tuple(one for event in entry.reported for one in event.occurrences)
            direct = sort_out(self.analysis, shift, reasons.direct)
            own.append(Heard(borne_out, (), ()) if borne_out else direct)
            others.append(sort_out(self.analysis, shift, reasons.indirect))
        clause, relations = self._told(own)
        if not clause:
            clause, relations = self._told(others)
            clause = f"{OTHERS}{clause}" if clause else ""
        if not clause:
            return "", "", ()
        mixed = MIXED if all(shift.basis != "news" for shift in shifts) else ""
        return clause, f"[{self._cited(relations)}{mixed}]", self._sources(relations)

    def _told(self, found: Sequence[Heard]) -> tuple[str, list[Relation]]:
        """What happened and who ended, as one clause, with the relations that say so."""
        happened = list(dict.fromkeys(one for heard in found for one in heard.happened))
        told = worth_telling(self.dataset, happened)
        ended = [relation for heard in found for relation in heard.ended]
        texts = (tell(self.dataset, told), tell_ends(enders(self.analysis, ended)))
        clause = ", and ".join(text for text in texts if text)
        return clause, [*(relation for relation, _ in told), *ended]

    def _sources(self, relations: Sequence[Relation]) -> tuple[int, ...]:
        claims = self._claims(relations)
        return tuple(sorted({self.numbers[source] for source in claims}))

    def _claims(self, relations: Sequence[Relation]) -> Mapping[str, str]:
        """The best claim of each source that affirms one of `relations`."""
        worth, found = self.analysis.dataset.codebook.claims, dict[str, str]()
        for item in (item for relation in relations for item in relation.evidence):
            known = worth[found[item.source]] if item.source in found else 0.0
            if worth[item.claim] > known:
                found[item.source] = item.claim
        return found

    def _cited(self, relations: Sequence[Relation]) -> str:
        """The sources by number; with the claim where none asserts it, and whether contested."""
        worth, claims = self.analysis.dataset.codebook.claims, self._claims(relations)
        text = ",".join(map(str, self._sources(relations)))
        best = max(claims.values(), key=worth.__getitem__, default="")
        if best and worth[best] < max(worth.values()):
            text += f"; {best}"
        return text + "; contested" * any(r.id in self.contested for r in relations)


def _mark(
    analysis: Analysis, news: _News | None, shifts: Sequence[Shift], day: float, language: str
) -> Mark:
    told = sorted((shift for shift in shifts if shift.is_event), key=lambda x: -_weight(x))
    reason, cited, sources = news.beside(told) if news else ("", "", ())
    return Mark(
        day=day,
        date=when_told(analysis, shifts, language),
        event=told[0].event if told else "",
        told=tuple(describe(analysis, shift) for shift in told),
        reason=reason,
        cited=cited,
        sources=sources,
        weight=sum(_weight(shift) for shift in told),
    )


def _cut(lines: Sequence[str], most: int, room: float) -> tuple[list[str], bool]:
    """The first lines, the last of them ended where there are more; and whether they are all."""
    if len(lines) <= most:
        return list(lines), True
    last = clip_words(" ".join(lines[most - 1 :]), SIZE, room)
    return [*lines[: most - 1], last], False


def _more(rest: int) -> str:
    return f"; {rest} more shift{'s' * (rest > 1)}" * bool(rest)


def _weight(shift: Shift) -> int:
    return _WEIGHT[shift.event] * (1 + len(shift.moves))


def between(since: date, until: date, language: str) -> str:
    """The month in which it happened, or the months between which it did."""
    if (until - since).days <= _SHORT_STEP:
        return write_month(since, language)
    return f"{write_month(since, language)} \N{EN DASH} {write_month(until, language)}"


def when_told(analysis: Analysis, shifts: Sequence[Shift], language: str) -> str:
    """When sources date shifts between two slices, no closer than they do; else these slices."""
    slices = between(shifts[0].since, shifts[0].day, language)
    entries = [analysis.ledger_by_shift[shift] for shift in shifts if shift.is_event]
    told = [e.dated.bounds if e.dated and e.dated.bounds else None for e in entries]
    words = dict.fromkeys(_bounds(found, language) if found else slices for found in told)
    return " / ".join(words) if 0 < len(words) <= _DATES else slices


def _bounds(bounds: Bounds, language: str) -> str:
    """The year, or the month, or the two between which something was.

    Examples
    --------
    >>> from idlib_graph.dates import parse_date
    >>> [_bounds(parse_date(text).start, "") for text in ("2018", "2018-02-03", "[..2018-10-01]")]
    ['2018', '2018-02', 'by 2018-10']
    """
    first, last = bounds.earliest, bounds.latest
    if first is None or last is None:
        day = first or last
        return f"{'by' if last else 'after'} {write_month(day, language)}" if day else ""
    years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    write = write_year if years else write_month
    return " \N{EN DASH} ".join(dict.fromkeys(write(day, language) for day in (first, last)))
