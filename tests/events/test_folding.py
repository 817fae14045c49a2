"""Fold and spread: truths by hand, and agreement with what one relation for each row does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import day, faction
from events.seeded import events as seeded
from events.seeded import names
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.dates import date_range, parse_date
from idlib_graph.errors import SettingsError
from idlib_graph.events.folding import STEPS, Folded, Spread, fold, spread
from idlib_graph.events.table import Event
from idlib_graph.load import built_in_codebook
from idlib_graph.model import Dataset, Evidence, Relation, Source
from idlib_graph.settings import Settings
from idlib_graph.snapshots import take_snapshots

if TYPE_CHECKING:
    from collections.abc import Iterable

CODEBOOK = built_in_codebook()
HALF_LIVES = {name: kind.half_life for name, kind in CODEBOOK.types.items()}
MARCH = Folded(day("2018-03-01"), "a", "b", "clash", "battle", 2.0, 2)


def clash(first: str, last: str | None = None, a: str = "a", b: str = "b") -> Event:
    return Event(day(first), day(last) if last else None, a, b, "clash")


def left(
    row: Folded, on: str, step: str = "P1M", cut: float = 0.25, window: int | None = None
) -> float:
    """What is left of one folded row, of half-life 6, on one day."""
    half_lives = {row.type: 6.0}
    found = spread([row], [day(on)], half_lives, step=step, cut=cut, window=window)
    return found[0].weight if found else 0.0


# fold


@pytest.mark.parametrize(
    ("first", "last", "month"),
    [
        ("2018-02-28", None, "2018-02-01"),
        ("2018-02-28", "2018-02-28", "2018-02-01"),
        ("2018-02-28", "2018-03-01", "2018-02-01"),  # of two days the earlier
        ("2018-02-27", "2018-03-01", "2018-02-01"),
        ("2018-02-28", "2018-03-02", "2018-03-01"),
        ("2017-12-30", "2018-01-04", "2018-01-01"),
        ("2017-12-30", "2018-01-02", "2017-12-01"),
        ("2016-02-28", "2016-03-01", "2016-02-01"),  # by the 29th of a leap year
    ],
)
def test_an_event_counts_in_the_month_of_its_middle_day(
    first: str, last: str | None, month: str
) -> None:
    assert [row.bucket for row in fold([clash(first, last)])] == [day(month)]


def test_steps_are_days_months_or_years() -> None:
    rows = [clash("2018-02-28"), clash("2018-02-01"), clash("2018-11-30"), clash("2017-12-31")]
    found = {step: [(str(r.bucket), r.events) for r in fold(rows, step)] for step in STEPS}

    assert found == {
        "P1D": [("2017-12-31", 1), ("2018-02-01", 1), ("2018-02-28", 1), ("2018-11-30", 1)],
        "P1M": [("2017-12-01", 1), ("2018-02-01", 2), ("2018-11-01", 1)],
        "P1Y": [("2017-01-01", 1), ("2018-01-01", 3)],
    }
    with pytest.raises(SettingsError, match=r"'P3M'; one of P1D, P1M, P1Y"):
        fold(rows, "P3M")


def test_the_order_of_names_means_nothing_but_in_a_split() -> None:
    rows = [
        Event(day("2018-03-02"), None, a, b, kind)
        for kind in ("clash", "alliance", "split")
        for a, b in (("x", "y"), ("y", "x"))
    ]
    found = [(r.kind, r.type, r.a, r.b, r.events) for r in fold(rows)]

    assert found == [
        ("alliance", "cooperation", "x", "y", 2),
        ("clash", "battle", "x", "y", 2),
        ("split", "breakaway", "x", "y", 1),
        ("split", "breakaway", "y", "x", 1),
    ]


def test_names_are_in_order_of_their_code_points() -> None:
    # as UTF-16 has it the Phoenician letter would come before the ligature, by a case-blind
    # or a dictionary's order the small letters before the capital
    names = ["Z", "a", "é", "\N{LATIN SMALL LIGATURE FF}", "\N{PHOENICIAN LETTER ALF}"]
    rows = [clash("2018-03-02", a=b, b=a) for i, a in enumerate(names) for b in names[i + 1 :]]

    assert [(r.a, r.b) for r in fold(rows)] == [
        (a, b) for i, a in enumerate(names) for b in names[i + 1 :]
    ]


def test_what_is_undated_or_for_review_is_not_folded() -> None:
    undated = Event(None, None, "a", "b", "split")
    review = clash("2018-03-02")._replace(kind="review")

    assert fold([undated, review]) == []


def test_weights_and_events_add_up() -> None:
    rows = list(seeded(5_000))
    counted = [row for row in rows if row.date and row.kind != "review"]
    for step in STEPS:
        found = fold(rows, step)
        assert sum(row.events for row in found) == len(counted)
        assert sum(row.weight for row in found) == pytest.approx(sum(r.weight for r in counted))
        assert found == sorted(found)
        assert len({row[:5] for row in found}) == len(found)


# spread


def test_a_month_begins_in_its_middle_and_fades_by_its_half_life() -> None:
    full = 1 - 2.718281828459045**-2

    assert left(MARCH, "2018-03-15") == 0
    assert left(MARCH, "2018-03-16") == pytest.approx(full)
    assert left(MARCH, "2018-09-15") == pytest.approx(full / 2, rel=0.003)  # 183 days of 182.6
    assert left(MARCH, "2019-03-16") == pytest.approx(full / 4, rel=0.002)  # 365 of 365.2425
    assert left(MARCH, "2019-03-17") == 0  # below the cut
    assert left(MARCH, "2019-03-17", cut=0) == pytest.approx(full / 4, rel=0.003)


def test_a_year_begins_in_its_middle_and_a_day_on_itself() -> None:
    year, one = (MARCH._replace(bucket=day(text)) for text in ("2018-01-01", "2018-03-31"))

    assert [left(year, on, "P1Y") > 0 for on in ("2018-07-01", "2018-07-02")] == [False, True]
    assert [left(one, on, "P1D") > 0 for on in ("2018-03-30", "2018-03-31")] == [False, True]


def test_a_window_ends_what_does_not_fade() -> None:
    def weights(window: int | None, half_life: float | None) -> list[float]:
        days = [day("2018-03-16"), day("2018-04-14"), day("2018-04-15"), day("2028-01-01")]
        found = spread([MARCH], days, {"battle": half_life}, window=window)
        return [round(row.weight, 3) for row in found]

    assert weights(30, None) == [0.865] * 2  # the first day and 29 more
    assert weights(None, None) == [0.865] * 4
    assert weights(30, 6) == [0.865, 0.775]


def test_independent_months_make_a_tie_surer_and_never_more_than_sure() -> None:
    rows = [MARCH, MARCH._replace(bucket=day("2018-04-01"), weight=900.0, events=7)]
    march, april = spread(rows, [day("2018-03-31"), day("2018-04-15")], {"battle": None})

    assert march.weight == pytest.approx(0.8646647)
    assert march.events == 2
    assert april == Spread(day("2018-04-15"), "a", "b", "clash", "battle", 1.0, 9)


def test_days_count_once_and_in_order() -> None:
    days = [day("2018-05-01"), day("2018-04-01"), day("2018-05-01")]

    assert [row.day for row in spread([MARCH], days, HALF_LIVES)] == days[1::-1]


@pytest.mark.parametrize(
    ("half_lives", "more", "words"),
    [
        ({"truce": 6.0}, {}, "type 'battle' has no half-life"),
        ({"battle": 0.0}, {}, "half-life of 'battle' is 0.0"),
        ({"battle": float("nan")}, {}, "half-life of 'battle' is nan"),
        ({"battle": 6.0}, {"cut": 1.5}, "cut is 1.5"),
        ({"battle": 6.0}, {"window": 0}, "window is 0"),
        ({"battle": 6.0}, {"step": "P2M"}, "'P2M'"),
    ],
)
def test_what_cannot_fade_is_refused(
    half_lives: dict[str, float | None], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        spread([MARCH], [day("2018-05-01")], half_lives, **more)


# the same ties as one relation of a data set for each folded row


def as_dataset(folded: Iterable[Folded], step: str) -> Dataset:
    """One relation for each row, dated with its step, asserted by a source of reliability A."""
    source = Source("register", "A register", parse_date("2024"), "A")
    relations = [
        Relation(
            f"row-{i}", row.kind, row.type, row.a, row.b,
            directed=CODEBOOK.types[row.type].has_direction,
            evidence=(Evidence("register", (1,), "asserted"),),
            date=parse_date(str(row.bucket)[: STEPS[step]]),
            strength=1.0 - 2.718281828459045**-row.weight,
        )
        for i, row in enumerate(folded)
    ]  # fmt: skip
    names = sorted({name for relation in relations for name in relation.pair})
    return Dataset(
        title="Folded events",
        codebook=CODEBOOK,
        sources={source.id: source},
        factions={name: faction(name) for name in names},
        relations={relation.id: relation for relation in relations},
    )


Ties = dict[tuple[date, str, str], tuple[float, float]]


def ties_of_spread(rows: Iterable[Spread]) -> Ties:
    """The positive and the negative weight of each pair and day."""
    rest: dict[tuple[date, str, str], list[float]] = {}
    for row in rows:
        sides = rest.setdefault((row.day, min(row.a, row.b), max(row.a, row.b)), [1.0, 1.0])
        sides[row.kind != "alliance"] *= 1.0 - row.weight
    return {key: (1.0 - plus, 1.0 - minus) for key, (plus, minus) in rest.items()}


def ties_of_river(dataset: Dataset, days: list[date], settings: Settings) -> Ties:
    series = take_snapshots(dataset, days, settings=settings)
    return {
        (on, min(a, b), max(a, b)): (tie["positive"], tie["negative"])
        for on, G in zip(series.days, series.graphs, strict=True)
        for a, b, tie in G.edges(data=True)
    }


def hold_to_river(events: Iterable[Event], step: str, every: str, settings: Settings) -> int:
    """Compare both ways on the days of `every`; how many ties there were."""
    folded = fold(events, step)
    days = list(date_range(date(2011, 1, 1), date(2016, 1, 1), every))
    half_lives = {name: months * settings.half_life for name, months in HALF_LIVES.items()}
    ours = ties_of_spread(spread(folded, days, half_lives, step=step, cut=settings.cut))
    theirs = ties_of_river(as_dataset(folded, step), days, settings)
    assert ours.keys() == theirs.keys()
    for key, sides in ours.items():
        assert sides == pytest.approx(theirs[key], abs=1e-12, rel=0)
    return len(ours)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("more", [{}, {"half_life": 0.37, "cut": 0.1}, {"half_life": 2, "cut": 0}])
def test_spread_of_fold_is_what_the_river_makes_of_relations(
    step: str, more: dict[str, Any]
) -> None:
    actors = {name: f"actor-{i % 12}" for i, name in enumerate(names())}
    events = [event._replace(a=actors[event.a], b=actors[event.b]) for event in seeded(4_000, 3)]
    events = [event for event in events if event.a != event.b and event.date]
    settings = Settings(tie_threshold=0.0, **more)

    assert hold_to_river(events, step, "P1M", settings) > 1_000


TYPES = [name for name, kind in CODEBOOK.types.items() if kind.duration == "event"]
PLAIN = [name for name in TYPES if not CODEBOOK.types[name].lineage]
DATED = st.dates(date(2011, 1, 1), date(2015, 12, 31))


@st.composite
def some_events(draw: st.DrawFn) -> list[Event]:
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        type_ = draw(st.sampled_from(PLAIN))
        a, b = draw(st.permutations(["red", "green", "blue"]))[:2]
        first, last = sorted([draw(DATED), draw(DATED)])
        weight = draw(st.floats(0.01, 1000))
        rows.append(Event(first, last, a, b, CODEBOOK.types[type_].kind, type_, weight))
    return rows


@given(some_events(), st.sampled_from(sorted(STEPS)), st.sampled_from([0.0, 0.25, 0.9]))
def test_any_events_of_any_type_that_happens_agree(
    events: list[Event], step: str, cut: float
) -> None:
    hold_to_river(events, step, "P23D", Settings(tie_threshold=0.0, cut=cut))
