"""What stands around the drawing of every chart: title, time axis, legend, small print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from idlib_graph.charts.sheet import EPOCH
from idlib_graph.charts.text import width, wrap
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
    """One entry of the legend: a sample, made of strokes and a sign, and what it means."""

    text: str
    strokes: tuple[Mapping[str, Any], ...] = ()
    sign: str = ""
    look: Mapping[str, Any] = field(default_factory=dict)


def header_lines(title: str, subtitle: str, room: float) -> list[tuple[str, float, bool]]:
    """Title and subtitle in lines as wide as the sheet, each with its size and weight."""
    inside = room - 2 * MARGIN
    lines = [(line, TITLE, True) for line in wrap(title, TITLE, inside, bold=True)]
    return lines + [(line, SUBTITLE, False) for line in wrap(subtitle, SUBTITLE, inside)]


def header_height(lines: Sequence[tuple[str, float, bool]]) -> float:
    """Height of title and subtitle, the margin above them included."""
    return MARGIN + sum(size * LEADING for _, size, _ in lines)


def draw_header(sheet: Sheet, lines: Sequence[tuple[str, float, bool]]) -> None:
    """Write title and subtitle in the upper left corner."""
    y = MARGIN
    for text, size, bold in lines:
        colour = sheet.theme.ink if bold else sheet.theme.soft
        sheet.text(MARGIN, y + size * LEADING / 2, text, size, bold=bold, colour=colour)
        y += size * LEADING


def legend_rows(keys: Sequence[Key], room: float) -> list[list[Key]]:
    """The entries in rows as wide as the sheet."""
    rows: list[list[Key]] = []
    left = 0.0
    for key in keys:
        wide = _SAMPLE + _AFTER_SAMPLE + width(key.text, LEGEND) + _BETWEEN_KEYS
        if not rows or left + wide - _BETWEEN_KEYS > room - 2 * MARGIN:
            rows.append([])
            left = 0.0
        rows[-1].append(key)
        left += wide
    return rows


def footer_height(rows: Sequence[Sequence[Key]], lines: Sequence[str]) -> float:
    """Height of legend and small print, the margin below them included."""
    return len(rows) * LEGEND * 1.75 + len(lines) * SMALL * LEADING + MARGIN


def draw_footer(sheet: Sheet, rows: Sequence[Sequence[Key]], lines: Sequence[str]) -> None:
    """Draw the legend and the small print along the lower edge."""
    y = sheet.plan.height - footer_height(rows, lines)
    for row in rows:
        x = MARGIN
        for key in row:
            _draw_key(sheet, key, x, y + LEGEND * 0.6)
            x += _SAMPLE + _AFTER_SAMPLE + width(key.text, LEGEND) + _BETWEEN_KEYS
        y += LEGEND * 1.75
    for line in lines:
        sheet.text(MARGIN, y + SMALL * LEADING / 2, line, SMALL, colour=sheet.theme.soft)
        y += SMALL * LEADING


def small_print(notes: Sequence[str], analysis: Analysis, room: float) -> list[str]:
    """Notes, then what was drawn from what, in lines as wide as the sheet."""
    return [
        line
        for note in (*notes, provenance(analysis))
        for line in wrap(note, SMALL, room - 2 * MARGIN)
    ]


def provenance(analysis: Analysis) -> str:
    """The data set, its sources, the settings, and what silence means."""
    dataset, settings = analysis.snapshots.dataset, analysis.settings
    count = len(dataset.sources)
    _, gamma = resolve(settings.objective, settings.resolution)
    resolution = "" if gamma is None else f", resolution {gamma:g}"
    return (
        f"{count} source{'s' * (count != 1)}. Data set: {dataset.title}. Communities by objective "
        f"{settings.objective}{resolution}, coupling {settings.coupling:g}, step {settings.every}. "
        "No report is not no tie."
    )


def draw_time_axis(sheet: Sheet, y: float, *, top: float, bottom: float) -> None:
    """Draw a thin line down the sheet for each date, and its name at `y`."""
    plan = sheet.plan
    for day, name in time_ticks(plan):
        x = float(plan.x(day))
        path = np.array([[x, top], [x, bottom]])
        sheet.strokes([path], colors=sheet.theme.grid, linewidths=0.8, zorder=0)
        box = sheet.box(x, y, name, AXIS, align="center")
        if sheet.is_free(box, spare=3):
            sheet.text(x, y, name, AXIS, align="center", colour=sheet.theme.soft)


def time_ticks(plan: Plan) -> list[tuple[float, str]]:
    """Days since 1970 and their names, as many as have room: years, or months in short spans."""
    span = (plan.last - plan.first) / 30.44
    room = width("0000-00", AXIS) * 1.3
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
        ticks.append((day, f"{year}" if step >= _MONTHS_OF_A_YEAR else f"{year}-{number + 1:02d}"))
    return ticks


def _draw_key(sheet: Sheet, key: Key, x: float, y: float) -> None:
    path = np.array([[x, y], [x + _SAMPLE, y]])
    for look in key.strokes:
        sheet.strokes([path], **look)
    if key.sign:
        sheet.marker(x + _SAMPLE / 2, y, key.sign, **key.look)
    sheet.text(x + _SAMPLE + _AFTER_SAMPLE, y, key.text, LEGEND)
