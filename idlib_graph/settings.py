"""Every default of an analysis, in one place.

Outputs show the settings they were made with; each can be set from the command line or by
``Settings(...)`` in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from idlib_graph.dates import date_range, parse_date
from idlib_graph.errors import SettingsError
from idlib_graph.model import FACTION_TYPES

if TYPE_CHECKING:
    from idlib_graph.model import Dataset

OBJECTIVES = ("potts", "disagreement", "modularity", "cpm")
METHODS = ("auto", "exact", "heuristic", "leiden")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an analysis was asked for. All of it is written into every report.

    Attributes
    ----------
    objective : what communities maximise
    resolution : gamma of ``potts`` and ``cpm``; None for the objective's default
    coupling : omega, bonus for a tied pair that was together in the slice before
    every : step between slices, an ISO 8601 duration
    known_by : leave out what was published later, or may have been
    only, without : faction types that communities are made of, or that are left out
    source, without_source : sources heard, or not heard
    half_life : factor on every type's half-life
    split_strength : factor on the strength of splits
    cut : presence below this counts as none
    tie_threshold : ties weaker than this, both ways, are dropped
    match_overlap : least weighted Jaccard overlap of one community with a later one
    match_window : slices that a community may be unseen and still be recognised
    method : how communities are found, see `idlib_graph.communities.find_communities`
    node_limit : linear programs that one part of an exact answer may take, large ones counted as
        several
    seed : seed of everything that draws

    Examples
    --------
    >>> from datetime import date
    >>> Settings(coupling=0.2, known_by=date(2018, 10, 1)).as_dict()["known_by"]
    '2018-10-01'
    >>> Settings(objective="louvain")
    Traceback (most recent call last):
    idlib_graph.errors.SettingsError: unknown objective 'louvain'; one of potts, disagreement, ...
    """

    objective: str = "potts"
    resolution: float | None = None
    coupling: float = 0.1
    every: str = "P1M"
    known_by: date | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    without_source: tuple[str, ...] = ()
    half_life: float = 1.0
    split_strength: float = 1.0
    cut: float = 0.25
    tie_threshold: float = 0.05
    match_overlap: float = 0.3
    match_window: int = 3
    method: str = "auto"
    node_limit: int = 2_000
    seed: int = 0

    def __post_init__(self) -> None:
        for name, words in (("objective", OBJECTIVES), ("method", METHODS)):
            word = getattr(self, name)
            if word not in words:
                msg = f"unknown {name} {word!r}; one of {', '.join(words)}"
                raise SettingsError(msg)
        for name, low, high in _RANGES:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                msg = f"{name} is {value}; it must be from {low:g} to {high:g}"
                raise SettingsError(msg)
        for kind in (*self.only, *self.without):
            if kind not in FACTION_TYPES:
                names = ", ".join(FACTION_TYPES)
                msg = f"unknown faction type {kind!r}; one of {names}"
                raise SettingsError(msg)
        date_range(*_ANY_HORIZON, self.every)

    def as_dict(self) -> dict[str, Any]:
        """Every setting by name, fit for JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["known_by"] = self.known_by.isoformat() if self.known_by else None
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


_RANGES = (
    ("resolution", 0.0, 1e6),
    ("coupling", 0.0, 1e6),
    ("half_life", 1e-3, 1e3),
    ("split_strength", 0.0, 1e3),
    ("cut", 0.0, 1.0),
    ("tie_threshold", 0.0, 1.0),
    ("match_overlap", 0.0, 1.0),
    ("match_window", 1, 1000),
    ("node_limit", 0, 2**31 - 1),
)
_ANY_HORIZON = (date(2000, 1, 1), date(2000, 1, 2))


def settings_for(dataset: Dataset, **given: Any) -> Settings:  # noqa: ANN401 - any setting's type
    """The settings an analysis of `dataset` runs with: those given, else its own, else defaults.

    A setting given as None counts as not given.

    Raises
    ------
    SettingsError
        For an unknown name or a value outside its range.

    Examples
    --------
    >>> from idlib_graph import load_dataset
    >>> found = settings_for(load_dataset(), every="P1Y")
    >>> found.every, found.without  # as given, as the data set has it
    ('P1Y', ('collective',))
    """
    known = {field.name for field in fields(Settings)}
    if unknown := sorted({*dataset.defaults, *given} - known):
        raise _unknown(unknown[0])
    own = {name: _read(name, value) for name, value in dataset.defaults.items()}
    return replace(Settings(**own), **{k: v for k, v in given.items() if v is not None})


def read_setting(name: str, text: str) -> Any:  # noqa: ANN401 - any setting's type
    """The value of a setting from its text: lists by commas, ``known_by`` as a date.

    Raises
    ------
    SettingsError
        For an unknown name, with the nearest one, or text that is no value of it.

    Examples
    --------
    >>> read_setting("without", "state,civil-body"), read_setting("half_life", "1.5")
    (('state', 'civil-body'), 1.5)
    """
    name = name.strip().replace("-", "_")
    default = next((field.default for field in fields(Settings) if field.name == name), _MISSING)
    if default is _MISSING:
        raise _unknown(name)
    text = text.strip()
    if isinstance(default, tuple):
        return tuple(item.strip() for item in text.split(",") if item.strip())
    if not text:
        msg = f"{name} has no value"
        raise SettingsError(msg)
    if isinstance(default, int) and not text.removeprefix("-").isdecimal():
        msg = f"{name} is {text!r}; it must be a whole number"
        raise SettingsError(msg)
    value = _read(name, text)
    if value is None:
        msg = f"{name} is {text!r}; it must have an end"
        raise SettingsError(msg)
    return value


_MISSING = object()


def _unknown(name: str) -> SettingsError:
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for a typo

    known = sorted(field.name for field in fields(Settings))
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(known)}"
    return SettingsError(f"unknown setting {name!r}; {hint}")


def _read(name: str, value: object) -> Any:  # noqa: ANN401 - any setting's type
    """A default as the data file has it (text, or a list of texts) as a setting's value."""
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    if name == "known_by":
        return parse_date(str(value)).latest
    if name in {"objective", "every", "method"}:
        return str(value)
    try:
        number = float(str(value))
    except ValueError:
        msg = f"{name} is {value!r}; it must be a number"
        raise SettingsError(msg) from None
    whole = name in {"match_window", "node_limit", "seed"}
    return int(number) if whole else number
