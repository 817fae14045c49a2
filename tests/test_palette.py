from __future__ import annotations

from itertools import combinations

from scenarios import merger

from idlib_graph.analysis import analyze
from idlib_graph.palette import assign_colours


def test_up_to_seven_communities_have_colours_of_their_own() -> None:
    given = assign_colours({i: (i, i) for i in range(7)})
    assert sorted(given.values()) == [(shade, 0) for shade in range(7)]


def test_lives_that_do_not_overlap_share_colours() -> None:
    given = assign_colours({i: (3 * i, 3 * i + 1) for i in range(30)})
    assert {variant for _, variant in given.values()} == {0}
    assert given[7] == given[0]


def test_communities_that_live_at_once_never_look_alike() -> None:
    lives = {i: (i % 5, 5 + (7 * i) % 9) for i in range(20)}
    given = assign_colours(lives)
    for a, b in combinations(lives, 2):
        if lives[a][0] <= lives[b][1] and lives[b][0] <= lives[a][1]:
            assert given[a] != given[b]


def test_a_new_community_has_a_colour_of_its_own_beside_those_it_comes_after() -> None:
    analysis = analyze(merger())
    assert set(analysis.colours) == set(analysis.names)
    assert len(set(analysis.colours.values())) == len(analysis.names)
