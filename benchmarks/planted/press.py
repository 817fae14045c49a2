"""The sources of a world, and the relations that they have told so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from idlib_graph.dates import parse_date
from idlib_graph.load import built_in_codebook
from idlib_graph.model import Codebook, Dataset, Evidence, Faction, Relation, Source
from planted.worlds import any_day, first_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from planted.worlds import World

CLAIMS = ("asserted", "reported", "alleged")
FALSE_SOURCE = "false-source"
PARAGRAPHS = 40
OLD_NAME = 0.2
"""Chance that a source still uses a name that is no longer borne."""


@dataclass(slots=True)
class Press:
    """What is told of a world.

    Attributes
    ----------
    published : the day of each source, in order; the false one is last
    renames : day on which a line took its last name
    """

    world: World
    rng: random.Random
    published: dict[str, date] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    renames: dict[str, date] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    codebook: Codebook = field(default_factory=built_in_codebook)

    def found(self, source: str, day: date, letter: str) -> None:
        """Add a source."""
        self.published[source] = day
        self.sources[source] = Source(source, source, parse_date(day.isoformat()), letter)

    def after(self, day: date) -> list[str]:
        """The true sources published after a day, in order."""
        return [s for s, when in self.published.items() if when > day and s != FALSE_SOURCE]

    def tell(
        self,
        rid: str,
        kind_of: str,
        ends: tuple[str, str],
        sources: Iterable[str],
        *,
        when: str | None = None,
        event: str | None = None,
    ) -> None:
        """Let sources tell a relation, or add their word to one told before."""
        for source in sources:
            claim = self.rng.choices(CLAIMS, self.world.plan.claims)[0]
            word = Evidence(source, (len(self.relations) % PARAGRAPHS + 1,), claim)
            known = self.relations.get(rid)
            if known is None:
                kind = self.codebook.types[kind_of]
                a, b = (self._name(line, source) for line in ends)
                self.relations[rid] = Relation(
                    id=rid,
                    kind=kind.kind,
                    type=kind_of,
                    a=a,
                    b=b,
                    directed=kind.has_direction and not kind.mutual,
                    evidence=(word,),
                    date=parse_date(when) if when else None,
                    event=event,
                )
            elif source not in known.sources:
                self.relations[rid] = replace(known, evidence=(*known.evidence, word))

    def rename(self, line: str, day: date) -> None:
        """Let a line take its name on a day, and the next source tell it."""
        self.renames[line] = day
        self.relations[f"rename-{line}"] = Relation(
            id=f"rename-{line}",
            kind="alliance",
            type="rebrand",
            a=f"{line}-old",
            b=line,
            directed=True,
            evidence=(Evidence(self.after(day)[0], (1,), "asserted"),),
            date=parse_date(day.isoformat()),
        )

    def _name(self, line: str, source: str) -> str:
        """The name that a source knows a line by."""
        renamed = self.renames.get(line)
        if renamed is None:
            return line
        knows = self.published[source] > renamed and self.rng.random() > OLD_NAME
        return line if knows else f"{line}-old"

    def dataset(self) -> Dataset:
        """The data set of what has been told."""
        named = {name for relation in self.relations.values() for name in relation.pair}
        end = first_of(self.world.plan.months) - timedelta(days=1)
        return Dataset(
            title="Planted",
            codebook=self.codebook,
            sources=self.sources,
            factions={name: Faction(name, name, "armed-group") for name in sorted(named)},
            relations=self.relations,
            period=parse_date(f"{first_of(0)}/{end}"),
        )


def open_press(world: World, rng: random.Random) -> Press:
    """Spread the sources over the period, from its third month to just after its end."""
    press = Press(world, rng)
    plan = world.plan
    for number in range(plan.sources):
        last = number == plan.sources - 1
        month = plan.months if last else round(2 + number * (plan.months - 2) / (plan.sources - 1))
        press.found(f"source-{number + 1}", any_day(rng, month), rng.choice(plan.letters))
    if plan.lies:
        press.found(FALSE_SOURCE, first_of(plan.months - 3), "C")
    return press
