from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from idlib_graph.charts.spots import Spot, choose_spots, overlap

PLACES = st.tuples(st.integers(0, 12), st.integers(0, 6), st.sampled_from([0.0, 0.1, 0.3]))
OFFERS = st.lists(st.lists(PLACES, max_size=3), max_size=5)


def spot(x: float, y: float = 0, cost: float = 0.0) -> Spot:
    return Spot((x, y, x + 4, y + 2), cost, x, y, "left")


def test_boxes_overlap_in_both_directions_or_not_at_all() -> None:
    assert overlap((0, 0, 4, 2), (3, 1, 7, 3))
    assert not overlap((0, 0, 4, 2), (3, 3, 7, 5))
    assert not overlap((0, 0, 4, 2), (4, 0, 8, 2))
    assert overlap((0, 0, 4, 2), (4, 0, 8, 2), spare=0.5)


def test_each_takes_its_cheapest_spot_where_nobody_is_in_the_way() -> None:
    offers = [[spot(0, cost=0.2), spot(10)], [spot(20)]]
    assert choose_spots(offers) == [spot(10), spot(20)]


def test_the_more_important_name_comes_first() -> None:
    assert choose_spots([[spot(0)], [spot(1)]]) == [spot(0), None]


def test_a_name_moves_to_let_another_in() -> None:
    first = [spot(0), spot(20, cost=0.5)]
    assert choose_spots([first, [spot(1)]]) == [first[1], spot(1)]


def test_a_name_does_not_move_where_that_costs_too_much() -> None:
    first = [spot(0), spot(20, cost=5.0)]
    assert choose_spots([first, [spot(1)]]) == [first[0], None]


def test_no_offer_is_no_spot() -> None:
    assert choose_spots([]) == []
    assert choose_spots([[], [spot(3)]]) == [None, spot(3)]


@given(OFFERS)
def test_chosen_spots_are_offered_and_apart_and_none_is_left_free(
    places: list[list[tuple[int, int, float]]],
) -> None:
    offers = [[spot(*place) for place in spots] for spots in places]
    chosen = choose_spots(offers, spare=1)
    for spots, found in zip(offers, chosen, strict=True):
        assert found is None or found in spots
    taken = [found for found in chosen if found]
    assert not any(overlap(a.box, b.box, 1) for a, b in combinations(taken, 2))
    for spots, found in zip(offers, chosen, strict=True):
        if found is None:
            assert all(any(overlap(s.box, other.box, 1) for other in taken) for s in spots)


@given(OFFERS)
def test_hardly_more_names_could_be_written(places: list[list[tuple[int, int, float]]]) -> None:
    # A chain of names each moving for the next is not tried: one in a few may be left over.
    offers = [[spot(*place) for place in spots] for spots in places]
    written = sum(found is not None for found in choose_spots(offers, spare=1))
    best = 0
    for picks in product(*([None, *spots] for spots in offers)):
        taken = [pick for pick in picks if pick]
        if not any(overlap(a.box, b.box, 1) for a, b in combinations(taken, 2)):
            best = max(best, len(taken))
    assert best - 1 <= written <= best
