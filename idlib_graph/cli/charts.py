"""``chart``: one chart as a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import ON, AnyPath, Day, OneOf, Request, making_options
from idlib_graph.cli.tables import counted_progress, progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from idlib_graph.analysis import Analysis

FORMATS = ("png", "svg", "pdf")
INCHES = click.FloatRange(min=1, max=200)


class _Charts(click.Group):
    """Charts by name, or the nearest one where there is none of that name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # noqa: ANN401 - click's
        """Find the chart that is asked for."""
        if not args[0].startswith("-"):
            OneOf(list(self.commands)).convert(args[0], None, ctx)
        return super().resolve_command(ctx, args)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a chart is drawn on, and written to."""

    output: str | None
    width: float | None
    height: float | None
    dpi: float | None
    dark: bool
    title: str | None
    language: str


@click.group(
    cls=_Charts,
    epilog="""\b
Examples:
  idlib-graph chart storyline -o storyline.png
  idlib-graph chart timeline -o timeline.pdf --dark
  idlib-graph chart storyline -o figure-2.svg --title "" --width 11 --language fr""",
)
def chart() -> None:
    """Draw one chart as PNG, SVG or PDF."""


def drawing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All settings of an analysis, and those of the file and of how it looks."""

    @wraps(command)
    def wrapped(request: Request, **values: Any) -> Any:  # noqa: ANN401 - any command's
        paper = Paper(**{name: values.pop(name) for name in Paper.__slots__})
        return command(request, paper, **values)

    for option in reversed(_PAPER):
        wrapped = option(wrapped)
    return making_options(wrapped)


def _examples(*lines: str) -> str:
    return "\n".join(["\b", "Examples:", *(f"  idlib-graph chart {line}" for line in lines)])


_PAPER = (
    click.option(
        "-o",
        "--output",
        type=AnyPath(),
        metavar="FILE",
        help="A .png, .svg or .pdf file.  [default: NAME.png]",
    ),
    click.option(
        "--width", type=INCHES, metavar="INCHES", help="Width.  [default: as the chart needs]"
    ),
    click.option(
        "--height", type=INCHES, metavar="INCHES", help="Height.  [default: as the chart needs]"
    ),
    click.option(
        "--dpi", type=click.FloatRange(20, 1200), help="Dots per inch of a PNG.  [default: 150]"
    ),
    click.option("--dark", is_flag=True, help="Light on dark."),
    click.option("--title", help="Title of the chart; empty for none.  [default: the data set's]"),
    click.option(
        "--language",
        default="",
        metavar="CODE",
        help="Language of dates, such as en, fr or ar.  [default: digits, as 2018-02]",
    ),
)


@chart.command(epilog=_examples("storyline -o storyline.svg", "storyline --unaligned show --dark"))
@drawing_options
@click.option(
    "--unaligned",
    type=OneOf(["fold", "show", "hide"]),
    default="fold",
    show_default=True,
    help="Factions never in a community: counted in a grey lane, a line each, or left out.",
)
def storyline(request: Request, paper: Paper, unaligned: str) -> None:
    """Who stood with whom, one line a faction.

    The fainter a line, the older the reports behind it. Captions tell shifts and the news they are
    put down to, with the numbers of its sources; crosses are clashes between communities.
    """
    _write(request, paper, "storyline", unaligned=unaligned)


@chart.command(
    epilog=_examples("alluvial", "alluvial --step P6M", "alluvial --on 2018 --on 2019-06")
)
@drawing_options
@click.option(
    "--step",
    default="P1Y",
    metavar="P1Y",
    show_default=True,
    help="Draw the first slice of each such step, and the last slice.",
)
@click.option(
    "--on",
    "days",
    type=Day(),
    multiple=True,
    metavar="DATE",
    help="Date to draw instead. Repeatable.",
)
def alluvial(request: Request, paper: Paper, step: str, days: tuple[date, ...]) -> None:
    """Who went from which community to which, year by year."""
    _write(request, paper, "alluvial", every=step, days=days or None)


