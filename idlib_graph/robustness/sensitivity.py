"""Other settings: whether the headline sits on a plateau, or its conclusions hang on one number.

Each setting is tried by itself, over a declared grid around the headline's value, all others as
they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from statistics import fmean
from typing import TYPE_CHECKING, Any, TypeAlias

from idlib_graph.communities.comparison import adjusted_mutual_information
from idlib_graph.communities.objectives import resolve
from idlib_graph.communities.placing import fitting
from idlib_graph.errors import SettingsError
from idlib_graph.robustness.sources import hear
from idlib_graph.settings import Settings
from idlib_graph.shifts import are_events, find_changes, take_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from idlib_graph.robustness.conclusions import Headline
    from idlib_graph.robustness.sources import Progress
    from idlib_graph.shifts import Order, Shift
    from idlib_graph.snapshots import SnapshotSeries

    _Other: TypeAlias = tuple[str, float]  # a setting, and a value of it

GRIDS: Mapping[str, tuple[float, ...]] = {
    "half_life": (0.5, 0.75, 1.0, 1.5, 2.0),
    "resolution": (0.5, 0.75, 1.0, 1.25, 1.5),
    "coupling": (0.0, 0.5, 0.75, 1.0, 1.5, 2.0),
    "split_strength": (0.0, 0.5, 1.0, 1.5, 2.0),
    "cut": (0.5, 0.75, 1.0, 1.5, 2.0),
    "tie_threshold": (0.0, 0.5, 1.0, 1.5, 2.0),
}
"""Factors on the headline's value; where that is 0, on the default."""

WEIGHING = ("half_life", "split_strength", "cut")
"""Those that change how much a relation weighs; the others take the headline's weights."""

LEAST_HELD = 0.95
"""So large a share of memberships holds on a plateau."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What follows from one value of one setting.

    Attributes
    ----------
    lost : shifts told as events in the headline that are not found within ``match_window`` slices
    held : the share of memberships, slice by slice, that hold
    rest : gives `agreement` and `events`, worked out when first asked for
    """

    value: float
    lost: tuple[Shift, ...]
    held: float
    rest: Callable[[], tuple[float, int]] = field(repr=False, compare=False)

    @property
    def agreement(self) -> float:
        """Mean adjusted mutual information with the headline's communities over the slices."""
        return self.rest()[0]

    @property
    def events(self) -> int:
        """How many shifts of its own are told as events; takes longer than all else."""
        return self.rest()[1]

    @property
    def is_like(self) -> bool:
        """Whether it tells the headline's story: no event lost, and 95 % of memberships hold."""
        return not self.lost and self.held >= LEAST_HELD


@dataclass(frozen=True, slots=True)
class Course:
    """What follows from each value of one setting, in order of value.

    Attributes
    ----------
    headline : the headline's own value, one of those tried
    """

    setting: str
    headline: float
    trials: tuple[Trial, ...]

    @property
    def plateau(self) -> tuple[float, float]:
        """The widest run of values around the headline's that all tell its story: first, last."""
        low, high = self._bounds()
        return self.trials[low].value, self.trials[high].value

    @property
    def verdict(self) -> str:
        """Where the headline stands: ``on a plateau``, ``at an edge`` of one, or ``alone``.

        On a plateau where the next value on each side tells the same story; where it does on one
        side only, or there is none on the other, it stands at an edge.
        """
        low, high = self._bounds()
        at = self._own()
        return ("alone", "at an edge", "on a plateau")[(low < at) + (high > at)]

    @property
    def beyond(self) -> tuple[Trial | None, Trial | None]:
        """The first values below and above the plateau; None at an end of the grid."""
        low, high = self._bounds()
        below = self.trials[low - 1] if low > 0 else None
        above = self.trials[high + 1] if high + 1 < len(self.trials) else None
        return below, above

    def _own(self) -> int:
        return next(i for i, trial in enumerate(self.trials) if trial.value == self.headline)

    def _bounds(self) -> tuple[int, int]:
        low = high = self._own()
        while low > 0 and self.trials[low - 1].is_like:
            low -= 1
        while high < len(self.trials) - 1 and self.trials[high + 1].is_like:
            high += 1
        return low, high


def measure_sensitivity(
    headline: Headline, *, progress: Progress | None = None
) -> tuple[Course, ...]:
    """Try every value of every grid, one setting at a time.

    What takes long, the causes of the shifts, without which it is not known which are told as
    events, is left until somebody asks: see `Trial.events`.

    Parameters
    ----------
    progress : told after each value how many are done, and of how many

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P3Y", source=("newsgram-2020",))
    >>> found = measure_sensitivity(ig.Headline(told.snapshots, told.slices, told.shifts))
    >>> [(course.setting, course.headline) for course in found][:3]
    [('half_life', 1.0), ('resolution', 1.0), ('coupling', 0.1)]
    """
    settings = headline.snapshots.settings
    grids = {name: values for name in GRIDS if (values := grid_values(settings, name))}
    own = {name: _own_value(settings, name) for name in grids}
    tried = [(name, value) for name, values in grids.items() for value in values]
    others = [other for other in tried if other[1] != own[other[0]]]
    stories = _Stories(headline, others)
    variants = _variants(headline, others)
    found = (trial for some in variants for trial in _try(headline, stories, *some))
    trials: dict[str, list[Trial]] = {name: [] for name in grids}
    for done, other in enumerate(tried, start=1):
        name, value = other
        itself = Trial(value, (), 1.0, partial(stories.tell, other))
        trials[name].append(itself if value == own[name] else next(found))
        if progress:
            progress(done, len(tried))
    return tuple(Course(name, own[name] or 0.0, tuple(trials[name])) for name in grids)


