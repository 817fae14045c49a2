from __future__ import annotations

from itertools import combinations

import pytest

from idlib_graph.charts.multiples import Multiples, Need, share_out
from idlib_graph.errors import SettingsError


def need(count: int, span: tuple[float, float] = (20, 16), least: float = 9) -> Need:
    return Need(count, span, least, lambda _: 30.0)


@pytest.mark.parametrize(
    ("count", "columns", "rows"), [(1, 1, 1), (2, 2, 1), (4, 2, 2), (5, 3, 2), (12, 3, 4)]
)
def test_an_open_sheet_has_as_many_columns_as_fill_rows(
    count: int, columns: int, rows: int
) -> None:
    panels = share_out(need(count), 1120, None)
    assert (panels.columns, panels.rows) == (columns, rows)


@pytest.mark.parametrize("size", [(1120, 700), (700, 1120), (500, 5000)])
def test_a_given_sheet_is_filled_and_never_left(size: tuple[float, float]) -> None:
    panels = share_out(need(7), *size)
    corners = [panels.corner(index) for index in range(7)]
    boxes = [(x, y, x + panels.wide, y + panels.heading + panels.high) for x, y in corners]
    assert max(box[2] for box in boxes) <= size[0] + 1e-6
    assert max(box[3] for box in boxes) == pytest.approx(size[1])
    assert panels.height == pytest.approx(size[1])
    for one, other in combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_columns_are_those_that_show_the_layout_largest() -> None:
    assert share_out(need(6), 1120, 500).columns > share_out(need(6), 600, 1400).columns


def test_a_layout_is_in_the_middle_and_not_upside_down() -> None:
    panels = Multiples(1, 1, wide=200, high=100, heading=10, unit=(10, 5))
    places = panels.places({"low": (4, -1), "high": (6, 7)})
    assert places == {"low": (90, 70), "high": (110, 30)}


def test_a_layout_is_stretched_a_little_at_most() -> None:
    across, down = share_out(need(1, (30, 4)), 720, 700).unit
    assert down / across == pytest.approx(1.3)


def test_a_sheet_of_the_size_said_to_be_needed_is_enough() -> None:
    with pytest.raises(SettingsError, match="inches are too small; it needs") as caught:
        share_out(need(6), 700, 300, around=100)
    wide, high = (float(text) * 72 for text in str(caught.value).split("needs ")[1].split(" by "))
    assert min(share_out(need(6), wide - 28 + 4, high - 100 + 4, around=100).unit) >= 9
    with pytest.raises(SettingsError, match="needs"):
        share_out(need(6), 100, None)
