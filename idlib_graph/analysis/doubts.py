"""How sure the answers are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from idlib_graph.analysis.measures import Measures

if TYPE_CHECKING:
    from idlib_graph.robustness.conclusions import Headline
    from idlib_graph.robustness.ensemble import Ensemble
    from idlib_graph.robustness.sensitivity import Course
    from idlib_graph.robustness.sources import Progress, WithoutSource
    from idlib_graph.robustness.support import SourceSets
    from idlib_graph.robustness.tally import SourceTally

# The robustness modules are loaded where they are asked for: most answers need none.


@dataclass(frozen=True)
class Doubts(Measures):
    """What stays true from draw to draw, without a source, and under other settings.

    All of it is worked out when first asked for; `progress` is told how much is done, of how much.
    """

    def ensemble(self, draws: int = 200, *, progress: Progress | None = None) -> Ensemble:
        """What stays true when dates fall elsewhere in their boxes and sources may err.

        See `idlib_graph.robustness.ensemble.draw_ensemble`.
        """
        from idlib_graph.robustness.ensemble import draw_ensemble  # noqa: PLC0415 - see above

        return self._once(
            ("ensemble", draws),
            lambda: draw_ensemble(
                self.snapshots,
                self.slices,
                self.shifts,
                draws=draws,
                seed=self.settings.seed,
                progress=progress,
            ),
        )

    def leave_one_out(self, *, progress: Progress | None = None) -> tuple[WithoutSource, ...]:
        """What falls, moves and stands without each source.

        See `idlib_graph.robustness.sources.leave_one_out`.
        """
        from idlib_graph.robustness.sources import leave_one_out  # noqa: PLC0415 - see above

        return self._once(("without",), lambda: leave_one_out(self._headline, progress=progress))

    def source_tallies(self, *, progress: Progress | None = None) -> tuple[SourceTally, ...]:
        """How much holds, moves and falls without each source, counted."""
        from idlib_graph.robustness.tally import tally_sources  # noqa: PLC0415 - see above

        return tally_sources(self.leave_one_out(progress=progress), self.slices)

    def sufficient_sources(self, *, progress: Progress | None = None) -> SourceSets:
        """Which sets of sources suffice for each conclusion.

        See `idlib_graph.robustness.support.find_sufficient`.
        """
        from idlib_graph.robustness.support import find_sufficient  # noqa: PLC0415 - see above

        return self._once(("sets",), lambda: find_sufficient(self._headline, progress=progress))

    def sensitivity(self, *, progress: Progress | None = None) -> tuple[Course, ...]:
        """What follows from other settings, one at a time.

        See `idlib_graph.robustness.sensitivity.measure_sensitivity`.
        """
        from idlib_graph.robustness.sensitivity import measure_sensitivity  # noqa: PLC0415 - too

        return self._once(
            ("courses",), lambda: measure_sensitivity(self._headline, progress=progress)
        )

    @cached_property
    def _headline(self) -> Headline:
        """What variants of this analysis are held against."""
        from idlib_graph.robustness.conclusions import Headline  # noqa: PLC0415 - see above

        return Headline(self.snapshots, self.slices, self.shifts)