def work_out(courses: Iterable[Course], *, progress: Progress | None = None) -> None:
    """Work out of every trial what takes long, rather than when somebody asks.

    Parameters
    ----------
    progress : as of `measure_sensitivity`

    Examples
    --------
    >>> import idlib_graph as ig
    >>> told = ig.analyze(ig.load_dataset(), every="P3Y", source=("newsgram-2020",))
    >>> half_lives, *others = told.sensitivity()
    >>> work_out([half_lives])
    >>> half_lives.trials[2].events == sum(shift.is_event for shift in told.shifts)  # its own
    True
    """
    trials = [trial for course in courses for trial in course.trials]
    for done, trial in enumerate(trials, start=1):
        trial.rest()
        if progress:
            progress(done, len(trials))


def grid_values(settings: Settings, setting: str) -> tuple[float, ...]:
    """The values of a setting to be tried, in order, the headline's own among them.

    Those that the setting cannot have are left out; none for an objective without it.

    Examples
    --------
    >>> from idlib_graph import Settings
    >>> grid_values(Settings(), "coupling")
    (0.0, 0.05, 0.075, 0.1, 0.15, 0.2)
    >>> grid_values(Settings(cut=0.6), "cut")
    (0.3, 0.45, 0.6, 0.9)
    >>> grid_values(Settings(objective="disagreement"), "resolution")
    ()
    """
    own = _own_value(settings, setting)
    if own is None:
        return ()
    scale = own or _own_value(Settings(objective=settings.objective), setting) or 1.0
    others = (round(factor * scale, 10) for factor in GRIDS[setting] if factor * scale != own)
    return tuple(v for v in sorted({own, *others}) if _allowed(settings, setting, v))


def _own_value(settings: Settings, setting: str) -> float | None:
    if setting == "resolution":
        return resolve(settings.objective, settings.resolution)[1]
    value: float = getattr(settings, setting)
    return value


def _allowed(settings: Settings, setting: str, value: float) -> bool:
    try:
        _with(settings, setting, value)
    except SettingsError:
        return False
    return True


def _with(settings: Settings, setting: str, value: float) -> Settings:
    given: dict[str, Any] = {setting: value}
    return replace(settings, **given)


def _variant(whole: SnapshotSeries, setting: str, value: float) -> SnapshotSeries:
    """The same snapshots with another value of a setting."""
    settings = _with(whole.settings, setting, value)
    if setting in WEIGHING:
        return hear(whole, whole.dataset.sources, settings)
    return replace(whole, settings=settings)


def _variants(
    headline: Headline, others: Iterable[_Other]
) -> Iterator[tuple[list[_Other], list[SnapshotSeries]]]:
    return fitting((other, _variant(headline.snapshots, *other)) for other in others)


def _try(
    headline: Headline,
    stories: _Stories,
    others: Sequence[_Other],
    variants: Sequence[SnapshotSeries],
) -> Iterator[Trial]:
    """What follows from each of some values, of which these are the variants."""
    for other, (_, labels) in zip(others, headline.labels_in(variants), strict=True):
        turns = enumerate(headline.probe.find(labels))
        lost = [headline.shifts[i] for i, turn in turns if not headline.is_near(i, turn)]
        yield Trial(
            value=other[1],
            lost=tuple(shift for shift in lost if shift.is_event),
            held=headline.share_held(labels),
            rest=partial(stories.tell, other),
        )


class _Stories:
    """What values tell, as far as somebody has asked; those not among `others` the headline's."""

    def __init__(self, headline: Headline, others: Sequence[_Other]) -> None:
        self._headline, self._left = headline, [*others]
        self._told: dict[_Other, tuple[float, int]] = {}

    def tell(self, other: _Other) -> tuple[float, int]:
        """How far a value agrees with the headline, and how many of its shifts are events."""
        if other in self._left:
            for some, variants in _variants(self._headline, [*self._left]):
                self._told.update(_tell(self._headline, some, variants))
                del self._left[: len(some)]
                if other in self._told:
                    break
        own = 1.0, sum(shift.is_event for shift in self._headline.shifts)
        return self._told.get(other, own)


def _tell(
    headline: Headline, others: Sequence[_Other], variants: Sequence[SnapshotSeries]
) -> Iterator[tuple[_Other, tuple[float, int]]]:
    found = zip(variants, headline.labels_in(variants), strict=True)
    orders = [take_orders(variant, own) for variant, (own, _) in found]
    changes = [[*find_changes(*of)] for of in zip(variants, orders, strict=True)]
    every = [change for of_one in changes for change in of_one]
    events = iter(are_events(every, memo=headline.memo))
    for other, then, of_one in zip(others, orders, changes, strict=True):
        yield other, (_agreement(headline.slices, then), sum(islice(events, len(of_one))))


def _agreement(one: Sequence[Order], other: Sequence[Order]) -> float:
    """Mean adjusted mutual information over the slices, each over the lines that both have."""
    pairs = ((a.partition, b.partition) for a, b in zip(one, other, strict=True))
    return fmean(1.0 if a == b else adjusted_mutual_information(a, b) for a, b in pairs)
