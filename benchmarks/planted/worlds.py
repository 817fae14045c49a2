"""What really happens: blocs of factions, their ties, and how both change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planted.records import Plan, PlantedShift

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

FIRST_YEAR = 2015
HUB_TYPES = ("membership", "membership", "pledge", "sponsorship", "partnership")
FELLOW_TYPES = ("linkage", "linkage", "partnership", "cooperation")
SMALLEST = 4
"""Members that a bloc must have for one of them to leave it."""


@dataclass(slots=True)
class Bond:
    """An alliance that really holds: since the shift number `since` (None: all along)."""

    a: str
    b: str
    type: str
    since: int | None = None
    ended: date | None = None


@dataclass(slots=True)
class World:
    """The course of events, in the making.

    Attributes
    ----------
    where : bloc of each line now; a bloc is called after the line that leads it
    spells : `where` from each day on
    bonds : every alliance there ever was
    shifts : what was planted, in order
    """

    plan: Plan
    rng: random.Random
    where: dict[str, str] = field(default_factory=dict)
    spells: list[tuple[date, Mapping[str, str]]] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    shifts: list[PlantedShift] = field(default_factory=list)

    def members(self, bloc: str) -> list[str]:
        """The lines of a bloc now, sorted."""
        return sorted(line for line, other in self.where.items() if other == bloc)

    def blocs(self, least: int = 2) -> list[str]:
        """The blocs of so many members or more, sorted."""
        return [bloc for bloc in sorted({*self.where.values()}) if len(self.members(bloc)) >= least]

    def at(self, day: date) -> Mapping[str, str]:
        """The bloc of each line on a day."""
        return [where for since, where in self.spells if since <= day][-1]


def first_of(month: int) -> date:
    """The first day of a month, counted from 0."""
    return date(FIRST_YEAR + month // 12, month % 12 + 1, 1)


def any_day(rng: random.Random, month: int) -> date:
    """Some day of a month."""
    length = (first_of(month + 1) - first_of(month)).days
    return first_of(month) + timedelta(days=rng.randrange(length))


def make_world(plan: Plan, rng: random.Random) -> World:
    """Found the blocs, and let happen what is planned."""
    world = World(plan, rng)
    lines = [f"f{number:02}" for number in range(1, plan.factions + 1)]
    rng.shuffle(lines)
    leaders = lines[: plan.blocs]
    seats = leaders * 3  # no bloc of one or two
    for number, line in enumerate(lines):
        world.where[line] = seats[number] if number < len(seats) else rng.choice(leaders)
    world.spells.append((first_of(0), dict(world.where)))
    for line in sorted(world.where):
        _settle(world, line, world.where[line], None)
    for day, happen in _agenda(plan, rng):
        happen(world, day)
    return world


def _agenda(plan: Plan, rng: random.Random) -> list[tuple[date, Callable[[World, date], None]]]:
    """What happens when; not in the first eight months nor the last four, and a season apart."""
    happenings = [defect] * plan.defections + [split] * plan.splits + [merge] * plan.mergers
    rng.shuffle(happenings)
    slots = range(8 + rng.randrange(3), plan.months - 4, 3)
    months = sorted(rng.sample(slots, len(happenings)))
    return [(any_day(rng, month), what) for month, what in zip(months, happenings, strict=True)]


def defect(world: World, day: date) -> None:
    """Someone leaves one bloc for another."""
    rng = world.rng
    moved = {line for shift in world.shifts for line in shift.movers}
    origin = rng.choice(world.blocs(SMALLEST))
    stayed = [line for line in world.members(origin) if line not in {origin, *moved}]
    mover = rng.choice(stayed or [line for line in world.members(origin) if line != origin])
    target = rng.choice([bloc for bloc in world.blocs() if bloc != origin])
    _move(world, day, "switch", [mover], target)


def split(world: World, day: date) -> None:
    """Some of the largest bloc leave it and form their own."""
    origin = max(world.blocs(), key=lambda bloc: len(world.members(bloc)))
    others = [line for line in world.members(origin) if line != origin]
    movers = world.rng.sample(others, max(2, len(others) // 3))
    _move(world, day, "split", movers, movers[0])


def merge(world: World, day: date) -> None:
    """The two smallest blocs become one."""
    small, large = sorted(world.blocs(), key=lambda bloc: (len(world.members(bloc)), bloc))[:2]
    _move(world, day, "merge", world.members(small), large)


def _move(world: World, day: date, event: str, movers: Sequence[str], target: str) -> None:
    """Take `movers` to the bloc `target`, and their alliances with them."""
    origin = world.where[movers[0]]
    stay = tuple(line for line in world.members(origin) if line not in movers)
    text = date_text(world.rng, day, world.plan.precision)
    joined = tuple(line for line in world.members(target) if line not in movers)
    world.shifts.append(PlantedShift(event, day, text, tuple(sorted(movers)), stay, joined))
    for bond in world.bonds:
        if bond.ended is None and ({bond.a, bond.b} & {*movers}) and ({bond.a, bond.b} & {*stay}):
            bond.ended = day
    world.where.update(dict.fromkeys(movers, target))
    world.spells.append((day, dict(world.where)))
    for line in movers:
        if event == "merge" and line == origin:
            world.bonds.append(Bond(line, target, "merger", len(world.shifts) - 1))
        else:
            _settle(world, line, target, len(world.shifts) - 1)


def _settle(world: World, line: str, bloc: str, since: int | None) -> None:
    """Tie a line to the leader of its bloc and to one or two fellows."""
    if line == bloc:
        return
    rng = world.rng
    hub = "pledge" if since is not None else rng.choice(HUB_TYPES)
    world.bonds.append(Bond(line, bloc, hub, since))
    fellows = [other for other in world.members(bloc) if other not in {line, bloc}]
    for other in rng.sample(fellows, min(len(fellows), rng.choice((1, 1, 2)))):
        world.bonds.append(Bond(line, other, rng.choice(FELLOW_TYPES), since))


def date_text(rng: random.Random, day: date, precision: Sequence[float]) -> str:
    """The day as a source may give it: that day, its month, its quarter or its year."""
    kind = rng.choices(("day", "month", "quarter", "year"), precision)[0]
    quarter = (day.year - FIRST_YEAR) * 12 + (day.month - 1) // 3 * 3
    last = first_of(quarter + 3) - timedelta(days=1)
    return {
        "day": day.isoformat(),
        "month": day.isoformat()[:7],
        "quarter": f"[{first_of(quarter)}..{last}]",
        "year": day.isoformat()[:4],
    }[kind]
