"""The figures of agreement: on what exists, and on what is said of what both have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.agreement.alpha import krippendorff_alpha
from idlib_graph.agreement.mentions import dates_meet, direction
from idlib_graph.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idlib_graph.agreement.alignment import Pairs
    from idlib_graph.agreement.mentions import Cell, Mention


@dataclass(frozen=True, slots=True)
class Existence:
    """Whether two coders find a tie of a kind between the same factions in the same article.

    Attributes
    ----------
    units : articles times pairs of factions that both have there, times kinds
    in_first, in_second, in_both : units in which either, or both, have a relation
    dice : ``2 in_both / (in_first + in_second)``; None where neither has any
    alpha : Krippendorff's alpha over all units, present or not; None where undefined
    """

    units: int
    in_first: int
    in_second: int
    in_both: int
    dice: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """What two coders say of the relations that both have, aligned by paragraphs.

    Attributes
    ----------
    in_first, in_second : relations of either coding, once an article
    aligned : of these, pairs that are aligned
    same_type, type_alpha, same_claim, claim_alpha : pairs that agree, and alpha over all pairs
    undated, overlapping, one_dated, apart : pairs that neither dates, both so that the dates can
        be the same, one of them, and both so that they cannot
    same_direction, opposite, one_directed, undirected : the same of who is which
    """

    in_first: int
    in_second: int
    aligned: int
    same_type: int
    type_alpha: float | None
    same_claim: int
    claim_alpha: float | None
    undated: int
    overlapping: int
    one_dated: int
    apart: int
    same_direction: int
    opposite: int
    one_directed: int
    undirected: int

    @property
    def dice(self) -> float | None:
        """Twice the aligned pairs over all relations of both codings."""
        return share(2 * self.aligned, self.in_first + self.in_second)

    @property
    def date_share(self) -> float | None:
        """Pairs whose dates agree: neither dated, or both so that they overlap."""
        return share(self.undated + self.overlapping, self.aligned)

    @property
    def direction_share(self) -> float | None:
        """Pairs of the same direction, of those that both coders direct."""
        return share(self.same_direction, self.same_direction + self.opposite)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one selection of articles and kinds."""

    existence: Existence
    relations: Aligned


def measure(
    first: list[Mention], second: list[Mention], pairs: Pairs, common: Mapping[str, set[str]]
) -> Figures:
    """Figures over all articles of `common`, which has the factions that both coders have there.

    Examples
    --------
    Both have a battle, one a truce as well; three pairs of factions in three kinds are 9 units:

    >>> from dataclasses import replace
    >>> from idlib_graph.agreement import Mention
    >>> one = Mention("paper", "r1", "clash", "battle", "a", "b", False, "reported", None, (1,))
    >>> other = replace(one, relation="r2", kind="alliance", type="truce", b="c")
    >>> found = measure([one, other], [one], [(one, one)], {"paper": {"a", "b", "c"}})
    >>> found.existence.units, found.existence.in_both, found.relations.aligned
    (9, 1, 1)
    """
    return Figures(
        existence=_existence(
            _units(common, KINDS), {item.cell for item in first}, {item.cell for item in second}
        ),
        relations=_aligned(len(first), len(second), pairs),
    )


def measure_kind(
    first: list[Mention],
    second: list[Mention],
    pairs: Pairs,
    common: Mapping[str, set[str]],
    kind: str,
) -> Figures:
    """Figures of one kind of relation.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from idlib_graph.agreement import Mention
    >>> one = Mention("paper", "r1", "clash", "battle", "a", "b", False, "reported", None, (1,))
    >>> other = replace(one, relation="r2", kind="alliance", type="truce", b="c")
    >>> sides = [one, other], [one], [(one, one)], {"paper": {"a", "b", "c"}}
    >>> [measure_kind(*sides, kind).existence.dice for kind in ("clash", "alliance", "split")]
    [1.0, 0.0, None]
    """
    firsts, seconds = ([x for x in side if x.kind == kind] for side in (first, second))
    return Figures(
        existence=_existence(
            _units(common, (kind,)), {x.cell for x in firsts}, {x.cell for x in seconds}
        ),
        relations=_aligned(len(firsts), len(seconds), [p for p in pairs if p[0].kind == kind]),
    )


def share(part: int, whole: int) -> float | None:
    """The part of the whole; None of nothing.

    Examples
    --------
    >>> share(1, 4), share(0, 0)
    (0.25, None)
    """
    return part / whole if whole else None


def _units(common: Mapping[str, set[str]], kinds: Iterable[str]) -> list[Cell]:
    return [
        (source, pair, kind)
        for source, names in common.items()
        for pair in combinations(sorted(names), 2)
        for kind in kinds
    ]


def _existence(units: list[Cell], first: set[Cell], second: set[Cell]) -> Existence:
    found = [(unit in first, unit in second) for unit in units]
    mine, theirs = (sum(one) for one in zip(*found, strict=True)) if found else (0, 0)
    both = sum(one and other for one, other in found)
    return Existence(
        units=len(units),
        in_first=mine,
        in_second=theirs,
        in_both=both,
        dice=share(2 * both, mine + theirs),
        alpha=krippendorff_alpha(found),
    )


def _aligned(in_first: int, in_second: int, pairs: Pairs) -> Aligned:
    dates = Counter(
        (bool(one.date) + bool(other.date), dates_meet(one.date, other.date))
        for one, other in pairs
    )
    ways = Counter(direction(one, other) for one, other in pairs)
    types = [(one.type, other.type) for one, other in pairs]
    claims = [(one.claim, other.claim) for one, other in pairs]
    return Aligned(
        in_first=in_first,
        in_second=in_second,
        aligned=len(pairs),
        same_type=sum(one == other for one, other in types),
        type_alpha=krippendorff_alpha(types),
        same_claim=sum(one == other for one, other in claims),
        claim_alpha=krippendorff_alpha(claims),
        undated=dates[0, True],
        overlapping=dates[2, True],
        one_dated=dates[1, False],
        apart=dates[2, False],
        same_direction=ways["same"],
        opposite=ways["opposite"],
        one_directed=ways["one"],
        undirected=ways["none"],
    )
