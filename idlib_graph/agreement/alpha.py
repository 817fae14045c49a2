"""Chance-corrected agreement on values without an order."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


def krippendorff_alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    r"""Krippendorff's alpha for nominal values, any number of coders, and gaps.

    Of :math:`n` values that can be paired, :math:`n_c` being :math:`c`, and with the coincidences
    :math:`o_{ck}` (each ordered pair of values within a unit of :math:`m_u` values counts
    :math:`1 / (m_u - 1)`),

    .. math:: \alpha = 1 - (n - 1) \frac{\sum_{c \ne k} o_{ck}}{\sum_{c \ne k} n_c n_k}.

    Parameters
    ----------
    units : for each unit the coders' values; None where a coder gave none

    Returns
    -------
    1 for perfect agreement, 0 for what chance would give, below 0 for less than that. None where
    it is undefined: nothing can be paired, or every value is the same, so that no disagreement
    was possible.

    References
    ----------
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.

    Examples
    --------
    >>> round(krippendorff_alpha(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
    ...                              [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])), 3)
    0.095
    """
    totals: Counter[Hashable] = Counter()
    observed = Fraction(0)
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        size = values.total()
        if size > 1:
            totals.update(values)
            observed += Fraction(_unlike_pairs(values), size - 1)
    expected = _unlike_pairs(totals)
    return float(1 - (totals.total() - 1) * observed / expected) if expected else None


def _unlike_pairs(values: Counter[Hashable]) -> int:
    """Ordered pairs of two different values, among as many as are counted."""
    return values.total() ** 2 - sum(count**2 for count in values.values())
