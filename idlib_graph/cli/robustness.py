"""``robustness``: how sure the answer is, source by source and setting by setting."""

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

SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the parts are asked for."""

    on: date | None
    whole: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the answer: what takes its time, its JSON, and how it is printed."""

    work: Callable[[Analysis], None]
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
@click.option("--sources", is_flag=True, help="What falls without each source, and what suffices.")
@click.option("--sensitivity", is_flag=True, help="What other settings would change.")
@click.option(
    "--on", type=Day(), metavar="DATE", help="Day of the memberships.  [default: the last slice]"
)
@click.option("--all", "whole", is_flag=True, help="List every membership that falls.")
def robustness(
    request: Request,
    on: date | None,
    whole: bool,  # noqa: FBT001 - click passes by name
    **parts: bool,
) -> None:
    """Show how sure the answer is.

    All parts unless one is named. It takes a while, for each source left out, each set of sources
    and each other value of a setting is an analysis of its own.
    """
    chosen = [name for name in _PARTS if parts[name]] or list(_PARTS)
    asked = _Asked(on, whole)
    analysis = request.analysis()
    shapes = {}
    for name in chosen:
        part = _PARTS[name]
        part.work(analysis)
        if request.as_json:
            shapes[name] = part.shape(analysis, asked)
        else:
            part.show(analysis, asked)
    if request.as_json:
        print_json(shapes)


def _hear_sources(analysis: Analysis) -> None:
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


def _try_settings(analysis: Analysis) -> None:
    with counted_progress("trying other settings") as tell:
        analysis.sensitivity(progress=tell)


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
    "sources": _Part(_hear_sources, _sources_shape, _show_sources),
    "sensitivity": _Part(_try_settings, _sensitivity_shape, _show_sensitivity),
}
