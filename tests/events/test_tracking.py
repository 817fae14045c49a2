"""Communities of events by arrays are those of a data set of the same events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from events.test_arrays import written
from planted.wars import War, wage

from idlib_graph.errors import SettingsError, TableError
from idlib_graph.events import tracking
from idlib_graph.events.arrays import arrange, arrange_events
from idlib_graph.events.columns import read_arrays
from idlib_graph.events.datasets import dataset_from_events
from idlib_graph.events.importing import import_events
from idlib_graph.events.table import Event
from idlib_graph.events.tracking import track_communities
from idlib_graph.events.ucdp_ged import ged_rules
from idlib_graph.settings import Settings
from idlib_graph.shifts import follow_communities, take_slices
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idlib_graph.events.timeline import Timeline
    from idlib_graph.shifts import Slice

GED = Path(__file__).parent / "data" / "ucdp-ged-syria-sample.csv"


def war_table(folder: Path, war: War, seed: int) -> Path:
    """A made war as a table."""
    waged = wage(war, seed)
    rows = zip(waged.month, waged.a, waged.b, waged.kind, strict=True)
    return written(
        [
            {
                "date": f"{2010 + m // 12}-{m % 12 + 1:02}-10",
                "a": f"group {a:04}",
                "b": f"group {b:04}",
                "kind": ("clash", "alliance")[k],
            }
            for m, a, b, k in rows
        ],
        folder,
        ".csv",
    )


@pytest.fixture(scope="module", params=["war", "sparse", "ged"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "ged":
        import_events([GED], ged_rules(), folder / "events.csv")
        return folder / "events.csv"
    if request.param == "war":
        return war_table(folder, War(40, 1_500, months=24, alliances=6, turns=5), 3)
    return war_table(folder, War(300, 600, months=18, alliances=90, turns=9), 5)


def seats(told: Timeline, column: int) -> dict[str, str]:
    """The name of each actor's community."""
    return {
        actor: told.communities[number - 1].name
        for actor, number in zip(told.actors, told.community[column].tolist(), strict=True)
        if number > 0
    }


def seats_of(part: Slice, names: dict[str, str]) -> dict[str, str]:
    return {names[member]: c.name for c in part.communities for member in c.members}


@pytest.mark.parametrize(
    "more", [{}, {"every": "P2M", "coupling": 0.3, "half_life": 0.5}, {"resolution": 0.7}]
)
def test_communities_names_and_lives_are_those_of_a_data_set(
    table: Path, more: dict[str, Any]
) -> None:
    settings = Settings(**more)
    dataset = dataset_from_events(table)
    names = {faction.id: faction.name for faction in dataset.factions.values()}
    slices = take_slices(take_snapshots(dataset, settings=settings))
    told = track_communities(read_arrays(table), settings=settings)

    assert told.days == tuple(part.day for part in slices)
    for column, part in enumerate(slices):
        assert part.result.proven
        counts = dict(zip(("actors", "ties"), told.counts[column].tolist(), strict=False))
        assert counts == {"actors": len(part.where), "ties": part.result.ties}
        assert seats(told, column) == seats_of(part, names)
        alone = {a for a, n in zip(told.actors, told.community[column], strict=True) if n == 0}
        assert alone == {names[line] for line in part.unaligned}
    assert lives(told) == lives_of(slices)
    assert told.counts[:, 0].tolist() == told.counts[:, 5].tolist()  # all are proven


def lives(told: Timeline) -> set[tuple[object, ...]]:
    name: dict[Any, str] = {one.number: one.name for one in told.communities}
    return {
        (c.since, c.day, c.change, *(frozenset(map(name.get, s)) for s in (c.before, c.after)))
        for c in told.changes
    }


def lives_of(slices: Sequence[Slice]) -> set[tuple[object, ...]]:
    name: dict[Any, str] = {c.id: c.name for part in slices for c in part.communities}
    return {
        (c.since, c.day, e.event, *(frozenset(map(name.get, s)) for s in (e.before, e.after)))
        for c in follow_communities(slices)
        for e in c.events
        if e.event != "continue"
    }


# more than can be proven


@pytest.fixture(scope="module")
def large() -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], Timeline]:
    war = wage(War(400, 40_000, months=12, alliances=8, turns=3), 1)
    events = arrange(
        np.datetime64("2010-01") + war.month, war.a, war.b, war.kind,
        actors=[f"{i:04}" for i in range(400)], kinds=["clash", "alliance"],
    )  # fmt: skip
    return war.truth, track_communities(events, window=92)


@pytest.mark.parametrize("method", ["auto", "leiden", "heuristic"])
def test_a_planted_war_is_found_whatever_searches(method: str) -> None:
    war = wage(War(150, 6_000, months=5, alliances=4, turns=0, noise=0.0), 1)
    events = arrange(
        np.datetime64("2010-01") + war.month, war.a, war.b, war.kind,
        actors=[f"{i:04}" for i in range(150)], kinds=["clash", "alliance"],
    )  # fmt: skip
    told = track_communities(events, window=92, settings=Settings(method=method))

    assert len(told.communities) == 4
    assert told.changes == ()
    assert (told.community[-1] > 0).all()
    pairs = {*zip(told.community[-1].tolist(), war.truth[-1].tolist(), strict=True)}
    assert len(pairs) == 4
    assert told.method == ("leiden" if method == "auto" else method)


