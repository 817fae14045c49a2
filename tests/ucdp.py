"""The UCDP Actor Dataset held against a data set: names, and who joined, left or was renamed."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

from idlib_graph.agreement.factions import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from idlib_graph.model import Dataset, Relation

CSV = Path(__file__).parent / "fixtures" / "ucdp-actor-syria.csv"

Row = dict[str, str]

KEPT = {
    "3": ("united-states",),  # Government of United States of America
    "118": ("syrian-government",),  # Government of Syria
    "1170": ("nusra", "jfs"),  # Jabhat al-Nusra li al-Sham, later Jabhat Fateh al-Sham
    "6434": ("zinki",),  # Nour al-Din Zenki
    "7118": ("huras-al-din",),  # Tanzim Hurras ad-Din
    "7128": ("nlf",),  # National Front for Liberation
}
"""Our factions by UCDP's actor, where names are written so that they do not match."""

COLUMNS = {
    "splinter": ("Splinter", "ActorIdPrev"),
    "temporary split": ("SplitTemp", "ActorIdSplitTemp"),
    "alliance": ("Alliance", "ActorIdAlliance"),
    "joining": ("JoinGroup", "ActorIdGroup"),
}
"""What UCDP says of an actor: the column that says whether, and the one that says with whom."""

SAME = {
    "name change": {"rebrand", "succession"},
    "splinter": {"breakaway", "offshoot"},
    "temporary split": {"breakaway", "offshoot"},
    "alliance": {"membership", "founding", "merger", "absorption", "partnership", "cooperation"},
    "joining": {"membership", "founding", "merger", "absorption"},
}
"""Types of ours that say what UCDP says, in the same direction."""

IMPLIED = {
    "name change": set[str](),
    "splinter": {"membership", "branch"},
    "temporary split": {"membership", "branch"},
    "alliance": {"linkage"},
    "joining": {"linkage"},
}
"""Types that say less: the former tie which a split implies, or a tie without particulars."""

BELONGING = {
    "membership", "branch", "founding", "merger", "rebrand", "succession", "absorption",
    "breakaway", "offshoot", "severed-ties",
}  # fmt: skip
"""Types of ours that UCDP's columns could tell."""


@dataclass(frozen=True)
class Statement:
    """What UCDP says of two actors, each one or more factions of ours."""

    what: str
    a: str
    b: str
    factions_a: tuple[str, ...]
    factions_b: tuple[str, ...]

    def directs(self, relation: Relation) -> bool:
        """Whether a relation is of these two, and runs the same way where it has a direction."""
        ends = (relation.a, relation.b)
        ways = set(product(self.factions_a, self.factions_b))
        return ends in ways or (not relation.directed and ends[::-1] in ways)

    def concerns(self, relation: Relation) -> bool:
        """Whether a relation is of these two, whichever way it runs."""
        return relation.pair in {
            tuple(sorted(pair)) for pair in product(self.factions_a, self.factions_b)
        }


@dataclass(frozen=True)
class Verdict:
    """What comes of a statement: agrees, says less, differs or silent; and our relations."""

    verdict: str
    relations: tuple[str, ...]


def read_actors(path: Path = CSV) -> dict[str, Row]:
    """Every actor by its id."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["ActorId"]: row for row in csv.DictReader(file)}


def match_by_name(actors: Mapping[str, Row], dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Our factions by UCDP's actor: those with one of its names, its first name first."""
    owners = {
        plain(name): faction.id
        for faction in dataset.factions.values()
        for name in (faction.name, *faction.aliases)
    }
    found = {
        key: tuple(dict.fromkeys(owners[name] for name in _names(row) if name in owners))
        for key, row in actors.items()
    }
    return {key: factions for key, factions in found.items() if factions}


def match_actors(actors: Mapping[str, Row], dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Our factions by UCDP's actor, by name or as kept, in the order of its file."""
    found = {**match_by_name(actors, dataset), **KEPT}
    return {key: found[key] for key in actors if key in found}


def statements(
    actors: Mapping[str, Row], matched: Mapping[str, tuple[str, ...]]
) -> Iterator[Statement]:
    """What UCDP says of actors that both hold, in the order of its file."""
    for key, factions in matched.items():
        row = actors[key]
        if row["NameChange"] == "1":
            for old, new in pairwise(factions):
                yield Statement("name change", row["NameOrig"], row["NameData"], (old,), (new,))
        for what, (flag, others) in COLUMNS.items():
            for other in row[others].split(",") if row[flag] == "1" else ():
                if (other_key := other.strip()) in matched:
                    yield Statement(
                        what,
                        row["NameData"],
                        actors[other_key]["NameData"],
                        factions,
                        matched[other_key],
                    )


def weigh(statement: Statement, dataset: Dataset) -> Verdict:
    """Hold a statement against our relations that are not merely expected or denied."""
    told = [x for x in dataset.relations.values() if dataset.credibility(x) > 0]
    same = [x for x in told if statement.directs(x) and x.type in SAME[statement.what]]
    less = [x for x in told if statement.directs(x) and x.type in IMPLIED[statement.what]]
    other = [x for x in told if statement.concerns(x) and x.type in BELONGING]
    for verdict, found in (("agrees", same), ("says less", less), ("differs", other)):
        if found:
            return Verdict(verdict, tuple(sorted(x.id for x in found)))
    return Verdict("silent", ())


def unsaid(
    said: Iterable[Statement], matched: Mapping[str, tuple[str, ...]], dataset: Dataset
) -> dict[str, str]:
    """Our relations of belonging that UCDP has not: ``silent`` or ``differs`` by relation id.

    `differs` where UCDP says something else of the two.
    """
    said = tuple(said)
    held = {faction for factions in matched.values() for faction in factions}
    found = {}
    for one in dataset.relations.values():
        if one.type not in BELONGING or not set(one.pair) <= held or not dataset.credibility(one):
            continue
        if any(
            x.directs(one) and one.type in SAME[x.what] | IMPLIED[x.what] - {"linkage"}
            for x in said
        ):
            continue
        found[one.id] = "differs" if any(x.concerns(one) for x in said) else "silent"
    return found


def _names(row: Row) -> Iterator[str]:
    """An actor's names, its original ones first, each as `plain` writes them."""
    for column in (
        "NameOrig", "NameOrigFull", "NameOrigFullEng",
        "NewName", "NewNameFullMotherTongue", "NewNameFullEng", "NameData",
    ):  # fmt: skip
        for name in row[column].split(","):
            bare = re.sub(r"\(.*?\)", "", name).removeprefix("Government of ")
            if bare.strip():
                yield plain(bare)
