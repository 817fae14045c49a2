"""A data set with one clear defection, of which sources give a span of time."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import combinations

from planted.press import Press
from planted.records import Plan, Planted, PlantedShift, Truth
from planted.worlds import World, any_day, first_of

MONTHS = 36
FIGHTS = 24
FELLOWS_TIED = 0.7
OLD, NEW = ("f01", "f02", "f03", "f04"), ("f06", "f07", "f08", "f09", "f10")
MOVER = "f05"
BEFORE, AFTER = "before", "after"


def planted_dates(seed: int, *, days: tuple[int, int] = (300, 720)) -> Planted:
    """One clear defection, on a day drawn uniformly from the span that the source gives.

    Ten factions in two blocs at war, 36 monthly slices, about 45 relations, sources that are to be
    believed in full: only the date is in doubt. A fight is dated to its month, and the defection
    to a span ``[A..B]`` of `days` (least and most) days. It tells the leaving and the joining,
    which are one ``event``, and so have one date. A span of so many slices keeps an interval of
    slices near its nominal share: of the 12 slices of a year each is 8 %, and the interval from
    the 5th to the 95th percentile holds all of them.

    Examples
    --------
    How often the true slice lies in what an analysis makes of the span::

        for seed in range(100):
            planted = planted_dates(seed)
            (shift,) = planted.truth.shifts
            true_slice = planted.days[planted.slice_of(shift.day)]
            low, high = ...  # the interval of the shift of `shift.movers` in planted.dataset
            covered += low <= true_slice <= high
    """
    rng = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    width = rng.randint(*days)
    room = (first_of(MONTHS - 3) - first_of(3)).days - width
    first = first_of(3) + timedelta(days=rng.randint(0, room))
    day = first + timedelta(days=rng.randrange(width))
    span = f"[{first}..{first + timedelta(days=width - 1)}]"
    before = dict.fromkeys((*OLD, MOVER), OLD[0]) | dict.fromkeys(NEW, NEW[0])
    spells = [(first_of(0), before), (day, before | {MOVER: NEW[0]})]
    press = Press(World(Plan(months=MONTHS, claims=(1, 0, 0)), rng, spells=list(spells)), rng)
    press.found(BEFORE, first - timedelta(days=10), "A")
    press.found(AFTER, first_of(MONTHS) + timedelta(days=10), "A")
    _tell_blocs(press)
    told = {"breakaway": (MOVER, OLD[0], span), "pledge": (MOVER, NEW[0], f"{span}/..")}
    for kind, (mover, other, when) in told.items():
        press.tell(kind, kind, (mover, other), [AFTER], when=when, event="defection")
    for number in range(FIGHTS):
        month = any_day(rng, rng.randrange(MONTHS)).isoformat()[:7]
        foes = (rng.choice(OLD), rng.choice(NEW))
        press.tell(f"fight-{number}", "battle", foes, [AFTER], when=month)
    shift = PlantedShift("switch", day, span, (MOVER,), OLD, NEW, tuple(sorted(told)))
    return Planted(press.dataset(), Truth(tuple(spells), (shift,)))


def _tell_blocs(press: Press) -> None:
    """The ties of either bloc, told before the defection and after, and the mover's, before."""
    press.tell("old", "membership", (MOVER, OLD[0]), [BEFORE], when="2014/..")
    for bloc in (OLD, NEW):
        for a, b in combinations(bloc, 2):
            leads = a == bloc[0]
            kind, when = ("membership", "2014/..") if leads else ("partnership", None)
            if leads or press.rng.random() < FELLOWS_TIED:
                press.tell(f"tie-{a}-{b}", kind, (b, a), [BEFORE, AFTER], when=when)
