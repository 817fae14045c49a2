"""The benchmarks run, on tiny sizes, and hold labels against a planted truth as they say.

Nothing is said here of how long anything takes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import aggregation
import core
import exact
import exports
import large
import numpy as np
import pytest
import reading
import startup
import timeline
from measuring import Case, Spread, Table, Target, figure, measure
from peers.job import WINDOW, load, save
from peers.matching import match
from planted.agreement import adjusted_rand, slice_agreement, tracked_agreement
from planted.wars import War, wage

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
TINY = War(actors=12, events=150, months=8, alliances=3, turns=2)
ALL = np.ones((2, 4), dtype=bool)


# Agreement with a planted truth


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([5, 5, 5, 2, 2, 2], 1.0),  # other names
        ([0, 0, 1, 1, 1, 1], 12 / 37),  # 4 pairs in both, 6 and 7 in each: (4 - 2.8) / (6.5 - 2.8)
        ([0, 0, 0, 0, 0, 0], 0.0),  # all in one says nothing
        ([0, 1, 2, 3, 4, 5], 0.0),  # nor does each alone
        ([0, 1, 2, 0, 1, 2], -4 / 11),  # 0 in both, 6 and 3: (0 - 1.2) / (4.5 - 1.2)
    ],
)
def test_the_adjusted_rand_index_by_hand(labels: list[int], expected: float) -> None:
    truth = np.array([0, 0, 0, 1, 1, 1])

    assert adjusted_rand(truth, np.array(labels)) == pytest.approx(expected)
    assert adjusted_rand(np.array(labels), truth) == pytest.approx(expected)


def test_tracks_tell_names_that_change_and_slices_do_not() -> None:
    truth = np.array([[0, 0, 1, 1], [0, 0, 1, 1]])
    swapped = np.array([[0, 0, 1, 1], [1, 1, 0, 0]])

    assert slice_agreement(truth, swapped, ALL) == 1.0
    # 4 of 28 pairs in both, 12 in each: (4 - 36 / 7) / (12 - 36 / 7)
    assert tracked_agreement(truth, swapped, ALL) == pytest.approx(-1 / 6)
    assert tracked_agreement(truth, truth + 7, ALL) == 1.0


def test_one_name_for_two_communities_that_never_meet_is_wrong_over_time() -> None:
    truth = np.array([[0, 0, 0, 0], [1, 1, 1, 1]])

    assert slice_agreement(truth, np.zeros((2, 4), dtype=np.int64), ALL) == 1.0
    assert tracked_agreement(truth, np.zeros((2, 4), dtype=np.int64), ALL) == 0.0


def test_actors_in_no_community_are_each_alone() -> None:
    truth = np.array([[0, 0, 1, 1]])
    half = np.array([[0, 0, -1, -1]])

    assert slice_agreement(truth, half, ALL[:1]) == slice_agreement(
        truth, np.array([[0, 0, 8, 9]]), ALL[:1]
    )
    # 1 pair of 6 in both, 2 and 1: (1 - 1 / 3) / (1.5 - 1 / 3)
    assert slice_agreement(truth, half, ALL[:1]) == pytest.approx(4 / 7)


def test_who_does_not_count_is_left_out() -> None:
    truth = np.array([[0, 0, 1, 1], [0, 0, 1, 1]])
    wrong = np.array([[0, 0, 1, 0], [0, 0, 1, 1]])
    counted = ALL.copy()
    counted[0, 3] = False

    assert slice_agreement(truth, wrong, ALL) < 1.0
    assert slice_agreement(truth, wrong, counted) == 1.0
    assert tracked_agreement(truth, wrong, counted) == 1.0


def test_who_counts_has_an_alliance_and_an_event_in_the_window() -> None:
    events = wage(TINY, seed=3)
    counted = timeline.counting(events)

    for month in range(TINY.months):
        near = (events.month <= month) & (events.month > month - WINDOW)
        seen = {*events.a[near].tolist(), *events.b[near].tolist()}
        allied = set(np.flatnonzero(events.truth[month] >= 0).tolist())
        assert set(np.flatnonzero(counted[month]).tolist()) == seen & allied


# Windows and matching that all peers share


def test_the_last_alliance_splits() -> None:
    events = wage(War(actors=20, events=50, months=6, alliances=1, turns=5), seed=1)
    assert len(set(events.truth[-1].tolist())) > 1


def test_windows_hold_the_events_of_their_months(tmp_path: Path) -> None:
    events = wage(TINY, seed=1)
    save(tmp_path / "events.npz", events)
    job = load(tmp_path / "events.npz")

    for month, window in enumerate(job.windows()):
        near = (events.month <= month) & (events.month > month - WINDOW)
        for kind, counts in ((1, window.positive), (0, window.negative)):
            rows = near & (events.kind == kind)
            pairs = list(zip(events.a[rows].tolist(), events.b[rows].tolist(), strict=True))
            found = zip(window.a.tolist(), window.b.tolist(), counts.tolist(), strict=True)
            assert {(a, b): n for a, b, n in found if n} == {p: pairs.count(p) for p in pairs}


def test_the_larger_overlap_keeps_the_name() -> None:
    before = np.array([0, 0, 0, 0, 1, 1, 1, -1])
    now = np.array([4, 4, 4, 7, 7, 7, 7, 7])

    assert match([before, now]).tolist() == [
        [0, 0, 0, 0, 1, 1, 1, -1],
        [0, 0, 0, 1, 1, 1, 1, 1],
    ]


def test_an_overlap_too_small_is_a_new_community() -> None:
    before = np.array([0, 0, 0, 0, -1, -1, -1, -1])
    now = np.array([-1, -1, -1, 0, 0, 0, 0, 0])  # 1 of 8

    assert match([before, now])[1].tolist() == [-1, -1, -1, 1, 1, 1, 1, 1]


# Figures and tables


def test_ratios_are_taken_round_by_round() -> None:
    assert (Spread((1.0, 4.0, 9.0)) / Spread((1.0, 2.0, 3.0))).values == (1.0, 2.0, 3.0)
    assert (Spread((6.0, 4.0)) / Spread((2.0,))).values == (3.0,)


@pytest.mark.parametrize(
    ("target", "values", "met"),
    [
        (Target(2.5), (2.4, 2.5, 9.0), True),
        (Target(2.5), (2.4, 2.6, 2.6), False),
        (Target(7, at_least=True), (6.9, 7.0, 7.1), True),
        (Target(7, at_least=True), (6.9, 6.9, 7.1), False),
    ],
)
def test_a_target_judges_the_median(
    target: Target, values: tuple[float, ...], *, met: bool
) -> None:
    verdict = target.judge(Spread(values))

    assert verdict.met is met
    assert ("**missed**" in str(verdict)) is not met


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.012345, "0.0123"), (1.0, "1.00"), (99.96, "100.0"), (12345.6, "12,346")],
)
def test_three_digits_count(value: float, text: str) -> None:
    assert figure(value) == text


def test_a_table_is_markdown_and_keeps_every_round() -> None:
    table = Table(
        "T", [{"": "one", "s": Spread((1.0, 3.0)), "of": Target(2).judge(Spread((3.0,)))}]
    )

    assert str(table).splitlines()[2:] == [
        "|  | s | of |",
        "| --- | --- | --- |",
        "| one | 2.00 (1.00 to 3.00) | at most 2: **missed** |",
    ]
    assert json.loads(json.dumps(table.record()))["rows"][0]["s"] == [1.0, 3.0]


def test_a_program_of_ours_must_not_fail() -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        measure([Case("ours", ("-c", "raise SystemExit('no luck')"))], rounds=1)

    assert raised.value.__notes__ == ["no luck\n"]


def test_a_peer_that_is_not_there_or_fails_is_told_and_stops_nothing() -> None:
    taken = measure(
        [
            Case("absent", ("-c", "pass"), ("no_such_library",)),
            Case("broken", ("-c", "raise SystemExit('no luck')"), ("json",)),
            Case("once", ("-c", "pass"), rounds=1),
            Case("told", ("-c", """print('noise'); print('{"job": {round}}')""")),
        ],
        rounds=2,
    )

    assert taken["absent"].lacking == "not installed: no_such_library"
    assert taken["broken"].lacking == "failed: no luck"
    assert len(taken["once"].cpu) == 1
    assert taken["told"].told_of("job").values == (0, 1)
    assert all(seconds > 0 for seconds in taken["told"].cpu)


# The parts that need no peer


def test_start_up_is_held_against_imports() -> None:
    table = startup.compare("Start-up", {"--help": (startup.CLICK, 2.5)}, rounds=1)

    sane(table, ["`--help`"], "CPU, s", "ratio")


def test_yaml_is_read_in_every_way() -> None:
    table = reading.table(relations=30, rounds=1)

    sane(table, list(reading.WAYS), "CPU, s", "times as fast as CSafeLoader")
    assert "30 relations" in table.title


def test_all_ways_read_the_same_number_of_relations(tmp_path: Path) -> None:
    reading.write(tmp_path, 30)

    assert {way(tmp_path) for way, _ in reading.WAYS.values()} == {30}


def test_proofs_are_made_for_every_graph() -> None:
    table = exact.table(["degree 4"], [exact.OURS], rounds=1, graphs=2)

    sane(table, ["degree 4, potts", "degree 4, disagreement"], exact.OURS)
    assert [row["proven"] for row in table.rows] == ["2 of 2", "2 of 2"]


def test_graphs_drawn_by_lot_are_as_told() -> None:
    G = exact.draw(6, seed=1)

    assert (len(G), G.number_of_edges()) == (40, 120)
    signs = [tie["weight"] > 0 for *_, tie in G.edges(data=True)]
    assert 0 < sum(signs) < len(signs)


def test_the_timeline_job_is_done_and_held_against_the_truth() -> None:
    table = timeline.table(TINY, 1, ["ours, proven"])

    sane(table, ["ours, proven"], "process", "job", "slices", "tracks")
    assert cast("Spread", table.rows[0]["slices"]).median > 0.5  # by lot it is 0


@pytest.mark.parametrize("name", ["networkx Louvain", "igraph Leiden, signed"])
def test_peers_that_are_there_find_most_of_the_truth(name: str) -> None:
    pytest.importorskip("igraph")
    war = War(actors=20, events=2_000, months=8, alliances=3, turns=1, noise=0.0)

    [row] = timeline.table(war, 1, [name]).rows

    assert cast("Spread", row["slices"]).median > 0.8


def test_aggregation_is_the_same_on_every_engine_that_is_there() -> None:
    pytest.importorskip("ibis")
    engines = ["plain Python", aggregation.PEER]

    table = aggregation.table(200, 1, engines)

    sane(table, engines, "CPU, s")
    assert len({(row["folded rows"], row["spread rows"]) for row in table.rows}) == 1


def test_a_large_table_is_taken_to_its_answers() -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("igraph")

    table = large.table({"few": (TINY, large.TRACKED), "report": (TINY, large.REPORTED)})

    sane(table, ["few", "report"], "CPU, s")
    assert [row["events"] for row in table.rows] == [len(wage(TINY, 0).month)] * 2


def test_an_answer_of_the_core_is_held_against_imports() -> None:
    sane(core.table(["load the Idlib data"], 1), [startup.CORE, "load the Idlib data"], "CPU, s")


def test_every_format_is_held_against_networkx() -> None:
    table = exports.table(80, 1)

    sane(table, [*exports.EXPORTS, exports.NETWORKX], "CPU, s", "written, MB", "held, MB")


def test_the_command_prints_tables_and_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    asked = ("startup", "--quick", "--rounds", "1", "--json", str(path))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *asked],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert "### Start-up" in done.stdout
    found = json.loads(path.read_text())
    assert found["machine"]["Python"]
    assert [len(row["ratio"]) for table in found["tables"] for row in table["rows"]] == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [(["speed"], "'speed' is none of startup"), (["--rounds", "0"], "'0' is no number of rounds")],
)
def test_what_cannot_be_measured_is_told(asked: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *asked],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 2
    assert told in done.stderr


def sane(table: Table, names: Sequence[str], *figures: str) -> None:
    """A row for each name, and in it figures above 0."""
    assert [next(iter(row.values())) for row in table.rows] == list(names)
    for row in table.rows:
        for name in figures:
            cell = row[name]
            assert isinstance(cell, Spread | float), name
            assert min(cell.values if isinstance(cell, Spread) else (cell,)) > 0, name
