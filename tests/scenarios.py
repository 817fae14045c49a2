"""Small stories of which the truth is known, told in months of 2015."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from builders import faction, make, rel

if TYPE_CHECKING:
    from idlib_graph.model import Dataset, Relation

YEAR = "2015/2015-12-01"
AFTER = "paper-2017-01-01"
LONG = "2013-01-01/.."


def steady(kind: str, a: str, b: str, **more: Any) -> Relation:  # noqa: ANN401 - any field
    """A state that holds all through."""
    return rel(kind, a, b, date=LONG, source=AFTER, **more)


def bloc(*names: str, date: str = LONG, mark: str = "") -> list[Relation]:
    """Factions that are all allied with each other."""
    return [
        rel("membership", a, b, date=date, source=AFTER, id=f"bloc-{a}-{b}{mark}")
        for a, b in combinations(names, 2)
    ]


def across(left: str, right: str, date: str) -> list[Relation]:
    """Alliances of everyone in one word with everyone in the other."""
    pairs = [(a, b) for a in left.split() for b in right.split()]
    return [rel("membership", a, b, date=date, source=AFTER, id=f"join-{a}-{b}") for a, b in pairs]


REDS, BLUES = bloc("red1", "red2", "red3"), bloc("blue1", "blue2", "blue3")
CAMPS = [*REDS, *BLUES, steady("rivalry", "red1", "blue1")]


def defection() -> Dataset:
    """Grey leaves the reds on 10 June and pledges itself to the blues."""
    return make(
        *CAMPS,
        rel("pledge", "grey", "red1", date="2014-01-01/..", source="paper-2015-01-01"),
        rel("breakaway", "grey", "red1", date="2015-06-10"),
        rel("pledge", "grey", "blue1", date="2015-06-10/..", source=AFTER),
        rel("battle", "red2", "blue2", date="2015-06-12"),
        period=YEAR,
    )


def merger() -> Dataset:
    """Two blocs become one on 10 June."""
    return make(
        *bloc("red1", "red2"),
        *bloc("blue1", "blue2"),
        *across("red1 red2", "blue1 blue2", "2015-06-10/.."),
        period=YEAR,
    )


def split() -> Dataset:
    """One bloc falls into two on 10 June."""
    return make(
        *bloc("red1", "red2"),
        *bloc("blue1", "blue2"),
        *across("red1 red2", "blue1 blue2", "2014-01-01/2015-06-10"),
        period=YEAR,
    )


def rebrand() -> Dataset:
    """Red is called rose from 10 June on; nothing else happens."""
    return make(
        *bloc("red", "grey"),
        *bloc("rose", "grey", "gold"),
        rel("rebrand", "red", "rose", date="2015-06-10"),
        period=YEAR,
    )


def fading(*more: Relation) -> Dataset:
    """Nobody repeats what tied grey to the reds, and in July the blues weigh more."""
    return make(
        *CAMPS,
        rel("cooperation", "grey", "red1", date="2014-12-20"),
        steady("linkage", "grey", "blue1"),
        *more,
        period=YEAR,
    )


def presumed() -> Dataset:
    """A report of December says that grey is with the reds; earlier ones tie it to the blues."""
    return make(
        *CAMPS,
        rel("partnership", "grey", "red1", source="paper-2015-12-01"),
        steady("linkage", "grey", "blue1"),
        period=YEAR,
    )


def mixed() -> Dataset:
    """Grey's tie to the reds fades away in the month in which it sides with the blues."""
    return fading(rel("partnership", "grey", "blue1", date="2015-06-10/..", source=AFTER))


def far_away() -> Dataset:
    """Grey, drawn both ways, changes side since two blues have joined hands without it."""
    return make(
        *REDS[:2],
        *BLUES[:2],
        steady("linkage", "grey", "red1"),
        steady("linkage", "grey", "blue1", strength=0.42),
        rel("membership", "blue2", "blue3", date="2015-06-10/..", source=AFTER),
        period=YEAR,
    )


def news_or_fading() -> Dataset:
    """Grey goes over to the blues; either two reports of June or one fading tie made it."""
    return make(
        *CAMPS,
        rel("cooperation", "grey", "red1", date="2014-12-20"),
        steady("linkage", "grey", "blue1", strength=0.36),
        rel("aid", "grey", "blue2", date="2015-06-28", strength=0.06),
        rel("aid", "grey", "blue3", date="2015-06-28", strength=0.06),
        period=YEAR,
        defaults={"every": "P3M"},
    )


def own_or_far_away() -> Dataset:
    """Grey leaves the blues; either its own fading tie or news from among the blues made it."""
    return make(
        *REDS[:2],
        *BLUES[:2],
        steady("linkage", "grey", "red1"),
        rel("cooperation", "grey", "blue1", date="2014-03-20/2015-03-20", strength=0.72),
        rel("membership", "blue2", "blue3", date="2015-06-10/..", source=AFTER),
        period=YEAR,
    )


def seen_again(gone_for: int) -> Dataset:
    """The reds are unseen for so many slices from July on."""
    return make(
        *bloc("red1", "red2", "red3", date="2014/2015-06-10"),
        *bloc("red1", "red2", "red3", date=f"2015-{6 + gone_for:02}-10/..", mark="-again"),
        *BLUES,
        period=YEAR,
    )


def flicker(date: str | None = None) -> Dataset:
    """A lone report of 1 June ties grey to the blues a little more than to the reds."""
    return make(
        *CAMPS,
        steady("linkage", "grey", "red1"),
        rel("cooperation", "grey", "blue1", date=date, source="paper-2015-06-01", strength=0.45),
        period=YEAR,
    )


def orphans() -> Dataset:
    """The organisation that held grey and gold together ends on 20 June, but is still fought."""
    return make(
        *BLUES,
        rel("sponsorship", "hub", "grey", date=LONG),
        rel("sponsorship", "hub", "gold", date=LONG),
        rel("battle", "hub", "blue1", date="2015-05-20"),
        *(steady("rivalry", name, "blue1") for name in ("grey", "gold")),
        factions=[faction("hub", active="2010/2015-06-20")],
        period=YEAR,
    )


ALL = (
    defection,
    merger,
    split,
    rebrand,
    fading,
    presumed,
    mixed,
    far_away,
    news_or_fading,
    own_or_far_away,
    flicker,
    orphans,
)
