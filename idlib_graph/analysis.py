"""One frozen object that holds every number any output shows, and the settings behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from idlib_graph.communities import (
    coupling_loss,
    find_alternatives,
    find_joins,
    least_disagreement,
    sweep_resolution,
)
from idlib_graph.communities.definitions import compare_over_time, objectives_on
from idlib_graph.communities.over_time import communities_of
from idlib_graph.contested import find_contested
from idlib_graph.corroboration import contributions, corroborate
from idlib_graph.lines import trace_lines
from idlib_graph.selection import known
from idlib_graph.series import measure_series
from idlib_graph.settings import settings_for
from idlib_graph.shifts import (
    CommunityId,
    Move,
    count_flickers,
    find_shifts,
    identify,
    short_name,
    take_slices,
)
from idlib_graph.shifts.moves import find_moves
from idlib_graph.snapshots import left_out, take_snapshots, whole_period_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from idlib_graph.balance import Balance
    from idlib_graph.communities import Alternatives, Join, SideBySide, Sweep
    from idlib_graph.communities.definitions import Definitions
    from idlib_graph.contested import Contested
    from idlib_graph.corroboration import Contribution, Corroboration
    from idlib_graph.ledger import LedgerEntry
    from idlib_graph.lines import Lines
    from idlib_graph.model import Dataset
    from idlib_graph.robustness.conclusions import Headline
    from idlib_graph.robustness.ensemble import Ensemble
    from idlib_graph.robustness.sensitivity import Course
    from idlib_graph.robustness.sources import Progress, WithoutSource
    from idlib_graph.robustness.support import SourceSets
    from idlib_graph.series import Series
    from idlib_graph.series.balance import BalanceFigures, Standing
    from idlib_graph.settings import Settings
    from idlib_graph.shifts import Community, Shift, Slice
    from idlib_graph.shifts.lifecycle import CommunityChange
    from idlib_graph.snapshots import SnapshotSeries

T = TypeVar("T")


@dataclass(frozen=True)
class Passage:
    """A line's appearing or vanishing between two slices, which is no shift."""

    day: date
    move: Move


@dataclass(frozen=True, slots=True)
class Proof:
    """How good the answer of one slice is.

    Attributes
    ----------
    least_disagreement : the least contradicted weight that any partition of the slice has
    loss : what coupling to the previous slice cost, against the best uncoupled answer
    alternatives : how many equally good partitions there are, the one shown included
    capped : whether there may be more
    """

    least_disagreement: float
    loss: float
    alternatives: int
    capped: bool


