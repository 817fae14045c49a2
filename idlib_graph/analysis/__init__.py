"""One frozen object that holds every number any output shows, and the settings behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from idlib_graph.analysis.doubts import Doubts
from idlib_graph.analysis.happenings import Passage
from idlib_graph.analysis.measures import Proof
from idlib_graph.communities.over_time import communities_of
from idlib_graph.display import Shown, Table
from idlib_graph.lines import trace_lines
from idlib_graph.model import Dataset
from idlib_graph.selection import known
from idlib_graph.settings import settings_for
from idlib_graph.shifts import CommunityId, Slice, identify, take_slices
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from idlib_graph.settings import Settings
    from idlib_graph.shifts import Community

__all__ = ["Analysis", "Passage", "Proof", "analyze"]


@dataclass(frozen=True, repr=False)
class Analysis(Doubts, Shown):
    """Who stood with whom over time, and all that any output says of it.

    What takes longer than the slices (shifts with their causes, proofs, doubts) is computed when
    first asked for, and kept. The parts are in the classes that this one is made of: `Frame`,
    `Happenings`, `Measures` and `Doubts`.

    Examples
    --------
    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> analysis = analyze(load_dataset(), every="P1Y")
    >>> part = analysis.slice_on(date(2018, 11, 1))  # any day
    >>> "jts" in part.fellows("zinki"), "hts" in part.fellows("zinki")
    (True, False)
    >>> analysis.label("hts", date(2015, 1, 1))  # the name it bore then
    'al-Nusra Front'
    """

    def __repr__(self) -> str:
        return f"<Analysis {self._told}>"

    @property
    def _told(self) -> str:
        return f"{self.dataset.title}, {self.days[0]} to {self.days[-1]}: {len(self.days)} slices"

    def to_table(self) -> Table:
        """Who sits with whom on the last day; how much is proven stands below."""
        part = self.slices[-1]
        places = [*((c.name, c.members) for c in part.communities), ("unaligned", part.unaligned)]
        rows = tuple(
            (name, len(lines), tuple(self.label(line, part.day, short=True) for line in lines))
            for name, lines in places
            if lines
        )
        proven = sum(one.result.proven for one in self.slices)
        columns = (f"community on {part.day}", "size", "members")
        note = f"Proven best in {proven} of {len(self.slices)} slices."
        return Table(self._told, columns, rows, note)

    def slice_on(self, day: date) -> Slice:
        """Who sat with whom on any day.

        A day between slices is coupled to the last slice before it.
        """
        earlier = [part for part in self.slices if part.day <= day]
        if earlier and earlier[-1].day == day:
            return earlier[-1]
        days = (*(part.day for part in earlier), day)
        series = take_snapshots(self.dataset, days, settings=self.settings, lines=self.lines)
        weights, before = series.weights[:, -1], earlier[-1].partition if earlier else None
        result = communities_of(series, weights, before)
        found = [*(part.result for part in earlier), result]
        groups = identify(series, [answer.communities for answer in found])[-1]
        drawn = partial(series.graph, weights, day)
        part = Slice(day, groups, result.unaligned, result, drawn)
        return replace(part, communities=tuple(_recognised(self, part)))


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

    Examples
    --------
    What could be known on 1 October 2018, in a slice a year:

    >>> from datetime import date
    >>> from idlib_graph import load_dataset
    >>> found = analyze(load_dataset(), every="P1Y", known_by=date(2018, 10, 1))
    >>> part = found.slices[-1]
    >>> str(part.day), part.where["zinki"].name, "zinki" in part.where["hts"].members
    ('2018-10-01', 'JTS bloc', False)
    """
    if not isinstance(dataset, Dataset):
        msg = (  # type: ignore[unreachable] # where callers have no types checked
            f"a data set is analysed, not {type(dataset).__name__}; "
            "load_dataset(FOLDER) or dataset_from_events(TABLE) gives one"
        )
        raise TypeError(msg)
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
