from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.charts.hulls import outline
from idlib_graph.charts.naming import Ground, community_spots, faction_spots, in_lines
from idlib_graph.charts.spots import overlap

PLACES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 6)), min_size=2, max_size=12, unique=True
)


def ground(
    places: dict[str, tuple[float, float]], *groups: str, ties: tuple[str, ...] = ()
) -> Ground:
    """A picture 200 by 140 points; groups and ties by the letters of their lines."""
    at = {line: np.array(place) for line, place in places.items()}
    hulls = {
        tuple(group): [
            rings[0]
            for rings in outline(
                np.array([at[x] for x in group], dtype=float),
                np.zeros((0, 2)),
                reach=9,
                clear=4,
            )
        ]
        for group in groups
    }
    ends = np.array([[at[x] for x in tie] for tie in ties], dtype=float).reshape(-1, 2, 2)
    return Ground(200, 140, places, 4.5, ends, 9, hulls)


def test_a_name_alone_stands_to_the_right_of_its_dot() -> None:
    spots = faction_spots(ground({"a": (100, 70)}), "a", ["Name"], 7, None)
    best = min(spots, key=lambda spot: spot.cost)
    assert best.align == "left"
    assert best.box[0] > 104.5
    assert (best.box[1] + best.box[3]) / 2 == pytest.approx(70, abs=1)


def test_a_name_at_the_right_edge_stands_to_the_left() -> None:
    spots = faction_spots(ground({"a": (190, 70)}), "a", ["Name"], 7, None)
    assert min(spots, key=lambda spot: spot.cost).align == "right"


def test_a_name_rather_stays_where_it_stood_in_the_picture_before() -> None:
    alone = ground({"a": (100, 70)})
    spots = faction_spots(alone, "a", ["Name"], 7, None)
    before = next(spot for spot in spots if spot.align == "center" and spot.cost < 0.2)
    stays = min(faction_spots(alone, "a", ["Name"], 7, before), key=lambda spot: spot.cost)
    assert (stays.x, stays.y) == (before.x, before.y)


def test_a_name_rather_covers_no_tie_and_no_ground_of_others() -> None:
    crossed = ground({"a": (60, 70), "b": (180, 70)}, ties=("ab",))
    best = min(faction_spots(crossed, "a", ["Name"], 7, None), key=lambda spot: spot.cost)
    assert not best.box[1] < 70 < best.box[3] or best.box[2] < 60
    places = {"a": (60.0, 70.0), "b": (75.0, 40.0), "c": (90.0, 70.0), "d": (75.0, 100.0)}
    beside = ground(places, "bcd")
    best = min(faction_spots(beside, "a", ["Name"], 7, None), key=lambda spot: spot.cost)
    assert best.align == "right"


def test_a_community_is_named_above_its_hull() -> None:
    places = {"a": (60.0, 70.0), "b": (140.0, 70.0)}
    spots = community_spots(ground(places, "ab"), ["a", "b"], "Red bloc", 8, None)
    best = min(spots, key=lambda spot: spot.cost)
    assert best.box[3] < 70 - 9
    assert 60 <= best.x <= 140


def test_where_no_spot_is_beside_a_hull_another_one_is_found() -> None:
    places = {"a": (30.0, 70.0), "b": (50.0, 70.0)}
    around = {f"x{i}": (x, y) for i, (x, y) in enumerate(np.ndindex(11, 14))}
    crowd = {k: (10.0 * x, 10.0 * y) for k, (x, y) in around.items()}
    near = {k: p for k, p in crowd.items() if np.hypot(p[0] - 40, p[1] - 70) > 15}
    spots = community_spots(ground({**places, **near}, "ab"), ["a", "b"], "Red bloc", 8, None)
    assert spots
    assert all(spot.box[0] > 100 for spot in spots)


def test_lines_of_a_name_are_centred() -> None:
    assert [text for _, text in in_lines(50, ["one", "two"], 10)] == ["one", "two"]
    assert np.mean([y for y, _ in in_lines(50, ["one", "two", "three"], 10)]) == pytest.approx(50)


@given(PLACES)
def test_spots_are_in_the_picture_and_cover_no_dot(points: list[tuple[int, int]]) -> None:
    places = {f"l{i}": (10 + 20.0 * x, 10 + 20.0 * y) for i, (x, y) in enumerate(points)}
    here = ground(places)
    spots = [
        *faction_spots(here, "l0", ["Some", "name"], 7, None),
        *community_spots(here, ["l0", "l1"], "Some bloc", 8, None),
    ]
    squares = [(x - 4.5, y - 4.5, x + 4.5, y + 4.5) for x, y in places.values()]
    for spot in spots:
        left, upper, right, lower = spot.box
        assert left >= 0
        assert upper >= 0
        assert right <= 200
        assert lower <= 140
        assert not any(overlap(spot.box, square) for square in squares)