@dataclass(frozen=True)
class Analysis:
    """Who stood with whom over time, and all that any output says of it.

    Attributes
    ----------
    dataset : the whole data set, or as much of it as was known by the day asked for
    settings : what was asked for
    snapshots : the graph of each slice, presence of each relation, and the data set as heard
    slices : the communities of each snapshot, with identity, name, quality and proof

    What takes longer (shifts with their causes, proofs) is computed when first asked for.
    """

    dataset: Dataset
    settings: Settings
    snapshots: SnapshotSeries
    slices: tuple[Slice, ...]
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    _ensembles: dict[int, Ensemble] = field(default_factory=dict, repr=False, compare=False)
    _variants: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lines(self) -> Lines:
        """The lines of names."""
        return self.snapshots.lines

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each slice."""
        return self.snapshots.days

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Lines that take no part in communities, by the type of the faction."""
        return tuple(sorted(left_out(self.dataset, self.settings, self.lines)))

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Every change of who sits with whom, with basis and cause, in order."""
        return find_shifts(self.snapshots, self.slices)

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Shifts beside the events that sources report: borne out, or one without the other."""
        from idlib_graph.ledger import take_ledger  # noqa: PLC0415 - most answers need none

        return take_ledger(self.snapshots, self.slices, self.shifts)

    @cached_property
    def ledger_by_shift(self) -> Mapping[Shift, LedgerEntry]:
        """The entry of each shift in the ledger."""
        return {entry.shift: entry for entry in self.ledger if entry.shift}

    @cached_property
    def lifecycle(self) -> tuple[CommunityChange, ...]:
        """What became of each community that changed, slice by slice: events and facets."""
        from idlib_graph.shifts.lifecycle import follow_communities  # noqa: PLC0415 - likewise

        return follow_communities(self.slices)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Who appeared and who vanished, which is no shift, in order."""
        return tuple(
            Passage(after.day, move)
            for before, after in pairwise(self.slices)
            for move in find_moves(before, after)
            if move.appears or move.vanishes
        )

    @cached_property
    def flickers(self) -> int:
        """Memberships that ended and returned within three slices on no news (aim: 0)."""
        return count_flickers(self.snapshots, self.slices, self.shifts)

    @cached_property
    def names(self) -> Mapping[CommunityId, str]:
        """The name of each community."""
        return {c.id: c.name for part in self.slices for c in part.communities}

    @cached_property
    def lives(self) -> Mapping[CommunityId, tuple[date, date]]:
        """The first and the last slice of each community."""
        found: dict[CommunityId, tuple[date, date]] = {}
        for part in self.slices:
            for community in part.communities:
                first = found.get(community.id, (part.day,))[0]
                found[community.id] = (first, part.day)
        return found

    @cached_property
    def contested(self) -> tuple[Contested, ...]:
        """The matters on which the sources heard contradict each other."""
        return find_contested(self.snapshots.dataset, settings=self.settings, lines=self.lines)

    @cached_property
    def corroboration(self) -> Mapping[str, Corroboration]:
        """The independent words that each relation heard rests on, by relation."""
        return corroborate(self.snapshots.dataset)

    @cached_property
    def contributions(self) -> Mapping[str, Contribution]:
        """What each source heard adds, by source."""
        return contributions(self.snapshots.dataset, self.contested)

    @cached_property
    def single_source_shifts(self) -> tuple[Shift, ...]:
        """Shifts told as events of whose cause every relation rests on the same single source."""
        return tuple(shift for shift in self.shifts if shift.is_event and self._rests_on_one(shift))

    def _rests_on_one(self, shift: Shift) -> bool:
        """Whether one and the same origin alone affirms all that a shift is put down to."""
        told = {self.corroboration[rid].origins for rid in (*shift.cause, *shift.ended_by)}
        return len(told) == 1 and all(len(origins) == 1 for origins in told)

    @cached_property
    def layout(self) -> Mapping[str, tuple[float, float]]:
        """Where each line stands in every picture: one signed layout of the whole period."""
        from idlib_graph.layout import signed_layout  # noqa: PLC0415 - most answers need none

        return signed_layout(whole_period_graph(self.snapshots), seed=self.settings.seed)

    def slice_on(self, day: date) -> Slice:
        """Who sat with whom on any day.

        A day between slices is coupled to the last slice before it.
        """
        earlier = [part for part in self.slices if part.day <= day]
        if earlier and earlier[-1].day == day:
            return earlier[-1]
        days = (*(part.day for part in earlier), day)
        series = take_snapshots(self.dataset, days, settings=self.settings, lines=self.lines)
        before = earlier[-1].result if earlier else None
        found = [part.result for part in earlier]
        result = communities_of(series, series.weights[:, -1], before)
        part = identify(series, [*found, result])[-1]
        return replace(part, communities=tuple(_recognised(self, part)))

    def previous(self, part: Slice) -> Slice | None:
        """The slice that `part` is coupled to; None for the first."""
        earlier = [other for other in self.slices if other.day < part.day]
        return earlier[-1] if earlier else None

    def balance(self, part: Slice) -> Balance:
        """Structural balance of a slice."""
        from idlib_graph.balance import measure_balance  # noqa: PLC0415 - most answers need none

        limit = self.settings.node_limit
        return self._once(
            ("balance", part.day), lambda: measure_balance(part.graph, node_limit=limit)
        )

    @cached_property
    def series(self) -> Series:
        """How communities change from slice to slice, and how lines move between them."""
        return measure_series(self.slices)

    @cached_property
    def balance_over_time(self) -> tuple[BalanceFigures, ...]:
        """Structural balance of each slice; takes about as long as finding the communities."""
        from idlib_graph.series import balance  # noqa: PLC0415 - most answers need none

        return balance.balance_over_time(self.slices, node_limit=self.settings.node_limit)

    @cached_property
    def standing_over_time(self) -> Mapping[str, tuple[Standing, ...]]:
        """Each line's ties by sign, brokerage and PN centrality through the slices."""
        from idlib_graph.series import balance  # noqa: PLC0415 - most answers need none

        return balance.standing_over_time(self.slices)

    def proof(self, part: Slice) -> Proof:
        """How good the answer of `part` is; computed when first asked for."""
        return self._once(("proof", part.day), lambda: _prove(self, part))

    def alternatives(self, part: Slice, within: float = 0.0) -> Alternatives:
        """The finest partitions of a slice that score as much as the best, less `within`."""
        question, limit = self._question(part), self.settings.node_limit
        return self._once(
            ("alternatives", part.day, within),
            lambda: find_alternatives(part.graph, **question, epsilon=within, node_limit=limit),
        )

    def joins(self, part: Slice, within: float = 0.0) -> tuple[Join, ...]:
        """The communities of a slice that lose at most `within` by becoming one, two by two."""
        question = self._question(part)
        return find_joins(part.graph, part.result.partition, **question, epsilon=within)

    @cached_property
    def definitions(self) -> Definitions:
        """Every objective's answer in every slice, and how far they agree."""
        return compare_over_time(self.snapshots, [part.result for part in self.slices])

    def objectives(self, part: Slice) -> SideBySide:
        """A slice under every objective, each coupled to its own past."""
        column = sum(other.day < part.day for other in self.slices)
        return self._once(
            ("objectives", part.day),
            lambda: objectives_on(self.definitions, part.graph, self.settings, column,
                                  known=part.day in self.days),
        )  # fmt: skip

    def resolution(
        self, part: Slice, between: tuple[float, float] = (0.0, math.inf)
    ) -> Sweep | None:
        """Where gamma changes the answer of a slice; None for an objective without a gamma."""
        if part.result.resolution is None:
            return None
        question = self._question(part) | {"between": between}
        limit, seed = self.settings.node_limit, self.settings.seed
        return self._once(
            ("resolution", part.day, between),
            lambda: sweep_resolution(part.graph, **question, node_limit=limit, seed=seed),
        )

    def _question(self, part: Slice) -> dict[str, Any]:
        """What the communities of a slice were asked for."""
        before = self.previous(part)
        return {
            "objective": self.settings.objective,
            "resolution": self.settings.resolution,
            "previous": before.result.partition if before else None,
            "coupling": self.settings.coupling,
        }

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made when first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def ensemble(
        self, draws: int = 200, *, progress: Callable[[int, int], None] | None = None
    ) -> Ensemble:
        """What stays true when dates fall elsewhere in their boxes and sources may err.

        Drawn when first asked for; see `idlib_graph.robustness.ensemble.draw_ensemble`.
        """
        if draws not in self._ensembles:
            from idlib_graph.robustness import ensemble  # noqa: PLC0415 - most answers need none

            self._ensembles[draws] = ensemble.draw_ensemble(
                self.snapshots,
                self.slices,
                self.shifts,
                draws=draws,
                seed=self.settings.seed,
                progress=progress,
            )
        return self._ensembles[draws]

    @cached_property
    def _headline(self) -> Headline:
        """What variants of this analysis are held against."""
        from idlib_graph.robustness.conclusions import Headline  # noqa: PLC0415 - few need it

        return Headline(self.snapshots, self.slices, self.shifts)

    def leave_one_out(self, *, progress: Progress | None = None) -> tuple[WithoutSource, ...]:
        """What falls, moves and stands without each source; worked out when first asked for.

        See `idlib_graph.robustness.sources.leave_one_out`.
        """
        if "without" not in self._variants:
            from idlib_graph.robustness import sources  # noqa: PLC0415 - most answers need none

            self._variants["without"] = sources.leave_one_out(self._headline, progress=progress)
        found: tuple[WithoutSource, ...] = self._variants["without"]
        return found

    def sufficient_sources(self, *, progress: Progress | None = None) -> SourceSets:
        """Which sets of sources suffice for each conclusion; worked out when first asked for.

        See `idlib_graph.robustness.support.find_sufficient`.
        """
        if "sets" not in self._variants:
            from idlib_graph.robustness import support  # noqa: PLC0415 - most answers need none

            self._variants["sets"] = support.find_sufficient(self._headline, progress=progress)
        found: SourceSets = self._variants["sets"]
        return found

    def sensitivity(self, *, progress: Progress | None = None) -> tuple[Course, ...]:
        """What follows from other settings, one at a time; worked out when first asked for.

        See `idlib_graph.robustness.sensitivity.measure_sensitivity`.
        """
        if "courses" not in self._variants:
            from idlib_graph.robustness import sensitivity  # noqa: PLC0415 - most need none

            found = sensitivity.measure_sensitivity(self._headline, progress=progress)
            self._variants["courses"] = found
        courses: tuple[Course, ...] = self._variants["courses"]
        return courses

    def borne(self, line: str, day: date) -> str:
        """The name that `line` bears on `day`, as a faction id."""
        return self.lines.borne(line, day)

    def label(self, line: str, day: date | None = None, *, short: bool = False) -> str:
        """The display name of `line` on `day`, or its last one."""
        faction = self.dataset.factions[self.borne(line, day) if day else line]
        return short_name(faction) if short else faction.name

    def place_name(self, place: CommunityId | str) -> str:
        """The name of a community, or ``unaligned`` or ``absent``."""
        return self.names[place] if isinstance(place, CommunityId) else place


