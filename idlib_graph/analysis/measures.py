"""How good the answers are, and what can be measured in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from idlib_graph.analysis.happenings import Happenings
from idlib_graph.communities import (
    Alternatives,
    coupling_loss,
    find_alternatives,
    find_joins,
    least_disagreement,
    sweep_resolution,
)
from idlib_graph.communities.definitions import compare_over_time, objectives_on
from idlib_graph.series import measure_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idlib_graph.balance import Balance
    from idlib_graph.communities import Join, LeastDisagreement, SideBySide, Sweep
    from idlib_graph.communities.definitions import Definitions
    from idlib_graph.series import Series
    from idlib_graph.series.balance import BalanceFigures, Standing
    from idlib_graph.shifts import Slice


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
class Measures(Happenings):
    """Proofs, alternatives and other objectives; balance and figures over time."""

    def proof(self, part: Slice) -> Proof:
        """How good the answer of `part` is; computed when first asked for."""
        return self._once(("proof", part.day), lambda: self._prove(part))

    def _prove(self, part: Slice) -> Proof:
        equals = self.alternatives(part)
        return Proof(
            least_disagreement=self._least(part).weight,
            loss=self._loss(part),
            alternatives=len(equals.partitions),
            capped=equals.capped,
        )

    def prove_all(self) -> None:
        """Work out the proof of every slice at once, which takes less time than one by one."""
        self._once(("standards",), self._hold_all)

    def _hold_all(self) -> None:
        """Keep what is clear at a glance; the rest is left until somebody asks."""
        from idlib_graph.communities.standards import (  # noqa: PLC0415 - most answers need none
            standards_over_time,
        )

        answers = [part.result for part in self.slices]
        held = standards_over_time(self.snapshots, answers)
        for part, found in zip(self.slices, held, strict=True):
            day = part.day
            known = (
                (("alternatives", day, 0.0), found.equals),
                (("loss", day), found.loss),
                (("least", day), found.least),
            )
            self._kept.update((key, value) for key, value in known if value is not None)

    def _loss(self, part: Slice) -> float:
        """What coupling to the slice before cost."""
        limit = self.settings.node_limit
        return self._once(
            ("loss", part.day), lambda: coupling_loss(part.graph, part.result, node_limit=limit)
        )

    def _least(self, part: Slice) -> LeastDisagreement:
        """The least weight that any partition of a slice contradicts."""
        limit = self.settings.node_limit
        return self._once(
            ("least", part.day), lambda: least_disagreement(part.graph, node_limit=limit)
        )

    def alternatives(self, part: Slice, within: float = 0.0) -> Alternatives:
        """The finest partitions of a slice that score as much as the best, less `within`.

        Where the answer itself could not be proven, others are not looked for.
        """
        if part.result.method != "exact":
            return Alternatives((part.result.partition,), (0.0,), within, capped=True, proven=False)
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

        self.prove_all()
        return balance.balance_over_time(
            self.slices,
            node_limit=self.settings.node_limit,
            free=[self._least(part) for part in self.slices],
        )

    @cached_property
    def standing_over_time(self) -> Mapping[str, tuple[Standing, ...]]:
        """Each line's ties by sign, brokerage and PN centrality through the slices."""
        from idlib_graph.series import balance  # noqa: PLC0415 - most answers need none

        return balance.standing_over_time(self.slices)
