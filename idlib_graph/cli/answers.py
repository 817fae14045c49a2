"""``communities``, ``shifts`` and ``balance``: what follows from the relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idlib_graph.cli.options import Day, Request, analysis_options
from idlib_graph.cli.tables import heading, print_json, progress, say, table

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.report.content import ShiftCard

BALANCE_WORDS = (
    "Frustration is what no division into camps can avoid contradicting: into two camps, or into "
    "as many as fit best. Broker is betweenness over the alliances; PN is centrality that counts "
    "foes against allies (Everett and Borgatti 2014)."
)
_ON = click.option("--on", type=Day(), metavar="DATE", help="Date.  [default: the last slice]")


@click.command(
    epilog="""\b
Examples:
  idlib-graph communities --on 2018-10-01
  idlib-graph communities --on 2019-02 --objective disagreement --json"""
)
@analysis_options
@_ON
def communities(request: Request, on: date | None) -> None:
    """Show who sits with whom on a date, with the proof.

    The proof line says how good the answer is; below it stand the ties that contradict it.
    """
    from idlib_graph.report.content import date_card  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.shapes import communities_shape  # noqa: PLC0415

    analysis = request.analysis()
    part = analysis.slice_on(on or analysis.days[-1])
    if request.as_json:
        print_json(communities_shape(analysis, part))
        return
    card = date_card(analysis, part)
    heading(f"Communities on {card.day}{_outside(analysis, card.day)}")
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


@click.command(
    epilog="""\b
Examples:
  idlib-graph shifts
  idlib-graph shifts --all --json"""
)
@analysis_options
@click.option("--all", "quiet", is_flag=True, help="Show fading and presumed shifts as well.")
def shifts(request: Request, quiet: bool) -> None:  # noqa: FBT001 - click passes by name
    """Show when, who moved, and because of what.

    JSON has all shifts; the table those told as events, and with --all the others too.
    """
    from idlib_graph.report.content import compose_shifts  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.shapes import shift_shape  # noqa: PLC0415 - keeps --help light

    analysis = request.analysis()
    with progress("looking for what caused each shift"):
        _ = analysis.shifts
    if request.as_json:
        print_json([shift_shape(analysis, shift) for shift in analysis.shifts])
        return
    cards = compose_shifts(analysis)
    chosen = [card for card in cards if quiet or card.told]
    for card in chosen:
        _show_shift(card)
    hidden = len(cards) - len(chosen)
    note = f" {hidden} more are fading or presumed (--all)." if hidden else ""
    flickers = f"Memberships that flicker without news: {analysis.flickers}."
    say()
    say(f"{len(chosen)} {'shift' if len(chosen) == 1 else 'shifts'}.{note} {flickers}")


def _show_shift(card: ShiftCard) -> None:
    heading(f"{card.since} to {card.day}  {card.event} ({card.basis}: {card.meaning})")
    say(f"{card.sentence}.")
    for grounds in card.cause:
        cited = "; ".join(text for _, text in grounds.citations)
        say(f"  {grounds.parties}: {grounds.type}, {grounds.date}{grounds.remarks}", style="cyan")
        say(f"  [{cited}]", style="dim")
    if card.cause and not card.exact:
        say("  (the cause was searched for, not proven to be the smallest)", style="dim")


@click.command(
    epilog="""\b
Examples:
  idlib-graph balance --on 2018-10-01
  idlib-graph balance --json"""
)
@analysis_options
@_ON
def balance(request: Request, on: date | None) -> None:
    """Show triads, frustration, degrees and brokers on a date."""
    from idlib_graph.report.shapes import balance_shape  # noqa: PLC0415 - keeps --help light

    analysis = request.analysis()
    part = analysis.slice_on(on or analysis.days[-1])
    shape = balance_shape(analysis, part)
    if request.as_json:
        print_json(shape)
        return
    heading(f"Structural balance on {part.day}{_outside(analysis, part.day)}")
    table(["triad", "count"], list(shape["triads"].items()), right=["count"])
    say()
    table(
        ["frustration", "count", "weight", "share of weight", "proven"],
        [
            (name.replace("_", " "), f["count"], f"{f['weight']:.2f}", f"{f['share']:.1%}",
             "yes" if f["proven"] else "no")
            for name, f in shape["frustration"].items()
        ],
        right=["count", "weight", "share of weight"],
    )  # fmt: skip
    say()
    table(
        ["faction", "allies", "foes", "strength +", "strength -", "broker", "PN"],
        [
            (analysis.label(f["line"], part.day, short=True), f["positive"], f["negative"],
             f"{f['positive_strength']:.2f}", f"{f['negative_strength']:.2f}",
             f"{f['broker']:.2f}", f"{f['pn_centrality']:.2f}")
            for f in shape["factions"]
        ],
        right=["allies", "foes", "strength +", "strength -", "broker", "PN"],
    )  # fmt: skip
    say()
    say(BALANCE_WORDS)


def _outside(analysis: Analysis, day: date) -> str:
    """A word of warning where the day is outside of what the analysis covers."""
    first, last = analysis.days[0], analysis.days[-1]
    return "" if first <= day <= last else f" (outside of {first} to {last})"
