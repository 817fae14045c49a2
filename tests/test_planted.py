"""Worlds of which the truth is known: one told by hand in ``cases/valid/planted``, and seeded ones.

Of the one told by hand the weights can be followed with pencil and paper: its codebook, and what
undoes each shift, stand in its files.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from case_folders import CASES
from coupling import scores
from planted import CLEAR, Plan, measure, plant, planted_dates

from idlib_graph.analysis import Analysis, analyze
from idlib_graph.checks import check_dataset, load_dataset
from idlib_graph.saving import save_dataset

if TYPE_CHECKING:
    from pathlib import Path

    from planted import Planted

    from idlib_graph.shifts import Shift, Slice

TREES, BIRDS, FISH = {"oak", "ash", "elm"}, {"heron", "kestrel", "swift"}, {"pike", "perch"}
STONES = {"granite", "basalt", "obsidian"}
LIE = ("2017-02-01", "switch", ("elm",), "news")
# day of the first slice with it, event, movers, basis
SHIFTS = (
    ("2016-06-01", "switch", ("fox",), "news"),
    ("2017-08-01", "merge", ("perch", "pike"), "news"),
    ("2017-10-01", "shrink", ("swift",), "fading"),
)
CAUSES = {
    "2016-06-01": {"fox-with-granite", "fox-leaves-stones", "fox-joins-trees"},
    "2017-02-01": {"elm-leaves-trees", "elm-joins-stones"},
    "2017-08-01": {"heron-and-pike-unite", "perch-under-heron"},
    "2017-10-01": {"swift-with-heron"},
}
WORDS = {
    "2016-06-01": {"gazette", "herald", "almanac", "chronicle"},
    "2017-02-01": {"whispers"},
    "2017-08-01": {"almanac", "chronicle"},
    "2017-10-01": {"gazette"},
}
# the day in truth, and the relations that date it
DAYS = {
    date(2016, 5, 14): ("fox-leaves-stones", "fox-joins-trees"),
    date(2017, 6, 20): ("heron-and-pike-unite", "perch-under-heron"),
    date(2016, 10, 3): ("flint-becomes-obsidian",),
}


def told(**settings: Any) -> Analysis:  # noqa: ANN401 - any setting
    """An analysis of the world told by hand."""
    return analyze(load_dataset(CASES / "valid" / "planted"), **settings)


@pytest.fixture(scope="module")
def heard() -> Analysis:
    """All sources, the false one among them."""
    return told()


@pytest.fixture(scope="module")
def true() -> Analysis:
    """The true sources only."""
    return told(without_source=("whispers",))


def facts(shift: Shift) -> tuple[str, str, tuple[str, ...], str]:
    movers = tuple(move.line for move in shift.moves)
    return str(shift.day), shift.event, movers, shift.basis


def company(day: date, *, lied_to: bool) -> set[frozenset[str]]:
    """Who stands with whom on a day of the world told by hand, those alone included."""
    text = str(day)
    in_trees = {"fox"} if text >= "2016-06-01" else set()
    in_stones = {"fox"} - in_trees
    if lied_to and text >= "2017-02-01":
        in_stones = in_stones | {"elm"}
    alone = {"swift"} if text >= "2017-10-01" else set()
    wings = [BIRDS | FISH] if text >= "2017-08-01" else [BIRDS, FISH]
    blocs = [STONES | in_stones, (TREES | in_trees) - in_stones, *(w - alone for w in wings)]
    return {frozenset(bloc) for bloc in [*blocs, alone] if bloc}


def partition(part: Slice) -> set[frozenset[str]]:
    assert part.result.proven
    return set(part.result.partition)


def test_every_slice_shows_the_truth_once_the_false_source_is_left_out(true: Analysis) -> None:
    assert len(true.slices) == 43
    for part in true.slices:
        assert partition(part) == company(part.day, lied_to=False), part.day


def test_every_slice_shows_the_truth_and_the_lie_with_it(heard: Analysis) -> None:
    for part in heard.slices:
        assert partition(part) == company(part.day, lied_to=True), part.day


def test_the_shifts_are_those_planted(true: Analysis) -> None:
    assert [facts(shift) for shift in true.shifts] == [*SHIFTS]
    assert true.flickers == 0
    assert true.passages == ()


def test_the_false_source_adds_its_shift_and_changes_no_other(
    heard: Analysis, true: Analysis
) -> None:
    assert [facts(shift) for shift in heard.shifts] == sorted([*SHIFTS, LIE])
    rest = [shift for shift in heard.shifts if facts(shift) != LIE]
    assert [(s.cause, s.ended_by, s.sources) for s in rest] == [
        (s.cause, s.ended_by, s.sources) for s in true.shifts
    ]
    assert heard.flickers == 0


def test_each_shift_is_put_down_to_what_was_planted_for_it(heard: Analysis) -> None:
    for shift in heard.shifts:
        day = str(shift.day)
        assert set(shift.cause) == CAUSES[day]
        assert set(shift.sources) == WORDS[day]
        assert shift.exact
        assert shift.indirect == ()


def test_the_lie_rests_on_one_source_and_another_contradicts_it(
    heard: Analysis, true: Analysis
) -> None:
    assert [facts(shift) for shift in heard.single_source_shifts] == [LIE]
    assert true.single_source_shifts == ()
    ending = [set(c.relations) for c in heard.contested if c.ground == "ending"]
    assert ending == [{"elm-leaves-trees", "elm-with-oak"}]
    assert not [c for c in true.contested if c.ground == "ending"]


def test_shifts_lie_where_sources_date_them(heard: Analysis) -> None:
    relations = heard.dataset.relations
    for day, names in DAYS.items():
        for name in names:
            box = relations[name].date
            assert box
            assert box.start.earliest
            assert box.start.latest
            assert box.start.earliest <= day <= box.start.latest
            caused = [shift for shift in heard.shifts if name in shift.cause]
            assert len(caused) == (name != "flint-becomes-obsidian")
            assert all(s.since < (box.begin or day) <= s.day for s in caused)


def test_the_membership_fades_two_half_lives_after_its_last_report(heard: Analysis) -> None:
    (fading,) = (shift for shift in heard.shifts if shift.basis == "fading")
    gone = date(2015, 9, 10) + timedelta(days=round(2 * 365.2425))
    assert fading.since <= gone < fading.day


def test_the_rebrand_is_no_shift_and_one_node_runs_through(heard: Analysis) -> None:
    assert all("obsidian" in part.where and "flint" not in part.where for part in heard.slices)
    assert not [m for s in heard.shifts for m in s.moves if m.line in {"flint", "obsidian"}]
    names = [heard.borne("obsidian", day) for day in heard.days]
    assert names == ["flint" if day < date(2016, 10, 3) else "obsidian" for day in heard.days]
    later = heard.slice_on(date(2018, 1, 1)).graph  # the almanac of that month still says Flint
    assert "flint-in-stones" in later.edges["granite", "obsidian"]["relations"]


@pytest.mark.parametrize("setting", [{"coupling": 0.0}, {"coupling": 0.2}, {"resolution": 1.5}])
def test_the_story_does_not_hang_on_a_setting(setting: dict[str, float]) -> None:
    assert [facts(shift) for shift in told(**setting).shifts] == sorted([*SHIFTS, LIE])


# Seeded worlds

SEEDS = range(5)


def true_company(planted: Planted, part: Slice) -> set[frozenset[str]]:
    present = frozenset(part.where)
    return {bloc & present for bloc in planted.truth.blocs(part.day)} - {frozenset()}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_told_in_full_is_recovered(seed: int) -> None:
    planted = plant(seed, CLEAR)
    for part in analyze(planted.dataset).slices:
        assert partition(part) == true_company(planted, part), part.day


@pytest.mark.parametrize("seed", [5, 7, 10])
def test_the_measure_is_full_where_all_is_recovered(seed: int) -> None:
    planted = plant(seed, CLEAR)
    found = measure(planted, analyze(planted.dataset))
    assert (found.switches_near, found.switches, found.groups_near, found.groups) == (1, 1, 1, 1)
    assert (found.unplanted, found.away, found.flickers) == (0, 0, 0)
    assert found.agreement == pytest.approx(1.0)


def test_the_measure_sees_what_is_missed_and_what_is_made_up() -> None:
    planted = plant(10, CLEAR)
    stiff = measure(planted, analyze(planted.dataset, coupling=100))  # nothing tied may part
    assert stiff.groups == 0.5  # the merger; the split is erased
    assert stiff.agreement < 0.99
    empty = replace(planted, truth=replace(planted.truth, shifts=()))
    told = measure(empty, analyze(planted.dataset, resolution=1.0))
    assert told.unplanted == 3
    assert told.away == 0


def test_the_map_of_coupling_is_of_whole_analyses() -> None:
    planted, cells = plant(7, CLEAR), [(1.0, 0.0), (1.5, 0.3)]
    found = scores(7, plan=CLEAR, cells=cells)
    for gamma, omega in cells:
        whole = analyze(planted.dataset, resolution=gamma, coupling=omega)
        assert found[gamma, omega] == measure(planted, whole)


def test_lies_are_the_false_sources_own_and_leave_with_it() -> None:
    planted = plant(0, replace(CLEAR, lies=5))
    truth, dataset = planted.truth, planted.dataset
    assert truth.false_source
    lies = {r.id for r in dataset.relations.values() if truth.false_source in r.sources}
    assert lies == truth.false
    assert all(dataset.relations[rid].sources == (truth.false_source,) for rid in lies)
    misled, heard = (
        [partition(part) == true_company(planted, part) for part in analysis.slices]
        for analysis in (
            analyze(dataset),
            analyze(dataset, without_source=(truth.false_source,)),
        )
    )
    assert not all(misled)
    assert all(heard)


@pytest.mark.parametrize("plan", [Plan(), Plan(lies=2), CLEAR])
def test_the_same_seed_is_the_same_world_and_it_is_sound(plan: Plan) -> None:
    planted = plant(3, plan)
    assert planted == plant(3, plan)
    assert planted.dataset.relations != plant(4, plan).dataset.relations
    assert not [one for one in check_dataset(planted.dataset) if one.severity == "error"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_planted_is_what_happened(seed: int) -> None:
    planted = plant(seed)
    truth = planted.truth
    assert Counter(s.event for s in truth.shifts) == {"switch": 4, "split": 1, "merge": 1}
    for shift in truth.shifts:
        box = planted.dataset.relations[shift.cause[0]].date
        assert box
        assert box.start.earliest
        assert box.start.latest
        assert box.start.earliest <= shift.day <= box.start.latest
        before, after = truth.where(shift.day - timedelta(days=1)), truth.where(shift.day)
        moved = {line for line in after if before[line] != after[line]}
        assert moved == set(shift.movers)
        for mover in shift.movers:
            assert {x for x in before if before[x] == before[mover]} >= set(shift.left)
            assert {x for x in after if after[x] == after[mover]} >= set(shift.joined)


def test_a_planted_data_set_is_read_back_as_it_was(tmp_path: Path) -> None:
    for name, planted in {"lies": plant(2, Plan(lies=1)), "dates": planted_dates(2)}.items():
        save_dataset(planted.dataset, tmp_path / name)
        assert load_dataset(tmp_path / name) == planted.dataset


def test_planted_days_are_anywhere_in_their_span() -> None:
    quarters: Counter[int] = Counter()
    for seed in range(400):
        (shift,) = planted_dates(seed).truth.shifts
        first, last = (date.fromisoformat(text) for text in shift.dated[1:-1].split(".."))
        days = (last - first).days + 1
        assert 300 <= days <= 720
        assert first <= shift.day <= last
        quarters[4 * (shift.day - first).days // days] += 1
    # 100 each; four standard deviations of a count are 35
    assert all(65 <= quarters[number] <= 135 for number in range(4))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_one_defection_of_planted_dates_is_clear(seed: int) -> None:
    planted = planted_dates(seed)
    (shift,) = planted.truth.shifts
    analysis = analyze(planted.dataset)
    (seen,) = analysis.shifts
    assert seen.day == planted.days[planted.slice_of(shift.told)]
    assert (seen.event, seen.basis) == ("switch", "news")
    assert tuple(move.line for move in seen.moves) == shift.movers
    reasons = {*seen.cause, *seen.ended_by}
    assert reasons <= {"old", *shift.cause}
    assert reasons & {*shift.cause}
