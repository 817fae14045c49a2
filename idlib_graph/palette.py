"""The colours that charts and graph files share.

They are those of Okabe & Ito (2008), made for every kind of colour vision, their yellow replaced
by an olive that shows on white.
"""

from __future__ import annotations

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#9a8700")
"""Of communities, in the order in which they are given out."""

KIND_HUES = {"alliance": "#0072b2", "split": "#cc79a7", "clash": "#d55e00"}

GREY = "#82888e"
"""Of what is in no community, or pulls neither way."""
