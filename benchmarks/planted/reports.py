"""What sources tell of a world: part of it, late, coarsely, and some of it wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from idlib_graph.dates import parse_date
from planted.press import FALSE_SOURCE, open_press
from planted.records import Planted, Truth
from planted.worlds import any_day, date_text, make_world

if TYPE_CHECKING:
    import random
    from datetime import date

    from planted.press import Press
    from planted.records import Plan, PlantedShift
    from planted.worlds import Bond, World

FIGHTS = ("battle", "battle", "raid", "offensive", "threat", "accusation")
DEALS = ("truce", "safe-passage", "aid", "linkage")
QUARRELS = ("threat", "accusation", "battle")
PASSED_ON = 0.3
"""Chance that a later source repeats what an earlier one told of a shift."""
REPEATED = 0.1
"""The same of a fight or a deal."""
FOES = 0.7
"""Chance that two leaders are rivals, some of the time."""
RIVALRY_TOLD = 0.3
"""Chance that a source tells a rivalry."""


def report(plan: Plan, rng: random.Random) -> Planted:
    """Let a world happen and its sources tell of it."""
    world = make_world(plan, rng)
    press = open_press(world, rng)
    plain = sorted(set(world.where) - {*world.where.values()})
    for line in rng.sample(plain, plan.rebrands):
        press.rename(line, any_day(rng, rng.randrange(6, plan.months - 6)))
    for number, bond in enumerate(world.bonds):
        if bond.since is None:
            _tell_bond(press, f"bond-{number}", bond, list(press.published))
    for number, shift in enumerate(world.shifts):
        world.shifts[number] = _tell_shift(press, number, shift)
    _tell_rivalries(press)
    for number in range(round(plan.fights * plan.months)):
        _tell_happening(press, f"fight-{number}", rng.choice(FIGHTS), inside=False)
    for number in range(plan.deals):
        _tell_happening(press, f"deal-{number}", rng.choice(DEALS), inside=False)
    for number in range(plan.quarrels):
        _tell_happening(press, f"quarrel-{number}", rng.choice(QUARRELS), inside=True)
    _tell_lies(press)
    return Planted(press.dataset(), _truth(press))


def _tell_bond(press: Press, rid: str, bond: Bond, sources: list[str]) -> None:
    """Let some of `sources` tell an alliance: that it holds, or an occasion of it."""
    rng = press.rng
    for source in sources:
        day = press.published[source]
        holds = bond.ended is None or bond.ended > day
        if source == FALSE_SOURCE or not holds or rng.random() >= press.world.plan.coverage:
            continue
        if bond.type == "cooperation":
            seen = (day - timedelta(days=rng.randrange(20, 200))).isoformat()[:7]
            press.tell(f"{rid}-{source}", bond.type, (bond.a, bond.b), [source], when=seen)
        else:
            press.tell(rid, bond.type, (bond.a, bond.b), [source])


def _tell_shift(press: Press, number: int, shift: PlantedShift) -> PlantedShift:
    """Tell a shift and the ties it made; the shift with the relations that tell it.

    What it takes to see it is always told, the rest perhaps.
    """
    before = set(press.relations)
    sources = press.after(parse_date(shift.dated).latest or shift.day)
    heard = [sources[0], *(s for s in sources[1:] if press.rng.random() < PASSED_ON)]
    event = f"{shift.event}-{number}"
    made = [bond for bond in press.world.bonds if bond.since == number]
    _tell_made(press, shift, event, made, heard)
    if shift.left:
        _tell_parting(press, shift, event, heard)
    cause = tuple(sorted(set(press.relations) - before))
    for bond in made:
        if bond.type not in {"merger", "cooperation"}:
            _tell_bond(press, f"{event}-{bond.a}-with-{bond.b}", bond, sources)
    return replace(shift, cause=cause)


def _tell_made(
    press: Press, shift: PlantedShift, event: str, made: list[Bond], heard: list[str]
) -> None:
    """Tell that movers joined: a defector its new leader always, leaders their merger."""
    leader = press.world.at(shift.day)[shift.movers[0]]
    for bond in made:
        needed = bond.type == "merger" or (shift.event == "switch" and bond.b == leader)
        if needed or press.rng.random() < press.world.plan.told:
            rid, lasts = (
                f"{event}-{bond.a}-with-{bond.b}",
                bond.type not in {"merger", "cooperation"},
            )
            when = f"{shift.dated}/.." if lasts else shift.dated
            press.tell(rid, bond.type, (bond.a, bond.b), heard, when=when, event=event)


def _tell_parting(press: Press, shift: PlantedShift, event: str, heard: list[str]) -> None:
    """Tell that movers left: who leads a split always; and that they fought who they left."""
    rng, world, plan = press.rng, press.world, press.world.plan
    former = world.at(shift.day - timedelta(days=1))[shift.movers[0]]
    leader = world.at(shift.day)[shift.movers[0]]
    for bond in world.bonds:
        if bond.ended == shift.day:
            line, other = (bond.a, bond.b) if bond.a in shift.movers else (bond.b, bond.a)
            needed = shift.event == "split" and (line, other) == (leader, former)
            if needed or rng.random() < (plan.told if other == former else plan.parting):
                sponsored = bond.type == "sponsorship"
                kind = "withdrawal" if sponsored else "breakaway"
                ends = (other, line) if sponsored else (line, other)
                rid = f"{event}-{line}-leaves-{other}"
                press.tell(rid, kind, ends, heard, when=shift.dated, event=event)
    for line in shift.movers:
        if rng.random() < plan.told / 4:
            rid = f"{event}-{line}-fights-{former}"
            press.tell(rid, "battle", (line, former), heard, when=shift.dated, event=event)


def _tell_rivalries(press: Press) -> None:
    rng, world = press.rng, press.world
    leaders = sorted({*world.spells[0][1].values()})
    for a, b in combinations(leaders, 2):
        foes = rng.random() < FOES
        for source in press.after(world.spells[0][0]) if foes else ():
            where = world.at(press.published[source])
            if where[a] != where[b] and rng.random() < RIVALRY_TOLD:
                press.tell(f"rivalry-{a}-{b}", "rivalry", (a, b), [source])


def _tell_happening(press: Press, rid: str, kind: str, *, inside: bool) -> None:
    """Let something happen between two lines, of one bloc or not, and the next source tell it."""
    rng, plan = press.rng, press.world.plan
    day = any_day(rng, rng.randrange(plan.months))
    text = date_text(rng, day, plan.precision)
    pair = _pair(press.world, day, inside=inside)
    sources = press.after(parse_date(text).latest or day)
    if pair and sources:
        heard = [sources[0], *(s for s in sources[1:] if rng.random() < REPEATED)]
        press.tell(rid, kind, pair, heard, when=None if kind == "linkage" else text)


def _pair(world: World, day: date, *, inside: bool) -> tuple[str, str] | None:
    """Two lines that stand together on a day, or apart."""
    where = world.at(day)
    a = world.rng.choice(sorted(where))
    others = [b for b in sorted(where) if b != a and (where[a] == where[b]) == inside]
    return (a, world.rng.choice(others)) if others else None


def _tell_lies(press: Press) -> None:
    """Move some to a bloc they are not in, on the false source's word alone."""
    rng, world = press.rng, press.world
    moved = {line for shift in world.shifts for line in shift.movers}
    honest = sorted(set(world.where) - {*world.where.values()} - moved)
    for line in rng.sample(honest, world.plan.lies):
        day = any_day(rng, rng.randrange(6, world.plan.months - 4))
        where, when = world.at(day), day.isoformat()[:7]
        other = rng.choice(sorted({*where.values()} - {where[line]}))
        liar = [FALSE_SOURCE]
        press.tell(f"lie-{line}-joins", "pledge", (line, other), liar, when=f"{when}/..")
        press.tell(f"lie-{line}-leaves", "breakaway", (line, where[line]), liar, when=when)


def _truth(press: Press) -> Truth:
    lies = frozenset(rid for rid in press.relations if rid.startswith("lie-"))
    return Truth(
        spells=tuple(press.world.spells),
        shifts=tuple(press.world.shifts),
        false=lies,
        false_source=FALSE_SOURCE if lies else None,
        renames=dict(press.renames),
    )
