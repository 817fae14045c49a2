"""The options that are the same everywhere, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from idlib_graph.cli.tables import counted_progress, progress
from idlib_graph.errors import DateError, NotFoundError
from idlib_graph.model import FACTION_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from idlib_graph.analysis import Analysis
    from idlib_graph.model import Dataset
    from idlib_graph.settings import Settings

    _ParamType = click.ParamType["date"]
    _Choice = click.Choice[str]
else:
    _ParamType, _Choice = click.ParamType, click.Choice  # generic only in newer releases of click


class Day(_ParamType):
    """A date as one types it: a day, or a month or year, of which its first day is meant."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        """`last`: a month or a year stands for its last day."""
        self.last = last

    def convert(self, value: Any, param: Any, ctx: Any) -> date:  # noqa: ANN401 - click's signature
        """Read the text through EDTF."""
        from idlib_graph.dates import parse_date  # noqa: PLC0415 - keeps --help light

        try:
            box = parse_date(str(value))
        except DateError as error:
            self.fail(str(error), param, ctx)
        day = box.latest if self.last else box.earliest
        if box.interval or day is None:
            self.fail(f"{value!r} is not one date", param, ctx)
        return day


class OneOf(_Choice):
    """One word of a list, with the nearest ones where it is none of them."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - click's signature
        """Take a word of the list, or say which was meant."""
        if value not in self.choices:
            near = nearest(str(value), self.choices)
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else f"one of {', '.join(self.choices)}"
            )
            self.fail(f"{value!r} is not known; {hint}", param, ctx)
        return value


class AnyPath(_ParamType):
    """A path; an empty one is a slip, as of an unset variable."""

    name = "path"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - click's signature
        """Refuse the empty path."""
        if not str(value):
            self.fail("the path is empty", param, ctx)
        return str(value)


@dataclass(frozen=True, slots=True)
class Request:
    """The data set and the settings that a command was asked for."""

    folder: Path | None
    given: dict[str, Any]
    as_json: bool = False

    def dataset(self) -> Dataset:
        """Load the data set, every problem an error; only what was known by the day asked for."""
        dataset = self._whole()
        if self.given.get("known_by") is None and "known_by" not in dataset.defaults:
            return dataset
        from idlib_graph.selection import known  # noqa: PLC0415 - keeps --help light

        return known(dataset, self.settings(dataset))

    def _whole(self) -> Dataset:
        from idlib_graph.checks import load_dataset  # noqa: PLC0415 - keeps --help light

        if self.folder is None or not self.folder.is_file():
            return load_dataset(self.folder)
        from idlib_graph.events.datasets import dataset_from_events  # noqa: PLC0415 - few ask

        with counted_progress(f"reading {self.folder.name}") as told:
            return dataset_from_events(self.folder, progress=told)

    @property
    def name(self) -> str:
        """What the data are called in names of files."""
        if self.folder is None:
            return "idlib"
        path = self.folder.resolve()
        return path.name if path.is_dir() else path.name.partition(".")[0]

    def settings(self, dataset: Dataset) -> Settings:
        """The settings: those given, else the data set's own, else the defaults."""
        from idlib_graph.settings import settings_for  # noqa: PLC0415 - keeps --help light

        return settings_for(dataset, **self.given)

    def at(self, folder: str) -> Request:
        """The same request of another data set."""
        from pathlib import Path  # noqa: PLC0415 - keeps --help light

        return Request(Path(folder), self.given, self.as_json)

    def with_settings(self, given: dict[str, Any]) -> Request:
        """The same request with more settings."""
        return Request(self.folder, {**self.given, **given}, self.as_json)

    def heard(self, dataset: Dataset | None = None) -> Dataset:
        """The data set as far as the settings hear it; `dataset` where it is loaded already."""
        from idlib_graph.selection import select  # noqa: PLC0415 - keeps --help light

        dataset = dataset or self.dataset()
        return select(dataset, self.settings(dataset))

    def analysis(self, dataset: Dataset | None = None) -> Analysis:
        """The whole analysis, of `dataset` where it is loaded already."""
        dataset = dataset or self.dataset()
        settings = self.settings(dataset)
        with progress("analysing the data set"):
            from idlib_graph.analysis import analyze  # noqa: PLC0415 - keeps --help light

            return analyze(dataset, settings)