def analyze(dataset: Dataset, settings: Settings | None = None, **given: Any) -> Analysis:  # noqa: ANN401 - any setting's value
    """Analyse a data set: snapshots, communities, shifts.

    Parameters
    ----------
    dataset : what `load_dataset` gives
    settings : a whole `Settings`; without it the data set's own defaults hold
    **given : single settings by name, over those

    Raises
    ------
    SettingsError, NotFoundError
        Where a setting is out of range, or names what the data set does not have.
    """
    settings = replace(settings, **given) if settings else settings_for(dataset, **given)
    dataset = known(dataset, settings)
    lines = trace_lines(dataset)
    snapshots = take_snapshots(dataset, settings=settings, lines=lines)
    return Analysis(dataset, settings, snapshots, take_slices(snapshots))


def _recognised(analysis: Analysis, part: Slice) -> Iterator[Community]:
    """The communities of a day between slices, as the slices before and after it know them.

    One that is new on that day is the new one of the next slice that most of its members are in,
    or else has an identity of its own.
    """
    before = {c.id for o in analysis.slices if o.day < part.day for c in o.communities}
    after = next((o.communities for o in analysis.slices if o.day > part.day), ())
    heirs = [c for c in after if c.id not in before]
    unused = count(len(analysis.names) + 1)
    for community in part.communities:
        if community.id in before:
            yield replace(community, name=analysis.names[community.id])
            continue
        members = set(community.members)
        heir = next((c for c in heirs if 2 * len(members & {*c.members}) > len(members)), None)
        if heir:
            heirs.remove(heir)
        new = (heir.id, heir.name) if heir else (CommunityId(next(unused)), community.name)
        yield replace(community, id=new[0], name=new[1])


def _prove(analysis: Analysis, part: Slice) -> Proof:
    settings, G = analysis.settings, part.graph
    equals = analysis.alternatives(part)
    return Proof(
        least_disagreement=least_disagreement(G, node_limit=settings.node_limit).weight,
        loss=coupling_loss(G, part.result, node_limit=settings.node_limit),
        alternatives=len(equals.partitions),
        capped=equals.capped,
    )
