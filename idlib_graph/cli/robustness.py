"""``robustness``: how sure the answer is, draw by draw, source by source, setting by setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import Day, Request, analysis_options
from idlib_graph.cli.tables import counted_progress, heading, print_json, say, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.ensemble import CommunityOdds
    from idlib_graph.robustness.ensemble import ShiftOdds

SHOWN = 5
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the parts are asked for."""

    on: date | None
    whole: bool
    draws: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the answer: what takes its time, its JSON, and how it is printed."""

    work: Callable[[Analysis, _Asked], None]
    shape: Callable[[Analysis, _Asked], Any]
    show: Callable[[Analysis, _Asked], None]


@click.command(
    epilog="""\b
Examples:
  idlib-graph robustness
  idlib-graph robustness --sources --on 2018-10-01 --all
  idlib-graph robustness --sensitivity --json"""
)
@analysis_options
@click.option("--ensemble", is_flag=True, help="What stays true within the doubts of the data.")
@click.option("--sources", is_flag=True, help="What falls without each source, and what suffices.")
@click.option("--sensitivity", is_flag=True, help="What other settings would change.")
@click.option(
    "--draws", type=click.IntRange(1), default=200, show_default=True, metavar="N",
    help="Draws of the ensemble.",
)  # fmt: skip
@click.option(
    "--on", type=Day(), metavar="DATE", help="Day of the memberships.  [default: the last slice]"
)
@click.option("--all", "whole", is_flag=True, help="List every membership that falls.")
def robustness(
    request: Request,
    draws: int,
    on: date | None,
    whole: bool,  # noqa: FBT001 - click passes by name
    **parts: bool,
) -> None:
    """Show how sure the answer is.

    All parts unless one is named. It takes a while, for each draw, each source left out, each set
    of sources and each other value of a setting is an analysis of its own.
    """
    chosen = [name for name in _PARTS if parts[name]] or list(_PARTS)
    asked = _Asked(on, whole, draws)
    analysis = request.analysis()
    shapes = {}
    for name in chosen:
        part = _PARTS[name]
        part.work(analysis, asked)
        if request.as_json:
            shapes[name] = part.shape(analysis, asked)
        else:
            part.show(analysis, asked)
    if request.as_json:
        print_json(shapes)


def _draw(analysis: Analysis, asked: _Asked) -> None:
    with counted_progress("drawing dates and doubts") as tell:
        analysis.ensemble(asked.draws, progress=tell)


def _ensemble_shape(analysis: Analysis, asked: _Asked) -> Any:  # noqa: ANN401 - any JSON shape
    from idlib_graph.report.ensemble import ensemble_shape  # noqa: PLC0415 - keeps --help light

    return ensemble_shape(analysis, analysis.ensemble(asked.draws), asked.on)


def _show_ensemble(analysis: Analysis, asked: _Asked) -> None:
    from idlib_graph.report import ensemble as told  # noqa: PLC0415 - keeps --help light

    ensemble = analysis.ensemble(asked.draws)
    heading("Within the doubts of the data")
    say(told.tell_draws(ensemble))
    heading(f"Shifts told as events: in how many draws, and between which days in {LEVEL:.0%}")
    rows = [
        (shift.day, sentence, f"{odds.found:.0%}", _between(odds))
        for shift, sentence, odds in told.shift_rows(analysis, ensemble)
    ]
    if rows:
        table(["day", "who moved", "draws", "between"], rows, right=["draws"], whole=["day"])
    else:
        say("None.")
    day = max((day for day in analysis.days if not asked.on or day <= asked.on), default=None)
    heading(f"Communities on {day or analysis.days[0]}: who keeps its company in how many draws")
    found = told.odds_on(analysis, ensemble, asked.on)
    if found:
        columns = ["community", "stability", "members"]
        table(
            columns,
            [(c.name, f"{c.stability:.2f}", _members(c)) for c in found],
            right=columns[1:2],
        )
    else:
        say("None on this day.")


def _between(odds: ShiftOdds) -> str:
    return f"{odds.earliest}\n{odds.latest}" if odds.earliest else "-"


def _members(community: CommunityOdds) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in community.members)


def _hear_sources(analysis: Analysis, _: _Asked) -> None:
    with counted_progress("leaving one source out") as tell:
        analysis.leave_one_out(progress=tell)
    with counted_progress("hearing each set of sources") as tell:
        analysis.sufficient_sources(progress=tell)


def _sources_shape(analysis: Analysis, asked: _Asked) -> Any:  # noqa: ANN401 - any JSON shape
    from idlib_graph.report.robustness_shapes import sources_shape  # noqa: PLC0415

    return sources_shape(analysis, asked.on)


def _show_sources(analysis: Analysis, asked: _Asked) -> None:
    from idlib_graph.report import robustness as told  # noqa: PLC0415 - keeps --help light

    heading("One source left out")
    say(told.LEFT_OUT)
    say()
    events = sum(shift.is_event for shift in analysis.shifts)
    columns = ["", "source", "gone / less / more", "memberships held", f"of {events} events"]
    table(columns, told.source_rows(analysis), right=columns[2:4], whole=["source"])
    say()
    say(told.SURVIVAL)
    heading("Shifts told as events: what they fall without, and what suffices")
    say(told.FATES if events else "None.")
    rows = [(r.where, r.told, r.without, r.suffice) for r in told.resting_shifts(analysis)]
    if rows:
        say()
        table(["day", "who moved", "without", "suffices"], rows, whole=["day"])
    supports = list(told.resting_memberships(analysis, asked.on))
    day = analysis.sufficient_sources().day(asked.on)
    heading(f"Who sits where on {day}: what it falls without, and what suffices")
    if supports:
        say(told.FELLOWS)
        say()
        rows = [(r.where, r.told, r.without, r.suffice) for r in supports]
        table(["community", "members", "without", "suffices"], rows)
    else:
        say("None on this day.")
    _show_falls(analysis, whole=asked.whole)
    if note := told.tell_search(analysis):
        say()
        say(note)


def _show_falls(analysis: Analysis, *, whole: bool) -> None:
    from idlib_graph.report.robustness import STAR, tell_falls, tell_renames  # noqa: PLC0415

    heading("Memberships that fall, the longest first")
    say(STAR, style="dim")
    for without in analysis.leave_one_out():
        falls, renames = tell_falls(analysis, without), tell_renames(analysis, without)
        shown = falls if whole else falls[:SHOWN]
        say()
        say(f"Without {without.source}" + ("" if falls else ": none"))
        for text in shown:
            say(f"- {text}")
        if len(shown) < len(falls):
            say(f"  {len(falls) - len(shown)} shorter ones are not shown (--all).", style="dim")
        if renames:
            say(f"  {renames}")


def _try_settings(analysis: Analysis, _: _Asked) -> None:
    from idlib_graph.robustness.sensitivity import work_out  # noqa: PLC0415 - keeps --help light

    with counted_progress("trying other settings") as tell:
        work_out(analysis.sensitivity(progress=tell), progress=tell)


def _sensitivity_shape(analysis: Analysis, _: _Asked) -> Any:  # noqa: ANN401 - any JSON shape
    from idlib_graph.report.robustness_shapes import sensitivity_shape  # noqa: PLC0415

    return sensitivity_shape(analysis)


def _show_sensitivity(analysis: Analysis, _: _Asked) -> None:
    from idlib_graph.report import robustness as told  # noqa: PLC0415 - keeps --help light

    courses = analysis.sensitivity()
    heading("Other settings, one at a time")
    say(told.tell_rule(analysis))
    say()
    for course in courses:
        say(f"- {told.tell_course(analysis, course)}")
    say()
    columns = ["setting", "value", "found", "memberships", "AMI", "told as events"]
    table(columns, told.trial_rows(analysis, courses), right=columns[1:])
    say()
    say(told.SENSITIVITY_LEGEND)


_PARTS = {
    "ensemble": _Part(_draw, _ensemble_shape, _show_ensemble),
    "sources": _Part(_hear_sources, _sources_shape, _show_sources),
    "sensitivity": _Part(_try_settings, _sensitivity_shape, _show_sensitivity),
}
