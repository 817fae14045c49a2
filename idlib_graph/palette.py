"""The colours that every picture shares.

They are those of Okabe & Ito (2008), made for every kind of colour vision, their yellow replaced
by an olive that shows on white.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    Key = TypeVar("Key", bound=Hashable)

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#9a8700")
"""Of communities, in the order in which they are given out."""

KIND_HUES = {"alliance": "#0072b2", "split": "#cc79a7", "clash": "#d55e00"}

GREY = "#82888e"
"""Of what is in no community, or pulls neither way."""


def assign_colours(lives: Mapping[Key, tuple[int, int]]) -> dict[Key, tuple[int, int]]:
    """A colour for each life, as (index in the palette, variant), in the order given.

    Colours not yet used come first, then that of the life that ended longest before. Where all
    are taken at once, the next variant of the palette is used, which is drawn differently.

    Parameters
    ----------
    lives : first and last slice of each community

    Examples
    --------
    >>> assign_colours({"reds": (0, 3), "blues": (2, 5)})
    {'reds': (0, 0), 'blues': (1, 0)}
    """
    taken: dict[tuple[int, int], int] = {}
    given = {}
    for key, (first, last) in sorted(lives.items(), key=lambda item: item[1][0]):
        variant, free = 0, list[int]()
        while not free:
            shades = range(len(PALETTE))
            free = [shade for shade in shades if taken.get((shade, variant), -2) < first - 1]
            variant += not free
        shade = min(free, key=lambda shade: (taken.get((shade, variant), -2), shade))
        given[key] = (shade, variant)
        taken[shade, variant] = last
    return {key: given[key] for key in lives}
