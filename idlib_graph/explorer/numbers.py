"""The number that stands for each record in the page, where its id would be too long."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from idlib_graph.explorer.runs import Runs
from idlib_graph.model import KINDS
from idlib_graph.shifts import ABSENT, UNALIGNED, CommunityId

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset

    T = TypeVar("T", bound=Hashable)

ABSENT_CODE, UNALIGNED_CODE, FIRST_COMMUNITY = 0, 1, 2
HUNDRED = 100


@dataclass(frozen=True)
class Numbers:
    """An analysis with a number for each record, and the rows that its parts share.

    Everything is numbered in the order of its id, so that the same analysis gives the same page.
    """

    analysis: Analysis
    runs: Runs = field(default_factory=Runs)

    @property
    def dataset(self) -> Dataset:
        """The data set as far as it is heard."""
        return self.analysis.snapshots.dataset

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The lines of names."""
        return _numbered(sorted(self.analysis.lines.by_id))

    @cached_property
    def factions(self) -> Mapping[str, int]:
        """The names, each a faction of its own."""
        return _numbered(sorted(self.analysis.dataset.factions))

    @cached_property
    def sources(self) -> Mapping[str, int]:
        """The sources heard."""
        return _numbered(sorted(self.dataset.sources))

    @cached_property
    def relations(self) -> Mapping[str, int]:
        """The relations heard."""
        return _numbered(sorted(self.dataset.relations))

    @cached_property
    def types(self) -> Mapping[str, int]:
        """The types of relation that are used: alliances, splits, clashes."""
        known = self.dataset.codebook.types
        used = {relation.type for relation in self.dataset.relations.values()}
        return _numbered(sorted(used, key=lambda name: (KINDS.index(known[name].kind), name)))

    @cached_property
    def claims(self) -> Mapping[str, int]:
        """The claims, in the order of the codebook."""
        return _numbered(self.dataset.codebook.claims)

    @cached_property
    def faction_types(self) -> Mapping[str, int]:
        """The types of faction that are used."""
        return _numbered(sorted({one.type for one in self.analysis.dataset.factions.values()}))

    @cached_property
    def communities(self) -> Mapping[CommunityId, int]:
        """The communities of any slice, by first appearance."""
        return _numbered(sorted(self.analysis.names))

    @cached_property
    def days(self) -> Mapping[object, int]:
        """The slices."""
        return _numbered(self.analysis.days)

    @cached_property
    def weights(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Alliance, clash and weight (without sign) of each pair in hundredths.

        Each of shape (pairs, slices).
        """
        series = self.analysis.snapshots
        plus, minus = series.tie_weights(series.weights)
        return hundredths(plus), hundredths(minus), hundredths(np.abs(plus - minus))

    @cached_property
    def ties(self) -> Mapping[tuple[str, str], int]:
        """The pairs that have a tie in some slice."""
        plus, minus, _ = self.weights
        ever = (plus + minus).max(axis=1, initial=0)
        pairs = zip(self.analysis.snapshots.pairs, ever.tolist(), strict=True)
        return _numbered(sorted(pair for pair, most in pairs if most))

    def place(self, place: CommunityId | str) -> int:
        """A place in a slice: 0 absent, 1 unaligned, from 2 on the communities."""
        if isinstance(place, CommunityId):
            return FIRST_COMMUNITY + self.communities[place]
        return {ABSENT: ABSENT_CODE, UNALIGNED: UNALIGNED_CODE}[place]

    def tie(self, a: str, b: str) -> int:
        """The number of the tie of two lines."""
        return self.ties[min(a, b), max(a, b)]


def hundredths(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Shares as whole hundredths: two digits."""
    return np.rint(values * HUNDRED).astype(np.intp)


def _numbered(items: Iterable[T]) -> dict[T, int]:
    return {item: number for number, item in enumerate(items)}