def test_the_same_seed_gives_the_same_answer(large: tuple[object, Timeline]) -> None:
    war = wage(War(400, 40_000, months=12, alliances=8, turns=3), 1)
    again = track_communities(
        arrange(
            np.datetime64("2010-01") + war.month, war.a, war.b, war.kind,
            actors=[f"{i:04}" for i in range(400)], kinds=["clash", "alliance"],
        ),
        window=92,
    )  # fmt: skip

    assert (again.community == large[1].community).all()
    assert again.changes == large[1].changes


def test_who_only_clashes_is_alone_and_proven() -> None:
    rows = [
        Event(date(2018, 3, 2), None, "a", "b", "alliance"),
        Event(date(2018, 3, 2), None, "a", "c", "clash"),
        Event(date(2018, 3, 2), None, "c", "d", "clash"),
    ]
    told = track_communities(arrange_events(rows), days=[date(2018, 3, 20)])

    assert told.community.tolist() == [[1, 1, 0, 0]]
    assert told.counts.tolist() == [[4, 3, 1, 2, 1, 4]]


def test_where_all_are_enemies_there_is_no_community() -> None:
    rows = [
        Event(date(2018, 3, 2), None, "a", "b", "clash"),
        Event(date(2018, 5, 2), None, "b", "c", "clash"),
    ]
    told = track_communities(arrange_events(rows), window=30)

    assert (told.communities, told.changes) == ((), ())
    assert told.community[0].tolist() == [0, 0, -1]
    assert told.community.max() == 0


def test_no_days_are_refused() -> None:
    events = arrange_events([Event(date(2018, 3, 2), None, "a", "b", "alliance")])

    with pytest.raises(SettingsError, match="no days are asked for"):
        track_communities(events, days=[])


def test_a_window_counts_in_full_and_then_no_more() -> None:
    rows = [Event(date(2018, 3, 2), None, "a", "b", "alliance", weight=0.06)]
    days = [date(2018, 3, 16), date(2018, 4, 14), date(2018, 4, 15)]
    told = track_communities(arrange_events(rows), days=days, window=30)

    assert told.community.tolist() == [[1, 1], [1, 1], [-1, -1]]


def test_a_community_that_comes_back_is_the_same_and_another_is_not() -> None:
    months = np.array(["2018-01", "2018-01", "2018-03", "2018-03"], dtype="M8[M]")
    one, other = ["a", "c", "a", "e"], ["b", "d", "b", "f"]
    told = track_communities(arrange(months, one, other, ["alliance"] * 4), window=30)

    assert [(c.name, c.slices) for c in told.communities] == [
        ("a bloc", 2), ("c bloc", 1), ("e bloc", 1),
    ]  # fmt: skip
    assert told.community[1].tolist() == [-1] * 6
    assert [(c.change, c.before, c.after) for c in told.changes] == [
        ("death", (2,), ()), ("birth", (), (3,)),
    ]  # fmt: skip


def test_of_members_as_strong_the_first_whose_name_is_free_gives_it() -> None:
    months = np.array(["2018-01", "2019-01", "2020-01"], dtype="M8[M]")
    told = track_communities(
        arrange(months, ["a", "a", "a"], ["b", "c", "b"], ["alliance"] * 3), window=30
    )

    assert [one.name for one in told.communities] == ["a bloc", "c bloc", "b bloc"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"objective": "modularity"}, "modularity rewards"),
        ({"method": "exact"}, "more than 100 actors are not proven here"),
        ({"source": ("acled",)}, "source is for data sets"),
        ({"without_source": ("acled",)}, "without_source is for data sets"),
        ({"only": ("state",)}, "only is for data sets"),
        ({"without": ("state",)}, "without is for data sets"),
        ({"known_by": date(2018, 10, 1)}, "known_by is for data sets"),
    ],
)
def test_what_arrays_cannot_do_is_refused(settings: dict[str, Any], words: str) -> None:
    events = arrange_events([Event(date(2018, 3, 2), None, "a", "b", "alliance")])

    with pytest.raises(SettingsError, match=words):
        track_communities(events, settings=Settings(**settings))


def test_no_event_is_nothing_to_analyse() -> None:
    with pytest.raises(TableError, match="no event of the table makes a tie"):
        track_communities(arrange_events([Event(None, None, "a", "b", "alliance")]))


def test_without_igraph_the_heuristic_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "find_spec", lambda _: None)
    events = arrange_events([Event(date(2018, 3, 2), None, "a", "b", "alliance")])

    assert track_communities(events).method == "heuristic"


def test_of_two_equals_that_part_the_first_by_name_keeps_the_community() -> None:
    months = np.datetime64("2018-02") + np.array([0, 1, 1])
    one, other = ["gold", "blue", "gold"], ["red", "red", "rose"]
    told = track_communities(arrange(months, one, other, ["alliance"] * 3), window=20)

    pair, *_, parted = (dict(zip(told.actors, row, strict=True)) for row in told.community.tolist())
    assert pair["gold"] == pair["red"] == parted["gold"]
    assert parted["red"] not in {pair["red"], -1, 0}