@chart.command(epilog=_examples("faction hts", "faction zinki -o zinki.svg --language tr"))
@drawing_options
@click.argument("name")
def faction(request: Request, paper: Paper, name: str) -> None:
    """One faction's ties, allies above its axis and foes below.

    NAME is its id, its name or any alias.
    """
    from idlib_graph.cli.options import find_faction  # noqa: PLC0415 - keeps --help light

    _write(request, paper, "faction", faction=find_faction(request.dataset(), name))


@chart.command(epilog=_examples("matrix -o matrix.svg", "matrix --on 2018-11 --dark"))
@drawing_options
@ON
def matrix(request: Request, paper: Paper, on: date | None) -> None:
    """Every pair's tie on a date, community by community."""
    _write(request, paper, "matrix", day=on)


@chart.command(epilog=_examples("snapshots", "snapshots --on 2018-02 --on 2019-02 --dark"))
@drawing_options
@click.option(
    "--on",
    "days",
    type=Day(),
    multiple=True,
    metavar="DATE",
    help="Date to draw. Repeatable.  [default: before and after the largest shifts]",
)
def snapshots(request: Request, paper: Paper, days: tuple[date, ...]) -> None:
    """The network on chosen days, everybody in the same place."""
    _write(request, paper, "snapshots", days=days or None)


@chart.command(epilog=_examples("timeline -o timeline.pdf", "timeline --faction hts --dark"))
@drawing_options
@click.option("--faction", multiple=True, help="Only this faction's lane. Repeatable.")
def timeline(request: Request, paper: Paper, faction: tuple[str, ...]) -> None:
    """Every dated relation, in lanes by faction."""
    from idlib_graph.cli.options import find_faction  # noqa: PLC0415 - only where one is named

    dataset = request.dataset()
    _write(request, paper, "timeline", factions=[find_faction(dataset, x) for x in faction] or None)


@chart.command(epilog=_examples("series -o series.svg", "series --every P3M --dark"))
@drawing_options
def series(request: Request, paper: Paper) -> None:
    """Communities, balance and change, slice by slice."""
    _write(request, paper, "series")


@chart.command(
    epilog=_examples("robustness -o robustness.svg", "robustness --on 2018-10-01 --draws 200")
)
@drawing_options
@click.option(
    "--draws", type=click.IntRange(1), default=40, show_default=True, metavar="N",
    help="Draws of the ensemble.",
)  # fmt: skip
@ON
def robustness(request: Request, paper: Paper, draws: int, on: date | None) -> None:
    """How sure that is, by draws and by source.

    It takes a while, for each draw and each source left out is an analysis of its own.
    """

    def work(analysis: Analysis) -> None:
        with counted_progress("drawing dates and doubts") as tell:
            analysis.ensemble(draws, progress=tell)
        with counted_progress("leaving one source out") as tell:
            analysis.leave_one_out(progress=tell)

    _write(request, paper, "robustness", work, draws=draws, day=on)


def _write(
    request: Request,
    paper: Paper,
    name: str,
    work: Callable[[Analysis], None] | None = None,
    **own: Any,  # noqa: ANN401 - any chart's
) -> None:
    """Draw the chart `name` and write it where the paper says.

    Parameters
    ----------
    work : what takes its time before, and shows how much is done
    """
    from idlib_graph.output import write_whole  # noqa: PLC0415 - keeps --help light

    path = paper.output or f"{name}.png"
    kind = Path(path).suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        msg = f"{path!r} must end in .png, .svg or .pdf"
        raise click.BadParameter(msg, param_hint="--output")
    if paper.language:
        from idlib_graph.charts.calendar import check_language  # noqa: PLC0415 - likewise

        check_language(paper.language)  # before the work, which may take a minute
    analysis = request.analysis()
    if work:
        work(analysis)
    with progress(f"drawing {name}"):
        from idlib_graph import charts  # noqa: PLC0415 - matplotlib only where drawn
        from idlib_graph.charts.style import render  # noqa: PLC0415 - likewise

        look = {"dark": paper.dark, "title": paper.title, "language": paper.language, **own}
        look["size"] = paper.width, paper.height
        if kind == "svg":
            drawn = charts.write_chart(analysis, name, **look)
        else:
            figure, _ = charts.draw_chart(analysis, name, **look)
            drawn = render(figure, kind, dpi=paper.dpi)
    write_whole(path, drawn)
    click.echo(f"wrote {path}", err=True)
