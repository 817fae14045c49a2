"""Matters on which the sources contradict each other. No side is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idlib_graph.contested.endings import by_denial, by_ending
from idlib_graph.contested.happenings import by_date, by_parties
from idlib_graph.contested.records import GROUNDS, Contested, Side, Word
from idlib_graph.contested.signs import by_sign
from idlib_graph.lines import trace_lines
from idlib_graph.settings import settings_for

if TYPE_CHECKING:
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset
    from idlib_graph.settings import Settings

__all__ = ["GROUNDS", "Contested", "Side", "Word", "find_contested"]


def find_contested(
    dataset: Dataset, *, settings: Settings | None = None, lines: Lines | None = None
) -> tuple[Contested, ...]:
    """Every matter on which the sources of a data set contradict each other.

    In order of ground, then of the lines concerned. `settings` gives the half-lives.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> found = find_contested(load_dataset())
    >>> [matter.lines for matter in found if matter.ground == "denial"]
    [('hts', 'turkey')]
    """
    settings, lines = settings or settings_for(dataset), lines or trace_lines(dataset)
    found = [
        *by_sign(dataset, settings, lines),
        *by_parties(dataset, lines),
        *by_date(dataset, lines),
        *by_ending(dataset, lines),
        *by_denial(dataset, lines),
    ]
    order = list(GROUNDS)
    return tuple(sorted(found, key=lambda c: (order.index(c.ground), c.lines, c.relations)))
