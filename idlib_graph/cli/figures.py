"""``balance`` and ``series``: what can be counted, on a date and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import ON, Request, analysis_options, outside
from idlib_graph.cli.tables import heading, print_json, progress, say, table

if TYPE_CHECKING:
    from datetime import date

    from idlib_graph.analysis import Analysis
    from idlib_graph.balance import Frustration
    from idlib_graph.shifts import Slice

SHOWN = 10
TRIADS = ("+++", "++-", "+--", "---")
BALANCE_WORDS = (
    "Frustration is what no division into camps can avoid contradicting: into two camps, or into "
    "as many as fit best. Broker is betweenness over the alliances; PN is centrality that counts "
    "foes against allies (Everett and Borgatti 2014)."
)
STRAINED_WORDS = (
    "Two allies of a faction that are at odds, or three foes of each other. Strain is the weight "
    "of the weakest of the three ties."
)
OVER_TIME_WORDS = (
    "Balanced is the share of triads that are +++ or +--. Two camps and free (as many camps as fit "
    "best): the least number of contradicted ties, the least contradicted weight, and its share "
    "of all weight."
)
SERIES_WORDS = (
    "Fragmentation is how likely two factions, drawn independently, are not in one community, "
    "the unaligned each for itself (Rae 1968); eff. is as many communities of equal size. AMI "
    "(1: the same) and VI (0: the same; nats) compare with the slice before, over the factions "
    "that both have."
)
FACTION_WORDS = (
    "Slices: those in which a faction has a tie; alone: unaligned. Flexibility is switches per "
    "step from slice to slice, into and out of being unaligned included; loyalty is the share of "
    "its slices that a faction spends in its main community."
)


@click.command(
    epilog="""\b
