"""Where real shifts survive coupling in time, where it erases them, and where flicker begins.

Planted worlds are analysed over a grid of gamma (resolution) and omega (coupling), and what is
found is held against what was planted. Prints Markdown tables::

    python benchmarks/coupling.py --quick
    python benchmarks/coupling.py --chart docs/coupling-map.png
    python benchmarks/coupling.py --gamma 1 --worlds 60
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from planted import Plan, Score, measure, plant

from idlib_graph.analysis import Analysis
from idlib_graph.settings import Settings
from idlib_graph.shifts import causes, take_slices
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DARK = 0.88
"""Shade from which figures are written in white."""
Cell: TypeAlias = tuple[float, float]
Map: TypeAlias = dict[Cell, list[Score]]

GAMMAS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
OMEGAS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
# field: title, digits, what counts as worst and best in the picture (None: the worst there is)
FIGURES: dict[str, tuple[str, int, float | None, float]] = {
    "switches_near": ("Defections found within one slice", 2, 0.4, 1.0),
    "switches": ("Defections found within three slices", 2, 0.4, 1.0),
    "groups_near": ("Splits and mergers found within one slice", 2, 0.4, 1.0),
    "groups": ("Splits and mergers found within three slices", 2, 0.4, 1.0),
    "unplanted": ("Events told that were not planted, a world", 1, None, 0.0),
    "away": ("of these, away from the truth, a world", 1, None, 0.0),
    "flickers": ("Flickers, a world", 1, None, 0.0),
    "agreement": ("Agreement with the truth (AMI)", 3, 0.8, 1.0),
}
DRAWN = ("switches_near", "groups_near", "agreement", "unplanted", "away", "flickers")


def seek_greedily() -> None:
    """Seek causes greedily, which saves most of the time.

    Whether news is among them is what counts here, not which is the smallest set.
    """
    causes.EXACT_CANDIDATES = causes.PART_CANDIDATES = 0


def scores(seed: int, *, plan: Plan, cells: Sequence[Cell]) -> dict[Cell, Score]:
    """The scores of one world in each cell of the map."""
    planted = plant(seed, plan)
    series = take_snapshots(planted.dataset)
    found = {}
    for gamma, omega in cells:
        settings = replace(series.settings, resolution=gamma, coupling=omega)
        coupled = replace(series, settings=settings)
        analysis = Analysis(planted.dataset, settings, coupled, take_slices(coupled))
        found[gamma, omega] = measure(planted, analysis)
    return found


def draw_map(results: Map, title: str) -> Figure:
    """Small multiples: a heat map a figure, lighter where better, the default framed."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - tables alone need none

    figure = Figure(figsize=(14, 7.2), layout="constrained")
    figure.suptitle(title, fontsize=12, x=0.01, ha="left")
    axes = figure.subplots(2, 3).flat
    for number, (ax, name) in enumerate(zip(axes, DRAWN, strict=True)):
        _heat(ax, results, name)
        if number % 3 == 0:
            ax.set_ylabel(r"$\gamma$ (resolution)")
        if number >= len(DRAWN) - 3:
            ax.set_xlabel(r"$\omega$ (coupling)")
    return figure


def _heat(ax: Axes, results: Map, name: str) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - tables alone need none

    title, digits, worst, best = FIGURES[name]
    gammas, omegas = (sorted({cell[axis] for cell in results}) for axis in (0, 1))
    rows = [[mean(results[gamma, omega], name) for omega in omegas] for gamma in gammas]
    span = (max(map(max, rows)) if worst is None else worst) - best
    size = 8.5 if digits > 2 else 9.5  # noqa: PLR2004 - three digits take more room
    shades = [[(value - best) / (span or 1.0) for value in row] for row in rows]
    ax.pcolormesh(shades, cmap="Blues", vmin=-0.05, vmax=1.2, edgecolors="white", linewidth=1.5)
    for (y, row), (x, _) in product(enumerate(rows), enumerate(omegas)):
        ink = "white" if shades[y][x] > DARK else "black"
        text = f"{row[x]:.{digits}f}"
        ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", color=ink, fontsize=size)
    ax.set_xticks([x + 0.5 for x in range(len(omegas))], [f"{omega:g}" for omega in omegas])
    ax.set_yticks([y + 0.5 for y in range(len(gammas))], [f"{gamma:g}" for gamma in gammas])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(title, fontsize=11, loc="left")
    default = (1.0, Settings().coupling)
    if default in results:
        corner = (omegas.index(default[1]), gammas.index(default[0]))
        ax.add_patch(
            Rectangle(corner, 1, 1, fill=False, edgecolor="#D55E00", lw=2.5, clip_on=False)
        )


def mean(found: Sequence[Score], name: str) -> float:
    """The mean of one figure over worlds."""
    return statistics.fmean(getattr(score, name) for score in found)


def print_tables(results: Map) -> None:
    """A table a figure, gamma down and omega across; of one gamma, a single table."""
    gammas, omegas = (sorted({cell[axis] for cell in results}) for axis in (0, 1))
    if len(gammas) == 1:
        print(_header("omega", omegas))
        for name, (title, digits, *_) in FIGURES.items():
            print(_row(title, [mean(results[gammas[0], o], name) for o in omegas], digits))
        return
    for name, (title, digits, *_) in FIGURES.items():
        print(f"\n{title}\n\n{_header('gamma, omega', omegas)}")
        for gamma in gammas:
            row = [mean(results[gamma, omega], name) for omega in omegas]
            print(_row(f"{gamma:g}", row, digits))


def _header(corner: str, omegas: Sequence[float]) -> str:
    names = " | ".join(f"{omega:g}" for omega in omegas)
    return f"| {corner} | {names} |\n|---|{'---|' * len(omegas)}"


def _row(name: str, values: Sequence[float], digits: int) -> str:
    return f"| {name} | {' | '.join(f'{value:.{digits}f}' for value in values)} |"


def main() -> None:
    """Analyse all worlds and print the map."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=20, help="how many, seeded from 0")
    parser.add_argument("--gamma", type=float, nargs="+", default=GAMMAS)
    parser.add_argument("--omega", type=float, nargs="+", default=OMEGAS)
    parser.add_argument("--coverage", type=float, default=Plan().coverage, help="of true ties")
    parser.add_argument("--quick", action="store_true", help="4 worlds, 3 x 4 cells")
    parser.add_argument("--chart", help="a picture of the map, too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    if given.quick:
        given.worlds, given.gamma, given.omega = 4, (0.75, 1.0, 1.5), (0.0, 0.05, 0.1, 0.3)
    cells = [*product(given.gamma, given.omega)]
    plan = Plan(coverage=given.coverage)
    began = time.monotonic()
    with ProcessPoolExecutor(given.jobs, initializer=seek_greedily) as pool:
        worlds = list(pool.map(partial(scores, plan=plan, cells=cells), range(given.worlds)))
    results = {cell: [world[cell] for world in worlds] for cell in cells}
    took = f"{(time.monotonic() - began) / 60:.1f} minutes"
    print(f"{given.worlds} worlds, {len(cells)} cells each, coverage {plan.coverage:g}, {took}\n")
    print_tables(results)
    if given.chart:
        title = f"{given.worlds} planted worlds; lighter is better, the default is framed"
        draw_map(results, title).savefig(given.chart, dpi=110)


if __name__ == "__main__":
    main()
