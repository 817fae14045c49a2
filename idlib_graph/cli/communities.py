"""``communities``: who sits with whom, how sure that is, and what other definitions say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import ON, Request, analysis_options, outside
from idlib_graph.cli.tables import heading, print_json, progress, say, table

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.definitions import Comparison
    from idlib_graph.shifts import Slice


def _loss(context: click.Context, option: click.Parameter, value: float | None) -> float | None:  # noqa: ARG001 - click's signature
    """Refuse what is no loss before anything is analysed."""
    if value is not None and not 0 <= value < float("inf"):
        message = f"{value:g} is not a number of at least 0"
        raise click.BadParameter(message)
    return value


@click.command(
    epilog="""\b
Examples:
  idlib-graph communities --on 2018-10-01
  idlib-graph communities --on 2018-11 --compare
  idlib-graph communities --on 2019-02 --within 0.1 --json"""
)
@analysis_options
@ON
@click.option(
    "--within",
    type=float,
    callback=_loss,
    metavar="LOSS",
    help="Show also the partitions that score at most LOSS less than the best.",
)
@click.option(
    "--compare",
    is_flag=True,
    help="Show also what the other objectives, other resolutions, and Louvain without signs find.",
)
def communities(
    request: Request,
    on: date | None,
    within: float | None,
    compare: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Show who sits with whom on a date, with the proof.

    The proof line says how good the answer is; below it stand the ties that contradict it. Where
    several partitions are equally good, it says who sits with whom in how many of them.
    """
    analysis = request.analysis()
    part = analysis.slice_on(on or analysis.days[-1])
    with progress("looking at other partitions"):
        if request.as_json:
            print_json(_shape(analysis, part, within, compare=compare))
            return
    _show_standing(analysis, part)
    if within is not None:
        _show_nearly(analysis, part, within)
    if compare:
        from idlib_graph.report.definitions import tell_definitions  # noqa: PLC0415 - few ask

        with progress("asking the other objectives"):
            found = tell_definitions(analysis, part)
        _show_comparison(found)


def _show_standing(analysis: Analysis, part: Slice) -> None:
    from idlib_graph.report.standing import date_card  # noqa: PLC0415 - keeps --help light

    card = date_card(analysis, part)
    heading(f"Communities on {card.day}{outside(analysis, card.day)}")
    if card.groups:
        table(["community", "members"], [(g.name, ", ".join(g.members)) for g in card.groups])
    else:
        say("None on this date.")
    if card.unaligned:
        say(f"Unaligned: {', '.join(card.unaligned)}.")
    if analysis.left_out:
        say(f"Left out by faction type: {len(analysis.left_out)} (see --without).")
    say()
    say(" ".join(text for text in (f"{card.proof}.", card.equals) if text))
    if card.contradicting:
        heading("Ties that contradict it")
        table(
            ["tie", "weight", "relations"],
            [
                (tie, f"{weight:+.2f}", "\n".join(g.told_id for g in grounds))
                for tie, weight, grounds in card.contradicting
            ],
            right=["weight"],
        )


def _show_nearly(analysis: Analysis, part: Slice, within: float) -> None:
    from idlib_graph.report.alternatives import tell_nearly  # noqa: PLC0415 - few ask

    near = tell_nearly(analysis, part, within)
    heading("Nearly as good")
    say(near.summary)
    if near.rows:
        table(["loss", "what differs"], [(f"{loss:.3f}", told) for loss, told in near.rows],
              right=["loss"])  # fmt: skip
    if near.more:
        say(f"{near.more} more (--json has all that were looked for).")
    if near.placed:
        say()
        say(f"Of all these and the best: {near.placed}.")
    if near.joins:
        say()
        say("Whole communities that could be one:")
        table(["loss", "which"], [(f"{loss:.3f}", which) for which, loss in near.joins],
              right=["loss"])  # fmt: skip


def _show_comparison(found: Comparison) -> None:
    heading("Other definitions")
    table(
        ["objective", "communities", "best", "agreement", "leave"],
        [(r.name, r.count, r.sure, f"{r.agreement:.2f}", r.leavers) for r in found.rows],
        right=["communities", "agreement", "leave"],
    )
    say(found.legend, style="dim")
    for row in found.rows:
        if row.changes:
            say(f"- {row.name}: {row.changes}.")
    say()
    say(found.clashes)
    heading("Resolution")
    say(found.resolution)
    if found.plateaus:
        table(
            ["from", "to", "communities", "agreement", "what differs"],
            [
                (
                    f"{p.low:.3g}",
                    "up" if p.high == float("inf") else f"{p.high:.3g}",
                    p.count,
                    f"{p.agreement:.2f}",
                    p.changes,
                )
                for p in found.plateaus
            ],
            right=["from", "to", "communities", "agreement"],
        )
        if found.every_plateau > len(found.plateaus):
            say(f"{found.every_plateau} plateaus in all (--json has all).")
    say()
    say(found.over_time)


def _shape(analysis: Analysis, part: Slice, within: float | None, *, compare: bool) -> Any:  # noqa: ANN401 - JSON
    from idlib_graph.report.alternatives import nearly_shape  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.definition_shapes import compared_shape  # noqa: PLC0415 - likewise
    from idlib_graph.report.shapes import communities_shape  # noqa: PLC0415 - likewise

    shape = communities_shape(analysis, part)
    if within is not None:
        shape["within"] = nearly_shape(analysis, part, within)
    if compare:
        shape |= compared_shape(analysis, part)
    return shape