Examples:
  idlib-graph balance --on 2018-10-01
  idlib-graph balance --over-time
  idlib-graph balance --over-time --json"""
)
@analysis_options
@ON
@click.option("--all", "whole", is_flag=True, help="List every strained triad.")
@click.option("--over-time", is_flag=True, help="Figures of each slice instead of one date.")
def balance(
    request: Request,
    on: date | None,
    whole: bool,  # noqa: FBT001 - click passes by name
    over_time: bool,  # noqa: FBT001 - likewise
) -> None:
    """Show triads, frustration, degrees and brokers.

    On a date with the triads that are not balanced and the relations behind them. Over time, JSON
    has each faction's degrees, brokerage and PN centrality too.
    """
    if over_time and (on or whole):
        msg = "--over-time has no use for --on or --all"
        raise click.UsageError(msg)
    analysis = request.analysis()
    if over_time:
        _over_time(analysis, as_json=request.as_json)
        return
    from idlib_graph.report.figures import balance_shape  # noqa: PLC0415 - keeps --help light

    part = analysis.slice_on(on or analysis.days[-1])
    shape = balance_shape(analysis, part)
    if request.as_json:
        print_json(shape)
        return
    heading(f"Structural balance on {part.day}{outside(analysis, part.day)}")
    _show_balance(shape)
    _show_strained(analysis, part, whole=whole)
    heading("Factions")
    _show_standing(analysis, part, shape["factions"])
    say()
    say(BALANCE_WORDS)


def _over_time(analysis: Analysis, *, as_json: bool) -> None:
    from idlib_graph.report.figures import over_time_shape  # noqa: PLC0415 - keeps --help light

    with progress("proving the frustration of each slice"):
        _ = analysis.balance_over_time
    if as_json:
        print_json(over_time_shape(analysis))
        return
    heading("Structural balance over time")
    rows = [
        (figures.day, *figures.triads.counts.values(), _share(figures.triads.strong_share),
         *map(_least, figures.frustration.by_name.values()))
        for figures in analysis.balance_over_time
    ]  # fmt: skip
    columns = [*TRIADS, "balanced", "two camps", "free"]
    table(["date", *columns], rows, right=columns, whole=["date", *columns])
    say()
    say(OVER_TIME_WORDS)
    unproven = [
        str(figures.day)
        for figures in analysis.balance_over_time
        if not all(kind.proven for kind in figures.frustration.by_name.values())
    ]
    if unproven:
        say(f"Not proven to be the least on {', '.join(unproven)}.")


def _show_balance(shape: dict[str, Any]) -> None:
    triads = [(name, count, _balanced(name)) for name, count in shape["triads"].items()]
    table(["triad", "count", "balanced"], triads, right=["count"])
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


def _balanced(pattern: str) -> str:
    return {"++-": "no", "---": "only weakly"}.get(pattern, "yes")


def _show_strained(analysis: Analysis, part: Slice, *, whole: bool) -> None:
    from idlib_graph.report.figures import behind, tell_strained  # noqa: PLC0415

    found = analysis.balance(part).strained
    if not found:
        return
    heading(f"Strained triads ({len(found)})")
    say(STRAINED_WORDS)
    shown = [tell_strained(analysis, part, t) for t in (found if whole else found[:SHOWN])]
    for card in shown:
        say()
        say(f"{', '.join(card.names)}  ({card.pattern}, strain {card.strain:.2f})")
        for tie, relations in card.ties:
            say(f"  {tie}: {', '.join(relations)}", style="dim")
    if hidden := len(found) - len(shown):
        say()
        say(f"{hidden} less strained {'one is' if hidden == 1 else 'ones are'} not shown (--all).")
    heading("Relations behind them")
    for grounds in behind(analysis, shown):
        cited = "; ".join(text for _, text in grounds.citations)
        say(f"  {grounds.id}", style="cyan")
        say(f"  {grounds.parties}: {grounds.type}, {grounds.date}{grounds.remarks} [{cited}]")


def _show_standing(analysis: Analysis, part: Slice, factions: list[dict[str, Any]]) -> None:
    table(
        ["faction", "allies", "foes", "strength +", "strength -", "broker", "PN"],
        [
            (analysis.label(f["line"], part.day, short=True), f["positive"], f["negative"],
             f"{f['positive_strength']:.2f}", f"{f['negative_strength']:.2f}",
             f"{f['broker']:.2f}", f"{f['pn_centrality']:.2f}")
            for f in factions
        ],
        right=["allies", "foes", "strength +", "strength -", "broker", "PN"],
    )  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  idlib-graph series
  idlib-graph series --factions
  idlib-graph series --every P3M --json"""
)
@analysis_options
@click.option("--factions", is_flag=True, help="Figures of each faction instead of each slice.")
def series(request: Request, factions: bool) -> None:  # noqa: FBT001 - click passes by name
    """Show how communities change, in numbers.

    For each slice their number and sizes, fragmentation, and likeness to the slice before; for
    each faction how often it switches and how long it stays. JSON has both.
    """
    from idlib_graph.report.figures import series_shape  # noqa: PLC0415 - keeps --help light

    analysis = request.analysis()
    if request.as_json:
        print_json(series_shape(analysis))
    elif factions:
        _show_factions(analysis)
    else:
        _show_slices(analysis)


def _show_slices(analysis: Analysis) -> None:
    heading("Communities over time")
    numbers = ["number", "unaligned", "fragm.", "eff.", "AMI", "VI"]
    table(
        ["date", "number", "sizes", *numbers[1:]],
        [
            (f.day, f.communities, " ".join(map(str, f.sizes)), f.unaligned,
             _decimals(f.fragmentation), _decimals(f.effective_number, 1),
             _decimals(f.mutual_information), _decimals(f.variation))
            for f in analysis.series.slices
        ],
        right=numbers,
        whole=["date"],
    )  # fmt: skip
    say()
    say(SERIES_WORDS)


def _show_factions(analysis: Analysis) -> None:
    heading("Factions over time, those that switch most first")
    order = sorted(
        analysis.series.lines, key=lambda f: (-f.switches, -(f.flexibility or 0), f.line)
    )
    numbers = ["slices", "alone", "switches", "flex.", "loyalty"]
    table(
        ["faction", *numbers, "main community"],
        [
            (analysis.label(f.line, short=True), f.slices, f.unaligned, f.switches,
             _decimals(f.flexibility, 3), _decimals(f.loyalty),
             analysis.place_name(f.main) if f.main else "none")
            for f in order
        ],
        right=numbers,
    )  # fmt: skip
    say()
    say(FACTION_WORDS)


def _decimals(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _least(found: Frustration) -> str:
    return f"{found.count}  {found.weight:5.2f} {found.share:5.1%}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
