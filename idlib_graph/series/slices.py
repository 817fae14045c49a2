"""How many communities there are, how large, and how far they are those of the slice before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from idlib_graph.communities.comparison import (
    adjusted_mutual_information,
    variation_of_information,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from idlib_graph.shifts import Slice


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """The communities of one slice in numbers.

    Attributes
    ----------
    sizes : members of each community, largest first
    unaligned : lines that are present and have no community
    common : lines that are present here and in the slice before
    mutual_information : adjusted, with the slice before, over `common`; None where that is 0
    variation : variation of information in nats, likewise
    """

    day: date
    sizes: tuple[int, ...]
    unaligned: int
    common: int
    mutual_information: float | None
    variation: float | None

    @property
    def communities(self) -> int:
        """How many communities of two members or more there are."""
        return len(self.sizes)

    @property
    def present(self) -> int:
        """How many lines have a tie, the unaligned included."""
        return sum(self.sizes) + self.unaligned

    @property
    def fragmentation(self) -> float | None:
        """``1 - Σ share²`` over the lines present, each unaligned one for itself; in [0, 1).

        Fractionalization (Rae 1968): how likely it is that two lines, drawn independently, are
        not in the same community. n lines on their own have ``1 - 1/n``, the most there can be.
        None where nobody is present.
        """
        return 1.0 - self._squares / self.present**2 if self.present else None

    @property
    def effective_number(self) -> float | None:
        """``1 / Σ share²``: as many communities of equal size are as fragmented.

        Laakso & Taagepera 1979, of the same shares as `fragmentation`.
        """
        return self.present**2 / self._squares if self.present else None

    @property
    def _squares(self) -> int:
        return sum(size**2 for size in self.sizes) + self.unaligned


def measure_slices(slices: Sequence[Slice]) -> tuple[SliceFigures, ...]:
    """Measure each slice, and how far it agrees with the one before.

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P1Y", source=("newsgram-2020",))
    >>> last = measure_slices(told.slices)[-1]
    >>> last.sizes, last.unaligned, last.mutual_information  # as in the slice before
    ((2, 2, 2, 2), 1, 1.0)
    """
    before = (None, *slices)[: len(slices)]
    return tuple(_measure(part, earlier) for part, earlier in zip(slices, before, strict=True))


def _measure(part: Slice, before: Slice | None) -> SliceFigures:
    common = len(part.where.keys() & before.where.keys()) if before else 0
    agreement = variation = None
    if before and common:
        both = before.result.partition, part.result.partition
        agreement, variation = adjusted_mutual_information(*both), variation_of_information(*both)
    return SliceFigures(
        day=part.day,
        sizes=tuple(len(community.members) for community in part.communities),
        unaligned=len(part.unaligned),
        common=common,
        mutual_information=agreement,
        variation=variation,
    )
