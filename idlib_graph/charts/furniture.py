"""What stands around the drawing of every chart: title, time axis, legend, small print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.calendar import write_month, write_year
from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import widest, width, wrap
from idlib_graph.communities.objectives import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.sheet import Plan, Sheet

MARGIN = 14.0
TITLE, SUBTITLE, AXIS, LEGEND, SMALL = 17.0, 9.5, 9.0, 8.2, 7.4
LEADING = 1.38

_MONTHS_OF_A_YEAR = 12
_LAST_YEAR = 9999
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)
_SAMPLE = 20.0
_AFTER_SAMPLE = 6.0
_BETWEEN_KEYS = 18.0


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a sample, made of strokes and a sign, and what it means.

    A stroke may have a ``span``: from which share of the sample to which it goes.
    """

    text: str
    strokes: tuple[Mapping[str, Any], ...] = ()
    sign: str = ""
    look: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above and below a drawing, in lines as wide as the sheet.

    Attributes
    ----------
    header : lines of title and subtitle, each with its size and weight
    legend : rows of entries
    notes : lines of small print
    """

    header: Sequence[tuple[str, float, bool]]
    legend: Sequence[Sequence[Key]]
    notes: Sequence[str]

    @property
    def top(self) -> float:
        """Height of title and subtitle, the margin above them included, in points."""
        return MARGIN + sum(size * LEADING for _, size, _ in self.header)

    @property
    def bottom(self) -> float:
        """Height of legend and small print, the margin below them included, in points."""
        return len(self.legend) * LEGEND * 1.75 + len(self.notes) * SMALL * LEADING + MARGIN

    def draw(self, sheet: Sheet) -> None:
        """Write title and subtitle along the upper edge, legend and small print along the lower."""
        y = MARGIN
        for text, size, bold in self.header:
            colour = sheet.theme.ink if bold else sheet.theme.soft
            sheet.text(MARGIN, y + size * LEADING / 2, text, size, bold=bold, colour=colour)
            y += size * LEADING
        y = sheet.plan.height - self.bottom
        for row in self.legend:
            x = MARGIN
            for key in row:
                _draw_key(sheet, key, x, y + LEGEND * 0.6)
                x += _SAMPLE + _AFTER_SAMPLE + width(key.text, LEGEND) + _BETWEEN_KEYS
            y += LEGEND * 1.75
        for line in self.notes:
            sheet.text(MARGIN, y + SMALL * LEADING / 2, line, SMALL, colour=sheet.theme.soft)
            y += SMALL * LEADING


def plan_frame(
    analysis: Analysis,
    wide: float,
    *,
    title: str,
    subtitle: str,
    keys: Sequence[Key],
    notes: Sequence[str] = (),
) -> Frame:
    """Break everything around a drawing into lines for a sheet `wide` points across.

    A chart with an empty `title` has no heading at all, for papers that have captions of their
    own. The small print ends with what was drawn from what.
    """
    inside = wide - 2 * MARGIN
    header = [(line, TITLE, True) for line in wrap(title, TITLE, inside, bold=True)]
    if header:
        header += [(line, SUBTITLE, False) for line in wrap(subtitle, SUBTITLE, inside)]
    small = [line for note in (*notes, provenance(analysis)) for line in wrap(note, SMALL, inside)]
    return Frame(header, _legend_rows(keys, inside), small)


def _legend_rows(keys: Sequence[Key], inside: float) -> list[list[Key]]:
    """The entries in rows of at most `inside` points."""
    rows: list[list[Key]] = []
    left = 0.0
    for key in keys:
        wide = _SAMPLE + _AFTER_SAMPLE + width(key.text, LEGEND) + _BETWEEN_KEYS
        if not rows or left + wide - _BETWEEN_KEYS > inside:
            rows.append([])
            left = 0.0
        rows[-1].append(key)
        left += wide
    return rows


def provenance(analysis: Analysis) -> str:
    """The data set, its sources, the settings, and what silence means."""
    dataset, settings = analysis.snapshots.dataset, analysis.settings
    count = len(dataset.sources)
    _, gamma = resolve(settings.objective, settings.resolution)
    resolution = "" if gamma is None else f", resolution {gamma:g}"
    return (
        f"{count} source{'s' * (count != 1)}. Data set: {dataset.title}. Communities by objective "
        f"{settings.objective}{resolution}, coupling {settings.coupling:g}, step {settings.every}. "
        "No report does not mean no tie."
    )


def absent_note(analysis: Analysis, here: int, when: str) -> list[str]:
    """Who is not drawn, by why: left out by type, and without a reported tie `when`."""
    out = analysis.left_out
    types = sorted({analysis.dataset.factions[line].type for line in out})
    silent = len(analysis.lines.by_id) - len(out) - here
    told = []
    if out:
        kind = ", ".join(types).replace("-", " ")
        told.append(f"{_factions(len(out), kind)} {_are(len(out))} left out by type")
    if silent:
        has = "has" if silent == 1 else "have"
        told.append(f"{silent if out else _factions(silent)} {has} no reported tie {when}")
    return [f"Not drawn: {'; '.join(told)}."] if told else []


def _factions(count: int, kind: str = "") -> str:
    return f"{count} {kind + ' ' if kind else ''}faction{'s' * (count != 1)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def draw_time_axis(sheet: Sheet, y: float, *, top: float, bottom: float) -> None:
    """Draw a thin line down the sheet for each date, and its name at `y`."""
    plan = sheet.plan
    ticks = [(float(plan.x(day)), name) for day, name in time_ticks(plan)]
    rules = [np.array([[x, top], [x, bottom]]) for x, _ in ticks]
    sheet.strokes(rules, colors=sheet.theme.grid, linewidths=0.8, zorder=0)
    for x, name in ticks:
        box = sheet.box(x, y, name, AXIS, align="center")
        if sheet.is_free(box, spare=3):
            sheet.text(x, y, name, AXIS, align="center", colour=sheet.theme.soft)


def time_ticks(plan: Plan) -> list[tuple[float, str]]:
    """Days since 1970 and their names, as many as have room: years, or months in short spans."""
    span = (plan.last - plan.first) / 30.44
    longest = (write_month(date(2020, month, 1), plan.language) for month in range(1, 13))
    room = widest(longest, AXIS) * 1.3
    across = plan.width - plan.left - plan.right
    step = next((step for step in _MONTH_STEPS if across * step / span >= room), _MONTH_STEPS[-1])
    begin = date.fromordinal(int(plan.first) + EPOCH)
    months = begin.year * 12 + begin.month - (begin.day == 1)
    ticks = []
    for month in range(-(-months // step) * step, _LAST_YEAR * 12, step):
        year, number = divmod(month, 12)
        day = float(date(year, number + 1, 1).toordinal() - EPOCH)
        if day > plan.last:
            break
        write = write_year if step >= _MONTHS_OF_A_YEAR else write_month
        ticks.append((day, write(date(year, number + 1, 1), plan.language)))
    return ticks


def _draw_key(sheet: Sheet, key: Key, x: float, y: float) -> None:
    for stroke in key.strokes:
        begin, end = stroke.get("span", (0.0, 1.0))
        path = np.array([[x + _SAMPLE * begin, y], [x + _SAMPLE * end, y]])
        sheet.strokes([path], **{name: look for name, look in stroke.items() if name != "span"})
    if key.sign:
        sheet.marker(x + _SAMPLE / 2, y, key.sign, **key.look)
    sheet.text(x + _SAMPLE + _AFTER_SAMPLE, y, key.text, LEGEND)
