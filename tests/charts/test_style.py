from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from idlib_graph.charts.style import (
    DARK,
    KIND_DASHES,
    KIND_MARKERS,
    LIGHT,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    new_figure,
    render,
    save,
)
from idlib_graph.errors import OutputError
from idlib_graph.palette import KIND_HUES, PALETTE

if TYPE_CHECKING:
    from pathlib import Path

    from idlib_graph.charts.style import Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)


@THEMES
@pytest.mark.parametrize("hue", sorted({*PALETTE, *KIND_HUES.values()}))
def test_shapes_stand_out_from_the_ground_and_from_their_own_band(theme: Theme, hue: str) -> None:
    assert contrast(theme.edge(hue), theme.background) >= SHAPE_CONTRAST
    assert contrast(theme.edge(hue), theme.tint(hue)) >= SHAPE_CONTRAST


@THEMES
def test_neutral_colours_stand_out(theme: Theme) -> None:
    assert contrast(theme.grey, theme.background) >= SHAPE_CONTRAST
    assert contrast(theme.ink, theme.background) >= TEXT_CONTRAST
    assert contrast(theme.soft, theme.background) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("hue", PALETTE)
def test_names_can_be_read_on_every_band(theme: Theme, hue: str) -> None:
    assert contrast(theme.ink, theme.tint(hue)) >= TEXT_CONTRAST


def test_kinds_differ_in_more_than_colour() -> None:
    for looks in (KIND_HUES, KIND_MARKERS, KIND_DASHES):
        assert list(looks) == ["alliance", "split", "clash"]
        assert len(set(looks.values())) == 3


def test_the_palette_has_as_many_colours_as_are_given_out() -> None:
    assert len(set(PALETTE)) == 7


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_is_saved_by_its_ending(tmp_path: Path, kind: str) -> None:
    fig = new_figure((1, 1))
    path = save(fig, tmp_path / f"chart.{kind}")
    assert path.read_bytes() == render(fig, kind)


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="gif"):
        save(new_figure((1, 1)), tmp_path / "chart.gif")
