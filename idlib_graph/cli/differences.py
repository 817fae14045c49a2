"""``diff``: what differs between two data sets, or one under two settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.options import AnyPath, Request, analysis_options
from idlib_graph.cli.tables import heading, print_json, progress, say

if TYPE_CHECKING:
    from idlib_graph.report.differences import Compared

SHOWN = 12


@click.command(
    epilog="""\b
Examples:
  idlib-graph diff old-data new-data
  idlib-graph diff --before known_by=2018-10-01 --after known_by=2019-02-28
  idlib-graph diff --before without_source=newsgram-2020 --json"""
)
@analysis_options
@click.argument("first", metavar="[A]", required=False, type=AnyPath())
@click.argument("second", metavar="[B]", required=False, type=AnyPath())
@click.option(
    "--before", multiple=True, metavar="NAME=VALUE",
    help="A setting of the first side only; lists by commas. Repeatable.",
)  # fmt: skip
@click.option(
    "--after", multiple=True, metavar="NAME=VALUE",
    help="A setting of the second side only. Repeatable.",
)  # fmt: skip
@click.option("--all", "whole", is_flag=True, help="List every change of membership.")
def diff(
    request: Request,
    first: str | None,
    second: str | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
    whole: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Show what differs between two data sets or settings.

    A and B are folders of data sets; with A alone, or none, one data set is read under two
    settings. All other options hold for both sides.
    """
    from idlib_graph.differences import find_differences  # noqa: PLC0415 - keeps --help light
    from idlib_graph.report.differences import Compared, difference_shape  # noqa: PLC0415

    if first and request.folder:
        msg = "name the data set once, as A or with --data"
        raise click.UsageError(msg)
    if not (second or before or after):
        msg = "nothing to compare: name two data sets, or give --before or --after a setting"
        raise click.UsageError(msg)
    given = [_settings(words) for words in (before, after)]
    one = request.at(first) if first else request
    other = one.at(second) if second else one
    dataset = one.dataset()
    old = one.with_settings(given[0]).analysis(dataset)
    new = other.with_settings(given[1]).analysis(other.dataset() if second else dataset)
    with progress("comparing the two"):
        compared = Compared(old, new, find_differences(old, new))
    if request.as_json:
        print_json(difference_shape(compared))
    else:
        _show(compared, whole=whole)


def _settings(words: tuple[str, ...]) -> dict[str, Any]:
    """Settings as typed, ``name=value``; one that is named twice is a list."""
    from idlib_graph.errors import SettingsError  # noqa: PLC0415 - keeps --help light
    from idlib_graph.settings import read_setting  # noqa: PLC0415 - likewise

    found: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            msg = f"{word!r} is no setting; write NAME=VALUE, as in known_by=2018-10-01"
            raise SettingsError(msg)
        name, value = name.strip().replace("-", "_"), read_setting(name, text)
        if name in found and not isinstance(value, tuple):
            msg = f"{name} is given twice"
            raise SettingsError(msg)
        found[name] = (*found.get(name, ()), *value) if isinstance(value, tuple) else value
    return found


def _show(compared: Compared, *, whole: bool) -> None:
    from idlib_graph.report.differences import summarise  # noqa: PLC0415 - keeps --help light

    for sentence in summarise(compared):
        say(sentence)
    _show_shifts(compared)
    _show_memberships(compared, whole=whole)
    _show_relations(compared)


def _show_shifts(compared: Compared) -> None:
    from idlib_graph.report.differences import SIGNS, tell_shift  # noqa: PLC0415

    changes = [change for change in compared.found.shifts if change.change != "same"]
    if changes:
        heading("Shifts: + new, - gone, ~ told otherwise")
    for change in changes:
        say(f"{SIGNS[change.change]} {tell_shift(compared, change)}{_through(change.sources)}")


def _show_memberships(compared: Compared, *, whole: bool) -> None:
    from idlib_graph.report.differences import tell_membership  # noqa: PLC0415

    found = compared.found.memberships
    shown = found if whole else found[:SHOWN]
    if found:
        heading("Memberships, the largest changes first")
    for change in shown:
        say(f"- {tell_membership(compared, change)}{_through(change.sources)}")
    if len(shown) < len(found):
        say(f"{len(found) - len(shown)} smaller ones are not shown (--all).", style="dim")


def _show_relations(compared: Compared) -> None:
    for name in ("added", "removed", "changed"):
        changes = compared.found.of("relation", name)
        groups: dict[str, list[str]] = {}
        for change in changes:
            what = f"{', '.join(change.fields)} by " if change.fields else ""
            groups.setdefault(f"{what}{', '.join(change.sources)}", []).append(change.id)
        if changes:
            heading(f"Relations {name}")
        for what, ids in sorted(groups.items()):
            say(f"- {what} ({len(ids)}): {', '.join(ids)}")


def _through(sources: tuple[str, ...]) -> str:
    return f" [{', '.join(sources)}]" if sources else ""
