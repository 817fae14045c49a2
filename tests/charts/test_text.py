from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.font_manager import findfont
from matplotlib.textpath import TextPath

from idlib_graph.charts.glyphs import font_file
from idlib_graph.charts.lettering import font
from idlib_graph.charts.text import extent, width


def _ink(text: str, size: float, *, bold: bool) -> tuple[float, float]:
    """Width and height of the outlines of a text, which have no room at either end."""
    box = TextPath((0, 0), text, size=size, prop=font(bold=bold), usetex=False).get_extents()
    return float(box.width), float(box.height)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [6.6, 8.2, 17.0])
@pytest.mark.parametrize(
    "text",
    [
        "Hay'at Tahrir al-Sham",
        "AVATAR To Te Ty LTV",  # of which many pairs stand closer
        "final office, affluent, fjord",  # some of which the typeface joins to one sign
        "Fr\u00e8res \u2013 \u017b\u00f3\u0142w \u2026",
        "\u0625\u062f\u0644\u0628 \u0648\u062d\u0644\u0628",  # whose letters look otherwise alone
        "Ioan\u0301 e\u0302",  # with accents that take no room of their own
    ],
)
def test_a_text_takes_little_more_room_than_its_ink(text: str, size: float, bold: bool) -> None:  # noqa: FBT001 - a case
    wide, up, down = extent(text, size, bold=bold)
    ink, high = _ink(text, size, bold=bold)

    assert ink - 0.2 <= wide <= 1.1 * ink + 0.3 * size
    assert high <= up + down + 0.1


def test_pairs_that_stand_closer_take_less_room() -> None:
    assert width("AV", 100) < width("A", 100) + width("V", 100) - 3


@pytest.mark.parametrize("bold", [False, True])
def test_the_typeface_is_that_of_matplotlib_whatever_fonts_a_machine_has(bold: bool) -> None:  # noqa: FBT001 - a case
    """A system's own copy has the same name, and other letters or other numbers for them."""
    brought = Path(mpl.get_data_path(), "fonts", "ttf")
    for file in (findfont(font(bold=bold)), font_file(bold=bold)):
        assert Path(file).parent == brought
        assert ("Bold" in Path(file).name) == bold
