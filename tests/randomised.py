"""Small random data sets, for what must hold of every one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from builders import CODEBOOK, faction, make, rel, word
from hypothesis import strategies as st

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Evidence, Relation

DAYS = tuple(date(year, month, 1) for year in range(2013, 2019) for month in range(1, 13))
NAMES = ("blue", "gold", "green", "grey", "pink", "red")
SOURCES = ("paper-2015-01-01", "paper-2016-03", "paper-2017")

_KINDS = tuple(name for name, kind in CODEBOOK.types.items() if not kind.lineage)
_ends = st.dates(date(2013, 1, 1), date(2017, 12, 31)).flatmap(
    lambda d: st.sampled_from([f"{d:%Y-%m-%d}", f"{d:%Y-%m}", f"{d:%Y}"])
)


@st.composite
def date_texts(draw: st.DrawFn) -> str | None:
    """A date of any shape that the data may have, or none."""
    shape = draw(st.sampled_from(["none", "one", "open", "former", "by", "both", "by-open"]))
    if shape in {"none", "one"}:
        return draw(_ends) if shape == "one" else None
    first, last = sorted(draw(st.tuples(_ends, _ends)), key=lambda text: text[:4])
    if first[:4] == last[:4]:
        last = first
    texts = {
        "open": f"{first}/..",
        "former": f"../{first}",
        "by": f"[..{first}]",
        "both": f"{first}/{last}",
        "by-open": f"[..{first}]/..",
    }
    return texts[shape]


@st.composite
def _evidence(draw: st.DrawFn) -> Evidence:
    source, claim = draw(st.sampled_from(SOURCES)), draw(st.sampled_from([*CODEBOOK.claims]))
    return word(source, claim, via=draw(st.sampled_from([None, None, "agency"])))


@st.composite
def relations(draw: st.DrawFn, number: int) -> Relation:
    """A relation of any type, date and evidence."""
    a, b = draw(st.permutations(NAMES))[:2]
    return rel(
        draw(st.sampled_from(_KINDS)),
        a,
        b,
        date=draw(date_texts()),
        evidence=draw(st.lists(_evidence(), min_size=1, max_size=3)),
        id=f"r{number}",
    )


@st.composite
def datasets(draw: st.DrawFn, most: int = 12) -> Dataset:
    """A data set of up to `most` relations among six factions, and perhaps a rename."""
    found = [draw(relations(number)) for number in range(draw(st.integers(1, most)))]
    if draw(st.booleans()):
        found.append(rel("rebrand", "green", "red", date=draw(date_texts()), source=SOURCES))
    active = draw(st.sampled_from([None, "2014/..", "2013-06/2016-06", "2015"]))
    return make(*found, factions=[faction("blue", active=active)], reliability={SOURCES[0]: "B"})
