"""How a matrix shares out its sheet: cells, names, legend and small print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.charts.blocks import order_blocks
from idlib_graph.charts.calendar import write_day
from idlib_graph.charts.cells import STEPS, gather_cells
from idlib_graph.charts.furniture import MARGIN, Key, absent_note, plan_frame
from idlib_graph.charts.network import day_notes
from idlib_graph.charts.sheet import POINTS_PER_INCH, Plan
from idlib_graph.charts.style import TEXT_CONTRAST, contrast, ensure_contrast, mix
from idlib_graph.charts.text import clip, printable, widest, width
from idlib_graph.errors import SettingsError
from idlib_graph.palette import KIND_HUES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.analysis import Analysis
    from idlib_graph.charts.blocks import Block
    from idlib_graph.charts.cells import Cell
    from idlib_graph.charts.furniture import Frame
    from idlib_graph.charts.style import Theme
    from idlib_graph.shifts.records import Slice

SUBTITLE = (
    "Each pair's net tie: plus and blue where allied, minus and orange where at odds, the fuller "
    "the colour the more it weighs. Blocks along the diagonal are communities. An empty cell is "
    "no report."
)
SHARES = (0.2, 0.45, 0.72, 1.0)  # of the colour of a side, by the step of its weight
GROUP = 8.6  # size of the names of communities
COLUMN_ROOM = 150.0  # for a name above the cells, in points
STRIP = 6.0  # width of a community's colour along the edges
BRACKET = 13.0  # between the names of communities and of factions
BESIDE = 5.0  # between a name and what it stands beside

_EDGE = BESIDE + STRIP + 2
_AIR = 9.0
_SIGNS = {"alliance": "+", "clash": "_"}
_NOBODY = "In no community"
_NAME = 8.2
_NAME_ROOM = 215.0
_GROUP_ROOM = 112.0
_DRAWING = 480.0
_USUAL_PITCH = (12.0, 30.0)
_MOST_PITCH = 44.0
_LEAST_PITCH = 6.4
_LEAST_WIDTH = 560.0


@dataclass(frozen=True)
class Lattice:
    """What a matrix is made up of.

    Attributes
    ----------
    names : of the lines on that day, in order
    groups : width of the widest name of a community, in points
    """

    part: Slice
    blocks: Sequence[Block]
    names: Sequence[str]
    cells: Sequence[Cell]
    groups: float

    def above(self, size: float) -> float:
        """Height of names of that size and of colours above the cells, in points."""
        return widest([clip(name, size, COLUMN_ROOM) for name in self.names], size) + _EDGE

    def left(self, size: float) -> float:
        """Where the cells begin beside names of that size, in points."""
        return MARGIN + self.groups + BRACKET + widest(self.names, size) + _EDGE

    @property
    def count(self) -> int:
        """The number of rows, at least one."""
        return max(len(self.names), 1)

    @property
    def pitch(self) -> float:
        """The usual height of a row, in points."""
        return min(max(_DRAWING / self.count, _USUAL_PITCH[0]), _USUAL_PITCH[1])

    @property
    def width(self) -> float:
        """The usual width of the sheet, in points."""
        return max(self.left(_NAME) + self.pitch * self.count + MARGIN, _LEAST_WIDTH)


def lay_out(analysis: Analysis, part: Slice) -> Lattice:
    """Gather what a matrix of a day shows, in order."""
    blocks = order_blocks(part)
    lines = [line for block in blocks for line in block.lines]
    names = [clip(analysis.label(x, part.day, short=True), _NAME, _NAME_ROOM) for x in lines]
    groups = max((width(title_of(b), GROUP, bold=True) for b in blocks), default=0.0)
    return Lattice(
        part, blocks, names, gather_cells(analysis, part, lines), min(groups, _GROUP_ROOM)
    )


def title_of(block: Block) -> str:
    """What a block is called."""
    return printable(block.community.name if block.community else _NOBODY)


def frame_of(
    analysis: Analysis,
    lattice: Lattice,
    wide: float,
    theme: Theme,
    title: str | None,
    language: str,
) -> Frame:
    """What stands above and below the matrix."""
    on = write_day(lattice.part.day, language)
    return plan_frame(
        analysis,
        wide,
        title=f"{analysis.dataset.title}: ties on {on}" if title is None else title,
        subtitle=SUBTITLE,
        keys=_keys(lattice.cells, theme),
        notes=_notes(analysis, lattice, on, language),
    )


def plan_cells(
    lattice: Lattice, frame: Frame, wide: float, high: float | None, language: str
) -> tuple[Plan, float]:
    """Give the cells the largest size that fits; their usual one where the height is open.

    Returns
    -------
    The plan, and the size of names.

    Raises
    ------
    SettingsError
        Where the cells would be too small, with the size that is needed.
    """
    around = frame.top + frame.bottom + 2 * _AIR

    def pitch_of(size: float) -> float:
        down = (
            lattice.pitch * lattice.count if high is None else high - around - lattice.above(size)
        )
        across = wide - lattice.left(size) - MARGIN
        return min(min(across, down) / lattice.count, _MOST_PITCH)

    size = _name_size(max(pitch_of(_NAME), _LEAST_PITCH))
    pitch, left, top = pitch_of(size), lattice.left(size), frame.top + _AIR + lattice.above(size)
    square = pitch * lattice.count
    if pitch < _LEAST_PITCH:
        least = lattice.count * _LEAST_PITCH
        enough = max(wide, left + least + MARGIN), around + lattice.above(size) + least
        given, needed = _inches(wide, high), _inches(enough[0], max(high or 0.0, enough[1]))
        msg = f"{given} inches are too small for this matrix; it needs {needed}"
        raise SettingsError(msg)
    high = high or around + lattice.above(size) + square
    right, bottom = wide - left - square, high - top - square
    plan = Plan(wide, high, left, right, top, bottom, 0, lattice.count, lattice.count, language)
    return plan, size


def _name_size(pitch: float) -> float:
    """The size of names that fit into a row."""
    return min(_NAME, (pitch - 1.2) / 1.17)


def _inches(wide: float, high: float | None) -> str:
    lengths = [wide] if high is None else [wide, high]
    return " by ".join(f"{length / POINTS_PER_INCH:.1f}" for length in lengths)


def fill_of(theme: Theme, kind: str, step: int) -> str:
    """The colour of one side of a tie, by the step of its weight."""
    return mix(KIND_HUES[kind], theme.background, SHARES[step])


def sign_colour(theme: Theme, *fills: str) -> str:
    """The colour of a sign that stands out best from all of `fills`."""

    def least(colour: str) -> float:
        return min(contrast(colour, fill) for fill in fills)

    best = max((theme.ink, theme.background), key=least)
    return ensure_contrast(best, fills[0], TEXT_CONTRAST) if len(fills) == 1 else best


def _notes(analysis: Analysis, lattice: Lattice, on: str, language: str) -> list[str]:
    count, pairs = len(lattice.names), len(lattice.cells) // 2
    text = f"{on}: {pairs} pair{'s' * (pairs != 1)} with a reported tie among {count} factions."
    notes = [text, *absent_note(analysis, count, "that day")]
    return [*notes, *day_notes(analysis, [lattice.part.day], language)]


def _keys(cells: Sequence[Cell], theme: Theme) -> list[Key]:
    """The legend: the scale of each side there is, and the marks."""
    shown = {kind for cell in cells for kind, _ in cell.sides}
    keys = []
    for kind, meaning in (("alliance", "allied, "), ("clash", "at odds, ")):
        for step, most in enumerate(STEPS if kind in shown else ()):
            fill = fill_of(theme, kind, step)
            edge = {"colors": theme.kind(kind), "linewidths": 11.0}
            look = {"size": 6.0, "markeredgecolor": sign_colour(theme, fill)}
            swatch = (edge, {"colors": fill, "linewidths": 9.6})
            text = f"{meaning * (step == 0)}to {most:g}"
            keys.append(Key(text, swatch, _SIGNS[kind], look | {"markeredgewidth": 1.2}))
    ink = {"size": 9.0, "markeredgecolor": theme.ink}
    halves = {"fillstyle": "left", "markeredgewidth": 0.6} | {
        name: fill_of(theme, kind, 3)
        for name, kind in (("markerfacecolor", "alliance"), ("markerfacecoloralt", "clash"))
    }
    hollow = {"markerfacecolor": "none", "markeredgewidth": 1.6}
    if any(len(cell.sides) > 1 for cell in cells):
        keys.append(
            Key(
                "\N{PLUS-MINUS SIGN}: allied and at odds, each by its weight", (), "s", ink | halves
            )
        )
    if any(cell.contested for cell in cells):
        keys.append(Key("contested: sources contradict each other", (), "s", ink | hollow))
    return keys