_DATA = click.option(
    "-d",
    "--data",
    "folder",
    type=AnyPath(),
    metavar="DIR",
    help="Folder of the data set, or an event table.  [default: the bundled Idlib data]",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON of a stable shape.")
_EVIDENCE = (
    click.option(
        "--known-by",
        type=Day(last=True),
        metavar="DATE",
        help="Leave out what was published after DATE.",
    ),
    click.option(
        "--source", multiple=True, metavar="ID", help="Hear only this source. Repeatable."
    ),
    click.option(
        "--without-source", multiple=True, metavar="ID", help="Do not hear this source. Repeatable."
    ),
)
_KINDS = OneOf(FACTION_TYPES)
_ANALYSIS = (
    click.option(
        "--objective",
        type=OneOf(["potts", "disagreement", "modularity", "cpm"]),
        help="What communities maximise.  [default: potts]",
    ),
    click.option("--resolution", type=float, help="Gamma of potts and cpm.  [default: 1, 0.05]"),
    click.option(
        "--method",
        type=OneOf(["auto", "exact", "heuristic", "leiden"]),
        help="How communities are found; leiden is for very large data.  [default: auto]",
    ),
    click.option("--coupling", type=float, help="Bonus for staying together.  [default: 0.1]"),
    click.option("--every", metavar="P1M", help="Step between slices.  [default: P1M]"),
    click.option("--half-life", type=float, metavar="FACTOR", help="Factor on all half-lives."),
    click.option(
        "--only", multiple=True, type=_KINDS, metavar="TYPE", help="Only factions of this type."
    ),
    click.option(
        "--without", multiple=True, type=_KINDS, metavar="TYPE", help="No factions of this type."
    ),
    click.option("--seed", type=int, help="Seed of everything that draws.  [default: 0]"),
)
ON = click.option("--on", type=Day(), metavar="DATE", help="Date.  [default: the last slice]")


def _apply(options: tuple[Any, ...], command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def wrapped(folder: str | None = None, *, as_json: bool = False, **values: Any) -> Any:  # noqa: ANN401 - any command's
        names = {
            "known_by", "source", "without_source", "objective", "method", "resolution", "coupling",
            "every", "half_life", "only", "without", "seed",
        }  # fmt: skip
        asked = {name: values.pop(name) for name in names & values.keys()}
        given = {name: value for name, value in asked.items() if value != ()}
        from pathlib import Path  # noqa: PLC0415 - keeps --help light

        return command(Request(Path(folder) if folder else None, given, as_json), **values)

    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--data`` and ``--json``."""
    return _apply((_DATA, _JSON), command)


def evidence_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--data``, ``--json`` and which sources are heard."""
    return _apply((_DATA, *_EVIDENCE, _JSON), command)


def analysis_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--data``, ``--json`` and all settings of an analysis."""
    return _apply((_DATA, *_EVIDENCE, *_ANALYSIS, _JSON), command)


def making_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--data`` and all settings, for commands that write files."""
    return _apply((_DATA, *_EVIDENCE, *_ANALYSIS), command)


def setting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All settings of an analysis, for commands that name their data otherwise."""
    return _apply((*_EVIDENCE, *_ANALYSIS), command)


def outside(analysis: Analysis, day: date) -> str:
    """A word of warning where the day is outside of what the analysis covers."""
    first, last = analysis.days[0], analysis.days[-1]
    return "" if first <= day <= last else f" (outside of {first} to {last})"


def find_faction(dataset: Dataset, text: str) -> str:
    """The id of the faction that `text` names by id, name or alias, whatever the case.

    Raises
    ------
    NotFoundError
        With the nearest names, where there is no such faction.
    """
    names = {}
    for faction in dataset.factions.values():
        for name in (*faction.aliases, faction.name, faction.id):
            names[name.casefold()] = faction.id
    wanted = text.casefold()
    if wanted in names:
        return names[wanted]
    near = dict.fromkeys(names[name] for name in nearest(wanted, names))
    hint = f" (did you mean {' or '.join(near)}?)" if near else f"; see {_likewise('factions')}"
    msg = f"no faction {text!r}{hint}"
    raise NotFoundError(msg)


def _likewise(command: str) -> str:
    """Another command, with the data that were asked for in this one."""
    context = click.get_current_context(silent=True)
    folder = context.params.get("folder") if context else None
    return f"'idlib-graph {command}{f' -d {folder}' if folder else ''}'"


def line_names(dataset: Dataset, faction: str | None) -> frozenset[str]:
    """All names of the line that `faction` belongs to; none where no faction is asked for."""
    if faction is None:
        return frozenset()
    wanted = find_faction(dataset, faction)
    from idlib_graph.lines import trace_lines  # noqa: PLC0415 - a typo is told sooner

    lines = trace_lines(dataset)
    return frozenset(lines.by_id[lines.of[wanted]].names)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words most like `word`, three at most."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for a typo

    return get_close_matches(word, list(known), n=3, cutoff=0.6)
