"""A data set of names, notes and relations that have broken readers of graph files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builders import faction, make, rel

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

MARKUP = "&amp; <b>\"'</b> ]]>"
RIGHT_TO_LEFT = "هيئة تحرير الشام \u202eabc"
LONG = "A note of many words. " * 455
NAMES = {
    "markup": MARKUP,
    "rtl": RIGHT_TO_LEFT,
    "inf": "INF",
    "lonely": "Nobody's friend",
    "line-break": "one\ntwo\r\nthree\tfour",
    "astral": "\U0001f3f4 Union \x85\u2028",
}


def hostile_dataset() -> Dataset:
    """Six factions, one without a tie; among the relations two of one pair, kind and day."""
    factions = [
        replace(faction(key), name=name, aliases=(f"a|b {name}", "c\\|d")) for key, name in
        NAMES.items()
    ]  # fmt: skip
    return make(
        rel("battle", "markup", "rtl", date="2015-03-04", note=MARKUP),
        rel("raid", "markup", "rtl", date="2015-03-04", note=RIGHT_TO_LEFT),
        rel("siege", "markup", "rtl", date="2015-03-04/..", note="INF"),
        rel("membership", "inf", "markup", date="2014/..", note=LONG),
        rel("partnership", "rtl", "markup", date="../[..2015-02-09]", note=""),
        rel("linkage", "inf", "line-break", note="nan"),
        rel("linkage", "line-break", "astral", date="[..2015-06]", strength=0.0, note=" "),
        rel("breakaway", "astral", "inf", date="2015-06~"),
        rel("battle", "astral", "markup", claim="denied"),
        rel("aid", "astral", "markup", claim="expected", date="2016-01"),
        factions=factions,
    )
