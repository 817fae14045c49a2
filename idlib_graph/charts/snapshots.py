"""Small multiples: the signed network on chosen days, everybody in the same place throughout."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import to_rgba

from idlib_graph.charts.album import DATE, TOLD, TOLD_LEADING, fill_album, tie_colour
from idlib_graph.charts.calendar import check_language, write_day
from idlib_graph.charts.furniture import MARGIN
from idlib_graph.charts.naming import in_lines
from idlib_graph.charts.network import colours_on
from idlib_graph.charts.opening import open_sheet, sheet_size
from idlib_graph.charts.pictures import NUMBER, NUMBERED
from idlib_graph.charts.sheet import USUAL_WIDTH, Gathered, Plan
from idlib_graph.charts.style import (
    DARK,
    HATCHES,
    KIND_DASHES,
    LIGHT,
    TEXT_CONTRAST,
    ensure_contrast,
    mix,
)
from idlib_graph.errors import SettingsError
from idlib_graph.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.album import Album
    from idlib_graph.charts.hulls import Rings
    from idlib_graph.charts.network import Strand
    from idlib_graph.charts.opening import Size
    from idlib_graph.charts.pictures import Picture
    from idlib_graph.charts.sheet import Box, Sheet
    from idlib_graph.charts.spots import Spot
    from idlib_graph.shifts.records import Slice

    Floats = NDArray[np.float64]

DOTS = ("o", "s", "^", "D")

_WIDTHS = {1: 10.0, 2: 14.0}
_WASH = 0.17
_APART = 0.8
_BESIDE = 7.0
_VEIL = 0.85


def snapshots(
    analysis: Analysis,
    *,
    ax: Axes | None = None,
    size: Size = (None, None),
    dark: bool = False,
    title: str | None = None,
    language: str = "",
    days: Sequence[date] | None = None,
) -> tuple[Figure, Axes]:
    """Draw the network of each day in a panel of its own.

    Parameters
    ----------
    analysis : what to draw
    ax : axes to fill; else a figure is made
    size : width and height of that figure in inches; None for what the chart needs
    dark : whether on a dark ground
    title : else that of the data set; empty for no heading
    language : of dates, as a code such as ``fr``; empty for ISO 8601
    days : which to draw; else the last slice and those before and after the largest shifts

    Returns
    -------
    The figure, and its axes, whose coordinates are points from the upper left corner.

    Raises
    ------
    SettingsError
        Where the sheet is too small to draw on, where `days` is empty, or for an unknown language.
    """
    theme = DARK if dark else LIGHT
    check_language(language)
    parts = [analysis.slice_on(day) for day in _chosen(analysis, days)]
    room = sheet_size(ax, size, usual=_WIDTHS.get(len(parts), USUAL_WIDTH))
    album = fill_album(analysis, parts, room, theme, title, language)
    plan = Plan(room[0], album.height, 0, 0, 0, 0, 0, room[0], album.height, language)
    fig, ax, sheet = open_sheet(ax, plan, theme)
    _Drawing(analysis, album, sheet).draw()
    return fig, ax


def _chosen(analysis: Analysis, days: Sequence[date] | None) -> list[date]:
    if days is not None and not days:
        msg = "days is empty; a chart of snapshots needs at least one"
        raise SettingsError(msg)
    return sorted(set(analysis.key_dates() if days is None else days))


class _Drawing:
    """Snapshots being drawn."""

    def __init__(self, analysis: Analysis, album: Album, sheet: Sheet) -> None:
        self.album, self.sheet, self.theme = album, sheet, sheet.theme
        self.colours = colours_on(analysis, [picture.scene.part for picture in album.pictures])

    def draw(self) -> None:
        """Draw panel after panel, and what stands around them."""
        for index, (picture, told) in enumerate(
            zip(self.album.pictures, self.album.headings, strict=True)
        ):
            x, y = self.album.panels.corner(index)
            self._heading(picture.scene.part, told, MARGIN + x, self.album.top + y)
            corner = (MARGIN + x, self.album.top + y + self.album.panels.heading)
            _Panel(self, picture, corner).draw()
        self.album.frame.draw(self.sheet)

    def _heading(self, part: Slice, told: Sequence[str], x: float, y: float) -> None:
        """Write the date, and what is new, under a thin rule."""
        rule = np.array([[x, y], [x + self.album.panels.wide, y]])
        self.sheet.strokes([rule], colors=self.theme.grid, linewidths=0.9)
        day = write_day(part.day, self.sheet.plan.language)
        self.sheet.text(x, y + DATE * 0.95, day, DATE, bold=True)
        y += DATE * 1.7
        for line in told:
            self.sheet.text(x, y + TOLD * 0.6, line, TOLD, colour=self.theme.soft)
            y += TOLD * TOLD_LEADING


class _Panel:
    """One picture being drawn, its upper left corner at `corner`."""

    def __init__(self, drawing: _Drawing, picture: Picture, corner: tuple[float, float]) -> None:
        self.sheet, self.theme = drawing.sheet, drawing.theme
        self.colours, self.numbers = drawing.colours, drawing.album.numbers
        self.picture, self.part, self.corner = picture, picture.scene.part, np.array(corner)
        self.at = {line: self.corner + place for line, place in picture.places.items()}
        self.dots, self.veils = Gathered(self.sheet.markers), Gathered(self.sheet.strokes)

    def draw(self) -> None:
        """Draw hulls, ties, dots and names, from the back to the front."""
        for community, parts in zip(self.part.communities, self.picture.hulls, strict=True):
            self._hull(parts, *self.colours[community.id])
        self._ties()
        for line in self.at:
            self._dot(line)
        self.dots.draw()
        groups = zip(self.part.communities, self.picture.groups, self.picture.hulls, strict=True)
        for community, (name, spot), parts in groups:
            if spot:
                self._group(name, spot, self.colours[community.id][0], parts)
        for line in self.picture.names:
            self._name(line)
        self.veils.draw()

    def _hull(self, parts: Sequence[Rings], shade: int, variant: int) -> None:
        """Draw the ground of a community, with its outline."""
        hue = PALETTE[shade]
        shape = [ring + self.corner for rings in parts for ring in rings]
        wash = {"facecolor": to_rgba(hue, _WASH), "linewidth": 0.0, "zorder": 1}
        if variant:
            wash["hatch"] = HATCHES[variant % len(HATCHES)]
            wash["edgecolor"] = mix(hue, self.theme.background, 0.45)
        self.sheet.shape(shape, **wash)
        line = {"edgecolor": self.theme.edge(hue), "linewidth": 1.0, "zorder": 2}
        self.sheet.shape(shape, facecolor="none", **line)

    def _group(self, name: str, spot: Spot, shade: int, parts: Sequence[Rings]) -> None:
        """Write the name of a community, with a line to its hull where that is not beside it."""
        hue = PALETTE[shade]
        colour = ensure_contrast(hue, self.theme.tint(hue), TEXT_CONTRAST)
        x, y = self.corner + np.array([spot.x, spot.y])
        size = self.picture.sizes.group
        look: dict[str, Any] = {"bold": True, "colour": colour}
        self._clear(self.sheet.text(x, y, name, size, align=spot.align, **look), size)
        edge = np.concatenate([rings[0] for rings in parts])
        box = np.array(spot.box).reshape(2, 2)
        away = np.hypot(*(edge - np.clip(edge, *box)).T)
        if away.min() > _BESIDE:
            hull = edge[away.argmin()]
            leader = np.array([hull, np.clip(hull, *box)]) + self.corner
            self.sheet.strokes([leader], colors=colour, linewidths=0.8, zorder=7)

    def _clear(self, box: Box, size: float) -> None:
        """Thin what is behind a text: a veil takes a fraction of the bytes of a halo."""
        left, upper, right, lower = box
        y = (upper + lower) / 2
        veil = np.array([[left + 0.3 * size, y], [right - 0.3 * size, y]])
        look: dict[str, Any] = {"linewidths": 1.02 * size, "capstyle": "round", "zorder": 7.5}
        self.veils.add(veil, colors=to_rgba(self.theme.background, _VEIL), **look)

    def _ties(self) -> None:
        """Draw all ties, those at odds first."""

        def look(strand: Strand) -> tuple[int, bool]:
            return -list(KIND_DASHES).index(strand.kind), strand.attested

        for (order, attested), strands in groupby(
            sorted(self.picture.scene.strands, key=look), look
        ):
            kind = list(KIND_DASHES)[-order]
            found = list(strands)
            self.sheet.strokes(
                [self._path(strand) for strand in found],
                colors=tie_colour(self.theme, kind, attested=attested),
                linewidths=[self._width(strand) for strand in found],
                linestyles=[KIND_DASHES[kind]],
                zorder=4,
            )

    def _path(self, strand: Strand) -> Floats:
        """Where a tie runs; beside its other side where it has one."""
        ends: Floats = np.array([self.at[line] for line in strand.pair])
        if not strand.double:
            return ends
        along = ends[1] - ends[0]
        aside = np.array([-along[1], along[0]]) / np.hypot(*along)
        way = 1 if strand.kind == "alliance" else -1
        ends += way * aside * (_APART + self._width(strand) / 2)
        return ends

    def _dot(self, line: str) -> None:
        x, y = self.at[line]
        if line not in self.part.where:
            look = {"markerfacecolor": self.theme.grey, "markeredgewidth": 0.0, "zorder": 5}
            self.dots.add((x, y), sign="o", size=2.2, **look)
            return
        community = self.part.where[line]
        shade, variant = self.colours[community.id] if community else (None, 0)
        size = self.picture.sizes.dot
        fill, edge = self.theme.background, self.theme.grey
        if shade is not None:
            fill, edge = PALETTE[shade], self.theme.edge(PALETTE[shade])
        numbered = self.picture.names[line][1] is None
        look = {"markerfacecolor": fill, "markeredgecolor": edge, "markeredgewidth": 1.0}
        look |= {"sign": DOTS[variant % len(DOTS)], "size": NUMBERED if numbered else size}
        self.dots.add((x, y), **look)
        if numbered:
            colour = ensure_contrast(fill, fill, TEXT_CONTRAST)
            number = str(self.numbers[self.picture.scene.labels[line]])
            self.sheet.text(x, y, number, NUMBER, align="center", colour=colour)

    def _name(self, line: str) -> None:
        lines, spot = self.picture.names[line]
        if spot:
            x, y = self.corner + np.array([spot.x, spot.y])
            size = self.picture.sizes.name
            for at, text in in_lines(y, lines, size):
                self._clear(self.sheet.text(x, at, text, size, align=spot.align), size)

    def _width(self, strand: Strand) -> float:
        least, more = self.picture.sizes.tie
        return least + more * strand.weight
