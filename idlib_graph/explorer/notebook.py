"""The explorer as an object: shown by notebooks, saved as a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from idlib_graph.explorer import build
from idlib_graph.output import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.analysis import Analysis

DRAWS = 40


@dataclass(frozen=True, slots=True, repr=False)
class Explorer:
    """The page of an analysis.

    Attributes
    ----------
    page : HTML that needs nothing but a browser
    """

    page: str

    def save(self, path: Path | str) -> None:
        """Write the page to a file, to open or to send.

        Raises
        ------
        OutputError
            Where it cannot be written.
        """
        write_whole(path, self.page)

    def __repr__(self) -> str:
        return f"<Explorer of {len(self.page) // 1000} kB; .save('explorer.html') writes it>"

    def _repr_html_(self) -> str:
        """The page in a frame that may run its own script, and reach nothing outside."""
        return (
            '<iframe sandbox="allow-scripts" title="Explorer" width="100%" height="760" '
            f'style="border: 0" srcdoc="{escape(self.page)}"></iframe>'
        )


def explore(analysis: Analysis, *, draws: int = DRAWS) -> Explorer:
    """The analysis as one offline page to click through.

    Parameters
    ----------
    draws : of dates and doubts, which tell how probable things are; 0 for none

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), source=("newsgram-2020",), every="P1Y")
    >>> explorer = explore(told, draws=0)
    >>> explorer.page.startswith("<!doctype html>"), "srcdoc" in explorer._repr_html_()
    (True, True)
    """
    return Explorer(build(analysis, analysis.ensemble(draws) if draws else None))
